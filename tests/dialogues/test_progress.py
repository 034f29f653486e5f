"""/fortschritt, played: the overview, one's own answers, deleting; at rest and beside an open role-play."""

from collections.abc import Callable
from itertools import product

import pytest

from flows.effects import Erase, Picture
from flows.events import Commanded, Due, Edited, Event, Pressed, Said, Unreadable
from flows.progress.sheet import ProgressSheet
from tests.stage import NOON
from tests.visitor import Visitor, read

SHORT = "kurz", "brandt"


def practised() -> Visitor:
    """Has played a whole course, and one phase again two days later."""
    visitor = Visitor().plays(*SHORT, "0 1 2", "0 0 0", "2 2 2").waits(days=2)
    return visitor.plays("einzeln", "adler", "2 2 1", phase="beziehung").waits(hours=1)


def asked(visitor: Visitor) -> Visitor:
    """Is asked whether to delete everything."""
    return visitor.commands("fortschritt").taps("Meine Antworten").taps("Alle löschen")


def test_whoever_has_not_practised_is_invited_to() -> None:
    """No empty picture, but a way to begin."""
    visitor = Visitor().commands("fortschritt")
    assert visitor.heard == ["fortschritt_leer"]
    assert visitor.taps("Rollenspiel").heard == ["kurswahl"]


def test_from_the_first_look_to_the_last_answer_deleted() -> None:
    """Overview, list, one attempt with its text, deleting that one, then all."""
    visitor = practised().commands("fortschritt")
    assert visitor.heard == ["bild_fortschritt", "fortschritt"]
    assert visitor.said("fortschritt")["versuche"] == 4
    assert visitor.taps("Meine Antworten").heard == ["fortschritt_liste"]
    assert visitor.labels[:4] == [
        "6. März, 13:00 · beziehung",
        "4. März, 13:00 · gespraechsende",
        "4. März, 13:00 · entscheidung",
        "4. März, 13:00 · beziehung",
    ]
    assert visitor.taps("4. März, 13:00 · entscheidung").said("fortschritt_versuch")["texte"] == ["0 0 0"]
    assert visitor.taps("Antwort löschen").said("fortschritt_versuch")["wirklich"]
    assert visitor.taps("Behalten").heard == ["fortschritt_versuch"]
    visitor.taps("Antwort löschen").taps("Ja, löschen")
    assert [answer.text for answer in visitor.answers] == ["0 1 2", "2 2 2", "2 2 1"]
    assert visitor.taps("Zum Überblick").said("fortschritt")["versuche"] == 3
    visitor.taps("Meine Antworten").taps("Alle löschen")
    assert visitor.says("vielleicht").said("fortschritt_loeschen")["noch_einmal"]
    assert visitor.says("Ja!").heard == ["fortschritt_geloescht"]
    assert (visitor.answers, visitor.runs, visitor.session.last) == ([], [], None)
    assert visitor.commands("fortschritt").heard == ["fortschritt_leer"]


def test_the_picture_shows_each_phase_over_time() -> None:
    """In the order of the phases, the oldest attempt first, the private phase too: the page is her own."""
    visitor = Visitor().plays("komplett", "brandt", "2 2 2", "0 0 0").commands("abbrechen").taps("Ja, aufhören")
    visitor.waits(days=1).plays("einzeln", "brandt", "1 1 1", phase="reflexion").commands("fortschritt")
    (picture,) = [effect for effect in visitor.effects if isinstance(effect, Picture)]
    assert picture.values == {
        "from": "2026-03-04",
        "until": "2026-03-05",
        "phases": [{"title": "reflexion", "shares": [1.0, 0.5]}, {"title": "vorbereitung", "shares": [0.0]}],
    }


def test_the_weakest_items_can_be_practised_with_whoever_was_met_least() -> None:
    """A tap begins the phase alone, as soon as she has seen who it will be."""
    visitor = practised().commands("fortschritt")
    weak = [(each.phase.id, each.item.id) for each in visitor.said("fortschritt")["schwach"]]
    assert weak == [("entscheidung", f"entscheidung.{number}") for number in (1, 2, 3)]
    assert [label for label in visitor.labels if label.startswith("Üben")] == ["Üben: entscheidung"]
    visitor.taps("Üben: entscheidung")
    assert (visitor.run.course, visitor.run.scenario, visitor.run.station) == ("einzeln", "adler", "entscheidung")


def test_days_of_practice_are_counted_by_her_calendar_and_break_for_nobody() -> None:
    """Two days, however much time is between them; after four weeks they are simply no longer counted."""
    visitor = practised()
    for weeks, days in ((0, 2), (2, 2), (2, 0)):
        assert visitor.waits(weeks=weeks).commands("fortschritt").said("fortschritt")["tage"] == days


def test_many_answers_are_turned_over_page_by_page() -> None:
    """In one message, forwards and back."""
    visitor = Visitor().plays("komplett", "brandt", *["2 2 2"] * 16).commands("fortschritt").taps("Meine Antworten")
    seen = [visitor.labels[:5]]
    while "Ältere →" in visitor.labels:
        visitor.taps("Ältere")
        seen.append([label for label in visitor.labels if "·" in label])
    assert sum(map(len, seen)) == 16
    assert visitor.said("fortschritt_liste")["seiten"] == len(seen) == 4
    assert visitor.taps("← Neuere").said("fortschritt_liste")["seite"] == 3
    assert visitor.taps("4. März").taps("Zurück zur Liste").said("fortschritt_liste")["seite"] == 3


def test_the_second_attempt_and_several_turns_are_one_entry_each() -> None:
    """What was said in one attempt stands together."""
    visitor = Visitor().plays(*SHORT).says("0 0 0").says("0 0 1").taps("Noch einmal").says("2 2 2")
    visitor.commands("fortschritt").taps("Meine Antworten").taps("4. März")
    assert (visitor.said("fortschritt_versuch")["texte"], visitor.said("fortschritt_versuch")["anlauf"]) == (
        ["2 2 2"], 2
    )  # fmt: skip
    visitor.taps("Zurück zur Liste")
    assert len([label for label in visitor.labels if "·" in label]) == 2


# --- beside an open role-play ----------------------------------------------------------------------------------


def beside() -> Visitor:
    """In the second phase of a role-play, with earlier practice to look at."""
    return practised().plays(*SHORT, "1 1 1")


def test_the_run_stays_untouched_and_goes_on_where_it_was() -> None:
    """Asked whether to delete all, she goes back to the customer: nothing is deleted, her words are for him."""
    visitor = beside()
    run = visitor.run
    asked(visitor)
    assert isinstance(visitor.session.sheet, ProgressSheet)
    assert visitor.run == run
    assert visitor.commands("weiter").heard == ["stehen_geblieben"]
    assert [type(each) for each in (visitor.session.sheet, *visitor.session.shelf)] == [type(None), ProgressSheet]
    assert "rueckmeldung" in visitor.says("2 2 2").heard
    assert not any(isinstance(effect, Erase) for effect in visitor.story)


def test_the_answer_to_the_sheet_is_none_to_the_customer() -> None:
    """Then she is led back to the role-play, and what belongs to it is still there."""
    visitor = beside()
    run, answers = visitor.run, len(visitor.answers)
    asked(visitor).says("ja")
    assert visitor.run == run
    assert "Weiter im Rollenspiel" in visitor.labels
    assert [answer.run for answer in visitor.answers] == [run.id]
    assert answers > 1
    assert visitor.says("2 2 2").run.attempts


def test_an_answer_of_the_open_run_is_shown_and_not_deleted() -> None:
    """The run still needs it; a forged button changes nothing."""
    visitor = beside().commands("fortschritt").taps("Meine Antworten").taps("6. März, 14:00 · beziehung")
    assert visitor.said("fortschritt_versuch")["offen"]
    assert "Antwort löschen" not in visitor.labels
    visitor.meets(Pressed("fortschritt:weg", f"{visitor.answers[-1].id}/ja"))
    assert not any(isinstance(effect, Erase) for effect in visitor.effects)


def test_a_question_laid_aside_is_asked_anew_before_anything_is_deleted() -> None:
    """Other things were said since; the button of then no longer decides."""
    visitor = asked(practised()).commands("ziele").says("40")
    visitor.taps("Ja, alle löschen")
    assert (visitor.heard, [effect for effect in visitor.effects if isinstance(effect, Erase)]) == (
        ["fortschritt_loeschen"], []
    )  # fmt: skip
    visitor.taps("Ja, alle löschen")
    assert any(isinstance(effect, Erase) for effect in visitor.effects)


def test_what_is_deleted_no_longer_counts_in_the_record_of_its_run() -> None:
    """What is left of the run counts on; when it was stays."""
    visitor = Visitor().plays(*SHORT, "0 0 0", "2 2 2", "1 1 1", "1 1 1")
    (before,) = visitor.runs
    stations = {each["station"] for each in before.summary["stations"]}
    visitor.commands("fortschritt").taps("Meine Antworten").taps("4. März").taps("Antwort löschen").taps("Ja")
    (after,) = visitor.runs
    left = {each["station"] for each in after.summary["stations"]}
    assert len(stations - left) == 1
    assert (after.ended, after.ending) == (before.ended, before.ending)
    assert after.summary["share"] != before.summary["share"]


def test_cancelling_closes_the_sheet_first_and_the_run_only_then() -> None:
    visitor = asked(beside())
    assert visitor.commands("abbrechen").heard == ["blatt_zu"]
    assert (visitor.session.sheet, visitor.session.run is None) == (None, False)
    assert "aufhoeren_frage" in visitor.commands("abbrechen").heard


def test_help_and_the_menu_say_what_is_open() -> None:
    visitor = asked(beside()).commands("hilfe")
    assert (visitor.said("hilfe")["blatt"], visitor.said("hilfe")["kunde"]) == ("fortschritt", "Herrn Brandt")
    assert visitor.commands("menue").said("menue")["blaetter"] == ("fortschritt",)
    visitor.says("nein")
    assert (visitor.heard, visitor.labels[-1]) == (["fortschritt_behalten"], "Weiter im Rollenspiel")


def test_a_question_left_open_is_taken_up_days_later() -> None:
    """Without a role-play „weiter“ asks again, though a setting was changed meanwhile."""
    visitor = asked(practised())
    visitor.commands("einstellungen").taps("Zeitzone").says("Wien")
    assert "Dort weitermachen" in visitor.labels
    assert visitor.waits(days=5).commands("weiter").heard == ["fortschritt_loeschen"]
    assert visitor.taps("Behalten").heard == ["fortschritt_behalten"]


def test_what_was_said_to_the_customer_can_be_corrected_while_a_sheet_is_open() -> None:
    visitor = asked(practised().plays(*SHORT).says("0 0 0")).edits("2 2 2")
    assert visitor.run.attempts[0].points == 6
    assert visitor.session.sheet is not None


# --- anything, anywhere ----------------------------------------------------------------------------------------

STANDING: dict[str, Callable[[], Visitor]] = {
    "at rest": practised,
    "in a run": beside,
    "asked": lambda: asked(practised()),
    "asked in a run": lambda: asked(beside()),
    "laid aside": lambda: asked(beside()).says("weiter"),
}
EVENTS: tuple[Event, ...] = (
    *(Said(words, 900) for words in ("ja", "nein", "2 2 2", "weiter", "hilfe", "fortschritt", "abbrechen")),
    Edited("2 2 2", 1),
    Unreadable("voice"),
    *(Commanded(name) for name in ("fortschritt", "weiter", "abbrechen", "menue", "hilfe", "rollenspiel")),
    *(Pressed("fortschritt:liste", argument) for argument in ("", "1", "99", "x", "²")),
    *(Pressed(f"fortschritt:{act}", id_) for act in ("versuch", "weg") for id_ in ("1", "1/ja", "99", "x", "")),
    *(Pressed("fortschritt:alle", wish) for wish in ("", "ja", "nein", "x")),
    Pressed("fortschritt:unsinn"),
    Pressed("fortschritt", "", "f1"),
    Due("fortschritt:unsinn", NOON),
)


@pytest.mark.parametrize(("standing", "event"), [*product(STANDING, EVENTS)], ids=str)
def test_everything_is_answered_everywhere(standing: str, event: Event) -> None:
    """Each event in each standing has an answer but a timer of ours, and never deletes what was not asked about."""
    visitor = STANDING[standing]()
    run, before = visitor.session.run, visitor.answers
    visitor.meets(event)
    silent = isinstance(event, Due) or (isinstance(event, Edited) and run is None)
    assert silent or any(read(effect) for effect in visitor.effects)
    if standing in ("at rest", "in a run"):
        erased = isinstance(event, Pressed) and event == Pressed("fortschritt:weg", "1/ja")
        assert erased or [answer for answer in before if answer not in visitor.answers] == []
