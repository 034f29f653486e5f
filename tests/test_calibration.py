"""What calibration promises: what is said to be likely comes true as often."""

from pathlib import Path

import numpy as np
import pytest

from bot.learning.answers import Example, read_examples
from bot.learning.calibration import PRECISION, UNSURE, USUAL, calibrate
from flows.scoring.decision import Decider
from flows.scoring.network import Impression

ANSWERS = Path(__file__).parent / "data" / "scoring"
NOTHING = np.zeros((3, 1), np.float32)


def drawn(size: int, overstated: float) -> tuple[list[Impression], list[tuple[list[float], float]], list[Example]]:
    """Answers whose labels follow chances; network and linear weights each know half of them, the network shouting."""
    chance = np.random.default_rng(3)
    impressions, counted, examples = [], [], []
    for number in range(size):
        seen, told = chance.normal(0, 1.5, (2, 3))
        apart = 1.5
        some = 1 / (1 + np.exp(-(seen + told + apart)))
        full = 1 / (1 + np.exp(-(seen + told - apart)))
        one, two, three = (int(d < s) + int(d < f) for d, s, f in zip(chance.uniform(size=3), some, full, strict=True))
        offence, loud = chance.normal(-2, 3), chance.normal(0, 0.2)
        lacking = bool(chance.uniform() < 1 / (1 + np.exp(-offence - 8 * loud)))
        steps = (overstated * np.stack([seen + 1, seen - 1], 1)).astype(np.float32)
        witnesses = (offence + chance.normal(0, 1, 3)).astype(np.float32)
        impressions.append(Impression(steps, NOTHING, witnesses, NOTHING[0]))
        counted.append(([float(value) for value in told], float(loud)))
        examples.append(Example(str(number), "a", "einwaende", "t", "", "", (one, two, three), lacking))
    return impressions, counted, examples


@pytest.mark.parametrize("overstated", [0.5, 1.0, 3.0])
def test_confidence_comes_true(overstated: float) -> None:
    """However loud the network is, of the decisions called sure at 80 to 90 per cent about so many are right."""
    impressions, counted, examples = drawn(3000, overstated)
    decider = Decider(calibrate(impressions, counted, examples))
    said = [
        (decider.decide(impression.steps[at].tolist(), scores[at]), label)
        for impression, (scores, _), example in zip(impressions, counted, examples, strict=True)
        for at, label in enumerate(example.labels)
    ]
    right = [decision.guess == label for decision, label in said if 0.8 <= decision.confidence < 0.9]
    assert np.mean(right) == pytest.approx(0.85, abs=0.04)
    assert np.mean([decision.level is None for decision, _ in said]) == pytest.approx(UNSURE, abs=0.01)


def test_few_are_accused_wrongly() -> None:
    """Where lacking respect is as rare as usual, of the answers said to lack it at least as many do as promised."""
    impressions, counted, examples = drawn(3000, 1)
    decider = Decider(calibrate(impressions, counted, examples))
    flagged = [decider.offends(i.offences.tolist(), o) for i, (_, o) in zip(impressions, counted, strict=True)]
    lacking = np.array([e.respekt for e in examples])
    found, wrong = USUAL * np.mean(np.array(flagged)[lacking]), (1 - USUAL) * np.mean(np.array(flagged)[~lacking])
    assert found / (found + wrong) >= PRECISION - 0.01


def test_nobody_is_judged_by_what_was_learned_from() -> None:
    """No author and no task is in two of the three folders."""
    seen = {
        folder: {mark for e in read_examples(ANSWERS / folder) for mark in (f"author {e.author}", f"task {e.task_id}")}
        for folder in ("training", "calibration", "test")
    }
    assert all(seen.values())
    assert seen["training"].isdisjoint(seen["calibration"] | seen["test"])
    assert seen["calibration"].isdisjoint(seen["test"])
