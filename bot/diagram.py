"""`verkaufstrainer diagram`: both state machines of the role-play as Mermaid, printed from their tables."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator

from bot.content import load_files
from bot.hindered import Hindered
from flows.library import Edition
from flows.reading import read_edition
from flows.roleplay.stations import REVIEW, Stations
from flows.roleplay.turns import RULEBOOK, State
from flows.rulebook import Rulebook


def options(parser: ArgumentParser) -> None:
    """Which course the phases are drawn for."""
    parser.add_argument("--course", default="komplett", help="id of the course whose phases are drawn (komplett)")


def command(arguments: Namespace) -> int:
    """Prints the phases of the course, then the turn."""
    edition = read_edition(load_files())
    if arguments.course not in edition.courses:
        raise Hindered(f"There is no course {arguments.course!r}. Known are {', '.join(edition.courses)}")
    sys.stdout.write(phases(edition, arguments.course) + "\n" + turn())
    return 0


def phases(edition: Edition, course_id: str) -> str:
    """The stations of a course."""
    course = edition.courses[course_id]
    return _mermaid(Stations(course, edition.phases).rulebook, course.road[0], REVIEW)


def turn() -> str:
    """What can happen within a station; what leads nowhere else (help, odd moments) is left out."""
    return _mermaid(RULEBOOK, State.ASKING, State.OVER)


def _mermaid(rulebook: Rulebook, first: str, last: str) -> str:
    names = {state: state.replace("/", "_") for state in rulebook.states}
    labels = [f'    state "{state}" as {name}' for state, name in names.items() if state != name]
    arrows = [
        f"    {names[source]} --> {names[dest]}: {' | '.join(triggers)}"
        for (source, dest), triggers in _moves(rulebook).items()
    ]
    lines = ["stateDiagram-v2", *labels, f"    [*] --> {names[first]}", *arrows, f"    {names[last]} --> [*]"]
    return "\n".join(["```mermaid", *lines, "```", ""])


def _moves(rulebook: Rulebook) -> dict[tuple[str, str], list[str]]:
    """Triggers by where they lead from and to, each once."""
    moves: dict[tuple[str, str], list[str]] = {}
    for source, dest, trigger in _changes(rulebook):
        triggers = moves.setdefault((source, dest), [])
        if trigger not in triggers:
            triggers.append(trigger)
    return moves


def _changes(rulebook: Rulebook) -> Iterator[tuple[str, str, str]]:
    rows: Iterable[tuple[str, str, str]] = (
        (str(source), str(row.dest), str(row.trigger)) for row in rulebook.rows if row.dest for source in row.sources
    )
    return (row for row in rows if row[0] != row[1])
