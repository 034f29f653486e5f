"""A draft of an exercise: what a coach is making, kept until it is published or thrown away."""

import re
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from flows.coaching.sheets import Part
from flows.exercises.exercise import Exercise, Item, OwnExercise, PhaseExercise
from flows.exercises.reading import ITEM_TITLE, LONGEST, TITLE, WORDING
from flows.scoring.grading import Example

DRAFT = "uebungsentwurf"
"""The kind under which a coach keeps drafts, each by the id it will be published with."""

MOST_DRAFTS = 20

LIMITS = {
    Part.TITLE: TITLE,
    Part.SITUATION: LONGEST,
    Part.ITEM: ITEM_TITLE,
    Part.WORDING: WORDING,
    Part.MODEL: LONGEST,
    Part.EXAMPLE: LONGEST,
    Part.TRIAL: LONGEST,
}
"""Characters of what is written."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ONE_LINE = frozenset({Part.TITLE, Part.ITEM, Part.WORDING})


class Draft(Struct, frozen=True):
    """An exercise that may lack something. It replaces version `former` of the team `team`, if it is one of these."""

    exercise: Exercise
    since: datetime
    team: str = ""
    former: str = ""


def blank() -> OwnExercise:
    """Nothing yet."""
    return OwnExercise("", "", "", "", (), "")


def items_of(exercise: Exercise) -> tuple[Item, ...]:
    """The checklist a coach can write on; empty where it is not hers."""
    return exercise.items if isinstance(exercise, OwnExercise) else ()


def examples_of(exercise: Exercise) -> tuple[Example, ...]:
    """The graded examples, where an exercise has some."""
    return exercise.examples if isinstance(exercise, OwnExercise) else ()


def parts(exercise: Exercise) -> tuple[Part, ...]:
    """What can be written anew, in order; the rest is what the exercise names."""
    match exercise:
        case OwnExercise():
            return Part.TITLE, Part.SITUATION, Part.ITEMS, Part.MODEL, Part.EXAMPLES
        case PhaseExercise():
            return Part.TITLE, Part.SITUATION, Part.MODEL
        case _:
            return (Part.TITLE,)


def missing(exercise: Exercise) -> list[tuple[Part, int]]:
    """What has to be written before it can be published, with the number of the item, in order."""
    lacking: list[tuple[Part, int]] = [] if exercise.title else [(Part.TITLE, 0)]
    if isinstance(exercise, OwnExercise | PhaseExercise):
        lacking += [] if exercise.situation else [(Part.SITUATION, 0)]
    if isinstance(exercise, OwnExercise):
        lacking += [] if exercise.items else [(Part.ITEM, 0)]
        lacking += [(Part.WORDING, at) for at, item in enumerate(exercise.items) if not item.wording]
    if isinstance(exercise, OwnExercise | PhaseExercise):
        lacking += [] if exercise.model_answer else [(Part.MODEL, 0)]
    return lacking


def cleaned(part: Part, text: str) -> str:
    """A text as it is kept: without what cannot be read, short things on one line."""
    text = _CONTROL.sub("", text).strip()
    return " ".join(text.split()) if part in _ONE_LINE else text


def said(exercise: Exercise, part: Part, at: int) -> str:
    """What is written there already; empty if nothing."""
    match part, exercise:
        case Part.TITLE, _:
            return exercise.title
        case Part.SITUATION, OwnExercise() | PhaseExercise():
            return exercise.situation
        case Part.MODEL, OwnExercise() | PhaseExercise():
            return exercise.model_answer
        case Part.ITEM, OwnExercise() if at < len(exercise.items):
            return exercise.items[at].title
        case Part.WORDING, OwnExercise() if at < len(exercise.items):
            return exercise.items[at].wording
        case Part.EXAMPLE, OwnExercise() if at < len(exercise.examples):
            return exercise.examples[at].answer
    return ""


def written(exercise: Exercise, part: Part, at: int, text: str) -> Exercise:
    """With the text in that place; an item or example more where there was none."""
    match part, exercise:
        case Part.TITLE, _:
            return replace(exercise, title=text)
        case Part.SITUATION, OwnExercise() | PhaseExercise():
            return replace(exercise, situation=text)
        case Part.MODEL, OwnExercise() | PhaseExercise():
            return replace(exercise, model_answer=text)
        case Part.ITEM, OwnExercise() if at >= len(exercise.items):
            return _with_item(exercise, text)
        case Part.ITEM, OwnExercise():
            return _with_items(exercise, at, replace(exercise.items[at], title=text))
        case Part.WORDING, OwnExercise() if at < len(exercise.items):
            return _with_items(exercise, at, replace(exercise.items[at], wording=text))
        case Part.EXAMPLE, OwnExercise() if at >= len(exercise.examples):
            return with_example(exercise, Example(text, (None,) * len(exercise.items)))
        case Part.EXAMPLE, OwnExercise():
            return _with_examples(exercise, at, Example(text, exercise.examples[at].grades))
    return exercise


def with_example(exercise: OwnExercise, example: Example) -> OwnExercise:
    """One more."""
    return replace(exercise, examples=(*exercise.examples, example))


def graded(exercise: OwnExercise, at: int, item: int, grade: float | None) -> OwnExercise:
    """With a grade for one item of an example."""
    example = exercise.examples[at]
    grades = tuple(grade if number == item else each for number, each in enumerate(example.grades))
    return _with_examples(exercise, at, Example(example.answer, grades))


def without_item(exercise: OwnExercise, at: int) -> OwnExercise:
    """Its grades go too."""
    items = (*exercise.items[:at], *exercise.items[at + 1 :])
    examples = tuple(Example(each.answer, (*each.grades[:at], *each.grades[at + 1 :])) for each in exercise.examples)
    return replace(exercise, items=_numbered(items), examples=examples)


def without_example(exercise: OwnExercise, at: int) -> OwnExercise:
    """One less."""
    return replace(exercise, examples=(*exercise.examples[:at], *exercise.examples[at + 1 :]))


def copied(exercise: Exercise) -> Exercise:
    """To be written on."""
    own = isinstance(exercise, OwnExercise)
    return replace(exercise, id="", items=_numbered(exercise.items)) if own else replace(exercise, id="")


def ready(exercise: Exercise) -> Exercise:
    """As it is published: without examples nobody graded."""
    if not isinstance(exercise, OwnExercise):
        return exercise
    told = tuple(each for each in exercise.examples if any(grade is not None for grade in each.grades))
    return replace(exercise, examples=told)


def can_be_copied(exercise: Exercise) -> bool:
    """Whether there is something to write in a copy of it."""
    return isinstance(exercise, OwnExercise | PhaseExercise)


def is_blank(exercise: Exercise) -> bool:
    """Whether nothing was written yet."""
    return replace(exercise, id="") == blank()


def _with_item(exercise: OwnExercise, title: str) -> OwnExercise:
    """One more, which no example grades yet."""
    examples = tuple(Example(each.answer, (*each.grades, None)) for each in exercise.examples)
    return replace(exercise, items=_numbered((*exercise.items, Item("", title, ""))), examples=examples)


def _with_items(exercise: OwnExercise, at: int, item: Item) -> OwnExercise:
    return replace(exercise, items=(*exercise.items[:at], item, *exercise.items[at + 1 :]))


def _with_examples(exercise: OwnExercise, at: int, example: Example) -> OwnExercise:
    return replace(exercise, examples=(*exercise.examples[:at], example, *exercise.examples[at + 1 :]))


def _numbered(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(replace(item, id=str(number)) for number, item in enumerate(items, 1))
