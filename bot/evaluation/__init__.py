"""`verkaufstrainer score` and `verkaufstrainer evaluate`: the test bench of the scoring."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bot.engine import load_engine
from bot.evaluation import examples
from bot.evaluation.figures import Agreement, Figures, Respect, compare
from bot.evaluation.lines import Answer, Labelled, Lines
from bot.evaluation.page import load_curve, load_phases, render
from flows.scoring import Engine, Exercise, Turn, Verdict


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
    parser.add_argument("--report", type=Path, metavar="FILE.html", help="also write a page for coaches")
    parser.add_argument("--examples", type=Path, metavar="EXAMPLES.jsonl", help=examples.HELP)


def evaluate_command(arguments: Namespace) -> int:
    """Prints the figures per phase, per item and in all, or grades after examples; 1 if a line was faulty."""
    if arguments.examples:
        return examples.grade_command(arguments.examples, arguments.file)
    lines = Lines(arguments.file, Labelled)
    engine = load_engine()
    judged = [(line, _judge(engine, line)) for line in lines]
    figures = compare(judged)
    print(msgspec.json.encode(figures).decode() if arguments.json else _table(figures))  # noqa: T201
    if arguments.report:
        arguments.report.parent.mkdir(parents=True, exist_ok=True)
        arguments.report.write_text(render(judged, figures, load_phases(), load_curve()), "utf-8")
    return int(lines.faulty)


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
    *phases, overall = figures
    head = (
        f"{'phase':<20} {'answers':>7} {'kappa':>6} {'95 %':>11} {'decided':>7} {'kappa':>6} {'95 %':>11}"
        f" {'exact':>6} {'false praise':>12}"
    )
    rows = [line for row in phases for line in (_row(row.phase, row), *_item_rows(row))]
    return "\n".join([head, *rows, _row(overall.phase, overall), *_respect(overall.respekt)])


def _item_rows(row: Figures) -> Iterator[str]:
    for item, agreement in row.items.items():
        yield _row(f"  {item}", agreement)


def _row(name: str, row: Agreement) -> str:
    forced = f"{_number(row.kappa):>6} {_span(row.interval):>11}"
    decided = f"{row.decided:>7.1%} {_number(row.decided_kappa):>6} {_span(row.decided_interval):>11}"
    return f"{name:<20} {row.answers:>7} {forced} {decided} {row.exact:>6.1%} {row.false_praise:>12.1%}"


def _respect(respect: Respect | None) -> Iterator[str]:
    if respect is not None:
        yield (
            f"respekt: recall {_number(respect.recall)} ({respect.both} of {respect.meant}),"
            f" precision {_number(respect.precision)} ({respect.both} of {respect.found})"
        )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _span(interval: tuple[float, float] | None) -> str:
    return "–" if interval is None else f"{interval[0]:.2f}–{interval[1]:.2f}"
