"""The two databases. A query is a plain function of a SQLAlchemy connection; a database runs it as one unit."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

import aiosqlite
from sqlalchemy import Connection, StaticPool, Table, create_engine, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL

from bot.hindered import Hindered
from bot.store.prepared import Prepared, execute

if TYPE_CHECKING:  # it needs an extra
    from bot.store.postgresql import PostgreSQL

P = ParamSpec("P")
T = TypeVar("T")


class Units(Protocol):
    """Where units of queries run."""

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `query`, which must not write; each of its statements sees the latest state."""
        ...

    async def write(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `query` in a transaction, which is kept unless it raises."""
        ...

    async def conclude(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `write`, for what follows from what is stored and would follow from it again.

        A power cut may undo the latest of it, but nothing that was there before something was written by `write`.
        """
        ...


class Database(Units, Protocol):
    """A database: each unit has a transaction of its own."""

    def held(self) -> AbstractAsyncContextManager[Units]:
        """Where others work on the same database: units in one transaction, so that what they lock stays locked."""
        ...

    def whole(self) -> AbstractAsyncContextManager[Units]:
        """Units in one transaction that all see the database as it was at its begin. Nothing else may run meanwhile."""
        ...

    def unhurried(self) -> AbstractAsyncContextManager[Units]:
        """Units that may take minutes, where others are limited to seconds: nobody waits for them."""
        ...

    async def close(self) -> None:
        """Gives the connections back."""
        ...


def connect(url: str) -> "SQLite | PostgreSQL":
    """The database at `url`, `sqlite:///<file>` or `postgresql://…`; the driver is our choice."""
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return SQLite(parsed.set(drivername="sqlite+pysqlite"))
        case "postgresql":
            return _server(parsed.set(drivername="postgresql+asyncpg"))
        case other:
            raise ValueError(f"database.url names {other}; expected sqlite or postgresql")


def _server(url: URL) -> "PostgreSQL":
    """PostgreSQL, if what it needs is installed. Raises Hindered if not."""
    try:
        from bot.store.postgresql import PostgreSQL
    except ImportError as error:
        raise Hindered(
            f"{url.set(drivername='postgresql')} needs the package asyncpg, which is not installed. "
            "Install it: pip install 'verkaufstrainer[postgresql]'"
        ) from error
    return PostgreSQL(url)


class SQLite:
    """One file, one connection in a thread of its own: units follow each other.

    A unit is one hop into the thread and runs to its end there, even if nobody waits for it any more. By SQLAlchemy's
    own way to aiosqlite every statement would hop several times, which costs more than all the rest of the program.
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        self._opening = asyncio.Lock()
        self._thread: _Thread | None = None

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `Units`."""

        def unit(connection: Connection) -> T:
            try:
                return query(connection, *args, **kwargs)
            finally:
                connection.rollback()  # of what SQLAlchemy takes for a transaction

        return await (await self._opened()).run(unit)

    async def write(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `Units`."""
        return await self._change(SURE, query, *args, **kwargs)

    async def conclude(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `Units`."""
        return await self._change(LAZY, query, *args, **kwargs)

    async def _change(
        self, care: str, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        thread = await self._opened()

        def unit(connection: Connection) -> T:
            thread.take(care)
            with _transaction(connection):
                return query(connection, *args, **kwargs)

        return await thread.run(unit)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[Units]:
        """Nobody else works here, so nothing needs to be held."""
        yield self

    @asynccontextmanager
    async def unhurried(self) -> AsyncIterator[Units]:
        """Here everybody may take his time."""
        yield self

    @asynccontextmanager
    async def whole(self) -> AsyncIterator[Units]:
        """See `Database`."""
        thread = await self._opened()
        await thread.run(lambda _: thread.take(SURE))
        await thread.run(_begin)
        try:
            yield _Inside(thread)
        except BaseException:
            await thread.run(_roll_back)
            raise
        await thread.run(_commit)

    async def close(self) -> None:
        """See `Database`."""
        if self._thread:
            await self._thread.run(Connection.close)
            await self._thread.close()
            self._thread = None

    async def _opened(self) -> "_Thread":
        async with self._opening:
            if self._thread is None:
                thread = _Thread(self._url)
                try:
                    await thread
                except BaseException:
                    await asyncio.to_thread(thread.join)  # or it would end after the loop
                    raise
                self._thread = thread
            return self._thread


SURE, LAZY = "full", "normal"
"""Whether a commit waits for the disk. The file is consistent either way, as what came later is never there alone."""


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    """A transaction that SQLAlchemy need not know of: its own costs ten times as much."""
    _begin(connection)
    try:
        yield
        _commit(connection)
    except BaseException:
        _roll_back(connection)
        raise


def _begin(connection: Connection) -> None:
    execute(connection, "BEGIN IMMEDIATE")


def _commit(connection: Connection) -> None:
    execute(connection, "COMMIT")
    connection.rollback()


def _roll_back(connection: Connection) -> None:
    """As far as there is something to roll back: SQLite may have done it already."""
    connection.connection.rollback()
    connection.rollback()


class _Thread(aiosqlite.Connection):
    """aiosqlite's thread, with a connection of SQLAlchemy's in it; takes whole functions, not only statements."""

    _sql: Connection

    def __init__(self, url: URL) -> None:
        super().__init__(self._open, iter_chunk_size=64)
        self._url = url
        self._care = SURE
        self._thread.daemon = True  # the program may end without waiting for it

    async def run(self, unit: Callable[[Connection], T]) -> T:
        """The result of `unit`."""
        result: T = await self._execute(self._call, unit)  # type: ignore[no-untyped-call]
        return result

    def take(self, care: str) -> None:
        """Commits with so much care from now on; in the thread, between transactions."""
        if care != self._care:
            execute(self._sql, f"PRAGMA synchronous = {care}")
            self._care = care

    def join(self) -> None:
        """Returns when the thread has ended."""
        self._thread.join()

    def _call(self, unit: Callable[[Connection], T]) -> T:
        return unit(self._sql)

    def _open(self) -> sqlite3.Connection:
        self._sql = create_engine(self._url, poolclass=StaticPool, hide_parameters=True).connect()
        driver: sqlite3.Connection | None = self._sql.connection.driver_connection
        assert driver
        driver.isolation_level = None  # it would begin too late and commit before DDL
        for pragma in (
            "busy_timeout = 10000",
            "journal_mode = wal",
            f"synchronous = {self._care}",
            "secure_delete = on",
        ):
            self._sql.exec_driver_sql(f"PRAGMA {pragma}")
        self._sql.rollback()
        return driver


class _Inside:
    """Units in a transaction that is begun and ended elsewhere."""

    def __init__(self, thread: _Thread) -> None:
        self._thread = thread

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `Units`."""
        return await self._thread.run(lambda connection: query(connection, *args, **kwargs))

    write = conclude = read


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], keys: tuple[str, ...] | None = None
) -> None:
    """Inserts `rows`, or replaces the row with the same `keys` (the primary key unless told).

    What a row has as `id`, `since` or `ended` stays as it was.
    """
    if rows:
        _upsert(connection.dialect.name, table, keys).run(connection, rows)


@cache
def _upsert(dialect: str, table: Table, keys: tuple[str, ...] | None) -> Prepared:
    names = keys or tuple(column.name for column in table.primary_key)
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    others = {
        column.name: insert.excluded[column.name]
        for column in table.c
        if column.name not in (*names, "id", "since", "ended")
    }
    return Prepared(insert.on_conflict_do_update(index_elements=names, set_=others))
