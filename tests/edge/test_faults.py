"""Whatever Telegram answers, nothing is lost, nobody else waits, and the log says what happened.

Each fault has a name (`bot.simulator.trouble`), a row in docs/stoerungen.md, and a test here, through the whole bot
over HTTP. The clock stands until the test moves it, so nothing is tried again before others have had their turn.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.simulator import Call, Phone, Simulator
from bot.simulator.trouble import CALLS, FAULTS, UPDATES
from tests.conftest import StillClock
from tests.edge.conftest import admit
from tests.edge.test_program import process

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEN_MINUTES, A_WEEK = timedelta(minutes=10), timedelta(days=7)
LIST = b"Firma;Umsatz\r\nAdler;1000\r\nColm;900\r\n"
PATIENCE = 60  # seconds until a test fails
GROUPS = count(500)
PAGES = ("/datenschutz", "/ueber", "/hilfe")

DOCS = Path(__file__).parents[2] / "docs" / "stoerungen.md"
ROWS = {
    cells[0].strip("`"): cells
    for line in DOCS.read_text("utf-8").splitlines()
    if line.startswith("| `")
    for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
}


async def test_the_table_tells_of_every_fault() -> None:
    """None is missing, none is made up, and no cell is empty."""
    assert list(ROWS) == list(FAULTS)
    assert all(len(cells) == 4 and all(cells) for cells in ROWS.values())


def logged(fault: str) -> list[str]:
    """What the table says the log holds."""
    return re.findall(r"`([^`]+)`", ROWS[fault][3])


@pytest.fixture(scope="module", autouse=True)
def haste() -> Iterator[None]:
    """Less patience and shorter waits, where the real ones are tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.telegram.SILENCE", 2.0)
        patch.setattr("bot.failures.SHORTEST", 0.02)
        patch.setattr("bot.intake.POLL_SECONDS", 1)
        yield


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(StillClock()) as simulator:
        yield simulator
    assert not simulator.violations


@pytest_asyncio.fixture(loop_scope="module")
async def alex(bot: None, simulator: Simulator) -> Phone:
    """Somebody who must not be held up."""
    return await admit(simulator)


class Fate:
    """A fault befell a message to Kim while she and Alex wrote; what was called in which order."""

    def __init__(self, simulator: Simulator, kim: Phone, alex: Phone) -> None:
        self._simulator, self.kim, self.alex = simulator, kim, alex
        self._start = len(simulator.calls)

    def calls(self, phone: Phone, *methods: str) -> list[int]:
        """When the bot called `methods` for the chat, as places in the order of all calls."""
        return [
            place
            for place, call in enumerate(self._since())
            if call.method in methods and call.params.get("chat_id") == phone.chat.id
        ]

    async def called(self, *methods: str, phone: Phone | None = None) -> None:
        await self.kim.until(lambda _: self.calls(phone or self.kim, *methods), PATIENCE)

    async def asks_under(self, fault: str) -> tuple[list[str], int]:
        """Kim asks for all pages while the fault befalls her; what they say, and how much she had heard before."""
        pages = [await ask(self.alex, page) for page in PAGES]
        self._simulator.suffer(fault, "sendMessage", chat=self.kim.chat.id)
        before = len(said(self.kim))
        for page in PAGES:
            self.kim.says(page)
        return pages, before

    def _since(self) -> list[Call]:
        return list(self._simulator.calls)[self._start :]


def said(phone: Phone) -> list[str]:
    return [bubble.text for bubble in phone.messages if bubble.from_bot]


async def ask(phone: Phone, question: str) -> str:
    phone.says(question)
    return (await phone.reply(PATIENCE)).text


async def later(simulator: Simulator, phone: Phone, seen: Callable[[Phone], object]) -> None:
    """Lets time pass until it is seen: what waits may have been told only now how long to wait."""
    for _ in range(20):
        simulator.advance(TEN_MINUTES)
        with suppress(TimeoutError):
            await phone.until(seen, 3)
            return
    await phone.until(seen, PATIENCE)


@pytest_asyncio.fixture(loop_scope="module")
async def fate(simulator: Simulator, kim: Phone, alex: Phone) -> AsyncIterator[Fate]:
    yield Fate(simulator, kim, alex)
    simulator.recover()


def assert_logged(fault: str, caplog: pytest.LogCaptureFixture) -> None:
    """What the operator reads is what the table says."""
    assert [words for words in logged(fault) if words not in caplog.text] == []


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level("INFO")
    return caplog


# --- a message to one person -----------------------------------------------------------------------------------

WAITED = (
    *("flood", "passing-ban", "server-error", "bad-gateway", "unavailable", "gateway-timeout"),
    *("timeout-before", "reset-before", "proxy-page", "proxy-forbids", "proxy-not-found"),
)
DOUBLED = ("timeout-after", "reset-after", "truncated")
MENDED = ("entities", "too-long", "text-too-long", "slow-body")
HOPELESS = (*("forbidden-unknown", "empty", "button-data", "markup-too-long", "chat-unknown", "bad-request-unknown"),)
GONE = ("blocked", "deactivated", "never-started")


@pytest.mark.parametrize("fault", [*WAITED, *DOUBLED])
async def test_a_message_is_sent_again_and_holds_up_nobody(
    fault: str, fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    """Only its own chat waits; what comes after it there stays after it."""
    pages, before = await fate.asks_under(fault)
    await fate.called("sendMessage")
    await ask(fate.alex, "/menue")
    assert len(fate.calls(fate.kim, "sendMessage")) == 1
    await fate.kim.until(lambda _: all(words in log.text for words in logged(fault)), PATIENCE)
    expected = [pages[0], *pages] if fault in DOUBLED else pages
    await later(simulator, fate.kim, lambda kim: said(kim)[before:] == expected)


@pytest.mark.parametrize("fault", MENDED)
async def test_a_message_is_mended_on_the_spot(
    fault: str, fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    """It arrives once, readable, and in order."""
    pages, before = await fate.asks_under(fault)
    await ask(fate.alex, "/menue")
    await fate.kim.until(lambda kim: said(kim)[before:] == pages, PATIENCE)
    assert_logged(fault, log)


@pytest.mark.parametrize("fault", HOPELESS)
async def test_what_can_never_arrive_is_put_aside(
    fault: str, fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    """It is tried once and reported; the chat goes on with what comes next."""
    pages, before = await fate.asks_under(fault)
    await fate.kim.until(lambda kim: said(kim)[before:] == pages[1:], PATIENCE)
    assert len(fate.calls(fate.kim, "sendMessage")) == len(PAGES)
    assert_logged(fault, log)


@pytest.mark.parametrize("fault", GONE)
async def test_who_cannot_be_reached_is_left_alone_until_she_writes(
    fault: str, fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    """Nothing else is tried; once she writes she finds everything as it was."""
    simulator.suffer(fault, "sendMessage", chat=fate.kim.chat.id)
    before = len(said(fate.kim))
    fate.kim.says("/ueber")
    await fate.called("sendMessage")
    await fate.kim.until(lambda _: all(words in log.text for words in logged(fault)), PATIENCE)
    simulator.advance(TEN_MINUTES)
    await ask(fate.alex, "/menue")
    assert said(fate.kim)[before:] == []
    assert await ask(fate.kim, "/menue") == fate.alex.last.text
    assert len(fate.calls(fate.kim, "sendMessage")) == 2


# --- a group ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["kicked", "no-member", "group-deleted"])
async def test_a_group_that_is_closed_is_left_alone(
    fault: str, fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    group = fate.kim.within(simulator.group(-next(GROUPS), "Vertrieb"))
    simulator.suffer(fault, "sendMessage", chat=group.chat.id)
    group.adds_bot()
    await fate.called("sendMessage", phone=group)
    await group.until(lambda _: all(words in log.text for words in logged(fault)), PATIENCE)
    simulator.advance(TEN_MINUTES)
    await ask(fate.alex, "/menue")
    assert said(group) == []
    assert len(fate.calls(group, "sendMessage")) == 1


async def test_a_group_is_followed_to_its_new_id(
    fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    """The line that was meant for it arrives there."""
    old = fate.kim.within(simulator.group(-next(GROUPS), "Vertrieb"))
    new = fate.kim.within(simulator.group(CALLS["migrated"]["parameters"]["migrate_to_chat_id"], "Vertrieb"))
    new.chat.open = True
    simulator.suffer("migrated", "sendMessage", chat=old.chat.id)
    old.adds_bot()
    await new.until(said, PATIENCE)
    assert said(old) == []
    assert_logged("migrated", log)


# --- edits, files, presses -------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["not-modified", "edit-gone", "edit-refused", "edit-invalid", "edit-too-long"])
async def test_an_edit_that_is_refused_is_said_anew_if_need_be(
    fault: str, fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    """The person sees what she asked for, once; if nothing was to change, nothing is said."""
    simulator.suffer(fault, "editMessageText", chat=fate.kim.chat.id)
    await ask(fate.kim, "/rollenspiel")
    choice = fate.kim.last
    fate.kim.taps("Eine Phase")
    await fate.called("editMessageText")
    await ask(fate.alex, "/menue")
    if fault != "not-modified":
        await fate.kim.until(lambda kim: kim.last.id != choice.id and kim.last.text.startswith("Eine Phase"), PATIENCE)
    await ask(fate.kim, "/menue")
    assert sum(text.startswith("Eine Phase") for text in said(fate.kim)) == (fault != "not-modified")
    assert_logged(fault, log)


async def test_a_caption_that_is_too_long_follows_its_file(
    fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    await ask(fate.alex, "/export")
    caption = fate.alex.last.text
    simulator.suffer("caption-too-long", "sendDocument", chat=fate.kim.chat.id)
    fate.kim.says("/export")
    await fate.kim.until(lambda kim: said(kim)[-2:] == ["", caption], PATIENCE)
    assert_logged("caption-too-long", log)


async def test_a_file_that_is_too_large_is_put_aside(
    fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    """Nobody waits for it for a day."""
    simulator.suffer("entity-too-large", "sendDocument", chat=fate.kim.chat.id)
    fate.kim.says("/export")
    await ask(fate.kim, "/menue")
    assert_logged("entity-too-large", log)


@pytest.mark.parametrize("fault", ["file-gone", "file-too-big"])
async def test_a_file_that_cannot_be_had_is_told(
    fault: str, fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    """And the person can send another."""
    await ask(fate.kim, "/kunden")
    fate.kim.taps("Liste schicken")
    await fate.kim.reply(PATIENCE)
    simulator.suffer(fault, "getFile")
    fate.kim.sends_file("kunden.csv", LIST)
    await fate.kim.until(lambda kim: "nicht" in kim.last.text or "groß" in kim.last.text, PATIENCE)
    fate.kim.sends_file("kunden.csv", LIST)
    await fate.kim.until(lambda kim: "Übernehmen" in [button.text for button in kim.last.buttons], PATIENCE)
    assert_logged(fault, log)


async def test_a_press_counts_though_it_came_too_late_to_be_answered(
    fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    simulator.suffer("old-query", "answerCallbackQuery")
    fate.kim.taps("Hilfe")
    assert await fate.kim.reply(PATIENCE)
    assert_logged("old-query", log)


# --- everything at once ----------------------------------------------------------------------------------------


async def test_if_several_chats_shall_be_silent_all_are_and_nothing_is_lost(
    fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    """Telegram means the bot, not the chats; each gets its answers in order, once."""
    phones = [fate.kim, fate.alex, await admit(simulator), await admit(simulator)]
    pages = [await ask(fate.alex, page) for page in PAGES]
    before = {phone.chat.id: len(said(phone)) for phone in phones}
    simulator.suffer("flood-everywhere", "sendMessage", times=len(phones))
    for page in PAGES:
        for phone in phones:
            phone.says(page)
    await fate.kim.until(lambda _: all(fate.calls(phone, "sendMessage") for phone in phones), PATIENCE)
    for phone in phones:
        await later(simulator, phone, lambda phone: said(phone)[before[phone.chat.id] :] == pages)
    assert_logged("flood-everywhere", log)


# --- updates that are asked for --------------------------------------------------------------------------------

POLLS = (
    *("flood", "second-poller", "webhook-set", "server-error", "bad-gateway", "unavailable", "gateway-timeout"),
    *("timeout-before", "timeout-after", "reset-before", "reset-after", "truncated", "slow-body"),
    *("proxy-page", "proxy-forbids", "proxy-not-found", "bad-request-unknown", "forbidden-unknown"),
)


@pytest.mark.parametrize("fault", POLLS)
async def test_polling_goes_on(fault: str, fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture) -> None:
    """What was said meanwhile is answered, once, although an answer of Telegram may have been lost on the way."""
    simulator.suffer(fault, "getUpdates")
    before = len(said(fate.kim))
    pages = [await ask(fate.kim, page) for page in PAGES]
    for page in PAGES:
        fate.kim.says(page)
    await fate.kim.until(lambda kim: said(kim)[before:] == [*pages, *pages], PATIENCE)
    if fault in ("second-poller", "webhook-set"):
        assert_logged(fault, log)
    elif fault != "slow-body":
        assert "No updates from Telegram" in log.text


@pytest.mark.parametrize("fault", ["invented-kind", "invented-fields", "twice", "reversed", "restart"])
async def test_strange_updates_are_no_harm(
    fault: str, fate: Fate, simulator: Simulator, log: pytest.LogCaptureFixture
) -> None:
    """Everything that was said is answered, once."""
    pages = [await ask(fate.alex, page) for page in PAGES]
    simulator.suffer(fault)
    if fault == "restart":
        simulator.advance(A_WEEK)
    for phone in (fate.kim, fate.alex):
        before = len(said(phone))
        for page in PAGES:
            phone.says(page)
        await phone.until(lambda phone: sorted(said(phone)[before:]) == sorted(pages), PATIENCE)  # noqa: B023 - awaited here
        if fault != "reversed":
            assert said(phone)[before:] == pages
    assert await ask(fate.kim, "/menue") == await ask(fate.alex, "/menue")
    assert_logged(fault, log)


async def test_numbers_of_long_ago_may_come_again(fate: Fate, simulator: Simulator) -> None:
    """After a week an update with a number we have seen is another update."""
    first = simulator.world.memory.last_update
    await ask(fate.kim, "/ueber")
    simulator.advance(A_WEEK)
    simulator.world.memory.last_update = first
    assert await ask(fate.kim, "/menue") == await ask(fate.alex, "/menue")


# --- the end ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fault", "method"), [("unauthorized", "getUpdates"), ("not-found", "sendMessage")])
async def test_a_token_that_is_refused_ends_the_program_with_a_sentence(
    fault: str, method: str, tmp_path: Path
) -> None:
    """What was said is answered after the next start."""
    async with Simulator() as simulator:
        async with process(tmp_path, simulator, simulator.token) as started:
            await simulator.polled()
            simulator.suffer(fault, method)
            kim = simulator.person(7, "Kim")
            kim.starts()
            _, log = await asyncio.wait_for(started.communicate(), 60)
        assert started.returncode == 1
        assert [words for words in logged(fault) if words not in log.decode()] == []
        assert "Traceback" not in log.decode()
        async with process(tmp_path, simulator, simulator.token):
            await kim.until(lambda kim: kim.last.buttons, 60)
    assert len(said(kim)) == 1


async def test_every_fault_is_tried() -> None:
    """The tests above leave none out."""
    tried = {
        *WAITED, *DOUBLED, *MENDED, *HOPELESS, *GONE, *POLLS, *UPDATES, "kicked", "no-member", "group-deleted",
        "migrated", "not-modified", "edit-gone", "edit-refused", "edit-invalid", "edit-too-long", "caption-too-long",
        "entity-too-large", "file-gone", "file-too-big", "old-query", "flood-everywhere", "unauthorized", "not-found",
    }  # fmt: skip
    assert tried == set(FAULTS)
