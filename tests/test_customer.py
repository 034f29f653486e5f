"""The simulated customer: mood, conduct, words and decision follow the tables."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.course import ConductStep, DecisionRule, Ending, MoodStep, Rules, Start, Temper, TemperRule
from flows.effects import Say
from flows.roleplay import customer
from flows.roleplay.run import Mood
from flows.scoring import Flag, ItemVerdict, Turn, Verdict
from tests.stage import RULES, Trainee, scenario

TABLE = Rules(
    start={"leicht": Start(6, 5, 2), "mittel": Start(5, 4, 4), "schwer": Start(3, 3, 6)},
    max_step=3,
    mood=(
        MoodStep("*", 2, vertrauen=1),
        MoodStep("beziehung", 2, vertrauen=2),
        MoodStep("beziehung.1", 2, spannung=-2),
        MoodStep("beziehung.1", 1, spannung=-1),
        MoodStep("beziehung.1", 0, spannung=1),
        MoodStep("beziehung.2", 0, vertrauen=-9),
    ),
    conduct=(ConductStep("respekt", vertrauen=-3, spannung=3), ConductStep("feld_geoeffnet", vertrauen=1)),
    temper=(TemperRule(Temper.WARM, vertrauen=7, max_spannung=4), TemperRule(Temper.COLD)),
    walk_out_spannung=9,
    walk_out_offences=2,
    decision=(
        DecisionRule(Ending.BUYS, "ja", vertrauen=6, score=0.6, dossier=2, items={"entscheidung.3": 1}),
        DecisionRule(Ending.ASKS_FOR_TIME, "vielleicht", interesse=4, max_spannung=6),
        DecisionRule(Ending.DECLINES, "nein"),
    ),
    balance=RULES.balance,
)
CALM = Mood(5, 5, 5)


def verdict(*levels: int | None, flags: tuple[Flag, ...] = (), phase: str = "beziehung") -> Verdict:
    items = (
        ItemVerdict(f"{phase}.{number}", level, level or 0, 1.0, None, "weil") for number, level in enumerate(levels, 1)
    )
    return Verdict(tuple(items), flags)


@pytest.mark.parametrize(
    ("before", "after", "conduct", "mood"),
    [
        pytest.param({}, {"beziehung.1": 2}, (), Mood(5, 5, 3), id="a row of its own"),
        pytest.param({}, {"beziehung.2": 2}, (), Mood(7, 5, 5), id="the row of the phase"),
        pytest.param({}, {"vorschlaege.1": 2}, (), Mood(6, 5, 5), id="the row for everything"),
        pytest.param({}, {"beziehung.1": 1}, (), Mood(5, 5, 4), id="in part"),
        pytest.param({"beziehung.1": 1}, {"beziehung.1": 2}, (), Mood(5, 5, 4), id="only what was added"),
        pytest.param({"beziehung.1": 2}, {"beziehung.1": 2}, (), CALM, id="nothing new"),
        pytest.param({"beziehung.1": 2}, {"beziehung.1": 0}, (), CALM, id="what was given is not taken back"),
        pytest.param({}, {"beziehung.1": 0}, (), CALM, id="not met yet"),
        pytest.param({}, {"beziehung.1": None}, (), CALM, id="not clear"),
        pytest.param({}, {}, ("respekt",), Mood(2, 5, 8), id="an offence"),
        pytest.param({}, {"beziehung.2": 2, "beziehung.3": 2}, ("feld_geoeffnet",), Mood(8, 5, 5), id="bounded"),
    ],
)
def test_an_answer_moves_the_mood(
    before: customer.Levels, after: customer.Levels, conduct: tuple[str, ...], mood: Mood
) -> None:
    """Items by the most particular row, conduct by its own table, never more than one bounded step."""
    assert customer.hear(TABLE, CALM, before, after, conduct) == mood


def test_what_is_not_met_counts_when_the_phase_ends() -> None:
    """Level 0 moves the mood at the end of a phase, and no further than a step."""
    assert customer.settle(TABLE, CALM, verdict(0, 0, None)) == Mood(2, 5, 6)


@given(
    st.builds(Mood, *[st.integers(0, 10)] * 3),
    st.dictionaries(st.sampled_from(["beziehung.1", "beziehung.2", "einwaende.3"]), st.sampled_from([0, 1, 2, None])),
    st.lists(st.sampled_from(["respekt", "feld_geoeffnet", "ironie"])),
)
def test_no_answer_leaves_the_scale(mood: Mood, after: dict[str, int | None], conduct: list[str]) -> None:
    """The three values stay within 0 and 10 and move by one bounded step at most."""
    moved = customer.hear(TABLE, mood, {}, after, conduct)
    for old, new in zip(
        (mood.vertrauen, mood.interesse, mood.spannung), (moved.vertrauen, moved.interesse, moved.spannung), strict=True
    ):
        assert 0 <= new <= 10
        assert abs(new - old) <= TABLE.max_step


@pytest.mark.parametrize(
    ("mood", "temper"),
    [(Mood(7, 0, 4), Temper.WARM), (Mood(7, 0, 5), Temper.COLD), (Mood(6, 10, 0), Temper.COLD)],
)
def test_temper(mood: Mood, temper: Temper) -> None:
    """The first row that holds names the temper."""
    assert customer.temper(TABLE, mood) == temper


@pytest.mark.parametrize(
    ("mood", "score", "dossier", "levels", "ending"),
    [
        pytest.param(Mood(6, 0, 10), 0.6, 2, {"entscheidung.3": 1}, Ending.BUYS, id="buys"),
        pytest.param(Mood(6, 0, 10), 0.6, 2, {}, Ending.BUYS, id="what was not played asks for nothing"),
        pytest.param(Mood(6, 4, 6), 0.6, 2, {"entscheidung.3": 0}, Ending.ASKS_FOR_TIME, id="no impulse"),
        pytest.param(Mood(6, 4, 6), 0.6, 1, {"entscheidung.3": 2}, Ending.ASKS_FOR_TIME, id="knows too little"),
        pytest.param(Mood(6, 4, 7), 0.5, 2, {"entscheidung.3": 2}, Ending.DECLINES, id="too tense"),
        pytest.param(Mood(5, 3, 0), 1.0, 7, {"entscheidung.3": 2}, Ending.DECLINES, id="neither trust nor interest"),
    ],
)
def test_the_decision(mood: Mood, score: float, dossier: int, levels: dict[str, int], ending: Ending) -> None:
    """The first rule whose conditions all hold decides, and gives the reason."""
    rule = customer.decide(TABLE, mood, score, dossier, levels)
    assert (rule.ending, bool(rule.reason)) == (ending, True)


@pytest.mark.parametrize(
    ("mood", "offences", "leaves"),
    [(Mood(9, 9, 8), 1, False), (Mood(9, 9, 9), 0, True), (Mood(9, 9, 0), 2, True)],
)
def test_walking_out(mood: Mood, offences: int, leaves: bool) -> None:
    """He leaves for tension or for repeated offences, whichever comes first."""
    assert customer.walks_out(TABLE, mood, offences) is leaves


@pytest.mark.parametrize(
    ("difficulty", "hardness"), [("leicht", [1, 2, 3]), ("mittel", [2, 1, 3]), ("schwer", [3, 2, 1])]
)
def test_objections_come_in_the_order_of_difficulty(difficulty: str, hardness: list[int]) -> None:
    """The harder the customer, the harder the first objection."""
    assert [each.hardness for each in customer.objections(scenario(difficulty))] == hardness


@pytest.mark.parametrize(
    ("asked", "known", "trust", "told", "evaded"),
    [
        pytest.param({"bedarf"}, (), 5, ["bedarf"], [], id="told"),
        pytest.param({"bedarf"}, ("bedarf",), 5, [], [], id="known already"),
        pytest.param({"hindernisse"}, (), 6, [], ["hindernisse"], id="not enough trust"),
        pytest.param({"hindernisse"}, (), 7, ["hindernisse"], [], id="enough trust"),
        pytest.param({"strategie", "status", "bedarf"}, (), 5, ["strategie", "status"], [], id="two at once"),
        pytest.param({"bedarf", "hindernisse"}, (), 5, ["bedarf"], ["hindernisse"], id="one of each"),
    ],
)
def test_the_dossier_opens(
    asked: set[str], known: tuple[str, ...], trust: int, told: list[str], evaded: list[str]
) -> None:
    """A fitting question opens a field once, if he trusts the seller enough; at most two fields at a time."""
    assert customer.reveals(scenario(), asked, known, Mood(trust, 5, 5)) == (told, evaded)


@pytest.mark.parametrize(
    ("flags", "told", "evaded", "repeated", "how", "expected"),
    [
        ((Flag.RESPEKT,), ["bedarf"], [], [], "mittel", "beleidigt"),
        ((Flag.LEER,), ["bedarf", "status"], [], [], "mittel", "erzaehlt mittel bedarf status"),
        ((Flag.THEMENFREMD,), [], [], ["status"], "mittel", "ratlos"),
        ((), [], ["hindernisse"], ["status"], "mittel", "weicht_aus hindernisse"),
        ((), [], [], ["status", "bedarf"], "schlecht", "wiederholt status"),
        ((), [], [], ["status"], "gut", "gut"),
        ((), [], [], [], "mittel", "mittel"),
    ],
)
def test_the_kind_of_reaction(
    flags: tuple[Flag, ...], told: list[str], evaded: list[str], repeated: list[str], how: str, expected: str
) -> None:
    """An offence outweighs all, then what he was asked, then sense, then a good answer, then what he told before."""
    assert customer.reaction(flags, told, evaded, repeated, how) == expected


@pytest.mark.parametrize(
    ("levels", "quality"),
    [((0, 0, 2), "gut"), ((1, 0, 1), "mittel"), ((0, 0, 0), "schlecht"), ((None, 0, 0), "schlecht")],
)
def test_quality(levels: tuple[int | None, ...], quality: str) -> None:
    """The best thing in an answer is what he replies to."""
    assert customer.quality(verdict(*levels)) == quality


@pytest.mark.parametrize(
    ("answer", "customer_said", "expected"),
    [
        ("Ich gebe Ihnen zehn Prozent Rabatt.", "Wann können Sie liefern?", True),
        ("Da komme ich Ihnen beim Preis entgegen.", "Das klingt vernünftig.", True),
        ("Sie bekommen 5 % weniger berechnet.", "Aha.", True),
        ("Ich gebe Ihnen zehn Prozent Rabatt.", "Das ist mir zu teuer.", False),
        ("Einen Rabatt gibt es bei uns nicht, kein Nachlass.", "Aha.", False),
        ("Was kostet Sie ein Ausfall?", "Aha.", False),
    ],
)
def test_a_discount_nobody_asked_for(answer: str, customer_said: str, expected: bool) -> None:
    """Giving money away counts only if the customer had not spoken of it."""
    assert customer.offers_discount(answer, customer_said) is expected


def test_ignoring_what_he_said_is_noticed() -> None:
    """Nothing taken up and nothing met is overhearing; a shared word or a met item is not."""
    said = "Unsere alte Presse steht dauernd still."
    assert [*customer.conduct(verdict(0, 0, 0), Turn("Schönes Wetter heute.", said), [])] == ["ueberhoert"]
    assert not [*customer.conduct(verdict(0, 0, 0), Turn("Wie lange stehen die Pressen still?", said), [])]
    assert not [*customer.conduct(verdict(0, 1, 0), Turn("Schönes Wetter heute.", said), [])]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        pytest.param(("0 0 0", "0 0 0"), "Entschluss lehnt_ab", id="no at once"),
        pytest.param(("1 1 1", "1 1 1"), "Entschluss bedenkzeit", id="time asked for"),
        pytest.param(("1 1 1", "1 1 1", "1 1 1", "1 1 1"), "Später bedenkzeit", id="time asked for again"),
        pytest.param(("2 2 2", "1 1 0", "2 2 2", "2 2 2"), "Später kauft", id="yes after thinking"),
    ],
)
def test_the_second_decision_has_words_of_its_own(answers: tuple[str, ...], said: str) -> None:
    """He who comes back after thinking does not ask for the same time in the same words."""
    trainee = Trainee().begins("kurz").plays(*answers)
    spoken = [str(say.values["words"]) for say in trainee.story if isinstance(say, Say) and say.template == "kunde"]
    decisions = [words for words in spoken if words.startswith(("Entschluss", "Später"))]
    assert decisions[-1].startswith(said)


@given(st.lists(st.integers(0, 2**32), min_size=2, max_size=30))
def test_he_never_says_the_same_twice_in_a_row(seeds: list[int]) -> None:
    """Whatever chance brings, the next wording is another one."""
    spoken: list[str] = []
    for seed in seeds:
        spoken.append(customer.draw(("A", "B", "C"), spoken[-4:], Random(seed)))
    assert all(one != other for one, other in pairwise(spoken))
