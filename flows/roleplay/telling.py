"""One event in a run, and how what follows is said: the common ground of everything that happens in a scene."""

from typing import Any

from msgspec.structs import replace

from flows.effects import Effect, Rows, Say, Values
from flows.events import Edited, Event, Said
from flows.excuse import excuse
from flows.moment import Moment
from flows.roleplay.play import Play
from flows.roleplay.run import Bubble, Run
from flows.roleplay.view import View
from flows.session import Session

SPOKEN = 4  # so many of his latest words the customer avoids


class Telling:
    """The run at one moment. `run` is replaced as things happen, `effects` grows."""

    def __init__(self, play: Play, session: Session, run: Run, moment: Moment, event: Event | None = None) -> None:
        self.play = play
        self.session = session
        self.run = run
        self.moment = moment
        self.event = event
        self.came_from = run.state
        self.effects: list[Effect] = []

    @property
    def state(self) -> str:
        """The state of the turn machine, as the plain text it is stored as."""
        return str(self.run.state)

    @state.setter
    def state(self, state: str) -> None:
        self._change(state=state)

    @property
    def _view(self) -> View:
        return View(self.play, self.run)

    def _speak(self, words: str, rows: Rows = (), slot: str = "") -> None:
        self._remember(words)
        self._say("kunde", self._view.spoken(words), rows, slot, typing=True)

    def _remember(self, words: str) -> None:
        self._change(spoken=(*self.run.spoken, *words.split("\n\n"))[-SPOKEN:])

    def _say(self, template: str, values: Values, rows: Rows = (), slot: str = "", typing: bool = False) -> None:
        self.effects.append(Say(template, values, rows, slot, typing))

    def _excuse(self, template: str, values: Values, rows: Rows = ()) -> None:
        self.session, lines = excuse(self.session, self.moment, Say(template, values, rows))
        self.effects += lines

    def _next(self) -> str:
        """A fresh name for a slot or a mark."""
        self.session = replace(self.session, serial=self.session.serial + 1)
        return f"r{self.session.serial}"

    def _change(self, **changes: Any) -> None:
        self.run = replace(self.run, **changes)

    @property
    def _bubble(self) -> Bubble:
        if not isinstance(self.event, Said | Edited):
            raise TypeError(f"{self.event!r} has no text")
        return Bubble(self.event.message, self.event.text)
