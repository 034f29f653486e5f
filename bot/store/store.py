"""The store: everything the program keeps, one method for each thing asked of it.

Wake-ups: `inbox_changed`, `outbox_changed` and `timers_changed` are set after a commit that put something there, by
this process or another; the one loop that works on it clears the event, looks, and waits for it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from bot.clock import Clock
from bot.store import alarms, editions, facts, inbox, outbox, people, retention, timers
from bot.store.alarms import Losses
from bot.store.database import SQLite, Units, connect
from bot.store.neighbours import Alone, Duty, Neighbours, Office
from bot.store.rows import Claimed, Draft, Facts, Incoming, Outcome, Outgoing
from bot.store.standing import Standing, standing
from bot.store.steps import commit
from bot.store.upgrade import upgrade
from flows.events import Event
from flows.kept import Wants

if TYPE_CHECKING:
    from bot.store.postgresql import PostgreSQL


class Store:
    """The database behind its queries. Opened by `Store.open`."""

    def __init__(self, database: "SQLite | PostgreSQL", clock: Clock) -> None:
        self._whole = database
        self._database: Units = database
        self._clock = clock
        self._ring: Callable[[str], None] = self._spread
        self._neighbours = Alone() if isinstance(database, SQLite) else Neighbours(database, self._wake)
        self.inbox_changed = asyncio.Event()
        self.outbox_changed = asyncio.Event()
        self.timers_changed = asyncio.Event()

    @classmethod
    async def open(cls, url: str, clock: Clock) -> Self:
        """Connects and brings the schema up to date. Raises `NewerDatabase` if the program is too old for it."""
        database = connect(url)
        try:
            async with database.unhurried() as units:
                await units.write(upgrade)
        except BaseException:
            await database.close()
            raise
        return cls(database, clock)

    async def close(self) -> None:
        """Gives the connections back; what runs is finished first."""
        await self._whole.close()

    # --- several processes ---------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Hears what other processes on the same database do, until cancelled; needed for `lead`."""
        await self._neighbours.run()

    async def lead(self, office: Office, duty: Duty) -> None:
        """Does `duty` while this process and no other holds `office`, again and again until cancelled or it ends.

        Cancelled once, the duty may finish what it began; cancelled twice, because the office was lost, it may not.
        """
        await self._neighbours.lead(office, duty)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[Self]:
        """The store in one transaction, where others work on it too: what is claimed in it, nobody else claims.

        What was written is kept at the end, unless something raised.
        """
        news: list[str] = []
        async with self._whole.held() as units:
            held = copy(self)
            held._database, held._ring = units, news.append
            yield held
        for what in news:
            self._ring(what)

    def _spread(self, what: str) -> None:
        self._wake(what)
        self._neighbours.tell(what)

    def _wake(self, what: str) -> None:
        {"inbox": self.inbox_changed, "outbox": self.outbox_changed, "timers": self.timers_changed}[what].set()

    # --- inbox ---------------------------------------------------------------------------------------------------

    async def add_updates(self, updates: Sequence[Incoming]) -> int:
        """Stores updates in order and returns how many were new; a repeated `update_id` is ignored for 48 hours."""
        added = await self._database.write(inbox.add, updates, self._clock.now())
        self._ring("inbox")
        return added

    async def claim(self, limit: int) -> list[Claimed]:
        """The oldest open row of each of at most `limit` actors, the longest waiting first."""
        return await self._database.read(inbox.claim, limit)

    async def gather(self, wants: Mapping[str, Wants]) -> Mapping[str, Facts]:
        """What the steps of actors want to know: things, or all their answers or runs, the oldest first."""
        return await self._database.read(facts.gather, wants)

    async def commit(self, outcomes: Sequence[Outcome]) -> bool:
        """Writes what follows from claimed rows, all or nothing. Raises `Stale` if one of them is no longer open.

        Returns whether more waits in the inbox.
        """
        more = await self._database.conclude(commit, outcomes, self._clock.now())
        if any(outcome.drafts for outcome in outcomes):
            self._ring("outbox")
        if any(outcome.letters for outcome in outcomes):
            self._ring("inbox")
        if any(outcome.timers for outcome in outcomes):
            self._ring("timers")
        return more

    async def fail(self, claimed: Claimed, error: str, apology: Draft | None) -> int:
        """Counts a failed attempt and returns how many there were; the third parks the row and sends `apology`."""
        attempts = await self._database.write(inbox.fail, claimed, error, apology, self._clock.now())
        self._ring("outbox")
        return attempts

    # --- outbox --------------------------------------------------------------------------------------------------

    async def due_messages(self, now: datetime, limit: int, busy_chats: Collection[int] = ()) -> list[Outgoing]:
        """What may be sent: the oldest message of each chat, if its time has come, without `busy_chats`.

        Replies come before reminders before broadcasts. A chat with a message in `sending` gives none.
        """
        return await self._database.read(outbox.due, now, limit, busy_chats)

    async def send_off(
        self, landed: Mapping[int, int], now: datetime, limit: int, busy_chats: Collection[int] = ()
    ) -> tuple[list[Outgoing], datetime | None]:
        """All that a sender writes and asks between two calls, in one unit.

        Of messages that were sent, `landed` with Telegram's ids, the rows go and their slots remember the ids. What
        may be sent is marked as being sent, before the call. Returned are these and when the next one will be due.
        """
        return await self._database.conclude(outbox.send_off, landed, now, limit, busy_chats)

    async def bring(self, id_: int, event: Event) -> None:
        """What a row was sent for is here: it comes into the inbox, once, and the row goes."""
        await self._database.write(inbox.bring, id_, event, self._clock.now())
        self._ring("inbox")

    async def retry(self, id_: int, not_before: datetime, error: str) -> None:
        """Sending failed but may succeed later; until then nothing else is sent to the chat."""
        await self._database.write(outbox.retry, id_, not_before, error)

    async def bury(self, id_: int, error: str) -> None:
        """The message can never be sent; it is kept for 30 days as dead."""
        await self._database.write(outbox.bury, id_, error)

    async def mark_unreachable(self, actor: str) -> None:
        """The person blocked the bot: nothing is sent until something comes from her again. Her step hears of it."""
        await self._database.write(inbox.lose, actor, self._clock.now())
        self._ring("inbox")

    async def recover(self, flying: Collection[int] = ()) -> int:
        """After a start: what was being sent when the program died waits again, but for what is `flying` now.

        Returns how many rows that were.
        """
        return await self._database.write(outbox.recover, flying)

    async def migrate_chat(self, old: int, new: int) -> None:
        """A group has become a supergroup with another id."""
        await self._database.write(people.migrate_chat, old, new, self._clock.now())
        self._ring("inbox")

    # --- timers --------------------------------------------------------------------------------------------------

    async def move_due_timers(self, now: datetime) -> int:
        """Due timers become events in the inbox, each once. Returns how many."""
        moved = await self._database.write(timers.move_due, now)
        if moved:
            self._ring("inbox")
        return moved

    async def next_timer(self) -> datetime | None:
        """When the next timer is due."""
        return await self._database.read(timers.next_due)

    async def standing(self, now: datetime) -> Standing:
        """What waits, since when, and what went wrong for good."""
        return await self._database.read(standing, now)

    async def losses(self) -> Losses:
        """What nobody will handle or send any more."""
        return await self._database.read(alarms.losses)

    async def alarm(self, admins: Sequence[int], cause: str, draft: Draft) -> int:
        """A message for each admin who has not heard of `cause` within an hour; returns for how many that was."""
        told = await self._database.write(alarms.alarm, admins, cause, draft, self._clock.now())
        self._ring("outbox")
        return told

    # --- people and content --------------------------------------------------------------------------------------

    async def personal_data(self, actor: str) -> dict[str, list[dict[str, Any]]]:
        """Everything stored about an actor, by table, as plain data."""
        return await self._database.read(people.personal_data, actor)

    async def purge(self, now: datetime) -> int:
        """Removes what has been kept long enough and returns how many rows that were."""
        async with self._whole.unhurried() as units:
            return await units.write(people.purge, now)

    async def forget_texts(self, before: datetime) -> int:
        """Empties answers and things in which nothing was said since `before`, some at a time; returns how many."""
        async with self._whole.unhurried() as units:
            return await units.write(retention.forget_texts, before, self._clock.now())

    async def keep_edition(self, hash_: str, files: Mapping[str, str]) -> None:
        """Keeps content for good, so that a run begun with it can go on with it."""
        await self._database.write(editions.keep, hash_, files, self._clock.now())

    async def open_editions(self) -> dict[str, dict[str, str]]:
        """The content some run was begun with, as files by hash."""
        return await self._database.read(editions.still_used)
