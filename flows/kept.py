"""What a person keeps for longer than a dialogue lasts: goals, activities, customers, cards, each stored by itself.

A step gets what it wants (`Desk.wants`) as `moment.kept`, and changes it by the effects `Keep` and `Drop`.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""Makes the plain data of a thing of one version that of the next."""


class Kind(Struct, frozen=True):
    """One kind of things. A field more, with a default, needs no new version; any other change is one upcaster more."""

    type: type[Struct]
    upcasters: tuple[Upcaster, ...] = ()  # from version 1 to 2, from 2 to 3, …

    @property
    def version(self) -> int:
        """The version of what is stored from now on."""
        return len(self.upcasters) + 1


class Stored(Struct, frozen=True):
    """A thing as it is stored."""

    version: int
    thing: Any


def encode(kind: Kind, thing: Struct) -> str:
    """The thing as JSON."""
    if not isinstance(thing, kind.type):
        raise TypeError(f"{thing!r} cannot be kept as a {kind.type.__name__}")
    return msgspec.json.encode(Stored(kind.version, thing)).decode()


def decode(kind: Kind, data: str) -> Struct:
    """The thing in `data`. Raises ValueError if it cannot be one of this kind."""
    stored = msgspec.json.decode(data, type=Stored)
    if not 1 <= stored.version <= kind.version:
        raise ValueError(f"the {kind.type.__name__} has version {stored.version}; known here are 1 to {kind.version}")
    thing = stored.thing
    for upcaster in kind.upcasters[stored.version - 1 :]:
        thing = upcaster(thing)
    return msgspec.convert(thing, kind.type, strict=False)


class Kept:
    """The things a step wanted to know, by kind and id."""

    def __init__(self, things: Mapping[str, Mapping[str, Struct]] | None = None) -> None:
        self._things = things or {}

    def all(self, kind: str) -> Mapping[str, Any]:
        """The things of a kind by id, the oldest first. Raises LookupError for a kind that was not wanted."""
        if kind not in self._things:
            raise LookupError(f"{kind!r} was not wanted for this step; `wants` has to name it")
        return self._things[kind]
