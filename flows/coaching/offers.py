"""The exercises a coach can give: those that ship, and those her team published."""

from collections.abc import Sequence

from msgspec import Struct

from flows.course import PHASES
from flows.exercises.exercise import Exercise, Kind, PhaseExercise
from flows.kept import Found
from flows.library import Library
from flows.moment import Moment
from flows.teams.exercising import latest
from flows.teams.work import EXERCISE

SHIPPED, OWN = "s", "e"


class Offer(Struct, frozen=True):
    """An exercise with the short key that stands for it in a button."""

    key: str
    exercise: Exercise


def offers(library: Library, team: str, moment: Moment) -> Sequence[Offer]:
    """All of them, in the order of the sales process; the step wanted the exercises of the team."""
    shipped = [Offer(f"{SHIPPED}/{each.version}", each) for each in library.exercises.values()]
    return sorted([*_own(moment.kept.found(EXERCISE, team)), *shipped], key=_place)


def of_kind(offered: Sequence[Offer], kind: str) -> Sequence[Offer]:
    """Those of a kind."""
    return [offer for offer in offered if offer.exercise.kind == kind]


def find(offered: Sequence[Offer], key: str) -> Offer | None:
    """The one a button stood for, if it is still offered."""
    return next((offer for offer in offered if offer.key == key), None)


def _own(published: Sequence[Found]) -> list[Offer]:
    """The latest versions of what was not withdrawn."""
    present = latest({found.id: found.thing for found in published})
    return [Offer(f"{OWN}/{id_}", each.exercise) for id_, each in present.items() if not each.withdrawn]


def _place(offer: Offer) -> tuple[int, int, bool, str]:
    exercise = offer.exercise
    phase = PHASES.index(exercise.phase) if isinstance(exercise, PhaseExercise) else 0
    return list(Kind).index(exercise.kind), phase, offer.key.startswith(SHIPPED), exercise.title.casefold()
