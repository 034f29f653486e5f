"""What can be shown of a run as it stands: values for templates, and the buttons of the moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flows.course import Phase, PhaseScript
from flows.effects import Button, Rows
from flows.roleplay import feedback
from flows.roleplay.dialogue import TURNS
from flows.roleplay.play import Play
from flows.roleplay.run import Mood, Run, better
from flows.roleplay.turns import State, Trigger


@dataclass(frozen=True)
class View:
    """A run, seen by the trainee."""

    play: Play
    run: Run

    # --- the station -------------------------------------------------------------------------------------------

    @property
    def phase(self) -> Phase:
        """The phase that is played."""
        return self.play.phase(self.run.station)

    @property
    def script(self) -> PhaseScript:
        """Its script."""
        return self.play.script(self.run.station)

    @property
    def talks(self) -> bool:
        """Whether the customer takes part."""
        return self.play.talks(self.run.station)

    @property
    def known(self) -> tuple[str, ...]:
        """The opened fields, those of this station included."""
        opened = [field for attempt in self.run.attempts for each in attempt.exchanges for field in each.opened]
        return tuple(dict.fromkeys((*self.run.known, *opened)))

    @property
    def mood(self) -> Mood | None:
        """How the customer feels, once the two have talked."""
        if not any(map(self.play.talks, (*(station.id for station in self.run.stations), self.run.station))):
            return None
        return self.run.exchanges[-1].mood if self.run.exchanges else self.run.mood

    @property
    def can_skip(self) -> bool:
        """The phase may be passed over: nothing was answered yet."""
        return self.run.state == State.ASKING and not self.run.attempts

    @property
    def can_improve(self) -> bool:
        """Another attempt is left and worth it."""
        return self.run.can_retry and not self.is_met

    @property
    def is_met(self) -> bool:
        """Nothing is left to be earned in this attempt."""
        return all(level == 2 for level in self.run.exchanges[-1].levels)

    # --- values ------------------------------------------------------------------------------------------------

    @property
    def place(self) -> dict[str, Any]:
        """Phase n of m, with whom."""
        journey = self.play.stations.journey(self.run.station)
        return {
            "phase": self.phase,
            "number": journey.index(self.run.station) + 1,
            "total": len(journey),
            "customer": self.play.scenario.customer,
        }

    @property
    def standing(self) -> dict[str, Any]:
        """Where the trainee stands, what is known, what comes next, and how the customer feels."""
        run, general = self.run, self.play.edition.dossier
        journey = self.play.stations.journey(run.station)
        ahead = journey[journey.index(run.station) + 1 :]
        return self.place | {
            "planning": len(run.notes) < len(self.play.course.sheet),
            "known": [(general[field].title, self.play.scenario.dossier[field].fact) for field in self.known],
            "unknown": len(self.play.scenario.dossier) - len(self.known),
            "mood": self.mood,
            "next": self.play.phase(ahead[0]).title if ahead else "",
        }

    @property
    def sheet(self) -> dict[str, Any]:
        """The open element of the planning sheet."""
        elements, number = self.play.course.sheet, len(self.run.notes)
        return {"element": elements[number], "number": number + 1, "total": len(elements)}

    @property
    def lines(self) -> list[feedback.Line]:
        """The items, as the latest attempt met them."""
        return feedback.lines(self.phase, self.run.attempts[-1].verdict, self.run.hint)

    @property
    def feedback(self) -> dict[str, Any]:
        """What is said about the latest answer."""
        run, lines = self.run, self.lines
        items = [line.item.id for line in lines]
        *_, earlier, latest = (None, *(exchange.levels for exchange in run.exchanges))
        before = dict(zip(items, earlier, strict=True)) if earlier else {}
        offence = run.exchanges[-1].offence
        points = [point for point in feedback.points(lines, before) if not (offence and point.praise)]
        counts = run.attempts.index(better(run.attempts)) + 1
        return {
            "phase": self.phase,
            "lines": lines,
            "two_tracks": feedback.two_tracks(self.phase),
            "points": points,
            "offence": offence,
            "talks": self.talks,
            "unchanged": earlier == latest,
            "met": self.is_met,
            "state": run.state,
            "turns_left": TURNS - len(run.exchanges),
            "customer": self.play.scenario.customer,
            "attempt": run.attempt,
            "counts": counts,
        }

    def spoken(self, words: str) -> dict[str, Any]:
        """The customer's words, with his name."""
        return {"customer": self.play.scenario.customer, "words": words}

    # --- buttons -----------------------------------------------------------------------------------------------

    @property
    def rows(self) -> Rows:
        """The buttons of the present state, most needed first."""
        match self.run.state:
            case State.PLANNING:
                steps = [Trigger.BACK, Trigger.SKIP] if self.run.notes else [Trigger.SKIP]
                return self._buttons(steps, [Trigger.WHERE, Trigger.MORE])
            case State.ASKING:
                onward = [Trigger.NEXT] if self.run.attempts else []
                return self._buttons(onward, [*self._hint, Trigger.WHERE], [Trigger.MORE])
            case State.TALKING | State.CLOSED:
                return self._buttons([Trigger.NEXT, Trigger.DETAILS], self._better, [Trigger.WHERE, Trigger.MORE])
            case State.PAUSED:
                return self._buttons([Trigger.RESUME, Trigger.LEAVE])
            case State.LEAVING:
                return self._buttons([Trigger.STAY, Trigger.CONFIRM], [Trigger.PAUSE])
        return ()

    @property
    def more(self) -> Rows:
        """The buttons that are seldom needed."""
        return self._buttons([Trigger.SKIP] if self.can_skip else [], [Trigger.PAUSE, Trigger.LEAVE])

    @property
    def reminding(self) -> Rows:
        """The buttons under a reminder."""
        return self._buttons([Trigger.RESUME], [Trigger.SNOOZE, Trigger.MUTE])

    @property
    def _better(self) -> list[Trigger]:
        """How the answer could still become better."""
        again = [Trigger.RETRY] if self.can_improve else []
        return [*again, *self._hint] if self.run.state == State.TALKING and not self.is_met else again

    @property
    def _hint(self) -> list[Trigger]:
        """There is one for each phase."""
        return [] if self.run.hint else [Trigger.HINT]

    def _buttons(self, *rows: Sequence[Trigger]) -> Rows:
        return tuple(tuple(Button(each, each, mark=self.run.mark) for each in row) for row in rows if row)
