"""Feasts and holidays, those that move with Easter too."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from flows.dates import calendar
from flows.dates.calendar import WEEK
from flows.dates.grammar import GRAMMAR
from flows.dates.meaning import Days, NoTime, from_to
from flows.dates.reading import Doubt
from flows.dates.rules.dates import coming
from flows.dates.words import Which

rule = GRAMMAR.rule


@rule("feast", "FEAST YEAR?")
def _fixed(now: datetime, when: tuple[int, int], year: int | None) -> Days:
    return coming(now, lambda year: (date(year, *when), date(year, *when)), year)


@rule("feast", "christi? EASTER YEAR?")
def _moving(now: datetime, days: tuple[int, int], year: int | None) -> Days:
    return coming(now, lambda year: calendar.by_easter(year, days), year)


def _named(month: int, first: int, last: int) -> Callable[[int], tuple[date, date]]:
    return lambda year: (date(year, month, first), date(year, month, last))


def _sunday(month: int, which: int) -> Callable[[int], tuple[date, date]]:
    def of_year(year: int) -> tuple[date, date]:
        first = date(year, month, 1)
        return (first + timedelta(days=6 - first.weekday()) + (which - 1) * WEEK,) * 2

    return of_year


def _before_advent(days: int) -> Callable[[int], tuple[date, date]]:
    return lambda year: (calendar.advent(year, 1) - timedelta(days=days),) * 2


_NAMED = {
    "weihnachten/weihnacht/weihnachtsfeiertage/weihnachtsfeiertagen/xmas": _named(12, 24, 26),
    "tag der deutschen einheit": _named(10, 3, 3),
    "tag der arbeit": _named(5, 1, 1),
    "heilige/heiligen/hl drei koenige/koenig/koenigen": _named(1, 6, 6),
    "sankt/st martin": _named(11, 11, 11),
    "mariae/maria himmelfahrt": _named(8, 15, 15),
    "heilig/heiliger/heiligen/hl abend": _named(12, 24, 24),
    "buss -? und bettag": _before_advent(11),
    "totensonntag/ewigkeitssonntag": _before_advent(7),
    "volkstrauertag": _before_advent(14),
    "muttertag": _sunday(5, 2),
    "erntedankfest/erntedank": _sunday(10, 1),
}


def _add_named(pattern: str, of_year: Callable[[int], tuple[date, date]]) -> None:
    @rule("feast", f"{pattern} YEAR?")
    def _feast(now: datetime, year: int | None) -> Days:
        return coming(now, of_year, year)


for _pattern, _of_year in _NAMED.items():
    _add_named(_pattern, _of_year)


@rule("feast", "ORDINAL advent/adventssonntag/adventsonntag/adventswochenende YEAR?")
def _advent(now: datetime, sunday: int, year: int | None) -> Days | None:
    if not 1 <= sunday <= 4:
        raise NoTime(Doubt.UNMOEGLICH)
    return coming(now, lambda year: (calendar.advent(year, sunday),) * 2, year)


@rule("feast", "ORDINAL weihnachtsfeiertag/weihnachtstag/feiertag YEAR?")
def _christmas_day(now: datetime, number: int, year: int | None) -> Days | None:
    if number not in {1, 2}:
        return None
    return coming(now, _named(12, 24 + number, 24 + number), year)


@rule("plain", "<feast>")
def _the_feast(days: Days) -> Days:
    return days


@rule("plain", "WHICH <feast>")
def _which_feast(which: Which, days: Days) -> Days:
    if which is Which.LETZTER:
        raise NoTime(Doubt.VERGANGEN)
    return days


@rule("plain", "ueber EASTER YEAR?")
def _over_feast(now: datetime, days: tuple[int, int], year: int | None) -> Days:
    wider = {(0, 1): (-2, 1), (49, 50): (48, 50)}.get(days, days)
    return _moving(now, wider, year)


@rule("feast", "zwischen den jahren/feiertagen/festtagen")
def _between_the_years(now: datetime) -> Days:
    return coming(now, _named(12, 27, 31), None)


@rule("span", "zwischen <feast> und <feast>")
def _between_feasts(now: datetime, earlier: Days, later: Days) -> Days:
    first, last = earlier.last + timedelta(days=1), later.first - timedelta(days=1)
    if last < first and now.date() <= last:
        return from_to(now.date(), last)
    if last < first:
        raise NoTime(Doubt.VERKEHRT)
    return from_to(first, last)
