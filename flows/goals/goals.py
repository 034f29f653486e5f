"""/ziele: questions that end in a table, a picture and a saved goal; later where one stands, the stack, the history."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from flows.activities.activity import State
from flows.activities.memory import ACTIVITY, activities
from flows.activities.pages import LIST, view
from flows.effects import Button, Cancel, Drop, Effect, Keep, Picture, Rows, Say
from flows.events import Commanded, Due, Edited, Event, Pressed
from flows.flow import go_on, sure
from flows.goals import pages, reminders
from flows.goals.asking import Asking
from flows.goals.memory import GOAL_KIND, REACHED_KIND, everything_reached, latest, reached
from flows.goals.pages import NAME, OVERVIEW
from flows.goals.plan import Key, Plan, reckon
from flows.goals.reminders import TIMER, Reminders, local, rhythms, timer
from flows.goals.sheet import GoalSheet, Stage
from flows.goals.standing import Actual, Goal, Rhythm, following, marks, stack
from flows.goals.talk import Talk
from flows.goals.telling import Telling, measured
from flows.moment import Moment
from flows.replies import NO, YES
from flows.rooms import Page, pages_of
from flows.session import Session, Step
from flows.settings import way_back

ACTIVITIES = 3  # that the page of the goal shows
SHOWN = 6  # so many versions and so many days of the history


class Goals:
    """The flow: what is open goes on in a `Talk`, everything else is a page of its own."""

    def __init__(self) -> None:
        self._reminders = Reminders(self._anew)
        self._pages: Mapping[str, Page] = {
            **pages_of(self, PAGES),
            **pages_of(self._reminders, reminders.PAGES),
        }

    def wants(self, session: Session, event: Event) -> frozenset[str]:
        """All versions of the goal, all that was reached, and what is done for it."""
        return frozenset({GOAL_KIND, REACHED_KIND, ACTIVITY})

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """What follows."""
        if isinstance(event, Due):
            return self._reminders.come(session, event, moment)
        sheet = session.sheet if isinstance(session.sheet, GoalSheet) else None
        match event:
            case Pressed(action, mark="") if action in FRESH and sheet is not None and _is_unsaved(sheet, moment):
                return self._first_this(session, moment)
            case Pressed(action, argument, "") if action in self._pages:
                return self._pages[action](session, argument, moment)
            case Pressed() if sheet is None:
                return self._past(session, moment)
            case _ if sheet is not None and sheet.stage is Stage.ERASING:
                return self._settle_erasing(session, sheet, event, moment)
            case _ if sheet is not None:
                return self._talk(session, sheet, event, moment)
            case Commanded():
                return self._overview(session, "", moment)
        return session, []

    def _talk(self, session: Session, sheet: GoalSheet, event: Event, moment: Moment) -> Step:
        """A step on the open sheet."""
        talk: Asking | Telling = (Telling if sheet.stage is Stage.STANDING else Asking)(session, moment)
        go_on(talk, event, "ziele_vorbei")
        if isinstance(talk, Asking) and talk.judged:
            return self._save(talk, moment)
        if isinstance(talk, Telling) and talk.told:
            return self._tell(talk, talk.told, moment)
        return talk.session, talk.effects

    # --- pages -------------------------------------------------------------------------------------------------

    def _overview(self, session: Session, _: str, moment: Moment) -> Step:
        """The goal as it stands, or the first question."""
        goal = latest(moment)
        if goal is None:
            return self._anew(session, "", moment)
        return _close(session), [*_picture(goal, moment), self._page(goal, session, moment)]

    def _page(self, goal: Goal, session: Session, moment: Moment, *, saved: bool = False) -> Say:
        serving = [each for each in activities(moment).values() if each.goal]
        open_ = [each for each in serving if each.state is State.OPEN]
        values = pages.table(goal.plan) | {
            "vorhaben": [view(each, moment.now) for each in open_[:ACTIVITIES]],
            "weitere": max(len(open_) - ACTIVITIES, 0),
            "getan": sum(each.state is State.DONE for each in serving),
            "gespeichert": saved,
            "vom": local(session, goal.saved),
            "rhythmus": goal.rhythm.value,
        }
        rhythm: Rows = rhythms(goal) if saved and goal.rhythm is Rhythm.NEVER else ()
        over = goal.plan.due is not None and goal.plan.due <= local(session, moment.now).date()
        rows: Rows = (
            *rhythm,
            *(((Button(pages.ANEW, "neues_ziel"),),) if over else ()),
            *(((Button(pages.STAND, "wie_stehe_ich"),),) if measured(goal.plan) else ()),
            (Button(pages.STACK, "stapel"), *((Button(LIST, "dafuer_geplant", "ziel"),) if serving else ())),
            (Button(pages.CHANGE, "zahl_aendern"), Button(pages.HISTORY, "verlauf")),
            (*(() if rhythm else (Button(pages.RHYTHM, "erinnerung"),)), Button(pages.ERASE, "ziel_loeschen")),
            (way_back(session),),
        )
        return Say("ziele", values, rows)

    def _anew(self, session: Session, _: str, moment: Moment) -> Step:
        """From the first question on, with what is known of an earlier goal."""
        talk = Asking(session, moment)
        goal, told = latest(moment), reached(moment)
        talk.begin(key=Key.CUSTOMERS, plan=following(goal.plan, told[-1] if told else None) if goal else Plan())
        return talk.session, talk.effects

    def _first_this(self, session: Session, moment: Moment) -> Step:
        """What is not saved yet is not given up for a button of before."""
        talk = Asking(session, moment)
        talk.show()
        return talk.session, [Say("ziele_erst"), *talk.effects]

    def _change(self, session: Session, _: str, moment: Moment) -> Step:
        """The saved goal on the table, to change a figure."""
        goal = latest(moment)
        if goal is None:
            return self._anew(session, "", moment)
        talk = Asking(session, moment)
        talk.begin(stage=Stage.PICKING, plan=goal.plan)
        return talk.session, talk.effects

    def _save(self, talk: Talk, moment: Moment) -> Step:
        """A new version; the straight line goes on from where it began unless today's figures are others."""
        plan, before = talk.sheet.plan, latest(moment)
        same = before is not None and _today(before.plan) == _today(plan)
        began = before.began if before is not None and same else talk.today
        rhythm, monthday = (before.rhythm, before.monthday) if before else (Rhythm.NEVER, 0)
        goal = Goal(plan, moment.now, began, rhythm, monthday)
        session = _close(talk.session)
        effects: list[Effect] = []
        if before is None or before.plan != plan:
            number = max(map(int, moment.kept.all(GOAL_KIND)), default=0) + 1
            effects = [Keep(GOAL_KIND, f"{number:04}", goal), *timer(session, goal, moment)]
        return session, [*effects, *_picture(goal, moment), self._page(goal, session, moment, saved=True)]

    def _stack(self, session: Session, _: str, moment: Moment) -> Step:
        """The big goal in sheets that one can take singly."""
        goal = latest(moment)
        if goal is None:
            return self._anew(session, "", moment)
        today = local(session, moment.now).date()
        sheets = stack(goal.plan, today)
        values = {**sheets._asdict(), "waehrung": goal.plan.currency, "bis": goal.plan.due}
        change = () if any(sheets) else ((Button(pages.CHANGE, "zahl_aendern"),),)
        plan: Rows = ((Button("aktivitaeten", "aktivitaet_planen", "ziel"),),)
        return session, [Say("ziele_stapel", values, (*plan, *change, (OVERVIEW,), (way_back(session),)))]

    def _history(self, session: Session, _: str, moment: Moment) -> Step:
        """All versions and all that was reached, the newest first."""
        goals = list(moment.kept.all(GOAL_KIND).values())[::-1]
        if not goals:
            return self._anew(session, "", moment)
        values = {
            "fassungen": [
                {"vom": local(session, each.saved), "bis": each.plan.due, "zeilen": pages.lines(reckon(each.plan)),
                 "waehrung": each.plan.currency}
                for each in goals[:SHOWN]
            ],
            "staende": [
                {"am": each.day, "kunden": each.customers, "umsatz": each.existing, "neu": each.new}
                for each in everything_reached(moment)[::-1][:SHOWN]
            ],
            "waehrung": goals[0].plan.currency,
            "weitere": max(len(goals) - SHOWN, 0),
        }  # fmt: skip
        return session, [Say("ziele_verlauf", values, ((OVERVIEW,), (way_back(session),)))]

    # --- where she stands --------------------------------------------------------------------------------------

    def _stand(self, session: Session, _: str, moment: Moment) -> Step:
        """Where she stood last, or the question for it."""
        goal, told = latest(moment), reached(moment)
        if goal is None:
            return self._anew(session, "", moment)
        if not told or not marks(goal, told[-1]):
            return self._ask_stand(session, "", moment)
        return session, self._show_stand(session, goal, told[-1], told=False)

    def _ask_stand(self, session: Session, _: str, moment: Moment) -> Step:
        goal = latest(moment)
        if goal is None:
            return self._anew(session, "", moment)
        if not measured(goal.plan):
            return session, [Say("ziele_kein_mass", {}, ((Button(pages.CHANGE, "zahl_aendern"),), (OVERVIEW,)))]
        talk = Telling(session, moment)
        talk.start(goal.plan)
        return talk.session, talk.effects

    def _tell(self, talk: Telling, told: Actual, moment: Moment) -> Step:
        """All figures are told: keep them by their day, and compare."""
        session, goal = _close(talk.session), latest(moment) or Goal(talk.sheet.plan, moment.now, talk.today)
        if told == Actual(told.day):
            return session, [Say("ziele_nichts_gesagt", {}, ((OVERVIEW,), (way_back(session),)))]
        keep = Keep(REACHED_KIND, told.day.isoformat(), told)
        return session, [keep, *self._show_stand(session, goal, told, told=True)]

    def _show_stand(self, session: Session, goal: Goal, actual: Actual, *, told: bool) -> list[Effect]:
        found = marks(goal, actual)
        values = {
            "am": actual.day,
            "bis": goal.plan.due,
            "gerade": told,
            "staende": [{**mark._asdict(), "row": mark.row.value, "ahead": mark.ahead} for mark in found],
            "waehrung": goal.plan.currency,
        }
        again: Rows = () if told else ((Button(pages.TELL, "neuer_stand"),),)
        rows: Rows = (*again, (Button(pages.STACK, "stapel"),), (OVERVIEW,), (way_back(session),))
        return [*pages.picture(goal, found, "bild_stand"), Say("ziele_stand", values, rows)]

    # --- deleting ----------------------------------------------------------------------------------------------

    def _ask_erasing(self, session: Session, _: str, moment: Moment) -> Step:
        """Whether really everything; the question is the sheet."""
        if latest(moment) is None:
            return self._anew(session, "", moment)
        session = replace(session, serial=session.serial + 1)
        sheet = GoalSheet(stage=Stage.ERASING, mark=f"z{session.serial}")
        rows = (
            (Button(pages.SURE, "ja_loeschen", "ja", sheet.mark), Button(pages.SURE, "behalten", "nein", sheet.mark)),
        )
        count = len(moment.kept.all(GOAL_KIND))
        return replace(session, sheet=sheet), [Say("ziele_loeschen", {"fassungen": count}, rows)]

    def _settle_erasing(self, session: Session, sheet: GoalSheet, event: Event, moment: Moment) -> Step:
        if isinstance(event, Edited):
            return session, []
        agreed = sure(event, pages.SURE, sheet.mark, YES, NO)
        if agreed is None:
            return self._ask_erasing(session, "", moment)
        session = _close(session)
        if not agreed:
            return session, [Say("ziele_behalten", {}, ((OVERVIEW,), (way_back(session),)))]
        drops = [Drop(kind, id_) for kind in (GOAL_KIND, REACHED_KIND) for id_ in moment.kept.all(kind)]
        return session, [*drops, Cancel(TIMER), Say("ziele_geloescht", {}, ((way_back(session),),))]

    def _past(self, session: Session, moment: Moment) -> Step:
        """A button of a dialogue that is over."""
        after, effects = self._overview(session, "", moment)
        return after, [Say("ziele_vorbei"), *effects[-1:]]


PAGES: Mapping[str, Callable[[Goals, Session, str, Moment], Step]] = {
    NAME: Goals._overview,
    pages.STAND: Goals._stand,
    pages.TELL: Goals._ask_stand,
    pages.STACK: Goals._stack,
    pages.HISTORY: Goals._history,
    pages.CHANGE: Goals._change,
    pages.ANEW: Goals._anew,
    pages.ERASE: Goals._ask_erasing,
}
"""What the buttons without a mark do, which stay good for ever."""

FRESH = {pages.STAND, pages.TELL, pages.CHANGE, pages.ANEW, pages.ERASE}
"""Those that may begin a sheet of their own."""


def _is_unsaved(sheet: GoalSheet, moment: Moment) -> bool:
    """Whether there are figures on the sheet that are nowhere else."""
    goal = latest(moment)
    own = sheet.stage not in (Stage.STANDING, Stage.ERASING)
    return own and sheet.plan not in (Plan(), goal.plan if goal else Plan())


def _picture(goal: Goal, moment: Moment) -> list[Picture]:
    told = reached(moment)
    return pages.picture(goal, marks(goal, told[-1]) if told else [], "bild_ziel")


def _today(plan: Plan) -> tuple[object, ...]:
    """Today's figures, from which the straight line starts."""
    return plan.customers, plan.existing, plan.average


def _close(session: Session) -> Session:
    return replace(session, sheet=None)
