"""What a trainee keeps of an assignment: the exercise, the terms, her attempts, and what became of them."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from flows.exercises.exercise import Exercise
from flows.exercises.outcome import Outcome, outcome
from flows.scoring import Verdict
from flows.teams.verdicts import whole
from flows.teams.work import UNANSWERED, Correction, Piece, Status, Submission, Terms

UNFINISHED = UNANSWERED | {Status.NOT_YET}
"""Where more can be handed in."""

_RANKS = (Outcome.NOT_YET, Outcome.IN_REVIEW, Outcome.PASSED)


class Word(StrEnum):
    """What there is to tell her of an assignment."""

    NEW = "neu"
    LONGER = "laenger"
    BEFORE = "vor"
    AFTER = "nach"
    COACH = "coach"
    CLOSED = "beendet"
    REVIEWED = "durchgesehen"


class Attempt(Struct, frozen=True, omit_defaults=True):
    """One answer, or one role-play, with its verdicts. `message` is Telegram's id of the answer, `run` the run's."""

    given: datetime
    pieces: tuple[Piece, ...]
    message: int = 0
    run: str = ""

    @property
    def verdict(self) -> Verdict:
        """All pieces as one."""
        return whole(Submission(0, self.given, self.pieces))


class Review(Struct, frozen=True, omit_defaults=True):
    """A coach's word on what was handed in; the verdicts there stay as they were."""

    by: str
    corrections: tuple[Correction, ...] = ()
    comment: str = ""
    voice: str = ""  # Telegram's id of a voice note


class Order(Struct, frozen=True, omit_defaults=True):
    """An assignment as one trainee has it. `team` is the actor that gave it, `by` the coach's name.

    `runs` are role-plays begun for it. `handed_in` is what she handed in last, `sent` are the numbers of all attempts
    that were. `unsaid` waits until her quiet hours are over.
    """

    team: str
    team_name: str
    by: str
    exercise: Exercise
    terms: Terms
    received: datetime
    status: Status = Status.OPEN
    attempts: tuple[Attempt, ...] = ()
    runs: tuple[str, ...] = ()
    handed_in: Submission | None = None
    sent: tuple[int, ...] = ()
    objection: str = ""
    review: Review | None = None
    closed: bool = False
    unsaid: tuple[Word, ...] = ()

    @property
    def is_open(self) -> bool:
        """More may be handed in."""
        return not self.closed and self.status in UNFINISHED

    @property
    def waits(self) -> bool:
        """Nothing was handed in yet."""
        return not self.closed and self.status in UNANSWERED

    @property
    def left(self) -> int | None:
        """How many attempts are left; None if there is no end of them."""
        return max(self.terms.most - len(self.attempts), 0) if self.terms.most else None

    @property
    def missing(self) -> int:
        """How many attempts have to come before she can hand in."""
        return max(self.terms.least - len(self.attempts), 0)

    @property
    def can_try(self) -> bool:
        """Another attempt is possible."""
        return self.is_open and self.left != 0

    @property
    def ready(self) -> tuple[int, ...]:
        """The numbers, from 1, of the attempts that can be handed in."""
        if not self.is_open or self.missing:
            return ()
        return tuple(number for number in range(1, len(self.attempts) + 1) if number not in self.sent)

    @property
    def best(self) -> int:
        """The number of the best attempt that can be handed in, the earlier of equals; 0 if there is none."""
        return max(self.ready, key=lambda number: (self._worth(number), -number), default=0)

    @property
    def is_due(self) -> bool:
        """There is something left for her to do."""
        return self.can_try or bool(self.ready)

    @property
    def cut_short(self) -> bool:
        """Its end takes something from her: nothing was received yet, or she could have tried or handed in again."""
        return self.status in UNANSWERED or replace(self, closed=False).is_due

    @property
    def tells_model(self) -> bool:
        """The model answer is no longer to be found by oneself."""
        return not self.can_try or any(self.passes(each) is Outcome.PASSED for each in self.attempts)

    @property
    def may_object(self) -> bool:
        """There is a verdict a coach has not seen that could be better, and she has not objected to it yet.

        Without her words, which go after a time if the operator wants, nobody could decide.
        """
        if self.closed or self.handed_in is None or self.objection or self.review:
            return False
        return any(item.level != 2 for piece in self.handed_in.pieces if piece.turns for item in piece.verdict.items)

    def overdue(self, now: datetime) -> bool:
        """Nothing was handed in when it was due."""
        return self.terms.due is not None and now > self.terms.due and self.waits

    def passes(self, attempt: Attempt) -> Outcome:
        """What an attempt would come to."""
        return outcome(self.exercise, attempt.verdict, self.terms.minimum)

    def submission(self, number: int) -> Submission:
        """The attempt of this number as it is handed in; nothing private is in it."""
        attempt = self.attempts[number - 1]
        return Submission(number, attempt.given, () if self.exercise.private else attempt.pieces)

    def _worth(self, number: int) -> tuple[int, int]:
        attempt = self.attempts[number - 1]
        reached = self.passes(attempt)
        points = sum(item.level or 0 for item in attempt.verdict.items)
        return _RANKS.index(reached) if reached in _RANKS else 0, points
