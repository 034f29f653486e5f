"""What is stored about a person is in her own hands: it is handed out, it goes, and nothing of it comes back."""

import hashlib
import io
import json
import logging
import re
import tomllib
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, select

from bot import logs
from bot.export import export
from bot.store import inbox as queue
from bot.store import things
from bot.store.people import PERSONAL
from bot.store.rows import Letter, Outcome, Thing
from bot.store.store import Store
from bot.store.tables import actors, inbox, kept, metadata, outbox
from bot.timers import TIDYING, Timers
from flows.assignments.order import Attempt, Order, Review
from flows.desk import Desk
from flows.effects import Drop
from flows.events import Due, Event, Fetched, Told
from flows.exercises.outcome import share
from flows.kept import decode, encode
from flows.kinds import KINDS
from flows.news import Assigned, Called, Decided, HandedIn, Redeemed, Vanished
from flows.privacy import WORDING
from flows.teams import texts
from flows.teams.calls import CALL, Call
from flows.teams.team import MEMBER, Member, Role
from flows.teams.verdicts import whole
from flows.teams.work import (
    ASSIGNMENT,
    CARD,
    EXERCISE,
    ORDER,
    PART,
    PLAN,
    SAMPLE,
    WAITING,
    Assignment,
    Card,
    Correction,
    Part,
    Plan,
    Published,
    Reason,
    Sample,
    Status,
    Submission,
    Terms,
    Waiting,
)
from tests.conftest import StillClock
from tests.line import Line, new_desk
from tests.reviews import OWN, Office
from tests.sending import mark_sending, mark_sent
from tests.stage import NOON

ALEX, KIM, ROBIN, TONI = 700000001, 700000002, 700000003, 700000004
NAMES = {ALEX: "Alexandrine", KIM: "Kimberlina", ROBIN: "Robinson", TONI: "Tonibert"}
WORD = "Zwetschgenmus"
COACHED = "Pflaumenkuchen"
TERMS = Terms("Europe/Berlin")
PROMPTS = files("prompts") / "de"


def person(number: int) -> str:
    return f"person:{number}"


class House(Line):
    """Alex and Robin lead a team, Kim and Toni practise; what one of them keeps can be put in."""

    def __init__(self, store: Store, desk: Desk, clock: StillClock) -> None:
        super().__init__(store, desk, clock)
        self.clock = clock
        self.team = ""

    async def opens(self) -> None:
        await self.joins(ALEX, NAMES[ALEX])
        await self.taps(ALEX, "coach:gruenden||")
        await self.says(ALEX, "Vertrieb Nord")
        (row,) = await self.rows(select(kept.c.actor).where(kept.c.kind == "team"))
        self.team = row.actor
        for number, role in ((KIM, "trainee"), (TONI, "trainee"), (ROBIN, "coach")):
            await self.taps(ALEX, f"coach:einladen:neu||{self.team}/{role}/1")
            invitations = [row for row in await self.outbox(ALEX) if row["kind"] == "invite"]
            await self.joins(number, NAMES[number])
            await self.says(number, f"/start {invitations[-1]['payload']['payload']}")

    async def keeps(self, *kept: tuple[str, str, str, msgspec.Struct, str]) -> None:
        """Things, each with whose it is, its kind, its id and whom it tells of."""
        changes = [
            (owner, Thing(kind, id_, encode(KINDS[kind], thing), about)) for owner, kind, id_, thing, about in kept
        ]
        await self.store._database.write(things.change, changes, self.clock.now())

    async def works(self) -> None:
        """Kim and Toni have handed in what Alex gave them; Alex decided about Kim's, Robin has Toni's open."""
        assignment = Assignment(OWN, TERMS, NAMES[ALEX], person(ALEX), NOON)
        plan = Plan(OWN, TERMS, NAMES[ALEX], person(ALEX), NOON + timedelta(days=900), people=(person(KIM),))
        await self.keeps(
            (self.team, ASSIGNMENT, "aufgabe2", assignment, ""),
            (self.team, PLAN, "plan2222", plan, ""),
            (self.team, EXERCISE, OWN.id, Published(OWN, NAMES[ALEX]), ""),
        )
        for number in (KIM, TONI):
            id_, about = f"aufgabe2/{person(number)}", person(number)
            order = replace(ordered(self.team), status=Status.PASSED)
            await self.keeps(
                (self.team, CARD, id_, card(number, decided_by=NAMES[ALEX], decided=NOON), about),
                (self.team, PART, id_, Part("aufgabe2", NAMES[number], Status.PASSED, handed_in=NOON), about),
                (self.team, SAMPLE, id_, Sample(OWN.id, f"0 {WORD}", {"preis.1": 1.0}, about, NAMES[ALEX]), about),
                (about, ORDER, "aufgabe2", order, ""),
                (about, CALL, f"zuruf{number}", Call("Vertrieb Nord", NAMES[ALEX], COACHED, NOON), ""),
            )
        await self.keeps((self.team, WAITING, f"aufgabe2/{person(KIM)}", waiting(KIM), person(KIM)))
        await self.taps(ROBIN, f"coach:durchsicht:auf||{self.team}/aufgabe2/{KIM}")

    async def presses(self, number: int, action: str) -> None:
        """The newest button that does this."""
        rows = [row for message in await self.outbox(number) for row in message["payload"].get("buttons", [])]
        offered = [button["callback_data"] for row in rows for button in row]
        await self.taps(number, next(data for data in reversed(offered) if data.startswith(f"{action}|")))

    async def plays(self, number: int) -> None:
        """A whole afternoon: talk with a customer, a card of a real one, an activity, a thought."""
        await self.taps(number, "start||einzeln/klavier/beziehung")
        await self.says(number, f"2 1 0 {WORD}")
        await self.presses(number, "naechste")
        await self.taps(number, "start||einzeln/klavier/beziehung")
        await self.says(number, f"1 1 1 {WORD}")
        await self.says(number, "/kunden")
        await self.taps(number, "kunden:neu||")
        await self.says(number, f"{WORD} GmbH")
        await self.says(number, f"Morgen um neun {WORD} anrufen")
        await self.says(number, "/menue")
        await self.says(number, "/aktivitaeten")
        await self.says(number, f"Am Montag um neun {WORD} GmbH anrufen")

    async def fills(self, number: int) -> None:
        """A row of every kind there is, whether it is hers or a team's; export and deletion look into none."""
        there = await self.rows(select(kept.c.kind).where(kept.c.actor == person(number)))
        changes = [
            (person(number), Thing(kind, "x", json.dumps({"version": 1, "thing": {"wort": WORD}})))
            for kind in KINDS.keys() - {row.kind for row in there}
        ]
        await self.store._database.write(things.change, changes, self.clock.now())

    async def tells(self, sender: str, to: str, news: Any) -> None:
        """A letter that comes only now."""
        event = msgspec.json.encode(Told(sender, news)).decode()
        await self.store._database.write(queue.post, [Letter((to,), event, broadcast=False)], self.clock.now())

    async def comes(self, actor: str, event: Event) -> None:
        payload = msgspec.json.encode(event).decode()

        def put(connection: Connection) -> None:
            row = queue.row(actor, queue.chat_of(actor), "event", payload, self.clock.now())
            connection.execute(inbox.insert(), [row])

        await self.store._database.write(put)

    async def sends_everything(self) -> None:
        """What the sender would do."""
        while due := await self.store.due_messages(self.clock.now() + timedelta(minutes=1), 100):
            for message in due:
                await mark_sending(self.store, [message.id])
                await mark_sent(self.store, message.id, 5)

    async def deletes(self, number: int) -> None:
        await self.says(number, "/loeschen")
        await self.taps(number, "loeschen||sofort")

    async def holds(self) -> dict[str, list[str]]:
        """Every row of every table, raw."""
        return {
            name: [str(tuple(row)) for row in await self.rows(select(table))] for name, table in metadata.tables.items()
        }

    async def tell_of(self, *words: str) -> list[str]:
        """The rows that hold one of these."""
        return [
            f"{name}: {row}"
            for name, rows in (await self.holds()).items()
            for row in rows
            if any(word in row for word in words)
        ]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return new_desk()


@pytest.fixture
async def house(store: Store, desk: Desk, clock: StillClock) -> House:
    house = House(store, desk, clock)
    await house.opens()
    return house


def submission() -> Submission:
    return Submission(1, NOON, (Office().piece(f"0 2 0 {WORD}"),))


def card(number: int, **more: Any) -> Card:
    corrections = (Correction(0, "preis.1", 2, COACHED),)
    return Card(
        "aufgabe2",
        person(number),
        NAMES[number],
        submission(),
        objection=WORD,
        corrections=corrections,
        comment=COACHED,
        **more,
    )


def waiting(number: int) -> Waiting:
    return Waiting(OWN.title, NAMES[number], NOON, (Reason.OBJECTION,))


def ordered(team: str) -> Order:
    handed = submission()
    review = Review(NAMES[ALEX], (Correction(0, "preis.1", 2, COACHED),), COACHED)
    attempts = (Attempt(NOON, handed.pieces), Attempt(NOON, handed.pieces))
    return Order(
        team,
        "Vertrieb Nord",
        NAMES[ALEX],
        OWN,
        TERMS,
        NOON,
        attempts=attempts,
        handed_in=handed,
        sent=(1,),
        objection=WORD,
        review=review,
    )


# --- handed out ----------------------------------------------------------------------------------------------------


def test_everything_is_explained() -> None:
    """Each table, each kind of thing and each column, under headings that are all different."""
    words = tomllib.loads((PROMPTS / "export.toml").read_text("utf-8"))
    assert words["tabellen"].keys() == {table.name for table in PERSONAL} - {kept.name}
    assert words["dinge"].keys() == KINDS.keys()
    assert words["spalten"].keys() == {column.name for table in PERSONAL for column in table.c}
    titles = [title for title, _ in (*words["tabellen"].values(), *words["dinge"].values())]
    assert len(set(titles)) == len(titles)


async def test_everything_that_names_or_concerns_a_person_is_in_her_file(house: House) -> None:
    """Her own rows, what her team keeps about her, and what is on its way to her; of others not even their ids."""
    await house.plays(KIM)
    await house.works()
    await house.sends_everything()
    await house.says(KIM, "/menue")
    await house.fills(KIM)
    data = await house.store.personal_data(person(KIM))
    told = export(person(KIM), data)
    text = json.dumps(told, ensure_ascii=False)

    assert [table for table, rows in data.items() if not rows] == []
    assert {row["kind"] for row in data["kept"] if row["actor"] == person(KIM)} == KINDS.keys()
    for table, whose in PERSONAL.items():
        mine = whose == (KIM if whose.name == "chat" else person(KIM))
        rows = await house.rows(select(table).where((mine | (kept.c.about == person(KIM))) if table is kept else mine))
        assert len(rows) == len(data[table.name]), table.name
    told_by_team = {row["kind"] for row in data["kept"] if row["actor"] == house.team}
    assert told_by_team == {MEMBER, PART, CARD, WAITING, SAMPLE}
    sections = [section["daten"] for section in told.values() if "daten" in section]
    assert sum(map(len, sections)) == sum(map(len, data.values()))
    assert all(section["was"] for section in told.values())
    for said in (NAMES[KIM], WORD, COACHED, WORDING, data["answers"][0]["text"], data["outbox"][-1]["payload"]["text"]):
        assert json.dumps(said, ensure_ascii=False)[1:-1] in text
    assert set(re.findall(r"person:\d+", text)) == {person(KIM)}
    assert str(ROBIN) not in text


# --- forgotten -----------------------------------------------------------------------------------------------------


def logged() -> tuple[io.StringIO, logging.Handler]:
    stream = io.StringIO()
    return stream, logs.set_up(["123:geheim"], "plain", level=logging.DEBUG, stream=stream)


@pytest.mark.parametrize("when", ["at once", "in seven days"])
async def test_a_trainee_who_deletes_herself_leaves_nothing_but_a_bare_id(
    house: House, when: str, tmp_path: Path
) -> None:
    """In no table, whoever keeps it; not in the log."""
    root = logging.getLogger()
    level, (stream, handler) = root.level, logged()
    try:
        await house.plays(KIM)
        await house.works()
        await house.sends_everything()
        if when == "at once":
            await house.fills(KIM)
            await house.deletes(KIM)
        else:
            await house.says(KIM, "/loeschen")
            await house.taps(KIM, "loeschen||spaeter")
            await house.sends_everything()
            house.clock.advance(timedelta(days=8))
            await house.store.move_due_timers(house.clock.now())
            await house.settles()
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    farewell = [row for row in await house.rows(select(outbox)) if row.chat == KIM]
    assert ["Alles ist gelöscht" in row.payload for row in farewell] == [True]
    await house.sends_everything()
    left = await house.tell_of(str(KIM), NAMES[KIM])
    assert len(left) == 1, left
    (tombstone,) = await house.rows(select(actors).where(actors.c.actor == person(KIM)))
    assert (tombstone.state, tombstone.edition, tombstone.last_edition) == ("", "", "")
    assert tombstone.forgotten is not None
    words = await house.tell_of(WORD)
    assert words, "Toni's stay"
    assert all(str(TONI) in row for row in words)
    for secret in (str(KIM), NAMES[KIM], WORD):
        assert secret not in stream.getvalue()


async def test_the_file_of_the_database_holds_no_words_of_who_is_gone(
    sqlite_store: Store, desk: Desk, clock: StillClock, tmp_path: Path
) -> None:
    """SQLite overwrites what is deleted; its log goes when the program stops."""
    house = House(sqlite_store, desk, clock)
    await house.joins(KIM, NAMES[KIM])
    await house.plays(KIM)
    await house.sends_everything()
    assert WORD.encode() in content(tmp_path)
    await house.deletes(KIM)
    await house.sends_everything()
    await sqlite_store.close()
    assert WORD.encode() not in content(tmp_path)
    assert NAMES[KIM].encode() not in content(tmp_path)


def content(folder: Path) -> bytes:
    """Of all files."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_a_coach_who_deletes_herself_leaves_her_work_and_not_her_name(house: House) -> None:
    """Not in what the team keeps, not in what she gave people, not in messages that wait."""
    await house.works()
    await house.deletes(ALEX)
    await house.sends_everything()
    left = await house.tell_of(str(ALEX), NAMES[ALEX])
    assert len(left) == 1, left
    kinds = {row.kind for row in await house.rows(select(kept.c.kind).where(kept.c.actor == house.team))}
    assert kinds >= {ASSIGNMENT, PLAN, EXERCISE, CARD, SAMPLE, PART}
    cards = await house.rows(select(kept).where(kept.c.kind == CARD))
    assert {row.about for row in cards} == {person(KIM), person(TONI)}
    assert all(COACHED in row.data for row in cards)


@pytest.mark.parametrize("how", ["leaves", "dissolves"])
async def test_who_is_no_longer_together_keeps_no_names(house: House, how: str) -> None:
    """A coach may delete herself long after: then her former team and its people do not know her any more."""
    await house.works()
    if how == "leaves":
        await house.taps(ALEX, f"team:fort||{house.team}")
    else:
        await house.taps(ROBIN, f"team:fort||{house.team}")
        await house.taps(ALEX, f"team:fort||{house.team}")
    await house.deletes(ALEX)
    await house.sends_everything()
    assert len(await house.tell_of(str(ALEX), NAMES[ALEX])) == 1


LATE: dict[str, Any] = {
    "a letter of her team": lambda house: house.tells(
        house.team, person(KIM), Assigned("a2", "Nord", OWN, TERMS, NAMES[ALEX])
    ),
    "a broadcast": lambda house: house.tells(house.team, person(KIM), Called("Nord", NAMES[ALEX], COACHED)),
    "somebody else is gone": lambda house: house.tells(house.team, person(KIM), Vanished(person(TONI), NAMES[TONI])),
    "a timer": lambda house: house.comes(person(KIM), Due("rollenspiel", NOON)),
    "a file": lambda house: house.comes(person(KIM), Fetched("kunden:liste", "liste.csv", WORD.encode())),
    "what she told her team": lambda house: house.tells(person(KIM), house.team, HandedIn("aufgabe2", 1, submission())),
    "her link": lambda house: house.tells(person(KIM), house.team, Redeemed("digest", NAMES[KIM])),
    "a coach's decision": lambda house: house.tells(
        person(ROBIN), house.team, Decided(f"aufgabe2/{person(KIM)}", comment=COACHED)
    ),
    "a plan": lambda house: house.comes(house.team, Due("team:aufgaben:plan:plan2222", NOON)),
    "a latecomer's timer": lambda house: house.comes(
        house.team, Due(f"team:aufgaben:dazu:aufgabe2/{person(KIM)}", NOON)
    ),
}


async def test_nothing_comes_back_whatever_comes_late(house: House) -> None:
    await house.works()
    await house.deletes(KIM)
    await house.sends_everything()
    for name, comes in LATE.items():
        await comes(house)
        await house.settles()
        await house.sends_everything()
        left = await house.tell_of(str(KIM), NAMES[KIM])
        assert len(left) == 1, (name, left)


async def test_what_is_under_way_while_she_goes_does_not_come_back(house: House, store: Store) -> None:
    """Two queues in one round: her team was about to keep something about her, and she to tell it something."""
    about = Thing(
        MEMBER, person(KIM), encode(KINDS[MEMBER], Member(NAMES[KIM], "Nord", Role.TRAINEE, NOON)), person(KIM)
    )
    await house.sends(KIM, {"message": {"text": WORD}})
    await house.comes(house.team, Due("team:nichts:da", NOON))
    claimed = {row.actor: row for row in await store.claim(10)}
    gone = Outcome(claimed[person(KIM)], "{}", forget=True)
    keeps = Outcome(claimed[house.team], "{}", things=(about, replace(about, id="x", about=person(TONI))))
    await house.tells(person(KIM), house.team, Redeemed("digest", NAMES[KIM]))
    await store.commit([keeps, gone])
    assert not await house.rows(select(kept).where(kept.c.about == person(KIM)))
    assert await house.rows(select(kept).where(kept.c.id == "x"))
    assert not await house.rows(select(inbox).where(inbox.c.payload.contains(NAMES[KIM])))


async def test_what_was_given_up_and_names_her_goes(house: House, store: Store) -> None:
    """What others said stays, also if her number begins like another's."""
    for named in (f"aufgabe2/{person(KIM)}", f"aufgabe2/{person(KIM)}9"):
        await house.tells(person(ROBIN), house.team, Decided(named, comment=COACHED))
        (claimed,) = [row for row in await store.claim(10) if row.actor == house.team]
        for _ in range(3):
            await store.fail(claimed, f"Traceback {named}", None)
    await house.deletes(KIM)
    await house.sends_everything()
    parked = await house.rows(select(inbox).where(inbox.c.state == "parked"))
    assert [f"{person(KIM)}9" in row.payload for row in parked] == [True]


async def test_whoever_comes_back_begins_anew(house: House) -> None:
    await house.works()
    await house.deletes(KIM)
    await house.joins(KIM, "Kim")
    await house.says(KIM, "/aufgaben")
    await house.says(KIM, "/team")
    data = await house.store.personal_data(person(KIM))
    assert data["kept"] == []
    assert data["actors"][0]["forgotten"] is None


# --- how long ------------------------------------------------------------------------------------------------------

DAYS = timedelta(days=30)


async def test_words_that_were_handed_in_go_after_a_time_and_figures_stay(house: House) -> None:
    """Of everybody who keeps them; what waits for a coach goes only after she has decided."""
    await house.works()
    await house.sends_everything()
    before = {(row.kind, row.id, row.actor): row for row in await house.rows(select(kept))}
    timers = Timers(house.store, house.clock, DAYS)
    house.clock.advance(DAYS - 2 * TIDYING)
    await timers.once()
    assert {(row.kind, row.id, row.actor): row for row in await house.rows(select(kept))} == before
    house.clock.advance(3 * TIDYING)
    await timers.once()
    after = {(row.kind, row.id, row.actor): row for row in await house.rows(select(kept))}
    waits = (CARD, f"aufgabe2/{person(KIM)}", house.team)
    assert [key for key, row in after.items() if WORD in row.data or COACHED in row.data] == [waits]
    assert {key for key in before if key not in after} == {key for key in before if key[0] in (SAMPLE, CALL)}, (
        "they are nothing but words"
    )
    for key in after:
        if key[0] in (CARD, ORDER):
            old, new = (decode(KINDS[key[0]], rows[key].data) for rows in (before, after))
            assert _figures(old) == _figures(new)

    await house.keeps(*[(house.team, CARD, f"aufgabe2/{person(KIM)}", card(KIM), person(KIM))])
    await house.store._database.write(
        things.change, [(house.team, Drop(WAITING, f"aufgabe2/{person(KIM)}"))], house.clock.now()
    )
    house.clock.advance(DAYS + TIDYING)
    await timers.once()
    assert await house.tell_of(WORD) == []
    assert not [row for row in await house.rows(select(kept)) if COACHED in row.data]


def _figures(thing: Any) -> object:
    """Levels, states and dates."""
    if isinstance(thing, Card):
        words = [(each.item, each.level) for each in thing.corrections]
        return share(whole(thing.submission)), thing.submission.given, thing.decided, thing.decided_by, words
    levels = [(attempt.given, *(item.level for item in attempt.verdict.items)) for attempt in thing.attempts]
    return thing.status, thing.received, levels, [each.level for each in thing.review.corrections]


async def test_words_do_not_come_back_by_a_step_under_way(house: House, store: Store) -> None:
    await house.works()
    await house.sends(KIM, {"message": {"text": "hm"}})
    (early,) = [row for row in await store.claim(10) if row.actor == person(KIM)]
    house.clock.advance(DAYS + TIDYING)
    while await store.forget_texts(house.clock.now() - DAYS):
        pass
    (late,) = [row for row in await store.claim(10) if row.actor == person(KIM)]
    assert late.version > early.version


def test_what_cannot_be_handed_in_any_more_is_not_offered() -> None:
    """Attempts without words are figures only; with nothing handed in she begins anew."""
    open_order = replace(ordered("team:a"), status=Status.NOT_YET, review=None, objection="")
    assert open_order.ready
    assert open_order.may_object
    bare = texts.order(open_order)
    assert (bare.ready, bare.may_object, len(bare.attempts)) == ((), False, 2)
    fresh = texts.order(replace(open_order, sent=(), handed_in=None, status=Status.BEGUN))
    assert (fresh.attempts, fresh.can_try, fresh.left) == ((), True, TERMS.most)
    decided_by_nobody = replace(open_order, status=Status.IN_REVIEW)
    assert texts.order(decided_by_nobody) == decided_by_nobody


# --- consent -------------------------------------------------------------------------------------------------------

WORDS = {"2026-11-27": "d44b0c20265c8540"}


def test_whoever_changes_what_people_consent_to_says_so() -> None:
    """By a new `WORDING`, beside the digest of the words it stands for."""
    said = "".join((PROMPTS / f"{name}.j2").read_text("utf-8") for name in ("willkommen", "datenschutz"))
    assert {WORDING: hashlib.sha256(said.encode()).hexdigest()[:16]} == WORDS


async def test_what_was_consented_to_is_kept(house: House) -> None:
    """The day and the words, for whoever asks; she is told if the words have changed since."""
    (actor,) = (await house.store.personal_data(person(KIM)))["actors"]
    consent = actor["state"]["person"]
    assert consent["wording"] == WORDING
    assert consent["consented"].startswith("2026-03-04")
    await house.says(KIM, "/datenschutz")
    assert "Einverständnis habe ich vom 4. März 2026" in (await house.outbox(KIM))[-1]["payload"]["text"]
    assert "geändert" not in (await house.outbox(KIM))[-1]["payload"]["text"]
