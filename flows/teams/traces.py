"""What is left of somebody in what others keep, once she is gone: her work stays, her name does not.

A team hears that she left or had everything deleted. What tells of her as a trainee is her own and goes elsewhere
(`Keep.about`); here are the places that only name her.
"""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from flows.coaching.sheets import GivingSheet, ReviewSheet
from flows.effects import Cancel, Drop, Effect, Keep, Tell
from flows.kept import Wants
from flows.moment import Moment
from flows.news import Unnamed, Vanished
from flows.session import Session, Sheet
from flows.teams.calls import CALL, Call
from flows.teams.giving import plan_timer
from flows.teams.team import INVITATION, MEMBER, Role, coaches
from flows.teams.work import ASSIGNMENT, CARD, EXERCISE, ORDER, PLAN, SAMPLE, WAITING, Plan

SIGNED: Mapping[str, str] = {
    EXERCISE: "by",
    INVITATION: "by",
    ASSIGNMENT: "by",
    PLAN: "by",
    SAMPLE: "by",
    CARD: "decided_by",
    WAITING: "holder_name",
}
"""Things of a team that name a coach, and where."""

NO_CARD = "-"
"""In place of the id of a card whose author is gone; there is none of this id."""

EVERYTHING_SIGNED: Wants = frozenset(SIGNED) | {MEMBER}


def forgotten_by_team(person: str, name: str, role: Role, moment: Moment) -> list[Effect]:
    """Plans no longer mean her, coaches let go of what they have open about her; a coach's name goes everywhere.

    Wants the plans and members of the team.
    """
    others = coaches(moment.kept.all(MEMBER), but=person)
    told: list[Effect] = [Tell(others, Vanished(person))] if others else []
    if role is Role.COACH:
        told.append(Tell((moment.actor,), Unnamed(person, name)))
    return [*_plans_without(person, moment), *told]


def unnamed_by_team(news: Unnamed, moment: Moment) -> list[Effect]:
    """What a coach signed is signed by nobody any more; whoever has work of hers hears of it."""
    members = tuple(each for each in moment.kept.all(MEMBER) if each != news.person)
    changed = [
        Keep(kind, id_, unsigned, _about(id_, thing))
        for kind, field in SIGNED.items()
        for id_, thing in moment.kept.all(kind).items()
        if (unsigned := _unsigned(thing, field, news)) != thing
    ]
    return [*changed, *([Tell(members, Vanished(news.person, news.name))] if members and news.name else [])]


def forgotten_by_person(session: Session, team: str, news: Vanished, moment: Moment) -> tuple[Session, list[Effect]]:
    """Nothing is said: open sheets let go of her, and what she signed as a coach of the team is signed by nobody."""
    session = replace(
        session,
        sheet=session.sheet and _sheet_without(session.sheet, news.person),
        shelf=tuple(_sheet_without(sheet, news.person) for sheet in session.shelf),
    )
    return session, unsigned_work(team, "", news.name, moment) if news.name else []


def unsigned_work(team: str, title: str, name: str, moment: Moment) -> list[Effect]:
    """Her orders of a team without the name of one coach or, if `name` is empty, of any; wants orders and calls.

    Messages that wait know only the `title` of their team; without it, those of all teams are looked at.
    """
    effects: list[Effect] = []
    for id_, order in moment.kept.all(ORDER).items():
        if order.team == team:
            review = order.review and replace(order.review, by=_but(order.review.by, name))
            unsigned = replace(order, by=_but(order.by, name), review=review)
            effects += [Keep(ORDER, id_, unsigned)] if unsigned != order else []
    calls: Mapping[str, Call] = moment.kept.all(CALL)
    for id_, call in calls.items():
        if title in ("", call.team) and call.by and not _but(call.by, name):
            effects.append(Keep(CALL, id_, replace(call, by="")))
    return effects


def _but(signed: str, name: str) -> str:
    return "" if name in ("", signed) else signed


def _plans_without(person: str, moment: Moment) -> list[Effect]:
    """A plan that was for her alone goes."""
    effects: list[Effect] = []
    plans: Mapping[str, Plan] = moment.kept.all(PLAN)
    for id_, plan in plans.items():
        if person in plan.people:
            others = tuple(each for each in plan.people if each != person)
            if others or plan.everybody:
                effects.append(Keep(PLAN, id_, replace(plan, people=others)))
            else:
                effects += [Drop(PLAN, id_), Cancel(plan_timer(id_))]
    return effects


def _unsigned(thing: Any, field: str, news: Unnamed) -> Any:
    """Without her name and, where it is known, her actor."""
    if getattr(thing, "coach", "") == news.person:
        thing = replace(thing, coach="")
    if getattr(thing, "holder", "") == news.person:
        thing = replace(thing, holder="", held=None)
    return replace(thing, **{field: ""}) if news.name and getattr(thing, field) == news.name else thing


def _about(id_: str, thing: Any) -> str:
    """Whom a thing of a team tells of; the line of a card in the queue has its id."""
    return getattr(thing, "person", "") or (id_.partition("/")[2] if hasattr(thing, "holder") else "")


def _sheet_without(sheet: Sheet, person: str) -> Sheet:
    match sheet:
        case ReviewSheet(card=card) if card.endswith(f"/{person}"):
            return replace(sheet, card=NO_CARD, corrections=(), comment="", voice="")
        case GivingSheet(people=people) if person in people:
            return replace(sheet, people=tuple(each for each in people if each != person))
    return sheet
