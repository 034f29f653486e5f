"""When somebody means to do something, as German writes it: `read` for an expression, `find` for one in a sentence."""

from datetime import datetime

from flows.dates.finding import find
from flows.dates.reading import Doubt, Found, Reading

__all__ = ["Doubt", "Found", "Reading", "find", "read"]


def read(text: str, now: datetime) -> Reading:
    """What `text` says about when, seen from `now` (aware; its zone is the person's). Never raises on any text."""
    found = find(text, now)
    return Reading(doubt=Doubt.KEINS) if found is None else found.reading
