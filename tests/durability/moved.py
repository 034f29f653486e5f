"""Time that is moved, never waited for: when everybody waits, the next moment somebody waits for is now.

Nothing runs in threads, so a busy machine cannot hold up what takes no time.
"""

import asyncio
import selectors
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection

from bot.clock import Clock
from bot.store import database

T = TypeVar("T")

START = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
"""A Wednesday morning, four weeks before Central Europe changes its clocks."""


class MovedLoop(asyncio.SelectorEventLoop):
    """A loop whose seconds pass only while nothing is to be done. What is meant for a thread is done at once."""

    def __init__(self) -> None:
        self.elapsed = 0.0
        super().__init__(_Selector(self))

    def time(self) -> float:
        """Seconds since the start."""
        return self.elapsed

    def run_in_executor(  # type: ignore[override]
        self, _: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """See asyncio."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


class _Selector(selectors.DefaultSelector):
    """Instead of waiting for a time it moves the loop there."""

    def __init__(self, loop: MovedLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready."""
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("Everybody waits for somebody else")
        if not ready and timeout:
            self._loop.elapsed += timeout
        return ready


class MovedClock(Clock):
    """The clock of a loop."""

    def __init__(self, loop: MovedLoop) -> None:
        super().__init__()
        self._loop = loop

    def now(self) -> datetime:
        """See `Clock`."""
        return START + timedelta(seconds=self._loop.elapsed)


class _Threadless(database._Thread):
    """The store's connection in the thread of the loop; its triggers know the time as `elapsed()`."""

    async def run(self, unit: Callable[[Connection], T]) -> T:
        """The result of `unit`. Before and after, others may go on."""
        await asyncio.sleep(0)
        try:
            return self._call(unit)
        finally:
            await asyncio.sleep(0)

    async def close(self) -> None:
        """See aiosqlite."""
        self._conn.close()
        self._connection = None

    def __await__(self) -> Generator[Any, None, "_Threadless"]:
        self._connection = self._open()
        self._connection.create_function("elapsed", 0, asyncio.get_running_loop().time)
        yield
        return self


@contextmanager
def threadless() -> Iterator[None]:
    """SQLite databases are used in the thread of the loop."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_Thread", _Threadless)
        yield
