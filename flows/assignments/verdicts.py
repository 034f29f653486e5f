"""What is said about an answer: the levels, at most two points, and what it would come to."""

from collections.abc import Sequence

from msgspec import Struct

from flows.assignments.order import Order
from flows.effects import Values
from flows.exercises.exercise import ReflectionExercise
from flows.exercises.outcome import share
from flows.roleplay.feedback import shortened
from flows.scoring import Flag, ItemVerdict
from flows.teams.work import Piece


class Line(Struct, frozen=True):
    """An item with what the answer showed of it."""

    title: str
    wording: str
    level: int | None
    evidence: str
    reason: str
    missing: str


class Point(Struct, frozen=True):
    """One thing worth saying: what went well, or what to do next."""

    praise: bool
    line: Line


def lines(piece: Piece) -> list[Line]:
    """The items in the order of the exercise."""
    found = {each.item: each for each in piece.verdict.items}
    return [_line(item.title, item.wording, found[item.id]) for item in piece.items if item.id in found]


def points(shown: Sequence[Line]) -> list[Point]:
    """The best of it, then the most worthwhile step ahead."""
    praised = [line for line in shown if line.level == 2]
    ahead = [line for level in (0, 1, None) for line in shown if line.level == level]
    return [Point(True, line) for line in praised[:1]] + [Point(False, line) for line in ahead[:1]]


def told(order: Order, *, changed: bool) -> Values:
    """The values of `aufgabe_bewertet` for the latest attempt. What gives the answer away comes last."""
    attempt = order.attempts[-1]
    piece, exercise = attempt.pieces[0], order.exercise
    shown = lines(piece)
    question = isinstance(exercise, ReflectionExercise)
    return {
        "titel": exercise.title,
        "nummer": len(order.attempts),
        "hoechstens": order.terms.most,
        "geaendert": changed,
        "zeilen": shown,
        "punkte": [] if question else points(shown),
        "respekt": Flag.RESPEKT in piece.verdict.flags,
        "frage": question,
        "grund": shown[0].reason if question and shown and order.tells_model else "",
        "fehlt": shown[0].missing if question and shown else "",
        "stand": order.passes(attempt).value,
        "anteil": share(piece.verdict),
        "minimum": round(order.terms.minimum * 100),
        "privat": exercise.private,
        "muster": exercise.model_answer if order.tells_model else "",
        "uebrig": order.left,
        "fehlen": order.missing,
        "bester": order.best,
    }


def _line(title: str, wording: str, each: ItemVerdict) -> Line:
    return Line(title, wording, each.level, shortened(each.evidence or ""), each.reason, each.missing)
