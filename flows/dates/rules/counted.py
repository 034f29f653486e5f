"""Days counted in a stretch: "der zweite Dienstag im Dezember", "am letzten Werktag des Monats"."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from msgspec import Struct

from flows.dates import calendar
from flows.dates.grammar import GRAMMAR
from flows.dates.meaning import Days, NoTime, from_to, on
from flows.dates.reading import Doubt
from flows.dates.rules.stretches import month_of, new_year, which_stretch
from flows.dates.words import Period, Stretch, Which

rule = GRAMMAR.rule

_DAY = timedelta(days=1)
_MONTHS = {Stretch.MONAT: 1, Stretch.QUARTAL: 3, Stretch.HALBJAHR: 6, Stretch.JAHR: 12}


class Within(Struct, frozen=True):
    """The days to count in, and how long it is until the like of them come `again`, if they do."""

    days: Days
    again: Period | None = None


def _counted(now: datetime, within: Within, pick: Callable[[date, date], date | None]) -> Days:
    """The day `pick` takes of the stretch, or of the next one if that is past."""
    days, again = within.days, within.again
    found = pick(days.first, days.last)
    doubt = days.doubt if days.ambiguous else None
    if found is not None and found < now.date() and again is not None:
        found = pick(calendar.after(days.first, again), calendar.after(days.last + _DAY, again) - _DAY)
        doubt = Doubt.WELCHES_JAHR if again.months == 12 else doubt
    if found is None:
        raise NoTime(Doubt.UNMOEGLICH)
    return on(found) if doubt is None else on(found).asking(doubt)


@rule("nth", "ORDINAL")
def _nth(number: int) -> int | None:
    return number if number <= 5 else None


@rule("nth", "vorletzter/vorletzten/vorletzte/vorletztes/vorletztem")
def _last_but_one() -> int:
    return -2


@rule("nth", "WHICH")
def _last_of(which: Which) -> int | None:
    return -1 if which is Which.LETZTER else None


@rule("of", "im/des/vom? <month>")
def _of_month(days: Days) -> Within:
    return Within(days, Period(months=12) if days.yearless else None)


@rule("of", "im/des/der WHICH? STRETCH", "WHICH STRETCH")
def _of_stretch(now: datetime, which: Which | None, kind: Stretch) -> Within | None:
    if kind not in _MONTHS:
        return None
    again = Period(months=_MONTHS[kind]) if which is None else None
    return Within(which_stretch(now, which or Which.DIESER, kind), again)


@rule("of", "im/des neuen jahr/jahres")
def _of_new_year(now: datetime) -> Within:
    return Within(new_year(now))


@rule("plain", "<nth> WEEKDAY <of>")
def nth_weekday(now: datetime, which: int, weekday: int, within: Within) -> Days:
    """The first, second … last such day of a stretch."""
    return _counted(now, within, lambda first, last: calendar.nth_weekday(first, last, weekday, which))


@rule("plain", "<nth> WEEKDAY nach <bound>")
def _nth_weekday_after(which: int, weekday: int, days: Days) -> Days | None:
    if which < 0:
        return None
    return on(days.last + timedelta(days=(weekday - days.last.weekday() - 1) % 7 + 1) + (which - 1) * calendar.WEEK)


@rule("plain", "<nth> WEEKDAY vor <bound>")
def _nth_weekday_before(which: int, weekday: int, days: Days) -> Days | None:
    if which > 0:
        return None
    return on(days.first - timedelta(days=(days.first.weekday() - weekday - 1) % 7 + 1) + (which + 1) * calendar.WEEK)


@rule("plain", "<nth> tag <of>")
def _nth_day(now: datetime, which: int, within: Within) -> Days:
    def pick(first: date, last: date) -> date:
        return last + (which + 1) * _DAY if which < 0 else first + (which - 1) * _DAY

    return _counted(now, within, pick)


@rule("stretch", "<nth> STRETCH <of>")
def _nth_weekend(now: datetime, which: int, kind: Stretch, within: Within) -> Days | None:
    if kind is not Stretch.WOCHENENDE:
        return None
    saturday = nth_weekday(now, which, 5, within).first
    return from_to(saturday, saturday + _DAY)


@rule("stretch", "<nth> MONTH woche YEAR?", "<nth> woche <of>")
def _week_of_month(now: datetime, which: int, month: int | Within, year: int | None = None) -> Days | None:
    """Weeks belong to the month of their Thursday; there are other ways to count, so it is asked."""
    within = month.days if isinstance(month, Within) else month_of(now, month, year)
    thursday = calendar.nth_weekday(within.first, within.last, 3, which)
    if thursday is None:
        raise NoTime(Doubt.UNMOEGLICH)
    first = max(calendar.monday(thursday), within.first)
    last = min(calendar.monday(thursday) + 6 * _DAY, within.last)
    return from_to(first, last).asking(Doubt.UNGENAU)


# Working days


@rule("plain", "in <amount> WORKDAYS")
def _in_working_days(now: datetime, amount: float, _: bool) -> Days:
    return on(calendar.working_day(now.date(), int(amount)))


@rule("plain", "WHICH werktag/arbeitstag")
def _which_working_day(now: datetime, which: Which) -> Days | None:
    ahead = {Which.KOMMENDER: 1, Which.NAECHSTER: 1, Which.UEBERNAECHSTER: 2}.get(which)
    return None if ahead is None else on(calendar.working_day(now.date(), ahead))


@rule("plain", "<nth> werktag/arbeitstag <of>", "ORDINAL werktag/arbeitstag <of>")
def _nth_working_day(now: datetime, which: int, within: Within) -> Days:
    def pick(first: date, last: date) -> date | None:
        found = calendar.working_day(last + _DAY if which < 0 else first - _DAY, which)
        return found if first <= found <= last else None

    return _counted(now, within, pick)


@rule("plain", "<nth> werktag/arbeitstag vor <bound>")
def _last_working_day_before(which: int, days: Days) -> Days | None:
    return on(calendar.working_day(days.first, which)) if which < 0 else None


@rule("plain", "<nth> werktag/arbeitstag nach <bound>")
def _first_working_day_after(which: int, days: Days) -> Days | None:
    return on(calendar.working_day(days.last, which)) if which > 0 else None


@rule("plain", "<amount> WORKDAYS vor <bound>")
def _working_days_before(amount: float, _: bool, days: Days) -> Days:
    return on(calendar.working_day(days.first, -int(amount)))


@rule("plain", "<amount> WORKDAYS nach <bound>")
def _working_days_after(amount: float, _: bool, days: Days) -> Days:
    return on(calendar.working_day(days.last, int(amount)))
