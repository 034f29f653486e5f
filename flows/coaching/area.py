"""What the flow `coach` is made of: areas, each with its pages, its sheet and its news."""

from typing import Protocol

from flows.effects import Button
from flows.events import Event
from flows.kept import Found, Wants
from flows.moment import Moment
from flows.session import Session, Step


class Area(Protocol):
    """A part of /coach, called `name`.

    To it come: buttons of the action "coach:<name>" or "coach:<name>:<more>", whose argument begins with the team's
    actor ("team:abcdefgh" or "team:abcdefgh/<rest>"); `Said`, `Edited`, `Received`, voice notes (where the sheet is
    `voiced`) and "weiter" while its sheet is open, whose tag is "coach:<name>" and which has the team's actor as
    `team`; `Due` and `Fetched` whose key begins with "coach:<name>" and whose argument begins with the team; `Told`
    with news whose `flow` is "coach:<name>", where the team is who tells. What the person is in the team is sure before
    `step` is called.
    """

    name: str

    def wants(self, session: Session, event: Event, team: str) -> Wants:
        """What `step` has to know besides the memberships of the person and the team itself (found, kind `team`)."""
        ...

    def step(self, session: Session, event: Event, team: Found, moment: Moment) -> Step:
        """What follows; `team` is her membership as coach (`owner` is the team's actor, `thing` a `Member`).

        The team itself is `moment.kept.one(TEAM, TEAM, team.owner)`.
        """
        ...


def to(area: str, label: str, team: str, rest: str = "", /, mark: str = "", **values: object) -> Button:
    """A button to a page of an area: `to("aufgaben:neu", "neue_aufgabe", team, exercise)`."""
    return Button(f"coach:{area}", label, f"{team}/{rest}" if rest else team, mark, values)


def rest(argument: str) -> str:
    """What follows the team in the argument of a button, timer or file; empty if nothing."""
    return argument.partition("/")[2]
