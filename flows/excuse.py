"""Answering what cannot be used, without answering all of it."""

from datetime import timedelta

from msgspec.structs import replace

from flows.effects import Effect
from flows.moment import Moment
from flows.session import Session, Step

MINUTE = timedelta(minutes=1)


def excuse(session: Session, moment: Moment, *lines: Effect, quiet: timedelta = MINUTE) -> Step:
    """Say `lines`, unless something unexpected was answered a moment ago: 500 stickers get one reply."""
    if session.excused is not None and moment.now - session.excused < quiet:
        return session, []
    return replace(session, excused=moment.now), list(lines)
