"""The sheet of /kunden: what is asked now, what comes after it, and what came before."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from flows.customers.customer import Customer
from flows.customers.upload import Fault


class Stage(StrEnum):
    """What the bot waits for."""

    NAME = "name"
    FIELD = "feld"
    PHASE = "stand"
    STEP = "schritt"
    DAY = "tag"
    LEVEL = "einschaetzung"
    GRADE = "klasse"
    HOPE = "hoffnung"
    PLAN = "plan"
    REDUCED = "kurz"
    NOTE = "notiz"
    UPLOAD = "datei"
    PREVIEW = "vorschau"
    SEARCH = "suche"
    SHARES = "anteile"
    ERASING = "loeschen"


class Stop(Struct, frozen=True):
    """One question. `key` says of what: a field, a phase, one of the four questions, what a day is for."""

    stage: Stage
    key: str = ""


class Preview(Struct, frozen=True, omit_defaults=True):
    """What a file holds that was not taken over yet; its rows are kept apart."""

    file: str
    rows: int  # each name once
    faults: int = 0
    first: tuple[Fault, ...] = ()
    sums: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()
    currency: str = "EUR"
    repeated: int = 0
    summed: bool = True


class Undo(Struct, frozen=True, omit_defaults=True):
    """How everything was before the answer in `message`, which may still be edited."""

    message: int
    stop: Stop
    todo: tuple[Stop, ...] = ()
    done: tuple[Stop, ...] = ()
    customer: Customer | None = None


class CustomerSheet(Struct, frozen=True, tag="kunden", omit_defaults=True):
    """An open dialogue. `mark` tells the buttons of this moment from older ones; `days` are two readings of a day."""

    stop: Stop
    mark: str = ""
    customer: str = ""  # the id
    todo: tuple[Stop, ...] = ()
    done: tuple[Stop, ...] = ()
    days: tuple[date, ...] = ()
    preview: Preview | None = None
    undo: Undo | None = None

    @property
    def awaits(self) -> str:
        """What the next text answers."""
        return self.stop.stage.value
