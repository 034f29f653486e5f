"""From what network and weights say to a level, or to leaving it to a person."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True)
class Decision:
    """A level, None where it is not sure enough, with the best guess and how likely that is."""

    guess: int
    level: int | None
    confidence: float


class Decider:
    """Turns scores into levels; `arrays` as `bot.learning.calibration` wrote them.

    `steps` (2, 3): for each of the two steps between levels, what counts of the network's log-odds and of the linear
    score, and a shift. `bars` are the expected levels from which 1 and 2 are said, `doubt` the expected squared error
    up to which anything is. `witnesses` (5): what counts, in the question of respect, of the network's three log-odds
    and of the linear score, and a shift; `offence` are the log-odds from which an answer is said to lack it.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._steps = arrays["steps"].tolist()
        self._bars = arrays["bars"].tolist()
        self._doubt, self._offence = float(arrays["doubt"]), float(arrays["offence"])
        self._witnesses = arrays["witnesses"].tolist()

    def decide(self, odds: Sequence[float], linear: float) -> Decision:
        """The level for the network's log-odds of at least level 1 and of level 2, and the linear score."""
        some, full = (
            1 / (1 + math.exp(-(of_odds * step + of_linear * linear + shift)))
            for (of_odds, of_linear, shift), step in zip(self._steps, odds, strict=True)
        )
        full = min(full, some)
        guess = sum(some + full >= bar for bar in self._bars)
        chances = (1 - some, some - full, full)
        error = sum(chance * (level - guess) ** 2 for level, chance in enumerate(chances))
        return Decision(guess, guess if round(error, 4) <= self._doubt else None, round(chances[guess], 3))

    def offends(self, odds: Sequence[float], linear: float) -> bool:
        """Whether the answer is said to lack respect."""
        heard: float = sum(weight * said for weight, said in zip(self._witnesses, (*odds, linear, 1.0), strict=True))
        return round(heard, 4) >= self._offence
