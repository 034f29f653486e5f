"""What a team is called and how it welcomes, the news of the day, and the end of a team."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.teams.team import GROUP, TEAM
from tests.reviews import Office
from tests.town import Dweller
from tests.visitor import read

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def office() -> Office:
    office = Office()
    office.alex.commands("coach").taps("Vertrieb").taps("Team ändern")
    return office


def test_a_team_can_be_called_otherwise(office: Office) -> None:
    office.alex.taps("Name").says("…").says("Vertrieb Süd")
    assert office.alex.heard == ["team_geaendert"]
    assert office.kim.commands("team").said("team_liste")["teams"][0]["name"] == "Vertrieb Süd"


def test_newcomers_read_the_welcome(office: Office) -> None:
    office.alex.taps("Begrüßung").says("x" * 401).says("Schön, dass du da bist.")
    assert office.joined(20, "Neu").said("team_willkommen")["gruss"] == "Schön, dass du da bist."
    office.alex.commands("coach").taps("Vertrieb").taps("Team ändern").taps("Begrüßung").says("keine")
    assert office.joined(21, "Neuer").said("team_willkommen")["gruss"] == ""


def test_the_news_of_the_day_come_at_the_hour(office: Office) -> None:
    office.alex.taps("17:00 Uhr")
    assert office.alex.heard == ["tagesblick_gesetzt"]
    office.hands_in(office.kim, "2 2 2")
    office.waits(days=1)
    news = office.alex.said("tagesblick")
    assert (news["handed_in"], news["passed"], news["joined"], news["overdue"]) == (1, 1, 2, 0)
    assert "tagesblick" in office.robin.heard
    assert "tagesblick" not in office.kim.heard


def test_a_day_without_news_brings_no_message(office: Office) -> None:
    office.alex.taps("17:00 Uhr")
    office.waits(days=2)
    told = len(office.alex.story)
    office.waits(days=3)
    assert len(office.alex.story) == told


def test_the_hour_is_kept_over_the_change_of_the_clock(office: Office) -> None:
    office.alex.taps("17:00 Uhr")
    timer = office.team.timers["team:tagesblick"]
    for _ in range(40):  # March changes the clock
        assert timer.due.astimezone(BERLIN).hour == 17
        office.waits(days=1)
        timer = office.team.timers["team:tagesblick"]
    assert office.team.timers["team:tagesblick"].due - office.now <= timedelta(days=1)


def test_in_quiet_hours_the_news_wait(office: Office) -> None:
    office.alex.taps("7:00 Uhr")
    office.hands_in(office.kim, "2 2 2")
    office.waits(hours=18, minutes=30)
    assert "tagesblick" not in office.alex.heard
    office.waits(hours=2)
    assert office.alex.said("tagesblick")["handed_in"] == 1


def test_they_can_be_switched_off(office: Office) -> None:
    office.alex.taps("17:00 Uhr").taps("Zum Team").taps("Team ändern").taps("Aus")
    assert office.team.things(TEAM)[TEAM].digest is None
    assert "team:tagesblick" not in office.team.timers


def test_dissolving_asks_once_and_tells_everybody_what_concerns_them(office: Office) -> None:
    office.alex.taps("Auflösen").taps("Zurück").taps("Auflösen").taps("Ja, auflösen")
    assert office.team.kept == {}
    lines = {person: _read_of_the_end(person) for person in (office.alex, office.robin, office.kim, office.toni)}
    assert lines[office.alex].startswith("Du hast")
    assert lines[office.robin].startswith("Alex hat")
    assert lines[office.kim] == lines[office.toni]
    assert len(set(lines.values())) == 3
    assert "Alex" not in lines[office.kim]


def test_a_last_coach_who_leaves_reads_that_she_dissolved_it(office: Office) -> None:
    office.robin.commands("team").taps("Vertrieb").taps("Team verlassen").taps("Ja, verlassen")
    office.alex.commands("team").taps("Vertrieb").taps("Team verlassen").taps("Ja, verlassen")
    assert _read_of_the_end(office.alex).startswith("Du hast")
    assert not office.robin.said("team_fort")["aufgeloest"]
    assert office.kim.said("team_fort")["aufgeloest"]


def test_the_group_of_a_team_that_is_dissolved_is_free(office: Office) -> None:
    office.alex.commands("coach").taps("Vertrieb").taps("Gruppe").taps("Gruppe verbinden").taps("Für eine")
    group = office.group(-100, office.alex.links[-1])
    office.alex.commands("coach").taps("Vertrieb").taps("Team ändern").taps("Auflösen").taps("Ja, auflösen")
    assert group.heard == ["gruppe_getrennt"]
    assert group.things(GROUP) == {}


def _read_of_the_end(person: Dweller) -> str:
    assert person.heard == ["team_fort"]
    return read(person.effects[-1])
