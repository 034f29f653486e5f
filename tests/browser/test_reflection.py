"""/reflexion and /wiederholung, used through the page: a topic to its end, and the next day what was missed."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, expect

from bot.simulator import Simulator
from tests.browser.test_course import PATIENCE, Trainee, kim, trainer

__all__ = ["kim", "trainer"]  # fixtures

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

RIGHT = (
    "Kunde gewinnt, ich verliere",
    "Nur die Verkaufsseite",
    "Beide verlieren",
    "Am Ende beide",
    "Beide gewinnen",
    "Auf Dauer niemand",
)


def to_ten(simulator: Simulator) -> None:
    """On to ten in the morning, so that a day later is outside the quiet hours whenever this is run."""
    now = simulator.clock.now().astimezone(ZoneInfo("Europe/Berlin"))
    simulator.advance(now.replace(hour=10, minute=0) + timedelta(days=1) - now)


async def test_a_topic_is_thought_through_and_what_was_missed_comes_back(
    simulator: Simulator, kim: Trainee, page: Page
) -> None:
    """Buttons, the picture with its real pixels, own thoughts kept and read; a day later one message, and a round."""
    to_ten(simulator)
    await kim.says("/reflexion")
    await kim.sees("Balance")
    await kim.taps("Balance")
    await kim.sees("Ich gewinne, Kunde verliert")
    await kim.taps("Beide gewinnen")
    await kim.sees("Am Ende beide")
    await expect(page.locator(".phone.shown")).to_contain_text("Das trifft es noch nicht")
    await expect(page.locator(".phone.shown .image img").last).not_to_have_js_property("naturalWidth", 0)
    await kim.taps("Am Ende beide")
    for label in RIGHT:
        await kim.sees(label)
        await kim.taps(label)
    await kim.reads("letzten Abschluss")
    await kim.says("Im Feld, in dem beide gewinnen.")
    await kim.reads("beim nächsten Mal auf den Tisch")
    await kim.says("Mein Preis, und zwar früher.")
    await kim.sees("Ja, behalten")
    await kim.taps("Ja, behalten")
    await kim.sees("Meine Gedanken")
    await kim.reads("Gewusst: 7 von 8")
    simulator.advance(timedelta(days=1, hours=8))
    await kim.sees("Los geht’s")
    await kim.taps("Los geht’s")
    await kim.sees("Ich gewinne, Kunde verliert")
    await kim.taps("Ich gewinne, Kunde verliert")
    await kim.phone.until(lambda phone: "Fertig für heute" in phone.last.text, PATIENCE)
    assert list(simulator.violations) == []
