"""A list of customers read from a file, and printed as one: names, revenue, potential.

Whatever is read has a name and an amount; every other line is told with its number and the reason. Lines of sums are
left out and told too. A name that stands on several lines is theirs together, or that of the first alone, as the person
wishes (`merge`).
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from io import StringIO

from msgspec import Struct

from flows.customers.amounts import MOST, Doubt, Figure, amount, is_nothing, manner, take_apart
from flows.customers.columns import Columns, Missing, find_columns
from flows.customers.table import Cell, Line, Table, Unusable, Why, read_tables
from flows.spelling import fold

LONGEST_NAME = 100
SHOWN = 40  # characters of a faulty cell
FORMULA = ("=", "+", "-", "@")
"""With these a spreadsheet begins to reckon."""
SUMS = frozenset(
    {
        *("summe", "gesamtsumme", "endsumme", "zwischensumme", "gesamtumsatz", "gesamtergebnis", "grand total"),
        *("summe gesamt", "gesamt summe", "subtotal", "sub total", "total sum", "insgesamt", "summe umsatz", "summen"),
        *("umsatz gesamt", "teilsumme", "teilergebnis", "saldo", "sum", "uebertrag"),
    }
)
PERHAPS_SUMS = frozenset({"total", "gesamt", "ergebnis", "alle", "alle kunden", "kunden gesamt", "totals"})
"""These may be names too: they are sums on the last line, or if the amount is that of the others together."""


class Reason(StrEnum):
    """Why a line is not taken."""

    NO_NAME = "kein_name"
    NO_REVENUE = "kein_umsatz"
    REVENUE = "umsatz_keine_zahl"
    POTENTIAL = "potenzial_keine_zahl"
    AMBIGUOUS = "mehrdeutig"
    HUGE = "zu_gross"
    CURRENCY = "waehrung"
    CELLS = "zu_viele_spalten"
    TORN = "anfuehrungszeichen"
    NAME = "name_zu_lang"


class Row(Struct, frozen=True, array_like=True):
    """A customer of the list."""

    name: str
    revenue: Decimal
    potential: Decimal | None = None


class Fault(Struct, frozen=True):
    """A line that is not taken, with the cell that is wrong."""

    line: int
    reason: Reason
    cell: str = ""


class Upload(Struct, frozen=True):
    """What was read. `rows` may name somebody several times."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    sums: tuple[int, ...] = ()  # numbers of the lines that are sums
    headings: tuple[str, ...] = ()  # of the columns taken; empty if there was no heading we know
    currency: str = "EUR"

    @property
    def repeated(self) -> int:
        """How many names stand on several lines."""
        return sum(count > 1 for count in Counter(key(row.name) for row in self.rows).values())


def read_list(content: bytes) -> Upload:
    """The customers in a file. Raises Unusable if it is no list, or holds nobody."""
    tables = read_tables(content)
    seen: list[Missing] = []
    best: Upload | None = None
    for table in tables:
        match find_columns(table.lines):
            case Missing() as missing:
                seen.append(missing)
            case columns:
                upload = _read(table, columns)
                if columns.headings and upload.rows:
                    return upload
                if best is None or len(upload.rows) > len(best.rows):
                    best = upload
    if best is not None and (best.rows or best.headings):
        if not best.rows and not best.faults:
            raise Unusable(Why.EMPTY)
        return best
    if not any(table.lines or table.torn for table in tables):
        raise Unusable(Why.EMPTY)
    raise Unusable(Why.NO_REVENUE if any(missing.name for missing in seen) else Why.NO_NAME)


def merge(rows: Iterable[Row], *, summed: bool) -> tuple[Row, ...]:
    """Every name once: with all its lines together, or with the first of them."""
    found: dict[str, Row] = {}
    for row in rows:
        known = found.get(key(row.name))
        if known is None:
            found[key(row.name)] = row
        elif summed:
            amounts = [each.potential for each in (known, row) if each.potential is not None]
            potential = sum(amounts, Decimal(0)) if amounts else None
            found[key(row.name)] = Row(known.name, known.revenue + row.revenue, potential)
    return tuple(found.values())


def key(name: str) -> str:
    """By which two spellings of a name are one customer."""
    return " ".join(fold(name).split())


def print_list(rows: Iterable[Row], grades: Iterable[str], headings: Sequence[str]) -> bytes:
    """The list with the class of each as a file that a German Excel opens, and `read_list` reads again."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    for row, grade in zip(rows, grades, strict=True):
        potential = "" if row.potential is None else _printed(row.potential)
        writer.writerow((_quoted(row.name), _printed(row.revenue), potential, grade))
    return text.getvalue().encode("utf-8-sig")


def _quoted(name: str) -> str:
    """Said to be a text, if a spreadsheet would take it for a formula and reckon it."""
    return f"'{name}" if name.startswith(FORMULA) else name


def _printed(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


# --- the lines of a table --------------------------------------------------------------------------------------


class _Told(Struct, frozen=True):
    """An amount as far as it could be taken from its cell."""

    value: Decimal | None = None
    fault: Reason | None = None
    currency: str = ""


def _read(table: Table, columns: Columns) -> Upload:
    lines = table.lines[columns.body :]
    revenues = _amounts([_at(line, columns.revenue) for line in lines], columns.revenue_scale, Reason.REVENUE)
    potentials = _amounts([_at(line, columns.potential) for line in lines], columns.potential_scale, Reason.POTENTIAL)
    used = Counter(told.currency for told in revenues if told.currency)
    currency = used.most_common(1)[0][0] if used else _currency(columns.headings)
    sums = _sums(lines, [_name(line, columns) for line in lines], revenues)
    rows: list[Row] = []
    faults = [Fault(number, Reason.TORN) for number in table.torn]
    for line, revenue, potential in zip(lines, revenues, potentials, strict=True):
        if line.number in sums:
            continue
        name = _name(line, columns)
        reason = _fault(line, columns, name, (revenue, potential), currency)
        if reason is None and revenue.value is not None:
            rows.append(Row(name, revenue.value, potential.value))
        else:
            faults.append(Fault(line.number, reason or Reason.NO_REVENUE, _shown(line, columns, name, reason)))
    faults.sort(key=lambda fault: fault.line)
    return Upload(tuple(rows), tuple(faults), tuple(sorted(sums)), columns.headings, currency)


def _fault(line: Line, columns: Columns, name: str, told: tuple[_Told, _Told], currency: str) -> Reason | None:
    revenue, potential = told
    foreign = any(each.currency not in ("", currency) for each in told)
    checks = {
        Reason.CELLS: bool(columns.width) and any(cell != "" for cell in line.cells[columns.width :]),
        Reason.NO_NAME: not name,
        Reason.NAME: len(name) > LONGEST_NAME,
        revenue.fault: True,
        Reason.NO_REVENUE: revenue.value is None,
        potential.fault: True,
        Reason.CURRENCY: foreign,
    }
    return next((reason for reason, holds in checks.items() if holds and reason is not None), None)


def _shown(line: Line, columns: Columns, name: str, reason: Reason | None) -> str:
    """What to show of a faulty line: the cell that is wrong, or else whose line it is."""
    match reason:
        case Reason.REVENUE | Reason.AMBIGUOUS | Reason.HUGE | Reason.CURRENCY:
            text = str(_at(line, columns.revenue))
        case Reason.POTENTIAL:
            text = str(_at(line, columns.potential))
        case _:
            text = name
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _at(line: Line, place: int | None) -> Cell:
    return line.cells[place] if place is not None and place < len(line.cells) else ""


def _name(line: Line, columns: Columns) -> str:
    """As it is written, without what cannot be seen."""
    for place in columns.names:
        if name := _visible(_at(line, place)):
            first = _visible(_at(line, columns.first_name)) if place == columns.last_name else ""
            return f"{first} {name}".strip()
    return ""


def _visible(cell: Cell) -> str:
    text = " ".join("".join(letter for letter in str(cell) if letter.isprintable()).split())
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _amounts(cells: Sequence[Cell], scale: Decimal, fault: Reason) -> list[_Told]:
    """The amounts of a column, each read as the whole column writes."""
    figures: list[Figure | None] = [take_apart(cell) if isinstance(cell, str) else None for cell in cells]
    column = manner(figure for figure in figures if figure is not None)
    reasons: Mapping[Doubt, Reason] = {
        Doubt.NONE: fault,
        Doubt.AMBIGUOUS: Reason.AMBIGUOUS,
        Doubt.HUGE: Reason.HUGE,
    }
    told: list[_Told] = []
    for cell, figure in zip(cells, figures, strict=True):
        if isinstance(cell, Decimal):
            figure = Figure("1", "", "", is_open=False, factor=cell) if abs(cell) < MOST else None
        elif is_nothing(cell):
            told.append(_Told())
            continue
        value = amount(figure, column, scale)
        currency = figure.currency if figure else ""
        told.append(_Told(fault=reasons[value]) if isinstance(value, Doubt) else _Told(value, currency=currency))
    return told


def _currency(headings: Iterable[str]) -> str:
    """Named in a heading; else euros."""
    words = " ".join(headings).casefold()
    return next((code for sign, code in (("chf", "CHF"), ("usd", "USD"), ("$", "USD")) if sign in words), "EUR")


def _sums(lines: Sequence[Line], names: Sequence[str], revenues: Sequence[_Told]) -> set[int]:
    """The numbers of the lines that are sums of others."""
    found: set[int] = set()
    above = Decimal(0)
    for place, (line, name, revenue) in enumerate(zip(lines, names, revenues, strict=True)):
        word = re.sub(r"[:.*=]", " ", key(name)).strip()
        value, last = revenue.value, place == len(lines) - 1
        together = value is not None and place > 1 and abs(value - above) <= Decimal("0.05")
        if word in SUMS or (word in PERHAPS_SUMS and (last or together)) or (not word and together and last):
            found.add(line.number)
        elif value is not None:
            above += value
    return found
