"""What is shown of orders: the list, the page of one, and the buttons below."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flows.assignments.order import Order
from flows.effects import Button, Rows, Say, Values
from flows.exercises.card import Model, card
from flows.exercises.exercise import RoleplayExercise
from flows.exercises.outcome import share
from flows.paging import page_of
from flows.session import Session
from flows.settings import way_back
from flows.teams.verdicts import whole
from flows.teams.work import UNANSWERED, Correction, Piece

NAME = "aufgaben"
LIST, SHOW, GO = f"{NAME}:liste", f"{NAME}:zeigen", f"{NAME}:los"
HAND_IN, CHOOSE, OBJECT, LISTEN = f"{NAME}:abgeben", f"{NAME}:wahl", f"{NAME}:anders", f"{NAME}:stimme"
PICK, LATER = f"{NAME}:nimm", f"{NAME}:spaeter"

PAGE = 8
"""Orders on a page of the list."""

TO_LIST = Button(LIST, "meine_aufgaben")


def local(session: Session, at: datetime | None) -> datetime | None:
    """By the person's clock."""
    return at and at.astimezone(ZoneInfo(session.trainee.zone))


def view(session: Session, order: Order, now: datetime) -> dict[str, Any]:
    """One order, as every template shows it."""
    return {
        "titel": order.exercise.title,
        "team": order.team_name,
        "von": order.by,
        "notiz": order.terms.note,
        "stand": stand(order, now),
        "bis": local(session, order.terms.due),
        "zu": order.closed,
        "privat": order.exercise.private,
        "versuche": len(order.attempts),
        "uebrig": order.left,
        "fehlen": order.missing,
        "minimum": round(order.terms.minimum * 100),
        "mindestens": order.terms.least,
        "hoechstens": order.terms.most,
        "rollenspiel": isinstance(order.exercise, RoleplayExercise),
    }


def stand(order: Order, now: datetime) -> str:
    """Where she stands, in one word."""
    if order.closed and order.status in UNANSWERED:
        return "beendet"
    return "ueberfaellig" if order.overdue(now) else order.status.value


def overview(session: Session, orders: Mapping[str, Order], wished: str, now: datetime) -> Say:
    """What is still to be done first, by its date, then what was done last."""
    due = [(id_, each) for id_, each in orders.items() if each.is_due]
    done = [(id_, each) for id_, each in orders.items() if not each.is_due]
    far = datetime.max.replace(tzinfo=now.tzinfo)
    ordered = [*sorted(due, key=lambda each: each[1].terms.due or far), *reversed(done)]
    page = page_of(ordered, wished, PAGE)
    turning = page.turning(lambda label, number: Button(LIST, label, number))
    values = {"aufgaben": [view(session, order, now) for _, order in page.shown], "offen": len(due), **page.values}
    return Say("aufgaben", values, (*lines(page.shown), *turning, (way_back(session),)))


def lines(orders: Sequence[tuple[str, Order]]) -> Rows:
    """A button for each."""
    return tuple((Button(SHOW, "aufgabe_zeile", id_, values={"titel": each.exercise.title}),) for id_, each in orders)


def one(session: Session, id_: str, order: Order, now: datetime) -> Say:
    """The page of an order: the exercise, and what became of it so far."""
    model = Model.FOLDED if order.tells_model and order.attempts else Model.HIDDEN
    values = {
        **card(order.exercise, model),
        "aufgabe": view(session, order, now),
        "anlaeufe": [tried(order, number) for number in range(1, len(order.attempts) + 1)],
        "korrekturen": corrections(order),
        "coach": order.review.by if order.review else "",
        "kommentar": order.review.comment if order.review else "",
        "einwand": order.objection,
    }
    return Say("aufgabe_seite", values, (*rows(id_, order), (TO_LIST,)))


def tried(order: Order, number: int) -> dict[str, Any]:
    """One attempt in a line; what a coach has seen counts as she decided."""
    attempt, handed = order.attempts[number - 1], order.handed_in
    verdict = attempt.verdict
    if order.review and handed and handed.attempt == number:
        verdict = whole(handed, order.review.corrections)
    return {
        "nummer": number,
        "stufen": [item.level for item in verdict.items] if len(attempt.pieces) == 1 else [],
        "anteil": share(verdict),
        "abgegeben": number in order.sent,
    }


def corrections(order: Order) -> list[Values]:
    """A coach's levels beside those they took the place of."""
    if order.review is None or order.handed_in is None:
        return []
    pieces = order.handed_in.pieces
    return [
        _correction(each, pieces[each.piece], alone=len(pieces) == 1)
        for each in order.review.corrections
        if each.piece < len(pieces)
    ]


def _correction(word: Correction, piece: Piece, *, alone: bool) -> Values:
    title = next((item.title for item in piece.items if item.id == word.item), piece.title)
    before = next((item.level for item in piece.verdict.items if item.item == word.item), None)
    where = "" if alone else piece.title
    return {"titel": title, "wo": where, "alt": before, "neu": word.level, "grund": word.reason}


def rows(id_: str, order: Order) -> Rows:
    """What she can do with it now."""
    if order.closed:
        return ()
    buttons: list[Button] = []
    if order.can_try:
        label = "noch_ein_versuch" if order.attempts else "anfangen"
        buttons.append(Button(GO, label, id_))
    if order.ready:
        buttons.append(Button(HAND_IN, "abgeben", id_))
    above: Rows = (tuple(buttons),) if buttons else ()
    others: list[Button] = []
    if len(order.ready) > 1:
        others.append(Button(CHOOSE, "anderen_abgeben", id_))
    if order.may_object:
        others.append(Button(OBJECT, "sehe_ich_anders", id_))
    if order.review and order.review.voice:
        others.append(Button(LISTEN, "kommentar_anhoeren", id_))
    return (*above, *((button,) for button in others))
