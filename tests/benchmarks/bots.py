"""The bots that are measured, each a process of its own: `python -m tests.benchmarks.bots NAME URL PLACE`.

NAME is trainer, echo or fsm; PLACE is the folder or the address of the trainer's database. After that, `paced` keeps
the trainer to 28 messages a second; with `profile` it writes to <FOLDER>/profile where its time went from
SIGUSR1 on.
"""

import asyncio
import cProfile
import marshal
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bot.simulator.server import TOKEN

Function = tuple[str, str]
"""Path and name."""


async def trainer(url: str, place: str, per_second: int) -> None:
    """The whole bot, with its data in a folder or in a PostgreSQL."""
    from bot.app import serve
    from bot.clock import Clock
    from bot.config import Config

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = place if "://" in place else f"sqlite:///{Path(place) / 'bot.sqlite3'}"
    config = Config(TOKEN, url, None, database, per_second)
    await serve(config, Clock(), stop)


def echo(url: str) -> None:
    """What everybody begins with: python-telegram-bot as it comes."""
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    application = Application.builder().token(TOKEN).base_url(f"{url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, answer))
    application.run_polling()


async def fsm(url: str) -> None:
    """A bot on aiogram that keeps, in memory, where each person stands."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.fsm.context import FSMContext
    from aiogram.fsm.state import State, StatesGroup
    from aiogram.types import Message

    class Talk(StatesGroup):  # type: ignore[misc]
        odd = State()
        even = State()

    dispatcher = Dispatcher()

    @dispatcher.message(Talk.odd)  # type: ignore[untyped-decorator]
    async def answer_odd(message: Message, state: FSMContext) -> None:
        await state.set_state(Talk.even)
        await message.answer(message.text)

    @dispatcher.message()  # type: ignore[untyped-decorator]
    async def answer(message: Message, state: FSMContext) -> None:
        await state.set_state(Talk.odd)
        await message.answer(message.text)

    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    await dispatcher.start_polling(Bot(TOKEN, session=session))


class Profiles:
    """One profile for each thread, begun when the start is over."""

    def __init__(self) -> None:
        self._profiles: list[cProfile.Profile] = []
        self._begun = False
        threading.setprofile(self._follow)

    def begin(self, *_: object) -> None:
        """From now on everything counts."""
        self._begun = True
        self._profile()

    def write(self, file: Path) -> None:
        """The CPU seconds spent in each function itself, of all threads."""
        own = Counter[Function]()
        for profile in self._profiles:
            profile.snapshot_stats()
            for (path, _, name), (_, _, seconds, _, _) in profile.stats.items():
                own[path, name] += seconds
        file.write_bytes(marshal.dumps(dict(own)))

    def _follow(self, frame: Any, event: str, argument: Any) -> None:
        """Called for whatever a new thread does, until it has its profile."""
        if self._begun:
            self._profile()

    def _profile(self) -> None:
        profile = cProfile.Profile(time.thread_time)
        self._profiles.append(profile)
        profile.enable()


if __name__ == "__main__":
    kind, address, place, *wishes = sys.argv[1:]
    rate = 28 if "paced" in wishes else 1000
    if kind == "echo":
        echo(address)
    elif kind == "fsm":
        asyncio.run(fsm(address))
    elif "profile" in wishes:
        profiles = Profiles()
        signal.signal(signal.SIGUSR1, profiles.begin)
        asyncio.run(trainer(address, place, rate))
        profiles.write(Path(place) / "profile")
    else:
        asyncio.run(trainer(address, place, rate))
