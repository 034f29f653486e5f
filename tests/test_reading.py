"""Reading courses and scenarios: every fault is named, with file, key, value and what would be right."""

import json
import tomllib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import load_files
from flows.course import Ending
from flows.fields import FaultyData
from flows.reading import (
    edition_hash,
    read_contribution,
    read_course,
    read_dossier,
    read_edition,
    read_inquiry,
    read_phases,
    read_rules,
    read_scenario,
)

FILES = load_files()
PHASES = read_phases("phases.toml", FILES["phases.toml"])
SCENARIO = "scenarios/waescherei.toml"
COURSE = "courses/komplett.toml"
GONE = object()


def written(value: Any) -> str:
    """`value` in TOML."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {written(below)}" for key, below in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(written(below) for below in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def changed(path: str, change: Mapping[str, Any]) -> str:
    """The shipped file `path` with the values under dotted keys replaced, or taken out if `GONE`."""
    table = tomllib.loads(FILES[path])
    for dotted, value in change.items():
        *above, last = (int(key) if key.isdigit() else key for key in dotted.split("/"))
        place: Any = table
        for key in above:
            place = place[key]
        if value is GONE:
            del place[last]
        else:
            place[last] = value
    return "\n".join(f"{json.dumps(key, ensure_ascii=False)} = {written(value)}" for key, value in table.items())


def faults(path: str, text: str) -> tuple[str, ...]:
    """What a reader finds wrong with `text` as the file `path`."""
    readers = {"phases.toml": read_phases, "dossier.toml": read_dossier}
    try:
        if path in readers:
            readers[path](path, text)
        elif path == "inquiry.toml":
            read_inquiry(path, text, FILES["inquiry.json"])
        elif path == "rules.toml":
            read_rules(path, text, PHASES)
        else:
            read_contribution(path, text, PHASES)
    except FaultyData as faulty:
        return faulty.faults
    return ()


def case(path: str, key: str, value: Any, *sentences: str) -> Any:
    what = "gone" if value is GONE else json.dumps(value, ensure_ascii=False)[:24]
    return pytest.param(path, {key: value}, sentences, id=f"{key}: {what}")


SCENARIO_FAULTS = [
    case(SCENARIO, "motto", "Wäsche", "motto is not a known key; known are again, customer, decision, difficulty"),
    case(SCENARIO, "title", GONE, "title is missing; expected a text"),
    case(SCENARIO, "title", "Wäsche " * 9, "title has 62 characters; expected at most 40"),
    case(SCENARIO, "difficulty", "knifflig", "difficulty is 'knifflig'; expected one of leicht, mittel, schwer"),
    case(SCENARIO, "palette", ["Wartung"], "palette has 1 entries; expected at least 3"),
    case(SCENARIO, "customer/name", "", "customer.name is empty; expected a text"),
    case(SCENARIO, "customer/gender", "x", "customer.gender is 'x'; expected one of m, f"),
    case(SCENARIO, "customer/age", 57, "customer.age is not a known key"),
    case(SCENARIO, "dossier/status", GONE, "dossier.status is missing; expected a table"),
    case(SCENARIO, "dossier/budget", {}, "dossier.budget is not a known key; known are bedarf, beziehung"),
    case(SCENARIO, "dossier/status/opens", ["Und?"] * 4, "dossier.status.opens has 4 entries; expected at least 5"),
    case(SCENARIO, "dossier/status/reveals", ["Ja."], "dossier.status.reveals has 1 entries; expected at least 2"),
    case(SCENARIO, "dossier/status/trust", 11, "dossier.status.trust is 11; expected 0 to 10"),
    case(SCENARIO, "dossier/status/trust", 5, "dossier.status.evades is missing; expected a list of at least 2 texts"),
    case(SCENARIO, "dossier/bedarf/trust", GONE, "dossier.bedarf.evades is there without trust"),
    case(SCENARIO, "objections", [], "objections has 0 entries; expected at least 3"),
    case(SCENARIO, "objections/0/hardness", 4, "objections[1].hardness is 4; expected 1 to 3"),
    case(SCENARIO, "objections/1/id", "kundendienst", "objections have the ids kundendienst, kundendienst"),
    case(SCENARIO, "objections/2/says/warm", ["Hm."], "objections[3].says.warm has 1 entries; expected at least 3"),
    case(SCENARIO, "phases/bindung", GONE, "phases.bindung is missing; expected a table"),
    case(SCENARIO, "phases/smalltalk", {}, "phases.smalltalk is not a known key; known are belohnung, beziehung"),
    case(SCENARIO, "phases/bindung/task", 7, "phases.bindung.task is 7; expected a text"),
    case(SCENARIO, "phases/bindung/says", {}, "phases.bindung.says is not a known key; known are model_answer, task"),
    case(SCENARIO, "phases/beziehung/says", GONE, "phases.beziehung.says is missing; expected a table"),
    case(
        SCENARIO, "phases/beziehung/says/kalt", ["Nein.", "Nein.", "Doch."], "phases.beziehung.says.kalt has the same"
    ),
    case(SCENARIO, "phases/beziehung/says/heiß", [], "phases.beziehung.says.heiß is not a known key; known are kalt"),
    case(SCENARIO, "phases/beziehung/replies/gut", ["Ja."], "phases.beziehung.replies.gut has 1 entries"),
    case(SCENARIO, "phases/einwaende/says", {}, "phases.einwaende.says is not a known key"),
    case(SCENARIO, "phases/entscheidung/variants", GONE, "phases.entscheidung.variants is missing; expected a table"),
    case(SCENARIO, "phases/gespraechsende/variants/lehnt_ab", GONE, "variants.lehnt_ab is missing; expected a table"),
    case(SCENARIO, "phases/unterstuetzung/variants/kauft", {}, "variants.kauft is not a known key; known are bedenkz"),
    case(SCENARIO, "phases/bindung/variants", {}, "phases.bindung.variants is not a known key"),
    case(SCENARIO, "decision/bricht_ab", GONE, "decision.bricht_ab is missing; expected a list of at least 3 texts"),
    case(SCENARIO, "decision/zweiter_anlauf", GONE, "decision.zweiter_anlauf is missing; expected a table"),
    case(SCENARIO, "decision/zweiter_anlauf/kauft", ["Ja."], "decision.zweiter_anlauf.kauft has 1 entries"),
    case(SCENARIO, "decision/zweiter_anlauf/bricht_ab", [], "zweiter_anlauf.bricht_ab is not a known key; known are"),
    case(SCENARIO, "offended", ["So nicht."], "offended has 1 entries; expected at least 3"),
    case(SCENARIO, "puzzled", "Wie bitte?", "puzzled is 'Wie bitte?'; expected a list of at least 3 texts"),
    case(SCENARIO, "again", GONE, "again is missing; expected a list of at least 3 texts"),
]

COURSE_FAULTS = [
    case(COURSE, "road", ["smalltalk"], "road names 'smalltalk'; expected phases such as reflexion, vorbereitung"),
    case(COURSE, "road", [], "road has 0 entries; expected at least 1"),
    case(COURSE, "after/kauft", GONE, "after.kauft is missing; expected the phases that follow"),
    case(COURSE, "after/bricht_ab", [], "after.bricht_ab is not a known key; known are bedenkzeit, kauft, lehnt_ab"),
    case(COURSE, "after/lehnt_ab", ["bindung"], "after.lehnt_ab names 'bindung'; expected only gespraechsende"),
    case(COURSE, "after/bedenkzeit", ["nachbereitung"], "after_second is there without a second try"),
    case(COURSE, "single", "ja", "single is 'ja'; expected true or false"),
    case(COURSE, "sheet", [{"id": "ziele", "title": "Ziele"}], "sheet[1].question is missing; expected a text"),
]

TABLE_FAULTS = [
    case("phases.toml", "bindung", GONE, "bindung is missing; expected a table"),
    case("phases.toml", "smalltalk", {}, "smalltalk is not a known key"),
    case(
        "phases.toml", "bindung/short", "Verbindung für immer", "bindung.short has 20 characters; expected at most 18"
    ),
    case("phases.toml", "bindung/mode", "stumm", "bindung.mode is 'stumm'; expected one of rede, beschreibung"),
    case("phases.toml", "bindung/items", [], "bindung.items has 0 entries; expected at least 3"),
    case("phases.toml", "bindung/items/2/title", "x" * 33, "bindung.items[3].title has 33 characters"),
    case("phases.toml", "bindung/items/0/track", "herz", "bindung.items[1].track is 'herz'; expected one of gefuehl"),
    case("dossier.toml", "status", GONE, "status is missing; expected a table"),
    case("dossier.toml", "status/hint", "…", "status.hint is not a known key; known are question, title"),
    case("inquiry.toml", "asking", [], "asking has 0 entries; expected at least 1"),
    case("inquiry.toml", "cues/budget", [], "cues.budget is not a known key; known are bedarf, beziehung"),
    case("rules.toml", "start/schwer", GONE, "start.schwer is missing; expected a table"),
    case("rules.toml", "start/brutal", {}, "start.brutal is not a known key; known are leicht, mittel, schwer"),
    case("rules.toml", "balance", GONE, "balance is missing; expected a table"),
    case("rules.toml", "balance/offence", 2, "balance.offence is 2.0; expected 0 to 1"),
    case("rules.toml", "max_step", 0, "max_step is 0; expected 1 to 10"),
    case("rules.toml", "mood/0/item", "einwaende.4", "mood[1].item is 'einwaende.4'; expected an item such as"),
    case("rules.toml", "mood/0/level", 3, "mood[1].level is 3; expected 0 to 2"),
    case("rules.toml", "conduct/0/conduct", "frech", "conduct[1].conduct is 'frech'; expected one of leer"),
    case("rules.toml", "temper/0/temper", "lau", "temper[1].temper is 'lau'; expected one of kalt, neutral, warm"),
    case("rules.toml", "temper", [{"temper": "warm", "vertrauen": 5}], "temper has conditions in its last row"),
    case("rules.toml", "decision/0/ending", "bricht_ab", "decision[1].ending is 'bricht_ab'; expected one of kauft"),
    case("rules.toml", "decision/0/score", 60, "decision[1].score is 60.0; expected 0 to 1"),
    case(
        "rules.toml", "decision/0/items", {"abschluss.1": 2}, "decision[1].items.abschluss.1 is not an item; expected"
    ),
    case(
        "rules.toml", "decision", [{"ending": "kauft", "reason": "So.", "score": 1}], "decision has conditions in its"
    ),
]


@pytest.mark.parametrize(("path", "change", "sentences"), [*SCENARIO_FAULTS, *COURSE_FAULTS, *TABLE_FAULTS])
def test_a_fault_is_named_with_file_and_key(path: str, change: Mapping[str, Any], sentences: tuple[str, ...]) -> None:
    """One change to a shipped file leads to a sentence that names the file, the key and what would be right."""
    found = faults(path, changed(path, change))
    assert all(fault.startswith(f"{path}: ") for fault in found)
    for sentence in sentences:
        assert any(sentence in fault for fault in found), found


@pytest.mark.parametrize("path", [path for path in FILES if "/" in path])
def test_what_is_shipped_can_be_written_anew(path: str) -> None:
    """The changes above start from files that are themselves without fault."""
    assert faults(path, changed(path, {})) == ()


def test_all_faults_of_a_file_come_at_once() -> None:
    """Whoever writes a scenario repairs it in one go."""
    change = {"customer/gender": "x", "palette": [], "phases/bindung": GONE, "decision/kauft": ["Ja."]}
    found = "\n".join(faults(SCENARIO, changed(SCENARIO, change)))
    assert all(key in found for key in ("customer.gender", "palette", "phases.bindung", "decision.kauft"))


def test_a_slip_in_the_syntax_is_named_with_its_line() -> None:
    """A file that is no TOML is told so, with the place."""
    (sentence,) = faults(SCENARIO, 'title = "Die Waschstraße"\nindustry: Wäscherei\n')
    assert sentence.startswith(f"{SCENARIO}: is not TOML: ")
    assert "line 2" in sentence


def test_the_stem_of_the_path_is_the_id() -> None:
    """A course or scenario is called what its file is called."""
    assert read_scenario("daheim/meine.toml", FILES[SCENARIO], PHASES).id == "meine"
    assert read_course("meiner.toml", FILES[COURSE], PHASES).id == "meiner"


def test_a_course_says_what_follows_each_ending() -> None:
    """The whole way goes on after the decision as the customer decides."""
    course = read_course(COURSE, FILES[COURSE], PHASES)
    assert course.after[Ending.BUYS][0] == "zusatzgeschaeft"
    assert course.after[Ending.ASKS_FOR_TIME][-1] == "entscheidung"
    assert course.after[Ending.DECLINES] == ("gespraechsende", "nachbereitung")


def test_an_edition_names_missing_and_faulty_files_together() -> None:
    """Faults of several files are reported in one go."""
    files = {path: text for path, text in FILES.items() if path != "dossier.toml"}
    files["rules.toml"] = changed("rules.toml", {"max_step": 0})
    files[SCENARIO] = changed(SCENARIO, {"title": GONE})
    with pytest.raises(FaultyData) as caught:
        read_edition(files)
    assert [fault.split(" is ")[0] for fault in caught.value.faults] == [
        "dossier.toml",
        "rules.toml: max_step",
        f"{SCENARIO}: title",
    ]


def test_an_edition_is_named_by_its_files() -> None:
    """The order of files is nothing to the hash, a changed comma is."""
    assert edition_hash(dict(reversed(FILES.items()))) == edition_hash(FILES) == read_edition(FILES).hash
    assert edition_hash(FILES | {SCENARIO: FILES[SCENARIO] + "\n"}) != edition_hash(FILES)
    assert len(edition_hash(FILES)) == 16


anything = st.recursive(
    st.none().map(lambda _: False) | st.booleans() | st.integers(-3, 99) | st.floats(-1, 2) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=5), below, max_size=3),
    max_leaves=5,
)


def places(value: Any, above: str = "") -> list[str]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    here = [f"{above}{key}" for key, _ in below]
    return here + [place for key, inner in below for place in places(inner, f"{above}{key}/")]


def test_weights_that_cannot_be_read_are_a_fault() -> None:
    """And the sentence says what writes them."""
    with pytest.raises(FaultyData, match=r"inquiry\.json: cannot be read .* bot\.learning\.inquiry writes it"):
        read_inquiry("inquiry.toml", FILES["inquiry.toml"], '{"": [1,')


@pytest.mark.parametrize("path", ["phases.toml", "dossier.toml", "inquiry.toml", "rules.toml", COURSE, SCENARIO])
@settings(max_examples=25)  # a scenario takes its time to read
@given(data=st.data())
def test_whatever_stands_in_a_file_is_a_fault_or_fine(path: str, data: st.DataObject) -> None:
    """No value at any place makes the reader stumble; it reads or it reports."""
    place = data.draw(st.sampled_from(places(tomllib.loads(FILES[path]))))
    faults(path, changed(path, {place: data.draw(anything)}))


@given(st.text(max_size=60))
def test_any_text_is_read_or_reported(text: str) -> None:
    """A file that is anything at all leads to sentences, never to a crash."""
    assert faults("mein.toml", text)
