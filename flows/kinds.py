"""All kinds of things a person can keep."""

from collections.abc import Mapping

from flows.goals.standing import Actual, Goal
from flows.kept import Kind
from flows.reflection.sheet import Kept
from flows.repetition.cards import Card, Day

KINDS: Mapping[str, Kind] = {
    "ziel": Kind(Goal),
    "zielstand": Kind(Actual),
    "reflexion": Kind(Kept),
    "karte": Kind(Card),
    "wiederholung": Kind(Day),
}
"""By the name `Keep`, `Drop` and `wants` call them."""
