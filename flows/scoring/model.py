"""Learned weights: features become a score per item, and a score becomes a level with its confidence."""

import math
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.scoring.features import Features, Numbers

Arrays = Mapping[str, NDArray[Any]]
"""What training wrote, by name: see `bot.learning`."""

BLOCKS = ("item", "answer", "concepts")


def key(group: str) -> int:
    """The number under which a letter group is stored."""
    return zlib.crc32(group.encode())


class Model:
    """Linear in all features. Deterministic: fixed weights, sums in a fixed order."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._places = {
            name: {str(feature): at for at, feature in enumerate(arrays[name])}
            for name in arrays
            if name.endswith(".names")
        }

    def scores(self, phase: str, features: Features) -> list[float]:
        """How well each of the three items is met, 0 to 2 and a little beyond."""
        arrays = self._arrays
        total = arrays[f"{phase}.bias"].astype(np.float64)
        total = total + self._dense(f"{phase}.answer", "answer", features.answer)
        total = total + self._dense(f"{phase}.concepts", f"{phase}.concepts", features.concepts)
        total = total + self._groups(phase, features.groups)
        for at, numbers in enumerate(features.items):
            total[at] += self._dense(f"{phase}.item", "item", numbers)[at]
        return [round(float(score), 4) for score in total]

    def _dense(self, weights: str, names: str, numbers: Numbers) -> NDArray[np.float64]:
        places = self._places[f"{names}.names"]
        known = sorted((places[name], value) for name, value in numbers.items() if name in places)
        total = np.zeros(3)
        table = self._arrays[f"{weights}.weights"]
        for place, value in known:
            total += table[place] * value
        return total

    def _groups(self, phase: str, groups: Mapping[str, int]) -> NDArray[np.float64]:
        keys, rarity = self._arrays[f"{phase}.groups.keys"], self._arrays[f"{phase}.groups.rarity"]
        found = np.array([key(group) for group in groups], dtype=np.uint32)
        counts = np.array(list(groups.values()), dtype=np.float64)
        places = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
        known = keys[places] == found
        values = (1 + np.log(counts[known])) * rarity[places[known]]
        weights = self._arrays[f"{phase}.groups.weights"][places[known]].astype(np.float64)
        length = math.sqrt(float((values**2).sum())) or 1.0
        result: NDArray[np.float64] = values @ weights / length
        return result

    def decide(self, score: float) -> "Decision":
        """The level a score stands for."""
        some, full = (
            1 / (1 + math.exp(-slope * (score - middle))) for slope, middle in self._arrays["calibration"].tolist()
        )
        full = min(full, some)
        unsure, strict = self._arrays["thresholds"].tolist()
        chances = (1 - some, some - full, full)
        guess = 2 if full >= strict else 1 if some >= 0.5 else 0
        return Decision(guess, chances, unsure)


class Decision:
    """A level, how likely it is, and whether that is enough to say it."""

    def __init__(self, guess: int, chances: Sequence[float], unsure: float) -> None:
        self.guess = guess
        self.confidence = round(chances[guess], 3)
        self.level = guess if self.confidence >= unsure else None
