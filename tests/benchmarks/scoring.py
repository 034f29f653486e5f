"""What a score costs in time and memory: `python -m tests.benchmarks.scoring`.

The engine is imported late, since its libraries count too.
"""

import resource
import time
from pathlib import Path

from bot.learning.answers import read_examples

ANSWERS = Path(__file__).parent.parent / "data" / "scoring" / "test"
KIB = 1024


def memory() -> float:
    """The most this process has taken so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB


def main() -> None:
    """Scores all test answers once."""
    examples = read_examples(ANSWERS)
    before = memory()
    from bot.engine import load_engine
    from flows.scoring import Exercise, Turn

    engine = load_engine()
    loaded = memory()
    start = time.process_time()
    for example in examples:
        engine.score(Exercise(example.phase, example.task), [Turn(example.answer)])
    spent = time.process_time() - start
    print(f"{len(examples)} answers: {spent / len(examples) * 1000:.1f} ms each on one core")
    print(f"memory: {before:.0f} MiB before, {loaded:.0f} with the engine, {memory():.0f} at most")


if __name__ == "__main__":
    main()
