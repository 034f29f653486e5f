"""Assignments on the real line, on both databases: given, answered, handed in, reminded of."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from bot.store.store import Store
from bot.store.tables import inbox, kept, timers
from flows.desk import Desk
from flows.kept import decode
from flows.kinds import KINDS
from flows.teams.work import ORDER, PART, Status
from tests.conftest import StillClock
from tests.line import ALEX, KIM, Line, new_desk


@pytest.fixture(scope="module")
def desk() -> Desk:
    return new_desk()


@pytest.fixture
def line(store: Store, desk: Desk, clock: StillClock) -> Line:
    return Line(store, desk, clock)


async def press(line: Line, person: int, label: str) -> None:
    """The newest button with this label, as it waits to be sent."""
    offered = [
        button
        for row in await line.outbox(person)
        for buttons in row["payload"].get("buttons", [])
        for button in buttons
        if button["text"].startswith(label)
    ]
    await line.taps(person, offered[-1]["callback_data"])


async def things(line: Line, kind: str) -> list[Any]:
    rows = await line.rows(select(kept.c.data).where(kept.c.kind == kind))
    return [decode(KINDS[kind], row.data) for row in rows]


async def team_of_two(line: Line) -> None:
    team = await line.founds()
    payload = await line.invites(team, 1)
    await line.joins(KIM, "Kim")
    await line.says(KIM, f"/start {payload}")
    await line.taps(ALEX, f"coach:vergabe:liste||{team}/phase/0")
    await press(line, ALEX, "Das Haushaltsbuch")
    await press(line, ALEX, "Geben …")
    await press(line, ALEX, "Ja, geben")


async def test_an_assignment_goes_there_and_back(line: Line) -> None:
    await team_of_two(line)
    await press(line, KIM, "Aufgabe ansehen")
    await press(line, KIM, "Anfangen")
    await line.says(KIM, "2 2 2")
    (begun,) = await things(line, PART)
    assert begun.status is Status.BEGUN
    await press(line, KIM, "Abgeben")
    (part,), (order,) = await things(line, PART), await things(line, ORDER)
    assert (part.status, part.attempts, order.status) == (Status.PASSED, 1, Status.PASSED)


async def test_an_assignment_has_two_timers_of_its_team(line: Line) -> None:
    await team_of_two(line)
    rows = await line.rows(select(timers.c.key, timers.c.due).where(timers.c.actor.like("team:%")))
    (before, after) = sorted(rows, key=lambda row: row.due)
    assert [before.key.split(":")[2], after.key.split(":")[2]] == ["vor", "nach"]
    assert after.due - before.due == timedelta(days=1)


async def test_what_a_trainee_keeps_is_in_her_export_and_goes_with_her(line: Line) -> None:
    await team_of_two(line)
    await press(line, KIM, "Aufgabe ansehen")
    await press(line, KIM, "Anfangen")
    await line.says(KIM, "2 1 0 mein Geheimnis")
    data = msgspec.json.encode(await line.store.personal_data(f"person:{KIM}")).decode()
    assert "mein Geheimnis" in data
    await line.says(KIM, "/loeschen")
    await line.taps(KIM, "loeschen||sofort")
    assert await things(line, ORDER) == []
    assert await things(line, PART) == []
    rows = await line.rows(select(inbox.c.payload).where(inbox.c.actor == f"person:{KIM}"))
    assert not any("Geheimnis" in row.payload for row in rows)
