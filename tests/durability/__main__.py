"""`python -m tests.durability`: the long trial, as a table."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests.durability.trial import trial


def main() -> None:
    """Prints what was counted."""
    parser = argparse.ArgumentParser(prog="python -m tests.durability", description="The long trial, as a table.")
    parser.add_argument("--trainees", type=int, default=50)
    parser.add_argument("--each", type=int, default=80, help="things a trainee says at least (default: %(default)s)")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument(
        "--every", type=float, default=8, help="seconds between kills on average (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where database and log are kept (default: nowhere)")
    arguments = vars(parser.parse_args())
    folder = arguments.pop("folder")
    with tempfile.TemporaryDirectory() as temporary:
        print(asyncio.run(trial(folder or Path(temporary), **arguments)))


if __name__ == "__main__":
    main()
