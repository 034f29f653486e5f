"""What `score` and `evaluate` read: a line of JSON for each answer."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta, Struct

from flows.course import PHASES

LEVELS = 3

Label = Annotated[int, Meta(ge=0, lt=LEVELS)]


class Answer(Struct):
    """A line of `score`. What else stands in it is let be."""

    id: str
    phase: str
    task: str
    answer: str


class Labelled(Answer):
    """A line of `evaluate`: an answer, the level a human gave each of its three items, and whether he missed respect.

    `respekt` is true where respect is lacking, as in the codebook; None where nobody looked.
    """

    labels: tuple[Label, Label, Label]
    respekt: bool | None = None


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
