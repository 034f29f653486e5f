"""The time a report of a team is about: what was given since a day, or all there ever was.

The day stands in the buttons, for what a step wants to know has to be sure before it knows what time it is.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.quiet import on_day

USUAL = 90
CHOICES = (30, USUAL, 365)
"""Days to choose from."""

EVER = "ab-"
"""All there ever was; with a day behind it, what was given since then."""


def lately(days: int, zone: str, now: datetime) -> str:
    """So many days up to today, as the argument of a button."""
    return f"{EVER}{now.astimezone(ZoneInfo(zone)).date() - timedelta(days=days)}"


def is_period(argument: str) -> bool:
    """Whether the argument of a button names a time, and no assignment."""
    return argument.startswith(EVER)


def first_day(argument: str) -> date | None:
    """The day a period begins with; None if it is without beginning."""
    try:
        day = date.fromisoformat(argument.removeprefix(EVER))
    except ValueError:
        return None
    return day if day.year >= 2000 else None


def beginning(argument: str, zone: str) -> datetime | None:
    """When its first day begins."""
    day = first_day(argument)
    return on_day(day, zone, time()) if day else None
