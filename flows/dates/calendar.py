"""Reckoning with days: weeks, months, quarters, feasts, working days."""

import calendar as months
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from flows.dates.words import Period, Stretch

WEEK = timedelta(days=7)
_HOLIDAYS = frozenset(((1, 1), (5, 1), (10, 3), (12, 25), (12, 26)))
_EASTER_HOLIDAYS = (-2, 1, 39, 50)


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


def is_working_day(of: date) -> bool:
    """Whether all of Germany works: no Saturday, no Sunday, no holiday of every state."""
    feasts = (easter(of.year) + timedelta(days=days) for days in _EASTER_HOLIDAYS)
    return of.weekday() < 5 and (of.month, of.day) not in _HOLIDAYS and of not in feasts


def working_day(start: date, count: int) -> date:
    """The first, second … working day after `start`, the last, last but one … before it for -1, -2 …"""
    step = timedelta(days=-1 if count < 0 else 1)
    found, left = start, abs(count)
    while left > 0 or not is_working_day(found):
        found += step
        left -= is_working_day(found)
    return found


def nth_weekday(first: date, last: date, weekday: int, which: int) -> date | None:
    """The first, second … weekday from `first` to `last`; the last one for -1, the one before for -2."""
    if which < 0:
        found = last - timedelta(days=(last.weekday() - weekday) % 7) + (which + 1) * WEEK
    else:
        found = first + timedelta(days=(weekday - first.weekday()) % 7) + (which - 1) * WEEK
    return found if first <= found <= last else None


def advent(year: int, sunday: int) -> date:
    """The first to fourth Sunday of Advent."""
    christmas = date(year, 12, 25)
    return christmas - timedelta(days=christmas.weekday() + 1) - (4 - sunday) * WEEK


def by_easter(year: int, days: tuple[int, int]) -> tuple[date, date]:
    """First and last day of a feast that moves with Easter."""
    sunday = easter(year)
    return sunday + timedelta(days=days[0]), sunday + timedelta(days=days[1])
