"""What a doubtful time may mean: the buttons under the question."""

import re
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace

from flows import dates
from flows.activities.activity import When
from flows.activities.activity import when as _when
from flows.dates import Doubt, Reading

_LEAD = re.compile(r"\b(?:bis|spätestens|ab|vor|seit)\s*$", re.IGNORECASE)
_GAPS = re.compile(r"\s+([,.;:])")
_OR = re.compile(r"\s*(?:\boder\b|/|;)\s*", re.IGNORECASE)


def readings(reading: Reading, text: str, now: datetime) -> tuple[When, ...]:
    """Every time `reading`, made of `text`, may mean, the first to come first; one if it is not doubtful at all.

    `now` is the person's local time. Empty if the text says no time.
    """
    if reading.when is None:
        return ()
    plain = _when(reading.when, reading.end, now, reading.rule)
    if not reading.ambiguous:
        return (plain,)
    found = [plain, *_others(reading, plain, text, now)]
    ahead = [each for each in found if each.over > now]
    return tuple(sorted(dict.fromkeys(ahead), key=lambda each: each.start))


def _others(reading: Reading, plain: When, text: str, now: datetime) -> list[When]:
    match reading.doubt:
        case Doubt.WELCHER_TAG:
            return [plain.later(-7)] if plain.day - timedelta(days=7) >= now.date() else [plain.later(7)]
        case Doubt.WELCHE_WOCHE:
            return [plain.later(7)]
        case Doubt.WELCHE_STUNDE if isinstance(reading.when, datetime):
            half = timedelta(hours=12 if reading.when.hour < 12 else -12)
            other = reading.when + half
            return [_when(other if other > now else other + timedelta(days=1), None, now)]
        case Doubt.MEHRERE:
            parts = [dates.read(part, now) for part in _OR.split(text)]
            return [_when(part.when, part.end, now) for part in parts if part.when and part.doubt is not Doubt.MEHRERE]
    return []


def lasting(text: str, when: When, now: datetime) -> str:
    """The sentence so that it means `when` on any later day too: „morgen“ becomes a date, „am 15.11.“ stays."""
    if when.rule:
        return text
    tomorrow, week = now + timedelta(days=1), now + timedelta(days=8)
    if all(_read(text, later) == replace(when, begun=False) for later in (tomorrow, week)):
        return text
    return retold(text, when, now)


def _read(text: str, now: datetime) -> When | None:
    found = dates.find(text, now)
    if found is None or found.reading.when is None:
        return None
    return replace(_when(found.reading.when, found.reading.end, now), begun=False)


def retold(text: str, when: When, now: datetime) -> str:
    """The sentence with `when` in place of what it says of when; as it is if it says nothing of it."""
    found = dates.find(text, now)
    if found is None:
        return text
    (start, end), *others = found.spans
    rest = text[end:]
    for first, last in reversed(others):
        rest = rest[: first - end] + rest[last - end :]
    before = _LEAD.sub("", text[:start])
    whole = " ".join(f"{before} {_told(when, now)} {rest}".split())
    return _GAPS.sub(r"\1", f"{whole[:1].upper()}{whole[1:]}").rstrip(" ,")


def undated(text: str, now: datetime) -> str:
    """The sentence without what it says of when; as it is if nothing else is left."""
    found = dates.find(text, now)
    if found is None:
        return text
    rest = text
    for start, end in reversed(found.spans):
        rest = _LEAD.sub("", rest[:start]) + rest[end:]
    whole = _GAPS.sub(r"\1", " ".join(rest.split())).strip(" ,.;:–-")
    return f"{whole[:1].upper()}{whole[1:]}" if whole else text


def _told(when: When, now: datetime) -> str:
    """A time as one would type it."""
    if when.begun:
        return f"bis {_day(when.final, now)}{_clock(when.until, ' um')}"
    if when.last and when.last != when.day:
        return f"vom {_day(when.day, now)} bis {_day(when.last, now)}"
    if when.until:
        hours = f"{when.clock.hour}:{when.clock:%M} bis" if when.clock else "bis"
        return f"am {_day(when.day, now)} von {hours}{_clock(when.until)}"
    return f"am {_day(when.day, now)}{_clock(when.clock, ' um')}"


def _day(day: date, now: datetime) -> str:
    return f"{day.day}.{day.month}." + (str(day.year) if day.year != now.year else "")


def _clock(clock: time | None, lead: str = "") -> str:
    return f"{lead} {clock.hour}:{clock:%M} Uhr" if clock else ""
