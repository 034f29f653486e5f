"""What a team tells a trainee: stored at once, said outside her quiet hours, and never in the way of what is open."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from flows.assignments import pages
from flows.assignments.order import Order, Review, Word
from flows.effects import Button, Effect, Keep, Remind, Rows, Say, Voice
from flows.exercises.outcome import share
from flows.moment import Moment
from flows.news import Assigned, Closed, Prolonged, Received, Reminded, Reviewed, ToPerson
from flows.roleplay.reminder import awake
from flows.session import Session, Step
from flows.settings import way_back
from flows.teams.verdicts import whole
from flows.teams.work import ORDER

TIMER = f"{pages.NAME}:melden"
"""When her quiet hours are over."""

REMINDERS = (Word.AFTER, Word.BEFORE, Word.COACH)
_BY_DATE = (Word.AFTER, Word.BEFORE)
SHOWN = 8
"""Orders in one message about several."""


def hear(session: Session, sender: str, news: ToPerson, moment: Moment) -> Step:
    """What follows from news of the team `sender`; those about another's order change nothing."""
    orders: Mapping[str, Order] = moment.kept.all(ORDER)
    if isinstance(news, Assigned):
        if news.id in orders:
            return session, []
        order = Order(sender, news.team, news.by, news.exercise, news.terms, moment.now)
        return _tell(session, news.id, order, Word.NEW, moment)
    if not isinstance(news, Prolonged | Closed | Reminded | Received | Reviewed):
        return session, []
    known = orders.get(news.id)
    if known is None or known.team != sender:
        return session, []
    match news:
        case Received(_, status):
            order = replace(known, status=status)
            return session, [Keep(ORDER, news.id, order), _result(session, news.id, order, moment)]
        case Prolonged(_, due):
            return _tell(session, news.id, replace(known, terms=replace(known.terms, due=due)), Word.LONGER, moment)
        case Closed() if known.closed:
            return session, []
        case Closed():
            return _tell(session, news.id, replace(known, closed=True), Word.CLOSED, moment)
        case Reminded(_, why):
            return _tell(session, news.id, known, Word(why), moment)
        case Reviewed(_, by, status, corrections, comment, voice):
            review = Review(by, corrections, comment, voice)
            return _tell(session, news.id, replace(known, status=status, review=review), Word.REVIEWED, moment)


def due(session: Session, moment: Moment) -> Step:
    """The quiet hours are over: all that waited is said in one message."""
    orders: Mapping[str, Order] = moment.kept.all(ORDER)
    waiting = {id_: order for id_, order in orders.items() if order.unsaid}
    quiet_until = awake(session.trainee, moment.now)
    if waiting and quiet_until > moment.now:
        return session, [Remind(TIMER, quiet_until)]
    effects: list[Effect] = [Keep(ORDER, id_, replace(order, unsaid=())) for id_, order in waiting.items()]
    words = {id_: word for id_, order in waiting.items() if (word := _sum(order, session, moment))}
    told = [(id_, orders[id_], word) for id_, word in words.items()]
    if len(told) == 1:
        return session, [*effects, _message(session, *told[0], moment)]
    return session, [*effects, *([_messages(session, told, moment)] if told else [])]


def _tell(session: Session, id_: str, order: Order, word: Word, moment: Moment) -> Step:
    """Now, or when her quiet hours are over; not what has become pointless."""
    quiet_until = awake(session.trainee, moment.now)
    if quiet_until > moment.now:
        return session, [Keep(ORDER, id_, replace(order, unsaid=(*order.unsaid, word))), Remind(TIMER, quiet_until)]
    kept = Keep(ORDER, id_, order)
    if not _matters(order, word, session, moment):
        return session, [kept]
    return session, [kept, _message(session, id_, order, word, moment)]


def _matters(order: Order, word: Word, session: Session, moment: Moment) -> bool:
    """Whether there is still a point in telling it; reminders by date are hers to switch off."""
    match word:
        case Word.REVIEWED:
            return True
        case Word.CLOSED:
            return order.cut_short
        case Word.NEW | Word.LONGER:
            return order.is_open
        case Word.BEFORE:
            return order.waits and session.trainee.reminders and not order.overdue(moment.now)
        case Word.AFTER:
            return order.waits and session.trainee.reminders
        case Word.COACH:
            return order.waits


def _sum(order: Order, session: Session, moment: Moment) -> Word | None:
    """The one thing to say of an order of which several were to be said; what came and went was nothing."""
    if order.closed and Word.NEW in order.unsaid:
        return None
    said = [word for word in _WEIGHT if word in order.unsaid and _matters(order, word, session, moment)]
    return said[0] if said else None


_WEIGHT = (Word.REVIEWED, Word.CLOSED, Word.NEW, Word.AFTER, Word.COACH, Word.BEFORE, Word.LONGER)


def _message(session: Session, id_: str, order: Order, word: Word, moment: Moment) -> Effect:
    """While anything else is open, a line and a button; a review is always told whole, for it comes but once."""
    if word is Word.REVIEWED:
        return _review(session, id_, order, moment)
    values = {
        "wort": word.value,
        "kurz": session.busy,
        "vorbei": order.overdue(moment.now),
        "aufgabe": pages.view(session, order, moment.now),
    }
    return Say("aufgabe_meldung", values, ((Button(pages.SHOW, "aufgabe_ansehen", id_),),))


def _messages(session: Session, told: Sequence[tuple[str, Order, Word]], moment: Moment) -> Say:
    values = {
        "meldungen": [
            {"wort": word.value, "aufgabe": pages.view(session, order, moment.now)} for _, order, word in told[:SHOWN]
        ],
        "weitere": max(len(told) - SHOWN, 0),
    }
    rows = (*pages.lines([(id_, order) for id_, order, _ in told[:SHOWN]]), (pages.TO_LIST,))
    return Say("aufgaben_meldungen", values, rows)


def _result(session: Session, id_: str, order: Order, moment: Moment) -> Say:
    """What was handed in came to this."""
    handed = order.handed_in
    values = {
        "aufgabe": pages.view(session, order, moment.now),
        "anteil": share(whole(handed)) if handed and not order.exercise.private else None,
        "kurz": session.busy,
    }
    rows: Rows = ((pages.TO_LIST,),) if session.busy else ((pages.TO_LIST,), (way_back(session),))
    return Say("aufgabe_ergebnis", values, (*pages.rows(id_, order), *rows))


def _review(session: Session, id_: str, order: Order, moment: Moment) -> Say | Voice:
    review = order.review
    values = {
        "aufgabe": pages.view(session, order, moment.now),
        "coach": review.by if review else "",
        "korrekturen": pages.corrections(order),
        "kommentar": review.comment if review else "",
        "stimme": bool(review and review.voice),
    }
    rows = ((Button(pages.SHOW, "aufgabe_ansehen", id_),),)
    if review and review.voice:
        return Voice(review.voice, "aufgabe_durchgesehen", values, rows)
    return Say("aufgabe_durchgesehen", values, rows)
