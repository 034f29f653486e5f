"""What a team keeps about work: exercises of its own, assignments, who is where, what waits for a coach."""

from datetime import datetime, time
from enum import StrEnum

from msgspec import Struct

from flows.exercises.exercise import Exercise, Item
from flows.scoring.verdict import Turn, Verdict

EXERCISE, ASSIGNMENT, PLAN, PART, CARD, WAITING, SAMPLE = (
    "uebung",
    "aufgabe",
    "aufgabenplan",
    "teilnahme",
    "durchsicht",
    "durchsicht_offen",
    "beispiel",
)
"""The kinds a team keeps, each under an id of `team.new_id`; parts and cards under "<assignment>/<person's actor>".

A card is kept for everything that was handed in; a `Waiting` of the same id beside it while it needs a person. Samples
have ids that begin with "<exercise>/".
"""

ORDER = "auftrag"
"""The kind under which a trainee keeps an assignment, by its id."""


DAY_ENDS = time(23, 59)
"""When something is due that was given a day, but no hour."""


class Published(Struct, frozen=True):
    """An exercise of the team's own as it was published; a new version is a new one that names the `former`."""

    exercise: Exercise
    by: str
    number: int = 1  # its version, as people count
    former: str = ""
    withdrawn: bool = False


class Filing(StrEnum):
    """What became of an exercise a coach published or withdrew."""

    NEW = "neu"
    VERSION = "fassung"  # it takes the place of the former one
    BESIDE = "daneben"  # another coach had replaced the former one meanwhile: it stands beside that
    FULL = "voll"  # the team has too many
    WITHDRAWN = "zurueckgezogen"
    GONE = "fort"


class Terms(Struct, frozen=True):
    """Under what terms an exercise is given. `minimum` is the share of points (0 to 1) that passes.

    `least` attempts come before handing in, `most` in all (0: no end). `zone` is that of the due date.
    """

    zone: str
    due: datetime | None = None
    minimum: float = 0.6
    least: int = 1
    most: int = 3
    note: str = ""


class Assignment(Struct, frozen=True):
    """An exercise given to people, whole: whatever becomes of the library, it stays as it was given."""

    exercise: Exercise
    terms: Terms
    by: str  # the coach's name
    coach: str  # and actor
    given: datetime
    plan: str = ""  # of which it is an occurrence
    everybody: bool = True  # also those who join later, while it lasts
    ended: bool = False


class Plan(Struct, frozen=True):
    """An assignment to come: once `at`, or again and again by `rule` (RFC 5545, local time of `terms.zone`).

    `days` is the time from giving to due, if it is due, then at `clock`. `everybody` is whoever is in the team then.
    """

    exercise: Exercise
    terms: Terms
    by: str
    coach: str
    at: datetime
    rule: str = ""
    days: int | None = None
    clock: time = DAY_ENDS
    everybody: bool = True
    people: tuple[str, ...] = ()


class Status(StrEnum):
    """Where somebody stands with an assignment. That it is overdue is seen by the due date."""

    OPEN = "offen"
    BEGUN = "begonnen"
    IN_REVIEW = "in_pruefung"
    PASSED = "bestanden"
    NOT_YET = "noch_nicht"
    HANDED_IN = "abgegeben"  # for what neither passes nor fails


UNANSWERED = frozenset({Status.OPEN, Status.BEGUN})
"""Where nothing was handed in yet."""


class Part(Struct, frozen=True):
    """One person's part in an assignment; `share` is her best that was handed in."""

    assignment: str
    name: str
    status: Status = Status.OPEN
    due: datetime | None = None  # her own, if it was extended
    attempts: int = 0
    share: float | None = None
    handed_in: datetime | None = None
    reminded: tuple[datetime, ...] = ()

    @property
    def is_open(self) -> bool:
        """Nothing was handed in."""
        return self.status in UNANSWERED

    def due_by(self, terms: Terms) -> datetime | None:
        """When it is due: by a date of her own, or with the others."""
        return self.due or terms.due

    def overdue(self, now: datetime, terms: Terms) -> bool:
        """Whether she is late: nothing was handed in when it was due."""
        due = self.due_by(terms)
        return due is not None and now > due and self.is_open


class Piece(Struct, frozen=True):
    """One answered thing of what was handed in: the exercise, or a phase of a role-play. Nothing private is in it."""

    title: str
    items: tuple[Item, ...]
    turns: tuple[Turn, ...]
    verdict: Verdict


class Submission(Struct, frozen=True):
    """What a trainee hands in: one attempt, hers to choose."""

    attempt: int
    given: datetime
    pieces: tuple[Piece, ...]


class Correction(Struct, frozen=True):
    """A coach's word on one item: the level that counts from now on, and why."""

    piece: int
    item: str
    level: int
    reason: str = ""


class Reason(StrEnum):
    """Why a card needs a person."""

    UNCLEAR = "unklar"  # an item is not clear
    NOT_YET = "noch_nicht"
    SAMPLED = "stichprobe"
    OBJECTION = "einwand"


class Fate(StrEnum):
    """What became of a card when a coach turned to it."""

    YOURS = "deine"  # she has it open now
    HELD = "besetzt"  # another coach has
    DECIDED = "entschieden"  # nobody has to decide (any more)
    CHANGED = "veraltet"  # handed in anew, objected to, or put back since she opened it
    GONE = "fort"
    DONE = "fertig"  # her decision counts


class Waiting(Struct, frozen=True):
    """A line of the queue: what is known of a card without its texts, and which coach has it open."""

    title: str  # of the exercise
    name: str
    given: datetime
    reasons: tuple[Reason, ...]
    holder: str = ""  # a coach's actor
    holder_name: str = ""
    held: datetime | None = None  # since when


class Card(Struct, frozen=True):
    """What somebody handed in last for an assignment, and what a coach decided about it.

    The verdicts in `submission` stay as they were; what counts is in `corrections`, which hold a word on every item
    that was not clear once it is decided. `best` and `passed` are where she stood before she handed this in.
    """

    assignment: str
    person: str
    name: str
    submission: Submission
    best: float | None = None
    passed: bool = False
    objection: str = ""
    decided_by: str = ""
    decided: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    comment: str = ""
    voice: str = ""  # Telegram's id of a voice note


class Sample(Struct, frozen=True):
    """An answer with a coach's word on some of its items, from which own exercises of the team learn.

    It goes when its author's data go. `exercise` is its id in the team; `grades` are 0 to 1 by item id.
    """

    exercise: str
    answer: str
    grades: dict[str, float]
    person: str
    by: str
