"""Learns the linear weights: one ridge regression over pairs of answer and item, in its kernel form.

Each block of features has weights shared by all 48 items and weights of each item's own. No chance is involved. What
lacks respect is learned sentence by sentence: an answer lacks it if one of its sentences does.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.learning.answers import Example
from flows.scoring.context import Context
from flows.scoring.engine import Manual
from flows.scoring.features import Features, Numbers, features
from flows.scoring.linear import key
from flows.scoring.reading import read

Matrix = NDArray[Any]

SHARED = {"item": 2.0, "answer": 0.5, "groups": 2.0}
OWN = {"item": 0.5, "answer": 0.5, "groups": 6.0}
RIDGE = 1.0
SEEN = {"item": 3, "answer": 3, "groups": 8, "sentence": 6}  # how often a feature must occur to get a weight
MARGIN = 0.3  # what a sentence on the wrong side costs, beside large weights
ROUNDS = 2  # of choosing the sentences that make an answer lack respect


class Table:
    """The features of a block as columns, centred and scaled to a length of about 1."""

    def __init__(self, rows: Sequence[Numbers], seen: int) -> None:
        often = Counter(name for row in rows for name in row)
        self.names = sorted(name for name, count in often.items() if count >= seen)
        self._places = {name: at for at, name in enumerate(self.names)}
        values = self._values(rows)
        self.centre = values.mean(0)
        self.scale = math.sqrt(float(((values - self.centre) ** 2).sum(1).mean())) or 1.0

    def __call__(self, rows: Sequence[Numbers]) -> Matrix:
        """The rows as a matrix."""
        scaled: Matrix = ((self._values(rows) - self.centre) / self.scale).astype(np.float32)
        return scaled

    def _values(self, rows: Sequence[Numbers]) -> Matrix:
        values = np.zeros((len(rows), len(self.names)))
        for at, row in enumerate(rows):
            for name, value in row.items():
                if name in self._places:
                    values[at, self._places[name]] = value
        return values


class Groups:
    """Letter groups as columns: counted, weighed by rarity, scaled to a length of 1; columns sorted by key."""

    def __init__(self, rows: Sequence[Mapping[str, int]], seen: int) -> None:
        often = Counter(number for row in rows for number in {key(group) for group in row})
        self.keys = np.array(sorted(number for number, count in often.items() if count >= seen), dtype=np.uint32)
        spread = np.array([often[int(number)] for number in self.keys])
        self.rarity = (np.log((1 + len(rows)) / (1 + spread)) + 1).astype(np.float16)
        self._places = {int(number): at for at, number in enumerate(self.keys)}

    def __call__(self, rows: Sequence[Mapping[str, int]]) -> csr_matrix:
        """The rows as a matrix."""
        values: list[Matrix] = []
        places: list[int] = []
        ends = [0]
        for row in rows:
            known = {
                self._places[number]: count for group, count in row.items() if (number := key(group)) in self._places
            }
            counts = np.array([1 + math.log(count) for count in known.values()], np.float32)
            counts *= self.rarity[[*known]]
            values.append(counts / max(float(np.linalg.norm(counts)), 1e-9))
            places += known
            ends.append(len(places))
        return csr_matrix((np.concatenate(values), places, ends), (len(rows), len(self.keys)), dtype=np.float32)


@dataclass(frozen=True)
class Sample:
    """An example with its features."""

    example: Example
    features: Features


def sample(manual: Manual, examples: Iterable[Example]) -> list[Sample]:
    """Reads all examples."""
    samples = []
    for example in examples:
        reading = read(manual.detectors, example.phase, example.answer, Context(example.task))
        samples.append(
            Sample(example, features(manual.detectors, example.phase, manual.judges[example.phase], reading))
        )
    return samples


def learn(samples: Sequence[Sample]) -> dict[str, NDArray[Any]]:
    """The arrays `flows.scoring.linear.Linear` is made of."""
    return _items([s for s in samples if s.example.labels != (None, None, None)]) | offence(samples)


def _items(samples: Sequence[Sample]) -> dict[str, NDArray[Any]]:
    """The weights of the items; needs memory for three matrices of (3 · answers)² numbers of four bytes."""
    labels = _labels(samples)
    items = [numbers for s in samples for numbers in s.features.items]
    answers = [s.features.answer for s in samples]
    groups = [s.features.groups for s in samples]
    tables = {"item": Table(items, SEEN["item"]), "answer": Table(answers, SEEN["answer"])}
    letters = Groups(groups, SEEN["groups"])
    blocks = {"item": tables["item"](items), "answer": tables["answer"](answers), "groups": letters(groups).toarray()}
    members = {
        phase: np.array([at for at, s in enumerate(samples) if s.example.phase == phase])
        for phase in sorted({s.example.phase for s in samples})
    }
    means = np.zeros_like(labels)
    for rows in members.values():
        means[rows] = np.nanmean(labels[rows], 0)
    known = np.flatnonzero(~np.isnan(labels))
    kernel = _kernel(blocks, members)[np.ix_(known, known)]
    kernel[np.diag_indices_from(kernel)] += RIDGE
    dual = np.zeros(labels.size, np.float32)
    dual[known] = np.linalg.solve(kernel, (labels - means).ravel()[known].astype(np.float32))
    arrays = {f"{name}.names": np.array(table.names) for name, table in tables.items()}
    arrays |= {"groups.keys": letters.keys, "groups.rarity": letters.rarity}
    shared = {name: SHARED[name] * block.T @ _pooled(block, dual) for name, block in blocks.items()}
    for phase, rows in members.items():
        bias = means[rows[0]]
        for name, table in tables.items():
            own = [OWN[name] * m.T @ d for m, d in _of_items(blocks[name], dual, rows)]
            weights = (np.stack(own, 1) + shared[name][:, None]) / table.scale
            bias = bias - table.centre @ weights
            arrays[f"{phase}.{name}.weights"] = weights.astype(np.float32)
        own = [OWN["groups"] * m.T @ d for m, d in _of_items(blocks["groups"], dual, rows)]
        arrays[f"{phase}.groups.weights"] = (np.stack(own, 1) + shared["groups"][:, None]).astype(np.float16)
        arrays[f"{phase}.bias"] = bias.astype(np.float32)
    return arrays


def offence(samples: Sequence[Sample]) -> dict[str, NDArray[Any]]:
    """The weights of lacking respect, the same in all phases (Andrews et al. 2002, multiple instances).

    At first every sentence of an answer without respect is taken to lack it, then the one that looks most like it.
    """
    samples = [s for s in samples if s.features.sentences]
    sentences = [groups for s in samples for groups in s.features.sentences]
    owners = np.repeat(np.arange(len(samples)), [len(s.features.sentences) for s in samples])
    guilty = np.array([s.example.respekt for s in samples])[owners]
    letters = Groups(sentences, SEEN["sentence"])
    rows = letters(sentences)
    lacking = guilty
    for _ in range(ROUNDS):
        chosen = lacking | ~guilty
        machine = LinearSVC(C=MARGIN, random_state=0).fit(rows[chosen], lacking[chosen])
        heard = machine.decision_function(rows)
        loudest = np.full(len(samples), -np.inf)
        np.maximum.at(loudest, owners, heard)
        lacking = guilty & (heard == loudest[owners])
    return {
        "respekt.bias": np.float32(machine.intercept_[0]),
        "respekt.groups.keys": letters.keys,
        "respekt.groups.rarity": letters.rarity,
        "respekt.groups.weights": machine.coef_.T.astype(np.float16),
    }


def _labels(samples: Sequence[Sample]) -> Matrix:
    """The labels, with NaN where there is none."""
    return np.array([s.example.labels for s in samples], dtype=np.float64)


def _kernel(blocks: Mapping[str, Matrix], members: Mapping[str, NDArray[np.intp]]) -> Matrix:
    size = len(blocks["item"])
    kernel = np.zeros((size, size), np.float32)
    for name, block in blocks.items():
        pairs = _paired(block @ block.T, size)
        kernel += np.float32(SHARED[name]) * pairs
        for rows in members.values():
            for item in range(3):
                same = np.ix_(3 * rows + item, 3 * rows + item)
                kernel[same] += np.float32(OWN[name]) * pairs[same]
    return kernel


def _paired(kernel: Matrix, size: int) -> Matrix:
    """A kernel between answers as one between pairs of answer and item."""
    return kernel if len(kernel) == size else kernel.repeat(3, 0).repeat(3, 1)


def _pooled(block: Matrix, dual: Matrix) -> Matrix:
    return dual if len(block) == len(dual) else dual.reshape(-1, 3).sum(1)


def _of_items(block: Matrix, dual: Matrix, rows: NDArray[np.intp]) -> Iterator[tuple[Matrix, Matrix]]:
    """For each of the three items of a phase, its rows of the block and of the dual."""
    for item in range(3):
        pairs = 3 * rows + item
        yield block[pairs if len(block) == len(dual) else rows], dual[pairs]
