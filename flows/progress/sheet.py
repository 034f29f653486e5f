"""The sheet of /fortschritt."""

from msgspec import Struct


class ProgressSheet(Struct, frozen=True, tag="fortschritt"):
    """Open while it is asked whether everything is to be deleted.

    `serial` is that of the session as it was asked: if other things were said since, it is asked again.
    """

    serial: int = 0

    @property
    def awaits(self) -> str:
        """What the next text answers."""
        return "loeschen"
