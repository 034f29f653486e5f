"""The sheet of /aufgaben: an exercise that is being answered."""

from enum import StrEnum

from msgspec import Struct


class Awaited(StrEnum):
    """What the next text is."""

    ANSWER = "antwort"
    CHOICE = "auswahl"
    BUTTON = "knopf"  # an answer was judged; a button leads on
    OBJECTION = "einwand"


class OrderSheet(Struct, frozen=True, tag="aufgaben", omit_defaults=True):
    """The order that is open, with what its judging needs to be asked for: the team and the id of the exercise.

    `mark` tells the buttons of this moment from older ones; it is also the slot of the latest verdict, and `message`
    the answer it is about.
    """

    order: str
    team: str
    exercise: str
    awaiting: Awaited
    mark: str = ""
    message: int = 0

    @property
    def awaits(self) -> str:
        """What the next text answers."""
        return self.awaiting.value
