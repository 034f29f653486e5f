"""PostgreSQL, which several processes share. Only this module needs what the extra `postgresql` installs.

No call waits for ever: a server that is silent for longer than a limit counts as gone, and so do all connections to it.
The server for its part ends what somebody began who is silent, so that nothing stays locked.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakSet

from asyncpg import InterfaceError, PostgresError
from sqlalchemy import Connection, NullPool, event
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.database import Units
from bot.store.outage import Silent

P = ParamSpec("P")
T = TypeVar("T")

CONNECTING = 5.0
"""Seconds until a connection must be there, or one of the pool be free."""

SHORT, LONG = 10.0, 300.0
"""Seconds the server works on a statement at most: while people wait, and on all there is."""

PATIENCE = 2.0
"""Seconds we wait beyond that for what the server says, and at the end for its farewell."""

THOUGHT = 20.0
"""Seconds a transaction may wait for what its owner makes of what it has read."""

PRESENCE = 10.0
"""Seconds without a sign of life after which a process loses its offices, though its machine still answers."""

LIFE = {
    "tcp_keepalives_idle": "3",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "6s",
    "client_connection_check_interval": "1s",
}
"""The server misses a machine that has vanished within six seconds, and a connection that was closed within one."""


class PostgreSQL:
    """A pool of connections: units run side by side."""

    def __init__(self, url: URL) -> None:
        alone: dict[str, Any] = {"poolclass": NullPool}
        self._lines: WeakSet[Any] = WeakSet()  # all that are open, as asyncpg has them
        self._writing = self._engine(url, SHORT, pool_size=5, max_overflow=5, pool_timeout=CONNECTING)
        self._reading = self._writing.execution_options(isolation_level="AUTOCOMMIT")
        self._unhurried = self._engine(url, LONG, thought=LONG, **alone)
        self._line = self._engine(url, SHORT, presence=PRESENCE, isolation_level="AUTOCOMMIT", **alone)

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `Units`."""
        async with self._reading.connect() as connection:
            return await connection.run_sync(query, *args, **kwargs)

    async def write(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `Units`."""
        async with self._writing.begin() as connection:
            return await connection.run_sync(query, *args, **kwargs)

    conclude = write

    @asynccontextmanager
    async def held(self) -> AsyncIterator[Units]:
        """See `Database`."""
        async with self._writing.begin() as connection:
            yield _Held(connection)

    @asynccontextmanager
    async def whole(self) -> AsyncIterator[Units]:
        """See `Database`."""
        async with self._unhurried.execution_options(isolation_level="REPEATABLE READ").begin() as connection:
            yield _Held(connection)

    @asynccontextmanager
    async def unhurried(self) -> AsyncIterator[Units]:
        """See `Database`."""
        async with self._unhurried.begin() as connection:
            yield _Held(connection)

    @asynccontextmanager
    async def line(self) -> AsyncIterator[Any]:
        """A connection as asyncpg has it, used by nobody else and not used again. Its errors are those of a line."""
        async with self._line.connect() as connection:
            try:
                yield (await connection.get_raw_connection()).driver_connection
            except (PostgresError, InterfaceError) as error:
                raise ConnectionError(str(error)) from error
            finally:
                await connection.invalidate()

    async def close(self) -> None:
        """See `Database`."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._writing.dispose()
        except TimeoutError:
            for line in list(self._lines):
                line.terminate()

    def _engine(
        self, url: URL, limit: float, thought: float = THOUGHT, presence: float = 0, **options: Any
    ) -> AsyncEngine:
        """An engine whose statements have a limit on both sides. What is known to be closed is not used again."""
        settings = _settings(limit, thought, presence)
        patience = {"timeout": CONNECTING, "command_timeout": limit + PATIENCE}
        engine = create_async_engine(url, hide_parameters=True, connect_args=patience, **options)

        @event.listens_for(engine.sync_engine, "do_connect")
        def connect(dialect: Any, _record: object, args: Any, kwargs: Any) -> Any:
            try:
                return dialect.connect(*args, **kwargs)
            except TimeoutError as error:
                raise Silent(CONNECTING) from error

        @event.listens_for(engine.sync_engine, "connect")
        def set_up(line: Any, _record: object) -> None:
            self._lines.add(line.driver_connection)
            line.run_async(lambda raw: raw.fetch(_SET, list(settings), list(settings.values())))

        @event.listens_for(engine.sync_engine, "checkout")
        def check(line: Any, _record: object, _proxy: object) -> None:
            if line.driver_connection.is_closed():
                raise InvalidatePoolError

        @event.listens_for(engine.sync_engine, "handle_error")
        def lose(context: ExceptionContext) -> None:
            silent = isinstance(context.original_exception, TimeoutError)
            context.is_disconnect = context.is_disconnect or silent
            if context.is_disconnect and context.connection and not context.connection.invalidated:
                line = context.connection.connection.driver_connection
                assert line
                line.terminate()  # a farewell would only be waited for
            if silent:
                raise Silent(limit + PATIENCE)

        return engine


def _settings(statement: float, thought: float, presence: float) -> Mapping[str, str]:
    """What the server keeps to; 0 is no limit."""
    limits = {
        "statement_timeout": statement,
        "idle_in_transaction_session_timeout": thought,
        "idle_session_timeout": presence,
    }
    return {
        **LIFE,
        **{name: f"{seconds * 1000:.0f}ms" for name, seconds in limits.items()},
        "application_name": "verkaufstrainer",
    }


_SET = (
    "SELECT set_config(name, setting, false) FROM unnest($1::text[], $2::text[]) AS wanted (name, setting)"
    " WHERE name IN (SELECT name FROM pg_settings)"  # older servers do not know all of them
)


class _Held:
    """Units in one transaction, which is kept at its end; one that raises spoils it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `Units`."""
        return await self._connection.run_sync(query, *args, **kwargs)

    write = conclude = read
