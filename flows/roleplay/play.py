"""What a run is played with: a course, a customer and the tables of the edition it was begun with."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from flows.course import Course, Mode, Phase, PhaseScript, Scenario
from flows.library import Edition, Library
from flows.roleplay.run import Run
from flows.roleplay.stations import Stations, phase_of, variant_of
from flows.scoring import Engine
from flows.scoring.matching import Matcher


@dataclass(frozen=True)
class Play:
    """One course with one customer."""

    engine: Engine
    edition: Edition
    course: Course
    scenario: Scenario
    stations: Stations
    matcher: Matcher

    def phase(self, station: str) -> Phase:
        """The phase played at `station`."""
        return self.edition.phases[phase_of(station)]

    def talks(self, station: str) -> bool:
        """Whether trainee and customer talk with each other there."""
        return self.phase(station).mode == Mode.TALK

    def script(self, station: str) -> PhaseScript:
        """The scenario's script for `station`, in the variant that fits the way that led there."""
        script = self.scenario.phases[phase_of(station)]
        variant = script.variants.get(variant_of(station))
        if variant is None:
            return script
        return replace(
            script,
            task=variant.task,
            model_answer=variant.model_answer,
            says=variant.says or script.says,
            replies=variant.replies or script.replies,
        )


class Repertoire:
    """All that can be played. What an edition needs is made once: for the current one at the start, not in a step."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._stations: dict[str, Mapping[str, Stations]] = {}
        self._matchers: dict[str, Mapping[str, Matcher]] = {}
        self._rehearse(library.current)

    def play(self, run: Run) -> Play:
        """What `run` is played with. Raises KeyError if the library does not hold its edition."""
        edition = self._library.edition(run.edition)
        if edition.hash not in self._stations:
            self._rehearse(edition)
        return Play(
            self._library.engine,
            edition,
            edition.courses[run.course],
            edition.scenarios[run.scenario],
            self._stations[edition.hash][run.course],
            self._matchers[edition.hash][run.scenario],
        )

    def _rehearse(self, edition: Edition) -> None:
        self._stations[edition.hash] = {id_: Stations(each, edition.phases) for id_, each in edition.courses.items()}
        self._matchers[edition.hash] = {
            id_: Matcher(edition.inquiry, {field: entry.opens for field, entry in each.dossier.items()})
            for id_, each in edition.scenarios.items()
        }
