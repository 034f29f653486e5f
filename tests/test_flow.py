"""Sheets of several flows: one in front at most, the others wait, and none is lost."""

from typing import cast

import pytest
from msgspec import Struct

from flows.desk import COMMANDS, Desk
from flows.flow import first, lay_aside, owner, take_up
from flows.reception import FLOWS
from flows.session import Session, Sheet
from tests.stage import library
from tests.visitor import ZONES


class GoalSheet(Struct, frozen=True, tag="ziele"):
    figure: int = 0


class StackSheet(Struct, frozen=True, tag="ziele:stapel"):
    pass


class CustomerSheet(Struct, frozen=True, tag="kunden"):
    pass


GOAL, STACK, CUSTOMER = (cast("Sheet", sheet) for sheet in (GoalSheet(1), StackSheet(), CustomerSheet()))


@pytest.mark.parametrize(
    ("front", "shelf", "name", "expected"),
    [
        pytest.param(None, (), "ziele", (None, ()), id="nothing open"),
        pytest.param(GOAL, (), "ziele", (GOAL, ()), id="in front already"),
        pytest.param(STACK, (), "ziele", (STACK, ()), id="of several kinds"),
        pytest.param(GOAL, (), "kunden", (None, (GOAL,)), id="another in front"),
        pytest.param(None, (CUSTOMER, GOAL), "kunden", (CUSTOMER, (GOAL,)), id="laid aside"),
        pytest.param(GOAL, (CUSTOMER,), "kunden", (CUSTOMER, (GOAL,)), id="in exchange"),
        pytest.param(GOAL, (CUSTOMER,), "fortschritt", (None, (CUSTOMER, GOAL)), id="the latest last"),
    ],
)
def test_a_flow_sees_its_own_sheet_or_none(
    front: Sheet | None, shelf: tuple[Sheet, ...], name: str, expected: tuple[Sheet | None, tuple[Sheet, ...]]
) -> None:
    after = take_up(Session(sheet=front, shelf=shelf), name)
    assert (after.sheet, after.shelf) == expected


def test_laying_aside_twice_is_laying_aside_once() -> None:
    once = lay_aside(Session(sheet=GOAL))
    assert lay_aside(once) == once == Session(shelf=(GOAL,))


@pytest.mark.parametrize(("key", "name"), [("ziele", "ziele"), ("ziele:menge:2", "ziele"), ("", ""), (":x", "")])
def test_the_name_stands_in_front(key: str, name: str) -> None:
    assert first(key) == name


def test_a_sheet_belongs_to_the_flow_in_its_tag() -> None:
    assert [owner(sheet) for sheet in (GOAL, STACK, CUSTOMER, None)] == ["ziele", "ziele", "kunden", ""]


def test_every_flow_is_a_command_and_in_the_menu() -> None:
    """Nobody has to know of it from elsewhere."""
    flows = Desk(library(), ZONES).flows
    assert flows.keys() == set(FLOWS)
    assert flows.keys() <= COMMANDS.keys()
