"""A real customer of the trainee's, as she keeps him: what she knows, where he stands, what comes next, what was."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from flows.course import PHASES
from flows.customers.grades import Distribution, Grade, Question
from flows.customers.upload import Fault, Row, key
from flows.moment import Moment

CUSTOMER, LIST, GRADES, PENDING = "kunde", "kundenliste", "kundenklassen", "kundenimport"
"""Kinds of kept things: customers with a dossier one by one; the rows of a list, what it comes to, and a list that is
not taken over yet, each as one thing, so that ten thousand names cost only the steps that look at them."""

ONLY = "liste"
"""The id of what there is one of."""

STEP = "schritt"
"""Stands for the next step where otherwise a phase stands."""
MOST = 300  # dossiers
REMEMBERED = 200  # entries of a history


class What(StrEnum):
    """What happened to a customer."""

    BEGUN = "angelegt"
    PHASE = "stand"
    STEP = "schritt"
    GRADE = "klasse"
    POSTPONED = "verschoben"
    DONE = "erledigt"
    NOTE = "notiz"
    SHEET = "kurz"


class Entry(Struct, frozen=True):
    """A line of the history. `text` is what she wrote, or names what it came to: a phase, a class, a day."""

    day: date
    what: What
    text: str = ""


class Planned(Struct, frozen=True):
    """What is to be done in a phase. `made` says that it follows from the reduced process: "mail", say.

    What was `handed` over is among the activities now, which remind of it.
    """

    phase: str
    text: str
    day: date | None = None
    made: str = ""
    handed: bool = False


class Customer(Struct, frozen=True, omit_defaults=True):
    """A customer. What she does not know is not there."""

    name: str
    known: Mapping[str, str] = {}  # six of the seven things by their ids; the seventh is where he stands
    phase: str = ""
    step: str = ""
    step_day: date | None = None
    step_handed: bool = False
    levels: Mapping[Question, int] = {}
    assessed: Grade | None = None  # by her
    listed: Grade | None = None  # by the revenue in her list
    hopeful: bool | None = None  # whether he could become an A
    revenue: Decimal | None = None
    potential: Decimal | None = None
    currency: str = "EUR"
    postponed: date | None = None
    plan: tuple[Planned, ...] = ()
    reduced: Mapping[str, str] = {}  # the elements of the reduced process
    talk: date | None = None  # of the reduced process
    history: tuple[Entry, ...] = ()

    @property
    def grade(self) -> Grade | None:
        """Her own judgement counts before that of the list."""
        return self.assessed or self.listed

    @property
    def treated(self) -> Grade | None:
        """As which he is treated: who could become an A as if he were one."""
        return Grade.A if self.grade and self.hopeful else self.grade

    def having(self, day: date, what: What, text: str = "") -> "Customer":
        """With one more line in the history."""
        return replace(self, history=(*self.history, Entry(day, what, text))[-REMEMBERED:])

    def at(self, phase: str, day: date) -> "Customer":
        """Standing in `phase`."""
        return self if phase == self.phase else replace(self, phase=phase).having(day, What.PHASE, phase)

    def graded(self, grade: Grade, day: date) -> "Customer":
        """With a class of her own judgement; as an A nobody has to become one."""
        hopeful = None if grade is Grade.A else self.hopeful
        after = replace(self, assessed=grade, hopeful=hopeful)
        return after if after.treated is self.treated else after.having(day, What.GRADE, grade.value)

    def planning(self, *planned: Planned) -> "Customer":
        """With other plans for these phases."""
        phases = {each.phase for each in planned}
        plan = (*(each for each in self.plan if each.phase not in phases), *planned)
        return replace(self, plan=tuple(sorted(plan, key=lambda each: place(each.phase))))

    def having_done(self, text: str, day: date, phase: str = "") -> "Customer":
        """With what was done in the history; standing in `phase`, where it was planned, unless already further on."""
        after = self.without(phase).having(day, What.DONE, text or phase)
        return after.at(phase, day) if place(phase) > place(self.phase) else after

    def without_done(self, text: str) -> "Customer":
        """Without the latest line that says so."""
        said = [entry for entry in self.history if entry.what is What.DONE and entry.text == text]
        return replace(self, history=tuple(entry for entry in self.history if entry not in said[-1:]))

    def handing(self, phase: str) -> "Customer":
        """With the plan for a phase, or the next step, among the activities."""
        if phase == STEP:
            return replace(self, step_handed=True)
        return self.planning(*(replace(each, handed=True) for each in self.plan if each.phase == phase))

    def appointed(self) -> list[Planned]:
        """What has its day and is in nobody's hands but ours: plans, and the next step as one without a phase."""
        step = [Planned("", self.step, self.step_day)] if self.step and not self.step_handed else []
        return [each for each in (*step, *self.plan) if each.day is not None and not each.handed]

    def without(self, phase: str) -> "Customer":
        """With no plan for a phase."""
        return replace(self, plan=tuple(each for each in self.plan if each.phase != phase))


class CustomerList(Struct, frozen=True):
    """All rows of a list that was taken over, each name once."""

    rows: tuple[Row, ...]


class Pending(Struct, frozen=True):
    """A list that was read and not yet taken over."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()


def place(phase: str) -> int:
    """Where a phase stands among the sixteen; before all of them without one."""
    return PHASES.index(phase) if phase in PHASES else -1


def customers(moment: Moment) -> Mapping[str, Customer]:
    """All with a dossier, by id."""
    return moment.kept.all(CUSTOMER)


def distribution(moment: Moment) -> Distribution | None:
    """What the list comes to, if there is one."""
    found: Distribution | None = moment.kept.all(GRADES).get(ONLY)
    return found


def rows(moment: Moment) -> tuple[Row, ...]:
    """The list itself; a step has to want it."""
    found: CustomerList | None = moment.kept.all(LIST).get(ONLY)
    return found.rows if found else ()


def named(moment: Moment, name: str) -> str:
    """The id of the customer with that name; empty if there is none."""
    return next((id_ for id_, each in customers(moment).items() if key(each.name) == key(name)), "")


def fresh_id(moment: Moment) -> str:
    """An id nobody has."""
    return f"k{max((int(id_[1:]) for id_ in customers(moment)), default=0) + 1}"
