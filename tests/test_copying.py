"""Data moves to another database, into a backup and back, and nothing is missing or overwritten by it."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.cli import main
from bot.place import alone
from bot.store.database import connect
from bot.store.neighbours import Office
from bot.store.store import Store
from tests.conftest import StillClock, emptied
from tests.test_store import ALEX, KIM, full, said

Data = dict[str, dict[str, list[dict[str, Any]]]]
MANY = 2500


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    return asyncio.run(emptied(str(request.getfixturevalue("postgresql"))))


@pytest.fixture
def other(url: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of an empty database of the other kind."""
    if url.startswith("postgresql"):
        return f"sqlite:///{tmp_path / 'other.sqlite3'}"
    return asyncio.run(emptied(str(request.getfixturevalue("postgresql"))))


@pytest.fixture
def config(url: str, tmp_path: Path) -> str:
    file = tmp_path / "config.toml"
    file.write_text(f'[telegram]\ntoken = "{"1" * 9}:{"a" * 35}"\n[database]\nurl = "{url}"\n')
    return str(file)


async def fill(url: str) -> None:
    """Two people with something in every table, and more than fits one batch."""
    clock = StillClock()
    store = await Store.open(url, clock)
    await full(store, clock, KIM, 1)
    await full(store, clock, ALEX, 10)
    await store.add_updates([said(100 + number, f"person:{100 + number}") for number in range(MANY)])
    await store.keep_edition("a", {"phases.toml": "# „Ü“"})
    await store.close()


async def read(url: str) -> Data:
    """What the database holds about the two, and how much in all."""
    store = await Store.open(url, StillClock())
    data = {actor: await store.personal_data(actor) for actor in (KIM, ALEX)}
    data["all"] = {"waiting": [{"rows": len(await store.claim(MANY * 2))}]}
    await store.close()
    return data


async def next_numbers(url: str) -> list[int]:
    """The numbers that new rows get."""
    store = await Store.open(url, StillClock())
    await store.add_updates([said(9001, "person:9")])
    rows = [row.inbox_id for row in await store.claim(MANY * 2) if row.actor == "person:9"]
    await store.close()
    return rows


def complaint(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(words) == 1
    return capsys.readouterr().err


def test_everything_moves_to_the_other_kind_and_goes_on_there(
    url: str, other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(fill(url))
    before = asyncio.run(read(url))
    assert main(["copy-database", url, other]) == 0
    assert asyncio.run(read(other)) == before
    assert asyncio.run(next_numbers(other)) == asyncio.run(next_numbers(url))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert ["inbox", "2,506", "2,506"] in lines
    assert all(source == target for _, source, target in lines)


def test_a_number_once_given_is_not_given_again(url: str, other: str) -> None:
    """Although the row with the highest number is gone."""
    asyncio.run(fill(url))
    database = connect(url)

    async def drop_last() -> None:
        await database.write(lambda it: it.execute(text("DELETE FROM inbox WHERE id > 2000")))
        await database.close()

    asyncio.run(drop_last())
    assert main(["copy-database", url, other]) == 0
    assert asyncio.run(next_numbers(other)) == [2507]


def test_a_target_that_holds_something_is_left_alone(url: str, other: str, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(fill(url))
    asyncio.run(fill(other))
    before = asyncio.run(read(other))
    assert "already holds" in complaint(capsys, "copy-database", url, other)
    assert asyncio.run(read(other)) == before


@pytest.mark.parametrize("command", ["copy-database", "restore"])
def test_a_bot_that_runs_is_not_disturbed(
    command: str, url: str, other: str, config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(fill(url))
    backup = str(tmp_path / "backup.sqlite3")
    assert main(["backup", backup, "--config", config]) == 0
    words = [url, other] if command == "copy-database" else [backup, "--force", "--config", config]
    assert "The bot" in asyncio.run(while_running(url, lambda: complaint(capsys, command, *words)))


async def while_running(url: str, act: Callable[[], str]) -> str:
    """What `act` says while a bot works on the database."""
    store = await Store.open(url, StillClock())
    leads = asyncio.Event()

    async def duty() -> None:
        leads.set()
        await asyncio.Event().wait()

    tasks = [asyncio.create_task(store.listen()), asyncio.create_task(store.lead(Office.SENDER, duty))]
    await leads.wait()
    with alone(url):
        said = await asyncio.to_thread(act)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    await store.close()
    return said


def test_a_backup_holds_everything_and_comes_back(url: str, config: str, tmp_path: Path) -> None:
    """Also over what was there, which is kept beside."""
    asyncio.run(fill(url))
    before = asyncio.run(read(url))
    backup = tmp_path / "backup.sqlite3"
    assert main(["backup", str(backup), "--config", config]) == 0
    asyncio.run(next_numbers(url))
    assert asyncio.run(read(url)) != before
    assert main(["restore", str(backup), "--config", config, "--force"]) == 0
    assert asyncio.run(read(url)) == before
    (kept,) = tmp_path.glob("*.before-restore-*")
    assert asyncio.run(read(f"sqlite:///{kept}"))["all"] == {"waiting": [{"rows": MANY + 3}]}


def test_a_backup_is_made_while_others_write(url: str, config: str, tmp_path: Path) -> None:
    asyncio.run(fill(url))
    backup = tmp_path / "backup.sqlite3"

    async def write_meanwhile() -> int:
        store = await Store.open(url, StillClock())
        backing = asyncio.create_task(asyncio.to_thread(main, ["backup", str(backup), "--config", config]))
        number = 10_000
        while not backing.done():
            await store.add_updates([said(number, KIM)])
            number += 1
        await store.close()
        return backing.result()

    assert asyncio.run(write_meanwhile()) == 0
    assert asyncio.run(read(f"sqlite:///{backup}"))["all"] == {"waiting": [{"rows": MANY + 2}]}


def test_nothing_is_overwritten_unasked(
    url: str, config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(fill(url))
    before = asyncio.run(read(url))
    backup = str(tmp_path / "backup.sqlite3")
    assert main(["backup", backup, "--config", config]) == 0
    assert "already exists" in complaint(capsys, "backup", backup, "--config", config)
    assert "--force" in complaint(capsys, "restore", backup, "--config", config)
    assert asyncio.run(read(url)) == before


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:] = b"x" * (len(content) - 4096)
    file.write_bytes(content)


def foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (damage, "damaged"),
        (foreign, "no backup"),
        (lambda file: file.write_text("Guten Tag" * 999), "not a database"),
        (Path.unlink, "unable to open"),
    ],
    ids=["damaged", "foreign", "text", "gone"],
)
def test_what_is_no_good_backup_replaces_nothing(
    spoil: Callable[[Path], object],
    sentence: str,
    url: str,
    config: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asyncio.run(fill(url))
    before = asyncio.run(read(url))
    backup = tmp_path / "backup.sqlite3"
    assert main(["backup", str(backup), "--config", config]) == 0
    spoil(backup)
    assert sentence in complaint(capsys, "restore", str(backup), "--force", "--config", config)
    assert asyncio.run(read(url)) == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("mysql://x/y", "sqlite:///a"), "'mysql://x/y' is no address"),
        (("bot.sqlite3", "sqlite:///a"), "'bot.sqlite3' is no address"),
        (("sqlite:///a", "sqlite:///a"), "the same database"),
        (("sqlite:////nowhere/a", "sqlite:///b"), "no such file"),
    ],
    ids=["unknown", "no address", "same", "missing"],
)
def test_a_wrong_address_is_a_sentence(
    words: tuple[str, str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sentence in complaint(capsys, "copy-database", *words)
