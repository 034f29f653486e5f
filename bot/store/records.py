"""What is recorded of role-plays: answers with their verdicts, and runs that ended."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, CursorResult, bindparam, delete, select

from bot.store.database import upsert
from bot.store.rows import Outcome
from bot.store.tables import answers, runs
from flows.effects import Erase


def write(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Records and erases what outcomes tell to."""
    upsert(
        connection,
        answers,
        [
            {
                "actor": outcome.claimed.actor,
                "run": answer.run,
                "course": answer.course,
                "scenario": answer.scenario,
                "station": answer.station,
                "phase": answer.phase,
                "attempt": answer.attempt,
                "turn": answer.turn,
                "text": answer.text,
                "verdict": msgspec.json.encode(answer.verdict).decode(),
                "given": outcome.claimed.received,
            }
            for outcome in outcomes
            for answer in outcome.answers
        ],
        ("actor", "run", "station", "attempt", "turn"),
    )
    upsert(
        connection,
        runs,
        [
            {
                "actor": outcome.claimed.actor,
                "run": run.run,
                "course": run.course,
                "scenario": run.scenario,
                "ending": run.ending,
                "summary": msgspec.json.encode(run.summary).decode(),
                "ended": now,
            }
            for outcome in outcomes
            for run in outcome.runs
        ],
    )
    for outcome in outcomes:
        for erased in outcome.erased:
            _erase(connection, outcome.claimed.actor, erased)


def _erase(connection: Connection, actor: str, erased: Erase) -> None:
    connection.execute(delete(answers).where(answers.c.actor == actor, answers.c.id.in_(erased.answers)))
    connection.execute(delete(runs).where(runs.c.actor == actor, runs.c.run.in_(erased.runs)))


_whose: BindParameter[Any] = bindparam("actors", expanding=True)
_answers = select(answers).where(answers.c.actor.in_(_whose)).order_by(answers.c.id)
_runs = select(runs).where(runs.c.actor.in_(_whose)).order_by(runs.c.ended, runs.c.run)


def answers_of(connection: Connection, actors: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """All answers recorded of `actors`, the oldest first, each with whose it is."""
    return _owned(connection.execute(_answers, {"actors": list(actors)}))


def runs_of(connection: Connection, actors: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """All runs recorded of `actors`, the oldest first, each with whose it is."""
    return _owned(connection.execute(_runs, {"actors": list(actors)}))


def _owned(rows: CursorResult[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in rows.mappings():
        columns = dict(row)
        yield columns.pop("actor"), columns
