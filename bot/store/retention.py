"""What people wrote goes after a time, if the operator wants; what it was worth stays."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, func, select, tuple_, update

from bot.store.tables import actors, answers
from flows.scoring.verdict import Verdict

BATCH = 200
"""So many runs at most are gone through in one transaction; the rest follow."""


def forget_texts(connection: Connection, before: datetime) -> int:
    """Empties the answers of runs in which nothing was said since `before`; returns in how many runs.

    Levels, flags and dates stay. A run that is still open or was the last goes from where the person stands, because it
    quotes them: nothing of it can be read or continued any more.
    """
    runs = connection.execute(_stale, {"before": before}).all()
    if runs:
        forgotten: defaultdict[str, set[str]] = defaultdict(set)
        for actor, run in runs:
            forgotten[actor].add(run)
        _leave(connection, forgotten)
        _empty(connection, [(actor, run) for actor, run in runs])
    return len(runs)


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
        verdict = msgspec.json.decode(data, type=Verdict)
        items = tuple(replace(item, evidence=None, reason="", missing="") for item in verdict.items)
        yield {"row": id_, "figures": msgspec.json.encode(replace(verdict, items=items)).decode()}
