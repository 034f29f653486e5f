"""Secrets never reach the log."""

import asyncio
import io
import logging
from collections.abc import Iterator

import httpx
import pytest
from telegram import Bot
from telegram.error import InvalidToken, NetworkError

from bot import logs
from bot.simulator import Simulator
from bot.telegram import Requests, Telegram

TOKEN = "123456789:AAE-this-must-never-be-seen"
PASSWORD = "also-geheim"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything logged at DEBUG, as it would be seen on standard error."""
    stream = io.StringIO()
    root = logging.getLogger()
    level = root.level
    handler = logs.set_up([TOKEN, PASSWORD], level=logging.DEBUG, stream=stream)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def secretless(stream: io.StringIO) -> bool:
    text = stream.getvalue()
    return bool(text) and "must-never-be-seen" not in text and PASSWORD not in text


def test_secrets_are_blackened_wherever_they_hide(logged: io.StringIO) -> None:
    """In the message, its arguments, an exception and the exception behind it."""
    logger = logging.getLogger("somewhere")
    logger.warning("Calling %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    logger.warning("postgresql://trainer:%s@localhost", PASSWORD)
    logger.warning("In a URL: %s", TOKEN.replace(":", "%3A"))
    failure = ValueError("no answer")
    failure.__cause__ = OSError(f"cannot reach /bot{TOKEN}")
    logger.error("It failed", exc_info=failure)
    assert "cannot reach" in logged.getvalue()
    assert secretless(logged)


async def test_no_call_shows_the_token(logged: io.StringIO) -> None:
    """A call that works, one that is refused and one that reaches nobody; the library's own Bot as well."""
    asyncio.get_running_loop().set_debug(True)
    logger = logging.getLogger("test")
    async with Simulator() as simulator, Telegram(TOKEN, url := simulator.url) as telegram:
        with pytest.raises(InvalidToken) as refused:
            await telegram.call("getMe", {})
        logger.error("Refused", exc_info=refused.value)
        requests = Requests()
        bot = Bot(TOKEN, f"{simulator.url}/bot", request=requests, get_updates_request=requests)
        with pytest.raises(InvalidToken) as refused:
            await bot.initialize()
        logger.error("Refused", exc_info=refused.value)
        await bot.shutdown()
    async with Telegram(TOKEN, url) as telegram:
        with pytest.raises(NetworkError) as unheard:
            await telegram.call("getMe", {})
        logger.error("Unheard", exc_info=unheard.value)
    assert "Calling Bot API endpoint" in logged.getvalue()
    assert secretless(logged)


async def test_the_chatty_client_is_quiet(logged: io.StringIO) -> None:
    """httpx would log every URL."""
    async with Simulator() as simulator, httpx.AsyncClient() as client:
        await client.get(f"{simulator.url}/bot{TOKEN}/getMe")
    assert "HTTP Request" not in logged.getvalue()
