"""/aktivitaeten, played: from a sentence to what was learned, with the reminders between."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from flows.activities.activity import Activity, Lead, State
from flows.activities.sheet import ActivitySheet, Stage
from flows.customers.customer import Customer
from flows.effects import Drop, HandOver, Keep, Remind, Say
from flows.events import Commanded, Due, Edited, Event, Pressed, Received, Said, Unreadable
from flows.kept import encode
from flows.kinds import KINDS
from tests.stage import NOON
from tests.visitor import Visitor, buttons, read

BERLIN = ZoneInfo("Europe/Berlin")
CALL = "Am Montag um 15 Uhr rufe ich Frau Keller an"  # said on Wednesday, 4 March 2026, at 13:00


def visits(*sentences: str, now: datetime = NOON) -> Visitor:
    """Has said what she will do."""
    visitor = Visitor()
    visitor.now = now
    visitor.commands("aktivitaeten")
    for sentence in sentences:
        if visitor.session.sheet is None:
            visitor.meets(Pressed("aktivitaeten:neu"))
        visitor.says(sentence)
    return visitor


def kept(visitor: Visitor) -> list[Activity]:
    return list(visitor.things("aktivitaet").values())


def only(visitor: Visitor) -> Activity:
    (activity,) = kept(visitor)
    return activity


def sheet(visitor: Visitor) -> ActivitySheet:
    assert isinstance(visitor.session.sheet, ActivitySheet)
    return visitor.session.sheet


def local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=BERLIN).astimezone(UTC)  # type: ignore[misc,arg-type]


# --- from a sentence to an activity ------------------------------------------------------------------------------


def test_a_concrete_sentence_is_kept_at_once() -> None:
    """When, whom and what are known; it is remembered with the usual reminders."""
    visitor = visits(CALL)
    assert visitor.heard == ["aktivitaeten_karte"]
    activity = only(visitor)
    assert (activity.when.day, activity.when.clock) == (date(2026, 3, 9), time(15))
    assert (activity.whom, activity.what) == ("Frau Keller", "anrufen")
    assert activity.leads == (Lead.EVENING, Lead.HOUR)
    assert visitor.session.sheet is None


@pytest.mark.parametrize(
    ("sentence", "answers", "text"),
    [
        ("Frau Keller anrufen", ["am 16.3. um zehn"], "Am 16.3. um zehn Frau Keller anrufen"),
        ("Frau Keller anrufen", ["bald", "am 16.3."], "Am 16.3. Frau Keller anrufen"),
        ("Am 16.3. anrufen", ["Frau Keller"], "Am 16.3. Frau Keller anrufen"),
        ("Am 16.3. anrufen", ["Kunden", "irgendwen", "Szymanski"], "Am 16.3. Szymanski anrufen"),
        ("Am 16.3. mit Frau Keller", ["telefonieren"], "Am 16.3. mit Frau Keller telefonieren"),
        ("anrufen", ["am 16.3.", "Frau Keller"], "Am 16.3. Frau Keller anrufen"),
        ("anrufen", ["Frau Keller", "am 16.3."], "Am 16.3. Frau Keller anrufen"),
        ("anrufen", ["Am 16.3. besuche ich Herrn Vogt."], "Am 16.3. besuche ich Herrn Vogt"),
    ],
    ids=["when", "vague when", "whom", "vague whom", "what", "two pieces", "the other first", "a new sentence"],
)
def test_what_is_missing_is_asked(sentence: str, answers: list[str], text: str) -> None:
    visitor = visits(sentence)
    for answer in answers:
        assert "aktivitaeten_luecke" in visitor.heard
        visitor.says(answer)
    assert only(visitor).text == text


def test_a_missing_day_somebody_and_something_to_do_can_be_tapped() -> None:
    visitor = visits("anrufen").taps("Do, 5. März")
    assert visitor.said("aktivitaeten_luecke")["fehlt"] == "wen"
    assert only(visitor.says("Frau Keller")).when.day == date(2026, 3, 5)
    other = visits("Am 16.3. Frau Keller").taps("Besuchen")
    assert only(other).text == "Am 16.3. Frau Keller besuchen"


@pytest.mark.parametrize(
    "sentence",
    [
        "Akquisition erhöhen",
        "Am Montag auf die Entscheidung von Frau Keller warten",
        "Ich möchte mehr Umsatz mit Frau Keller",
        "Eventuell rufe ich am Montag Frau Keller an",
        "Am Montag freundlicher zu Frau Keller sein",
        "Am Montag Frau Keller als Kundin gewinnen",
    ],
)
def test_what_is_no_activity_gets_its_reason_and_a_better_version(sentence: str) -> None:
    """One tap takes the better version over; what it lacks is asked."""
    visitor = visits(sentence)
    assert visitor.heard == ["aktivitaeten_besser"]
    assert visitor.said("aktivitaeten_besser")["grund"]
    visitor.taps("So übernehmen")
    for answer in ("am 16.3.", "Frau Keller"):
        if visitor.heard == ["aktivitaeten_luecke"]:
            visitor.says(answer)
    assert only(visitor).state is State.OPEN


def test_another_version_can_be_seen_and_ones_own_words_count_too() -> None:
    visitor = visits("Am Montag auf die Entscheidung von Frau Keller warten")
    first = visitor.said("aktivitaeten_besser")["besser"]
    second = visitor.taps("Anderer Vorschlag").said("aktivitaeten_besser")["besser"]
    assert first != second
    assert only(visitor.says("anrufen und nachfragen")).text == "Am 9.3. Frau Keller anrufen und nachfragen"
    assert only(visits("Am Montag auf Frau Keller warten").says(CALL)).when.clock == time(15)
    assert only(visits("Am Montag auf Frau Keller warten").says("ja")).whom == "Frau Keller"


@pytest.mark.parametrize(
    ("sentence", "label", "when"),
    [
        ("Mittwoch Frau Keller anrufen", "Mi, 4. März", (date(2026, 3, 4), None)),
        ("Mittwoch Frau Keller anrufen", "Mi, 11. März", (date(2026, 3, 11), None)),
        ("Morgen um sechs Frau Keller anrufen", "Do, 5. März, 18:00", (date(2026, 3, 5), time(18))),
        ("Morgen um sechs Frau Keller anrufen", "Do, 5. März, 6:00", (date(2026, 3, 5), time(6))),
        ("Dienstag oder Freitag Frau Keller anrufen", "Fr, 6. März", (date(2026, 3, 6), None)),
    ],
)
def test_a_doubtful_time_is_asked_with_buttons(sentence: str, label: str, when: tuple[date, time | None]) -> None:
    visitor = visits(sentence)
    assert visitor.heard == ["aktivitaeten_zweifel"]
    activity = only(visitor.taps(label))
    assert (activity.when.day, activity.when.clock) == when


def test_a_doubt_can_be_settled_in_words() -> None:
    visitor = visits("Mittwoch Frau Keller anrufen").says("gestern")
    assert (visitor.heard, visitor.said("aktivitaeten_zweifel")["fehler"]) == (["aktivitaeten_zweifel"], "vergangen")
    assert only(visitor.says("am 18.3.")).when.day == date(2026, 3, 18)
    assert only(visits("Mittwoch Frau Keller anrufen").says(CALL)).when.day == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Morgen rufe ich Frau Keller an.", "Am 5.3. rufe ich Frau Keller an"),
        ("Bis Freitag Herrn Vogt das Muster schicken", "Bis 6.3. Herrn Vogt das Muster schicken"),
        ("Freitag Frau Keller anrufen, um 10 Uhr", "Am 6.3. um 10:00 Uhr Frau Keller anrufen"),
        ("Am 15. März rufe ich Frau Keller an", "Am 15. März rufe ich Frau Keller an"),
    ],
)
def test_what_is_kept_means_the_same_tomorrow(sentence: str, text: str) -> None:
    assert only(visits(sentence)).text == text


def test_an_answer_can_be_edited_in_the_chat() -> None:
    """What it did is undone, unless a button was pressed meanwhile."""
    visitor = visits("Frau Keller anrufen").edits("Herrn Vogt anrufen")
    assert visitor.said("aktivitaeten_luecke")["text"] == "Am … Herrn Vogt anrufen"
    assert only(visitor.says("am 16.3.")).whom == "Herrn Vogt"
    other = visits("Akquisition erhöhen").taps("Anderer Vorschlag").waits(minutes=2).edits(CALL)
    assert (other.heard, kept(other)) == (["geaendert_zu_spaet"], [])


def test_too_much_and_nothing_are_asked_again() -> None:
    visitor = visits("x" * 301)
    assert visitor.said("aktivitaeten_satz")["fehler"] == "lang"
    assert visitor.says("keine Ahnung").said("aktivitaeten_satz")["fehler"] == "offen"
    assert only(visitor.says(CALL)).whom == "Frau Keller"


# --- leaving and coming back -------------------------------------------------------------------------------------


def test_she_goes_on_days_later_where_she_was() -> None:
    visitor = visits("Frau Keller anrufen").waits(days=3)
    for name in ("aktivitaeten", "weiter"):
        assert visitor.commands(name).heard == ["aktivitaeten_luecke"]
    assert only(visitor.says("am 16.3.")).text == "Am 16.3. Frau Keller anrufen"


def test_cancelling_gives_up_the_sentence_and_keeps_what_was_kept() -> None:
    visitor = visits(CALL, "Herrn Vogt anrufen").commands("abbrechen")
    assert (visitor.heard, visitor.session.sheet, len(kept(visitor))) == (["blatt_zu"], None, 1)


def test_back_leads_to_the_sentence_and_then_to_the_list() -> None:
    visitor = visits(CALL, "Herrn Vogt anrufen").taps("Zurück")
    assert visitor.heard == ["aktivitaeten_satz"]
    assert visitor.says("zurück").heard == ["aktivitaeten_liste"]
    alone = visits()
    assert "Zurück" not in alone.labels
    assert alone.says("zurück").heard == ["aktivitaeten_satz"]


def test_the_role_play_beside_it_stays_untouched() -> None:
    visitor = Visitor().plays("kurz", "brandt", "1 1 1")
    run = visitor.run
    visitor.commands("aktivitaeten").says(CALL)
    assert visitor.run == run
    assert "rueckmeldung" in visitor.says("2 2 2").heard


def test_a_sentence_on_its_way_is_not_given_up_for_an_old_button() -> None:
    """What needs no sheet is done; what would need one waits."""
    visitor = visits(CALL, "Herrn Vogt anrufen")
    (id_,) = visitor.things("aktivitaet")
    assert visitor.meets(Pressed("aktivitaeten:aendern", id_)).heard == ["aktivitaeten_erst", "aktivitaeten_luecke"]
    visitor.meets(Pressed("aktivitaeten:getan", id_))
    assert visitor.heard == ["aktivitaeten_gelernt", "aktivitaeten_erst", "aktivitaeten_luecke"]
    assert only(visitor).state is State.DONE
    assert len(kept(visitor.says("am 16.3."))) == 2


def test_help_says_what_is_asked() -> None:
    visitor = visits("Frau Keller anrufen").commands("hilfe")
    assert (visitor.said("hilfe")["blatt"], visitor.said("hilfe")["gefragt"]) == ("aktivitaeten", "luecke")
    assert only(visitor.says("am 16.3.")).whom == "Frau Keller"


# --- what it belongs to ------------------------------------------------------------------------------------------


def with_customers() -> Visitor:
    visitor = Visitor()
    for id_, name in (("k1", "Müller GmbH"), ("k2", "Bosch")):
        visitor.kept["kunde", id_] = encode(KINDS["kunde"], Customer(name=name))
    return visitor


def test_a_customer_in_the_sentence_is_linked() -> None:
    visitor = with_customers().commands("aktivitaeten").says("Am 16.3. Einkaufsleiter von Bosch besuchen")
    assert (only(visitor).customer, visitor.said("aktivitaeten_karte")["kunde"]) == ("k2", "Bosch")


def test_a_customer_can_be_tapped_where_somebody_is_missing() -> None:
    visitor = with_customers().commands("aktivitaeten").says("Am 16.3. anrufen").taps("Müller GmbH")
    assert (only(visitor).text, only(visitor).customer) == ("Am 16.3. Müller GmbH anrufen", "k1")


def test_customer_phase_and_goal_are_linked_and_unlinked() -> None:
    visitor = with_customers().commands("ziele")
    for answer in ("40", "auf 50", "31.12.2026", "800.000", "10 %", "120k"):
        visitor.says(answer)
    visitor.taps("Passt so").taps("Ja, beides").commands("aktivitaeten").says(CALL)
    visitor.taps("Verknüpfen").taps("Kunde").taps("Bosch").taps("Verknüpfen").taps("Phase").taps("kontaktaufnahme")
    visitor.taps("Verknüpfen").taps("Ziel").taps("Kundenzahl")
    activity = only(visitor)
    assert (activity.customer, activity.phase, activity.goal) == ("k2", "kontaktaufnahme", "kunden")
    assert only(visitor.taps("Verknüpfen").taps("Kunde").taps("Nicht verknüpfen")).customer == ""


def test_the_goal_hands_over() -> None:
    """Its stack of sheets ends in an activity."""
    visitor = Visitor().commands("ziele")
    for answer in ("40", "auf 50", "31.12.2026", "800.000", "10 %", "120k"):
        visitor.says(answer)
    visitor.taps("Passt so").taps("Ja, beides").taps("In Blätter teilen").taps("Aktivität planen")
    assert visitor.heard == ["aktivitaeten_satz"]
    assert only(visitor.says(CALL)).goal == "ziel"


@pytest.mark.parametrize(("argument", "customer", "phase"), [("k1", "k1", ""), ("k1/einwaende", "k1", "einwaende")])
def test_a_customer_hands_over(argument: str, customer: str, phase: str) -> None:
    visitor = with_customers().meets(Pressed("aktivitaeten", argument))
    assert visitor.said("aktivitaeten_satz")["bezug"] == "Müller GmbH"
    activity = only(visitor.says(CALL))
    assert (activity.customer, activity.phase) == (customer, phase)


def test_a_sentence_can_follow_the_command() -> None:
    assert only(Visitor().commands("aktivitaeten", CALL)).whom == "Frau Keller"
    assert Visitor().commands("aktivitaeten", "x" * 60).heard == ["aktivitaeten_satz"]


# --- what becomes of it ------------------------------------------------------------------------------------------


def test_done_by_one_tap_then_what_was_learned() -> None:
    """A second tap changes nothing, and what was done too soon is open again."""
    visitor = visits(CALL).taps("Zur Liste").taps("9. März").taps("Erledigt")
    assert visitor.heard == ["aktivitaeten_gelernt"]
    assert visitor.says("Vormittags ist sie besser zu erreichen.").heard == ["aktivitaeten_weiter"]
    activity = only(visitor)
    assert [lesson.text for lesson in activity.lessons] == ["Vormittags ist sie besser zu erreichen."]
    (id_,) = visitor.things("aktivitaet")
    assert visitor.meets(Pressed("aktivitaeten:getan", id_)).heard == ["aktivitaeten_karte"]
    assert only(visitor) == activity
    assert only(visitor.taps("Doch noch offen")).state is State.OPEN
    assert visitor.timers.keys() == {"aktivitaeten:melden"}


def test_dropped_and_nothing_learned() -> None:
    visitor = visits(CALL).taps("Zur Liste").taps("9. März").taps("Fällt weg").taps("Nichts Neues")
    assert (only(visitor).state, only(visitor).lessons, visitor.timers) == (State.DROPPED, (), {})


@pytest.mark.parametrize(
    ("moves", "day", "clock"),
    [
        (lambda visitor: visitor.taps("Einen Tag später"), date(2026, 3, 10), time(15)),
        (lambda visitor: visitor.taps("Anderer Tag").taps("Fr, 6. März"), date(2026, 3, 6), time(15)),
        (lambda visitor: visitor.taps("Anderer Tag").says("am 20.3."), date(2026, 3, 20), time(15)),
        (lambda visitor: visitor.taps("Anderer Tag").says("20.3. um halb neun"), date(2026, 3, 20), time(8, 30)),
        (lambda visitor: visitor.taps("Anderer Tag").says("gestern").says("20.3."), date(2026, 3, 20), time(15)),
        (lambda visitor: visitor.taps("Anderer Tag").says("Mittwoch").taps("Mi, 11."), date(2026, 3, 11), time(15)),
        (
            lambda visitor: visitor.taps("Anderer Tag").says("Mittwoch").taps("Zurück").taps("Fr, 6. März"),
            date(2026, 3, 6),
            time(15),
        ),
    ],
    ids=["a day later", "tapped", "said", "with a time", "past first", "in doubt", "back from the doubt"],
)
def test_moved_it_is_reminded_of_anew(moves: Callable[[Visitor], Visitor], day: date, clock: time) -> None:
    """The sentence says the new day."""
    visitor = moves(visits(CALL).taps("Zur Liste").taps("9. März"))
    assert visitor.heard == ["aktivitaeten_gelernt"]
    activity = only(visitor)
    assert (activity.when.day, activity.when.clock, activity.moves, activity.sequence) == (day, clock, 1, 1)
    assert activity.text == f"Am {day.day}.{day.month}. um {clock.hour}:{clock:%M} Uhr rufe ich Frau Keller an"
    assert visitor.timers["aktivitaeten:melden"].due == local(day.year, day.month, day.day - 1, 18, 30)
    assert visitor.says("Sie war krank").said("aktivitaeten_weiter")["nach"] == "verschoben"


def test_a_sentence_is_changed_and_its_links_stay() -> None:
    visitor = visits(CALL).taps("Verknüpfen").taps("Phase").taps("einwaende").taps("Ändern")
    assert visitor.said("aktivitaeten_satz")["bisher"].endswith("rufe ich Frau Keller an")
    activity = only(visitor.says("Am 20.3. besuche ich Herrn Vogt"))
    assert (activity.whom, activity.phase, activity.sequence) == ("Herrn Vogt", "einwaende", 2)
    assert visitor.taps("Ändern").taps("Nur die Zeit").heard == ["aktivitaeten_verschieben"]
    assert visitor.taps("Zurück").heard == ["aktivitaeten_karte"]


def test_deleting_takes_a_second_yes() -> None:
    visitor = visits(CALL).taps("Zur Liste").taps("9. März").taps("Löschen").says("hm")
    assert visitor.heard == ["aktivitaeten_loeschen"]
    assert visitor.taps("Behalten").heard == ["aktivitaeten_karte"]
    visitor.taps("Löschen").taps("Ja, löschen")
    assert (visitor.heard, visitor.kept, visitor.timers) == (["aktivitaeten_geloescht"], {}, {})


def test_the_list_turns_its_pages() -> None:
    visitor = visits(*(f"Am {day}.3. um 10 Uhr rufe ich Frau Keller an" for day in range(6, 20)))
    visitor.commands("aktivitaeten")
    assert len(visitor.said("aktivitaeten_liste")["aktivitaeten"]) == 6
    visitor.taps("Weiter →").taps("Weiter →")
    assert (visitor.said("aktivitaeten_liste")["von"], visitor.said("aktivitaeten_liste")["gesamt"]) == (13, 14)
    visitor.taps("18. März").taps("Erledigt").taps("Nichts Neues").taps("Zur Liste").taps("Was hinter mir")
    assert [each["stand"] for each in visitor.said("aktivitaeten_liste")["aktivitaeten"]] == ["getan"]
    assert visitor.taps("Zur Liste").said("aktivitaeten_liste")["gesamt"] == 13


# --- reminders ---------------------------------------------------------------------------------------------------


def reminded(visitor: Visitor, step: timedelta = timedelta(minutes=5), days: float = 10) -> list[datetime]:
    """When reminders came, by her clock."""
    found, end = [], visitor.now + timedelta(days=days)
    while visitor.now < end:
        visitor.effects = []
        visitor.waits(seconds=step.total_seconds())
        if "aktivitaeten_erinnerung" in visitor.heard:
            found.append(visitor.now.astimezone(BERLIN).replace(tzinfo=None))
    return found


@pytest.mark.parametrize(
    ("now", "sentence", "expected"),
    [
        (NOON, CALL, [(2026, 3, 8, 18, 30), (2026, 3, 9, 14, 0)]),
        (NOON, "Am Montag rufe ich Frau Keller an", [(2026, 3, 8, 18, 30), (2026, 3, 9, 9, 0)]),
        (NOON, "Am Montag um 8:30 Uhr rufe ich Frau Keller an", [(2026, 3, 8, 18, 30), (2026, 3, 9, 8, 0)]),
        (NOON, "Am Montag um 7 Uhr morgens rufe ich Frau Keller an", [(2026, 3, 8, 18, 30)]),
        (NOON, "Heute um 16 Uhr rufe ich Frau Keller an", [(2026, 3, 4, 15, 0)]),
        (NOON, "Heute um 13:30 Uhr rufe ich Frau Keller an", []),
        (NOON, "Bis Freitag Herrn Vogt das Muster schicken", [(2026, 3, 5, 18, 30), (2026, 3, 6, 9, 0)]),
        (NOON, "In KW 11 besuche ich Frau Keller", [(2026, 3, 8, 18, 30), (2026, 3, 9, 9, 0)]),
        (
            datetime(2026, 3, 27, 12, tzinfo=UTC),
            "Am Sonntag um 10 Uhr besuche ich Frau Keller",
            [(2026, 3, 28, 18, 30), (2026, 3, 29, 9, 0)],
        ),
        (
            datetime(2026, 3, 28, 12, tzinfo=UTC),
            "Am Montag um 10 Uhr besuche ich Frau Keller",
            [(2026, 3, 29, 18, 30), (2026, 3, 30, 9, 0)],
        ),
        (
            datetime(2026, 10, 23, 12, tzinfo=UTC),
            "Am Sonntag um 10 Uhr besuche ich Frau Keller",
            [(2026, 10, 24, 18, 30), (2026, 10, 25, 9, 0)],
        ),
        (
            datetime(2026, 10, 24, 12, tzinfo=UTC),
            "Am Montag um 10 Uhr besuche ich Frau Keller",
            [(2026, 10, 25, 18, 30), (2026, 10, 26, 9, 0)],
        ),
    ],
    ids=[
        *("clock", "day", "after the quiet hours", "evening only", "today", "too near", "deadline", "week"),
        *("the clocks go forward", "after they went forward", "the clocks go back", "after they went back"),
    ],
)
def test_the_evening_before_and_an_hour_before(now: datetime, sentence: str, expected: list[tuple[int, ...]]) -> None:
    """By her clock, over both clock changes; without a clock time in the morning."""
    visitor = visits(sentence, now=now)
    assert len(kept(visitor)) == 1
    assert reminded(visitor) == [datetime(*moment) for moment in expected]  # type: ignore[arg-type]


def test_who_wants_other_reminders_gets_them() -> None:
    """For one activity, or for all to come."""
    visitor = visits(CALL).taps("Erinnerung").taps("✓ Am Vorabend").taps("15 Minuten").taps("Hinterher")
    assert reminded(visitor) == [
        datetime(2026, 3, 9, 14, 0), datetime(2026, 3, 9, 14, 45), datetime(2026, 3, 9, 16, 0)
    ]  # fmt: skip
    assert visitor.said("aktivitaeten_erinnerung")["aktivitaeten"][0]["vorbei"]
    visitor.commands("aktivitaeten").taps("Erinnerungen").taps("✓ 1 Stunde")
    assert kept(visitor.taps("Zur Liste").taps("Neue").says("Am 20.3. um 9 Uhr Herrn Vogt anrufen"))[1].leads == (
        Lead.EVENING,
    )


def test_a_tap_puts_it_off() -> None:
    """By an hour, or till the evening or the morning."""
    visitor = visits(CALL)
    visitor.waits(days=4, hours=5.5)
    assert visitor.taps("Später erinnern").heard == ["aktivitaeten_spaeter"]
    assert visitor.timers["aktivitaeten:melden"].due == visitor.now + timedelta(hours=1)
    visitor.taps("Morgen früh")
    assert reminded(visitor, days=1) == [datetime(2026, 3, 9, 9, 0), datetime(2026, 3, 9, 14, 0)]


def test_after_downtime_all_that_was_missed_comes_once() -> None:
    """Ten activities, two days of silence: one message, not twenty; and none at night."""
    visitor = visits(*(f"Am 9.3. um {hour}:00 Uhr rufe ich Frau Keller an" for hour in range(9, 19)))
    visitor.now = local(2026, 3, 11, 2, 30)
    assert visitor.meets(Due("aktivitaeten:melden", local(2026, 3, 8, 18, 30))).heard == []
    assert reminded(visitor) == [datetime(2026, 3, 11, 8, 0)]
    told = visitor.said("aktivitaeten_erinnerung")
    assert (len(told["aktivitaeten"]), told["weitere"]) == (6, 4)
    assert visitor.timers == {}


def test_a_late_reminder_asks_whether_it_was_done() -> None:
    visitor = visits(CALL)
    visitor.now = local(2026, 3, 10, 12)
    visitor.meets(Due("aktivitaeten:melden", local(2026, 3, 8, 18, 30)))
    assert visitor.said("aktivitaeten_erinnerung")["aktivitaeten"][0]["vorbei"]
    assert visitor.labels == ["Erledigt", "Fällt weg", "Einen Tag später", "Anderer Tag", "Später erinnern"]
    assert only(visitor.taps("Einen Tag später")).when.day == date(2026, 3, 11)


def test_new_quiet_hours_move_the_reminders() -> None:
    visitor = visits(CALL).commands("einstellungen").taps("Ruhezeit").says("17 bis 9").waits(minutes=1)
    assert visitor.timers["aktivitaeten:melden"].due == local(2026, 3, 8, 16, 55)


def test_whoever_wants_no_reminders_gets_none() -> None:
    """Until she wants them again; then nothing old comes."""
    visitor = visits(CALL, "Am 20.3. um 10 Uhr besuche ich Frau Keller").commands("einstellungen")
    visitor.taps("Erinnerungen aus")
    assert reminded(visitor, days=8) == []
    visitor.commands("einstellungen").taps("Erinnerungen ein")
    assert reminded(visitor) == [datetime(2026, 3, 19, 18, 30), datetime(2026, 3, 20, 9, 0)]


@given(
    quiet_from=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    quiet_until=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    hour=st.integers(0, 23),
    day=st.sampled_from(["28.3.", "29.3.", "30.3.", "24.10.", "25.10.", "26.10."]),
    leads=st.sets(st.sampled_from(Lead)),
    late=st.integers(0, 2000),
)
@settings(max_examples=60)
def test_never_inside_the_quiet_hours_and_never_twice(
    quiet_from: time, quiet_until: time, hour: int, day: str, leads: set[Lead], late: int
) -> None:
    """Whatever the hours, on the nights of the clock changes too, and however late the timer comes."""
    visitor = visits(f"Am {day} um {hour}:30 Uhr rufe ich Frau Keller an")
    if visitor.heard == ["aktivitaeten_zweifel"]:
        visitor.meets(Pressed("aktivitaeten:lesart", "0", sheet(visitor).mark))
    person = visitor.session.trainee
    visitor.session = replace(visitor.session, person=replace(person, quiet_from=quiet_from, quiet_until=quiet_until))
    (id_,) = visitor.things("aktivitaet")
    for lead in Lead:
        visitor.meets(Pressed("aktivitaeten:vorlauf", f"{id_}/{lead.value}/{'an' if lead in leads else 'aus'}"))
    came = 0
    while timer := visitor.timers.pop("aktivitaeten:melden", None):
        visitor.now = max(visitor.now, timer.due + timedelta(minutes=late))
        late = 0
        visitor.meets(Due(timer.key, timer.due))
        if "aktivitaeten_erinnerung" in visitor.heard:
            came += 1
            at = visitor.now.astimezone(BERLIN).time()
            quiet = (
                quiet_from <= at < quiet_until if quiet_from <= quiet_until else at >= quiet_from or at < quiet_until
            )
            assert not quiet
        assert came <= len(leads)


# --- the week ----------------------------------------------------------------------------------------------------


def test_the_week_comes_on_monday_morning_if_wanted() -> None:
    """After the quiet hours, over the clock change too, once; what was left over is in it."""
    visitor = visits("Am 6.3. um 10 Uhr rufe ich Frau Keller an").taps("Montags die Woche")
    assert visitor.heard == ["aktivitaeten_uebersicht"]
    visitor.meets(Pressed("aktivitaeten:neu")).says("Am 10.3. um 10 Uhr besuche ich Herrn Vogt")
    weeks = []
    for _ in range(8 * 35):
        visitor.effects = []
        visitor.waits(hours=3)
        if "aktivitaeten_woche" in visitor.heard:
            weeks.append(
                (visitor.now.astimezone(BERLIN).date(), len(visitor.said("aktivitaeten_woche")["aktivitaeten"]))
            )
    assert weeks[:2] == [(date(2026, 3, 9), 2), (date(2026, 3, 16), 2)]
    assert [day for day, _ in weeks] == [date(2026, 3, 9) + timedelta(weeks=week) for week in range(len(weeks))]
    timers = [effect for effect in visitor.story if isinstance(effect, Remind) and effect.key == "aktivitaeten:montag"]
    dues = {timer.due.astimezone(BERLIN).time() for timer in timers}
    assert dues == {time(8)}
    assert visitor.taps("Montags nicht mehr").timers.keys() == set()


def test_a_week_missed_comes_once_and_then_on_mondays_again() -> None:
    visitor = visits(CALL).taps("Montags die Woche")
    visitor.now = local(2026, 4, 1, 23)
    assert visitor.meets(Due("aktivitaeten:montag", local(2026, 3, 9, 8))).heard == []
    assert visitor.timers["aktivitaeten:montag"].due == local(2026, 4, 2, 8)
    assert len(visitor.waits(hours=10).said("aktivitaeten_woche")["aktivitaeten"]) == 1
    assert visitor.timers["aktivitaeten:montag"].due == local(2026, 4, 6, 8)


# --- what comes again ------------------------------------------------------------------------------------------


def test_what_comes_again_waits_for_its_next_time_when_it_is_done() -> None:
    """The reminders go on whatever she ticks off; dropped, it is over."""
    visitor = Visitor().commands("aktivitaeten", "Jeden Dienstag um 9 Uhr rufe ich Frau Keller an")
    (activity,) = visitor.things("aktivitaet").values()
    assert (activity.when.day, activity.when.rule) == (date(2026, 3, 10), "FREQ=WEEKLY;BYDAY=TU")
    assert activity.text == "Jeden Dienstag um 9 Uhr rufe ich Frau Keller an"
    before = told(visitor)
    visitor.waits(days=21)
    assert told(visitor) - before == 6  # the evening before and an hour before, three times
    visitor.taps("Erledigt").says("Nichts")
    (activity,) = visitor.things("aktivitaet").values()
    assert (activity.state, activity.when.day) == (State.OPEN, date(2026, 3, 31))
    visitor.taps("Zur Aktivität").taps("Fällt weg").says("Nichts")
    before = told(visitor)
    assert told(visitor.waits(days=30)) == before


def told(visitor: Visitor) -> int:
    return sum(isinstance(effect, Say) and effect.template == "aktivitaeten_erinnerung" for effect in visitor.story)


def test_the_calendar_gets_the_whole_rule() -> None:
    visitor = Visitor().commands("aktivitaeten", "Alle zwei Wochen dienstags um 9 Uhr besuche ich Frau Keller")
    (event,) = calendar(visitor.taps("Kalenderdatei")).walk("VEVENT")
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"


def test_one_time_of_what_comes_again_is_moved_alone() -> None:
    """The calendar gets it as an exception of the rule, and the next time is the usual one again."""
    visitor = Visitor().commands("aktivitaeten", "Alle zwei Wochen dienstags um 9 Uhr besuche ich Frau Keller")
    (planned,) = visitor.things("aktivitaet").values()
    visitor.taps("Zur Liste").taps(f"{planned.when.day.day}. März").taps("Einen Tag später").taps("Nichts Neues")
    rule, moved = calendar(visitor.taps("Zur Aktivität").taps("Kalenderdatei")).walk("VEVENT")
    start = datetime.combine(planned.when.day, time(9), BERLIN)
    assert rule.decoded("dtstart") == moved.decoded("recurrence-id") == start
    assert moved.decoded("dtstart") == start + timedelta(days=1)
    assert rule["uid"] == moved["uid"]
    assert "rrule" in rule
    assert "rrule" not in moved
    visitor.taps("Erledigt").says("Nichts")
    assert only(visitor).when == planned.when.later(14)


def test_the_clock_changes_in_the_calendar_are_where_the_law_has_them() -> None:
    """Read by another library, every hour around a change has the offset it has in Berlin."""
    visitor = Visitor().commands("aktivitaeten", "Jeden Dienstag um 9 Uhr rufe ich Frau Keller an")
    text = calendar(visitor.taps("Kalenderdatei")).to_ical().decode()
    told = tzical(StringIO(text)).get("Europe/Berlin")
    assert told is not None
    for day in (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2031, 3, 30)):
        for hour in range(24):
            moment = datetime.combine(day, time(hour), UTC)
            assert moment.astimezone(told).utcoffset() == moment.astimezone(BERLIN).utcoffset(), moment


# --- the calendar ------------------------------------------------------------------------------------------------


def calendar(visitor: Visitor) -> Any:  # its properties are of thirty types
    (file,) = [effect for effect in visitor.effects if isinstance(effect, HandOver)]
    assert file.media_type == "text/calendar"
    return Calendar.from_ical(file.content)


def test_the_file_holds_the_activity_as_the_phone_wants_it() -> None:
    visitor = visits(CALL).taps("Kalenderdatei")
    (event,) = calendar(visitor).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2026, 3, 9, 15, tzinfo=BERLIN)
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert str(event["summary"]) == only(visitor).text
    assert (event["sequence"], str(event["status"])) == (0, "CONFIRMED")
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [
        -timedelta(hours=20, minutes=30), -timedelta(hours=1)
    ]  # fmt: skip
    assert [str(zone["tzid"]) for zone in calendar(visitor).walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_a_changed_activity_takes_the_place_of_the_old() -> None:
    """The same id, a higher number; what fell away is called off where it was handed out before."""
    visitor = visits(CALL).taps("Kalenderdatei")
    (before,) = calendar(visitor).walk("VEVENT")
    visitor.taps("Zur Liste").taps("9. März").taps("Einen Tag später").taps("Nichts Neues").taps("Zur Aktivität")
    (after,) = calendar(visitor.taps("Kalenderdatei")).walk("VEVENT")
    assert before["uid"] == after["uid"]
    assert before["sequence"] < after["sequence"]
    assert after.decoded("dtstart") == datetime(2026, 3, 10, 15, tzinfo=BERLIN)
    visitor.taps("Zur Liste").taps("10. März").taps("Fällt weg").taps("Nichts Neues").taps("Zur Liste")
    (dropped,) = calendar(visitor.taps("Kalenderdatei")).walk("VEVENT")
    assert (str(dropped["status"]), dropped["uid"]) == ("CANCELLED", before["uid"])
    assert after["sequence"] < dropped["sequence"]


def test_a_day_without_a_clock_time_is_a_whole_day() -> None:
    """Its end is not included, as calendars count; the reminders are by the clock of the phone."""
    visitor = visits("In KW 11 besuche ich Frau Keller").taps("Kalenderdatei")
    (event,) = calendar(visitor).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 3, 9), date(2026, 3, 16))
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [
        -timedelta(hours=5, minutes=30), timedelta(hours=9)
    ]  # fmt: skip


def test_one_file_for_all() -> None:
    visitor = visits(CALL, "Am 20.3. besuche ich Herrn Vogt", "Am 30.10. um 9 Uhr rufe ich Bosch an")
    events = calendar(visitor.commands("aktivitaeten").taps("Kalenderdatei")).walk("VEVENT")
    assert len({event["uid"] for event in events}) == 3
    assert [event["dtstart"].dt for event in events][2] == datetime(2026, 10, 30, 9, tzinfo=BERLIN)


# --- anything, anywhere ------------------------------------------------------------------------------------------


def in_list() -> Visitor:
    return visits(CALL).taps("Zur Liste")


STANDING: dict[str, Callable[[], Visitor]] = {
    "nothing": Visitor,
    "first sentence": visits,
    "gap when": lambda: visits("Frau Keller anrufen"),
    "gap whom": lambda: visits("Am 16.3. anrufen"),
    "gap what": lambda: visits("Am 16.3. Frau Keller"),
    "better": lambda: visits("Akquisition erhöhen"),
    "nonsense": lambda: visits("Hallo"),
    "doubt": lambda: visits("Mittwoch Frau Keller anrufen"),
    "kept": lambda: visits(CALL),
    "changing": lambda: visits(CALL).taps("Ändern"),
    "moving": lambda: in_list().taps("9. März").taps("Anderer Tag"),
    "doubt of moving": lambda: in_list().taps("9. März").taps("Anderer Tag").says("Mittwoch"),
    "learning": lambda: in_list().taps("9. März").taps("Erledigt"),
    "erasing": lambda: in_list().taps("9. März").taps("Löschen"),
    "done": lambda: in_list().taps("9. März").taps("Erledigt").taps("Nichts Neues"),
    "kept and a gap": lambda: visits(CALL, "Herrn Vogt anrufen"),
    "in a run": lambda: Visitor().plays("kurz", "brandt", "1 1 1").commands("aktivitaeten").says("Frau Keller anrufen"),
    "laid aside": lambda: Visitor().plays("kurz", "brandt", "1 1 1").commands("aktivitaeten").says("weiter"),
}
ACTS = (
    *("neu", "liste", "karte", "datei", "getan", "weg", "folgetag", "anders", "spaeter", "offen", "aendern", "bezug"),
    *("lernen", "loeschen", "kunde", "ziel", "phase", "erinnern", "vorlauf", "woche", "fuellen", "besser", "weiterer"),
    *("lesart", "zurueck", "nichts", "wirklich", "zeit", "unsinn"),
)
THIS = "the id of what is kept"
ARGUMENTS = ("", "0", "ja", "alle", "fertig/9", THIS, f"{THIS}/phase", f"{THIS}/stunde/aus", "2026-03-16", "²/³")
MARKED = "the mark of now"
EVENTS: tuple[Event, ...] = (
    *(
        Said(text, 900)
        for text in (CALL, "Frau Keller", "am 16.3.", "ja", "nein", "zurück", "weiß ich nicht", "?", "x")
    ),
    *(Said(text, 900) for text in ("weiter", "hilfe", "abbrechen", "aktivitaeten", "nichts", "Mittwoch", "31.2.")),
    Edited("Frau Keller besuchen", 1),
    Unreadable("voice"),
    Received("f1", "kalender.ics", 900),
    *(Commanded(name) for name in ("aktivitaeten", "weiter", "abbrechen", "menue", "hilfe", "rollenspiel")),
    *(Commanded("aktivitaeten", argument) for argument in ("ziel", "k1", "Bosch anrufen", CALL, "²")),
    *(
        Pressed(f"aktivitaeten:{act}", argument, mark)
        for act in ACTS
        for argument in ARGUMENTS
        for mark in ("", MARKED)
    ),
    *(Pressed(f"aktivitaeten:{act}", "", "a999") for act in ACTS),
    Due("aktivitaeten:melden", NOON),
    Due("aktivitaeten:montag", NOON),
    Due("aktivitaeten:unsinn", NOON),
)


@pytest.mark.parametrize("standing", STANDING)
def test_every_state_answers_every_event(standing: str) -> None:
    """Nothing raises, something is said, what is kept goes only by the sure yes, and a next step is in reach."""
    start = STANDING[standing]()
    session, things, timers, now = start.session, dict(start.kept), dict(start.timers), start.now
    mark = session.sheet.mark if isinstance(session.sheet, ActivitySheet) else "a0"
    id_ = next((each for kind, each in things if kind == "aktivitaet"), "00000000")
    for event in EVENTS:
        visitor = Visitor()
        visitor.session, visitor.kept, visitor.timers, visitor.now = session, dict(things), dict(timers), now
        if isinstance(event, Pressed):
            argument = event.argument.replace(THIS, id_)
            event = Pressed(event.action, argument, mark if event.mark == MARKED else event.mark)
        visitor.meets(event)
        if not isinstance(event, Due):
            assert any(isinstance(effect, Say | HandOver) for effect in visitor.effects), event
        dropped = [effect for effect in visitor.effects if isinstance(effect, Drop)]
        erasing = isinstance(session.sheet, ActivitySheet) and session.sheet.stage is Stage.ERASING
        assert not dropped or (erasing and getattr(event, "argument", getattr(event, "text", "")) == "ja"), event
        before = visitor.session
        assert visitor.commands("aktivitaeten").labels or "aktivitaeten_satz" in visitor.heard, event
        assert before.run == session.run or isinstance(event, Commanded | Said)


@given(
    texts=st.lists(
        st.one_of(
            st.text(max_size=40), st.sampled_from([CALL, "Frau Keller anrufen", "morgen", "Herrn Vogt", "ja", "?"])
        ),
        max_size=6,
    ),
    taps=st.lists(st.integers(0, 30), max_size=6),
)
@settings(max_examples=80)
def test_anything_may_be_said_and_tapped(texts: list[str], taps: list[int]) -> None:
    visitor = Visitor().commands("aktivitaeten")
    for text, place in zip(texts, [*taps, *[0] * len(texts)], strict=False):
        visitor.says(text)
        if offered := buttons(visitor.story):
            button = offered[-1 - place % len(offered)]
            visitor.meets(Pressed(button.action, button.argument, button.mark))
    for effect in visitor.story:
        read(effect)
        assert not isinstance(effect, Keep) or isinstance(effect.thing, tuple(kind.type for kind in KINDS.values()))
