"""A PostgreSQL that takes connections and says nothing: the bot does not hang, and goes on when it answers again."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from bot.app import serve
from bot.config import Config, Status
from bot.hindered import Hindered
from bot.simulator import Phone, Simulator
from bot.store.database import connect
from bot.store.neighbours import Office
from bot.store.outage import is_outage, remedy
from bot.store.store import Store
from bot.store.tables import inbox, outbox
from tests.conftest import StillClock
from tests.edge.conftest import BRISK, admit
from tests.test_neighbours import Duty, listening, running, until
from tests.test_storage import begin
from tests.test_store import said
from tests.wall import Wall


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything as in life, in less time."""
    limits = {"CONNECTING": 2.0, "SHORT": 2.0, "PATIENCE": 1.0, "THOUGHT": 2.0, "PRESENCE": 6.0}
    for name, seconds in limits.items():
        monkeypatch.setattr(f"bot.store.postgresql.{name}", seconds)
    monkeypatch.setattr("bot.pace.PRIVATE", BRISK)


@asynccontextmanager
async def bot(simulator: Simulator, url: str) -> AsyncIterator[str]:
    """The whole program beside the test; yields where to ask how it is."""
    status = Status("127.0.0.1", unused_port())
    config = Config(simulator.token, simulator.url, None, url, per_second=1000, status=status)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(config, simulator.clock, stop))
    await simulator.polled()
    yield f"http://{status.listen}:{status.port}/healthz"
    stop.set()
    await serving


async def health(address: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return (await answer.text()).strip()


def messages(phone: Phone) -> Counter[str]:
    return Counter(bubble.text for bubble in phone.messages if bubble.from_bot)


def unsettled(connection: Connection) -> tuple[int, int]:
    """Events that are open or took more than one try, and messages that were not sent."""
    events = select(func.count()).where((inbox.c.state != "done") | (inbox.c.attempts > 0))
    return connection.scalar(events) or 0, connection.scalar(select(func.count(outbox.c.id))) or 0


@pytest.mark.timeout(300)  # on a busy machine
@pytest.mark.parametrize("ways", [("to", "from"), ("from",)], ids=["nothing passes", "no answer passes"])
async def test_a_server_that_falls_silent_is_waited_for(
    ways: tuple[str, ...], postgresql_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Log and health tell of it; then all that was said is answered once, whether or not the server had heard of it."""
    async with Wall.before(postgresql_url) as wall, Simulator() as simulator:
        async with bot(simulator, wall.url) as address:
            phones = [await admit(simulator) for _ in range(3)]
            before = [messages(phone) for phone in phones]
            assert await health(address) == "ok"
            for phone in phones:
                phone.says("/hilfe")
            wall.closes(*ways)
            for phone in phones:
                phone.says("/menue")
            assert await health(address) == "The database does not answer."
            await until(lambda: "The server of the database does not answer: nothing for" in caplog.text)
            await until(lambda: "This process is no longer the sender" in caplog.text)
            wall.opens()
            for phone in phones:
                phone.says("/einstellungen")
            await until(
                lambda: all((messages(each) - known).total() > 2 for each, known in zip(phones, before, strict=True))
            )
            assert await health(address) == "ok"
        answers = [messages(phone) - known for phone, known in zip(phones, before, strict=True)]
    assert [set(answer.values()) for answer in answers] == [{1}] * 3
    assert [answer.total() for answer in answers] == [3] * 3
    database = connect(postgresql_url)
    assert await database.read(unsettled) == (0, 0)
    await database.close()


async def silenced(wall: Wall, simulator: Simulator, kim: Phone, delay: float) -> Counter[str]:
    """The server falls silent while a message is there and the bot does not know yet; what she had before it."""
    before = messages(kim)
    simulator.fail("sendMessage", status=200, delivered=True, delay=delay)
    kim.says("/hilfe")
    await until(lambda: messages(kim) != before)
    wall.closes("to", "from")
    return before


@pytest.mark.timeout(300)
async def test_what_arrives_while_the_server_is_silent_is_not_sent_again(
    postgresql_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Who sent it remembers, though she could not note it and was sender no more."""
    async with Wall.before(postgresql_url) as wall, Simulator() as simulator, bot(simulator, wall.url):
        kim = await admit(simulator)
        before = await silenced(wall, simulator, kim, delay=2)
        await until(lambda: "This process is no longer the sender" in caplog.text)
        wall.opens()
        kim.says("/menue")
        await until(lambda: len(messages(kim) - before) > 1)
    assert list((messages(kim) - before).values()) == [1, 1]


async def test_whoever_cannot_reach_the_server_leads_no_more_when_another_does(
    postgresql_url: str, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the server believes the connection is alive; nothing on the way tells either of them."""
    lost, found = Duty(), Duty()
    async with Wall.before(postgresql_url) as wall:
        stores = await Store.open(wall.url, clock), await Store.open(postgresql_url, clock)
        async with listening(stores[0]), running(stores[0].lead(Office.SENDER, lost)):
            await lost.begun.wait()
            async with listening(stores[1]), running(stores[1].lead(Office.SENDER, found)):
                wall.closes("to", "from")
                await found.begun.wait()
                assert lost.ended.is_set()
                wall.opens()
                assert not lost.begun.is_set()
            await lost.begun.wait()
        for store in stores:
            await store.close()


async def test_a_server_that_is_silent_at_the_start_is_a_sentence(postgresql_url: str, clock: StillClock) -> None:
    async with Wall.before(postgresql_url) as wall:
        wall.closes("from")
        with pytest.raises(Hindered, match=r"does not answer: nothing for 2 s\. Is the server running"):
            await begin(wall.url, clock)


async def test_the_bot_stops_though_the_server_is_silent(postgresql_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """And says that it could not note what arrived."""
    async with Wall.before(postgresql_url) as wall, Simulator() as simulator, bot(simulator, wall.url):
        await silenced(wall, simulator, await admit(simulator), delay=1)
    assert "1 messages arrived and could not be noted" in caplog.text


def lasts(connection: Connection, seconds: float) -> None:
    connection.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})


async def test_only_what_may_take_long_may_take_long(postgresql_url: str) -> None:
    """The server ends the rest by itself, and the connection is good for more."""
    database = connect(postgresql_url)
    with pytest.raises(DBAPIError) as refused:
        await database.write(lasts, 2.5)
    assert is_outage(refused.value)
    assert remedy(refused.value).startswith("Is it busy")
    assert not refused.value.connection_invalidated
    async with database.unhurried() as units:
        await units.write(lasts, 3.5)
    async with database.whole() as units:
        await units.read(lasts, 3.5)
    await database.close()


async def test_what_somebody_claims_and_thinks_about_for_too_long_is_anybodys(
    postgresql_url: str, clock: StillClock
) -> None:
    """The server gives it back; whoever comes late writes nothing."""
    slow, other = await Store.open(postgresql_url, clock), await Store.open(postgresql_url, clock)
    await slow.add_updates([said(1)])

    async def think() -> None:
        async with slow.held() as store:
            assert await store.claim(1)
            while not await other.claim(1):  # noqa: ASYNC110 - the server decides
                await asyncio.sleep(0.05)
            await store.add_updates([said(2)])

    with pytest.raises(DBAPIError) as refused:
        await think()
    assert is_outage(refused.value)
    for store in (slow, other):
        await store.close()
