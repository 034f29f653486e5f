"""The store keeps what it is given, on both databases."""

import asyncio
import itertools
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, inspect, text

from bot.store.database import connect
from bot.store.people import PERSONAL
from bot.store.rows import Claimed, Draft, Facts, Incoming, Outcome, Stale, Thing
from bot.store.store import Store
from bot.store.tables import editions, metadata
from bot.store.upgrade import NewerDatabase, upgrade
from flows.effects import Cancel, Drop, Erase, RecordAnswer, RecordRun, Remind
from flows.events import Due, Event
from flows.moment import ANSWERS, RUNS
from flows.scoring.verdict import Verdict
from tests.conftest import StillClock
from tests.sending import mark_sending, mark_sent

KIM, ALEX = "person:1", "person:2"
NUMBERS = itertools.count(1)


def said(update_id: int, actor: str = KIM, words: str = "Guten Tag") -> Incoming:
    return Incoming(update_id, actor, int(actor.rpartition(":")[2]), json.dumps({"text": words}))


def draft(clock: StillClock, text: str = "Hallo", *, kind: str = "say", slot: str = "", priority: int = 0) -> Draft:
    return Draft(kind, json.dumps({"text": text}), priority, clock.now(), slot)


def answer(turn: int = 1, text: str = "Welche Ziele haben Sie?") -> RecordAnswer:
    return RecordAnswer("r1", "komplett", "brandt", "kundenziele", "kundenziele", 1, turn, text, Verdict(()))


async def handled(store: Store, *drafts: Draft, update_id: int = 1, actor: str = KIM, **what: Any) -> Claimed:
    """An update of `actor` comes in and is handled with `what` as its outcome."""
    await store.add_updates([said(update_id, actor)])
    claimed = next(row for row in await store.claim(10) if row.actor == actor)
    await store.commit([Outcome(claimed, **{"state_json": "{}", "drafts": drafts, **what})])
    return claimed


async def texts(store: Store, clock: StillClock, busy: Sequence[int] = ()) -> list[str]:
    return [message.payload["text"] for message in await store.due_messages(clock.now(), 10, busy)]


async def sent(store: Store, clock: StillClock, message: int = 100) -> list[str]:
    """Sends everything that is due, in order, as the sender would; returns the texts."""
    said: list[str] = []
    while due := await store.due_messages(clock.now(), 10):
        payloads = await mark_sending(store, [outgoing.id for outgoing in due])
        for outgoing in due:
            said.append(payloads[outgoing.id]["text"])
            await mark_sent(store, outgoing.id, message + len(said))
    return said


# --- inbox ---------------------------------------------------------------------------------------------------------


async def test_each_actor_gives_the_oldest_row_and_the_longest_waiting_comes_first(store: Store) -> None:
    await store.add_updates([said(1, KIM, "a"), said(2, ALEX, "b"), said(3, KIM, "c")])
    claimed = await store.claim(10)
    assert [(row.actor, json.loads(row.payload)["text"]) for row in claimed] == [(KIM, "a"), (ALEX, "b")]
    assert [row.actor for row in await store.claim(1)] == [KIM]


async def test_a_repeated_update_is_ignored(store: Store) -> None:
    assert await store.add_updates([said(1), said(1), said(2)]) == 2
    assert await store.add_updates([said(2), said(3)]) == 1


async def test_after_48_hours_an_update_id_may_come_again(store: Store, clock: StillClock) -> None:
    await store.add_updates([said(1)])
    clock.advance(timedelta(hours=49))
    assert await store.add_updates([said(1)]) == 1


async def test_a_handled_row_gives_way_to_the_next(store: Store) -> None:
    await store.add_updates([said(1, KIM, "a"), said(2, KIM, "b")])
    (first,) = await store.claim(10)
    await store.commit([Outcome(first, '{"n": 1}', 1)])
    (second,) = await store.claim(10)
    assert json.loads(second.payload)["text"] == "b"
    assert (second.state_json, second.schema, second.version) == ('{"n": 1}', 1, 1)
    assert second.nonce != first.nonce


async def test_what_was_said_is_gone_from_the_queue_once_handled(store: Store) -> None:
    """Also what an earlier try at it tells of it; that it came is known for a while."""
    await store.add_updates([said(1)])
    (claimed,) = await store.claim(10)
    await store.fail(claimed, "Traceback: Guten Tag", None)
    (claimed,) = await store.claim(10)
    await store.commit([Outcome(claimed, "{}")])
    rows = (await store.personal_data(KIM))["inbox"]
    assert [(row["state"], row["payload"], row["error"]) for row in rows] == [("done", "", None)]


@given(words=st.text(st.characters(exclude_categories=())))
@example(words="\0")
@example(words="\ud800")
@example(words="\\u0000 \\ud800 \\\\u0000")
@example(words="\ud83d\ude00")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_people_write_is_stored_handled_and_recorded(store: Store, words: str) -> None:
    """NUL characters and lone surrogates, which PostgreSQL and UTF-8 refuse, hurt nobody."""
    await store.add_updates([said(next(NUMBERS), KIM, words)])
    (claimed,) = await store.claim(10)
    text = json.loads(claimed.payload)["text"]
    assert text.replace("\N{REPLACEMENT CHARACTER}", "") == "".join(
        sign for sign in words.encode("utf-16", "surrogatepass").decode("utf-16", "ignore") if sign not in "\0�"
    )
    await store.commit([Outcome(claimed, json.dumps(text), answers=(answer(text=text),))])
    assert [row["text"] for row in (await store.personal_data(KIM))["answers"]] == [text]


async def test_the_third_failure_parks_a_row_apologises_and_lets_the_next_one_through(
    store: Store, clock: StillClock
) -> None:
    await store.add_updates([said(1, KIM, "a"), said(2, KIM, "b")])
    for attempt in (1, 2, 3):
        (claimed,) = await store.claim(10)
        assert (json.loads(claimed.payload)["text"], claimed.attempts) == ("a", attempt - 1)
        assert await store.fail(claimed, "Traceback", draft(clock, "Das tut uns leid")) == attempt
    assert [json.loads(row.payload)["text"] for row in await store.claim(10)] == ["b"]
    assert await texts(store, clock) == ["Das tut uns leid"]


# --- steps ---------------------------------------------------------------------------------------------------------


async def test_a_row_is_applied_once(store: Store) -> None:
    """Whoever claimed a row that somebody else has handled meanwhile writes nothing."""
    await store.add_updates([said(1), said(2, ALEX)])
    kim, alex = await store.claim(10)
    await store.commit([Outcome(kim, '"first"')])
    with pytest.raises(Stale):
        await store.commit([Outcome(alex, '"alex"'), Outcome(kim, '"second"')])
    data = await store.personal_data(KIM)
    assert [(row["state"], row["version"]) for row in data["actors"]] == [("first", 1)]
    assert (await store.personal_data(ALEX))["actors"] == []


async def test_a_step_that_does_not_know_the_latest_state_is_refused(store: Store) -> None:
    await handled(store)
    await store.add_updates([said(2)])
    (claimed,) = await store.claim(10)
    with pytest.raises(Stale):
        await store.commit([Outcome(msgspec.structs.replace(claimed, version=0), '"old"')])


async def test_of_steps_that_race_for_a_row_exactly_one_wins(store: Store) -> None:
    for update_id in range(1, 11):
        await store.add_updates([said(update_id)])
        (claimed,) = await store.claim(10)
        outcome = Outcome(claimed, "{}", answers=(answer(update_id),))
        results = await asyncio.gather(*(store.commit([outcome]) for _ in range(4)), return_exceptions=True)
        assert [type(result) for result in results].count(Stale) == 3
    assert (await store.personal_data(KIM))["actors"][0]["version"] == 10


async def test_a_second_record_of_a_turn_replaces_the_first(store: Store) -> None:
    await handled(store, answers=(answer(1, "Gut."), answer(2, "Besser.")))
    await handled(store, answers=(answer(2, "Am besten."),), update_id=2)
    rows = (await store.personal_data(KIM))["answers"]
    assert sorted((row["turn"], row["text"]) for row in rows) == [(1, "Gut."), (2, "Am besten.")]


async def test_a_run_is_recorded_with_its_summary(store: Store, clock: StillClock) -> None:
    await handled(store, runs=(RecordRun("r1", "komplett", "brandt", "kauft", {"punkte": 61}),))
    (row,) = (await store.personal_data(KIM))["runs"]
    assert (row["ending"], row["summary"]) == ("kauft", {"punkte": 61})


# --- outbox --------------------------------------------------------------------------------------------------------


async def test_a_chat_gets_its_messages_in_order_one_at_a_time(store: Store, clock: StillClock) -> None:
    await handled(store, draft(clock, "1"), draft(clock, "2"))
    (first,) = await store.due_messages(clock.now(), 10)
    assert await mark_sending(store, [first.id]) == {first.id: {"text": "1"}}
    assert await texts(store, clock) == []
    await mark_sent(store, first.id, 77)
    assert await texts(store, clock) == ["2"]


async def test_replies_go_before_reminders_before_broadcasts(store: Store, clock: StillClock) -> None:
    for priority, person in ((2, 1), (1, 2), (0, 3)):
        await handled(store, draft(clock, str(priority), priority=priority), actor=f"person:{person}", update_id=person)
    assert await texts(store, clock) == ["0", "1", "2"]
    assert await texts(store, clock, busy=[3]) == ["1", "2"]


async def test_a_message_waits_for_its_time_and_the_later_ones_wait_behind_it(store: Store, clock: StillClock) -> None:
    await handled(store, draft(clock, "1"), draft(clock, "2"))
    (first,) = await store.due_messages(clock.now(), 10)
    await mark_sending(store, [first.id])
    soon = clock.now() + timedelta(seconds=30)
    await store.retry(first.id, soon, "429")
    assert await texts(store, clock) == []
    assert await store.send_off({}, clock.now(), 10) == ([], soon)
    clock.advance(timedelta(seconds=30))
    (again,) = await store.due_messages(clock.now(), 10)
    assert (again.payload["text"], again.attempts) == ("1", 1)
    assert (await store.send_off({}, clock.now(), 0))[1] is None


async def test_a_dead_message_lets_the_next_one_pass(store: Store, clock: StillClock) -> None:
    await handled(store, draft(clock, "1"), draft(clock, "2"))
    (first,) = await store.due_messages(clock.now(), 10)
    await store.bury(first.id, "chat not found")
    assert await texts(store, clock) == ["2"]


async def test_the_slot_of_a_sent_message_leads_to_it(store: Store, clock: StillClock) -> None:
    await handled(store, draft(clock, slot="t1"))
    assert await sent(store, clock, message=76) == ["Hallo"]
    await handled(store, draft(clock, "neu", kind="edit", slot="t1"), update_id=2)
    (edit,) = await store.due_messages(clock.now(), 10)
    assert (edit.kind, edit.message) == ("edit", 77)


async def test_an_edit_of_a_message_that_waits_changes_it_in_place(store: Store, clock: StillClock) -> None:
    await handled(store, draft(clock, "alt", slot="t1"), draft(clock, "danach"))
    (seen,) = await store.due_messages(clock.now(), 10)
    await handled(store, draft(clock, "neu", kind="edit", slot="t1"), update_id=2)
    assert await mark_sending(store, [seen.id]) == {seen.id: {"text": "neu"}}
    await mark_sent(store, seen.id, 5)
    assert await sent(store, clock) == ["danach"]


async def test_an_edit_of_a_message_being_sent_follows_it(store: Store, clock: StillClock) -> None:
    await handled(store, draft(clock, "alt", slot="t1"))
    (first,) = await store.due_messages(clock.now(), 10)
    await mark_sending(store, [first.id])
    await handled(store, draft(clock, "neu", kind="edit", slot="t1"), update_id=2)
    await handled(store, draft(clock, "neuer", kind="edit", slot="t1"), update_id=3)
    await mark_sent(store, first.id, 5)
    assert await sent(store, clock) == ["neuer"]


async def test_a_step_knows_which_slots_have_not_left(store: Store, clock: StillClock) -> None:
    await handled(store, draft(clock, slot="t1"), draft(clock, slot="t2"), draft(clock))
    await store.add_updates([said(2)])
    assert (await store.claim(10))[0].unsent == {"t1", "t2"}
    (first,) = await store.due_messages(clock.now(), 10)
    await mark_sending(store, [first.id])
    assert (await store.claim(10))[0].unsent == {"t2"}


async def test_what_was_being_sent_when_the_program_died_is_sent_again(store: Store, clock: StillClock) -> None:
    await handled(store, draft(clock, "1"), draft(clock, "2"))
    (first,) = await store.due_messages(clock.now(), 10)
    await mark_sending(store, [first.id])
    assert await store.recover() == 1
    assert await sent(store, clock) == ["1", "2"]


async def test_what_may_have_arrived_is_not_changed_any_more(store: Store, clock: StillClock) -> None:
    """Sent again, it is the same message; the edit follows it."""
    await handled(store, draft(clock, "alt", slot="t1"))
    (first,) = await store.due_messages(clock.now(), 10)
    await mark_sending(store, [first.id])
    await store.recover()
    await handled(store, draft(clock, "neu", kind="edit", slot="t1"), update_id=2)
    assert await sent(store, clock) == ["alt", "neu"]


async def test_nothing_waits_for_a_person_who_blocked_the_bot(store: Store, clock: StillClock) -> None:
    await handled(store, draft(clock))
    await store.mark_unreachable(KIM)
    assert await texts(store, clock) == []
    await store.add_updates([said(2)])
    (claimed,) = await store.claim(10)
    assert not claimed.reachable
    await store.commit([Outcome(claimed, "{}", reachable=True)])
    await store.add_updates([said(3)])
    assert (await store.claim(10))[0].reachable


async def test_a_group_that_moves_takes_everything_along(store: Store, clock: StillClock) -> None:
    await handled(store, draft(clock), actor="group:-5")
    await store.migrate_chat(-5, -1005)
    (message,) = await store.due_messages(clock.now(), 10)
    assert (message.actor, message.chat) == ("group:-1005", -1005)
    assert (await store.personal_data("group:-5"))["actors"] == []
    assert len((await store.personal_data("group:-1005"))["actors"]) == 1


# --- timers --------------------------------------------------------------------------------------------------------


async def test_a_due_timer_becomes_an_event_once(store: Store, clock: StillClock) -> None:
    due = clock.now() + timedelta(hours=1)
    await handled(store, timers=(Remind("rollenspiel", due, "r1"),))
    assert await store.next_timer() == due
    assert await store.move_due_timers(clock.now()) == 0
    clock.advance(timedelta(days=3))
    assert await store.move_due_timers(clock.now()) == 1
    assert await store.move_due_timers(clock.now()) == 0
    (claimed,) = await store.claim(10)
    assert (claimed.kind, claimed.actor, claimed.chat) == ("event", KIM, 1)
    assert msgspec.json.decode(claimed.payload, type=Event) == Due("rollenspiel", due, "r1")
    assert await store.next_timer() is None


async def test_a_timer_is_replaced_by_its_key_and_can_be_cancelled(store: Store, clock: StillClock) -> None:
    soon, late = clock.now() + timedelta(hours=1), clock.now() + timedelta(hours=2)
    await handled(store, timers=(Remind("a", soon), Remind("b", soon), Remind("a", late)))
    await handled(store, timers=(Cancel("b"), Cancel("never set")), update_id=2)
    assert [row["key"] for row in (await store.personal_data(KIM))["timers"]] == ["a"]
    assert await store.next_timer() == late


# --- things --------------------------------------------------------------------------------------------------------


def goal(id_: str = "z1", data: str = "{}") -> Thing:
    return Thing("ziel", id_, data)


async def things(store: Store) -> list[Thing]:
    return (await store.gather({KIM: frozenset({"ziel"})}))[KIM].things


async def test_things_are_kept_replaced_and_dropped(store: Store, clock: StillClock) -> None:
    """The last word counts, within a step as well; what is changed remembers since when it is there."""
    begun = clock.now()
    await handled(store, things=(goal("z1"), goal("z2"), goal("z2", '"new"'), goal("z3"), Drop("ziel", "z3")))
    clock.advance(timedelta(days=1))
    await handled(store, things=(goal("z1", '"newer"'), Drop("ziel", "never kept")), update_id=2)
    assert await things(store) == [goal("z1", '"newer"'), goal("z2", '"new"')]
    await handled(store, things=(Drop("ziel", "z2"),), update_id=3)
    (row,) = (await store.personal_data(KIM))["kept"]
    assert (row["since"], row["changed"]) == tuple(map(msgspec.to_builtins, (begun, clock.now())))


async def test_everybody_gets_the_kinds_wanted_and_nothing_of_others(store: Store) -> None:
    await handled(store, things=(goal("z1"), Thing("kunde", "k1", "{}")))
    await handled(store, things=(goal("z2"), Thing("kunde", "k2", "{}")), actor=ALEX, update_id=2)
    facts = await store.gather({KIM: frozenset({"ziel", "karte"}), ALEX: frozenset({"kunde"})})
    assert facts == {KIM: Facts([goal("z1")]), ALEX: Facts([Thing("kunde", "k2", "{}")])}


async def test_a_step_written_twice_keeps_nothing_twice(store: Store) -> None:
    """Things are written with their step or not at all."""
    claimed = await handled(store, things=(goal(),))
    with pytest.raises(Stale):
        await store.commit([Outcome(claimed, "{}", things=(Drop("ziel", "z1"),))])
    assert await things(store) == [goal()]


# --- records -------------------------------------------------------------------------------------------------------


async def test_everybody_gets_all_that_was_recorded_of_her(store: Store, clock: StillClock) -> None:
    """The oldest first; only who asks for it, and only what was asked for."""
    runs = tuple(RecordRun(f"r{number}", "komplett", "brandt", "kauft", {}) for number in (1, 2))
    await handled(store, answers=(answer(1, "Gut."), answer(2, "Besser.")), runs=runs[:1])
    clock.advance(timedelta(days=1))
    await handled(store, runs=runs[1:], update_id=2)
    await handled(store, answers=(answer(1, "Anders."),), runs=runs, actor=ALEX, update_id=3)
    facts = await store.gather({KIM: frozenset({ANSWERS, RUNS}), ALEX: frozenset({RUNS})})
    assert [row["text"] for row in facts[KIM].answers] == ["Gut.", "Besser."]
    assert [row["run"] for row in facts[KIM].runs] == ["r1", "r2"]
    assert ([row["text"] for row in facts[ALEX].answers], len(facts[ALEX].runs)) == ([], 2)


async def test_what_is_erased_is_gone_and_nothing_of_others(store: Store) -> None:
    run = RecordRun("r1", "komplett", "brandt", "kauft", {})
    for update_id, actor in ((1, KIM), (2, ALEX)):
        await handled(store, answers=(answer(1), answer(2)), runs=(run,), actor=actor, update_id=update_id)
    mine, others = [row["id"] for row in (await store.personal_data(KIM))["answers"]], await store.personal_data(ALEX)
    hers = [row["id"] for row in others["answers"]]
    await handled(store, erased=(Erase((mine[0], *hers)), Erase(runs=("r1", "never"))), update_id=3)
    data = await store.personal_data(KIM)
    assert ([row["id"] for row in data["answers"]], data["runs"]) == (mine[1:], [])
    assert await store.personal_data(ALEX) == others


# --- people --------------------------------------------------------------------------------------------------------


async def full(store: Store, clock: StillClock, actor: str, update_id: int) -> None:
    """Something of `actor` in every table about people."""
    record = RecordRun("r1", "komplett", "brandt", "kauft", {})
    remind = Remind("rollenspiel", clock.now() + timedelta(days=1))
    await handled(store, draft(clock, slot="t1"), actor=actor, update_id=update_id)
    await sent(store, clock)
    await handled(
        store,
        draft(clock),
        actor=actor,
        update_id=update_id + 1,
        answers=(answer(),),
        runs=(record,),
        timers=(remind,),
        things=(Thing("ziel", "z1", "{}"),),
    )
    await store.add_updates([said(update_id + 2, actor)])


async def test_personal_data_comes_from_every_table_about_people(store: Store, clock: StillClock) -> None:
    await full(store, clock, KIM, 1)
    data = await store.personal_data(KIM)
    assert [name for name, rows in data.items() if not rows] == []
    msgspec.json.encode(data)


def test_every_table_is_about_people_or_known_not_to_be() -> None:
    assert set(metadata.tables.values()) - set(PERSONAL) == {editions}


async def test_forgetting_leaves_nothing_but_the_farewell_and_that_goes_once_sent(
    store: Store, clock: StillClock
) -> None:
    await full(store, clock, KIM, 1)
    await full(store, clock, ALEX, 10)
    before = await store.personal_data(ALEX)
    (claimed, _) = await store.claim(10)
    outcome = Outcome(
        claimed,
        '"all"',
        drafts=(draft(clock, "Alles Gute", slot="t2"),),
        answers=(answer(),),
        things=(goal(),),
        forget=True,
    )
    await store.commit([outcome])

    left = {name: rows for name, rows in (await store.personal_data(KIM)).items() if rows}
    assert set(left) == {"actors", "outbox"}
    assert [(row["state"], row["edition"]) for row in left["actors"]] == [("", "")]
    (_, farewell) = await store.due_messages(clock.now(), 10)
    assert farewell.payload["text"] == "Alles Gute"
    await mark_sent(store, farewell.id, 9)
    data = await store.personal_data(KIM)
    assert [name for name, rows in data.items() if rows] == ["actors"]
    assert await store.personal_data(ALEX) == before


async def test_a_farewell_that_cannot_be_sent_is_not_kept(store: Store, clock: StillClock) -> None:
    await handled(store, draft(clock), forget=True)
    (farewell,) = await store.due_messages(clock.now(), 10)
    await store.bury(farewell.id, "blocked")
    assert (await store.personal_data(KIM))["outbox"] == []


async def test_who_was_forgotten_begins_anew_and_a_repeated_update_does_not_count(store: Store) -> None:
    await handled(store, forget=True)
    assert await store.add_updates([said(1)]) == 0
    await store.add_updates([said(2)])
    (claimed,) = await store.claim(10)
    assert (claimed.state_json, claimed.forgotten) == (None, True)
    await store.commit([Outcome(claimed, '"new"')])
    await store.add_updates([said(3)])
    (claimed,) = await store.claim(10)
    assert (claimed.state_json, claimed.forgotten) == ('"new"', False)


async def test_what_was_kept_long_enough_goes(store: Store, clock: StillClock) -> None:
    await handled(store, draft(clock, slot="t1"))
    await sent(store, clock)
    await handled(store, draft(clock), update_id=2)
    (message,) = await store.due_messages(clock.now(), 10)
    await store.bury(message.id, "chat not found")
    await store.add_updates([said(3)])
    (claimed,) = await store.claim(10)
    for _ in range(3):
        await store.fail(claimed, "Traceback", None)

    async def kept() -> dict[str, int]:
        data = await store.personal_data(KIM)
        return {name: len(data[name]) for name in ("inbox", "outbox", "slots")}

    assert await store.purge(clock.now()) == 0
    clock.advance(timedelta(hours=49))
    assert (await store.purge(clock.now()), await kept()) == (2, {"inbox": 1, "outbox": 1, "slots": 1})
    clock.advance(timedelta(days=30))
    assert (await store.purge(clock.now()), await kept()) == (2, {"inbox": 0, "outbox": 0, "slots": 1})
    clock.advance(timedelta(days=90))
    assert (await store.purge(clock.now()), await kept()) == (1, {"inbox": 0, "outbox": 0, "slots": 0})


async def test_editions_are_open_while_somebody_plays_or_looks_back_on_them(store: Store) -> None:
    for name in ("a", "b", "c"):
        await store.keep_edition(name, {"phases.toml": f"# {name} „Ü“"})
    await handled(store, edition="a", last_edition="b")
    await store.keep_edition("a", {"phases.toml": "# a „Ü“"})
    assert await store.open_editions() == {"a": {"phases.toml": "# a „Ü“"}, "b": {"phases.toml": "# b „Ü“"}}


# --- schema --------------------------------------------------------------------------------------------------------


async def test_the_migrations_lead_to_the_tables(database_url: str, clock: StillClock) -> None:
    await (await Store.open(database_url, clock)).close()
    database = connect(database_url)
    differences = await database.read(lambda it: compare_metadata(MigrationContext.configure(it), metadata))
    await database.close()
    assert differences == []


async def test_opening_again_keeps_everything(database_url: str, clock: StillClock) -> None:
    for expected in (1, 0):
        store = await Store.open(database_url, clock)
        assert await store.add_updates([said(1)]) == expected
        await store.close()


async def test_programs_that_start_at_the_same_time_upgrade_once(database_url: str, clock: StillClock) -> None:
    stores = await asyncio.gather(*(Store.open(database_url, clock) for _ in range(3)))
    for store in stores:
        await store.close()


async def test_a_database_of_a_newer_program_is_refused(database_url: str, clock: StillClock) -> None:
    await (await Store.open(database_url, clock)).close()
    database = connect(database_url)
    await database.write(lambda it: it.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    await database.close()
    with pytest.raises(NewerDatabase, match="9999"):
        await Store.open(database_url, clock)


async def test_an_upgrade_that_breaks_off_leaves_nothing_behind(database_url: str) -> None:
    """On SQLite as well, whose DDL would otherwise be committed step by step."""
    database = connect(database_url)

    def half(connection: Connection) -> None:
        upgrade(connection)
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        await database.write(half)
    assert await database.read(lambda it: inspect(it).get_table_names()) == []
    await database.close()


def test_a_database_we_do_not_know_is_named() -> None:
    with pytest.raises(ValueError, match="mysql"):
        connect("mysql://localhost/x")
