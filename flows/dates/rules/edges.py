"""Beginning, middle and end of a stretch, taken as one day: its first, its middle one, its last."""

from datetime import date, datetime, timedelta

from flows.dates import calendar
from flows.dates.grammar import GRAMMAR
from flows.dates.meaning import Days, from_to, on
from flows.dates.reading import Doubt
from flows.dates.rules.stretches import month_of, which_stretch
from flows.dates.words import Edge, Period, Stretch, Which

rule = GRAMMAR.rule


@rule("point", "EDGE der/des/vom/von/im/in? der/dem? <stretch>", "EDGE <month>", "EDGE der/des/vom/von <month>")
def _edge(now: datetime, edge: Edge, days: Days) -> Days:
    point = _point(edge, days.first, days.last)
    if point < now.date() and days.yearless:
        if edge is Edge.ANFANG and (now.date() - point).days < 10:
            return on(now.date()).asking(Doubt.UNGENAU)
        later = _point(
            edge, calendar.after(days.first, Period(months=12)), calendar.after(days.last, Period(months=12))
        )
        return on(later).asking(Doubt.WELCHES_JAHR)
    return Days(point, point, doubt=days.doubt or Doubt.ANGENOMMEN, ambiguous=days.ambiguous)


@rule("point", "EDGE der/des/vom/von/diese/diesen/dieses/dieser? STRETCH")
def _edge_of_this(now: datetime, edge: Edge, kind: Stretch) -> Days:
    today = now.date()
    first, last = calendar.stretch(kind, today, 0)
    point = _point(edge, first, last)
    if point >= today:
        return Days(point, point, doubt=Doubt.ANGENOMMEN)
    if edge is Edge.ANFANG and kind is not Stretch.WOCHE and (today - first).days < 10:
        return on(today).asking(Doubt.UNGENAU)
    return on(_point(edge, *calendar.stretch(kind, today, 1))).asking(Doubt.WELCHER_TAG)


@rule("point", "EDGE_OF YEAR?", "EDGE_OF MONTH YEAR?")
def _compound_edge(now: datetime, compound: tuple[Edge, Stretch], *of: int | None) -> Days:
    edge, kind = compound
    match of:
        case (int(month), year):
            return _edge(now, edge, month_of(now, month, year))
        case (int(year),):
            return _edge(now, edge, from_to(date(year, 1, 1), date(year, 12, 31)))
    return _edge_of_this(now, edge, kind)


@rule("point", "WHICH EDGE_OF")
def _which_edge(now: datetime, which: Which, compound: tuple[Edge, Stretch]) -> Days | None:
    edge, kind = compound
    return _edge(now, edge, which_stretch(now, which, kind))


@rule("point", "<week> ,? EDGE")
def _edge_behind(now: datetime, days: Days, edge: Edge) -> Days:
    return _edge(now, edge, days)


@rule("point", "EDGE YEAR")
def _edge_of_year(now: datetime, edge: Edge, year: int) -> Days:
    return _edge(now, edge, from_to(date(year, 1, 1), date(year, 12, 31)))


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
