"""Admins hear of trouble they can do something about, seldom, and nothing that anybody wrote."""

import asyncio
import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from telegram.error import Conflict, TimedOut

from bot.alerts import LEAST_FREE, Alerts, free_space
from bot.pulse import Pulses
from bot.render import Renderer
from bot.store.rows import Draft, Incoming, Outcome
from bot.store.store import Store
from tests.conftest import StillClock
from tests.sending import mark_sending, mark_sent

ADMIN, DEPUTY = 70, 71
RENDERER = Renderer()
PLENTY = LEAST_FREE * 9


class Watcher:
    """Alerts, and what the admins have been sent by them."""

    def __init__(self, store: Store, clock: StillClock) -> None:
        self.store, self.clock = store, clock
        self.free: int | None = PLENTY
        self.pulses = Pulses()
        self.begins_anew()

    def begins_anew(self) -> None:
        """As after a restart."""
        self.alerts = Alerts(self.store, self.clock, RENDERER, (ADMIN, DEPUTY), lambda: self.free, self.pulses)

    async def looks(self) -> list[tuple[int, str]]:
        """Everything that is due is sent."""
        await self.alerts.once()
        heard = []
        while rows := await self.store.due_messages(self.clock.now(), 9):
            for row in rows:
                heard.append((row.chat, row.payload["text"]))
                await mark_sending(self.store, [row.id])
                await mark_sent(self.store, row.id, len(heard))
        return heard


@pytest.fixture
def watcher(store: Store, clock: StillClock) -> Watcher:
    return Watcher(store, clock)


async def park(store: Store, number: int, words: str = "Guten Tag") -> None:
    await store.add_updates([Incoming(number, f"person:{number}", number, json.dumps({"text": words}))])
    (claimed,) = await store.claim(1)
    for _ in range(3):
        await store.fail(claimed, f"ValueError: {words}", None)


async def bury(store: Store, clock: StillClock, number: int, words: str, error: str = "BadRequest") -> None:
    await store.add_updates([Incoming(number, f"person:{number}", number, "{}")])
    (claimed,) = await store.claim(1)
    draft = Draft("say", json.dumps({"text": words}), 0, clock.now())
    await store.commit([Outcome(claimed, "{}", 1, drafts=(draft,))])
    (row,) = await store.due_messages(clock.now(), 9)
    await store.bury(row.id, error)


async def test_nobody_is_told_that_all_is_well(watcher: Watcher) -> None:
    assert await watcher.looks() == []


async def test_every_admin_hears_of_it_once(watcher: Watcher) -> None:
    """And no word of what was said."""
    await park(watcher.store, 1, "Zwetschgenmus")
    await bury(watcher.store, watcher.clock, 2, "Zwetschgenmus")
    heard = await watcher.looks()
    assert sorted(chat for chat, _ in heard) == [ADMIN, ADMIN, DEPUTY, DEPUTY]
    assert any("verkaufstrainer parked" in text for _, text in heard)
    assert not any("Zwetschgen" in text for _, text in heard)
    assert await watcher.looks() == []


async def test_more_of_it_is_told_after_an_hour(watcher: Watcher) -> None:
    """Whatever came meanwhile counts, and a restart changes nothing about the hour."""
    await park(watcher.store, 1)
    assert len(await watcher.looks()) == 2
    watcher.clock.advance(timedelta(minutes=59))
    await park(watcher.store, 2)
    assert await watcher.looks() == []
    watcher.begins_anew()
    assert await watcher.looks() == []
    watcher.clock.advance(timedelta(minutes=2))
    assert ["2 Nachrichten" in text for _, text in await watcher.looks()] == [True, True]
    watcher.clock.advance(timedelta(hours=2))
    assert await watcher.looks() == [], "nothing new has come"


async def test_an_alarm_that_still_waits_is_not_doubled(store: Store, clock: StillClock, watcher: Watcher) -> None:
    """Telegram may be away for longer than an hour."""
    await park(store, 1)
    await watcher.alerts.once()
    clock.advance(timedelta(hours=3))
    watcher.begins_anew()
    await watcher.alerts.once()
    assert len(await watcher.looks()) == 2


async def test_an_alarm_that_reaches_nobody_raises_none(store: Store, clock: StillClock, watcher: Watcher) -> None:
    """An admin who never pressed Start would be told of that again and again."""
    await park(store, 1)
    await watcher.alerts.once()
    for row in await store.due_messages(clock.now(), 9):
        await store.bury(row.id, "BadRequest('Chat not found')")
    clock.advance(timedelta(hours=2))
    assert await watcher.looks() == []


async def test_who_blocked_the_bot_is_no_trouble(store: Store, clock: StillClock, watcher: Watcher) -> None:
    await bury(store, clock, 1, "Hallo", "unreachable")
    assert await watcher.looks() == []


async def test_a_poll_that_stays_refused_is_told(watcher: Watcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one that is refused for a moment, as when two programs relieve each other, nor any other trouble."""
    time = [0.0]
    monkeypatch.setattr("bot.pulse.monotonic", lambda: time[0])
    poller, never = watcher.pulses.poller, asyncio.Event()
    polling = asyncio.create_task(poller.follow(never.wait))
    await asyncio.sleep(0)
    poller.miss(Conflict("terminated by other getUpdates request"))
    assert await watcher.looks() == []
    time[0] = 61.0
    assert len(await watcher.looks()) == 2
    poller.miss(TimedOut())
    watcher.clock.advance(timedelta(hours=2))
    assert await watcher.looks() == []
    never.set()
    await polling


async def test_a_disk_nearly_full_is_told_each_time_it_gets_so(watcher: Watcher) -> None:
    watcher.free = LEAST_FREE - 1
    assert ["499 MB" in text for _, text in await watcher.looks()] == [True, True]
    watcher.clock.advance(timedelta(hours=2))
    assert await watcher.looks() == []
    watcher.free = PLENTY
    assert await watcher.looks() == []
    watcher.free = 0
    assert len(await watcher.looks()) == 2


async def test_a_database_elsewhere_has_no_disk_here(watcher: Watcher) -> None:
    watcher.free = free_space(None)
    assert await watcher.looks() == []


async def test_a_database_that_was_gone_is_told_once_it_is_back(
    store: Store, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then nothing can be stored, so nothing can be told."""

    async def gone() -> Any:
        raise OperationalError("SELECT", {}, OSError("gone"))

    with monkeypatch.context() as patch:
        patch.setattr(store, "losses", gone)
        await watcher.alerts.once()
        watcher.clock.advance(timedelta(minutes=7))
        await watcher.alerts.once()
    assert ["etwa 7 Minuten" in text for _, text in await watcher.looks()] == [True, True]
    assert await watcher.looks() == []


async def test_two_programs_tell_it_once(store: Store, clock: StillClock) -> None:
    await park(store, 1)
    watchers = [Watcher(store, clock) for _ in range(4)]
    await asyncio.gather(*(watcher.alerts.once() for watcher in watchers))
    assert len(await watchers[0].looks()) == 2


def test_free_space_is_that_of_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda folder: SimpleNamespace(free=5 if folder == tmp_path else 0))
    assert free_space(tmp_path) == 5
