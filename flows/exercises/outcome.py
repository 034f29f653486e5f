"""What a verdict means for an assignment."""

from enum import StrEnum

from flows.exercises.exercise import Exercise
from flows.scoring import ItemVerdict, Verdict

BEST = 2


class Outcome(StrEnum):
    """Where an attempt stands that was handed in."""

    PASSED = "bestanden"
    NOT_YET = "noch_nicht"
    IN_REVIEW = "pruefung"  # a coach decides, since the outcome hangs on an item that is not clear
    PRIVATE = "erledigt"  # it neither passes nor fails


def share(verdict: Verdict) -> float:
    """Reached levels of those possible, 0 to 1; items that are not clear count neither way, 0 if none is clear."""
    levels = [item.level for item in verdict.items if item.level is not None]
    return sum(levels) / (BEST * len(levels)) if levels else 0.0


def undecided(verdict: Verdict) -> tuple[ItemVerdict, ...]:
    """The items that are not clear."""
    return tuple(item for item in verdict.items if item.level is None)


def outcome(exercise: Exercise, verdict: Verdict, minimum: float) -> Outcome:
    """Passed if `minimum` (0 to 1) is reached even with nothing for the items that are not clear; not yet if it is
    missed even with everything for them; else a person's turn.
    """
    if exercise.private:
        return Outcome.PRIVATE
    possible = BEST * len(verdict.items) or BEST
    least = sum(item.level or 0 for item in verdict.items)
    most = least + BEST * len(undecided(verdict))
    if least >= _needed(minimum, possible):
        return Outcome.PASSED
    return Outcome.IN_REVIEW if most >= _needed(minimum, possible) else Outcome.NOT_YET


def _needed(minimum: float, possible: int) -> float:
    """Points to be reached; what is lost in reckoning with fractions is let be."""
    return minimum * possible - 1e-9
