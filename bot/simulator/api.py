"""The bot's side: the Bot API over HTTP, every call checked, logged and, if it is to be so, failing."""

import asyncio
import json
import re
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web

from bot.simulator.description import Reading, Upload, bot_api
from bot.simulator.methods import METHODS, Methods, Refused, bad
from bot.simulator.trouble import WRITING, Failure, Failures, Limits
from bot.simulator.world import BOT_ID, World

TOKEN = f"{BOT_ID}:AAF-simulated-token-of-the-demo-00000"
WEBHOOK_PATIENCE, WEBHOOK_PAUSE = 10.0, 0.2  # seconds
OK = 200
SIP, SIP_PAUSE = 40, 0.05  # bytes of a slow answer, and the seconds after them
PAGE = "<!doctype html><title>Blocked</title><p>Your company does not want you to see this."

MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
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
    "voice": "wrong file identifier/HTTP URL specified",
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


class Api:
    """Serves the methods; `remembered` bounds how many calls and violations are kept."""

    def __init__(self, world: World, *, limited: bool, remembered: int | None) -> None:
        self.calls: deque[Call] = deque(maxlen=remembered)
        self.violations: deque[str] = deque(maxlen=remembered)
        self.failures = Failures()
        self._world = world
        self._methods = Methods(world)
        self._limits: Limits | None = None
        self.limit(wanted=limited)

    def limit(self, *, wanted: bool) -> None:
        """Whether whoever writes too fast is told so from now on."""
        self._limits = Limits() if wanted else None

    @property
    def is_polled(self) -> bool:
        """Whether the bot waits for updates right now."""
        return self._methods.polls > 0

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Hangs the Bot API into the server."""
        router.add_route("*", "/bot{token}/{method}", self._serve_call)
        router.add_get("/file/bot{token}/{folder}/{file}", self._serve_file)

    async def push(self) -> None:
        """Pushes updates to the webhook, one after the other, again and again until it takes them."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=WEBHOOK_PATIENCE)) as session:
            while True:
                memory = self._world.memory
                if not (memory.webhook.url and memory.updates):
                    await self._world.bell.rung()
                    continue
                update, webhook = memory.updates[0], memory.webhook
                headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
                try:
                    async with session.post(webhook.url, json=update, headers=headers) as response:
                        fault = "" if response.ok else f"Wrong response from the webhook: {response.status}"
                except (aiohttp.ClientError, TimeoutError) as error:
                    fault = f"Connection failed: {error}"
                if fault:
                    webhook.error, webhook.error_date = fault, self._world.clock.now()
                    await asyncio.sleep(WEBHOOK_PAUSE)
                else:
                    with suppress(ValueError):  # it may have been dropped meanwhile
                        memory.updates.remove(update)

    async def _serve_call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return _json(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        method = bot_api().method(name) or name
        raw = await _parameters(request)
        failure = self.failures.take(method, _number(raw.get("chat_id")))
        if failure:
            return await self._fail(request, failure, method, raw)
        reply = await self.answer(method, raw)
        self._remember(method, raw, reply)
        return _json(reply.get("error_code", OK), reply)

    async def _fail(
        self, request: web.Request, failure: Failure, method: str, raw: Mapping[str, Any]
    ) -> web.StreamResponse:
        reply = await self.answer(method, raw) if failure.delivered else {}
        if failure.status != OK:
            reply |= {"error_code": failure.status, "description": failure.description}
        self._remember(method, raw, reply or {"error_code": 0, "description": "an answer that is not Telegram's"})
        await asyncio.sleep(failure.delay)
        if failure.body == "page":
            return web.Response(status=failure.status, text=PAGE, content_type="text/html")
        if failure.status != OK:
            reply = _refusal(Refused(failure.status, failure.description, failure.parameters))
        return await _spoilt(request, failure, json.dumps(reply).encode())

    async def answer(self, method: str, raw: Mapping[str, Any]) -> dict[str, Any]:
        """What Telegram says to a call, without a connection between."""
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
        attachment = self._world.files.get(request.match_info["file"])
        if request.match_info["token"] != TOKEN or attachment is None:
            return _json(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        return web.Response(body=attachment.content, content_type="application/octet-stream")

    def _remember(self, method: str, raw: Mapping[str, Any], reply: Mapping[str, Any]) -> None:
        params = {key: _shown(value) for key, value in raw.items()}
        result = reply.get("result", reply.get("description"))
        self.calls.append(Call(self._world.clock.now(), method, params, reply.get("error_code", 200), result))
        self._world.bell.ring()


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


async def _spoilt(request: web.Request, failure: Failure, body: bytes) -> web.StreamResponse:
    """The answer as far as it arrives."""
    if failure.status == 0:
        _cut(request)
        return web.Response()
    response = web.StreamResponse(status=failure.status, headers={"Content-Type": "application/json"})
    response.content_length = len(body)
    await response.prepare(request)
    if failure.body == "truncated":
        await response.write(body[: len(body) // 2])
        _cut(request)
    elif failure.body == "slow":
        for start in range(0, len(body), SIP):
            await response.write(body[start : start + SIP])
            await asyncio.sleep(SIP_PAUSE)
    else:
        await response.write(body)
    return response


def _cut(request: web.Request) -> None:
    assert request.transport is not None
    request.transport.abort()


def _json(status: int, body: Mapping[str, Any]) -> web.Response:
    return web.json_response(body, status=status)
