"""The role-play: choosing course and customer, playing, looking back."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from flows.course import DIFFICULTIES, Course, Phase, Scenario
from flows.effects import Button, Edit, Effect, Rows, Say, pairs
from flows.events import Commanded, Due, Edited, Event, Pressed, Said, Unreadable
from flows.library import Library
from flows.moment import Moment
from flows.roleplay import review
from flows.roleplay.customer import greet
from flows.roleplay.play import Repertoire
from flows.roleplay.reminder import KEY, remind
from flows.roleplay.review import AGAIN, ANEW, DETAILS, START, given_up
from flows.roleplay.run import Run
from flows.roleplay.scene import Scene
from flows.roleplay.turns import BUTTONS, State, Trigger
from flows.session import Session, Step

CHOOSE = ANEW.action
COURSE = "kurs"
CUSTOMER = "kunde"
PHASE = "phase"
MENU = re.compile(r"m\d{1,9}")  # the slot of a menu; anything else in a button is not ours
NEW: Rows = ((ANEW,),)
OPEN: Rows = ((Button("weiter", "zum_rollenspiel"),),)

WORDS: Mapping[str, Trigger] = {
    "weiter": Trigger.ONWARD,
    "noch einmal": Trigger.RETRY,
    "tipp": Trigger.HINT,
    "einzelheiten": Trigger.DETAILS,
    "ueberspringen": Trigger.SKIP,
    "pause": Trigger.PAUSE,
    "weitermachen": Trigger.RESUME,
}
"""What a trainee may type instead of pressing a button; said alone, none of them is an answer to a customer."""

BEFORE = frozenset({CHOOSE, COURSE, CUSTOMER, PHASE, START, AGAIN})
"""Actions of the menus that lead into a run."""


TAPPED = frozenset({Trigger.NEXT, Trigger.DETAILS, DETAILS})
"""Actions whose answer takes a moment or fills the screen, so that one taps again."""

TWICE = timedelta(seconds=5)
"""Within it two taps on one button are meant as one."""


class Choice(NamedTuple):
    """What a trainee has chosen so far."""

    course: Course | None
    scenario: Scenario | None
    phase: Phase | None

    @property
    def ids(self) -> tuple[str, str, str]:
        """Course, scenario and phase by id; empty where nothing was chosen."""
        course, scenario, phase = self
        return course.id if course else "", scenario.id if scenario else "", phase.id if phase else ""


class Roleplay:
    """Everything that concerns a run, from the choice of the customer to the review."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._play = Repertoire(library).play

    def handles(self, event: Event) -> bool:
        """Whether `event` belongs here although no run is open."""
        return isinstance(event, Pressed) and event.action in BEFORE | BUTTONS | {DETAILS}

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """What follows from `event`, in a run or around it; a second tap on the same button is let be."""
        if not isinstance(event, Pressed) or event.action not in TAPPED:
            return self._step(session, event, moment)
        button = f"{event.action} {event.argument} {event.mark}"
        if session.tapped and session.tapped[0] == button and moment.now - session.tapped[1] < TWICE:
            return session, []
        if _means_something(event, session):
            session = replace(session, tapped=(button, moment.now))
        return self._step(session, event, moment)

    def _step(self, session: Session, event: Event, moment: Moment) -> Step:
        if isinstance(event, Pressed) and event.action in BEFORE:
            session, effects = self._choose(session, event, moment)
        elif isinstance(event, Pressed) and event.action == DETAILS:
            return self._look_back(session, event)
        elif session.run is None:
            return session, [Say("schon_zu_ende", rows=NEW)] if isinstance(event, Pressed) else []
        else:
            trigger = _trigger(event, session.run)
            if trigger is None:
                return session, []
            session, effects = self._scene(session, session.run, moment, event).fire(trigger)
            if trigger is Trigger.DUE:
                return session, effects
        session, timers = remind(session, moment)
        return session, [*effects, *timers]

    # --- choosing ----------------------------------------------------------------------------------------------

    def offer(self, session: Session, moment: Moment) -> Step:
        """The courses to choose from, in a message of their own."""
        return self._show_courses(session, "")

    def begin(self, session: Session, moment: Moment, course_id: str, scenario_id: str, phase: str = "") -> Step:
        """A new run; an open one ends. `phase` is for courses of a single phase."""
        edition = self._library.current
        course, scenario = edition.courses[course_id], edition.scenarios[scenario_id]
        run = Run(
            id=_fresh_id(moment),
            edition=edition.hash,
            course=course.id,
            scenario=scenario.id,
            station=phase or course.road[0],
            state=State.PLANNING if course.sheet else State.ASKING,
            mood=greet(edition.rules, scenario.difficulty),
        )
        return self._open(session, run, moment)

    def _choose(self, session: Session, event: Pressed, moment: Moment) -> Step:
        """The menus, each in place of the one before; `mark` names their message, empty for a new one."""
        if event.action == AGAIN:
            return self._begin_again(session, event, moment)
        slot = event.mark if MENU.fullmatch(event.mark) else ""
        choice = self._read(event.argument)
        if event.action == CHOOSE or choice.course is None:
            return self._show_courses(session, slot)
        if choice.scenario is None:
            return self._show_customers(session, choice.course, slot)
        if choice.course.single and choice.phase is None:
            return self._show_phases(session, choice.course, choice.scenario, slot)
        if event.action == START:
            return self._confirm(session, choice, event.mark, moment)
        return self._show_portrait(session, choice, slot)

    def _read(self, argument: str) -> Choice:
        """What a button stands for; what is not (or no longer) there is left out."""
        edition = self._library.current
        course_id, scenario_id, phase_id = (*argument.split("/"), "", "")[:3]
        course = edition.courses.get(course_id)
        possible = course is not None and course.single and phase_id in course.road
        return Choice(course, edition.scenarios.get(scenario_id), edition.phases[phase_id] if possible else None)

    def _confirm(self, session: Session, choice: Choice, mark: str, moment: Moment) -> Step:
        """Begin; but no open run ends unless the button said so."""
        run = session.run
        if run is None or run.id == mark:
            return self.begin(session, moment, *choice.ids)
        if run.is_fresh and (run.course, run.scenario) == choice.ids[:2]:  # two taps on one button
            return self._scene(session, run, moment).fire(Trigger.RESUME)
        return self._show_portrait(session, choice, "")

    def _begin_again(self, session: Session, event: Pressed, moment: Moment) -> Step:
        """From a station of the last run, in the mood of that time, with the content of today."""
        if session.run is not None:
            return session, [Say("noch_offen", rows=OPEN)]
        last = session.last if session.last and session.last.id == event.mark else None
        index = _index(last, event.argument) if last else None
        if last is None or index is None or not self._still_playable(last, event.argument):
            return session, [Say("schon_zu_ende", rows=NEW)]
        station = last.stations[index]
        run = Run(
            id=_fresh_id(moment),
            edition=self._library.current.hash,
            course=last.course,
            scenario=last.scenario,
            station=station.id,
            state=State.ASKING,
            mood=station.before,
            known=station.known,
            stations=last.stations[:index],
            spoken=last.spoken,
        )
        return self._open(session, run, moment)

    def _look_back(self, session: Session, event: Pressed) -> Step:
        """Into the details of the last run, as long as no other has begun."""
        last = session.last if session.last and session.last.id == event.mark else None
        if last is None or not self._library.holds(last.edition):
            return session, [Say("schon_zu_ende", rows=OPEN if session.run else NEW)]
        play, index = self._play(last), _index(last, event.argument)
        if index is None or last.stations[index].skipped:
            return session, [review.contents(play, last)]
        return session, [review.details(play, last, last.stations[index])]

    def _still_playable(self, run: Run, station: str) -> bool:
        """Whether course, customer and station are there in the current edition."""
        edition = self._library.current
        there = run.course in edition.courses and run.scenario in edition.scenarios
        return there and station in self._play(replace(run, edition=edition.hash)).stations.rulebook.states

    def _show_courses(self, session: Session, slot: str) -> Step:
        courses = sorted(self._library.current.courses.values(), key=lambda course: (course.single, -len(course.road)))
        session, slot, show = _menu(session, slot)
        rows = tuple((Button(COURSE, "kurs", course.id, slot, {"course": course}),) for course in courses)
        return session, [show("kurswahl", {"courses": courses}, rows)]

    def _show_customers(self, session: Session, course: Course, slot: str) -> Step:
        scenarios = sorted(
            self._library.current.scenarios.values(), key=lambda scenario: DIFFICULTIES.index(scenario.difficulty)
        )
        session, slot, show = _menu(session, slot)
        rows = (
            *(
                (Button(CUSTOMER, "kunde", f"{course.id}/{each.id}", slot, {"customer": each.customer}),)
                for each in scenarios
            ),
            (Button(CHOOSE, "andere_auswahl", "", slot),),
        )
        return session, [show("kundenwahl", {"course": course, "scenarios": scenarios}, rows)]

    def _show_phases(self, session: Session, course: Course, scenario: Scenario, slot: str) -> Step:
        session, slot, show = _menu(session, slot)
        buttons = [
            Button(
                PHASE, "phase", f"{course.id}/{scenario.id}/{id_}", slot, {"phase": self._library.current.phases[id_]}
            )
            for id_ in course.road
        ]
        rows = (*pairs(buttons), (Button(COURSE, "andere_auswahl", course.id, slot),))
        return session, [show("phasenwahl", {"customer": scenario.customer}, rows)]

    def _show_portrait(self, session: Session, choice: Choice, slot: str) -> Step:
        """Who it will be, with the button to begin; it says so if an open run ends with that."""
        session, slot, show = _menu(session, slot)
        rows = (
            (Button(START, "start", "/".join(filter(None, choice.ids)), session.run.id if session.run else ""),),
            (Button(COURSE, "andere_auswahl", choice.ids[0], slot),),
        )
        open_with = self._play(session.run).scenario.customer if session.run else None
        values = {"course": choice.course, "scenario": choice.scenario, "phase": choice.phase, "open_with": open_with}
        return session, [show("portraet", values, rows)]

    # --- playing -----------------------------------------------------------------------------------------------

    def _open(self, session: Session, run: Run, moment: Moment) -> Step:
        ended = [] if session.run is None else given_up(self._play(session.run), session.run)
        scene = self._scene(replace(session, last=None), run, moment)
        scene.open()
        session, effects = scene.left()
        return session, [*ended, *effects]

    def _scene(self, session: Session, run: Run, moment: Moment, event: Event | None = None) -> Scene:
        return Scene(self._play(run), session, run, moment, event)


def _menu(session: Session, slot: str) -> tuple[Session, str, Callable[..., Effect]]:
    """How to show a menu: in place of the one in `slot`, or as a new message in a fresh slot."""
    if slot:
        return session, slot, partial(Edit, slot)
    session = replace(session, serial=session.serial + 1)
    fresh = f"m{session.serial}"
    return session, fresh, partial(Say, slot=fresh)


def _means_something(event: Pressed, session: Session) -> bool:
    """Whether the button is one of this moment of the run, or of the last review."""
    run, last = session.run, session.last
    return bool((run and run.mark == event.mark) or (last and last.id == event.mark))


def _index(run: Run, station: str) -> int | None:
    return next((index for index, each in enumerate(run.stations) if each.id == station), None)


def _fresh_id(moment: Moment) -> str:
    return f"{moment.random.getrandbits(48):012x}"


def _trigger(event: Event, run: Run) -> Trigger | None:
    match event:
        case Said(text):
            if event.word in WORDS:
                return WORDS[event.word]
            return Trigger.ANSWERED if any(map(str.isalnum, text)) else Trigger.UNREADABLE
        case Edited():
            return Trigger.EDITED
        case Unreadable():
            return Trigger.UNREADABLE
        case Due(key) if key == KEY:
            return Trigger.DUE
        case Commanded("weiter"):
            return Trigger.RESUME
        case Commanded("abbrechen"):
            return Trigger.LEAVE
        case Pressed(action, _, mark) if action in BUTTONS and mark == run.mark:
            return Trigger(action)
        case Pressed():
            return Trigger.STALE
    return None
