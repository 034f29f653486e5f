"""The whole program, put together in order."""

import argparse
import asyncio
import logging
import os
import random
import signal
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from telegram.error import BadRequest, InvalidToken

from bot import logs
from bot.alerts import Alerts, free_space
from bot.clock import Clock
from bot.config import Config, Webhook, load
from bot.content import load_files, load_library
from bot.courier import Courier
from bot.engine import load_engine
from bot.hindered import Hindered
from bot.intake import Intake, Listening, Polling
from bot.introduction import insist, introduce
from bot.metrics import Timed
from bot.place import alone, file_of, place, usable
from bot.places import load_zones
from bot.pulse import PULSES
from bot.render import Renderer
from bot.round import Round
from bot.sender import Sender
from bot.status import Health, Window
from bot.store.neighbours import Office
from bot.store.store import Store
from bot.store.upgrade import NewerDatabase
from bot.telegram import Telegram
from bot.timers import Timers
from bot.translate import UPDATES
from flows.desk import Desk

if TYPE_CHECKING:
    from bot.charts import Charts

logger = logging.getLogger(__name__)

SETTINGS = Path("config.toml")


async def serve(config: Config, clock: Clock, stop: asyncio.Event) -> None:
    """Runs the bot until `stop` is set, then ends within ten seconds; a kill at any moment is as harmless.

    Raises InvalidToken if Telegram does not know the token.
    """
    async with AsyncExitStack() as stack:
        with usable(config.database):
            stack.enter_context(alone(config.database))
            store = await Store.open(config.database, clock)
        stack.push_async_callback(store.close)
        telegram = await stack.enter_async_context(Telegram(config.token, config.base_url))

        library = load_library(Timed(load_engine()), await store.open_editions())
        await store.keep_edition(library.current.hash, load_files())
        desk = Desk(library, load_zones(), frozenset(f"person:{admin}" for admin in config.admins))
        round_ = Round(store, desk, Renderer(), clock)
        timers = Timers(store, clock, config.texts)

        courier = Courier(store, telegram, _draw)
        stack.callback(courier.close)
        sender = Sender(store, courier, clock, config.per_second)

        intake = Intake(store, telegram)
        stack.push_async_callback(intake.close)
        news = Listening(intake, config.webhook) if config.webhook else Polling(intake, telegram, random.Random())

        # Ended from the last to the first: nothing new comes in, what is being stepped is written, what flies lands.
        parts: list[Coroutine[Any, Any, Any]] = [
            store.listen(),
            store.lead(Office.SENDER, lambda: PULSES.sender.follow(sender.run)),
            PULSES.round.follow(round_.run),
            PULSES.timers.follow(timers.run),
            _receive(news, store, telegram, config),
            stop.wait(),
        ]
        if config.admins:
            file = file_of(config.database)
            free = partial(free_space, file.parent if file else None)
            parts.append(Alerts(store, clock, Renderer(), config.admins, free).run())
        if config.status:
            parts.append(Window(config.status, Health(store, clock)).run())
        tasks = [await stack.enter_async_context(_running(part)) for part in parts]
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()


def _draw(chart: str, values: Mapping[str, Any]) -> bytes:
    return _charts().draw(chart, values)


@cache
def _charts() -> "Charts":
    """Loaded with the first picture: matplotlib takes a third of the time to start."""
    from bot.charts import Charts

    return Charts()


@asynccontextmanager
async def _running(part: Coroutine[Any, Any, Any]) -> AsyncIterator[asyncio.Task[Any]]:
    """Runs `part` beside everything else, and ends it."""
    task = asyncio.create_task(part)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _receive(news: Polling | Listening, store: Store, telegram: Telegram, config: Config) -> None:
    """Makes sure that Telegram knows us, then takes what comes."""
    me = await insist(telegram, "getMe", {})
    if config.webhook:
        await _be_pushed(telegram, config.webhook)
    logger.info("@%s is running. Data: %s. Stop it with Ctrl-C.", me["username"], place(config.database))
    async with _running(introduce(telegram)):  # beside, because Telegram may make us wait for hours with that
        if isinstance(news, Polling):
            await store.lead(Office.POLLER, lambda: PULSES.poller.follow(news.run))
        else:
            await news.run()


async def _be_pushed(telegram: Telegram, webhook: Webhook) -> None:
    parameters = {"url": webhook.url, "secret_token": webhook.secret, "allowed_updates": UPDATES}
    try:
        await insist(telegram, "setWebhook", parameters)
    except BadRequest as error:
        raise Hindered(f"Telegram refuses the webhook {webhook.url} ({error})") from error


def options(parser: argparse.ArgumentParser) -> None:
    """The options of `verkaufstrainer run`."""
    parser.add_argument("--config", type=Path, help=f"settings (default: {SETTINGS}, if there is one)")


def command(arguments: argparse.Namespace) -> int:
    """Runs the bot on Telegram until it is told to stop."""
    if arguments.config and not arguments.config.exists():
        raise Hindered(f"{arguments.config}: there is no such file")
    config = load(arguments.config or SETTINGS, os.environ)
    logs.set_up(config.secrets, config.log_format)
    try:
        asyncio.run(_run(config))
    except InvalidToken as error:
        raise Hindered(f"Telegram refuses the token ({error}). @BotFather tells you the right one: /token") from error
    except NewerDatabase as error:
        raise Hindered(str(error)) from error
    except (Hindered, OSError):
        raise
    except Exception:  # Python itself would show what the log must not
        logger.critical("The program ends because of something nobody foresaw", exc_info=True)
        return 1
    return 0


async def _run(config: Config) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(config, Clock(), stop)
    logger.info("Stopped")
