"""From a coach's TOML file to an exercise.

    kind = "phase" | "eigen" | "reflexion" | "rollenspiel"      all: title, description (may be missing)
    phase        phase, situation, model_answer
    eigen        situation, model_answer, [[items]] title, wording; [[examples]] answer, grades
    reflexion    question ("verkaufspsychologie.warum")
    rollenspiel  course, scenario, phase (only where the course is of a single phase)

`grades` has a number from 0 to 1 for each item, "-" where nobody graded it.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, TypeVar

from flows.course import PHASES
from flows.exercises.exercise import (
    Exercise,
    Item,
    Kind,
    OwnExercise,
    PhaseExercise,
    ReflectionExercise,
    RoleplayExercise,
)
from flows.exercises.lines import find_lines
from flows.exercises.table import Faults, Table, shown
from flows.fields import FaultyData
from flows.library import Edition
from flows.reflection.content import Reflection
from flows.scoring.grading import Example
from flows.spelling import UMLAUTS

T = TypeVar("T")

LARGEST = 256 * 1024
"""Bytes of a file."""
TITLE = 48
DESCRIPTION = 300
LONGEST = 1500
"""Characters of a situation, of a model answer, of an example."""
ITEM_TITLE = 40
WORDING = 300
MOST_ITEMS = 5
MOST_EXAMPLES = 60
UNGRADED = "-"
_ID = 32  # characters
_LINE = re.compile(r"at line (\d+), column (\d+)")


def read(source: str | bytes, name: str, edition: Edition, reflection: Reflection) -> Exercise:
    """The exercise in a file called `name`, whose stem becomes the id. Raises FaultyData, with German sentences.

    What it names (phase, question, course, scenario) must be there, and is put into the exercise.
    """
    text = _decoded(source)
    values = _parsed(text)
    faults = Faults(find_lines(text))
    root = Table(values, faults)
    exercise = _exercise(root, identity(name), edition, reflection)
    if exercise is None or faults.sentences:
        raise FaultyData(faults.sentences)
    return exercise


def identity(name: str) -> str:
    """The id of a file: its stem in small letters, digits and hyphens."""
    stem = PurePosixPath(name).stem.lower().translate(UMLAUTS)
    return re.sub(r"[^a-z0-9]+", "-", stem)[:_ID].strip("-") or "uebung"


def _decoded(source: str | bytes) -> str:
    try:
        data = source.encode() if isinstance(source, str) else source
        if len(data) > LARGEST:
            size = -(-len(data) // 1024)
            raise FaultyData([f"Die Datei hat {size} KB; höchstens {LARGEST // 1024} KB sind möglich."])
        return data.decode("utf-8-sig")
    except UnicodeError:
        raise FaultyData(["Die Datei ist nicht als UTF-8 gespeichert; speichere sie mit dieser Kodierung."]) from None


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _LINE.search(str(error))
        start = f"Zeile {place[1]}, Spalte {place[2]}: Von hier an" if place else "Die Datei"
        verb = "lässt sich die Datei" if place else "lässt sich"
        hint = "Steht jeder Text in Anführungszeichen, und steht nach jedem Namen ein Gleichheitszeichen?"
        raise FaultyData([f"{start} {verb} nicht als TOML lesen. {hint}"]) from None


def _exercise(root: Table, id_: str, edition: Edition, reflection: Reflection) -> Exercise | None:
    """None after a fault in what the exercise is about."""
    kind = root.one_of("kind", list(Kind))
    head = (id_, root.text("title", TITLE), root.text("description", DESCRIPTION, required=False))
    if not kind:
        return None
    match Kind(kind):
        case Kind.PHASE:
            exercise = _phase(root, head, edition)
        case Kind.OWN:
            exercise = _own(root, head)
        case Kind.REFLECTION:
            exercise = _reflection(root, head, reflection)
        case Kind.ROLEPLAY:
            exercise = _roleplay(root, head, edition)
    root.close()
    return exercise


_Head = tuple[str, str, str]


def _phase(root: Table, head: _Head, edition: Edition) -> Exercise | None:
    id_ = root.one_of("phase", PHASES)
    situation, model_answer = root.text("situation", LONGEST), root.text("model_answer", LONGEST)
    if not id_:
        return None
    phase = edition.phases[id_]
    items = tuple(Item(item.id, item.title, item.explanation) for item in phase.items)
    return PhaseExercise(*head, id_, phase.title, phase.mode, items, situation, model_answer)


def _own(root: Table, head: _Head) -> Exercise:
    situation, model_answer = root.text("situation", LONGEST), root.text("model_answer", LONGEST)
    items = tuple(
        _item(table, str(number)) for number, table in enumerate(root.tables("items", 1, MOST_ITEMS, "Punkt"), 1)
    )
    titles = [item.title for item in items]
    for title in sorted({title for title in titles if title and titles.count(title) > 1}):
        root.fault("items", f"haben zweimal den Titel {shown(title)}; jeder Punkt braucht einen eigenen.")
    examples = tuple(_example(table, len(items)) for table in root.tables("examples", 0, MOST_EXAMPLES, "Beispiel"))
    return OwnExercise(*head, situation, items, model_answer, examples)


def _item(table: Table, id_: str) -> Item:
    item = Item(id_, table.text("title", ITEM_TITLE), table.text("wording", WORDING))
    table.close()
    return item


def _example(table: Table, items: int) -> Example:
    answer, values = table.text("answer", LONGEST), table.values("grades")
    grades: list[float | None] = []
    for value in values:
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            grades.append(float(value))
        else:
            grades.append(None)
            if value != UNGRADED:
                table.fault("grades", f"enthält {shown(value)}; möglich sind Zahlen von 0 bis 1 und „{UNGRADED}“.")
    if values and len(values) != items:
        table.fault("grades", f"hat {len(values)} Werte; erwartet sind {items}, einer für jeden Punkt.")
    table.close()
    return Example(answer, tuple(grades))


def _reflection(root: Table, head: _Head, reflection: Reflection) -> Exercise | None:
    id_ = root.one_of("question", list(reflection.questions))
    if not id_:
        return None
    return ReflectionExercise(*head, reflection.sets[id_.partition(".")[0]].title, reflection.questions[id_])


def _roleplay(root: Table, head: _Head, edition: Edition) -> Exercise | None:
    course = _named(root, "course", edition.courses)
    scenario = _named(root, "scenario", edition.scenarios)
    phase = root.one_of("phase", PHASES) if root.has("phase") or (course and course.single) else ""
    if course and phase and not course.single:
        root.fault(
            "phase", f"passt nicht zum Kurs {shown(course.title)}, der aus mehreren Phasen besteht; lass es weg."
        )
    if not course or not scenario:
        return None
    title = edition.phases[phase].title if phase else ""
    names = (course.id, scenario.id, phase, course.title, scenario.title, title)
    return RoleplayExercise(*head, *names, scenario.difficulty, f"{scenario.teaser}\n\n{scenario.seller}")


def _named(root: Table, key: str, things: Mapping[str, T]) -> T | None:
    id_ = root.one_of(key, list(things))
    return things[id_] if id_ else None
