"""`verkaufstrainer score` and `verkaufstrainer evaluate`: the test bench of the scoring."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

import msgspec
import numpy as np
from msgspec import Meta, Struct

from bot.engine import load_engine
from flows.course import PHASES
from flows.scoring import Engine, Exercise, Turn, Verdict

_LEVELS = 3

Label = Annotated[int, Meta(ge=0, lt=_LEVELS)]


class Answer(Struct):
    """A line of `score`."""

    id: str
    phase: str
    task: str
    answer: str


class Labelled(Answer):
    """A line of `evaluate`: an answer and the level a human gave each of its three items."""

    labels: tuple[Label, Label, Label]


L = TypeVar("L", bound=Answer)


class Lines(Generic[L]):
    """The good lines of a JSONL file. Faulty ones are named with their number on standard error."""

    def __init__(self, path: Path | None, kind: type[L]) -> None:
        self._raw = sys.stdin.buffer.read() if path is None else path.read_bytes()
        self._decoder = msgspec.json.Decoder(kind)
        self.faulty = False

    def __iter__(self) -> Iterator[L]:
        for number, raw in enumerate(self._raw.splitlines(), 1):
            if raw.strip():
                try:
                    yield self._read(raw)
                except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as fault:
                    self.faulty = True
                    print(f"line {number}: {fault}", file=sys.stderr)  # noqa: T201 - the command line prints

    def _read(self, raw: bytes) -> L:
        line = self._decoder.decode(raw)
        if line.phase not in PHASES:
            raise ValueError(f"phase is {line.phase!r}; expected one of {', '.join(PHASES)}")
        return line


class Figures(Struct):
    """How well best guesses agree with labels; unsure items are counted too, except for `false_praise`."""

    phase: str
    answers: int
    kappa: float | None  # quadratic weighted; None where chance explains everything
    exact: float
    unsure: float
    false_praise: float  # of the decided items, those with level 2 where the label is 0


def score_options(parser: ArgumentParser) -> None:
    """What `score` takes."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="JSONL; standard input if missing")


def score_command(arguments: Namespace) -> int:
    """Prints a line of JSON per answer; 1 if a line was faulty."""
    lines = Lines(arguments.file, Answer)
    engine = load_engine()
    for line in lines:
        print(json.dumps(_report(line, _judge(engine, line)), ensure_ascii=False))  # noqa: T201
    return int(lines.faulty)


def evaluate_options(parser: ArgumentParser) -> None:
    """What `evaluate` takes."""
    score_options(parser)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def evaluate_command(arguments: Namespace) -> int:
    """Prints the figures per phase and in all; 1 if a line was faulty."""
    lines = Lines(arguments.file, Labelled)
    engine = load_engine()
    figures = compare([(line, _judge(engine, line)) for line in lines])
    print(msgspec.json.encode(figures).decode() if arguments.json else _table(figures))  # noqa: T201
    return int(lines.faulty)


def compare(judged: Sequence[tuple[Labelled, Verdict]]) -> list[Figures]:
    """The figures of each phase that occurs, in the order of the process, and of all together ("gesamt")."""
    phases = [phase for phase in PHASES if any(line.phase == phase for line, _ in judged)]
    parts = {phase: [pair for pair in judged if pair[0].phase == phase] for phase in phases}
    return [_figures(name, pairs) for name, pairs in (parts | {"gesamt": list(judged)}).items()]


def kappa(labels: Sequence[int], levels: Sequence[int]) -> float | None:
    """Cohen's kappa with quadratic weights."""
    observed = np.zeros((_LEVELS, _LEVELS))
    np.add.at(observed, (np.array(labels, dtype=int), np.array(levels, dtype=int)), 1)
    weights = np.subtract.outer(np.arange(_LEVELS), np.arange(_LEVELS)) ** 2
    chance = np.outer(observed.sum(1), observed.sum(0)) / max(observed.sum(), 1)
    expected = float((weights * chance).sum())
    return 1 - float((weights * observed).sum()) / expected if expected else None


def _figures(phase: str, judged: Sequence[tuple[Labelled, Verdict]]) -> Figures:
    items = [(label, item) for line, verdict in judged for label, item in zip(line.labels, verdict.items, strict=True)]
    decided = [(label, item.level) for label, item in items if item.level is not None]
    return Figures(
        phase=phase,
        answers=len(judged),
        kappa=kappa([label for label, _ in items], [item.best_guess for _, item in items]),
        exact=_share(label == item.best_guess for label, item in items),
        unsure=_share(item.level is None for _, item in items),
        false_praise=_share(label == 0 and level == _LEVELS - 1 for label, level in decided),
    )


def _share(facts: Iterator[bool]) -> float:
    known = list(facts)
    return sum(known) / len(known) if known else 0.0


def _judge(engine: Engine, line: Answer) -> Verdict:
    return engine.score(Exercise(line.phase, line.task), [Turn(line.answer)])


def _report(line: Answer, verdict: Verdict) -> dict[str, Any]:
    items = [
        {
            "item": item.item,
            "level": item.level,
            "best_guess": item.best_guess,
            "confidence": item.confidence,
            "evidence": item.evidence,
            "reason": item.reason,
        }
        for item in verdict.items
    ]
    return {"id": line.id, "phase": line.phase, "items": items, "flags": list(verdict.flags)}


def _table(figures: Sequence[Figures]) -> str:
    head = f"{'phase':<18} {'answers':>7} {'kappa':>6} {'exact':>6} {'unsure':>6} {'false praise':>12}"
    rows = [
        f"{row.phase:<18} {row.answers:>7} {_number(row.kappa):>6} {row.exact:>6.1%} {row.unsure:>6.1%}"
        f" {row.false_praise:>12.1%}"
        for row in figures
    ]
    return "\n".join([head, *rows])


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
