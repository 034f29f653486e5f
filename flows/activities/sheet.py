"""The sheet of /aktivitaeten: a sentence on its way to an activity, or a question about one that is kept."""

from enum import StrEnum

from msgspec import Struct

from flows.activities.activity import When


class Stage(StrEnum):
    """What the bot waits for."""

    SENTENCE = "satz"
    GAP = "luecke"
    BETTER = "besser"
    DOUBT = "zweifel"
    MOVING = "verschieben"
    LEARNING = "lernen"
    ERASING = "loeschen"


class Undo(Struct, frozen=True, omit_defaults=True):
    """How the sheet was before the answer in `message`, which may still be edited."""

    message: int
    stage: Stage
    text: str = ""
    whom: str = ""
    first: str = ""


class ActivitySheet(Struct, frozen=True, tag="aktivitaeten", omit_defaults=True):
    """An open dialogue about one activity.

    `id` is that of a kept one, if it is about one. `text` is the sentence as far as it has come, with gaps, and `first`
    what she wrote; `whom` was given for somebody. `customer`, `goal` and `phase` are what a new one is linked to,
    `origin` the phase of the customer's plan that was handed over, or his next step. `after` says of what she may have
    learned. `mark` tells the buttons of this moment from older ones.
    """

    stage: Stage = Stage.SENTENCE
    mark: str = ""
    id: str = ""
    text: str = ""
    first: str = ""
    whom: str = ""
    tries: int = 0
    whens: tuple[When, ...] = ()
    customer: str = ""
    goal: str = ""
    phase: str = ""
    origin: str = ""
    after: str = ""
    undo: Undo | None = None

    @property
    def awaits(self) -> str:
        """What the next text answers."""
        return self.stage.value

    @property
    def unsaved(self) -> bool:
        """Whether there is a sentence on it that is nowhere else."""
        return bool(self.text) and self.stage in (Stage.GAP, Stage.BETTER, Stage.DOUBT)
