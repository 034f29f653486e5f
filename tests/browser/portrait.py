"""Takes the picture in the readme: two trainees on the page of the demo, one in a talk, one at the review.

python -m tests.browser.portrait docs/telefon.png
"""

import asyncio
import sys
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Page, ViewportSize, async_playwright

from bot.content import load_files
from bot.gallery.scenes import PIANO, SINGLE, TALK
from bot.gallery.trainee import OVER, Trainee, tasks
from bot.simulator import Simulator
from bot.simulator.control import tomorrow_at
from flows.reading import read_edition
from tests.browser.conftest import ALEX, ARGUMENTS, KIM, find_chromium
from tests.edge.conftest import running

SIZE = ViewportSize(width=940, height=1000)
SCALE = 1.3
ANSWER = (
    "Dann ist Elifs Zimmer also frei, und bis jetzt bleibt Ihnen nur das verstimmte Klavier im Vereinsheim. "
    "Wie oft kommen Sie mit Ihrer Wechselschicht überhaupt zum Spielen?"
)

SLIPS = {
    "beziehung": "Schön haben Sie es hier.",
    "vorschlaege": "Ich würde Ihnen das überholte Klavier von 1991 empfehlen, es hat eine Stummschaltung.",
    "einwaende": "Das verstehe ich, das ist viel Geld. Was genau macht Ihnen dabei Sorgen?",
}


async def take(file: Path) -> None:
    """Plays both runs and saves what is seen of them."""
    with TemporaryDirectory() as folder:
        async with Simulator() as simulator, running(simulator, Path(folder)):
            simulator.advance(tomorrow_at(time(9, 30), simulator.clock.now()) - simulator.clock.now())
            known = tasks(read_edition(load_files()))
            kim, alex = (
                Trainee(simulator, simulator.person(number, name, role="Trainee"), known)
                for number, name in ((KIM, "Kim"), (ALEX, "Alex"))
            )
            await talk(kim)
            await review(alex)
            await photograph(simulator.url, file)


async def talk(kim: Trainee) -> None:
    """One answer, so that the customer's reaction and the feedback are on the phone."""
    await kim.enters()
    await kim.begins(SINGLE, PIANO, "Lage")
    await kim.says(ANSWER)


async def review(alex: Trainee) -> None:
    """A whole talk, not all of it well."""
    await alex.enters()
    await alex.begins(TALK, PIANO)
    while OVER not in alex.labels:
        await alex.says(SLIPS.get(alex.task.phase, alex.task.model_answer))
        await alex.taps("Weiter")


async def photograph(url: str, file: Path) -> None:
    """The page in a window wide enough for both phones."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        page = await browser.new_page(viewport=SIZE, device_scale_factor=SCALE, locale="de-DE", reduced_motion="reduce")
        await page.goto(f"{url}/?theme=light")
        await page.locator(".image img").first.wait_for()
        await show(page, "Alex", ".image")
        await page.screenshot(path=file)
        await browser.close()


async def show(page: Page, name: str, selector: str) -> None:
    """Scrolls the chat of `name` to what is to be seen."""
    await (
        page.get_by_role("log", name=f"Chat von {name}")
        .locator(selector)
        .first.evaluate("node => node.scrollIntoView()")
    )


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
