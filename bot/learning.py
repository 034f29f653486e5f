"""Learns the weights of the scoring from labelled answers: `python -m bot.learning FOLDER WEIGHTS`.

FOLDER holds `dev-*.jsonl` (answers with labels, one file per author) and `tasks*.jsonl`. All features go into one
ridge regression over pairs of answer and item, in its kernel form: the blocks about items and answers have weights
shared by all 48 items and a share of their own, concepts and letter groups only their own. Scores for answers of
authors (and tasks) that training has not seen calibrate levels and confidence. No chance is involved.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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

SHARED = {"item": 2.0, "answer": 0.5}
OWN = {"item": 0.5, "answer": 0.5, "concepts": 0.5, "groups": 3.0}
RIDGE = 0.5
SEEN = {"item": 3, "answer": 3, "concepts": 3, "groups": 2}  # answers a feature must occur in to get a weight
UNSURE = 0.18  # the share of items that is left to a human
STRICT = 0.55  # how likely "erfüllt" must be to be said


@dataclass(frozen=True)
class Example:
    """A labelled answer."""

    author: str
    task_id: str
    phase: str
    task: str
    answer: str
    labels: tuple[int, int, int]


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
        values = np.zeros((len(rows), len(self.keys)))
        for at, row in enumerate(rows):
            for group, count in row.items():
                place = self._places.get(key(group))
                if place is not None:
                    values[at, place] = 1 + math.log(count)
        values *= self.rarity
        scaled: Matrix = values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
        return scaled


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
    phases = sorted({s.example.phase for s in samples})
    labels = np.array([label for s in samples for label in s.example.labels], dtype=np.float64)
    items = [numbers for s in samples for numbers in s.features.items]
    answers = [s.features.answer for s in samples]
    tables = {"item": Table(items, SEEN["item"]), "answer": Table(answers, SEEN["answer"])}
    matrices = {"item": tables["item"](items), "answer": tables["answer"](answers).repeat(3, 0)}
    kernel: Matrix = np.zeros((len(labels), len(labels)))
    for name, matrix in matrices.items():
        kernel += SHARED[name] * matrix @ matrix.T
    own: dict[str, tuple[NDArray[np.intp], Table, Matrix, Groups, Matrix]] = {}
    means = np.zeros_like(labels)
    for phase in phases:
        members = [at for at, s in enumerate(samples) if s.example.phase == phase]
        concepts = Table([samples[at].features.concepts for at in members], SEEN["concepts"])
        groups = Groups([samples[at].features.groups for at in members], SEEN["groups"])
        table = concepts([samples[at].features.concepts for at in members])
        letters = groups([samples[at].features.groups for at in members])
        own[phase] = (np.array(members), concepts, table, groups, letters)
        for item in range(3):
            rows = 3 * np.array(members) + item
            means[rows] = labels[rows].mean()
            block = OWN["concepts"] * table @ table.T + OWN["groups"] * letters @ letters.T
            block += sum(OWN[name] * m[rows] @ m[rows].T for name, m in matrices.items())
            kernel[np.ix_(rows, rows)] += block
    dual = np.linalg.solve(kernel + RIDGE * np.eye(len(labels)), labels - means)
    return _weights(tables, matrices, own, dual, means)


def _weights(
    tables: Mapping[str, Table],
    matrices: Mapping[str, Matrix],
    own: Mapping[str, tuple[NDArray[np.intp], Table, Matrix, Groups, Matrix]],
    dual: Matrix,
    means: Matrix,
) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {f"{name}.names": np.array(table.names) for name, table in tables.items()}
    for phase, (members, concepts, table, groups, letters) in own.items():
        rows = [3 * members + item for item in range(3)]
        bias = np.array([means[r[0]] for r in rows])
        for name, matrix in matrices.items():
            shared = SHARED[name] * matrix.T @ dual
            weights = np.stack([shared + OWN[name] * matrix[r].T @ dual[r] for r in rows], 1) / tables[name].scale
            bias -= tables[name].centre @ weights
            arrays[f"{phase}.{name}.weights"] = weights.astype(np.float32)
        weights = np.stack([OWN["concepts"] * table.T @ dual[r] for r in rows], 1) / concepts.scale
        bias -= concepts.centre @ weights
        arrays |= {
            f"{phase}.concepts.names": np.array(concepts.names),
            f"{phase}.concepts.weights": weights.astype(np.float32),
            f"{phase}.groups.keys": groups.keys,
            f"{phase}.groups.rarity": groups.rarity,
            f"{phase}.groups.weights": np.stack([OWN["groups"] * letters.T @ dual[r] for r in rows], 1).astype(
                np.float16
            ),
            f"{phase}.bias": bias.astype(np.float32),
        }
    return arrays


def calibrate(scores: Matrix, labels: NDArray[np.int_]) -> dict[str, NDArray[Any]]:
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
    labels = np.array([label for s in samples for label in s.example.labels])
    return learn(samples) | calibrate(foresee(samples).ravel(), labels)


def main() -> None:
    """Writes the weights."""
    folder, target = map(Path, sys.argv[1:3])
    arrays: dict[str, Any] = train(sample(load_manual(), read_examples(folder)))
    np.savez_compressed(target, **arrays)


if __name__ == "__main__":
    main()
