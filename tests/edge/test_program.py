"""The program starts, stops and starts again without losing a word."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import unused_port
from telegram.error import InvalidToken

from bot.app import serve
from bot.clock import Clock
from bot.config import Config, Webhook
from bot.hindered import Hindered
from bot.simulator import Simulator
from flows.desk import COMMANDS
from tests.edge.conftest import NAME, admit, database, running


async def test_telegram_learns_the_commands(tmp_path: Path) -> None:
    """For private chats; a group gets no menu, not even one that was set before."""
    async with Simulator() as simulator:
        simulator.world.memory.commands['{"type": "default"}/'] = [{"command": "old", "description": "Old"}]
        async with running(simulator, tmp_path):
            await simulator.called("setMyShortDescription")
        menus = simulator.world.memory.commands
    assert list(menus) == ['{"type": "all_private_chats"}/']
    assert [command["command"] for command in menus['{"type": "all_private_chats"}/']] == list(COMMANDS)
    assert not simulator.violations


async def test_the_empty_chat_explains_itself(tmp_path: Path) -> None:
    """In German and within Telegram's limits; what the owner has written with @BotFather stays."""
    async with Simulator() as simulator:
        simulator.world.memory.texts["short_description/"] = "Für unser Team"
        async with running(simulator, tmp_path):
            await simulator.called("getMyShortDescription")
    texts = simulator.world.memory.texts
    assert "Verkaufsgespräche" in texts["description/"]
    assert texts["short_description/"] == "Für unser Team"


async def test_a_trainee_is_known_after_a_restart(tmp_path: Path) -> None:
    """What was said before is there, and what came meanwhile is answered, once."""
    async with Simulator() as simulator:
        async with running(simulator, tmp_path):
            kim = await admit(simulator)
        kim.says("/einstellungen")
        async with running(simulator, tmp_path):
            assert NAME in (await kim.reply()).text
            kim.says("/menue")
            await kim.reply()
    assert len([bubble for bubble in kim.messages if bubble.from_bot]) == 5
    assert not simulator.violations


async def test_updates_can_be_pushed(tmp_path: Path) -> None:
    """With a webhook everything is as with polling, and nothing is polled."""
    port = unused_port()
    webhook = Webhook(f"http://127.0.0.1:{port}/hook", "a-secret-of-some-length", "127.0.0.1", port)
    async with Simulator() as simulator, running(simulator, tmp_path, webhook):
        await admit(simulator)
    assert not any(call.method == "getUpdates" for call in simulator.calls)
    assert not simulator.violations


async def test_a_stop_in_the_middle_of_everything_loses_nothing(tmp_path: Path) -> None:
    """What was not handled is handled after the next start; nothing is said twice."""
    async with Simulator() as simulator:
        async with running(simulator, tmp_path):
            phones = [await admit(simulator) for _ in range(3)]
            for phone in phones:
                for command in ("/hilfe", "/menue"):
                    phone.says(command)
            await phones[0].reply()
        async with running(simulator, tmp_path):
            for phone in phones:
                await phone.until(lambda phone: len([b for b in phone.messages if b.from_bot]) == 5)
                phone.says("/hilfe")
                await phone.until(lambda phone: len([b for b in phone.messages if b.from_bot]) == 6)


async def test_the_bot_waits_for_a_telegram_that_is_not_there(tmp_path: Path) -> None:
    """Someone starts the bot before the network is up: nothing to see, it just begins later."""
    async with Simulator() as simulator:
        simulator.fail("getMe", status=0)
        async with running(simulator, tmp_path):
            await admit(simulator)


@pytest.mark.parametrize(
    "refusal",
    [{"status": 400, "description": "Bad Request: the moon is full"}, {"retry_after": 80_000}],
    ids=["refused", "too often"],
)
async def test_an_introduction_that_fails_holds_up_nobody(tmp_path: Path, refusal: dict[str, Any]) -> None:
    """The bot works without its menu; Telegram can make bots wait for a day with such calls."""
    async with Simulator() as simulator:
        simulator.fail("setMyCommands", **refusal)
        async with running(simulator, tmp_path):
            await admit(simulator)


async def test_a_refused_webhook_is_a_sentence(tmp_path: Path) -> None:
    """Nothing would ever come in, so the program ends."""
    webhook = Webhook("http://127.0.0.1:1/hook", "a-secret-of-some-length", "127.0.0.1", unused_port())
    async with Simulator() as simulator:
        simulator.fail(
            "setWebhook", status=400, description="Bad Request: bad webhook: IP address 127.0.0.1 is reserved"
        )
        with pytest.raises(Hindered, match=r"Telegram refuses the webhook http://127\.0\.0\.1:1/hook .*reserved"):
            await serve(
                Config(simulator.token, simulator.url, webhook, database(tmp_path), 28), Clock(), asyncio.Event()
            )


RUN = (sys.executable, "-c", "from bot.cli import main; raise SystemExit(main(['run']))")


@asynccontextmanager
async def process(folder: Path, simulator: Simulator, token: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`verkaufstrainer run` in a folder without settings; everything comes from the environment."""
    settings = {"TOKEN": token, "BASE_URL": simulator.url}
    environment = os.environ | {f"VERKAUFSTRAINER_TELEGRAM__{key}": value for key, value in settings.items()}
    started = await asyncio.create_subprocess_exec(*RUN, cwd=folder, env=environment, stderr=asyncio.subprocess.PIPE)
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


async def test_the_program_ends_in_order_when_told_to(tmp_path: Path) -> None:
    """From the command line, with nothing but a token; its log says so and holds no secret."""
    async with Simulator() as simulator, process(tmp_path, simulator, simulator.token) as started:
        kim = simulator.person(7, "Kim")
        kim.starts()
        await kim.reply(60)
        started.terminate()
        _, log = await asyncio.wait_for(started.communicate(), 10)
    assert started.returncode == 0
    assert b"@verkaufstrainer_demo_bot is running" in log
    assert str(tmp_path / "data" / "verkaufstrainer.sqlite3").encode() in log
    assert b"Stopped" in log
    assert b"alembic" not in log
    assert simulator.token.split(":")[1].encode() not in log
    assert (tmp_path / "data" / "verkaufstrainer.sqlite3").exists()


DATABASES = {
    "folder": ("sqlite:////dev/null/data/x.sqlite3", "/dev/null/data/x.sqlite3 cannot be used: .*Not a directory"),
    "other file": (f"sqlite:///{__file__}", "test_program.py cannot be used: file is not a database"),
    "server": ("postgresql://kim:geheim@127.0.0.1:1/x", r"postgresql://kim:\*\*\*@127.0.0.1:1/x cannot be used: .*"),
}


@pytest.mark.parametrize(("url", "sentence"), DATABASES.values(), ids=DATABASES)
async def test_a_database_that_cannot_be_used_is_a_sentence(url: str, sentence: str) -> None:
    """It says which, and why, and no password."""
    with pytest.raises(Hindered, match=sentence):
        await serve(Config("1:x", "http://127.0.0.1:1", None, url, 28), Clock(), asyncio.Event())


async def test_a_refused_token_is_a_sentence(tmp_path: Path) -> None:
    """And the exit code is one; a supervisor need not try again."""
    async with Simulator() as simulator, process(tmp_path, simulator, "1:wrong-0123456789-abcdefgh") as started:
        _, log = await asyncio.wait_for(started.communicate(), 60)
    assert started.returncode == 1
    assert b"Telegram refuses the token" in log
    assert b"Traceback" not in log


async def test_a_refused_token_ends_the_program(tmp_path: Path) -> None:
    """With the error that the command line turns into a sentence."""
    async with Simulator() as simulator:
        with pytest.raises(InvalidToken):
            await serve(Config("1:wrong", simulator.url, None, database(tmp_path), 28), Clock(), asyncio.Event())
