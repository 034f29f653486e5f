"""The sheet of /ziele: where a person stands in the questions, in her table, or in telling how far she is."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from flows.goals.answers import Clash, Lower
from flows.goals.plan import Key, Plan
from flows.goals.standing import Actual
from flows.numbers import Number


class Stage(StrEnum):
    """What the bot waits for."""

    ASKING = "frage"
    DOUBT = "zweifel"
    LOWER = "weniger"
    CLASH = "widerspruch"
    TABLE = "tabelle"
    PICKING = "auswahl"
    JUDGING = "pruefung"
    STANDING = "stand"
    ERASING = "loeschen"


class Undo(Struct, frozen=True, omit_defaults=True):
    """How the sheet was before the answer in `message`, which may still be edited."""

    message: int
    stage: Stage
    plan: Plan
    key: Key | None = None
    asked: tuple[Key, ...] = ()
    passed: tuple[Key, ...] = ()
    changing: bool = False
    actual: Actual | None = None


class GoalSheet(Struct, frozen=True, tag="ziele", omit_defaults=True):
    """An open dialogue about goals.

    `key` is asked now, `asked` came before it, `passed` was left open. `changing` says that a single figure was picked
    from the table, which is shown again after it. `mark` tells the buttons of this moment from older ones.
    """

    stage: Stage = Stage.ASKING
    mark: str = ""
    plan: Plan = Plan()
    key: Key | None = None
    asked: tuple[Key, ...] = ()
    passed: tuple[Key, ...] = ()
    changing: bool = False
    readings: tuple[Number, ...] = ()
    days: tuple[date, ...] = ()
    lower: Lower | None = None
    clash: Clash | None = None
    actual: Actual | None = None
    undo: Undo | None = None

    @property
    def awaits(self) -> str:
        """What the next text answers: a question by its key, or else what the stage is about."""
        return self.key.value if self.key and self.stage is not Stage.STANDING else self.stage.value


REACHED = {Key.CUSTOMERS: "customers", Key.EXISTING: "existing", Key.NEW: "new"}
"""What is told when somebody says how far she is, and the field of `Actual`."""
