"""The rules for days: from "morgen" to "am Freitag vor Pfingsten"."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from flows.dates import calendar
from flows.dates.calendar import WEEK
from flows.dates.grammar import Grammar
from flows.dates.meaning import Days, Instant, Sort, Vague, never
from flows.dates.reading import Doubt
from flows.dates.words import Edge, Part, Period, Stretch, Which

grammar = Grammar()
rule = grammar.rule

_NEAR = 28  # days: what is past no longer than this may have been meant, so it is asked


def _on(day: date, sort: Sort = Sort.DAY) -> Days:
    return Days(day, day, sort)


def _from_to(first: date, last: date) -> Days:
    return Days(first, last, Sort.STRETCH)


def _weekday(today: date, weekday: int) -> Days:
    """The next one, not today: who means today says so."""
    ahead = (weekday - today.weekday() - 1) % 7 + 1
    days = Days(today + timedelta(days=ahead), today + timedelta(days=ahead), Sort.WEEKDAY, weekday=weekday)
    return days.asking(Doubt.WELCHER_TAG) if ahead == 7 else days


def _coming(now: datetime, of_year: Callable[[int], tuple[date, date] | None], year: int | None) -> Days:
    """What comes once a year: that of `year`, else the next one that is not over."""
    today = now.date()
    if year is not None:
        found = of_year(year)
        return never(Doubt.UNMOEGLICH) if found is None else _span(*found)
    found = of_year(today.year)
    if found is not None and found[1] >= today:
        return replace(_span(*found), yearless=True)
    later = next((later for ahead in range(1, 9) if (later := of_year(today.year + ahead)) is not None), None)
    if later is None:
        return never(Doubt.UNMOEGLICH)
    days = replace(_span(*later), yearless=True)
    if found is None or (today - found[1]).days <= _NEAR:
        return days.asking(Doubt.WELCHES_JAHR)
    return days


def _span(first: date, last: date) -> Days:
    return Days(first, last, Sort.DAY if first == last else Sort.STRETCH)


# How long


@rule("amount", "NUMBER")
def _number(number: int) -> float | None:
    return number if number < 1000 else None


@rule("amount", "AMOUNT AMOUNT")
def _fraction(one: float | None, fraction: float | None) -> float | None:
    return None if one is None or fraction is None or fraction >= 1 else one * fraction


@rule("amount", "NUMBER einhalb")
def _and_a_half(number: int) -> float:
    return number + 0.5


@rule("amount", "AMOUNT")
def _amount(amount: float | None) -> float | None:
    return amount


@rule("period", "<amount> UNIT")
def _period(amount: float, unit: Period) -> Period:
    return unit.times(amount)


@rule("period", "<amount> UNIT und? <amount> UNIT")
def _two_periods(amount: float, unit: Period, more: float, smaller: Period) -> Period:
    return unit.times(amount).plus(smaller.times(more))


# Dates


@rule("date", "DMY")
def _full(written: tuple[int, int, int]) -> Days | None:
    number, month, year = written
    found = calendar.day(year, month, number) if 1900 < year < 2200 else None
    return never(Doubt.UNMOEGLICH) if found is None else _on(found)


@rule("date", "DM YEAR?")
def _dotted(now: datetime, written: tuple[int, int, bool], year: int | None) -> Days:
    return _yearly(now, written[0], written[1], year)


@rule("date", "<dom> MONTH YEAR?")
def _named_month(now: datetime, number: int, month: int, year: int | None) -> Days:
    return _yearly(now, number, month, year)


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
        return never(Doubt.UNMOEGLICH)
    return _coming(now, of_year, year)


@rule("ordinal_date", "ORDINAL")
def _this_month(now: datetime, number: int) -> Days | None:
    if not 1 <= number <= 31:
        return never(Doubt.UNMOEGLICH) if number > 31 else None
    first = now.date().replace(day=1)
    for ahead in range(3):
        start = calendar.stretch(Stretch.MONAT, first, ahead)[0]
        found = calendar.day(start.year, start.month, number)
        if found is not None and found >= now.date():
            days = Days(found, found, yearless=True)
            skipped = ahead and calendar.day(first.year, first.month, number) is None
            return days.asking(Doubt.WELCHER_TAG) if skipped or found == now.date() else days
    return None


@rule("plain", "am/den/dem/zum/vom/bis/ab <ordinal_date>")
def _on_the(days: Days) -> Days:
    return days


@rule("plain", "am/den/dem/zum/vom? ORDINAL des/im/vom? WHICH? STRETCH")
def _of_the_month(now: datetime, number: int, which: Which | None, kind: Stretch) -> Days | None:
    if kind is not Stretch.MONAT or which is Which.LETZTER:
        return None
    ahead = {None: 0, Which.DIESER: 0, Which.UEBERNAECHSTER: 2}.get(which, 1)
    first, _ = calendar.stretch(kind, now.date(), ahead)
    found = calendar.day(first.year, first.month, number)
    if found is None:
        return never(Doubt.UNMOEGLICH)
    if found < now.date() and which is None:
        return _this_month(now, number)
    return _on(found)


@rule("dated", "WEEKDAY ,? der/den/dem/am? <date>", "WEEKDAY ,? der/den/dem/am <ordinal_date>", "<date> ( WEEKDAY )")
def _dated_weekday(left: int | Days, right: int | Days) -> Days:
    weekday, days = (left, right) if isinstance(right, Days) else (right, left)
    assert isinstance(days, Days)
    if days.first is None or days.first.weekday() == weekday:
        return days
    return replace(days.asking(Doubt.WIDERSPRUCH))


# Days told from today


@rule("plain", "<dated>", "<date>")
def _as_it_is(days: Days) -> Days:
    return days


@rule("plain", "RELATIVE")
def _relative(now: datetime, ahead: int) -> Days:
    return _on(now.date() + timedelta(days=ahead)) if ahead >= 0 else never(Doubt.VERGANGEN)


@rule("plain", "nachher", "heute noch", "noch heute")
def _today(now: datetime) -> Days:
    return _on(now.date())


@rule("plain", "NOW")
def _now(now: datetime, _: bool) -> Days:
    return Days(now.date(), now.date(), weak=True)


@rule("plain", "HABITUAL")
def _habit(now: datetime, weekday: int) -> Days:
    return _every_weekday(now, weekday)


@rule("plain", "WEEKDAY")
def _next_weekday(now: datetime, weekday: int) -> Days:
    return _weekday(now.date(), weekday)


@rule("plain", "WHICH WEEKDAY")
def _which_weekday(now: datetime, which: Which, weekday: int) -> Days:
    today = now.date()
    match which:
        case Which.LETZTER:
            return never(Doubt.VERGANGEN)
        case Which.KOMMENDER:
            return _on(_first(_weekday(today, weekday)))
        case Which.DIESER:
            found = calendar.monday(today) + timedelta(days=weekday)
            return _on(found) if found >= today else _on(found + WEEK).asking(Doubt.WELCHER_TAG)
    ahead = 1 if which is Which.NAECHSTER else 2
    return replace(_on(calendar.monday(today) + ahead * WEEK + timedelta(days=weekday)), doubt=Doubt.ANGENOMMEN)


def _first(days: Days) -> date:
    assert days.first is not None
    return days.first


@rule("plain", "WEEKDAY PART? in/der/die? der/die/dieser? <week>", "<week> ,? am/den/der? WEEKDAY")
def _weekday_of_week(*values: int | Days | Part | None) -> Days:
    week = next(value for value in values if isinstance(value, Days))
    weekday = next(value for value in values if isinstance(value, int))
    part = next((value for value in values if isinstance(value, Part)), None)
    if week.first is None:
        return week
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
    return _on(now.date() + WEEK).asking(Doubt.WELCHER_TAG)


@rule("plain", "in <period>")
def _in(now: datetime, period: Period) -> Days | Instant:
    if period.clock:
        return Instant(period.clock.total_seconds() + (period.days * 24 + period.months * 720) * 3600)
    return _on(calendar.after(now.date(), period))


@rule("plain", "in <amount> WORKDAYS")
def _in_working_days(now: datetime, amount: float, _: bool) -> Days:
    return _on(calendar.working_days_after(now.date(), int(amount)))


@rule("eight", "in/ueber acht tagen/tage")
def _a_week() -> Period:
    return Period(days=7)


@rule("later", "<eight>", "in/ueber <period>")
def _later(period: Period) -> Period | None:
    return None if period.clock else period


@rule("plain", "RELATIVE PART? <later>")
def _relative_later(now: datetime, ahead: int, part: Part | None, period: Period) -> Days | None:
    if ahead < 0:
        return None
    return replace(_on(calendar.after(now.date() + timedelta(days=ahead), period)), part=part)


@rule("plain", "WEEKDAY PART? <later>")
def _weekday_later(now: datetime, weekday: int, part: Part | None, period: Period) -> Days:
    start = _weekday(now.date(), weekday)
    found = calendar.after(_first(start), period)
    days = Days(found, found, part=part, doubt=start.doubt, ambiguous=start.ambiguous)
    in_the_week = calendar.monday(calendar.after(now.date(), period)) + timedelta(days=weekday)
    return days.asking(Doubt.WELCHE_WOCHE) if period.days >= 14 and found != in_the_week else days


@rule("plain", "in <period> ,? am/den? WEEKDAY")
def _weekday_after(now: datetime, period: Period, weekday: int) -> Days | None:
    if period.clock:
        return None
    return _on(calendar.monday(calendar.after(now.date(), period)) + timedelta(days=weekday))


@rule("plain", "<period> ab/von/nach RELATIVE")
def _period_from(now: datetime, period: Period, ahead: int) -> Days | None:
    if period.clock or ahead < 0:
        return None
    return _on(calendar.after(now.date() + timedelta(days=ahead), period))


@rule("plain", "<plain_start> -? morgen/morgn")
def _morning_of(days: Days) -> Days | None:
    return replace(days, part=Part.FRUEH)


@rule("plain_start", "heute/heut/gestern/heit")
def _today_start(now: datetime) -> Days:
    return _on(now.date())


@rule("plain_start", "<dated>", "<date>")
def _date_start(days: Days) -> Days:
    return days


@rule("plain_start", "WHICH? WEEKDAY")
def _weekday_start(now: datetime, which: Which | None, weekday: int) -> Days:
    return _weekday(now.date(), weekday) if which is None else _which_weekday(now, which, weekday)


# Weeks


@rule("week", "WHICH STRETCH")
def _which_week(now: datetime, which: Which, kind: Stretch) -> Days | None:
    return _which_stretch(now, which, kind) if kind is Stretch.WOCHE else None


@rule("week", "kw/kalenderwoche NUMBER YEAR?", "ORDINAL kw/kalenderwoche YEAR?", "kw/kalenderwoche ORDINAL YEAR?",
      "kw NUMBER / YEAR", "woche NUMBER YEAR?")  # fmt: skip
def _numbered_week(now: datetime, number: int, year: int | None) -> Days:
    def of_year(year: int) -> tuple[date, date] | None:
        if not 1 <= number <= calendar.weeks_in(year):
            return None
        first = date.fromisocalendar(year, number, 1)
        return first, first + timedelta(days=6)

    if not 1 <= number <= 53 or (year is None and of_year(now.isocalendar().year) is None):
        return never(Doubt.UNMOEGLICH)
    if year is None and (this := of_year(now.isocalendar().year)) is not None and this[1] >= now.date():
        return _span(*this)
    return _coming(now, of_year, year)


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


@rule("week", "kw/kalenderwoche NUMBER -/bis/und kw? NUMBER")
def _weeks_from_to(now: datetime, first: int, last: int) -> Days:
    return _weeks(_numbered_week(now, first, None), _numbered_week(now, last, None))


def _weeks(first: Days, last: Days) -> Days:
    if first.first is None or last.last is None:
        return first if first.first is None else last
    return replace(first, last=last.last) if first.first <= last.last else never(Doubt.VERKEHRT)


@rule("week", "der/die? woche vom/ab/des/um? <date>", "der/die? woche vom/ab/des/um? dem/den? <date>")
def _week_of(days: Days) -> Days:
    if days.first is None:
        return days
    return replace(days, first=calendar.monday(days.first), last=calendar.monday(days.first) + timedelta(days=6),
                   sort=Sort.STRETCH)  # fmt: skip


@rule("stretch", "<week>")
def _the_week(days: Days) -> Days:
    return days


# Weekends, months, quarters, years


@rule("stretch", "WHICH STRETCH")
def _which_stretch(now: datetime, which: Which, kind: Stretch) -> Days:
    if which is Which.LETZTER:
        return never(Doubt.VERGANGEN)
    if kind is Stretch.WOCHENENDE:
        return _weekend(now, which)
    ahead = {Which.DIESER: 0, Which.UEBERNAECHSTER: 2}.get(which, 1)
    return _from_to(*calendar.stretch(kind, now.date(), ahead))


def _weekend(now: datetime, which: Which) -> Days:
    begun = now.weekday() >= 5
    match which:
        case Which.KOMMENDER:
            return _from_to(*calendar.stretch(Stretch.WOCHENENDE, now.date(), int(begun)))
        case Which.NAECHSTER:
            days = _from_to(*calendar.stretch(Stretch.WOCHENENDE, now.date(), 1))
            return days if begun else days.asking(Doubt.WELCHE_WOCHE)
        case Which.UEBERNAECHSTER:
            return _from_to(*calendar.stretch(Stretch.WOCHENENDE, now.date(), 2))
    return _from_to(*calendar.stretch(Stretch.WOCHENENDE, now.date(), 0))


@rule("stretch", "am/uebers/zum/das/ins/vorm? STRETCH")
def _bare_weekend(now: datetime, kind: Stretch) -> Days | None:
    if kind is not Stretch.WOCHENENDE:
        return None
    if now.weekday() == 6:
        return _from_to(*calendar.stretch(kind, now.date(), 1)).asking(Doubt.WELCHE_WOCHE)
    return _from_to(*calendar.stretch(kind, now.date(), 0))


@rule("stretch", "im laufe/lauf/verlauf der/des/dieser/dieses? STRETCH", "innerhalb/waehrend der/des/dieser STRETCH",
      "noch der/die/das STRETCH", "die STRETCH noch")  # fmt: skip
def _in_the_course(now: datetime, kind: Stretch) -> Days:
    return _from_to(*calendar.stretch(kind, now.date(), 0))


@rule("stretch", "im laufe/lauf des tages", "im tagesverlauf")
def _in_the_course_of_today(now: datetime) -> Days:
    return _on(now.date())


@rule("month", "MONTH YEAR?")
def _month(now: datetime, month: int, year: int | None) -> Days:
    return _coming(now, lambda year: (date(year, month, 1), calendar.month_end(date(year, month, 1))), year)


@rule("month", "MY")
def _numbered_month(now: datetime, written: tuple[int, int]) -> Days | None:
    month, year = written
    return _month(now, month, year) if 1 <= month <= 12 and 2000 < year < 2200 else None


@rule("month", "WHICH MONTH")
def _which_month(now: datetime, which: Which, month: int) -> Days:
    if which is Which.LETZTER:
        return never(Doubt.VERGANGEN)
    if month == now.month and which is Which.NAECHSTER:
        return _month(now, month, now.year + 1)
    days = _month(now, month, None)
    return days if which is not Which.UEBERNAECHSTER else _month(now, month, _first(days).year + 1)


@rule("month", "SEASON YEAR?", "WHICH SEASON YEAR?")
def _season(now: datetime, *values: int | Which | None) -> Days:
    """By the months, as the weather service does; hardly a date, so it is asked."""
    *_, month, year = values
    assert isinstance(month, int)

    def of_year(year: int) -> tuple[date, date]:
        first = date(year, month, 1)
        return first, calendar.after(first, Period(months=3)) - timedelta(days=1)

    days = _coming(now, of_year, year if isinstance(year, int) else None)
    return days if days.first is None else days.asking(Doubt.UNGENAU)


@rule("stretch", "im/fuer/bis/ab/seit/den/der/des/dem/vom <month>", "WHICH <month>")
def _in_month(*values: Which | Days) -> Days:
    days = values[-1]
    assert isinstance(days, Days)
    return days


@rule("stretch", "monat MONTH YEAR?")
def _month_named(now: datetime, month: int, year: int | None) -> Days:
    return _month(now, month, year)


@rule("stretch", "WHICH MONTH", "MY")
def _which_month_alone(now: datetime, *values: Which | int | tuple[int, int]) -> Days | None:
    match values:
        case (Which() as which, int(month)):
            return _which_month(now, which, month)
        case ((int(month), int(year)),):
            return _numbered_month(now, (month, year))
    return None


@rule("stretch", "MONTH YEAR")
def _month_of_year(now: datetime, month: int, year: int) -> Days:
    return _month(now, month, year)


@rule(
    "stretch",
    "q NUMBER / YEAR",
    "q NUMBER YEAR?",
    "ORDINAL quartal/quartals YEAR?",
    "ORDINAL quartal/quartals des? jahres? YEAR?",
)
def _quarter(now: datetime, number: int, year: int | None) -> Days | None:
    if not 1 <= number <= 4:
        return never(Doubt.UNMOEGLICH)
    month = 3 * number - 2
    return _coming(now, lambda year: calendar.stretch(Stretch.QUARTAL, date(year, month, 1), 0), year)


@rule("stretch", "q SLASH")
def _quarter_of_short_year(now: datetime, written: tuple[int, int]) -> Days | None:
    return _quarter(now, written[0], 2000 + written[1])


@rule("stretch", "h NUMBER YEAR?", "ORDINAL halbjahr/halbjahres/jahreshaelfte YEAR?",
      "ORDINAL haelfte des jahres YEAR?")  # fmt: skip
def _half_year(now: datetime, number: int, year: int | None) -> Days | None:
    if not 1 <= number <= 2:
        return None
    return _coming(now, lambda year: calendar.stretch(Stretch.HALBJAHR, date(year, 6 * number - 5, 1), 0), year)


@rule("stretch", "im/in/jahr/fuer/ab/bis jahr/jahre? YEAR")
def _year(year: int) -> Days | None:
    return _from_to(date(year, 1, 1), date(year, 12, 31)) if 2000 < year < 2200 else None


@rule("stretch", "heuer")
def _this_year(now: datetime) -> Days:
    return _from_to(*calendar.stretch(Stretch.JAHR, now.date(), 0))


@rule("stretch", "ORDINAL haelfte des/im/vom? <month>", "ORDINAL MONTH haelfte YEAR?")
def _half_month(now: datetime, number: int, month: Days | int, year: int | None = None) -> Days | None:
    days = month if isinstance(month, Days) else _month(now, month, year)
    if number not in {1, 2} or days.first is None or days.last is None:
        return None
    if number == 1:
        return replace(days, last=days.first + timedelta(days=14))
    return replace(days, first=days.first + timedelta(days=15))


@rule("nth", "ORDINAL")
def _nth(number: int) -> int | None:
    return number if number <= 5 else None


@rule("nth", "WHICH")
def _last_of(which: Which) -> int | None:
    return -1 if which is Which.LETZTER else None


@rule("of", "im/des/vom? <month>")
def _of_month(days: Days) -> Days:
    return days


@rule("of", "im/des/der WHICH? STRETCH", "WHICH STRETCH")
def _of_stretch(now: datetime, which: Which | None, kind: Stretch) -> Days | None:
    if kind in {Stretch.WOCHE, Stretch.WOCHENENDE}:
        return None
    return replace(_which_stretch(now, which or Which.DIESER, kind), yearless=which is None)


@rule("plain", "<nth> WEEKDAY <of>")
def _nth_weekday(now: datetime, which: int, weekday: int, within: Days) -> Days:
    if within.first is None or within.last is None:
        return within
    found = calendar.nth_weekday(within.first, within.last, weekday, which)
    if found is not None and found < now.date() and within.yearless:
        first, last = calendar.stretch(Stretch.MONAT, within.first, 1)
        found = calendar.nth_weekday(first, last, weekday, which)
    return never(Doubt.UNMOEGLICH) if found is None else _on(found)


@rule("plain", "<nth> tag/werktag/arbeitstag <of>")
def _nth_day(which: int, within: Days) -> Days | None:
    if within.first is None or within.last is None:
        return within
    return _on(within.last if which < 0 else within.first + timedelta(days=which - 1))


@rule("stretch", "<nth> MONTH woche YEAR?", "<nth> woche <of>")
def _week_of_month(now: datetime, which: int, month: int | Days, year: int | None = None) -> Days | None:
    """Weeks belong to the month of their Thursday; there are other ways to count, so it is asked."""
    within = month if isinstance(month, Days) else _month(now, month, year)
    if within.first is None or within.last is None:
        return within
    thursday = calendar.nth_weekday(within.first, within.last, 3, which)
    if thursday is None:
        return never(Doubt.UNMOEGLICH)
    first = max(calendar.monday(thursday), within.first)
    last = min(calendar.monday(thursday) + timedelta(days=6), within.last)
    return _from_to(first, last).asking(Doubt.UNGENAU)


# Beginning, middle and end


@rule("point", "EDGE der/des/vom/von/im/in? der/dem? <stretch>", "EDGE <month>", "EDGE der/des/vom/von <month>")
def _edge(now: datetime, edge: Edge, days: Days) -> Days:
    if days.first is None or days.last is None:
        return days
    point = _point(edge, days.first, days.last)
    if point < now.date() and days.yearless:
        if edge is Edge.ANFANG and (now.date() - point).days < 10:
            return _on(now.date()).asking(Doubt.UNGENAU)
        later = _point(
            edge, calendar.after(days.first, Period(months=12)), calendar.after(days.last, Period(months=12))
        )
        return _on(later).asking(Doubt.WELCHES_JAHR)
    return Days(point, point, doubt=days.doubt or Doubt.ANGENOMMEN, ambiguous=days.ambiguous)


@rule("point", "EDGE der/des/vom/von/diese/diesen/dieses/dieser? STRETCH")
def _edge_of_this(now: datetime, edge: Edge, kind: Stretch) -> Days:
    today = now.date()
    first, last = calendar.stretch(kind, today, 0)
    point = _point(edge, first, last)
    if point >= today:
        return Days(point, point, doubt=Doubt.ANGENOMMEN)
    if edge is Edge.ANFANG and kind is not Stretch.WOCHE and (today - first).days < 10:
        return _on(today).asking(Doubt.UNGENAU)
    return _on(_point(edge, *calendar.stretch(kind, today, 1))).asking(Doubt.WELCHER_TAG)


@rule("point", "EDGE_OF YEAR?", "EDGE_OF MONTH YEAR?")
def _compound_edge(now: datetime, compound: tuple[Edge, Stretch], *of: int | None) -> Days:
    edge, kind = compound
    match of:
        case (int(month), year):
            return _edge(now, edge, _month(now, month, year))
        case (int(year),):
            return _edge(now, edge, _from_to(date(year, 1, 1), date(year, 12, 31)))
    return _edge_of_this(now, edge, kind)


@rule("point", "WHICH EDGE_OF")
def _which_edge(now: datetime, which: Which, compound: tuple[Edge, Stretch]) -> Days | None:
    edge, kind = compound
    return _edge(now, edge, _which_stretch(now, which, kind))


@rule("point", "EDGE YEAR")
def _edge_of_year(now: datetime, edge: Edge, year: int) -> Days:
    return _edge(now, edge, _from_to(date(year, 1, 1), date(year, 12, 31)))


def _point(edge: Edge, first: date, last: date) -> date:
    """The first, middle, last day; a working week ends on Friday."""
    length = (last - first).days + 1
    match edge:
        case Edge.ANFANG:
            return first
        case Edge.MITTE if length == 7:
            return first + timedelta(days=2)
        case Edge.MITTE if length <= 31:
            return first + timedelta(days=14 if length > 20 else length // 2)
        case Edge.MITTE if length <= 92:
            return first.replace(day=15) + timedelta(days=31) if first.day == 1 else first + timedelta(days=length // 2)
        case Edge.MITTE:
            return calendar.after(first, Period(months=round(length / 61)))
    return first + timedelta(days=4) if length == 7 and first.weekday() == 0 else last


# Feasts


@rule("feast", "FEAST YEAR?")
def _fixed(now: datetime, when: tuple[int, int], year: int | None) -> Days:
    return _coming(now, lambda year: (date(year, *when), date(year, *when)), year)


@rule("feast", "christi? EASTER YEAR?")
def _moving(now: datetime, days: tuple[int, int], year: int | None) -> Days:
    return _coming(now, lambda year: calendar.by_easter(year, days), year)


def _named(month: int, first: int, last: int) -> Callable[[int], tuple[date, date]]:
    return lambda year: (date(year, month, first), date(year, month, last))


_NAMED: dict[str, Callable[[int], tuple[date, date]]] = {
    "weihnachten/weihnacht/weihnachtsfeiertage/weihnachtsfeiertagen/xmas": _named(12, 24, 26),
    "tag der deutschen einheit": _named(10, 3, 3),
    "tag der arbeit": _named(5, 1, 1),
    "heilige/heiligen/hl drei koenige/koenig/koenigen": _named(1, 6, 6),
    "sankt/st martin": _named(11, 11, 11),
    "mariae/maria himmelfahrt": _named(8, 15, 15),
    "heilig abend": _named(12, 24, 24),
    "heiliger/heiligen abend": _named(12, 24, 24),
    "buss und bettag": lambda year: (calendar.advent(year, 1) - timedelta(days=11),) * 2,
    "totensonntag/ewigkeitssonntag": lambda year: (calendar.advent(year, 1) - WEEK,) * 2,
    "volkstrauertag": lambda year: (calendar.advent(year, 1) - 2 * WEEK,) * 2,
    "muttertag": lambda year: (calendar.nth_weekday(date(year, 5, 1), date(year, 5, 31), 6, 2) or date(year, 5, 8),) * 2,
    "erntedankfest/erntedank": lambda year: (
        calendar.nth_weekday(date(year, 10, 1), date(year, 10, 31), 6, 1) or date(year, 10, 1),
    ) * 2,
}  # fmt: skip


def _add_named(pattern: str, of_year: Callable[[int], tuple[date, date]]) -> None:
    @rule("feast", f"{pattern} YEAR?")
    def _feast(now: datetime, year: int | None) -> Days:
        return _coming(now, of_year, year)


for _pattern, _of_year in _NAMED.items():
    _add_named(_pattern, _of_year)


@rule("feast", "ORDINAL advent/adventssonntag/adventsonntag/adventswochenende YEAR?")
def _advent(now: datetime, sunday: int, year: int | None) -> Days | None:
    if not 1 <= sunday <= 4:
        return never(Doubt.UNMOEGLICH)
    return _coming(now, lambda year: (calendar.advent(year, sunday),) * 2, year)


@rule("feast", "ORDINAL weihnachtsfeiertag/weihnachtstag/feiertag YEAR?")
def _christmas_day(now: datetime, number: int, year: int | None) -> Days | None:
    if number not in {1, 2}:
        return None
    return _coming(now, _named(12, 24 + number, 24 + number), year)


@rule("plain", "<feast>")
def _the_feast(days: Days) -> Days:
    return days


@rule("plain", "WHICH <feast>")
def _which_feast(which: Which, days: Days) -> Days:
    return never(Doubt.VERGANGEN) if which is Which.LETZTER else days


@rule("plain", "ueber EASTER YEAR?")
def _over_feast(now: datetime, days: tuple[int, int], year: int | None) -> Days:
    wider = {(0, 1): (-2, 1), (49, 50): (48, 50)}.get(days, days)
    return _moving(now, wider, year)


@rule("feast", "zwischen den jahren/feiertagen/festtagen")
def _between_the_years(now: datetime) -> Days:
    return _coming(now, _named(12, 27, 31), None)


@rule("span", "zwischen <feast> und <feast>")
def _between_feasts(now: datetime, earlier: Days, later: Days) -> Days:
    if earlier.last is None or later.first is None:
        return earlier if earlier.last is None else later
    first, last = earlier.last + timedelta(days=1), later.first - timedelta(days=1)
    if last < first and now.date() <= last:
        return _from_to(now.date(), last)
    return _from_to(first, last) if first <= last else never(Doubt.VERKEHRT)


# Before and after


@rule("plain", "<period> nach <plain>", "<period> nach dem/der <plain>")
def _period_after(period: Period, days: Days) -> Days | None:
    if period.clock:
        return None
    return days if days.last is None else replace(days, first=(found := calendar.after(days.last, period)), last=found)


@rule("plain", "<period> vor <plain>", "<period> vor dem/der <plain>")
def _period_before(period: Period, days: Days) -> Days | None:
    if period.clock:
        return None
    if days.first is None:
        return days
    found = calendar.after(days.first, period.times(-1))
    return replace(days, first=found, last=found)


@rule("plain", "am/einen? tag nach/danach dem/der? <plain>", "WORKDAYS nach <plain>")
def _day_after(*values: Days | bool) -> Days:
    days = values[-1]
    assert isinstance(days, Days)
    return days if days.last is None else _on(days.last + timedelta(days=1))


@rule("plain", "am/einen? tag vor dem/der? <plain>", "am? vortag von/des/vor? <plain>")
def _day_before(days: Days) -> Days:
    return days if days.first is None else _on(days.first - timedelta(days=1))


@rule("plain", "WEEKDAY nach dem/der? <feast>", "WEEKDAY nach dem/der? <date>")
def _weekday_after_day(weekday: int, days: Days) -> Days:
    if days.last is None:
        return days
    return _on(days.last + timedelta(days=(weekday - days.last.weekday() - 1) % 7 + 1))


@rule("plain", "WEEKDAY vor dem/der? <feast>", "WEEKDAY vor dem/der? <date>")
def _weekday_before_day(weekday: int, days: Days) -> Days:
    if days.first is None:
        return days
    return _on(days.first - timedelta(days=(days.first.weekday() - weekday - 1) % 7 + 1))


@rule("stretch", "der/die? woche nach dem/der? <feast>")
def _week_after(days: Days) -> Days:
    """The rest of the week if the feast ends at its beginning (Easter Monday), else the next."""
    if days.last is None:
        return days
    start = calendar.monday(days.last) + (timedelta() if days.last.weekday() < 2 else WEEK)
    return _from_to(max(start, days.last + timedelta(days=1)), start + timedelta(days=6))


@rule("stretch", "der/die? woche vor dem/der? <feast>")
def _week_before(days: Days) -> Days:
    if days.first is None:
        return days
    start = calendar.monday(days.first) - WEEK
    return _from_to(start, start + timedelta(days=6))


@rule("span", "nach <feast>", "nach dem/der <feast>", "nach dem? <date>", "nach dem? WEEKDAY", "nach <stretch>",
      "nach der/dem <stretch>")  # fmt: skip
def _after(now: datetime, value: Days | int) -> Days:
    days = _weekday(now.date(), value) if isinstance(value, int) else value
    if days.last is None:
        return days
    first = days.last + timedelta(days=1)
    return replace(days, first=first, last=first, open=True, sort=Sort.DAY).asking(Doubt.UNGENAU)


@rule("span", "noch? vor <feast>", "noch? vor dem/der <feast>", "noch? vor dem? <date>", "noch? vor dem? WEEKDAY",
      "noch? vor <stretch>", "noch? vor der/dem <stretch>", "noch? vor <point>", "noch? vor dem <point>")  # fmt: skip
def _before(now: datetime, value: Days | int) -> Days:
    days = _weekday(now.date(), value) if isinstance(value, int) else value
    if days.first is None:
        return days
    last = days.first - timedelta(days=1)
    return (
        replace(days, first=now.date(), last=last, sort=Sort.STRETCH) if last >= now.date() else never(Doubt.VERGANGEN)
    )


# From … to


@rule("span", "vom/von/zwischen/am/den? <dom> bis/-/und// zum/dem/den? <date>")
def _days_of_month(now: datetime, number: int, last: Days) -> Days | None:
    if last.first is None:
        return last
    first = calendar.day(last.first.year, last.first.month, number)
    if first is None:
        return never(Doubt.UNMOEGLICH)
    if first > last.first:
        return never(Doubt.VERKEHRT)
    return replace(last, first=max(first, now.date()) if last.first >= now.date() else first, sort=Sort.STRETCH)


@rule("span", "vom/von/am/zwischen/den ORDINAL bis/-/und// zum/dem/den? ORDINAL")
def _days_of_this_month(now: datetime, number: int, until: int) -> Days | None:
    first = _this_month(now, number)
    if first is None or first.first is None or not 1 <= until <= 31:
        return first
    last = calendar.day(first.first.year, first.first.month, until)
    if last is None:
        return never(Doubt.UNMOEGLICH)
    if last < first.first:
        last = calendar.after(last, Period(months=1))
    return replace(first, last=last, sort=Sort.STRETCH)


@rule("span", "von/vom/ab? <end_point> bis/- <end_point>", "zwischen <end_point> und <end_point>")
def _range(now: datetime, first: Days, last: Days) -> Days | None:
    if first.first is None or last.last is None:
        return first if first.first is None else last
    first, last = _together(now, first, last)
    assert first.first is not None
    assert last.last is not None
    if last.last < first.first and last.yearless:
        last = replace(last, last=calendar.after(last.last, Period(months=12)))
    if first.yearless and first.ambiguous and last.last is not None:
        running = calendar.after(first.first, Period(months=-12))
        if running <= now.date() <= calendar.after(last.last, Period(months=0)) and last.last < first.first:
            return _from_to(now.date(), last.last).asking(Doubt.ANGENOMMEN)
    if last.last < first.first:
        return never(Doubt.VERKEHRT)
    asked = first if first.ambiguous else last
    return Days(first.first, last.last, Sort.STRETCH, asked.doubt, asked.ambiguous)


def _together(now: datetime, first: Days, last: Days) -> tuple[Days, Days]:
    """A bare weekday at one end follows the other end."""
    assert first.first is not None
    assert last.first is not None
    if last.sort is Sort.WEEKDAY and last.weekday is not None:
        last = _on(first.first + timedelta(days=(last.weekday - first.first.weekday()) % 7))
    elif first.sort is Sort.WEEKDAY and first.weekday is not None:
        start = last.first - timedelta(days=(last.first.weekday() - first.weekday) % 7)
        if start >= now.date():
            first = _on(start)
    elif last.first < first.first and first.yearless and last.yearless and not first.ambiguous:
        last = replace(last, first=calendar.after(last.first, Period(months=12)))
    return first, last


@rule("end_point", "zum/am/den/dem/zur/einschliesslich/in? der/den/dem? <plain>", "zum/am? <point>", "zum/im? <month>",
      "zur/zum/in? der? <stretch>")  # fmt: skip
def _end_point(days: Days) -> Days | None:
    return None if isinstance(days, Instant) or days.open else days


@rule("span", "<end_point> und <end_point>", "<end_point> / <end_point>")
def _both(now: datetime, first: Days, last: Days) -> Days | None:
    days = _range(now, first, last)
    if days is None or days.first is None or days.last is None:
        return days
    if first.sort is Sort.STRETCH or last.sort is Sort.STRETCH or (days.last - days.first).days > 1:
        return days.asking(Doubt.MEHRERE)
    return days


@rule("span", "<end_point> oder <end_point>")
def _either(first: Days, last: Days) -> Days:
    return first if first.first is None else replace(first, last=first.first).asking(Doubt.MEHRERE)


@rule("span", "bis/spaetestens/laengstens spaetestens/einschliesslich/inklusive/inkl/einschl/maximal? <end_point>",
      "bis <end_point> spaetestens/einschliesslich/inklusive")  # fmt: skip
def _until(now: datetime, days: Days) -> Days:
    if days.last is None:
        return days
    if days.last < now.date():
        return never(Doubt.VERGANGEN)
    month = days.sort is Sort.STRETCH and (days.last - (days.first or days.last)).days > 27
    until = replace(days, first=now.date(), sort=Sort.STRETCH)
    return until.asking(Doubt.UNGENAU) if month else until


@rule("span", "ab/fruehestens ab/fruehestens/sofort? <end_point>", "<end_point> fruehestens")
def _since(days: Days) -> Days:
    return days if days.first is None else replace(days, last=days.first, open=True, sort=Sort.DAY)


@rule("span", "seit dem/der/letztem? <plain>", "seit <period>", "vor <period>", "vor <amount_of_time>")
def _past(_: Days | Period) -> Days:
    return never(Doubt.VERGANGEN)


@rule("amount_of_time", "ein? AMOUNT UNIT")
def _some_time(amount: float | None, unit: Period) -> Period:
    return unit


@rule("span", "innerhalb/binnen von/der? WHICH? <period>", "in den/der/die WHICH <period>", "die? WHICH <period>")
def _within(now: datetime, which: Which | None, period: Period) -> Days | Instant:
    if which is Which.LETZTER:
        return never(Doubt.VERGANGEN)
    if period.clock:
        return Instant(period.clock.total_seconds(), within=True)
    return _from_to(now.date(), calendar.after(now.date(), period))


# Again and again


def _every_weekday(now: datetime, weekday: int) -> Days:
    found = now.date() + timedelta(days=(weekday - now.weekday()) % 7)
    return Days(found, found, Sort.WEEKDAY, Doubt.WIEDERKEHREND, repeated=True, weekday=weekday)


@rule("repeat", "immer am? WEEKDAY", "jeden/jeder/jedem/jede/jedes WEEKDAY", "jeden/alle ORDINAL WEEKDAY")
def _every(now: datetime, *values: int) -> Days:
    return _every_weekday(now, values[-1])


@rule("repeat", "jeden <nth> WEEKDAY im/des monat/monats/jahr/quartal")
def _every_nth(now: datetime, which: int, weekday: int) -> Days:
    days = _nth_weekday(now, which, weekday, replace(_which_stretch(now, Which.DIESER, Stretch.MONAT), yearless=True))
    return replace(days, repeated=True, doubt=Doubt.WIEDERKEHREND) if days.first else days


@rule("repeat", "am? ORDINAL jeden/jedes monats/monat", "jeden ORDINAL im/des monat/monats", "immer am ORDINAL",
      "jeden monat am ORDINAL")  # fmt: skip
def _every_month(now: datetime, number: int) -> Days | None:
    days = _this_month(now, number)
    return None if days is None else replace(days, repeated=True, doubt=Doubt.WIEDERKEHREND, ambiguous=False)


@rule("repeat", "taeglich", "woechentlich", "monatlich", "jaehrlich", "vierteljaehrlich", "stuendlich", "werktags",
      "quartalsweise", "halbjaehrlich", "zweiwoechentlich", "vierzehntaegig",
      "jeden/jede/jedes tag/woche/monat/jahr/quartal/werktag/arbeitstag/stunde/halbjahr")  # fmt: skip
def _over_and_over(now: datetime) -> Days:
    return Days(now.date(), now.date(), Sort.STRETCH, Doubt.WIEDERKEHREND, repeated=True)


@rule("repeat", "alle <period>", "jede/jeden/jedes/alle ORDINAL UNIT", "NUMBER -? taegig", "NUMBER -? woechentlich",
      "einmal/zweimal/dreimal/viermal/fuenfmal pro/die/in/am/im der? UNIT", "NUMBER x/mal pro/die/in/am/im der? UNIT",
      "jeden/jede PART", "jeden/jede ORDINAL UNIT")  # fmt: skip
def _every_period(now: datetime, *values: object) -> Days:
    part = next((value for value in values if isinstance(value, Part)), None)
    return replace(_over_and_over(now), part=part)


# Words that name no time


_VAGUE = (
    "bald", "baldigst", "alsbald", "demnaechst", "irgendwann", "zeitnah", "spaeter", "schnellstmoeglich", "asap",
    "baldmoeglichst", "baldmoeglich", "fruehestmoeglich", "ehestmoeglich", "naechstens", "langfristig", "kurzfristig",
    "mittelfristig", "rechtzeitig", "jederzeit", "schnellstens", "ehestens", "irgendwo wann", "so bald/schnell/frueh wie moeglich",
    "sobald/sowie", "moeglichst/sehr/ganz schnell/bald/frueh/rasch/zeitnah", "in kuerze/baelde", "bei gelegenheit",
    "wenn/falls ich? mal? zeit", "wenn es passt", "wenns passt", "wenn ich dazu komme", "eines tages", "dieser tage",
    "die tage", "in naechster/absehbarer/der naechsten/zukunft/kommender zeit", "in der naechsten zeit", "in zukunft",
    "nach/vor/waehrend/in dem/den/der/meinem/seinem/ihrem urlaub/ferien/messe/feier/pause",
    "im urlaub", "ueber kurz oder lang", "zu gegebener zeit", "mal wieder", "wieder mal", "irgendwann mal",
    "unter der woche", "in der woche", "wenn zeit ist", "zwischendurch", "nebenbei", "gelegentlich", "ab und zu",
    "manchmal", "oefter", "regelmaessig", "hin und wieder", "beizeiten", "auf die schnelle", "frueher oder spaeter",
)  # fmt: skip


@rule("vague", *_VAGUE)
def _vague() -> Vague:
    return Vague()


@rule("vague", "in/vor/nach ein? AMOUNT UNIT", "in/die? den/der? WHICH ein? AMOUNT UNIT", "ein AMOUNT UNIT spaeter")
def _some(*values: object) -> Vague | None:
    return Vague() if None in values and values[-2] is None else None


@rule("vague", "WHICH tage/tagen/wochen/monate/monaten/stunden/minuten/jahre/jahren")
def _next_ones(which: Which) -> Vague:
    return Vague()


@rule("day_past", "neulich/kuerzlich/vorhin/damals/letztens/vorgestern/juengst")
def _lately() -> Days:
    return never(Doubt.VERGANGEN)
