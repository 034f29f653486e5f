"""How grades learned from examples agree with people's: `python -m tests.benchmarks.examples [EXAMPLES …]`.

Every answer of tests/data/saf is graded by examples from the other four fifths of its question: as many as named, drawn
three times, or all of them. Printed for the questions by which the grading was made, for those it was only tried on,
and for all: the root of the mean squared error, quadratic weighted kappa over the graders' five steps, how many levels
were decided, and how many of those were right.
"""

import json
import random
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.engine import load_encoder, load_manual
from flows.scoring.encoder import Encoding
from flows.scoring.grading import Example, Item, decided, fit
from flows.scoring.scale import level

FILE = Path(__file__).parents[1] / "data" / "saf" / "answers.jsonl"
SIZES = ("10", "30", "100", "all")
PARTS = {"made by": "134", "tried on": "678", "all": "134678"}
FOLDS, STEPS = 5, 4

Graded = list[tuple[float, float, int | None]]  # a person's grade, the grade, the level that was decided


def grades(rows: list[dict[str, Any]], size: int | None, seed: int, encode: Callable[[str], Encoding]) -> Graded:
    """Every answer to a question graded by `size` examples that do not hold it."""
    chance = random.Random(seed)
    rows = chance.sample(rows, len(rows))
    sentences = load_manual().sentences
    found: Graded = []
    for fold in range(FOLDS):
        others = [row for at, row in enumerate(rows) if at % FOLDS != fold]
        known = others if size is None else chance.sample(others, min(size, len(others)))
        examples = [Example(row["answer"] or "", (row["score"],)) for row in known]
        grader = fit([Item("score")], examples, encode, sentences, version="")
        for row in rows[fold::FOLDS]:
            (grade,) = grader.grades(row["answer"] or "")
            found.append((row["score"], grade.score, decided(grade)))
    return found


def kappa(labels: NDArray[np.float64], given: NDArray[np.float64]) -> float:
    """Quadratic weighted, over steps."""
    one, other = (np.rint(np.clip(values, 0, 1) * STEPS).astype(int) for values in (labels, given))
    seen = np.zeros((STEPS + 1, STEPS + 1))
    np.add.at(seen, (one, other), 1)
    weights = np.subtract.outer(np.arange(STEPS + 1), np.arange(STEPS + 1)) ** 2
    return float(1 - (weights * seen).sum() / (weights * np.outer(seen.sum(1), seen.sum(0)) / seen.sum()).sum())


def main() -> None:
    """Prints the table."""
    rows = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    encode = cache(load_encoder().encode)
    print(f"{'examples':>8} {'questions':>9} {'rmse':>6} {'kappa':>6} {'decided':>8} {'right':>6}")
    for size in sys.argv[1:] or SIZES:
        number = None if size == "all" else int(size)
        rounds = 1 if number is None else 3
        found = {
            question: [
                graded
                for seed in range(rounds)
                for graded in grades([row for row in rows if row["question_id"] == question], number, seed, encode)
            ]
            for question in PARTS["all"]
        }
        for name, questions in PARTS.items():
            part = [graded for question in questions for graded in found[question]]
            labels, scores = np.array([one for one, _, _ in part]), np.array([score for _, score, _ in part])
            sure = [(level(label), said) for label, _, said in part if said is not None]
            right = sum(label == said for label, said in sure) / len(sure)
            error = float(np.sqrt(((labels - scores) ** 2).mean()))
            print(
                f"{size:>8} {name:>9} {error:>6.3f} {kappa(labels, scores):>6.3f} {len(sure) / len(part):>8.1%}"
                f" {right:>6.1%}",
                flush=True,
            )


if __name__ == "__main__":
    main()
