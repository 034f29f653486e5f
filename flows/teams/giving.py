"""An exercise becomes an assignment: at once, by a plan, for those who join while it runs."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.effects import Drop, Effect, Keep, Remind, Tell
from flows.exercises.exercise import Exercise, OwnExercise
from flows.moment import Moment
from flows.news import Assigned, Notice
from flows.quiet import on_day
from flows.teams.deadlines import DAY, Why, upcoming
from flows.teams.grouping import post
from flows.teams.recurrence import following
from flows.teams.team import MEMBER, TEAM, Member, Role, Team, coaches, new_id
from flows.teams.work import ASSIGNMENT, PART, PLAN, Assignment, Part, Plan

TIMER = f"{TEAM}:aufgaben:"
"""What the keys of the room's timers begin with."""

PLANNED, LATE = "plan", "dazu"
"""Timers of a plan, and of somebody who joined while an assignment was running."""

MOST_RUNNING = 50
"""Assignments of a team that have not ended; whoever wants more ends some first."""


def is_full(assignments: Iterable[Assignment]) -> bool:
    """Whether no more can be given at present."""
    return sum(not each.ended for each in assignments) >= MOST_RUNNING


def give(id_: str, assignment: Assignment, people: Mapping[str, Member], moment: Moment) -> list[Effect]:
    """To any number of people: one thing for each, and one letter to all."""
    parts = {part_id(id_, person): Part(id_, member.name) for person, member in people.items()}
    return [
        Keep(ASSIGNMENT, id_, assignment),
        *[Keep(PART, key, part, person_of(key)) for key, part in parts.items()],
        Tell(tuple(people), _assigned(id_, assignment, moment)),
        *post(assignment, moment),
        *timers(id_, assignment, parts.values(), moment.now),
    ]


def trainees(members: Mapping[str, Member], people: Iterable[str], *, everybody: bool) -> dict[str, Member]:
    """All of the team's, or those of `people` who still are."""
    chosen = set(people)
    return {
        person: member
        for person, member in members.items()
        if member.role is Role.TRAINEE and (everybody or person in chosen)
    }


def timers(id_: str, assignment: Assignment, parts: Iterable[Part], now: datetime) -> list[Effect]:
    """The two timers of an assignment: before it is due, and when it is; newcomers may be among those reminded."""
    concerned = [*parts, Part(id_, "")] if assignment.everybody else list(parts)
    moments = {why: upcoming(why, concerned, assignment, now) for why in Why}
    return [Remind(timer(why, id_), at) for why, at in moments.items() if at is not None]


def occur(id_: str, moment: Moment) -> list[Effect]:
    """One occurrence of a plan, however many were missed; then the next is due.

    If too many are running the coaches are told; what comes once comes a day later then. Wants all assignments.
    """
    plan: Plan | None = moment.kept.one(PLAN, id_, moment.actor)
    if plan is None:
        return []
    after = following(plan.rule, plan.terms.zone, moment.now) if plan.rule else None
    if is_full(moment.kept.all(ASSIGNMENT).values()):
        after = after or moment.now + DAY
        told = {"titel": plan.exercise.title, "anzahl": MOST_RUNNING, "geplant": True, "wieder": bool(plan.rule)}
        full = Notice("aufgabe_zu_viele", told, TEAM, moment.actor)
        return [*_again(id_, plan, after), Tell(coaches(moment.kept.all(MEMBER)), full)]
    people = trainees(moment.kept.all(MEMBER), plan.people, everybody=plan.everybody)
    terms = replace(plan.terms, due=_due(plan, moment.now))
    assignment = Assignment(plan.exercise, terms, plan.by, plan.coach, moment.now, id_, plan.everybody)
    given = give(new_id(moment.random), assignment, people, moment) if people else []
    return [*given, *(_again(id_, plan, after) if after else [Drop(PLAN, id_)])]


def _again(id_: str, plan: Plan, at: datetime) -> list[Effect]:
    return [Keep(PLAN, id_, replace(plan, at=at)), Remind(plan_timer(id_), at)]


def _due(plan: Plan, now: datetime) -> datetime | None:
    """So many days after it is given, at the clock time of the plan."""
    if plan.days is None:
        return None
    day = now.astimezone(ZoneInfo(plan.terms.zone)).date() + timedelta(days=plan.days)
    return on_day(day, plan.terms.zone, plan.clock)


def for_newcomer(person: str, moment: Moment) -> list[Effect]:
    """Somebody joined as a trainee: what everybody has and is not due yet, she gets too. Wants all assignments.

    Without a due date that is so as well, but not for what comes again by a plan.
    """
    running: Mapping[str, Assignment] = moment.kept.all(ASSIGNMENT)
    return [
        Remind(f"{TIMER}{LATE}:{part_id(id_, person)}", moment.now)
        for id_, each in running.items()
        if each.everybody and not each.ended and _is_ahead(each, moment.now)
    ]


def catch_up(id_: str, moment: Moment) -> list[Effect]:
    """A newcomer gets what runs; who was here before still has it."""
    assignment_id, person = id_.partition("/")[0], person_of(id_)
    assignment: Assignment | None = moment.kept.one(ASSIGNMENT, assignment_id, moment.actor)
    member: Member | None = moment.kept.one(MEMBER, person, moment.actor)
    known = moment.kept.one(PART, id_, moment.actor)
    if assignment is None or assignment.ended or member is None or member.role is not Role.TRAINEE or known:
        return []
    told = Tell((person,), _assigned(assignment_id, assignment, moment))
    return [Keep(PART, id_, Part(assignment_id, member.name), person), told]


def _is_ahead(assignment: Assignment, now: datetime) -> bool:
    due = assignment.terms.due
    return not assignment.plan if due is None else due > now


def _assigned(id_: str, assignment: Assignment, moment: Moment) -> Assigned:
    team: Team = moment.kept.all(TEAM)[TEAM]
    return Assigned(id_, team.name, _bare(assignment.exercise), assignment.terms, assignment.by)


def _bare(exercise: Exercise) -> Exercise:
    """Without graded examples: they are many, and other people's; they are looked up where an answer is judged."""
    return replace(exercise, examples=()) if isinstance(exercise, OwnExercise) else exercise


# --- names -----------------------------------------------------------------------------------------------------


def part_id(assignment: str, person: str) -> str:
    """Under which a person's part is kept."""
    return f"{assignment}/{person}"


def person_of(part: str) -> str:
    """Whose part it is."""
    return part.partition("/")[2]


def plan_timer(id_: str) -> str:
    """The timer of a plan."""
    return f"{TIMER}{PLANNED}:{id_}"


def timer(why: Why, id_: str) -> str:
    """The timer before or at the due dates of an assignment."""
    return f"{TIMER}{why.value}:{id_}"


def of_timer(key: str) -> tuple[str, str]:
    """The kind of a timer and what it is about."""
    kind, _, id_ = key.removeprefix(TIMER).partition(":")
    return kind, id_
