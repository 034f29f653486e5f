"""The way in: before consent nothing a person says is kept, afterwards she is asked for her name."""

from msgspec.structs import replace

from flows import settings
from flows.effects import Button, Rows, Say, Tell, pairs
from flows.events import Blocked, Commanded, Due, Event, Fetched, Pressed, Told, Unblocked
from flows.excuse import excuse
from flows.flow import owner
from flows.moment import Moment
from flows.news import Redeemed
from flows.privacy import WORDING
from flows.session import Person, Session, Step
from flows.teams.team import invitation

FLOWS = ("fortschritt", "ziele", "aktivitaeten", "kunden", "reflexion", "wiederholung", "aufgaben", "team")
"""The flows beside the role-play, as the menu shows them; to `coach` leads the page of the teams."""

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
        case Blocked() | Unblocked() | Due() | Fetched() | Told():
            return session, []
        case _:
            return excuse(session, moment, Say("willkommen", rows=WELCOME))


def invited(session: Session, payload: str) -> Session:
    """With the team of the deep link kept, if it is one of ours; of the token only its digest."""
    link = invitation(payload)
    return replace(session, invitation="/".join(link)) if link else session


def redeem(session: Session) -> Step:
    """The link she came by is told to its team, which answers."""
    if not session.invitation:
        return session, []
    team, digest = session.invitation.split("/")
    return replace(session, invitation=""), [Tell((team,), Redeemed(digest, session.trainee.name))]


def admit(session: Session, moment: Moment) -> Step:
    """Consent is given; next she is asked for her name."""
    session = replace(session, person=Person(name="", consented=moment.now, wording=WORDING), excused=None)
    return settings.ask(session, "name")


def greet(session: Session) -> Step:
    """Known by name now, or for good without one: what to expect, and where to begin."""
    session, told = redeem(session)
    return session, [Say("begruessung", {"person": session.trainee}, menu(session)), *told]


def welcome_back(session: Session, payload: str) -> Step:
    """/start of someone who has long consented, or a second tap on her consent."""
    session = invited(session, payload)
    if session.awaiting == "name":
        return settings.ask(session, "name")
    session, told = redeem(session)
    return (session, told) if told else show_menu(replace(session, awaiting=""))


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
