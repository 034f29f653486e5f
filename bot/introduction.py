"""What people see of the bot before they write to it: a menu of commands, and what it says of itself."""

import asyncio
import logging
import random
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from telegram.error import BadRequest, TelegramError

from bot.failures import Backoff, Verdict, classify
from bot.telegram import Telegram
from flows.desk import COMMANDS

logger = logging.getLogger(__name__)

TEXTS = {"description": "Description", "short_description": "ShortDescription"}
"""What the bot says of itself, and how the methods name it."""


async def introduce(telegram: Telegram, language: str = "de") -> None:
    """Sets the menu, and the texts that the owner has not written with @BotFather. What is refused stays away."""
    commands = [{"command": name, "description": text} for name, text in COMMANDS.items()]
    words = tomllib.loads((files("prompts") / language / "profile.toml").read_text("utf-8"))
    try:
        await insist(telegram, "setMyCommands", {"commands": commands, "scope": {"type": "all_private_chats"}})
        await insist(telegram, "deleteMyCommands", {"scope": {"type": "default"}})  # a group gets no menu
        for text, name in TEXTS.items():
            if not (await insist(telegram, f"getMy{name}", {}))[text]:
                await insist(telegram, f"setMy{name}", {text: words[text].strip()})
    except BadRequest as error:
        logger.error("The bot cannot introduce itself: %s", error)  # noqa: TRY400


async def insist(telegram: Telegram, method: str, parameters: Mapping[str, object]) -> Any:
    """Calls until it works. Raises what no repetition will help against."""
    backoff = Backoff(random.Random())
    while True:
        try:
            return await telegram.call(method, parameters)
        except TelegramError as error:
            if classify(error) is Verdict.DEAD:
                raise
            pause = backoff.after(error)
            logger.warning("%s failed (%s); trying again in %.0f s", method, error, pause)
        await asyncio.sleep(pause)
