"""How things stand: what waits, since when, and what went wrong for good."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, Select, bindparam, func, select

from bot.store.alarms import PARKED
from bot.store.inbox import OPEN
from bot.store.outbox import FIRST
from bot.store.tables import actors, inbox, outbox, timers

_open = select(func.min(inbox.c.received), func.count()).where(inbox.c.state == OPEN)
_parked = select(func.count()).where(inbox.c.state == PARKED)
_waiting = select(func.count()).where(outbox.c.state.in_(("waiting", "sending")))
_due = select(func.min(outbox.c.not_before)).where(
    outbox.c.state == "waiting", outbox.c.not_before <= bindparam("now"), outbox.c.id == FIRST
)
_dead = outbox.c.state == "dead"
_dead_for_good = select(func.count()).where(_dead, outbox.c.error != "unreachable")
_unreachable = select(func.count()).where(actors.c.reachable.is_(False))
_late = select(func.min(timers.c.due), func.count()).where(timers.c.due <= bindparam("now"))


class Standing(Struct, frozen=True):
    """What waits, in numbers and as the age of the oldest in seconds; what waits in a pause Telegram wants has none."""

    open: int
    inbox_lag: float
    waiting: int
    outbox_lag: float
    late: int
    timers_lag: float
    parked: int
    dead: int
    unreachable: int


def standing(connection: Connection, now: datetime) -> Standing:
    """How things stand at `now`."""
    received, open_ = connection.execute(_open).one()
    due, late = connection.execute(_late, {"now": now}).one()
    return Standing(
        open=open_,
        inbox_lag=_age(received, now),
        waiting=_count(connection, _waiting),
        outbox_lag=_age(connection.scalar(_due, {"now": now}), now),
        late=late,
        timers_lag=_age(due, now),
        parked=_count(connection, _parked),
        dead=_count(connection, _dead_for_good),
        unreachable=_count(connection, _unreachable),
    )


def _count(connection: Connection, query: Select[int]) -> int:
    return connection.scalar(query) or 0


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
