"""The page of one activity, what keeps it, and the one timer of them all."""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from flows.activities import pages
from flows.activities.activity import Activity
from flows.activities.memory import ACTIVITY, activities, customers, wishes
from flows.activities.pages import NAME, TO_LIST
from flows.activities.reminding import upcoming
from flows.course import Phase
from flows.effects import Button, Cancel, Effect, Keep, Remind, Rows, Say
from flows.moment import Moment
from flows.session import Session, Step
from flows.settings import way_back

TIMER = f"{NAME}:melden"


class Cards:
    """Activities one by one."""

    def __init__(self, phases: Mapping[str, Phase]) -> None:
        self._phases = phases

    def one(self, session: Session, id_: str, moment: Moment) -> Step:
        """One activity with everything that belongs to it."""
        activity = activities(moment).get(id_)
        if activity is None:
            return gone(session)
        return session, [self.of(session, id_, activity, moment)]

    def of(
        self,
        session: Session,
        id_: str,
        activity: Activity,
        moment: Moment,
        *,
        saved: bool = False,
        first: bool = False,
    ) -> Say:
        """The page of `activity`, just `saved` perhaps, and the `first` one perhaps."""
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


def gone(session: Session) -> Step:
    """A button of an activity that was deleted."""
    rows: Rows = ((Button(pages.NEW, "neue_aktivitaet"),), (TO_LIST,))
    return session, [Say("aktivitaeten_fort", {}, rows)]


def kept(session: Session, id_: str, activity: Activity, moment: Moment) -> list[Effect]:
    """Kept, with the timer that follows."""
    left = {**activities(moment), id_: activity}
    return [Keep(ACTIVITY, id_, activity), timer(session, left, moment.now)]


def timer(session: Session, left: Mapping[str, Activity], now: datetime) -> Effect:
    """The one timer of all activities, so that however many are due, one message comes."""
    at = upcoming(left, session.trainee, now)
    return Cancel(TIMER) if at is None else Remind(TIMER, at)


def retimed(now: datetime) -> Remind:
    """The timer comes at once and is set anew: for when the person's hours or her zone have changed."""
    return Remind(TIMER, now)


def closed(session: Session) -> Session:
    """Without the sheet."""
    return replace(session, sheet=None)
