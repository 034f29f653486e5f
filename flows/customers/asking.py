"""What begins a dialogue about a customer: which questions come, and what of it is known already."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from flows.activities.sentence import key
from flows.course import DOSSIER_FIELDS
from flows.customers import pages
from flows.customers.cards import Cards, today
from flows.customers.customer import CUSTOMER, MOST, STEP, Customer, What, customers, fresh_id, named
from flows.customers.pages import OVERVIEW
from flows.customers.sheet import Stage, Stop
from flows.customers.talk import ASSESSMENT, DOSSIER, LONGEST, POSTPONE, SHEET, Talk
from flows.customers.upload import LONGEST_NAME
from flows.effects import Keep, Say
from flows.library import Library
from flows.moment import Moment
from flows.reflection.sheet import KEPT_KIND, Kept
from flows.session import Session, Step


class Asking:
    """Opens a `Talk`."""

    def __init__(self, cards: Cards, library: Library) -> None:
        self._cards, self._library = cards, library

    def _effort(self, session: Session, id_: str, moment: Moment) -> Step:
        """What his class is worth in the four dimensions; without a class the questions for it."""
        customer = customers(moment).get(id_)
        if customer is None:
            return self._cards.gone(session, moment)
        if customer.treated is None:
            return self._ask(session, id_, moment, *ASSESSMENT)
        return session, [self._cards.effort_page(id_, customer)]

    def _ask(self, session: Session, id_: str, moment: Moment, *stops: Stop) -> Step:
        if id_ not in customers(moment):
            return self._cards.gone(session, moment)
        talk = Talk(session, moment, self._library)
        talk.begin(*stops, customer=id_)
        return talk.session, talk.effects

    def _new(self, session: Session, _: str, moment: Moment) -> Step:
        """A name, then the seven things."""
        talk = Talk(session, moment, self._library)
        talk.begin(Stop(Stage.NAME), *DOSSIER)
        return talk.session, talk.effects

    def _from_thoughts(self, session: Session, id_: str, moment: Moment) -> Step:
        """A card of what she thought of somebody; what is on a card already stays."""
        thoughts: Kept | None = moment.kept.all(KEPT_KIND).get(id_)
        name = " ".join(thoughts.about.split())[:LONGEST_NAME] if thoughts else ""
        if thoughts is None or not name:
            return self._new(session, "", moment)
        known = named(moment, name)
        if not known and len(customers(moment)) >= MOST:
            return session, [Say("kunden_voll", {}, ((OVERVIEW,),))]
        day = today(session, moment)
        customer = customers(moment)[known] if known else Customer(name).having(day, What.BEGUN)
        said = {each.step: each.text[:LONGEST] for each in thoughts.thoughts if each.step in DOSSIER_FIELDS}
        phase = self._phase_in(said.get("status", ""))
        fresh = {field: text for field, text in said.items() if field != "status" and field not in customer.known}
        customer = replace(customer, known={**customer.known, **fresh})
        stands = bool(phase) and not customer.phase
        if stands:
            customer = customer.at(phase, day)
        known = known or fresh_id(moment)
        taken = Say("kunden_uebernommen", {"antworten": len(fresh) + stands})
        return session, [Keep(CUSTOMER, known, customer), taken, self._cards.page(known, customer, session, moment)]

    def _phase_in(self, text: str) -> str:
        """The one phase whose name is in a text; empty if there is none, or more than one."""
        words = [key(word.strip('.,:;!?„“"')) for word in text.split()]
        found = [
            id_
            for id_, each in self._cards.phases.items()
            if any(word.startswith(key(each.short)) for word in words if word)
        ]
        return found[0] if len(found) == 1 else ""

    def _ask_all(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._ask(session, id_, moment, *DOSSIER)

    def _ask_field(self, session: Session, argument: str, moment: Moment) -> Step:
        id_, _, field = argument.partition("/")
        if field == "status":
            return self._ask_stand(session, id_, moment)
        if field not in self._library.current.dossier:
            return self._cards.fields(session, id_, moment)
        return self._ask(session, id_, moment, Stop(Stage.FIELD, field))

    def _ask_stand(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._ask(session, id_, moment, Stop(Stage.PHASE), Stop(Stage.STEP))

    def _ask_step(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._ask(session, id_, moment, Stop(Stage.STEP))

    def _assess(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._ask(session, id_, moment, *ASSESSMENT)

    def _ask_plan(self, session: Session, argument: str, moment: Moment) -> Step:
        id_, _, phase = argument.partition("/")
        if phase not in self._cards.phases:
            return self._cards.plan(session, id_, moment)
        return self._ask(session, id_, moment, Stop(Stage.PLAN, phase))

    def _ask_plans(self, session: Session, id_: str, moment: Moment) -> Step:
        """Phase by phase, from where he stands, what is not planned yet."""
        customer = customers(moment).get(id_)
        if customer is None:
            return self._cards.gone(session, moment)
        taken = {each.phase for each in customer.plan}
        open_ = [
            phase for phase in pages.known_phases(customer.phase) if phase in self._cards.phases and phase not in taken
        ]
        if not open_:
            return self._cards.plan(session, id_, moment)
        return self._ask(session, id_, moment, *(Stop(Stage.PLAN, phase) for phase in open_))

    def _note(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._ask(session, id_, moment, Stop(Stage.NOTE))

    def _rename(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._ask(session, id_, moment, Stop(Stage.NAME))

    def _postpone(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._ask(session, id_, moment, Stop(Stage.DAY, POSTPONE))

    def _reduce(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._ask(session, id_, moment, *SHEET)

    def _tick_off(self, session: Session, argument: str, moment: Moment) -> Step:
        """What was planned is done; he stands there now, and the next step is asked for."""
        id_, _, phase = argument.partition("/")
        customer = customers(moment).get(id_)
        if customer is not None and phase == STEP and customer.step:
            return self._step_done(session, id_, customer, moment)
        planned = next((each for each in customer.plan if each.phase == phase), None) if customer else None
        if customer is None or planned is None:
            return self._cards.plan(session, id_, moment)
        after = customer.having_done(planned.text, today(session, moment), phase)
        return self._ask_following(session, id_, after, moment)

    def _step_done(self, session: Session, id_: str, customer: Customer, moment: Moment) -> Step:
        done = customer.having_done(customer.step, today(session, moment))
        return self._ask_following(session, id_, replace(done, step="", step_day=None, step_handed=False), moment)

    def _ask_following(self, session: Session, id_: str, after: Customer, moment: Moment) -> Step:
        """Something is done; what comes next?"""
        talk = Talk(session, moment, self._library)
        talk.begin(Stop(Stage.STEP), customer=id_)
        talk.effects.clear()
        talk.keep(after)
        talk.show(getan=True)
        return talk.session, talk.effects


PAGES: Mapping[str, Callable[[Asking, Session, str, Moment], Step]] = {
    pages.NEW: Asking._new,
    pages.THOUGHTS: Asking._from_thoughts,
    pages.FIELD: Asking._ask_field,
    pages.ASK: Asking._ask_all,
    pages.STAND: Asking._ask_stand,
    pages.NEXT: Asking._ask_step,
    pages.ASSESS: Asking._assess,
    pages.EFFORT: Asking._effort,
    pages.PLAN_ONE: Asking._ask_plan,
    pages.PLAN_ALL: Asking._ask_plans,
    pages.DONE: Asking._tick_off,
    pages.NOTE: Asking._note,
    pages.RENAME: Asking._rename,
    pages.POSTPONE: Asking._postpone,
    pages.REDUCED: Asking._reduce,
}
