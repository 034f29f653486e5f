"""How things stand: what waits, since when, and what went wrong for good."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, Select, bindparam, func, select

from bot.store.alarms import PARKED
from bot.store.inbox import OPEN
from bot.store.outbox import FIRST
from bot.store.tables import actors, inbox, outbox, timers

_oldest = select(func.min(inbox.c.received)).where(inbox.c.state == OPEN)
_due = select(func.min(outbox.c.not_before)).where(
    outbox.c.state == "waiting", outbox.c.not_before <= bindparam("now"), outbox.c.id == FIRST
)
_late = select(func.min(timers.c.due), func.count()).where(timers.c.due <= bindparam("now"))

PERSON = (actors.c.chat > 0, actors.c.forgotten.is_(None))

COUNTED: Mapping[str, Select[int]] = {
    "open": select(func.count()).where(inbox.c.state == OPEN),
    "waiting": select(func.count()).where(outbox.c.state.in_(("waiting", "sending"))),
    "parked": select(func.count()).where(inbox.c.state == PARKED),
    "dead": select(func.count()).where(outbox.c.state == "dead", outbox.c.error != "unreachable"),
    "unreachable": select(func.count()).where(*PERSON, actors.c.reachable.is_(False)),
}
"""The figures of `Standing` that admins are shown as well (`bot.store.census`)."""


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
    received = connection.scalar(_oldest)
    due, late = connection.execute(_late, {"now": now}).one()
    return Standing(
        inbox_lag=_age(received, now),
        outbox_lag=_age(connection.scalar(_due, {"now": now}), now),
        late=late,
        timers_lag=_age(due, now),
        **{name: connection.scalar(counted) or 0 for name, counted in COUNTED.items()},
    )


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
