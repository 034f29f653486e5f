"""`/team`: the teams a person belongs to, who sees what there, and the way out."""

from flows.effects import Button, Effect, Rows, Say, Tell
from flows.events import Commanded, Due, Event, Pressed, Told
from flows.kept import Found, Want, Wants
from flows.moment import Moment
from flows.news import Called, Gone, Left, Parted, Silent, Unwelcome, Vanished, Welcomed
from flows.session import Session, Step
from flows.settings import way_back
from flows.teams import calls
from flows.teams.team import MEMBER, TEAM, Member, Role, Team
from flows.teams.traces import forgotten_by_person, unsigned_work
from flows.teams.work import ORDER


class Belonging:
    """The flow `team`."""

    def wants(self, session: Session, event: Event) -> Wants:
        """All memberships, and the team a button is about."""
        mine: Wants = frozenset({Want(MEMBER, about_me=True)})
        match event:
            case Told(_, Parted() | Vanished()):
                return frozenset({ORDER, calls.CALL})
            case Told(_, Called()) | Due() | Pressed(calls.READ):
                return frozenset({calls.CALL})
            case Pressed(_, team) if team:
                return mine | {Want(TEAM, owner=team, id=TEAM), Want(MEMBER, owner=team)}
        return mine

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """Buttons carry the team's actor; whoever is not in that team (any more) sees her teams instead."""
        match event:
            case Told(_, Welcomed() as news):
                return session, [_welcome(session, news)]
            case Told(_, Called() as news):
                return calls.hear(session, news, moment)
            case Due(calls.TIMER):
                return calls.due(session, moment)
            case Pressed(calls.READ):
                return session, calls.read(session, moment)
            case Told(_, Unwelcome()):
                return session, [Say("einladung_ungueltig", rows=((way_back(session),),))]
            case Told(team, Parted() as news):
                return session, [*unsigned_work(team, news.name, "", moment), _parted(session, news)]
            case Told(team, Vanished() as news):
                return forgotten_by_person(session, team, news, moment)
            case Pressed("team:zeigen", team) if membership := membership_in(moment, team):
                return session, [_page(membership, moment)]
            case Pressed("team:verlassen", team) if membership := membership_in(moment, team):
                return session, [_sure(membership, moment)]
            case Pressed("team:fort", team) if membership_in(moment, team):
                return session, [Tell((team,), Left())]
            case Pressed() | Commanded():
                return session, [_list(session, moment)]
        return session, []


def memberships(moment: Moment) -> list[Found]:
    """Where the person belongs, the oldest first; the step wanted the members about her."""
    return [found for found in moment.kept.found(MEMBER) if found.about == moment.actor]


def membership_in(moment: Moment, team: str) -> Found | None:
    """Her membership in the team of this actor, if she has one."""
    return next((found for found in memberships(moment) if found.owner == team), None)


def part(moment: Moment) -> list[Effect]:
    """Her teams hear that everything about her was deleted."""
    return [Tell((found.owner,), Gone(found.thing.name, found.thing.role)) for found in memberships(moment)]


def reach(moment: Moment, *, reachable: bool) -> list[Effect]:
    """Her teams hear whether messages reach her."""
    teams = tuple(found.owner for found in memberships(moment))
    return [Tell(teams, Silent(reachable))] if teams else []


def _list(session: Session, moment: Moment) -> Say:
    teams = [{"name": found.thing.team, "rolle": found.thing.role} for found in memberships(moment)]
    rows: Rows = tuple(
        (Button("team:zeigen", "team_zeigen", found.owner, values={"team": found.thing.team}),)
        for found in memberships(moment)
    )
    return Say("team_liste", {"teams": teams}, (*rows, (Button("coach", "coach"),), (way_back(session),)))


def _page(membership: Found, moment: Moment) -> Say:
    members: list[Member] = [found.thing for found in moment.kept.found(MEMBER, membership.owner)]
    values = {
        "team": membership.thing.team,
        "rolle": membership.thing.role,
        "seit": membership.thing.since,
        "coaches": [member.name for member in members if member.role is Role.COACH and member.name],
        "anzahl": sum(member.role is Role.TRAINEE for member in members),
    }
    leading: Rows = ()
    if membership.thing.role is Role.COACH:
        leading = ((Button("coach:team", "coach", membership.owner),),)
    leave = (Button("team:verlassen", "team_verlassen", membership.owner),)
    return Say("team_seite", values, (*leading, leave, (Button("team", "meine_teams"),)))


def _sure(membership: Found, moment: Moment) -> Say:
    team: Team = moment.kept.one(TEAM, TEAM, membership.owner)
    members = moment.kept.found(MEMBER, membership.owner)
    others = [found for found in members if found.thing.role is Role.COACH and found.about != moment.actor]
    values = {"team": team.name, "letzter_coach": membership.thing.role is Role.COACH and not others}
    buttons = (Button("team:fort", "team_wirklich_verlassen", membership.owner), Button("team", "doch_bleiben"))
    return Say("team_verlassen", values, tuple((button,) for button in buttons))


def _parted(session: Session, news: Parted) -> Say:
    values = {
        "team": news.name,
        "selbst": news.left,
        "aufgeloest": news.dissolved,
        "coach": news.role is Role.COACH,
        "von": news.by,
    }
    return Say("team_fort", values, ((way_back(session),),))


def _welcome(session: Session, news: Welcomed) -> Say:
    values = {"team": news.name, "gruss": news.welcome, "rolle": news.role, "coaches": news.coaches}
    more = Button("coach", "coach") if news.role is Role.COACH else Button("team:zeigen", "wer_sieht_was", news.team)
    return Say("team_willkommen", values, ((more,), (way_back(session),)))
