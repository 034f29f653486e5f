"""What the templates of the review show: a card, what was changed on it, and what its author will hear."""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flows.coaching.evidence import marked
from flows.coaching.sheets import ReviewSheet
from flows.effects import Values
from flows.exercises.exercise import OwnExercise
from flows.scoring import ItemVerdict
from flows.teams.verdicts import settled, standing
from flows.teams.work import Assignment, Card, Correction, Piece, Waiting

SURE, FAIRLY_SURE = 0.9, 0.75
"""Confidence from which a level is called certain, or fairly so."""


def in_order(piece: Piece) -> list[ItemVerdict]:
    """The verdicts as the checklist has its items."""
    found = {item.item: item for item in piece.verdict.items}
    return [found[item.id] for item in piece.items if item.id in found]


def whole_card(card: Card, assignment: Assignment, waiting: Waiting | None, sheet: ReviewSheet, zone: str) -> Values:
    """A piece of the card with everything a coach needs to judge it."""
    piece = card.submission.pieces[sheet.piece]
    exercise = assignment.exercise
    return {
        "name": card.name,
        "titel": exercise.title,
        "gegeben": card.submission.given.astimezone(ZoneInfo(zone)),
        "versuch": card.submission.attempt,
        "gruende": list(waiting.reasons) if waiting else [],
        "einwand": card.objection,
        "lage": exercise.situation,
        "muster": exercise.model_answer,
        "teil": sheet.piece + 1,
        "teile": len(card.submission.pieces),
        "teil_titel": piece.title,
        "antworten": [answer._asdict() for answer in marked(piece.turns, in_order(piece))],
        "wortlaut_fort": not piece.turns and not any(item.reason for item in piece.verdict.items),
        "flaggen": [flag.value for flag in piece.verdict.flags],
        "punkte": [_item(piece, sheet, number) for number in range(len(in_order(piece)))],
        "entschieden_von": card.decided_by,
        "entschieden": card.decided.astimezone(ZoneInfo(zone)) if card.decided else None,
    }


def so_far(card: Card, assignment: Assignment, sheet: ReviewSheet) -> Values:
    """What a coach has changed, and where that leaves the author."""
    status, share = standing(card, assignment, sheet.corrections)
    changes = list(_changes(card, settled(card.submission, sheet.corrections)))
    return {
        "name": card.name,
        "teil": sheet.piece + 1,
        "teile": len(card.submission.pieces),
        "teil_titel": card.submission.pieces[sheet.piece].title,
        "punkte": changes,
        "bleiben": sum(len(piece.verdict.items) for piece in card.submission.pieces) - len(changes),
        "kommentar": sheet.comment,
        "sprachnachricht": bool(sheet.voice),
        "status": status.value,
        "anteil": share,
        "lernt": isinstance(assignment.exercise, OwnExercise),
    }


def question(card: Card, sheet: ReviewSheet, piece: int, number: int) -> Values:
    """One item, whose level is asked for."""
    shown = _item(card.submission.pieces[piece], sheet, number, piece)
    return {"name": card.name, "punkt": shown}


def _item(piece: Piece, sheet: ReviewSheet, number: int, at: int | None = None) -> dict[str, Any]:
    verdict = in_order(piece)[number]
    about = next(item for item in piece.items if item.id == verdict.item)
    where = (sheet.piece if at is None else at, verdict.item)
    said = next((each for each in sheet.corrections if (each.piece, each.item) == where), None)
    return {
        "nummer": number + 1,
        "titel": about.title,
        "text": about.wording,
        "stufe": verdict.level,
        "vermutet": verdict.best_guess,
        "sicher": _certainty(verdict.confidence),
        "grund": verdict.reason,
        "neu": {"stufe": said.level, "grund": said.reason} if said else None,
    }


def _certainty(confidence: float) -> str:
    if confidence >= SURE:
        return "sicher"
    return "ziemlich sicher" if confidence >= FAIRLY_SURE else "nicht ganz sicher"


def _changes(card: Card, corrections: Sequence[Correction]) -> Iterator[dict[str, Any]]:
    for each in corrections:
        piece = card.submission.pieces[each.piece]
        title = next((item.title for item in piece.items if item.id == each.item), each.item)
        before = next(item for item in piece.verdict.items if item.item == each.item)
        yield {
            "teil": piece.title,
            "titel": title,
            "alt": before.level,
            "neu": each.level,
            "grund": each.reason,
            "vermutet": before.level is None and each.level == before.best_guess and not each.reason,
        }
