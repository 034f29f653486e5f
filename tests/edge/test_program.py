"""The program starts, stops and starts again without losing a word."""

import asyncio
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port
from telegram.error import InvalidToken

from bot.app import serve
from bot.clock import Clock
from bot.config import Config, Webhook
from bot.simulator import Simulator
from flows.desk import COMMANDS
from tests.edge.conftest import NAME, admit, running


async def test_telegram_learns_the_commands(tmp_path: Path) -> None:
    """For private chats; a group gets no menu."""
    async with Simulator() as simulator, running(simulator, tmp_path):
        await admit(simulator)
    (call,) = [call for call in simulator.calls if call.method == "setMyCommands"]
    assert call.params["scope"] == {"type": "all_private_chats"}
    assert [command["command"] for command in call.params["commands"]] == list(COMMANDS)


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
                for command in ("/hilfe", "/ueber", "/datenschutz", "/menue"):
                    phone.says(command)
            await phones[0].reply()
        async with running(simulator, tmp_path):
            for phone in phones:
                await phone.until(lambda phone: len([b for b in phone.messages if b.from_bot]) == 7)
                phone.says("/hilfe")
                await phone.until(lambda phone: len([b for b in phone.messages if b.from_bot]) == 8)


async def test_the_bot_waits_for_a_telegram_that_is_not_there(tmp_path: Path) -> None:
    """Someone starts the bot before the network is up: nothing to see, it just begins later."""
    async with Simulator() as simulator:
        simulator.fail("setMyCommands", status=0)
        async with running(simulator, tmp_path):
            await admit(simulator)


async def test_a_refused_command_menu_stops_nobody(tmp_path: Path) -> None:
    """The bot works without it."""
    async with Simulator() as simulator:
        simulator.fail("setMyCommands", status=400, description="Bad Request: the moon is full")
        async with running(simulator, tmp_path):
            await admit(simulator)


async def test_a_refused_token_ends_the_program(tmp_path: Path) -> None:
    """With the error that the command line turns into a sentence."""
    async with Simulator() as simulator:
        config = Config("1:wrong", simulator.url, None, f"sqlite:///{tmp_path / 'bot.sqlite3'}", 28)
        with pytest.raises(InvalidToken):
            await serve(config, Clock(), asyncio.Event())
