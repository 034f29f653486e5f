"""The demo with both phones: a coach founds a team, lets a trainee in, and gives her an exercise."""

import pytest
from playwright.async_api import Page, expect

from bot.simulator import Simulator
from tests.browser.conftest import ALEX
from tests.browser.test_course import Trainee, kim, trainer

__all__ = ["kim", "trainer"]  # fixtures

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]


async def test_a_link_of_the_coach_opens_on_the_other_phone(simulator: Simulator, kim: Trainee, page: Page) -> None:
    """From the empty phone of a coach to a trainee in the team; the picture is a code to scan; no call was faulty."""
    alex = await coach(simulator, page)
    await page.locator(".phone.shown a[href^='https://t.me/']").last.click()
    await page.get_by_role("dialog", name="Link öffnen").get_by_role("button", name="Kim").click()
    await kim.reads("Willkommen im Team")
    await expect(page.locator(".phone.shown .owner")).to_contain_text("Kim")
    await alex.takes_her_phone()
    await alex.taps("Alle Einladungen")
    await alex.reads("noch 9 Plätze")
    assert list(simulator.violations) == []


async def coach(simulator: Simulator, page: Page) -> Trainee:
    """Alex has founded a team and made a link for ten."""
    alex = Trainee(page, simulator.person(ALEX, "Alex", role="Coach"), "Alex")
    await alex.takes_her_phone()
    await alex.comes_to_the_menu()
    await alex.taps("Team leiten")
    await alex.sees("Team gründen")
    await alex.taps("Team gründen")
    await alex.reads("Wie soll dein Team heißen?")
    await alex.says("Vertrieb Nord")
    for label in ("Zum Team", "Einladen", "Trainees", "Für 10"):
        await alex.sees(label)
        await alex.taps(label)
    await alex.sees("Alle Einladungen")
    return alex
