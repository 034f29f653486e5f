"""Finding what a sentence says about when, and putting it together."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flows.dates import calendar, hours
from flows.dates.context import consider
from flows.dates.days import grammar
from flows.dates.grammar import Parser
from flows.dates.local import settle
from flows.dates.meaning import Clock, Days, Hours, Instant, Sort, Vague
from flows.dates.reading import Doubt, Found, Reading
from flows.dates.tokens import Token, tokenize
from flows.dates.words import Part

assert hours  # its rules belong to the grammar

_NAMES = ("repeat", "span", "plain", "point", "stretch", "day_past", "hours", "part", "vague")
_LEADING = frozenset(
    ("am", "an", "im", "in", "den", "dem", "der", "die", "zum", "zur", "auf", "fuer", "noch", "um", "erst")
)
_NOT = frozenset(("nicht", "kein", "keinen", "ausser", "nie"))
_LONGEST = 2000  # characters; nobody says when in more


class _Piece(Struct):
    """A value and the tokens it was read from."""

    first: int
    end: int
    value: Any


def find(text: str, now: datetime) -> Found | None:
    """What the sentence `text` says about when, and where it says so; None if it says nothing of it.

    `now` is aware; its zone is the person's.
    """
    tokens = tokenize(text[:_LONGEST])
    consider(tokens)
    stamp = next((token for token in tokens if "STAMP" in token.classes), None)
    if stamp is not None and (moment := _stamp(stamp, now)) is not None:
        return Found(moment, ((stamp.start, stamp.end),))
    pieces = _whole(tokens, now) or list(_pieces(tokens, now))
    if not pieces:
        return None
    return Found(_reading(pieces, now), tuple(_spans(tokens, pieces)))


def _stamp(token: Token, now: datetime) -> Reading | None:
    try:
        moment = datetime.fromisoformat(token.raw)
    except ValueError:
        return Reading(doubt=Doubt.UNMOEGLICH)
    aware = moment.replace(tzinfo=now.tzinfo) if moment.tzinfo is None else moment.astimezone(now.tzinfo)
    if aware.astimezone(UTC) < now.astimezone(UTC):
        return Reading(doubt=Doubt.VERGANGEN)
    moment, doubt = settle(aware)
    return Reading(moment, None, doubt is not None, doubt)


def _whole(tokens: Sequence[Token], now: datetime) -> list[_Piece]:
    """What is a date only if nothing else is said: "Mai", "der 15.", "1.5"."""
    words = [token for token in tokens if token.text not in {".", "!", "?", ","}]
    while words and words[0].text in {"der", "den", "die", "das"}:
        words = words[1:]
    if not 1 <= len(words) <= 3:
        return []
    parser = Parser(grammar, words, now)
    first = next(index for index, token in enumerate(tokens) if token is words[0])
    for name in ("month", "ordinal_date"):
        value = parser.parse(name, 0).get(len(words))
        if value is not None:
            return [_Piece(first, first + len(words), value)]
    if len(words) == 1 and "DM" in words[0].classes and not words[0].classes["DM"][2]:
        days = parser.parse("date", 0).get(1)
        if days is not None:
            return [_Piece(first, first + 1, days.asking(Doubt.ZAHL) if days.first else days)]
    return []


def _pieces(tokens: Sequence[Token], now: datetime) -> Iterator[_Piece]:
    """From left to right the longest of what can be read."""
    parser = Parser(grammar, tokens, now)
    at = 0
    while at < len(tokens):
        best = _longest(parser, tokens, at)
        if best is None:
            at += 1
            continue
        if isinstance(best.value, Days) and best.value.first is not None:
            if any("MAYBE" in token.classes for token in tokens[best.first : best.end]):
                best.value = best.value.asking(Doubt.NAME)
            if at and tokens[at - 1].text in _NOT:
                best.value = best.value.asking(Doubt.UNGENAU)
        yield best
        at = best.end


def _longest(parser: Parser, tokens: Sequence[Token], at: int) -> _Piece | None:
    """The longest piece from `at` on, small words before it allowed: "am" and "zwanzigsten Dezember"."""
    best: _Piece | None = None
    for start in range(at, min(at + 3, len(tokens))):
        for name in _NAMES:
            for end, value in parser.parse(name, start).items():
                if best is None or end > best.end:
                    best = _Piece(at, end, value)
        if tokens[start].text not in _LEADING:
            break
    return best


def _spans(tokens: Sequence[Token], pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """The pieces with the small words before them, joined where only commas and such part them."""
    places: list[list[int]] = []
    for piece in pieces:
        first = piece.first
        floor = places[-1][1] if places else 0
        while first > floor and tokens[first - 1].text in _LEADING:
            first -= 1
        if places and all(token.text in {",", "-", "/", "("} for token in tokens[places[-1][1] : first]):
            places[-1][1] = piece.end
        else:
            places.append([first, piece.end])
    for first, end in places:
        yield tokens[first].start, tokens[end - 1].end


def _reading(pieces: Sequence[_Piece], now: datetime) -> Reading:
    values = [piece.value for piece in pieces]
    days = [value for value in values if isinstance(value, Days)]
    instants = [value for value in values if isinstance(value, Instant)]
    times = [value for value in values if isinstance(value, Hours)]
    part = next((value for value in values if isinstance(value, Part)), None)
    possible = [each for each in days if each.first is not None]
    impossible = [each for each in days if each.first is None]
    blocking = [each.doubt for each in impossible if each.doubt is not Doubt.VERGANGEN]
    if blocking:
        return Reading(doubt=blocking[0])
    if any(clock.doubt for each in times for clock in (each.first, each.last) if clock):
        return Reading(doubt=Doubt.KEINE_UHRZEIT)
    strong = [each for each in possible if not each.weak] or possible
    if instants and not any(not each.weak and each.first != now.date() for each in strong):
        return _instant(instants[0], now)
    if not strong and impossible:
        return Reading(doubt=Doubt.VERGANGEN)
    if not strong and not times and part is None:
        return (
            Reading(doubt=Doubt.VAGE) if any(isinstance(value, Vague) for value in values) else _instants(instants, now)
        )
    chosen: Days | None = None
    for each in strong:
        chosen = each if chosen is None else _combined(chosen, each, now.date())
    chosen = None if chosen is None else _clipped(chosen, now.date())
    if chosen is not None and chosen.first is None:
        return Reading(doubt=chosen.doubt)
    return _dated(chosen, part, _one(times), now)


def _instants(instants: Sequence[Instant], now: datetime) -> Reading:
    return _instant(instants[0], now) if instants else Reading(doubt=Doubt.KEINS)


def _instant(instant: Instant, now: datetime) -> Reading:
    start = now.replace(microsecond=0)
    moment = (start.astimezone(UTC) + timedelta(seconds=instant.seconds)).astimezone(now.tzinfo)
    return Reading(start, moment) if instant.within else Reading(moment)


def _one(times: Sequence[Hours]) -> Hours | None:
    """The clock times that were said, as one."""
    if not times:
        return None
    first = times[0]
    for other in times[1:]:
        if first.last is None and other.first is None:
            first = Hours(first.first, other.last)
        elif other != first:
            first = replace(first, doubt=Doubt.MEHRERE)
    return first


def _combined(one: Days, other: Days, today: date) -> Days:
    """Two ways to say the same; if they are not the same, it is asked."""
    if one.repeated or other.repeated:
        kept = one if one.sort is not Sort.STRETCH else other
        return replace(kept, repeated=True, doubt=Doubt.WIEDERKEHREND, ambiguous=False)
    if one.sort.value > other.sort.value:
        one, other = other, one
    assert one.first is not None
    assert one.last is not None
    assert other.first is not None
    assert other.last is not None
    part = one.part or other.part
    match one.sort, other.sort:
        case Sort.WEEKDAY, Sort.WEEKDAY if one.weekday == other.weekday:
            return replace(one, part=part)
        case Sort.WEEKDAY, Sort.STRETCH if one.weekday is not None:
            found = calendar.nth_weekday(max(other.first, today), other.last, one.weekday, 1)
            if found is not None:
                days = Days(found, found, doubt=other.doubt, ambiguous=other.ambiguous, part=part)
                return days if (other.last - other.first).days < 7 else days.asking(Doubt.WELCHER_TAG)
        case Sort.WEEKDAY, Sort.DAY:
            agrees = other.first.weekday() == one.weekday
            return replace(other, part=part) if agrees else other.asking(Doubt.WIDERSPRUCH)
        case Sort.STRETCH, _ if one.first <= other.first and other.last <= one.last:
            return replace(other, part=part)
        case Sort.STRETCH, Sort.STRETCH if other.first <= one.first and one.last <= other.last:
            return replace(one, part=part)
    if (one.first, one.last) == (other.first, other.last):
        return replace(one, part=part)
    return replace(one, last=one.first).asking(Doubt.MEHRERE)


def _clipped(days: Days, today: date) -> Days:
    """The days from today on."""
    assert days.first is not None
    assert days.last is not None
    if days.last < today:
        return replace(days, first=None, last=None, doubt=Doubt.VERGANGEN)
    return replace(days, first=max(days.first, today))


def _dated(days: Days | None, part: Part | None, times: Hours | None, now: datetime) -> Reading:
    today = now.date()
    if days is None:
        days = Days(today, today, weak=True)
        assumed = True
    else:
        assumed = days.weak
    part = part or days.part
    assert days.first is not None
    if times is None:
        return _without_clock(days, part, now, assumed=assumed)
    if days.first != days.last and not days.repeated and not (times.first is None and days.first == today):
        return Reading(days.first, days.last, ambiguous=True, doubt=days.doubt or Doubt.WELCHER_TAG)
    return _with_clock(days, part, times, now, assumed=assumed)


def _without_clock(days: Days, part: Part | None, now: datetime, *, assumed: bool) -> Reading:
    today = now.date()
    if part is not None and days.first == days.last == today and now.hour >= part.value[1]:
        if assumed:
            return Reading(today + timedelta(days=1), None, ambiguous=True, doubt=Doubt.WELCHER_TAG)
        if not days.repeated:
            return Reading(doubt=Doubt.VERGANGEN)
    end = None if days.open or days.first == days.last else days.last
    if days.repeated:
        end = None
    if days.sort is Sort.STRETCH and end is None and not days.open and not days.repeated:
        end = None
    return Reading(days.first, end, days.ambiguous, days.doubt)


def _with_clock(days: Days, part: Part | None, times: Hours, now: datetime, *, assumed: bool) -> Reading:
    day = days.last if times.first is None and days.first != days.last else days.first
    assert day is not None
    ambiguous, doubt = days.ambiguous, days.doubt
    if times.doubt is not None:
        ambiguous, doubt = True, times.doubt
    clock = times.first or times.last
    assert clock is not None
    minutes, unsure = _minutes(clock, part, day, today=now.date())
    start = _at(day, minutes, now)
    if unsure is not None:
        ambiguous, doubt = True, doubt or unsure
    if start.astimezone(UTC) <= now.astimezone(UTC):
        later = None if clock.sure or part is not None or minutes >= 720 else _at(day, minutes + 720, now)
        if later is not None and later.astimezone(UTC) > now.astimezone(UTC) and minutes < 720:
            start, ambiguous, doubt = later, True, Doubt.WELCHE_STUNDE
        elif times.last is not None and times.first is not None and day == now.date():
            start = now.replace(second=0, microsecond=0)
        elif days.repeated:
            start = _at(_next(days, day), minutes, now)
        elif assumed:
            start, ambiguous, doubt = _at(day + timedelta(days=1), minutes, now), True, Doubt.WELCHER_TAG
        else:
            return Reading(doubt=Doubt.VERGANGEN)
    start, change = settle(start)
    if change is not None:
        ambiguous, doubt = True, change
    if times.first is None:
        midnight = datetime.combine(day, datetime.min.time(), now.tzinfo)
        opening = max(midnight.astimezone(UTC), now.replace(microsecond=0).astimezone(UTC)).astimezone(now.tzinfo)
        if days.first != days.last:
            opening = now.replace(microsecond=0)
        return Reading(opening, start, ambiguous, doubt)
    if times.last is None:
        return Reading(start, None, ambiguous, doubt)
    return _until(start, times, part, now, ambiguous=ambiguous, doubt=doubt)


def _until(
    start: datetime, times: Hours, part: Part | None, now: datetime, *, ambiguous: bool, doubt: Doubt | None
) -> Reading:
    """The end of a stretch of hours: the first time that fits after its beginning."""
    assert times.last is not None
    last = times.last.minutes
    begun = start.hour * 60 + start.minute
    if last <= begun and not times.last.sure and last + 720 > begun and last <= 720:
        last += 720
    elif last <= begun and begun >= 17 * 60 and last <= 8 * 60:
        last += 1440
    if last <= begun:
        return Reading(doubt=Doubt.VERKEHRT)
    end, change = settle(_at(start.date(), last, now))
    if end.astimezone(UTC) <= start.astimezone(UTC):
        return Reading(doubt=Doubt.VERKEHRT)
    return Reading(start, end, ambiguous or change is not None, doubt or change)


def _next(days: Days, day: date) -> date:
    return day + timedelta(days=7 if days.sort is Sort.WEEKDAY else 1)


def _at(day: date, minutes: int, now: datetime) -> datetime:
    moment = datetime.combine(day, datetime.min.time(), now.tzinfo) + timedelta(minutes=minutes)
    return moment


def _minutes(clock: Clock, part: Part | None, day: date, today: date) -> tuple[int, Doubt | None]:
    """Minutes since midnight: twelve hours later where the part of the day or the waking hours say so."""
    minutes = clock.minutes
    if part is not None:
        first, end = part.value
        for shift in (0, 720, 1440):
            if first * 60 <= minutes + shift < end * 60 and (shift != 720 or (not clock.sure and minutes < 780)):
                return minutes + shift, None if shift < 1440 or day == today else Doubt.WELCHER_TAG
        return minutes, None if clock.sure and part is Part.NACHT else Doubt.WIDERSPRUCH
    if clock.sure:
        return minutes, Doubt.WELCHER_TAG if minutes == 1440 and day != today else None
    hour = minutes // 60
    if clock.spoken:
        if hour == 6:
            return minutes + 720, Doubt.WELCHE_STUNDE
        return (minutes + 720 if hour < 6 else minutes), None
    return minutes, Doubt.WELCHE_STUNDE if 0 < hour < 6 else None
