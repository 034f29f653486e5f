"""Days told from today: "übermorgen", "nächsten Dienstag", "Donnerstag in acht Tagen"."""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from flows.dates import calendar
from flows.dates.calendar import WEEK
from flows.dates.grammar import GRAMMAR
from flows.dates.meaning import Days, Instant, NoTime, Sort, from_to, on
from flows.dates.reading import Doubt
from flows.dates.words import Part, Period, Which

rule = GRAMMAR.rule


def next_weekday(today: date, weekday: int) -> Days:
    """The next one, not today: who means today says so."""
    ahead = (weekday - today.weekday() - 1) % 7 + 1
    days = Days(today + timedelta(days=ahead), today + timedelta(days=ahead), Sort.WEEKDAY, weekday=weekday)
    return days.asking(Doubt.WELCHER_TAG) if ahead == 7 else days


CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def every_weekday(now: datetime, weekday: int) -> Days:
    """One that comes again and again: from today on."""
    found = now.date() + timedelta(days=(weekday - now.weekday()) % 7)
    rule = f"FREQ=WEEKLY;BYDAY={CODES[weekday]}"
    return Days(found, found, Sort.WEEKDAY, Doubt.WIEDERKEHREND, repeated=True, weekday=weekday, rule=rule)


@rule("plain", "<dated>", "<date>")
def _as_it_is(days: Days) -> Days:
    return days


@rule("plain", "RELATIVE")
def _relative(now: datetime, ahead: int) -> Days:
    if ahead < 0:
        raise NoTime(Doubt.VERGANGEN)
    return on(now.date() + timedelta(days=ahead))


@rule("plain", "nachher", "heute noch", "noch heute")
def _today(now: datetime) -> Days:
    return on(now.date())


@rule("plain", "NOW")
def _now(now: datetime, _: bool) -> Days:
    return Days(now.date(), now.date(), weak=True)


@rule("plain", "HABITUAL")
def _habit(now: datetime, weekday: int) -> Days:
    return every_weekday(now, weekday)


@rule("plain", "WEEKDAY")
def _next_weekday(now: datetime, weekday: int) -> Days:
    return next_weekday(now.date(), weekday)


@rule("plain", "WHICH WEEKDAY")
def _which_weekday(now: datetime, which: Which, weekday: int) -> Days:
    today = now.date()
    match which:
        case Which.LETZTER:
            raise NoTime(Doubt.VERGANGEN)
        case Which.KOMMENDER:
            return on(next_weekday(today, weekday).first)
        case Which.DIESER:
            found = calendar.monday(today) + timedelta(days=weekday)
            return on(found) if found >= today else on(found + WEEK).asking(Doubt.WELCHER_TAG)
    ahead = 1 if which is Which.NAECHSTER else 2
    days = on(calendar.monday(today) + ahead * WEEK + timedelta(days=weekday))
    if which is Which.UEBERNAECHSTER and weekday > today.weekday():
        return days.asking(Doubt.WELCHE_WOCHE)
    return replace(days, doubt=Doubt.ANGENOMMEN)


@rule("span", "WHICH oder/bzw WHICH WEEKDAY")
def _either_weekday(now: datetime, one: Which, _: Which, weekday: int) -> Days:
    return _which_weekday(now, one, weekday).asking(Doubt.MEHRERE)


@rule("plain", "WEEKDAY PART? in/der/die? der/die/dieser? <week>", "<week> ,? am/den/der? WEEKDAY")
def _weekday_of_week(*values: int | Days | Part | None) -> Days:
    week = next(value for value in values if isinstance(value, Days))
    weekday = next(value for value in values if isinstance(value, int))
    part = next((value for value in values if isinstance(value, Part)), None)
    return Days(
        week.first + timedelta(days=weekday),
        week.first + timedelta(days=weekday),
        doubt=week.doubt,
        ambiguous=week.ambiguous,
        part=part,
    )


@rule("plain", "in acht tagen", "in acht tage")
def _in_eight_days(now: datetime) -> Days:
    """A week, most say; eight days, say others."""
    return on(now.date() + WEEK).asking(Doubt.WELCHER_TAG)


@rule("plain", "in <period>")
def _in(now: datetime, period: Period) -> Days | None:
    return None if period.clock else on(calendar.after(now.date(), period))


@rule("plain", "in <amount> bis/-/oder/, <amount> UNIT")
def _in_about(now: datetime, least: float, most: float, unit: Period) -> Days | None:
    if unit.clock or least > most:
        return None
    first, last = (calendar.after(now.date(), unit.times(amount)) for amount in (least, most))
    return from_to(first, last).asking(Doubt.UNGENAU)


@rule("instant", "in <period>", "<period> ab jetzt", "in <period> ab jetzt")
def _in_an_hour(period: Period) -> Instant | None:
    if not period.clock:
        return None
    return Instant(period.clock.total_seconds() + (period.days + period.months * 30) * 86400)


@rule("plain", "RELATIVE PART? <later>")
def _relative_later(now: datetime, ahead: int, part: Part | None, period: Period) -> Days | None:
    if ahead < 0:
        return None
    return replace(on(calendar.after(now.date() + timedelta(days=ahead), period)), part=part)


@rule("plain", "WEEKDAY PART? <later>")
def _weekday_later(now: datetime, weekday: int, part: Part | None, period: Period) -> Days:
    start = next_weekday(now.date(), weekday)
    found = calendar.after(start.first, period)
    days = Days(found, found, part=part, doubt=start.doubt, ambiguous=start.ambiguous)
    in_the_week = calendar.monday(calendar.after(now.date(), period)) + timedelta(days=weekday)
    return days.asking(Doubt.WELCHE_WOCHE) if period.days >= 14 and found != in_the_week else days


@rule("plain", "in <period> ,? am/den? WEEKDAY")
def _weekday_after(now: datetime, period: Period, weekday: int) -> Days | None:
    if period.clock:
        return None
    return on(calendar.monday(calendar.after(now.date(), period)) + timedelta(days=weekday))


@rule("plain", "<period> ab/von/nach RELATIVE")
def _period_from(now: datetime, period: Period, ahead: int) -> Days | None:
    if period.clock or ahead < 0:
        return None
    return on(calendar.after(now.date() + timedelta(days=ahead), period))


@rule("plain", "<plain_start> -? morgen/morgn")
def _morning_of(days: Days) -> Days | None:
    return replace(days, part=Part.FRUEH)


@rule("plain_start", "RELATIVE")
def _relative_start(now: datetime, ahead: int) -> Days | None:
    return None if ahead == 1 else _relative(now, ahead)


@rule("plain_start", "<dated>", "<date>")
def _date_start(days: Days) -> Days:
    return days


@rule("plain_start", "WHICH? WEEKDAY")
def _weekday_start(now: datetime, which: Which | None, weekday: int) -> Days:
    return next_weekday(now.date(), weekday) if which is None else _which_weekday(now, which, weekday)
