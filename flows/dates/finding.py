"""Finding the expression in a sentence."""

import re
from datetime import datetime, timedelta

from flows.dates.reading import Found, Reading

_DAYS = {"heute": 0, "morgen": 1, "übermorgen": 2}
_WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")


def find(text: str, now: datetime) -> Found | None:
    """What the sentence `text` says about when, and where it says so; None if it says nothing of it."""
    for match in re.finditer(r"\w+", text):
        word = match.group().casefold()
        days = _DAYS.get(word)
        if word in _WEEKDAYS:
            days = (_WEEKDAYS.index(word) - now.weekday() - 1) % 7 + 1
        if days is not None:
            return Found(Reading(when=now.date() + timedelta(days=days)), (match.span(),))
    return None
