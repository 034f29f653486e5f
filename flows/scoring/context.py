"""What the trainee had before him: the task and the customer's words, to which an answer may refer."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from flows.scoring.german import COMMON
from flows.scoring.segments import Clause, Segments, segment, stem

_SHORTEST = 4  # letters a stem needs to count as content
_ECHO = 6  # words in a row that make an echo
_REMEMBERED = 1000  # stems whose kin in a task is kept

_COMMON = frozenset(stem(word) for word in COMMON)


def _content(roots: Iterable[str]) -> list[str]:
    return [root for root in roots if (len(root) >= _SHORTEST or root.isdigit()) and root not in _COMMON]


def _akin(one: str, other: str) -> bool:
    """Whether two stems are the same or nearly so, or one is the head or the beginning of the other's compound."""
    if one == other:
        return True
    short, long = (one, other) if len(one) <= len(other) else (other, one)
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
        stems = _ordered(_content(stem(word.folded) for word in (*told.words, *said)))
        self._kin = lru_cache(_REMEMBERED)(_Kin(stems))
        self._heard = lru_cache(_REMEMBERED)(_Kin(_ordered(_content(stem(word.folded) for word in said)) or stems))
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
        return len(root) >= _SHORTEST and self._kin(root) is not None

    def taken_up(self, clause: Clause) -> frozenset[str]:
        """The stems of the task that the clause takes up, also inside compounds."""
        return frozenset(kin for root in _content(clause.roots) if (kin := self._kin(root)) is not None)

    def heard(self, clause: Clause) -> frozenset[str]:
        """The stems of the customer's own words that the clause takes up; of the task where he says nothing."""
        return frozenset(kin for root in _content(clause.roots) if (kin := self._heard(root)) is not None)

    def new(self, clause: Clause) -> int:
        """How many content words the clause brings that the task did not have."""
        return sum(self._kin(root) is None for root in _content(clause.roots))

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


class _Kin:
    """Finds the first of some stems that is akin to a given one."""

    def __init__(self, stems: Sequence[str]) -> None:
        self._stems = stems
        self._same = frozenset(stems)
        self._endings = tuple(stem for stem in stems if len(stem) > _SHORTEST)
        self._lines = "\n".join(["", *self._endings, ""])

    def __call__(self, root: str) -> str | None:
        if root not in self._same and not self._begins_or_ends_alike(root):
            return None
        return next((stem for stem in self._stems if _akin(root, stem)), None)

    def _begins_or_ends_alike(self, root: str) -> bool:
        """A quick look that spares most stems the comparison one by one."""
        return len(root) > _SHORTEST and (
            f"\n{root[: _SHORTEST + 1]}" in self._lines or f"{root}\n" in self._lines or root.endswith(self._endings)
        )


def _runs(words: Sequence[str]) -> list[str]:
    return [" ".join(words[at : at + _ECHO]) for at in range(len(words) - _ECHO + 1)]
