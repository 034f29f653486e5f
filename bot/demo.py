"""`verkaufstrainer demo`: the real bot against the embedded Telegram, with two phones in the browser."""

import asyncio
import logging
import signal
import webbrowser
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from platformdirs import user_data_path

from bot import logs
from bot.app import serve
from bot.clock import Clock
from bot.config import Config
from bot.exclusive import exclusive
from bot.hindered import Hindered
from bot.simulator import Simulator

PORT, HIGHEST_PORT = 8765, 65535
DATABASE = "verkaufstrainer.sqlite3"
LOCK = "running.sqlite3"
REMEMBERED_CALLS = 1000


def options(parser: ArgumentParser) -> None:
    """What the command takes."""
    folder = user_data_path("verkaufstrainer-demo", appauthor=False)
    parser.add_argument("--folder", type=Path, default=folder, help=f"where its data is kept (default: {folder})")
    parser.add_argument("--fresh", action="store_true", help="begin anew: forget what the folder holds")
    parser.add_argument("--port", type=_port, help=f"port of the page (default: {PORT}, or any free one)")
    parser.add_argument("--open", action="store_true", help="open the page in the browser")


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= HIGHEST_PORT):
        raise ArgumentTypeError(f"is {text!r}; expected 0 to {HIGHEST_PORT}")
    return int(text)


def command(arguments: Namespace) -> int:
    """Runs until Ctrl-C; raises Hindered if it cannot start."""
    logs.set_up(level=logging.WARNING)
    with locked(arguments.folder):
        if arguments.fresh:
            empty(arguments.folder)
        asyncio.run(play(arguments.folder, arguments.port, open_page=arguments.open))
    return 0


async def play(folder: Path, port: int | None, *, open_page: bool) -> None:
    """Runs the simulator and the bot side by side, on one clock, until a signal says stop."""
    clock, stop = Clock(), asyncio.Event()
    async with await started(clock, folder, port) as simulator:
        simulator.person(1001, "Kim", role="Trainee")
        simulator.person(1002, "Alex", role="Coach")
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
        announce(simulator.url, folder)
        if open_page:
            webbrowser.open(simulator.url)
        await serve(settings(simulator, folder), clock, stop)


async def started(clock: Clock, folder: Path, port: int | None) -> Simulator:
    """A running simulator on the port wished for; on any free one if nobody wished and the usual one is taken."""
    try:
        simulator = Simulator(clock, port=PORT if port is None else port, folder=folder, remembered=REMEMBERED_CALLS)
        await simulator.start()
    except OSError as error:
        if port is not None:
            raise Hindered(f"Port {port} cannot be used: {error.strerror}. Another one: --port 0 takes any.") from error
        return await started(clock, folder, 0)
    except msgspec.DecodeError as error:
        raise Hindered(f"{folder / Simulator.FILE} cannot be read: {error}. Begin anew with --fresh.") from error
    return simulator


def settings(simulator: Simulator, folder: Path) -> Config:
    """What the bot needs to take the simulator for Telegram."""
    database = f"sqlite:///{folder / DATABASE}"
    return Config(simulator.token, simulator.url, webhook=None, database=database, per_second=28)


def announce(url: str, folder: Path) -> None:
    """Says where to look."""
    lines = [
        f"Verkaufstrainer demo: {url}",
        f"Its data: {folder} (kept between starts; --fresh begins anew)",
        "Stop it with Ctrl-C.",
    ]
    print("\n".join(lines), flush=True)  # noqa: T201 - the command line prints


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps a second demo out of the folder; the lock ends with the process, however that ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with exclusive(folder / LOCK, f"A demo is already running with {folder}. Another one: --folder PATH"):
        yield


def empty(folder: Path) -> None:
    """Forgets people, chats and training; touches no file that is not the demo's."""
    for name in (Simulator.FILE, *(f"{DATABASE}{suffix}" for suffix in ("", "-wal", "-shm"))):
        (folder / name).unlink(missing_ok=True)
