"""What a step knows of the world outside: the time, chance, and what is still on its way."""

from dataclasses import dataclass
from datetime import datetime
from random import Random


@dataclass(frozen=True)
class Moment:
    """The moment of one step.

    `now` is aware, UTC. `random` is seeded from the event, so a replay of the step is identical. `unsent` holds the
    slots of this chat whose message is still waiting, so that bubbles sent in quick succession count as one answer.
    """

    now: datetime
    random: Random
    unsent: frozenset[str] = frozenset()
