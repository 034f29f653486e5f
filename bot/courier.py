"""Bringing one message to Telegram, whatever it is made of."""

import asyncio
import logging
from base64 import b64decode
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import msgspec
import segno
from msgspec.structs import replace
from telegram import InputFile
from telegram.error import BadRequest

from bot import tables
from bot.export import export
from bot.failures import Verdict, classify
from bot.pieces import LIMIT, pieces, plain, tags, units
from bot.store.rows import Outgoing
from bot.store.store import Store
from bot.telegram import Telegram
from bot.worker import LINK
from flows.effects import LARGEST_FILE
from flows.events import Fetched
from flows.table import Table

logger = logging.getLogger(__name__)

CAPTION_LIMIT = 1024
EXPORT = "verkaufstrainer-daten.json"

Draw = Callable[[str, Mapping[str, Any]], bytes]
Payload = Mapping[str, Any]


class Courier:
    """Delivers rows of the outbox. `draw` makes the PNG of a chart, in a thread of its own: one picture at a time."""

    def __init__(self, store: Store, telegram: Telegram, draw: Draw) -> None:
        self._store = store
        self._telegram = telegram
        self._draw = draw
        self._name = ""
        self._studio = ThreadPoolExecutor(max_workers=1, thread_name_prefix="charts")

    async def deliver(self, row: Outgoing, payload: Payload) -> int:
        """Sends or edits, and returns the id of the message. Raises what Telegram has against it."""
        match row.kind:
            case "say":
                return await self._say(row.chat, payload["text"], payload["buttons"])
            case "edit":
                return await self._edit(row, payload["text"], payload["buttons"])
            case "picture":
                picture = await self._picture(payload["chart"], payload["values"])
                return await self._file(row.chat, "photo", picture, payload["caption"], payload["buttons"])
            case "file":
                file = InputFile(b64decode(payload["content"]), filename=payload["name"])
                file.mimetype = payload["media_type"]
                return await self._file(row.chat, "document", file, payload["caption"], payload["buttons"])
            case "table":
                file = await self._table(msgspec.convert(payload["table"], Table), payload["name"])
                return await self._file(row.chat, "document", file, payload["caption"], payload["buttons"])
            case "invite":
                return await self._invitation(row.chat, payload)
            case "voice":
                return await self._voice(row.chat, payload["voice"], payload["caption"], payload["buttons"])
            case "poll":
                return await self._poll(row.chat, payload)
            case "handout":
                return await self._file(row.chat, "document", await self._handout(row.actor), payload["caption"], [])
        raise ValueError(f"{row.kind!r} is no kind of message")

    async def fetch(self, payload: Payload) -> Fetched:
        """The file a person sent, or why it cannot be had. Raises what may pass."""
        asked = Fetched(payload["purpose"], payload["name"])
        try:
            file = await self._telegram.call("getFile", {"file_id": payload["file"]})
            if file.get("file_size", 0) > LARGEST_FILE:
                return replace(asked, failure="zu_gross")
            content = await self._telegram.download(file["file_path"])
        except BadRequest as error:
            return replace(asked, failure="zu_gross" if "too big" in error.message else "fort")
        return replace(asked, content=content) if len(content) <= LARGEST_FILE else replace(asked, failure="zu_gross")

    async def type(self, chat: int) -> None:
        """Shows for a moment that somebody is typing."""
        await self._telegram.call("sendChatAction", {"chat_id": chat, "action": "typing"})

    def close(self) -> None:
        """Ends the thread that draws."""
        self._studio.shutdown()

    async def _say(self, chat: int, text: str, buttons: list[Any], limit: int = LIMIT) -> int:
        *first, last = pieces(text, limit)
        try:
            for piece in first:
                await self._write("sendMessage", "text", piece, {"chat_id": chat})
            return await self._write("sendMessage", "text", last, {"chat_id": chat, "reply_markup": _markup(buttons)})
        except BadRequest as error:
            if classify(error) is Verdict.SPLIT and limit == LIMIT:
                return await self._say(chat, text, buttons, limit // 2)
            raise

    async def _edit(self, row: Outgoing, text: str, buttons: list[Any]) -> int:
        """A message that is gone, was never sent or has to be cut is sent anew."""
        if row.message is None or len(pieces(text)) > 1:
            return await self._say(row.chat, text, buttons)
        others = {"chat_id": row.chat, "message_id": row.message, "reply_markup": _markup(buttons)}
        try:
            return await self._write("editMessageText", "text", text, others)
        except BadRequest as error:
            match classify(error):
                case Verdict.DONE:
                    return row.message
                case Verdict.SEND_ANEW:
                    return await self._say(row.chat, text, buttons)
                case Verdict.SPLIT:
                    return await self._say(row.chat, text, buttons, LIMIT // 2)
            raise

    async def _file(self, chat: int, kind: str, file: InputFile | str, caption: str, buttons: list[Any]) -> int:
        """A caption that is too long follows as a message of its own."""
        method, bare = f"send{kind.capitalize()}", {"chat_id": chat, kind: file}
        if units(plain(caption)) <= CAPTION_LIMIT:
            try:
                return await self._write(method, "caption", caption, {**bare, "reply_markup": _markup(buttons)})
            except BadRequest as error:
                if classify(error) is not Verdict.SPLIT:
                    raise
        await self._telegram.call(method, bare)
        return await self._say(chat, caption, buttons)

    async def _voice(self, chat: int, note: str, caption: str, buttons: list[Any]) -> int:
        """Without the note where Telegram will not send it: it is gone, or the person wants none."""
        try:
            return await self._file(chat, "voice", note, caption, buttons)
        except BadRequest as error:
            if classify(error) is not Verdict.DEAD:
                raise
            logger.warning("A voice note cannot be sent, its caption goes alone: %s", error)
            return await self._say(chat, caption, buttons)

    async def _write(self, method: str, field: str, text: str, others: Payload) -> int:
        """Calls with `text` as HTML or, if Telegram cannot read that, as what is seen of it."""
        try:
            message = await self._telegram.call(method, {field: text, "parse_mode": "HTML", **others})
        except BadRequest as error:
            if classify(error) is not Verdict.SEND_PLAIN:
                raise
            logger.error("A template makes HTML that Telegram refuses (%s): %s", error, tags(text))  # noqa: TRY400
            message = await self._telegram.call(method, {field: plain(text), **others})
        return int(message["message_id"])

    async def _picture(self, chart: str, values: Mapping[str, Any]) -> InputFile:
        png = await asyncio.get_running_loop().run_in_executor(self._studio, self._draw, chart, values)
        return InputFile(png, filename=f"{chart}.png")

    async def _table(self, table: Table, name: str) -> InputFile:
        """Written in the thread that draws, since a long table takes a while."""
        content = await asyncio.get_running_loop().run_in_executor(self._studio, tables.file, table, name)
        file = InputFile(content, filename=name)
        file.mimetype = tables.media_type(name)
        return file

    async def _invitation(self, chat: int, payload: Payload) -> int:
        """A link to this bot with a secret behind it, to tap or to scan."""
        start = "startgroup" if payload["group"] else "start"
        link = f"https://t.me/{await self._username()}?{start}={payload['payload']}"
        picture = BytesIO()
        segno.make(link, micro=False).save(picture, kind="png", scale=8, border=4)
        file = InputFile(picture.getvalue(), filename="einladung.png")
        return await self._file(chat, "photo", file, payload["caption"].replace(LINK, link), payload["buttons"])

    async def _poll(self, chat: int, payload: Payload) -> int:
        message = await self._telegram.call(
            "sendPoll",
            {
                "chat_id": chat,
                "question": payload["question"],
                "options": [{"text": option} for option in payload["options"]],
                "type": "quiz",
                "is_anonymous": True,
                "allows_multiple_answers": len(payload["right"]) > 1,
                "correct_option_ids": payload["right"],
                "explanation": payload["why"] or None,
            },
        )
        return int(message["message_id"])

    async def _username(self) -> str:
        if not self._name:
            self._name = str((await self._telegram.call("getMe", {}))["username"])
        return self._name

    async def _handout(self, actor: str) -> InputFile:
        data = msgspec.json.encode(export(actor, await self._store.personal_data(actor)))
        return InputFile(msgspec.json.format(data, indent=2), filename=EXPORT)


def _markup(buttons: list[Any]) -> dict[str, Any] | None:
    return {"inline_keyboard": buttons} if buttons else None
