"""A soak: weeks of a whole company's practice with faults all the time, in minutes, and the books at the end.

    python -m tests.durability.soak [--days 30] [--people 500] [--faults 0.05] [--seed 1]

The whole program runs as its users start it, on a SQLite file; time is moved, never waited for, so pauses, retries,
the pace of sending and time-outs are as long as they are. Three things are not the real ones: the connection (calls go
to the simulator without HTTP, and fail at the edge of `bot.telegram.Telegram.call`), the scoring (it reads levels off
the answer) and the pictures (a dot). Exit code 1 means that the books do not balance.
"""

import argparse
import asyncio
import gc
import logging
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
from PIL import Image
from telegram import InputFile
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.app import serve
from bot.clock import Clock
from bot.config import Config
from bot.courier import Courier, Payload
from bot.simulator.api import TOKEN, Api
from bot.simulator.description import Upload
from bot.simulator.phone import Phone
from bot.simulator.world import Memory, Person, World
from bot.store.copying import TABLES
from bot.store.database import connect
from bot.store.people import PERSONAL
from bot.store.rows import Outgoing
from bot.store.upgrade import upgrade
from bot.telegram import SILENCE
from tests.durability.crowd import Leader, Member
from tests.durability.ledger import CLASSES, Incident, Ledger, open_books
from tests.durability.moved import START, MovedClock, MovedLoop, threadless
from tests.stage import ReadingEngine
from tests.wire import Wire

TEAM = 25  # people, the coach among them
HOUR = 3600.0
BEFORE, AFTER, ANSWER = "before", "after", "answer"
FAULTS: Sequence[tuple[int, str, Any]] = (
    # how often, whether the call works nevertheless, and what is seen of it
    (4, ANSWER, lambda chance: RetryAfter(chance.randrange(1, 31))),
    (2, ANSWER, lambda _: NetworkError("Internal Server Error")),
    (2, ANSWER, lambda _: NetworkError("Bad Gateway")),
    (2, BEFORE, lambda _: NetworkError("ServerDisconnectedError")),
    (2, AFTER, lambda _: NetworkError("ServerDisconnectedError")),
    (2, BEFORE, lambda _: TimedOut()),
    (2, AFTER, lambda _: TimedOut()),
    (1, ANSWER, lambda _: Forbidden("Forbidden: bot can't send messages to the user")),
    (1, ANSWER, lambda _: Forbidden("Forbidden: bot was blocked by the user")),
)
OF_A_POLL = 7  # the first of them can become of a poll too

FLYING: ContextVar[Outgoing] = ContextVar("FLYING")


class Bookkeeper(Courier):
    """Tells whose message a call belongs to."""

    ledger: Ledger
    clock: Clock

    async def deliver(self, row: Outgoing, payload: Payload) -> int:
        """See `Courier`."""
        FLYING.set(row)
        self.ledger.tried(row, self.clock.now())
        return await super().deliver(row, payload)


class Unreliable(Wire):
    """What the program takes for its connection to Telegram."""

    def __init__(self, world: World, ledger: Ledger, faults: float, chance: Random) -> None:
        self.faults = faults
        self.violations: Counter[str] = Counter()
        self.polled = asyncio.Event()
        self._world = world
        self._api = Api(world, limited=False, remembered=100)
        self._ledger = ledger
        self._chance = chance

    async def call(self, method: str, parameters: Mapping[str, Any], *, patience: float = 0) -> Any:
        """As `bot.telegram.Telegram.call`."""
        self._ledger.counts["calls"] += 1
        if method == "getUpdates":
            self.polled.set()
        when, error = self._fault(method)
        row = FLYING.get(None) if method.startswith(("send", "edit")) and method != "sendChatAction" else None
        if error:
            self._ledger.counts["calls that failed"] += 1
            if row:
                self._ledger.failed(row, error, self._world.clock.now(), after=when == AFTER)
            if when != AFTER:
                await asyncio.sleep(SILENCE if isinstance(error, TimedOut) else 0)
                raise error
        reply = await self._api.answer(
            method, {key: _plain(value) for key, value in parameters.items() if value is not None}
        )
        self.violations.update(self._api.violations)
        self._api.violations.clear()
        if row and (reply["ok"] or "not modified" in reply["description"]):
            self._ledger.arrived(row, hash((method, parameters.get("text"))), self._world.clock.now())
        self._world.files.clear()
        if error:
            await asyncio.sleep(SILENCE if isinstance(error, TimedOut) else 0)
            raise error
        if not reply["ok"]:
            raise _error(reply)
        return reply["result"]

    def _fault(self, method: str) -> tuple[str, TelegramError | None]:
        if method == "getMe" or self._chance.random() >= self.faults:
            return "", None
        known = FAULTS[:OF_A_POLL] if method == "getUpdates" else FAULTS
        _, when, make = self._chance.choices(known, [often for often, _, _ in known])[0]
        return when, make(self._chance)


def _plain(value: Any) -> Any:
    if isinstance(value, InputFile):
        return Upload(value.filename or "", value.mimetype or "", bytes(value.input_file_content))  # type: ignore[arg-type]
    return list(value) if isinstance(value, tuple) else value


def _error(reply: Mapping[str, Any]) -> TelegramError:
    kinds = {HTTPStatus.BAD_REQUEST: BadRequest, HTTPStatus.FORBIDDEN: Forbidden}
    return kinds.get(reply["error_code"], NetworkError)(reply["description"])


class Errors(logging.Handler):
    """Counts what the log calls an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        error = record.exc_info[1] if record.exc_info else None
        self.found[f"{record.name}: {record.msg!s:.60} {error!r:.120}"] += 1


@dataclass
class Result:
    """What was counted. All of `faults` must be zero."""

    scene: Mapping[str, object]
    counts: Counter[str]
    faults: Mapping[str, int]
    rows: Mapping[str, tuple[int, int]]
    errors: Counter[str]
    incidents: Sequence[Incident]  # the first of each kind
    memory: Sequence[int] = field(default_factory=tuple)  # MB at each midnight

    @property
    def balanced(self) -> bool:
        """Nothing is wrong."""
        return not any(self.faults.values())

    def __str__(self) -> str:
        lines = [f"{name:44}{value!s:>12}" for name, value in self.scene.items()]
        lines += ["", *(f"{name:44}{number:12,}" for name, number in sorted(self.counts.items()))]
        lines += ["", "rows                                            day 2         end"]
        lines += [f"{name:44}{early:12,}{late:12,}" for name, (early, late) in self.rows.items()]
        lines += ["", "must be zero", *(f"{name:44}{number:12,}" for name, number in self.faults.items())]
        lines += [f"{number:8}  {what}" for what, number in self.errors.most_common(20)]
        if self.incidents:
            lines += [
                "",
                f"{'what':40}{'row':>9}  {'actor':16}tries  what is known",
                *map(str, self.incidents),
            ]
        return "\n".join(lines)


def soak(folder: Path, *, days: int, people: int, faults: float, seed: int) -> Result:
    """Lets so many people live so many days."""
    with asyncio.Runner(loop_factory=MovedLoop) as runner:
        return runner.run(_Soak(folder / "bot.sqlite3", people, faults, Random(seed)).run(days))


class _Soak:
    def __init__(self, file: Path, people: int, faults: float, chance: Random) -> None:
        self._file = file
        self._people = people
        self._share = faults
        self._chance = chance
        self._errors = Errors()
        self._memory: list[int] = []
        self._rows: list[dict[str, int]] = []

    async def run(self, days: int) -> Result:
        """From the first morning to the last."""
        begun = time.perf_counter()
        loop = asyncio.get_running_loop()
        assert isinstance(loop, MovedLoop)
        clock = MovedClock(loop)
        world, ledger = World(clock), Ledger(self._file)
        wire = Unreliable(world, ledger, self._share, Random(self._chance.random()))
        loop.set_exception_handler(lambda _, context: self._errors.found.update([str(context)[:300]]))
        end = START + timedelta(days=days)
        stop = asyncio.Event()
        with _patched(wire, ledger, clock), _listening(self._errors), threadless():
            await self._prepare()
            serving = asyncio.create_task(serve(self._config, clock, stop))
            await wire.polled.wait()
            crowd = self._crowd(world, clock, ledger)
            living = asyncio.gather(*self._lives(crowd, clock, end), self._keep_books(ledger, world, days))
            parts: set[asyncio.Future[Any]] = {serving, living}
            await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                serving.result()
            await living
            wire.faults = 0
            await self._quiet()
            stop.set()
            await serving
        ledger.read()
        ledger.close()
        return self._result(ledger, world, wire, crowd, clock, days, time.perf_counter() - begun)

    @property
    def _config(self) -> Config:
        return Config(TOKEN, "http://nowhere", None, f"sqlite:///{self._file}", 28)

    async def _prepare(self) -> None:
        database = connect(f"sqlite:///{self._file}")
        await database.write(upgrade)
        await database.close()
        open_books(self._file)

    def _crowd(self, world: World, clock: MovedClock, ledger: Ledger) -> list[Member]:
        crowd = []
        for number in range(self._people):
            world.memory.people[1000 + number] = Person(1000 + number, f"Kim {number}")
            phone = Phone(world, world.memory.people[1000 + number], world.chat(1000 + number))
            kind = Member if number % TEAM else Leader
            crowd.append(kind(phone, Random(self._chance.random()), clock, ledger))
        return crowd

    def _lives(self, crowd: Sequence[Member], clock: MovedClock, end: datetime) -> Iterator[Coroutine[Any, Any, None]]:
        for member in crowd:
            if isinstance(member, Leader):
                leader = member  # of those who follow
                yield member.lives(clock.now() + timedelta(minutes=1), end, str)
            else:
                begin = clock.now() + timedelta(hours=self._chance.uniform(2, 20))
                yield member.lives(begin, end, partial(getattr, leader, "link"))

    async def _keep_books(self, ledger: Ledger, world: World, days: int) -> None:
        """Every hour; at midnight the memory is looked at."""
        told = 0
        for hour in range(1, 24 * days + 1):
            await asyncio.sleep(HOUR)
            ledger.read()
            world.memory.queries.clear()
            if hour % 24 == 0:
                gc.collect()
                self._memory.append(psutil.Process().memory_info().rss // 2**20)
                self._rows.append(self._count_rows())
                print(f"day {hour // 24}", *map(str, ledger.incidents[told:]), sep="\n", file=sys.stderr, flush=True)
                told = len(ledger.incidents)

    async def _quiet(self) -> None:
        """Returns once nothing is under way."""
        while self._ask(_UNDER_WAY):  # noqa: ASYNC110 - the program works
            await asyncio.sleep(60)

    def _ask(self, query: str, *values: object) -> int:
        with closing(sqlite3.connect(self._file, timeout=60)) as rows:
            return int(rows.execute(query, values).fetchone()[0] or 0)

    def _count_rows(self) -> dict[str, int]:
        return {table.name: self._ask(f"SELECT count(*) FROM {table.name}") for table in TABLES}

    def _result(
        self,
        ledger: Ledger,
        world: World,
        wire: Unreliable,
        crowd: Sequence[Member],
        clock: MovedClock,
        days: int,
        wall: float,
    ) -> Result:
        counts = ledger.counts
        made = world.memory.last_update - Memory().last_update
        gone = self._gone()
        second, last = self._memory[min(1, days - 1)], self._memory[-1]
        late = clock.now() - timedelta(hours=49)
        waiting = self._ask("SELECT count(*) FROM timers")
        zero = {
            "updates lost": made - counts["updates stored"] + counts["updates stored twice"],
            "updates stored twice": counts["updates stored twice"],
            "steps twice": counts["steps twice"],
            "steps parked": counts["steps parked"],
            "steps that moved nobody, or more than once": self._unmoved(ledger),
            "answers lost": counts["answers lost"],
            "answers recorded twice": counts["answers recorded twice"],
            "timers lost": counts["timers lost"],
            "timers twice": counts["timers twice"],
            "timers late": counts["timers late"],
            "timers out of balance": counts["timers set"] - counts["timers gone"] - waiting,
            "timers overdue": self._ask(
                "SELECT count(*) FROM timers WHERE due < ?", _text(clock.now() - timedelta(minutes=2))
            ),
            **{f"{kind} {what}": counts[f"{kind} {what}"] for kind in CLASSES for what in ("lost", "given up", "late")},
            **{f"{kind} out of balance": _balance(counts, kind) for kind in CLASSES},
            "messages doubled without a fault": counts["doubled without a fault"],
            "messages out of order": counts["messages out of order"],
            "inbox rows kept too long": self._ask(
                "SELECT count(*) FROM inbox WHERE state = 'done' AND received < ?", _text(late)
            ),
            "rows of people who left": sum(map(self._left, gone)),
            "memory more than 10 % above the second day": max(0, round(last - 1.1 * second)),
            "violations of the API": wire.violations.total(),
            "errors in the log": self._errors.found.total(),
        }
        scene = {
            "days": days, "people": self._people, "share of calls that fail": self._share,
            "updates": made, "answers given": ledger.given, "people who left for good": len(gone),
            "memory at day 2, at the last day (MB)": f"{second}, {last}",
            "memory at midnights (MB)": " ".join(map(str, self._memory)),
            "wall time (s)": round(wall),
        }  # fmt: skip
        early, now = self._rows[min(1, days - 1)], self._rows[-1]
        rows = {name: (early[name], now[name]) for name in now}
        return Result(scene, counts, zero, rows, self._errors.found + wire.violations, ledger.incidents, self._memory)

    def _unmoved(self, ledger: Ledger) -> int:
        with closing(sqlite3.connect(self._file)) as rows:
            versions = dict(rows.execute("SELECT actor, version FROM actors"))
        return sum(versions.get(actor, 0) != steps for actor, steps in ledger.steps.items())

    def _gone(self) -> list[str]:
        """Who left for good."""
        with closing(sqlite3.connect(self._file)) as rows:
            return [actor for (actor,) in rows.execute("SELECT actor FROM actors WHERE forgotten IS NOT NULL")]

    def _left(self, actor: str) -> int:
        """Rows that know more of somebody than that she is gone."""
        found = self._ask("SELECT count(*) FROM actors WHERE actor = ? AND state != ''", actor)
        found += self._ask("SELECT count(*) FROM kept WHERE about = ?", actor)
        for table, column in PERSONAL.items():
            if table.name not in ("actors", "inbox"):
                whose = int(actor.partition(":")[2]) if column.name == "chat" else actor
                found += self._ask(f"SELECT count(*) FROM {table.name} WHERE {column.name} = ?", whose)
        return found


_UNDER_WAY = """
SELECT (SELECT count(*) FROM inbox WHERE state = 'open') + (SELECT count(*) FROM outbox WHERE state != 'dead')
"""


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def _balance(counts: Counter[str], kind: str) -> int:
    ends = ("delivered once", "delivered twice", "withdrawn", "lost", "given up", "to people who cannot be reached")
    return counts[f"{kind} written"] - sum(counts[f"{kind} {end}"] for end in ends)


@contextmanager
def _patched(wire: Unreliable, ledger: Ledger, clock: Clock) -> Iterator[None]:
    dot = BytesIO()
    Image.new("RGB", (9, 9)).save(dot, "PNG")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.app.Telegram", wire)
        patch.setattr("bot.app.Courier", Bookkeeper)
        patch.setattr(Bookkeeper, "ledger", ledger, raising=False)
        patch.setattr(Bookkeeper, "clock", clock, raising=False)
        patch.setattr("bot.app._draw", lambda *_: dot.getvalue())
        patch.setattr("bot.app.load_engine", ReadingEngine)
        patch.setattr("bot.timers.LONGEST", HOUR)
        yield


@contextmanager
def _listening(errors: Errors) -> Iterator[None]:
    root = logging.getLogger()
    root.addHandler(errors)
    try:
        yield
    finally:
        root.removeHandler(errors)


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.durability.soak", description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--faults", type=float, default=0.05, help="share of calls that fail (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    wanted = vars(parser.parse_args())
    with tempfile.TemporaryDirectory() as folder:
        result = soak(Path(folder), **wanted)
    print(result)
    return 0 if result.balanced else 1


if __name__ == "__main__":
    raise SystemExit(main())
