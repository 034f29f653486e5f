"""Only what Telegram says counts as its word, and a call goes where it was meant to go."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram.error import BadRequest, NetworkError

from bot.failures import Verdict, classify
from bot.telegram import Telegram

WORDS = "what somebody said"


class Impostor:
    """Answers every call with `answer`, and counts."""

    def __init__(self) -> None:
        self.answer: web.Response = web.json_response({"ok": True, "result": True})
        self.called: list[str] = []

    async def serve(self, request: web.Request) -> web.Response:
        self.called.append(request.path)
        return self.answer


@pytest.fixture
def impostor() -> Impostor:
    return Impostor()


@pytest.fixture
async def telegram(impostor: Impostor) -> AsyncIterator[Telegram]:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", impostor.serve)
    async with TestServer(application) as server, Telegram("1:x", str(server.make_url("")).rstrip("/")) as telegram:
        yield telegram


ANSWERS: dict[str, tuple[int, str]] = {
    "a page": (200, "<html>Please log in</html>"),
    "half of it": (200, f'{{"ok": true, "result": {{"text": "{WORDS}'),
    "no object": (200, "[]"),
    "no result": (200, '{"ok": true}'),
    "a result that is none": (200, '{"ok": false, "description": "x"}'),
    "nothing": (200, ""),
    "a page that forbids": (403, "<html>Forbidden</html>"),
    "a page that finds nothing": (404, "<html>Not found</html>"),
    "a page that refuses": (400, "<html>Bad request</html>"),
    "a refusal that is none": (404, '{"ok": true, "result": 1}'),
    "too deep": (200, f'{{"ok": true, "result": {"[" * 5000}{"]" * 5000}}}'),
    "a number too long to read": (200, f'{{"ok": true, "result": {"9" * 5000}}}'),
}


@pytest.mark.parametrize(("status", "body"), ANSWERS.values(), ids=ANSWERS)
async def test_what_telegram_did_not_say_is_passing_trouble(
    status: int, body: str, impostor: Impostor, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    """It is tried again, whatever its status; nothing of it stands in the log."""
    caplog.set_level(logging.DEBUG)
    impostor.answer = web.Response(status=status, text=body)
    with pytest.raises(NetworkError) as raised:
        await telegram.call("getMe", {})
    assert classify(raised.value) is Verdict.RETRY
    assert WORDS not in caplog.text + str(raised.value)


async def test_what_telegram_refuses_is_a_refusal(impostor: Impostor, telegram: Telegram) -> None:
    impostor.answer = web.json_response({"ok": False, "error_code": 400, "description": "Bad Request: no"}, status=400)
    with pytest.raises(BadRequest):
        await telegram.call("getMe", {})


ELSEWHERE = {
    "a call": lambda telegram: telegram.call("getMe", {}),
    "a file": lambda telegram: telegram.download("documents/file-1"),
}


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("ask", ELSEWHERE.values(), ids=ELSEWHERE)
async def test_nobody_is_led_elsewhere(
    ask: Callable[[Telegram], Awaitable[object]], status: int, impostor: Impostor, telegram: Telegram
) -> None:
    """The address holds the token."""
    impostor.answer = web.Response(status=status, headers={"Location": "/elsewhere"})
    with pytest.raises(NetworkError):
        await ask(telegram)
    (asked,) = impostor.called
    assert asked != "/elsewhere"
