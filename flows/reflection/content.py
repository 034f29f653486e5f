"""What there is to think about: sets of steps, questions with their key ideas, and tasks to practise an item again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a step asks for."""

    OWN = "eigen"  # a thought of one's own: never scored, kept only on request
    CHOICE = "wahl"  # a way through a story: never scored
    KNOWLEDGE = "frage"  # scored, with reason and model answer


PLACES: Mapping[str, tuple[float, float]] = {
    "beide_gewinnen": (0.85, 0.85),
    "kunde_verliert": (0.85, 0.15),
    "verkauf_verliert": (0.15, 0.85),
    "beide_verlieren": (0.15, 0.15),
}
"""Where a case of each field stands in the picture: one's own interest, the customer's."""


ATTITUDES = ("beide", "ueber", "unter", "keiner")
"""The four positions of transactional analysis, as the picture has them."""


class Idea(Struct, frozen=True):
    """A key idea of an answer. Each of `signs` shows it: groups that must all stand in one sentence, `|` between words
    that mean the same. A word of four letters or more may stand inside another one; `=word` must stand alone.
    """

    title: str  # completes "Das fehlt noch: …"
    signs: tuple[str, ...]


class Question(Struct, frozen=True):
    """Something to know. Either `ideas` are looked for in a free answer, or one of `choices` is picked."""

    id: str
    wordings: tuple[str, ...]  # at least three: the same in other words, or in another situation
    reason: str  # why it is so; said with every verdict
    model_answer: str = ""
    ideas: tuple[Idea, ...] = ()
    full: int = 1  # so many ideas are a full answer
    choices: Mapping[str, str] = {}  # label by key
    right: tuple[str, ...] = ()
    field: str = ""  # the field of the balance, or the attitude, that is drawn with the verdict


class Option(Struct, frozen=True):
    """A way on in a story. `leads` names the step it leads to; the next one if empty."""

    label: str
    reaction: str
    leads: str = ""


LEADS = ("kunden", "aktivitaeten")
"""The flows in which one can go on with what was thought of."""


class ReflectionStep(Struct, frozen=True):
    """One step of a set."""

    id: str
    kind: Kind
    text: str = ""
    help: str = ""  # an example, or where to look
    question: str = ""
    options: tuple[Option, ...] = ()
    names: bool = False  # the answer says whom the rest is about
    last: bool = False  # the set ends here


class ReflectionSet(Struct, frozen=True):
    """A topic, from its introduction to its closing words."""

    id: str
    title: str
    short: str  # on its button
    teaser: str
    introduction: str
    closing: str
    leads: str  # to a customer's card, to an activity, or nowhere
    steps: tuple[ReflectionStep, ...]

    def step(self, id_: str) -> ReflectionStep | None:
        """The step of that id, if it is (still) there."""
        return next((step for step in self.steps if step.id == id_), None)

    def after(self, step: ReflectionStep) -> ReflectionStep | None:
        """What follows in order; None at the end."""
        place = self.steps.index(step) + 1
        return None if step.last or place == len(self.steps) else self.steps[place]


class Task(Struct, frozen=True):
    """A situation in which to practise a phase again, outside any role-play."""

    id: str
    task: str
    model_answer: str


@dataclass(frozen=True)
class Reflection:
    """All sets and questions by id, and the tasks of each phase."""

    sets: Mapping[str, ReflectionSet] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    tasks: Mapping[str, tuple[Task, ...]] = field(default_factory=dict)
