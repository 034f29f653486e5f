"""Putting together what was found: days, parts of the day and clock times become one reading."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce

from msgspec.structs import replace

from flows.dates import calendar
from flows.dates.local import settle
from flows.dates.meaning import Clock, Days, Hours, Instant, Never, Sort
from flows.dates.reading import Doubt, Reading
from flows.dates.words import Part

_ORDER = ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY")
_HALF_DAY = 12 * 60
_WHOLE_DAY = 24 * 60


def join(values: Sequence[object], now: datetime) -> Reading:
    """The reading of all that was said. What is no time at all counts before what is, what is past only without it."""
    nevers = [value.doubt for value in values if isinstance(value, Never)]
    impossible = next((doubt for doubt in nevers if doubt is not Doubt.VERGANGEN), None)
    if impossible is not None:
        return Reading(doubt=impossible)
    said = [value for value in values if isinstance(value, Days)]
    days = [each for each in said if not each.weak] or said[:1]
    instants = [value for value in values if isinstance(value, Instant)]
    hours = _one_of([value for value in values if isinstance(value, Hours)])
    part = next((value for value in values if isinstance(value, Part)), None)
    if instants and all(each.last == now.date() for each in days):
        return _elapsed(instants[0], now)
    if not days and nevers:
        return Reading(doubt=Doubt.VERGANGEN)
    if not days and hours is None and part is None:
        return Reading(doubt=Doubt.VAGE)
    reading = _placed(days, part, hours, now)
    return replace(reading, rule=_rule(days)) if reading.when is not None else reading


def stamped(text: str, now: datetime) -> Reading:
    """The reading of a moment written as computers do."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return Reading(doubt=Doubt.UNMOEGLICH)
    local = moment.replace(tzinfo=now.tzinfo) if moment.tzinfo is None else moment.astimezone(now.tzinfo)
    if _passed(local, now):
        return Reading(doubt=Doubt.VERGANGEN)
    local, doubt = settle(local)
    return Reading(local, None, doubt is not None, doubt)


def _elapsed(instant: Instant, now: datetime) -> Reading:
    start = now.replace(microsecond=0)
    moment = (start.astimezone(UTC) + timedelta(seconds=instant.seconds)).astimezone(now.tzinfo)
    return Reading(start, moment) if instant.within else Reading(moment)


def _one_of(hours: Sequence[Hours]) -> Hours | None:
    """Clock times said apart: a point and an "until" are a stretch, different points are asked about."""

    def joined(one: Hours, other: Hours) -> Hours:
        if one.last is None and other.first is None:
            return Hours(one.first, other.last, one.doubt)
        return one if one == other else replace(one, doubt=Doubt.MEHRERE)

    return reduce(joined, hours) if hours else None


def _placed(days: Sequence[Days], part: Part | None, hours: Hours | None, now: datetime) -> Reading:
    today = now.date()
    joined = reduce(lambda one, other: _joined(one, other, today), days) if days else Days(today, today, weak=True)
    if joined.last < today:
        return Reading(doubt=Doubt.VERGANGEN)
    joined = replace(joined, first=max(joined.first, today))
    part = part or joined.part
    if hours is None:
        return _whole_days(joined, part, now)
    if hours.first is None or joined.until:
        return _deadline(joined, part, hours, now)
    if joined.first != joined.last and not joined.repeated:
        return Reading(joined.first, joined.last, ambiguous=True, doubt=joined.doubt or Doubt.WELCHER_TAG)
    return _clocked(joined, part, hours, now)


def _joined(one: Days, other: Days, today: date) -> Days:
    """Two ways to say the same: the more definite one. If they are not the same, it is asked."""
    if one.repeated or other.repeated:
        return _repeated(one, other)
    if one.until != other.until:
        return one.asking(Doubt.MEHRERE)
    if one.sort.value > other.sort.value:
        one, other = other, one
    part = one.part or other.part
    match one.sort, other.sort:
        case Sort.WEEKDAY, Sort.WEEKDAY if one.weekday == other.weekday:
            return replace(one, part=part)
        case Sort.WEEKDAY, Sort.STRETCH if one.weekday is not None:
            found = calendar.nth_weekday(max(other.first, today), other.last, one.weekday, 1)
            if found is not None:
                day = Days(found, found, doubt=other.doubt, ambiguous=other.ambiguous, part=part)
                return day if (other.last - other.first).days < 7 else day.asking(Doubt.WELCHER_TAG)
        case Sort.WEEKDAY, Sort.DAY:
            agrees = other.first.weekday() == one.weekday
            return replace(other, part=part) if agrees else other.asking(Doubt.WIDERSPRUCH)
        case Sort.STRETCH, _ if one.first <= other.first and other.last <= one.last:
            return replace(other, part=part)
        case Sort.STRETCH, Sort.STRETCH if other.first <= one.first and one.last <= other.last:
            return replace(one, part=part)
        case Sort.DAY, Sort.DAY if one.first == other.first and one.last == other.last:
            return replace(one, part=part)
    return replace(one, last=one.first, sort=Sort.DAY).asking(Doubt.MEHRERE)


def _rule(days: Sequence[Days]) -> str:
    """How what was said comes again: „alle zwei Wochen“ and „freitags“ are one rule; nothing if it cannot be told."""
    rules = [each.rule for each in days if each.repeated]
    parts = [dict(part.split("=") for part in rule.split(";")) for rule in rules if rule]
    if not parts or len(parts) < len(rules):
        return ""
    whole = {key: value for part in reversed(parts) for key, value in part.items()}
    if any(part["FREQ"] != whole["FREQ"] for part in parts):
        return ""
    if weekdays := [part["BYDAY"] for part in parts if "BYDAY" in part]:
        whole["BYDAY"] = ",".join(dict.fromkeys(weekdays))
    return ";".join(f"{key}={whole[key]}" for key in _ORDER if key in whole)


def _repeated(one: Days, other: Days) -> Days:
    """What comes again and again, from its beginning on: "ab Oktober jeden Dienstag"."""
    weekday = next((each.weekday for each in (one, other) if each.weekday is not None), None)
    first = max((each.first for each in (one, other) if each.weekday is None), default=min(one.first, other.first))
    if weekday is not None:
        first += timedelta(days=(weekday - first.weekday()) % 7)
    return replace(
        one,
        first=first,
        last=first,
        repeated=True,
        open=False,
        until=False,
        weekday=weekday,
        part=one.part or other.part,
        doubt=Doubt.WIEDERKEHREND,
        ambiguous=False,
    )


def _whole_days(days: Days, part: Part | None, now: datetime) -> Reading:
    """Days without a clock time. A part of the day that is over today was not meant."""
    today = now.date()
    if part is not None and days.first == days.last == today and now.hour >= part.value[-1][1] and not days.repeated:
        if not days.weak:
            return Reading(doubt=Doubt.VERGANGEN)
        tomorrow = today + timedelta(days=1)
        return Reading(tomorrow, None, ambiguous=True, doubt=Doubt.WELCHER_TAG)
    end = None if days.open or days.repeated or days.first == days.last else days.last
    return Reading(days.first, end, days.ambiguous, days.doubt)


def _clocked(days: Days, part: Part | None, hours: Hours, now: datetime) -> Reading:
    """One day and a clock time, or a stretch of hours."""
    assert hours.first is not None
    ambiguous, doubt = days.ambiguous, days.doubt
    minutes, unsure = _minutes(hours.first, part, days.first, now.date())
    if hours.doubt is not None or unsure is not None:
        ambiguous, doubt = True, hours.doubt or unsure
    start = _at(days.first, minutes, now)
    if _passed(start, now):
        later = _at(days.first, minutes + _HALF_DAY, now)
        if days.repeated:
            start = _at(days.first + timedelta(days=7 if days.weekday is not None else 1), minutes, now)
        elif hours.last is not None and days.first == now.date() and not _passed(_end(start, hours.last, now), now):
            start = now.replace(second=0, microsecond=0)
        elif (
            part is None
            and hours.last is None
            and not hours.first.sure
            and minutes < _HALF_DAY
            and not _passed(later, now)
        ):
            start, ambiguous, doubt = later, True, Doubt.WELCHE_STUNDE
        elif days.weak:
            start, ambiguous, doubt = _at(days.first + timedelta(days=1), minutes, now), True, Doubt.WELCHER_TAG
        else:
            return Reading(doubt=Doubt.VERGANGEN)
    start, change = settle(start)
    if change is not None:
        ambiguous, doubt = True, change
    if hours.last is None:
        return Reading(start, None, ambiguous, doubt)
    end, change = settle(_end(start, hours.last, now))
    if end.astimezone(UTC) <= start.astimezone(UTC):
        return Reading(doubt=Doubt.VERKEHRT)
    return Reading(start, end, ambiguous or change is not None, change or doubt)


def _deadline(days: Days, part: Part | None, hours: Hours, now: datetime) -> Reading:
    """Any time until then: from now on, or from the beginning of a later day."""
    clock = hours.last or hours.first
    assert clock is not None
    minutes, unsure = _minutes(clock, part, days.last, now.date())
    end, change = settle(_at(days.last, minutes, now))
    if _passed(end, now) and not clock.sure and part is None and minutes < _HALF_DAY:
        end, unsure = _at(days.last, minutes + _HALF_DAY, now), Doubt.WELCHE_STUNDE
    if _passed(end, now):
        if not days.weak:
            return Reading(doubt=Doubt.VERGANGEN)
        end, unsure = end + timedelta(days=1), Doubt.WELCHER_TAG
    begins = days.first > now.date() or (days.first == days.last and days.last > now.date())
    start = _at(days.first, 0, now) if begins and not days.until else now.replace(second=0, microsecond=0)
    doubt = change or unsure or hours.doubt
    return Reading(start, end, days.ambiguous or doubt is not None, doubt or days.doubt)


def _end(start: datetime, clock: Clock, now: datetime) -> datetime:
    """The first time a clock shows `clock` after `start`, in the afternoon or after midnight if need be."""
    begun = start.hour * 60 + start.minute
    minutes = clock.minutes
    if minutes <= begun and not clock.sure and minutes <= _HALF_DAY and minutes + _HALF_DAY > begun:
        minutes += _HALF_DAY
    elif minutes <= begun and begun >= 17 * 60 and minutes <= 8 * 60:
        minutes += _WHOLE_DAY
    return _at(start.date(), minutes, now)


def _at(day: date, minutes: int, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo) + timedelta(minutes=minutes)


def _passed(moment: datetime, now: datetime) -> bool:
    return moment.astimezone(UTC) <= now.astimezone(UTC)


def _minutes(clock: Clock, part: Part | None, day: date, today: date) -> tuple[int, Doubt | None]:
    """Minutes since midnight: twelve hours later where the part of the day or the waking hours say so."""
    minutes, hour = clock.minutes, clock.minutes // 60
    if part is not None:
        shifts = (0, _WHOLE_DAY) if clock.sure or hour > 12 else (0, _HALF_DAY, _WHOLE_DAY)
        fitting = (shift for first, end in part.value for shift in shifts if first * 60 <= minutes + shift < end * 60)
        shift = next(fitting, None)
        if shift is None:
            return minutes, Doubt.WIDERSPRUCH
        return minutes + shift, Doubt.WELCHER_TAG if shift == _WHOLE_DAY and day != today else None
    if clock.sure:
        return minutes, Doubt.WELCHER_TAG if minutes == _WHOLE_DAY and day != today else None
    if not clock.spoken:
        return minutes, Doubt.WELCHE_STUNDE if 0 < hour < 6 else None
    if hour == 6:
        return minutes + _HALF_DAY, Doubt.WELCHE_STUNDE
    return (minutes + _HALF_DAY if hour < 6 else minutes), None
