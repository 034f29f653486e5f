"""What a team does with what it hears: the room that knows the news, once it is sure that the teller may tell it."""

from collections.abc import Mapping, Sequence

from flows.effects import Effect, Tell
from flows.events import Due, Event, Told
from flows.kept import Want, Wants
from flows.moment import Moment
from flows.news import Notice, ToTeam
from flows.session import Session
from flows.teams.assigning import Assigning
from flows.teams.calling import Calling
from flows.teams.digesting import Digesting
from flows.teams.exercising import Exercising
from flows.teams.grouping import Grouping
from flows.teams.membership import Membership
from flows.teams.reviewing import Reviewing
from flows.teams.room import Room, Teller, TimedRoom
from flows.teams.team import MEMBER, TEAM

ROOMS: Sequence[Room] = (Membership(), Assigning(), Reviewing(), Exercising(), Calling(), Digesting(), Grouping())


class Teams:
    """The step of every team."""

    def __init__(self, rooms: Sequence[Room] = ROOMS) -> None:
        self._by_news = {news: room for room in rooms for news in room.hears}
        self._by_timer: Mapping[str, TimedRoom] = {room.name: room for room in rooms if isinstance(room, TimedRoom)}

    def concerns(self, session: Session, event: Event) -> bool:
        """Whether the event is one for a team.

        A team has nothing in its session; the timers of a person may be called like its own.
        """
        match event:
            case Told(_, ToTeam()):
                return True
            case Due(key):
                return session.person is None and key.startswith(f"{TEAM}:")
        return False

    def wants(self, event: Event) -> Wants:
        """What the step has to know: at least the team itself and who tells."""
        own: Wants = frozenset({TEAM})
        match event:
            case Told(sender, ToTeam() as news):
                return own | {Want(MEMBER, id=sender)} | self._by_news[type(news)].wants(news, sender)
            case Due(key) if room := self._by_timer.get(_room(key)):
                return own | room.wants_when_due(key)
        return own

    def step(self, event: Event, moment: Moment) -> list[Effect]:
        """What follows; somebody without the right gets one polite line, and nothing else happens."""
        match event:
            case Told(sender, ToTeam() as news):
                member = moment.kept.one(MEMBER, sender, moment.actor)
                if news.by and (member is None or member.role not in news.by):
                    return [Tell((sender,), Notice("team_nicht_erlaubt"))]
                return self._by_news[type(news)].hear(news, Teller(sender, member), moment)
            case Due(key) if (room := self._by_timer.get(_room(key))) and moment.kept.all(TEAM):
                return room.due(event, moment)
        return []


def _room(key: str) -> str:
    """The name of the room a timer of a team belongs to: "aufgaben" of "team:aufgaben:nachfassen"."""
    return key.split(":")[1]
