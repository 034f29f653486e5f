"""The content that travels in the package, and the library made of it."""

import logging
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.checker import load_checker
from flows.exercises.exercise import Exercise
from flows.exercises.reading import read
from flows.fields import FaultyData
from flows.library import Edition, Library
from flows.reading import read_edition
from flows.reflection.content import Reflection
from flows.reflection.reading import TASKS, read_reflection
from flows.scoring import Engine

logger = logging.getLogger(__name__)

FOLDERS = ("courses", "scenarios")
TABLES = ("phases.toml", "dossier.toml", "inquiry.toml", "inquiry.json", "rules.toml")


def load_files() -> dict[str, str]:
    """The sources of the shipped edition, by path below the content folder."""
    root = files("flows.content") / "de"
    found = {name: root / name for name in TABLES}
    for folder in FOLDERS:
        found |= {f"{folder}/{file.name}": file for file in _toml_files(root / folder)}
    return {path: file.read_text("utf-8") for path, file in found.items()}


def load_reflection() -> dict[str, str]:
    """The sources of the sets of /reflexion, and of the tasks to practise again, by file name."""
    root = files("flows.content") / "de"
    sets = {file.name: file.read_text("utf-8") for file in _toml_files(root / "reflection")}
    return sets | {TASKS: (root / TASKS).read_text("utf-8")}


def load_library(engine: Engine, older: Mapping[str, Mapping[str, str]]) -> Library:
    """The shipped edition and the `older` ones (sources by hash) that open runs still play with.

    An older one that no longer fits the format is left out, with a warning: its runs cannot go on.
    """
    current = read_edition(load_files())
    editions = {}
    for hash_, sources in older.items():
        if hash_ != current.hash:
            try:
                editions[hash_] = read_edition(sources)
            except FaultyData as faulty:
                logger.warning("Edition %s can no longer be played: %s", hash_, "; ".join(faulty.faults))
    reflection = read_reflection(load_reflection())
    return Library(engine, current, load_checker(), editions, reflection, load_exercises(current, reflection))


def load_exercises(edition: Edition, reflection: Reflection) -> dict[str, Exercise]:
    """The shipped exercises by id, in the order of their names. Raises FaultyData, naming the file."""
    exercises = {}
    for file in _toml_files(files("flows.content") / "de" / "exercises"):
        try:
            exercise = read(file.read_bytes(), file.name, edition, reflection)
        except FaultyData as faulty:
            raise FaultyData([f"exercises/{file.name}: {fault}" for fault in faulty.faults]) from None
        exercises[exercise.id] = exercise
    return exercises


def _toml_files(folder: Traversable) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
