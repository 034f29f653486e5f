"""What a text means, as numbers: one vector per piece of it, each read in the light of all the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.scoring.pieces import Pieces, Span

Floats = NDArray[np.float32]
Layers = Callable[[Floats], Sequence[Floats]]
"""The layers of the transformer: from (1, pieces, width) to the states early and late in it, of the same shape."""

LONGEST = 320  # pieces of a text that are read; more is no answer but an essay
_OPENING = "query:"  # what the encoder was taught every text begins with
_BLOCK = 32  # numbers that share a scale


@dataclass(frozen=True)
class Encoding:
    """The states of a text, (pieces, width) each, and for each piece the span of its word, None for marks.

    `early` says what words are alike, whatever the training was for; `late` what scoring needs.
    """

    early: Floats
    late: Floats
    spans: tuple[Span | None, ...]

    @property
    def meaning(self) -> Floats:
        """One vector for the whole text."""
        mean: Floats = self.late.mean(0)
        return mean


class Encoder:
    """The first layers of multilingual-e5-small (Wang et al. 2024), the upper ones trained further for scoring.

    `arrays` holds vocabulary and embeddings (see `bot.learning.encoder`), four bits a number.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], layers: Layers) -> None:
        self._pieces = Pieces(
            bytes(arrays["pieces"]).decode().split("\n"),
            arrays["likelihoods"].tolist(),
            dict(zip(*(bytes(arrays[name]).decode().split("\n") for name in ("odd", "instead")), strict=True)),
        )
        self._digits, self._scales = arrays["digits"], arrays["scales"]
        self._positions = arrays["positions"].astype(np.float32)
        self._opening = self._pieces(_OPENING)[0]
        self._layers = layers

    def encode(self, text: str) -> Encoding:
        """Reads a text; of a very long one its beginning."""
        places, spans = self._pieces(text)
        places, spans = places[:LONGEST], spans[:LONGEST]
        marked = [self._pieces.begin, *self._opening, *places, self._pieces.end]
        early, late = self._layers((self._embedded(marked) + self._positions[: len(marked)])[None])
        return Encoding(early[0], late[0], (*(None for _ in range(1 + len(self._opening))), *spans, None))

    def _embedded(self, places: Sequence[int]) -> Floats:
        digits = self._digits[places].reshape(len(places), -1, _BLOCK // 2)
        values = np.concatenate([digits & 15, digits >> 4], -1).astype(np.float32) - 8
        embedded: Floats = (values * self._scales[places].astype(np.float32)[..., None]).reshape(len(places), -1)
        return embedded
