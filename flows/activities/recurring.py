"""What comes again and again: when it comes next."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from flows.activities.activity import When

AHEAD = 2  # so many of the next ones are enough to remind of


def following(when: When, after: date) -> When | None:
    """The first time after the day `after`, at the usual clock time; None if it comes once only."""
    if not when.rule:
        return None
    usual = when.regular or when
    found = rrulestr(usual.rule, dtstart=datetime.combine(usual.day, time())).after(datetime.combine(after, time()))
    return None if found is None else usual.later((found.date() - usual.day).days)


def occurrences(when: When, since: date) -> Iterator[When]:
    """This time and the next ones, from the day `since` on."""
    yield when
    last = max(when.day, since - timedelta(days=1))
    for _ in range(AHEAD):
        coming = following(when, last)
        if coming is None:
            return
        yield coming
        last = coming.day
