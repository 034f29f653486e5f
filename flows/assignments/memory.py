"""The orders of a trainee, as a step finds them."""

from collections.abc import Mapping

from msgspec.structs import replace

from flows.assignments.order import Order
from flows.kept import Want, Wants
from flows.moment import ANSWERS, RUNS, Moment
from flows.teams.belonging import memberships
from flows.teams.team import MEMBER
from flows.teams.work import ASSIGNMENT, ORDER, SAMPLE

MINE: Wants = frozenset({ORDER, Want(MEMBER, about_me=True)})
"""Her orders, and in which teams she still is."""

PLAYED: Wants = MINE | {ANSWERS, RUNS}
"""What role-plays for an order came to, too."""


def judging(team: str, order: str, exercise: str) -> Wants:
    """What an answer is judged by, too: the exercise with its graded examples, and what the team's coaches corrected.

    Neither is kept with the order: they are other people's answers.
    """
    samples = Want(SAMPLE, owner=team, id=f"{exercise[:24]}/*")
    return MINE | {Want(ASSIGNMENT, owner=team, id=order), samples}


def orders(moment: Moment) -> dict[str, Order]:
    """All of them by id, the oldest first; closed where she is not in the team any more."""
    teams = {found.owner for found in memberships(moment)}
    kept: Mapping[str, Order] = moment.kept.all(ORDER)
    return {
        id_: order if order.team in teams else replace(order, closed=True)
        for id_, order in sorted(kept.items(), key=lambda each: each[1].received)
    }
