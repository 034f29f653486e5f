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
    """A day, or days from `first` to `last` (included).

    `ambiguous` is a doubt to be asked about. `yearless` days may be moved by years, `open` ones have no end,
    `until` is the last of them meant, `weak` ones ("gleich") give way to any other. `rule` (RFC 5545) says when
    `repeated` ones come again, as far as that can be told.
    """

    first: date
    last: date
    sort: Sort = Sort.DAY
    doubt: Doubt | None = None
    ambiguous: bool = False
    yearless: bool = False
    open: bool = False
    repeated: bool = False
    part: Part | None = None
    weekday: int | None = None
    weak: bool = False
    until: bool = False
    rule: str = ""

    def asking(self, doubt: Doubt) -> "Days":
        """The same, to be asked about."""
        return replace(self, doubt=doubt, ambiguous=True)


def on(day: date) -> Days:
    """That day."""
    return Days(day, day)


def from_to(first: date, last: date) -> Days:
    """The days from `first` to `last`."""
    return Days(first, last, Sort.DAY if first == last else Sort.STRETCH)


class NoTime(Exception):
    """What a rule raises where the words name a time that there is not, or not any more."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt)
        self.doubt = doubt


class Never(Struct, frozen=True):
    """No time at all, and why."""

    doubt: Doubt


class Clock(Struct, frozen=True):
    """A time of day in minutes since midnight; `sure` if it cannot mean twelve hours later.

    `spoken` ("um drei", "3 Uhr") means the waking hours, written ("3:30") may be meant as it stands.
    """

    minutes: int
    sure: bool = False
    spoken: bool = True


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
