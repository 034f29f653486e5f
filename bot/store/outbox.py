"""Messages on their way to Telegram. A row waits, is marked as being sent, and goes once it was sent."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, Integer, bindparam, delete, func, insert, select, tuple_, update

from bot.store.database import upsert
from bot.store.prepared import Prepared, among
from bot.store.rows import Draft, Outgoing
from bot.store.tables import actors, outbox, slots

_untried = (outbox.c.state == "waiting") & (outbox.c.attempts == 0)
"""Surely not seen yet. What was tried may have arrived although nobody told us; it is not changed any more."""

_unsent = Prepared(
    select(outbox.c.chat, outbox.c.slot).where(
        among(outbox.c.chat, "chats"), _untried, outbox.c.kind == "say", outbox.c.slot != ""
    )
)


def unsent_slots(connection: Connection, chats: Collection[int]) -> defaultdict[int, set[str]]:
    """The slots of each chat whose message surely has not left yet."""
    unsent: defaultdict[int, set[str]] = defaultdict(set)
    for chat, slot in _unsent.rows(connection, chats=chats):
        unsent[chat].add(slot)
    return unsent


def add(connection: Connection, drafts: Sequence[tuple[str, int, Draft]], now: datetime) -> None:
    """Puts drafts of an actor and chat in line; an edit takes the place of what waits in its slot."""
    waiting = _waiting(connection, {(chat, draft.slot) for _, chat, draft in drafts if draft.kind == "edit"})
    merged = []
    rows = []
    for actor, chat, draft in drafts:
        if draft.kind == "edit" and (chat, draft.slot) in waiting:
            merged.append({"row": waiting[chat, draft.slot], "new": draft.payload})
        else:
            rows.append(
                {
                    "actor": actor,
                    "chat": chat,
                    "kind": draft.kind,
                    "slot": draft.slot,
                    "payload": draft.payload,
                    "priority": draft.priority,
                    "not_before": draft.not_before,
                    "created": now,
                }
            )
    _replace.run(connection, merged)
    _insert.run(connection, rows)


_replace = Prepared(update(outbox).where(outbox.c.id == bindparam("row")).values(payload=bindparam("new")))
_insert = Prepared(insert(outbox))


def _waiting(connection: Connection, places: Collection[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """The last untried row of each (chat, slot), locked."""
    if not places:
        return {}
    rows = connection.execute(
        select(outbox.c.chat, outbox.c.slot, outbox.c.id)
        .where(_untried, tuple_(outbox.c.chat, outbox.c.slot).in_(places))
        .order_by(outbox.c.id)
        .with_for_update()
    )
    return {(row.chat, row.slot): row.id for row in rows}


_ahead = outbox.alias()
FIRST = (
    select(func.min(_ahead.c.id))
    .where(_ahead.c.chat == outbox.c.chat, _ahead.c.state.in_(("waiting", "sending")))
    .scalar_subquery()
)
"""The message of a chat that is next: nothing of the chat overtakes it."""

_due = Prepared(
    select(outbox, slots.c.message)
    .select_from(outbox.outerjoin(slots, (slots.c.chat == outbox.c.chat) & (slots.c.slot == outbox.c.slot)))
    .where(outbox.c.state == "waiting", outbox.c.not_before <= bindparam("now"), outbox.c.id == FIRST)
    .where(~among(outbox.c.chat, "busy"))
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most", type_=Integer))
)


def due(connection: Connection, now: datetime, limit: int, busy_chats: Collection[int]) -> list[Outgoing]:
    """The first message of each chat whose time has come."""
    rows = _due.rows(connection, now=now, busy=busy_chats, most=limit)
    return [
        Outgoing(
            id=row.id,
            actor=row.actor,
            chat=row.chat,
            kind=row.kind,
            slot=row.slot,
            payload=json.loads(row.payload),
            priority=row.priority,
            attempts=row.attempts,
            created=row.created,
            message=row.message,
        )
        for row in rows
    ]


_next = Prepared(
    select(func.min(outbox.c.not_before)).where(outbox.c.state == "waiting", outbox.c.not_before > bindparam("now"))
)


def send_off(
    connection: Connection, landed: Mapping[int, int], now: datetime, limit: int, busy_chats: Collection[int]
) -> tuple[list[Outgoing], datetime | None]:
    """Rows that arrived go, rows that may leave are marked; these, and when the next that must wait may leave."""
    for id_, message in landed.items():
        mark_sent(connection, id_, message, now)
    rows = due(connection, now, limit, busy_chats) if limit else []
    payloads = mark_sending(connection, [row.id for row in rows]) if rows else {}
    leaving = [replace(row, payload=payloads[row.id]) for row in rows if row.id in payloads]
    return leaving, _next.value(connection, now=now)


_depart = Prepared(
    update(outbox)
    .where(among(outbox.c.id, "ids"), outbox.c.state + "" == "waiting")  # not found by state: that may be thousands
    .values(state="sending")
    .returning(outbox.c.id, outbox.c.payload)
)


def mark_sending(connection: Connection, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Waiting rows become sending; returns their payloads as they are now: an edit may have changed one since."""
    return {row.id: json.loads(row.payload) for row in _depart.rows(connection, ids=ids)}


_take = Prepared(
    delete(outbox).where(outbox.c.id == bindparam("row")).returning(outbox.c.actor, outbox.c.chat, outbox.c.slot)
)


def take(connection: Connection, id_: int) -> tuple[str, int, str] | None:
    """The row goes; its actor, chat and slot, or None if it was forgotten meanwhile."""
    rows = _take.rows(connection, row=id_)
    return (rows[0].actor, rows[0].chat, rows[0].slot) if rows else None


def mark_sent(connection: Connection, id_: int, message: int, now: datetime) -> None:
    """The row goes; its slot, if it has one, points to the message."""
    _, chat, slot = take(connection, id_) or ("", 0, "")
    if slot:
        upsert(connection, slots, [{"chat": chat, "slot": slot, "message": message, "sent": now}])


def retry(connection: Connection, id_: int, not_before: datetime, error: str) -> None:
    """The row waits again."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id == id_)
        .values(state="waiting", not_before=not_before, attempts=outbox.c.attempts + 1, error=error)
    )


def bury(connection: Connection, id_: int, error: str) -> None:
    """The row is dead: nothing needs any more what it says."""
    connection.execute(update(outbox).where(outbox.c.id == id_).values(state="dead", error=error, payload="{}"))
    _sweep(connection)


def mark_unreachable(connection: Connection, actor: str) -> bool:
    """Everything that waits for the actor is dead. Returns whether it could be reached until now."""
    changed = connection.execute(
        update(actors).where(actors.c.actor == actor, actors.c.reachable).values(reachable=False)
    )
    connection.execute(
        update(outbox)
        .where(outbox.c.actor == actor, outbox.c.state != "dead")
        .values(state="dead", error="unreachable", payload="{}")
    )
    _sweep(connection)
    return changed.rowcount > 0


def _sweep(connection: Connection) -> None:
    """Nothing dead is kept of people who were forgotten."""
    forgotten = select(actors.c.actor).where(actors.c.forgotten.is_not(None))
    connection.execute(delete(outbox).where(outbox.c.state == "dead", outbox.c.actor.in_(forgotten)))


def recover(connection: Connection, flying: Collection[int]) -> int:
    """What was being sent waits again, but for what is `flying`."""
    return connection.execute(
        update(outbox)
        .where(outbox.c.state == "sending", outbox.c.id.not_in(flying))
        .values(state="waiting", attempts=outbox.c.attempts + 1)
    ).rowcount
