"""`python -m tests.durability.outage`: PostgreSQL is gone, or silent, for a minute while people play."""

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from bot.simulator.server import Simulator
from tests.durability.trainee import Trainee
from tests.durability.trial import Program, Result, audited, idle, judge
from tests.servers import server
from tests.wall import Wall

PLAY = 20.0
"""Seconds people play before."""


async def outage(folder: Path, *, silent: bool, seconds: float, processes: int, trainees: int, each: int) -> Result:
    """Lets `trainees` say at least `each` things, and takes the database away meanwhile for so many `seconds`."""
    chance = Random(1)
    with server(folder / "server") as running:
        async with (
            audited(running.get_uri()) as database,
            Wall.before(running.get_uri()) as wall,
            Simulator() as simulator,
            Program(simulator, folder, wall.url if silent else running.get_uri(), processes, chance) as program,
        ):
            moments: list[datetime] = []
            people = [Trainee(simulator.person(1000 + n, f"Kim {n}"), Random(chance.random())) for n in range(trainees)]

            def enough(trainee: Trainee) -> bool:
                return trainee.said >= each and len(moments) == 2

            async with asyncio.TaskGroup() as group:
                for trainee in people:
                    group.create_task(trainee.play(enough))
                await program.ready()
                await asyncio.sleep(PLAY)
                moments.append(simulator.clock.now())
                async with _silent(wall) if silent else _gone(running):
                    await asyncio.sleep(seconds)
                moments.append(simulator.clock.now())
            await idle(simulator, database)
            ending = await program.stop()
            return await database.read(judge, simulator, people, moments, ending)


@asynccontextmanager
async def _gone(running: Any) -> AsyncIterator[None]:
    await asyncio.to_thread(running.stop)
    yield
    await asyncio.to_thread(running.start)


@asynccontextmanager
async def _silent(wall: Wall) -> AsyncIterator[None]:
    wall.closes("to", "from")
    yield
    wall.opens()


def main() -> None:
    """Prints what was counted; `kills` are the begin and the end."""
    parser = argparse.ArgumentParser(prog="python -m tests.durability.outage", description="The database goes away.")
    parser.add_argument(
        "--silent", action="store_true", help="it takes connections and does not answer, else it is stopped"
    )
    parser.add_argument("--seconds", type=float, default=60, help="(default: %(default)s)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--trainees", type=int, default=10)
    parser.add_argument("--each", type=int, default=30, help="things a trainee says at least (default: %(default)s)")
    arguments = vars(parser.parse_args())
    with tempfile.TemporaryDirectory() as folder:
        print(asyncio.run(outage(Path(folder), **arguments)))


if __name__ == "__main__":
    main()
