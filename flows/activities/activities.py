"""/aktivitaeten: what she will do, when and with whom; reminders, what became of it, and a file for her calendar."""

from collections.abc import Callable, Container, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.activities import pages
from flows.activities.activity import Activity, Lead, Lesson, State, When, Wishes
from flows.activities.calendar import MEDIA_TYPE, calendar
from flows.activities.improving import Judged, tidy
from flows.activities.memory import (
    ACTIVITY,
    ONLY,
    WANTED,
    WHOLE_GOAL,
    WISHES,
    activities,
    customers,
    goal_lines,
    open_ones,
    wishes,
)
from flows.activities.pages import NAME, TO_LIST
from flows.activities.planning import LONGEST, Planning
from flows.activities.readings import lasting, retold
from flows.activities.reminding import due, next_monday, upcoming
from flows.activities.sheet import ActivitySheet, Stage
from flows.course import Phase
from flows.effects import Button, Cancel, Drop, Effect, HandOver, Keep, Remind, Rows, Say
from flows.events import Commanded, Due, Edited, Event, Pressed, Said
from flows.flow import go_on, sure
from flows.goals.talk import NO, YES
from flows.library import Library
from flows.moment import Moment
from flows.roleplay.reminder import awake
from flows.session import Session, Step
from flows.settings import way_back

TIMER, WEEK = f"{NAME}:melden", f"{NAME}:montag"
NOTHING_LEARNED = NO | {"nichts", "nichts neues", "weiter", "ueberspringen", "keine ahnung", "weiss ich nicht"}


class Activities:
    """The flow: a sentence on its way goes on in `Planning`, everything else is a page of its own."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def wants(self, session: Session, event: Event) -> frozenset[str]:
        """All activities, and what they can be linked to."""
        return WANTED

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """What follows."""
        sheet = session.sheet if isinstance(session.sheet, ActivitySheet) else None
        match event:
            case Due(key):
                return self._come(session, key, moment)
            case Pressed(action, mark="") if action in FRESH and sheet is not None and sheet.unsaved:
                return self._first_this(session, moment)
            case Pressed(action, argument, "") if action in PAGES:
                return PAGES[action](self, session, argument, moment)
            case Commanded("aktivitaeten", argument) if argument:
                return self._begin(session, sheet, argument, moment)
            case Pressed() if sheet is None:
                return self._past(session, moment)
            case _ if sheet is not None and sheet.stage is Stage.LEARNING:
                return self._hear_lesson(session, sheet, event, moment)
            case _ if sheet is not None and sheet.stage is Stage.ERASING:
                return self._settle_erasing(session, sheet, event, moment)
            case _ if sheet is not None:
                return self._plan(session, event, moment)
            case Commanded():
                return self._overview(session, "", moment)
        return session, []

    # --- a sentence on its way ---------------------------------------------------------------------------------

    def _planning(self, session: Session, moment: Moment) -> Planning:
        return Planning(session, moment, self._library.checker, customers(moment), first=not moment.kept.all(ACTIVITY))

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
            return self._move(talk.session, talk.sheet.id, talk.moved, moment)
        if talk.left:
            id_ = talk.sheet.id
            page = self._card if id_ else self._overview
            return page(_close(talk.session), id_, moment)
        return talk.session, talk.effects

    def _begin(self, session: Session, sheet: ActivitySheet | None, argument: str, moment: Moment) -> Step:
        """Handed over: „ziel“, the id of a customer, perhaps with a phase behind a slash, or a whole sentence."""
        if sheet is not None and sheet.unsaved:
            return self._first_this(session, moment)
        customer, _, phase = argument.partition("/")
        fresh = ActivitySheet()
        if argument == WHOLE_GOAL and goal_lines(moment):
            fresh = replace(fresh, goal=WHOLE_GOAL)
        elif customer in customers(moment):
            fresh = replace(fresh, customer=customer, phase=phase if phase in self._phases else "")
        elif " " in argument and len(argument) <= LONGEST:
            talk = self._planning(replace(session, sheet=fresh), moment)
            talk.take(argument)
            return self._concluded(talk, moment)
        talk = self._planning(session, moment)
        talk.begin(fresh, bezug=customers(moment).get(fresh.customer, ""), erste=not activities(moment))
        return talk.session, talk.effects

    def _new(self, session: Session, customer: str, moment: Moment) -> Step:
        """The question for a sentence."""
        talk = self._planning(session, moment)
        known = customers(moment)
        fresh = ActivitySheet(customer=customer if customer in known else "")
        talk.begin(fresh, bezug=known.get(customer, ""), erste=not activities(moment))
        return talk.session, talk.effects

    def _change(self, session: Session, id_: str, moment: Moment) -> Step:
        """The sentence of an activity, to be said anew."""
        activity = activities(moment).get(id_)
        if activity is None:
            return self._gone(session, moment)
        talk = self._planning(session, moment)
        talk.begin(ActivitySheet(id=id_, first=activity.text))
        return talk.session, talk.effects

    def _ask_time(self, session: Session, id_: str, moment: Moment) -> Step:
        """To which day it moves."""
        activity = activities(moment).get(id_)
        if activity is None:
            return self._gone(session, moment)
        talk = self._planning(session, moment)
        talk.begin(ActivitySheet(stage=Stage.MOVING, id=id_, first=activity.text))
        return talk.session, talk.effects

    def _first_this(self, session: Session, moment: Moment) -> Step:
        """What is not kept yet is not given up for a button of before."""
        talk = self._planning(session, moment)
        talk.show()
        return talk.session, [Say("aktivitaeten_erst"), *talk.effects]

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
        session = _close(session)
        card = self._card_of(session, id_, activity, moment, saved=True, first=not all_)
        return session, [*self._kept(session, id_, activity, moment), card]

    # --- pages -------------------------------------------------------------------------------------------------

    def _overview(self, session: Session, _: str, moment: Moment) -> Step:
        """What is open, or the question for the first."""
        return self._list(session, "", moment) if activities(moment) else self._new(session, "", moment)

    def _list(self, session: Session, which: str, moment: Moment) -> Step:
        """A page of the open activities or, with „fertig“, of those that are done or dropped, the latest first."""
        all_ = activities(moment)
        if not all_:
            return self._new(session, "", moment)
        waiting = [each for each in all_.items() if each[1].state is State.OPEN]
        settled = [each for each in all_.items() if each[1].state is not State.OPEN][::-1]
        name, _, place = which.partition("/")
        finished = name == "fertig" and bool(settled)
        chosen = settled if finished else waiting
        first = min(int(place), (len(chosen) - 1) // pages.SHOWN) * pages.SHOWN if place.isdecimal() and chosen else 0
        shown = chosen[first : first + pages.SHOWN]
        values = {
            "aktivitaeten": [pages.view(each, moment.now) for _, each in shown],
            "von": first + 1,
            "gesamt": len(chosen),
            "fertig": finished,
        }
        rows: Rows = (
            (Button(pages.NEW, "neue_aktivitaet"),),
            *pages.list_rows(shown),
            *pages.turn_rows(name if finished else "offen", first, len(chosen)),
            *(((TO_LIST,),) if finished else ((Button(pages.LIST, "fertige", "fertig"),),) if settled else ()),
            (Button(pages.FILE, "kalenderdatei", "alle"), Button(pages.REMIND, "erinnerungen")),
            (way_back(session),),
        )
        return session, [Say("aktivitaeten_liste", values, rows)]

    def _card(self, session: Session, id_: str, moment: Moment) -> Step:
        """One activity with everything that belongs to it."""
        activity = activities(moment).get(id_)
        if activity is None:
            return self._gone(session, moment)
        return session, [self._card_of(session, id_, activity, moment)]

    def _card_of(
        self,
        session: Session,
        id_: str,
        activity: Activity,
        moment: Moment,
        *,
        saved: bool = False,
        first: bool = False,
        moved: bool = False,
    ) -> Say:
        phase = self._phases.get(activity.phase)
        values = {
            "aktivitaet": pages.view(activity, moment.now),
            "gespeichert": saved,
            "kunde": customers(moment).get(activity.customer, ""),
            "ziel": activity.goal,
            "phase": phase.title if phase else "",
            "vorlauf": [lead.value for lead in activity.leads],
            "stumm": not session.trainee.reminders,
            "gelernt": [{"tag": lesson.day, "text": lesson.text} for lesson in activity.lessons],
        }
        digest = first and not wishes(moment).digest and session.trainee.reminders
        rows = pages.card_rows(id_, activity, saved=saved, digest=digest)
        return Say("aktivitaeten_karte", values, (*rows, (way_back(session),)))

    def _gone(self, session: Session, moment: Moment) -> Step:
        """A button of an activity that was deleted."""
        rows: Rows = ((Button(pages.NEW, "neue_aktivitaet"),), (TO_LIST,))
        return session, [Say("aktivitaeten_fort", {}, rows)]

    def _past(self, session: Session, moment: Moment) -> Step:
        """A button of a dialogue that is over."""
        after, effects = self._overview(session, "", moment)
        return after, [Say("aktivitaeten_vorbei"), *effects]

    @property
    def _phases(self) -> Mapping[str, Phase]:
        return self._library.current.phases

    # --- what became of it -------------------------------------------------------------------------------------

    def _done(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._end(session, id_, State.DONE, moment)

    def _drop(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._end(session, id_, State.DROPPED, moment)

    def _end(self, session: Session, id_: str, state: State, moment: Moment) -> Step:
        """Done or dropped by one tap, then what she learned; a second tap changes nothing."""
        activity = activities(moment).get(id_)
        if activity is None or activity.state is state:
            return self._card(session, id_, moment)
        activity = activity.revised(moment.now, state=state, snoozed=None)
        return self._ask_lesson(session, id_, activity, state.value, moment, kept=True)

    def _day_later(self, session: Session, id_: str, moment: Moment) -> Step:
        """Moved by one tap, to the day after; what is past moves to tomorrow."""
        activity = activities(moment).get(id_)
        if activity is None:
            return self._gone(session, moment)
        zone = session.trainee.zone
        day = max(activity.when.turns, moment.now.astimezone(ZoneInfo(zone)).date()) + timedelta(days=1)
        return self._move(session, id_, When(day, zone=zone), moment)

    def _move(self, session: Session, id_: str, when: When, moment: Moment) -> Step:
        """To another time; a day alone keeps the clock time there was."""
        activity = activities(moment).get(id_)
        if activity is None:
            return self._gone(_close(session) if _is_open(session) else session, moment)
        old = activity.when
        if when.clock is None and when.last is None and old.last is None and old.clock:
            when = replace(when, clock=old.clock, until=old.until, zone=old.zone)
        text = retold(activity.text, when, moment.now.astimezone(ZoneInfo(session.trainee.zone)))
        moved = activity.revised(moment.now, text=text, when=when, state=State.OPEN, moves=activity.moves + 1)
        activity = replace(moved, reminded=moment.now, snoozed=None)
        return self._ask_lesson(session, id_, activity, "verschoben", moment, kept=True)

    def _reopen(self, session: Session, id_: str, moment: Moment) -> Step:
        """Done or dropped too soon."""
        activity = activities(moment).get(id_)
        if activity is None or activity.state is State.OPEN:
            return self._card(session, id_, moment)
        activity = activity.revised(moment.now, state=State.OPEN, reminded=moment.now)
        return session, [*self._kept(session, id_, activity, moment), self._card_of(session, id_, activity, moment)]

    def _later(self, session: Session, argument: str, moment: Moment) -> Step:
        """Once more in an hour or, as said behind the slash, in the evening or tomorrow morning."""
        id_, _, wish = argument.partition("/")
        activity = activities(moment).get(id_)
        if activity is None or activity.state is not State.OPEN:
            return self._card(session, id_, moment)
        at = pages.snoozed(wish, moment.now, session.trainee)
        activity = replace(activity, snoozed=at)
        local = at.astimezone(ZoneInfo(session.trainee.zone))
        values = {"am": local, "heute": local.date() == moment.now.astimezone(local.tzinfo).date()}
        evening, morning = (
            Button(pages.LATER, label, f"{id_}/{wish}")
            for label, wish in (("heute_abend", "abend"), ("morgen_frueh", "morgen"))
        )
        return session, [
            *self._kept(session, id_, activity, moment),
            Say("aktivitaeten_spaeter", values, ((evening, morning),)),
        ]

    # --- what she learned --------------------------------------------------------------------------------------

    def _ask_lesson(
        self, session: Session, id_: str, activity: Activity, after: str, moment: Moment, *, kept: bool = False
    ) -> Step:
        """„Was hast du gelernt?“; where a sentence is on its way, that comes first and this waits behind a button."""
        effects: list[Effect] = self._kept(session, id_, activity, moment) if kept else []
        values = {"nach": after, "aktivitaet": pages.view(activity, moment.now), "spaeter": False}
        sheet = session.sheet
        if isinstance(sheet, ActivitySheet) and sheet.unsaved:
            say = Say("aktivitaeten_gelernt", values | {"spaeter": True}, ((Button(pages.LEARN, "gelernt", id_),),))
            after_this, again = self._first_this(session, moment)
            return after_this, [*effects, say, *again]
        session = replace(session, serial=session.serial + 1)
        fresh = ActivitySheet(stage=Stage.LEARNING, mark=f"a{session.serial}", id=id_, after=after)
        rows: Rows = ((Button(pages.SKIP, "nichts_neues", "", fresh.mark),),)
        return replace(session, sheet=fresh), [*effects, Say("aktivitaeten_gelernt", values, rows)]

    def _learn(self, session: Session, id_: str, moment: Moment) -> Step:
        """Asked by herself."""
        activity = activities(moment).get(id_)
        if activity is None:
            return self._gone(session, moment)
        return self._ask_lesson(session, id_, activity, activity.state.value, moment)

    def _hear_lesson(self, session: Session, sheet: ActivitySheet, event: Event, moment: Moment) -> Step:
        activity = activities(moment).get(sheet.id)
        if activity is None:
            return self._gone(_close(session), moment)
        match event:
            case Said(text) if event.word not in NOTHING_LEARNED and any(letter.isalnum() for letter in text):
                today = moment.now.astimezone(ZoneInfo(session.trainee.zone)).date()
                lesson = Lesson(today, text.strip()[:1000], sheet.after)
                activity = replace(activity, lessons=(*activity.lessons, lesson))
                return self._thank(_close(session), sheet, activity, moment, [Keep(ACTIVITY, sheet.id, activity)])
            case Said() | Pressed(pages.SKIP, _, sheet.mark):
                return self._thank(_close(session), sheet, activity, moment, [])
            case Pressed():
                after, effects = self._ask_lesson(session, sheet.id, activity, sheet.after, moment)
                return after, [Say("aktivitaeten_vorbei"), *effects]
            case Commanded():
                return self._ask_lesson(session, sheet.id, activity, sheet.after, moment)
        return session, []

    def _thank(
        self, session: Session, sheet: ActivitySheet, activity: Activity, moment: Moment, kept: list[Effect]
    ) -> Step:
        """On to the next step, with the same customer if there is one."""
        values = {"nach": sheet.after, "notiert": bool(kept), "aktivitaet": pages.view(activity, moment.now)}
        following = Button(pages.NEW, "naechster_schritt", activity.customer)
        shown = Button(pages.CARD, "zur_aktivitaet", sheet.id)
        rows: Rows = ((following,), (shown, TO_LIST), (way_back(session),))
        return session, [*kept, Say("aktivitaeten_weiter", values, rows)]

    # --- deleting ----------------------------------------------------------------------------------------------

    def _ask_erasing(self, session: Session, id_: str, moment: Moment) -> Step:
        """Whether really; the question is the sheet."""
        activity = activities(moment).get(id_)
        if activity is None:
            return self._gone(session, moment)
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
            return self._ask_erasing(_close(session), sheet.id, moment)
        session = _close(session)
        if not agreed:
            return self._card(session, sheet.id, moment)
        left = {id_: each for id_, each in activities(moment).items() if id_ != sheet.id}
        values = {"uebrig": len(left)}
        rows: Rows = ((Button(pages.NEW, "neue_aktivitaet"), TO_LIST), (way_back(session),))
        erased = Say("aktivitaeten_geloescht", values, rows)
        return session, [Drop(ACTIVITY, sheet.id), _timer(session, left, moment.now), erased]

    # --- what it belongs to ------------------------------------------------------------------------------------

    def _link(self, session: Session, argument: str, moment: Moment) -> Step:
        """To which customer, goal or phase; first which of these."""
        id_, _, wanted = argument.partition("/")
        activity = activities(moment).get(id_)
        if activity is None:
            return self._gone(session, moment)
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
            return self._gone(session, moment)
        if link and link not in known:
            return self._card(session, id_, moment)
        activity = activity.revised(moment.now, **{field: link})
        return session, [Keep(ACTIVITY, id_, activity), self._card_of(session, id_, activity, moment)]

    # --- reminders ---------------------------------------------------------------------------------------------

    def _leads(self, session: Session, id_: str, moment: Moment) -> Step:
        """When to remind: of one activity, or without an id of all to come."""
        activity = activities(moment).get(id_)
        if id_ and activity is None:
            return self._gone(session, moment)
        return session, [self._leads_page(session, id_, activity, wishes(moment))]

    def _leads_page(self, session: Session, id_: str, activity: Activity | None, wished: Wishes) -> Say:
        leads = activity.leads if activity else wished.leads
        values = {
            "vorlauf": [lead.value for lead in Lead if lead in leads],
            "aktivitaet": activity.text if activity else "",
            "ohne_uhr": activity is not None and activity.when.turns_at is None,
            "woche": wished.digest,
            "stumm": not session.trainee.reminders,
        }
        return Say("aktivitaeten_erinnerungen", values, pages.lead_rows(id_, leads, wished))

    def _toggle(self, session: Session, argument: str, moment: Moment) -> Step:
        """One reminder on or off: the button says which it shall be."""
        id_, _, wish = argument.partition("/")
        name, _, wanted = wish.partition("/")
        activity = activities(moment).get(id_)
        if (id_ and activity is None) or name not in list(Lead):
            return self._gone(session, moment)
        wished = wishes(moment)
        before = activity.leads if activity else wished.leads
        leads = tuple(lead for lead in Lead if (lead in before if lead != name else wanted == "an"))
        if activity is None:
            wished = replace(wished, leads=leads)
            return session, [Keep(WISHES, ONLY, wished), self._leads_page(session, "", None, wished)]
        activity = activity.revised(moment.now, leads=leads, reminded=moment.now)
        page = self._leads_page(session, id_, activity, wished)
        return session, [*self._kept(session, id_, activity, moment), page]

    def _digest(self, session: Session, wish: str, moment: Moment) -> Step:
        """The week on Monday morning, or not."""
        wished = replace(wishes(moment), digest=wish == "an")
        at = next_monday(session.trainee, moment.now)
        timer: Effect = Remind(WEEK, at) if wished.digest else Cancel(WEEK)
        values = {
            "an": wished.digest,
            "ab": at.astimezone(ZoneInfo(session.trainee.zone)),
            "stumm": not session.trainee.reminders,
        }
        rows: Rows = ((TO_LIST,), (way_back(session),))
        return session, [Keep(WISHES, ONLY, wished), timer, Say("aktivitaeten_uebersicht", values, rows)]

    def _come(self, session: Session, key: str, moment: Moment) -> Step:
        """What was due, once and outside the quiet hours."""
        quiet_until = awake(session.trainee, moment.now)
        if key not in (TIMER, WEEK):
            return session, []
        if quiet_until > moment.now and (key == WEEK or self._owed(session, moment)):
            return session, [Remind(key, quiet_until)]
        return self._remind(session, moment) if key == TIMER else self._tell_week(session, moment)

    def _owed(self, session: Session, moment: Moment) -> dict[str, Activity]:
        """What is to be reminded of now."""
        waiting = open_ones(moment)
        return {id_: each for id_, each in waiting.items() if due(each, session.trainee, moment.now)}

    def _remind(self, session: Session, moment: Moment) -> Step:
        """All that is due in one message; then the timer of the next."""
        owed = self._owed(session, moment)
        owed = {id_: replace(each, reminded=moment.now, snoozed=None) for id_, each in owed.items()}
        left = open_ones(moment) | owed
        effects: list[Effect] = [Keep(ACTIVITY, id_, each) for id_, each in owed.items()]
        effects.append(_timer(session, left, moment.now))
        if not owed or not session.trainee.reminders:
            return session, effects
        shown = list(owed.items())
        values = {
            "aktivitaeten": [pages.view(each, moment.now) for _, each in shown[: pages.SHOWN]],
            "weitere": max(len(shown) - pages.SHOWN, 0),
            "heute": moment.now.astimezone(ZoneInfo(session.trainee.zone)).date(),
        }
        rows = pages.fate_rows(shown[0][0]) if len(shown) == 1 else (*pages.list_rows(shown[: pages.SHOWN]), (TO_LIST,))
        return session, [*effects, Say("aktivitaeten_erinnerung", values, rows)]

    def _tell_week(self, session: Session, moment: Moment) -> Step:
        """What is open this week, and what was left over; the next one is already due."""
        if not wishes(moment).digest:
            return session, []
        timer = Remind(WEEK, next_monday(session.trainee, moment.now))
        if not session.trainee.reminders:
            return session, [timer]
        today = moment.now.astimezone(ZoneInfo(session.trainee.zone)).date()
        sunday = today + timedelta(days=6 - today.weekday())
        week = [each for each in open_ones(moment).items() if each[1].when.day <= sunday]
        values = {
            "aktivitaeten": [pages.view(each, moment.now) for _, each in week[: pages.SHOWN]],
            "weitere": max(len(week) - pages.SHOWN, 0),
        }
        rows: Rows = (
            *pages.list_rows(week[: pages.SHOWN]),
            (Button(pages.NEW, "neue_aktivitaet"), TO_LIST),
            (Button(pages.DIGEST, "uebersicht_aus", "aus"),),
        )
        return session, [timer, Say("aktivitaeten_woche", values, rows)]

    # --- the calendar ------------------------------------------------------------------------------------------

    def _file(self, session: Session, which: str, moment: Moment) -> Step:
        """A file for the calendar: one activity, or all that is open and whatever the calendar already has."""
        all_ = activities(moment)
        if which == "alle":
            chosen = {id_: each for id_, each in all_.items() if each.state is State.OPEN or each.handed}
        else:
            chosen = {which: all_[which]} if which in all_ else {}
        if not chosen:
            return self._gone(session, moment)
        handed = {id_: replace(each, handed=True) for id_, each in chosen.items()}
        keeps = [Keep(ACTIVITY, id_, each) for id_, each in handed.items() if each != chosen[id_]]
        names = customers(moment)
        notes = {id_: names.get(each.customer, "") for id_, each in chosen.items()}
        content = calendar(chosen, notes, session.trainee, moment.now)
        name = "aktivitaeten.ics" if which == "alle" else "aktivitaet.ics"
        rows: Rows = ((TO_LIST,), (way_back(session),))
        values = {"anzahl": len(chosen)}
        return session, [*keeps, HandOver(name, MEDIA_TYPE, content, "aktivitaeten_datei", values, rows)]

    def _kept(self, session: Session, id_: str, activity: Activity, moment: Moment) -> list[Effect]:
        """Kept, with the timer that follows."""
        left = {**activities(moment), id_: activity}
        return [Keep(ACTIVITY, id_, activity), _timer(session, left, moment.now)]


PAGES: Mapping[str, Callable[[Activities, Session, str, Moment], Step]] = {
    NAME: Activities._overview,
    pages.NEW: Activities._new,
    pages.LIST: Activities._list,
    pages.CARD: Activities._card,
    pages.FILE: Activities._file,
    pages.DONE: Activities._done,
    pages.DROP: Activities._drop,
    pages.NEXT_DAY: Activities._day_later,
    pages.MOVE: Activities._ask_time,
    pages.LATER: Activities._later,
    pages.REOPEN: Activities._reopen,
    pages.CHANGE: Activities._change,
    pages.LINK: Activities._link,
    pages.LEARN: Activities._learn,
    pages.ERASE: Activities._ask_erasing,
    pages.CUSTOMER: Activities._link_customer,
    pages.GOAL: Activities._link_goal,
    pages.PHASE: Activities._link_phase,
    pages.REMIND: Activities._leads,
    pages.LEAD: Activities._toggle,
    pages.DIGEST: Activities._digest,
}
"""What the buttons without a mark do, which stay good for ever."""

FRESH = {pages.NEW, pages.CHANGE, pages.MOVE, pages.LEARN, pages.ERASE}
"""Those that begin a sheet of their own."""


def retimed(now: datetime) -> Remind:
    """The timer comes at once and is set anew: for when the person's hours or her zone have changed."""
    return Remind(TIMER, now)


def _timer(session: Session, left: Mapping[str, Activity], now: datetime) -> Effect:
    """The one timer of all activities, so that however many are due, one message comes."""
    at = upcoming(left, session.trainee, now)
    return Cancel(TIMER) if at is None else Remind(TIMER, at)


def _named(whom: str, known: Mapping[str, str]) -> str:
    """The one customer whose name is in what she wrote."""
    said = whom.casefold()
    found = [id_ for id_, name in known.items() if name.casefold() in said]
    return found[0] if len(found) == 1 else ""


def _is_open(session: Session) -> bool:
    return isinstance(session.sheet, ActivitySheet)


def _close(session: Session) -> Session:
    return replace(session, sheet=None)
