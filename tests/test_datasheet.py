"""The data sheet tells of everything that is stored, and of nothing else."""

import re
from pathlib import Path

from bot.store.tables import metadata
from flows.kinds import KINDS

SHEET = (Path(__file__).parent.parent / "docs" / "datenschutzblatt.md").read_text("utf-8")


def told(heading: str) -> set[str]:
    """What the tables under a heading name first."""
    section = re.split(r"^## ", SHEET, flags=re.MULTILINE)
    (text,) = [part for part in section if part.startswith(heading)]
    return set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))


def test_every_table_is_told() -> None:
    assert told("Was in welcher Tabelle steht") == metadata.tables.keys()


def test_every_kind_is_told() -> None:
    assert told("Was eine Person behält") | told("Was ein Team behält") == KINDS.keys()
