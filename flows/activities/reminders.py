"""When to remind of activities, set by her, and what comes when it is time; on Mondays the week if she wants it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.activities import pages
from flows.activities.activity import Activity, Lead, Wishes
from flows.activities.cards import TIMER, gone, kept, timer
from flows.activities.memory import ACTIVITY, ONLY, WISHES, activities, open_ones, wishes
from flows.activities.pages import NAME, TO_LIST
from flows.activities.reminding import due, next_monday
from flows.effects import Button, Cancel, Effect, Keep, Remind, Rows, Say
from flows.moment import Moment
from flows.roleplay.reminder import awake
from flows.session import Session, Step
from flows.settings import way_back

WEEK = f"{NAME}:montag"


class Reminders:
    """The pages about reminders, and the reminders."""

    def _leads(self, session: Session, id_: str, moment: Moment) -> Step:
        """When to remind: of one activity, or without an id of all to come."""
        activity = activities(moment).get(id_)
        if id_ and activity is None:
            return gone(session)
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
            return gone(session)
        wished = wishes(moment)
        before = activity.leads if activity else wished.leads
        leads = tuple(lead for lead in Lead if (lead in before if lead != name else wanted == "an"))
        if activity is None:
            wished = replace(wished, leads=leads)
            return session, [Keep(WISHES, ONLY, wished), self._leads_page(session, "", None, wished)]
        activity = activity.revised(moment.now, leads=leads, reminded=moment.now)
        page = self._leads_page(session, id_, activity, wished)
        return session, [*kept(session, id_, activity, moment), page]

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

    def come(self, session: Session, key: str, moment: Moment) -> Step:
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
        effects.append(timer(session, left, moment.now))
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


PAGES: Mapping[str, Callable[[Reminders, Session, str, Moment], Step]] = {
    pages.REMIND: Reminders._leads,
    pages.LEAD: Reminders._toggle,
    pages.DIGEST: Reminders._digest,
}
