"""Open work of a coach is not lost to other work unasked."""

from collections.abc import Callable

import pytest

from flows.coaching.sheets import CallSheet, DraftSheet, GivingSheet, ReviewSheet, TeamSheet
from flows.events import Pressed
from flows.news import ExercisePublished
from flows.teams.work import WAITING
from tests.reviews import OWN, Office
from tests.town import Dweller
from tests.visitor import buttons, labelled

OPENED = (
    ("Aufgabe geben",),
    ("Übungen", "Neue Übung"),
    ("Nachricht",),
    ("Team ändern", "Name"),
    ("Durchsicht", "Älteste"),
)
"""Ways from the page of a team to a sheet that takes the ear."""


Work = Callable[["Office"], GivingSheet | CallSheet | ReviewSheet]


@pytest.fixture
def office() -> Office:
    office = Office()
    office.tells(office.alex, ExercisePublished("uebung23", OWN))
    office.hands_in(office.kim, "0 0 0")
    return office


def page(office: Office) -> Dweller:
    return office.alex.commands("coach").taps("Vertrieb")  # type: ignore[return-value]


def gives(office: Office) -> GivingSheet:
    page(office).taps("Aufgabe geben").taps("Eigene").taps("Den Preis").taps("Nachricht").says("Bitte bis Freitag.")
    assert isinstance(office.alex.session.sheet, GivingSheet)
    return office.alex.session.sheet


def writes(office: Office) -> CallSheet:
    page(office).taps("Nachricht").says("Morgen um neun.")
    assert isinstance(office.alex.session.sheet, CallSheet)
    return office.alex.session.sheet


def judges(office: Office) -> ReviewSheet:
    page(office).taps("Durchsicht").taps("Älteste").taps("Punkt 2").taps("🟡").says("Fast.")
    assert isinstance(office.alex.session.sheet, ReviewSheet)
    return office.alex.session.sheet


def said_so_far(coach: Dweller) -> tuple[object, ...]:
    """What she would have to say again."""
    sheet = coach.session.sheet
    return tuple(getattr(sheet, name, None) for name in ("note", "text", "corrections"))


@pytest.mark.parametrize("way", OPENED, ids=lambda way: way[0])
@pytest.mark.parametrize("work", [gives, writes, judges])
def test_nothing_is_given_up_unasked(office: Office, work: Work, way: tuple[str, ...]) -> None:
    work(office)
    said = said_so_far(office.alex)
    alex = page(office)
    for label in way:
        alex.taps(label)
    assert set(alex.heard) & {"coach_offen", "durchsicht_erst", "durchsicht"}
    alex.taps("Zur offenen" if alex.heard != ["coach_offen"] else "Dort weitermachen")
    assert said_so_far(alex) == said
    assert alex.heard in (["vergabe_karte"], ["nachricht_vorschau"], ["durchsicht_bisher"], ["durchsicht_karte"])


@pytest.mark.parametrize("work", [gives, writes, judges])
def test_what_is_dropped_makes_room_for_what_was_pressed(office: Office, work: Work) -> None:
    work(office)
    page(office).taps("Übungen").taps("Neue Übung").taps("Verwerfen")
    assert isinstance(office.alex.session.sheet, DraftSheet)
    assert office.alex.heard == ["uebungen_frage"]


def test_a_card_that_is_dropped_is_free_for_others(office: Office) -> None:
    judges(office)
    page(office).taps("Nachricht").taps("Verwerfen")
    assert isinstance(office.alex.session.sheet, CallSheet)
    assert [line.holder for line in office.team.things(WAITING).values()] == [""]


def test_a_card_that_was_only_looked_at_is_free_as_well(office: Office) -> None:
    page(office).taps("Durchsicht").taps("Älteste")
    page(office).taps("Nachricht")
    assert office.alex.heard == ["nachricht"]
    assert [line.holder for line in office.team.things(WAITING).values()] == [""]


def test_what_is_only_asked_for_is_no_work(office: Office) -> None:
    page(office).taps("Aufgabe geben").taps("Eigene").taps("Den Preis")
    page(office).taps("Nachricht")
    page(office).taps("Übungen").taps("Neue Übung").says("Ein Anfang")
    page(office).taps("Team ändern").taps("Name")
    assert isinstance(office.alex.session.sheet, TeamSheet)
    assert "coach_offen" not in {getattr(effect, "template", "") for effect in office.alex.story}


def test_the_buttons_of_a_question_drop_nothing_later(office: Office) -> None:
    writes(office)
    page(office).taps("Übungen").taps("Neue Übung")
    (drop,) = [button for button in buttons(office.alex.effects) if labelled(button) == "Verwerfen"]
    office.alex.taps("Dort weitermachen").says("Morgen um zehn.")
    office.alex.meets(Pressed(drop.action, drop.argument, drop.mark))
    assert office.alex.heard == ["coach_offen"]
    office.alex.taps("Dort weitermachen").taps("Ja, senden")
    assert office.kim.said("zuruf")["text"] == "Morgen um zehn."
    office.alex.meets(Pressed("coach:offen", office.team.actor))
    assert office.alex.heard == ["alter_knopf"]


def test_a_button_of_another_team_closes_nothing(office: Office) -> None:
    gives(office)
    office.alex.meets(Pressed("coach:nachricht", "team:fremdes2"))
    assert "team_nicht_erlaubt" in office.alex.heard
    assert isinstance(office.alex.session.sheet, GivingSheet)
