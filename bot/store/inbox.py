"""What came in and waits for its step."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Integer, bindparam, case, insert, literal, select, update

from bot.store import locks, outbox
from bot.store.prepared import Prepared, among
from bot.store.rows import Claimed, Draft, Incoming, Letter
from bot.store.tables import actors, inbox
from flows.events import Blocked, Event

REPEATS = timedelta(hours=48)
"""For so long a repeated `update_id` is known; later Telegram may have begun to count anew."""

REPLY, BROADCAST = 0, 1
"""How urgent an event is: somebody waits for it, or it goes to many."""

ATTEMPTS = 3
"""So often a step is tried before its row is parked."""

_known = Prepared(
    select(inbox.c.update_id).where(among(inbox.c.update_id, "ids"), inbox.c.received > bindparam("since"))
)
_insert = Prepared(insert(inbox))


def add(connection: Connection, updates: Sequence[Incoming], now: datetime) -> int:
    """Stores what is new among `updates`, in order; processes that do so at the same time wait for each other."""
    locks.queue(connection)
    ids = [update.update_id for update in updates]
    known = {number for (number,) in _known.rows(connection, ids=ids, since=now - REPEATS)}
    rows: dict[int, dict[str, Any]] = {}
    for update_ in updates:
        if update_.update_id not in known and update_.update_id not in rows:
            rows[update_.update_id] = {
                **row(update_.actor, update_.chat, "update", clean(update_.payload_json), now),
                "update_id": update_.update_id,
            }
    _insert.run(connection, list(rows.values()))
    return len(rows)


def row(actor: str, chat: int, kind: str, payload: str, now: datetime) -> dict[str, Any]:
    """A new row of the inbox. The nonce seeds whatever the step does by chance."""
    return {
        "actor": actor,
        "chat": chat,
        "kind": kind,
        "payload": payload,
        "nonce": secrets.randbits(63),
        "received": now,
    }


def clean(payload: str) -> str:
    """The same JSON without NUL and lone surrogates, which PostgreSQL and UTF-8 refuse."""
    if "\\u" not in payload and _is_utf8(payload):
        return payload
    return json.dumps(_cleaned(json.loads(payload, strict=False)), ensure_ascii=False)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_cleaned(entry) for entry in value]
        case dict():
            return {_cleaned(key): _cleaned(entry) for key, entry in value.items()}
    return value


OPEN = literal("open", literal_execute=True)  # written out, so that the partial indexes answer
_same = inbox.alias()
_oldest = (
    select(_same.c.id)
    .where(_same.c.state == OPEN, _same.c.actor == inbox.c.actor)
    .order_by(_same.c.urgency, _same.c.id)
    .limit(1)
    .scalar_subquery()
)
_claim = Prepared(
    select(
        inbox.c.id,
        inbox.c.actor,
        inbox.c.chat,
        inbox.c.kind,
        inbox.c.payload,
        inbox.c.nonce,
        inbox.c.received,
        inbox.c.attempts,
        actors.c.version,
        actors.c.schema,
        actors.c.state.label("state_json"),
        actors.c.reachable,
        actors.c.forgotten,
    )
    .select_from(inbox.outerjoin(actors, actors.c.actor == inbox.c.actor))
    .where(inbox.c.state == OPEN, inbox.c.id == _oldest)
    .order_by(inbox.c.urgency, inbox.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(of=inbox, skip_locked=True)
)


def claim(connection: Connection, limit: int) -> list[Claimed]:
    """The oldest open row of each of at most `limit` actors, what goes to many last.

    On PostgreSQL rows and actors stay locked until the transaction ends, so that other processes pass them by; that
    spares work, and `steps.commit` checks all the same.
    """
    found = _claim.rows(connection, most=limit)
    seized = locks.seize(connection, [row.actor for row in found])
    rows = [row for row in found if row.actor in seized]
    if not rows:
        return []
    unsent = outbox.unsent_slots(connection, {row.chat for row in rows})
    claimed = []
    for row in rows:
        known = row.version is not None
        claimed.append(
            Claimed(
                inbox_id=row.id,
                actor=row.actor,
                chat=row.chat,
                kind=row.kind,
                payload=row.payload,
                nonce=row.nonce,
                received=row.received,
                attempts=row.attempts,
                version=row.version if known else 0,
                schema=row.schema if known else 0,
                state_json=row.state_json or None,
                reachable=row.reachable if known else True,
                forgotten=row.forgotten is not None,
                unsent=frozenset(unsent[row.chat]),
            )
        )
    return claimed


_open = Prepared(select(inbox.c.id).where(inbox.c.state == OPEN).limit(1))


def is_empty(connection: Connection) -> bool:
    """Whether nothing waits for its step."""
    return not _open.rows(connection)


def bring(connection: Connection, outbox_id: int, event: Event, now: datetime) -> None:
    """What the row of the outbox was sent for comes in, and the row goes; unless it was forgotten meanwhile."""
    sent = outbox.take(connection, outbox_id)
    if sent:
        actor, chat, _ = sent
        _insert.run(connection, [row(actor, chat, "event", msgspec.json.encode(event).decode(), now)])


def lose(connection: Connection, actor: str, now: datetime) -> None:
    """A person cannot be reached any more; her step hears of it once."""
    if outbox.mark_unreachable(connection, actor):
        payload = msgspec.json.encode(Blocked()).decode()
        _insert.run(connection, [row(actor, chat_of(actor), "event", payload, now)])


def post(connection: Connection, letters: Sequence[Letter], now: datetime) -> None:
    """Puts each letter into the queue of everybody it goes to."""
    rows = [
        {**row(actor, chat_of(actor), "event", letter.event, now), "urgency": BROADCAST if letter.broadcast else REPLY}
        for letter in letters
        for actor in letter.to
    ]
    _insert.run(connection, rows)


def chat_of(actor: str) -> int:
    """Where an actor is spoken to: a person and a group in the chat of the same id, a team nowhere."""
    kind, _, id_ = actor.partition(":")
    return int(id_) if kind in ("person", "group") else 0


def fail(connection: Connection, claimed: Claimed, error: str, apology: Draft | None, now: datetime) -> int:
    """Counts a failed attempt; the last one parks the row and leaves `apology` in the outbox."""
    attempts = connection.scalar(
        update(inbox)
        .where(inbox.c.id == claimed.inbox_id, inbox.c.state == OPEN)
        .values(
            attempts=inbox.c.attempts + 1,
            error=_cleaned(error),
            state=case((inbox.c.attempts + 1 >= ATTEMPTS, "parked"), else_=inbox.c.state),
        )
        .returning(inbox.c.attempts)
    )
    if apology and attempts == ATTEMPTS:
        outbox.add(connection, [(claimed.actor, claimed.chat, apology)], now)
    return attempts or 0
