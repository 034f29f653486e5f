"""An exercise as a TOML file that `reading.read` takes."""

import json
from collections.abc import Iterator

from flows.exercises.exercise import Exercise, OwnExercise, PhaseExercise, ReflectionExercise, RoleplayExercise
from flows.exercises.reading import UNGRADED


def write(exercise: Exercise) -> str:
    """The file. What an exercise only names (phase, question, course, scenario) is read anew from the content."""
    return "\n".join(_lines(exercise)) + "\n"


def _lines(exercise: Exercise) -> Iterator[str]:
    yield f"kind = {_text(exercise.kind.value)}"
    yield f"title = {_text(exercise.title)}"
    if exercise.description:
        yield f"description = {_text(exercise.description)}"
    match exercise:
        case PhaseExercise():
            yield f"phase = {_text(exercise.phase)}"
            yield from _task(exercise)
        case OwnExercise():
            yield from _task(exercise)
            yield from _checklist(exercise)
        case ReflectionExercise():
            yield f"question = {_text(exercise.question.id)}"
        case RoleplayExercise():
            yield f"course = {_text(exercise.course)}"
            yield f"scenario = {_text(exercise.scenario)}"
            if exercise.phase:
                yield f"phase = {_text(exercise.phase)}"


def _task(exercise: PhaseExercise | OwnExercise) -> Iterator[str]:
    yield f"situation = {_text(exercise.situation)}"
    yield f"model_answer = {_text(exercise.model_answer)}"


def _checklist(exercise: OwnExercise) -> Iterator[str]:
    for item in exercise.items:
        yield from ("", "[[items]]", f"title = {_text(item.title)}", f"wording = {_text(item.wording)}")
    for example in exercise.examples:
        grades = ", ".join(f'"{UNGRADED}"' if grade is None else repr(float(grade)) for grade in example.grades)
        yield from ("", "[[examples]]", f"answer = {_text(example.answer)}", f"grades = [{grades}]")


def _text(text: str) -> str:
    """A TOML string; what has several lines stands on several lines."""
    lines = [json.dumps(line, ensure_ascii=False)[1:-1] for line in text.split("\n")]
    return f'"{lines[0]}"' if len(lines) == 1 else '"""\n' + "\n".join(lines) + '"""'
