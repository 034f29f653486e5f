"""What the check of an activity comes to."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct


class Fault(StrEnum):
    """What keeps a sentence from being an activity, apart from what it leaves out."""

    EMPTY = "leer"
    NONSENSE = "unverstaendlich"
    QUESTION = "frage"
    PAST = "vergangen"
    CONDITION = "bedingt"
    HEDGED = "unverbindlich"
    NEGATED = "verneint"
    OTHERS = "fremd"
    TREND = "trend"
    WAITING = "warten"
    RESULT = "ergebnis"
    WISH = "wunsch"
    ATTITUDE = "haltung"
    THINKING = "nachdenken"
    VAGUE = "vage"
    ATTEMPT = "versuch"
    REACTIVE = "annehmen"
    RECALL = "rueckruf"


class Check(Struct, frozen=True):
    """What a sentence says of when, whom and what, and what it lacks. Suitable is what lacks nothing.

    `whom` and `what` are the trainee's words, `what` with its verb in the infinitive; an unsuitable sentence keeps them
    too, as far as they can be told. `reason` is said to the trainee, `rewriting` offered: what is there, with a visible
    gap for each of `missing` ("wann", "wen", "was"); empty where nothing is missing.
    """

    suitable: bool
    when: date | datetime | None
    end: date | datetime | None
    whom: str | None
    what: str | None
    missing: tuple[str, ...]
    fault: Fault | None
    reason: str
    rewriting: str
