"""Reckoning with days: weeks, months, quarters, feasts, working days."""

import calendar as months
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from flows.dates.words import Period, Stretch

WEEK = timedelta(days=7)


def day(year: int, month: int, number: int) -> date | None:
    """The date; None if there is none (31.2.)."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def monday(of: date) -> date:
    """The Monday of the week."""
    return of - timedelta(days=of.weekday())


def month_end(of: date) -> date:
    """The last day of the month."""
    return of.replace(day=months.monthrange(of.year, of.month)[1])


def weeks_in(year: int) -> int:
    """How many ISO weeks the year has."""
    return date(year, 12, 28).isocalendar().week


def stretch(kind: Stretch, today: date, ahead: int) -> tuple[date, date]:
    """First and last day of the week, month … of `today`, or of the one so many `ahead`."""
    match kind:
        case Stretch.WOCHE:
            first = monday(today) + ahead * WEEK
            return first, first + timedelta(days=6)
        case Stretch.WOCHENENDE:
            first = monday(today) + ahead * WEEK + timedelta(days=5)
            return first, first + timedelta(days=1)
    size = {Stretch.MONAT: 1, Stretch.QUARTAL: 3, Stretch.HALBJAHR: 6, Stretch.JAHR: 12}[kind]
    first = date(today.year, (today.month - 1) // size * size + 1, 1) + relativedelta(months=size * ahead)
    return first, first + relativedelta(months=size, days=-1)


def after(start: date, period: Period) -> date:
    """The day a period (of days and months) after `start`; half months are 15 days, half days are dropped."""
    whole = int(period.months)
    rest = (period.months - whole) * 30
    end: date = start + relativedelta(months=whole) + timedelta(days=int(period.days + rest))
    return end


def working_days_after(start: date, count: int) -> date:
    """The day so many working days after `start`, Saturdays and Sundays not counted."""
    weeks, rest = divmod(count, 5)
    end = start + weeks * WEEK
    while rest or end.weekday() > 4:
        end += timedelta(days=1)
        rest -= rest > 0 and end.weekday() <= 4
    return end


def nth_weekday(first: date, last: date, weekday: int, which: int) -> date | None:
    """The first, second … weekday from `first` to `last`; the last one for -1."""
    if which < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    found = first + timedelta(days=(weekday - first.weekday()) % 7) + (which - 1) * WEEK
    return found if found <= last else None


def advent(year: int, sunday: int) -> date:
    """The first to fourth Sunday of Advent."""
    christmas = date(year, 12, 25)
    return christmas - timedelta(days=christmas.weekday() + 1) - (4 - sunday) * WEEK


def by_easter(year: int, days: tuple[int, int]) -> tuple[date, date]:
    """First and last day of a feast that moves with Easter."""
    sunday = easter(year)
    return sunday + timedelta(days=days[0]), sunday + timedelta(days=days[1])
