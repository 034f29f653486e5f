"""How the bot takes a crowd: everybody writes at once.

    python -m tests.benchmarks.inbound [--people 1000] [--each 2] [--per-second 28]

Promised: everything is answered in the order it was said, memory stays bounded, and no more leaves in a second than
is allowed. The simulated Telegram keeps its own limits and would refuse what comes faster.
"""

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from bot.app import serve
from bot.clock import Clock
from bot.config import Config
from bot.simulator import Phone, Simulator

PAGES = ("/ueber", "/datenschutz")
"""What somebody who has not consented may ask, in turns."""
WRITING = ("sendMessage", "editMessageText")
MEGABYTE = 2**20


@dataclass(frozen=True)
class Result:
    """What was seen; of those who were not answered rightly only the number."""

    said: int
    answered: int
    out_of_order: int
    refused: int  # calls that came too fast for Telegram
    fastest: int  # messages in the fastest second
    seconds: float
    before: int  # MB of memory
    most: int

    def __str__(self) -> str:
        rows = {
            "messages said": self.said,
            "answered": self.answered,
            "chats out of order": self.out_of_order,
            "refused by Telegram": self.refused,
            "sent in the fastest second": self.fastest,
            "seconds": round(self.seconds),
            "memory before and at most (MB)": f"{self.before} {self.most}",
        }
        return "\n".join(f"{name:34}{value:>12}" for name, value in rows.items())


async def rush(folder: Path, *, people: int, each: int, per_second: int, patience: float) -> Result:
    """Lets `people` say `each` things at once to a bot that has not yet seen any of them."""
    async with Simulator(limits=True) as simulator:
        config = Config(simulator.token, simulator.url, None, f"sqlite:///{folder / 'bot.sqlite3'}", per_second)
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(config, Clock(), stop))
        await simulator.polled()
        before = most = _memory()
        phones = [simulator.person(number, "Kim") for number in range(1, people + 1)]
        begun = time.perf_counter()
        for place in range(each):
            for phone in phones:
                phone.says(PAGES[place % len(PAGES)])
        async with asyncio.timeout(patience):
            while sum(len(_heard(phone)) for phone in phones) < people * each:
                most = max(most, _memory())
                await simulator.world.bell.rung()
        seconds = time.perf_counter() - begun
        stop.set()
        await serving
        sent = [call for call in simulator.calls if call.method in WRITING]
        times = [call.at.timestamp() for call in sent]
        return Result(
            said=people * each,
            answered=sum(len(_heard(phone)) for phone in phones),
            out_of_order=sum(not _is_in_order(phone, each) for phone in phones),
            refused=sum(call.status != 200 for call in sent),
            fastest=max(sum(start <= at < start + 1 for at in times) for start in times),
            seconds=seconds,
            before=before,
            most=most,
        )


def _heard(phone: Phone) -> list[str]:
    return [bubble.text for bubble in phone.messages if bubble.from_bot]


def _is_in_order(phone: Phone, each: int) -> bool:
    """Whether the answers are those to what was said: they differ, and take turns as the questions did."""
    heard = _heard(phone)
    kinds = [heard[place] for place in range(min(len(PAGES), each))]
    return len(set(kinds)) == len(kinds) and heard == [kinds[place % len(PAGES)] for place in range(each)]


def _memory() -> int:
    return int(psutil.Process().memory_info().rss // MEGABYTE)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.inbound", description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--per-second", type=int, default=28)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        at_once = rush(
            Path(folder), people=wanted.people, each=wanted.each, per_second=wanted.per_second, patience=3600
        )
        print(asyncio.run(at_once))


if __name__ == "__main__":
    main()
