"""What is open in /coach: one small sheet for each area that asks for something."""

from msgspec import Struct


class FoundingSheet(Struct, frozen=True, tag="coach:gruenden"):
    """A team is being founded: she is asked for its name."""

    @property
    def awaits(self) -> str:
        """What the next text answers."""
        return "teamname"


CoachSheet = FoundingSheet
