"""The page shows two phones that can be used like phones: by hand, by keyboard, at 360 pixels."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.simulator import Phone, Simulator
from tests.browser.conftest import ALEX, KIM
from tests.caller import Caller, key, keyboard, png

pytestmark = pytest.mark.asyncio(loop_scope="session")

TO_KIM = {"chat_id": KIM, "text": "Hallo", "parse_mode": "HTML"}
COMMANDS = [{"command": "rollenspiel", "description": "Üben"}, {"command": "hilfe", "description": "Hilfe"}]
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3

TOO_WIDE = """
  [document.documentElement, ...document.querySelectorAll(".shown .log, .shown .bubble, .shown .keys, .top")]
    .filter((node) => node.scrollWidth > Math.min(360, node.clientWidth)).map((node) => node.outerHTML)
"""
SEEN = "node => getComputedStyle(node).filter === 'none' ? node.clientHeight || node.offsetHeight : 0"


def shown(page: Page) -> Locator:
    """The phone in front."""
    return page.locator(".phone.shown")


def messages(page: Page) -> Locator:
    return shown(page).locator(".message .text")


async def test_nothing_is_wider_than_the_phone(kim: Phone, page: Page, call: Caller) -> None:
    """Long words, long buttons, wide pictures and code all stay within 360 pixels."""
    await call("sendMessage", **TO_KIM | {"text": f"{LONG} <pre>{LONG}</pre>"}, reply_markup=keyboard([key(LONG[:60])]))
    await call.upload("sendPhoto", "photo", png(1600, 400), chat_id=str(KIM), caption=LONG)
    await expect(messages(page)).to_have_count(3)
    assert await page.evaluate(TOO_WIDE) == []


async def test_everything_comes_from_the_demo_itself(browser: Browser, simulator: Simulator, kim: Phone) -> None:
    """The page asks no other address for anything."""
    page = await browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(simulator.url)
    await expect(messages(page)).to_have_text(["/start"])
    assert len(asked) > 3
    assert all(address.startswith(simulator.url) for address in asked)
    await page.close()


async def test_what_is_typed_reaches_the_bot(simulator: Simulator, kim: Phone, page: Page) -> None:
    """Enter sends, Shift+Enter makes a new line."""
    box = page.get_by_role("textbox", name="Nachricht von Kim")
    await box.press_sequentially("Guten Tag,")
    await box.press("Shift+Enter")
    await box.press_sequentially("Frau Lindner.")
    await box.press("Enter")
    await expect(messages(page).last).to_have_text("Guten Tag,\nFrau Lindner.")
    await expect(box).to_have_value("")
    assert simulator.world.memory.updates[-1]["message"]["text"] == "Guten Tag,\nFrau Lindner."


async def test_old_buttons_can_still_be_pressed(simulator: Simulator, kim: Phone, page: Page, call: Caller) -> None:
    """Each press reaches the bot with its own message and data, and waits until it is answered."""
    old = await call("sendMessage", **TO_KIM, reply_markup=keyboard([key("Weiter", "weiter|1")]))
    await call("sendMessage", **TO_KIM, reply_markup=keyboard([key("Weiter", "weiter|2")]))
    button = shown(page).get_by_role("button", name="Weiter").first
    await button.click()
    await expect(button).to_have_class("waiting")
    await kim.until(lambda _: "callback_query" in simulator.world.memory.updates[-1])
    query = simulator.world.memory.updates[-1]["callback_query"]
    assert (query["message"]["message_id"], query["data"]) == (old["message_id"], "weiter|1")
    await call("answerCallbackQuery", callback_query_id=query["id"], text="Das war ein alter Knopf.")
    await expect(button).not_to_have_class("waiting")
    await expect(page.get_by_text("Das war ein alter Knopf.")).to_be_visible()


async def test_pictures_are_shown_and_can_be_enlarged(kim: Phone, page: Page, call: Caller) -> None:
    """The picture has its real pixels, and Escape closes the large view."""
    await call.upload("sendPhoto", "photo", png(400, 300), chat_id=str(KIM), caption="Dein Verlauf")
    image = shown(page).get_by_role("img", name="Dein Verlauf")
    await expect(image).to_have_js_property("naturalWidth", 400)
    await page.get_by_role("button", name="Bild vergrößern").click()
    await expect(page.get_by_role("dialog", name="Bild")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Bild")).to_be_hidden()


async def test_files_can_be_downloaded(kim: Phone, page: Page, call: Caller, tmp_path: Path) -> None:
    """Under the name the bot gave them."""
    await call.upload("sendDocument", "document", b'{"name": "Kim"}', chat_id=str(KIM))
    async with page.expect_download() as download:
        await shown(page).get_by_role("link", name="bild.png").click()
    file = await download.value
    await file.save_as(tmp_path / "file")
    assert (file.suggested_filename, (tmp_path / "file").read_bytes()) == ("bild.png", b'{"name": "Kim"}')


async def test_edits_of_the_bot_are_shown(kim: Phone, page: Page, call: Caller) -> None:
    """The old text and its buttons are gone, and the message says that it was edited."""
    sent = await call("sendMessage", **TO_KIM, reply_markup=keyboard([key("Ja")]))
    await expect(messages(page).last).to_have_text("Hallo")
    await call("editMessageText", **TO_KIM | {"text": "<b>Neu</b>", "message_id": sent["message_id"]})
    await expect(messages(page).last).to_have_text("Neu")
    await expect(shown(page).locator(".keys")).to_have_count(0)
    await expect(shown(page).locator(".message").last).to_contain_text("bearbeitet")


async def test_an_own_message_can_be_edited(simulator: Simulator, kim: Phone, page: Page) -> None:
    """Arrow up in the empty box takes the last one; the bot gets the edit, and Escape gives up."""
    message = kim.says("Guten Tak")
    box = page.get_by_role("textbox", name="Nachricht von Kim")
    await expect(messages(page).last).to_have_text("Guten Tak")
    await box.press("ArrowUp")
    await expect(box).to_have_value("Guten Tak")
    await box.press("Escape")
    await expect(box).to_have_value("")
    await box.press("ArrowUp")
    await box.fill("Guten Tag")
    await box.press("Enter")
    await expect(messages(page).last).to_have_text("Guten Tag")
    edited = simulator.world.memory.updates[-1]["edited_message"]
    assert (edited["message_id"], edited["text"]) == (message, "Guten Tag")


async def test_everything_goes_by_keyboard_alone(simulator: Simulator, page: Page, call: Caller) -> None:
    """Start, write, go back to the newest button and press it: with Tab, Shift+Tab and Enter."""
    await _tab_to(page, "Starten")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="Nachricht von Kim")).to_be_focused()
    await page.keyboard.type("Ich bin Kim.")
    await page.keyboard.press("Enter")
    await expect(messages(page).last).to_have_text("Ich bin Kim.")
    await call("sendMessage", **TO_KIM, reply_markup=keyboard([key("Los geht es", "los")]))
    await expect(messages(page).last).to_have_text("Hallo")
    await _tab_to(page, "Los geht es", step="Shift+Tab")
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    await page.keyboard.press("Enter")
    kim = simulator.person(KIM, "Kim")
    await kim.until(lambda _: "callback_query" in simulator.world.memory.updates[-1])
    assert [bubble.text for bubble in kim.messages] == ["/start", "Ich bin Kim.", "Hallo"]


async def _tab_to(page: Page, name: str, step: str = "Tab") -> None:
    for _ in range(20):
        if await page.evaluate("document.activeElement.textContent.trim()") == name:
            return
        await page.keyboard.press(step)
    raise AssertionError(f"{name} cannot be reached with {step}")


async def test_the_focus_stays_while_messages_come(kim: Phone, page: Page, call: Caller) -> None:
    """Also when the focused message itself is edited: then it goes to the new buttons."""
    sent = await call("sendMessage", **TO_KIM, reply_markup=keyboard([key("Ja")]))
    button = shown(page).get_by_role("button", name="Ja")
    await button.focus()
    await call("sendMessage", **TO_KIM | {"text": "Noch etwas"})
    await expect(messages(page).last).to_have_text("Noch etwas")
    await expect(button).to_be_focused()
    markup = keyboard([key("Doch")])
    await call("editMessageText", **TO_KIM | {"message_id": sent["message_id"]}, reply_markup=markup)
    await expect(shown(page).get_by_role("button", name="Doch")).to_be_focused()


async def test_commands_are_offered_while_typing(kim: Phone, page: Page, call: Caller) -> None:
    """A slash opens the menu the bot has set, the arrow goes into it, Enter sends."""
    await call("setMyCommands", commands=COMMANDS, scope={"type": "all_private_chats"}, language_code="de")
    box = page.get_by_role("textbox", name="Nachricht von Kim")
    await expect(page.get_by_role("button", name="Menü")).to_be_visible()
    await box.press_sequentially("/h")
    options = shown(page).locator(".commands").get_by_role("menuitem")
    await expect(options).to_have_text(["/hilfeHilfe"])
    await box.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(messages(page).last).to_have_text("/hilfe")


@pytest.mark.parametrize("kind", ["voice", "sticker", "photo"])
async def test_other_things_than_text_can_be_sent(simulator: Simulator, kim: Phone, page: Page, kind: str) -> None:
    """From the small menu beside the box."""
    await shown(page).get_by_role("button", name="Etwas anderes senden").click()
    await shown(page).locator(f"[data-kind={kind}]").click()
    await expect(shown(page).locator(".stand-in")).to_have_count(1)
    assert kind in simulator.world.memory.updates[-1]["message"]


async def test_a_file_can_be_sent(simulator: Simulator, kim: Phone, page: Page) -> None:
    """The person chooses one; it arrives byte by byte, and can be opened on the phone."""
    await shown(page).get_by_role("button", name="Etwas anderes senden").click()
    async with page.expect_file_chooser() as chooser:
        await shown(page).locator("[data-kind=document]").click()
    content = "Müller;1.000,50".encode("cp1252")
    await (await chooser.value).set_files({"name": "kunden.csv", "mimeType": "text/csv", "buffer": content})
    await expect(shown(page).get_by_role("link", name="kunden.csv")).to_be_visible()
    sent = kim.messages[-1].attachment
    assert sent is not None
    assert (sent.name, sent.mime, sent.content) == ("kunden.csv", "text/csv", content)
    assert simulator.world.memory.updates[-1]["message"]["document"]["file_id"] == sent.id


async def test_the_clock_goes_forward(simulator: Simulator, page: Page) -> None:
    """The bot's time and the time on the page move together."""
    before = simulator.clock.now()
    clock = page.locator(".clock time")
    shown_before = await clock.text_content()
    await page.get_by_role("button", name="Einen Tag weiter").click()
    await expect(clock).not_to_have_text(shown_before or "")
    await page.get_by_role("button", name="Weiter bis morgen 17:30 Uhr").click()
    await expect(clock).to_contain_text("17:30")
    assert simulator.clock.now() - before > timedelta(days=1)


async def test_the_bot_is_seen_typing(kim: Phone, page: Page, call: Caller) -> None:
    """Until its message comes."""
    await call("sendChatAction", chat_id=KIM, action="typing")
    await expect(shown(page).get_by_text("schreibt …")).to_be_visible()
    await expect(shown(page).locator(".dots")).to_be_visible()
    await call("sendMessage", **TO_KIM)
    await expect(shown(page).locator(".dots")).to_have_count(0)


async def test_what_people_and_bots_write_is_never_run(kim: Phone, page: Page, call: Caller) -> None:
    """Markup is shown as text, and a dangerous link is no link."""
    evil = "<img src=x onerror='document.title=1'><script>document.title=2</script>"
    kim.says(evil)
    link = {"type": "text_link", "offset": 0, "length": 5, "url": "javascript:document.title=3"}
    await call("sendMessage", chat_id=KIM, text="Klick hier", entities=[link])
    await expect(messages(page)).to_have_text(["/start", evil, "Klick hier"])
    await expect(shown(page).locator(".log :is(a, img, script)")).to_have_count(0)
    assert await page.title() == "Verkaufstrainer – Demo"


async def test_formatting_is_kept(kim: Phone, page: Page, call: Caller) -> None:
    """Nested, and in the right places beside emoji."""
    await call("sendMessage", **TO_KIM | {"text": '😀 <b>fett <i>und schräg</i></b> <a href="https://a.de">Link</a>'})
    text = messages(page).last
    await expect(text.locator("b")).to_have_text("fett und schräg")
    await expect(text.locator("b i")).to_have_text("und schräg")
    await expect(text.get_by_role("link")).to_have_attribute("href", "https://a.de")


async def test_a_quote_stands_on_lines_of_its_own(kim: Phone, page: Page, call: Caller) -> None:
    """The line break after it ends it, as in Telegram; only a second one leaves a line empty."""
    for before, after in (("\n", "\n"), ("\n", "\n\n"), ("\n\n", "\n")):
        await call("sendMessage", **TO_KIM | {"text": f"vor{before}<blockquote>Zitat</blockquote>{after}nach"})
    await expect(messages(page)).to_have_count(4)
    heights = [await text.evaluate("node => node.parentNode.clientHeight") for text in await messages(page).all()]
    line = heights[2] - heights[1]
    assert heights[3] == heights[2]
    assert heights[0] + line < heights[1] < heights[0] + 3 * line


@pytest.mark.parametrize("tag", ["blockquote expandable", "tg-spoiler"])
async def test_what_is_folded_opens_with_a_tap_or_a_key(kim: Phone, page: Page, call: Caller, tag: str) -> None:
    """A long quote shows three lines, a spoiler nothing, until it is asked for."""
    text = "Was hinter der Zurückhaltung steckt, zeigt sich erst beim Nachfragen. " * 6
    await call("sendMessage", **TO_KIM | {"text": f"<{tag}>{text}</{tag.split()[0]}>"})
    folded = messages(page).last.get_by_role("button")
    await expect(folded).to_have_attribute("aria-expanded", "false")
    before = await folded.evaluate(SEEN)
    await folded.click()
    await expect(folded).to_have_attribute("aria-expanded", "true")
    assert await folded.evaluate(SEEN) > before
    await folded.press("Enter")
    assert await folded.evaluate(SEEN) == before


async def test_the_bot_can_be_blocked_and_let_in_again(kim: Phone, page: Page) -> None:
    """Meanwhile nothing can be written."""
    await shown(page).get_by_role("button", name="Bot blockieren").click()
    await expect(shown(page).get_by_role("textbox")).to_be_hidden()
    await shown(page).get_by_role("button", name="Bot wieder zulassen").click()
    await expect(shown(page).get_by_role("textbox")).to_be_visible()
    assert not kim.chat.refusal


async def test_the_other_phone_is_one_tap_away(simulator: Simulator, kim: Phone, page: Page, call: Caller) -> None:
    """On a narrow screen it shows that something came, and hides behind the other."""
    simulator.person(ALEX, "Alex", role="Coach").starts()
    await call("sendMessage", chat_id=ALEX, text="Für Alex")
    tab = page.get_by_role("button", name="Alex", exact=True)
    await expect(tab).to_have_class("unread")
    await tab.click()
    await expect(tab).not_to_have_class("unread")
    await expect(messages(page).last).to_have_text("Für Alex")
    await expect(page.get_by_text("Für Alex")).to_be_visible()


async def test_both_phones_stand_side_by_side_on_a_wide_screen(simulator: Simulator, kim: Phone, page: Page) -> None:
    """And both can be used."""
    await page.set_viewport_size({"width": 1200, "height": 800})
    await expect(page.locator(".phone")).to_have_count(2)
    boxes = [await phone.bounding_box() for phone in await page.locator(".phone").all()]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    await page.get_by_role("button", name="Starten").click()
    alex = simulator.person(ALEX, "Alex")
    await alex.until(lambda phone: phone.messages)


async def test_reduced_motion_is_respected(kim: Phone, page: Page, call: Caller) -> None:
    """Who wishes for less motion sees none."""
    await call("sendMessage", **TO_KIM, reply_markup=keyboard([key()]))
    await shown(page).get_by_role("button", name="Ja").click()
    await call("sendChatAction", chat_id=KIM, action="typing")
    await expect(shown(page).locator(".dots")).to_be_visible()
    assert await page.evaluate("document.getAnimations().length") == 0


CONTRAST = """selectors => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    const colour = channels(getComputedStyle(node).backgroundColor);
    return colour[3] === 255 ? colour : ground(node.parentElement);
  };
  return selectors.map((selector) => {
    const node = document.querySelector(selector);
    const [a, b] = [light(channels(getComputedStyle(node).color)), light(ground(node))];
    return [selector, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  });
}"""
READ = [".message:not(.own) .text", ".message:not(.own) .foot", ".own .text", ".own .foot", ".keys button", ".status",
        ".owner", ".day", ".menu", ".steps button", ".clock time", ".switch [aria-pressed=true]",
        ".switch [aria-pressed=false]"]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_everything_is_legible(kim: Phone, page: Page, simulator: Simulator, call: Caller, theme: str) -> None:
    """Each text stands out from its ground by at least 4.5 to 1, the ratio WCAG asks for."""
    await call("setMyCommands", commands=COMMANDS)
    await call("sendMessage", **TO_KIM, reply_markup=keyboard([key()]))
    await page.goto(f"{simulator.url}/?theme={theme}")
    await expect(messages(page).last).to_have_text("Hallo")
    assert await page.evaluate("document.documentElement.dataset.theme") == theme
    ratios = dict(await page.evaluate(CONTRAST, READ))
    assert {selector: ratio for selector, ratio in ratios.items() if ratio < 4.5} == {}


async def test_every_control_has_a_name(kim: Phone, page: Page, call: Caller) -> None:
    """A screen reader can say what each button, box and region is."""
    await call("sendMessage", **TO_KIM, reply_markup=keyboard([key()]))
    await expect(messages(page).last).to_have_text("Hallo")
    tree = await page.locator("body").aria_snapshot()
    assert not re.findall(r"^\s*- (?:button|textbox|link|log|tab|img)\s*:?$", tree, re.MULTILINE)
    assert 'log "Chat von Kim mit dem Verkaufstrainer"' in tree


async def test_an_empty_chat_explains_itself(page: Page, call: Caller) -> None:
    """As soon as the bot says what it is for."""
    await expect(shown(page).locator(".about")).to_contain_text("Hier beginnt das Gespräch")
    await call("setMyDescription", description="Hier übst du Verkaufsgespräche.")
    await expect(shown(page).locator(".about")).to_have_text("Hier übst du Verkaufsgespräche.")


async def test_a_tab_that_is_closed_is_no_error(
    simulator: Simulator, kim: Phone, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even in the middle of a message it no longer reads."""
    page = await browser.new_page()
    await page.goto(simulator.url)
    await expect(messages(page)).to_have_text(["/start"])
    await page.close()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(simulator.url.rpartition(":")[2]))
    writer.write(b"GET /simulator/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    await reader.readuntil(b"\n\n")
    for _ in range(2_000):  # more than fits into the buffers of a connection
        kim.says("x" * 4096)
    await asyncio.sleep(0)
    writer.transport.abort()
    await simulator.stop()
    await simulator.start()
    assert caplog.records == []


async def test_a_lost_connection_is_told_and_found_again(simulator: Simulator, kim: Phone, page: Page) -> None:
    """When the demo is back, the page shows what happened meanwhile."""
    port = int(simulator.url.rpartition(":")[2])
    await simulator.stop()
    await expect(page.get_by_text("Die Verbindung zur Demo ist unterbrochen.")).to_be_visible()
    kim.says("Noch da?")
    again = Simulator(port=port)
    again.world.memory = simulator.world.memory
    async with again:
        await expect(messages(page).last).to_have_text("Noch da?")
        await expect(page.get_by_text("Die Verbindung zur Demo ist unterbrochen.")).to_be_hidden()
