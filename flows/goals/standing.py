"""Goals over time: saved versions, what was reached since, the straight line between, and the stack of sheets."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from flows.goals.plan import CENT, TENTH, UNIT_OF, Line, Plan, Row, Table, quotient, reckon
from flows.numbers import Unit


class Rhythm(StrEnum):
    """How often a person wants to be reminded to look where she stands."""

    NEVER = "nie"
    FORTNIGHTLY = "zwei_wochen"
    MONTHLY = "monatlich"


class Goal(Struct, frozen=True):
    """A saved version of a plan. `began` is the day of its figures of today, from which the straight line starts."""

    plan: Plan
    saved: datetime
    began: date
    rhythm: Rhythm = Rhythm.NEVER
    monthday: int = 0  # on which to remind every month


class Actual(Struct, frozen=True):
    """What was reached on a day; what was not known is None."""

    day: date
    customers: Decimal | None = None
    existing: Decimal | None = None
    new: Decimal | None = None


class Mark(NamedTuple):
    """One quantity between start and target. `share` is the part of the way that is behind, 1 at the target."""

    row: Row
    start: Decimal
    target: Decimal
    actual: Decimal
    expected: Decimal | None
    share: Decimal | None

    @property
    def ahead(self) -> Decimal | None:
        """How far the figure is beyond the straight line, in its own direction, in whole people; negative is behind."""
        if self.expected is None:
            return None
        beyond = self.actual - self.expected if self.target >= self.start else self.expected - self.actual
        return beyond.quantize(Decimal(1), ROUND_HALF_UP) if UNIT_OF[self.row] is Unit.COUNT else beyond


def marks(goal: Goal, actual: Actual) -> list[Mark]:
    """Where each quantity stands that has a target and was told; an average that falls is no target."""
    table = reckon(goal.plan)
    total = None if actual.existing is None or actual.new is None else actual.existing + actual.new
    reached = (actual.customers, actual.existing, actual.new, total, quotient(total, actual.customers))
    found: list[Mark] = []
    for (row, line), value in zip(table.lines(), reached, strict=True):
        start = Decimal(0) if row is Row.NEW else line.now
        if start is None or line.then is None or value is None or (row is Row.AVERAGE and line.then <= start):
            continue
        way = line.then - start
        share = ((value - start) / way).quantize(CENT, ROUND_HALF_UP) if way else None
        found.append(Mark(row, start, line.then, value, _expected(goal, row, start, line.then, actual.day), share))
    return found


def _expected(goal: Goal, row: Row, start: Decimal, target: Decimal, day: date) -> Decimal | None:
    """Where the straight line is on `day`; the target from the due day on. None without a due day."""
    if goal.plan.due is None:
        return None
    span = (goal.plan.due - goal.began).days
    gone = min(max((day - goal.began).days, 0), span)
    step = TENTH if UNIT_OF[row] is Unit.COUNT else Decimal(1)
    return (
        target if span <= 0 or gone == span else (start + (target - start) * gone / span).quantize(step, ROUND_HALF_UP)
    )


def following(plan: Plan, actual: Actual | None) -> Plan:
    """The plan after this one: what was reached last is where it starts; who was new is an existing customer then."""
    if actual is None:
        return Plan(currency=plan.currency)
    reached = [value for value in (actual.existing, actual.new) if value is not None]
    return Plan(
        customers=actual.customers, existing=sum(reached, Decimal(0)) if reached else None, currency=plan.currency
    )


class Stack(NamedTuple):
    """The big goal in single sheets; None where there is nothing to divide."""

    weeks: int | None
    customers: int | None
    weeks_per_customer: Decimal | None
    per_week: Decimal | None
    per_customer: Decimal | None
    per_new_customer: Decimal | None


def stack(plan: Plan, today: date) -> Stack:
    """So many weeks, and what falls to each week, each present customer, each new one."""
    table: Table = reckon(plan)
    weeks = max(1, -(-(plan.due - today).days // 7)) if plan.due and plan.due > today else None
    gained = _positive(table.customers)
    return Stack(
        weeks=weeks,
        customers=int(gained) if gained else None,
        weeks_per_customer=(Decimal(weeks) / gained).quantize(TENTH, ROUND_HALF_UP) if weeks and gained else None,
        per_week=_each(_positive(table.total), weeks),
        per_customer=_each(_positive(table.existing), table.customers.now),
        per_new_customer=_each(_positive(table.new), gained),
    )


def _positive(line: Line) -> Decimal | None:
    return line.gain if line.gain and line.gain > 0 else None


def _each(amount: Decimal | None, number: Decimal | int | None) -> Decimal | None:
    """The part of each in whole units of money."""
    return (amount / number).quantize(Decimal(1), ROUND_HALF_UP) if amount and number else None


def next_day(rhythm: Rhythm, today: date, due: date | None, monthday: int = 0) -> date | None:
    """When to remind next: after two weeks, or on the day of the month, and a last time on the due day.

    Without a `monthday` it is that of today; in a month too short for it, the last one.
    """
    if rhythm is Rhythm.NEVER or (due is not None and due <= today):
        return None
    if rhythm is Rhythm.FORTNIGHTLY:
        following = today + timedelta(days=14)
    else:
        this_month = _in_month(today.year, today.month, monthday or today.day)
        year, month = today.year + today.month // 12, today.month % 12 + 1
        following = this_month if this_month > today else _in_month(year, month, monthday or today.day)
    return following if due is None else min(following, due)


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
