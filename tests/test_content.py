"""What the shipped content promises to whoever plays with it."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from statistics import mean
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import load_files, load_library
from bot.engine import load_engine
from flows.course import DIFFICULTIES, PHASES, Ending, Mode, MoodStep, PhaseScript, Scenario, Variant
from flows.reading import read_edition
from flows.roleplay.customer import decide, greet, hear, pass_over, settle, temper, walks_out
from flows.roleplay.run import Mood
from flows.scoring import Exercise, Flag, Grading, ItemVerdict, Verdict
from tests.stage import Trainee

FILES = load_files()
EDITION = read_edition(FILES)
RULES = EDITION.rules
SCENARIOS = [pytest.param(scenario, id=id_) for id_, scenario in EDITION.scenarios.items()]


# --- the library -----------------------------------------------------------------------------------------------


class Indifferent:
    """An engine that finds nothing clear."""

    version = "0"

    def score(self, exercise: Exercise, turns: Any) -> Verdict:
        items = EDITION.phases[exercise.phase].items
        return Verdict(tuple(ItemVerdict(item.id, None, 0, 0.0, None, "") for item in items))

    def grader(self, task: str, items: Any, examples: Any, version: str) -> Grading:
        raise NotImplementedError


def test_older_editions_stay_playable() -> None:
    """A run begun with earlier content finds it by its hash; new runs begin with the shipped one."""
    path = "courses/kompakt.toml"
    older = read_edition(FILES | {path: FILES[path].replace("Kompakt", "Kurz")})
    library = load_library(Indifferent(), {older.hash: FILES | {path: FILES[path].replace("Kompakt", "Kurz")}})
    assert library.edition(older.hash).courses["kompakt"].title == "Kurz"
    assert library.edition(EDITION.hash) is library.current
    assert library.current.courses["kompakt"].title == "Kompakt"


def test_an_edition_that_no_longer_fits_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    """What the format has outgrown is left out with a warning that names the faults; the bot starts all the same."""
    older = FILES | {"dossier.toml": "[strategie]\ntitel = 'Plan'"}
    library = load_library(Indifferent(), {"0123456789abcdef": older})
    assert not library.holds("0123456789abcdef")
    assert library.holds(EDITION.hash)
    assert "0123456789abcdef" in caplog.text
    assert "dossier.toml: strategie.titel is not a known key" in caplog.text


def test_there_is_a_course_for_every_purpose() -> None:
    """The whole way, the talk, the short process and the single phase; and a customer for each difficulty."""
    courses = EDITION.courses
    assert set(courses) == {"komplett", "gespraech", "kompakt", "einzeln"}
    assert courses["komplett"].road == PHASES[:10]
    assert courses["gespraech"].road[0] == "kontaktaufnahme"
    assert len(courses["kompakt"].sheet) == 5
    assert courses["einzeln"].single
    assert courses["einzeln"].road == PHASES


# --- language --------------------------------------------------------------------------------------------------


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """All texts in plain data, with where they stand."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from texts(below, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for number, below in enumerate(value):
            yield from texts(below, f"{path}[{number}]")


ALL_TEXTS = [
    *texts(msgspec.to_builtins(dict(EDITION.phases)), "phases"),
    *texts(msgspec.to_builtins(dict(EDITION.dossier)), "dossier"),
    *texts(msgspec.to_builtins(dict(EDITION.courses)), "courses"),
    *texts(msgspec.to_builtins(dict(EDITION.scenarios)), "scenarios"),
    *texts(msgspec.to_builtins(RULES), "rules"),
]


@pytest.mark.parametrize(
    "slip",
    [
        pytest.param(r"[\"“”]\w|\w\"", id="quotes that are not German"),
        pytest.param(r"\.\.\.", id="three dots instead of an ellipsis"),
        pytest.param(r" - ", id="a hyphen instead of a dash"),
        pytest.param(r"  |\s$|\n", id="stray white space"),
        pytest.param(r"!", id="an exclamation mark"),
        pytest.param(r"\w'\w", id="a straight apostrophe"),
        pytest.param(r"<|>|\{\{", id="mark-up"),
        pytest.param(r"[a-zäöüß](\*|_|:)innen\b|\w/(in|innen)\b", id="a form that cannot be read aloud"),
        pytest.param(r"(?i)nicht erfüllt|snooze|streak|nudge|debrief", id="a word the glossary replaces"),
    ],
)
def test_the_language_is_clean(slip: str) -> None:
    """German typography, the words of the glossary, nothing shouted."""
    assert [(path, text) for path, text in ALL_TEXTS if re.search(slip, text)] == []


def tellings(script: PhaseScript) -> tuple[PhaseScript | Variant, ...]:
    """A phase as it usually goes, and what is different after other endings."""
    return script, *script.variants.values()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_seller_says_sie(scenario: Scenario) -> None:
    """Model answers in talk phases speak to the customer."""
    for id_, script in scenario.phases.items():
        for told in tellings(script):
            if EDITION.phases[id_].mode is Mode.TALK:
                assert not re.search(r"\b(du|dir|dich|deine?[mnrs]?)\b", told.model_answer, re.IGNORECASE), id_
                assert re.search(r"\b(Sie|Ihnen|Ihr\w*)\b", told.model_answer), id_


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nothing_is_too_long_for_a_phone(scenario: Scenario) -> None:
    """A task and what the customer says can be taken in at one glance, a model answer at two."""
    for id_, script in scenario.phases.items():
        for told in tellings(script):
            assert len(told.task) <= 650, id_
            assert len(told.model_answer) <= 900, id_
    assert max(len(text) for text in utterances(scenario)) <= 400


def utterances(scenario: Scenario) -> list[str]:
    """Everything the customer can say."""
    scripts = [told for script in scenario.phases.values() for told in tellings(script)]
    spoken = [part for script in scripts for part in (script.says, script.replies) if part]
    spoken += [objection.says for objection in scenario.objections]
    spoken_texts = [text for _, text in texts(msgspec.to_builtins(spoken))]
    dossier = [text for entry in scenario.dossier.values() for text in (*entry.reveals, *entry.evades)]
    decision = [text for _, text in texts(msgspec.to_builtins(scenario.decision))]
    return [*spoken_texts, *dossier, *decision, *scenario.offended, *scenario.puzzled, *scenario.again]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_customer_never_repeats_himself(scenario: Scenario) -> None:
    """Nothing but a short greeting stands in two places of a scenario."""
    assert [text for text, count in Counter(utterances(scenario)).items() if count > 1 and len(text) > 20] == []


PRESUMING = re.compile(r"Sie haben [^.:]*(zugehört|gefragt|verstanden\b|gegeben)|haben Sie mich|Ihre Fragen|Sie fragen")


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_opening_presumes_what_was_said_before(scenario: Scenario) -> None:
    """Whoever skipped a phase, or said next to nothing, never hears that he asked well or listened."""
    openings = [
        texts(msgspec.to_builtins(told.says)) for script in scenario.phases.values() for told in tellings(script)
    ]
    found = [(path, text) for opening in openings for path, text in opening if PRESUMING.search(text)]
    assert found == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_cold_customer_says_less_than_a_warm_one(scenario: Scenario) -> None:
    """In every phase one can hear the mood: the warmer, the more he tells."""
    scripts = [told for script in scenario.phases.values() for told in tellings(script)]
    for says in [script.says for script in scripts if script.says] + [one.says for one in scenario.objections]:
        lengths = [mean(map(len, lines)) for lines in (says.kalt, says.neutral, says.warm)]
        assert lengths[0] < lengths[1], says.kalt
        assert lengths[0] < lengths[2], says.kalt


# --- mood and decision -----------------------------------------------------------------------------------------

TALK = {
    "komplett": ("kontaktaufnahme", *PHASES[3:10]),
    "kompakt": ("kundensituation", "entscheidung"),
}
MANNERS = {  # how often an item is noch nicht, teilweise, erfüllt
    "makellos": (0, 0, 1),
    "gut": (0.1, 0.25, 0.65),
    "mittel": (0.25, 0.5, 0.25),
    "schwach": (0.65, 0.28, 0.07),
    "nichts": (1, 0, 0),
}


def levels(manner: str, chance: random.Random) -> dict[str, int]:
    """Levels for all items, as someone of this manner gets them."""
    items = [item.id for phase in EDITION.phases.values() for item in phase.items]
    return {item: chance.choices((0, 1, 2), MANNERS[manner])[0] for item in items}


def ending(difficulty: str, road: tuple[str, ...], earned: Mapping[str, int]) -> Ending:
    """How a talk along `road` ends when it earns these levels."""
    mood = greet(RULES, difficulty)
    for phase in road:
        met = {item.id: earned[item.id] for item in EDITION.phases[phase].items}
        mood = hear(RULES, mood, {}, met, [])
        mood = settle(RULES, mood, Verdict(tuple(ItemVerdict(item, n, n, 1.0, None, "") for item, n in met.items())))
        if walks_out(RULES, mood, offences=0):
            return Ending.WALKS_OUT
    played = {item: level for item, level in earned.items() if item.partition(".")[0] in road}
    spoken = [level for item, level in played.items() if EDITION.phases[item.partition(".")[0]].mode is Mode.TALK]
    return decide(RULES, mood, sum(spoken) / (2 * len(spoken)), 0, played).ending


def shares(difficulty: str, course: str, manner: str) -> Counter[Ending]:
    chance = random.Random(f"{difficulty} {course} {manner}")
    return Counter(ending(difficulty, TALK[course], levels(manner, chance)) for _ in range(300))


@pytest.mark.parametrize("course", TALK)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize(
    ("manner", "usual", "share"),
    [
        ("makellos", {Ending.BUYS}, 1.0),
        ("gut", {Ending.BUYS, Ending.ASKS_FOR_TIME}, 0.75),
        ("mittel", {Ending.ASKS_FOR_TIME, Ending.DECLINES}, 0.75),
        ("schwach", {Ending.DECLINES, Ending.ASKS_FOR_TIME}, 0.95),
        ("nichts", {Ending.DECLINES}, 1.0),
    ],
)
def test_the_talk_ends_as_it_was_led(
    course: str, difficulty: str, manner: str, usual: set[Ending], share: float
) -> None:
    """Good talks sell, middling ones leave the customer thinking, weak ones end with no, whatever the course."""
    found = shares(difficulty, course, manner)
    assert sum(found[one] for one in usual) / found.total() >= share, found


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_manner_decides_about_the_whole_way(difficulty: str) -> None:
    """On the whole way the commonest ending is the one the talk deserves."""
    assert shares(difficulty, "komplett", "gut").most_common(1)[0][0] == Ending.BUYS
    assert shares("mittel", "komplett", "mittel").most_common(1)[0][0] == Ending.ASKS_FOR_TIME
    assert shares(difficulty, "komplett", "schwach").most_common(1)[0][0] == Ending.DECLINES


ORDER = (Ending.WALKS_OUT, Ending.DECLINES, Ending.ASKS_FOR_TIME, Ending.BUYS)


@given(
    st.sampled_from(DIFFICULTIES),
    st.sampled_from(sorted(TALK)),
    st.sampled_from(sorted(MANNERS)),
    st.randoms(use_true_random=False),
    st.data(),
)
def test_doing_better_never_ends_worse(
    difficulty: str, course: str, manner: str, chance: random.Random, data: st.DataObject
) -> None:
    """Raising the level of one item never leads to a worse ending."""
    earned = levels(manner, chance)
    item = data.draw(st.sampled_from([item for item in earned if item.partition(".")[0] in TALK[course]]))
    results = [ORDER.index(ending(difficulty, TALK[course], earned | {item: level})) for level in (0, 1, 2)]
    assert results == sorted(results)


@pytest.mark.parametrize(
    ("missing", "result"),
    [
        pytest.param({"entscheidung.3": 0}, Ending.ASKS_FOR_TIME, id="nobody asked for the decision"),
        pytest.param({"kundensituation.1": 0}, Ending.ASKS_FOR_TIME, id="nobody asked what is needed"),
        pytest.param({}, Ending.BUYS, id="nothing is missing"),
    ],
)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_flawless_talk_lacks_one_thing(difficulty: str, missing: dict[str, int], result: Ending) -> None:
    """Without a question for the need or for the decision nobody buys on the same day."""
    earned = levels("makellos", random.Random(0)) | missing
    assert ending(difficulty, TALK["komplett"], earned) == result


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_disrespect_ends_the_talk(difficulty: str) -> None:
    """One offence strains the talk, the second ends it, however good the rest is."""
    mood = greet(RULES, difficulty)
    once = hear(RULES, mood, {}, {}, [Flag.RESPEKT])
    assert once.spannung == mood.spannung + RULES.max_step
    assert not walks_out(RULES, once, offences=1)
    assert walks_out(RULES, mood, offences=2)


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row.item} at {row.level}") for row in RULES.mood])
def test_a_row_of_the_mood_table_means_what_it_says(row: MoodStep) -> None:
    """Read a row aloud and you know what the customer feels after it."""
    before, met = Mood(5, 5, 5), Verdict((ItemVerdict(row.item, row.level, row.level, 1.0, None, ""),))
    after = settle(RULES, hear(RULES, before, {}, {row.item: row.level}, []), met)
    moved = (after.vertrauen - 5, after.interesse - 5, after.spannung - 5)
    assert moved == (row.vertrauen, row.interesse, row.spannung)


def test_no_answer_moves_the_mood_by_more_than_a_step() -> None:
    """However much comes together in one answer, the customer changes little by little."""
    for phase in EDITION.phases.values():
        for level in (0, 2):
            before = Mood(5, 5, 5)
            after = hear(RULES, before, {}, {item.id: level for item in phase.items}, list(Flag))
            moved = [abs(getattr(after, axis) - 5) for axis in ("vertrauen", "interesse", "spannung")]
            assert max(moved) <= RULES.max_step


def test_private_phases_move_nothing() -> None:
    """What someone thinks before the talk neither moves the customer nor stands in a table."""
    private = {item.id for phase in EDITION.phases.values() if phase.private for item in phase.items}
    assert private == {"reflexion.1", "reflexion.2", "reflexion.3"}
    assert private.isdisjoint(row.item for row in RULES.mood)
    assert "*" not in {row.item for row in RULES.mood}


def test_a_harder_customer_begins_colder() -> None:
    """Difficulty shows in the first mood."""
    starts = [RULES.start[difficulty] for difficulty in DIFFICULTIES]
    assert all(one.vertrauen > other.vertrauen and one.spannung < other.spannung for one, other in pairwise(starts))
    assert temper(RULES, greet(RULES, "schwer")) == "kalt"


def test_the_decision_table_reads_from_best_to_worst() -> None:
    """In the decision table no row that says no stands above one that says yes."""
    ranks = [ORDER.index(rule.ending) for rule in RULES.decision]
    assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("course", TALK)
def test_whoever_says_nothing_hears_that_nothing_was_said(course: str, difficulty: str) -> None:
    """Without a single point the customer declines, whatever his mood at the start, and no reason praises anything."""
    mood = greet(RULES, difficulty)
    for phase in TALK[course][1:]:
        mood = pass_over(RULES, mood)
        assert decide(RULES, mood, 0.0, 0, {}) == RULES.decision[-1], phase


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_who_speaks_like_the_model_answers_sells(scenario: Scenario) -> None:
    """The model answers of a scenario, scored by the real engine, win the customer on the whole way."""
    trainee = Trainee(load_library(load_engine(), {})).begins("komplett", scenario.id)
    trainee.plays(*(scenario.phases[phase].model_answer for phase in PHASES))
    assert [run.ending for run in trainee.runs] == [Ending.BUYS]
