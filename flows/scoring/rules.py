"""The written rules: which signs together are evidence for an item, and how much of it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from flows.scoring.detectors import Clue, Signs

_CONCRETE: Signs = frozenset({"zahl", "woertlich", "frage", "zeitpunkt", "neu3"})  # what makes an announcement more
_BRIEF = 12  # words up to which a negation denies the whole answer
_NEAR = 2  # clauses on either side in which the second half of an AND may stand


class Cause(StrEnum):
    """Why an item got its level, as far as the rules see; chooses the wording of the reason."""

    MET = "erfuellt"
    HALF = "halb"
    WEAK = "schwach"
    ANNOUNCED = "ankuendigung"
    TEXTBOOK = "lehrbuch"
    NEGATED = "verneinung"
    AGAINST = "dagegen"
    NOTHING = "nichts"


class Rule(Struct, frozen=True):
    """How an item is judged, and the sentences about it (said to the trainee).

    Conditions are names of signs: `a & !b` in one clause, `a | b` either nearby, `2 a` two different phrases of it.
    `core` is evidence; with all of `full` nearby it counts in full. `weak` counts half. `against` speaks against.
    """

    theme: str
    good: str
    half: str
    none: str
    core: tuple[str, ...]
    full: tuple[str, ...]
    weak: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


class Finding(Struct, frozen=True):
    """What the rule of an item found: a level, the clause it rests on (its place in the answer), and why."""

    level: int
    cause: Cause
    clause: int | None = None
    lacking: str = ""  # the sign that would have made it count in full

    def ceiling(self, size: int) -> int:
        """The highest level the general rules allow in an answer of `size` words."""
        if self.cause is Cause.TEXTBOOK:
            return 1
        return 0 if self.cause is Cause.NEGATED and size <= _BRIEF else 2


class Condition:
    """A condition of a rule: any of some ways, each of signs that must and signs that must not be there."""

    def __init__(self, notation: str) -> None:
        ways = [[sign.strip() for sign in way.split("&")] for way in notation.split("|")]
        self.twofold = frozenset(way[0].removeprefix("2 ") for way in ways if way[0].startswith("2 "))
        self._ways = [
            (frozenset(s for s in way if s[0] != "!"), frozenset(s[1:] for s in way if s[0] == "!"))
            for way in ways
            if not way[0].startswith("2 ")
        ]
        self.signs: Signs = frozenset().union(*(wanted for wanted, _ in self._ways))
        self.lacking = "" if self.twofold else ways[0][0]

    def holds(self, signs: Signs) -> bool:
        """Whether the signs suffice."""
        return any(wanted <= signs and not unwanted & signs for wanted, unwanted in self._ways)


class Judge:
    """One item's rule, ready to judge."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._core = [Condition(c) for c in rule.core]
        self._full = [Condition(c) for c in rule.full]
        self._weak = [Condition(c) for c in rule.weak]
        self._against = [Condition(c) for c in rule.against]

    @cached_property
    def twofold(self) -> frozenset[str]:
        """The concepts of which the rule wants two different phrases."""
        return frozenset().union(*(c.twofold for c in [*self._core, *self._full]))

    def evidence(self, clues: Sequence[Clue]) -> list[int]:
        """The clauses that meet the core of the rule, the negated ones too."""
        return [at for at, clue in enumerate(clues) if any(c.holds(clue.signs) for c in self._core)]

    def affinity(self, clue: Clue) -> int:
        """How many of the signs the rule asks for the clause has."""
        wanted = [*self._core, *self._full, *self._weak]
        return sum(len(condition.signs & clue.signs) for condition in wanted)

    def is_weak(self, clue: Clue) -> bool:
        """Whether the clause is weak evidence."""
        return any(condition.holds(clue.signs) for condition in self._weak)

    def is_against(self, clue: Clue) -> bool:
        """Whether the clause speaks against the item."""
        return any(condition.holds(clue.signs) for condition in self._against)

    def _rank(self, clue: Clue, gap: str | None) -> tuple[bool, bool, int, int]:
        return gap is None, "lehrbuch" not in clue.signs, self.affinity(clue), len(clue.quote)

    def share_of_full(self, clues: Sequence[Clue]) -> float:
        """How much of what counts in full stands anywhere in the answer."""
        met = sum(any(condition.holds(clue.signs) for clue in clues) for condition in self._full)
        return met / len(self._full)

    def lacking(self, clues: Sequence[Clue], at: int, counts: Mapping[str, int]) -> str | None:
        """What is lacking around clause `at` to count in full; None if nothing is."""
        near: Signs = frozenset().union(*(clue.signs for clue in clues[max(0, at - _NEAR) : at + _NEAR + 1]))
        for condition in self._full:
            if not condition.holds(near) and not any(counts[name] > 1 for name in condition.twofold):
                return condition.lacking
        return None

    def find(self, clues: Sequence[Clue], counts: Mapping[str, int]) -> Finding:
        """Judges an answer. `counts` says how many different phrases it uses for each of `twofold`."""
        core = self.evidence(clues)
        sound = {at: self.lacking(clues, at, counts) for at in core if "verneint" not in clues[at].signs}
        if sound:
            best = max(sound, key=lambda at: self._rank(clues[at], sound[at]))
            gap = sound[best]
            return _capped(
                Finding(2, Cause.MET, best) if gap is None else Finding(1, Cause.HALF, best, gap), clues[best]
            )
        weak = next((at for at, clue in enumerate(clues) if self.is_weak(clue) and "verneint" not in clue.signs), None)
        if weak is not None:
            return Finding(1, Cause.WEAK, weak)
        against = next((at for at, clue in enumerate(clues) if self.is_against(clue)), None)
        if against is not None:
            return Finding(0, Cause.AGAINST, against)
        denied = [at for at, clue in enumerate(clues) if (at in core or self.is_weak(clue)) and "ich" in clue.signs]
        if denied:
            return Finding(0, Cause.NEGATED, denied[0])
        return Finding(0, Cause.NOTHING)


def _capped(finding: Finding, clue: Clue) -> Finding:
    if "lehrbuch" in clue.signs:
        return Finding(1, Cause.TEXTBOOK, finding.clause)
    if "ankuendigung" in clue.signs and not clue.signs & _CONCRETE:
        return Finding(1, Cause.ANNOUNCED, finding.clause)
    return finding
