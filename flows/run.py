"""One run through a course with one customer: the state of the role-play."""

from msgspec import Struct

from flows.course import Ending
from flows.scoring.verdict import Turn, Verdict


class Mood(Struct, frozen=True):
    """The customer's three values, 0 to 10 each."""

    vertrauen: int
    interesse: int
    spannung: int


class Attempt(Struct, frozen=True):
    """One attempt at a station: the turns and the verdict on them."""

    turns: tuple[Turn, ...]
    verdict: Verdict
    hinted: tuple[str, ...] = ()  # items a hint was taken for: at most "teilweise"


class Station(Struct, frozen=True):
    """A station that is over. `attempts` is empty if it was skipped; `best` counts."""

    id: str
    phase: str
    attempts: tuple[Attempt, ...]
    best: int
    mood: Mood  # after it


class Run(Struct, frozen=True):
    """A sketch for the one who builds the role-play; extend it as needed."""

    id: str
    edition: str  # hash of the content
    course: str
    scenario: str
    station: str
    turn_state: str
    mark: str
    mood: Mood
    stations: tuple[Station, ...] = ()
    opened: tuple[str, ...] = ()  # fields of the dossier
    ending: Ending | None = None
