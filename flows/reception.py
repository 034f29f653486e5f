"""The way in: before consent nothing a person says is kept, afterwards she is asked for her name."""

import re

from msgspec.structs import replace

from flows import settings
from flows.effects import Button, Rows, Say, pairs
from flows.events import Blocked, Commanded, Due, Event, Fetched, Pressed, Unblocked
from flows.excuse import excuse
from flows.flow import owner
from flows.moment import Moment
from flows.session import Person, Session, Step

INVITATION = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what Telegram allows in a deep link

FLOWS = ("fortschritt", "ziele", "aktivitaeten", "kunden", "reflexion", "wiederholung")
"""The flows beside the role-play, as the menu shows them."""

CONSENT: Rows = ((Button("einverstanden", "einverstanden"),), (Button("lieber_nicht", "lieber_nicht"),))
WELCOME: Rows = (CONSENT[0], (Button("datenschutz", "was_gespeichert"),), CONSENT[1])


def step(session: Session, event: Event, moment: Moment) -> Step:
    """Everything that can happen while nobody has consented."""
    match event:
        case Pressed("einverstanden"):
            return admit(session, moment)
        case Pressed("lieber_nicht"):
            return Session(), [Say("ohne_einverstaendnis")]
        case Commanded("start", payload):
            return invited(session, payload), [Say("willkommen", rows=WELCOME)]
        case Commanded("datenschutz" | "ueber" as page) | Pressed("datenschutz" | "ueber" as page):
            return session, [Say(page, {"einverstanden": False}, CONSENT)]
        case Commanded("export" | "loeschen") | Pressed("export" | "loeschen"):
            return Session(), [Say("nichts_gespeichert")]
        case Commanded() | Pressed():
            return session, [Say("willkommen", rows=WELCOME)]
        case Blocked() | Unblocked() | Due() | Fetched():
            return session, []
        case _:
            return excuse(session, moment, Say("willkommen", rows=WELCOME))


def invited(session: Session, payload: str) -> Session:
    """With the payload of the deep link kept, if there is one; it is asked for later."""
    return replace(session, invitation=payload) if INVITATION.fullmatch(payload) else session


def admit(session: Session, moment: Moment) -> Step:
    """Consent is given; next she is asked for her name."""
    session = replace(session, person=Person(name="", consented=moment.now), excused=None)
    return settings.ask(session, "name")


def greet(session: Session) -> Step:
    """Known by name now, or for good without one: what to expect, and where to begin."""
    return session, [Say("begruessung", {"person": session.trainee}, menu(session))]


def welcome_back(session: Session, payload: str) -> Step:
    """/start of someone who has long consented, or a second tap on her consent."""
    session = invited(session, payload)
    if session.awaiting == "name":
        return settings.ask(session, "name")
    return show_menu(replace(session, awaiting=""))


def show_menu(session: Session) -> Step:
    """What a person can do now, as buttons."""
    laid = tuple(owner(sheet) for sheet in (session.sheet, *session.shelf) if sheet)
    values = {"person": session.trainee, "offen": session.run is not None, "blaetter": laid}
    return session, [Say("menue", values, menu(session))]


def menu(session: Session) -> Rows:
    """The buttons of the menu; an open run comes first."""
    open_run: Rows = ((Button("weiter", "zum_rollenspiel"),),) if session.run else ()
    return (
        *open_run,
        (Button("rollenspiel", "neues_rollenspiel" if session.run else "rollenspiel"),),
        *pairs([Button(name, name) for name in FLOWS]),
        (Button("einstellungen", "einstellungen"), Button("hilfe", "hilfe")),
    )
