"""An update is stored before Telegram forgets it, and nothing that comes in can stop what comes after."""

import asyncio
import io
import json
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.exc import OperationalError
from telegram.error import InvalidToken

from bot.config import Webhook
from bot.intake import LARGEST_UPDATE, WEBHOOK_HEADER, Intake, Listening, Polling
from bot.simulator import Simulator
from bot.store.rows import Incoming
from bot.store.store import Store
from bot.telegram import Telegram

SECRET = "a-secret-of-some-length"
KIM = {"id": 7, "is_bot": False, "first_name": "Kim"}
CHAT = {"id": 7, "type": "private"}


class Eager(random.Random):
    """Chance that never makes anybody wait."""

    def uniform(self, a: float, b: float) -> float:
        return 0.0

    def random(self) -> float:
        return 0.0


class Faltering:
    """A store that fails once before it works."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._failed = False

    async def add_updates(self, updates: Sequence[Incoming]) -> int:
        if not self._failed:
            self._failed = True
            raise OperationalError("INSERT", {}, OSError("disk full"))
        return await self._store.add_updates(updates)


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator


@pytest.fixture
async def telegram(simulator: Simulator) -> AsyncIterator[Telegram]:
    async with Telegram(simulator.token, simulator.url) as telegram:
        yield telegram


@asynccontextmanager
async def polling(store: Any, telegram: Telegram) -> AsyncIterator[None]:
    """Polling beside the test."""
    intake = Intake(store, telegram)
    task = asyncio.create_task(Polling(intake, telegram, Eager()).run())
    yield
    task.cancel()
    await asyncio.wait([task])
    await intake.close()


async def stored(store: Store, count: int) -> list[str]:
    """The texts of `count` stored messages of different people, once they are there."""
    while len(claimed := await store.claim(100)) < count:
        store.inbox_changed.clear()
        await store.inbox_changed.wait()
    return [json.loads(row.payload)["message"]["text"] for row in claimed]


def update(number: Any, **content: Any) -> dict[str, Any]:
    return {"update_id": number, **content}


def message(number: Any, text: Any, person: Any = 7) -> dict[str, Any]:
    chat = {"id": person, "type": "private"}
    return update(number, message={"message_id": 5, "date": 0, "from": {"id": person}, "chat": chat, "text": text})


async def test_what_was_stored_but_not_confirmed_is_stored_once(
    sqlite_store: Store, simulator: Simulator, telegram: Telegram
) -> None:
    """A process that died before it could confirm gets the update again, and knows it."""
    simulator.person(7, "Kim").says("Hallo")
    for _ in range(2):
        await Polling(Intake(sqlite_store, telegram), telegram, Eager()).once()
    (call, repeated) = [call for call in simulator.calls if call.method == "getUpdates"]
    assert call.result == repeated.result
    assert await stored(sqlite_store, 1) == ["Hallo"]
    assert await sqlite_store.add_updates([]) == 0


async def test_an_update_is_confirmed_only_after_it_was_stored(
    sqlite_store: Store, simulator: Simulator, telegram: Telegram
) -> None:
    """A database that fails costs nothing: Telegram still has the update."""
    simulator.person(7, "Kim").says("Hallo")
    async with polling(Faltering(sqlite_store), telegram):
        assert await stored(sqlite_store, 1) == ["Hallo"]


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 502, "description": "Bad Gateway"},
        {"status": 0},
        {"status": 409, "description": "Conflict: terminated by other getUpdates request"},
        {"status": 409, "description": "Conflict: can't use getUpdates method while webhook is active"},
        {"retry_after": 1},
        {"status": 400, "description": "Bad Request: the moon is full"},
    ],
    ids=["gateway", "cut", "second-poller", "webhook", "flood", "unknown"],
)
async def test_polling_survives(
    trouble: dict[str, Any], sqlite_store: Store, simulator: Simulator, telegram: Telegram
) -> None:
    """Whatever Telegram answers, polling goes on as soon as it can."""
    simulator.fail("getUpdates", times=2, **trouble)
    simulator.person(7, "Kim").says("Hallo")
    async with polling(sqlite_store, telegram):
        assert await stored(sqlite_store, 1) == ["Hallo"]


async def test_a_refused_token_ends_polling(sqlite_store: Store, simulator: Simulator) -> None:
    """There is nothing to wait for."""
    async with Telegram("1:wrong", simulator.url) as telegram:
        with pytest.raises(InvalidToken):
            await Polling(Intake(sqlite_store, telegram), telegram, Eager()).run()


STRANGE: dict[str, Any] = {
    "no-number": {"message": {"chat": CHAT, "from": KIM, "text": "x", "message_id": 1}},
    "giant-number": message(10**30, "x"),
    "giant-person": message(3, "x", 10**30),
    "nobody": update(3, message={"text": "x"}),
    "channel": update(3, message={"chat": {"id": -1, "type": "channel"}, "text": "x"}),
    "invented": update(3, mind_reading={"from": KIM}),
    "surrogate": message(3, "\ud83d"),
    "nul": message(3, "a\0b"),
    "true-number": message(True, "x"),
    "deep": message(3, "x") | {"aura": json.loads("[" * 600 + "]" * 600)},
    "no-object": [],
}


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
async def test_a_strange_update_blocks_nobody(strange: Any, store: Store, telegram: Telegram) -> None:
    """What comes with it is stored as if it were not there."""
    await Intake(store, telegram).take([message(1, "vorher", 8), strange, message(2, "nachher", 9)])
    assert {"vorher", "nachher"} <= set(await stored(store, 2))


async def test_talk_in_a_group_is_not_stored(sqlite_store: Store, telegram: Telegram) -> None:
    """What people say to each other is no business of ours."""
    group = {"id": -100, "type": "supergroup"}
    talk = {"message_id": 5, "from": KIM, "chat": group}
    await Intake(sqlite_store, telegram).take(
        [update(1, message=talk | {"text": "Mahlzeit"}), update(2, message=talk | {"text": "/hilfe"})]
    )
    assert await stored(sqlite_store, 1) == ["/hilfe"]
    assert [row.actor for row in await sqlite_store.claim(10)] == ["group:-100"]


async def test_a_press_is_answered_at_once(sqlite_store: Store, simulator: Simulator, telegram: Telegram) -> None:
    """The button stops spinning before the step has run, and a failure of that changes nothing."""
    kim = simulator.person(7, "Kim")
    simulator.fail("answerCallbackQuery", status=400, description="Bad Request: query is too old")
    kim.presses(1, "weiter||")
    kim.presses(1, "hilfe||")
    async with polling(sqlite_store, telegram):
        await kim.until(lambda _: sum(call.method == "answerCallbackQuery" for call in simulator.calls) == 2)
    (row,) = await sqlite_store.claim(10)
    assert json.loads(row.payload)["callback_query"]["data"] == "weiter||"


@asynccontextmanager
async def listening(store: Any, telegram: Telegram) -> AsyncIterator[TestClient[Any, Any]]:
    """The webhook, and someone who calls it."""
    webhook = Webhook("https://bot.example.com/telegram", SECRET, "127.0.0.1", 8080)
    application = Listening(Intake(store, telegram), webhook).application()
    async with TestClient(TestServer(application)) as client:
        yield client


async def test_the_webhook_stores_and_then_says_so(sqlite_store: Store, telegram: Telegram) -> None:
    """200 means stored; a failed database means that Telegram shall push again."""
    async with listening(Faltering(sqlite_store), telegram) as client:
        answers = [
            await client.post("/telegram", json=message(1, "Hallo"), headers={WEBHOOK_HEADER: SECRET}) for _ in range(3)
        ]
    assert [answer.status for answer in answers] == [500, 200, 200]
    assert await stored(sqlite_store, 1) == ["Hallo"]


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        ("/telegram", {}, json.dumps(message(1, "x")), 403),
        ("/telegram", {WEBHOOK_HEADER: "guessed"}, json.dumps(message(1, "x")), 403),
        ("/telegram", {WEBHOOK_HEADER: "gerät"}, json.dumps(message(1, "x")), 403),
        ("/", {WEBHOOK_HEADER: SECRET}, json.dumps(message(1, "x")), 404),
        ("/telegram", {WEBHOOK_HEADER: SECRET}, "{", 400),
        ("/telegram", {WEBHOOK_HEADER: SECRET}, "[]", 400),
        ("/telegram", {WEBHOOK_HEADER: SECRET}, " " * LARGEST_UPDATE + "{}", 413),
        ("/telegram", {WEBHOOK_HEADER: SECRET}, json.dumps({"update_id": 1}), 200),
    ],
    ids=["no-secret", "wrong-secret", "strange-secret", "elsewhere", "no-json", "no-update", "too-large", "nobody"],
)
async def test_the_webhook_takes_only_what_telegram_sends(
    path: str, headers: dict[str, str], body: str, status: int, sqlite_store: Store, telegram: Telegram
) -> None:
    """Without the secret nothing is even read."""
    async with listening(sqlite_store, telegram) as client:
        answer = await client.post(path, data=io.BytesIO(body.encode()), headers=headers)
    assert answer.status == status
    assert await sqlite_store.claim(10) == []
