"""Reading a table of plain data field by field, collecting every fault as a sentence."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


class FaultyData(ValueError):
    """One or more faults in a file. `faults` holds a sentence for each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class Fields:
    """A table being read. Each reader returns a usable value even after a fault, so that reading goes on.

    `where` is how faults name this table ("config.toml: telegram"); all tables below share one list of faults.
    After the last field call `close`, which reports keys nobody asked for; then `raise_faults` on the root.
    """

    def __init__(self, table: Mapping[str, Any], where: str, faults: list[str] | None = None) -> None:
        self._table = table
        self._asked: set[str] = set()
        self.where = where
        self.faults: list[str] = [] if faults is None else faults

    def fault(self, key: str, sentence: str) -> None:
        """Notes a fault of `key`: "<where>.<key> <sentence>"."""
        joint = " " if self.where.endswith(":") else "."
        self.faults.append(f"{self.where}{joint}{key} {sentence}")

    def has(self, key: str) -> bool:
        """Whether `key` is there; asking makes it a known key."""
        self._asked.add(key)
        return key in self._table

    def _take(self, key: str, kind: type | tuple[type, ...], expected: str, default: T | None, empty: T) -> Any:
        if not self.has(key):
            if default is None:
                self.fault(key, f"is missing; expected {expected}")
                return empty
            return default
        value = self._table[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fault(key, f"is {value!r}; expected {expected}")
            return empty if default is None else default
        return value

    def text(self, key: str, default: str | None = None, *, most: int | None = None) -> str:
        """A string that is not blank, unless the default is; at most `most` characters."""
        value = str(self._take(key, str, "a text", default, "")).strip()
        if key in self._table and isinstance(self._table[key], str):
            if not value and default != "":
                self.fault(key, "is empty; expected a text")
            if most is not None and len(value) > most:
                self.fault(key, f"has {len(value)} characters; expected at most {most}")
        return value

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from `low` to `high`."""
        value = int(self._take(key, int, f"a whole number from {low} to {high}", default, low))
        if not low <= value <= high:
            self.fault(key, f"is {value}; expected {low} to {high}")
            return low if default is None else default
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A number from `low` to `high`."""
        value = float(self._take(key, (int, float), f"a number from {low} to {high}", default, low))
        if not low <= value <= high:
            self.fault(key, f"is {value}; expected {low} to {high}")
            return low if default is None else default
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        return bool(self._take(key, bool, "true or false", default, False))

    def choice(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of `choices`."""
        value = str(self._take(key, str, f"one of {', '.join(choices)}", default, choices[0]))
        if value not in choices:
            self.fault(key, f"is {value!r}; expected one of {', '.join(choices)}")
            return choices[0]
        return value

    def texts(self, key: str, *, least: int = 0) -> tuple[str, ...]:
        """A list of at least `least` different texts; missing is empty where `least` is 0."""
        value = self._take(key, list, f"a list of at least {least} texts", [] if least == 0 else None, [])
        texts = tuple(text.strip() for text in value if isinstance(text, str) and text.strip())
        if len(texts) < len(value):
            self.fault(key, "has an entry that is empty or no text; expected texts")
        if len(set(texts)) < len(texts):
            self.fault(key, "has the same text twice; expected different ones")
        if key in self._table and len(value) < least:
            self.fault(key, f"has {len(value)} entries; expected at least {least}")
        return texts

    def integers(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """A list of whole numbers from `low` to `high`; missing is empty."""
        value = self._take(key, list, f"a list of whole numbers from {low} to {high}", [], [])
        numbers = tuple(n for n in value if isinstance(n, int) and not isinstance(n, bool) and low <= n <= high)
        if len(numbers) < len(value):
            self.fault(key, f"is {value!r}; expected whole numbers from {low} to {high}")
        return numbers

    def table(self, key: str, *, required: bool = True) -> "Fields":
        """The table under `key`, to be read in the same way; empty if it is missing."""
        default: dict[str, Any] | None = None if required else {}
        return Fields(self._take(key, dict, "a table", default, {}), self._below(key), self.faults)

    def tables(self, key: str, *, least: int = 0) -> Iterator["Fields"]:
        """The tables of the list under `key`, counted from 1 in faults."""
        value = self._take(key, list, f"at least {least} tables", [] if least == 0 else None, [])
        if key in self._table and len(value) < least:
            self.fault(key, f"has {len(value)} entries; expected at least {least}")
        for number, entry in enumerate(value, 1):
            if isinstance(entry, dict):
                yield Fields(entry, f"{self._below(key)}[{number}]", self.faults)
            else:
                self.fault(f"{key}[{number}]", f"is {entry!r}; expected a table")

    def keys(self) -> tuple[str, ...]:
        """All keys of the table, in order."""
        return tuple(self._table)

    def checked(self, key: str, read: Callable[[str], T], expected: str, default: str) -> T:
        """A text that `read` turns into a value; a ValueError of `read` becomes a fault. `default` must be readable."""
        value = self.text(key, default)
        try:
            return read(value)
        except ValueError:
            self.fault(key, f"is {value!r}; expected {expected}")
            return read(default)

    def close(self) -> None:
        """Reports every key nobody asked for."""
        known = ", ".join(sorted(self._asked))
        for key in self._table:
            if key not in self._asked:
                self.fault(key, f"is not a known key; known are {known}")

    def raise_faults(self) -> None:
        """Raises FaultyData if anything was noted."""
        if self.faults:
            raise FaultyData(self.faults)

    def _below(self, key: str) -> str:
        return f"{self.where} {key}" if self.where.endswith(":") else f"{self.where}.{key}"
