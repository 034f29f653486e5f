"""A message to everybody in a team: written, looked at with the number of those who get it, and sent."""

from msgspec.structs import replace

from flows.coaching.area import to
from flows.coaching.sheets import CallSheet
from flows.effects import Button, Say, Tell
from flows.events import Commanded, Edited, Event, Pressed, Said
from flows.kept import Found, Want, Wants
from flows.moment import Moment
from flows.news import Addressed
from flows.replies import NO, YES
from flows.session import Session, Step
from flows.teams.calling import LONGEST, receivers
from flows.teams.team import MEMBER, TEAM

STOP = Button("abbrechen", "abbrechen")


class Calling:
    """The area `nachricht`."""

    name = "nachricht"

    def wants(self, session: Session, event: Event, team: str) -> Wants:
        """Who would get it."""
        return frozenset({Want(MEMBER, owner=team)})

    def step(self, session: Session, event: Event, team: Found, moment: Moment) -> Step:
        """A text becomes a preview, a yes sends it; another text or an edit takes its place."""
        sheet = session.sheet if isinstance(session.sheet, CallSheet) and session.sheet.team == team.owner else None
        match event:
            case Pressed("coach:nachricht"):
                return _ask(replace(session, sheet=CallSheet(team.owner)))
            case Pressed("coach:nachricht:senden", _, mark) if sheet and sheet.text and mark == sheet.mark:
                return _send(session, sheet)
            case Said() if sheet and sheet.text and event.word in YES:
                return _send(session, sheet)
            case Said() if sheet and sheet.text and event.word in NO:
                return _ask(replace(session, sheet=CallSheet(team.owner)))
            case Said(text, message) if sheet:
                return _preview(session, sheet, text, message, team, moment)
            case Edited(text, message) if sheet and sheet.message == message:
                return _preview(session, sheet, text, message, team, moment)
            case Commanded() if sheet and sheet.text:
                return _preview(session, sheet, sheet.text, sheet.message, team, moment)
            case Commanded() if sheet:
                return _ask(session)
        return session, []


def _ask(session: Session) -> Step:
    return session, [Say("nachricht", {"laenge": LONGEST}, ((STOP,),))]


def _preview(session: Session, sheet: CallSheet, text: str, message: int, team: Found, moment: Moment) -> Step:
    text = text.strip()
    if not text or len(text) > LONGEST:
        return session, [Say("nachricht_zu_lang", {"laenge": LONGEST, "hat": len(text)}, ((STOP,),))]
    people, silent = receivers({found.id: found.thing for found in moment.kept.found(MEMBER, team.owner)}, moment.actor)
    mark = f"c{session.serial + 1}"
    sheet = replace(sheet, text=text, message=message, mark=mark)
    session = replace(session, sheet=sheet, serial=session.serial + 1)
    values = {
        "team": team.thing.team,
        "coach": team.thing.name,
        "text": text,
        "anzahl": len(people),
        "unerreichbar": silent,
    }
    if not people:
        return session, [Say("nachricht_fuer_niemanden", values, ((to(TEAM, "zum_team", team.owner),),))]
    send = to("nachricht:senden", "wirklich_senden", team.owner, mark=mark)
    return session, [Say("nachricht_vorschau", values, ((send,), (STOP,)))]


def _send(session: Session, sheet: CallSheet) -> Step:
    return replace(session, sheet=None), [Tell((sheet.team,), Addressed(sheet.text))]
