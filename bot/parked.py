"""`verkaufstrainer parked`: what could not be handled, for whoever runs the bot. It may run meanwhile."""

import asyncio
import os
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import DBAPIError

from bot.config import load
from bot.hindered import Hindered
from bot.store import parked
from bot.store.database import connect
from bot.store.parked import Parked

SETTINGS = Path("config.toml")
ALL = "all"
NOTHING = "Nothing is parked."
PLACE = re.compile(r'File "(?:.*/)?((?:bot|flows)/[\w/]+\.py)", line (\d+)')
ERROR = re.compile(r"[\w.]+(?::|$)")


def options(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--config", type=Path, default=SETTINGS, help=f"settings (default: {SETTINGS}, if there is one)"
    )
    parser.add_argument("--texts", action="store_true", help="show what people wrote, and errors in full")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions (default: list what is parked)")
    for name, help_ in (("retry", "try again, within a minute"), ("drop", "give up, and forget what was said")):
        actions.add_parser(name, help=help_).add_argument(
            "ids", type=_number, nargs="+", metavar="ID", help=f"as listed, or {ALL}"
        )


def _number(text: str) -> int | None:
    """None is all."""
    if text == ALL:
        return None
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"is {text!r}; expected a number from the list, or {ALL}") from None


def command(arguments: Namespace) -> int:
    """Lists, or changes what is parked."""
    url = _database(arguments.config)
    if arguments.action is None:
        rows = asyncio.run(_run(url, parked.find))
        print("\n".join(line(row, texts=arguments.texts) for row in rows) or NOTHING)  # noqa: T201 - the command line prints
        return 0
    ids = None if None in arguments.ids else arguments.ids
    change = parked.retry if arguments.action == "retry" else parked.drop
    changed = asyncio.run(_run(url, partial(change, ids=ids)))
    done = "will be tried again" if arguments.action == "retry" else "dropped"
    print(f"{', '.join(map(str, changed))}: {done}" if changed else NOTHING)  # noqa: T201 - the command line prints
    if missing := sorted(set(ids or ()) - set(changed)):
        raise Hindered(
            f"{', '.join(map(str, missing))}: not parked (any more). `verkaufstrainer parked` lists what is."
        )
    return 0


def line(row: Parked, *, texts: bool) -> str:
    """A row as the operator sees it. Without `texts` nothing is in it that anybody wrote."""
    fault = Fault.read(row.error)
    told = f"{row.id}  {row.actor}  since {row.received:%Y-%m-%d %H:%M} UTC  {fault.kind} in {fault.place}"
    return f"{told}\n    {fault.words}\n    {row.payload}" if texts else told


class Fault(NamedTuple):
    """What an operator wants to know of a traceback: its last line, taken apart, and where in our code it came up."""

    kind: str
    words: str
    place: str

    @classmethod
    def read(cls, traceback: str) -> "Fault":
        """Takes apart what `traceback.format_exception` wrote."""
        places = [":".join(place) for place in PLACE.findall(traceback)]
        last = next((line for line in reversed(traceback.splitlines()) if ERROR.match(line)), "?")
        kind, _, words = last.partition(":")
        return cls(kind.rpartition(".")[2], words.strip(), places[-1] if places else "?")


def _database(settings: Path) -> str:
    url = load(settings, os.environ).database
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists():
        raise Hindered(f"{parsed.database}: there is no such database. The bot makes it when it first runs.")
    return url


async def _run(url: str, query: Callable[[Connection], list[Any]]) -> list[Any]:
    """The result of `query` in a transaction of its own."""
    database = connect(url)
    try:
        return await database.write(query)
    except DBAPIError as error:
        raise Hindered(f"The database cannot be used: {error.orig}") from error
    finally:
        await database.close()
