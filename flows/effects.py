"""What can follow from a step. The round writes all effects of a step in one transaction; nothing is sent before."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from flows.news import Invited, News
from flows.scoring.verdict import Verdict
from flows.table import Table

Values = Mapping[str, Any]
"""What a template is rendered with: text, numbers, dates, structs; rendered before anything is stored."""


class Button(Struct, frozen=True):
    """A button under a message.

    `label` names an entry of prompts/de/labels.toml, which may use `values`. Pressing gives
    `Pressed(action, argument, mark)`; the three together take at most 62 bytes as UTF-8.
    """

    action: str
    label: str
    argument: str = ""
    mark: str = ""
    values: Values = {}


Rows = tuple[tuple[Button, ...], ...]


def pairs(buttons: Sequence[Button]) -> Rows:
    """Two to a row."""
    return tuple(tuple(buttons[first : first + 2]) for first in range(0, len(buttons), 2))


class Say(Struct, frozen=True, tag=True):
    """A new message.

    `slot` gives the message a name, unique in the chat, by which `Edit` finds it again.
    `typing` lets the bot be seen typing for a moment first, as a customer would.
    """

    template: str
    values: Values = {}
    rows: Rows = ()
    slot: str = ""
    typing: bool = False


class Edit(Struct, frozen=True, tag=True):
    """The message in `slot` gets a new text and new buttons. If it was never sent or is gone, it is sent anew."""

    slot: str
    template: str
    values: Values = {}
    rows: Rows = ()


class Picture(Struct, frozen=True, tag=True):
    """A picture drawn by `bot.charts`; `values` is plain data (it is stored), `template` is the caption."""

    chart: str
    values: Values
    template: str
    caption: Values = {}
    rows: Rows = ()


class HandOut(Struct, frozen=True, tag=True):
    """A file with everything stored about the person, as JSON, with `template` as its caption."""

    template: str


class HandOver(Struct, frozen=True, tag=True):
    """A file for the person to open or keep; `template` is its caption."""

    name: str
    media_type: str
    content: bytes
    template: str
    values: Values = {}
    rows: Rows = ()


class HandOverTable(Struct, frozen=True, tag=True):
    """A table as a file for the person to open or keep; the ending of `name` says how: "xlsx" or "csv"."""

    table: Table
    name: str
    template: str
    values: Values = {}
    rows: Rows = ()


class Voice(Struct, frozen=True, tag=True):
    """A voice note that somebody sent the bot, by Telegram's id.

    `template` is its caption, or the message that is sent if Telegram will not have the note.
    """

    file: str
    template: str
    values: Values = {}
    rows: Rows = ()


class Poll(Struct, frozen=True, tag=True):
    """An anonymous quiz in a group. `right` are the numbers of the right `options`, `why` is shown after answering.

    Telegram takes questions of 300 characters, up to twelve options of 100, and 200 for `why`.
    """

    question: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    why: str = ""


class Fetch(Struct, frozen=True, tag=True):
    """The file a person sent (`Received`) is got from Telegram; `Fetched` with the same purpose and name follows.

    `purpose` begins with the name of the flow that wants it ("kunden:liste"). What is larger than `LARGEST_FILE` is
    not got: say so at once.
    """

    file: str
    purpose: str
    name: str


LARGEST_FILE = 2 * 1024 * 1024
"""Bytes of a file we read; Telegram gives out ten times as much."""


class Remind(Struct, frozen=True, tag=True):
    """`Due(key, due, argument)` shall come at `due` (aware). A timer of the same key is replaced."""

    key: str
    due: datetime
    argument: str = ""


class Cancel(Struct, frozen=True, tag=True):
    """The timer `key` shall not come."""

    key: str


class RecordAnswer(Struct, frozen=True, tag=True):
    """An answer and its verdict. A second record of the same run, station and turn replaces the first (edits)."""

    run: str
    course: str
    scenario: str
    station: str
    phase: str
    attempt: int
    turn: int
    text: str
    verdict: Verdict


class RecordRun(Struct, frozen=True, tag=True):
    """A run that ended. `summary` is plain data."""

    run: str
    course: str
    scenario: str
    ending: str
    summary: Values


class Erase(Struct, frozen=True, tag=True):
    """Answers and runs that were recorded of the person go, by their ids."""

    answers: tuple[int, ...] = ()
    runs: tuple[str, ...] = ()


class Keep(Struct, frozen=True, tag=True):
    """`thing` is kept for the actor under `id`, in place of what was there. `kind` is one of `flows.kinds`.

    What a team keeps about a person names her in `about`: she gets it with her data, and it goes when she goes.
    """

    kind: str
    id: str
    thing: Struct
    about: str = ""


class Drop(Struct, frozen=True, tag=True):
    """What is kept under `id` goes; if nothing is, nothing happens."""

    kind: str
    id: str


class Tell(Struct, frozen=True, tag=True):
    """Other actors shall hear `news`, as `Told`, each in its own queue; a person only if she has consented."""

    to: tuple[str, ...]
    news: News


class Invite(Struct, frozen=True, tag=True):
    """A secret link is made: the team hears the `invitation` with the digest of the link's token, the person gets it.

    Only the message to her holds the token, as a picture (QR) with `template` as caption; `values` gains `link`.
    """

    invitation: Invited
    team: str
    template: str
    values: Values = {}
    rows: Rows = ()


class Forget(Struct, frozen=True, tag=True):
    """Everything stored about the person goes now; only messages of this step are still sent."""


Effect = (
    Say
    | Edit
    | Picture
    | HandOut
    | HandOver
    | HandOverTable
    | Voice
    | Poll
    | Fetch
    | Remind
    | Cancel
    | RecordAnswer
    | RecordRun
    | Erase
    | Keep
    | Drop
    | Tell
    | Invite
    | Forget
)
