"""The phases as a machine: every course leads from its first phase to the review, whatever the customer decides."""

from argparse import Namespace

import pytest

from bot import diagram
from bot.hindered import Hindered
from flows.course import Course, Ending, Mode
from flows.roleplay.stations import REVIEW, WAYS, Stations, Way, decides, phase_of, variant_of
from tests.stage import edition

EDITION = edition()


def stations(course: str) -> Stations:
    return Stations(EDITION.courses[course], EDITION.phases)


@pytest.mark.parametrize(
    ("course", "station", "way", "following"),
    [
        pytest.param("komplett", "reflexion", Way.ADVANCE, "vorbereitung", id="on"),
        pytest.param("komplett", "beziehung", Way.SKIP, "kundensituation", id="skipped"),
        pytest.param("komplett", "beziehung", Way.WALKS_OUT, REVIEW, id="walks out"),
        pytest.param("komplett", "entscheidung", Way.BUYS, "kauft/zusatzgeschaeft", id="buys"),
        pytest.param("komplett", "kauft/bindung", Way.ADVANCE, REVIEW, id="after buying"),
        pytest.param("komplett", "entscheidung", Way.DECLINES, "lehnt_ab/gespraechsende", id="declines"),
        pytest.param("komplett", "lehnt_ab/nachbereitung", Way.ADVANCE, REVIEW, id="after declining"),
        pytest.param("komplett", "entscheidung", Way.ASKS_FOR_TIME, "bedenkzeit/gespraechsende", id="time"),
        pytest.param("komplett", "bedenkzeit/unterstuetzung", Way.SKIP, "bedenkzeit/entscheidung", id="second try"),
        pytest.param(
            "komplett", "bedenkzeit/entscheidung", Way.BUYS, "bedenkzeit/kauft/zusatzgeschaeft", id="buys at second try"
        ),
        pytest.param("komplett", "bedenkzeit/entscheidung", Way.ASKS_FOR_TIME, REVIEW, id="time once only"),
        pytest.param("komplett", "bedenkzeit/entscheidung", Way.DECLINES, REVIEW, id="declines at second try"),
        pytest.param("kurz", "bedenkzeit/entscheidung", Way.BUYS, REVIEW, id="nothing after the second try"),
        pytest.param("einzeln", "bindung", Way.ADVANCE, REVIEW, id="single phase"),
        pytest.param("einzeln", "entscheidung", Way.BUYS, REVIEW, id="single decision"),
    ],
)
def test_what_follows_a_station(course: str, station: str, way: Way, following: str) -> None:
    """Each way of leaving a station leads where the course says."""
    assert stations(course).follow(station, way) == following


@pytest.mark.parametrize("course", [*EDITION.courses.values()], ids=lambda course: course.id)
def test_every_station_leads_to_the_review(course: Course) -> None:
    """However a station is left, the review is reached in the end; only talk can be walked out of."""
    machine = Stations(course, EDITION.phases)
    for station in machine.rulebook.states[:-1]:
        ways = set(WAYS.values()) if decides(station) else {Way.ADVANCE, Way.SKIP, Way.WALKS_OUT}
        if EDITION.phases[phase_of(station)].mode == Mode.DESCRIPTION:
            ways.remove(Way.WALKS_OUT)
        for way in ways:
            following, steps = machine.follow(station, way), 0
            while following != REVIEW:
                onward = Way.BUYS if decides(following) else Way.ADVANCE
                following, steps = machine.follow(following, onward), steps + 1
                assert steps <= len(machine.rulebook.states)


@pytest.mark.parametrize(
    ("station", "phase", "variant"),
    [
        ("entscheidung", "entscheidung", ""),
        ("bedenkzeit/entscheidung", "entscheidung", "zweiter_anlauf"),
        ("bedenkzeit/nachbereitung", "nachbereitung", "bedenkzeit"),
        ("lehnt_ab/gespraechsende", "gespraechsende", "lehnt_ab"),
        ("kauft/gespraechsende", "gespraechsende", ""),
        ("bedenkzeit/kauft/gespraechsende", "gespraechsende", ""),
    ],
)
def test_a_station_knows_its_phase_and_variant(station: str, phase: str, variant: str) -> None:
    """The way that led to a station decides which variant of the phase is played."""
    assert (phase_of(station), variant_of(station)) == (phase, variant)


@pytest.mark.parametrize(
    ("station", "number", "total"),
    [
        ("reflexion", 1, 16),
        ("entscheidung", 10, 16),
        ("kauft/bindung", 16, 16),
        ("lehnt_ab/nachbereitung", 12, 12),
        ("bedenkzeit/entscheidung", 14, 16),
        ("bedenkzeit/kauft/belohnung", 16, 16),
    ],
)
def test_the_journey_counts_the_way_that_is_taken(station: str, number: int, total: int) -> None:
    """Phase n of m counts what was played and what lies ahead if the customer buys."""
    journey = stations("komplett").journey(station)
    assert (journey.index(station) + 1, len(journey)) == (number, total)


def test_a_single_phase_is_a_journey_of_its_own() -> None:
    """A course of one phase shows phase 1 of 1."""
    assert stations("einzeln").journey("einwaende") == ("einwaende",)


def test_the_diagram_of_an_unknown_course_is_refused() -> None:
    """A slip in the name is answered with the names there are."""
    with pytest.raises(Hindered, match="komplett"):
        diagram.command(Namespace(course="komplet"))


def test_the_diagram_shows_every_station_and_every_ending() -> None:
    """Both machines are printed as Mermaid, with names Mermaid accepts."""
    drawn = diagram.phases(EDITION, "komplett")
    assert drawn.count("state ") == len([state for state in stations("komplett").rulebook.states if "/" in state])
    for ending in Ending:
        assert WAYS[ending] in drawn
    for arrow in (line for text in (drawn, diagram.turn()) for line in text.splitlines() if "-->" in line):
        assert "/" not in arrow
