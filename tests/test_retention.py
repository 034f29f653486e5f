"""After the time the operator sets the words go, and what they were worth stays."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.store.rows import Incoming, Outcome
from bot.store.store import Store
from bot.timers import TIDYING, Timers
from flows.effects import Effect, RecordAnswer
from flows.session import SCHEMA, Session
from tests.conftest import StillClock
from tests.stage import Trainee

KIM, ALEX = "person:7", "person:8"
DAYS = timedelta(days=30)


class Keeper:
    """Plays, and puts what follows into the store."""

    def __init__(self, store: Store, clock: StillClock) -> None:
        self.store, self.clock = store, clock
        self.number = 0
        self.timers = Timers(store, clock, DAYS)

    async def keep(self, actor: str, trainee: Trainee, effects: Sequence[Effect]) -> None:
        self.number += 1
        await self.store.add_updates([Incoming(self.number, actor, int(actor[7:]), "{}")])
        (claimed,) = await self.store.claim(1)
        state, run, last = msgspec.json.encode(trainee.session).decode(), trainee.session.run, trainee.session.last
        answers = tuple(effect for effect in effects if isinstance(effect, RecordAnswer))
        editions = (run.edition if run else "", last.edition if last else "")
        await self.store.commit([Outcome(claimed, state, SCHEMA, *editions, answers=answers)])

    async def waits(self, span: timedelta) -> dict[str, list[dict[str, Any]]]:
        """Time passes, hour by hour as it matters; what is then stored about Kim."""
        self.clock.advance(max(span, TIDYING))
        await self.timers.once()
        return await self.store.personal_data(KIM)


@pytest.fixture
def keeper(store: Store, clock: StillClock) -> Keeper:
    return Keeper(store, clock)


def session(data: dict[str, list[dict[str, Any]]]) -> Session:
    (actor,) = data["actors"]
    return msgspec.convert(actor["state"], Session)


async def test_words_go_and_figures_stay(keeper: Keeper) -> None:
    """Of a run that is over: its answers, and what its review quotes of them."""
    kim = Trainee().begins("einzeln", phase="beziehung").says("2 1 0 Zwetschgenmus").taps("naechste")
    assert kim.session.last is not None
    await keeper.keep(KIM, kim, kim.answers)
    before = await keeper.waits(DAYS - 2 * TIDYING)
    assert "Zwetschgenmus" in str(before)
    after = await keeper.waits(3 * TIDYING)
    assert "Zwetschgenmus" not in str(after)
    assert "Grund" not in str(after["answers"])
    assert session(after) == msgspec.structs.replace(kim.session, last=None)
    assert after["actors"][0]["last_edition"] == ""
    for old, new in zip(before["answers"], after["answers"], strict=True):
        assert new["text"] == ""
        assert [item["level"] for item in new["verdict"]["items"]] == [2, 1, 0]
        assert old | {"text": "", "verdict": {}} == new | {"verdict": {}}


async def test_a_run_that_goes_on_keeps_its_words(keeper: Keeper) -> None:
    """All of them, from the first, because they belong together; also those of other people."""
    kim = Trainee().begins().says("2 1 0 Zwetschgenmus")
    await keeper.keep(KIM, kim, kim.answers)
    await keeper.waits(DAYS - 2 * TIDYING)
    kim.taps("naechste").says("1 1 1 Pflaumenmus")
    await keeper.keep(KIM, kim, kim.answers[1:])
    data = await keeper.waits(3 * TIDYING)
    assert "Zwetschgenmus" in str(data["answers"])
    assert session(data) == kim.session
    data = await keeper.waits(DAYS)
    assert "mus" not in json.dumps(data)
    assert session(data).run is None, "nobody has gone on with it"


async def test_who_is_still_at_it_loses_nothing(keeper: Keeper) -> None:
    kim, alex = Trainee().begins().says("2 1 0 Zwetschgenmus"), Trainee(seed=2).begins().says("0 0 0 Apfelmus")
    await keeper.keep(ALEX, alex, alex.answers)
    await keeper.waits(DAYS - 2 * TIDYING)
    await keeper.keep(KIM, kim, kim.answers)
    assert "Zwetschgenmus" in str(await keeper.waits(3 * TIDYING))
    assert "Apfelmus" not in str(await keeper.store.personal_data(ALEX))


async def test_a_step_under_way_does_not_bring_words_back(keeper: Keeper) -> None:
    """What was claimed before is stepped again from where the person stands now."""
    kim = Trainee().begins().says("2 1 0 Zwetschgenmus")
    await keeper.keep(KIM, kim, kim.answers)
    await keeper.store.add_updates([Incoming(99, KIM, 7, "{}")])
    (early,) = await keeper.store.claim(1)
    await keeper.waits(DAYS + TIDYING)
    (late,) = await keeper.store.claim(1)
    assert late.version > early.version
    assert "Zwetschgenmus" not in str(late.state_json)


async def test_without_a_limit_everything_stays(store: Store, clock: StillClock, keeper: Keeper) -> None:
    keeper.timers = Timers(store, clock)
    kim = Trainee().begins().says("2 1 0 Zwetschgenmus")
    await keeper.keep(KIM, kim, kim.answers)
    assert "Zwetschgenmus" in str(await keeper.waits(timedelta(days=3650)))


async def test_raw_updates_go_after_two_days(store: Store, keeper: Keeper) -> None:
    kim = Trainee().begins()
    await keeper.keep(KIM, kim, [])
    assert (await keeper.waits(timedelta(hours=47)))["inbox"] != []
    assert (await keeper.waits(timedelta(hours=2)))["inbox"] == []
