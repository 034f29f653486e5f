"""Lists of customers are read as they come, whatever encoding, delimiter and writing; what cannot be read is told."""

import io
import time
from datetime import date
from decimal import Decimal
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.customers.amounts import Doubt, Manner, amount, manner, take_apart
from flows.customers.grades import (
    Distribution,
    Grade,
    Question,
    Shares,
    Verdict,
    compare,
    distribute,
    grade,
    read_shares,
    suggest,
)
from flows.customers.table import UNPACKED, Unusable
from flows.customers.upload import (
    LONGEST_NAME,
    PERHAPS_SUMS,
    SUMS,
    Fault,
    Reason,
    Row,
    Upload,
    key,
    merge,
    print_list,
    read_list,
)

D = Decimal
PLAIN = "Kunde;Umsatz;Potenzial\r\nMüller;1.234,50;2.000\r\nŁódź & Söhne;-12;\r\n"
TWO = (Row("Müller", D("1234.50"), D(2000)), Row("Söhne", D("-12.00")))


def read(text: str) -> Upload:
    return read_list(text.encode())


def revenues(*cells: str) -> list[Decimal | Reason]:
    """What becomes of cells that stand below each other."""
    text = "Kunde;Umsatz\n" + "".join(f'K{place};"{cell}"\n' for place, cell in enumerate(cells))
    upload = read(text)
    told: dict[int, Decimal | Reason] = {fault.line: fault.reason for fault in upload.faults}
    told |= {int(row.name[1:]) + 2: row.revenue for row in upload.rows}
    return [told[line] for line in sorted(told)]


def workbook(*rows: tuple[object, ...], sheet: str = "Kunden") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


# --- amounts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234", "1234"), ("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("1.234.567", "1234567"),
        ("1'234.50", "1234.50"), ("1’234’567", "1234567"), ("1 234,50", "1234.50"), ("1\u202f234,50", "1234.50"),
        ("12,5", "12.50"), ("12.5", "12.50"), (",5", "0.50"), ("0,125", "0.13"), ("1234.567", "1234.57"),
        ("12.000 €", "12000"), ("€ 12.000,00", "12000"), ("EUR 5", "5"), ("CHF 1'000.-", "1000"), ("500,-", "500"),
        ("500,-- €", "500"), ("-5", "-5"), ("−5", "-5"), ("5-", "-5"), ("500,00- ", "-500"), ("(1.200)", "-1200"),
        ("- 5 €", "-5"), ("+5", "5"), ("12 T€", "12000"), ("1,5 Mio. €", "1500000"), ("3 Tsd.", "3000"),
        ("50k", "50000"), ("1,5E+05", "150000"), ("2e3", "2000"),
    ],
)  # fmt: skip
def test_an_amount_is_read_however_it_is_written(cell: str, value: str) -> None:
    assert revenues(cell) == [D(value)]


@pytest.mark.parametrize(
    "cell",
    ["viel", "1.2.3", "1,2,3", "1.23.456", "31.12.2025", "12 34", "5 %", "1-2", "€", "1.", "zwölf", "#REF!", "²"],
)
def test_what_is_no_amount_is_told(cell: str) -> None:
    assert revenues(cell) == [Reason.REVENUE]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("1.234", "5,5"), ["1234", "5.5"]),
        (("1,234", "5.50"), ["1234", "5.5"]),
        (("1.234", "2.500"), ["1234", "2500"]),
        (("1,234", "2,500"), ["1234", "2500"]),
        (("1.234", "0.5678"), ["1.23", "0.57"]),
        (("1.234", "1.000,5"), ["1234", "1000.5"]),
    ],
    ids=["comma column", "point column", "only points", "only commas", "long decimals", "full German"],
)
def test_three_digits_after_a_sign_are_read_as_the_column_writes(cells: tuple[str, ...], values: list[str]) -> None:
    assert revenues(*cells) == [D(value) for value in values]


def test_where_a_column_contradicts_itself_nothing_is_guessed() -> None:
    """And what is clear by itself stays clear."""
    assert revenues("1.234", "5.5", "5,5") == [Reason.AMBIGUOUS, D("5.5"), D("5.5")]
    assert revenues("1.234", "5.5") == [Reason.AMBIGUOUS, D("5.5")]


def test_more_than_anybody_earns_is_a_mistake() -> None:
    assert revenues("99999999999999") == [Reason.HUGE]
    assert revenues("9e99") == [Reason.HUGE]


@given(st.text(max_size=50))
def test_no_cell_breaks_the_reading(cell: str) -> None:
    figure = take_apart(cell)
    value = amount(figure, manner([figure] if figure else []))
    assert isinstance(value, Doubt) or value == value.quantize(D("0.01"))


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from([",.", ".,", ".'", ", ", ",", "."])
)
def test_an_amount_printed_any_way_is_the_same_again(value: Decimal, signs: str) -> None:
    decimal, thousands = signs[0], signs[1:]
    text = f"{value:,.2f}".replace(",", "x").replace(".", decimal).replace("x", thousands)
    assert amount(take_apart(text), Manner(decimal)) == value


# --- files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp850"]
)
def test_any_encoding_of_the_office_is_read(encoding: str) -> None:
    assert read_list("Kunde;Umsatz;Potenzial\r\nMüller;1.234,50;2.000\r\nSöhne;-12;\r\n".encode(encoding)).rows == TWO


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"], ids=["Windows", "Unix", "old Mac"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_any_delimiter_is_read(sign: str, end: str) -> None:
    lines = (("Kunde", "Umsatz", "Potenzial"), ("Müller", '"1.234,50"', "2.000"), ("Söhne", "-12", ""))
    assert read(end.join(sign.join(line) for line in lines)).rows == TWO
    assert read(f"sep={sign}{end}" + end.join(sign.join(line) for line in lines)).rows == TWO


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("Umsatz;Kunde", (1, 0)), ("Kundenname;Jahresumsatz (EUR)", (0, 1)), ("Customer,Revenue", (0, 1)),
        ("Nr.;Firma;Ort;Umsatz 2025", (1, 3)), ("Kd-Nr;Name 1;Netto-Umsatz €", (1, 2)),
        ("KUNDENNUMMER;KUNDE;UMSATZ;UMSATZANTEIL %", (1, 2)), ("Kunde;Umsatz 2024;Umsatz 2025", (0, 2)),
        ("Kunde;Umsatz Vorjahr;Umsatz", (0, 2)), ("Account Name\tTotal Sales", (0, 1)), ("Debitor;Erlöse", (0, 1)),
        ("Kundengruppe;Kunde;Umsatzklasse;Umsatz", (1, 3)), ("Unternehmen;Auftragsvolumen", (0, 1)),
        ("Kunde;Umsatzpotenzial;Umsatz", (0, 2)), ("Name des Kunden;Betrag in EUR", (0, 1)),
        ("Company | Turnover", (0, 1)), ("Umsatzsteuer;Umsatz;Kundin/Kunde", (2, 1)),
    ],
)  # fmt: skip
def test_the_columns_are_found_by_their_headings(heading: str, columns: tuple[int, int]) -> None:
    """In any order and wording, beside whatever else there is."""
    sign = next(sign for sign in ";\t|," if sign in heading)
    cells = ["7"] * len(heading.split(sign))
    name, revenue = columns
    cells[name], cells[revenue] = "Meier", "123"
    assert read(f"{heading}\n{sign.join(cells)}\n").rows[0].revenue == 123
    assert read(f"{heading}\n{sign.join(cells)}\n").rows[0].name == "Meier"


def test_a_heading_may_say_thousands_or_a_currency() -> None:
    assert read("Kunde;Umsatz in T€\nA;1,5\n").rows == (Row("A", D("1500.00")),)
    assert read("Kunde;Umsatz (Mio. EUR);Potenzial (TEUR)\nA;1,5;9\n").rows == (Row("A", D(1_500_000), D(9000)),)
    assert read("Kunde;Umsatz CHF\nA;1\n").currency == "CHF"


def test_titles_above_and_sums_below_are_no_customers() -> None:
    upload = read("Umsatzliste 2025;;\n;;\nStand: heute;;\nKunde;Umsatz;\nA;5;\n;;\nB;7;\nGesamtsumme;12;\n")
    assert (upload.rows, upload.sums, upload.faults) == ((Row("A", D(5)), Row("B", D(7))), (8,), ())


@pytest.mark.parametrize(
    ("body", "sums"),
    [
        ("A;5\nB;7\nTotal;12\n", (4,)),
        ("Total;5\nA;7\nB;8\n", ()),
        ("A;5\nB;7\n;12\n", (4,)),
        ("A;5\nB;7\nTotal;12\nC;1\n", (4,)),
        ("Gesamtverband;5\nSumme & Partner;7\nB;1\n", ()),
    ],
    ids=["last line", "a name", "no name", "in between", "names like it"],
)
def test_a_sum_is_told_from_a_name_like_it(body: str, sums: tuple[int, ...]) -> None:
    assert read("Kunde;Umsatz\n" + body).sums == sums


def test_without_a_heading_the_columns_tell_what_they_are() -> None:
    """Names, revenue, potential; what could be anything is asked for a heading."""
    assert read("Meier;1.000\nHuber;2.000\n").rows == (Row("Meier", D(1000)), Row("Huber", D(2000)))
    assert read("Meier;1.000;5.000\nHuber;2.000;1\n").rows[0].potential == 5000
    assert read("Wer kauft;Wie viel\nMeier;1.000\nHuber;2.000\n").rows[0].name == "Meier"
    assert read("Meier;1.000\nHuber;2.000\n").headings == ()


def test_quoted_cells_hold_anything() -> None:
    upload = read('Kunde;Umsatz\n"Meier; Huber ""M&H""";1\n"Zwei\nZeilen";2\n12" Rohre;3\n "Rand" ; "4" \n')
    assert [row.name for row in upload.rows] == ['Meier; Huber "M&H"', "Zwei Zeilen", '12" Rohre', "Rand"]
    assert upload.faults == ()


def test_a_quotation_mark_that_never_closes_costs_its_own_line() -> None:
    upload = read('Kunde;Umsatz\nA;1\n"B;2\nC;3\n' + "".join(f"K{number};1\n" for number in range(20)))
    assert upload.faults == (Fault(3, Reason.TORN),)
    assert len(upload.rows) == 22


def test_faulty_lines_are_told_by_their_number_and_reason() -> None:
    """Empty lines count as lines, but are no fault."""
    text = f"Kunde;Umsatz;Potenzial\n\nA;1;\n;2;\nB;;\nC;viel;\nD;1;hoch\nE;1;2;3\nF;$ 5;\nG;2 €;k.A.\n{'x' * 101};1;\n"
    upload = read(text + "H;3 €;\n")
    assert [(fault.line, fault.reason) for fault in upload.faults] == [
        (4, Reason.NO_NAME),
        (5, Reason.NO_REVENUE),
        (6, Reason.REVENUE),
        (7, Reason.POTENTIAL),
        (8, Reason.CELLS),
        (9, Reason.CURRENCY),
        (11, Reason.NAME),
    ]
    assert [row.name for row in upload.rows] == ["A", "G", "H"]
    assert upload.faults[2].cell == "viel"


def test_repeated_names_are_one_customer() -> None:
    """Whatever their spelling; together, or as the first line has it."""
    upload = read("Kunde;Umsatz;Potenzial\nMüller GmbH;1;\nMUELLER  GMBH;2;5\nX;3;\n")
    assert upload.repeated == 1
    assert merge(upload.rows, summed=True) == (Row("Müller GmbH", D(3), D(5)), Row("X", D(3)))
    assert merge(upload.rows, summed=False) == (Row("Müller GmbH", D(1)), Row("X", D(3)))


def test_first_and_last_names_belong_together() -> None:
    upload = read("Vorname;Name;Firma;Umsatz\nAnna;Keller;;5\nJan;Roth;Roth AG;6\n")
    assert [row.name for row in upload.rows] == ["Anna Keller", "Roth AG"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "leer"),
        (b"\xef\xbb\xbf\r\n \r\n", "leer"),
        (b"Kunde;Umsatz\n", "leer"),
        (b"Kunde;Ort\nA;B\n", "kein_umsatz"),
        (b"Ort;PLZ\nA;B\n", "keine_namen"),
        (b"%PDF-1.4 ...", "keine_tabelle"),
        (b"\x89PNG\r\n\x1a\n\0\0", "keine_tabelle"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "altes_excel"),
        (b"<html><table><tr><td>Kunde", "webseite"),
        (b"PK\x03\x04 broken", "kaputt"),
        (b"Kunde;Umsatz\n" + b"A;1\n" * 20_001, "zu_lang"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_list(content)
    assert refused.value.why == why


# --- workbooks -------------------------------------------------------------------------------------------------


def test_a_workbook_is_read_with_its_numbers_and_the_values_of_its_formulas() -> None:
    """Numbers as numbers, texts as texts, line numbers as they stand beside the rows."""
    content = workbook(
        ("Liste", None), (None, None), ("Firma", "Umsatz", "Potential"),
        ("Meier", 1234.5, 2000), ("Huber", "1.000,50 €"),
        ("Fritz", None), ("Datum", date(2025, 1, 2)), ("Summe", 2235),
    )  # fmt: skip
    upload = read_list(content)
    assert upload.rows == (Row("Meier", D("1234.50"), D(2000)), Row("Huber", D("1000.50")))
    assert [(fault.line, fault.reason) for fault in upload.faults] == [(6, Reason.NO_REVENUE), (7, Reason.REVENUE)]
    assert upload.sums == (8,)


def test_the_sheet_with_the_list_is_found() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(("Deckblatt",), ("Bitte blättern",), sheet="Titel")))
    page = book.create_sheet("Daten")
    page.append(("Kunde", "Umsatz"))
    page.append(("A", 5))
    packed = io.BytesIO()
    book.save(packed)
    assert read_list(packed.getvalue()).rows == (Row("A", D(5)),)


def test_a_formula_counts_by_its_value() -> None:
    """One that was never reckoned has none."""
    content = workbook(("Kunde", "Umsatz"), ("A", "=1+1"), ("B", 2))
    assert read_list(content).faults == (Fault(2, Reason.NO_REVENUE, "A"),)
    sheet = "xl/worksheets/sheet1.xml"
    with ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[sheet] = (
        parts[sheet].replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>")
    )
    assert read_list(zipped(parts)).rows == (Row("A", D(2)), Row("B", D(2)))


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * (UNPACKED + 1)}, "zu_gross_entpackt"),
        ({"content.xml": b"<x/>"}, "keine_tabelle"),
        ({"xl/workbook.xml": b"<x/>"}, "kaputt"),
    ],
    ids=["a bomb", "another office", "no workbook inside"],
)
def test_a_packed_file_that_is_no_workbook_of_ours_is_refused(parts: dict[str, bytes], why: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_list(zipped(parts))
    assert refused.value.why == why


# --- anything --------------------------------------------------------------------------------------------------


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    check(content)


@settings(max_examples=300)
@given(st.text(alphabet=st.sampled_from("AKunde Umsatz;,\t|\"'\n\r.0123456789-€%()\0\ufeffäß"), max_size=200))
def test_no_text_like_a_list_breaks_the_reading(text: str) -> None:
    check(("Kunde;Umsatz\n" + text).encode())
    check(text.encode("utf-16"))


@settings(max_examples=40)
@given(st.binary(max_size=60), st.integers(0, 6000))
def test_no_damage_to_a_workbook_breaks_the_reading(damage: bytes, place: int) -> None:
    content = workbook(("Kunde", "Umsatz"), ("A", 5))
    check(content[:place] + damage + content[place + len(damage) :])


def check(content: bytes) -> None:
    """Rows with a name and an amount to the cent, or a reason."""
    try:
        upload = read_list(content)
    except Unusable:
        return
    for row in upload.rows:
        assert 0 < len(row.name) <= LONGEST_NAME
        assert row.revenue == row.revenue.quantize(D("0.01"))
    lines = [fault.line for fault in upload.faults]
    assert lines == sorted(lines)


names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)
amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
rows = st.builds(Row, names, amounts, st.none() | amounts)


@settings(max_examples=150)
@given(st.lists(rows, min_size=1, max_size=12, unique_by=lambda row: row.name))
def test_a_printed_list_is_read_again_as_it_was(printed: list[Row]) -> None:
    """Whatever is in a name; „Summe“ alone would be a line of sums."""
    printed = [row for row in printed if key(row.name).strip(":.*=") not in SUMS | PERHAPS_SUMS]
    content = print_list(printed, ["A"] * len(printed), ("Kunde", "Umsatz", "Potenzial", "Klasse"))
    if printed:
        assert read_list(content).rows == tuple(printed)


def test_ten_thousand_customers_take_less_than_two_seconds() -> None:
    """Read, merged and classed; as a workbook too."""
    lines = [(f"Firma {number} GmbH & Co. KG", 1_000_000 / (number + 1), number) for number in range(10_000)]
    text = "Kunde;Umsatz;Potenzial\n" + "".join(f'"{name}";{revenue:.2f} €;{more}\n' for name, revenue, more in lines)
    for content in (text.encode("cp1252"), workbook(("Kunde", "Umsatz", "Potenzial"), *lines)):
        started = time.process_time()
        upload = read_list(content)
        found = classed(*merge(upload.rows, summed=True))
        assert time.process_time() - started < 2
        assert (found.customers, upload.faults) == (10_000, ())


# --- classes ---------------------------------------------------------------------------------------------------


USUAL = Shares()


def classed(*listed: Row, shares: Shares = USUAL) -> Distribution:
    return distribute(listed, shares, number=1, day=date(2026, 3, 4), currency="EUR")


def graded(*revenue: int, shares: Shares = USUAL) -> str:
    return "".join(grade([D(each) for each in revenue], shares))


@pytest.mark.parametrize(
    ("revenue", "grades"),
    [
        ((50, 15, 20, 15), "ABAB"),
        ((15, 20, 15, 50), "BABA"),
        ((100,), "A"),
        ((90, 5, 5), "ACC"),
        ((10, 10, 10, 10), "AAAA"),
        ((60, 20, 20), "AAA"),
        ((65, 20, 15), "ABC"),
        ((0, 0), "CC"),
        ((-5, 10), "CA"),
        ((-5,), "C"),
        ((), ""),
        ((65, 20, 15, 0, -30), "ABCCC"),
    ],
    ids=["crossing is in", "any order", "one", "one is all", "all alike", "a tie at the line", "by the book", "nothing",
         "a refund", "only a refund", "nobody", "refunds count for no share"],
)  # fmt: skip
def test_classes_follow_the_share_of_the_revenue(revenue: tuple[int, ...], grades: str) -> None:
    assert graded(*revenue) == grades


@settings(max_examples=200)
@given(
    st.lists(st.decimals(min_value=-1000, max_value=100_000, places=2), max_size=40), st.integers(1, 97), st.randoms()
)
def test_classes_keep_what_they_promise(revenue: list[Decimal], first: int, random: object) -> None:
    """More is never less, equals are alike, A brings at least its share, and no order matters."""
    shares = Shares(first, (99 - first) or 1)
    grades = grade(revenue, shares)
    pairs = sorted(zip(revenue, grades, strict=True), key=lambda pair: (-pair[0], pair[1]))
    assert [letter for _, letter in pairs] == sorted(grades)
    assert len({(amount, letter) for amount, letter in pairs}) == len({amount for amount, _ in pairs})
    total = sum(max(each, D(0)) for each in revenue)
    brought = sum(each for each, letter in zip(revenue, grades, strict=True) if letter is Grade.A)
    assert not total or brought * 100 >= total * shares.a
    assert all(letter is Grade.C for each, letter in zip(revenue, grades, strict=True) if each <= 0)
    assert sorted(grade(sorted(revenue), shares)) == sorted(grades)


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("65/20/15", Shares(65, 20)), ("70, 20 und 10 %", Shares(70, 20)), ("80 15 5", Shares(80, 15)),
        ("60/25", Shares(60, 25)), ("80/10/5", None), ("100/0/0", None), ("50/50", None), ("viel", None),
        ("33,3/33,3/33,4", None), ("-65/20/15", Shares(65, 20)), ("", None),
    ],
)  # fmt: skip
def test_shares_are_three_whole_parts_of_a_hundred(text: str, shares: Shares | None) -> None:
    assert read_shares(text) == shares


@pytest.mark.parametrize(
    ("revenue", "verdict"),
    [
        ([700, 700, 700] + [115] * 4 + [50] * 13, Verdict.AS_USUAL),
        ([9000] + [10] * 19, Verdict.FEWER),
        ([100] * 20, Verdict.MORE),
        ([5, 5], Verdict.SMALL),
        ([0] * 9, Verdict.NOTHING),
    ],
)
def test_a_list_is_compared_with_the_rule_of_thumb(revenue: list[int], verdict: Verdict) -> None:
    """Whatever shares the person has chosen for her classes."""
    for shares in (Shares(), Shares(80, 15)):
        assert compare(classed(*(Row(str(each), D(each)) for each in revenue), shares=shares)) is verdict


def test_who_has_the_potential_of_an_a_is_told() -> None:
    found = classed(Row("A", D(65), D(1)), Row("B", D(20), D(64)), Row("C", D(15), D(90)), Row("D", D(0), D(65)))
    assert [(hope.name, hope.place) for hope in found.hopes] == [("C", 2), ("D", 3)]
    assert found.hopeful == 2


@settings(max_examples=60)
@given(st.lists(st.integers(-50, 10_000), min_size=1, max_size=300))
def test_the_curve_rises_from_nothing_to_all(revenue: list[int]) -> None:
    """With few points however long the list is, and parts that are the whole."""
    found = classed(*(Row(str(place), D(each)) for place, each in enumerate(revenue)))
    assert sum(part.customers for part in found.parts) == len(revenue)
    assert sum(part.revenue for part in found.parts) == found.revenue == sum(revenue)
    if found.curve:
        assert (found.curve[0], found.curve[-1]) == ((0.0, 0.0), (1.0, 1.0))
        assert list(found.curve) == sorted(found.curve)
        assert len(found.curve) < 130


@pytest.mark.parametrize(
    ("levels", "suggested"),
    [
        ((2, 2, 2, 2), "A"),
        ((2, 1, 2, 1), "A"),
        ((2, 2, 2, 0), "B"),
        ((1, 1, 1, 1), "B"),
        ((0, 1, 1, 0), "C"),
        ((2,), None),
    ],
)
def test_four_answers_suggest_a_class(levels: tuple[int, ...], suggested: str | None) -> None:
    """Whoever lacks something altogether is no A; of somebody unknown nothing is said."""
    assert suggest(dict(zip(Question, levels, strict=False))) == suggested
