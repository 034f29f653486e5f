"""The official description of the Bot API, and whether a call keeps to it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

REQUIRED = "!"
TRUE, FALSE = ("true", "1", "yes"), ("false", "0", "no")


class Unfit(ValueError):
    """A value that does not fit its type; the message tells what was expected."""


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    content: bytes


@dataclass
class Reading:
    """A call as the description understands it: its values in their types, and what was wrong with it."""

    values: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)  # parameter -> what was expected
    unknown: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Everything that was wrong, a sentence each."""
        return [
            *(f"parameter {name} is missing" for name in self.missing),
            *(f"parameter {name} is wrong: {expected}" for name, expected in self.wrong.items()),
            *(f"parameter {name} is not known" for name in self.unknown),
        ]


class Description:
    """All methods and types of one version of the Bot API."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.version: str = data["version"]
        self._methods: Mapping[str, Mapping[str, Sequence[str]]] = data["methods"]
        self._types: Mapping[str, Mapping[str, Any]] = data["types"]
        self._names = {name.lower(): name for name in self._methods}

    def method(self, name: str) -> str | None:
        """The method's proper name; Telegram accepts any case."""
        return self._names.get(name.lower())

    def read(self, method: str, raw: Mapping[str, Any]) -> Reading:
        """Reads the parameters of a call; `raw` holds text, JSON values and `Upload`s as they came."""
        known = self._methods[method]
        reading = Reading(
            missing=[name for name, types in known.items() if REQUIRED in types and name not in raw],
            unknown=[name for name in raw if name not in known and not isinstance(raw[name], Upload)],
        )
        for name, value in raw.items():
            if name in known:
                try:
                    reading.values[name] = self._value(value, known[name], raw)
                except Unfit as fault:
                    reading.wrong[name] = str(fault)
        return reading

    def check(self, value: Any, kind: str) -> None:
        """Raises Unfit unless the value is of this type in all its fields."""
        self._as(value, kind, {})

    def _value(self, value: Any, types: Sequence[str], raw: Mapping[str, Any]) -> Any:
        """The value in the first type it fits; otherwise the fault named is that of the type it is most like."""
        faults: dict[str, Unfit] = {}
        for kind in (kind for kind in types if kind != REQUIRED):
            try:
                return self._as(value, kind, raw)
            except Unfit as fault:
                faults[kind] = fault
        raise faults[max(faults, key=lambda kind: self._likeness(value, kind))]

    def _likeness(self, value: Any, kind: str) -> int:
        """How many fields of this type are mentioned in the value."""
        text = value if isinstance(value, str) else json.dumps(value, default=str)
        return sum(f'"{name}"' in text for name in self._types.get(kind, {}).get("fields", ()))

    def _as(self, value: Any, kind: str, raw: Mapping[str, Any]) -> Any:
        if kind.startswith("Array of "):
            entries = _json(value)
            if not isinstance(entries, list):
                raise Unfit("expected a list")
            return [self._as(entry, kind.removeprefix("Array of "), raw) for entry in entries]
        read = _PLAIN.get(kind)
        if read is not None:
            return read(value)
        if kind == "InputFile":
            return _upload(value, raw)
        return self._object(_json(value), kind, raw)

    def _object(self, value: Any, kind: str, raw: Mapping[str, Any]) -> Any:
        if not isinstance(value, dict):
            raise Unfit(f"expected an object of type {kind}")
        variants = self._types[kind].get("one_of")
        if variants:
            return self._object(value, self._variant(value, kind, variants), raw)
        fields = self._types[kind]["fields"]
        for name, types in fields.items():
            if REQUIRED in types and name not in value:
                raise Unfit(f"{kind} lacks {name}")
        for name in value:
            if name not in fields:
                raise Unfit(f"{kind} has no field {name}")
        return {name: self._value(entry, fields[name], raw) for name, entry in value.items()}

    def _variant(self, value: Mapping[str, Any], kind: str, variants: Sequence[str]) -> str:
        for name in variants:
            fixed = self._types[name].get("fixed", {})
            if all(value.get(key) == constant for key, constant in fixed.items()):
                return name
        raise Unfit(f"expected one of the types of {kind}")


def _json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        raise Unfit("expected JSON") from None


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Unfit("expected a whole number")
    try:
        return int(value)
    except ValueError:
        raise Unfit("expected a whole number") from None


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise Unfit("expected a number") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("expected a text")
    return value


def _boolean(value: Any) -> bool:
    word = str(value).lower()
    if word not in TRUE + FALSE:
        raise Unfit("expected true or false")
    return word in TRUE


def _upload(value: Any, raw: Mapping[str, Any]) -> Upload:
    if isinstance(value, str) and value.startswith("attach://"):
        value = raw.get(value.removeprefix("attach://"))
    if not isinstance(value, Upload):
        raise Unfit("expected a file")
    return value


_PLAIN = {"Integer": _integer, "Float": _number, "String": _text, "Boolean": _boolean}


@cache
def bot_api() -> Description:
    """The description shipped with the simulator."""
    return Description(json.loads(files(__package__).joinpath("bot_api.json").read_text("utf-8")))
