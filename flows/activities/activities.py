"""/aktivitaeten: what she will do, when and with whom; reminders, what became of it, and a file for her calendar."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.activities import links, outcomes, pages, reminders
from flows.activities.activity import Activity, State, When
from flows.activities.calendar import MEDIA_TYPE, calendar
from flows.activities.cards import Cards, closed, gone, kept, timer
from flows.activities.handover import handover
from flows.activities.improving import Judged, tidy
from flows.activities.links import Links
from flows.activities.memory import (
    ACTIVITY,
    WANTED,
    WHOLE_GOAL,
    activities,
    customers,
    dossiers,
    goal_lines,
    wishes,
)
from flows.activities.outcomes import Outcomes
from flows.activities.pages import NAME, TO_LIST
from flows.activities.planning import LONGEST, Planning, first_this
from flows.activities.readings import lasting
from flows.activities.reminders import Reminders
from flows.activities.sheet import ActivitySheet, Stage
from flows.course import Phase
from flows.customers.customer import CUSTOMER
from flows.effects import Button, Drop, HandOver, Keep, Rows, Say
from flows.events import Commanded, Due, Edited, Event, Pressed
from flows.flow import go_on, sure
from flows.library import Library
from flows.moment import Moment
from flows.reflection.sheet import KEPT_KIND, Kept
from flows.replies import NO, YES
from flows.rooms import Page, pages_of
from flows.session import Session, Step
from flows.settings import way_back

THOUGHT, NEXT = "gedanke/", "baum"
"""Before the id of thoughts, and the step of them that says what comes next."""
GOALS = "ziele"
"""The command of the flow whose goal activities serve."""


class Activities:
    """The flow: a sentence on its way goes on in `Planning`, everything else is a page of its own."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._cards = Cards(self._phases)
        self._outcomes = Outcomes(self._cards, library.checker)
        self._reminders = Reminders()
        self._pages: Mapping[str, Page] = {
            **pages_of(self, PAGES),
            **pages_of(self._outcomes, outcomes.PAGES),
            **pages_of(self._reminders, reminders.PAGES),
            **pages_of(Links(self._cards, self._phases), links.PAGES),
        }

    def wants(self, session: Session, event: Event) -> frozenset[str]:
        """All activities, what they can be linked to, and thoughts where one of them is handed over."""
        match event:
            case Pressed(pages.NEW, argument) if argument.startswith(THOUGHT):
                return WANTED | {KEPT_KIND}
        return WANTED

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """What follows."""
        sheet = session.sheet if isinstance(session.sheet, ActivitySheet) else None
        match event:
            case Due(key):
                return self._reminders.come(session, key, moment)
            case Pressed(action, mark="") if action in FRESH and sheet is not None and sheet.unsaved:
                return first_this(session, moment, self._library.checker)
            case Pressed(action, argument, "") if action in self._pages:
                return self._pages[action](session, argument, moment)
            case Commanded("aktivitaeten", argument) if argument:
                return self._begin(session, sheet, argument, moment)
            case Pressed() if sheet is None:
                return self._past(session, moment)
            case _ if sheet is not None and sheet.stage is Stage.LEARNING:
                return self._outcomes.hear_lesson(session, sheet, event, moment)
            case _ if sheet is not None and sheet.stage is Stage.ERASING:
                return self._settle_erasing(session, sheet, event, moment)
            case _ if sheet is not None:
                return self._plan(session, event, moment)
            case Commanded():
                return self._overview(session, "", moment)
        return session, []

    # --- a sentence on its way ---------------------------------------------------------------------------------

    def _planning(self, session: Session, moment: Moment) -> Planning:
        return Planning(session, moment, self._library.checker)

    def _plan(self, session: Session, event: Event, moment: Moment) -> Step:
        """A step on the open sheet."""
        talk = self._planning(session, moment)
        go_on(talk, event, "aktivitaeten_vorbei")
        return self._concluded(talk, moment)

    def _concluded(self, talk: Planning, moment: Moment) -> Step:
        """What a step of planning came to, if to anything."""
        if talk.planned:
            return self._save(talk.session, talk.sheet, *talk.planned, moment)
        if talk.moved:
            return self._outcomes.move(talk.session, talk.sheet.id, talk.moved, moment)
        if talk.left:
            id_ = talk.sheet.id
            page = self._cards.one if id_ else self._overview
            return page(closed(talk.session), id_, moment)
        return talk.session, talk.effects

    def _begin(self, session: Session, sheet: ActivitySheet | None, argument: str, moment: Moment) -> Step:
        """Handed over: „ziel“, a customer's id, perhaps with a phase behind a slash, or a whole sentence."""
        if sheet is not None and sheet.unsaved:
            return first_this(session, moment, self._library.checker)
        customer, _, phase = argument.partition("/")
        fresh = ActivitySheet()
        if argument == WHOLE_GOAL and goal_lines(moment):
            fresh = replace(fresh, goal=WHOLE_GOAL)
        elif customer in customers(moment):
            fresh = replace(fresh, customer=customer, phase=phase if phase in self._phases else "")
            handed = handover(dossiers(moment)[customer], phase, self._library.checker)
            if handed is not None:
                fresh = replace(fresh, origin=handed.origin)
                talk = self._planning(replace(session, sheet=fresh), moment)
                talk.take_over(handed.told(talk.now), customers(moment)[customer])
                return self._concluded(talk, moment)
        elif " " in argument and len(argument) <= LONGEST:
            talk = self._planning(replace(session, sheet=fresh), moment)
            talk.take(argument)
            return self._concluded(talk, moment)
        talk = self._planning(session, moment)
        talk.begin(fresh, bezug=customers(moment).get(fresh.customer, ""), erste=not activities(moment))
        return talk.session, talk.effects

    def _new(self, session: Session, customer: str, moment: Moment) -> Step:
        """The question for a sentence, unless a thought that was kept holds one."""
        talk = self._planning(session, moment)
        if customer.startswith(THOUGHT):
            thoughts: Kept | None = moment.kept.all(KEPT_KIND).get(customer.removeprefix(THOUGHT))
            said = next((each.text for each in thoughts.thoughts if each.step == NEXT), "") if thoughts else ""
            if said and len(said) <= LONGEST:
                talk = self._planning(replace(session, sheet=ActivitySheet()), moment)
                talk.take(said)
                return self._concluded(talk, moment)
        known = customers(moment)
        fresh = ActivitySheet(customer=customer if customer in known else "")
        talk.begin(fresh, bezug=known.get(customer, ""), erste=not activities(moment))
        return talk.session, talk.effects

    def _change(self, session: Session, id_: str, moment: Moment) -> Step:
        """The sentence of an activity, to be said anew."""
        activity = activities(moment).get(id_)
        if activity is None:
            return gone(session)
        talk = self._planning(session, moment)
        talk.begin(ActivitySheet(id=id_, first=activity.text))
        return talk.session, talk.effects

    def _ask_time(self, session: Session, id_: str, moment: Moment) -> Step:
        """To which day it moves."""
        activity = activities(moment).get(id_)
        if activity is None:
            return gone(session)
        talk = self._planning(session, moment)
        talk.begin(ActivitySheet(stage=Stage.MOVING, id=id_, first=activity.text))
        return talk.session, talk.effects

    def _save(self, session: Session, sheet: ActivitySheet, judged: Judged, when: When, moment: Moment) -> Step:
        """A new activity, or a kept one in other words."""
        known, all_ = customers(moment), activities(moment)
        now = moment.now.astimezone(ZoneInfo(session.trainee.zone))
        text = lasting(tidy(judged.text), when, now)
        whom, what = sheet.whom or judged.check.whom or "", judged.check.what or ""
        before = all_.get(sheet.id)
        if before is not None:
            said = before.revised(moment.now, text=text, when=when, whom=whom, what=what)
            id_, activity = sheet.id, replace(said, reminded=moment.now, snoozed=None)
        else:
            id_ = f"{moment.random.getrandbits(32):08x}"
            activity = Activity(
                text,
                when,
                made=moment.now,
                changed=moment.now,
                reminded=moment.now,
                whom=whom,
                what=what,
                customer=sheet.customer or _named(whom, known),
                goal=sheet.goal,
                phase=sheet.phase,
                leads=wishes(moment).leads,
            )
        customer = dossiers(moment).get(sheet.customer) if sheet.origin else None
        ticked = [Keep(CUSTOMER, sheet.customer, customer.handing(sheet.origin))] if customer else []
        session = closed(session)
        card = self._cards.of(session, id_, activity, moment, saved=True, first=not all_)
        return session, [*kept(session, id_, activity, moment), *ticked, card]

    # --- pages -------------------------------------------------------------------------------------------------

    def _overview(self, session: Session, _: str, moment: Moment) -> Step:
        """What is open, or the question for the first."""
        return self._list(session, "", moment) if activities(moment) else self._new(session, "", moment)

    def _list(self, session: Session, which: str, moment: Moment) -> Step:
        """A page of the open activities or, with „fertig“, of those that are done or dropped, the latest first.

        With „ziel“ only those that serve her goal, open ones before the others.
        """
        all_ = activities(moment)
        if not all_:
            return self._new(session, "", moment)
        waiting = [each for each in all_.items() if each[1].state is State.OPEN]
        settled = [each for each in all_.items() if each[1].state is not State.OPEN][::-1]
        name, _, place = which.partition("/")
        finished, aimed = name == "fertig" and bool(settled), name == "ziel"
        chosen = settled if finished else waiting
        if aimed:
            chosen = [each for each in (*waiting, *settled) if each[1].goal]
        first = min(int(place), (len(chosen) - 1) // pages.SHOWN) * pages.SHOWN if place.isdecimal() and chosen else 0
        shown = chosen[first : first + pages.SHOWN]
        values = {
            "aktivitaeten": [pages.view(each, moment.now) for _, each in shown],
            "von": first + 1,
            "gesamt": len(chosen),
            "fertig": finished,
            "ziel": aimed,
        }
        rows: Rows = (
            (Button(pages.NEW, "neue_aktivitaet"),),
            *pages.list_rows(shown),
            *pages.turn_rows(name if finished or aimed else "offen", first, len(chosen)),
            *(((Button(GOALS, "zum_ziel"),),) if aimed else ()),
            *(((TO_LIST,),) if finished or aimed else ((Button(pages.LIST, "fertige", "fertig"),),) if settled else ()),
            (Button(pages.FILE, "kalenderdatei", "alle"), Button(pages.REMIND, "erinnerungen")),
            (way_back(session),),
        )
        return session, [Say("aktivitaeten_liste", values, rows)]

    def _card(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._cards.one(session, id_, moment)

    def _past(self, session: Session, moment: Moment) -> Step:
        """A button of a dialogue that is over."""
        after, effects = self._overview(session, "", moment)
        return after, [Say("aktivitaeten_vorbei"), *effects]

    @property
    def _phases(self) -> Mapping[str, Phase]:
        return self._library.current.phases

    # --- deleting ----------------------------------------------------------------------------------------------

    def _ask_erasing(self, session: Session, id_: str, moment: Moment) -> Step:
        """Whether really; the question is the sheet."""
        activity = activities(moment).get(id_)
        if activity is None:
            return gone(session)
        session = replace(session, serial=session.serial + 1)
        sheet = ActivitySheet(stage=Stage.ERASING, mark=f"a{session.serial}", id=id_)
        sure = Button(pages.SURE, "ja_loeschen", "ja", sheet.mark), Button(pages.SURE, "behalten", "nein", sheet.mark)
        values = {"aktivitaet": pages.view(activity, moment.now)}
        return replace(session, sheet=sheet), [Say("aktivitaeten_loeschen", values, (sure,))]

    def _settle_erasing(self, session: Session, sheet: ActivitySheet, event: Event, moment: Moment) -> Step:
        if isinstance(event, Edited):
            return session, []
        agreed = sure(event, pages.SURE, sheet.mark, YES, NO)
        if agreed is None:
            return self._ask_erasing(closed(session), sheet.id, moment)
        session = closed(session)
        if not agreed:
            return self._cards.one(session, sheet.id, moment)
        left = {id_: each for id_, each in activities(moment).items() if id_ != sheet.id}
        values = {"uebrig": len(left)}
        rows: Rows = ((Button(pages.NEW, "neue_aktivitaet"), TO_LIST), (way_back(session),))
        erased = Say("aktivitaeten_geloescht", values, rows)
        return session, [Drop(ACTIVITY, sheet.id), timer(session, left, moment.now), erased]

    # --- the calendar ------------------------------------------------------------------------------------------

    def _file(self, session: Session, which: str, moment: Moment) -> Step:
        """A file for the calendar: one activity, or all that is open and whatever the calendar already has."""
        all_ = activities(moment)
        if which == "alle":
            chosen = {id_: each for id_, each in all_.items() if each.state is State.OPEN or each.handed}
        else:
            chosen = {which: all_[which]} if which in all_ else {}
        if not chosen:
            return gone(session)
        handed = {id_: replace(each, handed=True) for id_, each in chosen.items()}
        keeps = [Keep(ACTIVITY, id_, each) for id_, each in handed.items() if each != chosen[id_]]
        names = customers(moment)
        notes = {id_: names.get(each.customer, "") for id_, each in chosen.items()}
        content = calendar(chosen, notes, session.trainee, moment.now)
        name = "aktivitaeten.ics" if which == "alle" else "aktivitaet.ics"
        rows: Rows = ((TO_LIST,), (way_back(session),))
        values = {"anzahl": len(chosen)}
        return session, [*keeps, HandOver(name, MEDIA_TYPE, content, "aktivitaeten_datei", values, rows)]


PAGES: Mapping[str, Callable[[Activities, Session, str, Moment], Step]] = {
    NAME: Activities._overview,
    pages.NEW: Activities._new,
    pages.LIST: Activities._list,
    pages.CARD: Activities._card,
    pages.FILE: Activities._file,
    pages.MOVE: Activities._ask_time,
    pages.CHANGE: Activities._change,
    pages.ERASE: Activities._ask_erasing,
}
"""What the buttons without a mark do, which stay good for ever; others are those of its rooms."""

FRESH = {pages.NEW, pages.CHANGE, pages.MOVE, pages.LEARN, pages.ERASE}
"""Those that begin a sheet of their own."""


def _named(whom: str, known: Mapping[str, str]) -> str:
    """The one customer whose name is in what she wrote."""
    said = whom.casefold()
    found = [id_ for id_, name in known.items() if name.casefold() in said]
    return found[0] if len(found) == 1 else ""
