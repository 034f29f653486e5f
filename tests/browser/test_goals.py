"""/ziele, used through the page: reckon a goal, save it, be reminded a month later, and see how far one is."""

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from bot.simulator import Simulator
from tests.browser.test_course import PATIENCE, Trainee, kim, trainer
from tests.browser.test_reflection import to_ten

__all__ = ["kim", "trainer"]  # fixtures

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]


async def sees_a_picture(kim: Trainee, page: Page, pictures: int) -> None:
    shown = page.locator(".phone.shown .image img")
    await expect(shown).to_have_count(pictures)
    await shown.last.scroll_into_view_if_needed()
    await expect(shown.last).not_to_have_js_property("naturalWidth", 0)


async def test_a_goal_is_reckoned_saved_and_followed(simulator: Simulator, kim: Trainee, page: Page) -> None:
    """Left for a month in between; each picture has its real pixels, and no call was faulty."""
    to_ten(simulator)
    await kim.says("/ziele")
    for words, answer in (
        ("betreust du heute", "fünfzig"),
        ("dazugewinnen", "auf 60"),
        ("Bis wann", "in zehn Monaten"),
        ("machst du im Jahr", "1.5"),
    ):
        await kim.reads(words)
        await kim.says(answer)
    await kim.sees("Zurück")
    for words, answer in (("Was meinst du", "1,5 Mio"), ("dazukommen", "10 %"), ("mit neuen", "150k")):
        await kim.reads(words)
        await kim.says(answer)
    await kim.sees("Passt so")
    await kim.taps("Passt so")
    await kim.sees("Ja, beides")
    await kim.taps("Ja, beides")
    await kim.sees("Monatlich")
    await sees_a_picture(kim, page, 1)
    await expect(page.locator(".phone.shown")).to_contain_text("1.500.000 € → 1.800.000 €")
    await kim.taps("Monatlich")
    await kim.sees("Zum Ziel")
    simulator.advance(timedelta(days=32))
    await kim.sees("Stand eintragen")
    await kim.taps("Stand eintragen")
    for words, answer in (("betreust du jetzt", "52"), ("zu Beginn", "1,52 Mio"), ("dazugekommen", "weiß ich nicht")):
        await kim.reads(words)
        await kim.says(answer)
    await kim.phone.until(lambda phone: "geraden Weg" in phone.last.text, PATIENCE)
    await sees_a_picture(kim, page, 2)
    assert list(simulator.violations) == []
