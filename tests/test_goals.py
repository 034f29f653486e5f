"""The arithmetic of goals: what follows from what, what moves, what contradicts, and how far one has come."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flows.goals.answers import Clash, Fault, Lower, Refused, Taken, gain_or_total, leave_open, take, take_date
from flows.goals.plan import Key, Line, Plan, Row, moved, next_key, reckon
from flows.goals.standing import Actual, Goal, Rhythm, following, marks, next_day, stack
from flows.numbers import Number, Unit, Way, read_number

D = Decimal
TODAY = date(2026, 3, 2)
DUE = date(2026, 12, 31)
MONEY_KEYS = {Key.EXISTING, Key.MORE_EXISTING, Key.NEW, Key.AVERAGE, Key.MORE_AVERAGE}


def said(plan: Plan, key: str, text: str) -> Taken:
    """The answer to `key`, as it is typed."""
    number = read_number(text, Unit.MONEY if Key(key) in MONEY_KEYS else Unit.COUNT)
    assert isinstance(number, Number), (text, number)
    return take(plan, Key(key), number)


def planned(**answers: str) -> Plan:
    plan = Plan()
    for key, text in answers.items():
        taken = said(plan, key, text)
        assert isinstance(taken, Plan), (key, text, taken)
        plan = taken
    return plan


def line(plan: Plan, row: str) -> tuple[str, ...]:
    """A line as one would write it, empty where nothing is known."""
    return tuple("" if value is None else f"{value.normalize():f}" for value in astuple(reckon(plan).line(Row(row))))


def astuple(line: Line) -> tuple[Decimal | None, ...]:
    return line.now, line.gain, line.then, line.percent


FULL = {
    "kunden": "40",
    "mehr_kunden": "10",
    "umsatz": "800.000",
    "mehr_umsatz": "10 %",
    "neu": "120k",
}

TABLES = [
    pytest.param(FULL, "kunden", ("40", "10", "50", "25"), id="customers"),
    pytest.param(FULL, "umsatz", ("800000", "80000", "880000", "10"), id="with existing customers"),
    pytest.param(FULL, "neu", ("", "120000", "120000", ""), id="with new customers"),
    pytest.param(FULL, "gesamt", ("800000", "200000", "1000000", "25"), id="with both"),
    pytest.param(FULL, "schnitt", ("20000", "0", "20000", "0"), id="average"),
    pytest.param(FULL | {"mehr_kunden": "auf 60"}, "kunden", ("40", "20", "60", "50"), id="a total"),
    pytest.param(FULL | {"mehr_kunden": "+10"}, "kunden", ("40", "10", "50", "25"), id="a gain"),
    pytest.param(FULL | {"mehr_kunden": "20 %"}, "kunden", ("40", "8", "48", "20"), id="a share"),
    pytest.param(FULL | {"mehr_kunden": "auf 120 %"}, "kunden", ("40", "8", "48", "20"), id="a share of the total"),
    pytest.param(FULL | {"mehr_kunden": "verdoppeln"}, "kunden", ("40", "40", "80", "100"), id="twice"),
    pytest.param({"kunden": "42", "mehr_kunden": "20 %"}, "kunden", ("42", "9", "51", "21.4"), id="whole customers"),
    pytest.param({"kunden": "3", "umsatz": "100"}, "schnitt", ("33.33", "", "", ""), id="average to the cent"),
    pytest.param({"kunden": "40"}, "kunden", ("40", "", "", ""), id="only today"),
    pytest.param({"mehr_kunden": "10"}, "kunden", ("", "10", "", ""), id="only a gain"),
    pytest.param({"mehr_kunden": "20 %"}, "kunden", ("", "", "", "20"), id="only a share"),
    pytest.param({"mehr_kunden": "auf 60"}, "kunden", ("", "", "60", ""), id="only a total"),
    pytest.param({"kunden": "0", "mehr_kunden": "5"}, "kunden", ("0", "5", "5", ""), id="from none"),
    pytest.param({"kunden": "0", "mehr_kunden": "5"}, "umsatz", ("0", "0", "0", ""), id="none, so no revenue"),
    pytest.param({"kunden": "0", "neu": "5000"}, "gesamt", ("0", "5000", "5000", ""), id="no share of zero"),
    pytest.param({"kunden": "40", "schnitt": "20.000"}, "umsatz", ("800000", "", "", ""), id="revenue by average"),
    pytest.param({"umsatz": "800.000", "schnitt": "20.000"}, "kunden", ("40", "", "", ""), id="customers by average"),
    pytest.param(
        {"kunden": "40", "mehr_kunden": "10", "umsatz": "800.000", "mehr_umsatz": "0", "mehr_schnitt": "auf 22.000"},
        "neu",
        ("", "300000", "300000", ""),
        id="new revenue by average",
    ),
    pytest.param(
        {"kunden": "40", "umsatz": "800.000", "mehr_umsatz": "0", "neu": "200.000", "mehr_schnitt": "auf 20.000"},
        "kunden",
        ("40", "10", "50", "25"),
        id="customers then by average",
    ),
]


@pytest.mark.parametrize(("answers", "row", "figures"), TABLES)
def test_everything_that_follows_is_reckoned(answers: dict[str, str], row: str, figures: tuple[str, ...]) -> None:
    """Today, to be won, then, per cent."""
    assert line(planned(**answers), row) == figures


def test_what_follows_is_never_asked() -> None:
    """Eight questions at most; who knows all figures is asked six, the averages follow."""
    plan, asked = Plan(), []
    while (key := next_key(plan, frozenset())) is not None:
        asked.append(key)
        plan = replace(plan, due=DUE) if key is Key.DUE else planned_more(plan, key)
    assert asked == [Key.CUSTOMERS, Key.MORE_CUSTOMERS, Key.DUE, Key.EXISTING, Key.MORE_EXISTING, Key.NEW]


def planned_more(plan: Plan, key: Key) -> Plan:
    taken = said(plan, key, FULL[key])
    assert isinstance(taken, Plan)
    return taken


@pytest.mark.parametrize(
    ("answers", "passed", "key"),
    [
        ({}, "", "kunden"),
        ({"kunden": "40"}, "mehr_kunden bis umsatz mehr_umsatz neu", "schnitt"),
        ({"kunden": "40"}, "mehr_kunden bis umsatz mehr_umsatz neu schnitt", "mehr_schnitt"),
        ({"kunden": "0"}, "mehr_kunden bis", "neu"),
        ({"kunden": "40", "mehr_kunden": "10", "umsatz": "1000"}, "bis mehr_umsatz neu", "mehr_schnitt"),
    ],
    ids=["first", "average if revenue is not known", "its growth", "none: nothing with them", "target average"],
)
def test_the_next_question_is_the_first_that_is_open(answers: dict[str, str], passed: str, key: str) -> None:
    assert next_key(planned(**answers), frozenset(passed.split())) == key


@pytest.mark.parametrize(
    ("key", "text", "changes"),
    [
        ("kunden", "50", {"kunden": "now then percent", "schnitt": "now gain then percent"}),
        (
            "mehr_umsatz",
            "auf 900.000",
            dict.fromkeys(("umsatz", "gesamt", "schnitt"), "gain then percent"),
        ),
        ("neu", "120.000", {}),
    ],
    ids=["customers today", "a new target", "the same again"],
)
def test_a_change_says_what_it_moved(key: str, text: str, changes: dict[str, str]) -> None:
    before = planned(**FULL)
    after = said(before, key, text)
    assert isinstance(after, Plan)
    found: dict[str, str] = {}
    for move in moved(reckon(before), reckon(after)):
        found[move.row.value] = f"{found.get(move.row.value, '')} {move.column}".strip()
    assert found == changes


@pytest.mark.parametrize(
    ("wish", "then"),
    [("um 10", "60"), ("auf 60", "60"), ("25 %", "63")],
    ids=["the gain stays", "the total stays", "the share stays"],
)
def test_when_today_changes_the_wish_stays_as_it_was_put(wish: str, then: str) -> None:
    plan = said(planned(kunden="40", mehr_kunden=wish), "kunden", "50")
    assert isinstance(plan, Plan)
    assert line(plan, "kunden")[2] == then


# --- what cannot be --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "key", "text", "fault"),
    [
        ({"kunden": "0"}, "mehr_kunden", "20 %", Fault.SHARE_OF_ZERO),
        ({"kunden": "40", "umsatz": "0"}, "mehr_umsatz", "20 %", Fault.SHARE_OF_ZERO),
        ({}, "kunden", "20 %", Fault.SHARE_OF_TODAY),
        ({}, "kunden", "+3", Fault.GAIN_OF_NOTHING),
        ({"kunden": "2"}, "kunden", "-5", Fault.NEGATIVE),
        ({}, "neu", "-500", Fault.NEGATIVE),
        ({"kunden": "0"}, "umsatz", "500", Fault.NO_CUSTOMERS),
        ({"umsatz": "500"}, "kunden", "0", Fault.NO_CUSTOMERS),
        ({"kunden": "40"}, "mehr_kunden", "-50", Fault.BELOW_ZERO),
        ({"umsatz": "500"}, "mehr_umsatz", "-120 %", Fault.BELOW_ZERO),
        (FULL, "mehr_kunden", "auf 0", Fault.NO_CUSTOMERS_THEN),
        ({"kunden": "9.000.000.000.000"}, "schnitt", "9.000.000.000.000", Fault.HUGE),
        ({"umsatz": "500 €"}, "neu", "500 CHF", Fault.CURRENCY),
    ],
)
def test_what_cannot_be_is_refused(answers: dict[str, str], key: str, text: str, fault: Fault) -> None:
    """A reason, never a crash."""
    assert said(planned(**answers), key, text) == Refused(fault)


def test_a_goal_lies_ahead() -> None:
    assert take_date(Plan(), TODAY, TODAY) == Refused(Fault.PAST)
    assert take_date(Plan(), DUE, TODAY) == Plan(due=DUE)


@pytest.mark.parametrize(("text", "less"), [("auf 30", "10"), ("-10", "10"), ("-25 %", "10"), ("5 weniger", "5")])
def test_less_than_today_is_asked_about(text: str, less: str) -> None:
    """It may be meant."""
    lower = said(planned(kunden="40"), "mehr_kunden", text)
    assert isinstance(lower, Lower)
    assert lower.less == D(less)
    assert line(lower.plan, "kunden")[1] == f"-{less}"


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [("50", True), ("41", True), ("40", False), ("10", False), ("+50", False), ("auf 50", False), ("50 %", False)],
)
def test_a_bare_number_beyond_today_can_be_a_gain_or_a_total(text: str, doubtful: bool) -> None:
    """Whoever has 40 and answers 50 most likely means 50 in all, but may not."""
    number = read_number(text, Unit.COUNT)
    assert isinstance(number, Number)
    meanings = gain_or_total(planned(kunden="40"), Key.MORE_CUSTOMERS, number)
    assert [meaning.way for meaning in meanings] == ([Way.TO, Way.BY] if doubtful else [])
    assert gain_or_total(Plan(), Key.MORE_CUSTOMERS, number) == ()
    assert gain_or_total(planned(kunden="0"), Key.MORE_CUSTOMERS, number) == ()
    assert gain_or_total(planned(kunden="40"), Key.CUSTOMERS, number) == ()


def test_the_first_money_names_the_currency() -> None:
    assert planned(umsatz="CHF 500").currency == "CHF"
    assert planned(kunden="40", umsatz="500").currency == "EUR"


@pytest.mark.parametrize(
    ("key", "text", "ways"),
    [
        ("schnitt", "25.000", {"umsatz": ("1000000", "200000"), "kunden": ("32", "10")}),
        ("mehr_schnitt", "auf 22.000", {"neu": "220000", "mehr_umsatz": "980000", "mehr_kunden": "46"}),
        ("mehr_schnitt", "auf 10", {"mehr_kunden": "100000"}),
    ],
    ids=["today", "target", "only where nothing falls below zero"],
)
def test_an_average_that_contradicts_leaves_the_choice(key: str, text: str, ways: dict[str, object]) -> None:
    """Each way makes the plan agree with itself again."""
    clash = said(planned(**FULL), key, text)
    assert isinstance(clash, Clash)
    assert {way.value for way, _ in clash.ways} == set(ways)
    column = "now" if key == "schnitt" else "then"
    for way, plan in clash.ways:
        average = getattr(reckon(plan).average, column)
        assert way is Key.MORE_CUSTOMERS or abs(average - clash.given) <= 1
        assert average >= clash.given * D("0.9")


@pytest.mark.parametrize("text", ["20.000", "20.050", "ca. 19.950"])
def test_an_average_told_by_heart_agrees(text: str) -> None:
    """Half a per cent off is no contradiction; the reckoned figure counts."""
    plan = planned(**FULL)
    assert said(plan, "schnitt", text) == plan
    assert said(plan, "mehr_schnitt", f"auf {text}") == plan


def test_a_figure_given_later_takes_the_place_of_the_average() -> None:
    plan = said(planned(kunden="40", schnitt="20.000"), "umsatz", "900.000")
    assert isinstance(plan, Plan)
    assert plan.average is None
    assert line(plan, "schnitt")[0] == "22500"


def test_a_figure_can_be_left_open_again() -> None:
    assert line(leave_open(planned(**FULL), Key.NEW), "gesamt") == ("800000", "", "", "")


# --- for all plans ---------------------------------------------------------------------------------------------

AMOUNTS = st.decimals(-(10**6), 10**8, places=2)
NUMBERS = st.builds(
    Number,
    st.one_of(st.just(D(0)), st.integers(-50, 500).map(D), AMOUNTS),
    st.sampled_from([Unit.COUNT, Unit.PERCENT]),
    st.sampled_from(Way),
)
ANSWERS = st.lists(st.tuples(st.sampled_from([key for key in Key if key is not Key.DUE]), NUMBERS), max_size=14)


@given(ANSWERS)
def test_whatever_is_answered_the_table_agrees_with_itself(answers: list[tuple[Key, Number]]) -> None:
    """No exception, nothing below zero, and all lines add up."""
    plan = Plan()
    for key, number in answers:
        whole = number.value.to_integral_value() if key in (Key.CUSTOMERS, Key.MORE_CUSTOMERS) else number.value
        taken = take(plan, key, replace(number, value=whole))
        match taken:
            case Plan():
                plan = taken
            case Lower(lower, less):
                assert less > 0
                plan = lower
            case Clash(_, _, ways) if ways:
                plan = ways[0][1]
    table = reckon(plan)
    for row, line in table.lines():
        for value in (line.now, line.then):
            assert value is None or 0 <= value < 10**13
        if row is not Row.NEW and line.now is not None and line.then is not None:
            assert line.gain == line.then - line.now
            assert (line.percent is None) == (line.now == 0)
    if table.existing.then is not None and table.new.then is not None:
        assert table.total.then == table.existing.then + table.new.then
    for customers, total, average in (
        (table.customers.now, table.existing.now, table.average.now),
        (table.customers.then, table.total.then, table.average.then),
    ):
        if customers is not None and total is not None and average is not None:
            assert abs(customers * average - total) <= max(customers, average)
        if customers and total is not None:
            assert average is not None
    asked = next_key(plan, frozenset())
    assert asked is None or asked in Key


# --- over time -------------------------------------------------------------------------------------------------

GOAL = Goal(
    replace(planned(**FULL), due=date(2026, 12, 27)), datetime(2026, 3, 2, 9, tzinfo=UTC), TODAY, Rhythm.MONTHLY
)


@pytest.mark.parametrize(
    ("day", "customers", "expected", "share", "ahead"),
    [
        (date(2026, 3, 2), "40", "40", "0", "0"),
        (date(2026, 6, 30), "43", "44.0", "0.3", "-1"),
        (date(2026, 6, 30), "46", "44.0", "0.6", "2"),
        (date(2026, 6, 30), "39", "44.0", "-0.1", "-5"),
        (date(2026, 7, 5), "46", "44.2", "0.6", "2"),
        (date(2026, 12, 27), "50", "50", "1", "0"),
        (date(2027, 3, 1), "52", "50", "1.2", "2"),
        (date(2026, 1, 1), "40", "40", "0", "0"),
    ],
    ids=["start", "behind", "ahead", "below the start", "whole people", "there", "after the day", "before the start"],
)
def test_progress_is_measured_by_the_straight_line(
    day: date, customers: str, expected: str, share: str, ahead: str
) -> None:
    (mark,) = marks(GOAL, Actual(day, customers=D(customers)))
    assert (mark.row, mark.expected, mark.share, mark.ahead) == (Row.CUSTOMERS, D(expected), D(share), D(ahead))


def test_only_what_was_told_is_measured() -> None:
    """With all three figures the total follows; an average that is to stay is no target; without a day no line."""
    told = Actual(date(2026, 6, 30), D(44), D(832000), D(48000))
    assert [mark.row for mark in marks(GOAL, told)] == [Row.CUSTOMERS, Row.EXISTING, Row.NEW, Row.TOTAL]
    richer = replace(GOAL, plan=replace(GOAL.plan, new=D(220_000)))
    assert marks(richer, told)[-1].row is Row.AVERAGE
    assert marks(GOAL, Actual(TODAY)) == []
    dayless = replace(GOAL, plan=replace(GOAL.plan, due=None))
    assert {mark.expected for mark in marks(dayless, told)} == {None}


def test_who_wants_less_is_ahead_below_the_line() -> None:
    fewer = said(planned(kunden="40"), "mehr_kunden", "auf 30")
    assert isinstance(fewer, Lower)
    goal = Goal(replace(fewer.plan, due=date(2026, 12, 27)), GOAL.saved, TODAY)
    (mark,) = marks(goal, Actual(date(2026, 6, 30), D(34)))
    assert (mark.share, mark.ahead) == (D("0.6"), D(2))


def test_the_big_goal_comes_in_sheets() -> None:
    sheets = stack(GOAL.plan, TODAY)
    assert (sheets.weeks, sheets.customers, sheets.weeks_per_customer) == (43, 10, D("4.3"))
    assert (sheets.per_week, sheets.per_customer, sheets.per_new_customer) == (D(4651), D(2000), D(12000))


@pytest.mark.parametrize("plan", [Plan(), Plan(due=TODAY), planned(kunden="0"), planned(kunden="40", mehr_kunden="0")])
def test_where_there_is_nothing_to_divide_no_sheet_is_made_up(plan: Plan) -> None:
    assert set(stack(plan, TODAY)) == {None}


def test_the_goal_after_the_goal_starts_where_one_is() -> None:
    """Who was new is an existing customer then."""
    plan = planned(**FULL | {"umsatz": "CHF 800.000"})
    assert following(plan, Actual(DUE, D(48), D(860_000), D(90_000))) == Plan(
        customers=D(48), existing=D(950_000), currency="CHF"
    )
    assert following(plan, Actual(DUE, new=D(5))).existing == 5
    assert following(plan, None) == Plan(currency="CHF")


@pytest.mark.parametrize(
    ("rhythm", "today", "due", "expected"),
    [
        (Rhythm.NEVER, TODAY, DUE, None),
        (Rhythm.FORTNIGHTLY, TODAY, DUE, date(2026, 3, 16)),
        (Rhythm.MONTHLY, date(2026, 1, 31), DUE, date(2026, 2, 28)),
        (Rhythm.MONTHLY, date(2026, 12, 5), None, date(2027, 1, 5)),
        (Rhythm.MONTHLY, date(2026, 12, 20), DUE, DUE),
        (Rhythm.MONTHLY, DUE, DUE, None),
    ],
    ids=["never", "two weeks", "short month", "new year", "last time on the day", "over"],
)
def test_the_next_reminder(rhythm: Rhythm, today: date, due: date | None, expected: date | None) -> None:
    assert next_day(rhythm, today, due) == expected


def test_monthly_reminders_keep_their_day_over_short_months() -> None:
    """Also where one was put off."""
    day, days = date(2027, 1, 31), []
    for _ in range(4):
        day = next_day(Rhythm.MONTHLY, day, None, 31) or day
        days.append(day)
    assert days == [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30), date(2027, 5, 31)]
    assert next_day(Rhythm.MONTHLY, date(2027, 3, 1), None, 31) == date(2027, 3, 31)
