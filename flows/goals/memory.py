"""What is kept of a person's goals, as a step finds it."""

from collections.abc import Mapping

from flows.goals.standing import Actual, Goal
from flows.moment import Moment

GOAL_KIND, REACHED_KIND = "ziel", "zielstand"
"""Versions of the goal by number, and what was reached by day."""


def latest(moment: Moment) -> Goal | None:
    """The version that counts."""
    goals: Mapping[str, Goal] = moment.kept.all(GOAL_KIND)
    return goals[max(goals)] if goals else None


def everything_reached(moment: Moment) -> list[Actual]:
    """All that was ever told, the oldest first."""
    return sorted(moment.kept.all(REACHED_KIND).values(), key=lambda actual: actual.day)


def reached(moment: Moment) -> list[Actual]:
    """What was told since the present goal began; what belongs to an earlier one says nothing about it."""
    goal = latest(moment)
    return [actual for actual in everything_reached(moment) if goal is None or actual.day >= goal.began]
