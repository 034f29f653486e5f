"""/kunden: pages about customers and the list; what is open goes on in a `Talk` or in `Lists`."""

from collections.abc import Mapping

from msgspec.structs import replace

from flows.customers import appointments, asking, cards, listing, pages, reminders
from flows.customers.asking import Asking
from flows.customers.cards import Cards
from flows.customers.customer import CUSTOMER, GRADES, LIST, ONLY, PENDING, customers, distribution
from flows.customers.listing import Listing
from flows.customers.lists import STAGES, Lists, looks_at_pending, looks_at_rows
from flows.customers.pages import OVERVIEW
from flows.customers.reminders import Reminders
from flows.customers.sheet import CustomerSheet, Stage, Stop
from flows.customers.talk import TALK, Talk, contact_timer
from flows.effects import Button, Cancel, Drop, Effect, Rows, Say
from flows.events import Commanded, Due, Edited, Event, Fetched, Pressed, Received
from flows.flow import go_on, sure
from flows.library import Library
from flows.moment import Moment
from flows.reflection.sheet import KEPT_KIND
from flows.replies import NO, YES
from flows.rooms import Page, pages_of
from flows.session import Session, Step
from flows.settings import way_back


class Customers:
    """What a person keeps of her customers is hers alone."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._cards = Cards(library)
        self._reminders = Reminders(self._cards)
        self._pages: Mapping[str, Page] = {
            **pages_of(self._cards, cards.PAGES),
            **pages_of(Asking(self._cards, library), asking.PAGES),
            **pages_of(Listing(self._cards, library), listing.PAGES),
            **pages_of(self._reminders, reminders.PAGES),
            pages.ERASE: self._ask_erasing,
            pages.ERASE_LIST: self._erase_list,
        }

    def wants(self, session: Session, event: Event) -> frozenset[str]:
        """Dossiers and what the list comes to; the list itself only where one looks into it."""
        stage = session.sheet.stop.stage if isinstance(session.sheet, CustomerSheet) else None
        event = event.otherwise if isinstance(event, Received) else event  # what it is if no file is wanted
        looked = {LIST: looks_at_rows(event, stage), PENDING: looks_at_pending(event, stage)}
        if isinstance(event, Pressed) and event.action == pages.THOUGHTS:
            looked[KEPT_KIND] = True
        return frozenset({CUSTOMER, GRADES, *(kind for kind, looks in looked.items() if looks)})

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """What follows, and when to remind of what is planned."""
        after, effects = self._step(session, event, moment)
        return after, [*appointments.retimed(effects, after.trainee, moment), *effects]

    def _step(self, session: Session, event: Event, moment: Moment) -> Step:
        sheet = session.sheet if isinstance(session.sheet, CustomerSheet) else None
        if sheet is not None and _is_orphan(sheet, moment):
            session, sheet = replace(session, sheet=None), None
        match event:
            case Due():
                return self._reminders.come(session, event, moment)
            case Fetched():
                return Lists(session, moment, self._library).fetched(event)
            case Pressed(action, mark="") if action in self._pages.keys() - {pages.UPLOAD} and _is_looked_through(
                sheet
            ):
                return Lists(session, moment, self._library).first_this()
            case Pressed(action, argument, "") if action in self._pages:
                return self._pages[action](replace(session, sheet=None), argument, moment)
            case Commanded(_, argument) if argument in customers(moment) and not _is_looked_through(sheet):
                return self._cards.one(replace(session, sheet=None), argument, moment)
            case Received() | Edited() if sheet is None:
                return session, []
            case Pressed() if sheet is None:
                after, effects = self._cards.overview(session, "", moment)
                return after, [Say("kunden_vorbei"), *effects]
            case _ if sheet is None:
                return self._cards.overview(session, "", moment)
            case _ if sheet.stop.stage is Stage.ERASING:
                return self._settle_erasing(session, sheet, event, moment)
            case _ if sheet.stop.stage in STAGES:
                return Lists(session, moment, self._library).go_on(event)
        return self._talk(session, event, moment)

    def _talk(self, session: Session, event: Event, moment: Moment) -> Step:
        """A step on the open sheet."""
        talk = Talk(session, moment, self._library)
        id_ = talk.sheet.customer
        go_on(talk, event, "kunden_vorbei")
        if talk.left is None:
            return talk.session, talk.effects
        return self._after(talk, id_, moment)

    def _after(self, talk: Talk, id_: str, moment: Moment) -> Step:
        """The page where a dialogue that ended leads to."""
        session, customer, left = talk.session, talk.customer, talk.left or Stop(Stage.NAME)
        match left.stage:
            case Stage.PLAN:
                page = self._cards.plan_page(id_, customer, session, moment)
            case Stage.DAY if left.key in self._cards.phases:
                page = self._cards.plan_page(id_, customer, session, moment)
            case Stage.DAY if left.key == TALK:
                page = self._cards.sheet_page(id_, customer)
            case Stage.REDUCED:
                page = self._cards.sheet_page(id_, customer)
            case Stage.GRADE | Stage.HOPE if customer.treated:
                page = self._cards.effort_page(id_, customer)
            case Stage.NOTE:
                page = self._cards.history_page(id_, customer)
            case _:
                page = self._cards.page(id_, customer, session, moment)
        return session, [*talk.effects, page]

    # --- deleting ----------------------------------------------------------------------------------------------

    def _ask_erasing(self, session: Session, id_: str, moment: Moment) -> Step:
        """Whether really; the question is the sheet."""
        customer = customers(moment).get(id_)
        found = distribution(moment)
        if id_ != ONLY and customer is None:
            return self._cards.gone(session, moment)
        if id_ == ONLY and found is None:
            return self._cards.overview(session, "", moment)
        session = replace(session, serial=session.serial + 1)
        sheet = CustomerSheet(Stop(Stage.ERASING, id_), mark=f"k{session.serial}")
        rows: Rows = (
            (Button(pages.SURE, "ja_loeschen", "ja", sheet.mark), Button(pages.SURE, "behalten", "nein", sheet.mark)),
        )
        values = {"name": customer.name if customer else "", "zahl": found.customers if found else 0}
        return replace(session, sheet=sheet), [Say("kunden_loeschen", values, rows)]

    def _erase_list(self, session: Session, _: str, moment: Moment) -> Step:
        return self._ask_erasing(session, ONLY, moment)

    def _settle_erasing(self, session: Session, sheet: CustomerSheet, event: Event, moment: Moment) -> Step:
        id_ = sheet.stop.key
        if isinstance(event, Edited | Received):
            return session, []
        agreed = sure(event, pages.SURE, sheet.mark, YES, NO)
        if agreed is None:
            return self._ask_erasing(session, id_, moment)
        session = replace(session, sheet=None)
        back = Button(pages.LIST, "zur_liste") if id_ == ONLY else Button(pages.ONE, "zum_kunden", id_)
        if not agreed:
            return session, [Say("kunden_behalten", {}, ((back,), (way_back(session),)))]
        drops: list[Effect] = [Drop(CUSTOMER, id_), Cancel(contact_timer(id_))]
        if id_ == ONLY:
            drops = [Drop(LIST, ONLY), Drop(GRADES, ONLY)]
        return session, [*drops, Say("kunden_geloescht", {"liste": id_ == ONLY}, ((OVERVIEW,), (way_back(session),)))]


def _is_looked_through(sheet: CustomerSheet | None) -> bool:
    """Whether there is a list to be taken over or not."""
    return sheet is not None and sheet.stop.stage is Stage.PREVIEW


def _is_orphan(sheet: CustomerSheet, moment: Moment) -> bool:
    """Whether the customer a sheet is about is gone."""
    return bool(sheet.customer) and sheet.customer not in customers(moment)
