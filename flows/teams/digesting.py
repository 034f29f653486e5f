"""The room for the news of the day: once a day to the coaches, if there are any."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from flows.effects import Cancel, Effect, Keep, Remind, Tell
from flows.events import Due
from flows.kept import Wants
from flows.moment import Moment
from flows.news import Digest, DigestWanted, ToTeam
from flows.quiet import next_time
from flows.teams.room import Teller, answer
from flows.teams.team import MEMBER, TEAM, Member, Role, Team, coaches
from flows.teams.work import ASSIGNMENT, PART, WAITING, Part, Status

SPAN = timedelta(days=1)
TIMER = f"{TEAM}:tagesblick"


class Digesting:
    """The room `tagesblick`."""

    name = "tagesblick"
    hears: tuple[type[ToTeam], ...] = (DigestWanted,)

    def wants(self, news: ToTeam, sender: str) -> Wants:
        """Nothing but the team."""
        return frozenset()

    def hear(self, news: Any, teller: Teller, moment: Moment) -> list[Effect]:
        """Another hour, or none."""
        team: Team | None = moment.kept.all(TEAM).get(TEAM)
        if team is None:
            return []
        team = replace(team, digest=news.at)
        told = answer(teller, moment, "tagesblick_gesetzt", um=news.at and news.at.isoformat("minutes"))
        return [Keep(TEAM, TEAM, team), _timer(team, moment.now), told]

    def wants_when_due(self, key: str) -> Wants:
        """Everything that is counted."""
        return frozenset({MEMBER, ASSIGNMENT, PART, WAITING})

    def due(self, event: Due, moment: Moment) -> list[Effect]:
        """A quiet day is not worth a message; what only waits is, once it is more than nothing new."""
        team: Team = moment.kept.all(TEAM)[TEAM]
        if team.digest is None:
            return []
        digest = _count(team, moment)
        worth = digest.handed_in or digest.joined or digest.waiting or digest.overdue
        return [_timer(team, moment.now), *([Tell(coaches(moment.kept.all(MEMBER)), digest)] if worth else [])]


def _timer(team: Team, now: datetime) -> Remind | Cancel:
    return Cancel(TIMER) if team.digest is None else Remind(TIMER, next_time(now, team.zone, team.digest))


def _count(team: Team, moment: Moment) -> Digest:
    since = moment.now - SPAN
    members: list[Member] = list(moment.kept.all(MEMBER).values())
    parts: list[Part] = list(moment.kept.all(PART).values())
    handed = [part for part in parts if part.handed_in is not None and part.handed_in > since]
    running = {id_: given for id_, given in moment.kept.all(ASSIGNMENT).items() if not given.ended}
    return Digest(
        team.name,
        handed_in=len(handed),
        passed=sum(part.status is Status.PASSED for part in handed),
        joined=sum(member.since > since and member.role is Role.TRAINEE for member in members),
        waiting=len(moment.kept.all(WAITING)),
        overdue=sum(
            part.overdue(moment.now, running[part.assignment].terms) for part in parts if part.assignment in running
        ),
    )
