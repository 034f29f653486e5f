"""The whole trainer, used through the page: a short course from the first start to the review, and a reminder."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.simulator import Bubble, Phone, Simulator
from tests.browser.conftest import KIM
from tests.edge.conftest import running

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

TALKS = ("Die Lage verstehen", "Zur Entscheidung führen")  # here the customer speaks after the task
PATIENCE = 60.0
ANSWER = (
    "Herr Demir, Sie haben von der Wechselschicht und von Frau Brandes erzählt. Wie oft möchten Sie in der Woche "
    "spielen, und woran merken Sie im nächsten Sommer, dass sich das Klavier gelohnt hat?"
)


@pytest_asyncio.fixture(loop_scope="session")
async def trainer(simulator: Simulator, tmp_path: Path) -> AsyncIterator[None]:
    """The real bot, beside the simulator."""
    async with running(simulator, tmp_path):
        yield


class Trainee:
    """Somebody who does everything on the page; what the bot has answered is awaited on the phone behind it."""

    def __init__(self, page: Page, phone: Phone, name: str = "Kim") -> None:
        self._page = page
        self.phone = phone
        self._name = name

    async def takes_her_phone(self) -> None:
        """Her phone in front; on a narrow page there is one at a time."""
        await self._page.locator(".switch").get_by_role("button", name=self._name).click()

    async def taps(self, label: str) -> None:
        message = next(bubble for bubble in reversed(self.phone.messages) if label in labels(bubble))
        shown = self._page.locator(f".phone.shown [data-id='{message.id}']")
        await shown.get_by_role("button", name=label, exact=True).click()

    async def says(self, text: str) -> None:
        box = self._page.get_by_role("textbox", name=f"Nachricht von {self._name}")
        await box.fill(text)
        await box.press("Enter")
        await self.phone.until(lambda phone: phone.messages[-1].text == text or phone.unread)

    async def sees(self, label: str) -> None:
        await self.phone.until(lambda phone: label in labels(phone.last), PATIENCE)

    async def reads(self, words: str) -> None:
        await self.phone.until(lambda phone: words in phone.last.text, PATIENCE)

    async def comes_to_the_menu(self) -> None:
        await self._page.locator(".phone.shown").get_by_role("button", name="Starten").click()
        await self.sees("Einverstanden")
        await self.taps("Einverstanden")
        await self.sees("Lieber ohne")
        await self.says(self._name)
        await self.sees("Rollenspiel")

    async def begins(self) -> None:
        """The short course with the friendliest customer."""
        for label in ("Rollenspiel", "Kompakt", "🎹 Herr Demir", "Los geht’s"):
            await self.sees(label)
            await self.taps(label)
        await self.sees("Überspringen")


def labels(bubble: Bubble) -> list[str]:
    return [button.text for button in bubble.buttons]


def is_asked(phone: Phone) -> bool:
    """Whether a task has come, and in a talk what the customer says to it."""
    tasks = [bubble for bubble in phone.unread if "Tipp" in labels(bubble) and "Weiter" not in labels(bubble)]
    return bool(tasks) and (phone.last is not tasks[-1] or not any(talk in tasks[-1].text for talk in TALKS))


def is_reviewed(phone: Phone) -> bool:
    return "Neues Rollenspiel" in labels(phone.last)


@pytest_asyncio.fixture(loop_scope="session")
async def kim(simulator: Simulator, trainer: None, page: Page) -> Trainee:
    """At the menu."""
    trainee = Trainee(page, simulator.person(KIM, "Kim", role="Trainee"))
    await trainee.comes_to_the_menu()
    return trainee


async def test_a_short_course_is_played_to_its_review(simulator: Simulator, kim: Trainee, page: Page) -> None:
    """Five questions of planning, every phase answered once, then the decision and two pictures; no call was faulty."""
    await kim.begins()
    for number in range(1, 6):
        await kim.reads(f"{number} von 5")
        await kim.says(f"Mein Plan, Teil {number}: zuhören und einen zweiten Termin vereinbaren.")
    await kim.phone.until(is_asked, PATIENCE)
    while not is_reviewed(kim.phone):
        await kim.says(ANSWER)
        await kim.sees("Einzelheiten")
        await kim.taps("Weiter")
        await kim.phone.until(lambda phone: is_asked(phone) or is_reviewed(phone), PATIENCE)

    pictures = page.locator(".phone.shown .image img")
    await expect(pictures).to_have_count(2)
    for picture in await pictures.all():
        await picture.scroll_into_view_if_needed()
        await expect(picture).not_to_have_js_property("naturalWidth", 0)
    assert list(simulator.violations) == []


async def test_a_run_left_open_is_recalled_the_next_day(kim: Trainee, page: Page) -> None:
    """Moving the clock to the next afternoon brings the reminder, with a way to go on."""
    await kim.begins()
    await page.get_by_role("button", name="Weiter bis morgen 17:30 Uhr").click()
    await kim.sees("Später erinnern")
    await expect(page.locator(".phone.shown").get_by_role("button", name="Später erinnern")).to_be_visible()
