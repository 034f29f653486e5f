"""`verkaufstrainer date` and `verkaufstrainer activity`: what the parsers make of lines of text."""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

from bot.checker import load_checker
from bot.render import datum, uhrzeit
from flows.dates import Reading, read

HOME = ZoneInfo("Europe/Berlin")


def date_options(parser: argparse.ArgumentParser) -> None:
    """What `date` takes."""
    parser.add_argument(
        "--now",
        type=_moment,
        metavar="MOMENT",
        help="from where to look, such as 2026-11-02T09:00+01:00; the present if missing",
    )


def date_command(arguments: argparse.Namespace) -> int:
    """Reads an expression per line of standard input and prints a line of JSON for each."""
    now: datetime = arguments.now or datetime.now(HOME)
    sentences = load_sentences()
    for line in lines():
        reading = read(line, now)
        row = {
            "text": line,
            "when": iso(reading.when),
            "end": iso(reading.end),
            "ambiguous": reading.ambiguous,
            "reason": reason(reading, sentences),
        }
        print(json.dumps(row, ensure_ascii=False))  # noqa: T201 - the command line prints
    return 0


def activity_options(parser: argparse.ArgumentParser) -> None:
    """What `activity` takes."""
    date_options(parser)


def activity_command(arguments: argparse.Namespace) -> int:
    """Checks a sentence per line of standard input and prints a line of JSON for each."""
    now: datetime = arguments.now or datetime.now(HOME)
    checker = load_checker()
    for line in lines():
        check = checker.check(line, now)
        row = {
            "text": line,
            "suitable": check.suitable,
            "when": iso(check.when),
            "whom": check.whom,
            "what": check.what,
            "missing": list(check.missing),
            "reason": check.reason,
        }
        print(json.dumps(row, ensure_ascii=False))  # noqa: T201 - the command line prints
    return 0


def lines() -> Iterator[str]:
    """The lines of standard input, empty ones too, so that what is printed can be laid beside them."""
    text = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")
    yield from (line.removesuffix("\r") for line in text.removesuffix("\n").split("\n") if text)


def iso(value: date | datetime | None) -> str | None:
    """YYYY-MM-DD without a clock time, with one also that and the offset."""
    return None if value is None else value.isoformat()


def load_sentences() -> dict[str, str]:
    """What is said of each doubt."""
    return tomllib.loads(files("prompts").joinpath("de", "dates.toml").read_text("utf-8"))


def reason(reading: Reading, sentences: dict[str, str]) -> str | None:
    """The sentence on what is doubtful about the reading or was assumed."""
    if reading.doubt is None:
        return None
    span = " bis ".join(_german(value) for value in (reading.when, reading.end) if value is not None)
    return sentences[reading.doubt].format(when=span)


def _german(value: date | datetime) -> str:
    return f"{datum(value)}, {uhrzeit(value)} Uhr" if isinstance(value, datetime) else datum(value)


def _moment(text: str) -> datetime:
    """A moment with an offset. Germany's zone is taken where its clock agrees, so that later days keep its time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no moment; expected one such as 2026-11-02T09:00+01:00"
        ) from error
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} has no offset; expected one such as 2026-11-02T09:00+01:00")
    if not 1970 <= moment.year < 2200:
        raise argparse.ArgumentTypeError(f"{text!r} is too far away; expected one such as 2026-11-02T09:00+01:00")
    at_home = moment.astimezone(UTC).astimezone(HOME)
    return at_home if at_home.utcoffset() == moment.utcoffset() else moment
