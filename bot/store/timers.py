"""What shall happen at a time."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, tuple_

from bot.store import inbox
from bot.store.database import upsert
from bot.store.tables import inbox as events
from bot.store.tables import timers
from flows.effects import Cancel, Remind
from flows.events import Due

BATCH = 500
"""So many timers at most are moved in one transaction; after a long downtime the rest follow."""


def change(connection: Connection, changes: Sequence[tuple[str, int, Remind | Cancel]]) -> None:
    """Sets and cancels timers of an actor and chat, in order."""
    wanted: dict[tuple[str, str], dict[str, object] | None] = {}
    for actor, chat, effect in changes:
        match effect:
            case Remind(key, due, argument):
                wanted[actor, key] = {"actor": actor, "key": key, "chat": chat, "due": due, "argument": argument}
            case Cancel(key):
                wanted[actor, key] = None
    upsert(connection, timers, [timer for timer in wanted.values() if timer])
    if cancelled := [{"whose": actor, "name": key} for (actor, key), timer in wanted.items() if not timer]:
        connection.execute(_cancel, cancelled)


_cancel = delete(timers).where(timers.c.actor == bindparam("whose"), timers.c.key == bindparam("name"))


def move_due(connection: Connection, now: datetime) -> int:
    """Due timers become events of their actors, in the order they were due."""
    due = connection.execute(
        select(timers).where(timers.c.due <= now).order_by(timers.c.due).limit(BATCH).with_for_update(skip_locked=True)
    ).all()
    if due:
        rows = [
            inbox.row(
                timer.actor,
                timer.chat,
                "event",
                msgspec.json.encode(Due(timer.key, timer.due, timer.argument)).decode(),
                now,
            )
            for timer in due
        ]
        connection.execute(insert(events), rows)
        moved = [(timer.actor, timer.key) for timer in due]
        connection.execute(delete(timers).where(tuple_(timers.c.actor, timers.c.key).in_(moved)))
    return len(due)


def next_due(connection: Connection) -> datetime | None:
    """When the next timer is due."""
    when: datetime | None = connection.scalar(select(func.min(timers.c.due)))
    return when
