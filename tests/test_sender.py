"""What waits in the outbox arrives: in order, once, at the right pace, whatever Telegram answers."""

import asyncio
import json
import random
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import msgspec
import pytest
from telegram.error import InvalidToken

from bot.courier import EXPORT, Courier, Draw
from bot.pace import Rate
from bot.sender import Sender
from bot.simulator import Phone, Simulator
from bot.store.rows import Draft, Incoming, Outcome
from bot.store.store import Store
from bot.tables import media_type
from bot.telegram import Telegram
from flows.table import Column, Table
from tests.conftest import StillClock
from tests.sending import mark_sending

NUMBERS = count(1)
Rows = list[dict[str, Any]]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" + "1f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
async def simulator(clock: StillClock) -> AsyncIterator[Simulator]:
    async with Simulator(clock) as simulator:
        yield simulator
    assert not simulator.violations


@pytest.fixture
def kim(simulator: Simulator) -> Phone:
    phone = simulator.person(7, "Kim")
    phone.starts()
    return phone


@pytest.fixture
def alex(simulator: Simulator) -> Phone:
    phone = simulator.person(8, "Alex")
    phone.starts()
    return phone


def draw(chart: str, values: Mapping[str, Any]) -> bytes:
    """A picture, or the error of one who cannot draw."""
    if chart == "schief":
        raise KeyError(chart)
    return PNG


class Painter:
    """Paints pictures that are only seen once they are `dry`."""

    def __init__(self) -> None:
        self.dry = threading.Event()

    def paint(self, chart: str, values: Mapping[str, Any]) -> bytes:
        self.dry.wait(10)
        return PNG


class Steady(random.Random):
    """Chance without surprises."""

    def random(self) -> float:
        return 0.0

    def uniform(self, a: float, b: float) -> float:
        return b


@asynccontextmanager
async def sending(
    store: Store, simulator: Simulator, per_second: int = 1000, draw: Draw = draw
) -> AsyncIterator[asyncio.Task[None]]:
    """A sender beside the test."""
    async with Telegram(simulator.token, simulator.url) as telegram:
        courier = Courier(store, telegram, draw)
        sender = Sender(store, courier, simulator.clock, per_second, Steady())
        task = asyncio.create_task(sender.run())
        yield task
        task.cancel()
        await asyncio.wait([task])
        courier.close()


def say(text: str, slot: str = "", **content: Any) -> Draft:
    return draft("say", slot, text=text, **content)


def draft(kind: str, slot: str = "", priority: int = 0, not_before: datetime | None = None, **content: Any) -> Draft:
    payload = json.dumps({"buttons": [], **content})
    return Draft(kind, payload, priority, not_before or StillClock().now(), slot)


async def put(store: Store, phone: Phone, *drafts: Draft) -> None:
    """Drafts for a chat, as a step would leave them."""
    kind = "person" if phone.chat.kind == "private" else "group"
    await store.add_updates([Incoming(next(NUMBERS), f"{kind}:{phone.chat.id}", phone.chat.id, "{}")])
    (claimed,) = [row for row in await store.claim(100) if row.chat == phone.chat.id]
    await store.commit([Outcome(claimed, "{}", drafts=drafts)])


def texts(phone: Phone) -> list[str]:
    return [bubble.text for bubble in phone.messages if bubble.from_bot]


async def seen(phone: Phone, *expected: str) -> None:
    """Waits until the bot has said exactly this in the chat."""
    try:
        await phone.until(lambda phone: texts(phone) == list(expected))
    except TimeoutError:
        assert texts(phone) == list(expected)


async def outbox(store: Store, expected: Callable[[Rows], bool]) -> Rows:
    """Kim's outbox, once it is as `expected`."""
    async with asyncio.timeout(10):
        while True:
            rows = (await store.personal_data("person:7"))["outbox"]
            if expected(rows):
                return rows
            await asyncio.sleep(0.01)


def is_empty(rows: Rows) -> bool:
    return rows == []


async def test_messages_of_a_chat_arrive_in_order(sqlite_store: Store, simulator: Simulator, kim: Phone) -> None:
    """One call is under way at a time, so a slow first message stays the first."""
    simulator.fail("sendMessage", delay=0.2, status=0, delivered=True)
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, say("eins"), say("zwei"), say("drei"))
        await outbox(sqlite_store, lambda rows: rows[0]["attempts"] == 1)
        simulator.advance(timedelta(seconds=10))
        await seen(kim, "eins", "eins", "zwei", "drei")  # the cut connection left open whether it had arrived


async def test_chats_do_not_wait_for_each_other(
    sqlite_store: Store, simulator: Simulator, kim: Phone, alex: Phone
) -> None:
    """While one message takes its time, the others go out."""
    painter = Painter()
    async with sending(sqlite_store, simulator, draw=painter.paint):
        await put(sqlite_store, kim, draft("picture", chart="phasen", values={}, caption="langsam"))
        await put(sqlite_store, alex, say("schnell"))
        await seen(alex, "schnell")
        assert texts(kim) == []
        painter.dry.set()
        await seen(kim, "langsam")


async def test_a_pause_that_ends_while_the_database_is_asked_holds_nothing_back(
    sqlite_store: Store, simulator: Simulator, kim: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_off = sqlite_store.send_off

    async def slowly(*arguments: Any) -> Any:
        found = await send_off(*arguments)
        await asyncio.sleep(0.1)  # longer than the pause of the chat
        return found

    monkeypatch.setattr("bot.pace.PRIVATE", Rate(1, 0.05))
    monkeypatch.setattr(sqlite_store, "send_off", slowly)
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, say("eins"), say("zwei"))
        await seen(kim, "eins", "zwei")


async def test_buttons_come_along(sqlite_store: Store, simulator: Simulator, kim: Phone) -> None:
    """As the renderer made them."""
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, say("<b>Los?</b>", buttons=[[{"text": "Weiter", "callback_data": "weiter|1|"}]]))
        await seen(kim, "Los?")
    assert [(button.text, button.data) for button in kim.last.buttons] == [("Weiter", "weiter|1|")]


async def test_an_edit_finds_its_message(sqlite_store: Store, simulator: Simulator, kim: Phone) -> None:
    """The slot leads to what was sent, and a second edit to the same again; saying the same twice is no error."""
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, say("vorher", "s1"), say("danach"))
        await seen(kim, "vorher", "danach")
        for text in ("jetzt", "jetzt", "später"):
            await put(sqlite_store, kim, draft("edit", "s1", text=text))
            await outbox(sqlite_store, is_empty)
            await seen(kim, text, "danach")


async def test_an_edit_of_a_vanished_message_is_sent_anew(
    sqlite_store: Store, simulator: Simulator, kim: Phone
) -> None:
    """And from then on the new message is the one that is edited."""
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, say("vorher", "s1"))
        await seen(kim, "vorher")
        del kim.chat.messages[kim.last.id]
        await put(sqlite_store, kim, draft("edit", "s1", text="neu"))
        await seen(kim, "neu")
        await put(sqlite_store, kim, draft("edit", "s1", text="neuer"))
        await seen(kim, "neuer")


async def test_an_edit_that_telegram_refuses_is_sent_anew(
    sqlite_store: Store, simulator: Simulator, kim: Phone
) -> None:
    """The old message stays as it is."""
    simulator.fail("editMessageText", status=400, description="Bad Request: message can't be edited")
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, say("vorher", "s1"))
        await seen(kim, "vorher")
        await put(sqlite_store, kim, draft("edit", "s1", text="neu"))
        await seen(kim, "vorher", "neu")


async def test_an_edit_of_what_was_never_sent_is_sent(sqlite_store: Store, simulator: Simulator, kim: Phone) -> None:
    """Nobody has to know whether there was a message before."""
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, draft("edit", "s9", text="zum ersten Mal"))
        await seen(kim, "zum ersten Mal")


async def test_faulty_html_is_sent_as_plain_text(
    sqlite_store: Store, simulator: Simulator, kim: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault in a template costs the bold type, not the message, and is reported."""
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, say("<h1>Groß</h1> &amp; <b>fett</b>"))
        await seen(kim, "Groß & fett")
    assert "HTML that Telegram refuses" in caplog.text
    assert simulator.violations
    simulator.violations.clear()


@pytest.mark.parametrize(
    "refusal", ["Bad Request: message is too long", "Bad Request: text is too long"], ids=["message", "text"]
)
async def test_a_text_that_telegram_finds_too_long_is_cut(
    refusal: str, sqlite_store: Store, simulator: Simulator, kim: Phone
) -> None:
    """Should Telegram count in another way than we do."""
    simulator.fail("sendMessage", status=400, description=refusal)
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, say(f"{'A' * 1500}\n\n{'B' * 1500}"))
        await seen(kim, "A" * 1500, "B" * 1500)


async def test_a_long_text_goes_in_pieces(sqlite_store: Store, simulator: Simulator, kim: Phone) -> None:
    """The buttons and the slot belong to the last one."""
    first, second = "A" * 3000, "B" * 3000
    async with sending(sqlite_store, simulator):
        buttons = [[{"text": "Weiter", "callback_data": "weiter||"}]]
        await put(sqlite_store, kim, say(f"{first}\n\n{second}", "s1", buttons=buttons))
        await seen(kim, first, second)
        assert [len(bubble.buttons) for bubble in kim.messages if bubble.from_bot] == [0, 1]
        await put(sqlite_store, kim, draft("edit", "s1", text="kurz"))
        await seen(kim, first, "kurz")


async def test_pictures_and_files_arrive_in_their_place(sqlite_store: Store, simulator: Simulator, kim: Phone) -> None:
    """The picture is drawn and the data gathered when their turn comes."""
    async with sending(sqlite_store, simulator):
        picture = draft("picture", chart="phasen", values={}, caption="<b>Verlauf</b>")
        calendar = draft(
            "file", name="termin.ics", media_type="text/calendar", content="SGFsbG8=", caption="Dein Termin"
        )
        await put(sqlite_store, kim, picture, calendar, draft("handout", caption="Deine Daten"), say("fertig"))
        await seen(kim, "Verlauf", "Dein Termin", "Deine Daten", "fertig")
    photo, entry, file, _ = (bubble for bubble in kim.messages if bubble.from_bot)
    assert photo.picture
    assert entry.attachment
    assert (entry.attachment.name, entry.attachment.mime) == ("termin.ics", "text/calendar")
    assert entry.attachment.content == b"Hallo"
    assert file.attachment
    assert file.attachment.name == EXPORT
    told = json.loads(file.attachment.content)
    assert any("person:7" in str(section["daten"]) for section in told.values() if "daten" in section)


@pytest.mark.parametrize(("name", "begin"), [("bericht.xlsx", b"PK"), ("bericht.csv", b"\xef\xbb\xbfName\r\n")])
async def test_a_table_is_written_when_its_turn_comes(
    name: str, begin: bytes, sqlite_store: Store, simulator: Simulator, kim: Phone
) -> None:
    table = msgspec.to_builtins(Table("Vertrieb", (Column("Name"),), (("Kim",), (None,))))
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, draft("table", table=table, name=name, caption="Der Bericht"), say("fertig"))
        await seen(kim, "Der Bericht", "fertig")
    file, _ = (bubble.attachment for bubble in kim.messages if bubble.from_bot)
    assert file
    assert (file.name, file.mime) == (name, media_type(name))
    assert file.content.startswith(begin)


async def test_a_voice_note_is_passed_on(sqlite_store: Store, simulator: Simulator, kim: Phone) -> None:
    """As Telegram keeps it; what it cannot send any more is let be, and what is written with it goes alone."""
    async with sending(sqlite_store, simulator):
        gone = draft("voice", voice="fort", caption="Nur Text.")
        await put(sqlite_store, kim, draft("voice", voice="stand-in", caption="Gehört?"), gone)
        await seen(kim, "Gehört?", "Nur Text.")
    assert [bubble.kind for bubble in kim.messages if bubble.from_bot] == ["voice", "text"]


async def test_a_long_caption_follows_its_picture(sqlite_store: Store, simulator: Simulator, kim: Phone) -> None:
    """Telegram allows captions a quarter of a message."""
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, draft("picture", chart="phasen", values={}, caption="C" * 1025))
        await seen(kim, "", "C" * 1025)


@pytest.mark.parametrize(
    "hopeless",
    [
        draft("picture", chart="schief", values={}, caption="?"),
        say("   "),
        say("Knopf", buttons=[[{"text": "x", "callback_data": "x" * 65}]]),
    ],
    ids=["picture", "empty", "button"],
)
async def test_what_can_never_be_sent_is_put_aside(
    hopeless: Draft, clock: StillClock, sqlite_store: Store, kim: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    """It is reported and kept, and the chat goes on."""
    async with Simulator(clock) as simulator:
        phone = simulator.person(7, "Kim")
        phone.starts()
        async with sending(sqlite_store, simulator):
            await put(sqlite_store, phone, hopeless, say("weiter"))
            await seen(phone, "weiter")
    (kept,) = (await sqlite_store.personal_data("person:7"))["outbox"]
    assert kept["state"] == "dead"
    assert "cannot be sent" in caplog.text


PASSING: dict[str, dict[str, Any]] = {
    "gateway": {"status": 502, "description": "Bad Gateway"},
    "cut": {"status": 0},
    "ban": {"status": 403, "description": "Forbidden: bot can't send messages to the user"},
}


@pytest.mark.parametrize("trouble", PASSING.values(), ids=PASSING)
async def test_passing_trouble_is_waited_out(
    trouble: dict[str, Any], sqlite_store: Store, simulator: Simulator, kim: Phone
) -> None:
    """Later each time; what comes after stays after."""
    simulator.fail("sendMessage", times=2, **trouble)
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, say("eins"), say("zwei"))
        for tries in (1, 2):
            await outbox(sqlite_store, lambda rows, tries=tries: rows[0]["attempts"] == tries)  # type: ignore[misc]
            simulator.advance(timedelta(minutes=10))
        await seen(kim, "eins", "zwei")


async def test_trouble_that_lasts_for_days_is_given_up(sqlite_store: Store, simulator: Simulator, kim: Phone) -> None:
    """After a day nobody waits for that message any more; the next one goes out."""
    simulator.fail("sendMessage", status=502, description="Bad Gateway")
    await put(sqlite_store, kim, say("alt"))
    simulator.advance(timedelta(days=2))
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, say("neu"))
        await seen(kim, "neu")


async def test_silence_is_kept_where_telegram_wants_it(
    sqlite_store: Store, simulator: Simulator, kim: Phone, alex: Phone
) -> None:
    """One chat pauses, the other goes on, and nothing is dropped."""
    simulator.fail("sendMessage", chat=7, retry_after=2)
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, say("eins"), say("zwei"))
        await put(sqlite_store, alex, say("hallo"))
        await seen(alex, "hallo")
        await outbox(sqlite_store, lambda rows: rows[0]["attempts"] == 1)
        assert texts(kim) == []
        simulator.advance(timedelta(seconds=3))
        await seen(kim, "eins", "zwei")


async def test_who_blocked_the_bot_is_left_alone(
    sqlite_store: Store, simulator: Simulator, kim: Phone, alex: Phone
) -> None:
    """Nothing more is tried until something comes from that person again."""
    kim.blocks()
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, kim, say("eins"), say("zwei"))
        await put(sqlite_store, alex, say("hallo"))
        await seen(alex, "hallo")
        await outbox(sqlite_store, lambda rows: all(row["state"] == "dead" for row in rows))
    assert sum(call.status == 403 for call in simulator.calls) == 1


async def test_a_group_is_followed_to_its_new_id(sqlite_store: Store, simulator: Simulator, kim: Phone) -> None:
    """When Telegram moves a group, the message moves along."""
    old, new = kim.within(simulator.group(-50, "Vertrieb")), kim.within(simulator.group(-1000000000051, "Vertrieb"))
    old.adds_bot()
    new.adds_bot()
    simulator.fail(
        "sendMessage",
        chat=-50,
        status=400,
        description="Bad Request: group chat was upgraded to a supergroup chat",
        parameters={"migrate_to_chat_id": -1000000000051},
    )
    async with sending(sqlite_store, simulator):
        await put(sqlite_store, old, say("hallo zusammen"))
        await seen(new, "hallo zusammen")


async def test_what_was_under_way_at_a_kill_is_sent_again(
    sqlite_store: Store, simulator: Simulator, kim: Phone
) -> None:
    """Nobody knows whether it arrived; twice is better than never."""
    await put(sqlite_store, kim, say("eins"), say("zwei"))
    rows = await sqlite_store.due_messages(simulator.clock.now(), 10)
    await mark_sending(sqlite_store, [row.id for row in rows])
    async with sending(sqlite_store, simulator):
        await seen(kim, "eins", "zwei")


async def test_a_call_under_way_ends_before_the_sender_does(
    sqlite_store: Store, simulator: Simulator, kim: Phone
) -> None:
    """An orderly stop doubles nothing."""
    painter = Painter()
    async with sending(sqlite_store, simulator, draw=painter.paint) as task:
        await put(sqlite_store, kim, draft("picture", chart="phasen", values={}, caption="Bild"))
        await outbox(sqlite_store, lambda rows: rows[0]["state"] == "sending")
        task.cancel()
        painter.dry.set()
        await asyncio.wait([task])
    await outbox(sqlite_store, is_empty)
    assert texts(kim) == ["Bild"]


async def test_somebody_is_seen_typing_before_a_reply_that_takes_its_time(
    sqlite_store: Store, simulator: Simulator, kim: Phone
) -> None:
    """Once, and the reply comes when its time has come."""
    async with sending(sqlite_store, simulator):
        later = simulator.clock.now() + timedelta(seconds=2)
        await put(sqlite_store, kim, say("Guten Tag.", typing=True, not_before=later))
        await kim.until(lambda _: bool(simulator.calls))
        assert texts(kim) == []
        simulator.advance(timedelta(seconds=2))
        await seen(kim, "Guten Tag.")
    assert [call.method for call in simulator.calls] == ["sendChatAction", "sendMessage"]


async def test_replies_go_before_reminders_before_broadcasts(sqlite_store: Store, simulator: Simulator) -> None:
    """When not everything may go at once, whoever waits for an answer comes first."""
    phones = [simulator.person(number, "Kim") for number in range(1, 7)]
    for phone, priority in zip(phones, (2, 1, 0, 2, 1, 0), strict=True):
        phone.starts()
        await put(sqlite_store, phone, say(str(priority), priority=priority))
    async with sending(sqlite_store, simulator, per_second=4):
        await phones[0].until(lambda _: all(texts(phone) for phone in phones))
    assert [call.params["text"] for call in simulator.calls] == ["0", "0", "1", "1", "2", "2"]


async def test_a_refused_token_ends_the_sender(sqlite_store: Store, simulator: Simulator, kim: Phone) -> None:
    """Nothing would ever be sent; the message waits for the right token."""
    await put(sqlite_store, kim, say("eins"))
    simulator.token = "1:another"
    async with Telegram("1:wrong", simulator.url) as telegram:
        courier = Courier(sqlite_store, telegram, draw)
        with pytest.raises(InvalidToken):
            await Sender(sqlite_store, courier, simulator.clock, 28).run()
        courier.close()
    assert await sqlite_store.recover() == 1
