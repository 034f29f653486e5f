"""Who is where with an assignment: the board of the coach, and what she does from it."""

import pytest

from flows.news import Nudged
from tests.reviews import Office
from tests.visitor import read


@pytest.fixture
def office() -> Office:
    office = Office()
    office.alex.commands("coach").taps("Vertrieb").taps("Stand").taps("Den Preis")
    return office


def test_the_board_counts_where_everybody_is(office: Office) -> None:
    assert office.alex.said("tafel_aufgabe")["von"] == 2
    assert office.alex.said("tafel_aufgabe")["staende"] == [{"stand": "offen", "anzahl": 2}]
    office.hands_in(office.kim, "2 2 2")
    office.alex.commands("coach").taps("Vertrieb").taps("Stand").taps("Den Preis")
    counted = {each["stand"]: each["anzahl"] for each in office.alex.said("tafel_aufgabe")["staende"]}
    assert counted == {"offen": 1, "bestanden": 1}


def test_whoever_is_late_stands_first(office: Office) -> None:
    office.alex.taps("Mehr Zeit").taps("Einen Tag")
    office.hands_in(office.kim, "2 2 2")
    office.waits(days=2)
    office.alex.commands("coach").taps("Vertrieb").taps("Stand").taps("Den Preis").taps("Wer ist wo?")
    people = office.alex.said("tafel_leute")["leute"]
    assert [person["name"] for person in people] == ["Toni", "Kim"]
    assert people[0]["stand"] == "ueberfaellig"


def test_one_tap_reminds_all_who_have_not_handed_in(office: Office) -> None:
    office.hands_in(office.kim, "2 2 2")
    office.alex.commands("coach").taps("Vertrieb").taps("Stand").taps("Den Preis").taps("1 erinnern")
    assert office.alex.heard == ["aufgabe_erinnert"]
    assert office.toni.effects
    office.alex.taps("Zum Team").taps("Stand").taps("Den Preis").taps("1 erinnern")
    assert office.alex.said("aufgabe_erinnert")["anzahl"] == 0


def test_one_person_can_be_reminded(office: Office) -> None:
    office.alex.taps("Wer ist wo?").taps("Toni").taps("Jetzt erinnern")
    assert office.alex.heard == ["aufgabe_erinnert"]
    told = [told.news for told in office.dweller(office.team.actor).told if isinstance(told.news, Nudged)]
    assert [news.people for news in told] == [("person:4",)]


def test_of_a_person_nothing_is_shown_before_she_hands_in(office: Office) -> None:
    office.alex.taps("Wer ist wo?").taps("Kim")
    shown = office.alex.said("tafel_mensch")
    assert (shown["abgegeben"], shown["anteil"]) == (None, None)
    office.hands_in(office.kim, "2 2 0")
    office.alex.taps("Zurück").taps("Kim")
    assert office.alex.said("tafel_mensch")["anteil"] == pytest.approx(4 / 6)
    assert "67" in read(office.alex.effects[-1])


def test_there_can_be_more_time(office: Office) -> None:
    office.alex.taps("Mehr Zeit").taps("3 Tage")
    assert office.alex.heard == ["aufgabe_verlaengert"]
    office.alex.taps("Zum Team").taps("Stand").taps("Den Preis")
    assert (office.alex.said("tafel_aufgabe")["bis"] - office.now).days == 3


def test_one_person_alone_can_get_more_time(office: Office) -> None:
    office.alex.taps("Wer ist wo?").taps("Kim").taps("Mehr Zeit").taps("Zurück").taps("Mehr Zeit").taps("3 Tage")
    assert office.alex.said("aufgabe_verlaengert")["anzahl"] == 1
    assert office.kim.said("aufgabe_meldung")["wort"] == "laenger"
    office.alex.commands("coach").taps("Vertrieb").taps("Stand").taps("Den Preis").taps("Wer ist wo?").taps("Kim")
    assert (office.alex.said("tafel_mensch")["bis"] - office.now).days == 3
    office.alex.taps("Zurück").taps("Toni")
    assert office.alex.said("tafel_mensch")["bis"] is None


def test_what_was_handed_in_is_one_tap_away(office: Office) -> None:
    """Also where nobody has to decide it; before that there is nothing to see."""
    office.alex.taps("Wer ist wo?").taps("Kim")
    assert "Antwort ansehen" not in office.alex.labels
    office.hands_in(office.kim, "2 2 2")
    office.alex.taps("Zurück").taps("Kim").taps("Antwort ansehen")
    assert office.alex.said("durchsicht_karte")["name"] == "Kim"
    assert "Mehr Zeit" not in office.alex.labels


def test_ending_asks_once_and_is_for_good(office: Office) -> None:
    office.alex.taps("Beenden").taps("Ja, beenden")
    assert office.alex.heard == ["aufgabe_beendet"]
    office.alex.taps("Zum Team").taps("Stand").taps("Den Preis")
    assert office.alex.said("tafel_aufgabe")["beendet"]
    assert not {"2 erinnern", "Mehr Zeit", "Beenden …"} & set(office.alex.labels)


def test_before_ending_only_what_applies_is_said(office: Office) -> None:
    """A message comes to those who still may do something; where all have passed, nobody gets one."""
    office.hands_in(office.kim, "2 2 2")
    office.alex.taps("Beenden")
    asked = read(office.alex.effects[-1])
    assert "noch nicht abgegeben" in asked
    assert "Nachricht" in asked
    office.hands_in(office.toni, "0 0 0")
    office.alex.taps("Zurück").taps("Beenden")
    asked = read(office.alex.effects[-1])
    assert "Alle haben schon abgegeben" in asked
    assert "noch nicht bestanden" in asked
    office.hands_in(office.toni, "2 2 2")
    office.alex.taps("Zurück").taps("Beenden")
    asked = read(office.alex.effects[-1])
    assert "Alle haben schon abgegeben" in asked
    assert "Nachricht" not in asked


def test_a_team_without_assignments_says_so() -> None:
    office = Office.__new__(Office)
    super(Office, office).__init__()
    alex = office.person(1, "Alex")
    alex.commands("coach").taps("Team gründen").says("Leer").taps("Zum Team").taps("Stand")
    assert alex.said("tafel")["aufgaben"] == []
