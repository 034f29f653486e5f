"""The flow: pages about customers and the list; what is open goes on in a `Talk` or in `Lists`."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.activities.readings import undated
from flows.activities.sentence import key
from flows.course import DOSSIER_FIELDS
from flows.customers import appointments, pages
from flows.customers.customer import (
    CUSTOMER,
    GRADES,
    LIST,
    MOST,
    ONLY,
    PENDING,
    STEP,
    Customer,
    What,
    customers,
    distribution,
    fresh_id,
    named,
)
from flows.customers.grades import Grade
from flows.customers.lists import ABANDONED, PATIENCE, STAGES, Lists, looks_at_pending, looks_at_rows
from flows.customers.pages import OVERVIEW
from flows.customers.sheet import CustomerSheet, Stage, Stop
from flows.customers.talk import ASSESSMENT, DOSSIER, LONGEST, POSTPONE, SHEET, TALK, Talk, contact_timer
from flows.customers.upload import LONGEST_NAME
from flows.effects import Button, Cancel, Drop, Effect, Keep, Remind, Rows, Say
from flows.events import Commanded, Due, Edited, Event, Fetched, Pressed, Received
from flows.flow import go_on, sure
from flows.library import Library
from flows.moment import Moment
from flows.reflection.sheet import KEPT_KIND, Kept
from flows.replies import NO, YES
from flows.roleplay import reminder
from flows.session import Session, Step
from flows.settings import way_back
from flows.spelling import fold

SHOWN = 15  # lines of the history
ORDER = {Grade.A: 0, Grade.B: 1, Grade.C: 2, None: 3}


class Customers:
    """What a person keeps of her customers is hers alone."""

    def __init__(self, library: Library) -> None:
        self._library = library

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
                return self._remind(session, event, moment)
            case Fetched():
                return Lists(session, moment, self._library).fetched(event)
            case Pressed(action, mark="") if action in PAGES.keys() - {pages.UPLOAD} and _is_looked_through(sheet):
                return Lists(session, moment, self._library).first_this()
            case Pressed(action, argument, "") if action in PAGES:
                return PAGES[action](self, replace(session, sheet=None), argument, moment)
            case Commanded(_, argument) if argument in customers(moment) and not _is_looked_through(sheet):
                return self._one(replace(session, sheet=None), argument, moment)
            case Received() | Edited() if sheet is None:
                return session, []
            case Pressed() if sheet is None:
                after, effects = self._overview(session, "", moment)
                return after, [Say("kunden_vorbei"), *effects]
            case _ if sheet is None:
                return self._overview(session, "", moment)
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
                page = self._plan_page(id_, customer, session, moment)
            case Stage.DAY if left.key in self._phases:
                page = self._plan_page(id_, customer, session, moment)
            case Stage.DAY if left.key == TALK:
                page = self._sheet_page(id_, customer)
            case Stage.REDUCED:
                page = self._sheet_page(id_, customer)
            case Stage.GRADE | Stage.HOPE if customer.treated:
                page = self._effort_page(id_, customer)
            case Stage.NOTE:
                page = self._history_page(id_, customer)
            case _:
                page = self._page(id_, customer, session, moment)
        return session, [*talk.effects, page]

    # --- pages -------------------------------------------------------------------------------------------------

    @property
    def _phases(self) -> Mapping[str, Any]:
        return self._library.current.phases

    def _overview(self, session: Session, argument: str, moment: Moment) -> Step:
        """All with a dossier, the important ones first, and what the list comes to."""
        known, today = customers(moment), _today(session, moment)
        order = sorted(known, key=lambda id_: (ORDER[known[id_].treated], fold(known[id_].name)))
        last = max(0, (len(order) - 1) // pages.PAGE)
        page = min(int(argument), last) if argument.isdecimal() and len(argument) < 6 else 0
        shown = order[page * pages.PAGE : (page + 1) * pages.PAGE]
        found = distribution(moment)
        values = {
            "kunden": [pages.brief(known[id_], self._phases, today) for id_ in shown],
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

    def _one(self, session: Session, id_: str, moment: Moment) -> Step:
        customer = customers(moment).get(id_)
        if customer is None:
            return self._gone(session, moment)
        return session, [self._page(id_, customer, session, moment)]

    def _page(self, id_: str, customer: Customer, session: Session, moment: Moment) -> Say:
        values = pages.one(customer, self._phases, self._library.current.dossier, _today(session, moment))
        return Say("kunden_kunde", values, (*pages.one_rows(id_, customer), (way_back(session),)))

    def _gone(self, session: Session, moment: Moment) -> Step:
        """Whoever a button is about is not kept any more."""
        after, effects = self._overview(session, "", moment)
        return after, [Say("kunden_fort"), *effects]

    def _more(self, session: Session, id_: str, moment: Moment) -> Step:
        customer = customers(moment).get(id_)
        if customer is None:
            return self._gone(session, moment)
        rows: Rows = (
            (Button(pages.NOTE, "notiz", id_), Button(pages.POSTPONE, "verschieben", id_)),
            (Button(pages.RENAME, "umbenennen", id_), Button(pages.ERASE, "kunde_loeschen", id_)),
            (Button(pages.ONE, "zum_kunden", id_),),
        )
        return session, [Say("kunden_mehr", {"name": customer.name}, rows)]

    def _fields(self, session: Session, id_: str, moment: Moment) -> Step:
        customer = customers(moment).get(id_)
        if customer is None:
            return self._gone(session, moment)
        fields = self._library.current.dossier
        things = [
            (field.title, bool(customer.phase) if each == "status" else each in customer.known)
            for each, field in fields.items()
        ]
        values = {"name": customer.name, "dinge": things}
        return session, [Say("kunden_dossier", values, pages.field_rows(id_, fields))]

    def _effort(self, session: Session, id_: str, moment: Moment) -> Step:
        """What his class is worth in the four dimensions; without a class the questions for it."""
        customer = customers(moment).get(id_)
        if customer is None:
            return self._gone(session, moment)
        if customer.treated is None:
            return self._ask(session, id_, moment, *ASSESSMENT)
        return session, [self._effort_page(id_, customer)]

    def _effort_page(self, id_: str, customer: Customer) -> Say:
        brief_way: Rows = () if customer.treated is Grade.A else ((Button(pages.REDUCED, "kurzer_prozess", id_),),)
        values = {"name": customer.name, "klasse": customer.grade, "wie": customer.treated}
        return Say("kunden_aufwand", values, (*brief_way, (Button(pages.ONE, "zum_kunden", id_),)))

    def _plan(self, session: Session, id_: str, moment: Moment) -> Step:
        customer = customers(moment).get(id_)
        if customer is None:
            return self._gone(session, moment)
        return session, [self._plan_page(id_, customer, session, moment)]

    def _plan_page(self, id_: str, customer: Customer, session: Session, moment: Moment) -> Say:
        values = {"name": customer.name} | pages.plan(customer, self._phases, _today(session, moment))
        return Say("kunden_plan", values, pages.plan_page_rows(id_, customer, self._phases))

    def _history(self, session: Session, id_: str, moment: Moment) -> Step:
        customer = customers(moment).get(id_)
        return (session, [self._history_page(id_, customer)]) if customer else self._gone(session, moment)

    def _history_page(self, id_: str, customer: Customer) -> Say:
        """The newest first."""
        lines = [
            {
                "tag": each.day,
                "was": each.what.value,
                "text": pages.short(each.text, 200),
                "phase": self._phases.get(each.text),
                "bis": date.fromisoformat(each.text) if each.what is What.POSTPONED else None,
            }
            for each in customer.history[::-1]
        ]
        values = {"name": customer.name, "zeilen": lines[:SHOWN], "weitere": max(len(lines) - SHOWN, 0)}
        rows: Rows = ((Button(pages.NOTE, "notiz", id_), Button(pages.ONE, "zum_kunden", id_)),)
        return Say("kunden_verlauf", values, rows)

    def _sheet(self, session: Session, id_: str, moment: Moment) -> Step:
        customer = customers(moment).get(id_)
        return (session, [self._sheet_page(id_, customer)]) if customer else self._gone(session, moment)

    def _sheet_page(self, id_: str, customer: Customer) -> Say:
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
            return self._gone(session, moment)
        lines = [line.strip(" -•*") for line in customer.reduced.get("nachbereitung", "").splitlines()]
        values = {
            "kunde": customer.name,
            "person": session.trainee.name,
            "gespraech": customer.talk,
            "punkte": [line for line in lines if line],
        }
        rows: Rows = ((Button(pages.SHEET, "zum_zettel", id_), Button(pages.ONE, "zum_kunden", id_)),)
        return session, [Say("kunden_mail", values, rows)]

    # --- beginning a dialogue ----------------------------------------------------------------------------------

    def _ask(self, session: Session, id_: str, moment: Moment, *stops: Stop) -> Step:
        if id_ not in customers(moment):
            return self._gone(session, moment)
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
        today = _today(session, moment)
        customer = customers(moment)[known] if known else Customer(name).having(today, What.BEGUN)
        said = {each.step: each.text[:LONGEST] for each in thoughts.thoughts if each.step in DOSSIER_FIELDS}
        phase = self._phase_in(said.get("status", ""))
        fresh = {field: text for field, text in said.items() if field != "status" and field not in customer.known}
        customer = replace(customer, known={**customer.known, **fresh})
        stands = bool(phase) and not customer.phase
        if stands:
            customer = customer.at(phase, today)
        known = known or fresh_id(moment)
        taken = Say("kunden_uebernommen", {"antworten": len(fresh) + stands})
        return session, [Keep(CUSTOMER, known, customer), taken, self._page(known, customer, session, moment)]

    def _phase_in(self, text: str) -> str:
        """The one phase whose name is in a text; empty if there is none, or more than one."""
        words = [key(word.strip('.,:;!?„“"')) for word in text.split()]
        found = [
            id_ for id_, each in self._phases.items() if any(word.startswith(key(each.short)) for word in words if word)
        ]
        return found[0] if len(found) == 1 else ""

    def _ask_all(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._ask(session, id_, moment, *DOSSIER)

    def _ask_field(self, session: Session, argument: str, moment: Moment) -> Step:
        id_, _, field = argument.partition("/")
        if field == "status":
            return self._ask_stand(session, id_, moment)
        if field not in self._library.current.dossier:
            return self._fields(session, id_, moment)
        return self._ask(session, id_, moment, Stop(Stage.FIELD, field))

    def _ask_stand(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._ask(session, id_, moment, Stop(Stage.PHASE), Stop(Stage.STEP))

    def _ask_step(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._ask(session, id_, moment, Stop(Stage.STEP))

    def _assess(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._ask(session, id_, moment, *ASSESSMENT)

    def _ask_plan(self, session: Session, argument: str, moment: Moment) -> Step:
        id_, _, phase = argument.partition("/")
        if phase not in self._phases:
            return self._plan(session, id_, moment)
        return self._ask(session, id_, moment, Stop(Stage.PLAN, phase))

    def _ask_plans(self, session: Session, id_: str, moment: Moment) -> Step:
        """Phase by phase, from where he stands, what is not planned yet."""
        customer = customers(moment).get(id_)
        if customer is None:
            return self._gone(session, moment)
        taken = {each.phase for each in customer.plan}
        open_ = [phase for phase in pages.known_phases(customer.phase) if phase in self._phases and phase not in taken]
        if not open_:
            return self._plan(session, id_, moment)
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
            return self._plan(session, id_, moment)
        after = customer.having_done(planned.text, _today(session, moment), phase)
        return self._ask_following(session, id_, after, moment)

    def _step_done(self, session: Session, id_: str, customer: Customer, moment: Moment) -> Step:
        done = customer.having_done(customer.step, _today(session, moment))
        return self._ask_following(session, id_, replace(done, step="", step_day=None, step_handed=False), moment)

    def _ask_following(self, session: Session, id_: str, after: Customer, moment: Moment) -> Step:
        """Something is done; what comes next?"""
        talk = Talk(session, moment, self._library)
        talk.begin(Stop(Stage.STEP), customer=id_)
        talk.effects.clear()
        talk.keep(after)
        talk.show(getan=True)
        return talk.session, talk.effects

    # --- the list ----------------------------------------------------------------------------------------------

    def _lists(self, session: Session, moment: Moment) -> Lists:
        return Lists(session, moment, self._library)

    def _list(self, session: Session, _: str, moment: Moment) -> Step:
        return self._lists(session, moment).show_list()

    def _upload(self, session: Session, _: str, moment: Moment) -> Step:
        return self._lists(session, moment).ask_file()

    def _group(self, session: Session, argument: str, moment: Moment) -> Step:
        return self._lists(session, moment).show_group(argument)

    def _search(self, session: Session, _: str, moment: Moment) -> Step:
        return self._lists(session, moment).ask_search()

    def _shares(self, session: Session, _: str, moment: Moment) -> Step:
        return self._lists(session, moment).ask_shares()

    def _hand_out(self, session: Session, _: str, moment: Moment) -> Step:
        return self._lists(session, moment).hand_out()

    def _take(self, session: Session, argument: str, moment: Moment) -> Step:
        """Somebody on the list gets a dossier."""
        taken = self._lists(session, moment).take(argument)
        if taken is None:
            after, effects = self._list(session, "", moment)
            return after, [Say("kunden_vorbei"), *effects]
        id_, effects = taken
        if not id_:
            return session, [Say("kunden_voll", {}, ((OVERVIEW,),))]
        kept = next((effect.thing for effect in effects if isinstance(effect, Keep)), customers(moment).get(id_))
        if not isinstance(kept, Customer):
            return self._gone(session, moment)
        return session, [*effects, self._page(id_, kept, session, moment)]

    # --- deleting ----------------------------------------------------------------------------------------------

    def _ask_erasing(self, session: Session, id_: str, moment: Moment) -> Step:
        """Whether really; the question is the sheet."""
        customer = customers(moment).get(id_)
        found = distribution(moment)
        if id_ != ONLY and customer is None:
            return self._gone(session, moment)
        if id_ == ONLY and found is None:
            return self._overview(session, "", moment)
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

    # --- the reminder ------------------------------------------------------------------------------------------

    def _later(self, session: Session, id_: str, moment: Moment) -> Step:
        """Once more tomorrow: of a customer or, with „plan“ and a day, of what was planned from that day on."""
        due = reminder.next_due(session.trainee, moment.now)
        said = Say("spaeter_erinnert", {"due": due.astimezone(ZoneInfo(session.trainee.zone))})
        what, _, day = id_.partition("/")
        if what == "plan":
            return session, [Remind(appointments.TIMER, due, day), said]
        if id_ not in customers(moment):
            return self._gone(session, moment)
        return session, [Remind(contact_timer(id_), due), said]

    def _remind(self, session: Session, event: Due, moment: Moment) -> Step:
        """A contact that was postponed is to be thought of again, outside the quiet hours."""
        if event.key == ABANDONED:
            looking = isinstance(session.sheet, CustomerSheet) and session.sheet.stop.stage is Stage.PREVIEW
            return session, [Remind(ABANDONED, moment.now + PATIENCE)] if looking else [Drop(PENDING, ONLY)]
        if event.key == appointments.TIMER:
            return self._remind_plan(session, event, moment)
        id_ = event.key.rpartition(":")[2]
        customer = customers(moment).get(id_)
        if event.key != contact_timer(id_) or customer is None or customer.postponed is None:
            return session, []
        awake = reminder.awake(session.trainee, moment.now)
        if awake > moment.now:
            return session, [Remind(event.key, awake)]
        if not session.trainee.reminders:
            return session, []
        rows: Rows = (
            (Button(pages.NEXT, "schritt_vornehmen", id_),),
            (Button(pages.POSTPONE, "verschieben", id_), Button(pages.LATER, "spaeter", id_)),
        )
        return session, [Say("kunden_erinnerung", {"name": customer.name, "seit": customer.postponed}, rows)]

    def _remind_plan(self, session: Session, event: Due, moment: Moment) -> Step:
        """What is planned for today, and for the days before if the timer comes late; then the timer of the next."""
        awake = reminder.awake(session.trainee, moment.now)
        if awake > moment.now:
            return session, [Remind(event.key, awake, event.argument)]
        since = _day(event.argument) or _today(session, moment)
        found = appointments.due(moment, since, _today(session, moment))
        timer = appointments.following(customers(moment), session.trainee, moment.now)
        timers: list[Effect] = [timer] if timer else []
        if not found or not session.trainee.reminders:
            return session, timers
        values = {
            "eintraege": [
                {
                    "name": customer.name,
                    "text": undated(each.text, moment.now),
                    "aus": each.made,
                    "tag": each.day,
                    "heute": each.day == _today(session, moment),
                }
                for _, customer, each in found[: appointments.SHOWN]
            ],
            "weitere": max(len(found) - appointments.SHOWN, 0),
        }
        return session, [*timers, Say("kunden_faellig", values, appointments.rows(found, since))]


PAGES: Mapping[str, Callable[[Customers, Session, str, Moment], Step]] = {
    pages.ALL: Customers._overview,
    pages.ONE: Customers._one,
    pages.NEW: Customers._new,
    pages.THOUGHTS: Customers._from_thoughts,
    pages.MORE: Customers._more,
    pages.FIELDS: Customers._fields,
    pages.FIELD: Customers._ask_field,
    pages.ASK: Customers._ask_all,
    pages.STAND: Customers._ask_stand,
    pages.NEXT: Customers._ask_step,
    pages.ASSESS: Customers._assess,
    pages.EFFORT: Customers._effort,
    pages.PLAN: Customers._plan,
    pages.PLAN_ONE: Customers._ask_plan,
    pages.PLAN_ALL: Customers._ask_plans,
    pages.DONE: Customers._tick_off,
    pages.HISTORY: Customers._history,
    pages.NOTE: Customers._note,
    pages.RENAME: Customers._rename,
    pages.POSTPONE: Customers._postpone,
    pages.ERASE: Customers._ask_erasing,
    pages.REDUCED: Customers._reduce,
    pages.SHEET: Customers._sheet,
    pages.MAIL: Customers._mail,
    pages.LATER: Customers._later,
    pages.LIST: Customers._list,
    pages.UPLOAD: Customers._upload,
    pages.GROUP: Customers._group,
    pages.SEARCH: Customers._search,
    pages.SHARES: Customers._shares,
    pages.FILE: Customers._hand_out,
    pages.TAKE: Customers._take,
    pages.ERASE_LIST: Customers._erase_list,
}
"""What the buttons without a mark do, which stay good for ever."""


def _is_looked_through(sheet: CustomerSheet | None) -> bool:
    """Whether there is a list to be taken over or not."""
    return sheet is not None and sheet.stop.stage is Stage.PREVIEW


def _is_orphan(sheet: CustomerSheet, moment: Moment) -> bool:
    """Whether the customer a sheet is about is gone."""
    return bool(sheet.customer) and sheet.customer not in customers(moment)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _today(session: Session, moment: Moment) -> date:
    now: datetime = moment.now
    return now.astimezone(ZoneInfo(session.trainee.zone)).date()
