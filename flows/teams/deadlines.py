"""Due dates: whose is when, and when those who have not handed in are reminded."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from flows.teams.work import Assignment, Part

DAY = timedelta(days=1)
SHORTEST = timedelta(hours=1)
"""Somebody with less time than that needs no reminder."""


class Why(StrEnum):
    """On which side of the due date a reminder is."""

    BEFORE = "vor"
    AFTER = "nach"


def moment_of(why: Why, part: Part, assignment: Assignment) -> datetime | None:
    """When she is to be reminded: a day before, or when a third of a short time is left; and when it was due."""
    date_ = part.due_by(assignment.terms)
    if date_ is None or why is Why.AFTER:
        return date_
    ahead = min(DAY, (date_ - assignment.given) / 3)
    return date_ - ahead if ahead >= SHORTEST else None


def owed(why: Why, parts: Mapping[str, Part], assignment: Assignment, now: datetime) -> dict[str, Part]:
    """Who is to be reminded now, with her part; nobody twice, whoever reminded her."""
    found = {}
    for id_, part in parts.items():
        at, end = moment_of(why, part, assignment), part.due_by(assignment.terms)
        if not part.is_open or at is None or end is None or at > now or (why is Why.BEFORE and now >= end):
            continue
        if not any(reminded >= at for reminded in part.reminded):
            found[id_] = part
    return found


def upcoming(why: Why, parts: Iterable[Part], assignment: Assignment, now: datetime) -> datetime | None:
    """When the next of them is to be reminded; None if nobody is."""
    moments = (moment_of(why, part, assignment) for part in parts if part.is_open)
    return min((at for at in moments if at is not None and at > now), default=None)
