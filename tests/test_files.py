"""Files a person sends: got when a flow wants them, once, whatever happens, and not kept."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.courier import Courier
from bot.intake import Intake
from bot.render import Renderer
from bot.round import Round
from bot.sender import Sender
from bot.simulator import Phone, Simulator
from bot.store.store import Store
from bot.telegram import Telegram
from flows.desk import Desk
from flows.effects import LARGEST_FILE, Effect, Fetch, Forget, HandOver, Say
from flows.events import Commanded, Event, Fetched, Pressed, Received, Said, Unreadable
from flows.moment import Moment
from flows.progress.sheet import ProgressSheet
from flows.session import Person, Session, Step
from tests.conftest import StillClock
from tests.sending import mark_sending
from tests.stage import NOON, library
from tests.test_sender import Steady, draw, outbox
from tests.visitor import ZONES, Visitor

LIST = "Name;Umsatz\r\nMüller;1.000,50\r\n".encode("cp1252")


class Reader:
    """A desk that wants every file and notes what it got."""

    def __init__(self) -> None:
        self.got: list[Event] = []

    def wants(self, session: Session, event: Event, actor: str) -> frozenset[str]:
        return frozenset()

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        session = Session(person=Person("Kim", NOON))
        match event:
            case Received(file, name):
                return session, [Fetch(file, "kunden:liste", name)]
            case Fetched(_, name, content):
                self.got.append(event)
                return session, [HandOver(name, "text/csv", content, "panne")] if content else [Say("panne")]
            case Commanded("vergiss"):
                return session, [Say("panne"), Forget()]
        return session, []


class House:
    """Intake, round and sender, put in motion by hand."""

    def __init__(self, store: Store, simulator: Simulator, desk: Reader, telegram: Telegram) -> None:
        self.simulator, self.store, self.desk = simulator, store, desk
        self._intake = Intake(store, telegram)
        self._round = Round(store, desk, Renderer(), simulator.clock)
        self._courier = Courier(store, telegram, draw)
        self.sender = Sender(store, self._courier, simulator.clock, 1000, Steady())

    async def take(self) -> None:
        """What the phones sent is in the inbox, and stepped."""
        updates, self.simulator.world.memory.updates = self.simulator.world.memory.updates, []
        await self._intake.take(updates)
        await self.step()

    async def step(self) -> None:
        while await self._round.once():
            pass

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.sender.run())
        yield
        task.cancel()
        await asyncio.wait([task])

    async def fetched(self) -> Fetched:
        """Sends until a file, or the news that there is none, has come."""
        self.store.inbox_changed.clear()
        async with self.sending(), asyncio.timeout(20):
            while not self.desk.got:
                await self.store.inbox_changed.wait()
                self.store.inbox_changed.clear()
                await self.step()
        (event,) = self.desk.got
        assert isinstance(event, Fetched)
        return event


@pytest.fixture
async def house(store: Store, clock: StillClock) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        simulator = await stack.enter_async_context(Simulator(clock))
        telegram = await stack.enter_async_context(Telegram(simulator.token, simulator.url))
        house = House(store, simulator, Reader(), telegram)
        stack.callback(house._courier.close)
        yield house
    assert not simulator.violations


@pytest.fixture
def kim(house: House) -> Phone:
    return house.simulator.person(7, "Kim")


async def test_a_file_comes_back_byte_by_byte_and_goes_out_again(house: House, kim: Phone) -> None:
    """Whatever its encoding; the person can open what is handed over."""
    kim.sends_file("kunden.csv", LIST)
    await house.take()
    assert await house.fetched() == Fetched("kunden:liste", "kunden.csv", LIST)
    async with house.sending():
        await kim.until(lambda phone: phone.last.attachment)
    sent = kim.last.attachment
    assert sent is not None
    assert (sent.name, sent.mime, sent.content) == ("kunden.csv", "text/csv", LIST)


TROUBLE = {
    "passing trouble": {"status": 502, "description": "Bad Gateway"},
    "connection cut": {"status": 0},
    "flood": {"retry_after": 3},
}


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_a_file_is_asked_for_until_it_comes(house: House, kim: Phone, trouble: dict[str, Any]) -> None:
    house.simulator.fail("getFile", **trouble)
    kim.sends_file("kunden.csv", LIST)
    await house.take()
    async with house.sending():
        await outbox(house.store, lambda rows: rows[0]["attempts"] == 1)
    house.simulator.advance(timedelta(minutes=1))
    assert await house.fetched() == Fetched("kunden:liste", "kunden.csv", LIST)


async def test_after_a_day_nobody_waits_for_a_file_any_more(house: House, kim: Phone) -> None:
    house.simulator.fail("getFile", status=502, description="Bad Gateway")
    kim.sends_file("kunden.csv", LIST)
    await house.take()
    house.simulator.advance(timedelta(days=2))
    assert (await house.fetched()).failure == "fort"


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        pytest.param(b"x" * (LARGEST_FILE + 1), "zu_gross", id="more than we read"),
        pytest.param(b"x" * 20_000_001, "zu_gross", id="more than Telegram gives"),
        pytest.param(None, "fort", id="gone"),
    ],
)
async def test_a_file_that_cannot_be_had_is_news_too(
    house: House, kim: Phone, content: bytes | None, failure: str
) -> None:
    kim.sends_file("kunden.csv", content or LIST)
    if content is None:
        house.simulator.world.files.clear()
    await house.take()
    assert await house.fetched() == Fetched("kunden:liste", "kunden.csv", failure=failure)
    async with house.sending():
        await kim.until(lambda phone: phone.last.from_bot)


async def test_the_largest_file_comes(house: House, kim: Phone) -> None:
    kim.sends_file("kunden.csv", b"x" * LARGEST_FILE)
    await house.take()
    assert len((await house.fetched()).content) == LARGEST_FILE


async def test_what_was_being_got_when_the_program_died_is_got_again(house: House, kim: Phone) -> None:
    """And comes in once."""
    kim.sends_file("kunden.csv", LIST)
    await house.take()
    (row,) = await house.store.due_messages(house.simulator.clock.now(), 10)
    await mark_sending(house.store, [row.id])
    await house.fetched()
    await house.store.bring(row.id, Fetched("kunden:liste", "kunden.csv", LIST))
    await house.step()
    assert len(house.desk.got) == 1


async def test_a_file_is_not_kept_and_not_logged(house: House, kim: Phone, caplog: pytest.LogCaptureFixture) -> None:
    """The content goes when the step is written; what is written in a log is its size."""
    caplog.set_level(logging.DEBUG)
    kim.sends_file("kunden.csv", LIST)
    await house.take()
    event = await house.fetched()
    data = await house.store.personal_data("person:7")
    assert [row["payload"] for row in data["inbox"] if row["kind"] == "event"] == [""]
    assert repr(event) == f"Fetched('kunden:liste', 'kunden.csv', {len(LIST)} bytes)"
    assert "Umsatz" not in caplog.text


async def test_a_file_for_somebody_forgotten_does_not_come_in(house: House, kim: Phone) -> None:
    kim.sends_file("kunden.csv", LIST)
    await house.take()
    (row,) = await house.store.due_messages(house.simulator.clock.now(), 10)
    kim.says("/vergiss")
    await house.take()
    await house.store.bring(row.id, Fetched("kunden:liste", "kunden.csv", LIST))
    assert [row["payload"] for row in (await house.store.personal_data("person:7"))["inbox"]] == []


# --- at the desk -----------------------------------------------------------------------------------------------


class Upload:
    """A flow that waits for a file, in place of /fortschritt."""

    def wants(self, session: Session, event: Event) -> frozenset[str]:
        return frozenset()

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        session = Session(person=session.person, run=session.run, sheet=ProgressSheet())
        effects: list[Effect] = []
        match event:
            case Commanded():
                effects = [Say("fortschritt_leer")]
            case Received(file, name) if name.endswith(".csv"):
                effects = [Fetch(file, "fortschritt:datei", name)]
            case Fetched():
                effects = [Say("fortschritt_behalten")]
        return session, effects


@pytest.fixture
def visitor() -> Visitor:
    visitor = Visitor()
    visitor.desk = Desk(library(), ZONES)
    visitor.desk.flows = {"fortschritt": Upload()}
    return visitor


def test_an_open_sheet_gets_the_file_it_wants(visitor: Visitor) -> None:
    assert visitor.commands("fortschritt").sends("a.csv", LIST).heard == ["fortschritt_behalten"]


def test_a_file_the_sheet_does_not_want_is_what_it_always_was(visitor: Visitor) -> None:
    """Unreadable without words, and with words they count."""
    assert visitor.commands("fortschritt").sends("a.pdf", LIST).heard == ["unlesbar"]
    visitor.waits(minutes=2)
    assert visitor.sends("a.pdf", LIST, "Hilfe").heard == ["hilfe"]


def test_a_file_nobody_asked_for_is_what_it_always_was(visitor: Visitor) -> None:
    assert visitor.sends("a.csv", LIST).heard == ["unlesbar"]
    assert visitor.plays("kurz", "brandt").sends("a.csv", LIST, "2 2 2").heard == ["kunde", "rueckmeldung"]
    visitor.meets(Pressed("name"))
    assert visitor.sends("a.csv", LIST, "Toni").session.trainee.name == "Toni"


def test_before_consent_no_file_is_wanted() -> None:
    visitor = Visitor()
    visitor.session = Session()
    assert visitor.sends("a.csv", LIST).heard == ["willkommen"]
    assert visitor.meets(Fetched("fortschritt:datei", "a.csv", LIST)).effects == []


@pytest.mark.parametrize(("caption", "otherwise"), [("", Unreadable("document")), ("Guten Tag", Said("Guten Tag", 5))])
def test_what_a_file_is_to_those_who_want_none(caption: str, otherwise: Event) -> None:
    assert Received("f", "a.csv", 1, caption, 5).otherwise == otherwise
