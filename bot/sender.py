"""The sender: what waits in the outbox goes to Telegram, in order, as fast as allowed, and never lost."""

import asyncio
import logging
import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from telegram.error import TelegramError

from bot import metrics
from bot.clock import Clock
from bot.courier import Courier
from bot.failures import Migrate, Pause, Verdict, classify
from bot.pace import Pace
from bot.pulse import PULSES
from bot.store.outage import is_outage
from bot.store.rows import Outgoing
from bot.store.store import Store
from flows.events import Fetched

logger = logging.getLogger(__name__)

FLIGHTS = 30
"""Calls under way at once, each to another chat."""

TYPING = timedelta(seconds=5)
"""So long Telegram shows that somebody is typing."""

PATIENCE = timedelta(days=1)
"""What could not be sent for so long is of no use any more."""

LANDING_SECONDS = 5.0
"""So long a call under way may take to end when the program is stopped."""

NOTING_SECONDS = 3.0
"""So long the database may take to note what has landed when the program is stopped."""

STORE_PAUSE = 1.0
"""Seconds until the next try after the database failed."""


class Sender:
    """Sends from the outbox. One sender serves a bot; a chat has one call under way at a time."""

    def __init__(
        self, store: Store, courier: Courier, clock: Clock, per_second: int, chance: random.Random | None = None
    ) -> None:
        self._store = store
        self._courier = courier
        self._clock = clock
        self._per_second = per_second
        self._chance = chance or random.Random()
        self._flights: set[asyncio.Task[None]] = set()
        self._typing: set[int] = set()  # rows that were announced by typing
        self._flying: set[int] = set()  # rows that left and are not known to have landed
        self._landed: dict[int, int] = {}  # rows that arrived, with the id of the message; not yet stored

    async def run(self) -> None:
        """Until cancelled; what is under way then may still end, unless it is cancelled twice.

        Raises InvalidToken if the token is refused.
        """
        self._clock.wakes(self._store.outbox_changed)
        self._pace = Pace(self._per_second, self._time())
        try:
            while True:
                try:
                    await self._work()
                except Exception as error:
                    if not is_outage(error):
                        raise
                    logger.exception("The outbox failed; trying again in %s s", STORE_PAUSE)
                    await asyncio.sleep(STORE_PAUSE)
        finally:
            await self._land_all()

    async def _work(self) -> None:
        if recovered := await self._store.recover(self._flying):
            logger.info("%d messages were on their way when the program ended; they are sent again", recovered)
        while True:
            self._store.outbox_changed.clear()
            self._land()
            now, at = self._clock.now(), self._time()
            next_due = await self._launch(now, at)
            PULSES.sender.beat()
            await self._sleep(now, at, next_due)

    def _time(self) -> float:
        return asyncio.get_running_loop().time()

    def _land(self) -> None:
        """Forgets flights that have ended; what none of them expected ends the sender."""
        for flight in [flight for flight in self._flights if flight.done()]:
            self._flights.remove(flight)
            flight.result()

    async def _land_all(self) -> None:
        try:
            if self._flights:
                await asyncio.wait(self._flights, timeout=LANDING_SECONDS)
            await self._note(dict(self._landed))
        finally:
            for flight in self._flights:
                flight.cancel()
            self._flights.clear()
            self._flying = set(self._landed)

    async def _note(self, landed: Mapping[int, int]) -> None:
        """What has arrived and cannot be stored now is stored when this sender runs again."""
        if not landed:
            return
        try:
            async with asyncio.timeout(NOTING_SECONDS):
                await self._store.send_off(landed, self._clock.now(), 0)
        except Exception as error:
            if not is_outage(error):
                raise
            logger.warning("%d messages arrived and could not be noted; they may come a second time", len(landed))
        else:
            for id_ in landed:
                del self._landed[id_]

    async def _launch(self, now: datetime, at: float) -> datetime | None:
        """Stores what has landed, lets go what may leave, and returns when the next message is due."""
        room = max(0, min(self._pace.room(at), FLIGHTS - len(self._flights)))
        landed = dict(self._landed)
        rows, next_due = await self._store.send_off(landed, now, room, self._pace.resting(at))
        for id_ in landed:
            del self._landed[id_]
            self._flying.discard(id_)
        for row in rows:
            start = self._pace.take(row.chat, self._time())
            self._flying.add(row.id)
            flight = asyncio.create_task(self._fly(row, start))
            flight.add_done_callback(lambda _: self._store.outbox_changed.set())
            self._flights.add(flight)
        return next_due

    async def _sleep(self, now: datetime, at: float, next_due: datetime | None) -> None:
        """Until something has changed since `at`: a new message, the end of a flight, a limit, a message not yet due.

        A limit that has passed meanwhile counts: what it held back was not looked for.
        """
        times = []
        if (change := self._pace.next_change(at)) is not None:
            times.append(change - self._time())
        if next_due is not None:
            await self._announce(now, next_due)
            times.append(max(0.0, (next_due - self._clock.now()).total_seconds()))
        try:
            async with asyncio.timeout(min(times, default=None)):
                await self._store.outbox_changed.wait()
        except TimeoutError:
            return

    async def _announce(self, now: datetime, due: datetime) -> None:
        """Lets the bot be seen typing before messages that want it."""
        if due - now > TYPING:
            return
        for row in await self._store.due_messages(now + TYPING, FLIGHTS, self._pace.resting(self._time())):
            if row.payload.get("typing") and row.id not in self._typing:
                self._typing.add(row.id)
                self._flights.add(asyncio.create_task(self._show_typing(row.chat)))

    async def _show_typing(self, chat: int) -> None:
        try:
            await self._courier.type(chat)
        except TelegramError as error:
            logger.debug("Nobody was seen typing in chat %d: %s", chat, error)

    async def _fly(self, row: Outgoing, start: float) -> None:
        await asyncio.sleep(start - self._time())
        await asyncio.sleep(self._pace.leave(self._time()))
        try:
            try:
                done = await self._deliver(row)
            except Exception as error:
                await self._cope(row, error)
            else:
                metrics.sent(row, self._clock.now())
                if isinstance(done, int):
                    self._landed[row.id] = done
                    return
                await self._store.bring(row.id, done)
        finally:
            self._typing.discard(row.id)
            if row.id not in self._landed:
                self._flying.discard(row.id)

    async def _deliver(self, row: Outgoing) -> Fetched | int:
        """What was got, or the id of the message that was sent."""
        if row.kind == "fetch":
            return await self._courier.fetch(row.payload)
        return await self._courier.deliver(row, row.payload)

    async def _cope(self, row: Outgoing, error: Exception) -> None:
        now = self._clock.now()
        remedy = classify(error)
        if remedy is Verdict.RETRY and now - row.created > PATIENCE:
            remedy = Verdict.DEAD
        metrics.failed(row, remedy)
        match remedy:
            case Pause(seconds):
                seconds += self._chance.random()
                self._pace.hush(row.chat, seconds, self._time())
                await self._store.retry(row.id, now + timedelta(seconds=seconds), str(error))
            case Migrate(chat):
                await self._store.migrate_chat(row.chat, chat)
                await self._store.retry(row.id, now, str(error))
            case Verdict.RETRY:
                seconds = 2.0 ** min(row.attempts, 8) * self._chance.uniform(0.5, 1)
                logger.warning("Message %d to chat %d was not sent (%s); trying again", row.id, row.chat, error)
                await self._store.retry(row.id, now + timedelta(seconds=seconds), str(error))
            case Verdict.UNREACHABLE:
                logger.info("Chat %d cannot be reached: %s", row.chat, error)
                await self._store.mark_unreachable(row.actor)
            case Verdict.STOP:
                raise error
            case _ if row.kind == "fetch":
                logger.warning("A file for %s was not had: %s", row.payload["purpose"], error)
                await self._store.bring(row.id, Fetched(row.payload["purpose"], row.payload["name"], failure="fort"))
            case _:
                logger.error("Message %d to chat %d cannot be sent", row.id, row.chat, exc_info=error)
                await self._store.bury(row.id, repr(error))
