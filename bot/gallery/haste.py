"""A world in which seconds pass quickly: the bot keeps its pace and its pauses, and a scene is over in a moment."""

import asyncio
import selectors
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from bot.clock import Clock
from bot.simulator import Simulator

HASTE = 50
MORNING = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)  # a Wednesday
SECOND = timedelta(seconds=1)


class HastyLoop(asyncio.SelectorEventLoop):
    """Every timeout and every pause of whatever runs in it is that much shorter."""

    def __init__(self) -> None:
        super().__init__(_HastySelector())

    def time(self) -> float:
        """The loop's own seconds."""
        return HASTE * super().time()


class _HastySelector(selectors.DefaultSelector):
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout and timeout / HASTE)


class StandingClock(Clock):
    """Begins on the same morning each time, and stands until it is moved."""

    def now(self) -> datetime:
        """Aware, UTC."""
        return MORNING + self._ahead


async def tick(simulator: Simulator) -> NoReturn:
    """Moves the simulator's clock on with the seconds of the loop."""
    while True:
        await asyncio.sleep(SECOND.total_seconds())
        simulator.advance(SECOND)
