"""Every ending, played from the first task to the review, and read as the trainee would read it."""

from collections.abc import Iterator

import pytest

from bot.render import Renderer
from flows.course import Ending
from flows.effects import Edit, Picture, Say
from tests.stage import Trainee

RENDERER = Renderer()
WHOLE = "komplett"


def bubbles(trainee: Trainee) -> Iterator[str]:
    """Everything that was said, as text."""
    for effect in trainee.story:
        if isinstance(effect, Say | Edit):
            yield RENDERER.message(effect.template, effect.values)
            RENDERER.keyboard(effect.rows)
        elif isinstance(effect, Picture):
            yield RENDERER.message(effect.template, effect.caption)


def way(trainee: Trainee) -> list[str]:
    """The stations that were played."""
    assert trainee.session.last is not None
    return [station.id for station in trainee.session.last.stations]


def after_road(trainee: Trainee) -> list[str]:
    """What was played after the ten phases up to the decision."""
    return way(trainee)[10:]


def test_the_customer_buys() -> None:
    """Good answers all the way lead through add-on, farewell and loyalty to a review in which both win."""
    trainee = Trainee().begins(WHOLE).plays(*["2 2 2"] * 16)
    assert after_road(trainee) == [
        "kauft/zusatzgeschaeft",
        "kauft/gespraechsende",
        "kauft/nachbereitung",
        "kauft/belohnung",
        "kauft/unterstuetzung",
        "kauft/bindung",
    ]
    assert trainee.runs[-1].ending == Ending.BUYS
    assert trainee.said("auswertung")["reason"] == "Alles da."


def test_the_customer_asks_for_time_and_buys_at_the_second_try() -> None:
    """Middling answers earn a second try; a good one then leads to what follows a purchase."""
    trainee = Trainee().begins(WHOLE).plays(*["1 1 1"] * 10, *["2 2 2"] * 4)
    assert trainee.said("kunde")["words"]
    assert trainee.run.station == "bedenkzeit/kauft/zusatzgeschaeft"
    trainee.plays("2 2 2", "2 2 2")
    assert after_road(trainee) == [
        "bedenkzeit/gespraechsende",
        "bedenkzeit/nachbereitung",
        "bedenkzeit/unterstuetzung",
        "bedenkzeit/entscheidung",
        "bedenkzeit/kauft/zusatzgeschaeft",
        "bedenkzeit/kauft/belohnung",
    ]
    assert trainee.runs[-1].ending == Ending.BUYS


def test_the_customer_asks_for_time_twice() -> None:
    """Nothing new at the second try: the review says he has not decided."""
    trainee = Trainee().begins(WHOLE).plays(*["1 1 1"] * 14)
    assert after_road(trainee)[-1] == "bedenkzeit/entscheidung"
    assert trainee.runs[-1].ending == Ending.ASKS_FOR_TIME


def test_the_second_try_is_another_talk() -> None:
    """Task and customer speak of what happened since."""
    trainee = Trainee().begins(WHOLE).plays(*["1 1 1"] * 13)
    assert trainee.said("aufgabe")["task"] == "Aufgabe entscheidung zweiter_anlauf"
    assert "zweiter_anlauf" in trainee.words


def test_the_customer_declines() -> None:
    """Weak answers end in a no, a decent farewell, and the offer to start again where it turned."""
    trainee = Trainee().begins(WHOLE).plays(*["0 0 1"] * 12)
    assert after_road(trainee) == ["lehnt_ab/gespraechsende", "lehnt_ab/nachbereitung"]
    assert trainee.runs[-1].ending == Ending.DECLINES
    assert {"ab", "start", "auswahl"} <= trainee.buttons


def test_the_customer_walks_out_in_the_midst_of_the_talk() -> None:
    """The second offence ends the talk at once: his last words, feedback, and straight to the review."""
    trainee = Trainee().begins(WHOLE).plays(*["2 2 2"] * 4, "frech").says("frech")
    assert trainee.session.run is None
    assert way(trainee)[-1] == "kundensituation"
    assert trainee.heard[:3] == ["kunde", "rueckmeldung", "auswertung"]
    assert "bricht_ab" in trainee.words
    assert trainee.runs[-1].ending == Ending.WALKS_OUT


def test_the_customer_walks_out_when_tension_is_too_high() -> None:
    """What was left undone strains him until another poor answer is the last straw."""
    trainee = Trainee().begins(WHOLE, "adler").plays(*["0 0 0"] * 4, "frech")
    trainee.plays("0 0 0", "0 0 0", "0 0 0", "0 0 0").says("0 0 0")
    assert way(trainee)[-1] == "entscheidung"
    assert trainee.runs[-1].ending == Ending.WALKS_OUT


def test_a_phase_alone_ends_in_a_short_review() -> None:
    """One phase, its three items, and a button to play it again."""
    trainee = Trainee().begins("einzeln", phase="kundensituation").plays("2 1 0 Feld bedarf?")
    assert trainee.heard == ["auswertung", "dossier", "zum_ueben"]
    trainee.taps("start")
    assert trainee.run.station == "kundensituation"


def test_the_planned_course_ends_without_a_decision() -> None:
    """A course without the decision is simply over."""
    trainee = Trainee().begins("kompakt").says("Ziel").says("Zeit").plays("2 2 2", "2 2 2")
    assert trainee.runs[-1].ending == "gespielt"


@pytest.mark.parametrize("answer", ["2 2 2", "1 1 1", "0 0 1", "frech"])
def test_everything_said_can_be_read(answer: str) -> None:
    """Every bubble of a whole run renders and fits into a message."""
    trainee = Trainee().begins(WHOLE)
    while trainee.session.run is not None:
        trainee.taps("stand").taps("tipp").says(answer)
        if trainee.session.run is not None:
            trainee.taps("einzelheiten").taps("nochmal").says(f"{answer} Feld bedarf?")
        if trainee.session.run is not None:
            trainee.taps("mehr").taps("pause").taps("fortsetzen").taps("naechste")
    read = [*bubbles(trainee)]
    assert len(read) > 20
    assert all(0 < len(text.encode("utf-16-le")) // 2 <= 4096 for text in read)
