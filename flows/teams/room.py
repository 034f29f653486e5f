"""What a team's step is made of: rooms, each for some kinds of news."""

from typing import Any, Protocol, runtime_checkable

from msgspec import Struct

from flows.effects import Effect, Tell
from flows.events import Due
from flows.kept import Wants
from flows.moment import Moment
from flows.news import Notice, ToTeam
from flows.teams.team import TEAM, Member


class Teller(Struct, frozen=True):
    """Who tells the team something, and what she is in it; `member` is None for somebody from outside."""

    actor: str
    member: Member | None

    @property
    def name(self) -> str:
        """What she is called; empty if nobody knows."""
        return self.member.name if self.member else ""


class Room(Protocol):
    """Some kinds of news of a team."""

    hears: tuple[type[ToTeam], ...]

    def wants(self, news: Any, sender: str) -> Wants:
        """What `hear` has to know besides the team itself (kind `team`) and the member who tells."""
        ...

    def hear(self, news: Any, teller: Teller, moment: Moment) -> list[Effect]:
        """What follows; the teller's right to tell it is certain."""
        ...


@runtime_checkable
class TimedRoom(Room, Protocol):
    """A room with timers, whose keys begin with "team:" and its name."""

    name: str

    def wants_when_due(self, key: str) -> Wants:
        """What `due` has to know besides the team itself."""
        ...

    def due(self, event: Due, moment: Moment) -> list[Effect]:
        """What follows when a timer of the room has come; the team still exists."""
        ...


def answer(teller: Teller, moment: Moment, template: str, **values: Any) -> Tell:
    """A line for the coach who told something, with the way back to the team's page."""
    return Tell((teller.actor,), Notice(template, values, TEAM, moment.actor))
