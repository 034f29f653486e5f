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

    @property
    def unsaved(self) -> bool:
        """Whether something was chosen on the card that she would have to choose again."""
        seen = {name: getattr(self, name) for name in ("asking", "mark", "page", "message")}
        return self != GivingSheet(self.team, self.id, self.exercise, **seen)


class CallSheet(Struct, frozen=True, tag="coach:nachricht"):
    """A message to the team is being written; with `text` its preview is shown, to which `mark` belongs."""

    team: str
    text: str = ""
    message: int = 0
    mark: str = ""

    @property
    def awaits(self) -> str:
        """What the next text answers: it is the message, or takes its place."""
        return "nachricht"

    @property
    def unsaved(self) -> bool:
        """Whether a message is written."""
        return bool(self.text)


class TeamSheet(Struct, frozen=True, tag="coach:teamdaten"):
    """The `name` or the welcome (`gruss`) of a team is being asked for."""

    team: str
    asked: str

    @property
    def awaits(self) -> str:
        """What the next text answers."""
        return "teamname" if self.asked == "name" else "gruss"


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
    def unsaved(self) -> bool:
        """Whether she would have to say again what she thinks of it."""
        return self.hers and self.changed

    @property
    def voiced(self) -> bool:
        """Whether a voice note answers it as well."""
        return self.stage is Stage.COMMENT


class Part(StrEnum):
    """What of an exercise's draft is open."""

    FILE = "datei"  # no draft yet: a file is awaited
    TITLE = "titel"
    SITUATION = "situation"
    ITEM = "punkt"  # the title of an item
    WORDING = "wortlaut"
    MODEL = "muster"
    EXAMPLE = "beispiel"  # the answer of an example
    LEVELS = "stufen"
    CARD = "karte"
    ITEMS = "punkte"
    ONE_ITEM = "ein_punkt"
    EXAMPLES = "beispiele"
    ONE_EXAMPLE = "ein_beispiel"
    TRIAL = "probe"


WRITTEN = frozenset({Part.FILE, Part.TITLE, Part.SITUATION, Part.ITEM, Part.WORDING, Part.MODEL}) | {
    Part.EXAMPLE,
    Part.TRIAL,
}
"""What is answered by a text."""


class DraftSheet(Struct, frozen=True, tag="coach:uebungen", omit_defaults=True):
    """A draft of an exercise is open, or a file is awaited; the draft itself is kept, whatever becomes of the sheet.

    `at` is the item or example it is about, or the page of the examples; `item` is the item whose level is asked for.
    `whole` is True once she has been through all parts: from then on each leads back to the card. `slot` is that of the
    message with the buttons, `mark` tells its present buttons from earlier ones. `message` is that of the last text,
    which was `wrote`, so that it can still be edited; `answer` is what she tried.
    """

    team: str
    draft: str = ""
    part: Part = Part.FILE
    at: int = 0
    item: int = 0
    whole: bool = False
    slot: str = ""
    mark: str = ""
    message: int = 0
    wrote: tuple[Part, int] = (Part.CARD, 0)
    answer: str = ""

    @property
    def awaits(self) -> str:
        """What the next text answers; nothing while only buttons do."""
        return f"uebungen_{self.part}" if self.part in WRITTEN else ""


CoachSheet = ReviewSheet | CallSheet | TeamSheet | FoundingSheet | GivingSheet | DraftSheet
