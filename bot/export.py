"""The file of `/export`: everything stored about a person, explained in German."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

Rows = Sequence[Mapping[str, Any]]

_SOMEBODY = re.compile(r"person:[0-9]+")


def export(actor: str, data: Mapping[str, Rows]) -> dict[str, Any]:
    """The sections of the file; `data` are all rows by table. Things of each kind have a section of their own.

    The ids of other people, which a team's or a coach's things may hold, are left out.
    """
    words = _words()
    told: dict[str, Any] = {words["kopf"]["titel"]: {"was": words["kopf"]["was"]}}
    for title, what, rows in _sections(data, words):
        told[title] = {"was": what, "daten": [_named(row, words["spalten"]) for row in rows]}
    others: dict[str, Any] = json.loads(_without_others(json.dumps(told), actor, words["kopf"]["andere"]))
    return others


def _sections(data: Mapping[str, Rows], words: Mapping[str, Any]) -> Iterator[tuple[str, str, Rows]]:
    for table, (title, what) in words["tabellen"].items():
        yield title, what, data[table]
    for kind, (title, what) in words["dinge"].items():
        rows = [row for row in data["kept"] if row["kind"] == kind]
        if rows:
            yield title, what, rows


def _named(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    return {columns[column]: value for column, value in row.items()}


def _without_others(text: str, actor: str, somebody: str) -> str:
    return _SOMEBODY.sub(lambda found: found[0] if found[0] == actor else somebody, text)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("prompts") / "de" / "export.toml").read_text("utf-8"))
