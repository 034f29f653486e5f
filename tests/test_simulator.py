"""The simulated Telegram refuses what Telegram refuses, in its words, and shows people what they would see."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from html import escape
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.simulator import Attachment, Phone, Simulator
from bot.simulator.control import tomorrow_at
from bot.simulator.description import bot_api
from bot.simulator.markup import Unparsable, parse_html, utf16
from bot.simulator.phone import BLOCKED, DELETED, KICKED
from bot.simulator.world import STAND_INS
from tests.caller import OK, Caller, key, keyboard, png

KIM = 1001
GROUP = -5001


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator


@pytest.fixture
def kim(simulator: Simulator) -> Phone:
    phone = simulator.person(KIM, "Kim")
    phone.starts()
    return phone


@pytest.fixture
async def call(simulator: Simulator) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(simulator, session)


# --- What the bot must not do

TO_KIM = {"chat_id": KIM, "text": "Hallo"}
HTML = TO_KIM | {"parse_mode": "HTML"}
FAULTS: dict[str, tuple[str, dict[str, Any], str]] = {
    "unknown method": ("sendTelepathy", {}, "404 Not Found: method not found"),
    "known, not simulated": ("sendDice", {"chat_id": KIM}, "400 Bad Request: sendDice is not simulated"),
    "no chat": ("sendMessage", {"text": "x"}, "400 Bad Request: chat_id is empty"),
    "no text": ("sendMessage", {"chat_id": KIM}, "400 Bad Request: message text is empty"),
    "blank text": ("sendMessage", TO_KIM | {"text": " \n "}, "400 Bad Request: message text is empty"),
    "only tags": ("sendMessage", HTML | {"text": "<b></b>"}, "400 Bad Request: message text is empty"),
    "long text": ("sendMessage", TO_KIM | {"text": "x" * 4097}, "400 Bad Request: message is too long"),
    "emoji count twice": ("sendMessage", TO_KIM | {"text": "😀" * 2049}, "400 Bad Request: message is too long"),
    "text of wrong type": ("sendMessage", TO_KIM | {"text": 5}, "400 Bad Request: can't parse text: expected a text"),
    "flag of wrong type": (
        "sendMessage",
        TO_KIM | {"disable_notification": "vielleicht"},
        "400 Bad Request: can't parse disable_notification: expected true or false",
    ),
    "Markdown": ("sendMessage", TO_KIM | {"parse_mode": "Markdown"}, "400 Bad Request: unsupported parse_mode"),
    "markup is no object": (
        "sendMessage",
        TO_KIM | {"reply_markup": "x"},
        "400 Bad Request: can't parse reply keyboard markup JSON object: expected JSON",
    ),
    "markup with an unknown field": (
        "sendMessage",
        TO_KIM | {"reply_markup": keyboard([key() | {"colour": "red"}])},
        "400 Bad Request: can't parse reply keyboard markup JSON object: InlineKeyboardButton has no field colour",
    ),
    "button without text": (
        "sendMessage",
        TO_KIM | {"reply_markup": keyboard([{"callback_data": "x"}])},
        "400 Bad Request: can't parse reply keyboard markup JSON object: InlineKeyboardButton lacks text",
    ),
    "button of bare text": (
        "sendMessage",
        TO_KIM | {"reply_markup": keyboard([{"text": "x"}])},
        "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "callback data of 65 bytes": (
        "sendMessage",
        TO_KIM | {"reply_markup": keyboard([key(data="ü" * 32 + "x")])},
        "400 Bad Request: BUTTON_DATA_INVALID",
    ),
    "empty callback data": (
        "sendMessage",
        TO_KIM | {"reply_markup": keyboard([key(data="")])},
        "400 Bad Request: BUTTON_DATA_INVALID",
    ),
    "nine buttons in a row": (
        "sendMessage",
        TO_KIM | {"reply_markup": keyboard([key()] * 9)},
        "400 Bad Request: reply markup is too long",
    ),
    "a hundred and one buttons": (
        "sendMessage",
        TO_KIM | {"reply_markup": keyboard(*[[key()]] * 101)},
        "400 Bad Request: reply markup is too long",
    ),
    "unknown action": (
        "sendChatAction",
        {"chat_id": KIM, "action": "singing"},
        "400 Bad Request: wrong parameter action in request",
    ),
    "edit of nothing": ("editMessageText", TO_KIM, "400 Bad Request: message identifier is not specified"),
    "file that is none": (
        "sendPhoto",
        {"chat_id": KIM, "photo": "file-99"},
        "400 Bad Request: wrong file identifier/HTTP URL specified",
    ),
    "no photo": ("sendPhoto", {"chat_id": KIM}, "400 Bad Request: there is no photo in the request"),
    "command in capitals": (
        "setMyCommands",
        {"commands": [{"command": "Hilfe", "description": "x"}]},
        "400 Bad Request: BOT_COMMAND_INVALID",
    ),
    "command without description": (
        "setMyCommands",
        {"commands": [{"command": "hilfe", "description": ""}]},
        "400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    "unknown command scope": (
        "setMyCommands",
        {"commands": [], "scope": {"type": "galaxy"}},
        "400 Bad Request: can't parse scope: expected one of the types of BotCommandScope",
    ),
    "long description": (
        "setMyDescription",
        {"description": "x" * 513},
        "400 Bad Request: DESCRIPTION_TOO_LONG",
    ),
    "webhook without HTTPS": (
        "setWebhook",
        {"url": "http://bot.example.org"},
        "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    ),
}


@pytest.mark.usefixtures("kim")
@pytest.mark.parametrize(("method", "params", "error"), FAULTS.values(), ids=FAULTS)
async def test_a_faulty_call_is_refused_and_recorded(
    simulator: Simulator, call: Caller, method: str, params: dict[str, Any], error: str
) -> None:
    """The bot hears Telegram's words, and the fault is among the violations."""
    assert await call(method, **params) == error
    assert simulator.violations


@pytest.mark.usefixtures("kim")
async def test_an_unknown_parameter_is_recorded_though_telegram_ignores_it(simulator: Simulator, call: Caller) -> None:
    """The message arrives; the violation names the parameter."""
    assert (await call("sendMessage", **TO_KIM, colour="red"))["text"] == "Hallo"
    assert list(simulator.violations) == ["sendMessage: parameter colour is not known"]


FATES = {
    "chat that never was": (99, "400 Bad Request: chat not found"),
    "person who never pressed start": (1002, "400 Bad Request: chat not found"),
}


@pytest.mark.parametrize(("chat", "error"), FATES.values(), ids=FATES)
async def test_a_stranger_cannot_be_written_to(simulator: Simulator, call: Caller, chat: int, error: str) -> None:
    """That is a fact of life, no fault of the bot."""
    simulator.person(1002, "Alex")
    assert await call("sendMessage", chat_id=chat, text="x") == error
    assert not simulator.violations


async def test_somebody_known_from_a_group_cannot_be_written_to_first(simulator: Simulator, call: Caller) -> None:
    """The bot knows who it is, and still may not begin."""
    simulator.person(KIM, "Kim").within(simulator.group(GROUP, "Vertrieb")).adds_bot()
    assert await call("sendMessage", **TO_KIM) == "403 Forbidden: bot can't initiate conversation with a user"


async def test_who_blocked_the_bot_gets_nothing_until_unblocked(kim: Phone, call: Caller) -> None:
    """Refused while blocked, delivered afterwards, and the bot is told of both."""
    kim.blocks()
    assert await call("sendMessage", **TO_KIM) == f"403 {BLOCKED}"
    kim.unblocks()
    assert (await call("sendMessage", **TO_KIM))["text"] == "Hallo"
    changes = [update["my_chat_member"] for update in await call("getUpdates") if "my_chat_member" in update]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


async def test_a_deleted_account_refuses(kim: Phone, call: Caller) -> None:
    """Only the attempt to write shows that the person is gone."""
    kim.deletes_account()
    assert await call("sendMessage", **TO_KIM) == f"403 {DELETED}"


async def test_a_wrong_token_is_unauthorized(simulator: Simulator) -> None:
    """Whatever the method."""
    async with aiohttp.ClientSession() as session, session.get(f"{simulator.url}/bot1:wrong/getMe") as response:
        assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")


# --- HTML

PARSED = {
    "bold and reference": ("<b>A</b> &amp; B", "A & B", [("bold", 0, 1)]),
    "offsets in UTF-16 units": ("😀<i>x</i>", "😀x", [("italic", 2, 1)]),
    "nested, outer first": ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    "expandable quote": ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
    "spoiler by class": ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
    "dangerous link": ('<a href="javascript:alert(1)">a</a>', "a", []),
    "unknown reference": ("&auml; &copy", "&auml; &copy", []),
    "numeric references": ("&#228;&#xE4;", "ää", []),
    "white space around": ("  <b> a </b> ", "a", [("bold", 0, 1)]),
    "empty tag": ("a<b></b>", "a", []),
}


@pytest.mark.parametrize(("source", "text", "entities"), PARSED.values(), ids=PARSED)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """As Telegram stores it."""
    parsed, found = parse_html(source)
    assert (parsed, [(entity["type"], entity["offset"], entity["length"]) for entity in found]) == (text, entities)


UNPARSABLE = {
    "unknown tag": ("ä<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
    "line break tag": ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
    "bare less-than": ("a < b", 'Unsupported start tag "" at byte offset 2'),
    "open at the end": ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    "closed too often": ("x</b>", "Unexpected end tag at byte offset 1"),
    "crossed": ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    "tag without end": ("<b", "Unclosed start tag at byte offset 0"),
    "end tag without end": ("<b>x</b", "Unclosed end tag at byte offset 4"),
    "attribute without value": (
        "<a href>x</a>",
        'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
    ),
    "foreign span": ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
}


@pytest.mark.usefixtures("kim")
@pytest.mark.parametrize(("source", "error"), UNPARSABLE.values(), ids=UNPARSABLE)
async def test_what_is_no_telegram_html_is_refused(call: Caller, source: str, error: str) -> None:
    """With the place where it went wrong."""
    refused = await call("sendMessage", **HTML | {"text": source})
    assert refused == f"400 Bad Request: can't parse entities: {error}"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    """Whatever a person wrote, escaped it is shown unchanged (but for white space around)."""
    assert parse_html(f"<b>{escape(text)}</b>")[0] == text.strip()


@given(st.text(st.sampled_from('<>/&;"= abhrefpn#1😀'), max_size=40))
def test_any_text_is_parsed_or_refused(source: str) -> None:
    """Nothing else happens, and entities stay inside the text."""
    try:
        text, entities = parse_html(source)
    except Unparsable:
        return
    assert all(0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16(text) for entity in entities)


# --- Messages


async def test_an_edit_changes_text_and_buttons(kim: Phone, call: Caller) -> None:
    """Without buttons in the call the old ones go; the phone shows that it was edited."""
    sent = await call("sendMessage", **TO_KIM, reply_markup=keyboard([key()]))
    edited = await call("editMessageText", **TO_KIM | {"text": "Neu", "message_id": sent["message_id"]})
    assert (edited["text"], "reply_markup" in edited) == ("Neu", False)
    assert (kim.last.text, kim.last.buttons, kim.last.edited is not None) == ("Neu", [], True)


async def test_new_buttons_alone_are_no_visible_edit(kim: Phone, call: Caller) -> None:
    """Telegram marks only a changed text."""
    sent = await call("sendMessage", **TO_KIM)
    await call("editMessageReplyMarkup", chat_id=KIM, message_id=sent["message_id"], reply_markup=keyboard([key()]))
    assert ([button.text for button in kim.last.buttons], kim.last.edited) == (["Ja"], None)


async def test_nobody_edits_a_message_of_somebody_else(kim: Phone, call: Caller) -> None:
    sent = await call("sendMessage", chat_id=kim.chat.id, text="Hallo")
    with pytest.raises(LookupError, match="is not from Kim"):
        kim.edits(sent["message_id"], "Guten Tag")


async def test_what_cannot_be_edited_is_refused(simulator: Simulator, kim: Phone, call: Caller) -> None:
    """Nothing new, nothing there, not the bot's, no text in it: each has its own words and is no violation."""
    own = kim.says("Meins")
    text = (await call("sendMessage", **TO_KIM))["message_id"]
    photo = (await call.upload("sendPhoto", "photo", png(), chat_id=str(KIM)))["message_id"]
    refusals = [
        await call("editMessageText", **TO_KIM | {"message_id": text}),
        await call("editMessageText", **TO_KIM | {"message_id": 999}),
        await call("editMessageText", **TO_KIM | {"message_id": own}),
        await call("editMessageText", **TO_KIM | {"message_id": photo}),
        await call("editMessageCaption", chat_id=KIM, message_id=text, caption="x"),
    ]
    assert [refusal.partition(": ")[2].partition(":")[0] for refusal in refusals] == [
        "message is not modified",
        "message to edit not found",
        "message can't be edited",
        "there is no text in the message to edit",
        "there is no caption in the message to edit",
    ]
    assert not simulator.violations


async def test_a_deleted_message_is_gone(simulator: Simulator, kim: Phone, call: Caller) -> None:
    """Only a young one can be deleted, and only once."""
    young, old = [(await call("sendMessage", **TO_KIM))["message_id"] for _ in range(2)]
    assert await call("deleteMessage", chat_id=KIM, message_id=young) is True
    assert young not in kim.chat.messages
    assert await call("deleteMessage", chat_id=KIM, message_id=young) == "400 Bad Request: message to delete not found"
    simulator.advance(timedelta(hours=49))
    refused = await call("deleteMessage", chat_id=KIM, message_id=old)
    assert refused == "400 Bad Request: message can't be deleted for everyone"


PICTURES = {
    "no picture": (b"no picture", "400 Bad Request: IMAGE_PROCESS_FAILED"),
    "too narrow": (png(2100, 100), "400 Bad Request: PHOTO_INVALID_DIMENSIONS"),
}


@pytest.mark.usefixtures("kim")
@pytest.mark.parametrize(("content", "error"), PICTURES.values(), ids=PICTURES)
async def test_a_picture_telegram_would_not_take_is_refused(call: Caller, content: bytes, error: str) -> None:
    """It must be a picture, of a sensible shape."""
    assert await call.upload("sendPhoto", "photo", content, chat_id=str(KIM)) == error


async def test_a_picture_arrives_as_it_was_sent(kim: Phone, call: Caller) -> None:
    """With its size, its caption and its bytes."""
    sent = await call.upload("sendPhoto", "photo", png(40, 30), chat_id=str(KIM), caption="<b>x</b>", parse_mode="HTML")
    assert (sent["photo"][0]["width"], sent["caption"], kim.last.picture) == (40, "x", png(40, 30))


@pytest.mark.usefixtures("kim")
async def test_a_long_caption_is_refused(call: Caller) -> None:
    """A caption is shorter than a text."""
    refused = await call.upload("sendPhoto", "photo", png(), chat_id=str(KIM), caption="x" * 1025)
    assert refused == "400 Bad Request: message caption is too long"


async def test_what_a_person_sends_can_be_downloaded(simulator: Simulator, kim: Phone, call: Caller) -> None:
    """getFile names a path below the token."""
    attachment = Attachment("file-x", "notiz.txt", "text/plain", b"Notiz")
    simulator.world.files[attachment.id] = attachment
    kim.sends("document", attachment=attachment)
    message = (await call("getUpdates"))[-1]["message"]
    path = (await call("getFile", file_id=message["document"]["file_id"]))["file_path"]
    url = f"{simulator.url}/file/bot{simulator.token}/{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert await response.read() == b"Notiz"


async def test_a_command_menu_is_kept_per_scope_and_language(call: Caller) -> None:
    """What was set for one is not returned for another."""
    commands = [{"command": "hilfe", "description": "Hilfe"}]
    scope = {"type": "all_private_chats"}
    await call("setMyCommands", commands=commands, scope=scope, language_code="de")
    assert await call("getMyCommands", scope=scope, language_code="de") == commands
    assert await call("getMyCommands", scope=scope) == []
    await call("deleteMyCommands", scope=scope, language_code="de")
    assert await call("getMyCommands", scope=scope, language_code="de") == []


# --- Updates


async def test_a_long_poll_waits_for_the_first_update(simulator: Simulator, call: Caller) -> None:
    """It returns as soon as somebody writes."""
    poll = asyncio.create_task(call("getUpdates", timeout=50))
    await simulator.polled()
    simulator.person(KIM, "Kim").says("Hallo")
    assert [update["message"]["text"] for update in await poll] == ["Hallo"]


async def test_updates_stay_until_they_are_confirmed(kim: Phone, call: Caller) -> None:
    """Asking again gives the same; a higher offset forgets what came before it."""
    kim.says("zwei")
    first, second = await call("getUpdates")
    assert await call("getUpdates", limit=1) == [first]
    assert await call("getUpdates", offset=second["update_id"]) == [second]
    assert await call("getUpdates", offset=second["update_id"] + 1) == []


async def test_only_wanted_kinds_of_updates_come(kim: Phone, call: Caller) -> None:
    """allowed_updates counts for what happens afterwards, and stays until changed."""
    await call("getUpdates", offset=-1, allowed_updates=["message"])
    kim.blocks()
    kim.edits(kim.says("eins"), "zwei")
    assert [set(update) - {"update_id"} for update in await call("getUpdates")] == [{"message"}] * 2


async def test_a_second_poller_throws_out_the_first(simulator: Simulator, call: Caller) -> None:
    """The first hears of the conflict, the second gets the update."""
    first = asyncio.create_task(call("getUpdates", timeout=50))
    await simulator.polled()
    second = asyncio.create_task(call("getUpdates", timeout=50))
    assert (await first).startswith("409 Conflict: terminated by other getUpdates request")
    simulator.person(KIM, "Kim").says("Hallo")
    assert len(await second) == 1


async def test_a_webhook_gets_updates_in_order_with_its_secret(simulator: Simulator, kim: Phone, call: Caller) -> None:
    """A refused push is repeated before the next; polling is refused meanwhile."""
    taken: list[tuple[str, str | None]] = []
    done = asyncio.Event()

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        taken.append((update["message"]["text"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        if len(taken) == 3:
            done.set()
        return web.Response(status=500 if len(taken) == 1 else OK)

    application = web.Application()
    application.router.add_post("/hook", take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await call("setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="geheim")
    kim.says("zwei")
    await done.wait()
    assert taken == [("/start", "geheim"), ("/start", "geheim"), ("zwei", "geheim")]
    assert (await call("getWebhookInfo"))["last_error_message"] == "Wrong response from the webhook: 500"
    assert (await call("getUpdates")).startswith("409 Conflict: can't use getUpdates method while webhook is active")
    await call("deleteWebhook")
    assert await call("getUpdates", offset=-1) is not None
    await runner.cleanup()


# --- Trouble


async def test_too_fast_is_answered_with_the_seconds_to_wait(simulator: Simulator, kim: Phone, call: Caller) -> None:
    """The call comes to nothing as often as was asked for, then works."""
    simulator.fail("sendMessage", chat=KIM, retry_after=7, times=2)
    for _ in range(2):
        reply = await call.reply("sendMessage", json=TO_KIM)
        assert (reply["error_code"], reply["parameters"]) == (429, {"retry_after": 7})
    assert not kim.unread
    assert (await call("sendMessage", **TO_KIM))["text"] == "Hallo"


async def test_a_failure_meets_only_its_method_and_chat(simulator: Simulator, kim: Phone, call: Caller) -> None:
    """Other calls work."""
    simulator.fail("sendMessage", chat=KIM + 1)
    simulator.fail("editMessageText")
    assert (await call("sendMessage", **TO_KIM))["text"] == kim.last.text


@pytest.mark.parametrize("delivered", [False, True])
async def test_a_cut_connection_leaves_open_what_happened(
    simulator: Simulator, kim: Phone, call: Caller, delivered: bool
) -> None:
    """The bot cannot tell whether its message arrived; the phone can."""
    simulator.fail("sendMessage", status=0, delivered=delivered)
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", **TO_KIM)
    assert bool(kim.unread) == delivered


@pytest.mark.usefixtures("kim")
async def test_a_call_can_take_its_time(simulator: Simulator, call: Caller) -> None:
    """It holds up no other call."""
    simulator.fail("sendMessage", delay=60, delivered=True)
    slow = asyncio.create_task(call("sendMessage", **TO_KIM))
    await call("getMe")
    assert not slow.done()
    slow.cancel()
    await asyncio.gather(slow, return_exceptions=True)


async def test_the_limits_of_telegram_can_be_switched_on(call: Caller) -> None:
    """After a short burst a chat takes no more for now."""
    async with Simulator(limits=True) as strict:
        strict.person(KIM, "Kim").starts()
        async with aiohttp.ClientSession() as session:
            limited = Caller(strict, session)
            outcomes = [await limited("sendMessage", **TO_KIM) for _ in range(4)]
    assert outcomes[3] == "429 Too Many Requests: retry after 1"
    assert all("message_id" in outcome for outcome in outcomes[:3])


@pytest.mark.usefixtures("kim")
async def test_every_call_is_logged(simulator: Simulator, call: Caller) -> None:
    """With its parameters and what came of it; of a file the name and size."""
    await call("sendMessage", **TO_KIM)
    await call.upload("sendPhoto", "photo", b"xyz", chat_id=str(KIM))
    good, bad = simulator.calls
    assert (good.method, good.params, good.status, good.result["text"]) == ("sendMessage", TO_KIM, OK, "Hallo")
    assert (bad.status, bad.params["photo"]) == (400, "<bild.png, 3 bytes>")


# --- People


async def test_a_press_reaches_the_bot_and_is_answered_once(kim: Phone, call: Caller) -> None:
    """A second answer, or one after ten minutes, is too late."""
    await call("sendMessage", **TO_KIM, reply_markup=keyboard([key("Ja", "ja|1")], [key("Nein", "nein|1")]))
    kim.taps("Nein")
    query = (await call("getUpdates"))[-1]["callback_query"]
    assert (query["data"], query["message"]["text"], query["from"]["id"]) == ("nein|1", "Hallo", KIM)
    late = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await call("answerCallbackQuery", callback_query_id=query["id"]) is True
    assert await call("answerCallbackQuery", callback_query_id=query["id"]) == late


@pytest.mark.usefixtures("call")
async def test_a_button_can_be_pressed_that_is_no_longer_there(kim: Phone, call: Caller) -> None:
    """The bot then gets a message it cannot see into."""
    kim.presses(999, "alt")
    query = (await call("getUpdates"))[-1]["callback_query"]
    assert (query["data"], query["message"]["message_id"], query["message"]["date"]) == ("alt", 999, 0)


async def test_a_button_that_is_nowhere_cannot_be_tapped(kim: Phone) -> None:
    """The test that tries is told what the phone shows."""
    with pytest.raises(LookupError, match=r"No button 'Weiter'\. The chat of Kim ends with"):
        kim.taps("Weiter")


async def test_replies_are_read_in_order(kim: Phone, call: Caller) -> None:
    """Each once; what was there before the person acted counts as read."""
    for text in ("eins", "zwei", "drei"):
        await call("sendMessage", **TO_KIM | {"text": text})
    assert [(await kim.reply()).text, (await kim.reply()).text] == ["eins", "zwei"]
    kim.says("Moment")
    assert not kim.unread
    with pytest.raises(TimeoutError, match="The chat of Kim ends with"):
        await kim.reply(timeout=0)


async def test_before_its_first_message_the_bot_is_silent(kim: Phone) -> None:
    """Looking for something in the newest message finds nothing, and fails not."""
    assert (kim.last.text, kim.last.buttons) == ("", [])


async def test_a_text_longer_than_a_message_goes_in_several(kim: Phone, call: Caller) -> None:
    """As the apps send it."""
    kim.says("x" * 5000)
    assert [len(update["message"]["text"]) for update in (await call("getUpdates"))[1:]] == [4096, 904]


async def test_in_a_group_the_bot_hears_only_commands(simulator: Simulator, call: Caller) -> None:
    """And is told when it is added and thrown out."""
    inside = simulator.person(KIM, "Kim").within(simulator.group(GROUP, "Vertrieb"))
    inside.adds_bot()
    inside.says("Hallo zusammen")
    inside.says("/hilfe@verkaufstrainer_demo_bot")
    inside.removes_bot()
    updates = await call("getUpdates")
    assert [min(update) for update in updates] == ["my_chat_member", "message", "my_chat_member"]
    assert updates[1]["message"]["chat"] == {"id": GROUP, "type": "group", "title": "Vertrieb"}
    assert await call("sendMessage", chat_id=GROUP, text="x") == f"403 {KICKED}"


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "video", "location", "poll", "rich_message"])
async def test_other_things_than_text_can_be_sent(kim: Phone, call: Caller, kind: str) -> None:
    """The bot finds them in the field Telegram uses."""
    kim.sends(kind)
    message = (await call("getUpdates"))[-1]["message"]
    assert kind in message
    assert "text" not in message


async def test_what_the_bot_gets_is_as_described(simulator: Simulator, kim: Phone, call: Caller) -> None:
    """Updates and results keep to the official description as well."""
    sent = await call("sendMessage", **TO_KIM, reply_markup=keyboard([key()]))
    photo = await call.upload("sendPhoto", "photo", png(), chat_id=str(KIM), caption="x")
    kim.edits(kim.says("/hilfe", answers=sent["message_id"]), "Hilfe")
    kim.taps("Ja")
    kim.presses(999, "alt")
    kim.blocks()
    for kind in STAND_INS:
        kim.sends(kind)
    updates = await call("getUpdates")
    assert len(updates) == len(STAND_INS) + 6
    for update in updates:
        bot_api().check(update, "Update")
    for message in (sent, photo):
        bot_api().check(message, "Message")
    bot_api().check(await call("getMe"), "User")
    bot_api().check(await call("getWebhookInfo"), "WebhookInfo")


# --- What outlives the program, and who may look


async def test_people_chats_and_time_outlive_the_program(tmp_path: Path) -> None:
    """A second start goes on where the first stopped, and numbers messages on."""
    async with Simulator(folder=tmp_path) as first:
        kim = first.person(KIM, "Kim")
        message = kim.says("Hallo")
        first.advance(timedelta(days=2))
    async with Simulator(folder=tmp_path) as second:
        again = second.person(KIM, "Kim")
        assert [bubble.text for bubble in again.messages] == ["Hallo"]
        assert again.says("Noch da?") == message + 1
        assert second.clock.now() - datetime.now(UTC) > timedelta(days=1, hours=23)
        assert len(second.world.memory.updates) == 2


def test_tomorrow_is_tomorrow_also_when_the_clocks_change() -> None:
    """Half past five stays half past five, though the day has 25 hours."""
    before = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
    assert tomorrow_at(time(17, 30), before) == datetime(2026, 10, 25, 16, 30, tzinfo=UTC)


STRANGERS = {
    "another site's name": ("GET", "/simulator/state", {"Host": "evil.example"}, "", 403),
    "a form of another site": ("POST", "/simulator/clock", {"Content-Type": "text/plain"}, '{"seconds": 1}', 415),
    "a person who is not here": ("POST", "/simulator/phones/7/says", {}, '{"text": "x"}', 404),
    "a verb nobody knows": ("POST", f"/simulator/phones/{KIM}/sings", {}, "{}", 400),
    "back in time": ("POST", "/simulator/clock", {}, '{"seconds": -1}', 400),
    "a file beside the page": ("GET", "/page/..%2fserver.py", {}, "", 404),
}


@pytest.mark.usefixtures("kim")
@pytest.mark.parametrize(("method", "path", "headers", "body", "status"), STRANGERS.values(), ids=STRANGERS)
async def test_only_people_here_can_be_played(
    simulator: Simulator, method: str, path: str, headers: dict[str, str], body: str, status: int
) -> None:
    """Pages of other sites and people who do not exist get nowhere."""
    headers = {"Content-Type": "application/json", **headers}
    async with aiohttp.ClientSession() as session:
        url = URL(f"{simulator.url}{path}", encoded=True)
        async with session.request(method, url, data=body, headers=headers) as response:
            assert response.status == status


async def test_a_phone_can_be_played_over_http(simulator: Simulator, kim: Phone, call: Caller) -> None:
    """What the page does, a test in another process can do; it is the same phone, so what was there is read."""
    await call("sendMessage", **TO_KIM)
    async with aiohttp.ClientSession(f"{simulator.url}/simulator/") as session:
        await session.post(f"phones/{KIM}/says", data=json.dumps({"text": "Hallo"}), headers=JSON)
        async with session.get(f"phones/{KIM}?after=2") as response:
            shown = await response.json()
    assert [message["text"] for message in shown] == [kim.messages[-1].text] == ["Hallo"]
    assert not kim.unread


JSON = {"Content-Type": "application/json"}
