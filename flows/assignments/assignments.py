"""The flow `aufgaben`: the list, the page of each, the answering of one."""

from collections.abc import Mapping

from msgspec.structs import replace

from flows.assignments import arriving, pages
from flows.assignments.handing import choose, hand_in
from flows.assignments.memory import MINE, PLAYED, judging, orders
from flows.assignments.order import Order
from flows.assignments.plays import Plays
from flows.assignments.sheet import Awaited, OrderSheet
from flows.assignments.trial import Trial
from flows.effects import Button, Effect, Keep, Say, Voice
from flows.events import Commanded, Due, Edited, Event, Pressed, Said, Told
from flows.exercises.exercise import RoleplayExercise
from flows.kept import Wants
from flows.library import Library
from flows.moment import Moment
from flows.news import ToPerson
from flows.roleplay.roleplay import Roleplay
from flows.session import Session, Step
from flows.settings import way_back
from flows.teams.work import ORDER

OF_PLAYS = frozenset({pages.SHOW, pages.GO, pages.HAND_IN, pages.CHOOSE, pages.OBJECT})
"""What has to know of role-plays that came to an end."""


class Assignments:
    """The flow `aufgaben`."""

    def __init__(self, library: Library, roleplay: Roleplay) -> None:
        self._tools = library.tools
        self._plays = Plays(library, roleplay)

    def wants(self, session: Session, event: Event) -> Wants:
        """Her orders; what judging needs while an exercise is open, and her role-plays where they matter."""
        match event, session.sheet:
            case Pressed(action), _ if action in OF_PLAYS:
                return PLAYED
            case Said() | Edited() | Pressed(pages.PICK), OrderSheet(order, team, exercise):
                return judging(team, order, exercise)
        return MINE

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """A page, a step of the open exercise, or what a team tells."""
        match event:
            case Told(sender, ToPerson() as news):
                return arriving.hear(session, sender, news, moment)
            case Due(arriving.TIMER):
                return arriving.due(session, moment)
            case Due():
                return session, []
        mine = orders(moment)
        match event:
            case Pressed(pages.LIST, page):
                return session, [pages.overview(session, mine, page, moment.now)]
            case Pressed(pages.LATER, id_) if id_ in mine and _objects(session, id_):
                session = replace(session, sheet=None)
                return session, [pages.one(session, id_, mine[id_], moment.now)]
            case Pressed(pages.LATER):
                return replace(session, sheet=None), [
                    Say("aufgabe_spaeter", {}, ((pages.TO_LIST,), (way_back(session),)))
                ]
            case Pressed(action, argument) if action in OF_PLAYS | {pages.LISTEN}:
                return self._act(session, action, argument, mine, moment)
        return self._go_on(session, event, mine, moment)

    def _act(self, session: Session, action: str, argument: str, mine: Mapping[str, Order], moment: Moment) -> Step:
        """A button of one order."""
        id_, _, more = argument.partition("/")
        if id_ not in mine:
            return session, [Say("aufgabe_fort", {}, ((pages.TO_LIST,), (way_back(session),)))]
        order, kept = mine[id_], list[Effect]()
        if action in OF_PLAYS and (gathered := self._plays.gather(order, moment)) != order:
            order, kept = gathered, [Keep(ORDER, id_, gathered)]
        after, effects = self._acted(session, action, id_, order, more, moment)
        return after, [*kept, *effects]

    def _acted(self, session: Session, action: str, id_: str, order: Order, more: str, moment: Moment) -> Step:
        match action:
            case pages.HAND_IN:
                number = int(more) if more.isdecimal() and len(more) < 5 else order.best
                return hand_in(session, id_, order, number, moment)
            case pages.CHOOSE:
                return choose(session, id_, order, moment)
            case pages.GO if isinstance(order.exercise, RoleplayExercise):
                return self._plays.begin(session, id_, order, more, moment)
            case pages.LISTEN if order.review and order.review.voice:
                back = ((Button(pages.SHOW, "zur_aufgabe", id_),),)
                return session, [Voice(order.review.voice, "aufgabe_stimme", {"von": order.review.by}, back)]
        trial = Trial(session, id_, order, moment, self._tools)
        match action:
            case pages.GO:
                trial.begin()
            case pages.OBJECT:
                trial.object()
            case _:
                trial.show()
        return trial.session, trial.effects

    def _go_on(self, session: Session, event: Event, mine: Mapping[str, Order], moment: Moment) -> Step:
        """The open exercise, if there is one that is not closed meanwhile."""
        sheet = session.sheet
        if not isinstance(sheet, OrderSheet) or sheet.order not in mine:
            return self._without(session, event, mine, moment)
        trial = Trial(session, sheet.order, mine[sheet.order], moment, self._tools)
        match event:
            case _ if mine[sheet.order].closed and not isinstance(event, Edited):
                trial.show()
            case Said():
                trial.hear(event)
            case Edited() if not mine[sheet.order].closed:
                trial.correct(event)
            case Pressed(pages.PICK):
                trial.pick(event)
            case Commanded("weiter"):
                trial.again()
            case Commanded() | Pressed():
                return session, [pages.overview(session, mine, "", moment.now)]
        return trial.session, trial.effects

    def _without(self, session: Session, event: Event, mine: Mapping[str, Order], moment: Moment) -> Step:
        session = replace(session, sheet=None)
        if isinstance(event, Edited):
            return session, []
        listed = pages.overview(session, mine, "", moment.now)
        gone = isinstance(event, Pressed) and event.action == pages.PICK
        return session, [Say("aufgabe_vorbei"), listed] if gone else [listed]


def _objects(session: Session, id_: str) -> bool:
    """Whether she is asked what she sees differently about this order."""
    match session.sheet:
        case OrderSheet(order, awaiting=Awaited.OBJECTION):
            return order == id_
    return False
