"""A new team: a name is enough."""

from msgspec.structs import replace

from flows.coaching.sheets import FoundingSheet
from flows.effects import Button, Say, Tell
from flows.events import Commanded, Edited, Event, Said
from flows.moment import Moment
from flows.news import Founded
from flows.session import Session, Step
from flows.teams.team import actor, new_id

FOUNDING = "gruenden"
LONGEST_NAME = 40


def begin(session: Session) -> Step:
    """Asks for the name."""
    return replace(session, sheet=FoundingSheet()), [Say("team_gruenden")]


class Founding:
    """Asking for the name of a new team."""

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """A name founds the team, which answers by itself."""
        match event:
            case Said(text) if name := team_name(text):
                person = session.trainee
                news = Founded(name, person.name, person.zone)
                return replace(session, sheet=None), [Tell((actor(new_id(moment.random)),), news)]
            case Said():
                return session, [
                    Say("teamname_unklar", {"laenge": LONGEST_NAME}, ((Button("abbrechen", "abbrechen"),),))
                ]
            case Commanded():
                return session, [Say("team_gruenden")]
            case Edited():
                return session, []
        return session, []


def team_name(text: str) -> str:
    """The name in `text`; empty if it cannot be one."""
    name = " ".join(text.split()).strip(' .!„“"')
    return name if len(name) <= LONGEST_NAME and any(letter.isalnum() for letter in name) else ""
