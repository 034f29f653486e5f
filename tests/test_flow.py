"""Sheets of several flows: one in front at most, the others wait, and none is lost."""

from random import Random
from typing import cast

import pytest
from msgspec import Struct
from msgspec.structs import replace

from flows.desk import COMMANDS, Desk
from flows.effects import Say
from flows.events import (
    Commanded,
    Due,
    Edited,
    Event,
    Fetched,
    Pressed,
    Received,
    Said,
    Unreadable,
)
from flows.flow import first, lay_aside, owner, take_up
from flows.moment import Moment
from flows.reception import FLOWS
from flows.roleplay.run import Run
from flows.session import Person, Session, Sheet, Step
from tests.stage import NOON, library
from tests.visitor import ZONES, Visitor


class GoalSheet(Struct, frozen=True, tag="ziele"):
    awaits: str = "menge"


class StackSheet(Struct, frozen=True, tag="ziele:stapel"):
    pass


class CustomerSheet(Struct, frozen=True, tag="kunden"):
    awaits: str = ""


GOAL, STACK, CUSTOMER = (cast("Sheet", sheet) for sheet in (GoalSheet(), StackSheet(), CustomerSheet()))


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
    """Nobody has to know of it from elsewhere; what coaches do is a tap behind the page of the teams."""
    flows = Desk(library(), ZONES).flows
    assert flows.keys() == {*FLOWS, "coach"}
    assert flows.keys() <= COMMANDS.keys()


# --- at the desk -----------------------------------------------------------------------------------------------


class Dialogue:
    """A flow that opens its sheet at every event, and notes what came and which sheet it saw."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.came: list[tuple[Event, Sheet | None]] = []

    def wants(self, session: Session, event: Event) -> frozenset[str]:
        assert session.sheet in (None, self._sheet)
        return frozenset({owner(self._sheet)})

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        self.came.append((event, session.sheet))
        return replace(session, sheet=self._sheet), [Say("fortschritt_leer")]


GOALS, CUSTOMERS = "ziele", "kunden"


class Chat:
    """A person at a desk with two such flows; she may have a role-play open."""

    def __init__(self, run: Run | None = None) -> None:
        self.session = Session(person=Person("Kim", NOON), run=run)
        self.desk = Desk(library(), ZONES)
        self.goals, self.customers = Dialogue(GOAL), Dialogue(CUSTOMER)
        self.desk.flows = {GOALS: self.goals, CUSTOMERS: self.customers}
        self.heard: list[str] = []

    def meets(self, event: Event) -> "Chat":
        self.session, effects = self.desk.step(self.session, event, Moment(NOON, Random(1)))
        self.heard = [effect.template for effect in effects if isinstance(effect, Say)]
        return self

    @property
    def open(self) -> list[Sheet | None]:
        """The sheet in front, then those on the shelf."""
        return [self.session.sheet, *self.session.shelf]


RUN = Visitor().plays("kurz", "brandt").run
OUTDATED = replace(RUN, edition="fedcba9876543210")


@pytest.mark.parametrize("run", [None, RUN, OUTDATED], ids=["at rest", "in a run", "in a run whose content is gone"])
def test_a_timer_reaches_its_flow_and_takes_nobodys_ear(run: Run | None) -> None:
    """What it opens waits on the shelf; another flow hears nothing of it, and the run stays."""
    chat = Chat(run).meets(Due("ziele:kunden", NOON))
    assert (chat.goals.came, chat.customers.came) == ([(Due("ziele:kunden", NOON), None)], [])
    assert (chat.open, chat.session.run) == ([None, GOAL], run)


def test_a_timer_leaves_the_sheet_in_front_where_it_is() -> None:
    chat = Chat().meets(Commanded(CUSTOMERS)).meets(Due("ziele:stand", NOON))
    assert chat.open == [CUSTOMER, GOAL]
    assert chat.meets(Fetched("kunden:liste", "a.csv")).open == [CUSTOMER, GOAL]


def test_one_flow_lays_the_sheet_of_another_aside_and_takes_up_its_own() -> None:
    chat = Chat(RUN).meets(Commanded(GOALS)).meets(Commanded(CUSTOMERS))
    assert chat.open == [CUSTOMER, GOAL]
    assert chat.meets(Pressed("ziele:menge", "", "f1")).open == [GOAL, CUSTOMER]
    assert chat.goals.came[-1][1] == GOAL
    assert chat.session.run == RUN


def test_going_on_means_the_run_and_without_one_the_sheet_left_last() -> None:
    chat = Chat(RUN).meets(Commanded(GOALS)).meets(Commanded("weiter"))
    assert (chat.heard, chat.open) == (["stehen_geblieben"], [None, GOAL])
    chat = Chat().meets(Commanded(GOALS)).meets(Commanded("rollenspiel"))
    assert (chat.heard, chat.open) == (["kurswahl"], [None, GOAL])
    assert chat.meets(Said("weiter", 1)).goals.came[-1] == (Commanded("weiter"), GOAL)


def test_cancelling_closes_one_after_the_other() -> None:
    """The sheet in front, then the role-play is asked about; a sheet on the shelf outlives it."""
    chat = Chat(RUN).meets(Commanded(GOALS)).meets(Commanded(CUSTOMERS)).meets(Commanded("abbrechen"))
    assert (chat.heard, chat.open) == (["blatt_zu"], [None, GOAL])
    assert chat.meets(Commanded("abbrechen")).heard == ["aufhoeren_frage"]
    chat = Chat().meets(Due("ziele:stand", NOON)).meets(Commanded("abbrechen"))
    assert (chat.heard, chat.open) == (["blatt_zu"], [None])
    assert chat.meets(Commanded("abbrechen")).heard == ["nichts_offen"]


@pytest.mark.parametrize(
    ("event", "wanted"),
    [
        pytest.param(Commanded(GOALS), {GOALS}, id="its command"),
        pytest.param(Pressed(GOALS), {GOALS}, id="its button"),
        pytest.param(Pressed("kunden:x", "1", "f1"), {CUSTOMERS}, id="its action"),
        pytest.param(Due("kunden:x", NOON), {CUSTOMERS}, id="its timer"),
        pytest.param(Fetched("kunden:x", "a"), {CUSTOMERS}, id="its file"),
        pytest.param(Said("60", 1), {GOALS}, id="text"),
        pytest.param(Edited("60", 1), {GOALS}, id="edit"),
        pytest.param(Received("f", "a.csv", 1), {GOALS}, id="file"),
        pytest.param(Commanded("hilfe"), set(), id="help"),
        pytest.param(Said("Menü", 1), set(), id="menu as a word"),
        pytest.param(Pressed("tipp", "", "r1"), set(), id="button of the run"),
        pytest.param(Due("rollenspiel", NOON), set(), id="timer of the run"),
        pytest.param(Unreadable("voice"), set(), id="voice"),
    ],
)
def test_a_step_wants_what_its_flow_wants_and_nothing_else(event: Event, wanted: set[str]) -> None:
    chat = Chat(RUN).meets(Commanded(CUSTOMERS)).meets(Commanded(GOALS))
    assert chat.desk.wants(chat.session, event, "person:1") == wanted
    assert chat.desk.wants(Session(), event, "person:1") == set()
