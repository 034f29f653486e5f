"""The review: a queue of what needs a coach, one card at a time."""

from msgspec.structs import replace

from flows.coaching.area import rest
from flows.coaching.judging import Review, lost, open_card
from flows.coaching.queue import Queue
from flows.coaching.sheets import ReviewSheet, Stage
from flows.effects import Effect, Say
from flows.events import Event, Pressed, Told
from flows.kept import Found, Want, Wants
from flows.moment import Moment
from flows.news import CardMoved
from flows.scoring import Verdict
from flows.session import Session, Step
from flows.teams.work import ASSIGNMENT, CARD, WAITING, Fate


class Reviewing:
    """The area `durchsicht`. A card is opened by asking the team for it, which gives it to one coach at a time."""

    name = "durchsicht"

    def wants(self, session: Session, event: Event, team: str) -> Wants:
        """The queue, and the card that is open."""
        sheet = session.sheet
        queue: Wants = frozenset({Want(WAITING, owner=team)})
        if not isinstance(sheet, ReviewSheet) or sheet.team != team:
            return queue
        assignment = sheet.card.partition("/")[0]
        return queue | {Want(CARD, owner=team, id=sheet.card), Want(ASSIGNMENT, owner=team, id=assignment)}

    def step(self, session: Session, event: Event, team: Found, moment: Moment) -> Step:
        """The queue, the next card, or a step on the one that is open."""
        queue = Queue(session, team, moment)
        sheet = queue.sheet
        match event:
            case Pressed("coach:durchsicht", argument):
                return session, [queue.page(rest(argument))]
            case Pressed("coach:durchsicht:auf") if sheet and sheet.changed and sheet.hers:
                return session, [_first_this(sheet, queue)]
            case Pressed("coach:durchsicht:auf", argument):
                return queue.open(rest(argument))
            case Told(_, CardMoved() as news) if sheet and sheet.card == news.id:
                return _moved(sheet, news, queue)
            case Told():
                return session, []
        if sheet is None:
            return session, [Say("durchsicht_vorbei"), queue.page()]
        review = open_card(queue)
        return review.step(event) if review else _gone(queue)


def _first_this(sheet: ReviewSheet, queue: Queue) -> Say:
    """What was changed on a card is not given up without asking."""
    stay = queue.button("zeigen", "durchsicht_offene", mark=sheet.mark)
    leave = queue.button("weiter", "durchsicht_verwerfen", mark=sheet.mark)
    return Say("durchsicht_erst", rows=((stay,), (leave,)))


def _gone(queue: Queue) -> Step:
    return queue.closed.session, [Say("durchsicht_fort", rows=queue.closed.ways_on())]


def _moved(sheet: ReviewSheet, news: CardMoved, queue: Queue) -> Step:
    """The team answers; whatever comes twice changes nothing."""
    review = open_card(queue)
    if sheet.stage not in (Stage.OPENING, Stage.SENT):
        return queue.session, []
    if review is None or news.fate is Fate.GONE:
        return _gone(queue)
    if sheet.stage is Stage.OPENING:
        return _opened(review, news)
    if news.fate is Fate.DONE:
        values = {"name": review.card.name, "anzahl": len(queue.lines)}
        return queue.closed.session, [Say("durchsicht_gespeichert", values, queue.closed.ways_on())]
    told = lost(review.card.name, news.by, decided=news.fate is Fate.DECIDED, queue=queue)
    return queue.closed.session, [told]


def _opened(review: Review, news: CardMoved) -> Step:
    """The card is shown, from the first piece that needs a person: to decide it, or only to look."""
    hers = news.fate is Fate.YOURS
    pieces = review.card.submission.pieces
    review.sheet = replace(
        review.sheet,
        stage=Stage.CARD if hers else Stage.READING,
        piece=next((at for at, piece in enumerate(pieces) if _is_unclear(piece.verdict)), 0),
        corrections=review.card.corrections,
    )
    session, shown = review.show()
    values = {"name": review.card.name, "von": news.by, "entschieden": news.fate is Fate.DECIDED}
    told: list[Effect] = [] if hers else [Say("durchsicht_besetzt", values)]
    return session, [*told, *shown]


def _is_unclear(verdict: Verdict) -> bool:
    return any(item.level is None for item in verdict.items)
