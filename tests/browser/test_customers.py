"""/kunden, used through the page: a card, a list as a file with its picture, and somebody treated as an A."""

import pytest
from playwright.async_api import Page, expect

from bot.simulator import Simulator
from tests.browser.test_course import PATIENCE, Trainee, kim, trainer
from tests.browser.test_goals import sees_a_picture

__all__ = ["kim", "trainer"]  # fixtures

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

LIST = (
    "Firma;Umsatz 2025;Potenzial\r\nMüller & Söhne;1.000,50 €;90.000\r\n"
    "Adler;70.000;\r\nÖzdemir;20.000;\r\nFehler;viel;\r\n"
).encode("cp1252")


async def sends(page: Page, name: str, content: bytes) -> None:
    """As a document."""
    shown = page.locator(".phone.shown")
    await shown.get_by_role("button", name="Etwas anderes senden").click()
    async with page.expect_file_chooser() as chooser:
        await shown.locator("[data-kind=document]").click()
    await (await chooser.value).set_files({"name": name, "mimeType": "text/csv", "buffer": content})


async def test_a_customer_and_a_list_of_them_are_kept(simulator: Simulator, kim: Trainee, page: Page) -> None:
    """Umlauts of an old office arrive, the picture has its real pixels, and no call was faulty."""
    await kim.says("/kunden")
    await kim.sees("Neu anlegen")
    await kim.taps("Neu anlegen")
    await kim.reads("Um wen geht es")
    await kim.says("Müller & Söhne")
    await kim.reads("1 von 7")
    await kim.says("Wollen in zwei Jahren nach Wien")
    await kim.sees("Vorschlag")
    await kim.taps("Vorschlag")
    await kim.reads("nächster Schritt")
    await kim.says("In zwei Wochen Frau Müller das Konzept zeigen")
    await kim.reads("3 von 7")
    await kim.taps("Fertig für jetzt")
    await kim.sees("A, B oder C?")
    await kim.taps("Alle zeigen")
    await kim.sees("Liste schicken")
    await kim.taps("Liste schicken")
    await kim.reads("CSV oder XLSX")
    await sends(page, "kunden.csv", LIST)
    await kim.sees("Übernehmen")
    await expect(page.locator(".phone.shown")).to_contain_text("Zeile 5: der Umsatz ist keine Zahl („viel“)")
    await kim.taps("Übernehmen")
    await kim.sees("Wie A: Müller & Söhne")
    await sees_a_picture(kim, page, 1)
    await kim.taps("Wie A: Müller & Söhne")
    await kim.phone.until(lambda phone: "Klasse C, behandelt wie A" in phone.last.text, PATIENCE)
    await expect(page.locator(".phone.shown")).to_contain_text("Umsatz 1.000,50 €")
    await kim.taps("Aufwand")
    await kim.reads("alle sechzehn Phasen")
    assert list(simulator.violations) == []
