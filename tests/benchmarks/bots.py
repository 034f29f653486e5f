"""The bots that are measured, each a process of its own: `python -m tests.benchmarks.bots trainer|echo URL FOLDER`.

After that, `paced` keeps the trainer to 28 messages a second; with `profile` it writes to <FOLDER>/profile where its
time went from SIGUSR1 on.
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


async def trainer(url: str, folder: Path, per_second: int) -> None:
    """The whole bot."""
    from bot.app import serve
    from bot.clock import Clock
    from bot.config import Config

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    config = Config(TOKEN, url, None, f"sqlite:///{folder / 'bot.sqlite3'}", per_second)
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
    elif "profile" in wishes:
        profiles = Profiles()
        signal.signal(signal.SIGUSR1, profiles.begin)
        asyncio.run(trainer(address, Path(place), rate))
        profiles.write(Path(place) / "profile")
    else:
        asyncio.run(trainer(address, Path(place), rate))
