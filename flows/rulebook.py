"""A state machine as a rule book: the one place that knows the library behind it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from transitions import Machine


class Walker(Protocol):
    """Anything that stands in a state; the conditions and deeds named in rows are its methods or properties."""

    state: str


class Row(NamedTuple):
    """A row of the table: in one of `sources`, `trigger` leads to `dest`, or nowhere else if that is None.

    It is taken if everything in `when` holds; then everything in `do` is done, in order.
    """

    trigger: str
    sources: Sequence[str]
    dest: str | None = None
    when: Sequence[str] = ()
    do: Sequence[str] = ()


class Rulebook:
    """One shared machine without models. Rows are tried from the top."""

    def __init__(self, states: Iterable[str], rows: Iterable[Row]) -> None:
        self.states = tuple(str(state) for state in states)
        self.rows = tuple(rows)
        self._machine = Machine(model=None, states=list(self.states), initial=None, auto_transitions=False)
        for row in self.rows:
            self._machine.add_transition(
                str(row.trigger),
                [str(source) for source in row.sources],
                None if row.dest is None else str(row.dest),
                conditions=list(row.when),
                after=list(row.do),
            )

    def fire(self, walker: Walker, trigger: str) -> bool:
        """Takes the first row that fits and does what it says; False if none fits.

        Raises `transitions.MachineError` if there is no row at all for the state and `trigger`.
        """
        return bool(self._machine.events[trigger].trigger(walker))
