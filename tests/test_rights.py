"""Who may do what: every button a coach or trainee was ever offered, and every command, by everybody else.

The buttons are those of the samples: between them every page of a team is shown. Whoever has no right gets a polite
line, learns nothing, and changes nothing; whoever had it once gets the same.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from flows.desk import COMMANDS
from flows.events import Commanded, Event, Pressed, Told
from flows.news import COACH, Dismissed, Left, ToTeam
from flows.session import Session
from flows.teams.team import MEMBER, Role
from tests.assigned import assigned
from tests.authors import authors
from tests.overviews import overviews
from tests.reviews import reviews
from tests.teams import teams
from tests.town import Dweller, Town
from tests.visitor import Visitor, buttons, read

OFFICES: dict[str, Callable[[], Iterator[Visitor]]] = {
    "teams": teams,
    "assigned": assigned,
    "reviews": reviews,
    "overviews": overviews,
    "authors": authors,
}
OURS = ("coach", "aufgaben", "team")
LONG = 6  # letters of a word that would give something away


def towns(name: str) -> tuple[Town, ...]:
    """The towns of the samples in which a team is at work in the end."""
    found = {id(dweller.town): dweller.town for dweller in OFFICES[name]() if isinstance(dweller, Dweller)}
    return tuple(town for town in found.values() if any(team_things(town)))


def team_things(town: Town) -> dict[str, dict[tuple[str, str], str]]:
    """All that teams keep, by team."""
    return {
        actor: dict(dweller.kept)
        for actor, dweller in town.dwellers.items()
        if actor.startswith("team:") and dweller.kept
    }


def offered(town: Town, *flows: str) -> list[Pressed]:
    """Every button of these flows that anybody in the town was ever offered."""
    presses = {
        (button.action, button.argument, button.mark)
        for dweller in town.dwellers.values()
        for button in buttons(dweller.story)
        if button.action.partition(":")[0] in flows
    }
    return [Pressed(*press) for press in sorted(presses)]


def words(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from words(each)
        case list():
            for each in value:
                yield from words(each)


def secrets(town: Town, but: Dweller) -> set[str]:
    """What only members may know: names, titles, situations, answers; not what stands in every message."""
    alone = town.person(999, "Niemand")
    public = " ".join(read(effect) for name in COMMANDS for effect in alone.commands(name).effects)
    own = but.session.person.name if but.session.person else ""
    found = {
        word
        for things in team_things(town).values()
        for data in things.values()
        for word in words(msgspec.json.decode(data)["thing"])
        if len(word) >= LONG and " " in word
    }
    return {word for word in found if word != own and word not in public}


def stranger(town: Town) -> Dweller:
    """Has not consented to anything."""
    return town.dweller("person:901")


def outsider(town: Town) -> Dweller:
    """Uses the bot, and is in no team."""
    return town.person(902, "Mallory")


def other_coach(town: Town) -> Dweller:
    """Leads another team."""
    eve = town.person(903, "Eve")
    return eve.commands("coach").taps("Team gründen").says("Fremd")  # type: ignore[return-value]


def removed(town: Town, role: Role) -> Dweller:
    """Was in every team of the town until now."""
    person = town.person(904 if role is Role.COACH else 905, "Ehemalig")
    for actor in team_things(town):
        team = town.dwellers[actor]
        coach = next(id_ for id_, member in team.things(MEMBER).items() if member.role is Role.COACH)
        boss = town.dwellers[coach]
        boss.meets(Pressed("coach:einladen:neu", f"{actor}/{role}/1"))
        person.commands("start", boss.links[-1])
        assert person.actor in team.things(MEMBER)
        team.meets(Told(coach, Dismissed(person.actor)))
        assert person.actor not in team.things(MEMBER)
    return person


INTRUDERS: dict[str, Callable[[Town], Dweller]] = {
    "stranger": stranger,
    "outsider": outsider,
    "coach of another team": other_coach,
    "removed coach": lambda town: removed(town, Role.COACH),
    "removed trainee": lambda town: removed(town, Role.TRAINEE),
}


def tries(person: Dweller, press: Event, hidden: set[str]) -> None:
    """Answered, and nothing told; afterwards she stands where she stood."""
    session = person.session
    person.meets(press)
    assert person.heard, press
    told = " ".join(map(read, person.effects))
    assert not [word for word in hidden if word in told], press
    person.session = session


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("intruder", INTRUDERS)
def test_whoever_is_not_in_the_team_gets_nowhere(office: str, intruder: str) -> None:
    for town in towns(office):
        person = INTRUDERS[intruder](town)
        before = {actor: things for actor, things in team_things(town).items() if person.actor not in str(things)}
        hidden = secrets(town, person)
        presses: list[Event] = [*offered(town, *OURS), *map(Commanded, (*COMMANDS, "admin"))]
        for press in presses:
            if press in (Pressed("coach:gruenden"), Commanded("export"), Commanded("loeschen")):
                continue
            tries(person, press, hidden)
        assert {actor: town.dwellers[actor].kept for actor in before} == before


@pytest.mark.parametrize("office", OFFICES)
def test_a_trainee_does_nothing_of_a_coach(office: str) -> None:
    """Not even in her own team."""
    for town in towns(office):
        person = town.person(906, "Toni Trainee")
        for actor in team_things(town):
            coach = next(
                id_ for id_, member in town.dwellers[actor].things(MEMBER).items() if member.role is Role.COACH
            )
            town.dwellers[coach].meets(Pressed("coach:einladen:neu", f"{actor}/{Role.TRAINEE}/1"))
            person.commands("start", town.dwellers[coach].links[-1])
        before = team_things(town)
        hidden = secrets(town, person)
        for press in offered(town, "coach"):
            if press == Pressed("coach:gruenden"):
                continue
            tries(person, press, hidden)
        assert team_things(town) == before


@pytest.mark.parametrize("office", OFFICES)
def test_a_coach_who_left_gets_nowhere_with_her_old_buttons(office: str) -> None:
    for town in towns(office):
        for actor in list(team_things(town)):
            team = town.dwellers[actor]
            coaches = [id_ for id_, member in team.things(MEMBER).items() if member.role is Role.COACH]
            if len(coaches) < 2:
                continue
            former = town.dwellers[coaches[0]]
            team.meets(Told(former.actor, Left()))
            before = dict(team.kept)
            for press in offered(town, "coach"):
                if press == Pressed("coach:gruenden"):
                    continue
                former.meets(press)
                assert former.heard, press
            assert team.kept == before


@pytest.mark.parametrize("office", OFFICES)
def test_old_buttons_of_a_team_that_is_no_more_are_answered(office: str) -> None:
    for town in towns(office):
        people = [dweller for actor, dweller in town.dwellers.items() if actor.startswith("person:")]
        for actor in list(team_things(town)):
            town.forget(actor)
        for person in people:
            if person.session == Session():
                continue
            for press in offered(town, *OURS):
                if press != Pressed("coach:gruenden"):
                    person.meets(press)
                    assert person.heard, press
        assert not team_things(town)


def test_news_for_a_coach_to_tell_are_refused_from_anybody_else() -> None:
    """Whatever the way by which they come: the team itself checks, for each kind of news."""
    for news in ToTeam.__subclasses__():
        assert news.by is COACH or news.by == frozenset() or Role.TRAINEE in news.by
    kinds = [news for news in ToTeam.__subclasses__() if news.by is COACH]
    assert len(kinds) > 10
    for town in towns("reviews")[:1]:
        (actor, before), *_ = team_things(town).items()
        person = outsider(town)
        for kind in kinds:
            town.dwellers[actor].meets(Told(person.actor, _sample(kind)))
            assert person.heard == ["team_nicht_erlaubt"], kind
        assert town.dwellers[actor].kept == before


def _sample(kind: type[ToTeam]) -> Any:
    """News of a kind, as a forger would make them up; what is in them is not looked at before the right is checked."""
    blank = {str: "", int: 0}
    return kind(**{field.name: blank.get(field.type) for field in msgspec.structs.fields(kind) if field.required})
