"""`verkaufstrainer evaluate --examples`: answers graded after graded examples."""

import json
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from bot.engine import load_encoder, load_manual
from flows.scoring.grading import Example, Grader, Item, decided, fit

HELP = (
    "JSONL of graded examples (question_id, answer, score from 0 to 1) and of answers to be graded (id, question_id,"
    " answer), in any order; a line with a score is an example, even if it has an id. FILE, and standard input if there"
    " is nothing to be graded yet, hold more answers to be graded; their scores, if any, are let be"
)
_BOM = b"\xef\xbb\xbf"


class Line(Struct):
    """A line of the file. What else stands in it is let be."""

    question_id: str | int
    answer: str | None
    id: str | int | None = None
    score: Annotated[float, Meta(ge=0, le=1)] | None = None


class Examples:
    """The good lines of one or more sources. Faulty ones are named with their number on standard error."""

    def __init__(self) -> None:
        self.graded: list[Line] = []
        self.asked: list[Line] = []
        self.faulty = False

    def read(self, raw: bytes, *, teaching: bool) -> None:
        """Adds the lines of a source; only a `teaching` one holds examples."""
        for number, text in enumerate(raw.removeprefix(_BOM).splitlines(), 1):
            if text.strip():
                try:
                    self._add(_decoder.decode(text), teaching=teaching)
                except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as fault:
                    self.faulty = True
                    print(f"line {number}: {fault}", file=sys.stderr)  # noqa: T201 - the command line prints

    def _add(self, line: Line, *, teaching: bool) -> None:
        if teaching and line.score is not None:
            self.graded.append(line)
        elif line.id is not None:
            self.asked.append(line)
        elif teaching:
            raise ValueError("neither score nor id; an example has a score from 0 to 1, an answer to be graded an id")
        else:
            raise ValueError("id is missing; an answer to be graded has an id")


_decoder = msgspec.json.Decoder(Line)


def grade_command(examples: Path, file: Path | None) -> int:
    """Prints a line of JSON for each answer to be graded, in their order; 1 if a line was faulty."""
    lines = Examples()
    lines.read(examples.read_bytes(), teaching=True)
    if file is not None:
        lines.read(file.read_bytes(), teaching=False)
    elif not lines.asked and not lines.faulty:
        lines.read(sys.stdin.buffer.read(), teaching=False)
    for report in _reports(lines):
        print(json.dumps(report, ensure_ascii=False))  # noqa: T201
    return int(lines.faulty)


def _reports(lines: Examples) -> Iterator[dict[str, Any]]:
    sentences, encode = load_manual().sentences, lru_cache(maxsize=4096)(load_encoder().encode)
    graders: dict[str, Grader] = {}
    for line in lines.asked:
        question = str(line.question_id)
        if question not in graders:
            graded = [
                Example(one.answer or "", (one.score,)) for one in lines.graded if str(one.question_id) == question
            ]
            graders[question] = fit([Item(question)], graded, encode, sentences, version="")
        (grade,) = graders[question].grades(line.answer or "")
        yield {
            "id": line.id,
            "question_id": line.question_id,
            "score": round(grade.score, 4),
            "level": decided(grade),
            "confidence": round(max(grade.chances), 3),
        }
