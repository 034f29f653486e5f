"""A dialogue beside the role-play: what the desk expects of it, and how its open sheet is laid aside and taken up.

A flow has one name. It is its command, the first part of its buttons' actions and of its timers' keys ("ziele",
"ziele:menge"), and the tag of its sheets; by it the desk finds the flow an event concerns.
"""

from typing import Protocol

from msgspec.structs import replace

from flows.events import Event
from flows.moment import Moment
from flows.session import Session, Sheet, Step


class Flow(Protocol):
    """What the desk asks of a flow. `session.sheet` is an open sheet of this flow or None, never one of another.

    What comes: `Commanded` by its name (also by a plain button of that action, and as "weiter" when its sheet is to
    be shown again); `Pressed`, `Due` and `Fetched` with its name in front; `Said` while its open sheet awaits a text;
    `Edited` and `Received` while its sheet is open, which without any effect go on to the run. Words like „hilfe“ or
    „abbrechen“ never come: /abbrechen closes the sheet without asking the flow, so whatever shall outlast it is to be
    kept before. A press without any effect is answered as an old button. A sheet opened by `Due` or `Fetched` is laid
    aside, unless it was in front already: offer a button that brings the person to it.
    """

    def wants(self, session: Session, event: Event) -> frozenset[str]:
        """What `step` has to know: kinds of kept things, and `moment.ANSWERS` or `moment.RUNS`."""
        ...

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """What follows; a sheet in the returned session hears what the person writes next, if it awaits a text."""
        ...


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
