"""Pages about customers: all of them, one of them, and what belongs to one."""

from collections.abc import Callable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from flows.course import Phase
from flows.customers import pages
from flows.customers.customer import ONLY, PENDING, Customer, What, customers, distribution
from flows.customers.grades import Grade
from flows.effects import Button, Drop, Rows, Say
from flows.library import Library
from flows.moment import Moment
from flows.session import Session, Step
from flows.settings import way_back
from flows.spelling import fold

SHOWN = 15  # lines of the history
ORDER = {Grade.A: 0, Grade.B: 1, Grade.C: 2, None: 3}


class Cards:
    """Shows what is kept; a page of somebody who is not kept any more says so."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @property
    def phases(self) -> Mapping[str, Phase]:
        """The sixteen."""
        return self._library.current.phases

    def overview(self, session: Session, argument: str, moment: Moment) -> Step:
        """All with a dossier, the important ones first, and what the list comes to."""
        known, day = customers(moment), today(session, moment)
        order = sorted(known, key=lambda id_: (ORDER[known[id_].treated], fold(known[id_].name)))
        last = max(0, (len(order) - 1) // pages.PAGE)
        page = min(int(argument), last) if argument.isdecimal() and len(argument) < 6 else 0
        shown = order[page * pages.PAGE : (page + 1) * pages.PAGE]
        found = distribution(moment)
        values = {
            "kunden": [pages.brief(known[id_], self.phases, day) for id_ in shown],
            "anzahl": len(known),
            "seite": page + 1,
            "seiten": last + 1,
            "liste": found,
        }
        buttons = tuple(
            (Button(pages.ONE, "kunde_zeile", id_, "", {"name": pages.short(known[id_].name, 28),
                                                        "klasse": known[id_].treated}),)
            for id_ in shown
        )  # fmt: skip
        listing = Button(pages.LIST, "abc_liste") if found else Button(pages.UPLOAD, "liste_hochladen")
        turning = pages.turns(pages.ALL, "", page, len(order))
        rows: Rows = (*buttons, *turning, (Button(pages.NEW, "neu_anlegen"), listing), (way_back(session),))
        return session, [Drop(PENDING, ONLY), Say("kunden", values, rows)]

    def one(self, session: Session, id_: str, moment: Moment) -> Step:
        """What is known of one."""
        customer = customers(moment).get(id_)
        if customer is None:
            return self.gone(session, moment)
        return session, [self.page(id_, customer, session, moment)]

    def page(self, id_: str, customer: Customer, session: Session, moment: Moment) -> Say:
        """The same of `customer`, who may have changed in this step."""
        values = pages.one(customer, self.phases, self._library.current.dossier, today(session, moment))
        return Say("kunden_kunde", values, (*pages.one_rows(id_, customer), (way_back(session),)))

    def gone(self, session: Session, moment: Moment) -> Step:
        """Whoever a button is about is not kept any more."""
        after, effects = self.overview(session, "", moment)
        return after, [Say("kunden_fort"), *effects]

    def _more(self, session: Session, id_: str, moment: Moment) -> Step:
        customer = customers(moment).get(id_)
        if customer is None:
            return self.gone(session, moment)
        rows: Rows = (
            (Button(pages.NOTE, "notiz", id_), Button(pages.POSTPONE, "verschieben", id_)),
            (Button(pages.RENAME, "umbenennen", id_), Button(pages.ERASE, "kunde_loeschen", id_)),
            (Button(pages.ONE, "zum_kunden", id_),),
        )
        return session, [Say("kunden_mehr", {"name": customer.name}, rows)]

    def fields(self, session: Session, id_: str, moment: Moment) -> Step:
        """The seven things, and which of them are known."""
        customer = customers(moment).get(id_)
        if customer is None:
            return self.gone(session, moment)
        fields = self._library.current.dossier
        things = [
            (field.title, bool(customer.phase) if each == "status" else each in customer.known)
            for each, field in fields.items()
        ]
        values = {"name": customer.name, "dinge": things}
        return session, [Say("kunden_dossier", values, pages.field_rows(id_, fields))]

    def effort_page(self, id_: str, customer: Customer) -> Say:
        """What his class is worth in the four dimensions."""
        brief_way: Rows = () if customer.treated is Grade.A else ((Button(pages.REDUCED, "kurzer_prozess", id_),),)
        values = {"name": customer.name, "klasse": customer.grade, "wie": customer.treated}
        return Say("kunden_aufwand", values, (*brief_way, (Button(pages.ONE, "zum_kunden", id_),)))

    def plan(self, session: Session, id_: str, moment: Moment) -> Step:
        """What is planned for him along the phases."""
        customer = customers(moment).get(id_)
        if customer is None:
            return self.gone(session, moment)
        return session, [self.plan_page(id_, customer, session, moment)]

    def plan_page(self, id_: str, customer: Customer, session: Session, moment: Moment) -> Say:
        """The same of `customer`, who may have changed in this step."""
        values = {"name": customer.name} | pages.plan(customer, self.phases, today(session, moment))
        return Say("kunden_plan", values, pages.plan_page_rows(id_, customer, self.phases))

    def _history(self, session: Session, id_: str, moment: Moment) -> Step:
        customer = customers(moment).get(id_)
        return (session, [self.history_page(id_, customer)]) if customer else self.gone(session, moment)

    def history_page(self, id_: str, customer: Customer) -> Say:
        """The newest first."""
        lines = [
            {
                "tag": each.day,
                "was": each.what.value,
                "text": pages.short(each.text, 200),
                "phase": self.phases.get(each.text),
                "bis": date.fromisoformat(each.text) if each.what is What.POSTPONED else None,
            }
            for each in customer.history[::-1]
        ]
        values = {"name": customer.name, "zeilen": lines[:SHOWN], "weitere": max(len(lines) - SHOWN, 0)}
        rows: Rows = ((Button(pages.NOTE, "notiz", id_), Button(pages.ONE, "zum_kunden", id_)),)
        return Say("kunden_verlauf", values, rows)

    def _sheet(self, session: Session, id_: str, moment: Moment) -> Step:
        customer = customers(moment).get(id_)
        return (session, [self.sheet_page(id_, customer)]) if customer else self.gone(session, moment)

    def sheet_page(self, id_: str, customer: Customer) -> Say:
        """The five elements and the activities that follow."""
        made = [each for each in customer.plan if each.made]
        values = {"kunde": customer, "aktivitaeten": made}
        rows: Rows = (
            (Button(pages.MAIL, "mail_entwurf", id_),),
            *(((Button(pages.ACTIVITIES, "als_aktivitaet", f"{id_}/entscheidung"),),) if made else ()),
            (Button(pages.REDUCED, "zettel_aendern", id_), Button(pages.PLAN, "plan", id_)),
            (Button(pages.ONE, "zum_kunden", id_),),
        )
        return Say("kunden_zettel_fertig", values, rows)

    def _mail(self, session: Session, id_: str, moment: Moment) -> Step:
        """A draft of the mail after the talk; only what was meant for the customer is in it."""
        customer = customers(moment).get(id_)
        if customer is None:
            return self.gone(session, moment)
        lines = [line.strip(" -•*") for line in customer.reduced.get("nachbereitung", "").splitlines()]
        values = {
            "kunde": customer.name,
            "person": session.trainee.name,
            "gespraech": customer.talk,
            "punkte": [line for line in lines if line],
        }
        rows: Rows = ((Button(pages.SHEET, "zum_zettel", id_), Button(pages.ONE, "zum_kunden", id_)),)
        return session, [Say("kunden_mail", values, rows)]


def today(session: Session, moment: Moment) -> date:
    """By the person's calendar."""
    return moment.now.astimezone(ZoneInfo(session.trainee.zone)).date()


PAGES: Mapping[str, Callable[[Cards, Session, str, Moment], Step]] = {
    pages.ALL: Cards.overview,
    pages.ONE: Cards.one,
    pages.MORE: Cards._more,
    pages.FIELDS: Cards.fields,
    pages.PLAN: Cards.plan,
    pages.HISTORY: Cards._history,
    pages.SHEET: Cards._sheet,
    pages.MAIL: Cards._mail,
}
