"""The review on the real line, on both databases: what is found, and what is gone afterwards."""

import pytest
from sqlalchemy import select

from bot.store import things
from bot.store.rows import Thing
from bot.store.store import Store
from bot.store.tables import kept
from flows.desk import Desk
from flows.kept import encode
from flows.kinds import KINDS
from flows.teams.work import (
    ASSIGNMENT,
    CARD,
    PART,
    SAMPLE,
    WAITING,
    Assignment,
    Card,
    Part,
    Reason,
    Sample,
    Submission,
    Terms,
    Waiting,
)
from tests.conftest import StillClock
from tests.line import ALEX, KIM, TONI, Line, new_desk
from tests.reviews import OWN, Office
from tests.stage import NOON


@pytest.fixture(scope="module")
def desk() -> Desk:
    return new_desk()


@pytest.fixture
def line(store: Store, desk: Desk, clock: StillClock) -> Line:
    return Line(store, desk, clock)


@pytest.fixture
async def team(line: Line, store: Store) -> str:
    """Kim and Toni have handed in; each has a card, a line in the queue and a sample."""
    team = await line.founds()
    payload = await line.invites(team, 10)
    piece = Office().piece("0 0 0")
    things_: list[tuple[str, Thing]] = [
        (team, Thing(ASSIGNMENT, "aufgabe2", encode(KINDS[ASSIGNMENT], _assignment()))),
    ]
    for person, name in ((KIM, "Kim"), (TONI, "Toni")):
        await line.joins(person, name)
        await line.says(person, f"/start {payload}")
        actor = f"person:{person}"
        each = {
            CARD: Card("aufgabe2", actor, name, Submission(1, NOON, (piece,))),
            WAITING: Waiting(OWN.title, name, NOON, (Reason.NOT_YET,)),
            PART: Part("aufgabe2", name),
            SAMPLE: Sample(OWN.id, "0 0 0", {"preis.1": 0.5}, actor, "Alex"),
        }
        things_ += [
            (team, Thing(kind, f"aufgabe2/{actor}", encode(KINDS[kind], thing), actor)) for kind, thing in each.items()
        ]
    await store._database.write(things.change, things_, NOON)
    return team


def _assignment() -> Assignment:
    return Assignment(OWN, Terms("Europe/Berlin"), "Alex", "person:1", NOON)


async def _about(line: Line, *kinds: str) -> set[str]:
    rows = await line.rows(select(kept.c.about).where(kept.c.kind.in_(kinds)))
    return {str(row.about) for row in rows}


async def test_a_card_is_opened_and_decided(line: Line, team: str) -> None:
    """By four taps, each answered."""
    await line.taps(ALEX, f"coach:durchsicht||{team}")
    assert "2 Karten warten" in (await line.outbox(ALEX))[-1]["payload"]["text"]
    await line.taps(ALEX, f"coach:durchsicht:auf||{team}")
    for said in ("Das erfährt Kim", "Gespeichert"):
        await line.taps(ALEX, (await line.outbox(ALEX))[-1]["payload"]["buttons"][0][0]["callback_data"])
        assert said in (await line.outbox(ALEX))[-1]["payload"]["text"]
    assert await _about(line, WAITING) == {"person:3"}


@pytest.mark.parametrize("how", ["leaves", "deletes"])
async def test_what_somebody_handed_in_goes_with_her(line: Line, team: str, how: str) -> None:
    """What others handed in stays; of who left, where she stood stays too."""
    if how == "leaves":
        await line.taps(KIM, f"team:fort||{team}")
    else:
        await line.taps(KIM, "loeschen||")
        await line.taps(KIM, "loeschen||sofort")
    assert await _about(line, CARD, WAITING, SAMPLE) == {"person:3"}
    assert await _about(line, PART) == ({"person:2", "person:3"} if how == "leaves" else {"person:3"})


async def test_what_somebody_handed_in_is_hers_to_have(line: Line, team: str, store: Store) -> None:
    kinds = {thing["kind"] for thing in (await store.personal_data("person:2"))["kept"] if thing["actor"] == team}
    assert {CARD, WAITING, SAMPLE, PART} <= kinds
