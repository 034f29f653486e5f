"""The turn as a table, and the library behind it."""

from dataclasses import dataclass, field
from itertools import product

import pytest
from transitions import MachineError

from flows.roleplay.scene import Scene
from flows.roleplay.turns import OPEN, ROWS, State, Trigger
from flows.rulebook import Row, Rulebook


@pytest.mark.parametrize(("state", "trigger"), [*product(OPEN, Trigger)], ids=str)
def test_every_open_state_answers_every_trigger(state: State, trigger: Trigger) -> None:
    """No pair of state and trigger is left out, and its last row holds unless an earlier one did."""
    rows = [row for row in ROWS if row.trigger == trigger and state in row.sources]
    assert rows
    interrupted = state in (State.PAUSED, State.LEAVING) and trigger in (Trigger.RESUME, Trigger.STAY, Trigger.ONWARD)
    assert not rows[-1].when or interrupted


def test_nothing_follows_the_end() -> None:
    """A run that is over answers nothing; the review is not part of it."""
    assert not [row for row in ROWS if State.OVER in row.sources]


def test_every_name_in_the_table_is_a_method_of_the_scene() -> None:
    """A misspelt condition or deed cannot hide in the table."""
    names = {name for row in ROWS for name in (*row.when, *row.do)}
    assert not [name for name in names if not hasattr(Scene, name)]


def test_the_scene_has_no_deed_the_table_does_not_name() -> None:
    """What the table does not use is not there."""
    used = {name for row in ROWS for name in (*row.when, *row.do)}
    others = {"state", "fire", "left", "open", "enter"}
    public = {name for name in dir(Scene) if not name.startswith("_")}
    assert public - used == others


# --- the library -----------------------------------------------------------------------------------------------


@dataclass
class Walker:
    state: str
    tired: bool = False
    done: list[str] = field(default_factory=list)

    @property
    def is_tired(self) -> bool:
        return self.tired

    def rest(self) -> None:
        self.done.append(f"rest in {self.state}")

    def walk(self) -> None:
        self.done.append(f"walk in {self.state}")

    def fail(self) -> None:
        raise RuntimeError("on purpose")


BOOK = Rulebook(
    ["here", "there/far"],
    [
        Row("go", ["here"], when=["is_tired"], do=["rest"]),
        Row("go", ["here"], "there/far", do=["walk", "rest"]),
        Row("nap", ["here"], when=["is_tired"], do=["rest"]),
        Row("stumble", ["here"], "there/far", do=["fail"]),
    ],
)


def test_the_first_row_that_holds_is_taken() -> None:
    """Rows are tried from the top; a row without destination stays."""
    walker = Walker("here", tired=True)
    assert BOOK.fire(walker, "go")
    assert (walker.state, walker.done) == ("here", ["rest in here"])


def test_deeds_run_in_order_in_the_new_state() -> None:
    """A deed sees the state the row leads to."""
    walker = Walker("here")
    assert BOOK.fire(walker, "go")
    assert walker.done == ["walk in there/far", "rest in there/far"]


def test_no_row_that_holds_changes_nothing() -> None:
    """If all conditions fail, nothing happens and the caller is told."""
    walker = Walker("here")
    assert not BOOK.fire(walker, "nap")
    assert (walker.state, walker.done) == ("here", [])


def test_a_pair_without_any_row_is_an_error() -> None:
    """A hole in the table is loud."""
    with pytest.raises(MachineError):
        BOOK.fire(Walker("there/far"), "go")


def test_an_exception_of_a_deed_reaches_the_caller() -> None:
    """Nothing is swallowed."""
    with pytest.raises(RuntimeError, match="on purpose"):
        BOOK.fire(Walker("here"), "stumble")


def test_walkers_leave_no_trace_in_the_rulebook() -> None:
    """One rule book serves everybody: it keeps no models and no triggers of its own making."""
    for _ in range(3):
        BOOK.fire(Walker("here"), "go")
    assert BOOK._machine.models == []
    assert set(BOOK._machine.events) == {"go", "nap", "stumble"}
