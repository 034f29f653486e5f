"""The demo with both phones: a coach founds a team, lets a trainee in, and gives her an exercise."""

from datetime import time

import pytest
from playwright.async_api import Page, expect

from bot.simulator import Simulator
from bot.simulator.control import tomorrow_at
from tests.browser.conftest import ALEX
from tests.browser.test_course import Trainee, kim, trainer

__all__ = ["kim", "trainer"]  # fixtures

EXERCISE = "Eimerweise Essen"
REASON = "Deine Frage ist offen und meint genau sie."

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]


async def test_a_link_of_the_coach_opens_on_the_other_phone(simulator: Simulator, kim: Trainee, page: Page) -> None:
    """From the empty phone of a coach to a trainee in the team; the picture is a code to scan; no call was faulty."""
    alex = await coach(simulator, page)
    await joins(kim, page)
    await expect(page.locator(".phone.shown .owner")).to_contain_text("Kim")
    await alex.takes_her_phone()
    await alex.taps("Alle Einladungen")
    await alex.reads("noch 9 Plätze")
    assert list(simulator.violations) == []


async def test_an_exercise_goes_to_the_other_phone_and_comes_back(
    simulator: Simulator, kim: Trainee, page: Page
) -> None:
    """Given, answered, handed in, seen on the board and decided: the coach's reason is on the trainee's phone."""
    alex = await coach(simulator, page)
    await joins(kim, page)
    simulator.advance(tomorrow_at(time(9, 30), simulator.clock.now()) - simulator.clock.now())
    await alex.takes_her_phone()
    await go(alex, "Zum Team", "Aufgabe geben", "Phasen", EXERCISE, "Geben …", "Ja, geben")

    await kim.takes_her_phone()
    await go(kim, "Aufgabe ansehen", "Anfangen")
    await kim.reads("1. Versuch")
    await kim.says("Was brauchen Sie denn? Wir haben tolle Sachen.")
    await go(kim, "Abgeben")
    await kim.reads("noch nicht bestanden")

    await alex.takes_her_phone()
    await go(alex, "Zum Team", "Stand", EXERCISE)
    await alex.reads("noch nicht bestanden: 1")
    await go(alex, "Zum Team", "Durchsicht", "Älteste Karte öffnen", "Punkt 1 ändern", "✅ erfüllt")
    await alex.reads("Warum?")
    await alex.says(REASON)
    await go(alex, "Fertig, zur Vorschau", "Absenden")

    await kim.reads("hat durchgesehen")
    await kim.takes_her_phone()
    await expect(page.locator(".phone.shown .message").last).to_contain_text(REASON)
    assert list(simulator.violations) == []


async def go(person: Trainee, *labels: str) -> None:
    """From button to button, each as soon as it is on the newest message."""
    for label in labels:
        await person.sees(label)
        await person.taps(label)


async def joins(kim: Trainee, page: Page) -> None:
    """The link on the coach's phone is opened on the other."""
    await page.locator(".phone.shown a[href^='https://t.me/']").last.click()
    await page.get_by_role("dialog", name="Link öffnen").get_by_role("button", name="Kim").click()
    await kim.reads("Willkommen im Team")


async def coach(simulator: Simulator, page: Page) -> Trainee:
    """Alex has founded a team and made a link for ten."""
    alex = Trainee(page, simulator.person(ALEX, "Alex", role="Coach"), "Alex")
    await alex.takes_her_phone()
    await alex.comes_to_the_menu()
    await go(alex, "Mein Team", "Team leiten", "Team gründen")
    await alex.reads("Wie soll dein Team heißen?")
    await alex.says("Vertrieb Nord")
    await go(alex, "Zum Team", "Einladen", "Trainees", "Für 10")
    await alex.sees("Alle Einladungen")
    return alex
