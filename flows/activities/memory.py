"""What is kept of a person's activities and of what they belong to, as a step finds it."""

from collections.abc import Mapping

from flows.activities.activity import Activity, State, Wishes
from flows.customers.customer import CUSTOMER, Customer
from flows.goals.plan import Row, reckon
from flows.moment import Moment

ACTIVITY, WISHES = "aktivitaet", "aktivitaetenwunsch"
ONLY = "wunsch"
"""The id of the one thing of its kind."""
GOAL = "ziel"
WANTED = frozenset({ACTIVITY, WISHES, CUSTOMER, GOAL})
WHOLE_GOAL = "ziel"


def activities(moment: Moment) -> Mapping[str, Activity]:
    """All of them by id, those that come first in front."""
    kept: Mapping[str, Activity] = moment.kept.all(ACTIVITY)
    return dict(sorted(kept.items(), key=lambda each: (each[1].when.start, each[1].made)))


def open_ones(moment: Moment) -> dict[str, Activity]:
    """Those nothing became of yet."""
    return {id_: each for id_, each in activities(moment).items() if each.state is State.OPEN}


def wishes(moment: Moment) -> Wishes:
    """What she wants for all."""
    kept: Mapping[str, Wishes] = moment.kept.all(WISHES)
    return kept.get(ONLY, Wishes())


def dossiers(moment: Moment) -> Mapping[str, Customer]:
    """Her customers by id."""
    kept: Mapping[str, Customer] = moment.kept.all(CUSTOMER)
    return kept


def customers(moment: Moment) -> dict[str, str]:
    """Their names by id."""
    return {id_: customer.name for id_, customer in dossiers(moment).items()}


def goal_lines(moment: Moment) -> list[str]:
    """The lines of her goal that want something; without a goal there are none."""
    goals = moment.kept.all(GOAL)
    if not goals:
        return []
    table = reckon(goals[max(goals)].plan)
    told = [row.value for row, line in table.lines() if line.then is not None and row is not Row.TOTAL]
    return [WHOLE_GOAL, *told]
