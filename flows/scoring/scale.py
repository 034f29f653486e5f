"""Grades learned from graded answers: kernel ridge over several aspects, chosen by leaving each example out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.scoring.likeness import ASPECTS

Floats = NDArray[Any]

_MIXTURES = (  # how much each aspect counts; what serves many questions well comes first
    {"late": 1.0},
    {"late": 0.7, "meaning": 0.2, "letters": 0.1},
    {"late": 0.4, "early": 0.2, "meaning": 0.2, "letters": 0.2},
    {"early": 0.7, "letters": 0.3},
    {"meaning": 0.6, "letters": 0.4},
)
_RIDGES = (0.05, 0.1, 0.2, 0.4, 0.8)
_USUAL = 0.2  # the ridge that serves most questions
_HABIT = 0.6  # what a step away from the usual costs, in log-likelihood
_DRIFT = 0.3  # how far the mean of the grades may lie from what was expected of them
_WIDTH = 0.1  # of the window through which grades near a reading are looked at
_SPREAD = 0.35  # how far a grade lies from its reading as long as nobody knows better
_DOUBT = 3.0  # so many examples weighs that

STEPS = (0.25, 0.75)
"""Grades from the first on are level 1, grades beyond the second level 2."""


@dataclass(frozen=True)
class Grade:
    """A grade from 0 to 1, and how likely each of the levels 0, 1 and 2 is."""

    score: float
    chances: tuple[float, float, float]

    @property
    def level(self) -> int:
        """The likeliest level; of two as likely the lower."""
        return self.chances.index(max(self.chances))

    def corrected(self, given: Sequence[float], share: float) -> "Grade":
        """What it becomes by grades that were given to the very same answer; `share` is left to what was read."""
        chances = share * np.array(self.chances)
        for one in given:
            chances[level(one)] += 1
        none, some, full = (chances / chances.sum()).tolist()
        return Grade((share * self.score + sum(given)) / (share + len(given)), (none, some, full))


def level(grade: float) -> int:
    """The level a grade stands for; a quarter and three quarters are halves of something."""
    return int(grade >= STEPS[0]) + int(grade > STEPS[1])


class Scale:
    """What examples teach about the grade of another answer.

    `rows` are their numbers by aspect, `expected` the grades that were thought likely before.
    """

    def __init__(self, rows: Mapping[str, Floats], grades: Sequence[float], expected: Sequence[float]) -> None:
        grams = {aspect: values @ values.T for aspect, values in rows.items()}
        self._grades = np.array(grades)
        self._known = self._grades - np.array(expected)
        tries = [attempt for number, mixture in enumerate(_MIXTURES) for attempt in self._tries(number, mixture, grams)]
        weights = np.exp(_likelihoods(tries, len(grades)))
        weights /= weights.sum()
        self._weights = {aspect: np.zeros(rows[aspect].shape[1]) for aspect in ASPECTS}
        self._bias = 0.0
        left_out = np.zeros(len(grades))
        for weight, attempt in zip(weights.tolist(), tries, strict=True):
            for aspect, share in attempt.mixture.items():
                self._weights[aspect] += weight * share * (attempt.dual @ rows[aspect])
            self._bias += weight * _DRIFT * float(attempt.dual.sum())
            left_out += weight * attempt.left_out
        self._readings = np.clip(left_out + np.array(expected), 0, 1)
        self._skill = _correlation(self._readings, self._grades)

    def _tries(self, number: int, mixture: Mapping[str, float], grams: Mapping[str, Floats]) -> "list[_Try]":
        gram = np.sum([share * grams[aspect] for aspect, share in mixture.items()], 0)
        values, vectors = np.linalg.eigh(gram + _DRIFT)
        turned = vectors.T @ self._known
        tries = []
        for ridge in _RIDGES:
            inverse = 1 / (np.maximum(values, 0) + ridge)
            dual = vectors @ (inverse * turned)
            left_out = self._known - dual / ((vectors**2) @ inverse)
            habit = _HABIT * (number + abs(math.log2(ridge / _USUAL)))
            tries.append(_Try(mixture, dual, left_out, float(((self._known - left_out) ** 2).mean()), habit))
        return tries

    def read(self, numbers: Mapping[str, Floats], expected: float) -> float:
        """The grade by itself, 0 to 1."""
        read = expected + self._bias + sum(float(self._weights[aspect] @ numbers[aspect]) for aspect in ASPECTS)
        return min(1.0, max(0.0, read))

    def grade(self, reading: float) -> Grade:
        """What such a reading turned out to be among the examples."""
        near = self._skill * np.exp(-0.5 * ((self._readings - reading) / _WIDTH) ** 2)
        chances = _DOUBT * np.array(vague(reading))
        np.add.at(chances, [level(grade) for grade in self._grades.tolist()], near)
        none, some, full = (chances / chances.sum()).tolist()
        score = (_DOUBT * reading + float(near @ self._grades)) / (_DOUBT + float(near.sum()))
        return Grade(score, (none, some, full))


@dataclass(frozen=True)
class _Try:
    """One mixture with one ridge: weights of the examples, and what each would be given had it not been known."""

    mixture: Mapping[str, float]
    dual: Floats
    left_out: Floats
    error: float
    habit: float


def _likelihoods(tries: Sequence[_Try], examples: int) -> Floats:
    least = max(min(attempt.error for attempt in tries), 1e-6)
    return np.array([-examples / 2 * (attempt.error / least - 1) - attempt.habit for attempt in tries])


def _correlation(readings: Floats, grades: Floats) -> float:
    """How well readings of examples that were left out follow their grades; 0 if they don't."""
    one, other = readings - readings.mean(), grades - grades.mean()
    spread = math.sqrt(float(one @ one) * float(other @ other))
    return max(0.0, float(one @ other) / spread) if spread > 1e-9 else 0.0


def vague(reading: float) -> tuple[float, float, float]:
    """How likely the levels are when nothing but a reading is known."""
    some, full = (0.5 * (1 + math.erf((reading - step) / _SPREAD / math.sqrt(2))) for step in STEPS)
    return 1 - some, some - full, full
