"""The sheet of /wiederholung."""

from msgspec import Struct

from flows.repetition.cards import Card


class RepetitionSheet(Struct, frozen=True, tag="wiederholung", omit_defaults=True):
    """A round of what is due. `card` is asked now, `queue` comes after it, `results` are the levels so far.

    `undo` is the sheet before the answer in `message`, and `before` the card before it, while that may be edited.
    """

    card: str
    wording: int
    queue: tuple[str, ...] = ()
    choice: bool = False
    mark: str = ""
    run: str = ""  # under which an answer to a task is recorded
    results: tuple[int | None, ...] = ()
    message: int = 0
    undo: "RepetitionSheet | None" = None
    before: Card | None = None

    @property
    def awaits(self) -> str:
        """What the next text answers."""
        return "wahl" if self.choice else "frage"
