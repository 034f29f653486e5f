"""What stays of things when the time is over for which people's words are kept: levels, states and dates.

What is only words goes whole (None).
"""

from collections.abc import Iterable

from msgspec.structs import replace

from flows.assignments.order import Order
from flows.scoring.verdict import Verdict
from flows.teams.calls import Call
from flows.teams.work import Card, Correction, Piece, Sample, Status, Submission


def order(order: Order) -> Order:
    """The same while a coach has to decide; of what can still be handed in nothing stays, unless something was."""
    if order.status is Status.IN_REVIEW and not order.closed:
        return order
    tried = order.attempts if order.sent or not order.is_open else ()
    review = order.review
    return replace(
        order,
        attempts=tuple(replace(attempt, pieces=_pieces(attempt.pieces)) for attempt in tried),
        handed_in=order.handed_in and _submission(order.handed_in),
        runs=order.runs if tried else (),
        sent=tuple(range(1, len(tried) + 1)),
        objection="",
        review=review and replace(review, corrections=_levels(review.corrections), comment="", voice=""),
    )


def card(card: Card) -> Card:
    """Of a card that nobody has to decide (any more)."""
    return replace(
        card,
        submission=_submission(card.submission),
        objection="",
        corrections=_levels(card.corrections),
        comment="",
        voice="",
    )


def sample(sample: Sample) -> None:
    """Nothing can be learned from it without its words."""


def call(call: Call) -> None:
    """Nobody has read it for so long."""


def figures(verdict: Verdict) -> Verdict:
    """A verdict without what quotes the answer."""
    return replace(verdict, items=tuple(replace(item, evidence=None, reason="", missing="") for item in verdict.items))


def _submission(submission: Submission) -> Submission:
    return replace(submission, pieces=_pieces(submission.pieces))


def _pieces(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    return tuple(replace(piece, turns=(), verdict=figures(piece.verdict)) for piece in pieces)


def _levels(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    return tuple(replace(each, reason="") for each in corrections)
