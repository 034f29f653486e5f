"""/fortschritt, used through the page: practise, look at it, read one's own answer, delete it."""

import pytest
from playwright.async_api import Page, expect

from bot.simulator import Simulator
from tests.browser.test_course import ANSWER, PATIENCE, Trainee, is_asked, kim, trainer

__all__ = ["kim", "trainer"]  # fixtures

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]


async def test_progress_is_shown_and_an_answer_deleted(simulator: Simulator, kim: Trainee, page: Page) -> None:
    """The picture has its real pixels, each button leads on, and no call was faulty."""
    for label in ("Rollenspiel", "Eine Phase", "🎹 Herr Demir", "Beziehung", "Los geht’s"):
        await kim.sees(label)
        await kim.taps(label)
    await kim.phone.until(is_asked, PATIENCE)
    await kim.says(ANSWER)
    await kim.sees("Einzelheiten")
    await kim.taps("Weiter")
    await kim.sees("Neues Rollenspiel")
    await kim.says("/fortschritt")
    await kim.sees("Meine Antworten")
    picture = page.locator(".phone.shown .image img").last
    await picture.scroll_into_view_if_needed()
    await expect(picture).not_to_have_js_property("naturalWidth", 0)
    await kim.taps("Meine Antworten")
    await kim.sees("Alle löschen …")
    entry = next(button.text for button in kim.phone.last.buttons if button.text.endswith("· Beziehung"))
    await kim.taps(entry)
    await kim.reads(ANSWER)
    await expect(page.locator(".phone.shown blockquote").last).to_contain_text(ANSWER)
    for label, following in (("Antwort löschen", "Ja, löschen"), ("Ja, löschen", "Zum Überblick")):
        await kim.taps(label)
        await kim.sees(following)
    await kim.says("/fortschritt")
    await kim.reads("Noch gibt es hier nichts zu sehen")
    assert list(simulator.violations) == []
