"""What decides about an answer as a whole before any item is looked at: nothing to score, or no respect."""

import re
from enum import StrEnum

from flows.scoring.detectors import Clue
from flows.scoring.german import ENGLISH
from flows.scoring.reading import Reading
from flows.scoring.verdict import Flag

ZEROED_BY_DISRESPECT = frozenset(
    f"{phase}.{item}"
    for phase, items in {"beziehung": "123", "gespraechsende": "123", "einwaende": "23", "entscheidung": "3"}.items()
    for item in items
)

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ECHOED = 0.75  # share copied from the task from which nothing own is left
_OWN = 4  # words an answer needs besides what is copied
_LABELS = 0.5  # share of clauses that are labels
_SHORT = 6  # words up to which "I don't know" is the whole answer
_SHRUGS = frozenset(
    (
        *("weiss nicht", "weiss ich nicht", "weiss ich auch nicht", "ich weiss nicht", "ich weiss es nicht"),
        *("keine ahnung", "kein plan", "gute frage", "mal sehen", "mir egal", "ist mir egal", "ja genau", "ja ok"),
    )
)
_DISRESPECT = frozenset(("herabsetzung", "druck", "taeuschung"))


class Void(StrEnum):
    """Why there is nothing to score; names of sentences."""

    EMPTY = "leer"
    BOT = "bot"
    FOREIGN = "sprache"
    ECHO = "echo"
    LABELS = "etikett"

    @property
    def flag(self) -> Flag:
        """The flag that goes with it."""
        if self in (Void.EMPTY, Void.ECHO):
            return Flag.LEER
        return Flag.ETIKETT if self is Void.LABELS else Flag.THEMENFREMD


def void(answer: str, reading: Reading) -> tuple[Void, Clue | None] | None:
    """Why this turn earns nothing, with the clause that shows it; None if it is worth reading."""
    clues = reading.clues
    if reading.size < 2 or len(_LETTERS.findall(answer)) < 2:
        return Void.EMPTY, None
    if reading.size <= _SHORT and any(clue.clause.text.strip() in _SHRUGS for clue in clues):
        return Void.EMPTY, None
    aside = next((clue for clue in clues if "bot" in clue.signs), None)
    if aside is not None:
        return Void.BOT, aside
    words = [word.folded for clue in clues for word in clue.clause.words]
    if sum(word in ENGLISH for word in words) > len(words) / 6:
        return Void.FOREIGN, None
    if reading.echo >= _ECHOED and reading.size * (1 - reading.echo) < _OWN:
        return Void.ECHO, None
    if sum("etikett" in clue.signs for clue in clues) > len(clues) * _LABELS and len(clues) > 1:
        return Void.LABELS, clues[0]
    return None


def disrespect(reading: Reading) -> Clue | None:
    """The clause that puts the customer under pressure, belittles or deceives him."""
    return next((clue for clue in reading.clues if clue.signs & _DISRESPECT and "wende" not in clue.signs), None)
