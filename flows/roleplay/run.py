"""One run through a course with one customer: the state of the role-play."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from flows.course import Ending
from flows.scoring.verdict import Turn, Verdict

ATTEMPTS = 2
PLAYED, GIVEN_UP = "gespielt", "abgebrochen"
"""How a run ends in which the customer decided nothing."""


class Mood(Struct, frozen=True):
    """The customer's three values, 0 to 10 each."""

    vertrauen: int
    interesse: int
    spannung: int


class Bubble(Struct, frozen=True):
    """One text message of the trainee, known by Telegram's id."""

    message: int
    text: str


class Note(Struct, frozen=True):
    """What the trainee wrote into one element of the planning sheet; empty if it was left out."""

    element: str
    bubble: Bubble | None


class Exchange(Struct, frozen=True):
    """One answer, in one or more bubbles, and what it did to the customer.

    `customer` is what he had said before, `words` what he said to it (both empty in phases without talk). `levels`
    are those of the attempt so far; `conduct`, `offence` and `opened` concern this answer alone. `offence` is the
    sentence that hurt or put under pressure.
    """

    bubbles: tuple[Bubble, ...]
    customer: str
    conduct: tuple[str, ...]
    opened: tuple[str, ...]
    levels: tuple[int | None, ...]
    mood: Mood
    offence: str = ""
    reaction: str = ""
    words: str = ""

    @property
    def answer(self) -> str:
        """What the trainee said, bubbles joined."""
        return "\n".join(bubble.text for bubble in self.bubbles)

    @property
    def turn(self) -> Turn:
        """The exchange as scoring sees it."""
        return Turn(self.answer, self.customer)


class Attempt(Struct, frozen=True):
    """One attempt at a station: what was said and the verdict on all of it."""

    exchanges: tuple[Exchange, ...]
    verdict: Verdict

    @property
    def points(self) -> int:
        """Points of the items that are clear; by them the better attempt is found."""
        return sum(item.level or 0 for item in self.verdict.items)


class Remark(Struct, frozen=True, omit_defaults=True):
    """What was said about one item; the reason quotes the answer."""

    reason: str
    missing: str = ""
    hinted: bool = False


class Station(Struct, frozen=True):
    """A station that is over, with what the review and a new start from here need.

    `levels` and `remarks` are those of the better attempt in the order of the phase's items, none if the station was
    skipped; `conduct` is that of all its answers, `offence` the latest sentence without respect. `before` and `known`
    are the customer's mood and the opened fields when it began, `mood` is his mood after it.
    """

    id: str
    phase: str
    before: Mood
    known: tuple[str, ...]
    mood: Mood
    levels: tuple[int | None, ...] = ()
    conduct: tuple[str, ...] = ()
    offence: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def skipped(self) -> bool:
        """Nothing was answered here."""
        return not self.levels


class Run(Struct, frozen=True):
    """Where a run stands.

    `mood` and `known` are as the present station began; what happened in it since is in `attempts`, so that an edit
    or a better attempt can be reckoned afresh. `mark` tells the buttons of this turn from older ones. `spoken` are
    the customer's latest words, so that he does not repeat himself.
    """

    id: str
    edition: str  # hash of the content
    course: str
    scenario: str
    station: str
    state: str  # of flows.roleplay.turns
    mood: Mood
    known: tuple[str, ...] = ()  # opened fields of the dossier
    back: str = ""  # the state a pause or a question interrupted
    mark: str = ""
    attempts: tuple[Attempt, ...] = ()
    attempt: int = 1
    opening: str = ""  # what the customer said when this attempt began
    hint: str = ""  # the item a hint was taken for: at most "teilweise"
    notes: tuple[Note, ...] = ()
    stations: tuple[Station, ...] = ()
    ending: Ending | None = None
    reason: str = ""  # of the decision
    spoken: tuple[str, ...] = ()
    reply: str = ""  # slot of what answered the trainee last: until it is sent, more bubbles belong to the same answer
    feedback: str = ""  # slot of the latest feedback
    reminder: datetime | None = None  # when the open run will be recalled
    assignment: str = ""  # for which it is played, the id of the order

    @property
    def is_fresh(self) -> bool:
        """Nothing was played yet."""
        return not (self.stations or self.attempts or self.notes)

    @property
    def can_retry(self) -> bool:
        """A further attempt is left at this station."""
        return self.attempt < ATTEMPTS

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """What was said in the present attempt."""
        return self.attempts[self.attempt - 1].exchanges if len(self.attempts) == self.attempt else ()


def better(attempts: Sequence[Attempt]) -> Attempt:
    """The attempt that counts; the earlier one of equals."""
    return max(attempts, key=lambda attempt: attempt.points)
