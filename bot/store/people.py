"""What is stored about people: handing it out, forgetting it, keeping it no longer than needed."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Table, and_, bindparam, delete, insert, or_, select, update

from bot.store.alarms import PARKED as GIVEN_UP
from bot.store.inbox import OPEN, REPEATS, row
from bot.store.rows import Thing
from bot.store.tables import actors, answers, inbox, kept, outbox, runs, slots, timers
from flows.effects import Drop
from flows.events import Moved

PERSONAL: Mapping[Table, Column[Any]] = {
    actors: actors.c.actor,
    inbox: inbox.c.actor,
    outbox: outbox.c.actor,
    slots: slots.c.chat,
    timers: timers.c.actor,
    answers: answers.c.actor,
    runs: runs.c.actor,
    kept: kept.c.actor,
}
"""Every table with personal data, and the column that says whose it is: all of it is handed out and forgotten."""

JSON = frozenset({actors.c.state, inbox.c.payload, outbox.c.payload, answers.c.verdict, runs.c.summary, kept.c.data})
"""Columns that hold JSON as text."""

PARKED = timedelta(days=30)
SLOTS = timedelta(days=90)
"""For so long a message can still be changed; later it is sent anew."""


def personal_data(connection: Connection, actor: str) -> dict[str, list[dict[str, Any]]]:
    """All rows about `actor`, by table, as plain data."""
    chat = connection.scalar(select(actors.c.chat).where(actors.c.actor == actor))
    return {
        table.name: [
            {column.name: _plain(column, value) for column, value in zip(table.c, row, strict=True)}
            for row in connection.execute(select(table).where(_of(table, whose, actor, chat)))
        ]
        for table, whose in PERSONAL.items()
    }


def _of(table: Table, whose: Column[Any], actor: str, chat: int | None) -> ColumnElement[bool]:
    mine = whose == (chat if whose.name == "chat" else actor)
    return or_(mine, kept.c.about == actor) if table is kept else mine


def _plain(column: Column[Any], value: Any) -> Any:
    return json.loads(value) if column in JSON and value else msgspec.to_builtins(value)


def forget(connection: Connection, actor: str, chat: int) -> None:
    """Removes everything about `actor` but its row in `actors`, which `steps` empties in the same transaction.

    Of updates only their ids stay a while, so that repeats are recognised.
    """
    connection.execute(select(actors.c.actor).where(actors.c.actor == actor).with_for_update())
    connection.execute(update(inbox).where(inbox.c.actor == actor).values(actor="", chat=0, **_EMPTY))
    for table, whose in PERSONAL.items():
        if table not in (actors, inbox):
            connection.execute(delete(table).where(_of(table, whose, actor, chat)))
    if actor.startswith(_PERSON):
        _forget_elsewhere(connection, actor)


_PERSON = "person:"
_EMPTY = {"payload": "", "error": None, "state": "done"}


def _forget_elsewhere(connection: Connection, actor: str) -> None:
    """What a person told others and they have not heard yet, timers about her, and what was given up and names her."""
    told = f'{{"type":"Told","sender":"{actor}",'
    connection.execute(
        update(inbox).where(inbox.c.state == OPEN, inbox.c.payload.startswith(told, autoescape=True)).values(_EMPTY)
    )
    connection.execute(delete(timers).where(timers.c.key.endswith(f"/{actor}", autoescape=True)))
    named = re.compile(rf"{actor}(?![0-9])|/{actor.removeprefix(_PERSON)}(?=[|/\"])")  # in news, and in buttons
    parked = connection.execute(select(inbox.c.id, inbox.c.payload).where(inbox.c.state == GIVEN_UP)).all()
    if naming := [row.id for row in parked if named.search(row.payload)]:
        connection.execute(update(inbox).where(inbox.c.id.in_(naming)).values(_EMPTY))


def without_forgotten(
    connection: Connection, changes: Sequence[tuple[str, Thing | Drop]]
) -> Sequence[tuple[str, Thing | Drop]]:
    """The changes but for things about people who were forgotten; nobody is until the transaction ends."""
    about = sorted({change.about for _, change in changes if isinstance(change, Thing) and change.about})
    if not about:
        return changes
    forgotten = {
        actor
        for first in range(0, len(about), _MANY)
        for actor, since in connection.execute(_standing, {"people": about[first : first + _MANY]})
        if since is not None
    }
    return [each for each in changes if not (isinstance(each[1], Thing) and each[1].about in forgotten)]


_MANY = 5000  # parameters of a statement; PostgreSQL takes six times as many
_standing = (
    select(actors.c.actor, actors.c.forgotten)
    .where(actors.c.actor.in_(bindparam("people", expanding=True)))
    .order_by(actors.c.actor)
    .with_for_update(read=True, key_share=True)
)
"""Not only the forgotten: PostgreSQL waits for who is about to be, and looks again at rows it has found."""


def migrate_chat(connection: Connection, old: int, new: int, now: datetime) -> None:
    """A group goes on under another id and hears of it; if it already wrote under that, the old standing goes."""
    actor = f"group:{new}"
    connection.execute(delete(slots).where(slots.c.chat == old))
    if connection.scalar(select(actors.c.actor).where(actors.c.actor == actor)):
        connection.execute(delete(actors).where(actors.c.chat == old))
        connection.execute(delete(timers).where(timers.c.chat == old))
    for table in (actors, inbox, outbox, timers):
        connection.execute(update(table).where(table.c.chat == old).values(actor=actor, chat=new))
    known = connection.scalar(select(kept.c.id).where(kept.c.actor == f"group:{old}"))
    if known is not None:
        connection.execute(delete(kept).where(kept.c.actor == actor))
        connection.execute(update(kept).where(kept.c.actor == f"group:{old}").values(actor=actor))
    moved = msgspec.json.encode(Moved(f"group:{old}")).decode()
    connection.execute(insert(inbox).values(row(actor, new, "event", moved, now)))


def purge(connection: Connection, now: datetime) -> int:
    """Removes updates that were handled or given up, dead messages and old slots."""
    handled = and_(inbox.c.state == "done", inbox.c.received < now - REPEATS)
    given_up = and_(inbox.c.state == "parked", inbox.c.received < now - PARKED)
    return sum(
        connection.execute(statement).rowcount
        for statement in (
            delete(inbox).where(or_(handled, given_up)),
            delete(outbox).where(outbox.c.state == "dead", outbox.c.created < now - PARKED),
            delete(slots).where(slots.c.sent < now - SLOTS),
        )
    )
