"""All kinds of things a person can keep."""

from collections.abc import Mapping

from flows.goals.standing import Actual, Goal
from flows.kept import Kind

KINDS: Mapping[str, Kind] = {"ziel": Kind(Goal), "zielstand": Kind(Actual)}
"""By the name `Keep`, `Drop` and `wants` call them."""
