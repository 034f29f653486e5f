"""The round applies what comes in exactly once, and one person's trouble is nobody else's."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, Executable, select, update
from sqlalchemy.exc import OperationalError

from bot.render import Renderer
from bot.round import Round
from bot.store.database import connect
from bot.store.facts import gather
from bot.store.rows import Facts, Incoming, Outcome
from bot.store.steps import commit
from bot.store.store import Store
from bot.store.tables import actors, inbox, kept
from flows.effects import (
    Button,
    Cancel,
    Drop,
    Edit,
    Effect,
    Forget,
    HandOut,
    HandOverTable,
    Keep,
    Picture,
    RecordAnswer,
    RecordRun,
    Remind,
    Say,
)
from flows.events import Blocked, Due, Event, Said
from flows.kept import Kind
from flows.moment import ANSWERS, RUNS, Moment
from flows.scoring.verdict import Verdict
from flows.session import Session, Step
from flows.table import Column, Sort, Table
from tests.conftest import StillClock

KIM, ALEX = 1, 2
RENDERER = Renderer()
PANNE = RENDERER.message("panne", {})


class Goal(msgspec.Struct, frozen=True):
    """Something to keep."""

    name: str


KINDS = {"ziel": Kind(Goal), "kunde": Kind(Goal)}


class Script:
    """A desk that notes what it was asked and answers with what the test wrote for a text."""

    def __init__(self) -> None:
        self.asked: list[tuple[Session, Event, Moment]] = []
        self.answers: dict[str, Callable[[], list[Effect]]] = {}
        self.wanted: frozenset[str] = frozenset()

    def wants(self, session: Session, event: Event, actor: str) -> frozenset[str]:
        return self.wanted

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        self.asked.append((session, event, moment))
        words = event.text if isinstance(event, Said) else type(event).__name__
        return msgspec.structs.replace(session, serial=session.serial + 1), self.answers.get(words, list)()

    def says(self, words: str, *effects: Effect) -> None:
        self.answers[words] = lambda: list(effects)

    def fails(self, words: str) -> None:
        def fail() -> list[Effect]:
            raise RuntimeError("a bug")

        self.answers[words] = fail

    @property
    def heard(self) -> list[str]:
        return [event.text for _, event, _ in self.asked if isinstance(event, Said)]


@pytest.fixture
def desk() -> Script:
    return Script()


@pytest.fixture
def round_(store: Store, desk: Script, clock: StillClock) -> Round:
    return Round(store, desk, RENDERER, clock, reply_delay=timedelta(seconds=2), kinds=KINDS)


class People:
    """Kim and Alex, as their updates come from Telegram."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._updates = 0

    async def say(self, words: str, person: int = KIM) -> None:
        chat = {"id": person, "type": "private"}
        await self.send(person, {"message": {"message_id": 1, "chat": chat, "from": {"id": person}, "text": words}})

    async def send(self, person: int, update: dict[str, Any]) -> None:
        self._updates += 1
        update = {"update_id": self._updates, **update}
        await self._store.add_updates([Incoming(self._updates, f"person:{person}", person, json.dumps(update))])


@pytest.fixture
def people(store: Store) -> People:
    return People(store)


async def state(store: Store, person: int = KIM) -> dict[str, Any]:
    (actor,) = (await store.personal_data(f"person:{person}"))["actors"]
    return actor


async def outbox(store: Store, person: int = KIM) -> list[dict[str, Any]]:
    return (await store.personal_data(f"person:{person}"))["outbox"]


async def until_idle(round_: Round) -> None:
    while await round_.once():
        pass


async def test_what_a_person_says_reaches_the_desk_once_and_in_order(
    store: Store, desk: Script, round_: Round, people: People
) -> None:
    for words in ("eins", "zwei", "drei"):
        await people.say(words)
    await until_idle(round_)
    assert desk.heard == ["eins", "zwei", "drei"]
    assert [session.serial for session, _, _ in desk.asked] == [0, 1, 2]
    assert (await state(store))["state"]["serial"] == 3


async def test_one_round_serves_many_people(store: Store, desk: Script, round_: Round, people: People) -> None:
    await people.say("eins")
    await people.say("zwei")
    await people.say("drei", ALEX)
    assert await round_.once() == 2
    assert desk.heard == ["eins", "drei"]


async def test_chance_is_the_same_when_a_step_is_repeated(
    store: Store, desk: Script, round_: Round, people: People
) -> None:
    desk.fails("eins")
    await people.say("eins")
    await people.say("zwei")
    await until_idle(round_)
    first, second, third, other = (moment.random.random() for _, _, moment in desk.asked)
    assert first == second == third != other


async def test_what_is_said_is_rendered_before_it_is_stored(
    store: Store, desk: Script, round_: Round, people: People, clock: StillClock
) -> None:
    rows = ((Button("rollenspiel", "rollenspiel", "neu", "m1"),),)
    desk.says(
        "los",
        Say("panne", rows=rows, slot="t1"),
        Say("panne", typing=True),
        Edit("t0", "panne"),
        Picture("balance", {"x": 0.5}, "panne", rows=rows),
        HandOverTable(Table("T", (Column("K"), Column("Z", Sort.TIME)), (("Kim", None),)), "t.csv", "panne"),
        HandOut("panne"),
    )
    await people.say("los")
    await round_.once()
    columns = [{"heading": "K", "sort": "text", "width": 16}, {"heading": "Z", "sort": "zeit", "width": 16}]
    table = {"title": "T", "columns": columns, "rows": [["Kim", None]]}
    buttons = [[{"text": RENDERER.label("rollenspiel", {}), "callback_data": "rollenspiel|m1|neu"}]]
    sent = await outbox(store)
    assert [(row["kind"], row["slot"], row["payload"]) for row in sent] == [
        ("say", "t1", {"text": PANNE, "buttons": buttons, "typing": False}),
        ("say", "", {"text": PANNE, "buttons": [], "typing": True}),
        ("edit", "t0", {"text": PANNE, "buttons": []}),
        ("picture", "", {"chart": "balance", "values": {"x": 0.5}, "caption": PANNE, "buttons": buttons}),
        ("table", "", {"table": table, "name": "t.csv", "caption": PANNE, "buttons": []}),
        ("handout", "", {"caption": PANNE}),
    ]
    now = msgspec.to_builtins(clock.now())
    assert [row["not_before"] == now for row in sent] == [True, False, True, True, True, True]
    assert {row["priority"] for row in sent} == {0}


async def test_a_step_knows_what_has_not_been_sent(
    store: Store, desk: Script, round_: Round, people: People, clock: StillClock
) -> None:
    desk.says("eins", Say("panne", slot="t1"))
    desk.says("zwei", Edit("t1", "panne", rows=((Button("hilfe", "hilfe"),),)))
    await people.say("eins")
    await people.say("zwei")
    await until_idle(round_)
    assert [moment.unsent for _, _, moment in desk.asked] == [frozenset(), {"t1"}]
    (message,) = await store.due_messages(clock.now(), 10)
    assert message.kind == "say"
    assert message.payload["buttons"]


async def test_a_due_timer_comes_as_an_event_and_what_follows_is_a_reminder(
    store: Store, desk: Script, round_: Round, people: People, clock: StillClock
) -> None:
    due = clock.now() + timedelta(days=1)
    desk.says("später", Remind("rollenspiel", due, "r1"), Remind("b", due), Cancel("b"))
    desk.says("Due", Say("panne"))
    await people.say("später")
    await until_idle(round_)
    clock.advance(timedelta(days=2))
    await store.move_due_timers(clock.now())
    await until_idle(round_)
    assert desk.asked[-1][1] == Due("rollenspiel", due, "r1")
    assert [row["priority"] for row in await outbox(store)] == [1]


async def test_answers_and_runs_are_recorded(store: Store, desk: Script, round_: Round, people: People) -> None:
    answer = RecordAnswer("r1", "komplett", "brandt", "a", "kundenziele", 1, 1, "Welche Ziele?", Verdict((), (), "v1"))
    desk.says("so", answer, RecordRun("r1", "komplett", "brandt", "kauft", {"punkte": 61}))
    await people.say("so")
    await round_.once()
    data = await store.personal_data("person:1")
    assert [(row["text"], row["verdict"]["scorer"]) for row in data["answers"]] == [("Welche Ziele?", "v1")]
    assert [row["summary"] for row in data["runs"]] == [{"punkte": 61}]


async def test_a_step_knows_the_things_it_wants(store: Store, desk: Script, round_: Round, people: People) -> None:
    desk.says("vor", Keep("ziel", "z1", Goal("Umsatz")), Keep("kunde", "k1", Goal("Brandt")))
    desk.says("zurück", Drop("ziel", "z1"))
    await people.say("vor")
    await people.say("was?", ALEX)
    await until_idle(round_)
    desk.wanted = frozenset({"ziel"})
    for words, person in (("was?", ALEX), ("zurück", KIM), ("was?", KIM)):
        await people.say(words, person)
    await until_idle(round_)
    knew = [moment.kept.all("ziel") for _, _, moment in desk.asked[2:]]
    assert knew == [{}, {"z1": Goal("Umsatz")}, {}]


async def test_a_step_knows_what_was_recorded_if_it_wants(
    store: Store, desk: Script, round_: Round, people: People, clock: StillClock
) -> None:
    verdict = Verdict((), (), "v1")
    record = RecordAnswer("r1", "komplett", "brandt", "a", "kundenziele", 1, 1, "Welche Ziele?", verdict)
    desk.says("so", record, RecordRun("r1", "komplett", "brandt", "kauft", {"punkte": 61}))
    await people.say("so")
    await round_.once()
    desk.wanted = frozenset({ANSWERS, RUNS})
    await people.say("was?")
    await round_.once()
    moment = desk.asked[-1][2]
    assert [(answer.text, answer.verdict, answer.given) for answer in moment.answers] == [
        ("Welche Ziele?", verdict, clock.now())
    ]
    assert [(run.ending, run.summary) for run in moment.runs] == [("kauft", {"punkte": 61})]


async def test_who_wants_nothing_costs_no_statement(
    store: Store, desk: Script, round_: Round, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many people want something, it is gathered once."""
    gathered: list[set[str]] = []

    def counted(connection: Connection, wants: Mapping[str, Any]) -> Mapping[str, Facts]:
        gathered.append(set(wants))
        return gather(connection, wants)

    monkeypatch.setattr("bot.store.facts.gather", counted)
    for wanted in (frozenset[str](), frozenset({"ziel", "kunde"})):
        desk.wanted = wanted
        await people.say("eins")
        await people.say("zwei", ALEX)
        await round_.once()
    assert gathered == [{"person:1", "person:2"}]


async def test_a_thing_that_cannot_be_read_is_left_out_and_not_lost(
    store: Store,
    desk: Script,
    round_: Round,
    people: People,
    database_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk.says("vor", Keep("ziel", "z1", Goal("Umsatz")), Keep("ziel", "z2", Goal("Kunden")))
    await people.say("vor")
    await round_.once()
    broken = '{"version": 9, "thing": {"name": "Umsatz"}}'
    await write(database_url, update(kept).where(kept.c.id == "z1").values(data=broken))
    desk.wanted = frozenset({"ziel"})
    await people.say("was?")
    await round_.once()
    assert desk.asked[-1][2].kept.all("ziel") == {"z2": Goal("Kunden")}
    assert "'z1', kept by person:1 as ziel" in caplog.text
    assert "Umsatz" not in caplog.text
    assert await write(database_url, select(kept.c.data).where(kept.c.id == "z1")) == broken


@pytest.mark.parametrize(
    "keep", [Keep("unbekannt", "x", Goal("x")), Keep("ziel", "x", Say("panne"))], ids=["kind", "thing"]
)
async def test_what_cannot_be_kept_is_a_failing_step(
    store: Store, desk: Script, round_: Round, people: People, keep: Keep
) -> None:
    desk.says("los", keep)
    await people.say("los")
    await until_idle(round_)
    assert (await store.personal_data("person:1"))["inbox"][0]["state"] == "parked"


async def test_words_said_before_consent_are_not_kept(
    store: Store, desk: Script, round_: Round, people: People
) -> None:
    await people.say("Ich heiße Kim und bin krank")
    await round_.once()
    assert [row["payload"] for row in (await store.personal_data("person:1"))["inbox"]] == [""]


async def test_what_means_nothing_to_us_is_closed_and_not_kept(
    store: Store, desk: Script, round_: Round, people: People
) -> None:
    await people.send(KIM, {"what_telegram_invents_next": {"text": "privat"}})
    await people.say("eins")
    await until_idle(round_)
    assert desk.heard == ["eins"]
    assert [row["payload"] for row in (await store.personal_data("person:1"))["inbox"]] == ["", ""]


# --- trouble -------------------------------------------------------------------------------------------------------


async def test_a_failing_step_is_parked_after_three_tries_with_one_friendly_line(
    store: Store, desk: Script, round_: Round, people: People, caplog: pytest.LogCaptureFixture
) -> None:
    desk.fails("bombe")
    await people.say("bombe")
    await people.say("danach")
    await people.say("anderswo", ALEX)
    await until_idle(round_)
    assert desk.heard == ["bombe", "anderswo", "bombe", "bombe", "danach"]
    assert [row["payload"]["text"] for row in await outbox(store)] == [PANNE]
    inbox = (await store.personal_data("person:1"))["inbox"]
    assert [(row["state"], row["attempts"]) for row in inbox] == [("parked", 3), ("done", 0)]
    assert "RuntimeError: a bug" in inbox[0]["error"]
    assert [record.levelno for record in caplog.records].count(logging.CRITICAL) == 1


@pytest.mark.parametrize(
    "effect",
    [Say("gibt_es_nicht"), Say("panne", rows=((Button("x" * 70, "hilfe"),),)), Picture("x", {"a": object()}, "panne")],
    ids=["template", "button", "values"],
)
async def test_what_cannot_be_rendered_is_a_failing_step(
    store: Store, desk: Script, round_: Round, people: People, effect: Effect
) -> None:
    """Nothing of such a step is kept: neither the state nor the messages before the fault."""
    desk.says("los", Say("panne", slot="first"), effect)
    await people.say("los")
    await until_idle(round_)
    assert (await store.personal_data("person:1"))["actors"] == []
    assert [row["slot"] for row in await outbox(store)] == [""]


async def test_a_friendly_line_that_fails_itself_ends_there(
    store: Store, desk: Script, clock: StillClock, people: People
) -> None:
    class Speechless(Renderer):
        def message(self, template: str, values: Any) -> str:
            raise ValueError("no words")

    round_ = Round(store, desk, Speechless(), clock)
    desk.says("los", Say("panne"))
    await people.say("los")
    await until_idle(round_)
    assert await outbox(store) == []


async def test_the_database_refuses_one_outcome_and_takes_the_others(
    store: Store, desk: Script, round_: Round, people: People
) -> None:
    run = RecordRun("r1", "komplett", "brandt", "kauft", {})
    desk.says("zu viel", msgspec.structs.replace(run, ending=None))
    desk.says("gut", run)
    await people.say("zu viel")
    await people.say("gut", ALEX)
    await until_idle(round_)
    assert len((await store.personal_data("person:2"))["runs"]) == 1
    assert (await store.personal_data("person:1"))["inbox"][0]["state"] == "parked"
    assert [row["payload"]["text"] for row in await outbox(store)] == [PANNE]


async def test_a_failing_event_of_our_own_is_parked_without_a_word(
    store: Store, desk: Script, round_: Round, people: People, clock: StillClock
) -> None:
    desk.says("später", Remind("rollenspiel", clock.now()))
    desk.fails("Due")
    await people.say("später")
    await until_idle(round_)
    await store.move_due_timers(clock.now())
    await until_idle(round_)
    assert await outbox(store) == []


async def test_rounds_that_race_apply_everything_once(
    store: Store, desk: Script, clock: StillClock, people: People
) -> None:
    for number in range(20):
        await people.say(str(number), KIM if number % 2 else ALEX)
    rounds = [Round(store, desk, RENDERER, clock) for _ in range(3)]
    await asyncio.gather(*(until_idle(round_) for round_ in rounds))
    assert (await state(store, KIM))["state"]["serial"] == 10
    assert (await state(store, ALEX))["state"]["serial"] == 10


# --- people come and go --------------------------------------------------------------------------------------------


async def block(people: People, status: str) -> None:
    change = {"chat": {"id": KIM, "type": "private"}, "new_chat_member": {"status": status}}
    await people.send(KIM, {"my_chat_member": {**change, "from": {"id": KIM}}})


async def test_who_blocked_the_bot_hears_nothing_on_its_own_account_until_coming_back(
    store: Store, desk: Script, round_: Round, people: People, clock: StillClock
) -> None:
    desk.says("später", Remind("a", clock.now() + timedelta(days=1)), Remind("b", clock.now() + timedelta(days=3)))
    desk.says("Due", Say("panne"))
    await people.say("später")
    await block(people, "kicked")
    await until_idle(round_)
    assert isinstance(desk.asked[-1][1], Blocked)
    assert (await state(store))["reachable"] is False
    clock.advance(timedelta(days=1))
    await store.move_due_timers(clock.now())
    await until_idle(round_)
    assert await outbox(store) == []
    await block(people, "member")
    clock.advance(timedelta(days=2))
    await store.move_due_timers(clock.now())
    await until_idle(round_)
    assert (await state(store))["reachable"] is True
    assert len(await outbox(store)) == 1


async def test_forgetting_leaves_the_farewell_and_what_comes_late_from_us_changes_nothing(
    store: Store, desk: Script, round_: Round, people: People, clock: StillClock
) -> None:
    desk.says("lösche", Say("panne"), Forget(), Remind("a", clock.now()))
    await people.say("hallo")
    await people.say("lösche")
    await until_idle(round_)
    data = await store.personal_data("person:1")
    assert [name for name, rows in data.items() if rows] == ["actors", "outbox"]
    assert await store.move_due_timers(clock.now()) == 0
    await people.say("hallo")
    await until_idle(round_)
    assert desk.asked[-1][0] == Session()


# --- versions ------------------------------------------------------------------------------------------------------


async def test_a_session_of_an_older_program_is_brought_up_to_date(
    store: Store, desk: Script, clock: StillClock, people: People, database_url: str
) -> None:
    await people.say("eins")
    await until_idle(Round(store, desk, RENDERER, clock))
    await write(database_url, update(actors).values(schema=0, state='{"counter": 41}'))
    await people.say("zwei")
    await until_idle(Round(store, desk, RENDERER, clock, upcasters={0: lambda old: {"serial": old["counter"]}}))
    assert (await state(store))["state"]["serial"] == 42


@pytest.mark.parametrize(("schema", "stored"), [(1, "{"), (1, '{"serial": "x"}'), (99, "{}")])
async def test_a_session_that_cannot_be_read_is_kept_and_its_row_parked(
    store: Store, round_: Round, people: People, database_url: str, schema: int, stored: str
) -> None:
    await people.say("eins")
    await round_.once()
    await write(database_url, update(actors).values(schema=schema, state=stored))
    await people.say("zwei")
    await until_idle(round_)
    assert await write(database_url, select(actors.c.state)) == stored
    assert await write(database_url, select(inbox.c.state).order_by(inbox.c.id.desc())) == "parked"


async def write(url: str, statement: Executable) -> Any:
    """Does something to the database behind the store's back; returns the first value, if there is one."""

    def execute(connection: Connection) -> Any:
        result = connection.execute(statement)
        return result.scalar() if result.returns_rows else None

    database = connect(url)
    value = await database.write(execute)
    await database.close()
    return value


# --- the loop ------------------------------------------------------------------------------------------------------


@pytest.fixture
async def running(round_: Round) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(round_.run())
    yield task
    task.cancel()
    await asyncio.wait([task])


async def written(store: Store) -> None:
    await store.outbox_changed.wait()
    store.outbox_changed.clear()


async def test_the_loop_wakes_up_for_what_comes_in(
    store: Store, desk: Script, people: People, running: asyncio.Task[None]
) -> None:
    desk.says("eins", Say("panne"))
    desk.says("zwei", Say("panne"))
    await people.say("eins")
    await written(store)
    await people.say("zwei")
    await written(store)
    assert desk.heard == ["eins", "zwei"]


async def test_the_loop_outlives_a_database_that_fails_for_a_while(
    store: Store, desk: Script, people: People, running: asyncio.Task[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is nobody's fault: the row is not parked but done when there is room again."""
    outages = iter([OperationalError("", {}, Exception("disk full"))] * 4)

    def fail_four_times(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
        if outage := next(outages, None):
            raise outage
        commit(connection, outcomes, now)

    monkeypatch.setattr("bot.round.PAUSE", 0)
    monkeypatch.setattr("bot.store.store.commit", fail_four_times)
    desk.says("eins", Say("panne"))
    await people.say("eins")
    await written(store)
    assert desk.heard == ["eins"] * 5
    assert (await state(store))["state"]["serial"] == 1


async def test_a_round_cut_short_is_done_again(store: Store, desk: Script, clock: StillClock, people: People) -> None:
    """Wherever the loop is cancelled, every word is applied once, and the store goes on working."""
    for number in range(30):
        await people.say(str(number))
    for moment in range(30):
        task = asyncio.create_task(Round(store, desk, RENDERER, clock).run())
        for _ in range(moment):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    await until_idle(Round(store, desk, RENDERER, clock))
    assert (await state(store))["state"]["serial"] == 30
