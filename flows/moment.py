"""What a step knows of the world outside: the time, chance, and what is still on its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from flows.kept import Kept
from flows.record import Answer, Ended

ANSWERS, RUNS, NUMBERS = "answers", "runs", "numbers"
"""What `wants` can name besides kinds of kept things."""


@dataclass(frozen=True)
class Moment:
    """The moment of one step.

    `now` is aware, UTC. `random` is seeded from the event, so a replay of the step is identical. `unsent` holds the
    slots of this chat whose message is still waiting, so that bubbles sent in quick succession count as one answer.
    `kept` holds the things of the kinds that `Desk.wants` named for this step; `answers` and `runs`, the oldest first,
    are all that was recorded if it named them. `actor` is whose step it is. `numbers` count what is stored in all,
    if it named them.
    """

    now: datetime
    random: Random
    unsent: frozenset[str] = frozenset()
    kept: Kept = field(default_factory=Kept)
    answers: Sequence[Answer] = ()
    runs: Sequence[Ended] = ()
    actor: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)
