"""What calibration promises: what is said to be likely comes true as often."""

from pathlib import Path

import numpy as np
import pytest

from bot.learning.answers import Example, read_examples
from bot.learning.calibration import PRECISION, STRICT, UNSURE, calibrate
from flows.scoring.decision import Decider
from flows.scoring.network import Impression

ANSWERS = Path(__file__).parent / "data" / "scoring"
NOTHING = np.zeros((3, 1), np.float32)


def drawn(size: int, overstated: float) -> tuple[list[Impression], list[Example]]:
    """Answers whose labels follow chances, and a network that overstates the log-odds of those."""
    chance = np.random.default_rng(3)
    impressions, examples = [], []
    for number in range(size):
        some = chance.normal(0.5, 2, 3)
        full = some - chance.uniform(0.5, 2, 3)
        drawn_ = chance.uniform(size=3)
        labels = [int(one < 1 / (1 + np.exp(-s))) + int(one < 1 / (1 + np.exp(-f)))
                  for one, s, f in zip(drawn_, some, full, strict=True)]  # fmt: skip
        offence = float(chance.normal(-2, 3))
        steps = (overstated * np.stack([some, full], 1)).astype(np.float32)
        impressions.append(Impression(steps, NOTHING, offence, NOTHING[0]))
        lacking = bool(chance.uniform() < 1 / (1 + np.exp(-offence)))
        one, two, three = labels
        examples.append(Example(str(number), "a", "einwaende", "t", "", "", (one, two, three), lacking))
    return impressions, examples


@pytest.mark.parametrize("overstated", [0.5, 1.0, 3.0])
def test_confidence_comes_true(overstated: float) -> None:
    """However loud the network is, of the decisions called sure at 80 to 90 per cent about so many are right."""
    impressions, examples = drawn(3000, overstated)
    decider = Decider(calibrate(impressions, examples))
    said = [
        (decider.decide(impression.steps[at].tolist()), label)
        for impression, example in zip(impressions, examples, strict=True)
        for at, label in enumerate(example.labels)
    ]
    right = [decision.guess == label for decision, label in said if 0.8 <= decision.confidence < 0.9]
    assert np.mean(right) == pytest.approx(0.85, abs=0.04)
    assert np.mean([decision.level is None for decision, _ in said]) == pytest.approx(UNSURE, abs=0.01)
    assert all(decision.confidence >= STRICT for decision, _ in said if decision.guess == 2)


def test_few_are_accused_wrongly() -> None:
    """Of the answers said to lack respect, at least as many do as promised."""
    impressions, examples = drawn(3000, 1)
    decider = Decider(calibrate(impressions, examples))
    flagged = [e.respekt for i, e in zip(impressions, examples, strict=True) if decider.offends(i.offence)]
    assert np.mean(flagged) >= PRECISION


def test_nobody_is_judged_by_what_was_learned_from() -> None:
    """No author and no task is in two of the three folders."""
    seen = {
        folder: {mark for e in read_examples(ANSWERS / folder) for mark in (f"author {e.author}", f"task {e.task_id}")}
        for folder in ("training", "calibration", "test")
    }
    assert all(seen.values())
    assert seen["training"].isdisjoint(seen["calibration"] | seen["test"])
    assert seen["calibration"].isdisjoint(seen["test"])
