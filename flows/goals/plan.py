"""What a person gives of her goal, and everything that follows from it by reckoning.

Three things hold together today, and again when the goal is due: customers times average is revenue. Two of them give
the third, so the averages are given only where something else is not known.
"""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from flows.numbers import Unit

CENT, TENTH, ONE, HUNDRED = Decimal("0.01"), Decimal("0.1"), Decimal(1), Decimal(100)


class Key(StrEnum):
    """What is asked, in this order; also the name of what was given."""

    CUSTOMERS = "kunden"
    MORE_CUSTOMERS = "mehr_kunden"
    DUE = "bis"
    EXISTING = "umsatz"
    MORE_EXISTING = "mehr_umsatz"
    NEW = "neu"
    AVERAGE = "schnitt"
    MORE_AVERAGE = "mehr_schnitt"


class Row(StrEnum):
    """A line of the table."""

    CUSTOMERS = "kunden"
    EXISTING = "umsatz"
    NEW = "neu"
    TOTAL = "gesamt"
    AVERAGE = "schnitt"


class How(StrEnum):
    """How a wish was put, and what stays when today's figure changes: the gain, the new total, or the share."""

    BY = "um"
    TO = "auf"
    PERCENT = "prozent"


class Wish(Struct, frozen=True):
    """A gain as it was put."""

    how: How
    value: Decimal


class Plan(Struct, frozen=True, omit_defaults=True):
    """What was given. Money is in `currency`, revenue that of a year."""

    customers: Decimal | None = None
    more_customers: Wish | None = None
    due: date | None = None
    existing: Decimal | None = None
    more_existing: Wish | None = None
    new: Decimal | None = None
    average: Decimal | None = None
    more_average: Wish | None = None
    currency: str = "EUR"


FIELDS = {
    Key.CUSTOMERS: "customers",
    Key.MORE_CUSTOMERS: "more_customers",
    Key.DUE: "due",
    Key.EXISTING: "existing",
    Key.MORE_EXISTING: "more_existing",
    Key.NEW: "new",
    Key.AVERAGE: "average",
    Key.MORE_AVERAGE: "more_average",
}
ROW_OF = {
    Key.CUSTOMERS: Row.CUSTOMERS,
    Key.MORE_CUSTOMERS: Row.CUSTOMERS,
    Key.EXISTING: Row.EXISTING,
    Key.MORE_EXISTING: Row.EXISTING,
    Key.NEW: Row.NEW,
    Key.AVERAGE: Row.AVERAGE,
    Key.MORE_AVERAGE: Row.AVERAGE,
}
WISHES = {Key.MORE_CUSTOMERS, Key.MORE_EXISTING, Key.MORE_AVERAGE}
UNIT_OF = dict.fromkeys(Row, Unit.MONEY) | {Row.CUSTOMERS: Unit.COUNT}


class Line(Struct, frozen=True):
    """One quantity: today, what is to be won, then, and the growth in per cent. None is not known, or has no sense."""

    now: Decimal | None = None
    gain: Decimal | None = None
    then: Decimal | None = None
    percent: Decimal | None = None


class Table(NamedTuple):
    """All quantities of a plan, reckoned."""

    customers: Line
    existing: Line
    new: Line
    total: Line
    average: Line

    def lines(self) -> Iterator[tuple[Row, Line]]:
        """Each line with its name."""
        return zip(Row, self, strict=True)

    def line(self, row: Row) -> Line:
        """The line of that name."""
        return self[tuple(Row).index(row)]


class Moved(NamedTuple):
    """A figure that is another now. `column` is a field of `Line`."""

    row: Row
    column: str
    before: Decimal | None
    after: Decimal | None


def reckon(plan: Plan) -> Table:
    """Everything that follows from what was given; exact, money to the cent, customers whole."""
    customers, existing, average = _today(plan)
    more = _grown(customers, plan.more_customers, whole=True)
    with_existing = _grown(existing, _no_growth(plan, customers))
    new = plan.new
    then = _sum(with_existing.then, new)
    wished = _grown(average, plan.more_average)
    average_then = quotient(then, more.then)
    if then is None and wished.then is not None and more.then is not None:
        then, average_then = (wished.then * more.then).quantize(CENT, ROUND_HALF_UP), wished.then
        if with_existing.then is not None:
            new = then - with_existing.then
        elif new is not None:
            with_existing = _line(existing, then - new)
    elif then is not None and more.then is None and wished.then:
        more = _line(customers, (then / wished.then).to_integral_value(ROUND_CEILING))
        average_then = quotient(then, more.then)
    return Table(
        customers=more,
        existing=with_existing,
        new=Line(gain=new, then=new),
        total=_line(existing, then),
        average=wished if average_then is None else _line(average, average_then),
    )


def settle(plan: Plan) -> Plan:
    """Without averages that follow from the rest; what was given for them no longer counts."""
    if plan.average is not None and _today(replace(plan, average=None))[2] is not None:
        plan = replace(plan, average=None)
    bare = replace(plan, more_average=None)
    if plan.more_average is not None and reckon(bare).average.then is not None:
        return bare
    return plan


def moved(before: Table, after: Table) -> list[Moved]:
    """Every figure that is not what it was, line by line."""
    return [
        Moved(row, column, getattr(old, column), getattr(new, column))
        for (row, old), new in zip(before.lines(), after, strict=True)
        for column in Line.__struct_fields__
        if getattr(old, column) != getattr(new, column)
    ]


def next_key(plan: Plan, passed: frozenset[str]) -> Key | None:
    """What to ask next: neither given, nor passed over, nor to be reckoned from what is known."""
    return next((key for key in Key if key not in passed and is_open(plan, key)), None)


def is_open(plan: Plan, key: Key) -> bool:
    """Whether the answer to `key` is neither given nor follows from other answers."""
    if getattr(plan, FIELDS[key]) is not None:
        return False
    if key is Key.DUE:
        return True
    if key is Key.MORE_EXISTING and plan.customers == 0:
        return False
    line = reckon(plan).line(ROW_OF[key])
    return (line.then if key in WISHES or key is Key.NEW else line.now) is None and not (
        key is Key.AVERAGE and plan.customers == 0
    )


def quotient(total: Decimal | None, number: Decimal | None) -> Decimal | None:
    """An average to the cent; None if there is nothing to divide by."""
    return (total / number).quantize(CENT, ROUND_HALF_UP) if total is not None and number else None


def _today(plan: Plan) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Customers, revenue and average today: two give the third."""
    customers, existing, average = plan.customers, plan.existing, plan.average
    if customers == 0:
        return customers, Decimal(0), None
    if customers is not None and existing is not None:
        return customers, existing, quotient(existing, customers)
    if customers is not None and average is not None:
        return customers, (customers * average).quantize(CENT, ROUND_HALF_UP), average
    if existing is not None and average:
        return (existing / average).to_integral_value(ROUND_HALF_UP), existing, average
    return customers, existing, average


def _no_growth(plan: Plan, customers: Decimal | None) -> Wish | None:
    """Without customers today there is nobody to grow with."""
    return Wish(How.BY, Decimal(0)) if customers == 0 else plan.more_existing


def _grown(now: Decimal | None, wish: Wish | None, *, whole: bool = False) -> Line:
    """What becomes of `now` by `wish`; a part of a customer is rounded away from zero."""
    if wish is None:
        return Line(now)
    if wish.how is How.TO:
        return _line(now, wish.value)
    if wish.how is How.BY:
        return Line(gain=wish.value) if now is None else _line(now, now + wish.value)
    if now is None:
        return Line(percent=wish.value)
    gain = now * wish.value / HUNDRED
    if whole:
        gain = gain.to_integral_value(ROUND_CEILING if gain > 0 else ROUND_FLOOR)
    return _line(now, now + gain.quantize(CENT, ROUND_HALF_UP))


def _line(now: Decimal | None, then: Decimal | None) -> Line:
    if now is None or then is None:
        return Line(now=now, then=then)
    gain = then - now
    percent = (gain * HUNDRED / now).quantize(TENTH, ROUND_HALF_UP) if now else None
    return Line(now, gain, then, percent)


def _sum(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else first + second
