"""How many events the line takes: stored, claimed, stepped trivially, written, sent.

python -m tests.benchmarks.line [--url URL] [--people 500] [--each 20]

"alone" is all of it for one event after the other, as it is when few people write.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Sequence

from bot.clock import Clock
from bot.render import Renderer
from bot.round import Round
from bot.store.rows import Incoming
from bot.store.store import Store
from flows.effects import Say
from flows.events import Event
from flows.moment import Moment
from flows.session import Session, Step

LONE = 300  # events that come one by one


class Echo:
    """A desk that says one thing to everything."""

    def wants(self, session: Session, event: Event, actor: str) -> frozenset[str]:
        return frozenset()

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """Nothing changes."""
        return session, [Say("panne")]


def updates(people: int, each: int) -> Sequence[Incoming]:
    """Texts of `people`, `each` so many, taking turns."""
    return [
        Incoming(number, f"person:{number % people}", number % people, text(number % people))
        for number in range(people * each)
    ]


def text(person: int) -> str:
    """An update with a text of usual length."""
    chat = {"id": person, "type": "private", "first_name": "Kim"}
    message = {"message_id": 1, "chat": chat, "from": chat, "date": 0, "text": "Welche Ziele haben Sie dabei? " * 8}
    return json.dumps({"update_id": 1, "message": message})


async def measure(url: str, people: int, each: int) -> None:
    """Prints events per second and CPU per event of each part."""
    clock = Clock()
    store = await Store.open(url, clock)
    round_ = Round(store, Echo(), Renderer(), clock)
    todo = updates(people, each)

    async def take_in() -> None:
        for start in range(0, len(todo), 100):
            await store.add_updates(todo[start : start + 100])

    async def step() -> None:
        while await round_.once():
            pass

    async def send() -> None:
        landed: dict[int, int] = {}
        while True:
            leaving, _ = await store.send_off(landed, clock.now(), 30)
            if not leaving:
                return
            landed = {message.id: 1 for message in leaving}

    async def alone() -> None:
        for update in todo[:LONE]:
            number = len(todo) + update.update_id
            await store.add_updates([Incoming(number, update.actor, update.chat, update.payload_json)])
            await step()
            await send()

    parts = (("take in", take_in, len(todo)), ("round", step, len(todo)), ("outbox", send, len(todo)))
    for name, part, number in (*parts, ("alone", alone, LONE)):
        wall, cpu = time.perf_counter(), time.process_time()
        await part()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"{name:8} {number / wall:8.0f} events/s   {cpu / number * 1e6:6.0f} µs CPU each")
    await store.close()


def main() -> None:
    """Measures a database in a folder of its own unless told otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    with tempfile.TemporaryDirectory() as folder:
        parser.add_argument("--url", default=f"sqlite:///{folder}/line.sqlite3")
        parser.add_argument("--people", type=int, default=500)
        parser.add_argument("--each", type=int, default=20)
        arguments = parser.parse_args()
        asyncio.run(measure(arguments.url, arguments.people, arguments.each))


if __name__ == "__main__":
    main()
