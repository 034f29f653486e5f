"""The whole bot, with everything real but the connection to Telegram, fed with updates nobody thought of."""

import asyncio
import gc
import json
import logging
import sqlite3
import traceback
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import psutil  # type: ignore[import-untyped]
import pytest
from PIL import Image
from telegram import InputFile
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.app import serve
from bot.charts import Charts
from bot.config import Config
from bot.pace import Rate
from bot.simulator.api import TOKEN, Api
from bot.simulator.description import Upload
from bot.simulator.world import Change, Chat, Person, World
from tests.conftest import StillClock
from tests.fuzz.updates import GROUPS, Source
from tests.wire import Wire

BATCH = 100
MADE_UP = "made up"
KEPT = 5  # messages of a chat that the simulated phones remember
DRAWN = 0.03  # of the pictures; the others are a dot
TROUBLE = 0.02  # of the calls
FAULTS: Mapping[str, Any] = {
    "connection": lambda: NetworkError("cut"),
    "silence": TimedOut,
    "blocked": lambda: Forbidden("Forbidden: bot was blocked by the user"),
    "unknown": lambda: BadRequest("The moon is full"),
    "edit": lambda: BadRequest("Message to edit not found"),
    "long": lambda: BadRequest("Message is too long"),
    "entities": lambda: BadRequest(f"Can't parse entities: {MADE_UP}"),
    "flood": lambda: RetryAfter(1),
}
MENU = "/menue"
WAYS_IN = ("rollenspiel", "einverstanden")
THIS = Path(__file__).name


@dataclass
class Result:
    """What was counted. `fell` and `stuck` must be empty; everything in `failures` and `refused` is a fault of ours."""

    updates: int = 0
    messages: int = 0
    parked: int = 0
    fell: Counter[str] = field(default_factory=Counter)  # exceptions that reached the loop
    stuck: list[int] = field(default_factory=list)  # people who were not answered at the end
    failures: Counter[str] = field(default_factory=Counter)  # what the log calls an error, by where it came up
    refused: Counter[str] = field(default_factory=Counter)  # calls that Telegram would refuse
    memory: list[int] = field(default_factory=list)  # MB after each quarter

    def __str__(self) -> str:
        rows = [
            ("updates", self.updates),
            ("messages", self.messages),
            ("exceptions that reached the loop", self.fell.total()),
            ("parked events", self.parked),
            ("stuck chats", len(self.stuck)),
            ("errors in the log", self.failures.total()),
            ("faulty calls", self.refused.total()),
        ]
        lines = [f"{name:36}{number:10,}" for name, number in rows]
        lines.append(f"{'memory after each quarter (MB)':36}{', '.join(map(str, self.memory)):>10}")
        for found in (self.fell, self.failures, self.refused):
            lines += [f"{number:8}  {what}" for what, number in found.most_common()]
        return "\n".join(lines)


class Scripted(Wire):
    """What the bot takes for its connection to Telegram."""

    def __init__(self, world: World, seed: int, result: Result) -> None:
        self.updates: deque[Any] = deque()
        self.calm = False
        self.hungry = False  # all that was given was taken
        self._api = Api(world, limited=False, remembered=0)
        self._chance = Random(seed)
        self._result = result
        self._given: list[Any] = []
        self._news = asyncio.Event()

    def put(self, updates: list[Any]) -> None:
        """These come next."""
        self.updates.extend(updates)
        self.hungry = False
        self._news.set()

    async def call(self, method: str, parameters: Mapping[str, Any], *, patience: float = 0) -> Any:
        """As `bot.telegram.Telegram.call`."""
        if method == "getUpdates":
            return await self._poll()
        if method == "getFile":
            return {"file_path": parameters["file_id"]}
        error = None if self.calm or self._chance.random() > TROUBLE else FAULTS[self._chance.choice(list(FAULTS))]()
        if error and not isinstance(error, TimedOut):
            raise error
        if method.startswith(("send", "edit")):
            self._result.messages += 1
        reply = await self._api.answer(
            method, {key: _plain(value) for key, value in parameters.items() if value is not None}
        )
        self._result.refused.update(self._api.violations)
        self._api.violations.clear()
        if error:
            raise error
        if not reply["ok"]:
            raise _error(reply)
        return reply["result"]

    async def download(self, path: str) -> bytes:
        """Any file."""
        return file(Random(path))

    async def _poll(self) -> list[Any]:
        while not self.updates:
            self._news.clear()
            self.hungry = True
            await self._news.wait()
        self.hungry = False
        given = [self.updates.popleft() for _ in range(min(BATCH, len(self.updates)))]
        return json.loads(json.dumps(given))  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if isinstance(value, InputFile):
        return Upload(value.filename or "", value.mimetype or "", bytes(value.input_file_content))  # type: ignore[arg-type]
    return value


def _error(reply: Mapping[str, Any]) -> TelegramError:
    words = reply["description"]
    kinds = {400: BadRequest, 403: Forbidden}
    return kinds.get(reply["error_code"], NetworkError)(words)


def file(chance: Random) -> bytes:
    """A list of customers, as a program or a mischief-maker writes it."""
    lines = [
        f"Firma {chance.choice('ÄB=+@<$')};{chance.choice(('1.000', '=1+1', 'viel', '', '1e9'))}" for _ in range(9)
    ]
    text = "\r\n".join(["Name;Umsatz", *lines])
    match chance.randrange(5):
        case 0:
            return text.encode(chance.choice(("utf-8", "utf-16", "cp1252")), "replace")
        case 1:
            return chance.randbytes(chance.randrange(2000))
        case 2:
            return b"PK\x03\x04" + chance.randbytes(500)
        case _:
            return _workbook(text, chance)


def _workbook(text: str, chance: Random) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in text.splitlines():
        book.active.append(line.split(";"))
    saved = BytesIO()
    book.save(saved)
    content = bytearray(saved.getvalue())
    for _ in range(chance.choice((0, 0, 3, 30))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


class Errors(logging.Handler):
    """Counts what the log calls an error, by where it came up."""

    def __init__(self, result: Result) -> None:
        super().__init__(logging.ERROR)
        self._result = result

    def emit(self, record: logging.LogRecord) -> None:
        """One more, unless it is what the trial itself did."""
        told = [str(argument) for argument in record.args] if isinstance(record.args, tuple) else []
        error = record.exc_info[1] if record.exc_info else None
        place = _place(error) if error else ""
        if place.startswith(THIS) or any(MADE_UP in argument for argument in told):
            return
        last = told[-1].strip().splitlines() if told else []
        words = [line.strip() for line in last[-3:] if "^" not in line]
        self._result.failures[f"{record.name}: {record.msg!s:.60} {' '.join(words)[-200:]} {error!r:.80} {place}"] += 1


def _place(error: BaseException) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


async def trial(folder: Path, *, updates: int, seed: int, people: int = 200) -> Result:
    """Feeds the bot and counts."""
    result, clock, source = Result(), StillClock(), Source(seed, people)
    world = World(clock)
    _populate(world, people)
    wire = Scripted(world, seed, result)
    database = folder / "bot.sqlite3"
    chance = Random(seed)
    with _patched(wire, chance), _listening(result), world.watched() as changes:
        async with _served(database, clock, result):
            for start in range(0, updates, BATCH):
                wire.put([source.make() for _ in range(min(BATCH, updates - start))])
                await _idle(wire, database, clock)
                _notice(world, changes, source)
                clock.advance(_pause(chance))
                result.updates += min(BATCH, updates - start)
                if start * 4 // updates != (start + BATCH) * 4 // updates:
                    gc.collect()
                    result.memory.append(psutil.Process().memory_info().rss // 2**20)
            await _everybody_asks(world, wire, database, clock, result)
    with sqlite3.connect(database) as rows:
        (result.parked,) = rows.execute("SELECT count(*) FROM inbox WHERE state = 'parked'").fetchone()
    return result


def _populate(world: World, people: int) -> None:
    for number in range(1, people + 1):
        world.memory.people[number] = Person(number, "Kim")
        world.chat(number).open = True
    for group in GROUPS:
        world.memory.chats[group] = Chat(group, "supergroup", "Vertrieb", open=True)


@contextmanager
def _patched(wire: Scripted, chance: Random) -> Iterator[None]:
    charts, dot = Charts(), BytesIO()
    Image.new("RGB", (9, 9)).save(dot, "PNG")

    def draw(chart: str, values: Mapping[str, Any]) -> bytes:
        return charts.draw(chart, values) if chance.random() < DRAWN else dot.getvalue()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.app.Telegram", wire)
        patch.setattr("bot.app._draw", draw)
        patch.setattr("bot.pace.PRIVATE", Rate(1000, 0.0001))
        patch.setattr("bot.pace.GROUP", Rate(1000, 0.0001))
        yield


@contextmanager
def _listening(result: Result) -> Iterator[None]:
    errors, root = Errors(result), logging.getLogger()
    root.addHandler(errors)
    try:
        yield
    finally:
        root.removeHandler(errors)


@asynccontextmanager
async def _served(database: Path, clock: StillClock, result: Result) -> AsyncIterator[None]:
    """The bot, begun anew whenever it falls."""
    config = Config(TOKEN, "http://nowhere", None, f"sqlite:///{database}", per_second=1000)
    stop = asyncio.Event()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: result.fell.update([str(context)[:300]]))

    async def serving() -> None:
        while not stop.is_set():
            try:
                await serve(config, clock, stop)
            except Exception as error:
                result.fell[f"{error!r:.200} in {_place(error)}"] += 1

    task = asyncio.create_task(serving())
    try:
        yield
    finally:
        stop.set()
        await task


def _pause(chance: Random) -> timedelta:
    """Mostly as long as people need to read, sometimes as long as they stay away."""
    return timedelta(seconds=chance.choice((20, 60, 600, 3600, 6 * 3600)) if chance.random() < 0.97 else 3 * 86400)


async def _idle(wire: Scripted, database: Path, clock: StillClock) -> None:
    """Returns once everything was taken, handled and sent that can be by now."""
    async with asyncio.timeout(600):
        while wire.updates or not wire.hungry or _rest(database, clock):  # noqa: ASYNC110 - the bot works
            await asyncio.sleep(0.02)


def _rest(database: Path, clock: StillClock) -> int:
    """How much there is to do now."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
        query = """
            WITH first AS (SELECT min(id) AS id FROM outbox WHERE state != 'dead' GROUP BY chat)
            SELECT (SELECT count(*) FROM inbox WHERE state = 'open') + (SELECT count(*) FROM outbox JOIN first
            USING (id) WHERE state = 'sending' OR not_before <= ?)
        """
        (count,) = rows.execute(query, (f"{clock.now():%Y-%m-%d %H:%M:%S.%f}",)).fetchone()
    rows.close()
    return int(count)


def _notice(world: World, changes: asyncio.Queue[Change], source: Source) -> None:
    """Tells which buttons were shown, and lets the phones forget old messages."""
    touched = set()
    while not changes.empty():
        change = changes.get_nowait()
        if change.bubble:
            touched.add(change.chat)
            source.saw(change.chat, [button.data for button in change.bubble.buttons if button.data])
    for chat in touched:
        messages = world.memory.chats[chat].messages
        for old in list(messages)[:-KEPT]:
            del messages[old]
    world.files.clear()


async def _everybody_asks(world: World, wire: Scripted, database: Path, clock: StillClock, result: Result) -> None:
    """Everybody wants the menu, and nothing goes wrong any more."""
    wire.calm = True
    people = list(world.memory.people)
    clock.advance(timedelta(hours=1))
    await _idle(wire, database, clock)
    before = world.memory.last_message
    asked = [
        {
            "update_id": 2**40 + person,
            "message": {
                "message_id": 2**30,
                "chat": {"id": person, "type": "private"},
                "from": {"id": person},
                "text": MENU,
            },
        }
        for person in people
    ]
    wire.put(asked)
    for _ in range(3):  # what was said with typing, or has to wait
        await _idle(wire, database, clock)
        clock.advance(timedelta(minutes=10))
    result.stuck = [person for person in people if not _sees_the_way_in(world.chat(person), before)]


def _sees_the_way_in(chat: Chat, after: int) -> bool:
    """Whether the bot showed the menu, or asked for consent; an apology is no answer."""
    buttons = [button for id_, bubble in chat.messages.items() if id_ > after for button in bubble.buttons]
    return any((button.data or "").partition("|")[0] in WAYS_IN for button in buttons)
