"""The command line, watched by the interpreter: python -m tests.watched LOG COMMAND… writes what it reaches for.

A line of JSON for each connection, each name looked up, each file written and each program started.
"""

import json
import os
import sys
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def watch(log: int) -> None:
    """From now on, for as long as the process lives."""

    def hook(event: str, given: tuple[Any, ...]) -> None:
        match event, given:
            case "socket.connect", (_, address):
                seen = ["connect", address[0] if isinstance(address, tuple) else str(address), str(address)]
            case "socket.getaddrinfo", (host, *_):
                seen = ["lookup", str(host)]
            case "open", (path, _, flags) if isinstance(path, str | bytes) and flags & WRITING:
                seen = ["write", os.path.abspath(os.fsdecode(path))]  # noqa: PTH100 - pathlib may not be imported here
            case "sqlite3.connect", (path,):
                seen = ["write", os.path.abspath(os.fsdecode(path))]  # noqa: PTH100
            case "subprocess.Popen" | "os.exec" | "os.posix_spawn", (program, *_):
                seen = ["run", str(program)]
            case _:
                return
        os.write(log, (json.dumps(seen) + "\n").encode())

    sys.addaudithook(hook)


if __name__ == "__main__":
    watch(os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND))
    from bot.cli import main

    raise SystemExit(main(sys.argv[2:]))
