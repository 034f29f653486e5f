"""What the sender does with rows of the outbox between two calls, one by one: for tests of the store."""

from collections.abc import Collection
from typing import Any

from bot.store import outbox
from bot.store.store import Store


async def mark_sending(store: Store, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Messages are about to be sent; their payloads as they are now."""
    return await store._database.write(outbox.mark_sending, ids)


async def mark_sent(store: Store, id_: int, message: int) -> None:
    """A message was sent, as Telegram's `message`."""
    await store._database.write(outbox.mark_sent, id_, message, store._clock.now())
