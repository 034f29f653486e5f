"""The answers of a card with what they were judged by marked in them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.scoring import ItemVerdict, Turn

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


class Passage(NamedTuple):
    """A part of an answer; `marks` are the numbers of the items it speaks for, raised, at the end of its evidence."""

    text: str
    evidence: bool
    marks: str


class Answer(NamedTuple):
    """What the customer had said, and what was answered."""

    customer: str
    passages: tuple[Passage, ...]


def marked(turns: Sequence[Turn], items: Sequence[ItemVerdict]) -> tuple[Answer, ...]:
    """The turns cut into passages; an item's evidence is looked for in all answers together, as it was judged."""
    joined = "\n".join(turn.answer for turn in turns)
    spans = [(at, at + len(quote), number) for number, quote in _quotes(items) if (at := joined.find(quote)) >= 0]
    answers = []
    start = 0
    for turn in turns:
        end = start + len(turn.answer)
        answers.append(Answer(turn.customer, tuple(_passages(joined, start, end, spans))))
        start = end + 1
    return tuple(answers)


def _quotes(items: Sequence[ItemVerdict]) -> list[tuple[int, str]]:
    return [(number, item.evidence) for number, item in enumerate(items, 1) if item.evidence]


def _passages(text: str, start: int, end: int, spans: Sequence[tuple[int, int, int]]) -> list[Passage]:
    inside = [
        (max(first, start), min(last, end), number) for first, last, number in spans if first < end > start < last
    ]
    cuts = sorted({start, end, *(first for first, _, _ in inside), *(last for _, last, _ in inside)})
    passages = []
    for first, last in pairwise(cuts):
        evidence = any(begins <= first and last <= ends for begins, ends, _ in inside)
        marks = " ".join(_raised(number) for _, ends, number in inside if ends == last)
        passages.append(Passage(text[first:last], evidence, marks))
    return passages


def _raised(number: int) -> str:
    return "".join(_RAISED[int(digit)] for digit in str(number))
