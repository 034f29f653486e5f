"""The area `vergabe`: an exercise is chosen, then one card says to whom, when and under what terms it is given."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.coaching.area import rest, to
from flows.coaching.offers import Offer, find, of_kind, offers
from flows.coaching.sheets import GivingSheet
from flows.coaching.terms import AREA, TermsCard
from flows.effects import Rows, Say, Tell, pairs
from flows.events import Commanded, Edited, Event, Pressed, Said
from flows.exercises.card import Model, card
from flows.exercises.exercise import Kind
from flows.kept import Found, Want, Wants
from flows.library import Library
from flows.moment import Moment
from flows.news import PlanDropped
from flows.paging import page_of
from flows.session import Session, Step
from flows.teams.giving import MOST_RUNNING, is_full
from flows.teams.team import MEMBER, TEAM, new_id
from flows.teams.work import ASSIGNMENT, EXERCISE, PLAN, Plan

PAGE = 8
"""Exercises on a page."""


class Giving:
    """The area `vergabe`."""

    name = AREA

    def __init__(self, library: Library) -> None:
        self._library = library

    def wants(self, session: Session, event: Event, team: str) -> Wants:
        """The exercises of the team, what is planned, and to whom something can be given; at first what is running."""
        kinds = (EXERCISE, PLAN, MEMBER, ASSIGNMENT) if _begins(event) else (EXERCISE, PLAN, MEMBER)
        return frozenset(Want(kind, owner=team) for kind in kinds)

    def step(self, session: Session, event: Event, team: Found, moment: Moment) -> Step:
        """The way to an exercise, then the card; buttons of an earlier card show the present one."""
        offered = offers(self._library, team.owner, moment)
        match event:
            case Pressed() if _begins(event):
                return replace(session, sheet=None), [_first(offered, team, moment)]
            case Pressed("coach:vergabe:andere"):
                return session, [_kinds(offered, team, moment)]
            case Pressed("coach:vergabe:liste", argument):
                return session, [_list(offered, rest(argument), team)]
            case Pressed("coach:vergabe:plaene"):
                return session, [_plans(team, moment)]
            case Pressed("coach:vergabe:absagen", argument):
                return session, [Tell((team.owner,), PlanDropped(rest(argument)))]
            case Pressed("coach:vergabe:was", argument):
                session = _taken(session, rest(argument), team, moment)
        sheet = _open(session, team)
        offer = find(offered, sheet.exercise) if sheet else None
        if sheet is None or offer is None:
            waiting = replace(sheet, asking="") if sheet else None
            return replace(session, sheet=waiting), [Say("vergabe_vorbei"), _kinds(offered, team, moment)]
        terms = TermsCard(session, sheet, offer.exercise, team, moment)
        match event:
            case Pressed("coach:vergabe:was") | Commanded():
                terms.show()
            case Said():
                terms.hear(event)
            case Edited():
                terms.correct(event)
            case Pressed(_, argument, mark):
                terms.press(event.action.rpartition(":")[2], rest(argument), mark)
        return terms.session, terms.effects


def _begins(event: Event) -> bool:
    return isinstance(event, Pressed) and event.action == f"coach:{AREA}"


def _first(offered: Sequence[Offer], team: Found, moment: Moment) -> Say:
    """Before anything is chosen she hears if nothing can be given."""
    if not is_full(found.thing for found in moment.kept.found(ASSIGNMENT, team.owner)):
        return _kinds(offered, team, moment)
    ways = (to("stand", "stand_der_aufgaben", team.owner), to(TEAM, "zum_team", team.owner))
    values = {"team": team.thing.team, "anzahl": MOST_RUNNING}
    return Say("vergabe_voll", values, (*_planned(team, moment), ways))


def _open(session: Session, team: Found) -> GivingSheet | None:
    match session.sheet:
        case GivingSheet() as sheet if sheet.team == team.owner:
            return sheet
    return None


def _taken(session: Session, key: str, team: Found, moment: Moment) -> Session:
    """With a card for this exercise; what was chosen on an open one stays."""
    sheet = _open(session, team) or GivingSheet(team.owner, new_id(moment.random), key)
    return replace(session, sheet=replace(sheet, exercise=key, asking=""))


def _kinds(offered: Sequence[Offer], team: Found, moment: Moment) -> Say:
    there = [kind for kind in Kind if of_kind(offered, kind)]
    rows = pairs([to("vergabe:liste", f"uebungen_{kind}", team.owner, f"{kind}/0") for kind in there])
    ways = (*_planned(team, moment), (to(TEAM, "zum_team", team.owner),))
    return Say("vergabe", {"team": team.thing.team}, (*rows, *ways))


def _planned(team: Found, moment: Moment) -> Rows:
    plans = len(moment.kept.found(PLAN, team.owner))
    return ((to("vergabe:plaene", "geplantes", team.owner, anzahl=plans),),) if plans else ()


def _list(offered: Sequence[Offer], argument: str, team: Found) -> Say:
    kind, _, wished = argument.partition("/")
    page = page_of(of_kind(offered, kind), wished, PAGE)
    rows: Rows = tuple(
        (to("vergabe:was", "uebung_zeile", team.owner, offer.key, titel=offer.exercise.title),) for offer in page.shown
    )
    turning = page.turning(lambda label, number: to("vergabe:liste", label, team.owner, f"{kind}/{number}"))
    cards = [card(offer.exercise, Model.HIDDEN) for offer in page.shown]
    values = {
        "art": kind if page.shown else "",
        "uebungen": [{"titel": each["titel"], "thema": each["thema"]} for each in cards],
        **page.values,
    }
    back = (to("vergabe:andere", "zurueck", team.owner),)
    return Say("vergabe_liste", values, (*rows, *turning, back))


def _plans(team: Found, moment: Moment) -> Say:
    plans: list[tuple[str, Plan]] = [(found.id, found.thing) for found in moment.kept.found(PLAN, team.owner)]
    shown = [
        {
            "titel": plan.exercise.title,
            "am": plan.at.astimezone(ZoneInfo(plan.terms.zone)),
            "woche": bool(plan.rule),
            "alle": plan.everybody,
            "anzahl": len(plan.people),
            "von": plan.by,
        }
        for _, plan in plans
    ]
    rows: Rows = tuple(
        (to("vergabe:absagen", "plan_absagen", team.owner, id_, nummer=number),)
        for number, (id_, _) in enumerate(plans, 1)
    )
    return Say("vergabe_plaene", {"plaene": shown}, (*rows, (to(AREA, "zurueck", team.owner),)))
