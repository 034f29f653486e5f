"""What went wrong for good, and telling admins of it: through the outbox, so that nothing gets lost on the way."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import Connection, literal, or_, select, text

from bot.store import outbox
from bot.store.rows import Draft
from bot.store.tables import inbox, slots
from bot.store.tables import outbox as messages

SPAN = timedelta(hours=1)
"""So often at most an admin hears of one cause."""

PARKED = literal("parked", literal_execute=True)  # written out, so that the partial index answers
PREFIX = "alarm:"
LOCK = 0x616C726D  # any number that is ours alone


class Losses(Struct, frozen=True):
    """The rows nobody will handle or send any more; alarms themselves are not among them."""

    parked: frozenset[int]
    dead: frozenset[int]


def losses(connection: Connection) -> Losses:
    """All there are."""
    parked = select(inbox.c.id).where(inbox.c.state == PARKED)
    dead = select(messages.c.id).where(
        messages.c.state == "dead", messages.c.error != "unreachable", ~messages.c.slot.startswith(PREFIX)
    )
    return Losses(frozenset(connection.scalars(parked)), frozenset(connection.scalars(dead)))


def alarm(connection: Connection, admins: Sequence[int], cause: str, draft: Draft, now: datetime) -> int:
    """Puts the message in line for each admin who has not heard of `cause` within an hour; returns for how many.

    Programs that work on the same database wait for each other, so that each admin hears it once.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    slot = PREFIX + cause
    heard = _heard(connection, admins, slot, now - SPAN)
    drafts = [
        (f"person:{admin}", admin, Draft(draft.kind, draft.payload, draft.priority, draft.not_before, slot))
        for admin in admins
        if admin not in heard
    ]
    outbox.add(connection, drafts, now)
    return len(drafts)


def _heard(connection: Connection, admins: Sequence[int], slot: str, since: datetime) -> set[int]:
    waits = or_(messages.c.state != "dead", messages.c.created > since)
    told = select(slots.c.chat).where(slots.c.chat.in_(admins), slots.c.slot == slot, slots.c.sent > since)
    telling = select(messages.c.chat).where(messages.c.chat.in_(admins), messages.c.slot == slot, waits)
    return {*connection.scalars(told), *connection.scalars(telling)}
