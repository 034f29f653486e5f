"""Teams on the real line: told events, links and what is kept about people, on both databases."""

import asyncio
import json
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select

from bot.store import inbox as queue
from bot.store.rows import Letter
from bot.store.store import Store
from bot.store.tables import actors, inbox, kept, outbox
from flows.desk import Desk
from flows.events import Commanded, Told
from flows.kept import Want
from flows.moment import NUMBERS
from flows.news import Called
from flows.session import Person, Session
from flows.teams.team import digest
from tests.conftest import StillClock
from tests.line import ADA, ALEX, KIM, TONI, Line, new_desk


@pytest.fixture(scope="module")
def desk() -> Desk:
    return new_desk()


@pytest.fixture
def line(store: Store, desk: Desk, clock: StillClock) -> Line:
    return Line(store, desk, clock)


async def test_a_team_is_founded_and_somebody_comes_by_a_link(line: Line) -> None:
    team = await line.founds()
    payload = await line.invites(team, 1)
    await line.joins(KIM, "Kim")
    await line.says(KIM, f"/start {payload}")
    members = await line.rows(select(kept.c.id, kept.c.about).where(kept.c.kind == "mitglied").order_by(kept.c.id))
    assert [tuple(row) for row in members] == [("person:1", "person:1"), ("person:2", "person:2")]
    assert "Willkommen im Team" in (await line.outbox(KIM))[-1]["payload"]["text"]


async def test_the_secret_of_a_link_is_nowhere_but_in_the_message(line: Line) -> None:
    team = await line.founds()
    secret = (await line.invites(team, 1)).partition("-")[2]
    await line.joins(KIM, "Kim")
    await line.says(KIM, f"/start {team.partition(':')[2]}-{secret}")
    where = []
    for table in (actors, inbox, kept, outbox):
        where += [(table.name, row.kind) for row in await line.rows(select(table)) if secret in str(tuple(row))]
    assert where == [("outbox", "invite")]
    assert digest(secret) != secret


async def test_fifty_at_once_on_a_link_for_ten_are_ten(line: Line) -> None:
    team = await line.founds()
    payload = await line.invites(team, 10)
    crowd = range(100, 150)
    for person in crowd:
        await line.joins(person, f"Kim {person}")
    await asyncio.gather(
        *(
            line.sends(
                person,
                {
                    "message": {
                        "message_id": 1,
                        "chat": {"id": person, "type": "private"},
                        "from": {"id": person},
                        "text": f"/start {payload}",
                    }
                },
            )
            for person in crowd
        )
    )
    await line.settles()
    assert len(await line.rows(select(kept).where(kept.c.kind == "mitglied"))) == 1 + 10
    told = [(await line.outbox(person))[-1]["payload"]["text"] for person in crowd]
    assert sum("gilt nicht (mehr)" in text for text in told) == 40


async def test_a_guess_makes_no_team(line: Line) -> None:
    await line.joins(KIM, "Kim")
    await line.says(KIM, "/start abcdefgh-" + "x" * 43)
    assert "gilt nicht (mehr)" in (await line.outbox(KIM))[-1]["payload"]["text"]
    assert [row.actor for row in await line.rows(select(actors))] == ["person:2"]


async def test_what_a_team_keeps_about_a_person_is_hers(line: Line) -> None:
    """She gets it with her data, and it goes when she goes; what is others' stays."""
    team = await line.founds()
    payload = await line.invites(team, 1)
    await line.joins(KIM, "Kim")
    await line.says(KIM, f"/start {payload}")
    things = (await line.store.personal_data("person:2"))["kept"]
    assert [(thing["actor"], thing["kind"]) for thing in things] == [(team, "mitglied")]
    await line.taps(KIM, "loeschen||")
    await line.taps(KIM, "loeschen||sofort")
    assert (await line.store.personal_data("person:2"))["kept"] == []
    assert [row.id for row in await line.rows(select(kept.c.id).where(kept.c.kind == "mitglied"))] == ["person:1"]


async def test_a_dissolved_team_leaves_nothing_and_its_links_are_dead(line: Line) -> None:
    team = await line.founds()
    payload = await line.invites(team, 10)
    await line.taps(ALEX, f"team:fort||{team}")
    assert await line.rows(select(kept).where(kept.c.actor == team)) == []
    await line.joins(KIM, "Kim")
    await line.says(KIM, f"/start {payload}")
    assert "gilt nicht (mehr)" in (await line.outbox(KIM))[-1]["payload"]["text"]
    assert await line.rows(select(kept).where(kept.c.actor == team)) == []


async def test_whoever_blocks_the_bot_is_known_to_her_team_after_the_first_message(line: Line, store: Store) -> None:
    team = await line.founds()
    payload = await line.invites(team, 1)
    await line.joins(KIM, "Kim")
    await line.says(KIM, f"/start {payload}")
    await store.mark_unreachable("person:2")
    await store.mark_unreachable("person:2")
    await line.settles()
    (member,) = await line.rows(select(kept.c.data).where(kept.c.kind == "mitglied", kept.c.id == "person:2"))
    assert json.loads(member.data)["thing"]["reachable"] is False


async def test_what_goes_to_many_waits_behind_what_somebody_waits_for(
    line: Line, store: Store, clock: StillClock
) -> None:
    """Also within one queue: her tap is answered before she hears the news, which were there first."""
    news = msgspec.json.encode(Told("team:abcdefgh", Called("Nord", "Alex", "Guten Morgen"))).decode()
    letter = Letter(("person:2", "person:3"), news, broadcast=True)
    await store._database.write(queue.post, [letter], clock.now())
    await line.sends(TONI, {"callback_query": {"id": "1", "from": {"id": TONI}, "data": "menue||"}})
    (first,) = await store.claim(1)
    assert (first.actor, first.kind) == ("person:3", "update")


async def test_an_admin_sees_numbers_and_nobody_else_does(line: Line) -> None:
    team = await line.founds()
    payload = await line.invites(team, 1)
    await line.joins(KIM, "Kim")
    await line.says(KIM, f"/start {payload}")
    await line.joins(ADA, "Ada")
    await line.says(ADA, "/admin")
    text = (await line.outbox(ADA))[-1]["payload"]["text"]
    assert "3 Personen" in text
    assert "1 Team mit 2 Mitgliedern" in text
    assert "Kim" not in text
    await line.says(KIM, "/admin")
    assert "kenne ich nicht" in (await line.outbox(KIM))[-1]["payload"]["text"]


def test_nothing_is_counted_for_whoever_is_no_admin(desk: Desk) -> None:
    asked = Commanded("admin")
    known = Session(Person("Ada", StillClock().now()))
    assert desk.wants(known, asked, f"person:{ADA}") == {NUMBERS}
    assert desk.wants(known, asked, f"person:{KIM}") == set()


async def test_admins_and_metrics_are_told_the_same_figures(line: Line, store: Store, clock: StillClock) -> None:
    await line.joins(KIM, "Kim")
    await line.joins(TONI, "Toni")
    await store.mark_unreachable(f"person:{TONI}")
    numbers = (await store.gather({"person:9": frozenset({NUMBERS})}))["person:9"].numbers
    standing = await store.standing(clock.now())
    assert standing.unreachable == 1
    assert standing.waiting > 0
    told = [numbers[name] for name in ("offen", "wartend", "geparkt", "unzustellbar", "unerreichbar")]
    assert told == [standing.open, standing.waiting, standing.parked, standing.dead, standing.unreachable]


async def test_what_is_wanted_since_a_day_is_what_is_kept_since_then(
    line: Line, store: Store, clock: StillClock
) -> None:
    team = await line.founds()
    payload = await line.invites(team, 1)
    clock.advance(timedelta(days=10))
    await line.joins(KIM, "Kim")
    await line.says(KIM, f"/start {payload}")
    wants = frozenset({Want("mitglied", owner=team, since=clock.now() - timedelta(days=5))})
    found = (await store.gather({f"person:{ALEX}": wants}))[f"person:{ALEX}"].found
    assert [each.thing.id for each in found] == [f"person:{KIM}"]
