"""Who is in a team, and how somebody leaves it."""

from collections.abc import Sequence

from flows.coaching.area import rest, to
from flows.effects import Rows, Say, Tell
from flows.events import Event, Pressed
from flows.kept import Found, Want, Wants
from flows.moment import Moment
from flows.news import Dismissed
from flows.paging import page_of
from flows.session import Session, Step
from flows.teams.team import MEMBER, TEAM, Role

PAGE = 12
"""People on a page."""


class People:
    """The area `mitglieder`. Whoever wants to go herself leaves by /team, which tells what that means."""

    name = "mitglieder"

    def wants(self, session: Session, event: Event, team: str) -> Wants:
        """Everybody in the team."""
        return frozenset({Want(MEMBER, owner=team)})

    def step(self, session: Session, event: Event, team: Found, moment: Moment) -> Step:
        """The list, page by page; removing asks once."""
        members = moment.kept.found(MEMBER, team.owner)
        match event:
            case Pressed("coach:mitglieder", argument):
                return session, [_list(members, team, rest(argument), moment.actor)]
            case Pressed("coach:mitglieder:weg", argument) if member := _other(members, rest(argument), moment.actor):
                return session, [_sure(member, team)]
            case Pressed("coach:mitglieder:fort", argument) if member := _other(members, rest(argument), moment.actor):
                return session, [Tell((team.owner,), Dismissed(member.id))]
            case Pressed():
                return session, [_list(members, team, "", moment.actor)]
        return session, []


def _other(members: Sequence[Found], person: str, me: str) -> Found | None:
    return next((member for member in members if member.id == person != me), None)


def _list(members: Sequence[Found], team: Found, wished: str, me: str) -> Say:
    ordered = sorted(members, key=lambda found: (found.thing.role is not Role.COACH, found.thing.name.casefold()))
    page = page_of(ordered, wished, PAGE)
    rows: Rows = tuple(
        (to("mitglieder:weg", "mitglied_weg", team.owner, found.id, name=found.thing.name or "Ohne Namen"),)
        for found in page.shown
        if found.id != me
    )
    turning = page.turning(lambda label, number: to("mitglieder", label, team.owner, number))
    values = {
        "team": team.thing.team,
        "anzahl": len(ordered),
        **page.values,
        "leute": [
            {
                "name": found.thing.name,
                "rolle": found.thing.role,
                "erreichbar": found.thing.reachable,
                "ich": found.id == me,
            }
            for found in page.shown
        ],
    }
    home = (to(TEAM, "zum_team", team.owner),)
    return Say("mitglieder", values, (*rows, *turning, home))


def _sure(member: Found, team: Found) -> Say:
    yes = to("mitglieder:fort", "mitglied_wirklich_weg", team.owner, member.id)
    return Say(
        "mitglied_weg",
        {"name": member.thing.name, "team": team.thing.team, "rolle": member.thing.role},
        ((yes,), (to("mitglieder", "zurueck", team.owner),)),
    )
