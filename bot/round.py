"""The round: what waits in the inbox is stepped through the flows, and what follows is written.

A round claims the oldest open row of many actors, runs their steps in one worker thread, and writes everything in one
short transaction. A row is closed by the transaction that writes what follows from it, so it is applied exactly once
whenever the program dies.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.pulse import PULSES
from bot.render import Renderer
from bot.store.inbox import ATTEMPTS
from bot.store.outage import is_outage
from bot.store.rows import Claimed, Facts, Outcome, Stale
from bot.store.store import Store
from bot.worker import UPCASTERS, Desk, Failure, Ready, Upcaster, Worker
from flows.kept import Kind
from flows.kinds import KINDS

logger = logging.getLogger(__name__)

Read = Ready | Outcome | Failure

FIRST, MOST = 8, 200  # rows claimed by a round: at first, and at most
PAUSE = 1.0  # seconds until the next round after the database failed


class Round:
    """Runs rounds. What is said with typing is sent `reply_delay` later."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        renderer: Renderer,
        clock: Clock,
        reply_delay: timedelta = timedelta(seconds=1.5),
        upcasters: Mapping[int, Upcaster] = UPCASTERS,
        kinds: Mapping[str, Kind] = KINDS,
    ) -> None:
        self._store = store
        self._worker = Worker(desk, renderer, clock, reply_delay, upcasters, kinds)
        self._limit = FIRST
        self._more = True  # whether something may wait that the last round did not handle

    async def run(self) -> None:
        """Rounds for as long as something waits, then sleep until something comes.

        Until cancelled; a round that is cut short is done again after the next start.
        """
        while True:
            self._store.inbox_changed.clear()
            try:
                handled = await self.once()
                PULSES.round.beat()
            except Exception:
                logger.exception("A round failed; the next one begins in %s s", PAUSE)
                await asyncio.sleep(PAUSE)
            else:
                if not (handled and self._more):
                    await self._store.inbox_changed.wait()

    async def once(self) -> int:
        """One round. Returns how many rows it handled, well or badly."""
        results: list[Outcome | Failure] = []
        self._more = True
        try:
            async with self._store.held() as store:
                results += await self._work(store)
                if outcomes := [result for result in results if isinstance(result, Outcome)]:
                    more = await store.commit(outcomes)
                    self._more = more or len(outcomes) < len(results)
        except Exception as error:
            if not results or is_outage(error):
                raise
            for outcome in outcomes:
                await self._write_alone(outcome)
        for result in results:
            if isinstance(result, Failure):
                await self._fail(result)
        return len(results)

    async def _work(self, store: Store) -> Sequence[Outcome | Failure]:
        """What follows from what is claimed; nothing is written yet."""
        claimed = await store.claim(self._limit)
        if not claimed:
            return []
        read, results = await asyncio.to_thread(self._begin, claimed)
        if results is None:
            facts = await self._gather(store, [row for row in read if isinstance(row, Ready)])
            results = await asyncio.to_thread(self._worker.work, read, facts)
        self._learn(len(claimed), len(results))
        return results

    def _begin(self, claimed: Sequence[Claimed]) -> tuple[Sequence[Read], Sequence[Outcome | Failure] | None]:
        """What rows say and, if none of their steps wants to know anything, as is usual, at once what follows."""
        read = self._worker.read(claimed)
        asking = any(isinstance(row, Ready) and row.wants for row in read)
        return read, None if asking else self._worker.work(read, {})

    async def _gather(self, store: Store, rows: Sequence[Ready]) -> Mapping[str, Facts]:
        """What the steps want to know."""
        return await store.gather({row.claimed.actor: row.wants for row in rows if row.wants})

    def _learn(self, claimed: int, handled: int) -> None:
        """How many rows to claim next time: about as many as a round has time for."""
        if handled < claimed:
            self._limit = handled
        elif claimed == self._limit:
            self._limit = min(2 * claimed, MOST)

    async def _write_alone(self, outcome: Outcome) -> None:
        try:
            await self._store.commit([outcome])
        except Stale as stale:
            logger.info("%s", stale)
        except Exception as error:
            if is_outage(error):
                raise
            await self._fail(self._worker.failure(outcome.claimed, error))

    async def _fail(self, failure: Failure) -> None:
        claimed = failure.claimed
        attempts = await self._store.fail(claimed, failure.error, failure.apology)
        logger.error("Inbox row %d of %s failed", claimed.inbox_id, claimed.actor, exc_info=failure.cause)
        if attempts == ATTEMPTS:
            logger.critical("Inbox row %d of %s is parked after %d tries", claimed.inbox_id, claimed.actor, attempts)
