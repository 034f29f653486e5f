"""On which line of a TOML file something stands."""

import re
from collections.abc import Iterator, Mapping

Path = tuple[str | int, ...]
"""Names of keys and numbers of tables from 1: ("items", 2, "title")."""

_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL)
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")


def find_lines(text: str) -> Mapping[Path, int]:
    """The numbers of the lines of all bare keys and headers of a text that is TOML. The first of a kind counts."""
    found: dict[Path, int] = {}
    for path, number in _places(_STRING.sub(lambda string: "\n" * string[0].count("\n"), text)):
        found.setdefault(path, number)
    return found


def _places(bare: str) -> Iterator[tuple[Path, int]]:
    table: Path = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(bare.split("\n"), 1):
        if header := _HEADER.match(line):
            bracket, name = header.groups()
            if bracket == "[[":
                counts[name] = counts.get(name, 0) + 1
                yield (name,), number
                table = (name, counts[name])
            else:
                table = (name,)
            yield table, number
        elif key := _KEY.match(line):
            yield (*table, key[1]), number
