"""What actors tell each other: a person her team, a team its people and its group.

Each kind of news says who may tell it (`by`, which `flows.teams` checks) or which flow of a person hears it (`flow`).
What a team answers with `broadcast` goes to many and waits behind replies.
"""

from datetime import datetime
from typing import Any, ClassVar

from msgspec import Struct

from flows.teams.team import Role

COACH: frozenset[Role] = frozenset({Role.COACH})
MEMBERS: frozenset[Role] = frozenset({Role.COACH, Role.TRAINEE})
ANYBODY: frozenset[Role] = frozenset()


class ToTeam(Struct, frozen=True, tag=True):
    """News a team hears. Whoever has none of the roles in `by` is refused; empty means anybody."""

    by: ClassVar[frozenset[Role]] = COACH


class ToPerson(Struct, frozen=True, tag=True):
    """News a person hears, if she has consented."""

    flow: ClassVar[str] = "team"  # with an area behind it for the flow `coach`: "coach:durchsicht"
    broadcast: ClassVar[bool] = False


# --- to a team: who belongs to it ------------------------------------------------------------------------------


class Founded(ToTeam):
    """A new team; who tells it is its first coach, called `coach`."""

    by: ClassVar[frozenset[Role]] = ANYBODY
    name: str
    coach: str
    zone: str


class Renamed(ToTeam):
    """The team is called otherwise, or welcomes with other words."""

    name: str
    welcome: str


class Invited(ToTeam):
    """A link was made; `digest` is that of its token and is put in when the token is made."""

    role: Role
    limit: int
    expires: datetime
    digest: str = ""


class GroupFound(ToTeam):
    """The bot was added to a Telegram group by a link of the team."""

    by: ClassVar[frozenset[Role]] = ANYBODY
    digest: str
    title: str


class Revoked(ToTeam):
    """A link shall not be used any more."""

    digest: str


class Redeemed(ToTeam):
    """Somebody opened a link; she is called `name`, or nothing."""

    by: ClassVar[frozenset[Role]] = ANYBODY
    digest: str
    name: str


class Left(ToTeam):
    """A member leaves."""

    by: ClassVar[frozenset[Role]] = MEMBERS


class Dismissed(ToTeam):
    """A coach removes a member."""

    person: str


class Disbanded(ToTeam):
    """The team shall be no more."""


class Gone(ToTeam):
    """Somebody had everything about herself deleted; what the team kept about her is gone already."""

    by: ClassVar[frozenset[Role]] = ANYBODY


class Silent(ToTeam):
    """A member blocked the bot, or (`reachable`) let it in again."""

    by: ClassVar[frozenset[Role]] = MEMBERS
    reachable: bool


# --- to a person -----------------------------------------------------------------------------------------------


class Welcomed(ToPerson):
    """She belongs to a team now."""

    team: str
    name: str
    welcome: str
    role: Role
    coaches: tuple[str, ...]


class Unwelcome(ToPerson):
    """Her link is not valid (any more); why is not told."""


class Parted(ToPerson):
    """She belongs to the team no longer: she `left`, or was removed, or there is no team any more."""

    team: str
    name: str
    left: bool


class Notice(ToPerson):
    """An answer of a team to what a coach did; `values` is plain data. `page` is a button to a page of /coach."""

    flow: ClassVar[str] = "coach"
    template: str
    values: dict[str, Any] = {}
    page: str = ""
    argument: str = ""


# --- to a group ------------------------------------------------------------------------------------------------


class ToGroup(Struct, frozen=True, tag=True):
    """News the Telegram group of a team hears."""


class GroupBound(ToGroup):
    """The group belongs to the team of that name now."""

    team: str


TeamNews = Founded | Renamed | Invited | GroupFound | Revoked | Redeemed | Left | Dismissed | Disbanded | Gone | Silent
PersonNews = Welcomed | Unwelcome | Parted | Notice
GroupNews = GroupBound
News = TeamNews | PersonNews | GroupNews
