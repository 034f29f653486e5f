"""The reminder of an open run, the next day at the person's time."""

from datetime import datetime

from msgspec.structs import replace

from flows import quiet
from flows.effects import Cancel, Remind
from flows.moment import Moment
from flows.session import Person, Session, Step

KEY = "rollenspiel"


def remind(session: Session, moment: Moment) -> Step:
    """The timer of the open run as it should be now; call it again whenever the person's wishes change."""
    if session.run is None:
        return session, []
    due = next_due(session.trainee, moment.now) if session.trainee.reminders else None
    if due == session.run.reminder:
        return session, []
    return replace(session, run=replace(session.run, reminder=due)), [Cancel(KEY) if due is None else Remind(KEY, due)]


def next_due(person: Person, now: datetime) -> datetime:
    """Tomorrow at her time, or when her quiet hours end."""
    return awake(person, quiet.next_day(now, person.zone, person.reminder_time))


def awake(person: Person, moment: datetime) -> datetime:
    """The first instant from `moment` on at which she may be disturbed."""
    return quiet.awake(moment, person.zone, person.quiet_from, person.quiet_until)
