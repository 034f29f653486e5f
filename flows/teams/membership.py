"""Who belongs to a team: founding, links, joining, leaving."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from flows.effects import Drop, Effect, Forget, Keep, Tell
from flows.kept import Want, Wants
from flows.moment import Moment
from flows.news import (
    Disbanded,
    Dismissed,
    Founded,
    Gone,
    GroupFreed,
    Invited,
    Left,
    Notice,
    Parted,
    Redeemed,
    Renamed,
    Revoked,
    Silent,
    ToTeam,
    Unnamed,
    Unwelcome,
    Welcomed,
)
from flows.teams.giving import for_newcomer
from flows.teams.reviewing import handed_in, withdraw
from flows.teams.room import Teller, answer
from flows.teams.team import INVITATION, MEMBER, TEAM, Invitation, Member, Role, Team, coaches
from flows.teams.traces import EVERYTHING_SIGNED, forgotten_by_team, unnamed_by_team
from flows.teams.work import ASSIGNMENT, PLAN

MOST_LINKS = 50
"""Links a team can have at once."""


class Membership:
    """The room for everything about belonging."""

    hears: tuple[type[ToTeam], ...] = (
        Founded,
        Renamed,
        Invited,
        Revoked,
        Redeemed,
        Left,
        Dismissed,
        Disbanded,
        Gone,
        Unnamed,
        Silent,
    )

    def wants(self, news: ToTeam, sender: str) -> Wants:
        """Of links only the one in question; everybody where the last coach may be going."""
        match news:
            case Redeemed(digest):
                return frozenset({Want(INVITATION, id=digest), MEMBER, ASSIGNMENT})
            case Invited():
                return frozenset({INVITATION})
            case Revoked(digest):
                return frozenset({Want(INVITATION, id=digest)})
            case Left():
                return frozenset({MEMBER, PLAN}) | handed_in(sender)
            case Dismissed(person):
                return frozenset({MEMBER, PLAN}) | handed_in(person)
            case Renamed() | Disbanded():
                return frozenset({MEMBER})
            case Gone():
                return frozenset({MEMBER, PLAN})
            case Unnamed():
                return EVERYTHING_SIGNED
        return frozenset()

    def hear(self, news: Any, teller: Teller, moment: Moment) -> list[Effect]:
        """See the news themselves."""
        team: Team | None = moment.kept.all(TEAM).get(TEAM)
        match news:
            case Founded():
                return [] if team else _found(news, teller, moment)
            case Redeemed() if team is None:
                return [Tell((teller.actor,), Unwelcome())]
        if team is None:
            return []
        match news:
            case Renamed(name, welcome):
                return _rename(replace(team, name=name, welcome=welcome), teller, moment)
            case Invited():
                return _invite(news, teller, moment)
            case Revoked(digest):
                return [Drop(INVITATION, digest), answer(teller, moment, "einladung_zurueckgezogen", team=team.name)]
            case Redeemed():
                return _redeem(news, teller, team, moment)
            case Left():
                return self._part(teller.actor, team, moment, left=True)
            case Dismissed(person):
                gone = self._part(person, team, moment, left=False)
                return [
                    *gone,
                    answer(teller, moment, "mitglied_entfernt" if gone else "mitglied_schon_fort", team=team.name),
                ]
            case Disbanded():
                return _disband(team, moment, by=teller.actor)
            case Gone() if not coaches(moment.kept.all(MEMBER), but=teller.actor):
                return _disband(team, moment, by="")
            case Gone(name, role):
                return forgotten_by_team(teller.actor, name, role, moment)
            case Unnamed() if teller.actor == moment.actor:
                return unnamed_by_team(news, moment)
            case Silent(reachable) if teller.member:
                return [Keep(MEMBER, teller.actor, replace(teller.member, reachable=reachable), teller.actor)]
        return []

    def _part(self, person: str, team: Team, moment: Moment, *, left: bool) -> list[Effect]:
        """A member goes, and with her what she handed in; with the last coach the team goes."""
        if person not in moment.kept.all(MEMBER):
            return []
        if not coaches(moment.kept.all(MEMBER), but=person):
            return _disband(team, moment, by=person)
        member: Member = moment.kept.all(MEMBER)[person]
        traces = forgotten_by_team(person, member.name, member.role, moment)
        gone = [Drop(MEMBER, person), *withdraw(person, moment), *traces]
        return [*gone, Tell((person,), Parted(moment.actor, team.name, left))]


def _found(news: Founded, teller: Teller, moment: Moment) -> list[Effect]:
    team = Team(news.name, news.zone, moment.now)
    return [
        Keep(TEAM, TEAM, team),
        Keep(MEMBER, teller.actor, Member(news.coach, news.name, Role.COACH, moment.now), teller.actor),
        answer(teller, moment, "team_gegruendet", team=news.name),
    ]


def _rename(team: Team, teller: Teller, moment: Moment) -> list[Effect]:
    """The members carry the name of their team, so that a person can be shown hers without asking the team."""
    return [
        Keep(TEAM, TEAM, team),
        *[
            Keep(MEMBER, person, replace(member, team=team.name), person)
            for person, member in moment.kept.all(MEMBER).items()
            if member.team != team.name
        ],
        answer(teller, moment, "team_geaendert", team=team.name),
    ]


def _invite(news: Invited, teller: Teller, moment: Moment) -> list[Effect]:
    links = moment.kept.all(INVITATION)
    stale = [digest for digest, link in links.items() if not link.valid(moment.now)]
    dropped: list[Effect] = [Drop(INVITATION, digest) for digest in stale]
    if len(links) - len(stale) >= MOST_LINKS:
        return [*dropped, Tell((teller.actor,), Notice("zu_viele_einladungen", {"anzahl": MOST_LINKS}))]
    link = Invitation(news.role, news.limit, news.expires, moment.now, teller.name)
    return [*dropped, Keep(INVITATION, news.digest, link)]


def _redeem(news: Redeemed, teller: Teller, team: Team, moment: Moment) -> list[Effect]:
    link: Invitation | None = moment.kept.one(INVITATION, news.digest)
    if link is None or not link.valid(moment.now) or link.role is Role.GROUP:
        return [Tell((teller.actor,), Unwelcome())]
    leading = tuple(member.name for member in moment.kept.all(MEMBER).values() if member.role is Role.COACH)
    welcome = Welcomed(moment.actor, team.name, team.welcome, link.role, leading)
    known = teller.member
    if known and (known.role is link.role or known.role is Role.COACH):
        return [Tell((teller.actor,), welcome)]
    return [
        Keep(INVITATION, news.digest, replace(link, used=link.used + 1)),
        Keep(MEMBER, teller.actor, Member(news.name, team.name, link.role, moment.now), teller.actor),
        Tell((teller.actor,), welcome),
        *(for_newcomer(teller.actor, moment) if link.role is Role.TRAINEE else []),
    ]


def _disband(team: Team, moment: Moment, by: str) -> list[Effect]:
    """Everything of the team goes, and its people are told; whoever had her data deleted is no member any more."""
    members: Mapping[str, Member] = moment.kept.all(MEMBER)
    leading = set(coaches(members, but=by))
    parted = Parted(moment.actor, team.name, left=False, dissolved=True)
    name = members[by].name if by else ""
    told = {
        replace(parted, left=True, role=Role.COACH): [by] if by else [],
        replace(parted, role=Role.COACH, by=name): leading,
        parted: members.keys() - leading - {by},
    }
    freed = [Tell((team.group,), GroupFreed(team.name))] if team.group else []
    return [Forget(), *[Tell(tuple(sorted(people)), news) for news, people in told.items() if people], *freed]
