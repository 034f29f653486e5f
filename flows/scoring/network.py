"""The learned reader: from the states of an answer to how likely each item is met, and where that was seen."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.scoring.encoder import Encoding, Floats

_NEAREST = 3  # pieces of the task that an answer's piece is compared with, besides the nearest


@dataclass(frozen=True)
class Impression:
    """What the network makes of an answer.

    `steps` (3, 2): for each item the log-odds of at least level 1 and of level 2. `focus` (3, pieces): the share of
    attention each piece got for the item. `offences` (3): the log-odds that the answer lacks respect, as three
    witnesses see it; `sting` (pieces): how much of it each piece is.
    """

    steps: Floats
    focus: Floats
    offences: Floats
    sting: Floats


class Network:
    """Attention over an answer, asked by each item; `arrays` as `bot.learning.network` wrote them."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = {name: np.asarray(array, np.float32) for name, array in arrays.items()}

    def judge(self, phase: int, answer: Encoding, context: Floats) -> Impression:
        """Reads an answer in a phase (0 to 15). `context` are directions of the task's pieces, see `directions`."""
        a = self._arrays
        late = self._normalised("ln", answer.late)
        states = self._linear("inp", late)
        states = states + self._linear("f", self._likeness(answer, context))
        states = states + _gelu(self._linear("mix", states))
        keys = self._linear("key", states)
        items = np.arange(3) + 3 * phase
        focus = _softmax(np.einsum("ihd,td->iht", a["query"][items] + a["base"][phase], keys))
        seen = np.einsum("iht,td->ihd", focus, states).reshape(3, -1)
        hidden = _gelu(self._linear("hid", seen) + a["ie.weight"][items])
        own = a["own.weight"][items].reshape(3, 2, -1)
        steps = self._linear("out", hidden) + np.einsum("ikd,id->ik", own, hidden) + a["ob.weight"][items]
        offences, sting = self._offence(answer.early, late, states, keys)
        return Impression(steps, focus.mean(1), offences, sting)

    def _offence(self, early: Floats, late: Floats, states: Floats, keys: Floats) -> tuple[Floats, Floats]:
        a = self._arrays
        beside = _softmax(a["offence.rq"] @ keys.T) @ states
        words = self._linear("offence.early", self._normalised("offence.ln", early))
        own = _gelu(self._linear("offence.late", late) + words)
        seen = _softmax(a["offence.query"] @ self._linear("offence.key", own).T) @ own
        stings = self._linear("offence.sting", _gelu(self._linear("offence.piece", own)))[:, 0]
        loudest = np.logaddexp.reduce(stings, keepdims=True)
        whole = self._linear("offence.out", _gelu(self._linear("offence.hid", seen.reshape(-1))))
        return np.concatenate([self._linear("offence.rh", beside.reshape(-1)), whole, loudest]), _softmax(stings)

    def directions(self, early: Floats) -> Floats:
        """Early states as directions from the middle of all texts, (pieces, width)."""
        apart = early - self._arrays["middle"]
        directions: Floats = apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-12)
        return directions

    def _likeness(self, answer: Encoding, context: Floats) -> Floats:
        """(pieces, 2): how near each piece of the answer is to the nearest, and to the three nearest, of the task."""
        nearness = self.directions(answer.early) @ context.T
        nearest = np.sort(np.partition(nearness, -_NEAREST, axis=1)[:, -_NEAREST:], axis=1)
        return 2 * np.stack([nearest[:, -1], nearest.mean(1)], axis=1)

    def _normalised(self, name: str, states: Floats) -> Floats:
        apart = states - states.mean(1, keepdims=True)
        spread = np.sqrt((apart**2).mean(1, keepdims=True) + 1e-5)
        result: Floats = apart / spread * self._arrays[f"{name}.weight"] + self._arrays[f"{name}.bias"]
        return result

    def _linear(self, name: str, inputs: Floats) -> Floats:
        result: Floats = inputs @ self._arrays[f"{name}.weight"].T + self._arrays[f"{name}.bias"]
        return result


def _gelu(values: Floats) -> Floats:
    result: Floats = (
        0.5 * values * (1 + np.tanh(math.sqrt(2 / math.pi) * (values + 0.044715 * values * values * values)))
    )
    return result


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max(-1, keepdims=True))
    result: Floats = powers / powers.sum(-1, keepdims=True)
    return result
