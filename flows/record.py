"""What was recorded of a person's role-plays, as a step gets it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from flows.scoring.verdict import Verdict


class Answer(Struct, frozen=True):
    """An answer and its verdict, which is that on the attempt so far. `id` is for `Erase`."""

    id: int
    run: str
    course: str
    scenario: str
    station: str
    phase: str
    attempt: int
    turn: int
    text: str
    verdict: Verdict
    given: datetime


class Ended(Struct, frozen=True):
    """A run that ended. `summary` is as it was recorded."""

    run: str
    course: str
    scenario: str
    ending: str
    summary: Mapping[str, Any]
    ended: datetime
