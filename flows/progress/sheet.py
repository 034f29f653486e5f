"""The sheet of /fortschritt."""

from msgspec import Struct


class ProgressSheet(Struct, frozen=True, tag="fortschritt"):
    """Open while it is asked whether everything is to be deleted."""

    @property
    def awaits(self) -> str:
        """What the next text answers."""
        return "loeschen"
