"""Learns the weights of the scoring from labelled answers: `python -m bot.learning.scoring FOLDER WEIGHTS`.

FOLDER holds `dev-*.jsonl` (answers with labels, one file per author) and `tasks*.jsonl`. All features go into one
ridge regression over pairs of answer and item, in its kernel form; each block of features has weights shared by all 48
items and weights of each item's own. Scores for answers of authors (and tasks) that training has not seen calibrate
levels and confidence. No chance is involved.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.engine import load_manual
from flows.scoring.context import Context
from flows.scoring.engine import Manual
from flows.scoring.features import Features, Numbers, features
from flows.scoring.model import Model, key
from flows.scoring.reading import read

Matrix = NDArray[Any]

SHARED = {"item": 2.0, "answer": 0.5, "groups": 2.0}
OWN = {"item": 0.5, "answer": 0.5, "groups": 6.0}
RIDGE = 1.0
SEEN = {"item": 3, "answer": 3, "groups": 5}  # how often a feature must occur to get a weight
UNSURE = 0.16  # the share of items that is left to a human
STRICT = 0.55  # how likely "erfüllt" must be to be said


@dataclass(frozen=True)
class Example:
    """A labelled answer."""

    author: str
    task_id: str
    phase: str
    task: str
    answer: str
    labels: tuple[int | None, int | None, int | None]  # None: nobody judged this item


def read_examples(folder: Path) -> list[Example]:
    """The labelled answers of a folder, in order of their files."""
    tasks = {row["id"]: row["task"] for path in sorted(folder.glob("tasks*.jsonl")) for row in _rows(path)}
    return [
        Example(path.stem, row["task_id"], row["phase"], tasks[row["task_id"]], row["answer"], tuple(row["labels"]))
        for path in sorted(folder.glob("dev-*.jsonl"))
        for row in _rows(path)
    ]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def apart(examples: Sequence[Example]) -> list[list[int]]:
    """Groups of examples such that no two groups share an author or a task."""
    groups: list[tuple[set[str], list[int]]] = []
    for at, example in enumerate(examples):
        marks = {example.author, example.task_id}
        touching = [group for group in groups if group[0] & marks]
        merged = (marks.union(*(g[0] for g in touching)), sorted([at, *(i for g in touching for i in g[1])]))
        groups = [group for group in groups if group not in touching] + [merged]
    return [members for _, members in groups]


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
        scaled: Matrix = (self._values(rows) - self.centre) / self.scale
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

    def __call__(self, rows: Sequence[Mapping[str, int]]) -> Matrix:
        """The rows as a matrix."""
        values = np.zeros((len(rows), len(self.keys)), dtype=np.float32)
        for at, row in enumerate(rows):
            for group, count in row.items():
                place = self._places.get(key(group))
                if place is not None:
                    values[at, place] = 1 + math.log(count)
        values *= self.rarity
        values /= np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
        return values


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
    """The weights, without calibration."""
    labels = _labels(samples)
    items = [numbers for s in samples for numbers in s.features.items]
    answers = [s.features.answer for s in samples]
    groups = [s.features.groups for s in samples]
    tables = {"item": Table(items, SEEN["item"]), "answer": Table(answers, SEEN["answer"])}
    letters = Groups(groups, SEEN["groups"])
    blocks = {"item": tables["item"](items), "answer": tables["answer"](answers), "groups": letters(groups)}
    members = {
        phase: np.array([at for at, s in enumerate(samples) if s.example.phase == phase])
        for phase in sorted({s.example.phase for s in samples})
    }
    means = np.zeros_like(labels)
    for rows in members.values():
        means[rows] = np.nanmean(labels[rows], 0)
    known = np.flatnonzero(~np.isnan(labels))
    kernel = _kernel(blocks, members)[np.ix_(known, known)] + RIDGE * np.eye(len(known))
    dual = np.zeros(labels.size)
    dual[known] = np.linalg.solve(kernel, (labels - means).ravel()[known])
    arrays = {f"{name}.names": np.array(table.names) for name, table in tables.items()}
    arrays |= {"groups.keys": letters.keys, "groups.rarity": letters.rarity}
    shared = {name: SHARED[name] * block.T @ _pooled(block, dual) for name, block in blocks.items()}
    arrays["groups.shared"] = shared["groups"].astype(np.float16)
    for phase, rows in members.items():
        bias = means[rows[0]]
        for name, table in tables.items():
            own = [OWN[name] * m.T @ d for m, d in _of_items(blocks[name], dual, rows)]
            weights = (np.stack(own, 1) + shared[name][:, None]) / table.scale
            bias = bias - table.centre @ weights
            arrays[f"{phase}.{name}.weights"] = weights.astype(np.float32)
        own = [OWN["groups"] * m.T @ d for m, d in _of_items(blocks["groups"], dual, rows)]
        arrays[f"{phase}.groups.weights"] = np.stack(own, 1).astype(np.float16)
        arrays[f"{phase}.bias"] = bias.astype(np.float32)
    return arrays


def _labels(samples: Sequence[Sample]) -> Matrix:
    """The labels, with NaN where there is none."""
    return np.array([s.example.labels for s in samples], dtype=np.float64)


def _kernel(blocks: Mapping[str, Matrix], members: Mapping[str, NDArray[np.intp]]) -> Matrix:
    pairs = {name: _paired(block @ block.T, len(blocks["item"])) for name, block in blocks.items()}
    kernel: Matrix = np.sum([SHARED[name] * pair for name, pair in pairs.items()], 0)
    own: Matrix = np.sum([OWN[name] * pair for name, pair in pairs.items()], 0)
    for rows in members.values():
        for item in range(3):
            same = np.ix_(3 * rows + item, 3 * rows + item)
            kernel[same] += own[same]
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


def calibrate(scores: Matrix, labels: Matrix) -> dict[str, NDArray[Any]]:
    """Slopes and middles of the two steps between levels, and the thresholds of the operating point."""
    steps = [_logistic(scores, labels >= level) for level in (1, 2)]
    some, full = (1 / (1 + np.exp(-slope * (scores - middle))) for slope, middle in steps)
    full = np.minimum(full, some)
    guess = np.where(full >= STRICT, 2, np.where(some >= 0.5, 1, 0))
    confidence = np.stack([1 - some, some - full, full])[guess, np.arange(len(guess))]
    return {
        "calibration": np.array(steps),
        "thresholds": np.array([np.quantile(confidence, UNSURE), STRICT]),
    }


def _logistic(scores: Matrix, met: NDArray[np.bool_]) -> tuple[float, float]:
    inputs, weights = np.stack([scores, np.ones_like(scores)], 1), np.zeros(2)
    for _ in range(30):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        bend = inputs.T @ (inputs * (chance * (1 - chance))[:, None])
        weights += np.linalg.solve(bend, inputs.T @ (met - chance))
    return float(weights[0]), float(-weights[1] / weights[0])


def foresee(samples: Sequence[Sample]) -> Matrix:
    """Scores for every sample by weights that have seen neither its author nor its task."""
    scores = np.zeros((len(samples), 3))
    for members in apart([s.example for s in samples]):
        others = sorted(set(range(len(samples))) - set(members))
        model = Model(learn([samples[at] for at in others]))
        for at in members:
            scores[at] = model.scores(samples[at].example.phase, samples[at].features)
    return scores


def train(samples: Sequence[Sample]) -> dict[str, NDArray[Any]]:
    """All arrays of a model."""
    labels, scores = _labels(samples), foresee(samples)
    known = ~np.isnan(labels)
    return learn(samples) | calibrate(scores[known], labels[known])


def main() -> None:
    """Writes the weights."""
    folder, target = map(Path, sys.argv[1:3])
    arrays: dict[str, Any] = train(sample(load_manual(), read_examples(folder)))
    np.savez_compressed(target, **arrays)


if __name__ == "__main__":
    main()
