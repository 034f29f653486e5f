"""What scoring says about an answer."""

from enum import StrEnum

from msgspec import Struct


class Flag(StrEnum):
    """What is noticeable about an answer as a whole; names as in the codebook."""

    LEER = "leer"
    THEMENFREMD = "themenfremd"
    ETIKETT = "etikett"
    ANKUENDIGUNG = "ankuendigung"
    VERNEINUNG = "verneinung"
    IRONIE = "ironie"
    RESPEKT = "respekt"


class Turn(Struct, frozen=True):
    """What the trainee said, and what the customer had said just before (empty outside talk phases)."""

    answer: str
    customer: str = ""


class ItemVerdict(Struct, frozen=True):
    """How one checklist item was met.

    `level` is 2 (erfüllt), 1 (teilweise), 0 (noch nicht) or None (nicht eindeutig); `best_guess` is always given.
    `evidence` is a literal span of one of the answers. `reason` and `missing` are German sentences said to the
    trainee; `missing` is empty at level 2.
    """

    item: str
    level: int | None
    best_guess: int
    confidence: float
    evidence: str | None
    reason: str
    missing: str = ""


class Verdict(Struct, frozen=True):
    """The verdict on one attempt at one phase, with the version of the scorer that gave it."""

    items: tuple[ItemVerdict, ...]
    flags: tuple[Flag, ...] = ()
    scorer: str = ""

    def level(self, item: str) -> int | None:
        """The level of `item`; None if it is not clear. Raises KeyError for an item of another phase."""
        for verdict in self.items:
            if verdict.item == item:
                return verdict.level
        raise KeyError(item)
