"""Judging answers to an exercise, in one place for all that are answered in words."""

from collections.abc import Sequence
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from flows.exercises.exercise import OwnExercise, PhaseExercise, ReflectionExercise, Written
from flows.reflection import judging as reflection
from flows.reflection.content import Question
from flows.scoring import Engine, Exercise, Flag, Grading, ItemVerdict, Turn, Verdict, grading
from flows.scoring.grading import Example

CONDUCT = (Flag.RESPEKT, Flag.IRONIE)
"""What the engine hears in any answer, whatever it is scored against."""

_HEARD_AS = "beziehung"  # a phase to hear them in; the tone is read alike in all
_REMEMBERED = 32  # graders, about 1 MB each


class Tools:
    """The engine, and the graders it fitted lately: the same checklist and examples are fitted once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._fitted = lru_cache(_REMEMBERED)(self._fit)

    def grader(self, exercise: OwnExercise, examples: Sequence[Example]) -> Grading:
        """Who grades after the exercise's own `examples` and these; such as have not one grade per item are let be."""
        fitting = {
            msgspec.json.encode(example): example
            for example in map(_plain, (*exercise.examples, *examples))
            if len(example.grades) == len(exercise.items)
        }
        return self._fitted(exercise, tuple(fitting[key] for key in sorted(fitting)))

    def _fit(self, exercise: OwnExercise, examples: tuple[Example, ...]) -> Grading:
        items = [grading.Item(item.id, item.wording) for item in exercise.items]
        return self.engine.grader(exercise.situation, items, examples, exercise.version)


def judge(exercise: Written, turns: Sequence[Turn], examples: Sequence[Example], tools: Tools) -> Verdict:
    """The verdict on all `turns` of an attempt. `examples` are what a team's coaches corrected; they teach own
    exercises only. The verdict's scorer names the engine, the version of the exercise and the examples.
    """
    match exercise:
        case PhaseExercise():
            verdict = tools.engine.score(Exercise(exercise.phase, exercise.situation), turns)
        case OwnExercise():
            verdict = tools.grader(exercise, examples).grade(turns)
            flags = {*verdict.flags, *_conduct(exercise.situation, turns, tools.engine)}
            return replace(verdict, flags=tuple(flag for flag in Flag if flag in flags))
        case ReflectionExercise():
            verdict = _reflect(exercise.question, [turn.answer for turn in turns])
    return replace(verdict, scorer=f"{tools.engine.version}+{exercise.version}")


def _plain(example: Example) -> Example:
    """With grades as they are once stored: 1 is 1.0."""
    return Example(example.answer, tuple(None if grade is None else float(grade) for grade in example.grades))


def _conduct(situation: str, turns: Sequence[Turn], engine: Engine) -> set[Flag]:
    heard = engine.score(Exercise(_HEARD_AS, situation), turns).flags
    return set(heard) & set(CONDUCT)


def _reflect(question: Question, answers: Sequence[str]) -> Verdict:
    text = "\n".join(answers)
    judged = _chosen(question, answers) if question.choices else reflection.judge(question, text)
    quotes = [quote.removesuffix(" …") for _, quote in judged.found]
    item = ItemVerdict(
        item=question.id,
        level=judged.level,
        best_guess=reflection.PARTLY if judged.level is None else judged.level,
        confidence=0.5 if judged.level is None else 1.0,
        evidence=next((quote for quote in quotes if quote in text), None),
        reason=question.reason,
        missing="" if judged.level == reflection.MET else "; ".join(judged.missing),
    )
    empty = not any(character.isalnum() for character in text)
    return Verdict((item,), (Flag.LEER,) if empty else ())


def _chosen(question: Question, answers: Sequence[str]) -> reflection.Judged:
    """The last choice counts; words that are none of the labels are not clear."""
    keys, labels = list(question.choices), list(question.choices.values())
    if not any(map(str.isalnum, "".join(answers))):
        return reflection.Judged(reflection.NOT_YET)
    at = reflection.chosen(labels, answers[-1])
    return reflection.Judged(None) if at is None else reflection.pick(question, keys[at])
