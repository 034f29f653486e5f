"""Timers come when they are due, once, however long the program was away."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from datetime import timedelta

import msgspec
import pytest

from bot.store.rows import Claimed, Incoming, Outcome
from bot.store.store import Store
from bot.timers import Timers
from flows.effects import Remind
from flows.events import Due
from tests.conftest import StillClock

NUMBERS = itertools.count(1)


async def remind(store: Store, *reminders: Remind) -> None:
    """A step sets timers."""
    await store.add_updates([Incoming(next(NUMBERS), "person:1", 1, "{}")])
    (claimed,) = await store.claim(1)
    await store.commit([Outcome(claimed, "{}", timers=reminders)])
    store.inbox_changed.clear()


async def come(store: Store) -> list[str]:
    """The keys of the timers that have come, in order; they are handled."""
    keys: list[str] = []
    claimed: list[Claimed]
    while claimed := await store.claim(1):
        keys.append(msgspec.json.decode(claimed[0].payload, type=Due).key)
        await store.commit([Outcome(claimed[0], None)])
    return keys


@pytest.fixture
async def running(store: Store, clock: StillClock) -> AsyncIterator[None]:
    task = asyncio.create_task(Timers(store, clock).run())
    yield
    task.cancel()
    await asyncio.wait([task])


async def test_a_timer_that_is_set_wakes_the_loop(store: Store, clock: StillClock, running: None) -> None:
    await remind(store, Remind("now", clock.now()), Remind("tomorrow", clock.now() + timedelta(days=1)))
    await store.inbox_changed.wait()
    assert await come(store) == ["now"]


async def test_moving_the_clock_wakes_the_loop(store: Store, clock: StillClock, running: None) -> None:
    await remind(store, Remind("tomorrow", clock.now() + timedelta(days=1)))
    clock.advance(timedelta(days=1))
    await store.inbox_changed.wait()
    assert await come(store) == ["tomorrow"]


async def test_what_became_due_while_the_program_was_away_comes_once_in_order(store: Store, clock: StillClock) -> None:
    late = [Remind(f"{day:02}", clock.now() + timedelta(days=day)) for day in range(1, 13)]
    await remind(store, *reversed(late))
    clock.advance(timedelta(days=30))
    for _ in range(2):
        await Timers(store, clock).once()
    assert await come(store) == [reminder.key for reminder in late]


async def test_more_timers_than_fit_one_transaction_all_come(store: Store, clock: StillClock) -> None:
    await remind(store, *(Remind(str(number), clock.now()) for number in range(1100)))
    await Timers(store, clock).once()
    assert await store.next_timer() is None


@pytest.mark.parametrize(
    ("due", "sleep"),
    [(timedelta(seconds=5), 5), (timedelta(hours=1), 60), (None, 60)],
    ids=["soon", "a minute at most", "nothing"],
)
async def test_the_loop_sleeps_until_the_next_timer(
    store: Store, clock: StillClock, due: timedelta | None, sleep: float
) -> None:
    if due:
        await remind(store, Remind("a", clock.now() + due))
    assert await Timers(store, clock).once() == sleep


async def test_what_was_kept_long_enough_goes_once_an_hour(store: Store, clock: StillClock) -> None:
    timers = Timers(store, clock)
    await remind(store)
    clock.advance(timedelta(hours=47, minutes=30))
    await timers.once()
    clock.advance(timedelta(minutes=45))
    await timers.once()
    assert len((await store.personal_data("person:1"))["inbox"]) == 1
    clock.advance(timedelta(minutes=30))
    await timers.once()
    assert (await store.personal_data("person:1"))["inbox"] == []


async def test_the_loop_outlives_a_database_that_fails_for_a_while(
    store: Store, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([OSError("disk"), OSError("disk")])
    move = store.move_due_timers

    async def fail_twice(now: object) -> int:
        if failure := next(failures, None):
            raise failure
        return await move(clock.now())

    monkeypatch.setattr("bot.timers.PAUSE", 0)
    monkeypatch.setattr(store, "move_due_timers", fail_twice)
    await remind(store, Remind("now", clock.now()))
    task = asyncio.create_task(Timers(store, clock).run())
    await store.inbox_changed.wait()
    task.cancel()
    await asyncio.wait([task])
    assert await come(store) == ["now"]
