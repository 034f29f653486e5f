"""The room for assignments: they are given and planned, people are reminded, what they hand in is received."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from flows.effects import Cancel, Drop, Effect, Keep, Remind, Tell
from flows.events import Due
from flows.exercises.outcome import Outcome, outcome, share
from flows.kept import Want, Wants
from flows.moment import Moment
from flows.news import (
    Begun,
    Closed,
    Ended,
    Extended,
    Given,
    HandedIn,
    Nudged,
    PlanDropped,
    Planned,
    Prolonged,
    Received,
    Reminded,
    ToTeam,
)
from flows.teams.deadlines import Why, owed
from flows.teams.giving import (
    LATE,
    MOST_RUNNING,
    PLANNED,
    catch_up,
    give,
    is_full,
    occur,
    of_timer,
    part_id,
    person_of,
    plan_timer,
    timer,
    timers,
    trainees,
)
from flows.teams.reviewing import cards_for
from flows.teams.room import Teller, answer
from flows.teams.team import MEMBER
from flows.teams.verdicts import whole
from flows.teams.work import ASSIGNMENT, PART, PLAN, Assignment, Part, Plan, Status

PATIENCE = timedelta(hours=1)
"""A coach's reminder does not come twice in this time."""

_STATUS: Mapping[Outcome, Status] = {
    Outcome.PASSED: Status.PASSED,
    Outcome.NOT_YET: Status.NOT_YET,
    Outcome.IN_REVIEW: Status.IN_REVIEW,
    Outcome.PRIVATE: Status.HANDED_IN,
}
_RISING = (Status.OPEN, Status.BEGUN, Status.NOT_YET, Status.HANDED_IN, Status.IN_REVIEW, Status.PASSED)


class Assigning:
    """The room for assignments."""

    name = "aufgaben"
    hears: tuple[type[ToTeam], ...] = (
        Given,
        Planned,
        PlanDropped,
        Extended,
        Ended,
        Nudged,
        Begun,
        HandedIn,
    )

    def wants(self, news: ToTeam, sender: str) -> Wants:
        """Of many parts only those in question."""
        match news:
            case Given():
                return frozenset({MEMBER, ASSIGNMENT})
            case Planned(id_) | PlanDropped(id_):
                return frozenset({Want(PLAN, id=id_)})
            case Extended(id_) | Ended(id_) | Nudged(id_):
                return _running(id_)
            case Begun(id_) | HandedIn(id_):
                return frozenset({Want(ASSIGNMENT, id=id_), Want(PART, id=part_id(id_, sender))})
        return frozenset()

    def hear(self, news: Any, teller: Teller, moment: Moment) -> list[Effect]:
        """See the news themselves."""
        match news:
            case Given():
                return _give(news, teller, moment)
            case Planned():
                return _plan(news, teller, moment)
            case PlanDropped():
                return _drop_plan(news, teller, moment)
            case Begun():
                return _begin(news, teller, moment)
            case HandedIn():
                return _receive(news, teller, moment)
        assignment = _assignment(news.id, moment)
        if assignment is None:
            return [answer(teller, moment, "aufgabe_schon_zu")]
        match news:
            case Extended():
                return _extend(news, assignment, teller, moment)
            case Ended():
                return _end(news, assignment, teller, moment)
            case Nudged():
                return _nudge(news, assignment, teller, moment)
        return []

    def wants_when_due(self, key: str) -> Wants:
        """What the timer is about."""
        kind, id_ = of_timer(key)
        if kind == PLANNED:
            return frozenset({Want(PLAN, id=id_), MEMBER, ASSIGNMENT})
        if kind == LATE:
            assignment = id_.partition("/")[0]
            return frozenset({Want(ASSIGNMENT, id=assignment), Want(PART, id=id_), Want(MEMBER, id=person_of(id_))})
        return _running(id_)

    def due(self, event: Due, moment: Moment) -> list[Effect]:
        """An occurrence of a plan, somebody who came later, or reminders around a due date."""
        kind, id_ = of_timer(event.key)
        if kind == PLANNED:
            return occur(id_, moment)
        if kind == LATE:
            return catch_up(id_, moment)
        return _remind(Why(kind), id_, moment)


# --- coaches ---------------------------------------------------------------------------------------------------


def _give(news: Given, teller: Teller, moment: Moment) -> list[Effect]:
    """At once; the same news a second time changes nothing."""
    there: Mapping[str, Assignment] = moment.kept.all(ASSIGNMENT)
    if news.id in there:
        return []
    if is_full(there.values()):
        values = {"titel": news.exercise.title, "anzahl": MOST_RUNNING, "geplant": False, "wieder": False}
        return [answer(teller, moment, "aufgabe_zu_viele", **values)]
    everybody = not news.people
    people = trainees(moment.kept.all(MEMBER), news.people, everybody=everybody)
    if not people:
        return [answer(teller, moment, "aufgabe_fuer_niemanden", titel=news.exercise.title)]
    by, coach = teller.name, teller.actor
    assignment = Assignment(news.exercise, news.terms, by, coach, moment.now, everybody=everybody)
    told = answer(teller, moment, "aufgabe_gegeben", titel=news.exercise.title, anzahl=len(people))
    return [*give(news.id, assignment, people, moment), told]


def _plan(news: Planned, teller: Teller, moment: Moment) -> list[Effect]:
    if moment.kept.one(PLAN, news.id, moment.actor) is not None:
        return []
    plan = replace(news.plan, by=teller.name, coach=teller.actor)
    told = answer(teller, moment, "aufgabe_geplant", titel=plan.exercise.title, wieder=bool(plan.rule))
    return [Keep(PLAN, news.id, plan), Remind(plan_timer(news.id), plan.at), told]


def _drop_plan(news: PlanDropped, teller: Teller, moment: Moment) -> list[Effect]:
    plan: Plan | None = moment.kept.one(PLAN, news.id, moment.actor)
    if plan is None:
        return [answer(teller, moment, "aufgabe_schon_zu")]
    told = answer(teller, moment, "aufgabenplan_fort", titel=plan.exercise.title)
    return [Drop(PLAN, news.id), Cancel(plan_timer(news.id)), told]


def _extend(news: Extended, assignment: Assignment, teller: Teller, moment: Moment) -> list[Effect]:
    """Another date that is still ahead; for some it is their own, which stays while it is the later one."""
    if news.due <= moment.now:
        return [answer(teller, moment, "aufgabe_frist_vorbei")]
    parts = _parts(moment)
    if news.people:
        changed = {id_: replace(part, due=news.due) for id_, part in parts.items() if person_of(id_) in news.people}
        concerned = list(changed)
    else:
        assignment = replace(assignment, terms=replace(assignment.terms, due=news.due))
        changed = {id_: replace(part, due=_later(part.due, news.due)) for id_, part in parts.items()}
        concerned = [id_ for id_, part in changed.items() if part.due is None]
    values = {"titel": assignment.exercise.title, "anzahl": len(concerned)}
    return [
        Keep(ASSIGNMENT, news.id, assignment),
        *[Keep(PART, id_, part, person_of(id_)) for id_, part in changed.items() if part != parts[id_]],
        *([Tell(tuple(map(person_of, concerned)), Prolonged(news.id, news.due))] if concerned else []),
        *timers(news.id, assignment, (parts | changed).values(), moment.now),
        answer(teller, moment, "aufgabe_verlaengert", **values),
    ]


def _end(news: Ended, assignment: Assignment, teller: Teller, moment: Moment) -> list[Effect]:
    people = tuple(map(person_of, _parts(moment)))
    return [
        Keep(ASSIGNMENT, news.id, replace(assignment, ended=True)),
        *([Tell(people, Closed(news.id))] if people else []),
        *[Cancel(timer(why, news.id)) for why in Why],
        answer(teller, moment, "aufgabe_beendet", titel=assignment.exercise.title),
    ]


def _nudge(news: Nudged, assignment: Assignment, teller: Teller, moment: Moment) -> list[Effect]:
    """Who has handed in, has left or was reminded just now is let be."""
    parts = {
        id_: part
        for id_, part in _present(moment).items()
        if part.is_open
        and (not news.people or person_of(id_) in news.people)
        and not any(reminded > moment.now - PATIENCE for reminded in part.reminded)
    }
    values = {"titel": assignment.exercise.title, "anzahl": len(parts)}
    return [*_tell_all("coach", news.id, parts, moment), answer(teller, moment, "aufgabe_erinnert", **values)]


def _remind(why: Why, id_: str, moment: Moment) -> list[Effect]:
    """Those who have to be reminded now; then the timer of the next of them."""
    assignment = _assignment(id_, moment)
    if assignment is None:
        return []
    parts = _present(moment)
    told = _tell_all(why.value, id_, owed(why, parts, assignment, moment.now), moment)
    return [*told, *timers(id_, assignment, parts.values(), moment.now)]


def _tell_all(why: str, id_: str, parts: Mapping[str, Part], moment: Moment) -> list[Effect]:
    kept: list[Effect] = [
        Keep(PART, key, replace(part, reminded=(*part.reminded, moment.now)), person_of(key))
        for key, part in parts.items()
    ]
    return [*kept, Tell(tuple(map(person_of, parts)), Reminded(id_, why))] if parts else []


# --- trainees --------------------------------------------------------------------------------------------------


def _begin(news: Begun, teller: Teller, moment: Moment) -> list[Effect]:
    part = _part_of(news.id, teller, moment)
    if part is None or part.status is not Status.OPEN:
        return []
    return [Keep(PART, part_id(news.id, teller.actor), replace(part, status=Status.BEGUN), teller.actor)]


def _receive(news: HandedIn, teller: Teller, moment: Moment) -> list[Effect]:
    """The best that was handed in counts; it may come late, as long as the assignment has not ended."""
    assignment, part = _assignment(news.id, moment), _part_of(news.id, teller, moment)
    if assignment is None or part is None:
        return [Tell((teller.actor,), Closed(news.id))]
    if news.attempts < assignment.terms.least:
        return [Tell((teller.actor,), Received(news.id, part.status))]
    verdict = whole(news.submission)
    reached = outcome(assignment.exercise, verdict, assignment.terms.minimum)
    status = max(part.status, _STATUS[reached], key=_RISING.index)
    worth = None if reached is Outcome.PRIVATE else max(share(verdict), part.share or 0.0)
    received = replace(part, status=status, attempts=news.attempts, share=worth, handed_in=moment.now)
    return [
        Keep(PART, part_id(news.id, teller.actor), received, teller.actor),
        Tell((teller.actor,), Received(news.id, status)),
        *cards_for(news.id, assignment, teller.actor, part, news.submission, reached, moment),
    ]


# --- what is there ---------------------------------------------------------------------------------------------


def _running(id_: str) -> Wants:
    """An assignment with all its parts."""
    return frozenset({MEMBER, Want(ASSIGNMENT, id=id_), Want(PART, id=f"{id_}/*")})


def _assignment(id_: str, moment: Moment) -> Assignment | None:
    """As long as it has not ended."""
    found: Assignment | None = moment.kept.one(ASSIGNMENT, id_, moment.actor)
    return None if found is None or found.ended else found


def _part_of(id_: str, teller: Teller, moment: Moment) -> Part | None:
    found: Part | None = moment.kept.one(PART, part_id(id_, teller.actor), moment.actor)
    return found


def _parts(moment: Moment) -> dict[str, Part]:
    return {found.id: found.thing for found in moment.kept.found(PART, moment.actor)}


def _present(moment: Moment) -> dict[str, Part]:
    """The parts of those who are still in the team."""
    members = moment.kept.all(MEMBER)
    return {id_: part for id_, part in _parts(moment).items() if person_of(id_) in members}


def _later(own: datetime | None, due: datetime) -> datetime | None:
    return own if own is not None and own > due else None
