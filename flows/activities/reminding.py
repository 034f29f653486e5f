"""When to remind of activities. Nothing comes inside the quiet hours, and what was missed comes once.

A reminder that falls into the quiet hours comes after them if that is still before the appointment, or else just
before them; that of the evening always before them.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows import quiet
from flows.activities.activity import Activity, Lead, State, When, instant
from flows.activities.recurring import occurrences
from flows.roleplay.reminder import awake
from flows.session import Person

EVENING, MORNING, AFTERWARDS, WEEK = time(18, 30), time(9), time(18), time(8)
BREATH = timedelta(minutes=20)  # two reminders of one activity closer than that are one
AHEAD = timedelta(minutes=5)  # so long before the quiet hours comes what would fall into them
NOON = time(12)


def reminders(activity: Activity, person: Person) -> list[datetime]:
    """All moments at which to remind of an open activity, in order."""
    if activity.state is not State.OPEN:
        return []
    kept: list[datetime] = []
    times = occurrences(activity.when, activity.reminded.astimezone(ZoneInfo(person.zone)).date())
    for due in sorted(due for when in times for due in _wanted(activity, when, person)):
        if not kept or due - kept[-1] >= BREATH:
            kept.append(due)
    return kept


def due(activity: Activity, person: Person, now: datetime) -> bool:
    """Whether there is one that has come and is not settled."""
    snoozed = activity.state is State.OPEN and activity.snoozed is not None and activity.snoozed <= now
    return snoozed or any(activity.reminded < each <= now for each in reminders(activity, person))


def upcoming(activities: Mapping[str, Activity], person: Person, now: datetime) -> datetime | None:
    """The next moment at which any of them wants a reminder; what was missed wants it now."""
    found = []
    for activity in activities.values():
        if activity.state is State.OPEN:
            found += [each for each in reminders(activity, person) if each > activity.reminded]
            found += [activity.snoozed] if activity.snoozed else []
    return max(min(found), now) if found else None


def next_monday(person: Person, now: datetime) -> datetime:
    """The next Monday morning, after the quiet hours."""
    local = now.astimezone(ZoneInfo(person.zone))
    days = -local.weekday() % 7
    for day in (local.date() + timedelta(days=days), local.date() + timedelta(days=days + 7)):
        at = awake(person, instant(day, WEEK, person.zone))
        if at > now:
            return at
    raise AssertionError("one of two Mondays lies ahead")


def _wanted(activity: Activity, when: When, person: Person) -> Iterator[datetime]:
    clock = when.turns_at
    point = instant(when.turns, clock or MORNING, when.zone)
    day = point.astimezone(ZoneInfo(person.zone)).date() if clock else when.turns
    latest = point if clock else instant(day, NOON, person.zone)
    for lead in activity.leads:
        match lead:
            case Lead.EVENING:
                at = instant(day - timedelta(days=1), EVENING, person.zone)
                yield _before(at, person) if _is_quiet(at, person) else at
                continue
            case Lead.MORNING:
                at = instant(day, WEEK, person.zone)
            case Lead.HOUR:
                at = point - timedelta(hours=1) if clock else instant(day, MORNING, person.zone)
            case Lead.QUARTER if clock:
                at = point - timedelta(minutes=15)
            case Lead.AFTER:
                after = max(when.over, point) + timedelta(hours=1) if clock else instant(day, AFTERWARDS, person.zone)
                yield awake(person, after)
                continue
            case _:
                continue
        if (calm := awake(person, at)) <= latest:
            yield calm
        elif Lead.EVENING not in activity.leads:  # or else the evening has said it
            yield _before(at, person)


def _before(at: datetime, person: Person) -> datetime:
    """Just before the quiet hours around `at` begin."""
    local = at.astimezone(ZoneInfo(person.zone))
    day = local.date() if local.time() >= person.quiet_from else local.date() - timedelta(days=1)
    return instant(day, person.quiet_from, person.zone) - AHEAD


def _is_quiet(at: datetime, person: Person) -> bool:
    return quiet.is_quiet(at.astimezone(ZoneInfo(person.zone)).time(), person.quiet_from, person.quiet_until)
