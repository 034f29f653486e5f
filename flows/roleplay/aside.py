"""What is no answer: asking for help, pausing, leaving, coming back, being reminded."""

from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.effects import Cancel, Remind
from flows.events import Said, Unreadable
from flows.roleplay import reminder, review
from flows.roleplay.telling import Telling
from flows.roleplay.turns import PLAYING, State


class Aside(Telling):
    """Everything a trainee may want beside playing."""

    # --- help --------------------------------------------------------------------------------------------------

    def give_hint(self) -> None:
        """Name one item that is not met yet; from now on it counts at most in part."""
        met = self.run.exchanges[-1].levels if self.run.exchanges else (0,) * len(self._view.phase.items)
        item = next((item for item, level in zip(self._view.phase.items, met, strict=True) if level != 2), None)
        if item is not None and not self.run.hint:
            self._change(hint=item.id)
        hinted = next((item for item in self._view.phase.items if item.id == self.run.hint), None)
        self._say("tipp", {"item": hinted}, self._view.rows)

    def explain(self) -> None:
        """Every item with evidence, reason and what was missing; then a model answer."""
        values = {"lines": self._view.lines, "model_answer": self._view.script.model_answer, "phase": self._view.phase}
        self._say("einzelheiten", values, self._view.rows)

    def locate(self) -> None:
        """Where the trainee stands, what is known, what comes next."""
        self._say("stand", self._view.standing, self._view.rows)

    def show_more(self) -> None:
        """The buttons that are seldom needed."""
        self._say("mehr", {"can_skip": self._view.can_skip}, self._view.more)

    def refuse_button(self) -> None:
        """The button belonged to an earlier moment."""
        self._say("alter_zug", {}, self._view.rows)

    def refuse_kind(self) -> None:
        """Something without words."""
        kind = self.event.kind if isinstance(self.event, Unreadable) else "zeichen"
        self._excuse("nur_text", {"kind": kind})

    # --- pausing, leaving, coming back -------------------------------------------------------------------------

    def pause(self) -> None:
        """Rest until the trainee comes back."""
        self._interrupt()
        self._say("pausiert", {"customer": self.play.scenario.customer}, self._view.rows)

    def ask_to_leave(self) -> None:
        """Leave for good?"""
        self._interrupt()
        values = {"stations": len(self.run.stations), "assigned": bool(self.run.assignment)}
        self._say("aufhoeren_frage", values, self._view.rows)

    def give_up(self) -> None:
        """Leave for good."""
        self._say("aufgehoert", {"assigned": bool(self.run.assignment)}, review.ways_on(self.run))
        self.effects += [*review.given_up(self.play, self.run), Cancel(reminder.KEY)]

    def recall(self) -> None:
        """Where the trainee stopped, with the customer's last words."""
        if self.run.state in (State.PAUSED, State.LEAVING):
            interrupted = {"leaving": self.run.state == State.LEAVING, "wrote": isinstance(self.event, Said)}
            self._say("noch_pause", interrupted, self._view.rows)
        elif self.run.state == State.PLANNING:
            self._say("planzettel", self._view.sheet, self._view.rows)
        else:
            exchanges = self.run.exchanges
            words = exchanges[-1].words if exchanges else self.run.opening
            values = {"task": self._view.script.task, "words": words, "state": self.run.state}
            self._say("stehen_geblieben", self._view.place | values, self._view.rows)

    @property
    def was_planning(self) -> bool:
        """The planning sheet was interrupted."""
        return self.run.back == State.PLANNING

    @property
    def was_asking(self) -> bool:
        """A task was interrupted."""
        return self.run.back == State.ASKING

    @property
    def was_talking(self) -> bool:
        """A talk was interrupted."""
        return self.run.back == State.TALKING

    @property
    def was_closed(self) -> bool:
        """The end of a station was interrupted."""
        return self.run.back == State.CLOSED

    def _interrupt(self) -> None:
        if self.came_from in PLAYING:
            self._change(back=self.came_from)

    # --- the reminder ------------------------------------------------------------------------------------------

    def remind(self) -> None:
        """One line about the open run."""
        self._change(reminder=None)
        self._say("erinnerung", self._view.place, self._view.reminding)

    def wait_for_morning(self) -> None:
        """The timer came late, into the quiet hours."""
        due = reminder.awake(self.session.trainee, self.moment.now)
        self._change(reminder=due)
        self.effects.append(Remind(reminder.KEY, due))

    def snooze(self) -> None:
        """Recall the run tomorrow."""
        person = self.session.trainee
        due = reminder.next_due(person, self.moment.now)
        self._say("spaeter_erinnert", {"due": due.astimezone(ZoneInfo(person.zone))})

    def mute(self) -> None:
        """No reminders any more."""
        self.session = replace(self.session, person=replace(self.session.trainee, reminders=False))
        self._say("nicht_mehr_erinnert", {})

    @property
    def was_reminded(self) -> bool:
        """A reminder was the last thing said: whoever comes back wants to see first where she was."""
        return self.session.trainee.reminders and self.run.reminder is None

    @property
    def is_quiet(self) -> bool:
        """The person does not want to be disturbed now."""
        return reminder.awake(self.session.trainee, self.moment.now) > self.moment.now
