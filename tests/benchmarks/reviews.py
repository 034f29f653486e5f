"""What a long queue costs a coach, in milliseconds of computing: `python -m tests.benchmarks.reviews`.

On SQLite, with the whole round: 500 role-plays of nine phases wait in 20 assignments. The last line is what the queue
would cost if it were made of the cards themselves.
"""

import asyncio
import logging
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clock import Clock
from bot.places import load_zones
from bot.render import Renderer
from bot.round import Round
from bot.store import things
from bot.store.rows import Thing
from bot.store.store import Store
from flows.desk import Desk
from flows.kept import Want, decode, encode
from flows.kinds import KINDS
from flows.scoring import ItemVerdict, Turn, Verdict
from flows.teams.team import MEMBER, Member, Role
from flows.teams.work import (
    ASSIGNMENT,
    CARD,
    PART,
    WAITING,
    Assignment,
    Card,
    Part,
    Piece,
    Reason,
    Status,
    Submission,
    Terms,
    Waiting,
)
from tests.line import ALEX, Line
from tests.reviews import PHASE, PLAYED
from tests.stage import shipped

ASSIGNMENTS, PEOPLE, PIECES, TURNS = 20, 25, 9, 3
ANSWER = "Wie läuft das bei Ihnen heute, und was soll danach anders sein? " * 6
REASON = "Du fragst nach dem, was sich ändern soll: „was soll danach anders sein“. "
TIMES = 20


def submission(clock: Clock) -> Submission:
    """A long one."""
    items = tuple(ItemVerdict(item.id, None, 1, 0.5, ANSWER[:60], REASON, REASON) for item in PHASE.items)
    piece = Piece("Vorbereitung", PHASE.items, (Turn(ANSWER, ANSWER[:120]),) * TURNS, Verdict(items, (), "1.abc"))
    return Submission(1, clock.now(), (piece,) * PIECES)


def kept(team: str, clock: Clock) -> list[tuple[str, Thing]]:
    """Everything of the team."""
    now, given = clock.now(), submission(clock)
    changes: list[tuple[str, Thing]] = []

    def keep(kind: str, id_: str, thing: object, about: str = "") -> None:
        changes.append((team, Thing(kind, id_, encode(KINDS[kind], thing), about)))  # type: ignore[arg-type]

    people = [f"person:{number}" for number in range(100, 100 + PEOPLE)]
    for number, person in enumerate(people):
        keep(MEMBER, person, Member(f"Kim {number}", "Nord", Role.TRAINEE, now), person)
    for number in range(ASSIGNMENTS):
        id_ = f"aufgab{number + 10}"
        keep(ASSIGNMENT, id_, Assignment(PLAYED, Terms("Europe/Berlin"), "Alex", "person:1", now))
        for person in people:
            card = Card(id_, person, "Kim", given)
            keep(CARD, f"{id_}/{person}", card, person)
            keep(WAITING, f"{id_}/{person}", Waiting("Ein Gespräch", "Kim", now, (Reason.UNCLEAR,)), person)
            keep(PART, f"{id_}/{person}", Part(id_, "Kim", Status.IN_REVIEW), person)
    return changes


async def spent(deed: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds of computing, the database's included."""
    start = time.process_time()
    await deed()
    return (time.process_time() - start) * 1000


async def founded(folder: Path, clock: Clock) -> tuple[Store, Line, str]:
    """A store on SQLite, the line on it, and a team that Alex leads."""
    store = await Store.open(f"sqlite:///{folder / 'store.sqlite3'}", clock)
    desk = Desk(shipped(), load_zones())
    line = Line(store, desk, clock)  # type: ignore[arg-type]
    line._round = Round(store, desk, Renderer(), clock)
    return store, line, await line.founds()


async def main() -> None:
    """Prints a line for each thing a coach does: the median, and the most."""
    logging.disable()
    clock = Clock()
    with TemporaryDirectory() as folder:
        store, line, team = await founded(Path(folder), clock)
        changes = kept(team, clock)
        await store._database.write(things.change, changes, clock.now())
        size = sum(len(thing.data) for _, thing in changes if thing.kind == CARD) / (ASSIGNMENTS * PEOPLE)
        print(f"{ASSIGNMENTS * PEOPLE} cards of {size / 1024:.0f} kB")
        rows: dict[str, list[float]] = {}

        async def press(name: str, data: str) -> None:
            rows.setdefault(name, []).append(await spent(lambda: line.taps(ALEX, data)))

        async def first_button() -> str:
            return str((await line.outbox(ALEX))[-1]["payload"]["buttons"][0][0]["callback_data"])

        async def whole() -> None:
            want = [(f"person:{ALEX}", Want(CARD, owner=team))]
            found = await store._database.read(lambda connection: list(things.elsewhere(connection, want)))
            assert len([decode(KINDS[CARD], each.thing.data) for _, each in found]) == ASSIGNMENTS * PEOPLE

        for _ in range(TIMES):
            await press("the queue", f"coach:durchsicht||{team}")
            await press("a card, asked of the team", f"coach:durchsicht:auf||{team}")
            await press("its preview", await first_button())
            await press("a decision", await first_button())
            rows.setdefault("all cards read", []).append(await spent(whole))
        for name, times in rows.items():
            print(f"{name:26} {statistics.median(times):6.1f} ms, at most {max(times):6.1f}")
        await store.close()


if __name__ == "__main__":
    asyncio.run(main())
