"""The bot and its Telegram, and people who have come as far as the menu."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import serve
from bot.config import Config, Webhook
from bot.pace import Rate
from bot.simulator import Phone, Simulator

PEOPLE = count(100)
NAME = "Kim Beispiel"
BRISK = Rate(3, 0.02)  # the real pace is tested where it is kept


@asynccontextmanager
async def running(simulator: Simulator, folder: Path, webhook: Webhook | None = None) -> AsyncIterator[None]:
    """The whole bot beside the test, stopped in order at the end."""
    config = Config(simulator.token, simulator.url, webhook, database(folder), per_second=1000)
    stop = asyncio.Event()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.pace.PRIVATE", BRISK)
        serving = asyncio.create_task(serve(config, simulator.clock, stop))
        ready = asyncio.create_task(simulator.called("setWebhook") if webhook else simulator.polled())
        await asyncio.wait((serving, ready), return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if serving.done():
            serving.result()
        try:
            yield
        finally:
            stop.set()
            await serving


def database(folder: Path) -> str:
    return f"sqlite:///{folder / 'bot.sqlite3'}"


async def admit(simulator: Simulator) -> Phone:
    """Someone new, who has consented and said her name."""
    phone = simulator.person(next(PEOPLE), "Kim")
    phone.starts()
    await phone.reply()
    phone.taps("Einverstanden")
    await phone.reply()
    phone.says(NAME)
    await phone.reply()
    return phone


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator
    assert not simulator.violations


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(simulator: Simulator, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[None]:
    async with running(simulator, tmp_path_factory.mktemp("bot")):
        yield


@pytest_asyncio.fixture(loop_scope="module")
async def kim(bot: None, simulator: Simulator) -> Phone:
    """A trainee at the menu."""
    return await admit(simulator)


@pytest.fixture
def another(bot: None, simulator: Simulator) -> Callable[[], Awaitable[Phone]]:
    """Makes further trainees at the menu."""
    return lambda: admit(simulator)
