"""Numbers as people type and dictate them: read exactly, asked about in doubt, refused if there is none."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.render import geld, prozentsatz, zahl
from flows.numbers import Doubt, Number, Refusal, Unit, Way, Why, read_number

COUNT, MONEY, PERCENT = Unit.COUNT, Unit.MONEY, Unit.PERCENT

AMOUNTS = {
    "0": "0",
    "500": "500",
    "500000": "500000",
    "1.250": "1250",
    "1.250.000": "1250000",
    "1.250.000,50 €": "1250000.50",
    "1.250,5": "1250.5",
    "1250.50": "1250.5",
    "1,250.50": "1250.5",
    "1,000,000": "1000000",
    "0.250": "0.25",
    "99,90": "99.9",
    "1'250.50": "1250.5",
    "1’250’000": "1250000",
    "1 250 000": "1250000",
    "1\u202f250\u00a0000,50": "1250000.5",
    "５００ €": "500",
    "٥٠٠": "500",
    "5️⃣0️⃣": "50",
    "EUR 500": "500",
    "€500": "500",
    "500 euro": "500",
    "500,-": "500",
    "500.--": "500",
    "500,– €": "500",
    "5 Euro 50": "5.5",
    "50 Cent": "0.5",
    "fünf Euro fünfzig": "5.5",
    "1,2 Mio": "1200000",
    "1,2 Mio. €": "1200000",
    "1.5 Mio": "1500000",
    "Mio. EUR 1,2": "1200000",
    "½ Mio": "500000",
    "1½ Mio.": "1500000",
    "50k": "50000",
    "10,5K€": "10500",
    "50 tsd": "50000",
    "50 Tsd. EUR": "50000",
    "120 TEUR": "120000",
    "50 T€": "50000",
    "T€ 50": "50000",
    "3 Mrd": "3000000000",
    "2 Mio 300.000": "2300000",
    "1 Million 200 Tausend": "1200000",
    "2 Mio. und 50.000 Euro": "2050000",
    "fünfzigtausend": "50000",
    "fuenfzigtausend": "50000",
    "hunderttausend": "100000",
    "hundert fünfzig tausend": "150000",
    "zwölfhundert": "1200",
    "zwölfhundertfünfzig": "1250",
    "anderthalb Millionen": "1500000",
    "eineinhalb Millionen Euro": "1500000",
    "zweieinhalb Millionen": "2500000",
    "zwei einhalb tausend": "2500",
    "eine halbe Million": "500000",
    "dreiviertel Million": "750000",
    "eine Million zweihundertfünfzigtausend": "1250000",
    "zwei millionen dreihunderttausend": "2300000",
    "zweimillionendreihunderttausend": "2300000",
    "drei Komma fünf Millionen": "3500000",
    "null komma zwei fünf": "0.25",
    "zwei milionen": "2000000",
    "Ich mache etwa 350.000 Euro im Jahr": "350000",
    "ungefähr so 80.000": "80000",
    "2 Mio und ein paar Zerquetschte": "2000000",
    "knapp ne halbe Million": "500000",
    "zweihundert T€": "200000",
    "1,2 M€": "1200000",
    "3/4 Mio": "750000",
    "4.500 pro Kunde": "4500",
    "keine": "0",
    "noch gar keinen Umsatz": "0",
}
COUNTS = {
    "fünfzig": "50",
    "Fuenfzig!": "50",
    "funfzig": "50",
    "zwo": "2",
    "zwei und vierzig": "42",
    "hundertfuffzig": "150",
    "sechszehn": "16",
    "ein Dutzend": "12",
    "zwei Dutzend Kunden": "24",
    "2 Dutzend": "24",
    "noch niemanden": "0",
    "ein halbes Dutzend": "6",
    "einen": "1",
    "nur einen Kunden": "1",
    "null": "0",
    "gar keine": "0",
    "40.": "40",
    "007": "7",
    "12,0": "12",
    "rund 1.000": "1000",
    "um die 400": "400",
    "Ich betreue 40 Kunden": "40",
    "40 Bäckereien": "40",
    "1k": "1000",
    "in 3 Monaten 10": "10",
    "15 (fünfzehn)": "15",
}


@pytest.mark.parametrize(("text", "value"), AMOUNTS.items())
def test_an_amount_is_read(text: str, value: str) -> None:
    number = read_number(text, MONEY)
    assert isinstance(number, Number), number
    assert (number.value, number.unit) == (Decimal(value), MONEY)


@pytest.mark.parametrize(("text", "value"), COUNTS.items())
def test_a_count_is_read(text: str, value: str) -> None:
    number = read_number(text, COUNT)
    assert isinstance(number, Number), number
    assert (number.value, number.unit) == (Decimal(value), COUNT)


@pytest.mark.parametrize(
    ("text", "value", "unit", "way"),
    [
        ("+3", "3", COUNT, Way.BY),
        ("plus 3", "3", COUNT, Way.BY),
        ("um 10", "10", COUNT, Way.BY),
        ("10 mehr", "10", COUNT, Way.BY),
        ("zehn neue Kunden", "10", COUNT, Way.BY),
        ("-5", "-5", COUNT, Way.BY),
        ("5 weniger", "-5", COUNT, Way.BY),
        ("um 5 % senken", "-5", PERCENT, Way.BY),
        ("auf 60", "60", COUNT, Way.TO),
        ("insgesamt 60", "60", COUNT, Way.TO),
        ("von 40 auf 60", "60", COUNT, Way.TO),
        ("60", "60", COUNT, Way.PLAIN),
        ("20 %", "20", PERCENT, Way.PLAIN),
        ("12.5 %", "12.5", PERCENT, Way.PLAIN),
        ("zwölf Prozent", "12", PERCENT, Way.PLAIN),
        ("zwölf Komma fünf Prozent mehr", "12.5", PERCENT, Way.BY),
        ("+20%", "20", PERCENT, Way.BY),
        ("10 Prozent weniger", "-10", PERCENT, Way.BY),
        ("verdoppeln", "100", PERCENT, Way.BY),
        ("doppelt so viele", "100", PERCENT, Way.BY),
        ("dreimal so viele", "200", PERCENT, Way.BY),
        ("das Vierfache", "300", PERCENT, Way.BY),
        ("ungefähr gleich", "0", COUNT, Way.BY),
        ("die Hälfte mehr", "50", PERCENT, Way.BY),
    ],
)
def test_a_wish_says_how_it_stands_to_what_is_there(text: str, value: str, unit: Unit, way: Way) -> None:
    """A gain, a new total or a share; each is kept apart."""
    number = read_number(text, COUNT)
    assert isinstance(number, Number), number
    assert (number.value, number.unit, number.way) == (Decimal(value), unit, way)


@pytest.mark.parametrize(
    "text", ["ca. 400", "~400", "etwa 400", "um die 400", "mehr als 400", "rund vierhundert", "400 plus minus"]
)
def test_about_is_heard(text: str) -> None:
    assert read_number(text, COUNT) == Number(Decimal(400), COUNT, about=True)


@pytest.mark.parametrize(
    ("text", "currency"),
    [("CHF 1'000", "CHF"), ("1000 Franken", "CHF"), ("Fr. 1'000.–", "CHF"), ("1000 €", "EUR"), ("1000", "")],
)
def test_the_currency_is_kept(text: str, currency: str) -> None:
    assert read_number(text, MONEY) == Number(Decimal(1000), MONEY, currency=currency)


@pytest.mark.parametrize(
    ("text", "unit", "why", "values"),
    [
        ("1.5", MONEY, Why.POINT, ("1.5", "1500")),
        ("1.25", MONEY, Why.POINT, ("1.25", "1250")),
        ("1.5", COUNT, Why.POINT, ("1500", "15")),
        ("1,250", MONEY, Why.POINT, ("1.25", "1250")),
        ("1,250", COUNT, Why.POINT, ("1250",)),
        ("1.250 Mio", MONEY, Why.POINT, ("1250000", "1250000000")),
        ("1.250 %", MONEY, Why.POINT, ("1.25", "1250")),
        ("12345,678", MONEY, Why.CENTS, ("12345.68",)),
        ("2m", MONEY, Why.SPELLING, ("2000000",)),
        ("5-6", COUNT, Why.SEVERAL, ("5", "6")),
        ("fünf bis sechs", COUNT, Why.SEVERAL, ("5", "6")),
        ("50-60k", MONEY, Why.SEVERAL, ("50000", "60000")),
        ("zwischen 50 und 60 Tausend", MONEY, Why.SEVERAL, ("50000", "60000")),
        ("40 äh 45", COUNT, Why.SEVERAL, ("40", "45")),
        ("12 Mio 5", MONEY, Why.SEVERAL, ("12000000", "5")),
        ("ein, zwei", COUNT, Why.SEVERAL, ("1", "2")),
        ("12 50", MONEY, Why.SEVERAL, ("12", "50")),
        ("ein Viertel", COUNT, Why.SEVERAL, ("25",)),
        ("nicht 40", COUNT, Why.DENIED, ("40",)),
        ("fünfzg", COUNT, Why.TYPO, ("50",)),
    ],
)
def test_in_doubt_it_is_asked(text: str, unit: Unit, why: Why, values: tuple[str, ...]) -> None:
    """The likeliest reading comes first."""
    doubt = read_number(text, unit)
    assert isinstance(doubt, Doubt), doubt
    assert (doubt.why, tuple(number.value for number in doubt.readings)) == (why, tuple(map(Decimal, values)))


@pytest.mark.parametrize(
    ("text", "unit", "why"),
    [
        ("", COUNT, Why.EMPTY),
        (" … ", COUNT, Why.EMPTY),
        ("Kartoffel", COUNT, Why.NONE),
        ("keine Ahnung", COUNT, Why.NONE),
        ("ein guter Kunde", COUNT, Why.NONE),
        ("∞", COUNT, Why.NONE),
        ("5²", COUNT, Why.NONE),
        ("①", COUNT, Why.NONE),
        ("viele", COUNT, Why.VAGUE),
        ("ein paar", COUNT, Why.VAGUE),
        ("Millionen", MONEY, Why.VAGUE),
        ("1.2.3", MONEY, Why.SPELLING),
        ("1.25,50", MONEY, Why.SPELLING),
        ("1e6", MONEY, Why.SPELLING),
        ("A4", COUNT, Why.SPELLING),
        (".5", MONEY, Why.SPELLING),
        ("10x", COUNT, Why.SPELLING),
        ("2 Millionnen", MONEY, Why.SPELLING),
        ("50kk", MONEY, Why.SPELLING),
        ("6-stellig", MONEY, Why.SPELLING),
        ("fünf Nullen", MONEY, Why.SPELLING),
        ("zwei Handvoll", COUNT, Why.SPELLING),
        ("15.11.2026", COUNT, Why.DATE),
        ("10 bis 3. Mai", COUNT, Why.DATE),
        ("3,5", COUNT, Why.FRACTION),
        ("500 €", COUNT, Why.UNIT),
        ("500 Kunden", MONEY, Why.UNIT),
        ("10 Jahre", COUNT, Why.UNIT),
        ("5 ‰", MONEY, Why.UNIT),
        ("$500", MONEY, Why.CURRENCY),
        ("500 Dollar", MONEY, Why.CURRENCY),
        ("50.000 im Monat", MONEY, Why.PERIOD),
        ("4000 €/Monat", MONEY, Why.PERIOD),
        ("99999999999999999", MONEY, Why.HUGE),
        ("3, 4, 5 oder 6", COUNT, Why.SEVERAL),
        ("drei- bis viermal so viel", MONEY, Why.SEVERAL),
        ("x" * 500, MONEY, Why.NONE),
    ],
)
def test_nonsense_is_refused_with_its_reason(text: str, unit: Unit, why: Why) -> None:
    assert read_number(text, unit) == Refusal(why)


# --- for every text and every number ---------------------------------------------------------------------------

SCRAPS = st.lists(
    st.sampled_from(
        [
            *(
                "1",
                "5",
                "40",
                "1.5",
                "1.250",
                "2,5",
                "1'000",
                "007",
                "-",
                "–",
                "+",
                "%",
                "€",
                "CHF",
                "k",
                "Mio",
                "Tsd.",
            ),
            *("ein", "eine", "halbe", "Million", "tausend", "hundert", "komma", "dutzend", "einhalb", "und", "bis"),
            *(
                "auf",
                "um",
                "die",
                "mehr",
                "weniger",
                "nicht",
                "pro",
                "Monat",
                "Kunden",
                "Prozent",
                "fünf",
                "zwölf",
                "²",
            ),
            *("T", "m", "x", "mal", "fach", "doppelt", "viertel", ",-", "/", "½", "null", "von", "0", "\u202f", "zig"),
        ]
    ),
    max_size=9,
)


@given(
    text=st.one_of(
        st.text(max_size=220),
        SCRAPS.map(" ".join),
        SCRAPS.map("".join),
        st.text(alphabet="0123456789.,' -", max_size=12),
    ),
    unit=st.sampled_from(Unit),
)
@example("1e400", MONEY)
@example("0" * 150, COUNT)
@example(".,'", MONEY)
def test_any_text_gets_an_answer(text: str, unit: Unit) -> None:
    """Never an exception, never what cannot be counted or paid."""
    answer = read_number(text, unit)
    numbers = answer.readings if isinstance(answer, Doubt) else () if isinstance(answer, Refusal) else (answer,)
    assert isinstance(answer, Refusal) or numbers
    for number in numbers:
        assert abs(number.value) < 10**13
        assert number.unit in (unit, PERCENT)
        if number.unit is COUNT:
            assert number.value == int(number.value)
        if number.unit is MONEY:
            assert number.value * 100 == int(number.value * 100)


@given(st.decimals(0, 10**12, places=2))
def test_what_we_print_as_money_is_read_back(amount: Decimal) -> None:
    for currency in ("EUR", "CHF"):
        assert read_number(geld(amount, currency), MONEY) == Number(amount, MONEY, currency=currency)


@given(st.integers(0, 10**12))
def test_what_we_print_as_a_count_is_read_back(count: int) -> None:
    assert read_number(zahl(count), COUNT) == Number(Decimal(count), COUNT)


@given(st.decimals(0, 999, places=2))
def test_what_we_print_as_a_share_is_read_back(points: Decimal) -> None:
    assert read_number(prozentsatz(points), MONEY) == Number(points, PERCENT)


@given(st.integers(1, 999), st.sampled_from([("Tsd.", 10**3), ("Mio.", 10**6), ("k", 10**3), ("Mrd. €", 10**9)]))
def test_a_scale_multiplies(count: int, scale: tuple[str, int]) -> None:
    name, factor = scale
    number = read_number(f"{count} {name}", MONEY)
    assert isinstance(number, Number)
    assert number.value == count * factor
