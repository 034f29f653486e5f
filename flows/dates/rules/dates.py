"""Days by their date: "15.11.", "fünfzehnter November", "am Ersten"."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from flows.dates import calendar
from flows.dates.grammar import GRAMMAR
from flows.dates.meaning import Days, NoTime, from_to, on
from flows.dates.reading import Doubt
from flows.dates.words import Stretch, Which

rule = GRAMMAR.rule

_NEAR = 28  # days: what is past no longer than this may have been meant, so it is asked


def coming(now: datetime, of_year: Callable[[int], tuple[date, date] | None], year: int | None) -> Days:
    """What comes once a year: that of `year`, else the next one that is not over."""
    today = now.date()
    if year is not None:
        found = of_year(year)
        if found is None:
            raise NoTime(Doubt.UNMOEGLICH)
        return from_to(*found)
    found = of_year(today.year)
    if found is not None and found[1] >= today:
        return replace(from_to(*found), yearless=True)
    later = next((later for ahead in range(1, 9) if (later := of_year(today.year + ahead)) is not None), None)
    if later is None:
        raise NoTime(Doubt.UNMOEGLICH)
    days = replace(from_to(*later), yearless=True)
    if found is None or (today - found[1]).days <= _NEAR:
        return days.asking(Doubt.WELCHES_JAHR)
    return days


@rule("date", "DMY")
def _full(written: tuple[int, int, int]) -> Days:
    number, month, year = written
    found = calendar.day(year, month, number) if 1900 < year < 2200 else None
    if found is None:
        raise NoTime(Doubt.UNMOEGLICH)
    return on(found)


@rule("date", "DM YEAR?")
def _dotted(now: datetime, written: tuple[int, int, bool], year: int | None) -> Days:
    return _yearly(now, written[0], written[1], year)


@rule("date", "<dom> MONTH YEAR?")
def _named_month(now: datetime, number: int, month: int, year: int | None) -> Days:
    return _yearly(now, number, month, year)


@rule("date", "<dom> MONTH des? WHICH STRETCH")
def _month_of_which_year(now: datetime, number: int, month: int, which: Which, kind: Stretch) -> Days | None:
    return _yearly(now, number, month, year_of(now, which)) if kind is Stretch.JAHR else None


@rule("date", "DM des? WHICH STRETCH")
def _dotted_of_which_year(now: datetime, written: tuple[int, int, bool], which: Which, kind: Stretch) -> Days | None:
    return _yearly(now, written[0], written[1], year_of(now, which)) if kind is Stretch.JAHR else None


def year_of(now: datetime, which: Which) -> int:
    """The year that is meant."""
    ahead = {Which.LETZTER: -1, Which.DIESER: 0, Which.UEBERNAECHSTER: 2}.get(which, 1)
    return now.year + ahead


@rule("date", "ORDINAL ORDINAL YEAR?")
def _two_ordinals(now: datetime, number: int, month: int, year: int | None) -> Days | None:
    return _yearly(now, number, month, year) if number <= 31 and month <= 12 else None


@rule("dom", "ORDINAL")
def _day_of_month(number: int) -> int | None:
    return number


@rule("dom", "NUMBER")
def _bare_day_of_month(number: int) -> int | None:
    return number if 1 <= number <= 31 else None


def _yearly(now: datetime, number: int, month: int, year: int | None) -> Days:
    def of_year(year: int) -> tuple[date, date] | None:
        found = calendar.day(year, month, number)
        return None if found is None else (found, found)

    if calendar.day(2000, month, number) is None:
        raise NoTime(Doubt.UNMOEGLICH)
    return coming(now, of_year, year)


@rule("ordinal_date", "ORDINAL")
def this_month(now: datetime, number: int) -> Days:
    """The next day of that number, today too."""
    today = now.date()
    months = (calendar.stretch(Stretch.MONAT, today, ahead)[0] for ahead in range(3))
    numbered = [calendar.day(first.year, first.month, number) for first in months]
    found = next((day for day in numbered if day is not None and day >= today), None)
    if found is None:
        raise NoTime(Doubt.UNMOEGLICH)
    days = Days(found, found, yearless=True)
    return days.asking(Doubt.WELCHER_TAG) if found == today or numbered[0] is None else days


@rule("ordinal_date", "monatsersten/monatserster")
def _first_of_month(now: datetime) -> Days:
    return this_month(now, 1)


@rule("plain", "WHICH monatsersten/monatserster")
def _which_first_of_month(now: datetime, which: Which) -> Days:
    if which is Which.LETZTER:
        raise NoTime(Doubt.VERGANGEN)
    first = this_month(now, 1).first if which is Which.DIESER else calendar.month_end(now.date()) + timedelta(days=1)
    return on(first if which is not Which.UEBERNAECHSTER else calendar.month_end(first) + timedelta(days=1))


@rule("plain", "am/den/dem/zum/vom/bis/ab <ordinal_date>")
def _on_the(days: Days) -> Days:
    return days


@rule("plain", "am/den/dem/zum/vom ORDINAL des/im/vom? WHICH? STRETCH", "ORDINAL des/im/vom WHICH? STRETCH",
      "ORDINAL WHICH STRETCH")  # fmt: skip
def _of_the_month(now: datetime, number: int, which: Which | None, kind: Stretch) -> Days | None:
    if kind is not Stretch.MONAT or which is Which.LETZTER:
        return None
    ahead = {None: 0, Which.DIESER: 0, Which.UEBERNAECHSTER: 2}.get(which, 1)
    first, _ = calendar.stretch(kind, now.date(), ahead)
    found = calendar.day(first.year, first.month, number)
    if found is None:
        raise NoTime(Doubt.UNMOEGLICH)
    if found < now.date() and which is None:
        return this_month(now, number)
    return on(found)


@rule("dated", "WEEKDAY ,? NTH")
def _numbered_weekday(now: datetime, weekday: int, number: int) -> Days:
    return _dated_weekday(weekday, this_month(now, number))


@rule("dated", "WEEKDAY NUMBER NUMBER")
def _spoken_weekday(now: datetime, weekday: int, number: int, month: int) -> Days | None:
    """Dictated: „freitag 13 11“. Only the weekday tells that it is a date."""
    if calendar.day(2000, month, number) is None:
        return None
    days = _yearly(now, number, month, None)
    return days if days.first.weekday() == weekday else None


@rule("dated", "WEEKDAY ,? der/den/dem/am? <date>", "WEEKDAY ,? der/den/dem/am <ordinal_date>", "<date> ( WEEKDAY )")
def _dated_weekday(left: int | Days, right: int | Days) -> Days:
    weekday, days = (left, right) if isinstance(right, Days) else (right, left)
    assert isinstance(days, Days)
    return days if days.first.weekday() == weekday else days.asking(Doubt.WIDERSPRUCH)
