"""Takes the pictures in the readme: two trainees on the page of the demo, and a trainee beside her coach.

python -m tests.browser.portrait docs/telefon.png
python -m tests.browser.portrait docs/coach.png
"""

import asyncio
import re
import sys
from datetime import time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
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
COLOURS = 256
PICTURES = {"telefon": "Trainee", "coach": "Coach"}
"""What Alex is on the picture of each name."""

ANSWER = (
    "Dann ist Elifs Zimmer also frei, und bis jetzt bleibt Ihnen nur das verstimmte Klavier im Vereinsheim. "
    "Wie oft kommen Sie mit Ihrer Wechselschicht überhaupt zum Spielen?"
)

SLIPS = {
    "beziehung": "Schön haben Sie es hier.",
    "vorschlaege": "Ich würde Ihnen das überholte Klavier von 1991 empfehlen, es hat eine Stummschaltung.",
    "einwaende": "Das verstehe ich, das ist viel Geld. Was genau macht Ihnen dabei Sorgen?",
}


GIVING = ("Zum Team", "Aufgabe geben", "Phasen", "Eimerweise Essen", "Geben …", "Ja, geben")
REVIEW = ("Zum Team", "Durchsicht", "Älteste Karte öffnen")
HASTY = "Was brauchen Sie denn? Wir haben tolle Sachen."


async def take(file: Path) -> None:
    """Plays what belongs to the picture of this name and saves what is seen."""
    with TemporaryDirectory() as folder:
        async with Simulator() as simulator, running(simulator, Path(folder)):
            simulator.advance(tomorrow_at(time(9, 30), simulator.clock.now()) - simulator.clock.now())
            known = tasks(read_edition(load_files()))
            kim, alex = (
                Trainee(simulator, simulator.person(number, name, role=role), known)
                for number, name, role in ((KIM, "Kim", "Trainee"), (ALEX, "Alex", PICTURES[file.stem]))
            )
            if file.stem == "coach":
                await assignment(kim, alex)
                await photograph(simulator.url, file, ".message:has-text('Durchsicht:')")
            else:
                await talk(kim)
                await review(alex)
                await photograph(simulator.url, file, ".image")


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


async def assignment(kim: Trainee, alex: Trainee) -> None:
    """An exercise is given, answered badly and handed in; its card is open on the coach's phone."""
    for person, name in ((kim, "Kim"), (alex, "Alex")):
        await person.enters(name)
    await alex.says("/coach")
    await alex.briefly(lambda phone: phone.taps("Team gründen"))
    await alex.says("Vertrieb Nord")
    for label in ("Zum Team", "Einladen", "Trainees", "Für 10"):
        await alex.taps(label)
    link = re.search(r"start=(\S+)", alex.phone.last.text)
    assert link
    await kim.does(lambda phone: phone.starts(link.group(1)))
    for label in GIVING:
        await alex.taps(label)
    await kim.phone.until(lambda phone: "Aufgabe ansehen" in kim.labels)
    await kim.taps("Aufgabe ansehen")
    await kim.taps("Anfangen")
    await kim.says(HASTY)
    await kim.taps("Abgeben")
    for label in REVIEW:
        await alex.taps(label)


async def photograph(url: str, file: Path, selector: str) -> None:
    """The page in a window wide enough for both phones; of Alex's chat from `selector` on."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        page = await browser.new_page(viewport=SIZE, device_scale_factor=SCALE, locale="de-DE", reduced_motion="reduce")
        await page.goto(f"{url}/?theme=light")
        await page.locator(".image img").first.wait_for()
        await show(page, "Alex", selector)
        taken = Image.open(BytesIO(await page.screenshot()))
        taken.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            file, optimize=True
        )
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
