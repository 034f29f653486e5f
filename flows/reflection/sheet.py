"""The sheet of /reflexion, and what is kept of it if the trainee wants."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from flows.repetition.cards import Card

KEPT_KIND = "reflexion"


class Awaited(StrEnum):
    """What the next text answers."""

    THOUGHT = "eigen"
    CHOICE = "wahl"
    KNOWLEDGE = "frage"
    KEEPING = "behalten"


class Thought(Struct, frozen=True):
    """Something of one's own, with what was asked."""

    step: str
    question: str
    text: str


class Result(Struct, frozen=True):
    """How a knowledge question went."""

    step: str
    level: int | None


class ReflectionSheet(Struct, frozen=True, tag="reflexion", omit_defaults=True):
    """An open set. `trail` are the steps before this one, `mark` tells the buttons of this step from older ones.

    `undo` is the sheet before the answer in `message`, and `card` the card before it, while that may be edited.
    """

    set: str
    step: str
    awaiting: Awaited = Awaited.THOUGHT
    mark: str = ""
    about: str = ""
    trail: tuple[str, ...] = ()
    thoughts: tuple[Thought, ...] = ()
    results: tuple[Result, ...] = ()
    wording: int = 0
    message: int = 0
    undo: "ReflectionSheet | None" = None
    card: Card | None = None

    @property
    def awaits(self) -> str:
        """What the next text answers."""
        return self.awaiting.value


class Kept(Struct, frozen=True):
    """Thoughts a trainee wanted to keep."""

    set: str
    title: str
    about: str
    written: datetime
    thoughts: tuple[Thought, ...]
