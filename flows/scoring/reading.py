"""An answer as the scoring reads it: its clauses with their signs, and its words with the task's words masked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from flows.scoring.context import Context
from flows.scoring.detectors import Clue, Detectors, Signs
from flows.scoring.segments import segment


@dataclass(frozen=True)
class Sentence:
    """A sentence as `tokens`, folded words with `§` for words of the task, and the signs of its clauses."""

    tokens: tuple[str, ...]
    signs: Signs


@dataclass(frozen=True)
class Reading:
    """One turn, or several turns read as one, each in a line. `text` ends where a turn only repeats itself."""

    text: str
    clues: tuple[Clue, ...]
    sentences: tuple[Sentence, ...]
    echo: float  # share copied from the task word for word

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Those of all sentences."""
        return tuple(chain.from_iterable(sentence.tokens for sentence in self.sentences))

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
    clues = detectors.clues(phase, segments, context)
    by_sentence: dict[int, list[Clue]] = defaultdict(list)
    for clue in clues:
        by_sentence[clue.clause.sentence].append(clue)
    sentences = tuple(_sentence(part, context) for part in by_sentence.values())
    return Reading(segments.fresh, clues, sentences, context.echo(segments))


def _sentence(clues: Sequence[Clue], context: Context) -> Sentence:
    tokens = []
    for clue in clues:
        for word, root in zip(clue.clause.words, clue.clause.roots, strict=True):
            tokens.append("#" if root.isdigit() else "§" if context.knows(root) else word.folded)
        tokens.append("?" if clue.clause.asks else ",")
    return Sentence(tuple(tokens), frozenset().union(*(clue.signs for clue in clues)))


def joined(readings: Sequence[Reading]) -> Reading:
    """Several turns as one."""
    return Reading(
        "\n".join(reading.text for reading in readings),
        tuple(clue for reading in readings for clue in reading.clues),
        tuple(sentence for reading in readings for sentence in reading.sentences),
        max(reading.echo for reading in readings),
    )
