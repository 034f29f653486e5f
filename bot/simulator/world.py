"""What the simulated Telegram knows: people, chats, messages, and the updates the bot has yet to fetch."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from bot.clock import Clock
from bot.simulator.markup import Entity

BOT_ID = 8_000_000_001
BOT = {
    "id": BOT_ID,
    "is_bot": True,
    "first_name": "Verkaufstrainer",
    "username": "verkaufstrainer_demo_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
UPDATES_UNLESS_ASKED = ("chat_member", "message_reaction", "message_reaction_count")


class Person(Struct, frozen=True):
    """Somebody with a phone."""

    id: int
    first_name: str
    last_name: str = ""
    role: str = ""  # what the page writes beside the name

    def as_user(self) -> dict[str, Any]:
        """As Telegram's User."""
        last_name = {"last_name": self.last_name} if self.last_name else {}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **last_name, "language_code": "de"}


class Button(Struct, frozen=True):
    """An inline button; `data` is what a press carries, `url` where it leads."""

    text: str
    data: str | None = None
    url: str | None = None
    style: str = ""


class Attachment(Struct):
    """A picture, file or recording in a message."""

    id: str
    name: str
    mime: str
    content: bytes
    width: int = 0
    height: int = 0


class Bubble(Struct):
    """A message as it stands in the chat. `text` is the caption where there is an attachment."""

    id: int
    chat: int
    sender: int
    date: datetime
    kind: str = "text"
    text: str = ""
    source: str = ""  # as the bot wrote it, with its tags
    entities: list[Entity] = []
    rows: list[list[Button]] = []
    attachment: Attachment | None = None
    edited: datetime | None = None
    answers: int | None = None  # the message it replies to

    @property
    def from_bot(self) -> bool:
        """Whether the bot sent it."""
        return self.sender == BOT_ID

    @property
    def buttons(self) -> list[Button]:
        """All buttons, row by row."""
        return [button for row in self.rows for button in row]

    @property
    def picture(self) -> bytes | None:
        """The picture in it."""
        return self.attachment.content if self.kind == "photo" and self.attachment else None


class Chat(Struct):
    """A private chat (its id is the person's) or a group."""

    id: int
    kind: str = "private"
    title: str = ""
    members: list[int] = []
    open: bool = False  # the person pressed start, or the bot was added
    refusal: str = ""  # why the bot may not write here, in Telegram's words
    messages: dict[int, Bubble] = field(default_factory=dict)


class Webhook(Struct):
    """Where updates are pushed to, and what went wrong last."""

    url: str = ""
    secret: str = ""
    error: str = ""
    error_date: datetime | None = None


class Memory(Struct):
    """Everything that outlives the program."""

    people: dict[int, Person] = {}
    chats: dict[int, Chat] = {}
    updates: list[dict[str, Any]] = []
    queries: dict[str, datetime] = {}  # button presses the bot may still answer
    commands: dict[str, list[dict[str, str]]] = {}  # "<scope as JSON>/<language>" -> commands
    texts: dict[str, str] = {}  # "<description, short description or name>/<language>"
    menu: dict[str, Any] = field(default_factory=lambda: {"type": "default"})
    webhook: Webhook = field(default_factory=Webhook)
    allowed_updates: list[str] = []
    last_message: int = 0
    last_update: int = 700_000_000
    last_file: int = 0
    ahead: float = 0.0  # seconds the clock was moved forward


class Change(Struct, frozen=True):
    """Something people can see happened: a message, one gone, typing, a notice, a new time, commands, a description."""

    kind: str
    chat: int = 0
    bubble: Bubble | None = None
    text: str = ""


class Bell:
    """Wakes everyone who waits for it, each time it rings."""

    def __init__(self) -> None:
        self._next: asyncio.Future[None] | None = None

    def ring(self) -> None:
        """Wakes whoever waits now."""
        if self._next is not None and not self._next.done():
            self._next.set_result(None)
        self._next = None

    async def rung(self) -> None:
        """Returns at the next ring."""
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        await asyncio.shield(self._next)


class World:
    """The state both sides work on: the bot by its methods, the people by their phones."""

    def __init__(self, clock: Clock, memory: Memory | None = None) -> None:
        self.clock = clock
        self.memory = memory or Memory()
        self.bell = Bell()
        self.faults: set[str] = set()  # of updates, by their names in `bot.simulator.trouble`
        self._watchers: set[asyncio.Queue[Change]] = set()
        self.files = {
            bubble.attachment.id: bubble.attachment
            for chat in self.memory.chats.values()
            for bubble in chat.messages.values()
            if bubble.attachment
        }

    def change(self, change: Change) -> None:
        """Lets everyone know who watches or waits."""
        for watcher in self._watchers:
            watcher.put_nowait(change)
        self.bell.ring()

    @contextmanager
    def watched(self) -> Iterator[asyncio.Queue[Change]]:
        """A queue of everything that changes from now on."""
        watcher: asyncio.Queue[Change] = asyncio.Queue()
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    def chat(self, chat_id: int) -> Chat:
        """The chat; a person's private chat comes into being when first asked for."""
        return self.memory.chats.setdefault(chat_id, Chat(chat_id, members=[chat_id]))

    def post(self, chat: Chat, sender: int, kind: str, **content: Any) -> Bubble:
        """A new message in the chat."""
        self.memory.last_message += 1
        bubble = Bubble(self.memory.last_message, chat.id, sender, self.clock.now(), kind, **content)
        chat.messages[bubble.id] = bubble
        self.change(Change("message", chat.id, bubble))
        return bubble

    def attach(self, name: str, mime: str, content: bytes, size: tuple[int, int] = (0, 0)) -> Attachment:
        """A file Telegram keeps from now on."""
        self.memory.last_file += 1
        attachment = Attachment(f"file-{self.memory.last_file}", name, mime, content, *size)
        self.files[attachment.id] = attachment
        return attachment

    def update(self, kind: str, body: dict[str, Any]) -> int:
        """An update for the bot, if it wants this kind; returns the number it got."""
        allowed = self.memory.allowed_updates
        self.memory.last_update += 1
        if kind in allowed or (not allowed and kind not in UPDATES_UNLESS_ASKED):
            self._deliver({"update_id": self.memory.last_update, kind: body})
            self.bell.ring()
        return self.memory.last_update

    def suffer(self, fault: str) -> None:
        """Lets updates come as `bot.simulator.trouble` names it, from now on."""
        if fault == "restart":
            self.memory.last_update //= 2
        else:
            self.faults.add(fault)

    def _deliver(self, update: dict[str, Any]) -> None:
        updates = self.memory.updates
        if "invented-fields" in self.faults:
            update = embellished(update)
        if "invented-kind" in self.faults:
            self.memory.last_update += 1
            updates.append({"update_id": self.memory.last_update - 1, **INVENTED})
            update["update_id"] = self.memory.last_update
        updates.insert(0 if "reversed" in self.faults else len(updates), update)
        if "twice" in self.faults:
            updates.append(update)

    def as_chat(self, chat: Chat) -> dict[str, Any]:
        """As Telegram's Chat."""
        if chat.kind != "private":
            return {"id": chat.id, "type": chat.kind, "title": chat.title}
        user = self.memory.people[chat.id].as_user()
        names = {key: value for key, value in user.items() if key in ("first_name", "last_name")}
        return {"id": chat.id, "type": "private", **names}

    def as_message(self, bubble: Bubble) -> dict[str, Any]:
        """As Telegram's Message."""
        chat = self.memory.chats[bubble.chat]
        message: dict[str, Any] = {
            "message_id": bubble.id,
            "from": BOT if bubble.from_bot else self.memory.people[bubble.sender].as_user(),
            "chat": self.as_chat(chat),
            "date": int(bubble.date.timestamp()),
        }
        if bubble.edited:
            message["edit_date"] = int(bubble.edited.timestamp())
        if bubble.answers in chat.messages:
            message["reply_to_message"] = self.as_message(chat.messages[bubble.answers])
        if bubble.rows:
            message["reply_markup"] = {
                "inline_keyboard": [[_as_button(button) for button in row] for row in bubble.rows]
            }
        return message | _content(bubble)


INVENTED: dict[str, Any] = {"mind_reading": {"chat": {"id": 1, "type": "dream"}, "thoughts": [None, [], 1.5]}}
"""What Telegram may come to tell one day."""


def embellished(value: Any) -> Any:
    """Plain data with something unheard of in every object."""
    match value:
        case dict():
            return {"aura": {"colour": None}, **{key: embellished(entry) for key, entry in value.items()}}
        case list():
            return [embellished(entry) for entry in value]
    return value


def _as_button(button: Button) -> dict[str, str]:
    target = {"url": button.url} if button.url is not None else {"callback_data": button.data or ""}
    return {"text": button.text, **target, **({"style": button.style} if button.style else {})}


def _content(bubble: Bubble) -> dict[str, Any]:
    """The fields of Telegram's Message that carry what was sent."""
    if bubble.kind == "text":
        return {"text": bubble.text, **({"entities": bubble.entities} if bubble.entities else {})}
    caption = {"caption": bubble.text} if bubble.text else {}
    if bubble.text and bubble.entities:
        caption["caption_entities"] = bubble.entities  # type: ignore[assignment]
    return {bubble.kind: _payload(bubble), **caption}


def _payload(bubble: Bubble) -> Any:
    if bubble.attachment is None:
        return STAND_INS[bubble.kind]
    file = {
        "file_id": bubble.attachment.id,
        "file_unique_id": f"unique-{bubble.attachment.id}",
        "file_size": len(bubble.attachment.content),
    }
    if bubble.kind == "photo":
        return [{**file, "width": bubble.attachment.width, "height": bubble.attachment.height}]
    if bubble.kind == "document":
        return {**file, "file_name": bubble.attachment.name, "mime_type": bubble.attachment.mime}
    return STAND_INS[bubble.kind] | file


_FILE = {"file_id": "stand-in", "file_unique_id": "stand-in", "file_size": 4_096}
STAND_INS: dict[str, Any] = {
    "photo": [{**_FILE, "width": 640, "height": 480}],
    "voice": {**_FILE, "duration": 4, "mime_type": "audio/ogg"},
    "sticker": {**_FILE, "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False,
                "emoji": "👍"},
    "video": {**_FILE, "width": 640, "height": 480, "duration": 4},
    "video_note": {**_FILE, "length": 240, "duration": 4},
    "audio": {**_FILE, "duration": 4},
    "document": {**_FILE, "file_name": "notizen.pdf", "mime_type": "application/pdf"},
    "location": {"latitude": 52.52, "longitude": 13.405},
    "contact": {"phone_number": "+4930000000", "first_name": "Kim"},
    "poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
             "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False,
             "members_only": False},
    "rich_message": {"blocks": []},
}  # fmt: skip
"""What people can send besides text, as Telegram tells the bot about it."""
