"""The four kinds of exercise, one noun: title, situation, items, model answer."""

from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from flows.course import Mode
from flows.reflection.content import Question
from flows.scoring.grading import Example

PRIVATE = "reflexion"
"""The phase whose answers are the trainee's alone: no coach sees them, and they neither pass nor fail."""


class Kind(StrEnum):
    """What is exercised; the `kind` of a file."""

    PHASE = "phase"
    OWN = "eigen"
    REFLECTION = "reflexion"
    ROLEPLAY = "rollenspiel"


class Item(Struct, frozen=True):
    """A point of the checklist. A verdict speaks of it by its `id`."""

    id: str
    title: str
    wording: str


class _Exercise(Struct, frozen=True, tag_field="kind"):
    """What every exercise has. `id` names it in its library, whatever becomes of its content.

    All have `situation`, `items`, `model_answer` and `private` as well, as fields or as properties.
    """

    id: str
    title: str
    description: str

    @property
    def kind(self) -> Kind:
        """Which of the four it is."""
        return Kind(str(self.__struct_config__.tag))

    @property
    def version(self) -> str:
        """Eight hex digits that are the same for the same content, whoever keeps it under whichever id."""
        stored = msgspec.json.decode(msgspec.json.encode(replace(self, id="")), type=type(self))
        return sha256(msgspec.json.encode(stored)).hexdigest()[:8]


class PhaseExercise(_Exercise, frozen=True, tag=Kind.PHASE.value):
    """A phase in a situation, judged by the three items of the phase."""

    phase: str
    phase_title: str
    mode: Mode
    items: tuple[Item, ...]
    situation: str
    model_answer: str

    @property
    def private(self) -> bool:
        """Whether nobody but the trainee may see answer and verdict."""
        return self.phase == PRIVATE


class OwnExercise(_Exercise, frozen=True, tag=Kind.OWN.value):
    """A situation with a checklist in free words. `examples` are answers with a grade for each item, in order."""

    situation: str
    items: tuple[Item, ...]
    model_answer: str
    examples: tuple[Example, ...] = ()

    @property
    def private(self) -> bool:
        """Never."""
        return False


class ReflectionExercise(_Exercise, frozen=True, tag=Kind.REFLECTION.value):
    """A question of one of the sets of /reflexion; where it has `choices`, one of their labels answers it."""

    set_title: str
    question: Question

    @property
    def private(self) -> bool:
        """Never: attitude questions are in no exercise."""
        return False

    @property
    def situation(self) -> str:
        """The question in its first wording."""
        return self.question.wordings[0]

    @property
    def items(self) -> tuple[Item, ...]:
        """The question is the only item."""
        return (Item(self.question.id, self.title, self.situation),)

    @property
    def model_answer(self) -> str:
        """A full answer, or the label that is right."""
        return self.question.model_answer or " / ".join(self.question.choices[key] for key in self.question.right)

    @property
    def choices(self) -> Mapping[str, str]:
        """Labels by key; empty where the answer is free."""
        return self.question.choices


class RoleplayExercise(_Exercise, frozen=True, tag=Kind.ROLEPLAY.value):
    """A course with a customer; it is played and judged by the role-play. `phase` is for courses of a single phase.

    The titles and the difficulty are the scenario's when the exercise was read; `situation` tells of the customer and
    of whom the trainee plays, as nothing else does before it begins.
    """

    course: str
    scenario: str
    phase: str
    course_title: str
    scenario_title: str
    phase_title: str
    difficulty: str
    situation: str

    @property
    def items(self) -> tuple[Item, ...]:
        """None: the phases have theirs."""
        return ()

    @property
    def model_answer(self) -> str:
        """None: each phase has its own."""
        return ""

    @property
    def private(self) -> bool:
        """Whether nothing but the private phase is played."""
        return self.phase == PRIVATE


Written = PhaseExercise | OwnExercise | ReflectionExercise
"""What is answered in words or by a choice, and judged by `judging.judge`."""

Exercise = PhaseExercise | OwnExercise | ReflectionExercise | RoleplayExercise
