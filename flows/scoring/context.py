"""What the trainee had before him: the task and the customer's words, to which an answer may refer."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from flows.scoring.german import COMMON
from flows.scoring.segments import Clause, Segments, Word, segment, stem

_SHORTEST = 4  # letters a stem needs to count as content
_ECHO = 6  # words in a row that make an echo

_COMMON = frozenset(stem(word) for word in COMMON)


def _content(words: Sequence[Word]) -> list[str]:
    stems = [stem(word.folded) for word in words]
    return [s for s in stems if (len(s) >= _SHORTEST or s.isdigit()) and s not in _COMMON]


@lru_cache(maxsize=1 << 14)
def _akin(one: str, other: str) -> bool:
    """Whether two stems are the same or nearly so, or one is the head or the beginning of the other's compound."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) <= _SHORTEST or short.isdigit():
        return False
    return long.endswith(short) or long.startswith(short[: max(len(short) - 1, _SHORTEST + 1)])


def _ordered(stems: Iterable[str]) -> tuple[str, ...]:
    """Each once, in an order that is the same in every run."""
    return tuple(sorted(set(stems)))


class Context:
    """The task and what the customer said, ready to be compared with clauses of an answer."""

    def __init__(self, task: str, customer: str = "") -> None:
        told = segment(task)
        spoken = [word for clause in told.clauses if clause.quoted for word in clause.words]
        said = [*spoken, *segment(customer).words]
        everything = [*told.words, *said]
        self._stems = _ordered(_content(everything))
        self._said = _ordered(_content(said)) or self._stems
        self._runs = frozenset(_runs([word.folded for word in told.words])) | frozenset(
            _runs([word.folded for word in segment(customer).words])
        )
        self._names = frozenset(
            word.folded
            for clause in told.clauses
            for before, word in zip(clause.words, clause.words[1:], strict=False)
            if before.folded in ("herr", "herrn", "frau", "dr", "familie", "ehepaar")
            or (before.capital and word.capital)
        )

    def knows(self, root: str) -> bool:
        """Whether a stem belongs to the task."""
        return len(root) >= _SHORTEST and any(_akin(root, theirs) for theirs in self._stems)

    def taken_up(self, clause: Clause) -> frozenset[str]:
        """The stems of the task that the clause takes up, also inside compounds."""
        return self._shared(clause, self._stems)

    def heard(self, clause: Clause) -> frozenset[str]:
        """The stems of the customer's own words that the clause takes up; of the task where he says nothing."""
        return self._shared(clause, self._said)

    def new(self, clause: Clause) -> int:
        """How many content words the clause brings that the task did not have."""
        known = self._shared(clause, self._stems, mine=True)
        return sum(1 for s in _content(clause.words) if s not in known)

    def names(self, clause: Clause) -> bool:
        """Whether the clause names a person of the task."""
        return any(word.folded in self._names for word in clause.words)

    def echo(self, answer: Segments) -> float:
        """The share of the answer that is copied from the task word for word."""
        words = [word.folded for word in answer.words]
        if len(words) < _ECHO:
            return 0.0
        copied = [False] * len(words)
        for at in range(len(words) - _ECHO + 1):
            if " ".join(words[at : at + _ECHO]) in self._runs:
                copied[at : at + _ECHO] = [True] * _ECHO
        return sum(copied) / len(words)

    def _shared(self, clause: Clause, stems: Sequence[str], *, mine: bool = False) -> frozenset[str]:
        shared = set()
        for own in _content(clause.words):
            for theirs in stems:
                if _akin(own, theirs):
                    shared.add(own if mine else theirs)
                    break
        return frozenset(shared)


def _runs(words: Sequence[str]) -> list[str]:
    return [" ".join(words[at : at + _ECHO]) for at in range(len(words) - _ECHO + 1)]
