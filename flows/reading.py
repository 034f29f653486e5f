"""From TOML text to courses and scenarios, naming every fault of a file in a sentence.

A file is known by its path below the content folder ("phases.toml", "scenarios/spulenhof.toml"); the stem of the
path is the id of a course or a scenario. All readers raise `FaultyData`.
"""

import tomllib
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TypeVar

import msgspec

from flows.course import (
    DIFFICULTIES,
    DOSSIER_FIELDS,
    PHASES,
    SECOND_TRY,
    VARIANTS,
    BalanceRules,
    ConductStep,
    Course,
    Customer,
    DecisionRule,
    DecisionScript,
    DossierEntry,
    DossierField,
    Ending,
    Item,
    Mode,
    MoodStep,
    Objection,
    Phase,
    PhaseScript,
    Replies,
    Rules,
    Says,
    Scenario,
    SecondDecision,
    SheetElement,
    Start,
    Temper,
    TemperRule,
    Track,
    Variant,
)
from flows.fields import FaultyData, Fields
from flows.library import Edition
from flows.scoring.matching import Inquiry
from flows.scoring.verdict import Flag

T = TypeVar("T")

DECIDED = (Ending.BUYS, Ending.ASKS_FOR_TIME, Ending.DECLINES)

CONDUCTS = (*Flag, "feld_geoeffnet", "rabatt", "ueberhoert", "uebersprungen")
"""What the conduct table may speak of."""


def read_edition(files: Mapping[str, str]) -> Edition:
    """Everything in `files`, checked against each other; `phases.toml` first, since all others speak of phases."""
    faults: list[str] = []

    def read(reader: Callable[..., T], path: str, *context: object) -> T | None:
        if path not in files:
            faults.append(f"{path} is missing")
            return None
        try:
            return reader(path, files[path], *context)
        except FaultyData as faulty:
            faults.extend(faulty.faults)
            return None

    def read_folder(reader: Callable[..., T], folder: str) -> dict[str, T]:
        paths = [PurePosixPath(path) for path in sorted(files)]
        values = {path.stem: read(reader, str(path), phases) for path in paths if path.parent.name == folder}
        return {id_: value for id_, value in values.items() if value is not None}

    phases = read(read_phases, "phases.toml")
    if phases is None:
        raise FaultyData(faults)
    dossier = read(read_dossier, "dossier.toml")
    inquiry = read(read_inquiry, "inquiry.toml", files.get("inquiry.json", ""))
    rules = read(read_rules, "rules.toml", phases)
    courses = read_folder(read_course, "courses")
    scenarios = read_folder(read_scenario, "scenarios")
    if faults or dossier is None or inquiry is None or rules is None:
        raise FaultyData(faults)
    return Edition(edition_hash(files), phases, dossier, inquiry, rules, courses, scenarios)


def edition_hash(files: Mapping[str, str]) -> str:
    """The name of an edition: the same for the same files in any order."""
    digest = sha256()
    for path in sorted(files):
        digest.update(f"{path}\0{files[path]}\0".encode())
    return digest.hexdigest()[:16]


# --- phases.toml -----------------------------------------------------------------------------------------------


def read_phases(path: str, text: str) -> dict[str, Phase]:
    """The sixteen phases in their order, each a table named by its id."""
    root = _root(path, text)
    phases = {id_: _phase(root.table(id_), id_, number) for number, id_ in enumerate(PHASES, 1)}
    _finish(root)
    return phases


def _phase(fields: Fields, id_: str, number: int) -> Phase:
    phase = Phase(
        id=id_,
        number=number,
        title=fields.text("title", most=40),
        short=fields.text("short", most=18),
        mode=Mode(fields.choice("mode", tuple(Mode))),
        private=fields.flag("private", False),
        introduction=fields.text("introduction"),
        items=tuple(_item(item, f"{id_}.{n}") for n, item in enumerate(fields.tables("items", least=3), 1)),
    )
    if len(phase.items) > 3:
        fields.fault("items", f"has {len(phase.items)} entries; expected 3")
    fields.close()
    return phase


def _item(fields: Fields, id_: str) -> Item:
    item = Item(
        id=id_,
        title=fields.text("title", most=32),
        explanation=fields.text("explanation"),
        hint=fields.text("hint"),
        track=Track(fields.choice("track", tuple(Track))),
        own=fields.flag("own"),
        customer=fields.flag("customer"),
    )
    fields.close()
    return item


# --- dossier.toml ----------------------------------------------------------------------------------------------


def read_dossier(path: str, text: str) -> dict[str, DossierField]:
    """The seven fields in their order, each a table named by its id."""
    root = _root(path, text)
    dossier = {id_: _dossier_field(root.table(id_), id_) for id_ in DOSSIER_FIELDS}
    _finish(root)
    return dossier


def _dossier_field(fields: Fields, id_: str) -> DossierField:
    field = DossierField(id_, fields.text("title", most=32), fields.text("question"))
    fields.close()
    return field


# --- rules.toml ------------------------------------------------------------------------------------------------


def read_rules(path: str, text: str, phases: Mapping[str, Phase]) -> Rules:
    """The tables by which the customer reacts and decides."""
    root = _root(path, text)
    start = root.table("start")
    rules = Rules(
        start={difficulty: _start(start.table(difficulty)) for difficulty in DIFFICULTIES},
        max_step=root.integer("max_step", 1, 10),
        mood=tuple(_mood_step(row, phases) for row in root.tables("mood", least=1)),
        conduct=tuple(_conduct_step(row) for row in root.tables("conduct", least=1)),
        temper=tuple(_temper_rule(row) for row in root.tables("temper", least=1)),
        walk_out_spannung=root.integer("walk_out_spannung", 1, 10),
        walk_out_offences=root.integer("walk_out_offences", 1, 10),
        decision=tuple(_decision_rule(row, phases) for row in root.tables("decision", least=1)),
        balance=_balance(root.table("balance")),
    )
    start.close()
    _always_decided(root, rules)
    _finish(root)
    return rules


def _always_decided(root: Fields, rules: Rules) -> None:
    """The last row of a table tried from the top must hold for everybody."""
    if rules.temper and rules.temper[-1] != TemperRule(rules.temper[-1].temper):
        root.fault("temper", "has conditions in its last row; expected none, so that one row always holds")
    if rules.decision and rules.decision[-1] != DecisionRule(rules.decision[-1].ending, rules.decision[-1].reason):
        root.fault("decision", "has conditions in its last row; expected none, so that one row always holds")


def _start(fields: Fields) -> Start:
    start = Start(*(fields.integer(value, 0, 10) for value in ("vertrauen", "interesse", "spannung")))
    fields.close()
    return start


def _moves(fields: Fields) -> dict[str, int]:
    return {value: fields.integer(value, -10, 10, 0) for value in ("vertrauen", "interesse", "spannung")}


def _mood_step(fields: Fields, phases: Mapping[str, Phase]) -> MoodStep:
    known = {"*", *phases, *_items(phases)}
    item = fields.text("item")
    if item and item not in known:
        fields.fault("item", f"is {item!r}; expected an item such as einwaende.1, a phase such as einwaende, or *")
    step = MoodStep(item, fields.integer("level", 0, 2), **_moves(fields))
    fields.close()
    return step


def _conduct_step(fields: Fields) -> ConductStep:
    step = ConductStep(fields.choice("conduct", CONDUCTS), **_moves(fields))
    fields.close()
    return step


def _temper_rule(fields: Fields) -> TemperRule:
    rule = TemperRule(
        temper=Temper(fields.choice("temper", tuple(Temper))),
        vertrauen=fields.integer("vertrauen", 0, 10, 0),
        interesse=fields.integer("interesse", 0, 10, 0),
        max_spannung=fields.integer("max_spannung", 0, 10, 10),
    )
    fields.close()
    return rule


def _decision_rule(fields: Fields, phases: Mapping[str, Phase]) -> DecisionRule:
    items = fields.table("items", required=False)
    named = items.keys()
    for item in named:
        if item not in _items(phases):
            items.fault(item, "is not an item; expected one such as entscheidung.3")
    rule = DecisionRule(
        ending=Ending(fields.choice("ending", DECIDED)),
        reason=fields.text("reason"),
        vertrauen=fields.integer("vertrauen", 0, 10, 0),
        interesse=fields.integer("interesse", 0, 10, 0),
        max_spannung=fields.integer("max_spannung", 0, 10, 10),
        score=fields.number("score", 0, 1, 0.0),
        dossier=fields.integer("dossier", 0, len(DOSSIER_FIELDS), 0),
        items={item: items.integer(item, 1, 2) for item in named},
    )
    fields.close()
    return rule


def _balance(fields: Fields) -> BalanceRules:
    shares = ("discount", "no_impulse", "offence", "offended_at_most")
    rules = BalanceRules(*(fields.number(share, 0, 1) for share in shares))
    fields.close()
    return rules


def _items(phases: Mapping[str, Phase]) -> set[str]:
    return {item.id for phase in phases.values() for item in phase.items}


# --- inquiry.toml ----------------------------------------------------------------------------------------------


def read_inquiry(path: str, text: str, weights: str) -> Inquiry:
    """The words by which asking shows, the cues of each field of the dossier, and the learned weights (JSON)."""
    root = _root(path, text)
    cues = root.table("cues")
    inquiry = Inquiry(
        asking=root.texts("asking", least=1),
        tags=root.texts("tags"),
        inviting=root.texts("inviting", least=1),
        observing=root.texts("observing", least=1),
        verbs=root.texts("verbs", least=1),
        unasked=root.texts("unasked"),
        common=root.texts("common"),
        cues={id_: cues.texts(id_) for id_ in DOSSIER_FIELDS},
        weights=_weights(weights),
    )
    cues.close()
    _finish(root)
    return inquiry


def _weights(text: str) -> dict[str, tuple[float, ...]]:
    try:
        return msgspec.json.decode(text, type=dict[str, tuple[float, ...]])
    except msgspec.DecodeError as error:
        fault = f"inquiry.json: cannot be read ({error}); python -m bot.learning.inquiry writes it"
        raise FaultyData([fault]) from None


# --- courses/<id>.toml -----------------------------------------------------------------------------------------


def read_course(path: str, text: str, phases: Mapping[str, Phase]) -> Course:
    """A course; its id is the stem of `path`."""
    root = _root(path, text)
    after = root.table("after", required=False)
    course = Course(
        id=PurePosixPath(path).stem,
        title=root.text("title", most=32),
        description=root.text("description"),
        road=_road(root, "road", phases),
        after={ending: _road(after, ending, phases) for ending in DECIDED if after.has(ending)},
        after_second=_road(root, "after_second", phases, least=0),
        sheet=tuple(_sheet_element(element) for element in root.tables("sheet")),
        single=root.flag("single", False),
    )
    _close_endings(root, after, course)
    _finish(root)
    return course


def _road(fields: Fields, key: str, phases: Mapping[str, Phase], least: int = 1) -> tuple[str, ...]:
    road = fields.texts(key, least=least)
    for phase in road:
        if phase not in phases:
            fields.fault(key, f"names {phase!r}; expected phases such as {', '.join(PHASES[:3])}")
    return road


def _close_endings(root: Fields, after: Fields, course: Course) -> None:
    """What follows a decision fits the decision: it exists, and the scenarios have words for it."""
    if "entscheidung" in course.road and not course.single:
        for ending in DECIDED:
            if ending not in course.after:
                after.fault(ending, "is missing; expected the phases that follow, since the road has entscheidung")
    for ending in DECIDED[1:]:
        possible = [phase for phase, variants in VARIANTS.items() if ending in variants]
        if ending == Ending.ASKS_FOR_TIME:
            possible.append("entscheidung")
        for phase in course.after.get(ending, ()):
            if phase in PHASES and phase not in possible:
                after.fault(ending, f"names {phase!r}; expected only {', '.join(possible)}")
    if course.after_second and "entscheidung" not in course.after.get(Ending.ASKS_FOR_TIME, ()):
        root.fault("after_second", "is there without a second try; expected entscheidung in after.bedenkzeit")
    after.close()


def _sheet_element(fields: Fields) -> SheetElement:
    element = SheetElement(fields.text("id"), fields.text("title", most=32), fields.text("question"))
    fields.close()
    return element


# --- scenarios/<id>.toml ---------------------------------------------------------------------------------------


def read_scenario(path: str, text: str, phases: Mapping[str, Phase]) -> Scenario:
    """A scenario with words for all `phases`; its id is the stem of `path`."""
    root = _root(path, text)
    dossier, scripts = root.table("dossier"), root.table("phases")
    scenario = Scenario(
        id=PurePosixPath(path).stem,
        title=root.text("title", most=40),
        industry=root.text("industry"),
        teaser=root.text("teaser"),
        difficulty=root.choice("difficulty", DIFFICULTIES),
        customer=_customer(root.table("customer")),
        seller=root.text("seller"),
        palette=root.texts("palette", least=3),
        motives=root.texts("motives", least=2),
        dossier={field: _dossier_entry(dossier.table(field)) for field in DOSSIER_FIELDS},
        objections=tuple(_objection(objection) for objection in root.tables("objections", least=3)),
        phases={id_: _phase_script(scripts.table(id_), phase) for id_, phase in phases.items()},
        decision=_decision(root.table("decision")),
        offended=root.texts("offended", least=3),
        puzzled=root.texts("puzzled", least=3),
        again=root.texts("again", least=3),
    )
    ids = [objection.id for objection in scenario.objections]
    if len(set(ids)) < len(ids):
        root.fault("objections", f"have the ids {', '.join(ids)}; expected different ones")
    dossier.close()
    scripts.close()
    _finish(root)
    return scenario


def _customer(fields: Fields) -> Customer:
    customer = Customer(
        name=fields.text("name", most=32),
        genitive=fields.text("genitive"),
        dative=fields.text("dative"),
        accusative=fields.text("accusative"),
        full_name=fields.text("full_name"),
        gender=fields.choice("gender", ("m", "f")),
        role=fields.text("role"),
        company=fields.text("company", ""),
        symbol=fields.text("symbol", most=8),
        portrait=fields.text("portrait"),
    )
    fields.close()
    return customer


def _dossier_entry(fields: Fields) -> DossierEntry:
    trust = fields.integer("trust", 0, 10, 0)
    entry = DossierEntry(
        fact=fields.text("fact"),
        reveals=fields.texts("reveals", least=2),
        opens=fields.texts("opens", least=5),
        trust=trust,
        evades=fields.texts("evades", least=2 if trust else 0),
    )
    if entry.evades and not trust:
        fields.fault("evades", "is there without trust; expected trust from 1 to 10 as well")
    fields.close()
    return entry


def _objection(fields: Fields) -> Objection:
    objection = Objection(
        id=fields.text("id"),
        about=fields.text("about"),
        hardness=fields.integer("hardness", 1, 3),
        says=_says(fields.table("says")),
    )
    fields.close()
    return objection


def _phase_script(fields: Fields, phase: Phase) -> PhaseScript:
    talk = phase.mode == Mode.TALK
    variants = fields.table("variants") if phase.id in VARIANTS else None
    script = PhaseScript(
        task=fields.text("task"),
        model_answer=fields.text("model_answer"),
        says=_says(fields.table("says")) if talk and phase.id != "einwaende" else None,
        replies=_replies(fields.table("replies")) if talk else None,
        variants={key: _variant(variants.table(key), talk) for key in VARIANTS[phase.id]} if variants else {},
    )
    if variants:
        variants.close()
    fields.close()
    return script


def _variant(fields: Fields, talk: bool) -> Variant:
    variant = Variant(
        task=fields.text("task"),
        model_answer=fields.text("model_answer"),
        says=_says(fields.table("says")) if talk else None,
        replies=_replies(fields.table("replies")) if talk else None,
    )
    fields.close()
    return variant


def _says(fields: Fields) -> Says:
    says = Says(*(fields.texts(temper, least=3) for temper in Temper))
    fields.close()
    return says


def _replies(fields: Fields) -> Replies:
    replies = Replies(*(fields.texts(quality, least=3) for quality in ("gut", "mittel", "schlecht")))
    fields.close()
    return replies


def _decision(fields: Fields) -> DecisionScript:
    decision = DecisionScript(
        kauft=fields.texts(Ending.BUYS, least=3),
        bedenkzeit=fields.texts(Ending.ASKS_FOR_TIME, least=3),
        lehnt_ab=fields.texts(Ending.DECLINES, least=3),
        bricht_ab=fields.texts(Ending.WALKS_OUT, least=3),
        zweiter_anlauf=_second_decision(fields.table(SECOND_TRY)),
    )
    fields.close()
    return decision


def _second_decision(fields: Fields) -> SecondDecision:
    decision = SecondDecision(*(fields.texts(ending, least=3) for ending in DECIDED))
    fields.close()
    return decision


def read_contribution(path: str, text: str, phases: Mapping[str, Phase]) -> Course | Scenario:
    """What a team adds of its own: a course if the file has a `road`, a scenario otherwise."""
    if _root(path, text).has("road"):
        return read_course(path, text, phases)
    return read_scenario(path, text, phases)


# --- all files -------------------------------------------------------------------------------------------------


def _root(path: str, text: str) -> Fields:
    try:
        return Fields(tomllib.loads(text), f"{path}:")
    except tomllib.TOMLDecodeError as error:
        raise FaultyData([f"{path}: is not TOML: {error}"]) from None


def _finish(root: Fields) -> None:
    root.close()
    root.raise_faults()
