"""Scoring: an exercise and the turns played in it become a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from flows.scoring.exercise import Exercise
from flows.scoring.verdict import Flag, ItemVerdict, Turn, Verdict

if TYPE_CHECKING:
    from flows.scoring.grading import Example, Item

__all__ = ["Engine", "Exercise", "Flag", "Grading", "ItemVerdict", "Turn", "Verdict"]


class Grading(Protocol):
    """Anything that judges answers by items in free words."""

    def grade(self, turns: Sequence[Turn]) -> Verdict:
        """Each item takes the best evidence of all turns."""
        ...


class Engine(Protocol):
    """Anything that scores. Pure and deterministic; same input and version, same verdict."""

    version: str

    def score(self, exercise: Exercise, turns: Sequence[Turn]) -> Verdict:
        """Each item takes the best evidence of all turns, respect the worst."""
        ...

    def grader(self, task: str, items: Sequence[Item], examples: Sequence[Example], version: str) -> Grading:
        """Who judges answers to `task` by these items, as the graded examples teach; `version` names whose they are."""
        ...
