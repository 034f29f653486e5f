"""What actors keep: things of many kinds in one table."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, String, bindparam, delete, func, select, tuple_

from bot.store.database import upsert
from bot.store.rows import Elsewhere, Thing
from bot.store.tables import kept
from flows.effects import Drop
from flows.kept import Want


def change(connection: Connection, changes: Sequence[tuple[str, Thing | Drop]], now: datetime) -> None:
    """Keeps and drops things of an actor, in order; a thing remembers since when it is kept."""
    latest = {(actor, change.kind, change.id): change for actor, change in changes}
    upsert(
        connection,
        kept,
        [
            {
                "actor": actor,
                "kind": kind,
                "id": id_,
                "about": change.about,
                "data": change.data,
                "since": now,
                "changed": now,
            }
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


_Columns = tuple[str, ...]


@cache
def _by(columns: _Columns) -> Select[Any]:
    """Things found by what these columns hold, the oldest first."""
    keys = tuple_(*(kept.c[column] for column in columns)).in_(bindparam("keys", expanding=True))
    found = select(kept).where(keys).order_by(kept.c.since, kept.c.id)
    return found.where(kept.c.about != "") if "about" in columns else found  # as the index has it


_beginning = (
    select(kept)
    .where(kept.c.actor == bindparam("owner"), kept.c.kind == bindparam("what"))
    .where(func.substr(kept.c.id, 1, func.length(bindparam("start", type_=String))) == bindparam("start"))
    .order_by(kept.c.since, kept.c.id)
)


_lately = (
    select(kept)
    .where(kept.c.actor == bindparam("owner"), kept.c.kind == bindparam("what"))
    .where(kept.c.since >= bindparam("first"))
    .order_by(kept.c.since, kept.c.id)
)


def of(connection: Connection, wants: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, Thing]]:
    """The things of the kinds that each actor wants, the oldest first, each with whose it is."""
    pairs = [(actor, kind) for actor, kinds in wants.items() for kind in kinds]
    for row in connection.execute(_by(("actor", "kind")), {"keys": pairs}):
        yield row.actor, _thing(row)


def elsewhere(connection: Connection, wants: Iterable[tuple[str, Want]]) -> Iterator[tuple[str, Elsewhere]]:
    """What was found for each actor and what it wants, the oldest first for each of its wants."""
    asked: defaultdict[_Columns, defaultdict[tuple[str, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
    for actor, want in wants:
        owner = want.owner or actor
        match want:
            case Want(kind, about_me=True):
                asked["about", "kind"][actor, kind].add(actor)
            case Want(kind, about=person) if person:
                asked["actor", "kind", "about"][owner, kind, person].add(actor)
            case Want(kind, since=first) if first is not None:
                for row in connection.execute(_lately, {"owner": owner, "what": kind, "first": first}):
                    yield actor, Elsewhere(row.actor, _thing(row), row.since)
            case Want(kind, id=""):
                asked["actor", "kind"][owner, kind].add(actor)
            case Want(kind, id=id_) if not id_.endswith("*"):
                asked["actor", "kind", "id"][owner, kind, id_].add(actor)
            case Want(kind, id=id_):
                for row in connection.execute(_beginning, {"owner": owner, "what": kind, "start": id_[:-1]}):
                    yield actor, Elsewhere(row.actor, _thing(row), row.since)
    for columns, askers in asked.items():
        for row in connection.execute(_by(columns), {"keys": list(askers)}):
            for actor in askers[tuple(getattr(row, column) for column in columns)]:
                yield actor, Elsewhere(row.actor, _thing(row), row.since)


def _thing(row: Any) -> Thing:
    return Thing(row.kind, row.id, row.data, row.about)
