"""A coach's own exercises, from both phones: made in a dialogue or from a file, tried, published, replaced."""

from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from bot.pieces import LIMIT
from flows.coaching.draft import DRAFT, MOST_DRAFTS, Draft
from flows.coaching.drafting import file_of
from flows.coaching.exercises import SHOWN
from flows.coaching.sheets import DraftSheet, GivingSheet, Part
from flows.effects import Drop, Fetch, HandOver, Keep, Say, Tell
from flows.events import Commanded, Edited, Event, Fetched, Pressed, Received, Said, Told, Unreadable
from flows.exercises.exercise import Exercise, Item, OwnExercise, PhaseExercise, ReflectionExercise
from flows.exercises.reading import LARGEST, MOST_EXAMPLES, MOST_ITEMS, read
from flows.exercises.writing import write
from flows.kept import Kept
from flows.moment import Moment
from flows.news import Assigned, ExercisePublished, ExerciseWithdrawn, Filed
from flows.scoring.grading import Example
from flows.teams.exercising import MOST, MOST_STORED, Exercising, frozen, latest, successor
from flows.teams.room import Teller
from flows.teams.team import Member, Role
from flows.teams.work import EXERCISE, Filing, Published
from tests.authors import FILE, MODEL, SITUATION, Workshop
from tests.stage import NOON, shipped
from tests.town import Dweller
from tests.visitor import buttons, labelled
from tests.visitor import read as read_aloud

TITLE = "Vom Preis sprechen"


@pytest.fixture
def town() -> Workshop:
    return Workshop()


def sheet(coach: Dweller) -> DraftSheet:
    assert isinstance(coach.session.sheet, DraftSheet)
    return coach.session.sheet


def draft(coach: Dweller) -> Draft:
    """The only one there is."""
    (only,) = coach.things(DRAFT).values()
    assert isinstance(only, Draft)
    return only


def own(exercise: Exercise) -> OwnExercise:
    assert isinstance(exercise, OwnExercise)
    return exercise


def shelf(town: Workshop) -> dict[str, Published]:
    return town.team.things(EXERCISE)


def only_published(town: Workshop) -> Published:
    (only,) = shelf(town).values()
    return only


def said_last(coach: Dweller, template: str) -> str:
    """What was said with this template in the last step."""
    return read_aloud(next(each for each in coach.effects if getattr(each, "template", "") == template))


def handed(coach: Dweller) -> HandOver:
    return next(each for each in coach.effects if isinstance(each, HandOver))


def at(coach: Dweller) -> tuple[Part, int]:
    return sheet(coach).part, sheet(coach).at


# --- the library -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["Phasen", "Eigene Punkte", "Nachdenken", "Rollenspiele"])
def test_everything_that_ships_can_be_looked_at_given_and_taken_away(town: Workshop, kind: str) -> None:
    """Page by page; the model answer is open, the file is the exercise."""
    alex = town.alex
    town.opens(alex).taps(kind)
    seen: list[str] = []
    while True:
        shown = [button for button in buttons(alex.effects) if button.action == "coach:uebungen:zeigen"]
        onward = "Nächste Seite ›" in alex.labels
        page = list(alex.effects)
        for button in shown:
            alex.meets(Pressed(button.action, button.argument))
            values = alex.said("uebungen_zeigen")
            seen.append(values["titel"])
            assert values["muster_ist"] == "offen"
            assert "Aufgabe geben" in alex.labels
            alex.taps("Als Datei")
            assert f'title = "{values["titel"]}"' in handed(alex).content.decode()
        if not onward:
            break
        turn = next(button for button in buttons(page) if labelled(button).startswith("Nächste"))
        alex.meets(Pressed(turn.action, turn.argument))
    kinds = {"Phasen": "phase", "Eigene Punkte": "eigen", "Nachdenken": "reflexion", "Rollenspiele": "rollenspiel"}
    assert sorted(seen) == sorted(each.title for each in shipped().exercises.values() if each.kind == kinds[kind])


def test_a_shipped_exercise_is_given_from_its_page(town: Workshop) -> None:
    town.opens(town.alex).taps("Eigene Punkte").taps("Nein").taps("Aufgabe geben")
    assert town.alex.heard == ["vergabe_karte"]
    assert isinstance(town.alex.session.sheet, GivingSheet)


@pytest.mark.parametrize(("kind", "copied"), [("Phasen", True), ("Nachdenken", False), ("Rollenspiele", False)])
def test_only_what_can_be_rewritten_is_a_template(town: Workshop, kind: str, copied: bool) -> None:
    town.opens(town.alex).taps(kind)
    first = buttons(town.alex.effects)[0]
    town.alex.meets(Pressed(first.action, first.argument))
    assert ("Als Vorlage" in town.alex.labels) == copied


def test_a_copy_of_a_phase_stays_one_of_the_phase(town: Workshop) -> None:
    """Its own words, judged by the items of the phase."""
    alex = town.alex
    town.opens(alex).taps("Phasen")
    first = buttons(alex.effects)[0]
    alex.meets(Pressed(first.action, first.argument)).taps("Als Vorlage").taps("Situation").says("Ganz anders.")
    assert "Punkte (3)" not in alex.labels
    alex.taps("Ausprobieren").says("2 ? 0")
    assert [line["stufe"] for line in alex.said("uebungen_probe")["punkte"]] == [2, None, 0]
    assert "Als Beispiel übernehmen" not in alex.labels
    alex.taps("Zurück").taps("Veröffentlichen").taps("Ja, veröffentlichen")
    published = only_published(town).exercise
    assert isinstance(published, PhaseExercise)
    assert (published.situation, published.items[0].id) == ("Ganz anders.", f"{published.phase}.1")


def test_a_copy_changes_nothing_that_ships(town: Workshop) -> None:
    before = dict(shipped().exercises)
    town.opens(town.alex).taps("Eigene Punkte").taps("Nein").taps("Als Vorlage").taps("Titel").says("Anders")
    assert shipped().exercises == before
    assert draft(town.alex).exercise.title == "Anders"


# --- making one ------------------------------------------------------------------------------------------------


def test_an_exercise_is_made_part_by_part(town: Workshop) -> None:
    """Every part is kept as soon as it is written; at the end stands what a trainee sees."""
    alex = town.alex
    town.opens(alex).taps("Neue Übung")
    steps = [
        (TITLE, Part.SITUATION),
        (SITUATION, Part.ITEM),
        ("Die Zahl", Part.WORDING),
        ("Nennt den Preis", Part.ITEM),
        ("Das Wort", Part.WORDING),
        ("Fragt, was er meint", Part.ITEM),
        ("fertig", Part.MODEL),
        (MODEL, Part.EXAMPLE),
        ("300 Euro.", Part.LEVELS),
    ]
    for text, part in steps:
        alex.says(text)
        assert sheet(alex).part is part
        assert text == "fertig" or text in str(draft(alex).exercise)
    alex.taps("✅").taps("❌")
    assert at(alex) == (Part.EXAMPLE, 1)
    alex.taps("Fertig")
    assert alex.heard == ["uebung_karte", "uebungen_entwurf"]
    assert alex.said("uebung_karte")["muster_ist"] == "zugeklappt"
    exercise = own(draft(alex).exercise)
    assert exercise == OwnExercise(
        "",
        TITLE,
        "",
        SITUATION,
        (Item("1", "Die Zahl", "Nennt den Preis"), Item("2", "Das Wort", "Fragt, was er meint")),
        MODEL,
        (Example("300 Euro.", (1.0, 0.0)),),
    )


def test_five_items_are_enough(town: Workshop) -> None:
    """After the fifth the model answer is asked for."""
    alex = town.writes(town.alex, items=MOST_ITEMS)
    assert len(draft(alex).exercise.items) == MOST_ITEMS
    alex.taps("Punkte")
    assert "Punkt dazu" not in alex.labels


LONG = "x" * 1501
FAULTS = {
    "no words": (Part.TITLE, "…", "leer"),
    "title": (Part.TITLE, "x" * 49, "lang"),
    "situation": (Part.SITUATION, LONG, "lang"),
    "no item": (Part.ITEM, "fertig", "keiner"),
    "item": (Part.ITEM, "x" * 41, "lang"),
    "wording": (Part.WORDING, "x" * 301, "lang"),
    "model": (Part.MODEL, LONG, "lang"),
    "example": (Part.EXAMPLE, LONG, "lang"),
}


def goes_to(town: Workshop, part: Part) -> Dweller:
    """A new exercise, as far as this part, for the first time."""
    alex = town.alex
    town.opens(alex).taps("Neue Übung")
    for text in (TITLE, SITUATION, "Die Zahl", "Nennt den Preis", "fertig", MODEL, "300 Euro."):
        if sheet(alex).part is part:
            break
        alex.says(text)
    assert sheet(alex).part is part
    return alex


@pytest.mark.parametrize(("part", "text", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_what_cannot_be_taken_is_asked_for_again(town: Workshop, part: Part, text: str, fault: str) -> None:
    """With a sentence that says why; what was written before stays, and an edit of it is an answer."""
    alex = goes_to(town, part)
    before = draft(alex)
    alex.says(text)
    assert alex.heard == ["uebungen_frage"]
    assert alex.said("uebungen_frage")["fehler"] == fault
    assert (draft(alex), sheet(alex).part) == (before, part)
    alex.edits("Etwas Kurzes")
    assert sheet(alex).part is not part
    assert "Etwas Kurzes" in str(draft(alex).exercise)


def test_two_items_have_two_titles(town: Workshop) -> None:
    alex = goes_to(town, Part.WORDING).says("Nennt den Preis").says("die zahl")
    assert alex.said("uebungen_frage")["fehler"] == "doppelt"
    assert len(draft(town.alex).exercise.items) == 1


def test_signs_nobody_can_read_are_left_out(town: Workshop) -> None:
    """So that what is downloaded can be read again."""
    alex = goes_to(town, Part.SITUATION).says("Eine\x00 Lage,\nzwei Zeilen")
    assert draft(town.alex).exercise.situation == "Eine Lage,\nzwei Zeilen"
    assert alex.heard == ["uebungen_frage"]


BACK = {
    Part.SITUATION: (Part.TITLE, 0),
    Part.ITEM: (Part.SITUATION, 0),
    Part.WORDING: (Part.ITEM, 0),
    Part.MODEL: (Part.ITEM, 1),
    Part.EXAMPLE: (Part.MODEL, 0),
    Part.LEVELS: (Part.EXAMPLE, 0),
}


@pytest.mark.parametrize("how", ["button", "word"])
@pytest.mark.parametrize(("part", "before"), BACK.items(), ids=[part.value for part in BACK])
def test_back_leads_one_step_back_and_loses_nothing(
    town: Workshop, part: Part, before: tuple[Part, int], how: str
) -> None:
    """What is written there can stay as it is."""
    alex = goes_to(town, part)
    written = draft(alex)
    alex.says("zurück") if how == "word" and sheet(alex).awaits else alex.taps("Zurück")
    assert at(alex) == before
    assert draft(alex) == written
    alex.taps("Fertig" if part is Part.MODEL else "So lassen")
    assert sheet(alex).part is part
    assert draft(alex) == written


def test_back_from_the_first_part_leaves(town: Workshop) -> None:
    """A draft nobody wrote in is no draft."""
    town.opens(town.alex).taps("Neue Übung").taps("Zurück")
    assert town.alex.heard == ["uebungen"]
    assert (town.alex.session.sheet, town.alex.things(DRAFT)) == (None, {})


def test_all_the_way_back_and_on_again(town: Workshop) -> None:
    """With two items and an example, every step is passed both ways."""
    alex = goes_to(town, Part.WORDING).says("Nennt den Preis").says("Das Wort").says("Fragt").says("fertig").says(MODEL)
    before = draft(town.alex)
    there = [at(town.alex)]
    while at(town.alex) != (Part.TITLE, 0):
        alex.taps("Zurück")
        there.append(at(town.alex))
    way = [(Part.TITLE, 0), (Part.SITUATION, 0), (Part.ITEM, 0), (Part.WORDING, 0), (Part.ITEM, 1), (Part.WORDING, 1)]
    assert there[::-1] == [*way, (Part.ITEM, 2), (Part.MODEL, 0), (Part.EXAMPLE, 0)]
    for _ in range(6):
        alex.taps("So lassen")
    alex.taps("Fertig").taps("So lassen")
    assert at(town.alex) == (Part.EXAMPLE, 0)
    assert draft(town.alex) == before


EDITED: Mapping[Part, Callable[[OwnExercise], str]] = {
    Part.TITLE: lambda exercise: exercise.title,
    Part.SITUATION: lambda exercise: exercise.situation,
    Part.ITEM: lambda exercise: exercise.items[0].title,
    Part.WORDING: lambda exercise: exercise.items[0].wording,
    Part.MODEL: lambda exercise: exercise.model_answer,
    Part.EXAMPLE: lambda exercise: exercise.examples[0].answer,
}


@pytest.mark.parametrize("part", EDITED)
def test_the_last_message_can_be_edited(town: Workshop, part: Part) -> None:
    """What it was then reads differently, and the question that is open now stays."""
    alex = goes_to(town, part)
    alex.says("Zuerst so")
    now = at(town.alex)
    alex.edits("Dann anders")
    assert EDITED[part](own(draft(town.alex).exercise)) == "Dann anders"
    assert at(town.alex) == now
    assert "übernommen" in read_aloud(alex.effects[-1])
    alex.edits("…")
    assert EDITED[part](own(draft(town.alex).exercise)) == "Dann anders"


def test_an_older_message_cannot(town: Workshop) -> None:
    alex = goes_to(town, Part.ITEM)
    alex.edits("Anders", back=1)
    assert draft(town.alex).exercise.title == TITLE
    assert alex.heard == ["geaendert_zu_spaet"]


@pytest.mark.parametrize("part", [*BACK, Part.TITLE])
def test_leaving_keeps_the_draft_and_resuming_finds_what_is_missing(town: Workshop, part: Part) -> None:
    alex = goes_to(town, part)
    written = draft(alex)
    alex.commands("abbrechen")
    assert (alex.session.sheet, draft(alex)) == (None, written)
    town.opens(alex).taps("Entwürfe")
    alex.taps(TITLE if written.exercise.title else "Ohne Namen")
    complete = part in (Part.EXAMPLE, Part.LEVELS)
    assert sheet(alex).part is (Part.CARD if complete else part)
    assert draft(alex) == written


def test_going_on_says_where_she_is(town: Workshop) -> None:
    for part in BACK:
        fresh = Workshop()
        alex = goes_to(fresh, part)
        before = at(alex)
        alex.commands("weiter")
        assert at(alex) == before
        assert alex.labels


def test_a_run_beside_it_is_untouched(town: Workshop) -> None:
    alex = town.alex
    alex.plays("komplett", "klavier")
    run = alex.run
    town.writes(alex).taps("Ausprobieren").says("2 2")
    assert alex.run == run
    alex.taps("Zurück").taps("Veröffentlichen").taps("Ja, veröffentlichen")
    assert alex.run == run


def test_a_new_exercise_twice_is_one(town: Workshop) -> None:
    """A double tap, and leaving before a word was written."""
    for _ in range(3):
        town.opens(town.alex).taps("Neue Übung").commands("abbrechen")
    assert len(town.alex.things(DRAFT)) == 1


def test_there_is_an_end_of_drafts(town: Workshop) -> None:
    for number in range(MOST_DRAFTS):
        town.opens(town.alex).taps("Neue Übung").says(f"Nummer {number}")
    town.opens(town.alex).taps("Neue Übung")
    assert town.alex.heard == ["uebungen_entwuerfe_voll", "uebungen_entwuerfe"]
    town.alex.sends("a.toml", FILE.encode())
    assert len(town.alex.things(DRAFT)) == MOST_DRAFTS


# --- the card --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "said"), [("Titel", "Anders"), ("Situation", "Ganz anders."), ("Musterantwort", "So klingt es besser.")]
)
def test_every_part_can_be_written_anew(town: Workshop, label: str, said: str) -> None:
    alex = town.writes(town.alex).taps(label)
    assert alex.said("uebungen_frage")["bisher"]
    alex.says(said)
    assert alex.heard == ["uebungen_entwurf"]
    assert said in str(draft(town.alex).exercise)


def test_back_from_a_part_leads_to_the_card(town: Workshop) -> None:
    alex = town.writes(town.alex)
    for label in ("Titel", "Situation", "Punkte", "Musterantwort", "Beispiele", "Ausprobieren"):
        alex.taps(label).taps("Zurück")
        assert alex.heard == ["uebungen_entwurf"], label


def test_an_item_is_renamed_reworded_and_removed_with_its_grades(town: Workshop) -> None:
    alex = town.writes(town.alex)
    alex.taps("Beispiele").taps("Beispiel dazu").says("300 Euro.").taps("✅").taps("❌").taps("Zurück")
    alex.taps("Punkte").taps("Punkt 1").taps("Titel ändern").says("Erstens")
    alex.taps("Erstens").taps("Wortlaut").says("Nennt den Preis")
    assert draft(town.alex).exercise.items[0] == Item("1", "Erstens", "Nennt den Preis")
    alex.taps("Erstens").taps("Punkt entfernen")
    exercise = own(draft(town.alex).exercise)
    assert [item.title for item in exercise.items] == ["Punkt 2"]
    assert exercise.examples == (Example("300 Euro.", (0.0,)),)
    alex.taps("Punkt dazu").says("Neu").says("Etwas Neues")
    assert own(draft(town.alex).exercise).examples == (Example("300 Euro.", (0.0, None)),)


def test_without_items_nothing_is_published(town: Workshop) -> None:
    """The card says what is missing and asks for it."""
    alex = town.writes(town.alex, items=1).taps("Punkte").taps("Punkt 1").taps("Punkt entfernen").taps("Zurück")
    assert alex.said("uebungen_entwurf")["fehlt"] == ["punkt"]
    assert "Ausprobieren" not in alex.labels
    alex.taps("Veröffentlichen")
    assert at(town.alex) == (Part.ITEM, 0)
    alex.meets(Pressed("coach:uebungen:ja", town.team.actor, sheet(town.alex).mark))
    assert shelf(town) == {}


def test_examples_are_graded_changed_and_removed(town: Workshop) -> None:
    alex = town.writes(town.alex).taps("Beispiele")
    alex.taps("Beispiel dazu").says("Erste").taps("✅").taps("Offen").taps("Beispiel dazu").says("Zweite")
    alex.taps("🟡").taps("❌")
    assert own(draft(town.alex).exercise).examples == (Example("Erste", (1.0, None)), Example("Zweite", (0.5, 0.0)))
    alex.taps("Beispiel 2").taps("Stufen ändern").taps("✅").taps("Zurück").taps("🟡").taps("✅")
    alex.taps("Beispiel 1").taps("Antwort ändern").says("Ganz anders").taps("✓ ✅").taps("✅")
    assert own(draft(town.alex).exercise).examples == (
        Example("Ganz anders", (1.0, 1.0)),
        Example("Zweite", (0.5, 1.0)),
    )
    alex.taps("Beispiel 1").taps("Entfernen")
    assert own(draft(town.alex).exercise).examples == (Example("Zweite", (0.5, 1.0)),)


def test_there_is_an_end_of_examples(town: Workshop) -> None:
    """All of them can be turned over to, none can be added."""
    alex = town.alex
    text = FILE + '\n[[examples]]\nanswer = "x1"\ngrades = [0]\n' * (MOST_EXAMPLES - 1)
    town.opens(alex).taps("Datei schicken").sends("a.toml", text.encode()).taps("Beispiele")
    shown = [label for label in alex.labels if label.startswith("Beispiel ")]
    while "Nächste Seite ›" in alex.labels:
        alex.taps("Nächste Seite")
        shown += [label for label in alex.labels if label.startswith("Beispiel ")]
    assert shown == [f"Beispiel {number}" for number in range(1, MOST_EXAMPLES + 1)]
    alex.meets(Pressed("coach:uebungen:bsp_dazu", town.team.actor, sheet(alex).mark))
    assert sheet(alex).part is Part.EXAMPLES
    alex.taps("Zurück").taps("Ausprobieren").says("2")
    assert "Als Beispiel übernehmen" not in alex.labels


def test_what_nobody_graded_is_not_published(town: Workshop) -> None:
    alex = town.writes(town.alex).taps("Beispiele").taps("Beispiel dazu").says("Erste").taps("Offen").taps("Offen")
    alex.taps("Zurück").taps("Veröffentlichen").taps("Ja, veröffentlichen")
    assert own(only_published(town).exercise).examples == ()


def test_she_tries_it_herself(town: Workshop) -> None:
    """The levels are those a trainee gets; what is not clear is counted, and that examples help is said."""
    alex = town.writes(town.alex)
    before = draft(town.alex)
    alex.taps("Ausprobieren").says("2 ?")
    values = alex.said("uebungen_probe")
    assert [line["stufe"] for line in values["punkte"]] == [2, None]
    assert (values["offen"], values["beispiele"]) == (1, 0)
    assert "Bewertete Beispiele helfen" in said_last(town.alex, "uebungen_probe")
    alex.edits("0 1")
    assert [line["stufe"] for line in alex.said("uebungen_probe")["punkte"]] == [0, 1]
    alex.says("1 1")
    assert draft(town.alex) == before
    assert shelf(town) == {}


def test_what_she_tried_becomes_an_example(town: Workshop) -> None:
    """With the levels it got, where it got any, to begin with."""
    alex = town.writes(town.alex).taps("Ausprobieren").says("1 ?").taps("Als Beispiel")
    assert own(draft(town.alex).exercise).examples == (Example("1 ?", (0.5, None)),)
    assert sheet(town.alex).part is Part.LEVELS
    alex.taps("✓ 🟡").taps("✅")
    assert own(draft(town.alex).exercise).examples == (Example("1 ?", (0.5, 1.0)),)


def test_throwing_away_asks_once(town: Workshop) -> None:
    alex = town.writes(town.alex).taps("Verwerfen").taps("Zurück")
    assert town.alex.things(DRAFT)
    alex.taps("Verwerfen").taps("Ja, verwerfen")
    assert alex.heard == ["uebungen_verworfen", "uebungen"]
    assert (town.alex.things(DRAFT), town.alex.session.sheet) == ({}, None)
    assert not any(label.startswith("Entwürfe") for label in alex.labels)


def test_two_taps_do_one_thing(town: Workshop) -> None:
    """Levels, removals and publishing; the second tap shows what the first led to, in the same message."""
    alex = town.alex
    town.writes(alex).taps("Punkte").taps("Punkt 1")
    gone = next(button for button in buttons(alex.effects) if labelled(button) == "Punkt entfernen")
    for _ in range(2):
        alex.meets(Pressed(gone.action, gone.argument, gone.mark))
    assert [item.title for item in draft(town.alex).exercise.items] == ["Punkt 2"]
    assert alex.heard == ["uebungen_punkte"]
    alex.taps("Punkt dazu").says("Neu").says("Etwas Neues").taps("Zurück").taps("Beispiele").taps("Beispiel dazu")
    alex.says("300 Euro")
    level = next(button for button in buttons(alex.effects) if labelled(button).startswith("✅"))
    for _ in range(2):
        alex.meets(Pressed(level.action, level.argument, level.mark))
    assert own(draft(town.alex).exercise).examples[0].grades == (1.0, None)
    alex.taps("✅").taps("Zurück").taps("Veröffentlichen")
    yes = next(button for button in buttons(alex.effects) if labelled(button).startswith("Ja"))
    for _ in range(2):
        alex.handles(Pressed(yes.action, yes.argument, yes.mark))
    town.deliver()
    assert len(shelf(town)) == 1
    assert town.alex.things(DRAFT) == {}


def test_a_button_of_an_earlier_message_is_called_old(town: Workshop) -> None:
    alex = goes_to(town, Part.SITUATION)
    back = buttons(alex.effects)[0]
    alex.says(SITUATION).meets(Pressed(back.action, back.argument, back.mark))
    assert alex.heard == ["uebungen_vorbei", "uebungen_frage"]
    assert at(town.alex) == (Part.ITEM, 0)


# --- published -------------------------------------------------------------------------------------------------


def test_what_is_published_is_the_teams(town: Workshop) -> None:
    """The other coach sees it and gives it; the trainee receives it whole."""
    alex, robin = town.alex, town.robin
    town.publishes(alex)
    assert alex.heard == ["uebungen_eingestellt"]
    assert (alex.things(DRAFT), alex.session.sheet) == ({}, None)
    assert (only_published(town).by, only_published(town).number) == ("Alex", 1)
    alex.commands("coach").taps("Vertrieb").taps("Einladen").taps("Trainees").taps("Für eine Person")
    kim = town.person(3, "Kim")
    kim.commands("start", alex.links[-1])
    town.opens(robin).taps("Von deinem Team").taps(TITLE).taps("Aufgabe geben").taps("Geben").taps("Ja, geben")
    (assigned,) = [told.news for told in kim.told if isinstance(told.news, Assigned)]
    assert assigned.exercise == only_published(town).exercise


def test_right_after_publishing_it_can_be_given(town: Workshop) -> None:
    town.publishes(town.alex).taps("Aufgabe geben")
    assert town.alex.heard == ["vergabe_karte"]
    assert town.alex.said("vergabe_karte")["titel"] == TITLE


def test_a_new_version_takes_the_place_of_the_former(town: Workshop) -> None:
    """The former stays as it was; an assignment that has it keeps it, and old buttons lead to the new one."""
    town.publishes(town.alex)
    ((first, former),) = shelf(town).items()
    town.opens(town.robin).taps("Von deinem Team").taps(TITLE)
    old = next(button for button in buttons(town.robin.effects) if labelled(button) == "Zurückziehen …")
    town.robin.taps("Neue Version").taps("Titel").says("Zweite").taps("Veröffentlichen").taps("Ja, veröffentlichen")
    assert town.robin.said("uebungen_eingestellt")["was"] == Filing.VERSION
    assert shelf(town)[first] == former
    ((second, present),) = latest(shelf(town)).items()
    assert (present.number, present.former, present.by, present.exercise.title) == (2, first, "Robin", "Zweite")
    assert present.exercise.id == former.exercise.id
    town.robin.meets(Pressed(old.action.replace("zurueckziehen", "zeigen"), old.argument))
    assert town.robin.said("uebungen_zeigen")["titel"] == "Zweite"
    town.opens(town.alex).taps("Von deinem Team")
    assert [line["titel"] for line in town.alex.said("uebungen_liste")["uebungen"]] == ["Zweite"]
    assert successor(first, shelf(town)) == second


def test_changing_it_again_opens_the_same_draft(town: Workshop) -> None:
    town.publishes(town.alex)
    for _ in range(2):
        town.opens(town.alex).taps("Von deinem Team").taps(TITLE).taps("Neue Version").taps("Titel").says("Zweite")
    assert len(town.alex.things(DRAFT)) == 1


def test_of_two_new_versions_none_is_overwritten(town: Workshop) -> None:
    """The second becomes an exercise of its own, and its coach is told."""
    town.publishes(town.alex)
    for coach, title in ((town.alex, "Von Alex"), (town.robin, "Von Robin")):
        town.opens(coach).taps("Von deinem Team").taps(TITLE).taps("Neue Version").taps("Titel").says(title)
    for coach in (town.alex, town.robin):
        coach.taps("Veröffentlichen").taps("Ja, veröffentlichen")
    assert town.robin.said("uebungen_eingestellt")["was"] == Filing.BESIDE
    assert sorted(each.exercise.title for each in latest(shelf(town)).values()) == ["Von Alex", "Von Robin"]
    assert town.robin.things(DRAFT) == {}


def test_what_is_withdrawn_is_given_no_more(town: Workshop) -> None:
    """It stands last on the list, without a button to give it; a new version brings it back."""
    alex = town.publishes(town.alex)
    town.publishes(alex, "Zuletzt im Alphabet")
    town.opens(alex).taps("Von deinem Team").taps(TITLE).taps("Zurückziehen").taps("Ja, zurück")
    assert alex.said("uebungen_eingestellt")["was"] == Filing.WITHDRAWN
    town.opens(alex).taps("Von deinem Team")
    listed = [(each["titel"], each["zurueckgezogen"]) for each in alex.said("uebungen_liste")["uebungen"]]
    assert listed == [("Zuletzt im Alphabet", False), (TITLE, True)]
    alex.taps(TITLE)
    assert not {"Aufgabe geben", "Zurückziehen …"} & set(alex.labels)
    alex.commands("coach").taps("Vertrieb").taps("Aufgabe geben").taps("Eigene Punkte")
    assert TITLE not in alex.labels
    town.opens(alex).taps("Von deinem Team").taps(TITLE).taps("Neue Version")
    alex.taps("Veröffentlichen").taps("Ja, veröffentlichen")
    assert [each.withdrawn for each in latest(shelf(town)).values()] == [False, False]


def test_a_draft_can_be_published_in_another_team(town: Workshop) -> None:
    """There it is new, whatever it was made from."""
    alex = town.publishes(town.alex)
    alex.commands("coach").taps("Team gründen").says("Süd")
    town.opens(alex).taps("Von deinem Team").taps(TITLE).taps("Neue Version").commands("abbrechen")
    alex.commands("coach").taps("Süd").taps("Übungen").taps("Entwürfe").taps(TITLE)
    alex.taps("Veröffentlichen").taps("Ja, veröffentlichen")
    assert alex.said("uebungen_eingestellt")["was"] == Filing.NEW
    assert len(shelf(town)) == 1


def test_who_coaches_no_more_keeps_the_draft(town: Workshop) -> None:
    """The team refuses; nothing of what she wrote is lost."""
    robin = town.writes(town.robin).taps("Veröffentlichen")
    town.alex.commands("coach").taps("Vertrieb").taps("Mitglieder").taps("Robin").taps("Ja, heraus")
    robin.taps("Ja, veröffentlichen")
    assert "team_nicht_erlaubt" in robin.heard
    assert shelf(town) == {}
    assert town.robin.things(DRAFT)


# --- the team's room -------------------------------------------------------------------------------------------

TELLER = Teller("person:1", Member("Alex", "Nord", Role.COACH, NOON))
OWN = OwnExercise("", TITLE, "", SITUATION, (Item("1", "Zahl", "Nennt sie"), Item("2", "Wort", "Fragt")), MODEL)


def tells(news: ExercisePublished | ExerciseWithdrawn, there: Mapping[str, Published]) -> tuple[list[Any], Filed]:
    """What the team keeps and drops, and what it answers."""
    moment = Moment(NOON, Random(1), kept=Kept({EXERCISE: there}), actor="team:abcdefgh")
    *kept, told = Exercising().hear(news, TELLER, moment)
    assert isinstance(told, Tell)
    assert isinstance(told.news, Filed)
    return kept, told.news


def many(number: int, **values: Any) -> dict[str, Published]:
    return {f"e{each}": Published(replace(OWN, id=f"e{each}"), "Alex", **values) for each in range(number)}


def test_there_is_an_end_of_exercises() -> None:
    """Withdrawn ones do not count, and a new version is always possible."""
    full = many(MOST)
    kept, told = tells(ExercisePublished("neu", OWN), full)
    assert (kept, told.fate) == ([], Filing.FULL)
    assert tells(ExercisePublished("neu", OWN, "e0"), full)[1].fate is Filing.VERSION
    freed = {**full, "e5": replace(full["e5"], withdrawn=True)}
    assert tells(ExercisePublished("neu", OWN), freed)[1].fate is Filing.NEW


def test_a_full_team_loses_no_draft(town: Workshop) -> None:
    alex = town.writes(town.alex)
    for id_, published in many(MOST).items():
        town.team._store(Keep(EXERCISE, id_, published))
    alex.taps("Veröffentlichen").taps("Ja, veröffentlichen")
    assert alex.said("uebungen_eingestellt")["was"] == Filing.FULL
    assert draft(town.alex).exercise.title == TITLE


def test_the_oldest_that_cannot_be_given_goes() -> None:
    old = many(MOST_STORED, withdrawn=True)
    kept, _ = tells(ExercisePublished("neu", OWN), old)
    assert [effect for effect in kept if isinstance(effect, Drop)] == [Drop(EXERCISE, "e0")]


def test_the_same_news_twice_change_nothing() -> None:
    (keep,), told = tells(ExercisePublished("neu", OWN), {})
    again, answer = tells(ExercisePublished("neu", replace(OWN, title="Anders")), {"neu": keep.thing})
    assert (again, answer) == ([], told)


def test_withdrawing_what_is_not_there_changes_nothing() -> None:
    there = many(1)
    assert tells(ExerciseWithdrawn("e9"), there) == ([], Filed("e9", Filing.GONE))
    gone = {"e0": replace(there["e0"], withdrawn=True)}
    kept, told = tells(ExerciseWithdrawn("e0"), gone)
    assert (kept, told.fate) == ([], Filing.WITHDRAWN)


def test_items_go_on_learning_while_they_are_asked_alike() -> None:
    """Their ids are those of before as long as situation, title and wording are; no two are alike."""
    first = own(frozen(OWN, "e0"))
    other_model = own(frozen(replace(OWN, model_answer="Anders", title="Anders"), "e0"))
    swapped = own(frozen(replace(OWN, items=(OWN.items[1], replace(OWN.items[0], wording="Anders"))), "e0"))
    elsewhere = own(frozen(replace(OWN, situation="Eine andere."), "e0"))
    ids = [item.id for item in first.items]
    assert len(set(ids)) == len(ids)
    assert [item.id for item in other_model.items] == ids
    assert swapped.items[0].id == ids[1]
    assert swapped.items[1].id not in ids
    assert not {item.id for item in elsewhere.items} & set(ids)


# --- files -----------------------------------------------------------------------------------------------------


def waits_for_file(town: Workshop) -> Dweller:
    town.opens(town.alex).taps("Datei schicken")
    return town.alex


def test_a_file_becomes_a_draft_with_a_preview(town: Workshop) -> None:
    """Published is it only by the coach."""
    alex = waits_for_file(town)
    alex.sends("aus-der-datei.toml", FILE.encode())
    assert alex.heard == ["uebungen_gelesen", "uebung_karte", "uebungen_entwurf"]
    assert shelf(town) == {}
    assert own(draft(alex).exercise).examples == (Example("Es sind 300 Euro.", (1.0,)),)
    alex.taps("Veröffentlichen").taps("Ja, veröffentlichen")
    assert only_published(town).exercise.title == "Aus der Datei"


@pytest.mark.parametrize("shipped", shipped().exercises.values(), ids=shipped().exercises.keys())
def test_what_is_downloaded_can_be_sent_back(town: Workshop, shipped: Exercise) -> None:
    """It is the same exercise; one that only names a question or a scenario too."""
    alex = waits_for_file(town)
    file = file_of(shipped)
    alex.sends(file.name, file.content)
    assert replace(draft(alex).exercise, id=shipped.id) == shipped
    alex.taps("Als Datei")
    assert handed(alex).content == file.content


def test_an_own_exercise_is_the_same_after_download_and_upload(town: Workshop) -> None:
    alex = town.publishes(town.alex)
    town.opens(alex).taps("Von deinem Team").taps(TITLE).taps("Als Datei")
    file = handed(town.alex)
    assert file.name == "vom-preis-sprechen.toml"
    waits_for_file(town).sends(file.name, file.content)
    town.alex.taps("Veröffentlichen").taps("Ja, veröffentlichen")
    first, second = [each.exercise for each in shelf(town).values()]
    assert first.version == second.version


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        pytest.param("a.pdf", FILE.encode(), "format", id="type"),
        pytest.param("a.toml", b"x" * (LARGEST + 1), "zu_gross", id="large"),
        pytest.param("a.toml", b"", "leer", id="empty"),
        pytest.param("a.toml", b" \n\n", "leer", id="blank"),
    ],
)
def test_what_is_no_file_for_us_is_told(town: Workshop, name: str, content: bytes, fault: str) -> None:
    """And the right one can be sent at once."""
    alex = waits_for_file(town)
    alex.sends(name, content)
    assert alex.said("uebungen_schicken")["fehler"] == fault
    assert alex.things(DRAFT) == {}
    alex.sends("a.toml", FILE.encode())
    assert draft(alex).exercise.title == "Aus der Datei"


@pytest.mark.parametrize(
    ("content", "faults", "listed"),
    [
        pytest.param("Ä".encode("latin-1"), 1, False, id="not UTF-8"),
        pytest.param(b"kind = ", 1, False, id="no TOML"),
        pytest.param(b'kind = "eigen"\ntitel = "x"', 5, False, id="several"),
        pytest.param(b'kind = "eigen"\n' + b"\n".join(b"x%d = 1" % n for n in range(40)), 44, True, id="many"),
        pytest.param(b'kind = "phase"\nphase = "zzz"', 4, True, id="long"),
    ],
)
def test_every_fault_of_a_file_is_named(town: Workshop, content: bytes, faults: int, listed: bool) -> None:
    """In one message; what does not fit there stands in a file."""
    alex = waits_for_file(town)
    alex.sends("<a>.toml", content)
    values = alex.said("uebungen_fehler")
    assert (values["anzahl"], len(values["fehler"])) == (faults, min(faults, SHOWN))
    assert len(said_last(alex, "uebungen_fehler")) <= LIMIT
    assert alex.heard == (["uebungen_fehler", "uebungen_fehlerliste"] if listed else ["uebungen_fehler"])
    if listed:
        assert len(handed(alex).content.decode().splitlines()) == faults + 1
    assert alex.things(DRAFT) == {}
    assert sheet(alex).awaits == "uebungen_datei"


def test_a_file_that_telegram_does_not_give_out(town: Workshop) -> None:
    alex = waits_for_file(town)
    alex.meets(Fetched(f"coach:uebungen/{town.team.actor}", "a.toml", failure="fort"))
    assert alex.said("uebungen_schicken")["fehler"] == "fort"


def test_a_file_that_comes_late_is_kept(town: Workshop) -> None:
    """She has turned to something else, which stays open."""
    alex = waits_for_file(town)
    alex.meets(Received("f", "a.toml", 100))
    assert [effect for effect in alex.effects if isinstance(effect, Fetch)]
    alex.commands("coach").taps("Vertrieb").taps("Aufgabe geben").taps("Eigene Punkte").taps("Nein")
    open_now = alex.session.sheet
    alex.meets(Fetched(f"coach:uebungen/{town.team.actor}", "a.toml", FILE.encode()))
    assert alex.heard == ["uebungen_gelesen"]
    assert alex.session.sheet == open_now
    alex.taps("Aus der Datei")
    assert sheet(alex).part is Part.CARD


def test_the_same_file_twice_is_one_draft(town: Workshop) -> None:
    alex = waits_for_file(town)
    for _ in range(2):
        alex.meets(Fetched(f"coach:uebungen/{town.team.actor}", "a.toml", FILE.encode()))
    assert draft(alex).exercise.title == "Aus der Datei"


def test_a_file_while_a_draft_is_open_is_another_draft(town: Workshop) -> None:
    goes_to(town, Part.ITEM).sends("a.toml", FILE.encode())
    assert sorted(each.exercise.title for each in town.alex.things(DRAFT).values()) == ["Aus der Datei", TITLE]


def test_words_instead_of_a_file(town: Workshop) -> None:
    assert waits_for_file(town).says("Hier ist sie").said("uebungen_schicken")["fehler"] == "text"


def test_the_file_of_a_draft_is_what_a_reader_takes(town: Workshop) -> None:
    """Whatever characters stand in it."""
    alex = goes_to(town, Part.SITUATION).says('Er sagt: "Nein\\\\!"\n\n\t<b>„Ach“</b> \'\'\' """ # x')
    alex.says("A = b").says("[[items]]").says("fertig").says(MODEL).says("\\u0041 ist A").taps("✅").taps("Fertig")
    exercise = own(draft(town.alex).exercise)
    again = read(write(exercise), "a.toml", shipped().current, shipped().reflection)
    assert replace(again, id="") == exercise


# --- rights ----------------------------------------------------------------------------------------------------

ACTS = ("", "liste", "zeigen", "laden", "vorlage", "fassung", "zurueckziehen", "wirklich", "neu", "schicken")
MORE = ("entwuerfe", "entwurf", "teil", "punkt", "punkt_weg", "punkt_dazu", "bsp", "bsp_weg", "bsp_dazu", "seite")
MARKED = ("stufe", "lassen", "fertig", "zurueck", "uebernehmen", "vorschau", "datei", "veroeffentlichen", "verwerfen")
RESTS = ("", "x", "0", "99", "e/", "e/abcdefgh", "s/", "s/00000000", "team/99999", "*", "%", "0/0/0", "karte", "²")


def everything(town: Workshop, rest: str) -> list[Pressed]:
    acts = (*ACTS, *MORE, *MARKED, "gibtesnicht")
    argument = f"{town.team.actor}/{rest}" if rest else town.team.actor
    return [Pressed(f"coach:uebungen:{act}" if act else "coach:uebungen", argument) for act in acts]


@pytest.mark.parametrize("outsider", ["trainee", "stranger", "removed", "other coach"])
def test_whoever_is_no_coach_of_the_team_sees_and_changes_nothing(town: Workshop, outsider: str) -> None:
    """With every button there is, of exercises that are there."""
    town.publishes(town.alex)
    (id_,) = shelf(town)
    town.alex.commands("coach").taps("Vertrieb").taps("Einladen").taps("Trainees").taps("Für eine Person")
    kim, lou = town.person(3, "Kim"), town.person(4, "Lou")
    kim.commands("start", town.alex.links[-1])
    if outsider == "other coach":
        lou.commands("coach").taps("Team gründen").says("Süd")
    if outsider == "removed":
        town.alex.commands("coach").taps("Vertrieb").taps("Mitglieder").taps("Robin").taps("Ja, heraus")
    person = {"trainee": kim, "stranger": lou, "removed": town.robin, "other coach": lou}[outsider]
    before = dict(town.team.kept)
    for press in everything(town, f"e/{id_}"):
        person.meets(press)
        assert set(person.heard) <= {"team_nicht_erlaubt", "coach"}, press
        assert TITLE not in str(person.effects)
    person.meets(Fetched(f"coach:uebungen/{town.team.actor}", "a.toml", FILE.encode()))
    assert person.effects == []
    for news in (ExercisePublished("abcdefgh", OWN, id_), ExerciseWithdrawn(id_)):
        town.letters.append((town.team.actor, Told(person.actor, news)))
        town.deliver()
    assert town.team.kept == before
    assert person.things(DRAFT) == {}


def test_an_exercise_of_another_team_is_not_found(town: Workshop) -> None:
    """Its id under the team of somebody else."""
    town.publishes(town.alex)
    (id_,) = shelf(town)
    lou = town.person(4, "Lou")
    lou.commands("coach").taps("Team gründen").says("Süd")
    theirs = next(actor for actor in town.dwellers if actor.startswith("team:") and actor != town.team.actor)
    for press in everything(town, f"e/{id_}"):
        lou.meets(Pressed(press.action, press.argument.replace(town.team.actor, theirs)))
        assert lou.heard
        assert TITLE not in str(lou.effects)
    assert town.dwellers[theirs].things(EXERCISE) == {}


@pytest.mark.parametrize("rest", RESTS)
def test_a_forged_button_is_answered_and_publishes_nothing(town: Workshop, rest: str) -> None:
    town.publishes(town.alex)
    before = dict(town.team.kept)
    for press in everything(town, rest):
        town.alex.meets(press)
        assert town.alex.heard, press
    assert town.team.kept == before


# --- every state, every event ----------------------------------------------------------------------------------


def standings() -> dict[str, Callable[[Workshop], Dweller]]:
    """Ways to get to every part, on the way through and from the card."""
    return {
        "datei": waits_for_file,
        **{f"first {part.value}": partial(goes_to, part=part) for part in (Part.TITLE, *BACK)},
        "karte": lambda town: town.writes(town.alex),
        **{
            way: partial(tapped, way=way)
            for way in (
                *("Titel", "Situation", "Musterantwort", "Punkte", "Beispiele", "Ausprobieren"),
                *("Punkte > Punkt 1", "Punkte > Punkt 1 > Titel ändern", "Punkte > Punkt 1 > Wortlaut ändern"),
                *("Punkte > Punkt dazu", "Beispiele > Beispiel 1", "Beispiele > Beispiel dazu"),
                *("Beispiele > Beispiel 1 > Stufen ändern", "Veröffentlichen", "Verwerfen"),
            )
        },
        "gone": without_draft,
    }


def tapped(town: Workshop, way: str) -> Dweller:
    town.writes(town.alex).taps("Beispiele").taps("Beispiel dazu").says("Probe").taps("✅").taps("❌").taps("Zurück")
    for label in way.split(" > "):
        town.alex.taps(label)
    return town.alex


def without_draft(town: Workshop) -> Dweller:
    """The draft went while it was open."""
    goes_to(town, Part.ITEM)._store(Drop(DRAFT, sheet(town.alex).draft))
    return town.alex


@pytest.mark.parametrize("standing", standings())
def test_every_state_answers_every_event(standing: str) -> None:
    """Nothing raises, something is said, a way on is in reach, and only a sure yes publishes or throws away."""
    town = Workshop()
    alex = standings()[standing](town)
    session, kept = alex.session, dict(alex.kept)
    mark, team = sheet(alex).mark, town.team.actor
    events: list[Event] = [
        *(Said(text, 900) for text in ("Ein Wort", "zurück", "fertig", "ja", "?", "", "x" * 4000)),
        *(Edited("Anders", message) for message in (max(sheet(alex).message, 1), 900)),
        Unreadable("voice", "v"),
        Received("f", "a.toml", 100),
        Received("f", "a.jpg", 100),
        Fetched(f"coach:uebungen/{team}", "a.toml", FILE.encode()),
        Fetched(f"coach:uebungen/{team}", "a.toml", failure="fort"),
        *(Commanded(name) for name in ("weiter", "hilfe", "coach", "abbrechen", "menue")),
        *(Told(team, Filed(id_, fate)) for fate in Filing for id_ in (sheet(alex).draft, "abcdefgh")),
        *(
            Pressed(f"coach:uebungen:{act}", f"{team}/{rest}", sign)
            for act in (*ACTS[1:], *MORE, *MARKED, "titel", "wortlaut", "antwort", "bewerten", "ja", "weg")
            for rest, sign in (("", mark), ("0", mark), ("99", mark), ("x", mark), ("0", "u1.1"), ("0", ""))
        ),
        *(Pressed("coach:uebungen:teil", f"{team}/{part}", mark) for part in Part),
    ]
    for event in events:
        alex.session, alex.kept = session, dict(kept)
        alex.handles(event)
        silent = isinstance(event, Edited | Unreadable)
        yes = isinstance(event, Pressed) and event.action.endswith((":ja", ":weg")) and event.mark == mark
        assert silent or yes or alex.effects, event
        published = [effect for effect in alex.effects if isinstance(effect, Tell)]
        dropped = [effect for effect in alex.effects if isinstance(effect, Drop)]
        leaves_blank = standing == "first titel" and alex.session.sheet is None
        assert not published or yes, event
        assert not dropped or yes or leaves_blank or isinstance(event, Told), event
        town.letters.clear()
        if isinstance(alex.session.sheet, DraftSheet) and alex.session.sheet != session.sheet:
            assert alex.commands("weiter").labels, event


def test_choices_are_tried_by_their_labels(town: Workshop) -> None:
    """A question with choices that came as a file."""
    exercises = shipped().exercises.values()
    choosing = next(each for each in exercises if isinstance(each, ReflectionExercise) and each.choices)
    waits_for_file(town).sends("a.toml", write(choosing).encode()).taps("Ausprobieren").says(choosing.model_answer)
    assert [line["stufe"] for line in town.alex.said("uebungen_probe")["punkte"]] == [2]
    town.alex.says("Etwas ganz anderes")
    assert town.alex.said("uebungen_probe")["offen"] == 1


def test_everything_said_about_exercises_is_fit_to_be_sent(town: Workshop) -> None:
    """The longest exercise there can be, too."""
    alex = waits_for_file(town)
    items = "".join(f'[[items]]\ntitle = "{n}{"t" * 39}"\nwording = "{"w" * 300}"\n' for n in range(MOST_ITEMS))
    example = f'[[examples]]\nanswer = "{"<" * 1500}"\ngrades = [0, 0.5, 1, "-", 0.2]\n'
    head = f'kind = "eigen"\ntitle = "{"T" * 48}"\nsituation = "{"S" * 1500}"\nmodel_answer = "{"M" * 1500}"\n'
    alex.sends("a.toml", (head + items + example * 8).encode())
    for label in ("Punkte", "Zurück", "Beispiele", "Nächste Seite", "Zurück", "Veröffentlichen", "Ja, veröffentlichen"):
        alex.taps(label)
        assert all(len(read_aloud(each)) <= LIMIT for each in alex.effects if isinstance(each, Say))
    assert len(shelf(town)) == 1
