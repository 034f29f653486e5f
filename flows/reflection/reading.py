"""From TOML text to sets, questions and tasks, naming every fault of all files."""

import tomllib
from collections.abc import Mapping
from pathlib import PurePosixPath

from flows.course import PHASES
from flows.fields import FaultyData, Fields
from flows.reflection.content import (
    ATTITUDES,
    LEADS,
    PLACES,
    Idea,
    Kind,
    Option,
    Question,
    Reflection,
    ReflectionSet,
    ReflectionStep,
    Task,
)

LABEL = 36  # characters of a button that has a row to itself
LEAST_WORDINGS = 3
LEAST_TASKS = 3
TASKS = "tasks.toml"


def read_reflection(files: Mapping[str, str]) -> Reflection:
    """Everything in `files`: the tasks, and a set in each other file, whose id is the stem of its name.

    Raises FaultyData.
    """
    faults: list[str] = []
    sets: dict[str, ReflectionSet] = {}
    questions: dict[str, Question] = {}
    tasks: dict[str, tuple[Task, ...]] = {}
    numbers: dict[str, int] = {}
    for path, text in files.items():
        try:
            root = Fields(tomllib.loads(text), f"{path}:", faults)
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{path}: is no TOML: {error}")
            continue
        if path == TASKS:
            tasks = _tasks(root)
        else:
            id_ = PurePosixPath(path).stem
            numbers[id_] = root.integer("number", 1, 99)
            found = _questions(root, id_)
            sets[id_] = _set(root, id_, found)
            questions |= found
        root.close()
    if faults:
        raise FaultyData(faults)
    return Reflection({id_: sets[id_] for id_ in sorted(sets, key=numbers.__getitem__)}, questions, tasks)


def _set(root: Fields, id_: str, questions: Mapping[str, Question]) -> ReflectionSet:
    found = ReflectionSet(
        id=id_,
        title=root.text("title", most=32),
        short=root.text("short", most=18),
        teaser=root.text("teaser", most=90),
        introduction=root.text("introduction"),
        closing=root.text("closing"),
        leads=root.choice("leads", LEADS) if root.has("leads") else "",
        steps=tuple(_step(step, id_, questions) for step in root.tables("steps", least=1)),
    )
    ids = [step.id for step in found.steps]
    if len(set(ids)) < len(ids):
        root.fault("steps", f"have the ids {', '.join(ids)}; expected different ones")
    for step in found.steps:
        for option in step.options:
            if option.leads and option.leads not in ids:
                root.fault("steps", f"{step.id} leads to {option.leads!r}; expected one of {', '.join(ids)}")
    return found


def _step(fields: Fields, set_: str, questions: Mapping[str, Question]) -> ReflectionStep:
    question = fields.text("question", "")
    known = [id_.partition(".")[2] for id_ in questions]
    if question and question not in known:
        fields.fault("question", f"is {question!r}; expected one of {', '.join(known)}")
    options = tuple(_option(option) for option in fields.tables("options"))
    kind = Kind.KNOWLEDGE if question else Kind.CHOICE if options else Kind.OWN
    step = ReflectionStep(
        id=fields.text("id", question or None),
        kind=kind,
        text=fields.text("text", "" if question else None),
        help=fields.text("help", ""),
        question=f"{set_}.{question}" if question else "",
        options=options,
        names=fields.flag("names", False),
        last=fields.flag("last", False),
    )
    fields.close()
    return step


def _option(fields: Fields) -> Option:
    option = Option(fields.text("label", most=LABEL), fields.text("reaction"), fields.text("leads", ""))
    fields.close()
    return option


def _questions(root: Fields, set_: str) -> dict[str, Question]:
    """The questions of a set, by the name of the set and their own."""
    table = root.table("choices", required=False)
    names = table.keys()
    choices = {name: _choices(table.table(name)) for name in names}
    found = [_question(fields, set_, choices) for fields in root.tables("questions")]
    return {question.id: question for question in found}


def _choices(fields: Fields) -> dict[str, str]:
    keys = fields.keys()
    return {key: fields.text(key, most=LABEL) for key in keys}


def _question(fields: Fields, set_: str, choices: Mapping[str, Mapping[str, str]]) -> Question:
    picked = fields.text("choices", "")
    ideas = tuple(_idea(idea) for idea in fields.tables("ideas", least=0 if picked else 1))
    question = Question(
        id=f"{set_}.{fields.text('id')}",
        wordings=fields.texts("wordings", least=LEAST_WORDINGS),
        reason=fields.text("reason"),
        model_answer=fields.text("model_answer", "" if picked else None),
        ideas=ideas,
        full=fields.integer("full", 1, max(len(ideas), 1), max(len(ideas), 1)),
        choices=choices.get(picked, {}),
        right=fields.texts("right", least=1) if picked else (),
        field=fields.choice("field", (*PLACES, *ATTITUDES)) if fields.has("field") else "",
    )
    if picked and picked not in choices:
        fields.fault("choices", f"is {picked!r}; expected one of {', '.join(choices) or 'the tables under choices'}")
    for right in question.right:
        if right not in question.choices:
            fields.fault("right", f"names {right!r}; expected some of {', '.join(question.choices)}")
    fields.close()
    return question


def _idea(fields: Fields) -> Idea:
    idea = Idea(fields.text("title"), fields.texts("signs", least=1))
    fields.close()
    return idea


def _tasks(root: Fields) -> dict[str, tuple[Task, ...]]:
    tasks = {}
    for phase in PHASES:
        tasks[phase] = tuple(_task(row) for row in root.tables(phase, least=LEAST_TASKS))
    return tasks


def _task(fields: Fields) -> Task:
    task = Task(fields.text("id"), fields.text("task"), fields.text("model_answer"))
    fields.close()
    return task
