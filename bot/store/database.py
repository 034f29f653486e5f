"""The two databases. A query is a plain function of a SQLAlchemy connection; a database runs it as one unit."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Insert, Table, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """Runs units. On SQLite they follow each other on one connection, on PostgreSQL they run side by side."""

    def __init__(self, reading: AsyncEngine, writing: AsyncEngine) -> None:
        self._reading = reading
        self._writing = writing

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `query`, which must not write; each of its statements sees the latest state."""
        async with self._reading.connect() as connection:
            return await connection.run_sync(query, *args, **kwargs)

    async def write(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `query` in a transaction of its own, which is kept unless it raises."""
        async with self._writing.begin() as connection:
            return await connection.run_sync(query, *args, **kwargs)

    async def close(self) -> None:
        """Gives the connections back."""
        await self._writing.dispose()


def connect(url: str) -> Database:
    """The database at `url`, `sqlite:///<file>` or `postgresql://…`; the driver is our choice."""
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            engine = create_async_engine(parsed.set(drivername="sqlite+aiosqlite"), pool_size=1, max_overflow=0)
            event.listen(engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(engine.sync_engine, "begin", _begin_sqlite)
            return Database(engine, engine.execution_options(writing=True))
        case "postgresql":
            engine = create_async_engine(
                parsed.set(drivername="postgresql+asyncpg"), pool_size=5, max_overflow=5, pool_pre_ping=True
            )
            return Database(engine.execution_options(isolation_level="AUTOCOMMIT"), engine)
        case other:
            raise ValueError(f"database.url names {other}; expected sqlite or postgresql")


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver would begin too late and commit before DDL
    cursor = connection.cursor()
    for pragma in ("busy_timeout = 10000", "journal_mode = wal", "synchronous = full"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("writing"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], keys: tuple[str, ...] | None = None
) -> None:
    """Inserts `rows`, or replaces the row with the same `keys` (the primary key unless told).

    What a row has as `id` or `since` stays as it was.
    """
    if rows:
        connection.execute(_upsert(connection.dialect.name, table, keys), rows)


@cache
def _upsert(dialect: str, table: Table, keys: tuple[str, ...] | None) -> Insert:
    names = keys or tuple(column.name for column in table.primary_key)
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    others = {
        column.name: insert.excluded[column.name] for column in table.c if column.name not in (*names, "id", "since")
    }
    return insert.on_conflict_do_update(index_elements=names, set_=others)
