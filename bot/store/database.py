"""The two databases. A query is a plain function of a SQLAlchemy connection; a database runs it as one unit.

SQLite runs in a thread of its own rather than through an async driver: a unit is then one hop between threads instead
of three for every statement, which costs a third of the CPU, and cancelling a task never leaves half a unit behind.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine

P = ParamSpec("P")
T = TypeVar("T")


class Database(Protocol):
    """Where units of queries run."""

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `query`; it must not write."""
        ...

    async def write(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `query` in a transaction of its own, which is kept unless it raises."""
        ...

    async def close(self) -> None:
        """Gives the connections back."""
        ...


def connect(url: str) -> Database:
    """The database at `url`, `sqlite:///<file>` or `postgresql://…`; the driver is our choice."""
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return SQLite(parsed.set(drivername="sqlite+pysqlite"))
        case "postgresql":
            return PostgreSQL(parsed.set(drivername="postgresql+asyncpg"))
        case other:
            raise ValueError(f"database.url names {other}; expected sqlite or postgresql")


class SQLite:
    """One file, one thread, one connection: units follow each other."""

    def __init__(self, url: URL) -> None:
        self._engine = create_engine(url, pool_size=1, max_overflow=0)
        event.listen(self._engine, "connect", self._prepare)
        event.listen(self._engine, "begin", self._begin)
        self._writing: Engine = self._engine.execution_options(writing=True)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")

    @staticmethod
    def _prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver would begin too late and commit before DDL
        for pragma in ("busy_timeout = 10000", "journal_mode = wal", "synchronous = full"):
            connection.execute(f"PRAGMA {pragma}")

    @staticmethod
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `Database`. Each statement sees the latest state."""

        def unit() -> T:
            with self._engine.connect() as connection:
                return query(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._thread, unit)

    async def write(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `Database`."""

        def unit() -> T:
            with self._writing.begin() as connection:
                return query(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._thread, unit)

    async def close(self) -> None:
        """See `Database`."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown()


class PostgreSQL:
    """A pool of connections; units run side by side."""

    def __init__(self, url: URL) -> None:
        self._writing = create_async_engine(url, pool_size=5, max_overflow=5, pool_pre_ping=True)
        self._reading = self._writing.execution_options(isolation_level="AUTOCOMMIT")

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `Database`. Each statement sees the latest state."""
        async with self._reading.connect() as connection:
            return await connection.run_sync(query, *args, **kwargs)

    async def write(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `Database`."""
        async with self._writing.begin() as connection:
            return await connection.run_sync(query, *args, **kwargs)

    async def close(self) -> None:
        """See `Database`."""
        await self._writing.dispose()


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], keys: tuple[str, ...] | None = None
) -> None:
    """Inserts `rows`, or replaces the row with the same `keys` (the primary key unless told)."""
    if rows:
        connection.execute(_upsert(connection.dialect.name, table, keys), rows)


@cache
def _upsert(dialect: str, table: Table, keys: tuple[str, ...] | None) -> Insert:
    names = keys or tuple(column.name for column in table.primary_key)
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    others = {column.name: insert.excluded[column.name] for column in table.c if column.name not in (*names, "id")}
    return insert.on_conflict_do_update(index_elements=names, set_=others)
