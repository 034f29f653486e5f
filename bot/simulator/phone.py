"""The people's side: what somebody can do with a phone, and what is seen on it."""

import asyncio
import re
from collections.abc import Callable
from typing import Any, TypeVar

from bot.simulator.markup import Entity, utf16
from bot.simulator.world import BOT, BOT_ID, STAND_INS, Attachment, Bubble, Change, Chat, Person, World

T = TypeVar("T")

MAX_TEXT = 4096  # characters; the app splits what is longer
BLOCKED = "Forbidden: bot was blocked by the user"
DELETED = "Forbidden: user is deactivated"
KICKED = "Forbidden: bot was kicked from the group chat"
_COMMAND = re.compile(r"/[A-Za-z0-9_]+(?:@[A-Za-z0-9_]+)?")


class Phone:
    """One person's view of one chat. Verbs act at once; `reply` and `until` wait for what the bot makes of it."""

    def __init__(self, world: World, person: Person, chat: Chat) -> None:
        self._world = world
        self.person = person
        self.chat = chat
        self._read = 0

    # --- What is seen

    @property
    def messages(self) -> list[Bubble]:
        """All messages of the chat, oldest first."""
        return list(self.chat.messages.values())

    @property
    def last(self) -> Bubble:
        """The newest message of the bot; an empty one before the first, so that one can wait for its text."""
        silence = Bubble(0, self.chat.id, BOT_ID, self._world.clock.now())
        return next((bubble for bubble in reversed(self.messages) if bubble.from_bot), silence)

    @property
    def unread(self) -> list[Bubble]:
        """What the bot wrote since the person last acted or read a `reply`."""
        return [bubble for bubble in self.messages if bubble.from_bot and bubble.id > self._read]

    async def reply(self, timeout: float = 10) -> Bubble:  # noqa: ASYNC109 - it names what was waited for
        """The oldest unread message of the bot, read by this."""
        bubble = (await self.until(lambda phone: phone.unread, timeout))[0]
        self._read = bubble.id
        return bubble

    async def until(self, seen: Callable[["Phone"], T], timeout: float = 10) -> T:  # noqa: ASYNC109
        """Waits until `seen` finds something on the phone, and returns it."""
        try:
            async with asyncio.timeout(timeout):
                while not (found := seen(self)):
                    await self._world.bell.rung()
        except TimeoutError:
            raise TimeoutError(f"Not seen within {timeout} s. {self}") from None
        return found

    def __str__(self) -> str:
        lines = [
            f"{'bot' if bubble.from_bot else self.person.first_name}: {bubble.text!r}"
            f" {[button.text for button in bubble.buttons] or ''}"
            for bubble in self.messages[-6:]
        ]
        return "\n  ".join([f"The chat of {self.person.first_name} ends with", *lines])

    # --- What the person does

    def says(self, text: str, answers: int | None = None) -> int:
        """Sends a text; what is too long for one message goes in several. Returns the (last) message's id."""
        for start in range(0, len(text), MAX_TEXT):
            piece = text[start : start + MAX_TEXT]
            message = self._send("text", text=piece, entities=_commands(piece), answers=answers)
        return message

    def starts(self, payload: str = "") -> int:
        """Presses start, perhaps through a deep link."""
        return self.says(f"/start {payload}".strip())

    def sends(self, kind: str, caption: str = "", attachment: Attachment | None = None) -> int:
        """Sends something else: photo, voice, sticker, video, document, location, poll, rich_message, …"""
        if kind not in STAND_INS:
            raise LookupError(f"{kind!r} cannot be sent; there are {', '.join(STAND_INS)}")
        return self._send(kind, text=caption, attachment=attachment)

    def sends_file(self, name: str, content: bytes, caption: str = "", mime: str = "application/octet-stream") -> int:
        """Sends a document."""
        return self.sends("document", caption, self._world.attach(name, mime, content))

    def edits(self, message: int, text: str) -> None:
        """Rewrites an own message."""
        bubble = self.chat.messages[message]
        if bubble.sender != self.person.id:
            raise LookupError(f"Message {message} is not from {self.person.first_name}.")
        bubble.text, bubble.entities, bubble.edited = text, _commands(text), self._world.clock.now()
        self._acted()
        self._world.change(Change("message", self.chat.id, bubble))
        self._world.update("edited_message", self._world.as_message(bubble))

    def taps(self, label: str, message: int | None = None) -> None:
        """Presses the button with this label: the newest, or the one under `message`."""
        places = self.messages if message is None else [self.chat.messages[message]]
        for bubble in reversed(places):
            for button in bubble.buttons:
                if button.text == label and button.data is not None:
                    self.presses(bubble.id, button.data)
                    return
        raise LookupError(f"No button {label!r}. {self}")

    def presses(self, message: int, data: str) -> None:
        """Sends a button's data for a message, whether or not there is such a button (or such a message) any more."""
        query = f"{self.person.id}-{self._world.memory.last_update + 1}"
        bubble = self.chat.messages.get(message)
        gone = {"chat": self._world.as_chat(self.chat), "message_id": message, "date": 0}
        self._acted()
        self._world.memory.queries[query] = self._world.clock.now()
        self._world.update(
            "callback_query",
            {
                "id": query,
                "from": self.person.as_user(),
                "message": self._world.as_message(bubble) if bubble else gone,
                "chat_instance": str(self.chat.id),
                "data": data,
            },
        )

    def blocks(self) -> None:
        """Blocks the bot."""
        self._changes_membership("member", "kicked", BLOCKED)

    def unblocks(self) -> None:
        """Lets the bot in again."""
        self._changes_membership("kicked", "member", "")

    def deletes_account(self) -> None:
        """Is gone for good; the bot only learns when it writes."""
        self.chat.refusal = DELETED

    # --- Groups

    def within(self, group: Chat) -> "Phone":
        """The same person's view of a group."""
        if self.person.id not in group.members:
            group.members.append(self.person.id)
        return Phone(self._world, self.person, group)

    def adds_bot(self) -> None:
        """Adds the bot to this group."""
        self.chat.open = True
        self._changes_membership("left", "member", "")

    def removes_bot(self) -> None:
        """Throws the bot out of this group."""
        self._changes_membership("member", "kicked", KICKED)

    # --- How

    def _acted(self) -> None:
        self._read = self._world.memory.last_message

    def _send(self, kind: str, **content: Any) -> int:
        private = self.chat.kind == "private"
        self.chat.open = self.chat.open or private
        bubble = self._world.post(self.chat, self.person.id, kind, **content)
        self._acted()
        if private or bubble.text.startswith("/"):  # a bot in privacy mode sees only commands in groups
            self._world.update("message", self._world.as_message(bubble))
        return bubble.id

    def _changes_membership(self, old: str, new: str, refusal: str) -> None:
        self.chat.refusal = refusal
        self._world.change(Change("membership", self.chat.id, text=refusal))
        self._world.update(
            "my_chat_member",
            {
                "chat": self._world.as_chat(self.chat),
                "from": self.person.as_user(),
                "date": int(self._world.clock.now().timestamp()),
                "old_chat_member": _member(old),
                "new_chat_member": _member(new),
            },
        )


def _member(status: str) -> dict[str, Any]:
    return {"user": BOT, "status": status, **({"until_date": 0} if status == "kicked" else {})}


def _commands(text: str) -> list[Entity]:
    command = _COMMAND.match(text)
    return [{"type": "bot_command", "offset": 0, "length": utf16(command.group())}] if command else []
