"""What exercises promise: files whose every fault is named, verdicts that can be repeated, good ones to begin with."""

import itertools
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.content import load_files, load_library, load_reflection
from bot.engine import load_engine
from flows.course import PHASES
from flows.exercises.card import Model, card
from flows.exercises.exercise import (
    Exercise,
    Item,
    OwnExercise,
    PhaseExercise,
    ReflectionExercise,
    RoleplayExercise,
    Written,
)
from flows.exercises.judging import Tools, judge
from flows.exercises.lines import find_lines
from flows.exercises.outcome import Outcome, outcome, share, undecided
from flows.exercises.reading import DESCRIPTION, ITEM_TITLE, LARGEST, LONGEST, TITLE, WORDING, identity, read
from flows.exercises.writing import write
from flows.fields import FaultyData
from flows.library import Library
from flows.reading import read_edition
from flows.reflection.reading import read_reflection
from flows.scoring import Flag, Grading, ItemVerdict, Turn, Verdict, grading
from flows.scoring.grading import Example
from tests.stage import ReadingEngine, shipped

EDITION, REFLECTION = read_edition(load_files()), read_reflection(load_reflection())
SHIPPED = shipped().exercises
WRITTEN = {id_: exercise for id_, exercise in SHIPPED.items() if not isinstance(exercise, RoleplayExercise)}

OWN = """\
kind = "eigen"
title = "Den Preis nennen"
situation = "Herr Falk fragt: „Was kostet das?“"
model_answer = "Das kostet 300 Euro. Was sagen Sie dazu?"

[[items]]
title = "Die Zahl"
wording = "Nennt den Preis in Euro"

[[items]]
title = "Das Wort geben"
wording = "Fragt, was er dazu meint"

[[examples]]
answer = "Es sind 300 Euro."
grades = [1, 0]

[[examples]]
answer = "Wie klingt das für Sie?"
grades = ["-", 1.0]
"""


PLAY = 'kind = "rollenspiel"\ntitle = "A"\nscenario = "klavier"\n'


def opened(text: str | bytes, name: str = "probe.toml") -> Exercise:
    return read(text, name, EDITION, REFLECTION)


@cache
def own() -> OwnExercise:
    exercise = opened(OWN)
    assert isinstance(exercise, OwnExercise)
    return exercise


def faults(text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(FaultyData) as raised:
        opened(text)
    return raised.value.faults


@cache
def house() -> Library:
    """With the real engine."""
    return load_library(load_engine(), {})


# --- reading and writing ---------------------------------------------------------------------------------------


def test_an_own_exercise() -> None:
    """Everything a coach writes is there, space around it is not, and what was not graded is open."""
    exercise = own()
    assert [item.id for item in exercise.items] == ["1", "2"]
    assert exercise.items[0] == Item("1", "Die Zahl", "Nennt den Preis in Euro")
    assert exercise.examples[1] == Example("Wie klingt das für Sie?", (None, 1.0))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("", "„kind“ fehlt; hier gehört ein Text hin.", id="empty"),
        pytest.param('kind = "frage"', "Zeile 1: „kind“ ist „frage“. Möglich ist: phase, eigen, reflexion", id="kind"),
        pytest.param(OWN.replace('"eigen"', '"eigene"'), "Zeile 1: „kind“ ist „eigene“. Meinst du „eigen“?", id="near"),
        pytest.param(OWN.replace("title =", "titel =", 1), "Zeile 2: „titel“ kenne ich nicht. Meinst du „t", id="key"),
        pytest.param(OWN.replace("title =", "titel =", 1), "„title“ fehlt", id="missing"),
        pytest.param(OWN.replace('"Den Preis nennen"', "5"), "Zeile 2: „title“ ist „5“, kein Text", id="no text"),
        pytest.param(OWN.replace("Den Preis nennen", " "), "Zeile 2: „title“ ist leer", id="blank"),
        pytest.param(OWN.replace("Den", "Den" * 15), f"Zeile 2: „title“ hat 58 Zeichen; höchstens {TITLE}", id="title"),
        pytest.param(
            OWN.replace("Die Zahl", "z" * 41),
            f"Zeile 7, Punkt 1: „title“ hat 41 Zeichen; höchstens {ITEM_TITLE}",
            id="item",
        ),
        pytest.param(OWN.replace("Nennt den", "x" * WORDING), "Zeile 8, Punkt 1: „wording“ hat", id="wording"),
        pytest.param(OWN.replace("Es sind", "x" * LONGEST), "Zeile 15, Beispiel 1: „answer“ hat", id="answer"),
        pytest.param(OWN.replace("Herr Falk", "x" * LONGEST), "Zeile 3: „situation“ hat", id="situation"),
        pytest.param(OWN.replace("Das Wort geben", "Die Zahl"), "haben zweimal den Titel „Die Zahl“", id="twice"),
        pytest.param(
            OWN.replace("[1, 0]", "[1]"), "Zeile 16, Beispiel 1: „grades“ hat 1 Werte; erwartet sind 2", id="few"
        ),
        pytest.param(
            OWN.replace("[1, 0]", "[2, 0]"), "Zeile 16, Beispiel 1: „grades“ enthält „2“; möglich", id="grade"
        ),
        pytest.param(OWN.replace("[1, 0]", "[nan, 0]"), "„grades“ enthält „nan“", id="no number"),
        pytest.param(OWN.replace("[1, 0]", "[true, 0]"), "„grades“ enthält „True“", id="yes"),
        pytest.param(OWN.replace("[1, 0]", "1"), "Zeile 16, Beispiel 1: „grades“ ist „1“, keine Liste", id="no list"),
        pytest.param(OWN + "[[items]]\n" * 4, "Zeile 6: „items“ gibt es 6-mal; möglich sind 1 bis 5", id="many items"),
        pytest.param(OWN.split("[[items]]")[0], "„items“ gibt es 0-mal", id="no items"),
        pytest.param(OWN.split("[[items]]")[0] + "items = [3]", "„items“ hat als Eintrag 1 „3“", id="no table"),
        pytest.param(OWN.replace("[[items]]", "[items]", 1).replace("[[items]]", "[other]"), "„items“ ist", id="table"),
        pytest.param(
            OWN + "[[examples]]\n" * 59, "„examples“ gibt es 61-mal; möglich sind höchstens 60", id="examples"
        ),
        pytest.param(
            OWN.replace("Es sind", "\\u0000"), "Zeile 15, Beispiel 1: „answer“ enthält Steuerzeichen", id="control"
        ),
        pytest.param(OWN.replace("wording =", "wording", 1), "Zeile 8, Spalte 9: Von hier an lässt sich", id="toml"),
        pytest.param("a = " + "[" * 5000, "nicht als TOML lesen", id="deep"),
        pytest.param("a = " + "9" * 5000, "nicht als TOML lesen", id="endless number"),
        pytest.param(b"\xff\xfe\x00", "Die Datei ist nicht als UTF-8 gespeichert", id="encoding"),
        pytest.param("\ud800", "Die Datei ist nicht als UTF-8 gespeichert", id="surrogate"),
        pytest.param("#" * (LARGEST + 1), "Die Datei hat 257 KB; höchstens 256 KB sind möglich.", id="size"),
        pytest.param(
            'kind = "phase"\nphase = "einwand"', "Zeile 2: „phase“ ist „einwand“. Meinst du „einwaende“?", id="phase"
        ),
        pytest.param('kind = "reflexion"\nquestion = "gefuehl.zuest"', "Meinst du „gefuehl.zuerst“?", id="question"),
        pytest.param(PLAY + 'course = "einzeln"', "„phase“ fehlt", id="single"),
        pytest.param(
            PLAY + 'course = "gespraech"\nphase = "einwaende"',
            "Zeile 5: „phase“ passt nicht zum Kurs „Nur das Gespräch“",
            id="whole",
        ),
        pytest.param(PLAY.replace("klavier", "klaver"), "Meinst du „klavier“?", id="scenario"),
    ],
)
def test_a_fault_is_named(text: str | bytes, fault: str) -> None:
    """In German, with the line, what was given, and what would be right."""
    assert any(fault in sentence for sentence in faults(text)), faults(text)


def test_all_faults_are_named_at_once() -> None:
    """In the order of their lines, those of the whole file first."""
    text = OWN.replace("title =", "titel =", 1).replace("Die Zahl", "z" * 41).replace("[1, 0]", "[2]")
    text = text.replace('model_answer = "Das kostet 300 Euro. Was sagen Sie dazu?"', "farbe = 1")
    lines = [int(found[1]) if (found := re.match(r"Zeile (\d+)", fault)) else 0 for fault in faults(text)]
    assert lines == [0, 0, 2, 4, 7, 16, 16]


def test_the_manual_shows_an_exercise_that_can_be_read() -> None:
    """docs/uebungen.md says how to write one."""
    manual = (Path(__file__).parent.parent / "docs" / "uebungen.md").read_text("utf-8")
    (sample,) = re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)
    assert isinstance(opened(sample), OwnExercise)


def test_lines_are_found_past_what_only_looks_like_keys() -> None:
    """Words inside a text that runs over several lines are no keys, nor is what a comment says."""
    text = 'a = """\nb = 1\n[c]\n"""  # d = 2\nb = 1\n[[c]]\ne = [\n  1,\n]\n[[c]]\r\n\'f\' = 1\ne = 2\n'
    assert find_lines(text) == {
        ("a",): 1, ("b",): 5, ("c",): 6, ("c", 1): 6, ("c", 1, "e"): 7, ("c", 2): 10, ("c", 2, "e"): 12,
    }  # fmt: skip


@pytest.mark.parametrize("exercise", SHIPPED.values(), ids=SHIPPED)
def test_a_shipped_exercise_is_written_as_it_is_read(exercise: Exercise) -> None:
    assert opened(write(exercise), f"{exercise.id}.toml") == exercise


printable = st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.just("\n")


def texts(most: int) -> st.SearchStrategy[str]:
    return st.text(printable, max_size=most).map(str.strip).filter(bool)


@st.composite
def own_exercises(draw: st.DrawFn) -> OwnExercise:
    titles = draw(st.lists(texts(ITEM_TITLE), min_size=1, max_size=5, unique=True))
    items = tuple(Item(str(number), title, draw(texts(60))) for number, title in enumerate(titles, 1))
    grades = st.tuples(*[st.none() | st.floats(0, 1)] * len(items))
    examples = draw(st.lists(st.builds(Example, texts(60), grades), max_size=4))
    description = draw(st.text(printable, max_size=DESCRIPTION).map(str.strip))
    return OwnExercise("a", draw(texts(TITLE)), description, draw(texts(90)), items, draw(texts(90)), tuple(examples))


@given(own_exercises())
def test_whatever_a_coach_writes_comes_back(exercise: OwnExercise) -> None:
    """Quotation marks, backslashes, several lines: the file says what the exercise says."""
    assert opened(write(exercise), "a.toml") == exercise


def told(text: str | bytes) -> tuple[str, ...]:
    """What is said about a text, if anything."""
    try:
        opened(text)
    except FaultyData as faulty:
        return faulty.faults
    return ()


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_no_text_breaks_the_reading(text: str | bytes) -> None:
    """Whatever is sent, its faults are told."""
    assert told(text)
    assert all(told(text))


@given(st.data())
def test_no_slip_breaks_the_reading(data: st.DataObject) -> None:
    """A file with a piece torn out and something else put there is an exercise, or its faults are told."""
    text = data.draw(st.sampled_from([OWN, *(write(exercise) for exercise in SHIPPED.values())]))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    put = data.draw(st.text(max_size=5) | st.sampled_from(["[", "]", '"', "=", "[[items]]\n", "\n", "1", "true", "{}"]))
    assert all(told(text[:start] + put + text[end:]))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Über den Preis (2).toml", "ueber-den-preis-2"),
        ("/tmp/a.b.toml", "a-b"),
        ("🚲.toml", "uebung"),
        ("", "uebung"),
        ("x" * 90, "x" * 32),
    ],
)
def test_a_file_gives_its_name(name: str, expected: str) -> None:
    """An id fits a button, whatever the file is called."""
    assert identity(name) == expected


# --- kept for years --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", SHIPPED.values(), ids=SHIPPED)
def test_an_exercise_is_plain_data(exercise: Exercise) -> None:
    """Stored whole, it comes back the same, with the same version."""
    again = msgspec.json.decode(msgspec.json.encode(exercise), type=Exercise)
    assert again == exercise
    assert again.version == exercise.version


def test_a_version_is_the_content() -> None:
    """The same under another id and with whole grades; another one with another word."""
    exercise = own()
    whole = replace(exercise, id="x", examples=(Example("Es sind 300 Euro.", (1, 0)), exercise.examples[1]))
    assert whole.version == exercise.version
    assert replace(exercise, situation="Frau Falk fragt.").version != exercise.version
    assert len({shipped.version for shipped in SHIPPED.values()}) == len(SHIPPED)


# --- judging ---------------------------------------------------------------------------------------------------


class Counting(ReadingEngine):
    """Counts how often it fits."""

    def __init__(self) -> None:
        self.fitted = 0

    def grader(
        self, task: str, items: Sequence[grading.Item], examples: Sequence[grading.Example], version: str
    ) -> Grading:
        self.fitted += 1
        return super().grader(task, items, examples, version)


def test_the_same_is_fitted_once() -> None:
    """Whatever the order of the corrections; another correction is learned from."""
    engine = Counting()
    tools = Tools(engine)
    more = [Example("Gut.", (0, 0)), Example("Das macht 300 Euro.", (1, None))]
    for examples in (more, more[::-1], [*more, more[0]], [Example("Gut.", (0.0, 0.0)), more[1]]):
        judge(own(), [Turn("2 1")], examples, tools)
    assert engine.fitted == 1
    judge(own(), [Turn("2 1")], more[:1], tools)
    assert engine.fitted == 2


def test_a_correction_for_other_items_is_let_be() -> None:
    """An example of an earlier version with more or fewer items teaches nothing and stops nobody."""
    tools = Tools(ReadingEngine())
    alone = judge(own(), [Turn("2 1")], [], tools)
    assert judge(own(), [Turn("2 1")], [Example("Gut.", (1,))], tools) == alone


def test_a_correction_counts_when_the_answer_comes_again() -> None:
    """And the verdict tells by its scorer that something else judged it."""
    turns, tools = [Turn("Dreihundert, und jetzt Sie.")], house().tools
    before = judge(own(), turns, [], tools)
    after = judge(own(), turns, [Example("Dreihundert, und jetzt Sie.", (1, 1))], tools)
    assert [item.level for item in after.items] == [2, 2] != [item.level for item in before.items]
    assert before.scorer != after.scorer


@pytest.mark.parametrize("exercise", WRITTEN.values(), ids=WRITTEN)
def test_the_same_answer_is_judged_the_same(exercise: Written) -> None:
    """In another process too; and the scorer names engine and exercise."""
    turns = [Turn("Guten Tag, das verstehe ich gut. Was ist Ihnen dabei am wichtigsten?")]
    verdict = judge(exercise, turns, [], house().tools)
    assert verdict == judge(exercise, turns, [], Tools(house().engine))
    assert verdict.scorer.startswith(f"{house().engine.version}+{exercise.version}")
    assert [item.item for item in verdict.items] == [item.id for item in exercise.items]


def test_the_tone_is_heard_in_an_own_exercise() -> None:
    """An offence is flagged, whatever the items are about; the coach decides what follows."""
    rude = "Sind Sie taub? 300 Euro kostet das, das begreift doch jedes Kind, Sie Trottel. Was meinen Sie?"
    verdict = judge(own(), [Turn(rude)], [], house().tools)
    assert Flag.RESPEKT in verdict.flags
    assert judge(own(), [Turn("Das kostet 300 Euro.")], [], house().tools).flags == ()


def test_the_situation_copied() -> None:
    """Nothing is earned by what stands in the task, however near it comes to the examples."""
    for exercise in WRITTEN.values():
        if isinstance(exercise, OwnExercise):
            verdict = judge(exercise, [Turn(exercise.situation)], [], house().tools)
            assert {item.level for item in verdict.items} == {0}


def question(id_: str) -> ReflectionExercise:
    exercise = opened(f'kind = "reflexion"\ntitle = "Frage"\nquestion = "{id_}"')
    assert isinstance(exercise, ReflectionExercise)
    return exercise


@pytest.mark.parametrize(
    ("id_", "answers", "level"),
    [
        ("haltung.ueber", ["2"], 2),
        ("haltung.ueber", ["Ich o.k. – du nicht o.k."], 2),
        ("haltung.ueber", ["1", "2"], 2),
        ("haltung.ueber", ["2", "1"], 0),
        ("haltung.ueber", ["Das ist eine traurige Haltung"], None),
        ("gefuehl.zuerst", ["Erst der Bauch", "dann der Kopf"], 2),
        ("gefuehl.zuerst", ["nach Gefühl"], 1),
        ("gefuehl.zuerst", ["Rein rational, Gefühle spielen keine Rolle"], None),
        ("gefuehl.zuerst", ["…"], 0),
    ],
)
def test_a_question_is_judged_as_in_the_reflection(id_: str, answers: Sequence[str], level: int | None) -> None:
    """A free answer by all that was said, a choice by the last one."""
    verdict = judge(question(id_), [Turn(answer) for answer in answers], [], Tools(ReadingEngine()))
    (item,) = verdict.items
    assert (item.item, item.level) == (id_, level)
    assert item.evidence is None or item.evidence in "\n".join(answers)
    assert (Flag.LEER in verdict.flags) == (answers == ["…"])


@given(st.sampled_from(list(REFLECTION.questions)), st.lists(st.text(max_size=80), max_size=3))
def test_no_answer_breaks_a_question(id_: str, answers: list[str]) -> None:
    verdict = judge(question(id_), [Turn(answer) for answer in answers], [], Tools(ReadingEngine()))
    assert [item.item for item in verdict.items] == [id_]


# --- the outcome -----------------------------------------------------------------------------------------------


def verdict_of(levels: Sequence[int | None]) -> Verdict:
    items = (ItemVerdict(str(number), level, level or 0, 1.0, None, "So.") for number, level in enumerate(levels))
    return Verdict(tuple(items))


@pytest.mark.parametrize(
    ("levels", "minimum", "expected"),
    [
        ((2, 2, 2), 1.0, Outcome.PASSED),
        ((2, 1, 1), 0.6, Outcome.PASSED),
        ((2, 1, 1), 0.7, Outcome.NOT_YET),
        ((2, 2, None), 0.6, Outcome.PASSED),
        ((0, 0, None), 0.6, Outcome.NOT_YET),
        ((2, 1, None), 0.6, Outcome.IN_REVIEW),
        ((None,), 0.5, Outcome.IN_REVIEW),
        ((0, 0, 0), 0.0, Outcome.PASSED),
    ],
)
def test_what_an_attempt_comes_to(levels: Sequence[int | None], minimum: float, expected: Outcome) -> None:
    """A person is asked only where the outcome hangs on what is not clear."""
    assert outcome(own(), verdict_of(levels), minimum) == expected


@given(st.lists(st.none() | st.integers(0, 2), min_size=1, max_size=5), st.sampled_from([n / 10 for n in range(11)]))
def test_no_decision_of_a_coach_turns_what_is_clear(levels: list[int | None], minimum: float) -> None:
    """Passed and not yet hold however the items that are not clear are decided; in review both are possible."""
    decided = {
        outcome(own(), verdict_of(levels_), minimum)
        for levels_ in itertools.product(*[range(3) if level is None else (level,) for level in levels])
    }
    now = outcome(own(), verdict_of(levels), minimum)
    assert decided == ({Outcome.PASSED, Outcome.NOT_YET} if now == Outcome.IN_REVIEW else {now})


def test_the_share_is_of_what_is_clear() -> None:
    verdict = verdict_of((2, 1, None))
    assert share(verdict) == 0.75
    assert [item.item for item in undecided(verdict)] == ["2"]
    assert share(verdict_of((None,))) == 0


def test_what_is_private_neither_passes_nor_fails() -> None:
    """The attitude phase is the trainee's own."""
    private = [exercise for exercise in SHIPPED.values() if exercise.private]
    assert private
    for exercise in private:
        assert outcome(exercise, verdict_of((0, None, 0)), 1.0) == Outcome.PRIVATE


# --- the card --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", SHIPPED.values(), ids=SHIPPED)
def test_a_card_shows_what_is_to_be_done(exercise: Exercise) -> None:
    """And not the model answer, unless it is asked for."""
    values = card(exercise, Model.HIDDEN)
    assert values["titel"] == exercise.title
    assert values["lage"] == exercise.situation
    assert values["muster"] == ""
    assert card(exercise, Model.FOLDED)["muster"] == exercise.model_answer


# --- the library -----------------------------------------------------------------------------------------------


def test_a_role_play_tells_whom_one_meets_and_whom_one_plays() -> None:
    """It begins at the first task, so what the trainee sells has to stand on the card."""
    plays = [exercise for exercise in SHIPPED.values() if isinstance(exercise, RoleplayExercise)]
    for play in plays:
        scenario = EDITION.scenarios[play.scenario]
        assert scenario.teaser in play.situation
        assert scenario.seller in play.situation


def test_there_is_an_exercise_for_everything() -> None:
    """Every phase, every set that asks for knowledge, checklists of one's own with examples, the role-play."""
    phases = [exercise.phase for exercise in SHIPPED.values() if isinstance(exercise, PhaseExercise)]
    sets = {each.question.id.partition(".")[0] for each in SHIPPED.values() if isinstance(each, ReflectionExercise)}
    owns = [exercise for exercise in SHIPPED.values() if isinstance(exercise, OwnExercise)]
    assert set(phases) == set(PHASES)
    assert sets == {id_.partition(".")[0] for id_ in REFLECTION.questions}
    assert len([exercise for exercise in owns if len(exercise.examples) >= 10]) >= 4
    assert len([exercise for exercise in SHIPPED.values() if isinstance(exercise, RoleplayExercise)]) >= 4
    assert len({exercise.title for exercise in SHIPPED.values()}) == len(SHIPPED) >= 24


@pytest.mark.parametrize("exercise", WRITTEN.values(), ids=WRITTEN)
def test_a_model_answer_earns_everything(exercise: Written) -> None:
    """So that nobody is shown a poor example, though no graded one is just that answer."""
    if isinstance(exercise, OwnExercise):
        assert exercise.model_answer not in [example.answer for example in exercise.examples]
    verdict = judge(exercise, [Turn(exercise.model_answer)], [], house().tools)
    assert [item.level for item in verdict.items] == [2] * len(exercise.items)
    assert verdict.flags == ()


TOLD = {
    f"{exercise.id}.{key}": text
    for exercise in SHIPPED.values()
    if isinstance(exercise, PhaseExercise | OwnExercise)
    for key, text in (("situation", exercise.situation), ("model_answer", exercise.model_answer))
}


@pytest.mark.parametrize("key", [key for key in TOLD if key.endswith("situation")])
def test_a_situation_can_be_taken_in_at_a_glance(key: str) -> None:
    """There is enough to go by, and it fits a phone."""
    assert 300 <= len(TOLD[key]) <= 700


@pytest.mark.parametrize(
    "slip",
    [
        pytest.param(r"[\"“”]\w|\w\"", id="quotes that are not German"),
        pytest.param(r"\.\.\.", id="three dots instead of an ellipsis"),
        pytest.param(r" - ", id="a hyphen instead of a dash"),
        pytest.param(r"  |\s$|\n", id="stray white space"),
        pytest.param(r"!", id="an exclamation mark"),
        pytest.param(r"<|>|\{\{", id="mark-up"),
        pytest.param(r"[a-zäöüß](\*|_|:)innen\b|\w/(in|innen)\b", id="a form that cannot be read aloud"),
    ],
)
def test_the_language_is_clean(slip: str) -> None:
    """German typography, nothing shouted."""
    everything: Mapping[str, str] = TOLD | {
        f"{exercise.id}.{key}": text
        for exercise in SHIPPED.values()
        for key, text in (("title", exercise.title), ("description", exercise.description))
    }
    assert [key for key, text in everything.items() if re.search(slip, text)] == []
