"""Several processes on one database: one does what only one may do, and what one writes wakes the others."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.hindered import Hindered
from bot.place import alone
from bot.render import Renderer
from bot.round import Round
from bot.store.database import connect
from bot.store.locks import OFFICES
from bot.store.neighbours import Office
from bot.store.rows import Outcome
from bot.store.store import Store
from tests.conftest import StillClock
from tests.test_round import People, Script
from tests.test_store import ALEX, KIM, said


class Duty:
    """Something only one may do; notes when it begins and ends."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.ended = asyncio.Event()

    async def __call__(self) -> None:
        self.ended.clear()
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.begun.clear()
            self.ended.set()


@asynccontextmanager
async def listening(store: Store) -> AsyncIterator[None]:
    task = asyncio.create_task(store.listen())
    yield
    task.cancel()
    await asyncio.wait([task])


@asynccontextmanager
async def running(part: Awaitable[None]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(part)
    yield
    task.cancel()
    await asyncio.wait([task])


@pytest.fixture
async def pair(postgresql_url: str, clock: StillClock) -> AsyncIterator[tuple[Store, Store]]:
    """Two processes' stores on one PostgreSQL."""
    stores = await Store.open(postgresql_url, clock), await Store.open(postgresql_url, clock)
    async with listening(stores[0]), listening(stores[1]):
        yield stores
    for store in stores:
        await store.close()


def cut(connection: Connection) -> None:
    """Ends the connection of whoever holds an office, as the server does with one it has lost."""
    holders = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = :offices"
    connection.execute(text(holders), {"offices": OFFICES})


async def until(ready: Callable[[], bool]) -> None:
    while not ready():  # noqa: ASYNC110 - two processes' worth of conditions
        await asyncio.sleep(0.01)


async def test_an_office_has_one_holder_and_passes_on_when_that_stops(pair: tuple[Store, Store]) -> None:
    first, second = Duty(), Duty()
    async with running(pair[1].lead(Office.SENDER, second)):
        async with running(pair[0].lead(Office.POLLER, first)):  # another office is nobody's rival
            await first.begun.wait()
            await second.begun.wait()
        assert first.ended.is_set()
    assert second.ended.is_set()


async def test_a_holder_that_loses_its_connection_stops_before_another_begins(
    pair: tuple[Store, Store], postgresql_url: str
) -> None:
    duties = Duty(), Duty()
    database = connect(postgresql_url)
    async with running(pair[0].lead(Office.SENDER, duties[0])):
        await duties[0].begun.wait()
        async with running(pair[1].lead(Office.SENDER, duties[1])):
            for _ in range(3):
                held = duties[0] if duties[0].begun.is_set() else duties[1]
                await database.write(cut)
                await held.ended.wait()
                await until(lambda: duties[0].begun.is_set() or duties[1].begun.is_set())
                assert not (duties[0].begun.is_set() and duties[1].begun.is_set())
    await database.close()


LEADER = """
import asyncio, sys
from bot.clock import Clock
from bot.store.neighbours import Office
from bot.store.store import Store

async def duty():
    print("leads", flush=True)
    await asyncio.Event().wait()

async def main():
    store = await Store.open(sys.argv[1], Clock())
    print("ready", flush=True)
    await asyncio.gather(store.listen(), store.lead(Office.SENDER, duty))

asyncio.run(main())
"""


async def test_whoever_is_left_takes_over_from_a_killed_process(postgresql_url: str) -> None:
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", LEADER, postgresql_url, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    try:
        for process in processes:
            assert process.stdout
            assert await process.stdout.readline() == b"ready\n"
        lines = {asyncio.create_task(process.stdout.readline()): process for process in processes if process.stdout}
        (leads,), (waits,) = await asyncio.wait(lines, return_when=asyncio.FIRST_COMPLETED)
        assert leads.result() == b"leads\n"
        lines[leads].kill()
        assert await waits == b"leads\n"
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                process.kill()
            await process.communicate()


async def test_a_duty_that_fails_is_heard_of(pair: tuple[Store, Store]) -> None:
    async def fail() -> None:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        await pair[0].lead(Office.SENDER, fail)


async def test_what_one_writes_wakes_the_other(pair: tuple[Store, Store]) -> None:
    writer, other = pair
    await writer.add_updates([said(1)])
    await other.inbox_changed.wait()
    assert [row.actor for row in await other.claim(5)] == [KIM]


async def test_what_one_has_claimed_the_other_passes_by(pair: tuple[Store, Store]) -> None:
    """And what somebody says meanwhile waits for what she said before."""
    one, other = pair
    await one.add_updates([said(1, KIM, "a"), said(2, ALEX, "b"), said(3, KIM, "c")])
    async with one.held() as first:
        (kim,) = await first.claim(1)
        async with other.held() as second:
            (alex,) = await second.claim(5)
            await second.commit([Outcome(alex, "{}")])
        await first.commit([Outcome(kim, "{}")])
    assert (kim.actor, alex.actor) == (KIM, ALEX)
    assert [row.inbox_id for row in await other.claim(5)] == [3]


async def test_what_was_claimed_by_one_that_died_is_anybodys(pair: tuple[Store, Store]) -> None:
    await pair[0].add_updates([said(1)])
    with suppress(ConnectionResetError):
        async with pair[0].held() as first:
            assert await first.claim(5)
            assert not await pair[1].claim(5)
            raise ConnectionResetError
    assert await pair[1].claim(5)


async def test_two_who_work_side_by_side_apply_everything_once(pair: tuple[Store, Store], clock: StillClock) -> None:
    desk, people = Script(), People(pair[0])
    rounds = [Round(store, desk, Renderer(), clock) for store in pair]
    for number in range(10):
        for person in range(1, 9):
            await people.say(f"{person}.{number}", person)
    while any(await asyncio.gather(*(round_.once() for round_ in rounds))):
        pass
    for person in range(1, 9):
        assert [words for words in desk.heard if words[0] == str(person)] == [f"{person}.{n}" for n in range(10)]
        (actor,) = (await pair[0].personal_data(f"person:{person}"))["actors"]
        assert (actor["version"], actor["state"]["serial"]) == (10, 10)


async def test_alone_on_a_file_every_office_is_held(sqlite_store: Store) -> None:
    duty = Duty()
    async with running(sqlite_store.lead(Office.SENDER, duty)):
        await duty.begun.wait()
    assert duty.ended.is_set()


def test_a_second_process_on_one_file_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    with alone(url), pytest.raises(Hindered, match="in another process"), alone(url):
        raise AssertionError("two of them")
    with alone(url):
        pass
