"""Before, after, until, from … to."""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from flows.dates import calendar
from flows.dates.calendar import WEEK
from flows.dates.grammar import GRAMMAR
from flows.dates.meaning import Days, Instant, NoTime, Sort, from_to, on
from flows.dates.reading import Doubt
from flows.dates.rules.dates import this_month
from flows.dates.rules.days import next_weekday
from flows.dates.words import Period, Stretch, Which

rule = GRAMMAR.rule

_DAY = timedelta(days=1)
_YEAR = Period(months=12)
_LONGEST = timedelta(days=270)  # from one year to the next; what is longer is more likely turned round


@rule("plain", "<period> nach <bound>")
def _period_after(period: Period, days: Days) -> Days | None:
    if period.clock:
        return None
    found = calendar.after(days.last, period)
    return replace(days, first=found, last=found)


@rule("plain", "<period> vor <bound>")
def _period_before(period: Period, days: Days) -> Days | None:
    if period.clock:
        return None
    found = calendar.after(days.first, period.times(-1))
    return replace(days, first=found, last=found)


@rule("plain", "am/einen? tag nach/danach <bound>")
def _day_after(days: Days) -> Days:
    return replace(days, first=days.last + _DAY, last=days.last + _DAY)


@rule("plain", "am/einen? tag vor <bound>", "am? vortag von/des/vor? <bound>")
def _day_before(days: Days) -> Days:
    return replace(days, first=days.first - _DAY, last=days.first - _DAY)


@rule("plain", "WEEKDAY nach dem/der? <feast>", "WEEKDAY nach dem/der? <date>")
def _weekday_after_day(weekday: int, days: Days) -> Days:
    found = days.last + timedelta(days=(weekday - days.last.weekday() - 1) % 7 + 1)
    return replace(days, first=found, last=found, sort=Sort.DAY)


@rule("plain", "WEEKDAY vor dem/der? <feast>", "WEEKDAY vor dem/der? <date>")
def _weekday_before_day(weekday: int, days: Days) -> Days:
    found = days.first - timedelta(days=(days.first.weekday() - weekday - 1) % 7 + 1)
    return replace(days, first=found, last=found, sort=Sort.DAY)


@rule("stretch", "der/die? woche nach dem/der? <feast>")
def _week_after(days: Days) -> Days:
    """The rest of the week if the feast ends at its beginning (Easter Monday), else the next."""
    start = calendar.monday(days.last) + (timedelta() if days.last.weekday() < 2 else WEEK)
    return replace(days, first=max(start, days.last + _DAY), last=start + 6 * _DAY, sort=Sort.STRETCH)


@rule("stretch", "der/die? WHICH? woche vor dem/der? <feast>")
def _week_before(which: Which | None, days: Days) -> Days | None:
    if which not in {None, Which.LETZTER}:
        return None
    start = calendar.monday(days.first) - WEEK
    return replace(days, first=start, last=start + 6 * _DAY, sort=Sort.STRETCH)


@rule("stretch", "am/das? STRETCH vor dem/der? <feast>")
def _weekend_before(kind: Stretch, days: Days) -> Days | None:
    if kind is not Stretch.WOCHENENDE:
        return None
    saturday = calendar.monday(days.first) - 2 * _DAY
    return replace(days, first=saturday, last=saturday + _DAY, sort=Sort.STRETCH)


@rule("stretch", "am/das? STRETCH nach dem/der? <feast>")
def _weekend_after(kind: Stretch, days: Days) -> Days | None:
    if kind is not Stretch.WOCHENENDE:
        return None
    saturday = calendar.monday(days.last + 2 * _DAY) + 5 * _DAY
    return replace(days, first=saturday, last=saturday + _DAY, sort=Sort.STRETCH)


@rule("bound", "dem/der/den? <feast>", "dem/der/den? <date>", "dem/der/den? <dated>", "dem/der/den? <stretch>",
      "dem/der/den? <point>", "dem/der/den? <ordinal_date>")  # fmt: skip
def _bound(days: Days) -> Days:
    return days


@rule("bound", "RELATIVE")
def _bound_relative(now: datetime, ahead: int) -> Days | None:
    return on(now.date() + ahead * _DAY) if ahead >= 0 else None


@rule("bound", "dem/den? WEEKDAY")
def _bound_weekday(now: datetime, weekday: int) -> Days:
    return next_weekday(now.date(), weekday)


@rule("span", "nach <bound>")
def _after(days: Days) -> Days:
    """From the next day on, but who knows how long after."""
    return _open(replace(days, last=days.last + _DAY), days.last + _DAY).asking(Doubt.UNGENAU)


@rule("span", "nicht vor <bound>")
def _not_before(days: Days) -> Days:
    return _open(days, days.first)


@rule("span", "noch? vor <bound>")
def _before(now: datetime, days: Days) -> Days:
    last = days.first - _DAY
    if last < now.date():
        raise NoTime(Doubt.VERGANGEN)
    return replace(days, first=now.date(), last=last, sort=Sort.STRETCH, weekday=None)


@rule("span", "kurz/knapp vor dem/der/den? <feast>", "kurz/knapp vor dem/der/den? <date>",
      "kurz/knapp vor dem/der? <point>", "kurz/knapp vor dem <ordinal_date>")  # fmt: skip
def _shortly_before(now: datetime, days: Days) -> Days:
    """In the days before, but who knows which."""
    before = _before(now, days)
    return replace(before, first=max(now.date(), days.first - WEEK)).asking(Doubt.UNGENAU)


@rule("span", "den/die? WHICH tagen/tage/wochen vor <bound>")
def _last_days_before(now: datetime, which: Which, days: Days) -> Days | None:
    return _shortly_before(now, days) if which is Which.LETZTER else None


def _open(days: Days, first: date) -> Days:
    return replace(days, first=first, last=first, open=True, sort=Sort.DAY)


# From … to. Ends that name less follow the one that names more: "vom 3. bis 7. Mai".


@rule("span", "vom/von/am/den? <dom> bis/- zum/dem/den? <date>", "zwischen dem/den? <dom> und dem/den? <date>")
def _days_of_month(now: datetime, number: int, last: Days) -> Days:
    first = calendar.day(last.first.year, last.first.month, number)
    if first is None:
        raise NoTime(Doubt.UNMOEGLICH)
    if first > last.first:
        raise NoTime(Doubt.VERKEHRT)
    running = first < now.date() <= last.first
    return replace(last, first=now.date() if running else first, sort=Sort.STRETCH)


@rule("span", "am/den? <dom> und/+/&// dem/den/am? <date>")
def _two_days_of_month(now: datetime, number: int, last: Days) -> Days:
    days = _days_of_month(now, number, last)
    return days if number + 1 == last.first.day else replace(days, last=days.first, sort=Sort.DAY).asking(Doubt.MEHRERE)


@rule("span", "am/den? <dom> oder/bzw dem/den/am? <date>")
def _either_day_of_month(now: datetime, number: int, last: Days) -> Days:
    days = _days_of_month(now, number, last)
    return replace(days, last=days.first, sort=Sort.DAY).asking(Doubt.MEHRERE)


@rule("span", "am/den ORDINAL und/+/&// am/den? ORDINAL", "am/den ORDINAL oder am/den? ORDINAL")
def _two_days_of_this_month(now: datetime, number: int, _: int) -> Days:
    return this_month(now, number).asking(Doubt.MEHRERE)


@rule("span", "vom/von/am/den ORDINAL bis/- zum/dem/den? ORDINAL", "zwischen dem/den? ORDINAL und dem/den? ORDINAL")
def _days_of_this_month(now: datetime, number: int, until: int) -> Days:
    first = this_month(now, number)
    last = calendar.day(first.first.year, first.first.month, until)
    if last is None:
        raise NoTime(Doubt.UNMOEGLICH)
    if last < first.first:
        last = calendar.after(last, Period(months=1))
    return replace(first, last=last, sort=Sort.STRETCH)


@rule("end", "zum/am/den/dem/zur/einschliesslich/in? der/den/dem? <plain>", "zum/am? <point>", "zum/im? <month>",
      "zur/zum/in? der? <stretch>")  # fmt: skip
def _end(days: Days) -> Days | None:
    return None if days.open else days


@rule("end", "YEAR")
def _end_of_year(year: int) -> Days:
    return from_to(date(year, 1, 1), date(year, 12, 31))


@rule("span", "von/vom/ab? <end> bis/- <end>", "zwischen <end> und <end>")
def _from_to(now: datetime, first: Days, last: Days) -> Days:
    if first.repeated:
        return first
    if last.weekday is not None and last.sort is Sort.WEEKDAY:
        last = on(first.first + timedelta(days=(last.weekday - first.first.weekday()) % 7))
    elif first.weekday is not None and first.sort is Sort.WEEKDAY:
        start = last.first - timedelta(days=(last.first.weekday() - first.weekday) % 7)
        first = on(start) if start >= now.date() else first
    elif last.last < first.first and first.yearless and first.ambiguous:
        return from_to(now.date(), last.last).asking(Doubt.UNGENAU)  # has begun
    elif last.last < first.first and last.yearless:
        last = replace(last, last=calendar.after(last.last, _YEAR))
    turned = last.yearless and last.last.year > first.first.year and last.last - first.first > _LONGEST
    if last.last < first.first or turned:
        raise NoTime(Doubt.VERKEHRT)
    doubtful = first if first.ambiguous else last
    return Days(first.first, last.last, Sort.STRETCH, doubtful.doubt, doubtful.ambiguous)


@rule("span", "<end> und/+/& <end>", "<end> / <end>")
def _both(now: datetime, first: Days, last: Days) -> Days:
    """Two days that follow each other are one stretch."""
    if first.repeated and last.repeated and first.weekday is not None and last.weekday is not None:
        sooner = min(first, last, key=lambda each: each.first)
        return replace(sooner, rule=f"{first.rule},{last.rule.rpartition('=')[2]}")
    days = _from_to(now, first, last)
    if days.repeated:
        return days
    single = first.first == first.last and last.first == last.last
    return days if single and days.last - days.first == _DAY else days.asking(Doubt.MEHRERE)


@rule("span", "<end> oder/bzw <end>")
def _either(first: Days, _: Days) -> Days:
    return replace(first, last=first.first, sort=Sort.DAY).asking(Doubt.MEHRERE)


@rule("span", "bis/spaetestens/laengstens spaetestens/einschliesslich/inklusive/inkl/einschl/maximal? <end>",
      "bis <end> spaetestens/einschliesslich/inklusive")  # fmt: skip
def _until(now: datetime, days: Days) -> Days:
    """The last day included; whether all of a month is, had better be asked."""
    if days.last < now.date():
        raise NoTime(Doubt.VERGANGEN)
    until = replace(days, first=now.date(), sort=Sort.STRETCH, until=True, weekday=None)
    return until.asking(Doubt.UNGENAU) if days.last - days.first > 3 * WEEK else until


@rule("span", "ab/fruehestens ab/fruehestens/sofort? <end>", "<end> fruehestens")
def _since(days: Days) -> Days:
    return _open(days, days.first)


@rule("span", "seit dem/der? <plain>", "seit dem/der? <stretch>", "seit <period>", "vor <period>",
      "RELATIVE vor <period>", "WEEKDAY vor <period>")  # fmt: skip
def _past(*_: object) -> Days:
    raise NoTime(Doubt.VERGANGEN)


@rule("span", "innerhalb/binnen von/der? WHICH? <period>", "in den/der/die WHICH <period>", "die? WHICH <period>")
def _within(now: datetime, which: Which | None, period: Period) -> Days | Instant:
    if which is Which.LETZTER:
        raise NoTime(Doubt.VERGANGEN)
    if period.clock:
        return Instant(period.clock.total_seconds(), within=True)
    return from_to(now.date(), calendar.after(now.date(), period))
