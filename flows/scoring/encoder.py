"""What a text means, as numbers: one vector per piece of it, each read in the light of all the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.scoring.pieces import Pieces, Span

Floats = NDArray[np.float32]
Layers = Callable[[Floats], Floats]
"""Some layers of the transformer: from states (1, pieces, width) to states of the same shape."""

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

    def __init__(self, arrays: Mapping[str, NDArray[Any]], lower: Layers, upper: Layers) -> None:
        self._pieces = Pieces(
            bytes(arrays["pieces"]).decode().split("\n"),
            arrays["likelihoods"].tolist(),
            dict(zip(*(bytes(arrays[name]).decode().split("\n") for name in ("odd", "instead")), strict=True)),
        )
        self._digits, self._scales = arrays["digits"], arrays["scales"]
        self._positions = arrays["positions"].astype(np.float32)
        self._opening = self._pieces(_OPENING)[0]
        self._lower, self._upper = lower, upper

    def encode(self, text: str) -> Encoding:
        """Reads a text; of a very long one its beginning."""
        places, spans = self._pieces(text)
        early = self._lower(self._embedded(places))
        late = self._upper(early)
        before = (None,) * (1 + len(self._opening))
        return Encoding(early[0], late[0], (*before, *spans[:LONGEST], None))

    def early(self, text: str) -> Floats:
        """The early states alone, in half the time."""
        early: Floats = self._lower(self._embedded(self._pieces(text)[0]))[0]
        return early

    def _embedded(self, pieces: Sequence[int]) -> Floats:
        """The first states, (1, pieces, width), between the marks every text has."""
        places = [self._pieces.begin, *self._opening, *pieces[:LONGEST], self._pieces.end]
        digits = self._digits[places].reshape(len(places), -1, _BLOCK // 2)
        values = np.concatenate([digits & 15, digits >> 4], -1).astype(np.float32) - 8
        embedded = (values * self._scales[places].astype(np.float32)[..., None]).reshape(len(places), -1)
        states: Floats = (embedded + self._positions[: len(places)])[None]
        return states
