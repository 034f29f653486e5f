"""The review, from both phones: what waits for a coach, her word, and what becomes of it."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from flows.coaching.evidence import marked
from flows.coaching.sheets import ReviewSheet, Stage
from flows.effects import Keep, Say, Voice
from flows.events import Pressed, Told, Unreadable
from flows.exercises.outcome import Outcome, outcome
from flows.moment import Moment
from flows.news import CardMoved, Decided, Reviewed, Taken
from flows.scoring import ItemVerdict, Turn, Verdict
from flows.teams import texts
from flows.teams.reviewing import HOLD, cards_for
from flows.teams.verdicts import corrected, examples, settled, standing, whole
from flows.teams.work import (
    CARD,
    PART,
    SAMPLE,
    WAITING,
    Assignment,
    Card,
    Correction,
    Fate,
    Part,
    Reason,
    Sample,
    Status,
    Submission,
    Terms,
    Waiting,
)
from tests.reviews import ITEMS, OWN, PHASE, PLAYED, Office
from tests.stage import NOON
from tests.town import Dweller
from tests.visitor import buttons, read

PASSED, HALF, NONE, UNCLEAR = "2 2 2", "1 1 1", "0 0 0", "2 ? 0"


@pytest.fixture
def office() -> Office:
    return Office()


def queue(coach: Dweller) -> Dweller:
    coach.commands("coach").taps("Vertrieb").taps("Durchsicht")
    return coach


def opens(coach: Dweller) -> Dweller:
    queue(coach).taps("Älteste")
    return coach


def only_card(office: Office) -> Card:
    cards: list[Card] = list(office.team.things(CARD).values())
    assert len(cards) == 1
    return cards[0]


def part(office: Office, person: Dweller) -> Part:
    found: Part = office.team.things(PART)[f"{office.given}/{person.actor}"]
    return found


def waiting(office: Office) -> dict[str, Waiting]:
    return office.team.things(WAITING)


def cards(coach: Dweller) -> list[Mapping[str, Any]]:
    """Those she was shown, in order."""
    return [each.values for each in coach.story if isinstance(each, Say) and each.template == "durchsicht_karte"]


def text(coach: Dweller, template: str) -> str:
    """What was said last with this template in the last step."""
    return read(next(each for each in coach.effects if isinstance(each, Say) and each.template == template))


def reviewed(person: Dweller) -> list[Reviewed]:
    return [told.news for told in person.told if isinstance(told.news, Reviewed)]


# --- what waits ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "reasons"),
    [
        pytest.param("2 2 ?", (Reason.UNCLEAR,), id="passed-but-unclear"),
        pytest.param("1 ? 1", (Reason.UNCLEAR,), id="it-hangs-on-it"),
        pytest.param("0 ? 0", (Reason.UNCLEAR, Reason.NOT_YET), id="not-yet-and-unclear"),
        pytest.param("1 1 1", (Reason.NOT_YET,), id="not-yet"),
    ],
)
def test_what_needs_a_person_waits(office: Office, answer: str, reasons: tuple[Reason, ...]) -> None:
    """An item that is not clear always does, whatever the outcome."""
    office.hands_in(office.kim, answer)
    (line,) = waiting(office).values()
    assert line.reasons == reasons
    assert (line.title, line.name, line.holder) == (OWN.title, "Kim", "")


def test_one_in_ten_of_the_others_waits_too() -> None:
    """What was handed in is kept in any case."""
    assignment = Assignment(OWN, Terms("Europe/Berlin"), "Alex", "person:1", NOON)
    submission = Submission(1, NOON, (Office().piece(PASSED),))
    waits = 0
    for seed in range(1000):
        moment = Moment(NOON, Random(seed), actor="team:abcdefgh")
        first, second = cards_for("a", assignment, "person:2", Part("a", "Kim"), submission, Outcome.PASSED, moment)
        assert isinstance(first, Keep)
        assert (first.kind, first.about) == (CARD, "person:2")
        waits += isinstance(second, Keep)
    assert 70 <= waits <= 130


@pytest.mark.parametrize("pieces", [0, 1])
def test_of_what_is_private_nothing_is_kept(pieces: int) -> None:
    assignment = Assignment(OWN, Terms("Europe/Berlin"), "Alex", "person:1", NOON)
    submission = Submission(1, NOON, (Office().piece(NONE),) * pieces)
    reached = Outcome.PRIVATE if pieces else Outcome.NOT_YET
    moment = Moment(NOON, Random(1), actor="team:abcdefgh")
    assert cards_for("a", assignment, "person:2", Part("a", "Kim"), submission, reached, moment) == []


def test_what_cannot_pass_does_not_displace_what_may(office: Office) -> None:
    office.hands_in(office.kim, "1 1 ?")
    office.hands_in(office.kim, NONE, attempt=2)
    assert only_card(office).submission.attempt == 1


def test_the_queue_shows_the_oldest_first(office: Office) -> None:
    office.hands_in(office.toni, NONE)
    office.waits(minutes=5)
    office.hands_in(office.kim, NONE)
    office.waits(minutes=5)
    office.gives("aufgabe3")
    office.hands_in(office.toni, HALF)
    assert queue(office.alex).said("durchsicht")["anzahl"] == 3
    office.alex.taps("Älteste").taps("Nächste Karte").taps("Nächste Karte").taps("Nächste Karte")
    assert [shown["name"] for shown in cards(office.alex)] == ["Toni", "Kim", "Toni", "Toni"]
    assert [shown["gegeben"].minute for shown in cards(office.alex)] == [0, 5, 10, 0]


def test_one_assignment_can_be_gone_through_by_itself(office: Office) -> None:
    office.hands_in(office.toni, NONE)
    office.exercise = replace(OWN, id="anders23", title="Etwas anderes")
    office.gives("aufgabe3")
    office.hands_in(office.kim, NONE)
    office.hands_in(office.toni, NONE)
    queue(office.alex).taps("Etwas anderes (2)").taps("Nächste Karte")
    assert [shown["titel"] for shown in cards(office.alex)] == ["Etwas anderes", "Etwas anderes"]
    office.alex.taps("Alles").taps("Absenden").taps("Zur Durchsicht")
    assert office.alex.said("durchsicht")["anzahl"] == 2


def test_an_empty_queue_says_so(office: Office) -> None:
    assert queue(office.alex).labels == ["Zum Team"]
    office.alex.meets(Pressed("coach:durchsicht:auf", office.team.actor))
    assert office.alex.heard == ["durchsicht"]


# --- a decision ------------------------------------------------------------------------------------------------


def test_a_coach_decides_what_was_not_clear(office: Office) -> None:
    """From the trainee's answer to the trainee's page: her level counts, and the old one stays to be seen."""
    kim = office.kim
    kim.commands("aufgaben").taps("Den Preis").taps("Anfangen").says(UNCLEAR).taps("Abgeben")
    assert part(office, kim).status is Status.IN_REVIEW
    opens(office.alex).taps("Punkt 2").taps("✅").says("Du fragst ja nach.").taps("Fertig")
    assert "war nicht eindeutig" in read(office.alex.effects[-1])
    office.alex.taps("Absenden")
    assert office.alex.heard == ["durchsicht_gespeichert"]
    assert [news.corrections for news in reviewed(kim)] == [(Correction(0, "preis.2", 2, "Du fragst ja nach."),)]
    assert kim.heard == ["aufgabe_durchgesehen"]
    assert "Du fragst ja nach." in read(kim.effects[-1])
    assert part(office, kim).status is Status.PASSED
    assert part(office, kim).share == pytest.approx(4 / 6)
    assert only_card(office).submission.pieces[0].verdict.level("preis.2") is None
    assert waiting(office) == {}


def test_accepting_an_unclear_item_makes_the_guess_count(office: Office) -> None:
    """The preview says which level that is."""
    office.hands_in(office.kim, "2 ? 1")
    opens(office.alex).taps("Alles")
    assert "wie vermutet" in read(office.alex.effects[-1])
    office.alex.taps("Absenden")
    assert only_card(office).corrections == (Correction(0, "preis.2", 0),)
    assert part(office, office.kim).share == pytest.approx(0.5)


def test_a_level_can_go_down(office: Office) -> None:
    """What the engine took for passed is not yet, if a coach says so."""
    office.hands_in(office.kim, "2 2 ?")
    assert part(office, office.kim).status is Status.PASSED
    opens(office.alex).taps("Punkt 1").taps("❌").taps("Ohne Begründung").taps("Fertig").taps("Absenden")
    assert part(office, office.kim).status is Status.NOT_YET
    assert part(office, office.kim).share == pytest.approx(2 / 6)


def test_what_was_passed_before_stays_passed(office: Office) -> None:
    office.hands_in(office.kim, PASSED)
    office.hands_in(office.kim, "2 1 ?", attempt=2)
    opens(office.alex).taps("Alles").taps("Absenden")
    assert (part(office, office.kim).status, part(office, office.kim).share) == (Status.PASSED, 1.0)


def test_the_level_of_the_engine_needs_no_reason(office: Office) -> None:
    """Taking a correction back leaves nothing."""
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Punkt 1").taps("🟡").says("Ein Anfang.").taps("Punkt 1").taps("❌")
    assert office.alex.heard == ["durchsicht_bisher"]
    assert office.alex.said("durchsicht_bisher")["punkte"] == []
    office.alex.taps("Fertig").taps("Absenden")
    assert only_card(office).corrections == ()
    assert office.team.things(SAMPLE) == {}


def test_a_reason_can_be_edited_until_it_is_sent(office: Office) -> None:
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Punkt 1").taps("🟡").says("Ein Anfnag.")
    assert office.alex.edits("Ein Anfang.").heard == ["durchsicht_bisher"]
    office.alex.taps("Punkt 2").taps("🟡").edits("Zu spät.").taps("Ohne").taps("Fertig").taps("Absenden")
    assert [each.reason for each in only_card(office).corrections] == ["Ein Anfang.", ""]


def test_what_is_too_long_is_asked_again(office: Office) -> None:
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Punkt 1").taps("🟡").says("x" * 501)
    assert office.alex.heard == ["durchsicht_zu_lang"]
    assert office.alex.says("Kürzer.").said("durchsicht_bisher")["punkte"][0]["grund"] == "Kürzer."


def test_a_comment_can_be_spoken(office: Office) -> None:
    """Kim hears it, once."""
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Kommentar").meets(Unreadable("voice", "v1"))
    office.alex.taps("Kommentar").says("Hör mal rein.").taps("Fertig").taps("Absenden")
    assert [(news.comment, news.voice) for news in reviewed(office.kim)] == [("Hör mal rein.", "v1")]
    assert [effect.file for effect in office.kim.effects if isinstance(effect, Voice)] == ["v1"]


def test_a_comment_can_be_taken_back(office: Office) -> None:
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Kommentar").says("Na ja.").taps("Kommentar").taps("Ohne Kommentar")
    office.alex.taps("Fertig").taps("Absenden")
    assert [news.comment for news in reviewed(office.kim)] == [""]


def test_a_voice_note_out_of_place_is_not_taken(office: Office) -> None:
    office.hands_in(office.kim, NONE)
    opens(office.alex).meets(Unreadable("voice", "v1"))
    assert office.alex.heard == ["unlesbar"]


def test_nothing_but_the_preview_is_sent(office: Office) -> None:
    """The button of a preview that is no longer true sends nothing."""
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Alles")
    old = next(button for button in buttons(office.alex.effects) if button.action.endswith("senden"))
    office.alex.taps("Kommentar").says("Doch noch etwas.").meets(Pressed(old.action, old.argument, old.mark))
    assert "durchsicht_vorbei" in office.alex.heard
    assert reviewed(office.kim) == []


def test_a_card_can_be_put_back(office: Office) -> None:
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Zurücklegen")
    assert office.alex.heard == ["durchsicht_zurueckgelegt"]
    assert [line.holder for line in waiting(office).values()] == [""]
    assert opens(office.robin).heard == ["durchsicht_karte"]


def test_breaking_off_puts_the_card_back(office: Office) -> None:
    """At once, also where something was changed on it; nobody has to wait until the hold is over."""
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Punkt 1").taps("🟡").says("Ein Anfang.").commands("abbrechen")
    assert office.alex.heard == ["blatt_zu"]
    assert [line.holder for line in waiting(office).values()] == [""]
    assert opens(office.robin).heard == ["durchsicht_karte"]


def test_reasons_are_shown_as_said_to_the_author(office: Office) -> None:
    """They say "du" to her, not to the coach who reads them."""
    office.hands_in(office.kim, NONE)
    card = read(opens(office.alex).effects[-1])
    reason = office.alex.said("durchsicht_karte")["punkte"][0]["grund"]
    assert reason
    assert "an Kim gerichtet" in card
    assert card.index("an Kim gerichtet") < card.index(f"<i>{reason}</i>")


def test_without_the_words_a_card_says_so_and_teaches_nothing(office: Office) -> None:
    """They go after a time, if the operator wants; an objection may still come."""
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Alles").taps("Absenden")
    ((id_, card),) = office.team.things(CARD).items()
    office.team._store(Keep(CARD, id_, texts.card(card), card.person))
    office.objects(office.kim)
    shown = opens(office.alex).said("durchsicht_karte")
    assert (shown["wortlaut_fort"], shown["antworten"]) == (True, [])
    office.alex.taps("Punkt 1").taps("✅").taps("Ohne Begründung").taps("Fertig").taps("Absenden")
    assert office.alex.heard == ["durchsicht_gespeichert"]
    assert office.team.things(SAMPLE) == {}


def test_changes_are_not_given_up_unasked(office: Office) -> None:
    """Neither by way of the queue nor of the team's page."""
    office.hands_in(office.kim, NONE)
    office.hands_in(office.toni, NONE)
    opens(office.alex).taps("Punkt 1").taps("🟡").says("Ein Anfang.")
    office.alex.meets(Pressed("coach:durchsicht:auf", office.team.actor))
    assert office.alex.heard == ["durchsicht_erst"]
    office.alex.taps("Zur offenen Karte").taps("Kommentar")
    queue(office.alex).taps("Zur offenen Karte")
    assert office.alex.said("durchsicht_karte")["punkte"][0]["neu"] == {"stufe": 1, "grund": "Ein Anfang."}


def test_a_card_left_alone_goes_back_when_another_is_opened(office: Office) -> None:
    office.hands_in(office.kim, NONE)
    office.exercise = replace(OWN, id="anders23", title="Etwas anderes")
    office.gives("aufgabe3")
    office.hands_in(office.toni, NONE)
    opens(office.alex)
    office.alex.meets(Pressed("coach:durchsicht:auf", f"{office.team.actor}/aufgabe3"))
    assert {line.name: line.holder for line in waiting(office).values()} == {"Kim": "", "Toni": office.alex.actor}


def test_words_of_a_role_play_are_seen_piece_by_piece() -> None:
    """The first piece that is not clear comes first; all count together."""
    office = Office(PLAYED)
    office.hands_in(office.kim, PASSED, "? 2 2", PASSED)
    opens(office.alex)
    assert office.alex.said("durchsicht_karte")["teil"] == 2
    office.alex.taps("Teil danach")
    assert office.alex.said("durchsicht_karte")["teil"] == 3
    office.alex.taps("‹ Teil").taps("Punkt 1").taps("🟡").taps("Ohne").taps("Fertig").taps("Absenden")
    assert only_card(office).corrections == (Correction(1, "vorbereitung.1", 1),)
    assert part(office, office.kim).share == pytest.approx(17 / 18)


# --- objections ------------------------------------------------------------------------------------------------


def test_an_objection_brings_a_decided_card_back_once(office: Office) -> None:
    office.hands_in(office.kim, HALF)
    opens(office.alex).taps("Alles").taps("Absenden")
    office.objects(office.kim, "Ich habe <doch> gefragt.")
    (line,) = waiting(office).values()
    assert line.reasons == (Reason.OBJECTION,)
    opens(office.robin)
    assert "Ich habe &lt;doch&gt; gefragt." in read(office.robin.effects[-1])
    office.robin.taps("Punkt 1").taps("✅").says("Stimmt.").taps("Fertig").taps("Absenden")
    assert part(office, office.kim).share == pytest.approx(4 / 6)
    assert [news.by for news in reviewed(office.kim)] == ["Alex", "Robin"]
    office.objects(office.kim)
    assert waiting(office) == {}


def test_an_objection_to_an_open_card_is_seen_before_it_is_decided(office: Office) -> None:
    office.hands_in(office.kim, HALF)
    opens(office.alex).taps("Alles")
    office.objects(office.kim)
    office.alex.taps("Absenden")
    assert office.alex.heard == ["durchsicht_verloren"]
    assert reviewed(office.kim) == []
    assert office.alex.taps("Nächste Karte").said("durchsicht_karte")["einwand"]


def test_an_objection_to_what_was_never_handed_in_is_nothing(office: Office) -> None:
    before = dict(office.team.kept)
    office.objects(office.kim)
    assert office.team.kept == before


# --- two coaches -----------------------------------------------------------------------------------------------


def test_the_second_coach_may_look(office: Office) -> None:
    """She is told who has the card; none of its buttons decides anything."""
    office.hands_in(office.kim, NONE)
    opens(office.alex)
    opens(office.robin)
    assert office.robin.heard == ["durchsicht_alle_offen"]
    office.robin.taps("Trotzdem ansehen")
    assert office.robin.heard == ["durchsicht_besetzt", "durchsicht_karte"]
    assert "Alex hat diese Karte gerade offen" in text(office.robin, "durchsicht_besetzt")
    assert office.robin.labels == ["Nächste Karte", "Zur Durchsicht"]


def test_two_taps_at_once_open_a_card_for_one(office: Office) -> None:
    """Both were offered it before either had it."""
    office.hands_in(office.kim, NONE)
    queue(office.alex)
    queue(office.robin)
    press = Pressed("coach:durchsicht:auf", office.team.actor)
    office.alex.handles(press)
    office.robin.handles(press)
    office.deliver()
    assert office.alex.heard == ["durchsicht_karte"]
    assert office.robin.heard == ["durchsicht_besetzt", "durchsicht_karte"]


def test_a_card_is_hers_for_half_an_hour(office: Office) -> None:
    """Then another may take it, and what the first decides is not stored."""
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Punkt 1").taps("🟡").says("Ein Anfang.").taps("Fertig")
    office.waits(minutes=29)
    assert opens(office.robin).heard == ["durchsicht_alle_offen"]
    office.waits(minutes=1)
    assert opens(office.robin).heard == ["durchsicht_karte"]
    office.alex.taps("Absenden")
    assert office.alex.heard == ["durchsicht_verloren"]
    assert office.alex.said("durchsicht_verloren")["von"] == "Robin"
    office.robin.taps("Alles").taps("Absenden")
    assert [news.by for news in reviewed(office.kim)] == ["Robin"]


def test_whoever_lost_a_card_learns_it_before_she_writes(office: Office) -> None:
    office.hands_in(office.kim, NONE)
    opens(office.alex)
    office.waits(minutes=30)
    opens(office.robin)
    assert office.alex.taps("Punkt 1").heard == ["durchsicht_verloren"]
    assert office.alex.session.sheet is None


def test_late_is_in_time_if_nobody_took_it(office: Office) -> None:
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Alles")
    office.waits(hours=5)
    office.alex.taps("Absenden")
    assert [news.by for news in reviewed(office.kim)] == ["Alex"]


def test_decisions_that_cross_are_stored_once(office: Office) -> None:
    """Even if both coaches' phones say that the card is theirs."""
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Alles")
    office.waits(minutes=30)
    opens(office.robin).taps("Alles")
    for coach in (office.alex, office.robin):
        office.tells(coach, Decided(f"{office.given}/{office.kim.actor}", comment=coach.actor))
    assert [news.comment for news in reviewed(office.kim)] == [office.robin.actor]


def test_a_second_decision_is_refused(office: Office) -> None:
    """Two taps are one decision; the next coach sees that it is decided."""
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Alles").taps("Absenden").taps("Absenden")
    office.tells(office.robin, Decided(f"{office.given}/{office.kim.actor}"))
    assert len(reviewed(office.kim)) == 1
    office.robin.meets(Pressed("coach:durchsicht:auf", f"{office.team.actor}/{office.given}/2"))
    assert office.robin.heard == ["durchsicht_besetzt", "durchsicht_karte"]
    assert "Hier hat Alex schon entschieden" in text(office.robin, "durchsicht_besetzt")


def test_handing_in_anew_takes_an_open_card_away(office: Office) -> None:
    office.hands_in(office.kim, HALF)
    opens(office.alex).taps("Alles")
    office.hands_in(office.kim, "2 2 ?", attempt=2)
    office.alex.taps("Absenden")
    assert office.alex.heard == ["durchsicht_verloren"]
    assert reviewed(office.kim) == []


def test_an_answer_of_the_team_that_comes_late_disturbs_nobody(office: Office) -> None:
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Punkt 1").taps("🟡")
    before = office.alex.session
    office.alex.meets(Told(office.team.actor, CardMoved(f"{office.given}/{office.kim.actor}", Fate.YOURS)))
    assert (office.alex.session, office.alex.heard) == (before, [])


# --- what is learned, and what goes ----------------------------------------------------------------------------


def test_a_coachs_words_teach_the_team(office: Office) -> None:
    """Corrections and accepted guesses, none of what she only left as it was."""
    office.hands_in(office.kim, "2 ? 0 Der Preis")
    opens(office.alex).taps("Punkt 3").taps("🟡").taps("Ohne").taps("Fertig").taps("Absenden")
    (sample,) = office.team.things(SAMPLE).values()
    assert sample == Sample(OWN.id, "2 ? 0 Der Preis", {"preis.2": 0.0, "preis.3": 0.5}, office.kim.actor, "Alex")
    assert [example.grades for example in examples([sample], ITEMS)] == [(None, 0.0, 0.5)]


def test_the_next_answer_is_graded_by_what_a_coach_said(office: Office) -> None:
    """The verdict names a scorer that has learned."""
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Punkt 3").taps("🟡").taps("Ohne").taps("Fertig").taps("Absenden")
    office.toni.commands("aufgaben").taps("Den Preis").taps("Anfangen").says(NONE).taps("Abgeben")
    card = office.team.things(CARD)[f"{office.given}/{office.toni.actor}"]
    assert "+1" in card.submission.pieces[0].verdict.scorer


def test_a_later_word_on_the_same_answer_takes_the_place_of_the_first(office: Office) -> None:
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Punkt 3").taps("🟡").taps("Ohne").taps("Fertig").taps("Absenden")
    office.objects(office.kim)
    opens(office.robin).taps("Punkt 3").taps("❌").taps("Fertig").taps("Absenden")
    assert office.team.things(SAMPLE) == {}


def test_for_phases_the_preview_says_that_nothing_is_learned() -> None:
    office = Office(PHASE)
    office.hands_in(office.kim, NONE)
    opens(office.alex).taps("Punkt 3").taps("🟡").taps("Ohne").taps("Fertig")
    assert office.alex.said("durchsicht_vorschau")["lernt"] is False
    office.alex.taps("Absenden")
    assert len(office.team.things(SAMPLE)) == 1


@pytest.mark.parametrize("how", ["deleted", "left", "removed"])
def test_with_a_person_goes_what_she_handed_in(office: Office, how: str) -> None:
    """Cards, lines and samples; what others handed in stays."""
    for person in (office.kim, office.toni):
        office.hands_in(person, NONE)
        opens(office.alex).taps("Punkt 3").taps("🟡").taps("Ohne").taps("Fertig").taps("Absenden")
    for person in (office.kim, office.toni):
        office.objects(person)
    opens(office.alex)
    match how:
        case "deleted":
            office.kim.commands("loeschen").taps("Sofort")
        case "left":
            office.kim.commands("team").taps("Vertrieb").taps("Team verlassen").taps("Ja, verlassen")
        case "removed":
            office.robin.commands("coach").taps("Vertrieb").taps("Mitglieder").taps("Kim").taps("Ja, heraus")
    for kind in (CARD, WAITING, SAMPLE):
        assert {office.team.about[kind, id_] for id_ in office.team.things(kind)} == {office.toni.actor}
    assert office.alex.taps("Alles").heard == ["durchsicht_fort"]
    assert office.alex.taps("Nächste Karte").said("durchsicht_karte")["name"] == "Toni"


# --- rights ----------------------------------------------------------------------------------------------------


@pytest.fixture
def pressed(office: Office) -> set[Pressed]:
    """Every button of the review that a coach was ever offered."""
    for person in (office.kim, office.toni):
        office.hands_in(person, UNCLEAR)
    opens(office.alex).taps("Punkt 1").taps("🟡").says("Ja.").taps("Kommentar").says("Gut.").taps("Fertig")
    queue(office.alex)
    office.alex.meets(Pressed("coach:durchsicht:auf", office.team.actor))
    return {
        Pressed(button.action, button.argument, button.mark)
        for effect in office.alex.story
        if isinstance(effect, Say)
        for row in effect.rows
        for button in row
        if button.action.startswith("coach:durchsicht")
    }


@pytest.mark.parametrize("outsider", ["trainee", "stranger", "removed"])
def test_nobody_else_gets_anywhere(office: Office, pressed: set[Pressed], outsider: str) -> None:
    person = {"trainee": office.toni, "stranger": office.person(7, "Lou"), "removed": office.robin}[outsider]
    if outsider == "removed":
        office.alex.commands("coach").taps("Vertrieb").taps("Mitglieder").taps("Robin").taps("Ja, heraus")
    before = dict(office.team.kept)
    for press in pressed:
        person.meets(press)
        assert set(person.heard) <= {"team_nicht_erlaubt", "coach"}, press
    for news in (Taken(f"{office.given}/person:2"), Decided(f"{office.given}/person:2")):
        office.tells(person, news)
    assert office.team.kept == before


def test_a_button_of_another_team_opens_nothing(office: Office, pressed: set[Pressed]) -> None:
    """A coach of one team with the ids of another's cards."""
    lou = office.person(7, "Lou")
    lou.commands("coach").taps("Team gründen").says("Süd")
    own = next(actor for actor in office.dwellers if actor.startswith("team:") and actor != office.team.actor)
    before = dict(office.team.kept)
    for press in pressed:
        lou.meets(press)
        lou.meets(Pressed(press.action, press.argument.replace(office.team.actor, own), press.mark))
        assert not {"durchsicht_karte", "durchsicht_bisher", "durchsicht_vorschau"} & set(lou.heard)
        assert "Kim" not in str(lou.effects)
    assert office.team.kept == before
    assert office.dwellers[own].things(WAITING) == {}


@pytest.mark.parametrize(
    "rest", ["", "/", "/x", "/aufgabe9", "/aufgabe2/99", "/aufgabe2/2/2", "/*", "/aufgabe2/person:2", "/%"]
)
@pytest.mark.parametrize("more", ["", ":auf", ":punkt", ":stufe", ":teil", ":senden", ":weiter", ":gibtesnicht"])
def test_a_forged_button_is_answered_and_changes_nothing(office: Office, more: str, rest: str) -> None:
    office.hands_in(office.kim, NONE)
    opens(office.alex)
    sheet = office.alex.session.sheet
    assert isinstance(sheet, ReviewSheet)
    for mark in ("", sheet.mark, "d0"):
        office.alex.meets(Pressed(f"coach:durchsicht{more}", f"{office.team.actor}{rest}", mark))
        assert office.alex.heard
    assert reviewed(office.kim) == []
    assert only_card(office).decided is None


def test_old_buttons_of_a_card_do_nothing_to_the_next(office: Office, pressed: set[Pressed]) -> None:
    """Every button ever offered, pressed again after the card was decided and another is open."""
    office.alex.taps("Zur offenen").taps("Fertig").taps("Absenden").taps("Nächste Karte")
    stale = {press for press in pressed if press.mark}
    before = dict(office.team.kept)
    for press in stale:
        office.alex.meets(press)
        assert "durchsicht_vorbei" in office.alex.heard, press
    assert office.team.kept == before


@pytest.mark.parametrize("stage", list(Stage))
def test_whatever_happens_at_any_stage_is_answered(office: Office, stage: Stage) -> None:
    """Nothing breaks, and nothing is decided that was not sent."""
    office.hands_in(office.kim, UNCLEAR)
    opens(office.alex)
    opened = office.alex.session
    assert isinstance(opened.sheet, ReviewSheet)
    sheet = replace(opened.sheet, stage=stage, about=(0, "preis.1"), corrections=(Correction(0, "preis.1", 1),))
    acts = ("ohne", "punkt", "stufe", "teil", "kommentar", "kein_kommentar", "zeigen", "fertig", "zurueck", "weiter")
    for act in acts:
        office.alex.session = replace(opened, sheet=sheet)
        office.alex.meets(Pressed(f"coach:durchsicht:{act}", f"{office.team.actor}/0/0/1", sheet.mark))
        assert office.alex.effects, act
    for command in ("weiter", "hilfe", "coach"):
        office.alex.session = replace(opened, sheet=sheet)
        assert office.alex.commands(command).heard, command
    office.alex.session = replace(opened, sheet=sheet)
    office.alex.says("Ein Wort").edits("Ein anderes").meets(Unreadable("voice", "v1"))
    assert reviewed(office.kim) == []


def test_a_run_beside_the_review_is_untouched(office: Office) -> None:
    """Her own role-play waits while a coach looks through answers."""
    office.hands_in(office.kim, NONE)
    office.alex.plays("kurz", "brandt")
    run = office.alex.run
    opens(office.alex).taps("Punkt 1").taps("🟡").says("Ein Anfang.").taps("Fertig").taps("Absenden")
    assert office.alex.run == run


# --- verdicts --------------------------------------------------------------------------------------------------


def verdict(*levels: int | None) -> Verdict:
    items = (
        ItemVerdict(f"preis.{number}", level, level or 0, 0.7, None, "Grund", "Es fehlt")
        for number, level in enumerate(levels, 1)
    )
    return Verdict(tuple(items), (), "1.abc")


def test_a_word_takes_the_place_of_a_level() -> None:
    after = corrected(verdict(0, None, 2), [Correction(0, "preis.1", 2, "Doch."), Correction(0, "preis.2", 1)])
    first, second, third = after.items
    assert (first.level, first.best_guess, first.confidence, first.reason, first.missing) == (2, 2, 1.0, "Doch.", "")
    assert (second.level, second.reason, second.missing) == (1, "", "Es fehlt")
    assert third == verdict(0, None, 2).items[2]
    assert after.scorer == "1.abc+coach"


def test_without_a_word_a_verdict_stays_what_it_is() -> None:
    assert corrected(verdict(0, 1, 2), [Correction(1, "preis.1", 2)]) == verdict(0, 1, 2)


def test_what_fits_no_item_is_let_be() -> None:
    submission = Submission(1, NOON, (replace(Office().piece(NONE), verdict=verdict(0, None, 2)),))
    said = [Correction(0, "preis.9", 1), Correction(3, "preis.1", 1), Correction(0, "preis.1", 7)]
    assert settled(submission, said) == (Correction(0, "preis.2", 0),)


def test_standing_and_outcome_agree() -> None:
    """What the preview promises is what the team stores."""
    submission = Submission(1, NOON, (replace(Office().piece(NONE), verdict=verdict(2, None, 0)),))
    assignment = Assignment(OWN, Terms("Europe/Berlin", minimum=0.5), "Alex", "person:1", NOON)
    card = Card("a", "person:2", "Kim", submission)
    said = (Correction(0, "preis.2", 1),)
    assert standing(card, assignment, said) == (Status.PASSED, 0.5)
    assert outcome(OWN, whole(submission, said), 0.5) is Outcome.PASSED


@pytest.mark.parametrize(
    ("answers", "quotes", "shown"),
    [
        pytest.param(["Ich frage nach."], ["frage"], ["Ich |frage¹| nach."], id="inside"),
        pytest.param(["Ja & nein"], [], ["Ja & nein"], id="none"),
        pytest.param(["abcd"], ["abc", "bcd"], ["|a||bc¹||d²|"], id="overlap"),
        pytest.param(["ab", "cd"], ["b\nc"], ["a|b¹|", "|c¹|d"], id="over-two-turns"),
        pytest.param(["ab"], ["ab", "ab"], ["|ab¹ ²|"], id="the-same-twice"),
        pytest.param(["ab"], ["fehlt"], ["ab"], id="not-there"),
    ],
)
def test_evidence_is_marked(answers: list[str], quotes: list[str], shown: list[str]) -> None:
    items = [ItemVerdict(f"p.{at}", 2, 2, 1.0, quote, "") for at, quote in enumerate(quotes)]
    found = marked([Turn(answer) for answer in answers], items)
    assert [
        "".join(f"|{each.text}{each.marks}|" if each.evidence else each.text for each in answer.passages)
        for answer in found
    ] == shown


def test_evidence_is_safe_on_the_phone(office: Office) -> None:
    office.hands_in(office.kim, "2 0 0 <script>&</b>")
    opens(office.alex)
    assert "<b><u>2 0 0 &lt;script&gt;&amp;&lt;/b&gt;</u></b>¹" in read(office.alex.effects[-1])


def test_the_hold_is_long_enough_to_read() -> None:
    assert timedelta(minutes=10) < HOLD < timedelta(hours=2)
