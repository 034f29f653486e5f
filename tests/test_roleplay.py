"""Playing a run: answers, feedback, help, second attempts, edits, pauses, reminders, the planning sheet, the menus."""

from datetime import UTC, datetime, time

import pytest
from msgspec.structs import replace

from flows.effects import Cancel, Edit, Say
from flows.events import Due, Edited, Pressed, Said, Unreadable
from flows.roleplay.run import Mood
from flows.roleplay.turns import State
from tests.stage import Trainee

TALK = "beziehung"


@pytest.fixture
def trainee() -> Trainee:
    """Somebody in the first phase of a talk."""
    return Trainee().begins("kurz")


# --- tasks, answers, feedback ----------------------------------------------------------------------------------


def test_a_phase_without_talk_tells_the_task(trainee: Trainee) -> None:
    """Where something is described, only the bot speaks."""
    trainee.begins("einzeln", phase="vorbereitung")
    assert trainee.heard == ["aufgabe"]
    assert trainee.said("aufgabe")["task"] == "Aufgabe vorbereitung"


def test_in_a_talk_the_customer_opens(trainee: Trainee) -> None:
    """The task, then the customer in a bubble of his own, in the words of his temper."""
    assert trainee.heard == ["aufgabe", "kunde"]
    assert trainee.words.startswith("beziehung neutral")


def test_an_answer_gets_a_reaction_then_feedback(trainee: Trainee) -> None:
    """First the customer, then the bot; two bubbles and no more."""
    trainee.says("2 0 1")
    assert trainee.heard == ["kunde", "rueckmeldung"]
    assert trainee.words.startswith("beziehung gut")


def test_feedback_makes_at_most_two_points(trainee: Trainee) -> None:
    """What was best, and the most worthwhile step ahead."""
    trainee.says("2 0 1")
    points = trainee.said("rueckmeldung")["points"]
    assert [(point.praise, point.line.item.id) for point in points] == [(True, "beziehung.1"), (False, "beziehung.2")]  # type: ignore[attr-defined]


def test_the_buttons_stand_below_the_last_bubble(trainee: Trainee) -> None:
    """In a talk the customer speaks last, so the task above him has none."""
    task, opening = (effect for effect in trainee.effects if isinstance(effect, Say))
    assert not task.rows
    assert opening.rows


def test_praise_is_for_what_is_new(trainee: Trainee) -> None:
    """What was praised once is not praised with every answer that follows."""
    trainee.says("2 0 0").says("0 1 0")
    assert [point.praise for point in trainee.said("rueckmeldung")["points"]] == [False]  # type: ignore[attr-defined]


def test_an_offence_is_named_instead_of_praise(trainee: Trainee) -> None:
    """The tone comes before what else was good, and it stays at two points."""
    trainee.says("2 0 0. Das ist frech. Und Schluss.")
    told = trainee.said("rueckmeldung")
    assert told["offence"] == "Das ist frech."
    assert [point.praise for point in told["points"]] == [False]  # type: ignore[attr-defined]


def test_an_offence_is_named_where_the_customer_does_not_hear_it(trainee: Trainee) -> None:
    """It costs nothing there, but it does not pass unremarked."""
    trainee.begins("komplett").taps("mehr").taps("ueberspringen").says("2 0 0 frech")
    assert trainee.said("rueckmeldung")["offence"] == "2 0 0 frech"
    assert trainee.run.exchanges[-1].conduct == ()


@pytest.mark.parametrize(
    ("answers", "unchanged"), [(["2 0 0"], False), (["2 0 0", "1 0 0"], True), (["2 0 0", "0 1 0"], False)]
)
def test_nothing_new_is_said_in_a_line(trainee: Trainee, answers: list[str], unchanged: bool) -> None:
    """Feedback on an answer that changed no level does not tell everything again."""
    for answer in answers:
        trainee.says(answer)
    assert trainee.said("rueckmeldung")["unchanged"] is unchanged


def test_four_answers_end_a_phase(trainee: Trainee) -> None:
    """After the fourth answer only the buttons lead on; a further text is not scored."""
    for _ in range(4):
        trainee.says("1 0 0")
    assert trainee.run.state == State.CLOSED
    trainee.says("2 2 2")
    assert trainee.heard == ["erst_knopf"]
    assert trainee.said("erst_knopf")["can_retry"]
    assert len(trainee.answers) == 4


def test_only_a_button_that_is_there_is_pointed_to(trainee: Trainee) -> None:
    """Where everything is met no second attempt is offered."""
    trainee.begins("einzeln", phase="vorbereitung").says("2 2 2").says("Und noch etwas")
    assert trainee.heard == ["erst_knopf"]
    assert not trainee.said("erst_knopf")["can_retry"]
    assert "nochmal" not in trainee.buttons


def test_an_item_takes_the_best_of_all_turns(trainee: Trainee) -> None:
    """Two turns that each meet one item meet both."""
    trainee.says("2 0 0").says("0 2 0").taps("naechste")
    assert trainee.run.stations[0].levels == (2, 2, 0)


def test_every_answer_is_recorded_with_its_turn(trainee: Trainee) -> None:
    """Run, station, attempt and turn name an answer; its verdict is that of all turns so far."""
    trainee.says("2 0 0").says("0 2 0")
    assert [(each.station, each.attempt, each.turn, each.text) for each in trainee.answers] == [
        (TALK, 1, 1, "2 0 0"),
        (TALK, 1, 2, "0 2 0"),
    ]
    assert trainee.answers[-1].verdict.level("beziehung.1") == 2


def test_what_is_not_clear_leaves_the_mood_alone(trainee: Trainee) -> None:
    """An answer nobody can judge changes nothing, now or at the end of the phase."""
    before = trainee.run.mood
    trainee.says("Tja ? ? ?").taps("naechste")
    assert trainee.run.mood == before


# --- bubbles and edits -----------------------------------------------------------------------------------------


def test_bubbles_before_the_reply_are_one_answer(trainee: Trainee) -> None:
    """What arrives before the customer's reply was sent joins the answer; the waiting messages are corrected."""
    trainee.says("2 0 0")
    trainee.unsent = frozenset({trainee.run.reply, trainee.run.feedback})
    trainee.says("0 2 0")
    assert [type(effect) for effect in trainee.effects if isinstance(effect, Say | Edit)] == [Edit]
    assert [(each.turn, each.text) for each in trainee.answers] == [(1, "2 0 0"), (1, "2 0 0\n0 2 0")]
    assert len(trainee.run.exchanges) == 1


def test_bubbles_after_the_reply_are_the_next_turn(trainee: Trainee) -> None:
    """Once the customer's reply is out, a text answers it, even if the feedback is still waiting."""
    trainee.says("2 0 0")
    trainee.unsent = frozenset({trainee.run.feedback})
    trainee.says("0 2 0")
    assert [each.turn for each in trainee.answers] == [1, 2]


def test_a_flood_of_bubbles_is_cut_off(trainee: Trainee) -> None:
    """500 long bubbles before the first reply cost no more than one long answer."""
    trainee.says("2 0 0")
    trainee.unsent = frozenset({trainee.run.reply})
    for _ in range(500):
        trainee.says("x" * 2000)
    assert len(trainee.answers) < 6
    assert trainee.said("genug") == {}
    assert len(trainee.story) < 20


def test_many_short_bubbles_are_cut_off_too(trainee: Trainee) -> None:
    """An answer has at most ten bubbles; the rest gets one line, not hundreds."""
    trainee.says("2 0 0")
    trainee.unsent = frozenset({trainee.run.reply})
    for _ in range(500):
        trainee.says("0")
    assert len(trainee.answers) == 10
    assert sum(isinstance(effect, Say) and effect.template == "genug" for effect in trainee.story) == 1


def test_editing_the_last_answer_scores_it_anew(trainee: Trainee) -> None:
    """The feedback is corrected in place, the mood reckoned from the start of the station, the record replaced."""
    trainee.says("0 0 0").says("0 0 0")
    trainee.edits("2 2 2")
    twin = Trainee().begins("kurz").says("0 0 0").says("2 2 2")
    assert trainee.run.exchanges[-1].mood == twin.run.exchanges[-1].mood
    assert [(each.turn, each.text) for each in trainee.answers][-1] == (2, "2 2 2")
    assert all(isinstance(effect, Edit) for effect in trainee.effects if isinstance(effect, Say | Edit))


def test_an_edit_that_changes_nothing_leaves_the_customers_words(trainee: Trainee) -> None:
    """As long as his reaction stays of the same kind, he does not take his words back."""
    trainee.says("2 0 0").edits("2 1 0")
    assert [effect.slot for effect in trainee.effects if isinstance(effect, Edit)] == [trainee.run.feedback]


def test_an_edit_of_one_bubble_keeps_the_others(trainee: Trainee) -> None:
    """An answer of two bubbles, one of them edited, is still made of two."""
    trainee.says("2 0 0")
    trainee.unsent = frozenset({trainee.run.reply})
    trainee.says("0 1 0")
    trainee.unsent = frozenset()
    trainee.edits("0 2 0")
    assert trainee.run.exchanges[-1].answer == "2 0 0\n0 2 0"


def test_an_older_answer_cannot_be_edited(trainee: Trainee) -> None:
    """What was answered before the last answer stays as it was."""
    trainee.says("1 0 0").says("1 0 0").edits("2 2 2", back=1)
    assert trainee.heard == ["zu_spaet_geaendert"]
    assert len(trainee.answers) == 2


# --- hint, retry, skip -----------------------------------------------------------------------------------------


def test_a_hint_names_one_open_item_which_then_counts_in_part(trainee: Trainee) -> None:
    """The first item not met is hinted at; the same one again on a second tap; it earns at most level 1."""
    trainee.says("2 0 0").taps("tipp").taps("tipp")
    assert trainee.said("tipp")["item"].id == "beziehung.2"  # type: ignore[attr-defined]
    trainee.says("2 2 2")
    assert [item.level for item in trainee.answers[-1].verdict.items] == [2, 1, 2]


def test_the_better_attempt_counts_with_its_mood(trainee: Trainee) -> None:
    """A second attempt that goes worse takes nothing away."""
    trainee.says("2 2 1").taps("nochmal").says("0 0 0").taps("naechste")
    twin = Trainee().begins("kurz").says("2 2 1").taps("naechste")
    assert trainee.run.stations == twin.run.stations


def test_a_second_attempt_shows_the_checklist_and_starts_afresh(trainee: Trainee) -> None:
    """The items are explained, the customer opens again, and his mood is that of the station's start."""
    trainee.says("0 0 0 frech").taps("nochmal")
    assert trainee.heard == ["nochmal", "kunde"]
    trainee.says("2 2 2").taps("naechste")
    assert trainee.run.stations[0].conduct == ()
    assert trainee.run.stations[0].mood.vertrauen > trainee.run.stations[0].before.vertrauen


def test_nothing_is_offered_where_nothing_is_left(trainee: Trainee) -> None:
    """Once every item is met there is neither hint nor second attempt to tempt with."""
    assert trainee.says("2 2 2").buttons == {"naechste", "einzelheiten", "stand", "mehr"}


def test_there_is_no_third_attempt(trainee: Trainee) -> None:
    """After the second attempt the button is gone; an answer by command is a helpful line."""
    trainee.says("0 0 0").taps("nochmal").says("1 0 0")
    assert "nochmal" not in trainee.buttons
    trainee.meets(Pressed("nochmal", mark=trainee.run.mark))
    assert trainee.heard == ["kein_drittes_mal"]


def test_a_second_attempt_may_be_left_unplayed(trainee: Trainee) -> None:
    """Whoever thinks better of it goes on with the first."""
    trainee.says("2 2 1").taps("nochmal").taps("naechste")
    assert trainee.run.stations[0].levels == (2, 2, 1)


def test_a_skipped_phase_counts_nothing(trainee: Trainee) -> None:
    """Skipping is offered under „Mehr …“, where its price is told, and leaves a station without levels."""
    assert trainee.taps("mehr").said("mehr")["can_skip"]
    trainee.taps("ueberspringen")
    assert trainee.run.stations[0].skipped
    assert trainee.run.mood == Mood(5, 3, 4)


# --- the customer ----------------------------------------------------------------------------------------------


def test_a_question_opens_the_dossier(trainee: Trainee) -> None:
    """The customer tells, and what he told is known."""
    trainee.says("Feld bedarf?")
    assert trainee.words.startswith("Enthüllt bedarf")
    trainee.taps("stand")
    assert trainee.said("stand")["known"] == [("Titel bedarf", "Tatsache bedarf")]


def test_a_good_answer_is_answered_before_he_tells(trainee: Trainee) -> None:
    """First a word to what was said, then what was asked for, in one bubble; at most two fields."""
    trainee.says("2 2 2 Feld bedarf? Feld status? Feld strategie?")
    assert trainee.heard == ["kunde", "rueckmeldung"]
    told = [paragraph[:-2] for paragraph in trainee.words.split("\n\n")]
    assert told == ["beziehung gut", "Enthüllt strategie", "Enthüllt status"]


def test_asked_once_more_he_tells_it_once_more(trainee: Trainee) -> None:
    """He says that he did; whoever says something good beside it hears about that."""
    trainee.says("Feld bedarf?").says("Feld bedarf?")
    assert [words[:-2] for words in trainee.words.split("\n\n")] == ["Noch einmal", "Enthüllt bedarf"]
    assert trainee.says("2 2 2 Feld bedarf?").words.startswith("beziehung gut")


def test_without_trust_he_evades(trainee: Trainee) -> None:
    """A field that needs more trust stays closed until there is."""
    trainee.says("Feld hindernisse?")
    assert trainee.words.startswith("Ausweichend hindernisse")
    assert trainee.run.exchanges[-1].opened == ()


def test_an_offence_is_answered_as_one(trainee: Trainee) -> None:
    """Whoever is rude learns nothing and costs trust."""
    trainee.says("frech Feld bedarf? 2 2 2")
    assert trainee.words.startswith("Beleidigt")
    assert trainee.run.exchanges[-1].opened == ()
    assert trainee.run.exchanges[-1].mood.vertrauen < 5


def test_the_review_names_the_sentence_that_was_too_much(trainee: Trainee) -> None:
    """He leaves right after it, and the last thing to learn is quoted."""
    trainee.says("1 1 1 frech").says("1 1 1. Wie frech. Nicht wahr?")
    assert trainee.session.run is None
    assert trainee.heard[:3] == ["kunde", "rueckmeldung", "auswertung"]
    assert trainee.said("auswertung")["offence"] == "Wie frech."


def test_a_tense_customer_waits_for_the_next_answer(trainee: Trainee) -> None:
    """Nobody leaves because of a tap; a good answer keeps him in his chair, any other is the last straw."""
    trainee.begins("komplett", "adler").plays(*["1 1 1"] * 8, "0 0 0 frech")
    tense = trainee.session
    assert trainee.run.mood.spannung == 10
    assert trainee.says("0 2 0").run.station == "entscheidung"
    trainee.session = tense
    assert trainee.says("1 1 0").session.run is None
    assert "bricht_ab" in trainee.words


def test_nonsense_puzzles_him(trainee: Trainee) -> None:
    """An empty answer gets a puzzled reply."""
    assert trainee.says("leer").words.startswith("Ratlos")


def test_objections_come_one_after_the_other(trainee: Trainee) -> None:
    """He opens with the first, and each sensible answer brings the next, as long as there are any."""
    trainee.begins("einzeln", phase="einwaende")
    raised = [trainee.words, *(trainee.says("1 1 1").words for _ in range(4))]
    assert [words.partition("Einwand ")[2][:1] for words in raised] == ["2", "1", "3", "", ""]


def test_an_objection_is_not_passed_over_by_nonsense(trainee: Trainee) -> None:
    """After an empty answer the present objection stands."""
    trainee.begins("einzeln", phase="einwaende")
    assert "Einwand" not in trainee.says("leer").words
    assert "Einwand 1" in trainee.says("1 1 1").words


def test_a_private_phase_leaves_no_trace(trainee: Trainee) -> None:
    """What is written about one's own attitude moves no mood and enters no figure."""
    trainee.begins("komplett").says("frech 0 0 0").taps("naechste")
    assert trainee.run.mood == trainee.run.stations[0].before
    assert trainee.run.stations[0].conduct == ()


# --- help, pause, leaving --------------------------------------------------------------------------------------


def test_details_quote_the_trainee(trainee: Trainee) -> None:
    """One tap leads to level, evidence, reason, what was missing, and a model answer."""
    trainee.says("2 0 1").taps("einzelheiten")
    values = trainee.said("einzelheiten")
    assert [(line.level, line.evidence) for line in values["lines"]] == [(2, "2 0 1"), (0, ""), (1, "2 0 1")]  # type: ignore[attr-defined]
    assert values["model_answer"] == "Muster beziehung"


def test_an_old_button_costs_nothing(trainee: Trainee) -> None:
    """A button of an earlier turn is answered with a line and the buttons of now."""
    trainee.says("1 0 0")
    old = trainee.run.mark
    trainee.says("1 0 0").meets(Pressed("naechste", mark=old))
    assert trainee.heard == ["alter_zug"]
    assert "naechste" in trainee.buttons
    assert trainee.run.station == TALK


def test_two_taps_on_one_button_go_on_once(trainee: Trainee) -> None:
    """The second tap is let be; later it is one on an old button."""
    trainee.says("1 0 0")
    mark = trainee.run.mark
    trainee.meets(Pressed("naechste", mark=mark)).meets(Pressed("naechste", mark=mark))
    assert trainee.run.station == "entscheidung"
    assert trainee.heard == []
    assert trainee.waits(minutes=1).meets(Pressed("naechste", mark=mark)).heard == ["alter_zug"]


def test_two_taps_on_the_details_show_them_once(trainee: Trainee) -> None:
    """Whoever wants to see them again gets them again; those of another answer are others."""
    trainee.says("2 0 1").taps("einzelheiten")
    assert trainee.taps("einzelheiten").heard == []
    assert trainee.waits(minutes=1).taps("einzelheiten").heard == ["einzelheiten"]
    assert trainee.says("2 1 1").taps("einzelheiten").heard == ["einzelheiten"]


def test_unreadable_things_get_one_line_a_minute(trainee: Trainee) -> None:
    """A shower of stickers is answered once."""
    for _ in range(20):
        trainee.meets(Unreadable("sticker"))
    assert sum(isinstance(effect, Say) and effect.template == "nur_text" for effect in trainee.story) == 1


def test_an_answer_without_words_costs_nothing(trainee: Trainee) -> None:
    """4,096 emojis are no answer: a line, no verdict, no turn."""
    trainee.says("🎉" * 4096)
    assert trainee.heard == ["nur_text"]
    assert trainee.answers == []


@pytest.mark.parametrize("answers", [0, 1, 4], ids=["asking", "talking", "closed"])
def test_days_later_the_run_goes_on_where_it_stopped(trainee: Trainee, answers: int) -> None:
    """A pause keeps everything; coming back shows the customer's last words."""
    for _ in range(answers):
        trainee.says("1 0 0")
    before = trainee.run
    trainee.taps("mehr").taps("pause").waits(days=5).says("Bin wieder da")
    assert trainee.heard == ["noch_pause"]
    trainee.commands("weiter")
    assert trainee.heard == ["stehen_geblieben"]
    assert trainee.said("stehen_geblieben")["words"] == trainee.words
    assert replace(trainee.run, back="", reminder=None) == replace(before, reminder=None)


def test_leaving_asks_first(trainee: Trainee) -> None:
    """Leaving can be taken back; a text is no answer to the question."""
    trainee.says("1 0 0").commands("abbrechen")
    assert trainee.heard == ["aufhoeren_frage"]
    trainee.says("ja")
    assert trainee.heard == ["noch_pause"]
    assert trainee.said("noch_pause") == {"leaving": True, "wrote": True}
    trainee.taps("tipp")
    assert trainee.said("noch_pause") == {"leaving": True, "wrote": False}
    trainee.taps("bleiben")
    assert trainee.run.state == State.TALKING
    trainee.commands("abbrechen").taps("ja_aufhoeren")
    assert trainee.session.run is None
    assert trainee.runs[-1].ending == "abgebrochen"
    assert Cancel("rollenspiel") in trainee.effects


@pytest.mark.parametrize("answers", [1, 4], ids=["talking", "closed"])
def test_the_word_weiter_leads_on_as_the_button_does(trainee: Trainee, answers: int) -> None:
    """Feedback says „tippe Weiter“; whoever types it meets the next phase. The command only recalls."""
    for _ in range(answers):
        trainee.says("1 0 0")
    assert trainee.commands("weiter").heard == ["stehen_geblieben"]
    trainee.says("Weiter!")
    assert trainee.run.station == "entscheidung"
    assert len(trainee.answers) == answers


def test_the_word_weiter_leads_back_first(trainee: Trainee) -> None:
    """Before an answer, in a pause and after a reminder it shows where the trainee is; nothing ends by that."""
    assert trainee.says("weiter").heard == ["stehen_geblieben"]
    trainee.says("1 0 0").says("Pause")
    assert trainee.heard == ["pausiert"]
    assert trainee.says("weiter").heard == ["stehen_geblieben"]
    trainee.waits(days=1, hours=5).meets(Due("rollenspiel", trainee.now))
    assert trainee.says("weiter").heard == ["stehen_geblieben"]
    assert trainee.run.station == TALK
    trainee.says("weiter")
    assert trainee.run.station == "entscheidung"


def test_a_skipped_phase_is_called_so(trainee: Trainee) -> None:
    """The next task says what was skipped, and only then."""
    trainee.taps("mehr").taps("ueberspringen")
    assert trainee.said("aufgabe")["skipped"] == f"Phase {TALK}"
    trainee.says("1 0 0").taps("naechste")
    assert trainee.said("aufgabe")["skipped"] == ""


def test_how_the_customer_feels_is_told_once_he_was_met() -> None:
    """Before the first talk nobody can tell."""
    trainee = Trainee().begins("komplett").taps("stand")
    assert trainee.said("stand")["mood"] is None
    trainee.plays(*["2 2 2"] * 3).taps("stand")
    assert trainee.said("stand")["mood"] == trainee.run.mood


# --- the reminder ----------------------------------------------------------------------------------------------


def test_an_open_run_is_recalled_the_next_day_once(trainee: Trainee) -> None:
    """The timer stands at the person's time, moves on with every day she plays, and does not come again by itself."""
    trainee.says("1 0 0")
    assert [each.due for each in trainee.reminders] == [datetime(2026, 3, 5, 16, 30, tzinfo=UTC)]
    trainee.says("1 0 0").waits(days=1, hours=5)
    trainee.meets(Due("rollenspiel", trainee.now))
    assert trainee.heard == ["erinnerung"]
    assert trainee.buttons == {"fortsetzen", "spaeter", "nicht_mehr"}
    assert len(trainee.reminders) == 1


def test_a_reminder_can_wait_another_day(trainee: Trainee) -> None:
    """Later means the next day at the same time."""
    trainee.says("1 0 0").waits(days=1, hours=5).meets(Due("rollenspiel", trainee.now)).taps("spaeter")
    assert trainee.reminders[-1].due == datetime(2026, 3, 6, 16, 30, tzinfo=UTC)


def test_reminders_can_end_for_good(trainee: Trainee) -> None:
    """„Nicht mehr“ is kept as a wish of the person."""
    trainee.says("1 0 0").waits(days=1, hours=5).meets(Due("rollenspiel", trainee.now)).taps("nicht_mehr")
    assert not trainee.session.trainee.reminders
    trainee.says("1 0 0")
    assert len(trainee.reminders) == 1


def test_a_late_timer_waits_for_the_morning(trainee: Trainee) -> None:
    """A reminder that comes into the quiet hours, because the bot was down, is not sent before they end."""
    trainee.says("1 0 0")
    trainee.now = datetime(2026, 3, 5, 22, 0, tzinfo=UTC)
    trainee.meets(Due("rollenspiel", trainee.reminders[-1].due))
    assert trainee.heard == []
    assert trainee.reminders[-1].due == datetime(2026, 3, 6, 7, 0, tzinfo=UTC)


def test_a_reminder_never_comes_in_the_quiet_hours(trainee: Trainee) -> None:
    """If the person's time lies in her quiet hours, the reminder comes when they end."""
    person = replace(trainee.session.trainee, quiet_from=time(17), quiet_until=time(9))
    trainee.session = replace(trainee.session, person=person)
    trainee.says("1 0 0")
    assert trainee.reminders[-1].due == datetime(2026, 3, 6, 8, 0, tzinfo=UTC)


# --- the planning sheet ----------------------------------------------------------------------------------------


def test_the_planning_sheet_comes_first() -> None:
    """Its questions come one after another, can be left out or taken back, and are shown at the end, unscored."""
    trainee = Trainee().begins("kompakt")
    assert trainee.heard == ["planzettel"]
    trainee.says("Ein Probelauf").taps("zurueck")
    assert trainee.said("planzettel")["number"] == 1
    trainee.says("Zwei Probeläufe").edits("Drei Probeläufe").taps("ueberspringen")
    assert trainee.heard == ["planzettel_fertig", "aufgabe"]
    assert trainee.said("planzettel_fertig")["notes"] == [("Ziele", "Drei Probeläufe"), ("Zeit", "")]
    assert trainee.answers == []


def test_two_bubbles_are_one_note() -> None:
    """What arrives before the next question was sent belongs to the last one."""
    trainee = Trainee().begins("kompakt").says("Ein Probelauf")
    trainee.unsent = frozenset({trainee.run.reply})
    trainee.says("bis Mai")
    assert [note.bubble.text for note in trainee.run.notes if note.bubble] == ["Ein Probelauf\nbis Mai"]


# --- the menus -------------------------------------------------------------------------------------------------


def test_choosing_leads_from_course_to_customer_to_start() -> None:
    """One message, changed in place, and then the first task."""
    trainee = Trainee()
    trainee.meets(Pressed("auswahl"))
    assert trainee.heard == ["kurswahl"]
    for action, argument, shown in (
        ("kurs", "kurz", "kundenwahl"),
        ("kunde", "kurz/adler", "portraet"),
        ("kurs", "kurz", "kundenwahl"),
        ("kunde", "kurz/brandt", "portraet"),
    ):
        trainee.taps(action, argument)
        assert trainee.heard == [shown]
        assert isinstance(trainee.effects[0], Edit)
    trainee.taps("start")
    assert (trainee.run.course, trainee.run.scenario) == ("kurz", "brandt")


def test_a_single_phase_is_chosen_too() -> None:
    """The course of one phase asks which."""
    trainee = Trainee().meets(Pressed("auswahl")).taps("kurs", "einzeln").taps("kunde", "einzeln/brandt")
    assert trainee.heard == ["phasenwahl"]
    trainee.taps("phase", "einzeln/brandt/einwaende").taps("start")
    assert trainee.run.station == "einwaende"


def test_no_open_run_ends_unasked(trainee: Trainee) -> None:
    """A new run begins only after it was said that the open one ends."""
    trainee.says("1 0 0").meets(Pressed("start", "einzeln/adler/bindung"))
    assert trainee.heard == ["portraet"]
    assert trainee.run.course == "kurz"
    trainee.taps("start")
    assert trainee.run.course == "einzeln"
    assert trainee.runs[-1].ending == "abgebrochen"


def test_two_taps_on_start_begin_once() -> None:
    """The second tap shows the run that has just begun."""
    trainee = Trainee().meets(Pressed("start", "kurz/brandt"))
    run = trainee.run
    trainee.meets(Pressed("start", "kurz/brandt"))
    assert trainee.heard == ["stehen_geblieben"]
    assert trainee.run == run


@pytest.mark.parametrize(
    "event",
    [Said("Hallo", 1), Edited("Hallo", 1), Unreadable("voice"), Due("rollenspiel", datetime(2026, 3, 5, tzinfo=UTC))],
)
def test_without_a_run_nothing_is_said_unasked(event: Said | Edited | Unreadable | Due) -> None:
    """What comes while no run is open is the desk's business; a late timer is silent."""
    assert Trainee().meets(event).effects == []


def test_a_button_of_a_run_that_is_over_is_answered() -> None:
    """It says so and offers a new one."""
    trainee = Trainee().meets(Pressed("naechste", mark="r3"))
    assert trainee.heard == ["schon_zu_ende"]
    assert trainee.buttons == {"auswahl"}
