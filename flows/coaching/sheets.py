"""What is open in /coach: one small sheet for each area that asks for something."""

from datetime import datetime, time
from enum import StrEnum

from msgspec import Struct

from flows.teams.work import DAY_ENDS, Correction


class FoundingSheet(Struct, frozen=True, tag="coach:gruenden"):
    """A team is being founded: she is asked for its name."""

    @property
    def awaits(self) -> str:
        """What the next text answers."""
        return "teamname"


class GivingSheet(Struct, frozen=True, tag="coach:vergabe", omit_defaults=True):
    """An exercise is about to be given as `id`: `exercise` is the key of `coaching.offers`, the rest its terms.

    `at` is None for now; `days` are those from then until it is due, at `clock`. `minimum` is in percent. `mark` is the
    slot of the card's message and tells its buttons from older ones; `page` is that of the people to choose from,
    `message` the one with the note, which can still be edited.
    """

    team: str
    id: str
    exercise: str
    everybody: bool = True
    people: tuple[str, ...] = ()
    at: datetime | None = None
    rule: str = ""
    days: int | None = 7
    clock: time = DAY_ENDS
    minimum: int = 60
    least: int = 1
    most: int = 3
    note: str = ""
    asking: str = ""
    mark: str = ""
    page: int = 0
    message: int = 0

    @property
    def awaits(self) -> str:
        """What the next text answers; nothing while the card is shown."""
        return f"vergabe_{self.asking}" if self.asking else ""


class Stage(StrEnum):
    """How far a coach is with a card of the review."""

    OPENING = "oeffnen"  # the team was asked for it
    CARD = "karte"
    REASON = "grund"
    COMMENT = "kommentar"
    SENT = "gesendet"  # the team was told
    READING = "ansicht"  # it is not hers to decide


class ReviewSheet(Struct, frozen=True, tag="coach:durchsicht", omit_defaults=True):
    """A card of the review is open. `only` is the assignment whose cards she goes through, if it is one.

    `mark` tells the buttons of this card from older ones; `about` is the piece and item a reason is asked for;
    `message` is that of the last reason or comment, which `wrote` says, so that it can still be edited.
    """

    team: str
    card: str
    mark: str
    stage: Stage = Stage.OPENING
    only: str = ""
    piece: int = 0
    corrections: tuple[Correction, ...] = ()
    comment: str = ""
    voice: str = ""
    changed: bool = False
    about: tuple[int, str] = (0, "")
    wrote: Stage = Stage.CARD
    message: int = 0

    @property
    def awaits(self) -> str:
        """What the next text answers; nothing while she looks at the card."""
        return f"durchsicht_{self.stage}" if self.stage in (Stage.REASON, Stage.COMMENT) else ""

    @property
    def hers(self) -> bool:
        """Whether she is about to decide."""
        return self.stage in (Stage.CARD, Stage.REASON, Stage.COMMENT)

    @property
    def voiced(self) -> bool:
        """Whether a voice note answers it as well."""
        return self.stage is Stage.COMMENT


CoachSheet = ReviewSheet | FoundingSheet | GivingSheet
