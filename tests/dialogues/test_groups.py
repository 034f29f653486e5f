"""The Telegram group of a team: what it hears, and that it hears nothing else."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.effects import Poll, Say
from flows.events import Expelled, InGroup, Moved
from flows.exercises.exercise import ReflectionExercise
from flows.groups import OPTION, QUESTION, WHY, quiz
from flows.teams.team import TEAM
from tests.reviews import Office
from tests.stage import shipped
from tests.town import Dweller
from tests.visitor import read

BERLIN = ZoneInfo("Europe/Berlin")


def bound(office: Office, number: int = -100) -> Dweller:
    """A group that was bound by a link of Alex."""
    office.alex.commands("coach").taps("Vertrieb").taps("Einladen").taps("Gruppe verbinden").taps("Für eine")
    return office.group(number, office.alex.links[-1], title="Die Nordlichter")


@pytest.fixture
def office() -> Office:
    return Office()


def test_coaches_hear_which_group_it_is(office: Office) -> None:
    bound(office)
    assert office.robin.said("gruppe_da")["gruppe"] == "Die Nordlichter"
    office.alex.commands("coach").taps("Vertrieb").taps("Gruppe")
    assert office.alex.said("gruppe_seite")["verbunden"]


def test_a_new_assignment_is_posted_without_names(office: Office) -> None:
    group = bound(office)
    office.gives("aufgabe7", due=office.now + timedelta(days=3))
    assert group.heard == ["gruppe_aufgabe"]
    text = read(group.effects[-1])
    assert "Den Preis" in text
    assert not [name for name in ("Kim", "Toni", "Alex") if name in text]


def test_the_week_comes_on_monday_morning_over_the_change_of_the_clock(office: Office) -> None:
    group = bound(office)
    office.hands_in(office.kim, "2 2 2")
    told = []
    for _ in range(5):
        timer = office.team.timers["team:gruppe"].due.astimezone(BERLIN)
        assert (timer.weekday(), timer.hour) == (0, 9)
        office.waits(days=7)
        told += [effect for effect in group.story if isinstance(effect, Say) and effect.template == "gruppe_woche"]
    first = told[0].values
    assert (first["abgegeben"], first["bestanden"], first["offen"]) == (1, 1, 1)


def test_a_quiz_is_shown_first_and_then_asked(office: Office) -> None:
    town = Office.__new__(Office)
    super(Office, town).__init__(shipped())
    alex = town.person(1, "Alex")
    alex.commands("coach").taps("Team gründen").says("Vertrieb")
    alex.commands("coach").taps("Vertrieb").taps("Einladen").taps("Gruppe verbinden").taps("Für eine")
    group = town.group(-100, alex.links[-1])
    alex.commands("coach").taps("Vertrieb").taps("Gruppe")
    title = next(label for label in alex.labels if "verbinden" not in label)
    alex.taps(title)
    assert alex.heard == ["gruppe_quiz"]
    assert not [effect for effect in group.story if isinstance(effect, Poll)]
    alex.taps("Ja, stellen")
    assert alex.heard == ["gruppe_gefragt"]
    (poll,) = [effect for effect in group.story if isinstance(effect, Poll)]
    assert poll.right


def test_every_question_with_choices_fits_a_quiz() -> None:
    exercises = shipped().exercises.values()
    for exercise in exercises:
        if isinstance(exercise, ReflectionExercise) and exercise.choices:
            poll = quiz(exercise)
            assert 2 <= len(poll.options) <= 12
            assert max(map(len, poll.options)) <= OPTION
            assert (len(poll.question) <= QUESTION, len(poll.why) <= WHY, bool(poll.right)) == (True, True, True)


def test_another_group_takes_its_place(office: Office) -> None:
    first = bound(office)
    second = bound(office, -200)
    assert first.heard == ["gruppe_getrennt"]
    assert second.heard == ["gruppe_verbunden"]
    office.gives("aufgabe7")
    assert first.heard == ["gruppe_getrennt"]
    assert second.heard == ["gruppe_aufgabe"]


def test_a_group_that_throws_the_bot_out_is_forgotten(office: Office) -> None:
    group = bound(office)
    group.meets(Expelled())
    assert office.alex.said("gruppe_verloren")["gruppe"] == "Die Nordlichter"
    assert office.team.things(TEAM)[TEAM].group == ""
    assert group.kept == {}
    assert "team:gruppe" not in office.team.timers


def test_a_group_that_moves_is_still_the_teams(office: Office) -> None:
    old = bound(office)
    new = office.dweller("group:-1001")
    new.kept, new.about, new.since = old.kept, old.about, old.since
    old.kept, old.about, old.since = {}, {}, {}
    new.meets(Moved("group:-100"))
    assert office.team.things(TEAM)[TEAM].group == "group:-1001"
    office.gives("aufgabe7")
    assert new.heard == ["gruppe_aufgabe"]


def test_no_other_group_can_say_it_was_it(office: Office) -> None:
    bound(office)
    stranger = bound_to_another_team(office)
    stranger.meets(Moved("group:-100"))
    assert office.team.things(TEAM)[TEAM].group == "group:-100"


def test_in_a_group_commands_get_one_line_and_nothing_more(office: Office) -> None:
    group = bound(office)
    group.meets(InGroup("aufgaben"))
    assert group.heard == ["gruppe"]
    group.meets(InGroup("coach"))
    assert group.heard == []


def test_a_coach_lets_a_group_go(office: Office) -> None:
    group = bound(office)
    office.alex.commands("coach").taps("Vertrieb").taps("Gruppe").taps("Gruppe trennen")
    assert office.alex.heard == ["gruppe_entfernt"]
    assert group.heard == ["gruppe_getrennt"]
    assert group.kept == {}


def bound_to_another_team(office: Office) -> Dweller:
    eve = office.person(50, "Eve")
    eve.commands("coach").taps("Team gründen").says("Fremd")
    eve.commands("coach").taps("Fremd").taps("Einladen").taps("Gruppe verbinden").taps("Für eine")
    return office.group(-300, eve.links[-1])
