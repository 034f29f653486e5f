"""Local time of a person: when she may be disturbed. Time zones and clock changes are zoneinfo's.

The one thing here that touches a file: zoneinfo reads that of a zone when it is first asked for it. It is a constant of
the house like the code itself, 2 kB and a tenth of a millisecond, so the flows take the liberty.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def is_quiet(at: time, quiet_from: time, quiet_until: time) -> bool:
    """Whether the local time `at` lies in the quiet hours; they may span midnight, and equal ends are none at all."""
    if quiet_from <= quiet_until:
        return quiet_from <= at < quiet_until
    return at >= quiet_from or at < quiet_until


def awake(moment: datetime, zone: str, quiet_from: time, quiet_until: time) -> datetime:
    """The first instant from `moment` on outside the quiet hours, in UTC."""
    local = moment.astimezone(ZoneInfo(zone))
    if not is_quiet(local.time(), quiet_from, quiet_until):
        return moment.astimezone(UTC)
    end = _at(local, quiet_until)
    return end if end > moment else _at(local + timedelta(days=1), quiet_until)


def next_day(now: datetime, zone: str, at: time) -> datetime:
    """Tomorrow at the local time `at`, in UTC; a time the clock change leaves out comes as much later."""
    return _at(now.astimezone(ZoneInfo(zone)) + timedelta(days=1), at)


def next_time(now: datetime, zone: str, at: time) -> datetime:
    """The next local time `at` after `now`, today or tomorrow, in UTC."""
    today = _at(now.astimezone(ZoneInfo(zone)), at)
    return today if today > now else next_day(now, zone, at)


def on_day(day: date, zone: str, at: time) -> datetime:
    """The local time `at` of a day, in UTC."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def _at(day: datetime, at: time) -> datetime:
    return datetime.combine(day.date(), at, day.tzinfo).astimezone(UTC)
