"""`python -m tests.durability`: the long trial, as a table. Ctrl-C ends the kills; what was counted is told."""

import argparse
import asyncio
import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.durability.trial import Result, trial
from tests.servers import server


def main() -> None:
    """Prints what was counted."""
    parser = argparse.ArgumentParser(prog="python -m tests.durability", description="The long trial, as a table.")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--processes", type=int, default=1, help="on PostgreSQL: one polls, one sends, all work")
    parser.add_argument("--trainees", type=int, default=50)
    parser.add_argument("--each", type=int, default=80, help="things a trainee says at least (default: %(default)s)")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument(
        "--every", type=float, default=8, help="seconds between kills on average (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where database and log are kept (default: nowhere)")
    arguments = vars(parser.parse_args())
    kept, database = arguments.pop("folder"), arguments.pop("database")
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = kept or Path(temporary)
        url = f"sqlite:///{folder / 'bot.sqlite3'}"
        if database == "postgresql":
            url = stack.enter_context(server(Path(temporary) / "server")).get_uri()
        print(asyncio.run(_trial(folder, url, **arguments)))


async def _trial(folder: Path, url: str, **arguments: Any) -> Result:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
    return await trial(folder, url, **arguments, stop=stop)


if __name__ == "__main__":
    main()
