"""Learned weights of what can be named and counted: features become a score per item."""

import math
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.scoring.features import Features, Numbers

Arrays = Mapping[str, NDArray[Any]]
"""What training wrote, by name: see `bot.learning.linear`."""


def key(group: str) -> int:
    """The number under which a letter group is stored."""
    return zlib.crc32(group.encode())


class Linear:
    """Linear in all features. Deterministic: fixed weights, sums in a fixed order."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._places = {
            block: {str(name): at for at, name in enumerate(arrays[f"{block}.names"])} for block in ("item", "answer")
        }

    def judge(self, phase: str, features: Features) -> tuple[list[float], float]:
        """How well each of the three items is met, about 0 to 2; and how much respect is lacking, -1 to 1."""
        total = self._arrays[f"{phase}.bias"] + self._known(phase, "answer", features.answer)
        total = total + self._of_groups(phase, features.groups)
        for at, numbers in enumerate(features.items):
            total[at] += self._known(phase, "item", numbers)[at]
        return [round(float(score), 4) for score in total], self._offence(features.sentences)

    def _offence(self, sentences: Sequence[Mapping[str, int]]) -> float:
        """That of the sentence that lacks most."""
        loudest = max((float(self._of_groups("respekt", groups)[0]) for groups in sentences), default=0.0)
        return round(float(self._arrays["respekt.bias"]) + loudest, 4)

    def _known(self, name: str, block: str, numbers: Numbers) -> NDArray[np.float64]:
        places = self._places[block]
        known = sorted((places[name], value) for name, value in numbers.items() if name in places)
        rows = self._arrays[f"{name}.{block}.weights"][[place for place, _ in known]]
        total: NDArray[np.float64] = np.array([value for _, value in known]) @ rows.astype(np.float64)
        return total

    def _of_groups(self, name: str, groups: Mapping[str, int]) -> NDArray[np.float64]:
        """What the groups that have weights add, each counting by its rarity, together with a length of 1."""
        table = "respekt." if name == "respekt" else ""
        keys = self._arrays[f"{table}groups.keys"]
        found = np.array([key(group) for group in groups], dtype=np.uint32)
        places = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
        known = keys[places] == found
        counts = np.array([*groups.values()], dtype=np.float64)[known]
        values = (1 + np.log(counts)) * self._arrays[f"{table}groups.rarity"][places[known]]
        weights = self._arrays[f"{name}.groups.weights"][places[known]].astype(np.float64)
        sums: NDArray[np.float64] = values @ weights / (math.sqrt(float(values @ values)) or 1.0)
        return sums
