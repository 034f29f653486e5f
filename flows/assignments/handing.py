"""Handing in: only then a coach sees anything."""

from msgspec.structs import replace

from flows.assignments import pages
from flows.assignments.order import Order
from flows.effects import Button, Keep, Say, Tell
from flows.moment import Moment
from flows.news import HandedIn
from flows.session import Session, Step
from flows.teams.work import ORDER


def hand_in(session: Session, id_: str, order: Order, number: int, moment: Moment) -> Step:
    """The attempt of this number goes to the team, which answers what it came to."""
    session = replace(session, sheet=None)
    if number not in order.ready:
        return session, [pages.one(session, id_, order, moment.now)]
    submission = order.submission(number)
    order = replace(order, handed_in=submission, sent=(*order.sent, number), objection="", review=None)
    values = {
        "titel": order.exercise.title,
        "nummer": number,
        "mehrere": len(order.attempts) > 1,
        "von": order.by,
        "privat": order.exercise.private,
    }
    return session, [
        Keep(ORDER, id_, order),
        Tell((order.team,), HandedIn(id_, len(order.attempts), submission)),
        Say("aufgabe_abgegeben", values),
    ]


def choose(session: Session, id_: str, order: Order, moment: Moment) -> Step:
    """Which attempt shall be handed in."""
    if not order.ready:
        return session, [pages.one(session, id_, order, moment.now)]
    shown = [pages.tried(order, number) for number in order.ready]
    rows = tuple(
        (Button(pages.HAND_IN, "versuch_nummer", f"{id_}/{number}", values={"nummer": number}),)
        for number in order.ready
    )
    values = {"titel": order.exercise.title, "anlaeufe": shown, "bester": order.best}
    return session, [Say("aufgabe_wahl", values, (*rows, (Button(pages.SHOW, "zur_aufgabe", id_),)))]
