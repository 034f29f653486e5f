"""How well verdicts agree with what people say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bot.evaluation.lines import LEVELS, Labelled
from flows.course import PHASES
from flows.scoring import Flag, ItemVerdict, Verdict

OPEN = LEVELS  # the column of what is left to a coach
DRAWS = 1000
FEW = 5  # tasks below which an interval would promise too much
COVERED = (0.025, 0.975)
TENTHS = 10

Judged = tuple[Labelled, Verdict]
Interval = tuple[float, float]


class Agreement(Struct, kw_only=True):
    """Best guesses against labels. What is left open counts too, except where it says `decided`.

    Kappa is weighted quadratically, and None where chance explains everything. An interval holds 95 % of the kappas
    that come out when tasks are drawn anew, with replacement: answers to one task resemble each other.
    """

    answers: int
    kappa: float | None
    interval: Interval | None
    exact: float
    decided: float
    unsure: float
    decided_kappa: float | None
    decided_interval: Interval | None
    false_praise: float  # of the decided items, those with level 2 where the label is 0
    confusion: list[list[int]]  # a row for each label, a column for each level, the last for what is left open


class Respect(Struct):
    """How well missing respect is found, in the answers that say whether it is missing."""

    answers: int
    meant: int  # by humans
    found: int  # by the scoring
    both: int
    recall: float | None
    precision: float | None


class Figures(Agreement, kw_only=True):
    """The agreement in a phase and in each of its items; in "gesamt", of all phases and in the items of all."""

    phase: str
    respekt: Respect | None
    items: dict[str, Agreement]


class Tenth(Struct):
    """The items whose confidence lies in a tenth, from `low` on: how many, what was said, and how often it was true."""

    low: float
    items: int
    said: float
    true: float


class Miss(Struct):
    """An item whose best guess is not its label."""

    line: Labelled
    item: ItemVerdict
    label: int

    @property
    def severity(self) -> tuple[int, bool, float]:
        """Levels apart, then whether it was said at all, then how confidently."""
        return abs(self.label - self.item.best_guess), self.item.level is not None, self.item.confidence


@dataclass(frozen=True)
class _Pair:
    """An item with its label, and the task it belongs to."""

    task: tuple[str, str]
    label: int
    item: ItemVerdict


def compare(judged: Sequence[Judged]) -> list[Figures]:
    """The figures of each phase that occurs, in the order of the process, and of all together ("gesamt")."""
    phases = [phase for phase in PHASES if any(line.phase == phase for line, _ in judged)]
    parts = {phase: [pair for pair in judged if pair[0].phase == phase] for phase in phases}
    figures = [_figures(name, pairs) for name, pairs in parts.items()]
    items = {item: agreement for row in figures for item, agreement in row.items.items()}
    return [*figures, _figures("gesamt", judged, items)]


def kappa(labels: Sequence[int], levels: Sequence[int]) -> float | None:
    """Cohen's kappa with quadratic weights."""
    observed = np.zeros((LEVELS, LEVELS))
    np.add.at(observed, (np.array(labels, dtype=int), np.array(levels, dtype=int)), 1)
    value = float(_kappas(observed))
    return None if np.isnan(value) else value


def calibration(judged: Iterable[Judged]) -> list[Tenth]:
    """What confidence was said and what came true, in the tenths that occur, the lowest first."""
    pairs = _pairs(judged)
    tenths = [min(int(pair.item.confidence * TENTHS + 1e-9), TENTHS - 1) for pair in pairs]
    parts = {
        tenth: [pair for pair, its in zip(pairs, tenths, strict=True) if its == tenth] for tenth in sorted({*tenths})
    }
    return [
        Tenth(
            low=tenth / TENTHS,
            items=len(part),
            said=sum(pair.item.confidence for pair in part) / len(part),
            true=_share(pair.item.best_guess == pair.label for pair in part),
        )
        for tenth, part in parts.items()
    ]


def worst(judged: Iterable[Judged], number: int) -> list[Miss]:
    """The gravest misses, one of an answer, the worst first."""
    gravest = []
    for line, verdict in judged:
        misses = [
            Miss(line, item, label)
            for item, label in zip(verdict.items, line.labels, strict=True)
            if item.best_guess != label
        ]
        if misses:
            gravest.append(max(misses, key=lambda miss: miss.severity))
    return sorted(gravest, key=lambda miss: miss.severity, reverse=True)[:number]


def _figures(phase: str, judged: Sequence[Judged], items: dict[str, Agreement] | None = None) -> Figures:
    pairs = _pairs(judged)
    if items is None:
        names = dict.fromkeys(pair.item.item for pair in pairs)
        items = {name: Agreement(**_agreement([pair for pair in pairs if pair.item.item == name])) for name in names}
    return Figures(**_agreement(pairs) | {"answers": len(judged)}, phase=phase, respekt=_respect(judged), items=items)


def _pairs(judged: Iterable[Judged]) -> list[_Pair]:
    return [
        _Pair((line.phase, line.task), label, item)
        for line, verdict in judged
        for label, item in zip(line.labels, verdict.items, strict=True)
    ]


def _agreement(pairs: Sequence[_Pair]) -> dict[str, Any]:
    decided = [pair for pair in pairs if pair.item.level is not None]
    confusion = np.zeros((LEVELS, LEVELS + 1), dtype=int)
    for pair in pairs:
        confusion[pair.label, OPEN if pair.item.level is None else pair.item.level] += 1
    return {
        "answers": len(pairs),
        "kappa": _kappa(pairs),
        "interval": _interval(pairs),
        "exact": _share(pair.label == pair.item.best_guess for pair in pairs),
        "decided": _share(pair.item.level is not None for pair in pairs),
        "unsure": _share(pair.item.level is None for pair in pairs),
        "decided_kappa": _kappa(decided),
        "decided_interval": _interval(decided),
        "false_praise": _share(pair.label == 0 and pair.item.level == LEVELS - 1 for pair in decided),
        "confusion": confusion.tolist(),
    }


def _kappa(pairs: Sequence[_Pair]) -> float | None:
    return kappa([pair.label for pair in pairs], [pair.item.best_guess for pair in pairs])


def _kappas(observed: NDArray[Any]) -> NDArray[Any]:
    """The kappas of a stack of tables, NaN where chance explains everything."""
    weights = np.subtract.outer(np.arange(LEVELS), np.arange(LEVELS)) ** 2
    total = observed.sum((-2, -1))
    chance = observed.sum(-1)[..., :, None] * observed.sum(-2)[..., None, :]
    expected = (weights * chance).sum((-2, -1)) / np.maximum(total, 1)
    seen = (weights * observed).sum((-2, -1))
    return np.where(expected > 0, 1 - seen / np.where(expected > 0, expected, 1), np.nan)


def _interval(pairs: Sequence[_Pair]) -> Interval | None:
    """By drawing tasks anew; the seed is fixed, so the same answers have the same interval."""
    places = {task: at for at, task in enumerate(dict.fromkeys(pair.task for pair in pairs))}
    if len(places) < FEW:
        return None
    counts = np.zeros((len(places), LEVELS, LEVELS))
    for pair in pairs:
        counts[places[pair.task], pair.label, pair.item.best_guess] += 1
    drawn = np.random.default_rng(0).multinomial(len(places), np.full(len(places), 1 / len(places)), DRAWS)
    kappas = _kappas(np.tensordot(drawn, counts, 1))
    known = kappas[~np.isnan(kappas)]
    if not known.size:
        return None
    low, high = np.quantile(known, COVERED)
    return float(low), float(high)


def _respect(judged: Iterable[Judged]) -> Respect | None:
    known = [(line.respekt, Flag.RESPEKT in verdict.flags) for line, verdict in judged if line.respekt is not None]
    if not known:
        return None
    meant, found = sum(human for human, _ in known), sum(flag for _, flag in known)
    both = sum(human and flag for human, flag in known)
    return Respect(
        answers=len(known),
        meant=meant,
        found=found,
        both=both,
        recall=both / meant if meant else None,
        precision=both / found if found else None,
    )


def _share(facts: Iterable[bool]) -> float:
    known = list(facts)
    return sum(known) / len(known) if known else 0.0
