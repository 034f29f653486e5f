"""The flow `coach`: her teams, the page of each, and the areas behind it."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from flows.coaching import unfinished
from flows.coaching.area import Area, to
from flows.coaching.calling import Calling
from flows.coaching.exercises import Exercises
from flows.coaching.founding import FOUNDING, Founding, begin
from flows.coaching.giving import Giving
from flows.coaching.grouping import Grouping
from flows.coaching.inviting import Inviting
from flows.coaching.keeping import Keeping
from flows.coaching.people import People
from flows.coaching.reporting import Reporting
from flows.coaching.reviewing import Reviewing
from flows.coaching.sheets import FoundingSheet
from flows.coaching.standing import Standing
from flows.effects import Button, Rows, Say, pairs
from flows.events import Commanded, Due, Edited, Event, Fetched, Pressed, Received, Said, Told, Unreadable
from flows.flow import first
from flows.kept import Found, Want, Wants
from flows.library import Library
from flows.moment import Moment
from flows.news import Notice, ToPerson
from flows.session import Session, Sheet, Step
from flows.settings import way_back
from flows.teams.belonging import memberships
from flows.teams.team import MEMBER, TEAM, Member, Role
from flows.teams.work import ASSIGNMENT, WAITING

MENU: Sequence[tuple[str, str]] = (
    ("vergabe", "aufgabe_geben"),
    ("stand", "stand_der_aufgaben"),
    ("durchsicht", "durchsicht"),
    ("uebungen", "uebungen"),
    ("nachricht", "nachricht"),
    ("einladen", "einladen"),
    ("mitglieder", "mitglieder"),
    ("gruppe", "teamgruppe"),
    ("teamdaten", "teamdaten"),
)
"""The areas on the page of a team, with their labels, in order."""


class Coach:
    """The flow `coach`."""

    def __init__(self, library: Library) -> None:
        areas: Sequence[Area] = (
            Giving(library),
            Reviewing(),
            Standing(),
            Reporting(),
            Exercises(library),
            Calling(),
            Inviting(),
            People(),
            Keeping(),
            Grouping(library),
        )
        self._areas: Mapping[str, Area] = {area.name: area for area in areas}
        self._founding = Founding()

    def wants(self, session: Session, event: Event) -> Wants:
        """Her memberships; and of the team an event is about what its area wants."""
        session, event = unfinished.meant(session, event)
        mine: Wants = frozenset({Want(MEMBER, about_me=True)})
        name, team = _about(session, event)
        if not team:
            return mine
        mine |= {Want(TEAM, owner=team, id=TEAM)}
        if name == TEAM:
            return mine | {Want(kind, owner=team) for kind in (MEMBER, ASSIGNMENT, WAITING)}
        return mine | self._areas[name].wants(session, event, team) if name in self._areas else mine

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """A page, or a step of an area; what would take open work away is asked about first."""
        meant, event = unfinished.meant(session, event)
        after, effects = self._step(meant, event, moment)
        if unfinished.would_lose(meant, event, after):
            return session, [unfinished.ask(session, event)]
        leads = getattr(session.sheet, "team", "") in {found.owner for found in coached(moment)}
        return after, [*(unfinished.put_back(session, event, after) if leads else []), *effects]

    def _step(self, session: Session, event: Event, moment: Moment) -> Step:
        """Without being a coach of that team one line, and nothing else."""
        name, actor = _about(session, event)
        team = next((found for found in coached(moment) if found.owner == actor), None)
        match event:
            case Told(_, Notice() as news):
                page: Rows = ((Button(f"coach:{news.page}", "zum_team", news.argument),),) if news.page else ()
                return session, [Say(news.template, news.values, page)]
            case Pressed("coach:gruenden"):
                return begin(session)
            case _ if name == FOUNDING:
                return self._founding.step(session, event, moment)
            case Commanded("coach") | Pressed("coach"):
                return session, [_home(session, moment)]
            case _ if not team:
                return _refused(session, event, moment)
            case Pressed("coach:team"):
                founding = isinstance(session.sheet, FoundingSheet)
                return replace(session, sheet=None) if founding else session, [_page(team, moment)]
            case _ if name in self._areas:
                return self._areas[name].step(session, event, team, moment)
        return session, []


def coached(moment: Moment) -> list[Found]:
    """Her memberships as a coach, the oldest first."""
    return [found for found in memberships(moment) if found.thing.role is Role.COACH]


def _about(session: Session, event: Event) -> tuple[str, str]:
    """The area and the team an event is about, as far as it tells."""
    match event:
        case Pressed(action, argument) | Due(action, _, argument):
            return _second(action), argument.partition("/")[0]
        case Fetched(purpose):
            return _second(purpose.partition("/")[0]), purpose.partition("/")[2]
        case Told(sender, ToPerson() as news):
            return _second(news.flow), sender
        case Said() | Edited() | Received() | Unreadable() | Commanded("weiter"):
            return _of_sheet(session.sheet)
    return "", ""


def _of_sheet(sheet: Sheet | None) -> tuple[str, str]:
    tag = str(sheet.__struct_config__.tag) if sheet else ""
    return (_second(tag), getattr(sheet, "team", "")) if first(tag) == "coach" else ("", "")


def _second(key: str) -> str:
    """The area in an action, key or tag: "einladen" of "coach:einladen:neu"."""
    return (*key.split(":"), "")[1]


def _refused(session: Session, event: Event, moment: Moment) -> Step:
    """The team is not hers; what comes by itself is dropped, a sheet of such a team is closed."""
    if isinstance(event, Due | Told | Fetched):
        return session, []
    hers = _of_sheet(session.sheet)[1] in {found.owner for found in coached(moment)}
    return session if hers else replace(session, sheet=None), [Say("team_nicht_erlaubt"), _home(session, moment)]


def _home(session: Session, moment: Moment) -> Say:
    teams = coached(moment)
    rows: Rows = tuple((to("team", "team_zeigen", found.owner, team=found.thing.team),) for found in teams)
    values = {"teams": [found.thing.team for found in teams]}
    return Say("coach", values, (*rows, (Button("coach:gruenden", "team_gruenden"),), (way_back(session),)))


def _page(team: Found, moment: Moment) -> Say:
    members: list[Member] = [found.thing for found in moment.kept.found(MEMBER, team.owner)]
    values = {
        "team": team.thing.team,
        "trainees": sum(member.role is Role.TRAINEE for member in members),
        "coaches": [member.name for member in members if member.role is Role.COACH and member.name],
        "unerreichbar": sum(not member.reachable for member in members),
        "laufen": sum(not found.thing.ended for found in moment.kept.found(ASSIGNMENT, team.owner)),
        "warten": len(moment.kept.found(WAITING, team.owner)),
    }
    rows = pairs([to(area, label, team.owner) for area, label in MENU])
    return Say("coach_team", values, (*rows, (Button("coach", "meine_teams"),)))
