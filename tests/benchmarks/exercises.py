"""What fitting and judging an own exercise costs: `OPENBLAS_NUM_THREADS=1 python -m tests.benchmarks.exercises`.

First with examples nobody has read yet, then with one correction more, then once more with the same, which is
remembered. Each line has examples of its own, so that none was read before.
"""

import json
import resource
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from bot.engine import load_engine
from flows.exercises.exercise import Item, OwnExercise
from flows.exercises.judging import Tools, judge
from flows.scoring import Turn
from flows.scoring.grading import Example

ANSWERS = Path(__file__).parent.parent / "data" / "saf" / "answers.jsonl"
KIB = 1024


def exercise(items: int, examples: list[Example]) -> OwnExercise:
    """With so many items, each graded as the answers are."""
    checklist = tuple(Item(str(number), f"Punkt {number}", "Nennt den Grund") for number in range(items))
    return OwnExercise("probe", "Probe", "", "Warum?", checklist, "Darum.", tuple(examples))


def spent(deed: Callable[[], object]) -> float:
    """Milliseconds of computing."""
    start = time.process_time()
    deed()
    return (time.process_time() - start) * 1000


def memory() -> float:
    """The most this process has taken so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB


def main() -> None:
    """Prints a line for each number of examples and items."""
    rows = [json.loads(line) for line in ANSWERS.read_text("utf-8").splitlines()]
    fresh, tools = count(), Tools(load_engine())
    before = memory()
    print("examples  items  first fit  one more  remembered   (ms, judging one answer included)")
    for size in (0, 10, 60):
        for items in (1, 3, 5):
            graded = [rows[next(fresh)] for _ in range(size + 1)]
            known = [Example(row["answer"], (float(row["score"]),) * items) for row in graded]
            own, turns = exercise(items, known[:size]), [Turn(rows[next(fresh)]["answer"])]
            judge(exercise(items, []), turns, [], tools)  # reads the answer
            times = [spent(lambda: judge(own, turns, more, tools)) for more in ([], known[size:], known[size:])]  # noqa: B023
            print(f"{size:8}  {items:5}  {times[0]:9.0f}  {times[1]:8.0f}  {times[2]:10.0f}")
    print(f"memory: {before:.0f} MiB before, {memory():.0f} at most")


if __name__ == "__main__":
    main()
