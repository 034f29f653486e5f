"""How alike answers to one question are: by the words they contain, by what they mean, by their letters."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.scoring.encoder import Encoding

Floats = NDArray[Any]

ASPECTS = ("late", "early", "meaning", "letters")
"""What answers are compared by: whether each of many words, or one like it, occurs anywhere ("late" in the light of its
sentence, "early" more by itself), the whole in one vector, and groups of letters."""

_LANDMARKS = 200  # words of the examples that every answer is looked through for
_ROUNDS = 3  # in which landmarks move to the middle of what is nearest to them
_SIZES = range(2, 6)  # letters in a group
_PARTS = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Traits:
    """An answer in numbers; `early` and `late` (pieces, width) without the marks around them."""

    early: Floats
    late: Floats
    letters: Mapping[str, int]

    @classmethod
    def of(cls, text: str, encoding: Encoding) -> "Traits":
        """The traits of a text that holds at least one word."""
        return cls(*_words(encoding), letters=Counter(_groups(text)))


def _words(encoding: Encoding) -> tuple[Floats, Floats]:
    inside = [at for at, span in enumerate(encoding.spans) if span is not None]
    return encoding.early[inside], encoding.late[inside]


def _groups(text: str) -> Iterator[str]:
    for part in _PARTS.findall(text.lower()):
        padded = f" {part} "
        for size in _SIZES:
            yield from (padded[at : at + size] for at in range(max(1, len(padded) - size + 1)))


class Landmarks:
    """Typical words of the examples; an answer is described by how near it comes to each of them anywhere."""

    def __init__(self, texts: Sequence[Floats]) -> None:
        words = np.concatenate(texts)
        self._middle = words.mean(0)
        words = directions(words - self._middle)
        places = np.linspace(0, len(words) - 1, min(_LANDMARKS, len(words))).astype(int)
        self._marks = words[places]
        for _ in range(_ROUNDS):
            nearest = (words @ self._marks.T).argmax(1)
            order = np.argsort(nearest, kind="stable")
            used, starts = np.unique(nearest[order], return_index=True)
            self._marks[used] = directions(np.add.reduceat(words[order], starts))

    def nearness(self, text: Floats) -> Floats:
        """(pieces, landmarks)."""
        nearness: Floats = directions(text - self._middle) @ self._marks.T
        return nearness


def directions(vectors: Floats) -> Floats:
    """The rows, each of length 1."""
    scaled: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return scaled


class Letters:
    """Groups of letters that occur in the examples, the rare ones weighing more."""

    def __init__(self, texts: Sequence[Mapping[str, int]]) -> None:
        spread = Counter(group for text in texts for group in text)
        self._places = {group: at for at, group in enumerate(sorted(spread))}
        self._rarity = np.array([math.log((1 + len(texts)) / (1 + spread[group])) + 1 for group in self._places])

    def __call__(self, text: Mapping[str, int]) -> Floats:
        """One number for each group."""
        values = np.zeros(len(self._places))
        for group, count in text.items():
            if group in self._places:
                values[self._places[group]] = 1 + math.log(count)
        values *= self._rarity
        scaled: Floats = values / (np.linalg.norm(values) or 1.0)
        return scaled


@dataclass(frozen=True)
class Gauge:
    """Measures answers by all aspects. Over the examples it was made by, rows are 0 on average and about 1 long."""

    late: Landmarks
    early: Landmarks
    letters: Letters
    centres: dict[str, Floats]
    sizes: dict[str, float]

    def __call__(self, answer: Traits) -> dict[str, Floats]:
        """One row of numbers for each aspect."""
        return {aspect: (row - self.centres[aspect]) / self.sizes[aspect] for aspect, row in self.raw(answer).items()}

    def raw(self, answer: Traits) -> dict[str, Floats]:
        """The same, neither centred nor scaled."""
        return {
            "late": self.late.nearness(answer.late).max(0).astype(np.float64),
            "early": self.early.nearness(answer.early).max(0).astype(np.float64),
            "meaning": answer.late.mean(0).astype(np.float64),
            "letters": self.letters(answer.letters),
        }


def measured(examples: Sequence[Traits]) -> tuple[Gauge, dict[str, Floats]]:
    """A gauge made by the examples, and their numbers: a table for each aspect, with a row for each example."""
    gauge = Gauge(
        Landmarks([example.late for example in examples]),
        Landmarks([example.early for example in examples]),
        Letters([example.letters for example in examples]),
        {},
        {},
    )
    raw = [gauge.raw(example) for example in examples]
    tables = {}
    for aspect in ASPECTS:
        rows = np.stack([row[aspect] for row in raw])
        gauge.centres[aspect] = rows.mean(0)
        rows -= gauge.centres[aspect]
        gauge.sizes[aspect] = math.sqrt(float((rows**2).sum(1).mean())) or 1.0
        tables[aspect] = rows / gauge.sizes[aspect]
    return gauge, tables
