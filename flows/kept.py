"""What an actor keeps for longer than a dialogue lasts: goals, activities, members of a team, each stored by itself.

A step gets what it wants (`Desk.wants`) as `moment.kept`, and changes its own by the effects `Keep` and `Drop`. What
others keep it can read, never change: it tells them (`flows.effects.Tell`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""Makes the plain data of a thing of one version that of the next."""


class Kind(Struct, frozen=True):
    """One kind of things. A field more, with a default, needs no new version; any other change is one upcaster more."""

    type: type[Struct]
    upcasters: tuple[Upcaster, ...] = ()  # from version 1 to 2, from 2 to 3, …
    bare: Callable[[Any], Struct | None] | None = None  # without the texts, where an operator sets a time for them

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


class Want(Struct, frozen=True):
    """Things a step wants to know beyond all of its own of a kind, for which the kind's name is enough.

    `owner` is the actor that keeps them, empty for oneself; `id` narrows it to one thing or, if it ends in `*`, to
    those whose ids begin like that, `about` to those that tell of this person. `about_me` are the things anybody keeps
    about the actor that asks, whatever the others say. `since` leaves of all things of a kind those kept since then.
    """

    kind: str
    owner: str = ""
    id: str = ""
    about: str = ""
    about_me: bool = False
    since: datetime | None = None


Wants = frozenset[str | Want]
"""What a step has to know: kinds of its own things, `moment.ANSWERS`, `moment.RUNS`, and things of others."""


class Found(Struct, frozen=True):
    """A thing that a `Want` found. `about` is the person it tells of, if it is somebody else's."""

    owner: str
    id: str
    about: str
    since: datetime
    thing: Any


class Kept:
    """The things a step wanted to know: its own by kind and id, and what its `Want`s found."""

    def __init__(
        self,
        things: Mapping[str, Mapping[str, Struct]] | None = None,
        found: Mapping[str, Sequence[Found]] | None = None,
    ) -> None:
        self._things = things or {}
        self._found = {kind: _each_once(things) for kind, things in (found or {}).items()}

    def all(self, kind: str) -> Mapping[str, Any]:
        """The things of a kind by id, the oldest first. Raises LookupError for a kind that was not wanted."""
        if kind not in self._things:
            raise LookupError(f"{kind!r} was not wanted for this step; `wants` has to name it")
        return self._things[kind]

    def found(self, kind: str, owner: str = "") -> Sequence[Found]:
        """What the `Want`s of a kind found, the oldest first, all or that of one owner.

        Raises LookupError for a kind that no `Want` named.
        """
        if kind not in self._found:
            raise LookupError(f"no Want named {kind!r} for this step; `wants` has to")
        return [found for found in self._found[kind] if owner in ("", found.owner)]

    def one(self, kind: str, id_: str, owner: str = "") -> Any:
        """The thing of this id that a `Want` found; None if there is none."""
        return next((found.thing for found in self.found(kind, owner) if found.id == id_), None)


def _each_once(found: Sequence[Found]) -> list[Found]:
    """Several wants may find the same thing."""
    unique = {(each.owner, each.id): each for each in found}
    return sorted(unique.values(), key=lambda each: (each.since, each.owner, each.id))
