"""What can happen to an actor, as plain facts without Telegram in them."""

from datetime import datetime

from msgspec import Struct

from flows.news import News
from flows.spelling import fold


class Said(Struct, frozen=True, tag=True):
    """A text message. `message` is Telegram's message id, by which a later edit is matched."""

    text: str
    message: int

    @property
    def word(self) -> str:
        """The text as a plain word, in case it is one: lower case, umlauts folded, no signs around it."""
        return " ".join(fold(self.text.strip(" /.!?…\n")).split())


class Edited(Struct, frozen=True, tag=True):
    """An earlier text message now reads differently."""

    text: str
    message: int


class Pressed(Struct, frozen=True, tag=True):
    """A button was pressed. `mark` tells which turn the button belongs to; empty for lasting buttons."""

    action: str
    argument: str = ""
    mark: str = ""


class Commanded(Struct, frozen=True, tag=True):
    """A slash command without its slash, in lower case, umlauts folded (`löschen` is `loeschen`)."""

    name: str
    argument: str = ""


class Unreadable(Struct, frozen=True, tag=True):
    """Something without text we can use: a photo, a voice note, a sticker, a poll, a rich message.

    `file` is Telegram's id of a voice note, for a sheet that can hand one on (`voiced`).
    """

    kind: str
    file: str = ""


class Received(Struct, frozen=True, tag=True):
    """A document. `file` is for `Fetch`; name and size are empty and 0 if Telegram does not tell them."""

    file: str
    name: str
    size: int
    caption: str = ""
    message: int = 0

    @property
    def otherwise(self) -> "Said | Unreadable":
        """What it is to those who want no file."""
        return Said(self.caption, self.message) if self.caption else Unreadable("document")


class Fetched(Struct, frozen=True, tag=True):
    """The file a flow sent for by `Fetch` is here, or cannot be had: then `failure` says why and `content` is empty."""

    purpose: str
    name: str
    content: bytes = b""
    failure: str = ""  # "zu_gross", or "fort": Telegram does not give it out (any more)

    def __repr__(self) -> str:
        """Without the content, which has no place in a log."""
        what = self.failure or f"{len(self.content)} bytes"
        return f"Fetched({self.purpose!r}, {self.name!r}, {what})"


class Blocked(Struct, frozen=True, tag=True):
    """The person blocked the bot."""


class Unblocked(Struct, frozen=True, tag=True):
    """The person let the bot in again."""


class Due(Struct, frozen=True, tag=True):
    """A timer set by `Remind` has come. `planned` is when it should have come; it may be long ago."""

    key: str
    planned: datetime
    argument: str = ""


class Told(Struct, frozen=True, tag=True):
    """Another actor told something (`flows.effects.Tell`); who that was cannot be forged."""

    sender: str
    news: News


class Expelled(Struct, frozen=True, tag=True):
    """The bot was taken out of a group."""


class Moved(Struct, frozen=True, tag=True):
    """A group goes on under another id: `old` is the actor it was."""

    old: str


class InGroup(Struct, frozen=True, tag=True):
    """In a group: the bot was added, or a command was addressed to it there."""

    command: str = ""
    argument: str = ""
    title: str = ""  # of the group


Event = (
    Said
    | Edited
    | Pressed
    | Commanded
    | Unreadable
    | Received
    | Fetched
    | Blocked
    | Unblocked
    | Due
    | Told
    | InGroup
    | Expelled
    | Moved
)
"""What can happen, all of it."""
