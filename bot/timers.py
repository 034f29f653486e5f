"""What shall happen at a time: due timers go into the inbox, and what was kept long enough goes."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

from bot.clock import Clock
from bot.pulse import PULSES
from bot.store.store import Store

logger = logging.getLogger(__name__)

TIDYING = timedelta(hours=1)
PAUSE = 1.0  # seconds after the database failed
LONGEST = 60.0  # seconds of sleep at most: the time the machine itself slept is not counted


class Timers:
    """Sleeps until a timer is due, one is set, or the clock is moved. What people wrote goes after `texts`, if set."""

    def __init__(self, store: Store, clock: Clock, texts: timedelta | None = None) -> None:
        self._store = store
        self._texts = texts
        self._clock = clock
        self._tidied = clock.now() - TIDYING
        clock.wakes(store.timers_changed)

    async def run(self) -> None:
        """Moves what is due, again and again, until cancelled."""
        while True:
            self._store.timers_changed.clear()
            try:
                wait = await self.once()
                PULSES.timers.beat()
            except Exception:
                logger.exception("Timers failed; trying again in %s s", PAUSE)
                wait = PAUSE
            with suppress(TimeoutError):
                await asyncio.wait_for(self._store.timers_changed.wait(), wait)

    async def once(self) -> float:
        """Moves all timers that are due, tidies once an hour, and returns how many seconds may pass until next time."""
        now = self._clock.now()
        while await self._store.move_due_timers(now):
            pass
        if now >= self._tidied + TIDYING:
            await self._store.purge(now)
            while self._texts and await self._store.forget_texts(now - self._texts):
                pass
            self._tidied = now
        self._store.inbox_changed.set()  # what an operator opened again (`bot.parked`) is nobody's news
        due = await self._store.next_timer()
        return min(max((due - self._clock.now()).total_seconds(), 0), LONGEST) if due else LONGEST
