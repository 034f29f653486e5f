"""The time of the whole program. The demo moves it forward; everything else just asks."""

import asyncio
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time. Whoever sleeps until a moment lets the clock wake him when it is moved."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._sleepers: list[asyncio.Event] = []

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, by: timedelta) -> None:
        """Moves the time forward for everyone, and sets every event given to `wakes`."""
        self._ahead += by
        for sleeper in self._sleepers:
            sleeper.set()

    def wakes(self, sleeper: asyncio.Event) -> None:
        """From now on `sleeper` is set whenever the clock is moved."""
        self._sleepers.append(sleeper)
