"""What actors keep: things of many kinds in one table."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, bindparam, delete, func, select, tuple_

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


def _select(*columns: ColumnElement[Any]) -> Select[Any]:
    keys = tuple_(*columns).in_(bindparam("keys", expanding=True))
    return select(kept).where(keys).order_by(kept.c.since, kept.c.id)


_of_kind = _select(kept.c.actor, kept.c.kind)
_of_id = _select(kept.c.actor, kept.c.kind, kept.c.id)
_beginning = (
    select(kept)
    .where(kept.c.actor == bindparam("owner"), kept.c.kind == bindparam("what"))
    .where(func.substr(kept.c.id, 1, func.length(bindparam("start", type_=String))) == bindparam("start"))
    .order_by(kept.c.since, kept.c.id)
)
_about = _select(kept.c.about, kept.c.kind).where(kept.c.about != "")
_of_somebody = _select(kept.c.actor, kept.c.kind, kept.c.about).where(kept.c.about != "")


def of(connection: Connection, wants: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, Thing]]:
    """The things of the kinds that each actor wants, the oldest first, each with whose it is."""
    pairs = [(actor, kind) for actor, kinds in wants.items() for kind in kinds]
    for row in connection.execute(_of_kind, {"keys": pairs}):
        yield row.actor, _thing(row)


def elsewhere(connection: Connection, wants: Iterable[tuple[str, Want]]) -> Iterator[tuple[str, Elsewhere]]:
    """What was found for each actor and what it wants, the oldest first for each of its wants."""
    asked: dict[int, defaultdict[tuple[str, ...], set[str]]] = {at: defaultdict(set) for at in range(len(_FORMS))}
    for actor, want in wants:
        owner = want.owner or actor
        match want:
            case Want(kind, about_me=True):
                asked[2][actor, kind].add(actor)
            case Want(kind, about=person) if person:
                asked[3][owner, kind, person].add(actor)
            case Want(kind, id=""):
                asked[0][owner, kind].add(actor)
            case Want(kind, id=id_) if not id_.endswith("*"):
                asked[1][owner, kind, id_].add(actor)
            case Want(kind, id=id_):
                for row in connection.execute(_beginning, {"owner": owner, "what": kind, "start": id_[:-1]}):
                    yield actor, Elsewhere(row.actor, _thing(row), row.since)
    for at, (statement, key) in enumerate(_FORMS):
        if asked[at]:
            for row in connection.execute(statement, {"keys": list(asked[at])}):
                for actor in asked[at][key(row)]:
                    yield actor, Elsewhere(row.actor, _thing(row), row.since)


_FORMS: Sequence[tuple[Select[Any], Callable[[Any], tuple[str, ...]]]] = (
    (_of_kind, lambda row: (row.actor, row.kind)),
    (_of_id, lambda row: (row.actor, row.kind, row.id)),
    (_about, lambda row: (row.about, row.kind)),
    (_of_somebody, lambda row: (row.actor, row.kind, row.about)),
)


def _thing(row: Any) -> Thing:
    return Thing(row.kind, row.id, row.data, row.about)
