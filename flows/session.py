"""Where a person stands. Stored as JSON after each step; `SCHEMA` counts its versions."""

from datetime import datetime, time

from msgspec import Struct

from flows.activities.sheet import ActivitySheet
from flows.assignments.sheet import OrderSheet
from flows.coaching.sheets import CoachSheet
from flows.customers.sheet import CustomerSheet
from flows.effects import Effect
from flows.goals.sheet import GoalSheet
from flows.progress.sheet import ProgressSheet
from flows.reflection.sheet import ReflectionSheet
from flows.repetition.sheet import RepetitionSheet
from flows.roleplay.run import Run

SCHEMA = 1


class Person(Struct, frozen=True):
    """What a person told us about herself, and what she wants. Equal quiet hours are none at all."""

    name: str  # empty until she tells it, or for good
    consented: datetime
    zone: str = "Europe/Berlin"
    quiet_from: time = time(20, 0)
    quiet_until: time = time(8, 0)
    reminders: bool = True
    reminder_time: time = time(17, 30)  # local; when an open run is recalled the next day
    wording: str = ""  # what she consented to, as `flows.privacy.WORDING` calls it


Sheet = (
    ActivitySheet
    | CoachSheet
    | CustomerSheet
    | GoalSheet
    | OrderSheet
    | ProgressSheet
    | ReflectionSheet
    | RepetitionSheet
)
"""What a flow beside the role-play has open, tagged with the flow's name.

Each has `awaits`: what the next text answers there, empty if it waits for buttons only.
"""


class Session(Struct, frozen=True):
    """One person's standing with the bot.

    `awaiting` names what the next free text answers at the desk ("name", "zone", …); empty while a run or nothing
    listens. `serial` counts what was said with a slot, so that slots and marks never repeat.
    """

    person: Person | None = None
    awaiting: str = ""
    invitation: str = ""  # "<team>/<digest>" of the link she came by, until she has consented
    run: Run | None = None
    last: Run | None = None  # the run that ended last, for its review, until the next begins
    sheet: Sheet | None = None  # the open dialogue of another flow; a run stays untouched beside it
    shelf: tuple[Sheet, ...] = ()  # sheets laid aside, one of a flow at most, the latest last
    serial: int = 0
    tapped: tuple[str, datetime] | None = None  # the button of a role-play that did something last, and when
    excused: datetime | None = None  # when something unexpected was last answered; silence for a minute after
    leaving: datetime | None = None  # when everything is to be deleted, as she wished

    @property
    def trainee(self) -> Person:
        """The person, for whatever comes only after consent."""
        if self.person is None:
            raise LookupError("nobody has consented yet")
        return self.person

    @property
    def busy(self) -> bool:
        """Whether she is in the midst of something, in front or laid aside: what others tell her waits at the door."""
        return bool(self.run or self.sheet or self.shelf)


Step = tuple[Session, list[Effect]]
"""What every flow returns: where the person stands now, and what follows."""
