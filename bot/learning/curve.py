"""What more answers bring: `python -m bot.learning.curve ANSWERS CONTENT`.

Teaches the scoring anew with the answers of an eighth, a quarter and half of the authors, as `bot.learning.scoring`
does with all, and leaves in CONTENT how well each agrees with people in the test answers; `evaluate --report` shows it.
What CONTENT holds is the last point. Takes nearly as long as teaching, and may be stopped: it keeps each point.
"""

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bot.engine import load_engine, load_manual
from bot.evaluation.figures import compare
from bot.evaluation.lines import Labelled
from bot.evaluation.page import Lesson
from bot.learning.answers import Example, drawn, read_examples
from bot.learning.scoring import learn
from flows.scoring import Exercise, Turn
from flows.scoring.engine import Scorer

SHARES = (0.125, 0.25, 0.5)

logger = logging.getLogger(__name__)


def main() -> None:
    """Writes curve.json."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    answers, content = map(Path, sys.argv[1:3])
    taught, tuned, test = (read_examples(answers / name) for name in ("training", "calibration", "test"))
    whole = Lesson(len(taught), agreement(load_engine(), test))
    parts: list[Lesson] = []
    for share in SHARES:
        part = drawn(taught, share)
        parts.append(Lesson(len(part), agreement(Scorer(load_manual(), learn(part, tuned).learned, ""), test)))
        logger.info("%s", parts[-1])
        (content / "curve.json").write_bytes(msgspec.json.encode([*parts, whole]) + b"\n")


def agreement(scorer: Scorer, test: Sequence[Example]) -> float:
    """Kappa with every item forced to a level."""
    judged = [
        (msgspec.convert(e, Labelled, from_attributes=True), scorer.score(Exercise(e.phase, e.task), [Turn(e.answer)]))
        for e in test
    ]
    return round(compare(judged)[-1].kappa or 0.0, 3)


if __name__ == "__main__":
    main()
