"""What parts of an expression mean before they are put together."""

from datetime import date
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from flows.dates.reading import Doubt
from flows.dates.words import Part


class Sort(Enum):
    """How definite days are: that decides which gives way when two are said."""

    WEEKDAY = 0  # only a weekday
    STRETCH = 1  # a week, a month …
    DAY = 2


class Days(Struct, frozen=True):
    """A day, or days from `first` to `last` (included); None if there is no such day, `doubt` says why.

    `ambiguous` is a doubt to be asked about. `yearless` days may be moved by years, `open` ones have no end,
    `weak` ones ("gleich") give way to any other.
    """

    first: date | None
    last: date | None
    sort: Sort = Sort.DAY
    doubt: Doubt | None = None
    ambiguous: bool = False
    yearless: bool = False
    open: bool = False
    repeated: bool = False
    part: Part | None = None
    weekday: int | None = None
    weak: bool = False

    def asking(self, doubt: Doubt) -> "Days":
        """The same, to be asked about."""
        return replace(self, doubt=doubt, ambiguous=True)


def never(doubt: Doubt) -> Days:
    """No day at all."""
    return Days(None, None, doubt=doubt)


class Clock(Struct, frozen=True):
    """A time of day in minutes since midnight; `sure` if it cannot mean twelve hours later.

    `spoken` ("um drei", "3 Uhr") means the waking hours, written ("3:30") may be meant as it stands.
    """

    minutes: int
    sure: bool = False
    spoken: bool = True
    doubt: Doubt | None = None


class Hours(Struct, frozen=True):
    """Clock times from `first` to `last`; without `last` a point, without `first` until `last`."""

    first: Clock | None
    last: Clock | None = None
    doubt: Doubt | None = None


class Instant(Struct, frozen=True):
    """So long from now, by elapsed time; `within`: any time until then."""

    seconds: float
    within: bool = False


class Vague(Struct, frozen=True):
    """A word of time that names none."""
