"""Reading a table of a coach's file key by key, collecting every fault as a German sentence with its line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from flows.exercises.lines import Path

_ALIKE = 60  # how much alike two names must be for the one to be meant by the other, of 100
_SHOWN = 40  # characters of a wrong value
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Faults:
    """What is wrong with a file, in the order of its lines."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self._lines = lines
        self._found: list[tuple[int, str]] = []

    def add(self, path: Path, place: str, sentence: str) -> None:
        """Notes a fault of what stands at `path`; `place` names the table for the reader, empty for the file."""
        line = next((self._lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self._lines), 0)
        where = ", ".join(part for part in (f"Zeile {line}" if line else "", place) if part)
        self._found.append((line, f"{where}: {sentence}" if where else sentence))

    @property
    def sentences(self) -> list[str]:
        """All of them, those of the whole file first."""
        return [sentence for _, sentence in sorted(self._found, key=lambda fault: fault[0])]


class Table:
    """A table being read. Each reader returns a usable value even after a fault, so that reading goes on."""

    def __init__(self, values: Mapping[str, Any], faults: Faults, path: Path = (), place: str = "") -> None:
        self._values, self._faults, self._path, self._place = values, faults, path, place
        self._known: list[str] = []

    def fault(self, key: str, sentence: str) -> None:
        """Notes a fault of `key`."""
        self._faults.add((*self._path, key), self._place, f"„{key}“ {sentence}")

    def has(self, key: str) -> bool:
        """Whether `key` is there; asking makes it a known key."""
        if key not in self._known:
            self._known.append(key)
        return key in self._values

    def text(self, key: str, most: int, *, required: bool = True) -> str:
        """A text of at most `most` characters, without space around it; not empty if it is `required`."""
        if not self.has(key):
            if required:
                self.fault(key, "fehlt; hier gehört ein Text hin.")
            return ""
        value = self._values[key]
        if not isinstance(value, str):
            self.fault(key, f"ist {shown(value)}, kein Text; setz ihn in Anführungszeichen.")
            return ""
        text = value.strip()
        if not text and required:
            self.fault(key, "ist leer; hier gehört ein Text hin.")
        if len(text) > most:
            self.fault(key, f"hat {len(text)} Zeichen; höchstens {most} sind möglich.")
        if _CONTROL.search(text):
            self.fault(key, "enthält Steuerzeichen; schreib nur, was man lesen kann.")
        return text

    def one_of(self, key: str, names: Sequence[str]) -> str:
        """One of `names`; empty after a fault."""
        if key not in self._values or not isinstance(self._values[key], str):
            self.text(key, _SHOWN)
            return ""
        value = self.text(key, len(self._values[key]))
        if not value or value in names:
            return value
        self.fault(key, f"ist {shown(value)}. {_meant(value, names)}")
        return ""

    def tables(self, key: str, least: int, most: int, name: str) -> Iterator["Table"]:
        """The tables of the list under `key`; `name` is what one of them is called in faults."""
        value = self._values[key] if self.has(key) else []
        if not isinstance(value, list):
            self.fault(key, f"ist {shown(value)}; erwartet sind Abschnitte [[{key}]].")
            return
        if not least <= len(value) <= most:
            counts = f"{least} bis {most}" if least else f"höchstens {most}"
            self.fault(key, f"gibt es {len(value)}-mal; möglich sind {counts}.")
        for number, entry in enumerate(value[:most], 1):
            if isinstance(entry, dict):
                yield Table(entry, self._faults, (*self._path, key, number), f"{name} {number}")
            else:
                self.fault(key, f"hat als Eintrag {number} {shown(entry)}; erwartet ist ein Abschnitt [[{key}]].")

    def values(self, key: str) -> list[Any]:
        """A list of whatever."""
        value = self._values[key] if self.has(key) else None
        if isinstance(value, list):
            return value
        self.fault(key, "fehlt; hier gehört eine Liste hin." if value is None else f"ist {shown(value)}, keine Liste.")
        return []

    def close(self) -> None:
        """Notes every key nobody asked for, and which known one is nearest."""
        for key in self._values:
            if key not in self._known:
                self.fault(key, f"kenne ich nicht. {_meant(key, self._known)}")


def shown(value: object) -> str:
    """A value as it is quoted in a fault."""
    text = " ".join(_CONTROL.sub("", str(value)).split())
    return f"„{text if len(text) <= _SHOWN else text[:_SHOWN] + ' …'}“"


def _meant(name: str, names: Sequence[str]) -> str:
    near = process.extractOne(name.lower(), names, scorer=ratio, score_cutoff=_ALIKE)
    return f"Meinst du „{near[0]}“?" if near else f"Möglich ist: {', '.join(names)}."
