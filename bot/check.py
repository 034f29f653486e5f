"""`verkaufstrainer check FILE…`: are these courses and scenarios fit to be played?"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.content import load_files
from flows.fields import FaultyData
from flows.reading import read_contribution, read_phases


def options(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a scenario or a course, in TOML")


def command(arguments: Namespace) -> int:
    """Prints "OK" or every fault of each file; 1 if there was a fault."""
    faulty = False
    for path in arguments.files:
        faults = find_faults(path)
        print("\n".join(faults) or f"{path}: OK")  # noqa: T201 - the command line prints
        faulty = faulty or bool(faults)
    return int(faulty)


def find_faults(path: Path) -> tuple[str, ...]:
    """A sentence for each fault of a scenario or a course, checked against the shipped phases."""
    phases = read_phases("phases.toml", load_files()["phases.toml"])
    try:
        read_contribution(str(path), path.read_text("utf-8"), phases)
    except FaultyData as faulty:
        return faulty.faults
    except UnicodeDecodeError as error:
        return (f"{path}: is not UTF-8: byte {error.start} is {error.object[error.start]:#04x}",)
    except OSError as error:
        return (f"{path}: cannot be read: {error.strerror}",)
    return ()
