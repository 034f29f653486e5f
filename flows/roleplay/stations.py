"""The phases as a machine: which station follows which, built from a course.

A station is a phase at its place in the course: `entscheidung`, `kauft/zusatzgeschaeft`, `bedenkzeit/entscheidung`
(the second try), `bedenkzeit/kauft/gespraechsende`. After the last one comes the review.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from flows.course import SECOND_TRY, Course, Ending, Mode, Phase
from flows.rulebook import Row, Rulebook

REVIEW = "auswertung"
DECISION = "entscheidung"


class Way(StrEnum):
    """How a station is left."""

    ADVANCE = "advance"
    SKIP = "skip"
    BUYS = "buys"
    ASKS_FOR_TIME = "asks_for_time"
    DECLINES = "declines"
    WALKS_OUT = "walks_out"


WAYS: Mapping[Ending, Way] = {
    Ending.BUYS: Way.BUYS,
    Ending.ASKS_FOR_TIME: Way.ASKS_FOR_TIME,
    Ending.DECLINES: Way.DECLINES,
    Ending.WALKS_OUT: Way.WALKS_OUT,
}


def phase_of(station: str) -> str:
    """The phase played at `station`."""
    return station.rpartition("/")[2]


def variant_of(station: str) -> str:
    """Which variant of the phase's script is played at `station`; empty for the plain one."""
    branch, _, phase = station.rpartition("/")
    if phase == DECISION and branch == Ending.ASKS_FOR_TIME:
        return SECOND_TRY
    return branch if branch in (Ending.ASKS_FOR_TIME, Ending.DECLINES) else ""


def decides(station: str) -> bool:
    """Whether the customer makes up his mind at the end of `station`."""
    return phase_of(station) == DECISION


@dataclass
class _Place:
    state: str


class Stations:
    """The machine of one course."""

    def __init__(self, course: Course, phases: Mapping[str, Phase]) -> None:
        self._phases = phases
        self._single = course.single
        self._roads = dict(_roads(course))
        states = [station for road in self._roads.values() for station in road]
        self.rulebook = Rulebook([*states, REVIEW], self._rows())

    def follow(self, station: str, way: Way) -> str:
        """The station after `station`, or the review."""
        place = _Place(station)
        self.rulebook.fire(place, way)
        return place.state

    def journey(self, station: str) -> tuple[str, ...]:
        """All stations of the way `station` lies on; ahead of a decision, the way on which the customer buys."""
        if self._single:
            return (station,)
        branch = station.rpartition("/")[0]
        journey = [stop for part in _stretches(branch) for stop in self._roads[part]]
        if any(map(decides, self._roads[branch])):
            journey += self._roads.get(_below(branch, Ending.BUYS), ())
        return tuple(journey)

    def _rows(self) -> Iterator[Row]:
        for branch, road in self._roads.items():
            for station, following in pairwise((*road, REVIEW)):
                onward = REVIEW if self._single else following
                if decides(station):
                    for ending in (Ending.BUYS, Ending.ASKS_FOR_TIME, Ending.DECLINES):
                        decided = self._roads.get(_below(branch, ending), ())
                        yield Row(WAYS[ending], [station], decided[0] if decided else REVIEW)
                else:
                    yield Row(Way.ADVANCE, [station], onward)
                    yield Row(Way.SKIP, [station], onward)
                if self._phases[phase_of(station)].mode == Mode.TALK:
                    yield Row(Way.WALKS_OUT, [station], REVIEW)


def _roads(course: Course) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The stretches of a course by what led to them: the road itself, then one for each decision."""
    yield "", course.road
    if not course.single:
        for ending, phases in course.after.items():
            yield str(ending), tuple(f"{ending}/{phase}" for phase in phases)
        bought = f"{Ending.ASKS_FOR_TIME}/{Ending.BUYS}"
        yield bought, tuple(f"{bought}/{phase}" for phase in course.after_second)


def _below(branch: str, ending: Ending) -> str:
    return f"{branch}/{ending}" if branch else str(ending)


def _stretches(branch: str) -> Iterator[str]:
    """The stretches that lead to the end of `branch`: "", "bedenkzeit", "bedenkzeit/kauft"."""
    yield ""
    parts = branch.split("/") if branch else []
    yield from ("/".join(parts[: number + 1]) for number in range(len(parts)))
