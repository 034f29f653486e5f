"""What goes into the store and comes out of it."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from flows.effects import Cancel, Drop, Erase, RecordAnswer, RecordRun, Remind


class Incoming(Struct, frozen=True):
    """A raw update from Telegram, as JSON, and the actor it belongs to."""

    update_id: int
    actor: str
    chat: int
    payload_json: str


class Claimed(Struct, frozen=True):
    """The oldest open row of an actor, with everything its step needs.

    `kind` is "update" (raw, from Telegram) or "event" (ours, JSON of `flows.events`). `state_json` is None for an actor
    never seen or forgotten. `unsent` are the slots of the chat whose message has not left yet.
    """

    inbox_id: int
    actor: str
    chat: int
    kind: str
    payload: str
    nonce: int
    received: datetime
    attempts: int
    version: int = 0
    schema: int = 0
    state_json: str | None = None
    reachable: bool = True
    forgotten: bool = False
    unsent: frozenset[str] = frozenset()


class Draft(Struct, frozen=True):
    """A message to be sent, rendered, or a file to be got.

    An edit is merged into the message of its slot while that has not left.
    """

    kind: str  # say, edit, picture, file, voice, voice, invite, poll, handout, fetch
    payload: str  # JSON
    priority: int  # 0 reply, 1 reminder, 2 broadcast
    not_before: datetime
    slot: str = ""


class Thing(Struct, frozen=True):
    """Something an actor keeps, perhaps about a person; `data` is JSON of `flows.kept`."""

    kind: str
    id: str
    data: str
    about: str = ""


class Elsewhere(Struct, frozen=True):
    """A thing that was found by a `Want`, with whose it is and since when."""

    owner: str
    thing: Thing
    since: datetime


class Letter(Struct, frozen=True):
    """An event, as JSON, for other actors. `broadcast` waits behind what somebody waits for."""

    to: tuple[str, ...]
    event: str
    broadcast: bool


class Facts(Struct):
    """What a step wants to know, as it is stored: things of its own and of others, rows of answers and runs, counts."""

    things: list[Thing] = []
    found: list[Elsewhere] = []
    answers: list[dict[str, Any]] = []
    runs: list[dict[str, Any]] = []
    numbers: dict[str, int] = {}


class Outcome(Struct, frozen=True):
    """All that follows from one claimed row; it is written together or not at all.

    `state_json` None leaves the actor as it is. `forget` removes everything about the actor but `letters`, which are
    told, and `drafts`, which go once they are sent.
    """

    claimed: Claimed
    state_json: str | None
    schema: int = 0
    edition: str = ""
    last_edition: str = ""
    drafts: tuple[Draft, ...] = ()
    timers: tuple[Remind | Cancel, ...] = ()
    answers: tuple[RecordAnswer, ...] = ()
    runs: tuple[RecordRun, ...] = ()
    things: tuple[Thing | Drop, ...] = ()
    letters: tuple[Letter, ...] = ()
    erased: tuple[Erase, ...] = ()
    reachable: bool = True
    forget: bool = False


class Outgoing(Struct, frozen=True):
    """A message that waits to be sent. `message` is the id of the message in its slot, if one was sent."""

    id: int
    actor: str
    chat: int
    kind: str
    slot: str
    payload: dict[str, Any]
    priority: int
    attempts: int
    created: datetime
    message: int | None


class Stale(Exception):
    """Somebody else already handled a claimed row."""
