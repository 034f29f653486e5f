"""Things people keep outlive the program that wrote them."""

import json
from typing import Any

import pytest
from msgspec import Struct

from flows.kept import Kept, Kind, decode, encode


class Goal(Struct, frozen=True):
    name: str
    amount: int = 0


class Stranger(Struct, frozen=True):
    pass


def renamed(old: dict[str, Any]) -> dict[str, Any]:
    return {"name": old["title"]}


def counted(old: dict[str, Any]) -> dict[str, Any]:
    return {**old, "amount": len(old["name"])}


GOAL = Kind(Goal)
THIRD = Kind(Goal, (renamed, counted))


def stored(version: int, **thing: Any) -> str:
    return json.dumps({"version": version, "thing": thing})


def test_what_is_kept_comes_back() -> None:
    assert decode(GOAL, encode(GOAL, Goal("Umsatz", 3))) == Goal("Umsatz", 3)


@pytest.mark.parametrize(
    ("data", "goal"),
    [
        pytest.param(stored(1, title="Umsatz"), Goal("Umsatz", 6), id="first"),
        pytest.param(stored(2, name="Umsatz"), Goal("Umsatz", 6), id="second"),
        pytest.param(stored(3, name="Umsatz", amount=1), Goal("Umsatz", 1), id="third"),
        pytest.param(stored(3, name="Umsatz"), Goal("Umsatz"), id="before a field was added"),
    ],
)
def test_an_older_thing_becomes_one_of_today(data: str, goal: Goal) -> None:
    assert decode(THIRD, data) == goal


@pytest.mark.parametrize(
    "data",
    ["", "{", "[]", "{}", stored(2, name="x"), stored(0, name="x"), stored(1), stored(1, name=["x"])],
    ids=["empty", "cut", "list", "bare", "newer", "zero", "field missing", "wrong type"],
)
def test_what_cannot_be_read_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode(GOAL, data)


def test_only_things_of_its_kind_are_kept() -> None:
    """The step that mixes them up fails, not the one that reads them."""
    with pytest.raises(TypeError, match="Goal"):
        encode(GOAL, Stranger())


def test_a_kind_that_was_not_wanted_is_no_empty_one() -> None:
    """A step that forgot to want something must not think there is nothing."""
    kept = Kept({"ziel": {}})
    assert kept.all("ziel") == {}
    with pytest.raises(LookupError, match="kunde"):
        kept.all("kunde")
