"""Locks between processes on one PostgreSQL, which end with the transaction. SQLite serves one process and needs none.

Numbers have two halves: what kind of lock, and which.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, text

OFFICES, ACTORS, INTAKE = 0x7665726B, 0x7665726C, 0x7665726D
"""Kinds of locks, those on `neighbours.Office` held by a whole connection; any numbers that are ours alone."""

_each = "FROM unnest(CAST(:actors AS text[])) AS actor"
_seize = text(f"SELECT actor {_each} WHERE pg_try_advisory_xact_lock(:kind, hashtext(actor))")
_await = text(f"SELECT pg_advisory_xact_lock(:kind, hashtext(actor)) {_each}")
_queue = text("SELECT pg_advisory_xact_lock(:kind, 0)")


def seize(connection: Connection, actors: Collection[str]) -> Collection[str]:
    """Those of `actors` with whom nobody else is busy now."""
    if connection.dialect.name != "postgresql" or not actors:
        return actors
    return set(connection.scalars(_seize, {"actors": list(actors), "kind": ACTORS}))


def await_(connection: Connection, actors: Sequence[str]) -> None:
    """Returns once nobody else is busy with `actors`."""
    if connection.dialect.name == "postgresql":
        connection.execute(_await, {"actors": sorted(actors), "kind": ACTORS})


def queue(connection: Connection) -> None:
    """Returns once nobody else takes updates in, so that the order of ids is the order of commits."""
    if connection.dialect.name == "postgresql":
        connection.execute(_queue, {"kind": INTAKE})


def is_running(connection: Connection) -> bool:
    """Whether some process holds an office: the bot runs. On SQLite a lock beside the file tells (`bot.place`)."""
    return connection.dialect.name == "postgresql" and bool(connection.scalar(_offices, {"kind": OFFICES}))


_offices = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
    " WHERE locktype = 'advisory' AND classid = :kind AND datname = current_database()"
)
