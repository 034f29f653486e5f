"""What is said about an answer: the three items, at most two points, and the details one tap away."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flows.course import Item, Phase
from flows.scoring import ItemVerdict, Verdict

QUOTE = 240


class Line(NamedTuple):
    """An item of the phase with what the answer showed of it."""

    item: Item
    level: int | None
    evidence: str
    reason: str
    missing: str
    hinted: bool

    @property
    def only_hinted(self) -> bool:
        """Nothing is missing but the point a hint costs."""
        return self.hinted and self.level == 1 and not self.missing


class Point(NamedTuple):
    """One thing worth saying: what went well, or what to do next."""

    praise: bool
    line: Line


def lines(phase: Phase, verdict: Verdict, hint: str) -> list[Line]:
    """The items as they are shown."""
    return [_line(item, each, hint) for item, each in zip(phase.items, in_order(phase, verdict), strict=True)]


def in_order(phase: Phase, verdict: Verdict) -> list[ItemVerdict]:
    """The verdict on each item, in the order of the phase."""
    found = {each.item: each for each in verdict.items}
    return [found[item.id] for item in phase.items]


def two_tracks(phase: Phase) -> bool:
    """Whether the phase has items of both tracks, so that each must be named."""
    return len({item.track for item in phase.items}) > 1


def points(shown: Sequence[Line], before: Mapping[str, int | None]) -> list[Point]:
    """The best of what is new since `before`, then the most worthwhile step ahead."""
    praised = [line for line in shown if line.level == 2 and before.get(line.item.id) != 2]
    ahead = [line for level in (0, 1, None) for line in shown if line.level == level and not line.only_hinted]
    return [Point(True, line) for line in praised[:1]] + [Point(False, line) for line in ahead[:1]]


def shortened(quote: str) -> str:
    """In one line that is not too long to be quoted."""
    line = " ".join(quote.split())
    return line if len(line) <= QUOTE else line[:QUOTE].rsplit(" ", 1)[0] + " …"


def capped(verdict: Verdict, item: str) -> Verdict:
    """The verdict after a hint: what was hinted at counts at most in part."""
    return Verdict(
        tuple(_cap(each) if each.item == item else each for each in verdict.items), verdict.flags, verdict.scorer
    )


def _cap(each: ItemVerdict) -> ItemVerdict:
    level = None if each.level is None else min(each.level, 1)
    return ItemVerdict(
        each.item, level, min(each.best_guess, 1), each.confidence, each.evidence, each.reason, each.missing
    )


def _line(item: Item, each: ItemVerdict, hint: str) -> Line:
    return Line(item, each.level, shortened(each.evidence or ""), each.reason, each.missing, item.id == hint)
