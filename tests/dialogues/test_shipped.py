"""Every ending with every customer we ship, on the shipped courses and tables; only the levels are given."""

import re
from itertools import pairwise, product

import pytest

from flows.course import Ending
from flows.effects import Say
from flows.roleplay.roleplay import Roleplay
from tests.stage import Trainee, shipped

LIBRARY = shipped()
ROLEPLAY = Roleplay(LIBRARY)
SCENARIOS = [*LIBRARY.current.scenarios]

PLAYS = {
    Ending.BUYS: ["2 2 2"] * 16,
    Ending.ASKS_FOR_TIME: [*["2 2 2"] * 9, "2 2 0", *["2 2 2"] * 3, "2 2 0"],
    Ending.DECLINES: ["0 0 1"] * 12,
    Ending.WALKS_OUT: [*["1 1 1"] * 4, "frech", "frech"],
}
"""What earns each ending: everything met, all but an impulse, next to nothing, repeated offences."""


def played(scenario: str, ending: Ending, seed: int = 1) -> Trainee:
    return Trainee(seed=seed, roleplay=ROLEPLAY).begins("komplett", scenario).plays(*PLAYS[ending])


@pytest.mark.parametrize(("scenario", "ending"), [*product(SCENARIOS, Ending)], ids=str)
def test_every_ending_is_reached_with_every_customer(scenario: str, ending: Ending) -> None:
    """From the first task to the review, with reasons for every decision."""
    trainee = played(scenario, ending)
    assert [run.ending for run in trainee.runs] == [ending]
    assert trainee.said("auswertung")["reason"] or ending == Ending.WALKS_OUT


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_different_answers_lead_to_different_talks(scenario: str) -> None:
    """Whoever plays well and whoever plays badly hear hardly a sentence in common, from the second phase of talk on."""

    def words(ending: Ending) -> set[str]:
        said = [
            str(effect.values["words"])
            for effect in played(scenario, ending).story
            if isinstance(effect, Say) and effect.template == "kunde"
        ]
        return set(said[2:])

    well, badly = words(Ending.BUYS), words(Ending.DECLINES)
    assert len(well & badly) <= 1


@pytest.mark.parametrize(("scenario", "seed"), [*product(SCENARIOS, range(3))])
def test_the_customer_does_not_repeat_himself(scenario: str, seed: int) -> None:
    """Two bubbles in a row never say the same, whatever chance brings."""
    trainee = Trainee(seed=seed, roleplay=ROLEPLAY).begins("einzeln", scenario, "einwaende")
    for answer in ("1 1 1", "leer", "leer", "1 1 1"):
        trainee.says(answer)
    said = [
        effect.values["words"] for effect in trainee.story if isinstance(effect, Say) and effect.template == "kunde"
    ]
    assert all(one != other for one, other in pairwise(said))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_task_does_not_begin_like_its_phase(scenario: str) -> None:
    """Both stand in one message, the phase in two sentences and the task below."""
    phases = LIBRARY.current.phases
    for id_, script in LIBRARY.current.scenarios[scenario].phases.items():
        assert not (_fours(phases[id_].introduction) & _fours(script.task)), id_


def _fours(text: str) -> set[tuple[str, ...]]:
    """All that is said in four words running."""
    words = re.findall(r"\w+", text.lower())
    return {*zip(*(words[start:] for start in range(4)), strict=False)}
