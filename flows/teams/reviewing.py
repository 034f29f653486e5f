"""The review: what was handed in waits for a coach where a person is needed, and her word counts."""

from flows.effects import Drop, Effect, Keep
from flows.exercises.outcome import Outcome, undecided
from flows.moment import Moment
from flows.teams.verdicts import whole
from flows.teams.work import CARD, WAITING, Assignment, Card, Part, Reason, Status, Submission, Waiting

SAMPLED = 0.1
"""How many of those that need nobody a coach sees all the same."""


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
    a coach decides. `part` is where she stood before. Of private exercises nothing is kept.
    """
    if outcome is Outcome.PRIVATE or not submission.pieces:
        return []
    id_ = f"{assignment_id}/{person}"
    passed = part.status is Status.PASSED
    card = Card(assignment_id, person, part.name, submission, part.share, passed)
    reasons = _reasons(submission, outcome, moment)
    waiting = Waiting(assignment.exercise.title, part.name, moment.now, reasons)
    return [Keep(CARD, id_, card, person), Keep(WAITING, id_, waiting, person) if reasons else Drop(WAITING, id_)]


def _reasons(submission: Submission, outcome: Outcome, moment: Moment) -> tuple[Reason, ...]:
    reasons = [Reason.UNCLEAR] if undecided(whole(submission)) else []
    if outcome is Outcome.NOT_YET:
        reasons.append(Reason.NOT_YET)
    if not reasons and moment.random.random() < SAMPLED:
        reasons.append(Reason.SAMPLED)
    return tuple(reasons)
