"""Assignments, from both phones: given, planned, answered, handed in, reminded of, extended, ended."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from flows.assignments.order import Order
from flows.coaching.sheets import GivingSheet
from flows.effects import Keep, Say, Tell, Voice
from flows.events import Edited, Event, Pressed, Said, Told
from flows.exercises.exercise import Exercise, OwnExercise, ReflectionExercise
from flows.news import (
    Assigned,
    Begun,
    Closed,
    Ended,
    Extended,
    Given,
    HandedIn,
    Nudged,
    Objected,
    PlanDropped,
    Prolonged,
    Received,
    Reminded,
    Reviewed,
    ToTeam,
)
from flows.scoring.grading import Example
from flows.session import Session
from flows.teams.giving import MOST_RUNNING
from flows.teams.team import MEMBER, Member, Role
from flows.teams.work import (
    ASSIGNMENT,
    CARD,
    EXERCISE,
    ORDER,
    PART,
    PLAN,
    SAMPLE,
    Assignment,
    Correction,
    Part,
    Published,
    Sample,
    Status,
    Submission,
    Terms,
)
from tests.stage import shipped
from tests.town import Dweller, Town
from tests.visitor import read

BERLIN = ZoneInfo("Europe/Berlin")
ALL_MET, HALF, NONE, UNCLEAR = "2 2 2", "1 1 1", "0 0 0", "2 ? 0"
TALK = "Acht Vitrinen"
TERMS = Terms("Europe/Berlin", datetime(2026, 3, 11, 22, 59, tzinfo=UTC))


def exercise(title: str) -> Exercise:
    return next(each for each in shipped().exercises.values() if each.title == title)


@pytest.fixture
def town() -> Town:
    return Town(shipped())


@pytest.fixture
def alex(town: Town) -> Dweller:
    """A coach with a team."""
    alex = town.person(1, "Alex")
    alex.commands("coach").taps("Team gründen").says("Nord")
    return alex


@pytest.fixture
def kim(town: Town, alex: Dweller) -> Dweller:
    return joined(town, alex, 2, "Kim")


def joined(town: Town, coach: Dweller, number: int, name: str) -> Dweller:
    """Somebody who came by a link; what runs reaches her a moment later."""
    coach.commands("coach").taps("Nord").taps("Einladen").taps("Trainees").taps("Für 50")
    person = town.person(number, name)
    person.commands("start", coach.links[-1])
    town.waits(seconds=1)
    return person


def card(coach: Dweller, kind: str = "Phasen", title: str = TALK) -> Dweller:
    """The card of what is to be given."""
    coach.commands("coach").taps("Nord").taps("Aufgabe geben").taps(kind)
    while title not in coach.labels:
        coach.taps("Nächste Seite")
    coach.taps(title)
    return coach


def give(coach: Dweller, kind: str = "Phasen", title: str = TALK) -> None:
    card(coach, kind, title).taps("Geben …").taps("Ja, geben")


def tell(town: Town, teller: Dweller, news: ToTeam) -> None:
    """The team hears it, as if a dialogue of another part had told it."""
    town.team.meets(Told(teller.actor, news))  # type: ignore[arg-type]


def given(town: Town, coach: Dweller, title: str = TALK, terms: Terms = TERMS, people: tuple[str, ...] = ()) -> None:
    """Under terms that no button offers, perhaps."""
    tell(town, coach, Given("aaaaaaaa", exercise(title), terms, people))


def order(person: Dweller) -> Order:
    """Her only one."""
    (found,) = person.things(ORDER).values()
    assert isinstance(found, Order)
    return found


def order_id(person: Dweller) -> str:
    (id_,) = person.things(ORDER)
    return id_


def part(town: Town, person: Dweller) -> Part:
    (found,) = [each for id_, each in town.team.things(PART).items() if id_.endswith(f"/{person.actor}")]
    assert isinstance(found, Part)
    return found


def told_by(person: Dweller) -> list[object]:
    """The news she ever told anybody."""
    return [effect.news for effect in person.story if isinstance(effect, Tell)]


def answers(person: Dweller, *texts: str) -> Dweller:
    """An attempt each, from the page of her only assignment."""
    for text in texts:
        person.meets(Pressed("aufgaben:los", order_id(person))).says(text)
    return person


# --- giving ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("Phasen", TALK),
        ("Eigene Punkte", "Den Preis nennen"),
        ("Nachdenken", "Wer gewinnt hier?"),
        ("Rollenspiele", "Einwände am Klavier"),
    ],
)
def test_every_kind_of_exercise_can_be_given(town: Town, alex: Dweller, kim: Dweller, kind: str, title: str) -> None:
    give(alex, kind, title)
    assert alex.heard == ["aufgabe_gegeben"]
    assert kim.heard == ["aufgabe_meldung"]
    assert kim.said("aufgabe_meldung")["wort"] == "neu"
    assert order(kim).exercise.title == title
    assert part(town, kim) == Part(order_id(kim), "Kim")
    assert alex.session.sheet is None


def test_the_card_has_sensible_terms(alex: Dweller, kim: Dweller) -> None:
    shown = card(alex).said("vergabe_karte")
    assert (shown["alle"], shown["anzahl"], shown["am"], shown["minimum"]) == (True, 1, None, 60)
    assert (shown["mindestens"], shown["hoechstens"], shown["notiz"]) == (1, 3, "")
    assert shown["bis"] == datetime(2026, 3, 11, 23, 59, tzinfo=BERLIN)


def test_the_card_leads_back_to_the_team(alex: Dweller, kim: Dweller) -> None:
    """It names the attempts once."""
    assert "Versuche:</b> bis zu 3\n" in f"{read(card(alex).effects[-1])}\n"
    assert alex.taps("Zum Team").heard == ["coach_team"]


def test_every_line_of_the_card_can_be_changed(town: Town, alex: Dweller, kim: Dweller) -> None:
    joined(town, alex, 3, "Toni")
    card(alex).taps("Für wen").taps("Kim").taps("Zurück")
    alex.taps("Bis wann").taps("In drei Tagen").taps("Bestanden ab").taps("80")
    alex.taps("Versuche").taps("Min. 2").taps("Beliebig").taps("Zurück")
    alex.taps("Nachricht").says("Lass dir <Zeit>.").taps("Geben …").taps("Ja, geben")
    terms = order(kim).terms
    assert terms.due == datetime(2026, 3, 7, 23, 59, tzinfo=BERLIN)
    assert (terms.minimum, terms.least, terms.most, terms.note) == (0.8, 2, 0, "Lass dir <Zeit>.")
    assert town.dwellers["person:3"].things(ORDER) == {}


def test_a_chosen_trainee_can_be_unchosen(alex: Dweller, kim: Dweller) -> None:
    card(alex).taps("Für wen").taps("Kim")
    assert not alex.said("vergabe_frage")["alle"]
    alex.taps("✓ Kim")
    assert alex.said("vergabe_frage")["alle"]


def test_at_least_never_exceeds_at_most(alex: Dweller, kim: Dweller) -> None:
    card(alex).taps("Versuche").taps("Max. 1").taps("Min. 3")
    assert isinstance(alex.session.sheet, GivingSheet)
    assert (alex.session.sheet.least, alex.session.sheet.most) == (3, 3)
    alex.taps("Max. 1")
    assert isinstance(alex.session.sheet, GivingSheet)
    assert (alex.session.sheet.least, alex.session.sheet.most) == (1, 1)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("Freitag", datetime(2026, 3, 6, 23, 59, tzinfo=BERLIN)),
        ("am 15.3. um 12 Uhr", datetime(2026, 3, 15, 12, tzinfo=BERLIN)),
        ("in zehn Tagen", datetime(2026, 3, 14, 23, 59, tzinfo=BERLIN)),
        ("bis Ende März", datetime(2026, 3, 31, 23, 59, tzinfo=BERLIN)),
    ],
)
def test_a_due_date_is_said_in_german(alex: Dweller, kim: Dweller, said: str, due: datetime) -> None:
    card(alex).taps("Bis wann").says(said)
    assert alex.heard == ["vergabe_karte"]
    assert alex.said("vergabe_karte")["bis"] == due


@pytest.mark.parametrize(("said", "fault"), [("bald mal", "offen"), ("gestern", "vergangen"), ("31.2.", "offen")])
def test_what_is_no_due_date_is_asked_again(alex: Dweller, kim: Dweller, said: str, fault: str) -> None:
    card(alex).taps("Bis wann").says(said)
    assert alex.said("vergabe_frage")["fehler"] == fault
    alex.says("Freitag")
    assert alex.heard == ["vergabe_karte"]


def test_a_doubtful_day_is_chosen_from(alex: Dweller, kim: Dweller) -> None:
    card(alex).taps("Bis wann").says("Mittwoch")
    assert alex.said("vergabe_frage")["zweifel"] == "bis"
    alex.taps("Mi, 11. März")
    assert alex.said("vergabe_karte")["bis"] == datetime(2026, 3, 11, 23, 59, tzinfo=BERLIN)


def test_a_note_that_is_too_long_is_asked_again(alex: Dweller, kim: Dweller) -> None:
    card(alex).taps("Nachricht").says("x" * 501)
    assert alex.said("vergabe_frage")["fehler"] == "lang"
    alex.says("kurz").edits("kürzer")
    assert alex.said("vergabe_karte")["notiz"] == "kürzer"


def test_two_taps_give_once(town: Town, alex: Dweller, kim: Dweller) -> None:
    card(alex).taps("Geben …").taps("Ja, geben")
    alex.taps("Ja, geben")
    assert alex.heard[0] == "vergabe_vorbei"
    assert len(town.team.things(ASSIGNMENT)) == 1
    assert len(kim.things(ORDER)) == 1


def test_so_many_run_at_once_and_no_more(town: Town, alex: Dweller, kim: Dweller) -> None:
    card(alex)
    filled(town, alex)
    alex.taps("Geben …").taps("Ja, geben")
    assert alex.heard == ["aufgabe_zu_viele"]
    assert len(town.team.things(ASSIGNMENT)) == MOST_RUNNING
    alex.commands("coach").taps("Nord").taps("Aufgabe geben")
    assert alex.heard == ["vergabe_voll"]
    tell(town, alex, Ended("z0000000"))
    give(alex)
    assert alex.heard == ["aufgabe_gegeben"]


def filled(town: Town, coach: Dweller) -> None:
    """As many assignments run as can."""
    running = Assignment(exercise(TALK), TERMS, "Alex", coach.actor, town.now)
    for number in range(MOST_RUNNING):
        town.team._store(Keep(ASSIGNMENT, f"z{number:07}", running))


def test_the_same_news_twice_gives_once(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex)
    given(town, alex)
    assert len(town.team.things(ASSIGNMENT)) == 1
    assert kim.story.count(kim.story[-1]) == 1


def test_without_trainees_nothing_is_given(town: Town, alex: Dweller) -> None:
    card(alex).taps("Geben …")
    assert not alex.said("vergabe_karte")["sicher"]
    given(town, alex)
    assert alex.heard == ["aufgabe_fuer_niemanden"]
    assert town.team.things(ASSIGNMENT) == {}


def test_a_button_of_an_earlier_card_changes_nothing(alex: Dweller, kim: Dweller) -> None:
    card(alex)
    assert isinstance(alex.session.sheet, GivingSheet)
    old = alex.session.sheet
    card(alex, "Eigene Punkte", "Den Preis nennen")
    alex.meets(Pressed("coach:vergabe:setz", f"{old.team}/minimum/100", old.mark))
    assert alex.heard == ["vergabe_vorbei", "vergabe_karte"]
    assert alex.said("vergabe_karte")["minimum"] == 60


@pytest.mark.parametrize(
    "argument",
    ["minimum/0", "minimum/99999", "least/9", "most/7", "tage/400", "tage/-1", "woche/9", "am/gestern",
     "am/2020-01-01T09:00", "bis/2020-01-01T09:00", "bis/9999-12-31T23:59", "quatsch/1", "", "/"],
)  # fmt: skip
def test_forged_terms_change_nothing(alex: Dweller, kim: Dweller, argument: str) -> None:
    card(alex)
    before = alex.session.sheet
    assert isinstance(before, GivingSheet)
    alex.meets(Pressed("coach:vergabe:setz", f"{before.team}/{argument}", before.mark))
    assert alex.session.sheet == before


def test_it_goes_to_ten_thousand_in_one_letter(town: Town, alex: Dweller) -> None:
    """One step, one thing for each, one letter to all; graded examples do not travel."""
    for number in range(1000, 11_000):
        person = f"person:{number}"
        member = Member(f"Nr. {number}", "Nord", Role.TRAINEE, town.now)
        town.team._store(Keep(MEMBER, person, member, person))
    town.deliver = lambda: None  # type: ignore[method-assign]  # nobody of them is here to hear it
    given(town, alex, "Den Preis nennen")
    (letter,) = [each for each in town.team.effects if isinstance(each, Tell) and isinstance(each.news, Assigned)]
    assert len(letter.to) == 10_000
    assert isinstance(letter.news, Assigned)
    assert isinstance(letter.news.exercise, OwnExercise)
    assert letter.news.exercise.examples == ()
    assert len([each for each in town.team.effects if isinstance(each, Keep) and each.kind == PART]) == 10_000


def test_a_team_s_own_exercise_can_be_given_in_its_latest_version(town: Town, alex: Dweller, kim: Dweller) -> None:
    own = exercise("Den Preis nennen")
    for id_, title, former, withdrawn in (
        ("aaaaaaa1", "Unser Preis", "", False),
        ("aaaaaaa2", "Unser Preis, neu", "aaaaaaa1", False),
        ("aaaaaaa3", "Zurückgezogen", "", True),
    ):
        published = Published(replace(own, id=id_, title=title), "Alex", former=former, withdrawn=withdrawn)
        town.team._store(Keep(EXERCISE, id_, published))
    alex.commands("coach").taps("Nord").taps("Aufgabe geben").taps("Eigene Punkte")
    assert "Unser Preis, neu" in alex.labels
    assert not {"Unser Preis", "Zurückgezogen"} & set(alex.labels)
    alex.taps("Unser Preis, neu").taps("Geben …").taps("Ja, geben")
    assert order(kim).exercise.id == "aaaaaaa2"


# --- plans -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "change"),
    [(datetime(2026, 3, 24, 12, tzinfo=UTC), 29), (datetime(2026, 10, 20, 12, tzinfo=UTC), 25)],
    ids=["spring", "autumn"],
)
def test_a_weekly_assignment_keeps_its_hour_over_the_change_of_the_clock(
    town: Town, alex: Dweller, kim: Dweller, start: datetime, change: int
) -> None:
    town.now = start
    card(alex).taps("Wann").taps("Jeden Fr").taps("Bis wann").taps("In drei Tagen").taps("Geben …").taps("Ja, geben")
    assert alex.heard == ["aufgabe_geplant"]
    assert kim.things(ORDER) == {}
    town.waits(days=15)
    received = [each.received.astimezone(BERLIN) for each in kim.things(ORDER).values()]
    assert {(at.weekday(), at.hour, at.minute) for at in received} == {(4, 9, 0)}
    assert any(at.day < change for at in received)
    assert len({at.utcoffset() for at in received}) == 2
    dues = [due.astimezone(BERLIN) for each in kim.things(ORDER).values() if (due := each.terms.due)]
    assert {(at.weekday(), at.hour, at.minute) for at in dues} == {(0, 23, 59)}


def test_a_planned_assignment_comes_once(town: Town, alex: Dweller, kim: Dweller) -> None:
    card(alex).taps("Wann").says("Montag um zehn").taps("Geben …").taps("Ja, geben")
    assert alex.heard == ["aufgabe_geplant"]
    town.waits(days=30)
    assert order(kim).received == datetime(2026, 3, 9, 9, tzinfo=UTC)
    assert order(kim).terms.due == datetime(2026, 3, 16, 23, 59, tzinfo=BERLIN)
    assert town.team.things(PLAN) == {}


@pytest.mark.parametrize("said", ["jeden Dienstag um halb zehn", "jeden Dienstag 9:30"])
def test_a_weekly_time_is_said_in_german(town: Town, alex: Dweller, kim: Dweller, said: str) -> None:
    card(alex).taps("Wann").says(said)
    assert alex.said("vergabe_karte")["woche"]
    assert alex.said("vergabe_karte")["am"] == datetime(2026, 3, 10, 9, 30, tzinfo=BERLIN)


def test_after_a_long_downtime_a_plan_comes_once(town: Town, alex: Dweller, kim: Dweller) -> None:
    card(alex).taps("Wann").taps("Jeden Mo").taps("Geben …").taps("Ja, geben")
    (timer,) = [timer for key, timer in town.team.timers.items() if ":plan:" in key]
    town.now += timedelta(days=40)
    town.waits(seconds=1)
    assert len(kim.things(ORDER)) == 1
    (timer,) = [timer for key, timer in town.team.timers.items() if ":plan:" in key]
    assert timer.due > town.now


@pytest.mark.parametrize(("when", "days"), [("übermorgen um zehn", 1), ("Jeden Fr", 7)])
def test_what_is_planned_waits_while_too_many_run(
    town: Town, alex: Dweller, kim: Dweller, when: str, days: int
) -> None:
    card(alex).taps("Wann")
    (alex.taps if when.startswith("Jeden") else alex.says)(when)
    alex.taps("Geben …").taps("Ja, geben")
    ((_, plan),) = town.team.things(PLAN).items()
    filled(town, alex)
    alex.story.clear()
    while town.now <= plan.at:
        town.waits(hours=12)
    assert alex.said("aufgabe_zu_viele")["geplant"]
    tell(town, alex, Ended("z0000000"))
    kim.story.clear()
    town.waits(days=days)
    assert kim.said("aufgabe_meldung")["wort"] == "neu"


def test_a_plan_can_be_called_off(town: Town, alex: Dweller, kim: Dweller) -> None:
    card(alex).taps("Wann").taps("Jeden Mo").taps("Geben …").taps("Ja, geben")
    alex.commands("coach").taps("Nord").taps("Aufgabe geben").taps("Geplantes")
    alex.taps("Nummer 1 absagen")
    assert alex.heard == ["aufgabenplan_fort"]
    town.waits(days=30)
    assert kim.things(ORDER) == {}
    alex.taps("Nummer 1 absagen")
    assert alex.heard == ["aufgabe_schon_zu"]


def test_a_plan_for_everybody_reaches_whoever_is_there_then(town: Town, alex: Dweller, kim: Dweller) -> None:
    card(alex).taps("Wann").says("Montag um zehn").taps("Geben …").taps("Ja, geben")
    toni = joined(town, alex, 3, "Toni")
    kim.commands("team").taps("Nord").taps("Team verlassen").taps("Ja, verlassen")
    town.waits(days=10)
    assert len(toni.things(ORDER)) == 1
    assert kim.things(ORDER) == {}


# --- newcomers -------------------------------------------------------------------------------------------------


def test_a_newcomer_gets_what_everybody_has_and_is_not_due_yet(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex)
    toni = joined(town, alex, 3, "Toni")
    assert toni.said("aufgabe_meldung")["wort"] == "neu"
    assert part(town, toni).name == "Toni"
    town.waits(days=10)
    robin = joined(town, alex, 4, "Robin")
    assert robin.things(ORDER) == {}


def test_a_newcomer_does_not_get_what_was_for_some(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex, people=("person:2",))
    assert joined(town, alex, 3, "Toni").things(ORDER) == {}


def test_who_comes_back_goes_on(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex)
    answers(kim, HALF)
    kim.commands("team").taps("Nord").taps("Team verlassen").taps("Ja, verlassen")
    joined(town, alex, 2, "Kim")
    assert len(order(kim).attempts) == 1
    kim.meets(Pressed("aufgaben:zeigen", order_id(kim)))
    assert "Noch ein Versuch" in kim.labels


# --- answering -------------------------------------------------------------------------------------------------


def test_an_attempt_is_judged_for_the_trainee_alone(town: Town, alex: Dweller, kim: Dweller) -> None:
    """The coach hears that she has begun, and nothing of the answer."""
    give(alex)
    kim.taps("Aufgabe ansehen").taps("Anfangen").says(HALF)
    assert kim.heard == ["aufgabe_bewertet"]
    assert [line.level for line in kim.said("aufgabe_bewertet")["zeilen"]] == [1, 1, 1]
    assert part(town, kim).status is Status.BEGUN
    assert told_by(kim)[1:] == [Begun(order_id(kim))]
    assert HALF not in str(town.team.kept)
    assert alex.heard == ["aufgabe_gegeben"]


def test_at_most_two_points_are_said(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, "2 1 0")
    points = kim.said("aufgabe_bewertet")["punkte"]
    assert [(point.praise, point.line.level) for point in points] == [(True, 2), (False, 0)]


def test_the_model_answer_waits_for_the_last_attempt(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    shown = [answers(kim, NONE).said("aufgabe_bewertet")["muster"] for _ in range(3)]
    assert shown[:2] == ["", ""]
    assert shown[2] == order(kim).exercise.model_answer
    assert "Noch ein Versuch" not in kim.labels


def test_the_model_answer_comes_with_passing(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    assert answers(kim, ALL_MET).said("aufgabe_bewertet")["muster"]


def test_after_the_last_attempt_no_further_one_is_heard(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, NONE, NONE, NONE).meets(Pressed("aufgaben:los", order_id(kim)))
    assert kim.heard == ["aufgabe_seite"]
    assert len(order(kim).attempts) == 3


def test_the_best_attempt_is_handed_in(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, ALL_MET, HALF).taps("Abgeben")
    assert kim.heard == ["aufgabe_abgegeben", "aufgabe_ergebnis"]
    assert (part(town, kim).status, part(town, kim).attempts, part(town, kim).share) == (Status.PASSED, 2, 1.0)
    (handed,) = [news for news in told_by(kim) if isinstance(news, HandedIn)]
    assert handed.submission.attempt == 1
    assert order(kim).status is Status.PASSED
    assert kim.session.sheet is None


def test_another_attempt_can_be_handed_in(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, ALL_MET, HALF).taps("Anderen Versuch").taps("2. Versuch")
    assert part(town, kim).share == 0.5
    assert order(kim).status is Status.NOT_YET


def test_before_enough_attempts_nothing_can_be_handed_in(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex, terms=replace(TERMS, least=2))
    answers(kim, ALL_MET)
    assert "Abgeben" not in kim.labels
    kim.meets(Pressed("aufgaben:abgeben", order_id(kim)))
    assert kim.heard == ["aufgabe_seite"]
    assert part(town, kim).status is Status.BEGUN
    answers(kim, NONE).taps("Abgeben")
    assert part(town, kim).status is Status.PASSED


def test_a_team_takes_nothing_before_enough_attempts(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex, terms=replace(TERMS, least=3))
    tell(town, kim, HandedIn("aaaaaaaa", 1, Submission(1, town.now, ())))
    assert part(town, kim).status is Status.OPEN


def test_an_edit_is_judged_anew_as_the_same_attempt(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, NONE).edits(ALL_MET)
    assert kim.heard == ["aufgabe_bewertet"]
    assert kim.said("aufgabe_bewertet")["geaendert"]
    assert len(order(kim).attempts) == 1
    kim.taps("Abgeben")
    assert part(town, kim).status is Status.PASSED


def test_an_edit_after_handing_in_changes_nothing(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, NONE).taps("Abgeben")
    before = kim.things(ORDER)
    kim.edits(ALL_MET)
    assert kim.things(ORDER) == before
    assert part(town, kim).status is Status.NOT_YET


def test_what_passed_once_stays(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, ALL_MET, NONE).taps("Abgeben")
    tell(town, kim, HandedIn(order_id(kim), 2, order(kim).submission(2)))
    assert part(town, kim).status is Status.PASSED
    assert part(town, kim).share == 1.0


def test_after_not_yet_another_attempt_can_be_handed_in(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, NONE).taps("Abgeben")
    assert order(kim).status is Status.NOT_YET
    kim.taps("Noch ein Versuch").says(ALL_MET).taps("Abgeben")
    assert (order(kim).status, part(town, kim).status) == (Status.PASSED, Status.PASSED)


def test_two_taps_hand_in_once(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, NONE).taps("Abgeben")
    kim.taps("Abgeben")
    assert len([news for news in told_by(kim) if isinstance(news, HandedIn)]) == 1
    assert kim.heard == ["aufgabe_seite"]


def test_what_is_not_clear_waits_for_a_coach(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, UNCLEAR).taps("Abgeben")
    assert (order(kim).status, part(town, kim).status) == (Status.IN_REVIEW, Status.IN_REVIEW)
    assert len(town.team.things(CARD)) == 1
    kim.meets(Pressed("aufgaben:los", order_id(kim)))
    assert kim.heard == ["aufgabe_seite"]


def test_of_a_private_exercise_nothing_is_handed_in_but_that_it_was_done(
    town: Town, alex: Dweller, kim: Dweller
) -> None:
    give(alex, title="Vor der Tür der Pferdepraxis")
    answers(kim, "2 2 0 geheim").taps("Abgeben")
    assert (part(town, kim).status, part(town, kim).share) == (Status.HANDED_IN, None)
    assert "geheim" not in str(town.team.kept)
    (handed,) = [news for news in told_by(kim) if isinstance(news, HandedIn)]
    assert handed.submission.pieces == ()


@pytest.mark.parametrize("by", ["button", "number", "words"])
def test_a_choice_is_answered_by_button_number_or_words(town: Town, alex: Dweller, kim: Dweller, by: str) -> None:
    give(alex, "Nachdenken", "Wer gewinnt hier?")
    given_exercise = order(kim).exercise
    assert isinstance(given_exercise, ReflectionExercise)
    labels = list(given_exercise.choices.values())
    kim.taps("Aufgabe ansehen").taps("Anfangen").says("Bratkartoffeln")
    assert kim.said("aufgabe_frage")["noch_einmal"] == "wahl"
    if by == "button":
        kim.taps(labels[0])
    else:
        kim.says("1" if by == "number" else labels[0])
    assert kim.heard == ["aufgabe_bewertet"]
    (attempt,) = order(kim).attempts
    assert attempt.pieces[0].turns[0].answer == labels[0]


def test_an_old_choice_is_not_taken(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex, "Nachdenken", "Wer gewinnt hier?")
    kim.taps("Aufgabe ansehen").taps("Anfangen").meets(Pressed("aufgaben:nimm", "0", "b0"))
    assert kim.heard == ["aufgabe_vorbei", "aufgabe_frage"]
    assert order(kim).attempts == ()


def test_an_own_exercise_is_judged_by_what_the_team_taught(town: Town, alex: Dweller, kim: Dweller) -> None:
    """With the exercise's own examples and the team's corrections, none of which the trainee keeps."""
    give(alex, "Eigene Punkte", "Den Preis nennen")
    own = exercise("Den Preis nennen")
    assert isinstance(own, OwnExercise)
    kept = order(kim).exercise
    assert isinstance(kept, OwnExercise)
    assert kept.examples == ()
    assert own.examples
    judged = []
    grader = shipped().tools.grader

    def watched(exercise: OwnExercise, examples: tuple[Example, ...]) -> object:
        judged.append((len(exercise.examples), len(examples)))
        return grader(exercise, examples)

    for number, about in enumerate((own.id, "andere")):
        id_ = f"{own.id[:24]}/aaaaaaaa/9/{number}.0"
        sample = Sample(about, "x", {own.items[0].id: 1.0}, "person:9", "Alex")
        town.team._store(Keep(SAMPLE, id_, sample, "person:9"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped().tools, "grader", watched)
        answers(kim, ALL_MET)
    assert judged == [(len(own.examples), 1)]


def test_a_second_text_after_the_verdict_is_no_attempt(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, HALF).says("Ach ja, und noch etwas.")
    assert kim.heard == ["aufgabe_knopf"]
    assert len(order(kim).attempts) == 1
    kim.says("Noch einmal").says(ALL_MET).says("abgeben")
    assert part(town, kim).status is Status.PASSED


def test_an_empty_answer_is_asked_again(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, "…")
    assert kim.said("aufgabe_frage")["noch_einmal"] == "worte"
    assert order(kim).attempts == ()


# --- role-plays ------------------------------------------------------------------------------------------------


def plays(kim: Dweller, answer: str) -> Dweller:
    """From the page of the assignment to the end of the role-play."""
    kim.meets(Pressed("aufgaben:los", order_id(kim)))
    while kim.session.run is not None:
        kim.says(answer)
        if kim.session.run is not None:
            kim.taps("Weiter")
    return kim


def test_a_role_play_is_an_attempt(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex, "Rollenspiele", "Einwände am Klavier")
    plays(kim, ALL_MET)
    assert kim.heard[-1] == "aufgabe_gespielt"
    assert [type(news) for news in told_by(kim) if isinstance(news, Begun | HandedIn)] == [Begun]
    kim.taps("Zur Aufgabe").taps("Abgeben")
    assert part(town, kim).status is Status.PASSED
    (handed,) = [news for news in told_by(kim) if isinstance(news, HandedIn)]
    (piece,) = handed.submission.pieces
    assert [turn.answer for turn in piece.turns] == [ALL_MET]


def test_of_a_whole_role_play_the_private_phase_stays_private(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex, "Rollenspiele", "Das ganze Gespräch")
    plays(kim, ALL_MET).taps("Zur Aufgabe").taps("Abgeben")
    (handed,) = [news for news in told_by(kim) if isinstance(news, HandedIn)]
    titles = [piece.title for piece in handed.submission.pieces]
    assert len(titles) > 5
    assert shipped().current.phases["reflexion"].title not in titles
    assert part(town, kim).status is Status.PASSED


def test_a_skipped_phase_counts_nothing(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex, "Rollenspiele", "Kurz und gut")
    kim.meets(Pressed("aufgaben:los", order_id(kim)))
    while kim.session.run is not None:
        kim.says("überspringen")
    kim.taps("Zur Aufgabe").taps("Abgeben")
    assert (part(town, kim).status, part(town, kim).share) == (Status.NOT_YET, 0.0)


def test_a_role_play_that_was_given_up_is_no_attempt(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex, "Rollenspiele", "Einwände am Klavier")
    kim.meets(Pressed("aufgaben:los", order_id(kim))).commands("abbrechen")
    assert kim.said("aufhoeren_frage")["assigned"]
    kim.taps("Ja, aufhören")
    assert kim.heard == ["aufgehoert"]
    assert kim.said("aufgehoert")["assigned"]
    kim.taps("Zur Aufgabe")
    assert order(kim).attempts == ()
    assert "Anfangen" in kim.labels


def test_a_role_play_of_one_s_own_is_nobody_s_attempt(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex, "Rollenspiele", "Einwände am Klavier")
    kim.plays("einzeln", "klavier", ALL_MET, phase="einwaende")
    assert "aufgabe_gespielt" not in kim.heard
    kim.meets(Pressed("aufgaben:zeigen", order_id(kim)))
    assert order(kim).attempts == ()


def test_no_open_role_play_ends_unasked(town: Town, alex: Dweller, kim: Dweller) -> None:
    kim.meets(Pressed("start", "einzeln/klavier/beziehung"))
    give(alex, "Rollenspiele", "Einwände am Klavier")
    before = kim.session.run
    kim.taps("Aufgabe ansehen").taps("Anfangen")
    assert kim.heard == ["aufgabe_erst_spiel"]
    assert kim.session.run == before
    kim.taps("Trotzdem anfangen")
    assert kim.run.assignment == order_id(kim)


def test_two_taps_begin_one_role_play(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex, "Rollenspiele", "Einwände am Klavier")
    kim.taps("Aufgabe ansehen").taps("Anfangen")
    run = kim.run.id
    kim.meets(Pressed("aufgaben:los", order_id(kim)))
    assert kim.run.id == run
    assert order(kim).runs == (run,)


# --- news that come by themselves ------------------------------------------------------------------------------


def test_a_push_in_the_midst_of_a_role_play_waits_at_the_door(town: Town, alex: Dweller, kim: Dweller) -> None:
    """One line and a button; the run stands, and hears the next text."""
    kim.meets(Pressed("start", "einzeln/klavier/einwaende"))
    before = kim.session
    give(alex)
    assert kim.session == before
    assert kim.said("aufgabe_meldung")["kurz"]
    (line,) = [effect for effect in kim.effects if isinstance(effect, Say)]
    assert "\n" not in read(line)
    kim.says(ALL_MET)
    assert "rueckmeldung" in kim.heard
    kim.taps("Aufgabe ansehen").taps("Anfangen").says(HALF)
    assert kim.heard == ["aufgabe_bewertet"]
    run = kim.session.run
    kim.taps("Abgeben")
    assert kim.session.run == run
    assert kim.said("aufgabe_ergebnis")["kurz"]


def test_a_push_beside_another_sheet_leaves_it_open(town: Town, alex: Dweller, kim: Dweller) -> None:
    kim.commands("ziele")
    before = kim.session.sheet
    give(alex)
    assert kim.session.sheet == before
    kim.says("40")
    assert kim.heard == ["ziele_frage"]


def test_at_night_everything_waits_for_the_morning_in_one_message(town: Town, alex: Dweller, kim: Dweller) -> None:
    town.now = datetime(2026, 3, 4, 21, tzinfo=UTC)
    give(alex)
    give(alex, "Eigene Punkte", "Den Preis nennen")
    assert kim.heard == []
    assert len(kim.things(ORDER)) == 2
    kim.commands("aufgaben")
    assert len(kim.said("aufgaben")["aufgaben"]) == 2
    town.waits(hours=10)
    assert kim.heard == ["aufgaben_meldungen"]
    assert [each["wort"] for each in kim.said("aufgaben_meldungen")["meldungen"]] == ["neu", "neu"]
    town.waits(days=1)
    assert kim.heard == ["aufgaben_meldungen"]


def test_what_came_and_went_at_night_is_not_told(town: Town, alex: Dweller, kim: Dweller) -> None:
    town.now = datetime(2026, 3, 4, 21, tzinfo=UTC)
    given(town, alex)
    tell(town, alex, Ended("aaaaaaaa"))
    kim.story.clear()
    town.waits(hours=12)
    assert [effect for effect in kim.story if isinstance(effect, Say)] == []


def test_those_who_have_not_handed_in_are_reminded_before_and_after(town: Town, alex: Dweller, kim: Dweller) -> None:
    toni = joined(town, alex, 3, "Toni")
    given(town, alex)
    answers(toni, ALL_MET).taps("Abgeben")
    heard: list[tuple[datetime, str]] = []
    for _ in range(24 * 9):
        kim.effects = []
        town.waits(hours=1)
        heard += [(town.now, kim.said("aufgabe_meldung")["wort"])] if "aufgabe_meldung" in kim.heard else []
    assert [(at.date().day, word) for at, word in heard] == [(11, "vor"), (12, "nach")]
    assert not any(isinstance(told.news, Reminded) for told in toni.told)
    assert kim.commands("aufgaben").said("aufgaben")["aufgaben"][0]["stand"] == "ueberfaellig"


def test_late_is_better_than_never(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex)
    town.waits(days=20)
    answers(kim, ALL_MET).taps("Abgeben")
    assert part(town, kim).status is Status.PASSED


def test_reminders_by_date_can_be_switched_off_a_coach_s_word_not(town: Town, alex: Dweller, kim: Dweller) -> None:
    assert kim.session.person is not None
    kim.session = replace(kim.session, person=replace(kim.session.person, reminders=False))
    given(town, alex)
    kim.story.clear()
    town.waits(days=9)
    assert [effect for effect in kim.story if isinstance(effect, Say)] == []
    tell(town, alex, Nudged("aaaaaaaa"))
    assert kim.said("aufgabe_meldung")["wort"] == "coach"


def test_a_coach_reminds_those_who_have_not_handed_in_once_an_hour(town: Town, alex: Dweller, kim: Dweller) -> None:
    toni = joined(town, alex, 3, "Toni")
    given(town, alex)
    answers(toni, ALL_MET).taps("Abgeben")
    tell(town, alex, Nudged("aaaaaaaa"))
    assert kim.said("aufgabe_meldung")["wort"] == "coach"
    assert alex.said("aufgabe_erinnert")["anzahl"] == 1
    tell(town, alex, Nudged("aaaaaaaa", ("person:2", "person:3")))
    assert alex.said("aufgabe_erinnert")["anzahl"] == 0


def test_an_extension_moves_date_and_reminders(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex)
    later = datetime(2026, 3, 20, 11, tzinfo=UTC)
    tell(town, alex, Extended("aaaaaaaa", later))
    assert kim.said("aufgabe_meldung")["wort"] == "laenger"
    assert order(kim).terms.due == later
    town.waits(days=12)
    assert not any(isinstance(told.news, Reminded) for told in kim.told)
    town.waits(days=5)
    assert [told.news.why for told in kim.told if isinstance(told.news, Reminded)] == ["vor", "nach"]


def test_one_alone_can_get_more_time(town: Town, alex: Dweller, kim: Dweller) -> None:
    toni = joined(town, alex, 3, "Toni")
    given(town, alex)
    later = datetime(2026, 3, 20, 11, tzinfo=UTC)
    tell(town, alex, Extended("aaaaaaaa", later, ("person:2",)))
    assert (order(kim).terms.due, order(toni).terms.due) == (later, TERMS.due)
    town.waits(days=30)
    reminders = {
        person.actor: [told.news.why for told in person.told if isinstance(told.news, Reminded)]
        for person in (kim, toni)
    }
    assert reminders == {"person:2": ["vor", "nach"], "person:3": ["vor", "nach"]}
    assert part(town, kim).reminded[-1] == later


def test_no_date_in_the_past_is_an_extension(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex)
    tell(town, alex, Extended("aaaaaaaa", town.now - timedelta(days=1)))
    assert alex.heard == ["aufgabe_frist_vorbei"]
    assert order(kim).terms.due == TERMS.due


def test_what_has_ended_cannot_be_handed_in(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex)
    answers(kim, ALL_MET)
    tell(town, alex, Ended("aaaaaaaa"))
    assert kim.said("aufgabe_meldung")["wort"] == "beendet"
    kim.taps("Abgeben")
    assert kim.heard == ["aufgabe_seite"]
    assert part(town, kim).status is Status.BEGUN
    kim.says(ALL_MET)
    assert len(order(kim).attempts) == 1
    town.waits(days=20)
    assert not any(isinstance(told.news, Reminded) for told in kim.told)


def test_handing_in_while_it_ends_is_told(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex)
    answers(kim, ALL_MET)
    (id_,) = town.team.things(ASSIGNMENT)
    town.team._store(Keep(ASSIGNMENT, id_, replace(town.team.things(ASSIGNMENT)[id_], ended=True)))
    kim.taps("Abgeben")
    assert kim.said("aufgabe_meldung")["wort"] == "beendet"


@pytest.mark.parametrize(
    ("stands", "told"),
    [
        ((), True),
        ((UNCLEAR, "behalten"), True),
        ((NONE, "abgeben"), True),
        ((NONE, NONE, NONE, "abgeben"), True),
        ((ALL_MET, "abgeben"), False),
        ((UNCLEAR, "abgeben"), False),
    ],
    ids=["open", "begun", "not-yet", "not-yet-with-one-to-hand-in", "passed", "in-review"],
)
@pytest.mark.parametrize("hour", [11, 21])
def test_an_end_is_told_once_to_those_it_cuts_short(
    town: Town, alex: Dweller, kim: Dweller, stands: tuple[str, ...], told: bool, hour: int
) -> None:
    given(town, alex)
    for text in stands:
        if text == "abgeben":
            kim.taps("Abgeben")
        elif text != "behalten":
            answers(kim, text)
    kim.commands("abbrechen")
    town.now = town.now.replace(hour=hour)
    kim.story.clear()
    tell(town, alex, Ended("aaaaaaaa"))
    kim.meets(Told(town.team.actor, Closed("aaaaaaaa")))
    town.waits(hours=12)
    assert [effect.template for effect in kim.story if isinstance(effect, Say)] == ["aufgabe_meldung"] * told


def test_without_an_attempt_left_an_end_is_no_news(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex, terms=replace(TERMS, most=1))
    answers(kim, NONE).taps("Abgeben")
    kim.story.clear()
    tell(town, alex, Ended("aaaaaaaa"))
    assert [effect for effect in kim.story if isinstance(effect, Say)] == []


def test_who_leaves_keeps_her_answers_and_hands_in_nothing(town: Town, alex: Dweller, kim: Dweller) -> None:
    given(town, alex)
    answers(kim, ALL_MET)
    kim.commands("team").taps("Nord").taps("Team verlassen").taps("Ja, verlassen")
    kim.meets(Pressed("aufgaben:abgeben", "aaaaaaaa"))
    assert kim.heard == ["aufgabe_seite"]
    assert kim.said("aufgabe_seite")["aufgabe"]["stand"] == "beendet"
    assert part(town, kim).status is Status.BEGUN
    assert len(order(kim).attempts) == 1


# --- review ----------------------------------------------------------------------------------------------------


def reviewed(kim: Dweller, *corrections: Correction, voice: str = "", status: Status = Status.PASSED) -> Reviewed:
    return Reviewed(order_id(kim), "Alex", status, corrections, "Gut gelöst.", voice)


def test_a_review_is_told_once_with_old_and_new_levels(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, UNCLEAR).taps("Abgeben")
    item = order(kim).exercise.items[1]
    kim.meets(Told(town.team.actor, reviewed(kim, Correction(0, item.id, 2, "Gemeint war es."))))
    assert kim.heard == ["aufgabe_durchgesehen"]
    (shown,) = kim.said("aufgabe_durchgesehen")["korrekturen"]
    assert (shown["titel"], shown["alt"], shown["neu"], shown["grund"]) == (item.title, None, 2, "Gemeint war es.")
    assert order(kim).status is Status.PASSED
    assert order(kim).handed_in is not None
    page = kim.taps("Aufgabe ansehen").said("aufgabe_seite")
    assert page["korrekturen"] == [shown]
    assert page["anlaeufe"][0]["stufen"][1] == 2


def test_a_voice_comment_is_one_message_and_can_be_heard_again(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, UNCLEAR).taps("Abgeben")
    kim.meets(Told(town.team.actor, reviewed(kim, voice="note-1")))
    (told,) = kim.effects[1:]
    assert isinstance(told, Voice)
    assert (told.file, told.template) == ("note-1", "aufgabe_durchgesehen")
    kim.taps("Aufgabe ansehen").taps("Kommentar anhören")
    (again,) = kim.effects
    assert isinstance(again, Voice)
    assert again.file == "note-1"


def test_after_a_review_with_not_yet_it_goes_on(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, UNCLEAR).taps("Abgeben")
    kim.meets(Told(town.team.actor, reviewed(kim, status=Status.NOT_YET)))
    kim.taps("Aufgabe ansehen").taps("Noch ein Versuch").says(ALL_MET).taps("Abgeben")
    assert order(kim).status is Status.PASSED
    assert order(kim).review is None


def test_a_review_after_the_end_promises_no_further_attempt(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, UNCLEAR).taps("Abgeben")
    tell(town, alex, Ended(order_id(kim)))
    kim.meets(Told(town.team.actor, reviewed(kim, status=Status.NOT_YET)))
    assert kim.said("aufgabe_durchgesehen")["aufgabe"]["zu"]
    kim.taps("Aufgabe ansehen")
    assert "Noch ein Versuch" not in kim.labels


def test_a_trainee_sees_it_otherwise_once(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, HALF).taps("Abgeben").taps("Ich sehe das anders").says("…")
    assert kim.said("aufgabe_frage")["noch_einmal"] == "worte"
    kim.says("Das habe ich doch gesagt.")
    assert kim.heard == ["aufgabe_einwand_da"]
    (objected,) = [news for news in told_by(kim) if isinstance(news, Objected)]
    assert objected.words == "Das habe ich doch gesagt."
    kim.meets(Pressed("aufgaben:anders", order_id(kim)))
    assert kim.heard == ["aufgabe_seite"]
    (kept,) = town.team.things(CARD).values()
    assert kept.objection == "Das habe ich doch gesagt."


def test_where_everything_is_met_there_is_nothing_to_object_to(town: Town, alex: Dweller, kim: Dweller) -> None:
    give(alex)
    answers(kim, ALL_MET).taps("Abgeben")
    assert "Ich sehe das anders" not in kim.labels


# --- what must not happen --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "news",
    [
        Prolonged("aaaaaaaa", datetime(2030, 1, 1, tzinfo=UTC)),
        Closed("aaaaaaaa"),
        Reminded("aaaaaaaa", "coach"),
        Received("aaaaaaaa", Status.PASSED),
        Reviewed("aaaaaaaa", "Eve", Status.PASSED),
        Assigned("aaaaaaaa", "Eve", exercise(TALK), TERMS, "Eve"),
    ],
    ids=lambda news: type(news).__name__,
)
def test_another_team_changes_nothing_of_an_order(town: Town, alex: Dweller, kim: Dweller, news: object) -> None:
    given(town, alex)
    before = kim.things(ORDER)
    kim.meets(Told("team:zzzzzzzz", news))  # type: ignore[arg-type]
    assert kim.effects == []
    assert kim.things(ORDER) == before


@pytest.mark.parametrize(
    "news",
    [
        Given("bbbbbbbb", exercise(TALK), TERMS),
        Extended("aaaaaaaa", datetime(2030, 1, 1, tzinfo=UTC)),
        Ended("aaaaaaaa"),
        Nudged("aaaaaaaa"),
        PlanDropped("aaaaaaaa"),
    ],
    ids=lambda news: type(news).__name__,
)
@pytest.mark.parametrize("who", ["trainee", "stranger"])
def test_only_coaches_give_extend_end_and_remind(
    town: Town, alex: Dweller, kim: Dweller, who: str, news: ToTeam
) -> None:
    given(town, alex)
    before = dict(town.team.kept)
    person = kim if who == "trainee" else town.person(9, "Eve")
    tell(town, person, news)
    assert person.heard == ["team_nicht_erlaubt"]
    assert town.team.kept == before


@pytest.mark.parametrize(
    "news", [Begun("aaaaaaaa"), HandedIn("aaaaaaaa", 1, Submission(1, TERMS.due or datetime.max, ()))]
)
def test_who_was_given_nothing_hands_in_nothing(town: Town, alex: Dweller, kim: Dweller, news: ToTeam) -> None:
    toni = joined(town, alex, 3, "Toni")
    given(town, alex, people=("person:2",))
    before = dict(town.team.kept)
    tell(town, toni, news)
    assert town.team.kept == before


@pytest.mark.parametrize("action", ["zeigen", "los", "abgeben", "wahl", "anders", "stimme"])
@pytest.mark.parametrize("argument", ["", "zzzzzzzz", "zzzzzzzz/1", "../..", "x" * 40])
def test_a_forged_button_shows_nothing(town: Town, alex: Dweller, kim: Dweller, action: str, argument: str) -> None:
    given(town, alex)
    before = kim.things(ORDER)
    kim.meets(Pressed(f"aufgaben:{action}", argument))
    assert kim.heard == ["aufgabe_fort"]
    assert kim.things(ORDER) == before


STANDINGS = ("open", "answering", "judged", "objecting", "handed in", "in review", "passed", "ended", "left")
EVENTS: dict[str, Event] = {
    "text": Said(ALL_MET, 90),
    "edit": Edited(ALL_MET, 90),
    **{action: Pressed(f"aufgaben:{action}", "aaaaaaaa") for action in ("zeigen", "los", "abgeben", "wahl", "anders")},
    "a number": Pressed("aufgaben:abgeben", "aaaaaaaa/7"),
    "voice": Pressed("aufgaben:stimme", "aaaaaaaa"),
    "later": Pressed("aufgaben:spaeter", "aaaaaaaa"),
    "choice": Pressed("aufgaben:nimm", "0", "b1"),
    "list": Pressed("aufgaben:liste", "99"),
    "unknown": Pressed("aufgaben:quatsch", "aaaaaaaa"),
}


def standing(town: Town, alex: Dweller, kim: Dweller, where: str) -> None:
    given(town, alex)
    match where:
        case "answering":
            kim.meets(Pressed("aufgaben:los", "aaaaaaaa"))
        case "judged":
            answers(kim, HALF)
        case "objecting":
            answers(kim, HALF).taps("Abgeben").taps("Ich sehe das anders")
        case "handed in":
            answers(kim, HALF).taps("Abgeben")
        case "in review":
            answers(kim, UNCLEAR).taps("Abgeben")
        case "passed":
            answers(kim, ALL_MET).taps("Abgeben")
        case "ended":
            answers(kim, HALF)
            tell(town, alex, Ended("aaaaaaaa"))
        case "left":
            answers(kim, HALF)
            kim.commands("team").taps("Nord").taps("Team verlassen").taps("Ja, verlassen")


@pytest.mark.parametrize("where", STANDINGS)
@pytest.mark.parametrize("what", EVENTS)
def test_every_event_is_answered_wherever_one_stands(
    town: Town, alex: Dweller, kim: Dweller, where: str, what: str
) -> None:
    """And neither a verdict nor a status is changed by what does not belong there."""
    standing(town, alex, kim, where)
    before, was = order(kim), part(town, kim)
    kim.waits(minutes=5)
    kim.effects = []
    kim.meets(EVENTS[what])
    assert kim.heard or what == "edit"
    after, now = order(kim), part(town, kim)
    assert after.attempts[: len(before.attempts)] == before.attempts
    if where in ("in review", "passed", "ended", "left"):
        assert (after.attempts, now.status) == (before.attempts, was.status)
    if what not in ("text", "abgeben"):
        assert after.attempts == before.attempts
        assert now.status is was.status
    assert isinstance(kim.session, Session)
