"""What actors tell each other: a person her team, a team its people and its group.

Each kind of news says who may tell it (`by`, which `flows.teams` checks) or which flow of a person hears it (`flow`).
What a team answers with `broadcast` goes to many and waits behind replies.
"""

from datetime import datetime, time
from typing import Any, ClassVar

from msgspec import Struct

from flows.exercises.exercise import Exercise, ReflectionExercise
from flows.teams.team import Role
from flows.teams.work import Correction, Fate, Filing, Plan, Status, Submission, Terms

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


class Founded(ToTeam, frozen=True):
    """A new team; who tells it is its first coach, called `coach`."""

    by: ClassVar[frozenset[Role]] = ANYBODY
    name: str
    coach: str
    zone: str


class Renamed(ToTeam, frozen=True):
    """The team is called otherwise, or welcomes with other words."""

    name: str
    welcome: str


class DigestWanted(ToTeam, frozen=True):
    """Coaches want the news of the day at this local time of the team, or never."""

    at: time | None


class Invited(ToTeam, frozen=True):
    """A link was made; `digest` is that of its token and is put in when the token is made."""

    role: Role
    limit: int
    expires: datetime
    digest: str = ""


class GroupFound(ToTeam, frozen=True):
    """The bot was added to a Telegram group by a link of the team."""

    by: ClassVar[frozenset[Role]] = ANYBODY
    digest: str
    title: str


class GroupMoved(ToTeam, frozen=True):
    """The Telegram group of a team, known as the actor `old`, goes on as the one who tells it."""

    by: ClassVar[frozenset[Role]] = ANYBODY
    old: str


class GroupLost(ToTeam, frozen=True):
    """The bot was taken out of the team's group, or the group belongs to another team now."""

    by: ClassVar[frozenset[Role]] = ANYBODY


class GroupReleased(ToTeam, frozen=True):
    """The team has no group any more."""


class QuizAsked(ToTeam, frozen=True):
    """A question is to be put to the team's group."""

    exercise: ReflectionExercise


class Revoked(ToTeam, frozen=True):
    """A link shall not be used any more."""

    digest: str


class Redeemed(ToTeam, frozen=True):
    """Somebody opened a link; she is called `name`, or nothing."""

    by: ClassVar[frozenset[Role]] = ANYBODY
    digest: str
    name: str


class Left(ToTeam, frozen=True):
    """A member leaves."""

    by: ClassVar[frozenset[Role]] = MEMBERS


class Dismissed(ToTeam, frozen=True):
    """A coach removes a member."""

    person: str


class Disbanded(ToTeam, frozen=True):
    """The team shall be no more."""


class Gone(ToTeam, frozen=True):
    """Somebody had everything about herself deleted; what the team kept about her is gone already.

    She was called `name` and had this role.
    """

    by: ClassVar[frozenset[Role]] = ANYBODY
    name: str = ""
    role: Role = Role.TRAINEE


class Unnamed(ToTeam, frozen=True):
    """A coach called `name` is gone: the team tells it to itself, so that her name goes from what she signed."""

    by: ClassVar[frozenset[Role]] = ANYBODY
    person: str
    name: str


class Silent(ToTeam, frozen=True):
    """A member blocked the bot, or (`reachable`) let it in again."""

    by: ClassVar[frozenset[Role]] = MEMBERS
    reachable: bool


# --- to a team: its work ---------------------------------------------------------------------------------------


class ExercisePublished(ToTeam, frozen=True):
    """An exercise of one's own is ready; `former` is the id of the version it takes the place of."""

    id: str
    exercise: Exercise
    former: str = ""


class ExerciseWithdrawn(ToTeam, frozen=True):
    """An exercise shall not be given any more; what was given stays."""

    id: str


class Given(ToTeam, frozen=True):
    """An exercise is given at once, as assignment `id`, to `people` or, if there are none, to every trainee."""

    id: str
    exercise: Exercise
    terms: Terms
    people: tuple[str, ...] = ()


class Planned(ToTeam, frozen=True):
    """An exercise is to be given later, or again and again; `plan.by` and `plan.coach` are put in by the team."""

    id: str
    plan: Plan


class PlanDropped(ToTeam, frozen=True):
    """What was planned shall not come."""

    id: str


class Extended(ToTeam, frozen=True):
    """An assignment is due later: for these people or, if there are none, for all of them."""

    id: str
    due: datetime
    people: tuple[str, ...] = ()


class Ended(ToTeam, frozen=True):
    """An assignment ends now; what was not handed in cannot be any more."""

    id: str


class Nudged(ToTeam, frozen=True):
    """People are reminded of an assignment; without any, all who have not handed in."""

    id: str
    people: tuple[str, ...] = ()


class Begun(ToTeam, frozen=True):
    """A trainee gave the first answer to an assignment."""

    by: ClassVar[frozenset[Role]] = MEMBERS
    id: str


class HandedIn(ToTeam, frozen=True):
    """A trainee hands in an attempt, the last of `attempts`."""

    by: ClassVar[frozenset[Role]] = MEMBERS
    id: str
    attempts: int
    submission: Submission


class Objected(ToTeam, frozen=True):
    """A trainee thinks that her answer was judged wrongly, and says why."""

    by: ClassVar[frozenset[Role]] = MEMBERS
    id: str
    words: str


class Taken(ToTeam, frozen=True):
    """A coach opens a card of the review; its id is "<assignment>/<person>"."""

    id: str


class PutBack(ToTeam, frozen=True):
    """A coach closes a card without deciding."""

    id: str


class Decided(ToTeam, frozen=True):
    """A coach is through with a card; what she does not correct she accepts."""

    id: str
    corrections: tuple[Correction, ...] = ()
    comment: str = ""
    voice: str = ""  # Telegram's id of a voice note


class Addressed(ToTeam, frozen=True):
    """A message to everybody in the team."""

    text: str


# --- to a person -----------------------------------------------------------------------------------------------


class Welcomed(ToPerson, frozen=True):
    """She belongs to a team now."""

    team: str
    name: str
    welcome: str
    role: Role
    coaches: tuple[str, ...]


class Unwelcome(ToPerson, frozen=True):
    """Her link is not valid (any more); why is not told."""


class Parted(ToPerson, frozen=True):
    """She belongs to the team no longer: she `left` or was removed.

    If it is `dissolved`, there is no team any more: she did it herself (`left`), or another coach, whose name in `by`
    only those hear who led the team with her.
    """

    team: str
    name: str
    left: bool
    dissolved: bool = False
    role: Role = Role.TRAINEE
    by: str = ""


class Vanished(ToPerson, frozen=True):
    """Somebody is gone from her team; `name` is given if she signed things as a coach."""

    broadcast: ClassVar[bool] = True
    person: str
    name: str = ""


class Notice(ToPerson, frozen=True):
    """An answer of a team to what a coach did; `values` is plain data. `page` is a button to a page of /coach."""

    flow: ClassVar[str] = "coach"
    template: str
    values: dict[str, Any] = {}
    page: str = ""
    argument: str = ""


class CardMoved(ToPerson, frozen=True):
    """What became of a card of the review that a coach turned to; `by` is the name of another coach, if one has it."""

    flow: ClassVar[str] = "coach:durchsicht"
    id: str
    fate: Fate
    by: str = ""


class Filed(ToPerson, frozen=True):
    """What became of an exercise she published or withdrew as `id`; `number` is its version."""

    flow: ClassVar[str] = "coach:uebungen"
    id: str
    fate: Filing
    title: str = ""
    number: int = 1


class Assigned(ToPerson, frozen=True):
    """She is given an exercise."""

    flow: ClassVar[str] = "aufgaben"
    broadcast: ClassVar[bool] = True
    id: str
    team: str  # its name
    exercise: Exercise
    terms: Terms
    by: str


class Prolonged(ToPerson, frozen=True):
    """Her assignment is due later."""

    flow: ClassVar[str] = "aufgaben"
    broadcast: ClassVar[bool] = True
    id: str
    due: datetime


class Closed(ToPerson, frozen=True):
    """Her assignment has ended, or she is not in the team any more."""

    flow: ClassVar[str] = "aufgaben"
    broadcast: ClassVar[bool] = True
    id: str


class Reminded(ToPerson, frozen=True):
    """She is reminded of an assignment: by a coach, or by the date (`before`, `after`)."""

    flow: ClassVar[str] = "aufgaben"
    broadcast: ClassVar[bool] = True
    id: str
    why: str  # coach, before, after


class Received(ToPerson, frozen=True):
    """What she handed in was received; `status` is where that leaves her."""

    flow: ClassVar[str] = "aufgaben"
    id: str
    status: Status


class Reviewed(ToPerson, frozen=True):
    """A coach saw what she handed in: the levels that count from now on, with reasons, and perhaps a comment."""

    flow: ClassVar[str] = "aufgaben"
    id: str
    by: str
    status: Status
    corrections: tuple[Correction, ...] = ()
    comment: str = ""
    voice: str = ""


class Digest(ToPerson, frozen=True):
    """What happened in a team since the last digest, in numbers, and what waits."""

    flow: ClassVar[str] = "coach:teamdaten"
    name: str
    handed_in: int
    passed: int
    joined: int
    waiting: int
    overdue: int


class Called(ToPerson, frozen=True):
    """A message of a coach to her team."""

    broadcast: ClassVar[bool] = True
    team: str
    by: str
    text: str


# --- to a group ------------------------------------------------------------------------------------------------


class ToGroup(Struct, frozen=True, tag=True):
    """News the Telegram group of a team hears."""


class GroupBound(ToGroup, frozen=True):
    """The group belongs to the team of that name now."""

    team: str


class GroupFreed(ToGroup, frozen=True):
    """The group belongs to the team no longer."""

    team: str


class Posted(ToGroup, frozen=True):
    """The team was given an exercise; `due` is local."""

    title: str
    due: datetime | None


class Summed(ToGroup, frozen=True):
    """A week of the team in numbers, without names."""

    team: str
    handed_in: int
    passed: int
    open: int


class Quizzed(ToGroup, frozen=True):
    """A question for the group."""

    exercise: ReflectionExercise


TeamNews = (
    Founded
    | Renamed
    | DigestWanted
    | Invited
    | GroupFound
    | GroupMoved
    | GroupLost
    | GroupReleased
    | QuizAsked
    | Revoked
    | Redeemed
    | Left
    | Dismissed
    | Disbanded
    | Gone
    | Unnamed
    | Silent
    | ExercisePublished
    | ExerciseWithdrawn
    | Given
    | Planned
    | PlanDropped
    | Extended
    | Ended
    | Nudged
    | Begun
    | HandedIn
    | Objected
    | Taken
    | PutBack
    | Decided
    | Addressed
)
PersonNews = (
    Welcomed
    | Unwelcome
    | Parted
    | Vanished
    | Notice
    | CardMoved
    | Filed
    | Assigned
    | Prolonged
    | Closed
    | Reminded
    | Received
    | Reviewed
    | Digest
    | Called
)
GroupNews = GroupBound | GroupFreed | Posted | Summed | Quizzed
News = TeamNews | PersonNews | GroupNews
