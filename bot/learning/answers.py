"""Labelled answers, as people wrote and judged them.

`python -m bot.learning.answers FOLDER` prints them as the lines that `verkaufstrainer evaluate` reads.
"""

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

Labels = tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class Example:
    """A labelled answer. A label of None: nobody judged this item."""

    id: str
    author: str
    phase: str
    task_id: str
    task: str
    answer: str
    labels: Labels
    respekt: bool


def read_examples(folder: Path) -> list[Example]:
    """The answers of a folder, in order of their files: `dev-AUTHOR.jsonl`, with their tasks in `tasks*.jsonl`."""
    tasks = {row["id"]: row["task"] for path in sorted(folder.glob("tasks*.jsonl")) for row in _rows(path)}
    return [
        Example(
            row["id"],
            path.stem.removeprefix("dev-"),
            row["phase"],
            row["task_id"],
            tasks[row["task_id"]],
            row["answer"],
            tuple(row["labels"]),
            row["respekt"],
        )
        for path in sorted(folder.glob("dev-*.jsonl"))
        for row in _rows(path)
    ]


def drawn(examples: Sequence[Example], share: float) -> list[Example]:
    """The answers of some authors, about that share of all. More contain fewer: half holds the quarter."""
    authors = sorted({example.author for example in examples})
    order = random.Random(1).sample(authors, len(authors))
    counts = [sum(example.author == author for example in examples) for author in order]
    among = {author for at, author in enumerate(order) if sum(counts[:at]) + counts[at] / 2 <= share * len(examples)}
    return [example for example in examples if example.author in among]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    """Prints the fully labelled answers of a folder, each with its task."""
    for e in read_examples(Path(sys.argv[1])):
        if None not in e.labels:
            sys.stdout.write(json.dumps(asdict(e), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
