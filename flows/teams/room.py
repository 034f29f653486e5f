"""What a team's step is made of: rooms, each for some kinds of news."""

from typing import Any, Protocol

from msgspec import Struct

from flows.effects import Effect
from flows.events import Due
from flows.kept import Wants
from flows.moment import Moment
from flows.news import ToTeam
from flows.teams.team import Member


class Teller(Struct, frozen=True):
    """Who tells the team something, and what she is in it; `member` is None for somebody from outside."""

    actor: str
    member: Member | None

    @property
    def name(self) -> str:
        """What she is called; empty if nobody knows."""
        return self.member.name if self.member else ""


class Room(Protocol):
    """Some kinds of news of a team, and its timers whose keys begin with "team:" and the room's name."""

    name: str
    hears: tuple[type[ToTeam], ...]

    def wants(self, news: Any, sender: str) -> Wants:
        """What `hear` has to know besides the team itself (kind `team`) and the member who tells."""
        ...

    def hear(self, news: Any, teller: Teller, moment: Moment) -> list[Effect]:
        """What follows; the teller's right to tell it is certain."""
        ...

    def wants_when_due(self, key: str) -> Wants:
        """What `due` has to know besides the team itself."""
        ...

    def due(self, event: Due, moment: Moment) -> list[Effect]:
        """What follows when a timer of the room has come; the team still exists."""
        ...
