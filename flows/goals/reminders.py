"""How often to remind somebody to look how far she is, and the reminder itself."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.effects import Button, Cancel, Effect, Keep, Remind, Rows, Say
from flows.events import Due
from flows.goals import pages
from flows.goals.memory import GOAL_KIND, latest
from flows.goals.pages import NAME, OVERVIEW
from flows.goals.standing import Goal, Rhythm, next_day
from flows.moment import Moment
from flows.quiet import on_day
from flows.roleplay import reminder
from flows.rooms import Page
from flows.session import Session, Step
from flows.settings import way_back

TIMER = f"{NAME}:stand"


class Reminders:
    """`anew` is where somebody without a goal gets."""

    def __init__(self, anew: Page) -> None:
        self._anew = anew

    def _rhythm(self, session: Session, wish: str, moment: Moment) -> Step:
        """How often to remind: asked, or set."""
        goal = latest(moment)
        if goal is None:
            return self._anew(session, "", moment)
        if wish not in list(Rhythm):
            return session, [
                Say("ziele_rhythmus_frage", {"rhythmus": goal.rhythm.value}, (*rhythms(goal), (OVERVIEW,)))
            ]
        goal = replace(goal, rhythm=Rhythm(wish), monthday=local(session, moment.now).day)
        keep = Keep(GOAL_KIND, max(moment.kept.all(GOAL_KIND)), goal)
        timers = timer(session, goal, moment)
        due = next((each.due for each in timers if isinstance(each, Remind)), None)
        values = {
            "rhythmus": goal.rhythm.value,
            "tag": due and local(session, due),
            "stumm": not session.trainee.reminders,
        }
        return session, [keep, *timers, Say("ziele_rhythmus", values, ((OVERVIEW,), (way_back(session),)))]

    def _later(self, session: Session, _: str, moment: Moment) -> Step:
        """Once more tomorrow."""
        due = reminder.next_due(session.trainee, moment.now)
        return session, [Remind(TIMER, due), Say("spaeter_erinnert", {"due": local(session, due)})]

    def come(self, session: Session, event: Due, moment: Moment) -> Step:
        """One line, outside the quiet hours; the next is already due."""
        goal = latest(moment)
        if event.key != TIMER or goal is None or goal.rhythm is Rhythm.NEVER:
            return session, []
        awake = reminder.awake(session.trainee, moment.now)
        if awake > moment.now:
            return session, [Remind(TIMER, awake)]
        timers: list[Effect] = [effect for effect in timer(session, goal, moment) if isinstance(effect, Remind)]
        if not session.trainee.reminders:
            return session, timers
        today = local(session, moment.now).date()
        values = {"bis": goal.plan.due, "faellig": goal.plan.due is not None and goal.plan.due <= today}
        rows: Rows = (
            (Button(pages.TELL, "stand_eintragen"),),
            (Button(pages.LATER, "spaeter"), Button(pages.RHYTHM, "nicht_mehr", Rhythm.NEVER.value)),
        )
        return session, [*timers, Say("ziele_erinnerung", values, rows)]


def rhythms(goal: Goal) -> Rows:
    """Every other rhythm, as buttons."""
    ways = [
        Button(pages.RHYTHM, f"rhythmus_{rhythm.value}", rhythm.value) for rhythm in Rhythm if rhythm is not goal.rhythm
    ]
    return (tuple(ways[:2]), *((tuple(ways[2:]),) if ways[2:] else ()))


def timer(session: Session, goal: Goal, moment: Moment) -> list[Effect]:
    """The next reminder at the person's time, or none."""
    person = session.trainee
    day = next_day(goal.rhythm, local(session, moment.now).date(), goal.plan.due, goal.monthday)
    if day is None:
        return [Cancel(TIMER)]
    return [Remind(TIMER, reminder.awake(person, on_day(day, person.zone, person.reminder_time)))]


def local(session: Session, moment: datetime) -> datetime:
    """By the person's clock."""
    return moment.astimezone(ZoneInfo(session.trainee.zone))


PAGES: Mapping[str, Callable[[Reminders, Session, str, Moment], Step]] = {
    pages.RHYTHM: Reminders._rhythm,
    pages.LATER: Reminders._later,
}
