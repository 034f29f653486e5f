"""What the report of a large team costs a coach, in milliseconds of computing: `python -m tests.benchmarks.reports`.

On SQLite, with the whole round: 200 people have 50 assignments, one a week, and handed all of them in. Beside the usual
ninety days stands all there ever was.
"""

import asyncio
import logging
import statistics
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clock import Clock
from bot.store import things
from bot.store.rows import Thing
from flows.coaching.period import EVER, USUAL, lately
from flows.kept import encode
from flows.kinds import KINDS
from flows.scoring import ItemVerdict, Turn, Verdict
from flows.teams.team import MEMBER, Member, Role
from flows.teams.work import ASSIGNMENT, CARD, PART, Assignment, Card, Part, Piece, Status, Submission, Terms
from tests.benchmarks.reviews import founded, spent
from tests.line import ALEX
from tests.reviews import OWN

ASSIGNMENTS, PEOPLE, TIMES = 50, 200, 3
ANSWER = "Die Werkbank kostet 300 Euro, und dafür hält sie zwanzig Jahre. Was sagen Sie dazu? " * 3
PAGES = ("", ":excel", ":excel_voll", ":schwach")


def given(team: str, week: int, clock: Clock) -> list[tuple[str, Thing]]:
    """What was given so many weeks ago, and what everybody handed in."""
    id_, now = f"woche{week:03}", clock.now() - timedelta(weeks=week)
    items = tuple(ItemVerdict(item.id, 1, 1, 0.9, ANSWER[:40], ANSWER[:120], ANSWER[:80]) for item in OWN.items)
    piece = Piece(OWN.title, OWN.items, (Turn(ANSWER),), Verdict(items, (), "1.abc"))
    changes = [(team, thing(ASSIGNMENT, id_, Assignment(OWN, Terms("Europe/Berlin"), "Alex", "person:1", now)))]
    for number in range(100, 100 + PEOPLE):
        person = f"person:{number}"
        part = Part(id_, f"Kim {number}", Status.PASSED, None, 1, 0.5, now)
        card = Card(id_, person, f"Kim {number}", Submission(1, now, (piece,)))
        changes += [(team, thing(PART, f"{id_}/{person}", part, person))]
        changes += [(team, thing(CARD, f"{id_}/{person}", card, person))]
    return changes


def thing(kind: str, id_: str, what: object, about: str = "") -> Thing:
    return Thing(kind, id_, encode(KINDS[kind], what), about)  # type: ignore[arg-type]


async def main() -> None:
    """Prints a line for each page and file: the median of ninety days, and that of all."""
    logging.disable()
    clock = Clock()
    with TemporaryDirectory() as folder:
        store, line, team = await founded(Path(folder), clock)
        people = [f"person:{number}" for number in range(100, 100 + PEOPLE)]
        members = [
            (team, thing(MEMBER, each, Member(each, "Nord", Role.TRAINEE, clock.now()), each)) for each in people
        ]
        await store._database.write(things.change, members, clock.now())
        for week in range(ASSIGNMENTS):
            changes = given(team, week, clock)
            await store._database.write(things.change, changes, clock.now() - timedelta(weeks=week))
        print(f"{PEOPLE} people, {ASSIGNMENTS} assignments: {USUAL} days, all")
        for page in PAGES:
            medians = []
            for about in (lately(USUAL, "Europe/Berlin", clock.now()), EVER):
                pressed = f"coach:bericht{page}||{team}/{about}"
                times = [await spent(partial(line.taps, ALEX, pressed)) for _ in range(TIMES)]
                medians.append(statistics.median(times))
            print(f"{page or 'picture':14} {medians[0]:7.0f} ms {medians[1]:7.0f} ms")
        await store.close()


if __name__ == "__main__":
    asyncio.run(main())
