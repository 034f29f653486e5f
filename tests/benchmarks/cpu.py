"""What the bot costs: CPU, memory, time to start, space on disk.

    python -m tests.benchmarks.cpu [--rounds 5] [--people 30] [--runs 5000] [--profile]

CPU is that of the bot's process, beside a bare echo bot on stock python-telegram-bot and, where aiogram is installed, a
bot on its state machine (fsm), each with a simulator in a process of its own; they take turns within one run, and the
median of the rounds is shown.
"""

import argparse
import asyncio
import marshal
import re
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from operator import attrgetter
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from telegram import Bot, InlineKeyboardMarkup
from telegram.request import HTTPXRequest

from bot.simulator.server import TOKEN
from bot.telegram import Telegram
from tests.phone import FarPhone, FarSimulator, far_simulator

COMMAND = "/ueber"
CALLS = 200
STARTING = 180  # seconds a bot may take to answer first
BUTTONS = [[{"text": "Weiter", "callback_data": "weiter|1|"}, {"text": "Tipp", "callback_data": "tipp|1|"}]]
TEXT = "Wie schreiben Sie heute Ihre Angebote? " * 4


@dataclass
class Contestant:
    """A bot in its process, and its people."""

    name: str
    process: psutil.Process
    simulator: FarSimulator
    phones: list[FarPhone]
    started: float
    single: list[float] = field(default_factory=list)
    crowd: list[float] = field(default_factory=list)

    def cpu(self) -> float:
        """Seconds used so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@asynccontextmanager
async def contestant(name: str, folder: Path, people: int, *wishes: str) -> AsyncIterator[Contestant]:
    """Starts a bot and waits until it polls."""
    async with far_simulator() as simulator:
        begun = time.perf_counter()
        command = (sys.executable, "-m", "tests.benchmarks.bots", name, simulator.url, str(folder), *wishes)
        process = await asyncio.create_subprocess_exec(*command)
        try:
            phones = [await simulator.person(number, "Kim") for number in range(1, people + 1)]
            await phones[0].starts()
            await phones[0].reply(STARTING)
            started = time.perf_counter() - begun
            for phone in phones[1:]:
                await phone.starts()
                await phone.reply()
            yield Contestant(name, psutil.Process(process.pid), simulator, phones, started)
        finally:
            process.terminate()
            await process.wait()


async def admit(phone: FarPhone) -> None:
    """Consents and says a name."""
    await phone.taps("Einverstanden")
    await phone.reply()
    await phone.says("Kim")
    await phone.reply()


async def ask(phone: FarPhone) -> None:
    """One message, one answer."""
    await phone.says(COMMAND)
    await phone.reply()


async def play(bot: Contestant) -> None:
    """A round: everybody one after the other, then all at once."""
    for way, asking in ((bot.single, one_by_one), (bot.crowd, together)):
        before = bot.cpu()
        await asking(bot.phones)
        way.append((bot.cpu() - before) / len(bot.phones))
        await asyncio.sleep(2)  # the limit of one message a second in a chat is no cost


async def one_by_one(phones: list[FarPhone]) -> None:
    """Nobody asks before the one before was answered: each update is polled alone."""
    for phone in phones:
        await ask(phone)


async def together(phones: list[FarPhone]) -> None:
    """All ask at once: updates come and go in batches."""
    await asyncio.gather(*(ask(phone) for phone in phones))


async def measure_calls(url: str, rounds: int) -> dict[str, float]:
    """CPU milliseconds of one sendMessage in this process, for each way of calling."""
    stock = Bot(TOKEN, f"{url}/bot", request=HTTPXRequest(), get_updates_request=HTTPXRequest())

    async def with_stock() -> None:
        markup = InlineKeyboardMarkup.de_json({"inline_keyboard": BUTTONS}, None)
        await stock.send_message(1, TEXT, parse_mode="HTML", reply_markup=markup)

    async with Telegram(TOKEN, url) as ours, stock:
        parameters = {"chat_id": 1, "text": TEXT, "parse_mode": "HTML", "reply_markup": {"inline_keyboard": BUTTONS}}
        ways: dict[str, Callable[[], Awaitable[object]]] = {
            "echo": with_stock,
            "trainer": lambda: ours.call("sendMessage", parameters),
        }
        costs: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, call in ways.items():
                before = time.process_time()
                for _ in range(CALLS):
                    await call()
                costs[name].append((time.process_time() - before) / CALLS * 1000)
    return {name: statistics.median(cost) for name, cost in costs.items()}


def middle(seconds: list[float]) -> float:
    """The median, in milliseconds."""
    return 1000 * statistics.median(seconds)


def show(title: str, echo: float, trainer: float, fsm: float | None = None) -> None:
    """A line of the table."""
    print(f"{title:<38}{echo:8.2f}{trainer:9.2f}{trainer / echo:8.2f}", f"{fsm:7.2f}" if fsm else "")


async def open_runs(bot: Contestant, database: Path, runs: int) -> None:
    """Lets one trainee begin a run, and as many others stand where she stands."""
    phone = bot.phones[0]
    await phone.says("/rollenspiel")
    await phone.reply()
    for _ in range(3):  # course, customer, start
        choice = phone.messages[-1]
        await phone.presses(choice["id"], choice["rows"][0][0]["data"])
        await phone.until(lambda phone, choice=choice: phone.messages[-1] != choice)  # type: ignore[misc]
    with sqlite3.connect(database, timeout=30) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(actors)") if row[1] not in ("actor", "chat")]
        names = ", ".join(f'"{column}"' for column in columns)
        connection.executemany(
            f"INSERT INTO actors (actor, chat, {names}) SELECT ?, ?, {names} FROM actors WHERE actor = 'person:1'",
            [(f"person:{number}", number) for number in range(10_000, 10_000 + runs)],
        )
    connection.close()


def installed_megabytes() -> float:
    """The program and everything it needs, as installed, without the extras for tests."""
    needed, known = ["verkaufstrainer"], set[str]()
    size = 0
    while needed:
        name = needed.pop().lower().replace("_", "-")
        if name in known:
            continue
        known.add(name)
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # needed on other machines only
        files = [Path(str(file.locate())) for file in package.files or ()]
        size += sum(file.stat().st_size for file in files if file.is_file())
        needed += [
            re.split(r"[^\w.-]", need, maxsplit=1)[0] for need in package.requires or () if "extra ==" not in need
        ]
    return size / 1e6


def show_profile(file: Path) -> None:
    """Where the time went, by package and by function."""
    packages, functions = Counter[str](), Counter[str]()
    for (path, name), seconds in marshal.loads(file.read_bytes()).items():
        found = re.search(r"site-packages/(\w+)|/(bot|flows|prompts)/|lib/python[\d.]+/(?!site-packages)(\w+)", path)
        package = next(filter(None, found.groups())) if found else "built in"
        packages[package] += seconds
        functions[f"{package}: {name}"] += seconds
    for title, spent, lines in (("package", packages, 14), ("function itself", functions, 20)):
        print(f"\nThe trainer's time by {title} (CPU, all threads)")
        for what, seconds in spent.most_common(lines):
            print(f"  {seconds / spent.total():6.1%}  {what}")


async def main(rounds: int, people: int, runs: int, *, profile: bool) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        async with AsyncExitStack() as stack:
            wishes = ("profile",) if profile else ()
            trainer = await stack.enter_async_context(contestant("trainer", folder, people, *wishes))
            echo = await stack.enter_async_context(contestant("echo", folder, people))
            others = [echo]
            if find_spec("aiogram"):
                others.append(await stack.enter_async_context(contestant("fsm", folder, people)))
            for phone in trainer.phones:
                await admit(phone)
            if profile:
                trainer.process.send_signal(signal.SIGUSR1)
            for _ in range(rounds):
                for bot in (*others, trainer):
                    await play(bot)
            calls = await measure_calls(echo.simulator.url, rounds)
            idle = trainer.process.memory_info().rss / 1e6
            await open_runs(trainer, folder / "bot.sqlite3", runs)
            for phone in trainer.phones:
                await ask(phone)
            full = trainer.process.memory_info().rss / 1e6
            violations = await trainer.simulator.violations()

        fsm = others[1] if others[1:] else None
        print(f"{'CPU in ms':<38}{'echo':>8}{'trainer':>9}{'ratio':>8}{'fsm' if fsm else '':>8}")
        show("a call of the Bot API", calls["echo"], calls["trainer"])
        for title, costs in (("alone", attrgetter("single")), ("in a crowd", attrgetter("crowd"))):
            theirs = middle(costs(fsm)) if fsm else None
            show(f"a message and its answer, {title}", middle(costs(echo)), middle(costs(trainer)), theirs)
        print(f"\nStart to first answer: {trainer.started:.1f} s (echo: {echo.started:.1f} s)")
        print(f"Memory: {idle:.0f} MB, with {runs} open runs {full:.0f} MB")
        print(f"Installed: {installed_megabytes():.0f} MB")
        print(f"Violations of the Bot API: {len(violations)}")
        if profile:
            show_profile(folder / "profile")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.cpu", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--runs", type=int, default=5000)
    parser.add_argument("--profile", action="store_true", help="show where the time goes; makes everything slower")
    wanted = parser.parse_args()
    asyncio.run(main(wanted.rounds, wanted.people, wanted.runs, profile=wanted.profile))
