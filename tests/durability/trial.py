"""The trial: people play, the program is killed, and the database and Telegram's log are compared."""

import asyncio
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from http import HTTPStatus
from itertools import groupby, pairwise
from math import inf
from operator import itemgetter
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any, Self

from sqlalchemy import Connection, func, select, text

from bot.simulator.server import Call, Simulator
from bot.simulator.world import Memory
from bot.store.database import Database, connect
from bot.store.tables import actors, answers, inbox, outbox
from bot.store.upgrade import upgrade
from tests.durability.trainee import NUMBERED, Trainee

READY = re.compile(r"is running\..*\[(\d+)\]")
SENDING = ("sendMessage", "sendPhoto", "sendDocument", "editMessageText")

AUDIT = {
    "sqlite": (
        "CREATE TABLE audit (id INTEGER PRIMARY KEY, chat INTEGER, payload TEXT)",
        "CREATE TRIGGER audit AFTER DELETE ON outbox BEGIN"
        " INSERT INTO audit VALUES (old.id, old.chat, old.payload); END",
    ),
    "postgresql": (
        "CREATE TABLE audit (id BIGINT PRIMARY KEY, chat BIGINT, payload TEXT)",
        "CREATE OR REPLACE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
        " INSERT INTO audit VALUES (old.id, old.chat, old.payload); RETURN old; END$$",
        "CREATE TRIGGER audit AFTER DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION audit()",
    ),
}
"""The program deletes a message once it was sent; the trial keeps it to compare."""

IN_PEACE = 0.75
"""So often a kill waits until all processes are at work; else it may hit one that is starting."""

STANDSTILL = 120.0
"""Seconds in which something must get done at the end, however slow the machine is."""

Content = tuple[str, str]
"""What a message says, and its buttons."""


@dataclass(frozen=True)
class Result:
    """What was counted. All of `faults` must be zero. A message may be doubled once in a chat by a kill."""

    trainees: int
    kills: int
    said: int
    recorded: int  # answers scored and kept
    updates: int
    messages: int
    doubled: int
    silence: float  # the longest time after a kill until Telegram was polled again, in seconds
    faults: Mapping[str, int]

    def __str__(self) -> str:
        counted = {each.name: getattr(self, each.name) for each in fields(self)[:-1]}
        return "\n".join(f"{name:32}{round(number, 1):8,}" for name, number in {**counted, **self.faults}.items())


class Program:
    """The bot as its users start it: processes of their own with a configuration file."""

    def __init__(self, simulator: Simulator, folder: Path, url: str, processes: int, chance: Random) -> None:
        self.kills: list[datetime] = []
        self._simulator = simulator
        self._chance = chance
        self._number = processes
        self._processes: list[asyncio.subprocess.Process] = []
        self._log = folder / "bot.log"
        self._config = folder / "config.toml"
        self._config.write_text(
            f'[telegram]\ntoken = "{simulator.token}"\nbase_url = "{simulator.url}"\n'
            f'[database]\nurl = "{url}"\n[sending]\nper_second = 500\n'
        )

    async def start(self) -> None:
        """Returns at once; a process takes a while to be ready."""
        main = (
            "import logging, os; from bot.cli import main; shown = logging.Formatter.format;"
            "logging.Formatter.format = lambda *it: f'{shown(*it)} [{os.getpid()}]'; raise SystemExit(main())"
        )
        with self._log.open("ab") as log:
            self._processes.append(
                await asyncio.create_subprocess_exec(
                    *(sys.executable, "-c", main, "run", "--config", str(self._config)),
                    stdout=log,
                    stderr=log,
                    start_new_session=True,  # Ctrl-C is for the trial
                )
            )

    async def kill(self) -> None:
        """One of the processes, as kill -9 does, and starts another."""
        process = self._processes.pop(self._chance.randrange(self._number))
        assert process.returncode is None, f"the program ended by itself:\n{self._log.read_text()[-2000:]}"
        process.kill()
        await process.wait()
        self.kills.append(self._simulator.clock.now())
        await self.start()

    async def ready(self) -> None:
        """Returns once each process has said that it is at work."""
        alive = {str(process.pid) for process in self._processes}
        while not alive <= set(READY.findall(self._log.read_text())):  # noqa: ASYNC110 - they write when they like
            await asyncio.sleep(0.2)

    async def stop(self) -> int:
        """As an operator does. Returns how the program ended: the worst of its processes."""
        await self.ready()
        for process in self._processes:
            process.terminate()
        return max([abs(await process.wait()) for process in self._processes])

    async def __aenter__(self) -> Self:
        for _ in range(self._number):
            await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in self._processes:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def trial(
    folder: Path,
    url: str,
    *,
    processes: int = 1,
    trainees: int,
    each: int,
    kills: int,
    every: float,
    seed: int,
    stop: asyncio.Event | None = None,
) -> Result:
    """Lets `trainees` say at least `each` things, with as many kills, one `every` so many seconds on average.

    `url` is that of an empty database, on which so many `processes` run. After `stop` there are no more kills.
    """
    chance, stop = Random(seed), stop or asyncio.Event()
    async with (
        audited(url) as database,
        Simulator() as simulator,
        Program(simulator, folder, url, processes, Random(chance.random())) as program,
    ):
        phones = [simulator.person(1000 + number, f"Kim {number}") for number in range(trainees)]
        people = [Trainee(phone, Random(chance.random())) for phone in phones]

        def enough(trainee: Trainee) -> bool:
            return trainee.said >= each and stop.is_set()

        async with asyncio.TaskGroup() as group:
            for trainee in people:
                group.create_task(trainee.play(enough))
            while len(program.kills) < kills and not stop.is_set():
                if chance.random() < IN_PEACE:
                    await program.ready()
                await asyncio.sleep(chance.uniform(0, 2 * every))
                await program.kill()
            stop.set()
        await idle(simulator, database)
        ending = await program.stop()
        return await database.read(judge, simulator, people, program.kills, ending)


@asynccontextmanager
async def audited(url: str) -> AsyncIterator[Database]:
    """The program's database before it starts, with the trial's own trigger in it."""
    database = connect(url)
    try:
        await database.write(_prepare)
        yield database
    finally:
        await database.close()


def _prepare(connection: Connection) -> None:
    upgrade(connection)
    for statement in AUDIT[connection.dialect.name]:
        connection.execute(text(statement))


async def idle(simulator: Simulator, database: Database) -> None:
    """Returns once every update was taken, handled and answered. Raises TimeoutError if nothing gets less for long."""
    least, since = inf, monotonic()
    while rest := len(simulator.world.memory.updates) + await database.read(_rest):
        if rest < least:
            least, since = rest, monotonic()
        if monotonic() - since > STANDSTILL:
            raise TimeoutError(f"{rest} updates, events and messages wait, and nothing becomes of them")
        await asyncio.sleep(0.2)


def _rest(connection: Connection) -> int:
    """How much the program still has to do."""
    waiting = select(func.count()).where(inbox.c.state == "open")
    unsent = select(func.count()).where(outbox.c.state != "dead")
    return (connection.scalar(waiting) or 0) + (connection.scalar(unsent) or 0)


def judge(
    connection: Connection, simulator: Simulator, people: Sequence[Trainee], kills: Sequence[datetime], ending: int
) -> Result:
    """Counts, once the program has stopped."""
    messages = _messages(connection, simulator.calls, kills)
    recorded = _recorded(connection)
    return Result(
        trainees=len(people),
        kills=len(kills),
        said=sum(trainee.said for trainee in people),
        recorded=sum(map(len, recorded)),
        updates=simulator.world.memory.last_update - Memory().last_update,
        messages=messages["sent"],
        doubled=messages["doubled"],
        silence=_silence(simulator.calls, kills),
        faults={
            **_faulty_updates(connection, simulator.world.memory.last_update),
            "answers recorded twice": sum(len(numbers) - len(set(numbers)) for numbers in recorded),
            "answers out of order": sum(map(_descents, recorded)),
            "messages given up": connection.scalar(select(func.count(outbox.c.id))) or 0,
            "messages lost": messages["lost"],
            "messages out of order": messages["out of order"],
            "messages doubled without a kill": messages["doubled without a kill"],
            "violations of the API": len(simulator.violations),
            "exit code when told to stop": ending,
        },
    )


def _faulty_updates(connection: Connection, last: int) -> dict[str, int]:
    """Every update must be stored once, and every closed row must have moved its actor by one version."""
    made = set(range(Memory().last_update + 1, last + 1))
    stored = list(connection.scalars(select(inbox.c.update_id).where(inbox.c.update_id.is_not(None))))
    closed = select(inbox.c.actor, func.count()).where(inbox.c.state == "done").group_by(inbox.c.actor)
    steps: dict[str, int] = dict(iter(connection.execute(closed)))
    versions = dict(iter(connection.execute(select(actors.c.actor, actors.c.version))))
    surplus = [versions.get(actor, 0) - steps.get(actor, 0) for actor in steps.keys() | versions.keys()]
    return {
        "updates lost": len(made - set(stored)),
        "updates stored twice": len(stored) - len(set(stored)),
        "updates applied twice": sum(number for number in surplus if number > 0),
        "updates not applied": sum(-number for number in surplus if number < 0),
        "updates not handled": connection.scalar(select(func.count()).where(inbox.c.state != "done")) or 0,
    }


def _recorded(connection: Connection) -> list[list[int]]:
    """The numbers of the answers each trainee gave, as they were recorded."""
    people: defaultdict[str, list[int]] = defaultdict(list)
    for actor, words in connection.execute(select(answers.c.actor, answers.c.text).order_by(answers.c.id)):
        people[actor] += map(int, NUMBERED.findall(words))
    return list(people.values())


def _silence(calls: Iterable[Call], kills: Sequence[datetime]) -> float:
    """How long nobody polled after a kill, at the longest."""
    polls = [call.at for call in calls if call.method == "getUpdates"]
    waits = (next((poll - kill for poll in polls if poll > kill), None) for kill in kills)
    return max((wait.total_seconds() for wait in waits if wait), default=0.0)


def _messages(connection: Connection, calls: Iterable[Call], kills: Sequence[datetime]) -> Counter[str]:
    """Compares what was sent with what arrived, chat by chat."""
    wanted: defaultdict[int, list[Content]] = defaultdict(list)
    for chat, payload in connection.execute(text("SELECT chat, payload FROM audit ORDER BY id")):
        wanted[chat].append(_wanted(json.loads(payload)))
    arrived: defaultdict[int, list[tuple[Content, datetime]]] = defaultdict(list)
    for call in calls:
        if call.method in SENDING and (call.status == HTTPStatus.OK or "not modified" in call.result):
            arrived[int(call.params["chat_id"])].append((_arrived(call), call.at))
    return sum((_compare(wanted[chat], arrived[chat], kills) for chat in wanted.keys() | arrived.keys()), Counter())


def _compare(
    wanted: Sequence[Content], arrived: Sequence[tuple[Content, datetime]], kills: Sequence[datetime]
) -> Counter[str]:
    """Both sides must show the same contents in the same order; more of one content than wanted is a double."""
    found = Counter(sent=len(wanted))
    groups = [(content, list(group)) for content, group in groupby(arrived, itemgetter(0))]
    ordered = [(content, len(list(group))) for content, group in groupby(wanted)]
    if [content for content, _ in groups] != [content for content, _ in ordered]:
        missing = (Counter(wanted) - Counter(content for content, _ in arrived)).total()
        found["lost" if missing else "out of order"] += missing or 1
        return found
    for (_, number), (_, group) in zip(ordered, groups, strict=True):
        times = [at for _, at in group]
        between = sum(times[0] <= kill <= times[-1] for kill in kills)
        surplus = len(group) - number
        found["lost"] += max(-surplus, 0)
        found["doubled"] += max(surplus, 0)
        found["doubled without a kill"] += max(surplus - between, 0)
    return found


def _wanted(payload: Mapping[str, Any]) -> Content:
    return payload.get("text", payload.get("caption", "")), json.dumps(payload.get("buttons") or [])


def _arrived(call: Call) -> Content:
    markup = call.params.get("reply_markup") or {"inline_keyboard": []}
    buttons = (json.loads(markup) if isinstance(markup, str) else markup)["inline_keyboard"]
    return call.params.get("text", call.params.get("caption", "")), json.dumps(buttons)


def _descents(numbers: Sequence[int]) -> int:
    return sum(second < first for first, second in pairwise(numbers))
