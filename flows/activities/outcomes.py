"""What became of an activity: done, dropped, moved or put off; and what she learned from it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.activities import pages
from flows.activities.activity import Activity, Lesson, State, When
from flows.activities.cards import Cards, closed, gone, kept
from flows.activities.checker import Checker
from flows.activities.memory import ACTIVITY, activities, dossiers
from flows.activities.pages import TO_LIST
from flows.activities.planning import first_this
from flows.activities.readings import retold
from flows.activities.recurring import following
from flows.activities.sheet import ActivitySheet, Stage
from flows.customers.customer import CUSTOMER
from flows.effects import Button, Effect, Keep, Rows, Say
from flows.events import Commanded, Event, Pressed, Said
from flows.moment import Moment
from flows.replies import NO
from flows.session import Session, Step
from flows.settings import way_back

NOTHING_LEARNED = NO | {"nichts", "nichts neues", "weiter", "ueberspringen", "keine ahnung", "weiss ich nicht"}


class Outcomes:
    """What happens to activities that are kept."""

    def __init__(self, cards: Cards, checker: Checker) -> None:
        self._cards, self._checker = cards, checker

    def _done(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._end(session, id_, State.DONE, moment)

    def _drop(self, session: Session, id_: str, moment: Moment) -> Step:
        return self._end(session, id_, State.DROPPED, moment)

    def _end(self, session: Session, id_: str, state: State, moment: Moment) -> Step:
        """Done or dropped by one tap, then what she learned; a second tap changes nothing.

        What comes again waits for its next time, and ends only when it is dropped.
        """
        activity = activities(moment).get(id_)
        if activity is None or activity.state is state:
            return self._cards.one(session, id_, moment)
        told = _told(activity, session, moment) if state is State.DONE else []
        again = _again(activity, session, moment) if state is State.DONE else None
        if again is not None:
            activity = activity.revised(moment.now, when=again, reminded=moment.now, snoozed=None)
        else:
            activity = activity.revised(moment.now, state=state, snoozed=None)
        before = [*kept(session, id_, activity, moment), *told]
        return self._ask_lesson(session, id_, activity, state.value, moment, before)

    def _day_later(self, session: Session, id_: str, moment: Moment) -> Step:
        """Moved by one tap, to the day after; what is past moves to tomorrow."""
        activity = activities(moment).get(id_)
        if activity is None:
            return gone(session)
        zone = session.trainee.zone
        day = max(activity.when.turns, moment.now.astimezone(ZoneInfo(zone)).date()) + timedelta(days=1)
        return self.move(session, id_, When(day, zone=zone), moment)

    def move(self, session: Session, id_: str, when: When, moment: Moment) -> Step:
        """To another time; a day alone keeps the clock time there was. What comes again is moved this once."""
        activity = activities(moment).get(id_)
        if activity is None:
            return gone(closed(session) if isinstance(session.sheet, ActivitySheet) else session)
        old = activity.when
        if old.rule and not when.rule:
            when = replace(when, rule=old.rule, regular=old.regular or old)
        if when.clock is None and when.last is None and old.last is None and old.clock:
            when = replace(when, clock=old.clock, until=old.until, zone=old.zone)
        now = moment.now.astimezone(ZoneInfo(session.trainee.zone))
        text = activity.text if when.rule else retold(activity.text, when, now)
        moved = activity.revised(moment.now, text=text, when=when, state=State.OPEN, moves=activity.moves + 1)
        activity = replace(moved, reminded=moment.now, snoozed=None)
        return self._ask_lesson(session, id_, activity, "verschoben", moment, kept(session, id_, activity, moment))

    def _reopen(self, session: Session, id_: str, moment: Moment) -> Step:
        """Done or dropped too soon."""
        activity = activities(moment).get(id_)
        if activity is None or activity.state is State.OPEN:
            return self._cards.one(session, id_, moment)
        untold = _untold(activity, moment) if activity.state is State.DONE else []
        activity = activity.revised(moment.now, state=State.OPEN, reminded=moment.now)
        return session, [*kept(session, id_, activity, moment), *untold, self._cards.of(session, id_, activity, moment)]

    def _later(self, session: Session, argument: str, moment: Moment) -> Step:
        """Once more in an hour or, as said behind the slash, in the evening or tomorrow morning."""
        id_, _, wish = argument.partition("/")
        activity = activities(moment).get(id_)
        if activity is None or activity.state is not State.OPEN:
            return self._cards.one(session, id_, moment)
        at = pages.snoozed(wish, moment.now, session.trainee)
        activity = replace(activity, snoozed=at)
        local = at.astimezone(ZoneInfo(session.trainee.zone))
        values = {"am": local, "heute": local.date() == moment.now.astimezone(local.tzinfo).date()}
        evening, morning = (
            Button(pages.LATER, label, f"{id_}/{wish}")
            for label, wish in (("heute_abend", "abend"), ("morgen_frueh", "morgen"))
        )
        return session, [
            *kept(session, id_, activity, moment),
            Say("aktivitaeten_spaeter", values, ((evening, morning),)),
        ]

    def _ask_lesson(
        self, session: Session, id_: str, activity: Activity, after: str, moment: Moment, before: Sequence[Effect] = ()
    ) -> Step:
        """„Was hast du gelernt?“; where a sentence is on its way, that comes first and this waits behind a button."""
        values = {"nach": after, "aktivitaet": pages.view(activity, moment.now), "spaeter": False}
        sheet = session.sheet
        if isinstance(sheet, ActivitySheet) and sheet.unsaved:
            say = Say("aktivitaeten_gelernt", values | {"spaeter": True}, ((Button(pages.LEARN, "gelernt", id_),),))
            after_this, again = first_this(session, moment, self._checker)
            return after_this, [*before, say, *again]
        session = replace(session, serial=session.serial + 1)
        fresh = ActivitySheet(stage=Stage.LEARNING, mark=f"a{session.serial}", id=id_, after=after)
        rows: Rows = ((Button(pages.SKIP, "nichts_neues", "", fresh.mark),),)
        return replace(session, sheet=fresh), [*before, Say("aktivitaeten_gelernt", values, rows)]

    def _learn(self, session: Session, id_: str, moment: Moment) -> Step:
        """Asked by herself."""
        activity = activities(moment).get(id_)
        if activity is None:
            return gone(session)
        return self._ask_lesson(session, id_, activity, activity.state.value, moment)

    def hear_lesson(self, session: Session, sheet: ActivitySheet, event: Event, moment: Moment) -> Step:
        """The answer to „was hast du gelernt?“."""
        activity = activities(moment).get(sheet.id)
        if activity is None:
            return gone(closed(session))
        match event:
            case Said(text) if event.word not in NOTHING_LEARNED and any(letter.isalnum() for letter in text):
                today = moment.now.astimezone(ZoneInfo(session.trainee.zone)).date()
                lesson = Lesson(today, text.strip()[:1000], sheet.after)
                activity = replace(activity, lessons=(*activity.lessons, lesson))
                return self._thank(closed(session), sheet, activity, moment, [Keep(ACTIVITY, sheet.id, activity)])
            case Said() | Pressed(pages.SKIP, _, sheet.mark):
                return self._thank(closed(session), sheet, activity, moment, [])
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


def _again(activity: Activity, session: Session, moment: Moment) -> When | None:
    """The next time of what comes again, today at the earliest."""
    today = moment.now.astimezone(ZoneInfo(session.trainee.zone)).date()
    return following(activity.when, max(activity.when.day, today - timedelta(days=1)))


def _told(activity: Activity, session: Session, moment: Moment) -> list[Effect]:
    """The history of the customer hears of what was done; what was planned for it is ticked off."""
    customer = dossiers(moment).get(activity.customer)
    if customer is None:
        return []
    today = moment.now.astimezone(ZoneInfo(session.trainee.zone)).date()
    planned = any(each.phase == activity.phase and each.handed for each in customer.plan)
    after = customer.having_done(activity.text, today, activity.phase if planned else "")
    return [Keep(CUSTOMER, activity.customer, after)]


def _untold(activity: Activity, moment: Moment) -> list[Effect]:
    customer = dossiers(moment).get(activity.customer)
    return [] if customer is None else [Keep(CUSTOMER, activity.customer, customer.without_done(activity.text))]


PAGES: Mapping[str, Callable[[Outcomes, Session, str, Moment], Step]] = {
    pages.DONE: Outcomes._done,
    pages.DROP: Outcomes._drop,
    pages.NEXT_DAY: Outcomes._day_later,
    pages.LATER: Outcomes._later,
    pages.REOPEN: Outcomes._reopen,
    pages.LEARN: Outcomes._learn,
}
