"""What a run is played with: a course, a customer and the tables of the edition it was begun with."""

from dataclasses import dataclass

from msgspec.structs import replace

from flows.course import Course, Mode, Phase, PhaseScript, Scenario
from flows.library import Edition
from flows.scoring import Engine
from flows.scoring.matching import Matcher
from flows.stations import Stations, phase_of, variant_of


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
