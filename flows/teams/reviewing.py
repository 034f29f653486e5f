"""The review: what was handed in waits for a coach where a person is needed, and her word counts."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from flows.effects import Drop, Effect, Keep, Tell
from flows.exercises.outcome import Outcome, undecided
from flows.kept import Want, Wants
from flows.moment import Moment
from flows.news import CardMoved, Decided, Objected, PutBack, Reviewed, Taken, ToTeam
from flows.teams.room import Teller
from flows.teams.team import MEMBER
from flows.teams.verdicts import grades, settled, standing, whole
from flows.teams.work import (
    ASSIGNMENT,
    CARD,
    PART,
    SAMPLE,
    WAITING,
    Assignment,
    Card,
    Fate,
    Part,
    Reason,
    Sample,
    Status,
    Submission,
    Waiting,
)

HOLD = timedelta(minutes=30)
"""How long a card is a coach's own after she opened it; then another may take it."""

SAMPLED = 0.1
"""How many of those that need nobody a coach sees all the same."""


class Reviewing:
    """The room `durchsicht`."""

    hears: tuple[type[ToTeam], ...] = (Objected, Taken, PutBack, Decided)

    def wants(self, news: ToTeam, sender: str) -> Wants:
        """The card, its line in the queue, and what a decision changes."""
        match news:
            case Taken(id_) | PutBack(id_) | Decided(id_):
                return _about(id_)
            case Objected(assignment):
                return _about(f"{assignment}/{sender}")
        return frozenset()

    def hear(self, news: Any, teller: Teller, moment: Moment) -> list[Effect]:
        """See the news themselves."""
        match news:
            case Taken(id_):
                return _take(id_, teller, moment)
            case PutBack(id_):
                waiting = _waiting(id_, moment)
                return [_released(id_, waiting)] if waiting and waiting.holder == teller.actor else []
            case Decided():
                return _decide(news, teller, moment)
            case Objected(assignment, words):
                return _object(f"{assignment}/{teller.actor}", words, moment)
        return []


def cards_for(
    assignment_id: str,
    assignment: Assignment,
    person: str,
    part: Part,
    submission: Submission,
    outcome: Outcome,
    moment: Moment,
) -> list[Effect]:
    """What was handed in is kept as a card, in place of an earlier one; it waits if a person is needed.

    That is always so where an item is not clear, whether the outcome hangs on it or not: the trainee was promised that
    a coach decides. `part` is where she stood before. Of private exercises nothing is kept, and what cannot pass does
    not take the place of what still may.
    """
    if outcome is Outcome.PRIVATE or not submission.pieces:
        return []
    if outcome is Outcome.NOT_YET and part.status is Status.IN_REVIEW:
        return []
    id_ = f"{assignment_id}/{person}"
    card = Card(assignment_id, person, part.name, submission, part.share, part.status is Status.PASSED)
    reasons = _reasons(submission, outcome, moment)
    waiting = Waiting(assignment.exercise.title, part.name, moment.now, reasons)
    return [Keep(CARD, id_, card, person), Keep(WAITING, id_, waiting, person) if reasons else Drop(WAITING, id_)]


def held(waiting: Waiting, moment: Moment) -> bool:
    """Whether a coach has the card open, so that others may only look."""
    return bool(waiting.holder) and waiting.held is not None and moment.now < waiting.held + HOLD


def handed_in(person: str) -> Wants:
    """What somebody handed in and what the team learned from it: what `withdraw` has to know."""
    return frozenset(Want(kind, about=person) for kind in (CARD, WAITING, SAMPLE))


def withdraw(person: str, moment: Moment) -> list[Effect]:
    """The answers of somebody who leaves the team go with her; where she stood stays."""
    return [
        Drop(kind, found.id)
        for kind in (CARD, WAITING, SAMPLE)
        for found in moment.kept.found(kind)
        if found.about == person
    ]


def _about(id_: str) -> Wants:
    assignment, _, person = id_.partition("/")
    of_card = {Want(kind, id=id_) for kind in (CARD, WAITING, PART)}
    return frozenset({*of_card, Want(ASSIGNMENT, id=assignment), Want(MEMBER, id=person or id_)})


def _waiting(id_: str, moment: Moment) -> Waiting | None:
    waiting: Waiting | None = moment.kept.one(WAITING, id_)
    return waiting


def _card(id_: str, moment: Moment) -> Card | None:
    """The card, if its assignment and its author are still there."""
    card: Card | None = moment.kept.one(CARD, id_)
    if card is None or moment.kept.one(ASSIGNMENT, card.assignment) is None:
        return None
    return card if moment.kept.one(MEMBER, card.person) else None


def _reasons(submission: Submission, outcome: Outcome, moment: Moment) -> tuple[Reason, ...]:
    reasons = [Reason.UNCLEAR] if undecided(whole(submission)) else []
    if outcome is Outcome.NOT_YET:
        reasons.append(Reason.NOT_YET)
    if not reasons and moment.random.random() < SAMPLED:
        reasons.append(Reason.SAMPLED)
    return tuple(reasons)


def _released(id_: str, waiting: Waiting) -> Keep:
    return Keep(WAITING, id_, replace(waiting, holder="", holder_name="", held=None), id_.partition("/")[2])


def _told(teller: Teller, id_: str, fate: Fate, by: str = "") -> Tell:
    return Tell((teller.actor,), CardMoved(id_, fate, by))


def _gone(id_: str, teller: Teller) -> list[Effect]:
    return [Drop(WAITING, id_), _told(teller, id_, Fate.GONE)]


def _take(id_: str, teller: Teller, moment: Moment) -> list[Effect]:
    card, waiting = _card(id_, moment), _waiting(id_, moment)
    if card is None:
        return _gone(id_, teller)
    if waiting is None:
        return [_told(teller, id_, Fate.DECIDED, card.decided_by)]
    if waiting.holder != teller.actor and held(waiting, moment):
        return [_told(teller, id_, Fate.HELD, waiting.holder_name)]
    mine = replace(waiting, holder=teller.actor, holder_name=teller.name, held=moment.now)
    return [Keep(WAITING, id_, mine, card.person), _told(teller, id_, Fate.YOURS)]


def _decide(news: Decided, teller: Teller, moment: Moment) -> list[Effect]:
    """Only who has the card open decides; what she leaves alone she accepts, guesses too."""
    card, waiting = _card(news.id, moment), _waiting(news.id, moment)
    if card is None:
        return _gone(news.id, teller)
    if waiting is None:
        return [_told(teller, news.id, Fate.DECIDED, card.decided_by)]
    if waiting.holder != teller.actor:
        fate = Fate.HELD if waiting.holder else Fate.CHANGED
        return [_told(teller, news.id, fate, waiting.holder_name)]
    decided = replace(
        card,
        decided_by=teller.name,
        decided=moment.now,
        corrections=settled(card.submission, news.corrections),
        comment=news.comment,
        voice=news.voice,
    )
    return [
        Keep(CARD, news.id, decided, card.person),
        Drop(WAITING, news.id),
        *_settle(news.id, decided, moment),
        *_teach(decided, moment),
        _told(teller, news.id, Fate.DONE),
    ]


def _settle(id_: str, card: Card, moment: Moment) -> list[Effect]:
    """Where she stands now, which she is told with the coach's words."""
    assignment: Assignment = moment.kept.one(ASSIGNMENT, card.assignment)
    part: Part | None = moment.kept.one(PART, id_)
    status, best = standing(card, assignment, card.corrections)
    reviewed = Reviewed(card.assignment, card.decided_by, status, card.corrections, card.comment, card.voice)
    kept = [Keep(PART, id_, replace(part, status=status, share=best), card.person)] if part else []
    return [*kept, Tell((card.person,), reviewed)]


def _teach(card: Card, moment: Moment) -> list[Effect]:
    """A coach's words become samples, in place of what she or another said about the same answer before.

    Of an answer whose words are gone nothing can be learned.
    """
    assignment: Assignment = moment.kept.one(ASSIGNMENT, card.assignment)
    exercise = assignment.exercise.id
    effects: list[Effect] = []
    for at, piece in enumerate(card.submission.pieces):
        id_ = f"{exercise[:24]}/{card.assignment}/{card.person.partition(':')[2]}/{card.submission.attempt}.{at}"
        answer = "\n".join(turn.answer for turn in piece.turns)
        if answer and (graded := grades(card.corrections, at)):
            sample = Sample(exercise, answer, graded, card.person, card.decided_by)
            effects.append(Keep(SAMPLE, id_, sample, card.person))
        else:
            effects.append(Drop(SAMPLE, id_))
    return effects


def _object(id_: str, words: str, moment: Moment) -> list[Effect]:
    """Once for what was handed in. Whoever has the card open has to open it anew, so that she sees the objection."""
    card, waiting = _card(id_, moment), _waiting(id_, moment)
    if card is None or card.objection:
        return []
    assignment: Assignment = moment.kept.one(ASSIGNMENT, card.assignment)
    line = waiting or Waiting(assignment.exercise.title, card.name, moment.now, ())
    line = replace(line, reasons=(*line.reasons, Reason.OBJECTION))
    return [Keep(CARD, id_, replace(card, objection=words), card.person), _released(id_, line)]
