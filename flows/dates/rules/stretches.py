"""Weeks, weekends, months, quarters, years."""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from flows.dates import calendar
from flows.dates.grammar import GRAMMAR
from flows.dates.meaning import Days, NoTime, Sort, from_to, on
from flows.dates.reading import Doubt
from flows.dates.rules.dates import coming, year_of
from flows.dates.words import Period, Stretch, Which

rule = GRAMMAR.rule


@rule("week", "WHICH STRETCH")
def _which_week(now: datetime, which: Which, kind: Stretch) -> Days | None:
    return which_stretch(now, which, kind) if kind is Stretch.WOCHE else None


@rule("week", "kw/kalenderwoche NUMBER YEAR?", "ORDINAL kw/kalenderwoche YEAR?", "kw/kalenderwoche ORDINAL YEAR?",
      "kw NUMBER / YEAR", "woche NUMBER YEAR?")  # fmt: skip
def _numbered_week(now: datetime, number: int, year: int | None) -> Days:
    def of_year(year: int) -> tuple[date, date] | None:
        if not 1 <= number <= calendar.weeks_in(year):
            return None
        first = date.fromisocalendar(year, number, 1)
        return first, first + timedelta(days=6)

    if not 1 <= number <= 53 or (year is None and of_year(now.isocalendar().year) is None):
        raise NoTime(Doubt.UNMOEGLICH)
    if year is None and (this := of_year(now.isocalendar().year)) is not None and this[1] >= now.date():
        return from_to(*this)
    return coming(now, of_year, year)


@rule("week", "ORDINAL woche YEAR?")
def _ordinal_week(now: datetime, number: int, year: int | None) -> Days | None:
    return _numbered_week(now, number, year) if number > 5 else None


@rule("week", "ISOWEEK")
def _iso_week(now: datetime, written: tuple[int, int]) -> Days:
    return _numbered_week(now, written[1], written[0])


@rule("week", "kw SLASH")
def _week_of_short_year(now: datetime, written: tuple[int, int]) -> Days:
    number, other = written
    if other == number + 1:
        return _weeks(_numbered_week(now, number, None), _numbered_week(now, other, None))
    return _numbered_week(now, number, 2000 + other)


@rule("week", "kw/kalenderwoche MY")
def _week_of_year(now: datetime, written: tuple[int, int]) -> Days:
    return _numbered_week(now, *written)


@rule("week", "kw/kalenderwoche NUMBER -/bis/und kw? NUMBER")
def _weeks_from_to(now: datetime, first: int, last: int) -> Days:
    return _weeks(_numbered_week(now, first, None), _numbered_week(now, last, None))


@rule("week", "kw/kalenderwoche NUMBER oder kw? NUMBER")
def _either_week(now: datetime, first: int, _: int) -> Days:
    return _numbered_week(now, first, None).asking(Doubt.MEHRERE)


def _weeks(first: Days, last: Days) -> Days:
    if last.last < first.first:
        raise NoTime(Doubt.VERKEHRT)
    return replace(first, last=last.last)


@rule("week", "der/die? woche vom/ab/des/um? <date>", "der/die? woche vom/ab/des/um? dem/den? <date>")
def _week_of(days: Days) -> Days:
    return replace(days, first=calendar.monday(days.first), last=calendar.monday(days.first) + timedelta(days=6),
                   sort=Sort.STRETCH)  # fmt: skip


@rule("stretch", "<week>")
def _the_week(days: Days) -> Days:
    return days


# Weekends, months, quarters, years


@rule("stretch", "WHICH STRETCH")
def which_stretch(now: datetime, which: Which, kind: Stretch) -> Days:
    """The week, month … that is meant; a weekend has begun on its Saturday."""
    if which is Which.LETZTER:
        raise NoTime(Doubt.VERGANGEN)
    if kind is Stretch.WOCHENENDE:
        return _weekend(now, which)
    ahead = {Which.DIESER: 0, Which.UEBERNAECHSTER: 2}.get(which, 1)
    return from_to(*calendar.stretch(kind, now.date(), ahead))


@rule("span", "WHICH oder/bzw WHICH STRETCH")
def _either_stretch(now: datetime, one: Which, other: Which, kind: Stretch) -> Days:
    first, last = which_stretch(now, one, kind), which_stretch(now, other, kind)
    return replace(first, last=max(first.last, last.last)).asking(Doubt.MEHRERE)


def _weekend(now: datetime, which: Which) -> Days:
    begun = now.weekday() >= 5
    match which:
        case Which.KOMMENDER:
            return from_to(*calendar.stretch(Stretch.WOCHENENDE, now.date(), int(begun)))
        case Which.NAECHSTER:
            days = from_to(*calendar.stretch(Stretch.WOCHENENDE, now.date(), 1))
            return days if begun else days.asking(Doubt.WELCHE_WOCHE)
        case Which.UEBERNAECHSTER:
            days = from_to(*calendar.stretch(Stretch.WOCHENENDE, now.date(), 2))
            return days if begun else days.asking(Doubt.WELCHE_WOCHE)
    return from_to(*calendar.stretch(Stretch.WOCHENENDE, now.date(), 0))


@rule("stretch", "am/uebers/zum/das/ins/vorm? STRETCH")
def _bare_weekend(now: datetime, kind: Stretch) -> Days | None:
    if kind is not Stretch.WOCHENENDE:
        return None
    if now.weekday() == 6:
        return from_to(*calendar.stretch(kind, now.date(), 1)).asking(Doubt.WELCHE_WOCHE)
    return from_to(*calendar.stretch(kind, now.date(), 0))


@rule("stretch", "im laufe/lauf/verlauf der/des/dieser/dieses? STRETCH", "innerhalb/waehrend der/des/dieser STRETCH",
      "noch der/die/das STRETCH", "die STRETCH noch")  # fmt: skip
def _in_the_course(now: datetime, kind: Stretch) -> Days:
    return from_to(*calendar.stretch(kind, now.date(), 0))


@rule("stretch", "im laufe/lauf des tages", "im tagesverlauf")
def _in_the_course_of_today(now: datetime) -> Days:
    return on(now.date())


@rule("month", "MONTH YEAR?")
def month_of(now: datetime, month: int, year: int | None) -> Days:
    """The whole month, of that year or the next to come."""
    return coming(now, lambda year: (date(year, month, 1), calendar.month_end(date(year, month, 1))), year)


@rule("month", "MONTH des? WHICH STRETCH")
def _month_of_which_year(now: datetime, month: int, which: Which, kind: Stretch) -> Days | None:
    return month_of(now, month, year_of(now, which)) if kind is Stretch.JAHR else None


@rule("month", "MY")
def _numbered_month(now: datetime, written: tuple[int, int]) -> Days | None:
    month, year = written
    return month_of(now, month, year) if 1 <= month <= 12 and 2000 < year < 2200 else None


@rule("month", "WHICH MONTH")
def _which_month(now: datetime, which: Which, month: int) -> Days:
    if which is Which.LETZTER:
        raise NoTime(Doubt.VERGANGEN)
    if month == now.month and which is Which.NAECHSTER:
        return month_of(now, month, now.year + 1)
    days = month_of(now, month, None)
    return days if which is not Which.UEBERNAECHSTER else month_of(now, month, days.first.year + 1)


@rule("month", "SEASON YEAR?")
def _season(now: datetime, month: int, year: int | None) -> Days:
    """By the months, as the weather service does; hardly a date, so it is asked."""

    def of_year(year: int) -> tuple[date, date]:
        first = date(year, month, 1)
        return first, calendar.after(first, Period(months=3)) - timedelta(days=1)

    return coming(now, of_year, year).asking(Doubt.UNGENAU)


@rule("month", "WHICH SEASON")
def _which_season(now: datetime, which: Which, month: int) -> Days:
    if which is Which.LETZTER:
        raise NoTime(Doubt.VERGANGEN)
    return _season(now, month, None)


@rule("stretch", "im/fuer/den/der/des/dem/vom/monat <month>")
def _in_month(days: Days) -> Days:
    return days


@rule("stretch", "MONTH YEAR")
def _month_of_year(now: datetime, month: int, year: int) -> Days:
    """Without such a companion a month may be a name."""
    return month_of(now, month, year)


GRAMMAR.rule("stretch", "WHICH MONTH")(_which_month)
GRAMMAR.rule("stretch", "WHICH SEASON")(_which_season)
GRAMMAR.rule("stretch", "MY")(_numbered_month)


@rule(
    "stretch",
    "q NUMBER / YEAR",
    "q/quartal NUMBER YEAR?",
    "ORDINAL quartal/quartals YEAR?",
    "ORDINAL quartal/quartals des? jahres? YEAR?",
)
def _quarter(now: datetime, number: int, year: int | None) -> Days:
    if not 1 <= number <= 4:
        raise NoTime(Doubt.UNMOEGLICH)
    month = 3 * number - 2
    return coming(now, lambda year: calendar.stretch(Stretch.QUARTAL, date(year, month, 1), 0), year)


@rule("stretch", "q/quartal MY")
def _quarter_of_year(now: datetime, written: tuple[int, int]) -> Days:
    return _quarter(now, *written)


@rule("stretch", "q/quartal SLASH")
def _quarter_of_short_year(now: datetime, written: tuple[int, int]) -> Days | None:
    return _quarter(now, written[0], 2000 + written[1])


@rule("stretch", "h NUMBER YEAR?", "ORDINAL halbjahr/halbjahres/jahreshaelfte YEAR?",
      "ORDINAL haelfte des jahres YEAR?")  # fmt: skip
def _half_year(now: datetime, number: int, year: int | None) -> Days | None:
    if not 1 <= number <= 2:
        return None
    return coming(now, lambda year: calendar.stretch(Stretch.HALBJAHR, date(year, 6 * number - 5, 1), 0), year)


@rule("stretch", "im/in/jahr/fuer jahr/jahre? YEAR")
def _year(year: int) -> Days | None:
    return from_to(date(year, 1, 1), date(year, 12, 31)) if 2000 < year < 2200 else None


@rule("stretch", "ganze/ganzen/ganzer/ganzes/kompletten/komplette <month>", "ganze/ganzen/ganzer/komplette <week>")
def _the_whole(days: Days) -> Days:
    return days


@rule("stretch", "im/das/des/ins? neuen/neue/neues jahr/jahres")
def new_year(now: datetime) -> Days:
    """The year to come."""
    return from_to(*calendar.stretch(Stretch.JAHR, now.date(), 1))


@rule("stretch", "heuer")
def _this_year(now: datetime) -> Days:
    return from_to(*calendar.stretch(Stretch.JAHR, now.date(), 0))


@rule("stretch", "ORDINAL haelfte des/im/vom? <month>", "ORDINAL MONTH haelfte YEAR?")
def _half_month(now: datetime, number: int, month: Days | int, year: int | None = None) -> Days | None:
    days = month if isinstance(month, Days) else month_of(now, month, year)
    if number not in {1, 2}:
        return None
    if number == 1:
        return replace(days, last=days.first + timedelta(days=14))
    return replace(days, first=days.first + timedelta(days=15))
