"""The methods of the Bot API the bot may call. Each refuses in Telegram's words."""

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from bot.simulator.description import Upload
from bot.simulator.markup import Entity, Unparsable, parse_html, stripped, utf16
from bot.simulator.world import BOT, BOT_ID, STAND_INS, Attachment, Bubble, Button, Change, Chat, Webhook, World

MAX_TEXT, MAX_CAPTION, MAX_NOTICE = 4096, 1024, 200
MAX_CALLBACK_BYTES = 64
MAX_ROW, MAX_BUTTONS = 8, 100
MAX_COMMANDS, MAX_COMMAND_DESCRIPTION = 100, 256
COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
MAX_PHOTO_SIDES, MAX_PHOTO_RATIO, MAX_PHOTO_BYTES, MAX_FILE_BYTES = 10_000, 20, 10_000_000, 50_000_000
MAX_GIVEN_BYTES = 20_000_000  # of a file the bot asks for
MAX_POLL = 50
SECOND_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
QUERY_LIFE = timedelta(minutes=10)
DELETABLE = timedelta(hours=48)
ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}

Values = Mapping[str, Any]


class Refused(Exception):
    """Telegram does not do what the call asks. `faulty` tells a fault of the bot from a fact of life."""

    def __init__(
        self, status: int, description: str, parameters: Mapping[str, int] | None = None, *, faulty: bool = False
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.faulty = faulty
        self.parameters = parameters or {}


def bad(description: str) -> Refused:
    """A call that is the bot's fault."""
    return Refused(400, f"Bad Request: {description}", faulty=True)


def unlucky(description: str) -> Refused:
    """A call that came to nothing, though it was well formed."""
    return Refused(400, f"Bad Request: {description}")


class Methods:
    """One function per method, its name in snake case; `values` are already typed by the description."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._poll = 0  # the number of the newest
        self.polls = 0  # how many are waiting

    # --- Messages

    def send_message(self, values: Values) -> Any:
        """A text message."""
        chat = self._writable(values)
        text, entities = _formatted(values, "text", "entities")
        _check_text(text)
        return self._post(chat, values, "text", text=text, source=values["text"], entities=entities)

    def send_photo(self, values: Values) -> Any:
        """A picture with a caption."""
        return self._send_file(values, "photo", self._photo(values["photo"]))

    def send_document(self, values: Values) -> Any:
        """A file with a caption."""
        return self._send_file(values, "document", self._document(values["document"]))

    def send_voice(self, values: Values) -> Any:
        """A voice note with a caption; what people record here has no content. One may be gone without any fault."""
        note = values["voice"]
        if note == STAND_INS["voice"]["file_id"]:
            return self._send_file(values, "voice", None)
        if isinstance(note, str) and note not in self._world.files:
            raise unlucky("wrong file identifier/HTTP URL specified")
        return self._send_file(values, "voice", self._document(note))

    def send_poll(self, values: Values) -> Any:
        """A quiz or a survey; of its answers nothing is known here."""
        chat = self._chat(values)
        options = [option["text"] for option in values["options"]]
        if not 1 <= len(values["question"]) <= 300:
            raise unlucky("poll question length must not exceed 300")
        if not 2 <= len(options) <= 12:
            raise unlucky("poll must have at least 2 options")
        if any(not 1 <= len(option) <= 100 for option in options):
            raise unlucky("poll options length must not exceed 100")
        if len(values.get("explanation", "")) > 200:
            raise unlucky("poll explanation is too long")
        right = values.get("correct_option_ids", [])
        if values.get("type") == "quiz" and not (right and all(0 <= at < len(options) for at in right)):
            raise unlucky("wrong correct option ID specified")
        lines = [f"{'✓' if at in right else '○'} {text}" for at, text in enumerate(options)]
        return self._post(chat, values, "poll", text="\n".join([values["question"], *lines]))

    def edit_message_text(self, values: Values) -> Any:
        """New text and buttons; without buttons in the call the old ones go."""
        bubble = self._own(values)
        if bubble.kind != "text":
            raise unlucky("there is no text in the message to edit")
        text, entities = _formatted(values, "text", "entities")
        _check_text(text, "MESSAGE_TOO_LONG")
        return self._change(bubble, text, values.get("text", ""), entities, _rows(values))

    def edit_message_caption(self, values: Values) -> Any:
        """New caption and buttons of a picture or file."""
        bubble = self._own(values)
        if bubble.kind == "text":
            raise unlucky("there is no caption in the message to edit")
        text, entities = _caption(values)
        return self._change(bubble, text, values.get("caption", ""), entities, _rows(values))

    def edit_message_reply_markup(self, values: Values) -> Any:
        """New buttons, or none."""
        bubble = self._own(values)
        return self._change(bubble, bubble.text, bubble.source, bubble.entities, _rows(values))

    def delete_message(self, values: Values) -> Any:
        """Takes a message away for both sides."""
        chat = self._chat(values)
        bubble = chat.messages.get(values["message_id"])
        if bubble is None:
            raise unlucky("message to delete not found")
        if self._world.clock.now() - bubble.date > DELETABLE:
            raise unlucky("message can't be deleted for everyone")
        del chat.messages[bubble.id]
        self._world.change(Change("gone", chat.id, bubble))
        return True

    def send_chat_action(self, values: Values) -> Any:
        """Shows the bot typing."""
        chat = self._writable(values)
        if values["action"] not in ACTIONS:
            raise bad("wrong parameter action in request")
        self._world.change(Change("typing", chat.id, text=values["action"]))
        return True

    def answer_callback_query(self, values: Values) -> Any:
        """Ends the waiting of a pressed button, perhaps with a short notice."""
        memory = self._world.memory
        pressed = memory.queries.get(values["callback_query_id"])
        if pressed is None or self._world.clock.now() - pressed > QUERY_LIFE:
            raise unlucky("query is too old and response timeout expired or query ID is invalid")
        text = values.get("text", "")
        if utf16(text) > MAX_NOTICE:
            raise bad("MESSAGE_TOO_LONG")
        del memory.queries[values["callback_query_id"]]
        chat = int(values["callback_query_id"].split("-")[0])
        self._world.change(Change("notice", chat, text=text))
        return True

    # --- Updates

    async def get_updates(self, values: Values) -> Any:
        """Long polling: what is waiting, or the first thing to come within the timeout."""
        memory = self._world.memory
        if memory.webhook.url:
            raise Refused(409, f"Conflict: {WEBHOOK_ACTIVE}")
        memory.allowed_updates = values.get("allowed_updates", memory.allowed_updates)
        self._confirm(values.get("offset", 0))
        with suppress(TimeoutError):
            await self._arrival(min(values.get("timeout", 0), MAX_POLL))
        return memory.updates[: min(max(values.get("limit", 100), 1), 100)]

    async def _arrival(self, seconds: float) -> None:
        """Returns when there are updates; raises TimeoutError after `seconds`, Refused if another poll begins."""
        self._poll += 1
        mine = self._poll
        self.polls += 1
        self._world.bell.ring()
        try:
            async with asyncio.timeout(seconds):
                while not self._world.memory.updates:
                    await self._world.bell.rung()
                    if self._poll != mine:
                        raise Refused(409, f"Conflict: {SECOND_POLLER}")
        finally:
            self.polls -= 1

    def set_webhook(self, values: Values) -> Any:
        """Updates are pushed from now on; loopback may do without HTTPS here."""
        memory = self._world.memory
        url = values["url"]
        if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        memory.webhook = Webhook(url, values.get("secret_token", ""))
        memory.allowed_updates = values.get("allowed_updates", memory.allowed_updates)
        if values.get("drop_pending_updates"):
            memory.updates.clear()
        self._world.bell.ring()
        return True

    def delete_webhook(self, values: Values) -> Any:
        """Back to polling."""
        return self.set_webhook({"url": "", **values})

    def get_webhook_info(self, values: Values) -> Any:
        """Where updates go, and what failed last."""
        webhook = self._world.memory.webhook
        info: dict[str, Any] = {
            "url": webhook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.memory.updates),
        }
        if webhook.error_date:
            info |= {"last_error_date": int(webhook.error_date.timestamp()), "last_error_message": webhook.error}
        return info

    # --- The bot itself

    def get_me(self, values: Values) -> Any:
        """Who the bot is."""
        return BOT

    def set_my_commands(self, values: Values) -> Any:
        """The command menu of a scope and language."""
        if len(values["commands"]) > MAX_COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in values["commands"]:
            if not COMMAND.fullmatch(command["command"]):
                raise bad("BOT_COMMAND_INVALID")
            if not 0 < len(command["description"]) <= MAX_COMMAND_DESCRIPTION:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._world.memory.commands[_scope(values)] = values["commands"]
        self._world.change(Change("commands"))
        return True

    def delete_my_commands(self, values: Values) -> Any:
        """No own menu for this scope and language."""
        self._world.memory.commands.pop(_scope(values), None)
        self._world.change(Change("commands"))
        return True

    def get_my_commands(self, values: Values) -> Any:
        """The menu set for exactly this scope and language."""
        return self._world.memory.commands.get(_scope(values), [])

    def set_my_name(self, values: Values) -> Any:
        """The bot's name in a language."""
        return self._set_text("name", values)

    def set_my_description(self, values: Values) -> Any:
        """What an empty chat shows."""
        return self._set_text("description", values)

    def set_my_short_description(self, values: Values) -> Any:
        """What the profile shows."""
        return self._set_text("short_description", values)

    def get_my_name(self, values: Values) -> Any:
        """The name set for a language."""
        return self._text("name", values)

    def get_my_description(self, values: Values) -> Any:
        """The description set for a language."""
        return self._text("description", values)

    def get_my_short_description(self, values: Values) -> Any:
        """The short description set for a language."""
        return self._text("short_description", values)

    def set_chat_menu_button(self, values: Values) -> Any:
        """What the button beside the input shows."""
        self._world.memory.menu = values.get("menu_button", {"type": "default"})
        return True

    def get_chat_menu_button(self, values: Values) -> Any:
        """What the button beside the input shows."""
        return self._world.memory.menu

    def get_file(self, values: Values) -> Any:
        """Where a file can be fetched."""
        attachment = self._world.files.get(values["file_id"])
        if attachment is None:
            raise unlucky("wrong file_id or the file is temporarily unavailable")
        if len(attachment.content) > MAX_GIVEN_BYTES:
            raise unlucky("file is too big")
        return {
            "file_id": attachment.id,
            "file_unique_id": f"unique-{attachment.id}",
            "file_size": len(attachment.content),
            "file_path": f"documents/{attachment.id}",
        }

    # --- What they share

    def _chat(self, values: Values) -> Chat:
        chat = self._world.memory.chats.get(values["chat_id"])
        if chat is None or not (chat.open or self._acquainted(chat)):
            raise unlucky("chat not found")
        return chat

    def _acquainted(self, chat: Chat) -> bool:
        """Whether the bot knows the person from a group they share."""
        return any(chat.id in other.members for other in self._world.memory.chats.values() if other.kind != "private")

    def _writable(self, values: Values) -> Chat:
        chat = self._chat(values)
        if not chat.open:
            raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
        if chat.refusal:
            raise Refused(403, chat.refusal)
        return chat

    def _own(self, values: Values) -> Bubble:
        if "chat_id" not in values or "message_id" not in values:
            raise bad("message identifier is not specified")
        chat = self._writable(values)
        bubble = chat.messages.get(values["message_id"])
        if bubble is None:
            raise unlucky("message to edit not found")
        if not bubble.from_bot:
            raise unlucky("message can't be edited")
        return bubble

    def _post(self, chat: Chat, values: Values, kind: str, **content: Any) -> Any:
        answered = values.get("reply_parameters", {})
        if answered and answered["message_id"] not in chat.messages:
            if not answered.get("allow_sending_without_reply"):
                raise unlucky("message to be replied not found")
            answered = {}
        bubble = self._world.post(chat, BOT_ID, kind, rows=_rows(values), answers=answered.get("message_id"), **content)
        return self._world.as_message(bubble)

    def _change(self, bubble: Bubble, text: str, source: str, entities: list[Entity], rows: list[list[Button]]) -> Any:
        if (bubble.text, bubble.entities, bubble.rows) == (text, entities, rows):
            raise unlucky(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        if bubble.text != text or bubble.entities != entities:
            bubble.edited = self._world.clock.now()
        bubble.text, bubble.source, bubble.entities, bubble.rows = text, source, entities, rows
        self._world.change(Change("message", bubble.chat, bubble))
        return self._world.as_message(bubble)

    def _send_file(self, values: Values, kind: str, attachment: Attachment | None) -> Any:
        chat = self._writable(values)
        text, entities = _caption(values)
        source = values.get("caption", "")
        return self._post(chat, values, kind, text=text, source=source, entities=entities, attachment=attachment)

    def _photo(self, sent: Upload | str) -> Attachment:
        if isinstance(sent, str):
            return self._known(sent)
        if len(sent.content) > MAX_PHOTO_BYTES:
            raise bad(
                f"file of size {len(sent.content)} bytes is too big for a photo; the maximum size is 10485760 bytes"
            )
        try:
            width, height = Image.open(BytesIO(sent.content)).size
        except (UnidentifiedImageError, Image.DecompressionBombError):
            raise bad("IMAGE_PROCESS_FAILED") from None
        if width + height > MAX_PHOTO_SIDES or max(width, height) > MAX_PHOTO_RATIO * min(width, height):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        return self._world.attach(sent.name, sent.mime, sent.content, (width, height))

    def _document(self, sent: Upload | str) -> Attachment:
        if isinstance(sent, str):
            return self._known(sent)
        if not sent.content:
            raise bad("file must be non-empty")
        if len(sent.content) > MAX_FILE_BYTES:
            raise Refused(413, "Request Entity Too Large", faulty=True)
        return self._world.attach(sent.name, sent.mime, sent.content)

    def _known(self, file_id: str) -> Attachment:
        if file_id not in self._world.files:
            raise bad("wrong file identifier/HTTP URL specified")
        return self._world.files[file_id]

    def _confirm(self, offset: int) -> None:
        updates = self._world.memory.updates
        if offset < 0:
            del updates[:offset]
        else:
            updates[:] = [update for update in updates if update["update_id"] >= offset]

    def _set_text(self, name: str, values: Values) -> Any:
        text = values.get(name, "")
        if utf16(text) > TEXT_LIMITS[name]:
            raise bad(f"{name.upper()}_TOO_LONG")
        self._world.memory.texts[f"{name}/{values.get('language_code', '')}"] = text
        self._world.change(Change("description"))
        return True

    def _text(self, name: str, values: Values) -> Any:
        return {name: self._world.memory.texts.get(f"{name}/{values.get('language_code', '')}", "")}


def _scope(values: Values) -> str:
    scope = values.get("scope", {"type": "default"})
    return f"{json.dumps(scope, sort_keys=True)}/{values.get('language_code', '')}"


def _formatted(values: Values, name: str, entities: str) -> tuple[str, list[Entity]]:
    text, mode = values.get(name, ""), values.get("parse_mode", "")
    if not mode:
        return stripped(text, values.get(entities, ()))
    if mode.lower() != "html":
        raise bad("unsupported parse_mode")  # Telegram knows Markdown too; this bot writes HTML only
    try:
        return parse_html(text)
    except Unparsable as fault:
        raise bad(f"can't parse entities: {fault}") from None


def _check_text(text: str, too_long: str = "message is too long") -> None:
    if not text:
        raise bad("message text is empty")
    if utf16(text) > MAX_TEXT:
        raise bad(too_long)


def _caption(values: Values) -> tuple[str, list[Entity]]:
    text, entities = _formatted(values, "caption", "caption_entities")
    if utf16(text) > MAX_CAPTION:
        raise bad("message caption is too long")
    return text, entities


def _rows(values: Values) -> list[list[Button]]:
    markup = values.get("reply_markup", {})
    if markup and "inline_keyboard" not in markup:
        raise bad("only inline keyboards are simulated")
    rows = [[_button(button) for button in row] for row in markup.get("inline_keyboard", ()) if row]
    if any(len(row) > MAX_ROW for row in rows) or sum(map(len, rows)) > MAX_BUTTONS:
        raise bad("reply markup is too long")
    return rows


def _button(button: Mapping[str, str]) -> Button:
    if not button["text"].strip():
        raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
    if "url" in button:
        if not button["url"].startswith(("http://", "https://", "tg://")):
            raise bad("inline keyboard button URL is invalid: Wrong HTTP URL")
        return Button(button["text"], url=button["url"], style=button.get("style", ""))
    if "callback_data" not in button:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not 1 <= len(button["callback_data"].encode()) <= MAX_CALLBACK_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    return Button(button["text"], data=button["callback_data"], style=button.get("style", ""))


METHODS: Sequence[str] = tuple(name for name in vars(Methods) if not name.startswith("_"))
