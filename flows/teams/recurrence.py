"""When something comes again, by the clock on the wall."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from flows.dates.local import settle


def following(rule: str, zone: str, after: datetime) -> datetime | None:
    """The first time after `after` (aware) that `rule` (RFC 5545) names in the zone, in UTC; None if there is none.

    The rule has to name its clock time (BYHOUR, BYMINUTE, BYSECOND): then it keeps it over the changes of the clock.
    A time the change leaves out comes as much later, once.
    """
    place = ZoneInfo(zone)
    local = after.astimezone(place).replace(tzinfo=None)
    found = rrulestr(rule, dtstart=local).after(local)
    return None if found is None else settle(found.replace(tzinfo=place))[0].astimezone(UTC)
