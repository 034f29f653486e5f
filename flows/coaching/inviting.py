"""Links that let people into a team: for trainees, for other coaches, for the team's Telegram group."""

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from flows.coaching.area import rest, to
from flows.effects import Invite, Rows, Say, Tell, pairs
from flows.events import Event, Pressed
from flows.kept import Found, Want, Wants
from flows.moment import Moment
from flows.news import Invited, Revoked
from flows.session import Session, Step
from flows.teams.team import INVITATION, TEAM, Invitation, Role, Team

LIMITS: Mapping[Role, tuple[int, ...]] = {Role.TRAINEE: (1, 10, 50, 500), Role.COACH: (1, 5), Role.GROUP: (1,)}
"""For how many people a link can be made."""

VALIDITY = timedelta(days=14)


class Inviting:
    """The area `einladen`."""

    name = "einladen"

    def wants(self, session: Session, event: Event, team: str) -> Wants:
        """The links there are."""
        return frozenset({Want(INVITATION, owner=team)})

    def step(self, session: Session, event: Event, team: Found, moment: Moment) -> Step:
        """All links, a new one, or one less."""
        match event:
            case Pressed("coach:einladen"):
                return session, [self._list(session, team, moment)]
            case Pressed("coach:einladen:wen", argument) if role := _role(rest(argument)):
                return session, [self._ask(role, team)]
            case Pressed("coach:einladen:neu", argument) if wish := _wish(rest(argument)):
                return session, [self._invite(session, *wish, team, moment)]
            case Pressed("coach:einladen:weg", argument):
                start = rest(argument)
                links = [found.id for found in moment.kept.found(INVITATION, team.owner) if found.id.startswith(start)]
                if start and links:
                    return session, [Tell((team.owner,), Revoked(links[0]))]
                return session, [self._list(session, team, moment)]
        return session, []

    def _list(self, session: Session, team: Found, moment: Moment) -> Say:
        zone = ZoneInfo(session.trainee.zone)
        links: list[tuple[str, Invitation]] = [
            (found.id, found.thing)
            for found in moment.kept.found(INVITATION, team.owner)
            if found.thing.valid(moment.now)
        ]
        shown = [
            {
                "rolle": link.role,
                "frei": link.limit - link.used,
                "von": link.by,
                "bis": link.expires.astimezone(zone),
            }
            for _, link in links
        ]
        revoking: Rows = tuple(
            (to("einladen:weg", "einladung_weg", team.owner, digest[:12], nummer=number),)
            for number, (digest, _) in enumerate(links, 1)
        )
        asking = pairs([to("einladen:wen", f"einladen_{role}", team.owner, role) for role in LIMITS])
        home = (to(TEAM, "zum_team", team.owner),)
        return Say("einladungen", {"team": team.thing.team, "links": shown}, (*asking, *revoking, home))

    def _ask(self, role: Role, team: Found) -> Say:
        buttons = [
            to("einladen:neu", "fuer_so_viele", team.owner, f"{role}/{limit}", anzahl=limit) for limit in LIMITS[role]
        ]
        values = {"team": team.thing.team, "rolle": role, "tage": VALIDITY.days}
        return Say("einladen", values, (*pairs(buttons), (to("einladen", "zurueck", team.owner),)))

    def _invite(self, session: Session, role: Role, limit: int, team: Found, moment: Moment) -> Invite:
        about: Team = moment.kept.one(TEAM, TEAM, team.owner)
        expires = moment.now + VALIDITY
        values = {
            "team": about.name,
            "rolle": role,
            "anzahl": limit,
            "bis": expires.astimezone(ZoneInfo(session.trainee.zone)),
        }
        back = ((to("einladen", "einladungen", team.owner), to(TEAM, "zum_team", team.owner)),)
        return Invite(Invited(role, limit, expires), team.owner, "einladung", values, back)


def _role(text: str) -> Role | None:
    return Role(text) if text in set(Role) else None


def _wish(text: str) -> tuple[Role, int] | None:
    """The role and number in "trainee/10", if a link may be made for so many."""
    name, _, number = text.partition("/")
    role = _role(name)
    limit = int(number) if number.isdecimal() else 0
    return (role, limit) if role and limit in LIMITS[role] else None
