"""How long others wait while one chat sends hundreds of messages at once.

    python -m tests.benchmarks.flood [--people 20] [--messages 500]

Promised: under 1.5 seconds for 95 of 100 answers, with 28 messages a second in all, and one line for all the junk.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from tests.benchmarks.cpu import admit, contestant
from tests.phone import FarPhone


async def chat(phone: FarPhone, over: asyncio.Event, waits: list[float]) -> None:
    """Asks again and again until the flood is `over`, and notes how long each answer took."""
    while not over.is_set():
        begun = time.perf_counter()
        await phone.says("/menue")
        await phone.reply()
        waits.append(time.perf_counter() - begun)
        await asyncio.sleep(1.2)  # a chat may get one message a second


async def flood(phone: FarPhone, messages: int) -> int:
    """Sends junk, waits until all of it was handled, and returns how many lines that got."""
    before = len(phone.messages)
    for number in range(messages):
        await phone.says(f"Unsinn {number}")
    await phone.says("/menue")
    menu = await phone.until(lambda phone: [m for m in phone.unread if m["rows"][0][0]["text"] == "Rollenspiel"], 120)
    return sum(message["bot"] and message["id"] < menu[0]["id"] for message in phone.messages[before:])


async def main(people: int, messages: int) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        async with contestant("trainer", Path(folder), people + 1, "paced") as bot:
            for phone in bot.phones:
                await admit(phone)
            loud, *quiet = bot.phones
            waits: list[float] = []
            over = asyncio.Event()
            chats = [asyncio.create_task(chat(phone, over, waits)) for phone in quiet]
            begun = time.perf_counter()
            lines = await flood(loud, messages)
            lasted = time.perf_counter() - begun
            over.set()
            await asyncio.gather(*chats)
    print(f"{messages} messages of one chat were handled in {lasted:.1f} s and got {lines} line(s)")
    middle, late = statistics.median(waits), statistics.quantiles(waits, n=20)[-1]
    print(f"{len(waits)} answers to {people} others: median {middle:.2f} s, p95 {late:.2f} s, worst {max(waits):.2f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.flood", description=__doc__)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--messages", type=int, default=500)
    wanted = parser.parse_args()
    asyncio.run(main(wanted.people, wanted.messages))
