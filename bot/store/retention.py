"""What people wrote goes after a time, if the operator wants; what it was worth stays."""

import json
import logging
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, exists, func, select, tuple_, update

from bot.store import locks
from bot.store.tables import actors, answers, kept
from flows.kept import decode, encode
from flows.kinds import KINDS
from flows.scoring.verdict import Verdict
from flows.teams.texts import figures
from flows.teams.work import CARD, WAITING

logger = logging.getLogger(__name__)

BATCH = 200
"""So many runs at most are gone through in one transaction; the rest follow."""


def forget_texts(connection: Connection, before: datetime, now: datetime) -> int:
    """Empties the answers of runs in which nothing was said since `before`, and things that did not change since.

    Levels, flags and dates stay. A run that is still open or was the last goes from where the person stands, because it
    quotes them: nothing of it can be read or continued any more. What waits for a coach stays until she has decided.
    Returns how many runs and things that were.
    """
    runs = connection.execute(_stale, {"before": before}).all()
    if runs:
        forgotten: defaultdict[str, set[str]] = defaultdict(set)
        for actor, run in runs:
            forgotten[actor].add(run)
        locks.await_(connection, list(forgotten))
        _leave(connection, forgotten)
        _empty(connection, [(actor, run) for actor, run in runs])
    return len(runs) + _forget_things(connection, before, now)


_wordy = [name for name, kind in KINDS.items() if kind.bare]
_line = kept.alias()
_waits = exists().where(_line.c.actor == kept.c.actor, _line.c.kind == WAITING, _line.c.id == kept.c.id)
_old = (
    select(kept)
    .where(kept.c.kind.in_(_wordy), kept.c.changed < bindparam("before", type_=kept.c.changed.type))
    .where(~((kept.c.kind == CARD) & _waits))
    .order_by(kept.c.changed)
    .limit(BATCH)
)
_onward = update(actors).values(version=actors.c.version + 1)
_this = (kept.c.actor == bindparam("whose"), kept.c.kind == bindparam("what"), kept.c.id == bindparam("which"))
_rewrite = update(kept).where(*_this).values(data=bindparam("bare"), changed=bindparam("now"))
_drop = delete(kept).where(*_this)


def _forget_things(connection: Connection, before: datetime, now: datetime) -> int:
    """The owners' versions go up, so that no step under way brings words back."""
    owners = sorted({row.actor for row in connection.execute(_old, {"before": before})})
    if not owners:
        return 0
    locks.await_(connection, owners)
    connection.execute(_onward.where(actors.c.actor.in_(owners)))
    rows = connection.execute(_old.where(kept.c.actor.in_(owners)), {"before": before}).all()
    keys = [{"whose": row.actor, "what": row.kind, "which": row.id} for row in rows]
    bare = [_bare_thing(row.kind, row.data) for row in rows]
    rewritten = [{**key, "bare": data, "now": now} for key, data in zip(keys, bare, strict=True) if data]
    dropped = [key for key, data in zip(keys, bare, strict=True) if not data]
    for statement, changes in ((_rewrite, rewritten), (_drop, dropped)):
        if changes:
            connection.execute(statement, changes)
    return len(rows)


def _bare_thing(name: str, data: str) -> str:
    """The thing without words; empty if nothing stays of it. One that cannot be read is nothing but words to us."""
    kind = KINDS[name]
    try:
        thing = decode(kind, data)
    except ValueError as error:  # msgspec's are of this kind too
        logger.error("A thing of the kind %s cannot be read and goes, as its time is over: %s", name, error)  # noqa: TRY400
        return ""
    stays = kind.bare(thing) if kind.bare else thing
    return encode(kind, stays) if stays else ""


_stale = (
    select(answers.c.actor, answers.c.run)
    .group_by(answers.c.actor, answers.c.run)
    .having(func.max(answers.c.given) < bindparam("before", type_=answers.c.given.type), func.max(answers.c.text) != "")
    .limit(BATCH)
)
_standing = select(actors.c.actor, actors.c.version, actors.c.state).where(actors.c.state != "").with_for_update()
_stand = (
    update(actors)
    .where(actors.c.actor == bindparam("whose"))
    .values(
        version=bindparam("next"), state=bindparam("left"), edition=bindparam("now"), last_edition=bindparam("then")
    )
)
_bare = update(answers).where(answers.c.id == bindparam("row")).values(text="", verdict=bindparam("figures"))


def _leave(connection: Connection, forgotten: dict[str, set[str]]) -> None:
    """Takes the runs from where people stand. The version goes up, so that no step under way brings them back."""
    for actor, version, data in connection.execute(_standing.where(actors.c.actor.in_(forgotten))).all():
        state = json.loads(data)
        for place in ("run", "last"):
            if (state.get(place) or {}).get("id") in forgotten[actor]:
                state[place] = None
        left = json.dumps(state, ensure_ascii=False)
        editions = {
            key: (state.get(place) or {}).get("edition", "") for key, place in (("now", "run"), ("then", "last"))
        }
        connection.execute(_stand, {"whose": actor, "next": version + 1, "left": left, **editions})


def _empty(connection: Connection, runs: Collection[tuple[str, str]]) -> None:
    rows = connection.execute(
        select(answers.c.id, answers.c.verdict).where(tuple_(answers.c.actor, answers.c.run).in_(runs))
    )
    connection.execute(_bare, list(_figures(rows)))


def _figures(rows: Any) -> Iterator[dict[str, Any]]:
    """Verdicts without what quotes the answer."""
    for id_, data in rows:
        verdict = figures(msgspec.json.decode(data, type=Verdict))
        yield {"row": id_, "figures": msgspec.json.encode(verdict).decode()}
