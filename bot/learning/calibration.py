"""How sure the scoring may sound: fitted on answers it has not learned from."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.learning.answers import Example
from flows.scoring.network import Impression

UNSURE = 0.19  # the share of items that is left to a person
BARS = (0.6, 1.4)  # expected levels from which 1 and 2 are said; nearer to 1, since expectations shrink
PRECISION = 0.9  # of what is called disrespect, how much shall be it
USUAL = 0.06  # the share of answers that lack respect where nobody was asked to write such; else it is overrated

Floats = NDArray[np.float64]


def calibrate(
    impressions: Sequence[Impression], counted: Sequence[tuple[Sequence[float], float]], examples: Sequence[Example]
) -> dict[str, NDArray[Any]]:
    """The arrays `flows.scoring.decision.Decider` is made of.

    `impressions` are what the network says of the examples, `counted` what the linear weights say.
    """
    labels = np.array([e.labels for e in examples], dtype=np.float64).ravel()
    known = ~np.isnan(labels)
    odds = np.concatenate([impression.steps for impression in impressions]).astype(np.float64)
    inputs = np.stack(
        [odds, np.repeat(np.ravel([scores for scores, _ in counted])[:, None], 2, 1), np.ones_like(odds)], 2
    )[known]
    steps = np.stack([_logistic(inputs[:, at], labels[known] > at) for at in (0, 1)])
    some, full = (1 / (1 + np.exp(-inputs[:, at] @ steps[at])) for at in (0, 1))
    full = np.minimum(full, some)
    guesses = np.digitize(some + full, BARS)
    chances = np.stack([1 - some, some - full, full], 1)
    errors = (chances * (np.arange(3) - guesses[:, None]) ** 2).sum(1)
    lacking = np.array([e.respekt for e in examples])
    told = np.array([offence for _, offence in counted])
    heard = np.column_stack([[impression.offences.mean() for impression in impressions], told, np.ones_like(told)])
    network, linear, shift = _logistic(heard, lacking)
    witnesses = np.array([network / 3, network / 3, network / 3, linear, shift])
    return {
        "steps": steps,
        "bars": np.array(BARS),
        "doubt": np.array(np.quantile(errors, 1 - UNSURE).round(4)),
        "witnesses": witnesses,
        "offence": np.array(_threshold(heard @ [network, linear, shift], lacking)),
    }


def _logistic(inputs: Floats, met: NDArray[np.bool_]) -> Floats:
    """The weights of a logistic regression (Platt 1999), by Newton's method."""
    weights = np.zeros(inputs.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        bend = inputs.T @ (inputs * (chance * (1 - chance))[:, None])
        weights += np.linalg.solve(bend, inputs.T @ (met - chance))
    return weights


def _threshold(heard: Floats, lacking: NDArray[np.bool_]) -> float:
    """The lowest value from which on enough of what is flagged is an offence, as often as offences usually are."""
    order = np.argsort(-heard)
    found = USUAL * np.cumsum(lacking[order]) / lacking.sum()
    wrong = (1 - USUAL) * np.cumsum(~lacking[order]) / (~lacking).sum()
    return round(float(heard[order[np.flatnonzero(found / (found + wrong) >= PRECISION)[-1]]]), 2)
