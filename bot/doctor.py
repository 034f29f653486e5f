"""`verkaufstrainer doctor`: is everything as it must be before the bot can work, and what to do if not?"""

import asyncio
import os
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import aiohttp
from jinja2 import TemplateNotFound, TemplateSyntaxError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.alerts import LEAST_FREE, free_space
from bot.app import SETTINGS
from bot.clock import Clock
from bot.config import Config, Status, load
from bot.content import load_library
from bot.engine import load_engine
from bot.hindered import Hindered
from bot.place import file_of, place
from bot.places import load_zones
from bot.render import FaultyTemplate, Renderer
from bot.store.database import Database, connect
from bot.store.upgrade import NewerDatabase, is_current
from bot.telegram import Telegram
from flows.fields import FaultyData

PATIENCE = 10.0
"""Seconds anything outside may take to answer."""

WRONG_CLOCK = 30.0
"""Seconds by which the clock may differ from Telegram's."""

FOLDER = files("prompts") / "de"
HERE = ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich")


@dataclass(frozen=True)
class Finding:
    """What was looked at and found; if it is not well, the sentence says what to do."""

    what: str
    sentence: str
    well: bool = True

    def __str__(self) -> str:
        return f"{'✓' if self.well else '✗'} {self.what:<9} {self.sentence}"


def options(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--config", type=Path, help=f"settings (default: {SETTINGS}, if there is one)")
    parser.add_argument("--mend", action="store_true", help="remove a webhook that keeps the bot from polling")


def command(arguments: Namespace) -> int:
    """Prints a line for everything looked at; 1 if something is not well."""
    if arguments.config and not arguments.config.exists():
        raise Hindered(f"{arguments.config}: there is no such file")
    return asyncio.run(_report(arguments.config or SETTINGS, mend=arguments.mend))


async def _report(settings: Path, *, mend: bool) -> int:
    well = True
    for finding in package():
        well = _tell(finding) and well
    async for finding in examine(settings, os.environ, Clock(), mend=mend):
        well = _tell(finding) and well
    return int(not well)


def _tell(finding: Finding) -> bool:
    print(finding, flush=True)  # noqa: T201 - the command line prints
    return finding.well


async def examine(
    settings: Path, environment: Mapping[str, str], clock: Clock, *, mend: bool = False
) -> AsyncIterator[Finding]:
    """Looks at everything outside the package: settings, database, Telegram."""
    try:
        config = load(settings, environment)
    except FaultyData as faulty:
        for fault in faulty.faults:
            yield Finding("config", fault, well=False)
        return
    yield Finding("config", _sound(settings))
    if config.status:
        yield await _status(config.status)
    for finding in await _database(config.database):
        yield finding
    async for finding in _telegram(config, clock, mend=mend):
        yield finding


def _sound(settings: Path) -> str:
    return f"{settings} is sound" if settings.exists() else f"there is no {settings}; the environment is sound"


def package() -> Iterator[Finding]:
    """Looks at what travels in the package, and in those it needs."""
    try:
        library = load_library(engine := load_engine(), {})
        played = f"{len(library.current.courses)} courses and {len(library.current.scenarios)} customers"
        yield Finding("content", f"{played}, scored by version {engine.version} of {version('verkaufstrainer')}")
    except FaultyData as faulty:
        yield Finding("content", f"{'; '.join(faulty.faults)}. Install the program anew.", well=False)
    yield _templates(sorted(file.name.removesuffix(".j2") for file in FOLDER.iterdir() if file.name.endswith(".j2")))
    yield _zones()


def _templates(names: Sequence[str]) -> Finding:
    renderer, faults = Renderer(), []
    for name in names:
        try:
            renderer.message(name, {})
        except FaultyTemplate as error:
            if isinstance(error.__cause__, TemplateSyntaxError | TemplateNotFound):  # that it lacks values is no fault
                faults.append(str(error))
    if faults:
        return Finding("templates", f"{'; '.join(faults)}. Install the program anew.", well=False)
    return Finding("templates", f"{len(names)} can be read")


def _zones() -> Finding:
    missing = [zone for zone in HERE if zone not in available_timezones() or not load_zones().find(zone)]
    if missing:
        return Finding("zones", f"{', '.join(missing)} is unknown here. Install the package tzdata anew.", well=False)
    return Finding("zones", f"{len(available_timezones())} are known")


async def _status(status: Status) -> Finding:
    """Whether its port is free, or in use by the bot itself."""
    address = f"http://{status.listen}:{status.port}/healthz"
    try:
        async with aiohttp.ClientSession() as session, session.get(address, timeout=_patience()) as answer:
            said = (await answer.text()).strip()
    except aiohttp.ClientConnectorError:
        return Finding("status", f"nobody answers at {address}: the bot does not run, which is well")
    except (aiohttp.ClientError, TimeoutError):
        said = ""
    if said == "ok":
        return Finding("status", f"the bot runs and says at {address} that all is well")
    if said and answer.status == 503:
        return Finding("status", f"the bot runs and says: {said}", well=False)
    return Finding("status", f"something else answers at {address}. Choose another status.port.", well=False)


async def _database(url: str) -> list[Finding]:
    file = file_of(url)
    if file and not file.exists():
        return [_folder(file), *_room(file)]
    try:
        database = connect(url)
    except Hindered as error:
        return [Finding("database", str(error), well=False)]
    try:
        async with asyncio.timeout(PATIENCE + PATIENCE):  # SQLite itself waits for ten seconds
            return [await _tables(database, url), *_room(file)]
    except NewerDatabase as error:
        return [Finding("database", str(error), well=False)]
    except TimeoutError:
        return [Finding("database", f"{place(url)} does not answer. Is something else using it?", well=False)]
    except (DBAPIError, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        return [Finding("database", f"{place(url)} cannot be used: {cause}", well=False)]
    finally:
        await database.close()


async def _tables(database: Database, url: str) -> Finding:
    current = await database.read(is_current)
    try:
        await database.write(_try_to_write)
    except _Undone:
        tables = "its tables are up to date" if current else "the next start brings its tables up to date"
        return Finding("database", f"{place(url)} can be read and written, {tables}")
    raise AssertionError("what was tried is always undone")


class _Undone(Exception):
    """It worked, and shall not stay."""


def _try_to_write(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE verkaufstrainer_doctor (id INTEGER)"))
    raise _Undone


def _folder(file: Path) -> Finding:
    folder = next(parent for parent in file.resolve().parents if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Finding("database", f"{place(f'sqlite:///{file}')} is made at the first start")
    except OSError as error:
        sentence = f"{folder} cannot be written to: {error.strerror}. Let the bot's user do so, or set database.url."
        return Finding("database", sentence, well=False)


def _room(file: Path | None) -> list[Finding]:
    folder = next(parent for parent in file.resolve().parents if parent.exists()) if file else None
    free = free_space(folder)
    if free is None:
        return []
    megabytes = f"{free // 1024**2} MB are free in {folder}"
    if free < LEAST_FREE:
        return [Finding("disk", f"only {megabytes}. Make room: {LEAST_FREE // 1024**2} MB are needed.", well=False)]
    return [Finding("disk", megabytes)]


async def _telegram(config: Config, clock: Clock, *, mend: bool) -> AsyncIterator[Finding]:
    try:
        delay, there = await _greet(config.base_url)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        trouble = str(error) or type(error).__name__
        sentence = f"{config.base_url} cannot be reached ({trouble}). Look at network, firewall and proxy."
        yield Finding("network", sentence, well=False)
        return
    yield Finding("network", f"{config.base_url} answers within {delay * 1000:.0f} ms")
    if there:
        yield _clock(parsedate_to_datetime(there).timestamp() - clock.now().timestamp())
    async with Telegram(config.token, config.base_url) as telegram:
        try:
            async with asyncio.timeout(PATIENCE * 3):
                yield Finding("token", f"it is that of @{(await telegram.call('getMe', {}))['username']}")
                yield await _webhook(telegram, config, mend=mend)
                for admin in config.admins:
                    yield await _admin(telegram, admin)
        except InvalidToken:
            yield Finding("token", "Telegram refuses it. @BotFather tells you the right one: /token", well=False)
        except (TelegramError, TimeoutError) as error:
            yield Finding("token", f"Telegram cannot say now: {error or 'it does not answer'}", well=False)


async def _greet(address: str) -> tuple[float, str | None]:
    """How long the way there and back takes, and what time it is there."""
    begun = perf_counter()
    async with (
        aiohttp.ClientSession(trust_env=True) as session,
        session.head(address, timeout=_patience(), allow_redirects=False) as answer,
    ):
        return perf_counter() - begun, answer.headers.get("Date")


def _patience() -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=PATIENCE)


def _clock(ahead: float) -> Finding:
    """How far Telegram is ahead of us."""
    if abs(ahead) <= WRONG_CLOCK:
        return Finding("clock", "it agrees with Telegram's")
    way = "slow" if ahead > 0 else "fast"
    sentence = f"it is {abs(ahead):.0f} s {way}: reminders would come at the wrong time. Let the machine keep it (NTP)."
    return Finding("clock", sentence, well=False)


async def _webhook(telegram: Telegram, config: Config, *, mend: bool) -> Finding:
    info = await telegram.call("getWebhookInfo", {})
    url, waiting = str(info["url"]), f"{info['pending_update_count']} updates wait"
    if config.webhook is None:
        if not url:
            return Finding("updates", f"the bot asks for them (polling); {waiting}")
        if mend:
            await telegram.call("deleteWebhook", {})
            return Finding("updates", f"the webhook at {_host(url)} is removed, the bot can ask for them; {waiting}")
        sentence = f"a webhook is set at {_host(url)}, so Telegram gives none to a bot that asks. {waiting}. Remove it:"
        return Finding("updates", f"{sentence} verkaufstrainer doctor --mend", well=False)
    if url and url != config.webhook.url:
        return Finding("updates", f"they go to {_host(url)} until the next start; {waiting}")
    if info["pending_update_count"] and (trouble := info.get("last_error_message")):
        sentence = f"Telegram could not deliver them to {_host(config.webhook.url)}: {trouble}. {waiting}."
        return Finding("updates", f"{sentence} Look at the reverse proxy and its certificate.", well=False)
    return Finding("updates", f"Telegram delivers them to {_host(config.webhook.url)}; {waiting}")


def _host(url: str) -> str:
    """An address without its path, which may be secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


async def _admin(telegram: Telegram, admin: int) -> Finding:
    try:
        await telegram.call("sendChatAction", {"chat_id": admin, "action": "typing"})
    except (BadRequest, Forbidden) as error:
        sentence = f"{admin} cannot be told of trouble ({error}). She has to press Start in the bot's chat."
        return Finding("admin", sentence, well=False)
    return Finding("admin", f"{admin} can be told of trouble")
