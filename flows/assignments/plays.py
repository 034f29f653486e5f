"""Role-plays that are played for an assignment."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from flows.assignments import pages
from flows.assignments.order import Attempt, Order
from flows.course import Phase
from flows.effects import Button, Effect, Keep, RecordRun, Say, Tell
from flows.events import Commanded
from flows.exercises.exercise import Item, RoleplayExercise
from flows.flow import lay_aside
from flows.library import Library
from flows.moment import Moment
from flows.news import Begun
from flows.progress.figures import Tried, attempts
from flows.record import Answer
from flows.roleplay.reminder import remind
from flows.roleplay.roleplay import Roleplay
from flows.roleplay.run import GIVEN_UP
from flows.roleplay.stations import phase_of
from flows.scoring import ItemVerdict, Turn, Verdict
from flows.session import Session, Step
from flows.teams.work import ORDER, Piece, Status

SKIPPED = "Diese Phase wurde übersprungen."


class Plays:
    """Begins them, and finds what they came to."""

    def __init__(self, library: Library, roleplay: Roleplay) -> None:
        self._library = library
        self._roleplay = roleplay

    def begin(self, session: Session, id_: str, order: Order, sure: str, moment: Moment) -> Step:
        """A run for the order; no open run ends unless `sure` names it."""
        exercise, edition = order.exercise, self._library.current
        if not isinstance(exercise, RoleplayExercise):
            raise TypeError(f"{exercise.id!r} is answered, not played")
        if not order.can_try:
            return session, [pages.one(session, id_, order, moment.now)]
        if exercise.course not in edition.courses or exercise.scenario not in edition.scenarios:
            return session, [Say("aufgabe_ohne_spiel", {"titel": exercise.title}, ((pages.TO_LIST,),))]
        session = lay_aside(session)
        if session.run and session.run.assignment == id_:
            return self._roleplay.step(session, Commanded("weiter"), moment)
        if session.run and session.run.id != sure:
            customer = self._library.edition(session.run.edition).scenarios[session.run.scenario].customer
            go = Button(pages.GO, "trotzdem_anfangen", f"{id_}/{session.run.id}")
            rows = ((Button("weiter", "zum_rollenspiel"),), (go,))
            return session, [Say("aufgabe_erst_spiel", {"kunde": customer.dative, "titel": exercise.title}, rows)]
        session, effects = self._roleplay.begin(session, moment, exercise.course, exercise.scenario, exercise.phase)
        session = replace(session, run=session.run and replace(session.run, assignment=id_))
        session, timers = remind(session, moment)
        started = session.run.id if session.run else ""
        told: list[Effect] = [Tell((order.team,), Begun(id_))] if order.status is Status.OPEN else []
        status = Status.BEGUN if order.status is Status.OPEN else order.status
        kept = Keep(ORDER, id_, replace(order, runs=(*order.runs, started), status=status))
        return session, [kept, *told, *effects, *timers]

    def gather(self, order: Order, moment: Moment) -> Order:
        """The order with an attempt for each of its role-plays that came to an end."""
        known = {attempt.run for attempt in order.attempts}
        played = [
            Attempt(run.ended, self._pieces(run.run, run.summary, moment.answers), run=run.run)
            for run in moment.runs
            if run.run in order.runs and run.run not in known and run.ending != GIVEN_UP
        ]
        return replace(order, attempts=(*order.attempts, *played)) if played else order

    def _pieces(self, run: str, summary: Mapping[str, Any], answers: Sequence[Answer]) -> tuple[Piece, ...]:
        """A piece for each station; the private phase is not in the summary and in none of them."""
        phases = self._library.current.phases
        tried = attempts([answer for answer in answers if answer.run == run], phases)
        return tuple(
            _piece(phase, station, [each for each in tried if each.answers[0].station == station["station"]])
            for station in summary["stations"]
            if (phase := phases.get(phase_of(station["station"]))) is not None
        )


def ended(before: Session, effects: Sequence[Effect]) -> list[Effect]:
    """A line with the way back to the assignment, when a role-play for it has come to its end."""
    run = before.run
    over = any(
        isinstance(each, RecordRun) and run and each.run == run.id and each.ending != GIVEN_UP for each in effects
    )
    if run is None or not run.assignment or not over:
        return []
    return [Say("aufgabe_gespielt", rows=((Button(pages.SHOW, "zur_aufgabe", run.assignment),),))]


def _piece(phase: Phase, station: Mapping[str, Any], tried: Sequence[Tried]) -> Piece:
    """The better attempt at a station; without any, it was skipped or its answers were deleted."""
    items = tuple(Item(item.id, item.title, item.explanation) for item in phase.items)
    if not tried:
        reason = SKIPPED if station["skipped"] else ""
        return Piece(phase.title, items, (), _unanswered(items, station["levels"], reason))
    best = max(tried, key=lambda each: sum(level or 0 for level in each.levels))
    turns = tuple(Turn(answer.text) for answer in best.answers)
    return Piece(phase.title, items, turns, best.answers[-1].verdict)


def _unanswered(items: Sequence[Item], levels: Sequence[int | None], reason: str) -> Verdict:
    return Verdict(
        tuple(
            ItemVerdict(item.id, level, level or 0, 1.0, None, reason, item.wording)
            for item, level in zip(items, levels, strict=False)
        )
    )
