"""The room for the Telegram group of a team: bound by a link, told of assignments and of the week, never of names."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.effects import Cancel, Drop, Effect, Keep, Remind, Tell
from flows.events import Due
from flows.kept import Want, Wants
from flows.moment import Moment
from flows.news import (
    GroupBound,
    GroupFound,
    GroupFreed,
    GroupLost,
    GroupMoved,
    GroupReleased,
    Notice,
    Posted,
    QuizAsked,
    Quizzed,
    Summed,
    ToTeam,
)
from flows.quiet import on_day
from flows.teams.room import Teller, answer
from flows.teams.team import INVITATION, MEMBER, TEAM, Invitation, Role, Team, coaches
from flows.teams.work import ASSIGNMENT, PART, Assignment, Part, Status

NAME = "gruppe"
TIMER = f"{TEAM}:{NAME}"
HOUR = time(9)
WEEK = timedelta(days=7)


class Grouping:
    """The room `gruppe`."""

    name = NAME
    hears: tuple[type[ToTeam], ...] = (GroupFound, GroupMoved, GroupLost, GroupReleased, QuizAsked)

    def wants(self, news: ToTeam, sender: str) -> Wants:
        """The link it came by, and the coaches, who hear of it."""
        link = {Want(INVITATION, id=news.digest)} if isinstance(news, GroupFound) else set()
        return frozenset({MEMBER, *link})

    def hear(self, news: Any, teller: Teller, moment: Moment) -> list[Effect]:
        """Only the group itself can move or be lost."""
        team: Team | None = moment.kept.all(TEAM).get(TEAM)
        if team is None:
            return []
        match news:
            case GroupFound():
                return _bind(news, teller, team, moment)
            case GroupMoved(old) if old == team.group:
                return [Keep(TEAM, TEAM, replace(team, group=teller.actor))]
            case GroupLost() if teller.actor == team.group:
                return [*_free(team), _tell_coaches("gruppe_verloren", team, moment)]
            case GroupReleased() if team.group:
                freed = Tell((team.group,), GroupFreed(team.name))
                return [*_free(team), freed, answer(teller, moment, "gruppe_entfernt", **_named(team))]
            case QuizAsked(exercise) if team.group:
                asked = Tell((team.group,), Quizzed(exercise))
                return [asked, answer(teller, moment, "gruppe_gefragt", **_named(team))]
            case GroupReleased() | QuizAsked():
                return [answer(teller, moment, "gruppe_keine", **_named(team))]
        return []

    def wants_when_due(self, key: str) -> Wants:
        """Everything that is counted."""
        return frozenset({ASSIGNMENT, PART})

    def due(self, event: Due, moment: Moment) -> list[Effect]:
        """Monday morning: the week in numbers, if there was anything; and the next Monday is set."""
        team: Team = moment.kept.all(TEAM)[TEAM]
        if not team.group:
            return []
        running = {id_ for id_, given in moment.kept.all(ASSIGNMENT).items() if not given.ended}
        parts: list[Part] = list(moment.kept.all(PART).values())
        handed = [part for part in parts if part.handed_in is not None and part.handed_in > moment.now - WEEK]
        summed = Summed(
            team.name,
            handed_in=len(handed),
            passed=sum(part.status is Status.PASSED for part in handed),
            open=sum(part.assignment in running and part.is_open for part in parts),
        )
        worth = summed.handed_in or summed.open
        return [_timer(team, moment.now), *([Tell((team.group,), summed)] if worth else [])]


def post(assignment: Assignment, moment: Moment) -> list[Effect]:
    """The group hears that there is something to do; the team itself is known to the step."""
    team: Team | None = moment.kept.all(TEAM).get(TEAM)
    if team is None or not team.group:
        return []
    due = assignment.terms.due
    local = due.astimezone(ZoneInfo(assignment.terms.zone)) if due else None
    return [Tell((team.group,), Posted(assignment.exercise.title, local))]


def _bind(news: GroupFound, teller: Teller, team: Team, moment: Moment) -> list[Effect]:
    """The team gets this group instead of the one it had; the link is used up."""
    link: Invitation | None = moment.kept.one(INVITATION, news.digest)
    if link is None or not link.valid(moment.now) or link.role is not Role.GROUP:
        return []
    bound = replace(team, group=teller.actor, group_title=news.title)
    former = team.group not in ("", teller.actor)
    return [
        Drop(INVITATION, news.digest),
        Keep(TEAM, TEAM, bound),
        _timer(bound, moment.now),
        *([Tell((team.group,), GroupFreed(team.name))] if former else []),
        Tell((teller.actor,), GroupBound(team.name)),
        _tell_coaches("gruppe_da", bound, moment),
    ]


def _free(team: Team) -> list[Effect]:
    return [Keep(TEAM, TEAM, replace(team, group="", group_title="")), Cancel(TIMER)]


def _timer(team: Team, now: datetime) -> Remind:
    """The next Monday morning of the team."""
    today = now.astimezone(ZoneInfo(team.zone)).date()
    monday = today - timedelta(days=today.weekday())
    at = on_day(monday, team.zone, HOUR)
    while at <= now.astimezone(UTC):
        monday += WEEK
        at = on_day(monday, team.zone, HOUR)
    return Remind(TIMER, at)


def _tell_coaches(template: str, team: Team, moment: Moment) -> Tell:
    return Tell(coaches(moment.kept.all(MEMBER)), Notice(template, _named(team), TEAM, moment.actor))


def _named(team: Team) -> dict[str, Any]:
    return {"team": team.name, "gruppe": team.group_title}
