"""The page on how far to trust the scores, on a phone."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser

from bot.evaluation.figures import compare
from bot.evaluation.page import Lesson, load_phases, render
from flows.course import PHASES
from tests.browser.conftest import PHONE
from tests.judged import judged

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_fits_and_can_be_read(browser: Browser, tmp_path: Path, scheme: Literal["light", "dark"]) -> None:
    """Nothing is wider than the phone, no heading of the table is cut, and the words stand out from the ground."""
    answers = [judged((0, 2, 2), (1, 1, None), (2, 1, 1), phase=phase, respekt=True) for phase in PHASES] * 20
    file = tmp_path / "report.html"
    file.write_text(render(answers, compare(answers), load_phases(), [Lesson(256, 0.4), Lesson(1216, 0.6)]), "utf-8")
    context = await browser.new_context(viewport=PHONE, color_scheme=scheme)
    page = await context.new_page()
    await page.goto(file.as_uri())
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert (
        await page.evaluate(
            "[...document.querySelectorAll('th, td')].filter(c => c.scrollWidth > c.clientWidth).length"
        )
        == 0
    )
    ground, ink = await page.evaluate(
        "(({backgroundColor, color}) => [backgroundColor, color].map(c => c.match(/\\d+/g).map(Number)))"
        "(getComputedStyle(document.body))"
    )
    assert (sum(ground) > 600 and sum(ink) < 200) if scheme == "light" else (sum(ground) < 100 and sum(ink) > 600)
    await context.close()
