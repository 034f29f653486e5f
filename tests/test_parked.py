"""What could not be handled is seen by whoever runs the bot, who can let it be tried again or drop it."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import Clock
from bot.parked import Fault
from bot.simulator import Simulator
from bot.store import parked
from bot.store.database import connect
from bot.store.inbox import ATTEMPTS
from bot.store.rows import Incoming
from bot.store.store import Store
from flows.desk import Desk
from flows.events import Commanded, Event
from flows.moment import Moment
from flows.session import Session, Step
from tests.edge.conftest import admit, database, running

ERROR = """Traceback (most recent call last):
  File "/opt/lib/python3.11/site-packages/bot/worker.py", line 120, in work
    results.append(self._step(row))
  File "/opt/lib/python3.11/site-packages/flows/desk.py", line 33, in step
    raise ValueError(text)
ValueError: Kim sagt: nein
"""
SECRET = "Das geht niemanden etwas an"


async def park(store: Store, *people: int) -> None:
    """A message of each, given up."""
    for person in people:
        await store.add_updates([Incoming(person, f"person:{person}", person, f'{{"text": "{SECRET}"}}')])
    for _ in range(ATTEMPTS):
        for claimed in await store.claim(100):
            await store.fail(claimed, ERROR, None)


async def states(store: Store, person: int) -> list[tuple[str, str]]:
    return [(row["state"], row["payload"]) for row in (await store.personal_data(f"person:{person}"))["inbox"]]


async def test_what_is_tried_again_comes_before_what_is_newer(store: Store, database_url: str) -> None:
    """And counts its tries anew; what was not named stays."""
    await park(store, 1, 2)
    await store.add_updates([Incoming(3, "person:1", 1, "{}")])
    other = connect(database_url)
    first, second = await other.read(parked.find)
    assert await other.write(parked.retry, [first.id, 999]) == [first.id]
    assert [(row.inbox_id, row.attempts) for row in await store.claim(10)] == [(first.id, 0)]
    assert [row.id for row in await other.read(parked.find)] == [second.id]
    await other.close()


async def test_what_is_dropped_is_forgotten_and_stays_known(store: Store, database_url: str) -> None:
    """Nothing said is kept, and should Telegram send it once more, it is a repetition."""
    await park(store, 1, 2)
    other = connect(database_url)
    assert len(await other.write(parked.drop, None)) == 2
    await other.close()
    assert await states(store, 1) == [("done", "")]
    assert await store.add_updates([Incoming(1, "person:1", 1, "{}")]) == 0
    assert await store.claim(10) == []


def test_a_traceback_is_told_by_its_kind_and_place() -> None:
    """What an error says may be what somebody wrote."""
    assert Fault.read(ERROR) == Fault("ValueError", "Kim sagt: nein", "flows/desk.py:33")
    assert Fault.read("") == Fault("?", "", "?")


@pytest.fixture
def settings(tmp_path: Path) -> list[str]:
    path = tmp_path / "config.toml"
    token = "1:must-never-be-seen-anywhere"
    path.write_text(f'[telegram]\ntoken = "{token}"\n[database]\nurl = "{database(tmp_path)}"\n', encoding="utf-8")
    return ["--config", str(path)]


class Moody(Desk):
    """A desk with a bug that can be mended."""

    broken = True

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        if self.broken and event == Commanded("ueber"):
            raise ValueError(SECRET)
        return super().step(session, event, moment)


async def test_the_command_works_while_the_bot_runs(
    tmp_path: Path, settings: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It lists without telling what was said, and what it opens again is answered without a new start."""
    monkeypatch.setattr("bot.app.Desk", Moody)

    async def parked_(*words: str) -> str:
        await asyncio.to_thread(main, ["parked", *settings, *words])
        return capsys.readouterr().out

    async with Simulator() as simulator, running(simulator, tmp_path):
        kim = await admit(simulator)
        assert await parked_() == "Nothing is parked.\n"
        kim.says("/ueber")
        apology = await kim.reply(60)
        listed = await parked_()
        assert f"person:{kim.chat.id}" in listed
        assert "ValueError" in listed
        assert SECRET not in listed
        assert SECRET in await parked_("--texts")
        monkeypatch.setattr(Moody, "broken", False)
        assert "will be tried again" in await parked_("retry", listed.split()[0])
        simulator.advance(timedelta(minutes=1))
        page = await kim.reply(60)
        assert await parked_() == "Nothing is parked.\n"
    assert page.text != apology.text


def test_what_is_not_parked_is_a_sentence(
    tmp_path: Path, settings: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """So is a database that is not there, and one that holds something else."""
    assert main(["parked", *settings]) == 1
    assert "there is no such database" in capsys.readouterr().err
    file = tmp_path / "bot.sqlite3"
    sqlite3.connect(file).close()
    assert main(["parked", *settings]) == 1
    assert "The database cannot be used: no such table" in capsys.readouterr().err
    asyncio.run(_empty(database(tmp_path)))
    assert main(["parked", *settings, "drop", "7", "9"]) == 1
    assert capsys.readouterr().err.startswith("7, 9: not parked")
    assert main(["parked", *settings, "retry", "all"]) == 0
    with pytest.raises(SystemExit):
        main(["parked", *settings, "retry", "some"])


async def _empty(url: str) -> None:
    await (await Store.open(url, Clock())).close()
