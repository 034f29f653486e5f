"""Learns which field of the dossier a sentence asks for: `python -m bot.learning.inquiry WEIGHTS`.

Examples are the lists of inquiry_examples.toml and the sample questions of all shipped scenarios. One ridge regression
on the features of `flows.scoring.matching`, solved in its kernel form, so no chance is involved. WEIGHTS is
inquiry.json in the content folder. Before it is written, ten-fold cross-validation prints how far to trust it.
"""

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.content import load_files
from flows.course import DOSSIER_FIELDS
from flows.reading import read_inquiry
from flows.scoring.matching import OTHER, Matcher, Reader, sentences

CLASSES = (*DOSSIER_FIELDS, OTHER)
RIDGE = 0.5
SEEN = 2  # examples a feature must occur in to get a weight
FOLDS = 10

Example = tuple[str, str]  # class and sentence
Matrix = NDArray[np.float64]


def examples() -> list[Example]:
    """All examples, one sentence each."""
    lists = tomllib.loads((files("flows.content") / "de" / "inquiry_examples.toml").read_text("utf-8"))
    found = [(class_, text) for class_, texts in lists.items() for text in texts]
    for path, source in load_files().items():
        if path.startswith("scenarios/"):
            found += [(id_, text) for id_, field in tomllib.loads(source)["dossier"].items() for text in field["opens"]]
    return [(class_, sentence) for class_, text in found for sentence in list(sentences(text))[-1:]]


def learn(reader: Reader, rows: Sequence[Example]) -> dict[str, list[float]]:
    """The weights by feature; the empty feature holds the bias."""
    often = Counter(name for _, text in rows for name in reader.words(text) | reader.signs(text))
    known = {name: place for place, name in enumerate(sorted(n for n, count in often.items() if count >= SEEN))}
    inputs = _matrix(reader, rows, known)
    targets = np.array([[float(class_ == each) for each in CLASSES] for class_, _ in rows])
    bias = targets.mean(0)
    weights = inputs.T @ np.linalg.solve(inputs @ inputs.T + RIDGE * np.eye(len(rows)), targets - bias)
    return {"": _rounded(bias)} | {name: _rounded(weights[place]) for name, place in known.items()}


def _matrix(reader: Reader, rows: Sequence[Example], known: dict[str, int]) -> Matrix:
    inputs = np.zeros((len(rows), len(known)))
    for at, (_, text) in enumerate(rows):
        for name, value in reader.features(text, known).items():
            inputs[at, known[name]] = value
    return inputs


def _rounded(values: Matrix) -> list[float]:
    return [round(float(value), 3) for value in values]


def validate(reader: Reader, rows: Sequence[Example]) -> str:
    """How sentences are sorted that training has not seen."""
    hits = opened = others = wrong = beside = 0
    for fold in range(FOLDS):
        weights = learn(reader, [row for at, row in enumerate(rows) if at % FOLDS != fold])
        matcher = Matcher(_inquiry(json.dumps(weights)), {})
        for class_, text in rows[fold::FOLDS]:
            found = matcher.opened(text)
            if class_ == OTHER:
                others, wrong = others + 1, wrong + bool(found)
            else:
                opened, hits, beside = opened + 1, hits + (class_ in found), beside + bool(found - {class_})
    return (
        f"{opened} questions: {hits / opened:.0%} open their field, {beside / opened:.0%} another one (too)\n"
        f"{others} other sentences: {wrong / others:.0%} open a field\n"
    )


def _inquiry(weights: str) -> Any:
    return read_inquiry("inquiry.toml", load_files()["inquiry.toml"], weights)


def main(target: Path) -> None:
    """Validates, learns from everything, and writes."""
    reader, rows = Reader(_inquiry("{}")), examples()
    sys.stdout.write(validate(reader, rows))
    weights = learn(reader, rows)
    lines = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(values)}" for name, values in weights.items()
    )
    target.write_text(f"{{{lines}}}\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
