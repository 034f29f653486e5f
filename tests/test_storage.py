"""Whatever befalls the place where the data lies: a clear sentence, no half state, and on it goes once that is over."""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.hindered import Hindered
from bot.place import usable
from bot.render import Renderer
from bot.round import Round
from bot.store.database import connect
from bot.store.neighbours import Office
from bot.store.outage import is_outage, remedy
from bot.store.store import Store
from flows.effects import Say
from tests.conftest import StillClock
from tests.servers import server
from tests.test_round import People, Script
from tests.test_store import ALEX, KIM, said

Step = Callable[[Connection], object]


def statement(sql: str) -> Step:
    return lambda connection: connection.exec_driver_sql(sql)


@asynccontextmanager
async def full_disk(store: Store, file: Path) -> AsyncIterator[None]:
    """The file cannot grow by a single page."""
    await store._database.read(statement("PRAGMA max_page_count = 1"))
    yield
    await store._database.read(statement("PRAGMA max_page_count = 1000000"))


@asynccontextmanager
async def read_only(store: Store, file: Path) -> AsyncIterator[None]:
    await store._database.read(statement("PRAGMA query_only = on"))
    yield
    await store._database.read(statement("PRAGMA query_only = off"))


@asynccontextmanager
async def locked(store: Store, file: Path) -> AsyncIterator[None]:
    """Another program writes and does not end; we have no patience."""
    await store._database.read(statement("PRAGMA busy_timeout = 0"))
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


FAULTS = {
    "disk-full": (full_disk, "Make room"),
    "read-only": (read_only, "Let the user the bot runs as write"),
    "locked": (locked, "Another program keeps it locked"),
}


@pytest.mark.parametrize(("fault", "advice"), FAULTS.values(), ids=FAULTS)
async def test_a_file_that_cannot_be_written_for_a_while_loses_nothing(
    fault: Callable[[Store, Path], object], advice: str, sqlite_store: Store, tmp_path: Path, clock: StillClock
) -> None:
    """What Telegram brings is not confirmed, and what was stored waits with all its attempts."""
    round_ = Round(sqlite_store, Script(), Renderer(), clock)
    await sqlite_store.add_updates([said(1, KIM)])
    async with fault(sqlite_store, tmp_path / "store.sqlite3"):  # type: ignore[attr-defined]
        many = [said(number, ALEX, "x" * 4000) for number in range(2, 20)]
        with pytest.raises(DBAPIError) as refused:
            await sqlite_store.add_updates(many)
        assert is_outage(refused.value)
        assert remedy(refused.value).startswith(advice)
        assert [(row.actor, row.attempts) for row in await sqlite_store.claim(9)] == [(KIM, 0)]
    assert await sqlite_store.add_updates(many) == 18
    while await round_.once():
        pass
    assert len((await sqlite_store.personal_data(ALEX))["inbox"]) == 18


async def begin(url: str, clock: StillClock) -> None:
    """As the program begins, up to the first update."""
    with usable(url):
        store = await Store.open(url, clock)
        try:
            await store.add_updates([said(2)])
        finally:
            await store.close()


def damage(file: Path) -> None:
    """Everything but the first page is rubbish."""
    content = bytearray(file.read_bytes())
    content[4096:] = b"x" * (len(content) - 4096)
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (damage, r"malformed. The file is damaged. Put a backup in its place: verkaufstrainer restore FILE --force"),
        (lambda file: file.write_bytes(b"Guten Tag" * 999), r"not a database. The file is damaged"),
        (lambda file: (file.unlink(), file.mkdir()), r"unable to open database file"),
    ],
    ids=["damaged", "no database", "folder"],
)
async def test_a_file_that_cannot_be_used_is_a_sentence_at_the_start(
    spoil: Callable[[Path], object], sentence: str, tmp_path: Path, clock: StillClock
) -> None:
    file = tmp_path / "bot.sqlite3"
    store = await Store.open(f"sqlite:///{file}", clock)
    await store.add_updates([said(1)])
    await store.close()
    spoil(file)
    with pytest.raises(Hindered, match=sentence):
        await begin(f"sqlite:///{file}", clock)


async def test_a_file_damaged_while_we_run_parks_nobody(sqlite_store: Store, tmp_path: Path, clock: StillClock) -> None:
    """It is the database that failed, not what somebody wrote."""
    await sqlite_store.add_updates([said(number, words="x" * 4000) for number in range(50)])
    await sqlite_store.close()
    damage(tmp_path / "store.sqlite3")
    with pytest.raises(DBAPIError) as refused:
        await Round(sqlite_store, Script(), Renderer(), clock).once()
    assert is_outage(refused.value)


KILLED = """
import asyncio, os, signal, sys
from bot.store.database import connect
from bot.store.upgrade import upgrade

def half(connection):
    upgrade(connection)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(connect(sys.argv[1]).write(half))
"""


async def test_a_migration_that_is_killed_leaves_nothing_and_is_done_at_the_next_start(
    database_url: str, clock: StillClock
) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, database_url)
    assert await process.wait() == -9
    database = connect(database_url)
    assert await database.read(lambda it: inspect(it).get_table_names()) == []
    await database.close()
    store = await Store.open(database_url, clock)
    assert await store.add_updates([said(1)]) == 1
    await store.close()


async def test_a_server_that_goes_and_comes_back_is_waited_for(
    tmp_path_factory: pytest.TempPathFactory, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever led leads again, what waited is handled, and nothing counts as a failed attempt."""
    monkeypatch.setattr("bot.round.PAUSE", 0.1)
    begun: asyncio.Queue[None] = asyncio.Queue()

    async def duty() -> None:
        begun.put_nowait(None)
        await asyncio.Event().wait()

    with server(tmp_path_factory.mktemp("gone")) as running:
        store = await Store.open(running.get_uri(), clock)
        desk, people = Script(), People(store)
        desk.says("Guten Tag", Say("panne"))
        parts = [store.listen(), store.lead(Office.SENDER, duty), Round(store, desk, Renderer(), clock).run()]
        tasks = [asyncio.create_task(part) for part in parts]
        await begun.get()
        await asyncio.to_thread(running.stop)
        with pytest.raises((DBAPIError, OSError)) as refused:
            await people.say("Guten Tag")
        assert is_outage(refused.value)
        await asyncio.to_thread(running.start)
        await begun.get()
        await people.say("Guten Tag")
        while not await store.due_messages(clock.now(), 1):  # noqa: ASYNC110 - the round works
            await asyncio.sleep(0.05)
        assert [row["attempts"] for row in (await store.personal_data(KIM))["inbox"]] == [0]
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        await store.close()


@pytest.mark.parametrize(
    ("sql", "outage"),
    [
        ("SELECT pg_terminate_backend(pg_backend_pid())", True),
        ("SET statement_timeout = 1; SELECT pg_sleep(5)", True),
        ("SET transaction_read_only = on; CREATE TABLE x (id INT)", True),
        ("SELECT 1 / 0", False),
        ("SELECT * FROM nowhere", False),
        ("SELECT CAST('x' AS INT)", False),
    ],
    ids=["cut off", "cancelled", "read only", "division", "no table", "no number"],
)
async def test_the_servers_fault_is_told_from_that_of_what_was_asked(
    sql: str, outage: bool, postgresql_url: str
) -> None:
    database = connect(postgresql_url)
    *first, last = sql.split("; ")

    def ask(connection: Connection) -> None:
        for each in first:
            connection.execute(text(each))
        connection.execute(text(last))

    with pytest.raises(DBAPIError) as refused:
        await database.write(ask)
    assert is_outage(refused.value) == outage
    await database.close()
