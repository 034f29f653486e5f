"""The product of both machines: every station in every state answers every event, and no way is a dead end."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from flows.course import Course
from flows.effects import Edit, Say
from flows.events import Commanded, Due, Edited, Event, Pressed, Said, Unreadable
from flows.library import Library
from flows.roleplay.roleplay import WORDS, Roleplay
from flows.roleplay.run import Attempt, Bubble, Exchange, Mood, Run
from flows.roleplay.stations import Stations, phase_of
from flows.roleplay.turns import BUTTONS, OPEN, State, Trigger
from flows.scoring import Exercise, Turn
from tests.stage import NOON, Trainee, library, shipped

HOUSE = library()
ROLEPLAY = Roleplay(HOUSE)
SHIPPED = shipped()
COURSES = [*HOUSE.current.courses.values()]
MARK = "r7"

EVENTS: tuple[Event, ...] = (
    Said("2 2 2", 900),
    Said("frech", 901),
    Edited("1 1 1", 7),
    Edited("frech", 7),
    Edited("1 1 1", 1),
    Unreadable("sticker"),
    Commanded("weiter"),
    Commanded("abbrechen"),
    *(Said(word, 902) for word in WORDS),
    Due("rollenspiel", NOON),
    *(Pressed(trigger, mark=MARK) for trigger in BUTTONS),
    Pressed("naechste", mark="r1"),
    Pressed("kurs", "komplett", "m1"),
    Pressed("kunde", "kurz/brandt", "m1"),
    Pressed("start", "kurz/brandt"),
    Pressed("ab", "beziehung", "elsewhere"),
)


def runs(house: Library, course: Course) -> Iterator[Run]:
    """A run at every station in every state, reachable or not."""
    edition = house.current
    for station in Stations(course, edition.phases).rulebook.states[:-1]:
        for state in OPEN if course.sheet else OPEN[1:]:
            yield Run(
                id="000000000001",
                edition=edition.hash,
                course=course.id,
                scenario=next(iter(edition.scenarios)),
                station=station,
                state=state,
                mood=Mood(5, 5, 5),
                back=State.TALKING,
                mark=MARK,
                attempts=(attempt(phase_of(station)),) if state != State.ASKING else (),
                opening="Guten Tag",
                reply="r6",
                feedback="r5",
            )


def attempt(phase: str) -> Attempt:
    verdict = HOUSE.engine.score(Exercise(phase, ""), [Turn("1 2 0")])
    return Attempt(
        (Exchange((Bubble(7, "1 2 0"),), "", (), (), tuple(item.level for item in verdict.items), Mood(6, 6, 4)),),
        verdict,
    )


@pytest.mark.parametrize(
    ("house", "course"),
    [
        pytest.param(house, course, id=f"{name}-{course.id}")
        for name, house in (("stage", HOUSE), ("shipped", SHIPPED))
        for course in house.current.courses.values()
    ],
)
def test_every_pair_of_states_answers_every_event(house: Library, course: Course) -> None:
    """Nothing raises, something is said, the state survives the store, and a next step is in reach."""
    roleplay = Roleplay(house)
    for run in runs(house, course):
        for event in EVENTS:
            trainee = Trainee(roleplay=roleplay)
            trainee.session = replace(trainee.session, run=run, serial=7)
            trainee.meets(event)
            assert [effect for effect in trainee.effects if isinstance(effect, Say | Edit)], (
                run.station,
                run.state,
                event,
            )
            if trainee.session.run is not None:
                trainee.commands("weiter")
                assert trainee.buttons, (run.station, run.state, event)


class Evening(RuleBasedStateMachine):
    """A trainee who does anything at any time."""

    @initialize(seed=st.integers(0, 2**32))
    def arrive(self, seed: int) -> None:
        self.trainee = Trainee(seed=seed, roleplay=ROLEPLAY)
        self.chance = Random(seed)

    @rule(course=st.sampled_from(COURSES), customer=st.sampled_from(["brandt", "adler"]))
    def begin(self, course: Course, customer: str) -> None:
        self.trainee.meets(Pressed("start", f"{course.id}/{customer}" + ("/einwaende" if course.single else "")))

    @rule(
        text=st.one_of(
            st.text(max_size=30),
            st.sampled_from(["2 2 2", "1 0 2", "? ? ?", "frech", "leer", "Feld bedarf? Feld status?"]),
        ),
        slow=st.booleans(),
    )
    def say(self, text: str, slow: bool) -> None:
        run = self.trainee.session.run
        self.trainee.unsent = frozenset() if slow or run is None else frozenset({run.reply})
        self.trainee.says(text)

    @rule(text=st.sampled_from(["2 2 2", "0 0 0", "frech"]), back=st.integers(0, 3))
    def edit(self, text: str, back: int) -> None:
        self.trainee.edits(text, back)

    @rule(newest=st.integers(0, 12))
    def press_something(self, newest: int) -> None:
        offered = [
            button
            for effect in self.trainee.story
            if isinstance(effect, Say | Edit)
            for row in effect.rows
            for button in row
        ]
        if offered:
            button = offered[-1 - min(newest, len(offered) - 1)]
            self.trainee.meets(Pressed(button.action, button.argument, button.mark))

    @rule(trigger=st.sampled_from(sorted(Trigger)))
    def press_what_is_open(self, trigger: str) -> None:
        run = self.trainee.session.run
        self.trainee.meets(Pressed(trigger, mark=run.mark if run else ""))

    @rule(action=st.sampled_from(["kurs", "kunde", "phase", "start", "ab", "auswahl"]), argument=st.text(max_size=20))
    def forge(self, action: str, argument: str) -> None:
        self.trainee.meets(Pressed(action, argument, "forged"))

    @rule(event=st.sampled_from([Commanded("weiter"), Commanded("abbrechen"), Unreadable("voice")]))
    def interrupt(self, event: Event) -> None:
        self.trainee.meets(event)

    @precondition(lambda self: self.trainee.reminders)
    @rule(late=st.integers(0, 20))
    def be_reminded(self, late: int) -> None:
        due = self.trainee.reminders[-1].due
        self.trainee.now = max(self.trainee.now, due) + timedelta(hours=late)
        self.trainee.meets(Due("rollenspiel", due))

    @invariant()
    def a_next_step_is_in_reach(self) -> None:
        """An open run offers buttons when asked to go on; without one a new run can be chosen."""
        session = self.trainee.session
        event = Commanded("weiter") if session.run else Pressed("auswahl")
        _, effects = self.trainee.roleplay.step(session, event, self.trainee.moment)
        assert any(effect.rows for effect in effects if isinstance(effect, Say | Edit))


Evening.TestCase.settings = settings(max_examples=60, stateful_step_count=40)
test_an_evening = Evening.TestCase
