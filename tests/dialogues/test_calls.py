"""A message to the team: preview, count, sent once, said when it suits."""

import pytest

from flows.events import Blocked
from flows.flow import lay_aside
from flows.teams.calling import LONGEST, MOST
from tests.reviews import Office
from tests.visitor import labelled


@pytest.fixture
def office() -> Office:
    office = Office()
    office.alex.commands("coach").taps("Vertrieb").taps("Nachricht")
    return office


def test_nothing_is_sent_before_a_yes(office: Office) -> None:
    office.alex.says("Morgen um neun im <Lager>.")
    shown = office.alex.said("nachricht_vorschau")
    assert (shown["anzahl"], shown["unerreichbar"]) == (3, 0)
    assert "zuruf" not in office.kim.heard
    office.alex.taps("Ja, senden")
    assert office.alex.heard == ["nachricht_gesendet"]
    assert [person.said("zuruf")["text"] for person in (office.kim, office.toni, office.robin)] == [
        "Morgen um neun im <Lager>."
    ] * 3


def test_a_word_is_as_good_as_a_tap_and_another_text_takes_its_place(office: Office) -> None:
    office.alex.says("Morgen um neun.").says("Morgen um zehn.").says("ja")
    assert office.kim.said("zuruf")["text"] == "Morgen um zehn."


def test_an_edit_takes_its_place_too(office: Office) -> None:
    office.alex.says("Morgen um nein.").edits("Morgen um neun.").taps("Ja, senden")
    assert office.kim.said("zuruf")["text"] == "Morgen um neun."


def test_an_old_preview_sends_nothing(office: Office) -> None:
    office.alex.says("Erste")
    old = office.alex.effects[-1].rows[0][0]  # type: ignore[union-attr]
    office.alex.says("Zweite")
    from flows.events import Pressed

    office.alex.meets(Pressed(old.action, old.argument, old.mark))
    assert "zuruf" not in office.kim.heard
    office.alex.taps("Ja, senden").meets(Pressed(old.action, old.argument, old.mark))
    assert [effect for effect in office.kim.story if getattr(effect, "template", "") == "zuruf"][1:] == []


@pytest.mark.parametrize("text", ["x" * (LONGEST + 1), "   "])
def test_what_is_too_long_or_empty_is_asked_again(office: Office, text: str) -> None:
    office.alex.says(text)
    assert office.alex.heard == ["nachricht_zu_lang"]


def test_whoever_blocked_the_bot_is_counted_apart(office: Office) -> None:
    office.toni.meets(Blocked())
    office.alex.says("Hallo")
    shown = office.alex.said("nachricht_vorschau")
    assert (shown["anzahl"], shown["unerreichbar"]) == (2, 1)
    office.alex.taps("Ja, senden")
    assert "zuruf" not in office.toni.heard


def test_in_quiet_hours_it_waits_until_the_morning(office: Office) -> None:
    office.waits(hours=12)
    office.alex.commands("coach").taps("Vertrieb").taps("Nachricht").says("Guten Abend").taps("Ja, senden")
    assert "zuruf" not in office.kim.heard
    office.waits(hours=12)
    assert office.kim.said("zuruf")["text"] == "Guten Abend"
    assert office.kim.things("zuruf") == {}


def test_in_the_midst_of_a_run_it_waits_at_the_door(office: Office) -> None:
    office.kim.plays("kurz", "brandt", "2 2 2")
    run = office.kim.session.run
    office.alex.says("Kurze Frage").taps("Ja, senden")
    assert office.kim.heard == ["zuruf_wartet"]
    assert office.kim.session.run == run
    office.kim.taps("Jetzt lesen")
    assert office.kim.heard == ["zuruf"]
    assert office.kim.session.run == run
    office.kim.taps("Jetzt lesen")
    assert office.kim.heard == ["zuruf_keiner"]


@pytest.mark.parametrize("open_", ["sheet", "aside", "run"])
def test_a_message_and_an_assignment_wait_alike_and_leave_open_what_is(office: Office, open_: str) -> None:
    kim = office.kim.commands("ziele") if open_ != "run" else office.kim.plays("kurz", "brandt", "2 2 2")
    assert kim.session.busy
    if open_ == "aside":
        kim.session = lay_aside(kim.session)
    before = kim.session
    office.gives("aufgabe3")
    assert kim.said("aufgabe_meldung")["kurz"]
    office.alex.says("Kurze Frage").taps("Ja, senden")
    assert kim.heard == ["zuruf_wartet"]
    kim.taps("Jetzt lesen")
    assert kim.said("zuruf")["text"] == "Kurze Frage"
    assert kim.session == before
    kim.taps(labelled(kim.effects[0].rows[0][0]))  # type: ignore[union-attr]
    assert "zuruf" not in kim.heard
    assert kim.heard


def test_to_somebody_at_leisure_both_come_whole(office: Office) -> None:
    assert not office.kim.session.busy
    office.gives("aufgabe3")
    assert not office.kim.said("aufgabe_meldung")["kurz"]
    office.alex.says("Kurze Frage").taps("Ja, senden")
    assert office.kim.heard == ["zuruf"]


def test_a_team_gets_so_many_a_day(office: Office) -> None:
    for number in range(MOST):
        office.alex.commands("coach").taps("Vertrieb").taps("Nachricht").says(f"Nummer {number}").taps("Ja, senden")
        assert office.alex.heard == ["nachricht_gesendet"]
    office.alex.commands("coach").taps("Vertrieb").taps("Nachricht").says("Noch eine").taps("Ja, senden")
    assert office.alex.heard == ["nachricht_genug"]
    assert office.kim.said("zuruf")["text"] == f"Nummer {MOST - 1}"
