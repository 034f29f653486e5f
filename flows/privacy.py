"""What is stored about a person, in her own hands: told, handed out, deleted."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.effects import Button, Cancel, Forget, HandOut, Remind, Rows, Say
from flows.moment import Moment
from flows.roleplay.reminder import awake
from flows.session import Session, Step
from flows.settings import way_back
from flows.teams.belonging import part

WORDING = "2026-11-27"
"""The day of the present words of `willkommen` and `datenschutz`, kept with each consent.

Nobody is asked anew when they change; `datenschutz` tells her that they did. Whoever changes what is stored, who sees
it or for how long changes this too.
"""

DELAY = timedelta(days=7)
DELETION = "loeschen"
"""The action, the timer and what `Session.awaiting` says while the question is open."""


def explain(session: Session) -> Step:
    """What is stored, for how long, and who sees it."""
    person = session.trainee
    values = {
        "einverstanden": True,
        "seit": person.consented.astimezone(ZoneInfo(person.zone)),
        "geaendert": person.wording != WORDING,
    }
    return session, [Say("datenschutz", values, ((way_back(session),),))]


def export(session: Session) -> Step:
    """Everything stored, as a file."""
    return session, [HandOut("export")]


def delete(session: Session, wish: str, moment: Moment) -> Step:
    """Delete everything at once („sofort“), in seven days („spaeter“) or not at all („bleiben“).

    A wish to delete counts only while the question is open: an old button asks again.
    """
    open_question = session.awaiting == DELETION
    session = replace(session, awaiting="")
    match wish:
        case "sofort" if open_question:
            return forget(moment)
        case "spaeter" if open_question:
            day = awake(session.trainee, moment.now + DELAY)
            session = replace(session, leaving=day)
            return session, [
                Remind(DELETION, day),
                Say("loeschen_vorgemerkt", _day(session), ((_stay(),), (way_back(session),))),
            ]
        case "bleiben":
            return replace(session, leaving=None), [Cancel(DELETION), Say("geblieben", rows=((way_back(session),),))]
        case _:
            return ask(session)


def ask(session: Session) -> Step:
    """Ask how to delete; once a day is set, whether to delete before it or not at all."""
    later: Rows = () if session.leaving else ((Button(DELETION, "spaeter_loeschen", "spaeter"),),)
    rows: Rows = ((Button(DELETION, "sofort_loeschen", "sofort"),), *later, (_stay(),))
    return replace(session, awaiting=DELETION), [Say("loeschen", _day(session), rows)]


def due(session: Session, moment: Moment) -> Step:
    """The seven days are over; nothing happens if she has changed her mind meanwhile."""
    return forget(moment) if session.leaving is not None and session.leaving <= moment.now else (session, [])


def forget(moment: Moment) -> Step:
    """Say good-bye and forget everything; her teams hear that she is gone."""
    return Session(), [Say("abschied"), *part(moment), Forget()]


def _stay() -> Button:
    return Button(DELETION, "doch_nicht_loeschen", "bleiben")


def _day(session: Session) -> dict[str, Any]:
    local = session.leaving and session.leaving.astimezone(ZoneInfo(session.trainee.zone))
    return {"tag": local}
