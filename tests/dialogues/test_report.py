"""The report of a team: what stands in the picture and in the files, and where the team is weak."""

import pytest

from flows.effects import HandOverTable, Picture, Say
from flows.events import Pressed
from flows.table import Cell
from tests.reviews import Office
from tests.town import Dweller
from tests.visitor import Visitor, read

FULL = ("coach:bericht:excel_voll", "coach:bericht:csv_voll")


@pytest.fixture
def office() -> Office:
    return Office()


def report(office: Office) -> Dweller:
    office.alex.commands("coach").taps("Vertrieb").taps("Stand").taps("Bericht")
    return office.alex


def picture(coach: Dweller) -> Picture:
    (drawn,) = [effect for effect in coach.effects if isinstance(effect, Picture)]
    return drawn


def rows(coach: Visitor) -> list[dict[str, Cell]]:
    """The lines of the table she was just handed, by heading."""
    (handed,) = [effect for effect in coach.effects if isinstance(effect, HandOverTable)]
    headings = [column.heading for column in handed.table.columns]
    return [dict(zip(headings, row, strict=True)) for row in handed.table.rows]


def weak(coach: Dweller) -> list[tuple[str, float, int]]:
    return [(each["titel"], each["anteil"], each["anzahl"]) for each in coach.said("bericht_schwach")["punkte"]]


def four(office: Office) -> list[Dweller]:
    """All get the assignment that is given now."""
    people = [office.kim, office.toni, office.joined(5, "Maxi"), office.joined(6, "Sascha")]
    office.gives("aufgabe3")
    return people


def test_the_picture_counts_and_names_nobody(office: Office) -> None:
    office.hands_in(office.kim, "2 2 2")
    drawn = picture(report(office))
    (given,) = drawn.values["assignments"]
    assert (given["title"], given["counts"]) == ("Den Preis <nennen>", {"bestanden": 1, "offen": 1})
    assert "Kim" not in str(drawn.values)


def test_the_usual_file_tells_who_passed_and_when_and_no_more(office: Office) -> None:
    office.waits(minutes=1)
    office.gives("aufgabe3", due=office.now)
    office.hands_in(office.kim, "2 0 0", to="aufgabe3")
    office.waits(hours=1)
    kim, toni, *_ = rows(report(office).taps("Excel"))
    assert kim == {
        "Name": "Kim",
        "Aufgabe": "Den Preis <nennen>",
        "Stand": "noch nicht bestanden",
        "Termin": "2026-03-04T13:01",
        "Abgegeben": "2026-03-04T13:01",
        "Bestanden": "noch nicht",
    }
    assert (toni["Stand"], toni["Abgegeben"], toni["Bestanden"]) == ("überfällig", None, "")


def test_the_full_file_tells_what_was_reached_in_what_was_handed_in(office: Office) -> None:
    office.hands_in(office.kim, "2 1 0", attempt=3)
    office.hands_in(office.toni, "2 2 ?")
    kim, toni = rows(report(office).taps("Ausführlich: CSV"))
    assert (kim["Ergebnis"], kim["Versuch"]) == (0.5, 3)
    assert (kim["Punkte teilweise"], kim["Punkte noch nicht"]) == ("Punkt 2", "Punkt 3")
    assert (toni["Ergebnis"], toni["Punkte nicht eindeutig"]) == (1.0, "Punkt 3")


def test_nothing_is_told_of_what_was_not_handed_in(office: Office) -> None:
    office.kim.commands("aufgaben").taps("Den Preis").taps("Anfangen").says("2 1 0")
    for each in ("Ausführlich: Excel", "Ausführlich: CSV"):
        kim, _ = rows(report(office).taps(each))
        assert {heading for heading, cell in kim.items() if cell} == {"Name", "Aufgabe", "Stand"}
        assert kim["Stand"] == "begonnen"


def test_the_word_of_a_coach_counts_in_the_full_file(office: Office) -> None:
    office.hands_in(office.kim, "2 0 ?")
    office.alex.commands("coach").taps("Vertrieb").taps("Durchsicht").taps("Älteste").taps("Punkt 3").taps("✅")
    office.alex.taps("Ohne Begründung").taps("Fertig").taps("Absenden")
    kim, _ = rows(report(office).taps("Ausführlich: Excel"))
    assert (kim["Punkte noch nicht"], kim["Punkte nicht eindeutig"]) == ("Punkt 2", "")
    assert kim["Bestanden"] == "ja"


def test_a_report_of_one_assignment_tells_of_no_other(office: Office) -> None:
    office.gives("aufgabe3")
    office.hands_in(office.kim, "0 0 0", to="aufgabe2")
    office.alex.meets(Pressed("coach:bericht", f"{office.team.actor}/aufgabe3"))
    assert len(picture(office.alex).values["assignments"]) == 1
    assert [row["Abgegeben"] for row in rows(office.alex.taps("Excel"))] == [None, None]
    assert rows(office.alex.meets(Pressed(FULL[0], f"{office.team.actor}/aufgabe3")))[0]["Versuch"] is None


def test_a_report_goes_ninety_days_back_or_as_far_as_she_likes(office: Office) -> None:
    office.waits(days=100)
    office.gives("aufgabe3")
    office.hands_in(office.kim, "2 2 2", to="aufgabe3")
    alex = report(office)
    assert len(picture(alex).values["assignments"]) == 1
    for each in ("Excel", "Ausführlich: CSV"):
        assert len(rows(report(office).taps(each))) == 2
    report(office).taps("Anderer Zeitraum").taps("365 Tage")
    assert len(picture(alex).values["assignments"]) == 2
    assert len(rows(alex.taps("CSV"))) == 4
    alex.taps("Zum Bericht").taps("Anderer Zeitraum").taps("Alles")
    assert len(picture(alex).values["assignments"]) == 2


def test_a_time_in_which_nothing_was_given_says_so(office: Office) -> None:
    office.waits(days=100)
    report(office)
    assert office.alex.heard == ["bericht_leer"]
    office.alex.taps("Anderer Zeitraum").taps("365 Tage")
    assert len(picture(office.alex).values["assignments"]) == 1


def test_without_a_time_it_is_asked_for(office: Office) -> None:
    office.alex.meets(Pressed("coach:bericht:excel", office.team.actor))
    assert office.alex.heard == ["bericht_zeitraum"]


@pytest.mark.parametrize("id_", ["weg", "*", "aufgabe2/person:2", "../x"])
def test_of_an_assignment_that_is_not_there_nothing_is_told(office: Office, id_: str) -> None:
    for action in ("coach:bericht", "coach:bericht:schwach", "coach:bericht:csv", *FULL):
        office.alex.meets(Pressed(action, f"{office.team.actor}/{id_}"))
        assert office.alex.heard == ["bericht_leer"]


def test_weak_are_items_that_many_met_badly(office: Office) -> None:
    for person, answer in zip(four(office), ("2 1 0", "2 1 0", "2 1 0", "2 2 1"), strict=True):
        office.hands_in(person, answer)
    report(office).taps("Schwache")
    assert weak(office.alex) == [("Punkt 3", 0.125, 4), ("Punkt 2", 0.625, 4)]


def test_of_fewer_than_three_nothing_is_told(office: Office) -> None:
    """Twice the same person is one person, and an item that is not clear does not count."""
    kim, toni, maxi, _ = four(office)
    for id_ in ("aufgabe2", "aufgabe3"):
        office.hands_in(kim, "0 0 0", to=id_)
        office.hands_in(toni, "0 0 0", to=id_)
    report(office).taps("Schwache")
    assert (weak(office.alex), office.alex.said("bericht_schwach")["zu_wenige"]) == ([], 3)
    office.hands_in(maxi, "0 ? ?", to="aufgabe3")
    report(office).taps("Schwache")
    assert weak(office.alex) == [("Punkt 1", 0.0, 3)]
    assert office.alex.said("bericht_schwach")["zu_wenige"] == 2


def test_the_word_of_a_coach_counts_for_what_is_weak(office: Office) -> None:
    for person in four(office)[:3]:
        office.hands_in(person, "2 2 ?")
    report(office).taps("Schwache")
    assert (weak(office.alex), office.alex.said("bericht_schwach")["gezaehlt"]) == ([], 2)
    for level in ("❌", "❌", "🟡"):
        office.alex.commands("coach").taps("Vertrieb").taps("Durchsicht").taps("Älteste").taps("Punkt 3").taps(level)
        office.alex.taps("Ohne Begründung").taps("Fertig").taps("Absenden")
    report(office).taps("Schwache")
    assert weak(office.alex) == [("Punkt 3", 1 / 6, 3)]


def test_the_weak_items_of_long_lists_fit_a_message(office: Office) -> None:
    for person in four(office):
        office.hands_in(person, "0 0 0")
    said = report(office).taps("Schwache").effects[-1]
    assert isinstance(said, Say)
    values = {**said.values, "punkte": [{"titel": "x" * 200, "anteil": 0.0, "anzahl": 4}] * 30}
    assert len(read(Say(said.template, values))) < 900
