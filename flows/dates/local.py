"""Clock times of a zone, over the changes of the clock."""

from datetime import UTC, datetime

from flows.dates.reading import Doubt


def settle(local: datetime) -> tuple[datetime, Doubt | None]:
    """The aware `local` time as it can be read off a clock, and what is doubtful about it.

    A time the change leaves out comes as much later; of one that comes twice the first is taken.
    """
    first = local.replace(fold=0)
    real = first.astimezone(UTC).astimezone(first.tzinfo)
    if real.replace(tzinfo=None) != first.replace(tzinfo=None):
        return real, Doubt.UMSTELLUNG_FEHLT
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        return first, Doubt.UMSTELLUNG_DOPPELT
    return first, None
