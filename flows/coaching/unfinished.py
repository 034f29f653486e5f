"""Work that is open in /coach is not given up for other work without asking.

Whatever a button would take it away for waits: she goes on with the open one, or drops it and gets what she pressed.
Drafts of exercises are no such work, for they are kept.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from flows.coaching.sheets import CallSheet, GivingSheet, ReviewSheet
from flows.effects import Button, Effect, Say, Tell
from flows.events import Commanded, Event, Pressed
from flows.news import PutBack
from flows.session import Session, Sheet

GO_ON = "coach:offen"
BREAK_OFF = Commanded("abbrechen")
_DROP = "!"
"""What the mark of a button begins with that drops the open work; the number of that work follows."""

_KINDS: Mapping[type, str] = {GivingSheet: "vergabe", CallSheet: "nachricht", ReviewSheet: "durchsicht"}


def meant(session: Session, event: Event) -> tuple[Session, Event]:
    """What the buttons of the question stand for: going on, or what was pressed first, now without the open work."""
    match event:
        case Pressed(action) if action == GO_ON and session.sheet:
            return session, Commanded("weiter")
        case Pressed(_, _, mark) if mark.startswith(_DROP):
            work = _work(session.sheet)
            dropped = replace(session, sheet=None) if work and mark == _drop(work) else session
            return dropped, replace(event, mark="")
    return session, event


def would_lose(session: Session, event: Event, after: Session) -> bool:
    """Whether a button that is not of the open work takes it away."""
    work, now = _work(session.sheet), _work(after.sheet)
    if work is None or not isinstance(event, Pressed) or event.mark == work.mark:
        return False
    return now is None or type(now) is not type(work) or now.team != work.team


def ask(session: Session, event: Event) -> Say:
    """Whether she goes on with what is open or drops it."""
    work = _work(session.sheet)
    if work is None or not isinstance(event, Pressed):
        raise LookupError("nothing is open that a button could take away")
    go_on = Button(GO_ON, "zum_blatt", work.team)
    drop = Button(event.action, "verwerfen", event.argument, _drop(work))
    return Say("coach_offen", {"was": _KINDS[type(work)]}, ((go_on,), (drop,)))


def put_back(session: Session, event: Event, after: Session) -> list[Effect]:
    """A card of the review that was hers to decide is free again once she breaks off or goes elsewhere."""
    sheet = session.sheet
    if not isinstance(sheet, ReviewSheet) or not sheet.hers or isinstance(after.sheet, ReviewSheet):
        return []
    match event:
        case Pressed(action):
            leaves = not action.startswith(f"coach:{_KINDS[ReviewSheet]}")
        case _:
            leaves = event == BREAK_OFF
    return [Tell((sheet.team,), PutBack(sheet.card))] if leaves else []


def _work(sheet: Sheet | None) -> GivingSheet | CallSheet | ReviewSheet | None:
    return sheet if isinstance(sheet, GivingSheet | CallSheet | ReviewSheet) and sheet.unsaved else None


def _drop(work: GivingSheet | CallSheet | ReviewSheet) -> str:
    return f"{_DROP}{work.mark[1:]}"
