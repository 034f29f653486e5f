"""What an activity belongs to: a customer, a line of the goal, a phase."""

from collections.abc import Callable, Container, Mapping

from flows.activities import pages
from flows.activities.cards import Cards, gone
from flows.activities.memory import ACTIVITY, activities, customers, goal_lines
from flows.course import Phase
from flows.effects import Keep, Say
from flows.moment import Moment
from flows.session import Session, Step


class Links:
    """Sets and loosens them."""

    def __init__(self, cards: Cards, phases: Mapping[str, Phase]) -> None:
        self._cards, self._phases = cards, phases

    def _link(self, session: Session, argument: str, moment: Moment) -> Step:
        """To which customer, goal or phase; first which of these."""
        id_, _, wanted = argument.partition("/")
        activity = activities(moment).get(id_)
        if activity is None:
            return gone(session)
        rows = pages.link_rows(id_, activity, customers(moment), self._phases, goal_lines(moment), wanted=wanted)
        return session, [Say("aktivitaeten_bezug", {"wozu": wanted, "text": activity.text}, rows)]

    def _link_customer(self, session: Session, argument: str, moment: Moment) -> Step:
        return self._belong(session, argument, "customer", customers(moment), moment)

    def _link_goal(self, session: Session, argument: str, moment: Moment) -> Step:
        return self._belong(session, argument, "goal", goal_lines(moment), moment)

    def _link_phase(self, session: Session, argument: str, moment: Moment) -> Step:
        return self._belong(session, argument, "phase", self._phases, moment)

    def _belong(self, session: Session, argument: str, field: str, known: Container[str], moment: Moment) -> Step:
        id_, _, link = argument.partition("/")
        activity = activities(moment).get(id_)
        if activity is None:
            return gone(session)
        if link and link not in known:
            return self._cards.one(session, id_, moment)
        activity = activity.revised(moment.now, **{field: link})
        return session, [Keep(ACTIVITY, id_, activity), self._cards.of(session, id_, activity, moment)]


PAGES: Mapping[str, Callable[[Links, Session, str, Moment], Step]] = {
    pages.LINK: Links._link,
    pages.CUSTOMER: Links._link_customer,
    pages.GOAL: Links._link_goal,
    pages.PHASE: Links._link_phase,
}
