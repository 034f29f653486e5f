"""Whatever Telegram sends becomes one event or none, and never an error."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translate import KINDS, address, to_event
from flows.events import (
    Blocked,
    Commanded,
    Edited,
    Event,
    Expelled,
    InGroup,
    Pressed,
    Received,
    Said,
    Unblocked,
    Unreadable,
)

KIM = {"id": 7, "is_bot": False, "first_name": "Kim"}
CHAT = {"id": 7, "type": "private", "first_name": "Kim"}
GROUP = {"id": -100, "type": "supergroup", "title": "Vertrieb"}
BOT = {"id": 1, "is_bot": True, "first_name": "Trainer", "username": "trainer_bot"}


def message(chat: dict[str, Any] = CHAT, **content: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 5, "date": 0, "from": KIM, "chat": chat, **content}}


def edited(**content: Any) -> dict[str, Any]:
    return {"update_id": 1, "edited_message": message(**content)["message"] | {"edit_date": 1}}


def press(**content: Any) -> dict[str, Any]:
    inaccessible = {"message_id": 4, "date": 0, "chat": CHAT}
    return {"update_id": 1, "callback_query": {"id": "9", "from": KIM, "message": inaccessible, **content}}


def member(old: str, new: str, chat: dict[str, Any] = CHAT) -> dict[str, Any]:
    change = {"old_chat_member": {"user": BOT, "status": old}, "new_chat_member": {"user": BOT, "status": new}}
    return {"update_id": 1, "my_chat_member": {"chat": chat, "from": KIM, "date": 0, **change}}


FORWARD = {"forward_origin": {"type": "hidden_user", "sender_user_name": "Alex", "date": 0}}
EVENTS: dict[str, tuple[dict[str, Any], object]] = {
    "text": (message(text="Welche Ziele haben Sie?"), Said("Welche Ziele haben Sie?", 5)),
    "caption": (message(photo=[{}], caption="So sieht es aus"), Said("So sieht es aus", 5)),
    "forwarded": (message(text="Von Alex", **FORWARD), Said("Von Alex", 5)),
    "slash-price": (message(text="/ 5 Euro"), Said("/ 5 Euro", 5)),
    "path": (message(text="/home/kim"), Said("/home/kim", 5)),
    "file": (
        message(document={"file_id": "f1", "file_name": "kunden.csv", "file_size": 120, "mime_type": "text/csv"}),
        Received("f1", "kunden.csv", 120, "", 5),
    ),
    "file-nameless": (message(document={"file_id": "f1", "file_size": "?"}), Received("f1", "", 0, "", 5)),
    "file-caption": (message(document={"file_id": "f1"}, caption="Alle"), Received("f1", "", 0, "Alle", 5)),
    "file-command": (message(document={"file_id": "f1"}, caption="/kunden"), Commanded("kunden")),
    "voice": (message(voice={"file_id": "v1", "duration": 3}), Unreadable("voice", "v1")),
    "message-true": (message(text="Hallo", message_id=True), None),
    "message-huge": (message(text="Hallo", message_id=2**64), None),
    "file-true": (message(document={"file_id": "f1", "file_size": True}), Received("f1", "", 0, "", 5)),
    "voice-odd": (message(voice={"file_id": 7}), Unreadable("voice")),
    "file-moving": (message(document={"file_id": "f1"}, animation={}), Unreadable("animation")),
    "command": (message(text="/hilfe"), Commanded("hilfe")),
    "command-addressed": (message(text="/Hilfe@trainer_bot"), Commanded("hilfe")),
    "command-argument": (message(text="/start  team-42 "), Commanded("start", "team-42")),
    "command-umlaut": (message(text="/löschen"), Commanded("loeschen")),
    "command-umlaut-decomposed": (message(text="/aktivita\u0308ten"), Commanded("aktivitaeten")),
    "command-sharp-s": (message(text="/Grüße"), Commanded("gruesse")),
    "edited": (edited(text="Doch anders"), Edited("Doch anders", 5)),
    "edited-caption": (edited(photo=[{}], caption="Schärfer"), Edited("Schärfer", 5)),
    "edited-place": (edited(location={"latitude": 1}), None),
    "press": (press(data="weiter|7|einwaende"), Pressed("weiter", "einwaende", "7")),
    "press-short": (press(data="hilfe"), Pressed("hilfe")),
    "press-long": (press(data="a|b|c|d"), Pressed("a", "c|d", "b")),
    "press-game": (press(game_short_name="x"), None),
    "blocked": (member("member", "kicked"), Blocked()),
    "unblocked": (member("kicked", "member"), Unblocked()),
    "group-added": (member("left", "member", GROUP), InGroup()),
    "group-promoted": (member("member", "administrator", GROUP), None),
    "group-thrown-out": (member("member", "kicked", GROUP), Expelled()),
    "group-command": (message(GROUP, text="/hilfe@trainer_bot"), InGroup("hilfe", title="Vertrieb")),
    "group-chatter": (message(GROUP, text="Guten Morgen"), None),
    "channel": (member("left", "administrator", GROUP | {"type": "channel"}), None),
    "pinned": (message(pinned_message={"message_id": 3}), None),
    "unknown-update": ({"update_id": 1, "thought_reading": {"from": KIM}}, None),
    "empty": ({}, None),
} | {kind: (message(**{kind: {}}), Unreadable(kind)) for kind in KINDS}


@pytest.mark.parametrize(("update", "event"), EVENTS.values(), ids=EVENTS)
def test_an_update_becomes_one_event(update: dict[str, Any], event: object) -> None:
    """Text, commands, presses, edits and what has no text; what concerns nobody is None."""
    assert to_event(update) == event


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [(("document", "animation"), "animation"), (("location", "venue"), "venue")],
    ids=["animation", "venue"],
)
def test_the_telling_field_names_the_kind(kinds: tuple[str, ...], kind: str) -> None:
    """Telegram fills two fields for some kinds; the more precise one counts."""
    assert to_event(message(**{key: {} for key in kinds})) == Unreadable(kind)


ADDRESSES: dict[str, tuple[dict[str, Any], tuple[str, int] | None]] = {
    "message": (message(text="Hallo"), ("person:7", 7)),
    "edited": (edited(text="Hallo"), ("person:7", 7)),
    "press": (press(data="x"), ("person:7", 7)),
    "press-without-message": (press(data="x", message=None), ("person:7", 7)),
    "press-in-group": (press(data="x", message={"message_id": 4, "chat": GROUP}), ("group:-100", -100)),
    "blocked": (member("member", "kicked"), ("person:7", 7)),
    "group": (message(GROUP, text="/hilfe"), ("group:-100", -100)),
    "group-added": (member("left", "member", GROUP), ("group:-100", -100)),
    "channel": (member("left", "administrator", GROUP | {"type": "channel"}), None),
    "nobody": ({"update_id": 1, "poll": {}}, None),
    "true": (message(CHAT | {"id": True}, text="Hallo"), None),
    "press-true": ({"update_id": 1, "callback_query": {"id": "9", "from": {"id": True}, "data": "x"}}, None),
}


@pytest.mark.parametrize(("update", "actor"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_update_belongs_to_one_actor(update: dict[str, Any], actor: tuple[str, int] | None) -> None:
    """A person in private, the group in a group, nobody otherwise."""
    assert address(update) == actor


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = ("message", "edited_message", "callback_query", "my_chat_member", "chat", "from", "id", "type", "text", "data")


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A real update in which something anywhere was replaced by anything."""

    def damage(value: Any) -> Any:
        if draw(st.integers(0, 5)) == 0:
            return draw(JSON)
        return {key: damage(entry) for key, entry in value.items()} if isinstance(value, dict) else value

    return damage(draw(st.sampled_from([update for update, _ in EVENTS.values()])))


@given(JSON | st.dictionaries(st.sampled_from(KEYS), JSON) | damaged())
def test_nothing_raises(update: Any) -> None:
    """Any JSON at all is an event or None, and has an actor or none."""
    assert to_event(update) is None or isinstance(to_event(update), Event)
    assert address(update) is None or len(address(update) or ()) == 2
