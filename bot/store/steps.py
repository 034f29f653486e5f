"""Writing what follows from a step."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection, delete, select, update

from bot.store import inbox, locks, outbox, people, records, things, timers
from bot.store.database import upsert
from bot.store.prepared import Prepared, among
from bot.store.rows import Claimed, Draft, Outcome, Stale
from bot.store.tables import actors
from bot.store.tables import inbox as events


def commit(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> bool:
    """Writes all outcomes. The rows they were claimed by must still be open and the actors unmoved, else `Stale`.

    Returns whether more waits for its step.
    """
    _refuse_stale(connection, outcomes)
    _finish(connection, outcomes)
    for outcome in outcomes:
        if outcome.forget:
            people.forget(connection, outcome.claimed.actor, outcome.claimed.chat)
    _save_actors(connection, outcomes, now)
    outbox.add(
        connection,
        [(outcome.claimed.actor, outcome.claimed.chat, draft) for outcome in outcomes for draft in _drafts(outcome)],
        now,
    )
    lasting = [outcome for outcome in outcomes if not outcome.forget]
    timers.change(
        connection,
        [(outcome.claimed.actor, outcome.claimed.chat, change) for outcome in lasting for change in outcome.timers],
    )
    kept = [(outcome.claimed.actor, change) for outcome in lasting for change in outcome.things]
    things.change(connection, people.without_forgotten(connection, kept), now)
    records.write(connection, lasting, now)
    inbox.post(connection, [letter for outcome in outcomes for letter in outcome.letters], now)
    return not inbox.is_empty(connection)


_claimed = among(events.c.id, "ids")
_versions = Prepared(
    select(events.c.id, actors.c.version)
    .select_from(events.outerjoin(actors, actors.c.actor == events.c.actor))
    .where(_claimed, events.c.state == "open")
    .order_by(events.c.id)
    .with_for_update(of=events)
)
_close = Prepared(update(events).where(_claimed).values(state="done", payload="", error=None))
_remove = Prepared(delete(events).where(_claimed))


def _refuse_stale(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    locks.await_(connection, [outcome.claimed.actor for outcome in outcomes])
    ids = [outcome.claimed.inbox_id for outcome in outcomes]
    current = {id_: version or 0 for id_, version in _versions.rows(connection, ids=ids)}
    for outcome in outcomes:
        claimed = outcome.claimed
        if current.get(claimed.inbox_id) != claimed.version:
            raise Stale(f"inbox row {claimed.inbox_id} of {claimed.actor} was handled by somebody else")


def _finish(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    """What was said is not needed any more; the ids of updates are, so that repeats are recognised.

    Of what we told somebody who was forgotten nothing stays.
    """
    _close.run(connection, [{"ids": [outcome.claimed.inbox_id for outcome in outcomes]}])
    if late := [outcome.claimed.inbox_id for outcome in outcomes if _is_late(outcome.claimed)]:
        _remove.run(connection, [{"ids": late}])


def _is_late(claimed: Claimed) -> bool:
    return claimed.forgotten and claimed.kind == "event"


def _drafts(outcome: Outcome) -> Sequence[Draft]:
    """A farewell fills no slot, and nothing is got for it: nothing shall remember it."""
    if not outcome.forget:
        return outcome.drafts
    return [replace(draft, slot="") for draft in outcome.drafts if draft.kind != "fetch"]


def _save_actors(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
    upsert(
        connection,
        actors,
        [
            {
                "actor": outcome.claimed.actor,
                "chat": outcome.claimed.chat,
                "version": outcome.claimed.version + 1,
                "schema": outcome.schema,
                "state": "" if outcome.forget else outcome.state_json,
                "edition": "" if outcome.forget else outcome.edition,
                "last_edition": "" if outcome.forget else outcome.last_edition,
                "reachable": outcome.reachable,
                "forgotten": now if outcome.forget else None,
            }
            for outcome in outcomes
            if outcome.state_json is not None
        ],
    )
