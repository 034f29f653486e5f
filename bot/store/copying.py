"""The whole of one database into another, row by row, whichever kinds they are."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, Table, func, insert, inspect, select, text, tuple_

from bot.store.database import Units
from bot.store.tables import metadata

BATCH = 1000

TABLES: Sequence[Table] = metadata.sorted_tables


class Copied(Struct, frozen=True):
    """How many rows a table holds on both sides."""

    table: str
    source: int
    target: int


class Miscounted(Exception):
    """The copy holds more or fewer rows than what it was made from."""


def rows_in(connection: Connection) -> int:
    """How many rows a database holds in all of our tables."""
    known = set(inspect(connection).get_table_names())
    return sum(_count(connection, table) for table in TABLES if table.name in known)


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table holds."""
    return {table.name: _count(connection, table) for table in TABLES}


def empty(connection: Connection) -> None:
    """Removes every row."""
    for table in reversed(TABLES):
        connection.execute(table.delete())


async def copy(source: Units, target: Units) -> list[Copied]:
    """Copies every table into an empty one. Both sides should be in one transaction. Raises Miscounted."""
    copied = []
    for table in TABLES:
        last: Row[Any] | None = None
        while batch := await source.read(_batch, table, last):
            await target.write(_insert, table, batch)
            last = batch[-1]
        await target.write(_number, table, await source.read(_last_number, table))
        counted = Copied(table.name, await source.read(_count, table), await target.read(_count, table))
        if counted.source != counted.target:
            raise Miscounted(f"{counted.table} holds {counted.source:,} rows and its copy {counted.target:,}")
        copied.append(counted)
    return copied


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _batch(connection: Connection, table: Table, last: Row[Any] | None) -> Sequence[Row[Any]]:
    """The rows that follow `last` in the order of the primary key."""
    key = table.primary_key.columns.values()
    query = select(table).order_by(*key).limit(BATCH)
    if last is not None:
        query = query.where(tuple_(*key) > tuple_(*(last._mapping[column] for column in key)))
    return connection.execute(query).all()


def _insert(connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
    connection.execute(insert(table), [dict(row._mapping) for row in rows])


def _counted(table: Table) -> Iterator[str]:
    """The column that the database numbers by itself, if there is one."""
    return (column.name for column in table.primary_key if column.autoincrement is True)


def _last_number(connection: Connection, table: Table) -> int:
    """The last number given out, although its row may be gone; what was told by number must not mean another row."""
    last = 0
    for name in _counted(table):
        last = connection.scalar(select(func.max(table.c[name]))) or 0
        if connection.dialect.name == "postgresql":
            sequence = connection.scalar(_sequence, {"table": table.name, "column": name})
            given: int = connection.scalar(text(f"SELECT last_value FROM {sequence} WHERE is_called")) or 0
        else:
            numbered = inspect(connection).has_table("sqlite_sequence")
            given = (connection.scalar(_given, {"table": table.name}) if numbered else 0) or 0
        last = max(last, given)
    return last


def _number(connection: Connection, table: Table, last: int) -> None:
    """Goes on numbering after `last`."""
    for name in _counted(table):
        if last and connection.dialect.name == "postgresql":
            connection.execute(_set, {"table": table.name, "column": name, "last": last})
        elif last and table.dialect_options["sqlite"]["autoincrement"]:
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), {"table": table.name})
            connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"),
                {"table": table.name, "last": last},
            )


_sequence = text("SELECT pg_get_serial_sequence(:table, :column)")
_set = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
_given = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
