"""What a team keeps about itself and its people."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from random import Random

from msgspec import Struct

TEAM = "team"
"""The kind of the one thing a team keeps about itself, its id, and the first part of its actor's name."""

MEMBER, INVITATION, GROUP = "mitglied", "einladung", "gruppe"

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_PAYLOAD = re.compile(r"([a-z0-9]{8})-([A-Za-z0-9_-]{43})")


class Role(StrEnum):
    """What somebody is in a team. `GROUP` is only for links: the team's Telegram group."""

    COACH = "coach"
    TRAINEE = "trainee"
    GROUP = "gruppe"


class Team(Struct, frozen=True):
    """A team. `digest` is the local hour at which coaches want the news of the day; None for never."""

    name: str
    zone: str
    founded: datetime
    welcome: str = ""
    digest: time | None = None
    group: str = ""  # the actor of its Telegram group
    group_title: str = ""
    called: tuple[datetime, ...] = ()  # when coaches wrote to everybody, lately


class Member(Struct, frozen=True):
    """Somebody in a team, kept under her actor's name. `name` may be empty; `team` is what the team is called."""

    name: str
    team: str
    role: Role
    since: datetime
    reachable: bool = True


class GroupOf(Struct, frozen=True):
    """What a Telegram group keeps: the actor of its team."""

    team: str


class Invitation(Struct, frozen=True):
    """A link, kept under the digest of its token; `by` is the name of the coach who made it."""

    role: Role
    limit: int
    expires: datetime
    made: datetime
    by: str
    used: int = 0

    def valid(self, now: datetime) -> bool:
        """Whether one more may use it."""
        return self.used < self.limit and now < self.expires


def coaches(members: Mapping[str, Member], but: str = "") -> tuple[str, ...]:
    """The actors of those who lead, without `but`."""
    return tuple(person for person, member in members.items() if member.role is Role.COACH and person != but)


def new_id(random: Random) -> str:
    """Eight letters and digits, easy to tell apart."""
    return "".join(random.choices(_LETTERS, k=8))


def actor(team: str) -> str:
    """The actor of the team with this id."""
    return f"{TEAM}:{team}"


def digest(token: str) -> str:
    """What is stored instead of a token of 32 random bytes."""
    return hashlib.sha256(token.encode()).hexdigest()[:40]


def invitation(payload: str) -> tuple[str, str] | None:
    """The actor of the team and the digest of the token in the payload of a deep link; None if it is no such link."""
    found = _PAYLOAD.fullmatch(payload)
    return (actor(found[1]), digest(found[2])) if found else None
