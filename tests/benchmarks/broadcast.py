"""How fast an assignment to thousands leaves, and how long the coach and others wait meanwhile.

    python -m tests.benchmarks.broadcast [--people 10000] [--blocked 100] [--others 10]

The bot, in a process of its own, sends 28 messages a second; the simulator keeps Telegram's limits. Promised: at least
95 % of 28/s, no 429, replies in less than two seconds, and who blocked the bot is counted and not tried again.
"""

import argparse
import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bot.simulator import Phone, Simulator
from bot.simulator.api import OK, Call

FIRST = 10_000
PER_SECOND = 28
STEPS = ("Aufgabe geben", "Phasen", "Das Haushaltsbuch", "Geben …", "Ja, geben")


async def see(phone: Phone, label: str) -> None:
    """Waits for a button."""
    await phone.until(lambda phone: label in [button.text for button in phone.last.buttons], 60)


async def admit(phone: Phone, name: str) -> None:
    """As far as the menu."""
    phone.starts()
    await see(phone, "Einverstanden")
    phone.taps("Einverstanden")
    await see(phone, "Lieber ohne")
    phone.says(name)
    await see(phone, "Rollenspiel")


async def stay_up(phone: Phone) -> None:
    """No quiet hours: it may be measured at night."""
    for label in ("Einstellungen", "Ruhezeit"):
        await see(phone, label)
        phone.taps(label)
    await phone.until(lambda phone: "21 bis 7" in phone.last.text, 60)
    phone.says("keine")
    await see(phone, "Menü")


async def found(coach: Phone) -> None:
    """A team with a page to give exercises from."""
    coach.says("/coach")
    await see(coach, "Team gründen")
    coach.taps("Team gründen")
    await asyncio.sleep(1)
    coach.says("Vertrieb")
    await see(coach, "Zum Team")


def crowd(simulator: Simulator, database: Path, people: int, blocked: int, like: int) -> None:
    """Thousands who have consented and belong to the team, as one who is known; the first of them blocked the bot."""
    for number in range(FIRST, FIRST + people):
        simulator.person(number, f"Kim {number}")
        simulator.world.chat(number).open = True
    for number in range(FIRST, FIRST + blocked):
        simulator.world.chat(number).refusal = "Forbidden: bot was blocked by the user"
    with sqlite3.connect(database, timeout=30) as connection:
        for table, own, others in (
            ("actors", ("actor", "chat"), ""),
            ("kept", ("id", "about"), "kind = 'mitglied' AND "),
        ):
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] not in own]
            columns = ", ".join(f'"{name}"' for name in names)
            copied = "replace(data, '\"coach\"', '\"trainee\"')"
            values = columns.replace('"data"', copied) if table == "kept" else columns
            connection.executemany(
                f"INSERT INTO {table} ({own[0]}, {own[1]}, {columns})"
                f" SELECT ?, ?, {values} FROM {table} WHERE {others}{own[0]} = 'person:{like}'",
                [
                    (f"person:{number}", f"person:{number}" if table == "kept" else number)
                    for number in range(FIRST, FIRST + people)
                ],
            )
    connection.close()


async def ask(phone: Phone, over: asyncio.Event, waits: list[float]) -> None:
    """Asks for the menu again and again, and notes how long each answer took."""
    while phone.unread:
        await phone.reply()
    while not over.is_set():
        begun = time.perf_counter()
        phone.says("/menue")
        await phone.reply(60)
        waits.append(time.perf_counter() - begun)
        await asyncio.sleep(3)


async def main(people: int, blocked: int, others: int) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        async with Simulator() as simulator:
            command = (sys.executable, "-m", "tests.benchmarks.bots", "trainer", simulator.url, folder, "paced")
            process = await asyncio.create_subprocess_exec(*command)
            try:
                await simulator.polled()
                coach, *phones = (simulator.person(number, "Alex") for number in range(1, others + 2))
                for phone in (coach, *phones):
                    await admit(phone, "Alex")
                await stay_up(coach)
                await found(coach)
                crowd(simulator, Path(folder) / "bot.sqlite3", people, blocked, like=1)
                coach.taps("Zum Team")
                for label in STEPS:
                    await see(coach, label)
                    coach.taps(label)
                await measure(simulator, (coach, *phones), people, blocked)
            finally:
                process.terminate()
                await process.wait()


async def measure(simulator: Simulator, phones: tuple[Phone, ...], people: int, blocked: int) -> None:
    """From the last tap until everybody has the assignment."""
    simulator.limit()
    before = len(simulator.calls)
    waits: list[float] = []
    over = asyncio.Event()
    asking = [asyncio.create_task(ask(phone, over, waits)) for phone in phones]
    begun = time.perf_counter()
    while reached(simulator) < people - blocked:  # noqa: ASYNC110 - thousands of bells would cost more than they tell
        await asyncio.sleep(0.5)
    lasted = time.perf_counter() - begun
    over.set()
    await asyncio.gather(*asking)
    calls = list(simulator.calls)[before:]
    tries = Counter(chat_of(call) for call in calls)
    times = [call.at for call in calls if chat_of(call) >= FIRST]
    span = (times[-1] - times[0]).total_seconds()
    sent = [call for call in calls if call.method == "sendMessage" and times[0] <= call.at <= times[-1]]
    errors = Counter(f"{call.status} {call.result}" for call in calls if call.status != OK)
    print(f"{people} people, {blocked} of whom blocked the bot; {len(phones)} others ask for the menu meanwhile")
    print(f"  all reached after {lasted:8.1f} s; messages left at {len(times) / span:.2f}/s ({len(sent)} in all)")
    print(f"  that with all others: {len(sent) / span:.2f}/s, {len(sent) / span / PER_SECOND:.1%} of {PER_SECOND}/s")
    print(f"  errors: {dict(errors) or 'none'}")
    print(f"  most tries for somebody who blocked: {max((tries[n] for n in range(FIRST, FIRST + blocked)), default=0)}")
    p95 = statistics.quantiles(waits, n=20)[-1]
    print(f"  {len(waits)} answers: median {statistics.median(waits):.2f} s, p95 {p95:.2f} s, worst {max(waits):.2f} s")


def chat_of(call: Call) -> int:
    """Where a call was to; 0 if nowhere."""
    return int(call.params.get("chat_id", 0))


def reached(simulator: Simulator) -> int:
    """How many have a message of the bot."""
    return sum(number >= FIRST and bool(chat.messages) for number, chat in simulator.world.memory.chats.items())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.broadcast", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--blocked", type=int, default=100)
    parser.add_argument("--others", type=int, default=10)
    wanted = parser.parse_args()
    asyncio.run(main(wanted.people, wanted.blocked, wanted.others))
