"""An answer as the scoring reads it: its clauses with their signs, and its words with the task's words masked."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.scoring.context import Context
from flows.scoring.detectors import Clue, Detectors
from flows.scoring.segments import segment, stem


@dataclass(frozen=True)
class Reading:
    """One turn, or several turns read as one. `tokens` are folded words, with `§` for words of the task."""

    clues: tuple[Clue, ...]
    tokens: tuple[str, ...]
    echo: float  # share copied from the task word for word

    @property
    def size(self) -> int:
        """The number of words."""
        return sum(len(clue.clause.words) for clue in self.clues)

    def shows(self, sign: str) -> bool:
        """Whether any clause has the sign."""
        return any(sign in clue.signs for clue in self.clues)


def read(detectors: Detectors, phase: str, answer: str, context: Context) -> Reading:
    """Reads one turn."""
    segments = segment(answer)
    tokens = []
    for clause in segments.clauses:
        for word in clause.words:
            root = stem(word.folded)
            tokens.append("#" if root.isdigit() else "§" if context.knows(root) else word.folded)
        tokens.append("?" if clause.asks else ",")
    return Reading(detectors.clues(phase, segments, context), tuple(tokens), context.echo(segments))


def joined(readings: Sequence[Reading]) -> Reading:
    """Several turns as one."""
    return Reading(
        tuple(clue for reading in readings for clue in reading.clues),
        tuple(token for reading in readings for token in reading.tokens),
        max(reading.echo for reading in readings),
    )
