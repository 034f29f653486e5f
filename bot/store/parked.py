"""What was given up after some tries: to be looked at, tried again or dropped."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, select, true, update

from bot.store.tables import inbox


class Parked(Struct, frozen=True):
    """A row of the inbox whose step failed each time. `error` is a traceback, `payload` what it was about."""

    id: int
    actor: str
    received: datetime
    error: str
    payload: str


def find(connection: Connection) -> list[Parked]:
    """Everything that is parked, the oldest first."""
    columns = (inbox.c.id, inbox.c.actor, inbox.c.received, inbox.c.error, inbox.c.payload)
    rows = connection.execute(select(*columns).where(inbox.c.state == "parked").order_by(inbox.c.id))
    return [Parked(row.id, row.actor, row.received, row.error or "", row.payload) for row in rows]


def retry(connection: Connection, ids: Sequence[int] | None) -> list[int]:
    """Opens rows again, all parked ones if `ids` is None, and returns which. They come before what is newer."""
    return _change(connection, ids, state="open", attempts=0, error=None)


def drop(connection: Connection, ids: Sequence[int] | None) -> list[int]:
    """Gives rows up for good, and what they say with them. Returns which."""
    return _change(connection, ids, state="done", payload="", error=None)


def _change(connection: Connection, ids: Sequence[int] | None, **values: object) -> list[int]:
    meant: ColumnElement[bool] = true() if ids is None else inbox.c.id.in_(ids)
    changed = update(inbox).where(inbox.c.state == "parked", meant).values(**values).returning(inbox.c.id)
    return sorted(connection.scalars(changed))
