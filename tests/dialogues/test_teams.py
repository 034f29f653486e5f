"""Teams: founding, inviting, joining, leaving, and who may do what."""

import pytest

from flows.effects import Say
from flows.events import Blocked, Commanded, Pressed, Unblocked
from flows.session import Session
from flows.teams.team import MEMBER, TEAM, Role
from tests.town import Dweller, Town
from tests.visitor import read


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def alex(town: Town) -> Dweller:
    """A coach with a team."""
    alex = town.person(1, "Alex")
    alex.commands("coach").taps("Team gründen").says("Vertrieb Nord")
    return alex


def members(town: Town) -> dict[str, Role]:
    return {id_: member.role for id_, member in town.team.things(MEMBER).items()}


def link(coach: Dweller, kind: str = "Trainees", number: str = "Für 10") -> str:
    coach.commands("coach").taps("Vertrieb Nord").taps("Einladen").taps(kind).taps(number)
    return coach.links[-1]


def joined(town: Town, coach: Dweller, who: int, name: str, *wish: str) -> Dweller:
    person = town.person(who, name)
    person.commands("start", link(coach, *wish))
    return person


def test_a_name_founds_a_team(town: Town, alex: Dweller) -> None:
    assert alex.heard == ["team_gegruendet"]
    assert members(town) == {"person:1": Role.COACH}
    alex.taps("Zum Team")
    assert alex.said("coach_team")["team"] == "Vertrieb Nord"


@pytest.mark.parametrize("name", ["", "…", "x" * 41])
def test_what_cannot_be_a_name_is_asked_again(town: Town, name: str) -> None:
    alex = town.person(1, "Alex")
    alex.commands("coach").taps("Team gründen").says(name or "🤷")
    assert alex.heard == ["teamname_unklar"]
    alex.says("Nord").commands("coach")
    assert alex.said("coach")["teams"] == ["Nord"]


def test_a_link_lets_somebody_in(town: Town, alex: Dweller) -> None:
    kim = joined(town, alex, 2, "Kim")
    assert kim.heard == ["team_willkommen"]
    assert members(town) == {"person:1": Role.COACH, "person:2": Role.TRAINEE}
    assert kim.commands("team").said("team_liste")["teams"] == [{"name": "Vertrieb Nord", "rolle": "trainee"}]
    kim.taps("Vertrieb Nord")
    assert "Wer sieht was?" in read(kim.effects[-1])


def test_a_stranger_is_asked_for_consent_first(town: Town, alex: Dweller) -> None:
    stranger = town.dweller("person:3")
    stranger.commands("start", link(alex))
    assert "person:3" not in members(town)
    assert alex.links[-1].split("-", 1)[1] not in str(stranger.session)
    stranger.taps("Einverstanden").says("Toni")
    assert members(town)["person:3"] is Role.TRAINEE
    assert stranger.heard[-1] == "team_willkommen"


def test_a_second_coach_sees_the_team(town: Town, alex: Dweller) -> None:
    robin = joined(town, alex, 3, "Robin", "Coaches", "Für eine Person")
    robin.commands("coach").taps("Vertrieb Nord")
    assert robin.said("coach_team")["coaches"] == ["Alex", "Robin"]


def test_a_link_for_one_lets_in_one(town: Town, alex: Dweller) -> None:
    secret = link(alex, number="Für eine Person")
    town.person(2, "Kim").commands("start", secret)
    late = town.person(3, "Toni")
    late.commands("start", secret)
    assert late.heard == ["einladung_ungueltig"]
    assert len(members(town)) == 2


def test_whoever_is_in_already_uses_up_nothing(town: Town, alex: Dweller) -> None:
    secret = link(alex, number="Für eine Person")
    kim = town.person(2, "Kim")
    kim.commands("start", secret).commands("start", secret)
    assert kim.heard == ["einladung_ungueltig"] or kim.heard == ["team_willkommen"]
    assert len(members(town)) == 2


def test_fifty_on_a_link_for_ten_are_ten(town: Town, alex: Dweller) -> None:
    secret = link(alex)
    crowd = [town.person(number, f"Kim {number}") for number in range(100, 150)]
    for person in crowd:
        person.handles(Commanded("start", secret))
    town.deliver()
    assert sum(role is Role.TRAINEE for role in members(town).values()) == 10
    assert [person.heard for person in crowd].count(["einladung_ungueltig"]) == 40


def test_a_link_ends_with_its_days(town: Town, alex: Dweller) -> None:
    secret = link(alex)
    town.waits(days=14)
    late = town.person(2, "Kim")
    assert late.commands("start", secret).heard == ["einladung_ungueltig"]


def test_a_link_can_be_taken_back(town: Town, alex: Dweller) -> None:
    secret = link(alex)
    alex.commands("coach").taps("Vertrieb Nord").taps("Einladen").taps("Link 1 zurückziehen")
    assert alex.heard == ["einladung_zurueckgezogen"]
    assert town.person(2, "Kim").commands("start", secret).heard == ["einladung_ungueltig"]


@pytest.mark.parametrize("payload", ["aaaaaaaa-" + "x" * 43, "x", "🤷", "aaaaaaaa", "../../etc"])
def test_a_guess_lets_nobody_in(town: Town, alex: Dweller, payload: str) -> None:
    kim = town.person(2, "Kim")
    kim.commands("start", payload)
    assert "person:2" not in members(town)
    assert set(kim.heard) <= {"einladung_ungueltig", "menue"}


def test_leaving_asks_once(town: Town, alex: Dweller) -> None:
    kim = joined(town, alex, 2, "Kim")
    kim.commands("team").taps("Vertrieb Nord").taps("Team verlassen").taps("Ja, verlassen")
    assert kim.heard == ["team_fort"]
    assert kim.commands("team").said("team_liste")["teams"] == []


def test_a_coach_takes_somebody_out(town: Town, alex: Dweller) -> None:
    kim = joined(town, alex, 2, "Kim")
    alex.commands("coach").taps("Vertrieb Nord").taps("Mitglieder").taps("Kim").taps("Ja, herausnehmen")
    assert alex.heard == ["mitglied_entfernt"]
    assert kim.heard == ["team_fort"]
    assert members(town) == {"person:1": Role.COACH}


def test_a_coach_does_not_take_herself_out_by_the_list(town: Town, alex: Dweller) -> None:
    """Leaving asks with other words, above all where the team goes with its last coach."""
    joined(town, alex, 2, "Kim")
    alex.commands("coach").taps("Vertrieb Nord").taps("Mitglieder")
    assert "Kim" in alex.labels
    assert "Alex" not in alex.labels
    alex.meets(Pressed("coach:mitglieder:fort", f"{town.team.actor}/person:1"))
    assert alex.heard == ["mitglieder"]
    assert len(members(town)) == 2


def test_with_its_last_coach_a_team_goes(town: Town, alex: Dweller) -> None:
    kim = joined(town, alex, 2, "Kim")
    alex.commands("team").taps("Vertrieb Nord").taps("Team verlassen")
    assert alex.said("team_verlassen")["letzter_coach"]
    alex.taps("Ja, verlassen")
    assert kim.heard == ["team_fort"]
    assert town.team.kept == {}


def test_deleting_oneself_leaves_the_team(town: Town, alex: Dweller) -> None:
    kim = joined(town, alex, 2, "Kim")
    kim.commands("loeschen").taps("Sofort")
    assert members(town) == {"person:1": Role.COACH}
    assert kim.session == Session()


def test_a_team_whose_only_coach_deletes_herself_is_no_more(town: Town, alex: Dweller) -> None:
    kim = joined(town, alex, 2, "Kim")
    alex.commands("loeschen").taps("Sofort")
    assert kim.heard == ["team_fort"]
    assert town.team.kept == {}


def test_a_coach_sees_who_cannot_be_reached(town: Town, alex: Dweller) -> None:
    kim = joined(town, alex, 2, "Kim")
    kim.meets(Blocked())
    assert alex.commands("coach").taps("Vertrieb Nord").said("coach_team")["unerreichbar"] == 1
    kim.meets(Unblocked())
    assert alex.commands("coach").taps("Vertrieb Nord").said("coach_team")["unerreichbar"] == 0


def test_a_group_is_bound_by_its_link(town: Town, alex: Dweller) -> None:
    secret = link(alex, "Gruppe verbinden", "Für eine Person")
    group = town.group(-100, secret)
    assert group.heard == ["gruppe_verbunden"]
    assert town.team.things(TEAM)[TEAM].group == "group:-100"
    assert town.group(-200, secret).heard == []


def test_a_link_for_people_binds_no_group(town: Town, alex: Dweller) -> None:
    assert town.group(-100, link(alex)).heard == []
    assert town.person(2, "Kim").commands("start", link(alex, "Gruppe verbinden", "Für eine Person")).heard == [
        "einladung_ungueltig"
    ]


@pytest.mark.parametrize("outsider", ["trainee", "stranger", "removed"])
def test_nobody_else_gets_anywhere(town: Town, alex: Dweller, outsider: str) -> None:
    """Every button a coach was ever offered, pressed by somebody without the right."""
    person = joined(town, alex, 2, "Kim") if outsider != "stranger" else town.person(2, "Kim")
    link(alex)
    alex.commands("coach").taps("Vertrieb Nord").taps("Mitglieder")
    if outsider == "removed":
        alex.commands("coach").taps("Vertrieb Nord").taps("Mitglieder").taps("Kim").taps("Ja, herausnehmen")
    before = dict(town.team.kept)
    pressed = {
        (button.action, button.argument, button.mark)
        for effect in alex.story
        if isinstance(effect, Say)
        for row in effect.rows
        for button in row
        if button.action.startswith("coach:")
    }
    for press in pressed:
        person.meets(Pressed(*press))
        if "gruenden" not in press[0]:
            assert set(person.heard) <= {"team_nicht_erlaubt", "coach"}, press
            assert person.said("coach")["teams"] == []
    assert town.team.kept == before
