"""Learned weights: features become a score per item, and a score becomes a level with its confidence."""

import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.scoring.features import Features, Numbers

Arrays = Mapping[str, NDArray[Any]]
"""What training wrote, by name: see `bot.learning.scoring`."""


def key(group: str) -> int:
    """The number under which a letter group is stored."""
    return zlib.crc32(group.encode())


@dataclass(frozen=True)
class Decision:
    """A level, None where it is not sure enough, with the best guess and how likely that is."""

    guess: int
    level: int | None
    confidence: float


class Model:
    """Linear in all features. Deterministic: fixed weights, sums in a fixed order."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._places = {
            block: {str(name): at for at, name in enumerate(arrays[f"{block}.names"])} for block in ("item", "answer")
        }

    def scores(self, phase: str, features: Features) -> list[float]:
        """How well each of the three items is met, 0 to 2 and a little beyond."""
        total = self._arrays[f"{phase}.bias"] + self._known(phase, "answer", features.answer)
        total += self._groups(phase, features.groups)
        for at, numbers in enumerate(features.items):
            total[at] += self._known(phase, "item", numbers)[at]
        return [round(float(score), 4) for score in total]

    def _known(self, phase: str, block: str, numbers: Numbers) -> NDArray[np.float64]:
        places = self._places[block]
        known = sorted((places[name], value) for name, value in numbers.items() if name in places)
        rows = self._arrays[f"{phase}.{block}.weights"][[place for place, _ in known]]
        total: NDArray[np.float64] = np.array([value for _, value in known]) @ rows.astype(np.float64)
        return total

    def _groups(self, phase: str, groups: Mapping[str, int]) -> NDArray[np.float64]:
        keys = self._arrays["groups.keys"]
        counted = sorted((key(group), count) for group, count in groups.items())
        found = np.array([number for number, _ in counted], dtype=np.uint32)
        places = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
        known = keys[places] == found
        places = places[known]
        counts = np.array([count for _, count in counted], dtype=np.float64)[known]
        values = (1 + np.log(counts)) * self._arrays["groups.rarity"][places]
        weights = self._arrays[f"{phase}.groups.weights"][places] + self._arrays["groups.shared"][places, None]
        total: NDArray[np.float64] = values @ weights.astype(np.float64)
        return total / (math.sqrt(float(values @ values)) or 1.0)

    def decide(self, score: float) -> Decision:
        """The level a score stands for."""
        some, full = (
            1 / (1 + math.exp(-slope * (score - middle))) for slope, middle in self._arrays["calibration"].tolist()
        )
        full = min(full, some)
        unsure, strict = self._arrays["thresholds"].tolist()
        guess = 2 if full >= strict else 1 if some >= 0.5 else 0
        confidence = round((1 - some, some - full, full)[guess], 3)
        return Decision(guess, guess if confidence >= unsure else None, confidence)
