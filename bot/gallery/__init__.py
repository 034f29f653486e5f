"""`verkaufstrainer gallery`: scenes played with the real bot, every message in one HTML file."""

import asyncio
import logging
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import logs
from bot.app import serve
from bot.content import load_files
from bot.demo import settings
from bot.gallery.haste import HastyLoop, StandingClock, tick
from bot.gallery.page import Played, render
from bot.gallery.scenes import SCENES, Scene
from bot.gallery.trainee import Trainee, tasks
from bot.hindered import Hindered
from bot.simulator import Simulator
from flows.reading import read_edition

PAGE = "index.html"
FIRST_PERSON = 1001


def options(parser: ArgumentParser) -> None:
    """Where the page shall be."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help=f"where {PAGE} is written")


def command(arguments: Namespace) -> int:
    """Plays all scenes and writes the page; raises Hindered if the bot made a call Telegram would refuse."""
    logs.set_up(level=logging.WARNING)
    page = arguments.folder / PAGE
    played = play(SCENES)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(render(played), "utf-8")
    print(page)  # noqa: T201 - the command line prints
    return 0


def play(scenes: Sequence[Scene]) -> list[Played]:
    """One scene after the other, each with a person of its own."""
    with TemporaryDirectory() as folder, asyncio.Runner(loop_factory=HastyLoop) as runner:
        return runner.run(_play(scenes, Path(folder)))


async def _play(scenes: Sequence[Scene], folder: Path) -> list[Played]:
    clock, stop = StandingClock(), asyncio.Event()
    async with Simulator(clock) as simulator:
        serving = asyncio.create_task(serve(settings(simulator, folder), clock, stop))
        ticking = asyncio.create_task(tick(simulator))
        acting = asyncio.create_task(_act(scenes, simulator))
        await asyncio.wait([serving, ticking, acting], return_when=asyncio.FIRST_COMPLETED)
        acting.cancel()
        ticking.cancel()
        stop.set()
        await serving
    if simulator.violations:
        raise Hindered("\n".join(simulator.violations))
    return acting.result()


async def _act(scenes: Sequence[Scene], simulator: Simulator) -> list[Played]:
    known = tasks(read_edition(load_files()))
    played = []
    for person, scene in enumerate(scenes, FIRST_PERSON):
        kim = Trainee(simulator, simulator.person(person, "Kim"), known)
        if not scene.new:
            await kim.enters()
        await scene.play(kim)
        played.append(Played(scene, tuple(kim.shown)))
    return played
