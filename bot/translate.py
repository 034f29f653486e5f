"""A raw update of Telegram becomes an event, or nothing.

Plain patterns over plain data: an update may hold anything, and what Telegram invents next year must not stop us. The
library's own classes would refuse a whole update for one strange field, and cost twenty times as much.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, TypeGuard

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
from flows.spelling import UMLAUTS

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What we ask Telegram for."""

KINDS = (
    "animation",  # has a document too, so it comes first
    "audio",
    "checklist",
    "contact",
    "dice",
    "game",
    "gift",
    "giveaway",
    "invoice",
    "live_photo",
    "paid_media",
    "photo",
    "poll",
    "rich_message",
    "sticker",
    "story",
    "venue",  # has a location too
    "video",
    "video_note",
    "voice",
    "document",
    "location",
)
"""What a person can send without text, by the field that carries it. Other messages are notes of Telegram itself."""

LARGEST_ID = 2**52  # Telegram promises it; more would not fit a column
COMMAND = re.compile(r"/(\w{1,64})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


def to_event(update: Mapping[str, Any]) -> Event | None:
    """What happened, or None if it is nothing to us. Never raises, whatever the update holds."""
    match update:
        case {"message": {"chat": {"type": "private"}} as message}:
            return _message(message)
        case {"edited_message": {"chat": {"type": "private"}, "message_id": number} as message} if is_id(number):
            text = _text(message)
            return Edited(text, number) if text else None
        case {"callback_query": {"data": str(data)}}:
            return _press(data)
        case {"my_chat_member": {"chat": {"type": str(kind)}, "new_chat_member": {"status": str(status)}} as change}:
            return _membership(kind, status, change)
        case {"message": {"chat": {"type": "group" | "supergroup"}, "text": str(text)}}:
            command = _command(text)
            return InGroup(command.name, command.argument, _title(update)) if command else None
    return None


def address(update: Mapping[str, Any]) -> tuple[str, int] | None:
    """The actor an update belongs to and the chat to answer in; None if there is nobody to answer."""
    match update:
        case {"callback_query": {"message": {"chat": {"id": chat, "type": "group" | "supergroup"}}}} if is_id(chat):
            return f"group:{chat}", chat
        case {"callback_query": {"from": {"id": person}}} if is_id(person):
            return f"person:{person}", person
        case {"message": news} | {"edited_message": news} | {"my_chat_member": news}:
            match news:
                case {"chat": {"id": chat, "type": "private"}, "from": {"id": person}} if is_id(chat) and is_id(person):
                    return f"person:{person}", chat
                case {"chat": {"id": chat, "type": "group" | "supergroup"}} if is_id(chat):
                    return f"group:{chat}", chat
    return None


def is_id(value: Any) -> TypeGuard[int]:
    """Whether it is a number as Telegram counts: no truth value, which Python takes for one, and none too large."""
    return type(value) is int and abs(value) <= LARGEST_ID


def _message(message: Mapping[str, Any]) -> Event | None:
    number, text = message.get("message_id"), _text(message)
    match message:
        case {"document": {"file_id": str(file)} as document} if is_id(number) and "animation" not in message:
            return _command(text) or _received(file, document, text, number)
    if text and is_id(number):
        return _command(text) or Said(text, number)
    kind = next((kind for kind in KINDS if kind in message), None)
    match message:
        case {"voice": {"file_id": str(file)}} if kind == "voice":
            return Unreadable(kind, file)
    return Unreadable(kind) if kind else None


def _received(file: str, document: Mapping[str, Any], caption: str, number: int) -> Received:
    name, size = document.get("file_name"), document.get("file_size")
    return Received(file, name if isinstance(name, str) else "", size if is_id(size) else 0, caption, number)


def _title(update: Mapping[str, Any]) -> str:
    match update:
        case {"message": {"chat": {"title": str(title)}}}:
            return title
    return ""


def _text(message: Mapping[str, Any]) -> str:
    match message:
        case {"text": str(text)} | {"caption": str(text)}:
            return text
    return ""


def _command(text: str) -> Commanded | None:
    """`/Löschen@trainer_bot sofort` is `loeschen` with `sofort`; Telegram itself sees no command in an umlaut."""
    found = COMMAND.fullmatch(unicodedata.normalize("NFC", text.strip()))
    if not found:
        return None
    name, _, argument = found.groups()
    return Commanded(name.lower().translate(UMLAUTS), (argument or "").strip())


def _press(data: str) -> Pressed:
    """The reverse of what `bot.render` writes; a client may send anything."""
    action, mark, argument = (*data.split("|", 2), "", "")[:3]
    return Pressed(action, argument, mark)


def _membership(kind: str, status: str, change: Mapping[str, Any]) -> Event | None:
    match kind, status:
        case "private", "kicked":
            return Blocked()
        case "private", "member":
            return Unblocked()
        case "group" | "supergroup", "member" | "administrator":
            match change:
                case {"old_chat_member": {"status": "left" | "kicked"}}:
                    return InGroup()
        case "group" | "supergroup", "left" | "kicked":
            return Expelled()
    return None
