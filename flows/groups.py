"""A Telegram group: it can belong to one team, hears what the team tells it, and answers nothing else."""

from flows.effects import Say, Tell
from flows.events import Event, InGroup, Told
from flows.excuse import excuse
from flows.moment import Moment
from flows.news import GroupBound, GroupFound
from flows.session import Session, Step
from flows.teams.team import invitation


def step(session: Session, event: Event, moment: Moment) -> Step:
    """What follows in the group."""
    match event:
        case InGroup("start", argument) if link := invitation(argument):
            team, digest = link
            return session, [Tell((team,), GroupFound(digest, event.title))]
        case InGroup():
            return excuse(session, moment, Say("gruppe"))
        case Told(_, GroupBound(team=name)):
            return session, [Say("gruppe_verbunden", {"team": name})]
    return session, []
