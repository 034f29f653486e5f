"""A dialogue beside the role-play: what the desk expects of it, and how its open sheet is laid aside and taken up.

A flow has one name. It is its command, the first part of its buttons' actions and of its timers' keys ("ziele",
"ziele:menge"), and the tag of its sheets; by it the desk finds the flow an event concerns.
"""

from typing import Protocol

from msgspec.structs import replace

from flows.effects import Effect, Say
from flows.events import Commanded, Edited, Event, Pressed, Said
from flows.kept import Wants
from flows.moment import Moment
from flows.session import Session, Sheet, Step


class Flow(Protocol):
    """What the desk asks of a flow. `session.sheet` is an open sheet of this flow or None, never one of another.

    What comes: `Commanded` by its name (also by a plain button of that action, and as "weiter" when its sheet is to
    be shown again); `Pressed`, `Due` and `Fetched` with its name in front; `Told` with news that name it as `flow`;
    `Said` while its open sheet awaits a text; `Edited` and `Received` while its sheet is open, which without any
    effect go on to the run. Words like „hilfe“ or „abbrechen“ never come: /abbrechen closes the sheet without asking
    the flow, so whatever shall outlast it is to be kept before. A press without any effect is answered as an old
    button. A sheet opened by `Due`, `Fetched` or `Told` is laid aside, unless it was in front already: offer a button
    that brings the person to it.
    """

    def wants(self, session: Session, event: Event) -> Wants:
        """What `step` has to know."""
        ...

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """What follows; a sheet in the returned session hears what the person writes next, if it awaits a text."""
        ...


class Talk(Protocol):
    """One step on an open sheet; `effects` gathers what follows."""

    effects: list[Effect]

    def hear(self, event: Said) -> None:
        """Something was written."""
        ...

    def correct(self, event: Edited) -> None:
        """Something written earlier now reads differently."""
        ...

    def press(self, event: Pressed) -> bool:
        """A button was pressed; False if it no longer means anything."""
        ...

    def show(self) -> None:
        """Says again where the sheet stands."""
        ...


def go_on(talk: Talk, event: Event, late: str) -> None:
    """Lets the sheet answer an event; a button of an earlier step is answered with the template `late`."""
    match event:
        case Said():
            talk.hear(event)
        case Edited():
            talk.correct(event)
        case Pressed() if not talk.press(event):
            talk.effects.append(Say(late))
            talk.show()
        case Commanded():
            talk.show()


def sure(event: Event, action: str, mark: str, yes: frozenset[str], no: frozenset[str]) -> bool | None:
    """What an event answers to "sicher?", asked with buttons of `action` and `mark`; None if nothing."""
    match event:
        case Pressed(pressed, wish, its) if (pressed, its) == (action, mark):
            return wish == "ja"
        case Said() if event.word in yes | no:
            return event.word in yes
        case _:
            return None


def first(key: str) -> str:
    """The name in front of an action, key or tag: "ziele" of "ziele:menge"."""
    return key.partition(":")[0]


def owner(sheet: Sheet | None) -> str:
    """The flow a sheet belongs to; empty if there is none."""
    return first(str(sheet.__struct_config__.tag)) if sheet else ""


def lay_aside(session: Session) -> Session:
    """Without a sheet in front; the flow takes it up again."""
    return replace(session, sheet=None, shelf=(*session.shelf, session.sheet)) if session.sheet else session


def take_up(session: Session, name: str) -> Session:
    """With the sheet of the flow `name` in front, if it has one; that of another flow is laid aside."""
    if owner(session.sheet) == name:
        return session
    session = lay_aside(session)
    sheet = next((sheet for sheet in session.shelf if owner(sheet) == name), None)
    return replace(session, sheet=sheet, shelf=tuple(each for each in session.shelf if each is not sheet))
