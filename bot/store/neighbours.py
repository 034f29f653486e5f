"""Other processes of this program on the same PostgreSQL: what one does wakes the others, and some work has one doer.

Each process keeps one connection to itself. It listens there for what others wrote (LISTEN, NOTIFY), and holds the
locks of the offices it was elected to; the server gives a lock away when the connection of its holder ends, which a
killed process does at once. A process that cannot reach the server stops before the server can notice it.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from bot.store.locks import OFFICES

if TYPE_CHECKING:  # it needs an extra
    from bot.store.postgresql import PostgreSQL

logger = logging.getLogger(__name__)

CHANNEL = "verkaufstrainer"
BEAT = 1.0
"""Seconds between two looks at everything: the net under notifications, the heartbeat, the elections."""

PATIENCE = 3.0
"""Seconds the server may take to answer; with `BEAT` less than it takes to give up on us (`postgresql.LIFE`)."""

Duty = Callable[[], Coroutine[Any, Any, None]]


class Office(IntEnum):
    """Work that only one process may do at a time; the number is the second half of its lock's."""

    POLLER = 1
    SENDER = 2


class Alone:
    """No other process works on the database."""

    async def run(self) -> None:
        """Nothing is to be done."""
        await asyncio.Event().wait()

    async def lead(self, office: Office, duty: Duty) -> None:
        """Nobody else wants the office."""
        await duty()

    def tell(self, what: str) -> None:
        """Nobody listens."""


class Neighbours:
    """The other processes, as seen from this one. `wake` is called with what somebody else changed."""

    def __init__(self, database: "PostgreSQL", wake: Callable[[str], None]) -> None:
        self._database = database
        self._wake = wake
        self._news: set[str] = set()
        self._told = asyncio.Event()
        self._seats: dict[Office, _Seat] = {}  # of the offices that are wanted here

    async def run(self) -> None:
        """Keeps the connection, until cancelled; connects anew whenever it is lost."""
        while True:
            try:
                async with self._database.line() as line:
                    try:
                        await self._live(line)
                    finally:
                        self._resign()
            except (SQLAlchemyError, OSError) as error:
                trouble = str(error) or "the server of the database does not answer"
                logger.warning("The line to the other processes is lost (%s); trying again", trouble)
            await asyncio.sleep(BEAT)

    async def lead(self, office: Office, duty: Duty) -> None:
        """Does the duty of `office` whenever this process is elected to it, until cancelled or the duty ends.

        Cancelled once, a duty may finish what it began; cancelled twice, because the office was lost, it may not.
        """
        seat = self._seats[office] = _Seat()
        while True:
            await seat.held.wait()
            logger.info("This process is the %s now", office.name.lower())
            task = asyncio.create_task(duty())
            watch = asyncio.create_task(seat.lost.wait())
            try:
                await asyncio.wait((task, watch), return_when=asyncio.FIRST_COMPLETED)
                if task.done():
                    return task.result()
                logger.warning("This process is no longer the %s", office.name.lower())
                while not task.done():
                    task.cancel()
                    await asyncio.wait((task,), timeout=0.01)
            finally:
                watch.cancel()
                task.cancel()
                await asyncio.wait((task, watch))

    def tell(self, what: str) -> None:
        """Others will hear of it soon; several at once are one message."""
        self._news.add(what)
        self._told.set()

    async def _live(self, line: Any) -> None:
        await line.add_listener(CHANNEL, self._hear)
        line.add_termination_listener(lambda _: self._told.set())
        next_look = time.monotonic()
        while True:
            if time.monotonic() >= next_look:
                next_look = time.monotonic() + BEAT
                await _in_time(self._stand(line))
                self._look()
            if self._news:
                news, self._news = " ".join(self._news), set()
                self._told.clear()
                await _in_time(line.execute("SELECT pg_notify($1, $2)", CHANNEL, news))
            with suppress(TimeoutError):
                async with asyncio.timeout(next_look - time.monotonic()):
                    await self._told.wait()
            if line.is_closed():
                raise ConnectionResetError

    async def _stand(self, line: Any) -> None:
        """Asks for every office that is wanted here and not held; shows in any case that the connection lives."""
        vacant = [office for office, seat in self._seats.items() if not seat.held.is_set()]
        won = await line.fetch(
            "SELECT office FROM unnest($2::int[]) AS office WHERE pg_try_advisory_lock($1, office)", OFFICES, vacant
        )
        for (office,) in won:
            self._seats[office].take()

    def _hear(self, line: Any, pid: int, channel: str, payload: str) -> None:
        if pid != line.get_server_pid():
            for what in payload.split():
                self._wake(what)

    def _look(self) -> None:
        """The net: whatever was not heard of is found within a second."""
        for what in ("inbox", "outbox", "timers"):
            self._wake(what)

    def _resign(self) -> None:
        for seat in self._seats.values():
            seat.give_up()


async def _in_time(asking: Coroutine[Any, Any, Any]) -> None:
    """Raises TimeoutError if the server is silent for too long. What held up this process itself is no silence."""
    task = asyncio.create_task(asking)
    try:
        for _ in range(2):  # after a standstill the first wait is over at once, though the answer may be there
            done, _ = await asyncio.wait((task,), timeout=PATIENCE / 2)
            if done:
                task.result()
                return
        raise TimeoutError
    finally:
        task.cancel()


class _Seat:
    """Whether this process holds an office."""

    def __init__(self) -> None:
        self.held = asyncio.Event()
        self.lost = asyncio.Event()

    def take(self) -> None:
        self.lost.clear()
        self.held.set()

    def give_up(self) -> None:
        self.held.clear()
        self.lost.set()
