"""How much the bot takes, on both databases and with several processes.

    python -m tests.benchmarks.throughput [--people 300] [--each 3] [--seconds 40]

First everybody writes at once: updates answered in a second, and CPU of all processes of the bot for each (without that
of the server of PostgreSQL). Then 25 updates a second come from one chat after the other: how long answers take. The
limit of messages a second is taken off, scoring is left out, and the simulator needs a good part of a core itself.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from bot.simulator import Phone, Simulator
from tests.conftest import emptied
from tests.servers import server

COMMAND = "/ueber"
PER_SECOND = 25
STARTING = 180  # seconds until the first answer
LOOK = 0.02  # seconds between two looks at all phones
CASES = (("SQLite", 1), ("PostgreSQL", 1), ("PostgreSQL", 2), ("PostgreSQL", 4))


@asynccontextmanager
async def bots(url: str, place: str, number: int) -> AsyncIterator[list[psutil.Process]]:
    """So many processes of the bot on one database."""
    command = (sys.executable, "-m", "tests.benchmarks.bots", "trainer", url, place)
    processes = [await asyncio.create_subprocess_exec(*command) for _ in range(number)]
    try:
        yield [psutil.Process(process.pid) for process in processes]
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            await process.wait()


async def at_once(phones: Sequence[Phone], each: int) -> float:
    """Seconds until everybody has all answers."""
    begun = time.perf_counter()
    before = [len(phone.messages) for phone in phones]
    for _ in range(each):
        for phone in phones:
            phone.says(COMMAND)
    for phone, known in zip(phones, before, strict=True):
        while len(phone.messages) < known + 2 * each:  # noqa: ASYNC110 - bells for all would cost more than they tell
            await asyncio.sleep(LOOK)
    return time.perf_counter() - begun


async def steadily(phones: Sequence[Phone], seconds: int) -> list[float]:
    """How long each answer took."""
    begun = asyncio.get_running_loop().time()
    asking = []
    for number in range(PER_SECOND * seconds):
        await asyncio.sleep(begun + number / PER_SECOND - asyncio.get_running_loop().time())
        asking.append(asyncio.create_task(ask(phones[number % len(phones)])))
    return await asyncio.gather(*asking)


async def ask(phone: Phone) -> float:
    """The seconds until the answer."""
    begun = time.perf_counter()
    phone.says(COMMAND)
    await phone.reply(STARTING)
    return time.perf_counter() - begun


def cpu(processes: Sequence[psutil.Process]) -> float:
    """Seconds used so far."""
    return float(sum(sum(process.cpu_times()[:2]) for process in processes))


async def measure(name: str, place: str, number: int, people: int, each: int, seconds: int) -> None:
    """Prints a row."""
    async with Simulator() as simulator, bots(simulator.url, place, number) as processes:
        phones = [simulator.person(person, "Kim") for person in range(1, people + 1)]
        await ask(phones[0])
        await at_once(phones, 1)  # whatever is loaded late is there
        await asyncio.sleep(each)  # a chat gets one message a second
        begun = cpu(processes)
        lasted = await at_once(phones, each)
        burst = cpu(processes) - begun
        await asyncio.sleep(each)
        begun = cpu(processes)
        waits = await steadily(phones, seconds)
        steady = cpu(processes) - begun
    said = people * each
    middle, late = statistics.median(waits), statistics.quantiles(waits, n=100)[-1]
    print(
        f"{name:12}{number:10}{said / lasted:12.0f}{1000 * burst / said:12.2f}"
        f"{1000 * steady / len(waits):12.2f}{1000 * middle:10.0f}{1000 * late:10.0f}",
        flush=True,
    )


async def main(people: int, each: int, seconds: int) -> None:
    """Measures and prints."""
    print(f"{'':22}{'all at once':>24}{f'{PER_SECOND} a second':>32}")
    print(f"{'':12}{'processes':>10}{'updates/s':>12}{'CPU ms':>12}{'CPU ms':>12}{'p50 ms':>10}{'p99 ms':>10}")
    with tempfile.TemporaryDirectory() as folder, server(Path(folder) / "server") as running:
        for name, number in CASES:
            place = folder if name == "SQLite" else await emptied(running.get_uri())
            await measure(name, place, number, people, each, seconds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.throughput", description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--each", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=40)
    wanted = parser.parse_args()
    asyncio.run(main(wanted.people, wanted.each, wanted.seconds))
