"""What counts after a coach's word: verdicts with corrections, and what corrections teach."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from flows.exercises.exercise import Item
from flows.exercises.outcome import BEST, outcome, share
from flows.scoring import ItemVerdict, Verdict
from flows.scoring.grading import Example
from flows.teams.work import Assignment, Card, Correction, Sample, Status, Submission


def corrected(verdict: Verdict, corrections: Iterable[Correction], piece: int = 0) -> Verdict:
    """The verdict on a piece of a submission with the coach's levels and reasons in place of what they correct."""
    words = {each.item: each for each in corrections if each.piece == piece}
    if not words:
        return verdict
    items = tuple(_corrected(item, words[item.item]) if item.item in words else item for item in verdict.items)
    return replace(verdict, items=items, scorer=f"{verdict.scorer}+coach")


def whole(submission: Submission, corrections: Sequence[Correction] = ()) -> Verdict:
    """All pieces as one verdict, by which `outcome` and `share` go."""
    verdicts = [corrected(piece.verdict, corrections, at) for at, piece in enumerate(submission.pieces)]
    flags = tuple(dict.fromkeys(flag for verdict in verdicts for flag in verdict.flags))
    scorers = dict.fromkeys(verdict.scorer for verdict in verdicts)
    return Verdict(tuple(item for verdict in verdicts for item in verdict.items), flags, " ".join(scorers))


def settled(submission: Submission, corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """The corrections that fit the submission, and for each item that is still not clear its best guess, accepted."""
    said = {(each.piece, each.item): each for each in corrections if 0 <= each.level <= BEST}
    return tuple(
        said.get((at, item.item)) or Correction(at, item.item, item.best_guess)
        for at, piece in enumerate(submission.pieces)
        for item in piece.verdict.items
        if item.level is None or (at, item.item) in said
    )


def standing(card: Card, assignment: Assignment, corrections: Sequence[Correction]) -> tuple[Status, float]:
    """Where its author stands with these corrections, and her best share; what she had passed before stays passed."""
    verdict = whole(card.submission, settled(card.submission, corrections))
    status = Status(outcome(assignment.exercise, verdict, assignment.terms.minimum))
    reached = share(verdict)
    return (
        Status.PASSED if card.passed else status,
        reached if card.best is None else max(card.best, reached),
    )


def grades(corrections: Iterable[Correction], piece: int) -> dict[str, float]:
    """What a coach's words on a piece are as grades, by item."""
    return {each.item: each.level / BEST for each in corrections if each.piece == piece}


def examples(samples: Iterable[Sample], items: Sequence[Item]) -> tuple[Example, ...]:
    """Samples as what an exercise with these items learns from."""
    return tuple(Example(sample.answer, tuple(sample.grades.get(item.id) for item in items)) for sample in samples)


def _corrected(item: ItemVerdict, word: Correction) -> ItemVerdict:
    """Where the coach gives no reason, the old one stays only if it fits her level."""
    return replace(
        item,
        level=word.level,
        best_guess=word.level,
        confidence=1.0,
        reason=word.reason or (item.reason if word.level == item.level else ""),
        missing="" if word.level == BEST else item.missing,
    )
