"""An activity as it is kept: what she means to do, when, and what became of it."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

HOUR = timedelta(hours=1)


class When(Struct, frozen=True, omit_defaults=True):
    """A day or a stretch of days, by the clock of `zone`.

    `last` and `until` are the end of a stretch, included. `begun` says that it had begun when it was planned, so that
    only its end still matters: „bis Freitag“. `rule` (RFC 5545) says when it comes again; `regular` is what the rule
    goes on from if this one time was moved.
    """

    day: date
    clock: time | None = None
    last: date | None = None
    until: time | None = None
    zone: str = "Europe/Berlin"
    begun: bool = False
    rule: str = ""
    regular: "When | None" = None

    @property
    def final(self) -> date:
        """The last day of it."""
        return self.last or self.day

    @property
    def turns(self) -> date:
        """The day it is about: the first, or the last of what had begun."""
        return self.final if self.begun else self.day

    @property
    def turns_at(self) -> time | None:
        """The clock time on that day, if it has one."""
        return self.until if self.begun else self.clock

    @property
    def start(self) -> datetime:
        """The first instant."""
        return instant(self.day, self.clock or time(), self.zone)

    @property
    def over(self) -> datetime:
        """The first instant after it, in UTC; an appointment without an end is over when it begins."""
        if self.clock is None and self.until is None:
            return instant(self.final + timedelta(days=1), time(), self.zone)
        return instant(self.final, self.until or self.clock or time(), self.zone)

    def later(self, days: int) -> "When":
        """The same so many days later, at the same clock time."""
        span = timedelta(days=days)
        return replace(self, day=self.day + span, last=self.last and self.last + span)


def instant(day: date, clock: time, zone: str) -> datetime:
    """That moment as an instant; a time the clock change leaves out comes as much later."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def when(first: date | datetime, end: date | datetime | None, now: datetime, rule: str = "") -> When:
    """What was read, seen from `now`, the person's local time."""
    last = None if end is None else _day(end)
    return When(
        day=_day(first),
        clock=_clock(first),
        last=None if last == _day(first) and _clock(end) is None else last,
        until=_clock(end),
        zone=str(now.tzinfo),
        rule=rule,
        begun=end is not None and (_day(first) < now.date() or (_day(first) == now.date() and _has_begun(first, now))),
    )


def _has_begun(first: date | datetime, now: datetime) -> bool:
    return not isinstance(first, datetime) or first <= now


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _clock(moment: date | datetime | None) -> time | None:
    return moment.time() if isinstance(moment, datetime) else None


class Lead(StrEnum):
    """When to remind. Without a clock time „an hour before“ is on the morning of the day."""

    EVENING = "vorabend"
    MORNING = "morgens"
    HOUR = "stunde"
    QUARTER = "viertel"
    AFTER = "danach"


USUAL = (Lead.EVENING, Lead.HOUR)


class State(StrEnum):
    """What became of an activity."""

    OPEN = "offen"
    DONE = "getan"
    DROPPED = "weg"


class Lesson(Struct, frozen=True):
    """What she learned, and from what: „getan“, „weg“ or „verschoben“."""

    day: date
    text: str
    after: str


class Activity(Struct, frozen=True, omit_defaults=True):
    """One thing she means to do, in her words.

    `customer` is the id of one of her customers, `goal` a line of her goal („ziel“ for all of it), `phase` one of the
    sixteen. `sequence` counts what her calendar has to know, `handed` says that it was given to it. Reminders up to
    `reminded` are settled; `snoozed` is one more.
    """

    text: str
    when: When
    made: datetime
    changed: datetime
    reminded: datetime
    whom: str = ""
    what: str = ""
    customer: str = ""
    goal: str = ""
    phase: str = ""
    leads: tuple[Lead, ...] = USUAL
    state: State = State.OPEN
    moves: int = 0
    lessons: tuple[Lesson, ...] = ()
    sequence: int = 0
    handed: bool = False
    snoozed: datetime | None = None

    def revised(self, now: datetime, **changes: object) -> "Activity":
        """With what her calendar has to know."""
        return replace(self, changed=now, sequence=self.sequence + 1, **changes)


class Wishes(Struct, frozen=True, omit_defaults=True):
    """What she wants for all activities to come, and whether she wants to see the week on Monday morning."""

    leads: tuple[Lead, ...] = USUAL
    digest: bool = False
