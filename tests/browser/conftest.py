"""A real Chromium in front of the page."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.simulator import Phone, Simulator
from tests.caller import Caller

KIM, ALEX = 1001, 1002
PHONE = ViewportSize(width=360, height=740)
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PICTURES = os.environ.get("SCREENSHOTS")  # a folder; the page is photographed into it after each test


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. In CI it has to be somewhere."""
    if path := find_chromium():
        return path
    message = "No Chromium was found; install it to test the page in a browser."
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        simulator.person(KIM, "Kim", role="Trainee")
        simulator.person(ALEX, "Alex", role="Coach")
        yield simulator


@pytest_asyncio.fixture(loop_scope="session")
async def call(simulator: Simulator) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(simulator, session)


@pytest_asyncio.fixture(loop_scope="session")
async def kim(simulator: Simulator) -> Phone:
    """Kim has already pressed start."""
    phone = simulator.person(KIM, "Kim", role="Trainee")
    phone.starts()
    return phone


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, simulator: Simulator, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """The page at the size of a phone, with Kim in front. A fault in its script fails the test."""
    faults: list[str] = []
    context = await browser.new_context(viewport=PHONE, device_scale_factor=2, locale="de-DE", reduced_motion="reduce")
    page = await context.new_page()
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(simulator.url)
    await page.locator(".phone.shown").wait_for()
    yield page
    if PICTURES:
        await photograph(page, Path(PICTURES), request.node.name)
    await context.close()
    assert not faults


async def photograph(page: Page, folder: Path, name: str) -> None:
    """Saves what is seen, in both themes."""
    for theme in ("light", "dark"):
        await page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        await page.screenshot(path=folder / f"{name}-{theme}.png")
