"""Whoever watches over the program is told what keeps it from its work, and gets its figures."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError
from telegram.error import Conflict, Forbidden

from bot import metrics
from bot.config import Status
from bot.failures import classify
from bot.hindered import Hindered
from bot.pulse import Pulses
from bot.status import SILENCE, Health, Window
from bot.store.rows import Draft, Incoming, Outcome, Outgoing
from bot.store.store import Store
from flows.effects import Remind
from flows.scoring import Exercise, Turn
from tests.conftest import StillClock
from tests.sending import mark_sending
from tests.stage import ReadingEngine

LONG = timedelta(seconds=SILENCE + 1)
"""Longer than anything that works is silent."""


class Watch:
    """What the pulses take for the time."""

    def __init__(self) -> None:
        self.now = 1000.0

    def wait(self) -> None:
        self.now += LONG.total_seconds()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr("bot.pulse.monotonic", lambda: watch.now)
    return watch


@pytest.fixture
async def pulses(watch: Watch) -> AsyncIterator[Pulses]:
    """All parts run, and have just done something."""
    pulses = Pulses()
    never = asyncio.Event()
    parts = (pulses.poller, pulses.round, pulses.sender, pulses.timers)
    tasks = [asyncio.create_task(part.follow(never.wait)) for part in parts]
    await asyncio.sleep(0)
    yield pulses
    never.set()
    await asyncio.gather(*tasks)
    watch.wait()
    assert [part.silence for part in parts] == [0.0] * 4, "what does not run here is not missed here"


async def work(store: Store, clock: StillClock) -> None:
    """An event that nobody handled, and a message that nobody sent."""
    await store.add_updates([Incoming(1, "person:7", 7, "{}"), Incoming(2, "person:8", 8, "{}")])
    (first, _) = await store.claim(2)
    draft = Draft("say", '{"text": "Hallo", "buttons": []}', 0, clock.now())
    await store.commit([Outcome(first, "{}", 1, drafts=(draft,))])


async def test_all_is_well(store: Store, clock: StillClock, pulses: Pulses) -> None:
    """Work that has just come is no fault."""
    await work(store, clock)
    assert await Health(store, clock, pulses).faults() == []


async def test_an_idle_bot_is_well(store: Store, clock: StillClock, pulses: Pulses, watch: Watch) -> None:
    """Who has nothing to do may be silent; the poller and the timers always have."""
    watch.wait()
    pulses.poller.beat()
    pulses.timers.beat()
    assert await Health(store, clock, pulses).faults() == []


async def test_parts_that_leave_work_undone_are_named(
    store: Store, clock: StillClock, pulses: Pulses, watch: Watch
) -> None:
    await work(store, clock)
    clock.advance(LONG)
    assert await Health(store, clock, pulses).faults() == [], "they have just done something"
    watch.wait()
    pulses.timers.beat()
    pulses.poller.miss(Conflict("terminated by other getUpdates request"))
    poller, events, messages = await Health(store, clock, pulses).faults()
    assert "no updates for 121 s: Conflict: terminated" in poller
    assert events.startswith("1 events wait to be handled, the oldest for 121 s")
    assert messages.startswith("1 messages wait to be sent, the oldest for 121 s")


async def test_reminders_nobody_looks_at_are_a_fault(
    store: Store, clock: StillClock, pulses: Pulses, watch: Watch
) -> None:
    watch.wait()
    pulses.poller.beat()
    assert ["Reminders" in fault for fault in await Health(store, clock, pulses).faults()] == [True]


async def gone(*_: Any) -> Any:
    raise OperationalError("SELECT", {}, OSError("gone"))


async def test_a_database_that_is_gone_is_a_fault(clock: StillClock, pulses: Pulses) -> None:
    store: Any = SimpleNamespace(standing=gone)
    assert await Health(store, clock, pulses).faults() == ["The database does not answer."]


async def asked(health: Health, path: str) -> tuple[int, str]:
    async with TestClient(TestServer(Window(Status("127.0.0.1", 1), health).application())) as client:
        answer = await client.get(path)
        return answer.status, await answer.text()


def figures(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name.removeprefix("verkaufstrainer_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_the_answers_can_be_read_by_machines(
    store: Store, clock: StillClock, pulses: Pulses, watch: Watch
) -> None:
    """200 or 503 with the reasons, and figures in the form of Prometheus."""
    await work(store, clock)
    clock.advance(timedelta(seconds=5))
    health = Health(store, clock, pulses)
    assert await asked(health, "/healthz") == (200, "ok\n")
    status, text = await asked(health, "/metrics")
    shown = figures(text)
    assert status == 200
    assert shown["inbox_lag_seconds",] == shown["outbox_lag_seconds",] == 5
    assert shown["inbox_open",] == shown["outbox_waiting",] == shown["database_up",] == 1
    watch.wait()
    status, text = await asked(health, "/healthz")
    assert status == 503
    assert text.startswith("Telegram has given no updates")


async def test_figures_of_a_program_without_its_database(clock: StillClock, pulses: Pulses) -> None:
    """What only the database knows is not a number, and not the last one it told."""
    store: Any = SimpleNamespace(standing=gone)
    _, text = await asked(Health(store, clock, pulses), "/metrics")
    shown = figures(text)
    assert shown["database_up",] == 0
    assert shown["events_parked",] != shown["events_parked",]


async def test_what_went_wrong_for_good_and_what_is_late_is_counted(store: Store, clock: StillClock) -> None:
    await store.add_updates([Incoming(number, f"person:{number}", number, "{}") for number in (1, 2, 3)])
    parked, dead, blocked = await store.claim(3)
    for _ in range(3):
        await store.fail(parked, "no", None)
    draft = Draft("say", "{}", 0, clock.now())
    late = Remind("weiter", clock.now() - timedelta(minutes=2))
    await store.commit([Outcome(dead, "{}", 1, drafts=(draft,), timers=(late,))])
    (row,) = await store.due_messages(clock.now(), 9)
    await store.bury(row.id, "BadRequest")
    await store.commit([Outcome(blocked, "{}", 1, drafts=(draft,))])
    await store.mark_unreachable(blocked.actor)
    standing = await store.standing(clock.now())
    assert (standing.parked, standing.dead, standing.unreachable) == (1, 1, 1)
    assert (standing.late, standing.timers_lag, standing.waiting) == (1, 120, 0)


async def test_what_waits_in_a_pause_makes_nothing_late(store: Store, clock: StillClock) -> None:
    """Telegram wants silence in that chat; what stands behind the first message is not late either."""
    await store.add_updates([Incoming(1, "person:7", 7, "{}")])
    (claimed,) = await store.claim(1)
    drafts = tuple(Draft("say", "{}", 0, clock.now()) for _ in range(2))
    await store.commit([Outcome(claimed, "{}", 1, drafts=drafts)])
    (row,) = await store.due_messages(clock.now(), 9)
    await mark_sending(store, [row.id])
    await store.retry(row.id, clock.now() + timedelta(hours=1), "Too Many Requests")
    clock.advance(LONG)
    standing = await store.standing(clock.now())
    assert (standing.waiting, standing.outbox_lag) == (2, 0)


def counted() -> dict[tuple[str, ...], float]:
    return figures(generate_latest(metrics.REGISTRY).decode())


def test_what_becomes_of_messages_is_counted(clock: StillClock) -> None:
    row = Outgoing(1, "person:7", 7, "say", "", {}, 1, 0, clock.now(), None)
    before = counted()
    metrics.sent(row, clock.now() + timedelta(seconds=3))
    metrics.failed(row, classify(Forbidden("Forbidden: bot was blocked by the user")))
    after = counted()
    for outcome in ("sent", "unreachable"):
        assert after["messages_total", "say", outcome] - before.get(("messages_total", "say", outcome), 0) == 1
    delay = ("message_delay_seconds_sum", "reminder")
    assert after[delay] - before.get(delay, 0) == pytest.approx(3)


def test_errors_are_counted_by_their_class() -> None:
    logger, counting = logging.getLogger("tests.counted"), metrics.Counting()
    logger.addHandler(counting)
    logger.propagate = False
    logger.warning("not yet")
    logger.error("foreseen")
    logger.error("not foreseen", exc_info=KeyError("x"))
    logger.removeHandler(counting)
    after = counted()
    assert after["errors_total", "", "tests.counted"] == 1
    assert after["errors_total", "KeyError", "tests.counted"] == 1


def test_scoring_is_timed_and_unchanged() -> None:
    before = counted()["scoring_seconds_count",]
    engine = ReadingEngine()
    exercise, turns = Exercise("beziehung", "Sprich mit ihr."), (Turn("2 1 0"),)
    timed = metrics.Timed(engine)
    assert timed.score(exercise, turns) == engine.score(exercise, turns)
    assert timed.version == engine.version
    assert counted()["scoring_seconds_count",] == before + 1


async def test_a_port_that_is_taken_is_a_sentence(clock: StillClock, sqlite_store: Store) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with pytest.raises(Hindered, match=rf"status\.port {port} cannot be used"):
            await Window(Status("127.0.0.1", port), Health(sqlite_store, clock)).run()
