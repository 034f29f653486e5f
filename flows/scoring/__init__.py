"""Scoring: an exercise and the turns played in it become a verdict."""

from collections.abc import Sequence
from typing import Protocol

from flows.scoring.exercise import Exercise
from flows.scoring.verdict import Flag, ItemVerdict, Turn, Verdict

__all__ = ["Engine", "Exercise", "Flag", "ItemVerdict", "Turn", "Verdict"]


class Engine(Protocol):
    """Anything that scores. Pure and deterministic; same input and version, same verdict."""

    version: str

    def score(self, exercise: Exercise, turns: Sequence[Turn]) -> Verdict:
        """Each item takes the best evidence of all turns, respect the worst."""
        ...
