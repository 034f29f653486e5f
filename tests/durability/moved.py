"""Time that is moved, never waited for: when everybody waits, the next moment somebody waits for is now."""

import asyncio
import selectors
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.clock import Clock
from bot.store import database

START = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
"""A Wednesday morning, four weeks before Central Europe changes its clocks."""

PATIENCE = 60.0  # real seconds in which something must happen when nobody waits for a time


class MovedLoop(asyncio.SelectorEventLoop):
    """A loop whose seconds pass only while nothing is to be done. Work in threads takes no time."""

    def __init__(self) -> None:
        self.elapsed = 0.0
        self.busy = 0  # calls that are under way in threads
        super().__init__(_Selector(self))

    def time(self) -> float:
        """Seconds since the start."""
        return self.elapsed

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """See asyncio."""
        future = super().run_in_executor(executor, func, *args)
        self.busy += 1
        future.add_done_callback(self._done)
        return future

    async def shutdown_default_executor(self) -> None:
        """See asyncio."""
        self.busy += 1
        try:
            await super().shutdown_default_executor()
        finally:
            self.busy -= 1

    def _done(self, _: Any) -> None:
        self.busy -= 1


class _Selector(selectors.DefaultSelector):
    """Instead of waiting for a time it moves the loop there."""

    def __init__(self, loop: MovedLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready; while threads work, that is waited for."""
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if not self._loop.busy and timeout is not None:
            self._loop.elapsed += timeout
            return ready
        ready = super().select(PATIENCE)
        if not ready and timeout is None:
            raise RuntimeError("Everybody waits for somebody else")
        return ready


class MovedClock(Clock):
    """The clock of a loop."""

    def __init__(self, loop: MovedLoop) -> None:
        super().__init__()
        self._loop = loop

    def now(self) -> datetime:
        """See `Clock`."""
        return START + timedelta(seconds=self._loop.elapsed)


@contextmanager
def thread_counted(loop: MovedLoop) -> Iterator[None]:
    """The loop knows when the thread of a SQLite database works, whose triggers know the time as `elapsed()`."""
    unit = database._Thread.run
    told: set[int] = set()

    async def run(self: Any, query: Callable[[Connection], Any]) -> Any:
        def timed(connection: Connection) -> Any:
            if id(self) not in told:
                told.add(id(self))
                connection.connection.driver_connection.create_function("elapsed", 0, loop.time)  # type: ignore[union-attr]
            return query(connection)

        loop.busy += 1
        try:
            return await unit(self, timed)
        finally:
            loop.busy -= 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database._Thread, "run", run)
        yield
