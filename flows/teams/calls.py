"""Messages of coaches on their way to a person: said outside her quiet hours, and not into the midst of something."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from flows.effects import Button, Drop, Effect, Keep, Remind, Rows, Say
from flows.moment import Moment
from flows.news import Called
from flows.roleplay.reminder import awake
from flows.session import Session, Step
from flows.settings import way_back
from flows.teams.team import new_id

CALL = "zuruf"
"""The kind under which a message waits."""

TIMER = READ = "team:zurufe"
"""When her quiet hours are over; and the action of the button that shows what waits."""


class Call(Struct, frozen=True):
    """A message of a coach that waits."""

    team: str
    by: str
    text: str
    at: datetime


def hear(session: Session, news: Called, moment: Moment) -> Step:
    """Now, later, or as a line with a button while a run or a dialogue is open."""
    call = Call(news.team, news.by, news.text, moment.now)
    kept = Keep(CALL, new_id(moment.random), call)
    quiet_until = awake(session.trainee, moment.now)
    if quiet_until > moment.now:
        return session, [kept, Remind(TIMER, quiet_until)]
    if session.busy:
        return session, [kept, _knock(1 + len(moment.kept.all(CALL)))]
    return session, [_say(call, session)]


def due(session: Session, moment: Moment) -> Step:
    """The quiet hours are over."""
    waiting = moment.kept.all(CALL)
    quiet_until = awake(session.trainee, moment.now)
    if quiet_until > moment.now and waiting:
        return session, [Remind(TIMER, quiet_until)]
    if session.busy:
        return session, [_knock(len(waiting))] if waiting else []
    return session, _all(session, moment)


def read(session: Session, moment: Moment) -> list[Effect]:
    """All that waits, and below it the way on; she may have read it already."""
    ways: Rows = ((way_back(session),),)
    return _all(session, moment, ways) or [Say("zuruf_keiner", rows=ways)]


def _all(session: Session, moment: Moment, below: Rows = ()) -> list[Effect]:
    """Afterwards nothing waits."""
    waiting: dict[str, Call] = dict(moment.kept.all(CALL))
    said = [_say(call, session) for call in waiting.values()]
    return [*said[:-1], *[replace(last, rows=below) for last in said[-1:]], *[Drop(CALL, id_) for id_ in waiting]]


def _knock(number: int) -> Say:
    return Say("zuruf_wartet", {"anzahl": number}, ((Button(READ, "jetzt_lesen"),),))


def _say(call: Call, session: Session) -> Say:
    values: dict[str, Any] = {
        "team": call.team,
        "coach": call.by,
        "text": call.text,
        "am": call.at.astimezone(ZoneInfo(session.trainee.zone)),
    }
    return Say("zuruf", values)
