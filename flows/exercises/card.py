"""What a card shows of an exercise: the values of the template `uebung_karte`."""

from enum import StrEnum

from flows.effects import Values
from flows.exercises.exercise import Exercise, PhaseExercise, ReflectionExercise, RoleplayExercise


class Model(StrEnum):
    """How the model answer stands on the card."""

    HIDDEN = ""
    FOLDED = "zugeklappt"  # for a trainee, until he taps it
    OPEN = "offen"


def card(exercise: Exercise, model: Model) -> Values:
    """The exercise as it is shown before it is played."""
    played = exercise if isinstance(exercise, RoleplayExercise) else None
    shown = () if isinstance(exercise, ReflectionExercise) else exercise.items
    return {
        "titel": exercise.title,
        "art": exercise.kind.value,
        "thema": _topic(exercise),
        "kunde": played.scenario_title if played else "",
        "stufe": played.difficulty if played else "",
        "lage": exercise.situation,
        "wahl": list(exercise.choices.values()) if isinstance(exercise, ReflectionExercise) else [],
        "punkte": [{"titel": item.title, "text": item.wording} for item in shown],
        "muster": exercise.model_answer if model else "",
        "muster_ist": model.value,
        "privat": exercise.private,
    }


def _topic(exercise: Exercise) -> str:
    """The phase, the set or the course; empty for an own exercise."""
    match exercise:
        case PhaseExercise():
            return exercise.phase_title
        case ReflectionExercise():
            return exercise.set_title
        case RoleplayExercise():
            return exercise.phase_title or exercise.course_title
        case _:
            return ""
