"""The simulator: a Bot API server on loopback, as strict as Telegram, with people on the other side."""

import asyncio
import json
import re
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

import aiohttp
import msgspec
from aiohttp import web

from bot.clock import Clock
from bot.simulator.control import Control
from bot.simulator.description import Reading, Upload, bot_api
from bot.simulator.methods import METHODS, Methods, Refused, bad
from bot.simulator.phone import Phone
from bot.simulator.trouble import WRITING, Failure, Failures, Limits
from bot.simulator.world import BOT_ID, Change, Chat, Memory, Person, World

TOKEN = f"{BOT_ID}:AAF-simulated-token-of-the-demo-00000"
LOOPBACK = "127.0.0.1"
MAX_REQUEST = 60_000_000
SAVED_EVERY = 2.0

MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
WRONG = {
    "chat_id": "chat not found",
    "message_id": "message identifier is not specified",
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "commands": "can't parse BotCommand JSON object",
    "entities": "can't parse entities JSON object",
    "photo": "wrong file identifier/HTTP URL specified",
    "document": "wrong file identifier/HTTP URL specified",
}
"""What Telegram says of a parameter that is missing, or not of its type."""


@dataclass(frozen=True)
class Call:
    """A call the bot made, and what came of it. A file is named in `params` as "<name, size>"."""

    at: datetime
    method: str
    params: Mapping[str, Any]
    status: int
    result: Any


class Simulator:
    """A Telegram of our own.

    `url` is what the bot takes for https://api.telegram.org, `token` its token. `calls` holds what the bot did (the
    newest `remembered` of them), `violations` a sentence for every fault of the bot against the official description.
    With `folder` people, chats and time outlive the program. Use as an async context manager.
    """

    FILE = "phones.msgpack"

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        port: int = 0,
        limits: bool = False,
        remembered: int | None = None,
        folder: Path | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.token = TOKEN
        self.calls: deque[Call] = deque(maxlen=remembered)
        self.violations: deque[str] = deque(maxlen=remembered)
        self._file = folder / self.FILE if folder else None
        self.world = World(self.clock, _remembered(self._file))
        self._phones: dict[int, Phone] = {}
        self._methods = Methods(self.world)
        self._failures = Failures()
        self._limited = limits
        self._limits: Limits | None = None
        self._port = port
        self._runner: web.AppRunner | None = None
        self._tasks: list[asyncio.Task[None]] = []

    # --- People

    def person(self, person_id: int, first_name: str, last_name: str = "", *, role: str = "") -> Phone:
        """A person's phone, with the chat with the bot open on it."""
        self.world.memory.people[person_id] = Person(person_id, first_name, last_name, role)
        return self.phone(person_id)

    def phone(self, person_id: int) -> Phone:
        """The phone of a person who is already here; each has one. Raises KeyError for anybody else."""
        if person_id not in self._phones:
            person = self.world.memory.people[person_id]
            self._phones[person_id] = Phone(self.world, person, self.world.chat(person_id))
        return self._phones[person_id]

    def group(self, group_id: int, title: str) -> Chat:
        """A group nobody is in yet: `phone.within(group)` joins it."""
        group = Chat(group_id, "group" if group_id > -1_000_000_000_000 else "supergroup", title)
        return self.world.memory.chats.setdefault(group_id, group)

    # --- Time and trouble

    def advance(self, by: timedelta) -> None:
        """Moves the clock forward for the bot and for everyone."""
        self.world.memory.ahead += by.total_seconds()
        self.clock.advance(by)
        self.world.change(Change("clock"))

    def fail(
        self,
        method: str | None = None,
        chat: int | None = None,
        *,
        status: int = 500,
        description: str = "Internal Server Error",
        retry_after: int | None = None,
        parameters: Mapping[str, int] | None = None,
        times: int = 1,
        delivered: bool = False,
        delay: float = 0.0,
    ) -> None:
        """Lets calls fail: `status` 0 cuts the connection, `delivered` does so only after the call has worked.

        `retry_after` alone gives the 429 of a bot that writes too fast.
        """
        if retry_after is not None:
            status, description = 429, f"Too Many Requests: retry after {retry_after}"
            parameters = {"retry_after": retry_after, **(parameters or {})}
        self._failures.add(Failure(method, chat, status, description, parameters or {}, times, delivered, delay))

    # --- The server

    async def polled(self) -> None:
        """Returns once the bot waits for updates."""
        while not self._methods.polls:
            await self.world.bell.rung()

    @property
    def url(self) -> str:
        """The address; a page for people is there too."""
        assert self._runner is not None, "the simulator is not running"
        return f"http://{LOOPBACK}:{self._runner.addresses[0][1]}"

    async def __aenter__(self) -> Self:
        if self._runner is None:
            await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Opens the port; raises OSError if it is taken."""
        application = web.Application(client_max_size=MAX_REQUEST)
        application.router.add_route("*", "/bot{token}/{method}", self._serve_call)
        application.router.add_get("/file/bot{token}/{folder}/{file}", self._serve_file)
        Control(self).add_routes(application.router)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1, handle_signals=False)
        await runner.setup()
        try:
            await web.TCPSite(runner, LOOPBACK, self._port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.clock.advance(timedelta(seconds=self.world.memory.ahead))
        self._limits = Limits(asyncio.get_running_loop().time) if self._limited else None
        self._tasks = [asyncio.create_task(self._push())]
        if self._file:
            self._tasks.append(asyncio.create_task(self._keep_saving(self._file)))

    async def stop(self) -> None:
        """Closes the port and saves what outlives the program."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        assert self._runner is not None
        await self._runner.cleanup()
        if self._file:
            self._save(self._file)

    async def _serve_call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _json(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        method = bot_api().method(name) or name
        raw = await _parameters(request)
        failure = self._failures.take(method, _number(raw.get("chat_id")))
        if failure and failure.delay:
            await asyncio.sleep(failure.delay)
        reply: dict[str, Any] = {}
        if failure is None or failure.delivered:
            reply = await self._answer(method, raw)
        if failure and failure.status == 0:
            self._remember(method, raw, {"error_code": 0, "description": "connection cut", **reply})
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if failure:
            reply = _refusal(Refused(failure.status, failure.description, failure.parameters))
        self._remember(method, raw, reply)
        return _json(reply.get("error_code", 200), reply)

    async def _answer(self, method: str, raw: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return {"ok": True, "result": await self._do(method, raw)}
        except Refused as refused:
            if refused.faulty:
                self.violations.append(f"{method}: {refused.description}")
            return _refusal(refused)

    async def _do(self, method: str, raw: Mapping[str, Any]) -> Any:
        if bot_api().method(method) is None:
            raise Refused(404, "Not Found: method not found", faulty=True)
        reading = bot_api().read(method, raw)
        self.violations.extend(f"{method}: {fault}" for fault in reading.faults)
        _check(reading)
        if _snake(method) not in METHODS:
            raise bad(f"{method} is not simulated")
        if self._limits and method in WRITING and (seconds := self._limits.wait(reading.values["chat_id"])):
            raise Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
        result = getattr(self._methods, _snake(method))(reading.values)
        return await result if asyncio.iscoroutine(result) else result

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        attachment = self.world.files.get(request.match_info["file"])
        if request.match_info["token"] != self.token or attachment is None:
            return _json(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        return web.Response(body=attachment.content, content_type="application/octet-stream")

    def _remember(self, method: str, raw: Mapping[str, Any], reply: Mapping[str, Any]) -> None:
        params = {key: _shown(value) for key, value in raw.items()}
        result = reply.get("result", reply.get("description"))
        self.calls.append(Call(self.clock.now(), method, params, reply.get("error_code", 200), result))

    # --- What goes on by itself

    async def _push(self) -> None:
        """Pushes updates to the webhook, one after the other, again and again until it takes them."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
            while True:
                memory = self.world.memory
                if not (memory.webhook.url and memory.updates):
                    await self.world.bell.rung()
                    continue
                update, webhook = memory.updates[0], memory.webhook
                headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
                try:
                    async with session.post(webhook.url, json=update, headers=headers) as response:
                        fault = "" if response.ok else f"Wrong response from the webhook: {response.status}"
                except (aiohttp.ClientError, TimeoutError) as error:
                    fault = f"Connection failed: {error}"
                if fault:
                    webhook.error, webhook.error_date = fault, self.clock.now()
                    await asyncio.sleep(0.2)
                else:
                    with suppress(ValueError):  # it may have been dropped meanwhile
                        memory.updates.remove(update)

    async def _keep_saving(self, file: Path) -> None:
        while True:
            await self.world.bell.rung()
            await asyncio.sleep(SAVED_EVERY)
            self._save(file)

    def _save(self, file: Path) -> None:
        fresh = file.with_suffix(".new")
        fresh.write_bytes(msgspec.msgpack.encode(self.world.memory))
        fresh.replace(file)


def _remembered(file: Path | None) -> Memory | None:
    return msgspec.msgpack.decode(file.read_bytes(), type=Memory) if file and file.exists() else None


def _check(reading: Reading) -> None:
    for name in reading.missing:
        raise bad(MISSING.get(name, f'parameter "{name}" is required'))
    for name, expected in reading.wrong.items():
        raise bad(f"{WRONG[name]}: {expected}" if name in WRONG else f"can't parse {name}: {expected}")


def _refusal(refused: Refused) -> dict[str, Any]:
    reply = {"ok": False, "error_code": refused.status, "description": refused.description}
    return {**reply, "parameters": refused.parameters} if refused.parameters else reply


async def _parameters(request: web.Request) -> dict[str, Any]:
    """Everything the call brought, wherever it stood."""
    raw: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        with suppress(json.JSONDecodeError):
            raw |= await request.json()
        return raw
    for name, value in (await request.post()).items():
        raw[name] = value if isinstance(value, str) else _uploaded(value)
    return raw


def _uploaded(part: Any) -> Upload:
    if isinstance(part, web.FileField):
        return Upload(part.filename, part.content_type, part.file.read())
    return Upload("file", "application/octet-stream", bytes(part))


def _shown(value: Any) -> Any:
    return f"<{value.name}, {len(value.content)} bytes>" if isinstance(value, Upload) else value


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _snake(method: str) -> str:
    return re.sub(r"[A-Z]", lambda capital: f"_{capital.group().lower()}", method)


def _json(status: int, body: Mapping[str, Any]) -> web.Response:
    return web.json_response(body, status=status)
