"""The books of the soak: what the database did, told by its triggers, beside what Telegram saw."""

import re
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from bot.simulator.world import Memory
from bot.store.rows import Outgoing
from flows.events import Due
from tests.durability.moved import START

NUMBERED = re.compile(r"\[(\d+)\]")
LATE = timedelta(minutes=10)
"""A message that comes so long after it was written, or a timer after its time, is late."""

CLASSES = ("replies", "reminders", "pushes")
"""By the priority of a message."""

SHOWN = 10
"""So many of what went wrong are told one by one."""

_BOOK = "CREATE TABLE book (n INTEGER PRIMARY KEY, what TEXT, id INTEGER, actor TEXT, a, b)"
_ENTRIES = {
    "written": (
        "INSERT ON outbox",
        "new.id, new.actor, new.priority, substr(coalesce(new.payload ->> 'text', new.payload ->> 'caption'), 1, 60)",
    ),
    "buried": (
        "UPDATE OF state ON outbox WHEN new.state = 'dead' AND old.state != 'dead'",
        "new.id, new.actor, new.priority, new.error",
    ),
    "gone": (
        "DELETE ON outbox WHEN old.state != 'dead'",
        "old.id, old.actor, old.priority, old.state = 'sending' AND old.actor IN (SELECT actor FROM actors)",
    ),
    "stored": (
        "INSERT ON inbox WHEN new.kind = 'update'",
        "new.id, new.actor, new.update_id, new.payload ->> '$.message.text'",
    ),
    "came": (
        """INSERT ON inbox WHEN new.payload LIKE '{"type":"Due"%'""",
        "new.id, new.actor, new.payload, new.received",
    ),
    "closed": ("UPDATE OF state ON inbox WHEN new.state != old.state", "new.id, new.actor, new.state, NULL"),
    "recorded": ("INSERT ON answers", "new.id, new.actor, new.text, NULL"),
    "rerecorded": ("UPDATE OF text ON answers", "new.id, new.actor, new.text, NULL"),
    "timed": ("INSERT ON timers", "NULL, new.actor, new.key, new.due"),
    "retimed": ("UPDATE OF due ON timers WHEN new.due != old.due", "NULL, new.actor, new.key, new.due"),
    "untimed": ("DELETE ON timers", "CAST(elapsed() AS INTEGER), old.actor, old.key, old.due"),
}
"""What is written into the book: when, and the columns of it."""


def open_books(file: Path) -> None:
    """Lets a database that has its tables tell what happens in it."""
    with closing(sqlite3.connect(file)) as rows, rows:
        rows.execute(_BOOK)
        for what, (when, columns) in _ENTRIES.items():
            entry = f"INSERT INTO book (what, id, actor, a, b) VALUES ('{what}', {columns});"
            rows.execute(f"CREATE TRIGGER book_{what} AFTER {when} BEGIN {entry} END")


class Flight(msgspec.Struct):
    """What Telegram saw of a message that is not settled yet."""

    arrived: Counter[int] = msgspec.field(default_factory=Counter)  # by what it was
    tries: int = 0
    faults: int = 0  # after which it may come twice
    story: list[str] = msgspec.field(default_factory=list)  # when it left, and what went wrong


class Said(msgspec.Struct):
    """An answer somebody gave that is not recorded yet."""

    actor: str
    story: list[str]  # what she saw, and what became of it
    missed: bool = False  # a reply since her last answer did not reach her: what she saw was not how things stood
    told: bool = False  # the step said something to it


class Incident(msgspec.Struct):
    """Something that should not have happened: of what, and what is known of it."""

    what: str
    row: int
    actor: str
    attempts: int
    story: list[str]

    def __str__(self) -> str:
        return f"{self.what:40}{self.row:9}  {self.actor:16}{self.attempts:4}  {'; '.join(self.story)}"


class Ledger:
    """Counts. What is settled is forgotten, so that the books take no room that grows with the days."""

    def __init__(self, file: Path) -> None:
        self.counts: Counter[str] = Counter()
        self.given = 0  # the number of the last answer somebody gave
        self.incidents: list[Incident] = []
        self._file = file
        self._flights: dict[int, Flight] = {}
        self._latest: dict[int, int] = {}  # the last message of each chat
        self._first_update = Memory().last_update + 1
        self._seen = bytearray()  # how often, by update
        self._done = bytearray()  # how often, by row of the inbox
        self._answers = array("q")  # the row of each numbered answer
        self._last_due: dict[tuple[str, str], datetime] = {}
        self.steps: Counter[str] = Counter()  # by actor
        self._said: dict[int, Said] = {}  # by number
        self._missed: set[str] = set()  # whom a reply since their last answer did not reach
        self._heard: dict[int, int] = {}  # the number of the answer in a row of the inbox
        self._answering: dict[str, int] = {}  # the number of the answer an actor's last step was about

    # --- what Telegram sees --------------------------------------------------------------------------------------

    def gives(self, person: int, sight: str, now: datetime) -> int:
        """Somebody gives an answer to what she sees; returns its number."""
        self.given += 1
        self._said[self.given] = Said(f"person:{person}", [f"{now:%d.%m. %H:%M:%S} after {sight!r:.60}"])
        return self.given

    def tried(self, row: Outgoing, now: datetime) -> None:
        """A message left."""
        flight = self._flight(row.id)
        flight.tries += 1
        flight.story.append(f"{_after(row, now)} left")

    def failed(self, row: Outgoing, error: Exception, now: datetime, *, after: bool) -> None:
        """A call for it failed. What had arrived by then, of this call or one before, must come again."""
        flight = self._flight(row.id)
        flight.faults += after or bool(flight.arrived)
        flight.story.append(f"{_after(row, now)} {error}")

    def arrived(self, row: Outgoing, what: int, now: datetime) -> None:
        """A message, or a piece of it, can be read."""
        flight = self._flight(row.id)
        if not flight.arrived:
            if row.id < self._latest.get(row.chat, 0):
                self._note("messages out of order", row.id, row.actor, flight.tries, flight.story)
            self._latest[row.chat] = row.id
            if now - row.created > LATE:
                story = [f"written {row.created:%d.%m. %H:%M:%S}", *flight.story, f"{_after(row, now)} there"]
                self._note(f"{CLASSES[row.priority]} late", row.id, row.actor, flight.tries, story)
        flight.arrived[what] += 1

    def _flight(self, id_: int) -> Flight:
        return self._flights.setdefault(id_, Flight())

    def _note(self, what: str, row: int, actor: str, attempts: int, story: Sequence[str]) -> None:
        self.counts[what] += 1
        if self.counts[what] <= SHOWN:
            self.incidents.append(Incident(what, row, actor, attempts, list(story)))

    def close(self) -> None:
        """Nothing more comes: answers that are not recorded are lost.

        But one given to what no longer was so, because Telegram refused the reply that would have shown it, is not
        asked for: it suffices that she was told.
        """
        for number, said in self._said.items():
            known = said.missed and said.told
            what = "answers refused as a reply was missed" if known else "answers lost"
            self._note(what, number, said.actor, 1, said.story)

    # --- what the database tells ---------------------------------------------------------------------------------

    def read(self) -> None:
        """Takes what was written into the book since last time."""
        with closing(sqlite3.connect(self._file, timeout=60, isolation_level=None)) as rows:
            rows.execute("BEGIN IMMEDIATE")
            entries = rows.execute("SELECT what, id, actor, a, b FROM book ORDER BY n").fetchall()
            rows.execute("DELETE FROM book")
            rows.execute("COMMIT")
        for what, *entry in entries:
            _READ[what](self, *entry)

    def _written(self, _id: int, actor: str, priority: int, text: str) -> None:
        self.counts[f"{CLASSES[priority]} written"] += 1
        if said := self._said.get(self._answering.get(actor, 0)):
            said.told = True
            said.story.append(f"replied {text!r}")

    def _buried(self, id_: int, actor: str, priority: int, error: str) -> None:
        known = "to people who cannot be reached" if error == "unreachable" else "given up"
        self.counts[f"{CLASSES[priority]} {known}"] += 1
        self._settle(id_)
        if priority == 0 and error == "unreachable":
            self._missed.add(actor)

    def _gone(self, id_: int, actor: str, priority: int, sent: int) -> None:
        flight = self._settle(id_)
        if not sent:
            self.counts[f"{CLASSES[priority]} withdrawn"] += 1
        elif not flight.arrived:
            self._note(f"{CLASSES[priority]} lost", id_, actor, flight.tries, flight.story)
        else:
            doubled = max(flight.arrived.values()) > 1
            self.counts[f"{CLASSES[priority]} {'delivered twice' if doubled else 'delivered once'}"] += 1

    def _settle(self, id_: int) -> Flight:
        flight = self._flights.pop(id_, Flight())
        surplus = max(flight.arrived.values(), default=0) - 1
        self.counts["doubled without a fault"] += max(0, surplus - flight.faults)
        self.counts["messages tried again"] += flight.tries > 1
        return flight

    def _stored(self, id_: int, _actor: str, update: int, text: str | None) -> None:
        self.counts["updates stored"] += 1
        for number in map(int, NUMBERED.findall(text or "")):
            self._heard[id_] = number
        if _count(self._seen, update - self._first_update) > 1:
            self.counts["updates stored twice"] += 1

    def _closed(self, id_: int, actor: str, state: str, _: None) -> None:
        self._answering.pop(actor, None)
        if number := self._heard.pop(id_, 0):
            self._answering[actor] = number
            if said := self._said.get(number):
                said.missed = actor in self._missed
                said.story.append(f"row {id_} {state}")
        if state != "done":
            self.counts["steps parked"] += 1
        elif not actor:
            self.counts["steps withdrawn"] += 1
        else:
            self.counts["steps"] += 1
            self.steps[actor] += 1
            if _count(self._done, id_) > 1:
                self.counts["steps twice"] += 1

    def _came(self, _id: int, actor: str, payload: str, received: str) -> None:
        self.counts["timers came"] += 1
        due = msgspec.json.decode(payload, type=Due)
        if self._last_due.get((actor, due.key)) == due.planned:
            self._note("timers twice", 0, actor, 1, [payload])
        self._last_due[actor, due.key] = due.planned
        if _moment(received) - due.planned > LATE:
            self._note("timers late", 0, actor, 1, [payload, f"came {received}"])

    def _recorded(self, id_: int, actor: str, text: str, _: None) -> None:
        for number in map(int, NUMBERED.findall(text)):
            self._answers.extend([0] * (number + 1 - len(self._answers)))
            if self._answers[number] not in (0, id_):
                self.counts["answers recorded twice"] += 1
            elif not self._answers[number]:
                self.counts["answers recorded"] += 1
            self._answers[number] = id_
            self._said.pop(number, None)
            self._missed.discard(actor)

    def _timed(self, *_: object) -> None:
        self.counts["timers set"] += 1

    def _retimed(self, *_: object) -> None:
        self.counts["timers moved"] += 1

    def _untimed(self, elapsed: int, actor: str, key: str, due: str) -> None:
        self.counts["timers gone"] += 1
        planned = _moment(due)
        if START + timedelta(seconds=elapsed + 1) > planned and self._last_due.get((actor, key)) != planned:
            self._note("timers lost", 0, actor, 0, [key, f"due {due}, gone after {elapsed} s"])


def _after(row: Outgoing, now: datetime) -> str:
    return f"+{(now - row.created).total_seconds():.0f} s"


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def _count(times: bytearray, at: int) -> int:
    times.extend(bytes(max(0, at + 1 - len(times))))
    times[at] = min(times[at] + 1, 255)
    return times[at]


_READ: Mapping[str, Callable[..., None]] = {
    "written": Ledger._written,
    "buried": Ledger._buried,
    "gone": Ledger._gone,
    "stored": Ledger._stored,
    "closed": Ledger._closed,
    "came": Ledger._came,
    "recorded": Ledger._recorded,
    "rerecorded": Ledger._recorded,
    "timed": Ledger._timed,
    "retimed": Ledger._retimed,
    "untimed": Ledger._untimed,
}
