"""Where a team is weak: the points of checklists that many met badly in what they handed in."""

from collections.abc import Iterable
from statistics import fmean

from msgspec import Struct

from flows.exercises.exercise import Item
from flows.exercises.outcome import BEST
from flows.teams.verdicts import corrected
from flows.teams.work import Card

FEWEST = 3
"""Of an item that fewer people handed in nothing is told: it would tell of a person, not of the team."""

WEAK = 0.75
"""What reaches this share of its points is not weak."""


class Weakness(Struct, frozen=True):
    """An item, the share of its points that the team reached, and how many handed it in."""

    title: str
    share: float
    people: int


class Weaknesses(Struct, frozen=True):
    """The weak items, the weakest first; how many items were counted, and how many too few people handed in."""

    items: tuple[Weakness, ...]
    counted: int
    too_few: int


def weaknesses(cards: Iterable[Card]) -> Weaknesses:
    """What counts is the coach's word; where it is still awaited, an item that is not clear counts neither way.

    Everybody counts the same, however often an item came her way.
    """
    levels: dict[tuple[str, str], dict[str, list[float]]] = {}
    titles: dict[tuple[str, str], str] = {}
    for card in cards:
        for item, level in _levels(card):
            key = (item.id, item.wording)
            titles[key] = item.title
            levels.setdefault(key, {}).setdefault(card.person, []).append(level / BEST)
    counted = {key: list(map(fmean, people.values())) for key, people in levels.items() if len(people) >= FEWEST}
    found = [Weakness(titles[key], fmean(shares), len(shares)) for key, shares in counted.items()]
    weak = sorted((each for each in found if each.share < WEAK), key=lambda each: (each.share, -each.people))
    return Weaknesses(tuple(weak), len(counted), len(levels) - len(counted))


def _levels(card: Card) -> Iterable[tuple[Item, int]]:
    """The items that are clear, with their levels."""
    for at, piece in enumerate(card.submission.pieces):
        verdict = corrected(piece.verdict, card.corrections, at)
        known = {item.item: item.level for item in verdict.items}
        for item in piece.items:
            if (level := known.get(item.id)) is not None:
                yield item, level
