"""What people keep: things of many kinds in one table."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, tuple_

from bot.store.database import upsert
from bot.store.rows import Thing
from bot.store.tables import kept
from flows.effects import Drop


def change(connection: Connection, changes: Sequence[tuple[str, Thing | Drop]], now: datetime) -> None:
    """Keeps and drops things of an actor, in order; a thing remembers since when it is kept."""
    latest = {(actor, change.kind, change.id): change for actor, change in changes}
    upsert(
        connection,
        kept,
        [
            {"actor": actor, "kind": kind, "id": id_, "data": change.data, "since": now, "changed": now}
            for (actor, kind, id_), change in latest.items()
            if isinstance(change, Thing)
        ],
    )
    if dropped := [
        {"whose": actor, "what": kind, "which": id_}
        for (actor, kind, id_), change in latest.items()
        if isinstance(change, Drop)
    ]:
        connection.execute(_drop, dropped)


_drop = delete(kept).where(
    kept.c.actor == bindparam("whose"), kept.c.kind == bindparam("what"), kept.c.id == bindparam("which")
)
_wanted = (
    select(kept.c.actor, kept.c.kind, kept.c.id, kept.c.data)
    .where(tuple_(kept.c.actor, kept.c.kind).in_(bindparam("pairs", expanding=True)))
    .order_by(kept.c.since, kept.c.id)
)


def of(connection: Connection, wants: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, Thing]]:
    """The things of the kinds that each actor wants, the oldest first, each with whose it is."""
    pairs = [(actor, kind) for actor, kinds in wants.items() for kind in kinds]
    for actor, kind, id_, data in connection.execute(_wanted, {"pairs": pairs}):
        yield actor, Thing(kind, id_, data)
