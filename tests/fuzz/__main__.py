"""Feeds the whole bot with updates nobody thought of, and prints what came of it.

    python -m tests.fuzz [--updates 200000] [--seed 1] [--people 200]

Exit code 0 means that no exception reached the loop and that every chat still answers.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from tests.fuzz.trial import trial


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--updates", type=int, default=200_000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        result = asyncio.run(trial(Path(folder), updates=wanted.updates, seed=wanted.seed, people=wanted.people))
    print(result)
    print(f"{result.updates / (time.perf_counter() - begun):.0f} updates a second, seed {wanted.seed}")
    return 1 if result.fell or result.stuck else 0


if __name__ == "__main__":
    raise SystemExit(main())
