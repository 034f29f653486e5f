"""/aktivitaeten on the page: plan a call, be reminded of it, say that it is done and what one learned."""

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from bot.simulator import Simulator
from tests.browser.test_course import PATIENCE, Trainee, kim, trainer
from tests.browser.test_reflection import to_ten

__all__ = ["kim", "trainer"]  # fixtures

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]


async def test_a_call_is_planned_reminded_of_and_done(simulator: Simulator, kim: Trainee, page: Page) -> None:
    """From a wish to an activity with a file for the calendar, and two weeks later to a lesson; no call was faulty."""
    to_ten(simulator)
    await kim.says("/aktivitaeten")
    await kim.reads("Was hast du vor?")
    await kim.says("Akquisition erhöhen")
    await kim.sees("So übernehmen")
    await kim.taps("So übernehmen")
    await kim.reads("Wann?")
    await kim.says("in zwei Wochen")
    await kim.reads("Wen sprichst du an?")
    await kim.says("Frau Keller")
    await kim.sees("Kalenderdatei")
    await kim.taps("Kalenderdatei")
    await kim.reads("Öffne die Datei")
    await expect(page.locator(".phone.shown")).to_contain_text("aktivitaet.ics")
    simulator.advance(timedelta(days=15))
    await kim.sees("Erledigt")
    await kim.taps("Erledigt")
    await kim.reads("Was hast du gelernt?")
    await kim.says("Vormittags ist sie gut zu erreichen")
    await kim.phone.until(lambda phone: "nächster Schritt" in phone.last.text, PATIENCE)
    assert list(simulator.violations) == []
