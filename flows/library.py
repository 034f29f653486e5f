"""All content a step may need, by id and by content hash."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.activities import Checker
from flows.course import Course, DossierField, Phase, Rules, Scenario
from flows.exercises.exercise import Exercise
from flows.exercises.judging import Tools
from flows.reflection.content import Reflection
from flows.scoring import Engine
from flows.scoring.matching import Inquiry


@dataclass(frozen=True)
class Edition:
    """Everything one run plays with: a course, a scenario and the tables they rest on, frozen together.

    `hash` is the SHA-256 (hex, first 16 digits) of the TOML sources; a run keeps it, so that a run paused for
    weeks goes on with what it began with.
    """

    hash: str
    phases: Mapping[str, Phase]
    dossier: Mapping[str, DossierField]
    inquiry: Inquiry
    rules: Rules
    courses: Mapping[str, Course]
    scenarios: Mapping[str, Scenario]


@dataclass
class Library:
    """The editions still in use, the newest of which new runs begin with, and what else they need.

    That is the scoring engine with `tools` to judge exercises by, the check of activities, what to reflect on, and the
    shipped exercises.
    """

    engine: Engine
    current: Edition
    checker: Checker
    editions: dict[str, Edition] = field(default_factory=dict)
    reflection: Reflection = field(default_factory=Reflection)
    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    tools: Tools = field(init=False)

    def __post_init__(self) -> None:
        self.tools = Tools(self.engine)

    def holds(self, hash_: str) -> bool:
        """Whether the edition can be played: content that no longer fits the format is not loaded."""
        return hash_ == self.current.hash or hash_ in self.editions

    def edition(self, hash_: str) -> Edition:
        """The edition a run was begun with. Raises KeyError if it was never loaded."""
        return self.current if hash_ == self.current.hash else self.editions[hash_]
