"""One event in a run: the throw-away object that walks the turn machine and gathers what follows.

Conditions and deeds here are named in the rows of `flows.turns`.
"""

from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows import customer, feedback, figures, reminder, review
from flows.course import Ending
from flows.dialogue import TURNS, Dialogue
from flows.effects import Cancel, Edit, Effect, RecordAnswer, RecordRun, Remind, Rows, Say, Values
from flows.events import Edited, Event, Said, Unreadable
from flows.excuse import excuse
from flows.moment import Moment
from flows.play import Play
from flows.run import GIVEN_UP, PLAYED, Attempt, Bubble, Exchange, Note, Remark, Run, Station, better
from flows.scoring import Flag
from flows.session import Session, Step
from flows.stations import REVIEW, WAYS, Way, decides, variant_of
from flows.turns import PLAYING, RULEBOOK, State, Trigger
from flows.view import View

LONGEST, MOST = 4096, 10  # characters and bubbles of one answer; what a flood brings beyond is not read
SPOKEN = 4  # so many of his latest words the customer avoids


class Outcome(NamedTuple):
    """What the end of a station brings."""

    station: Station
    following: str
    ending: Ending | None = None
    reason: str = ""


class Scene:
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

    def fire(self, trigger: Trigger) -> Step:
        """What follows from `trigger`."""
        RULEBOOK.fire(self, trigger)
        return self.left()

    def left(self) -> Step:
        """The session as the scene leaves it, and what follows."""
        over = self.run.state == State.OVER
        return replace(self.session, run=None if over else self.run), self.effects

    def open(self) -> None:
        """Begin where the run stands: with the planning sheet, or at its station."""
        if self.run.state == State.PLANNING:
            self.ask_element()
        else:
            self.enter(self.run.station)

    # --- stations ----------------------------------------------------------------------------------------------

    def enter(self, station: str, ending: Ending | None = None, skipped: str = "") -> None:
        """Tell the task of `station` and let the customer open; `ending` is what he just decided, `skipped` the title
        of the phase before if nothing was answered there.
        """
        self._change(station=station, attempts=(), attempt=1, hint="", mark=self._next())
        values = {"task": self._view.script.task, "ending": ending, "skipped": skipped}
        self._begin("aufgabe", self._view.place | values)

    def repeat(self) -> None:
        """Another attempt, with the checklist in view."""
        self._change(attempt=self.run.attempt + 1, mark=self._next())
        values = {"items": self._view.phase.items, "hint": self.run.hint, "talks": self._view.talks}
        self._begin("nochmal", values)

    def advance(self) -> None:
        """On to the next station."""
        outcome = self._outcome
        self._close(outcome)
        skipped = self.play.phase(outcome.station.id).title if outcome.station.skipped else ""
        self.enter(outcome.following, outcome.ending, skipped)

    def finish(self) -> None:
        """The run is over; the review follows."""
        self._close(self._outcome)
        self._review()

    def break_off(self) -> None:
        """The customer ends the talk in the midst of it."""
        self.react()
        self._keep(Outcome(self._closed, self._follow(Way.WALKS_OUT), Ending.WALKS_OUT))
        self._review()

    @property
    def ends(self) -> bool:
        """The review follows this station."""
        return self._outcome.following == REVIEW

    @property
    def is_unanswered(self) -> bool:
        """No attempt was made here yet."""
        return not self.run.attempts

    @property
    def is_settled(self) -> bool:
        """No further attempt is left."""
        return not self.run.can_retry

    def refuse_retry(self) -> None:
        """Both attempts were made."""
        self._say("kein_drittes_mal", {}, self._view.rows)

    def _begin(self, template: str, values: Values) -> None:
        """What is to be done, then in a talk the customer's opening; the buttons stand below the last of it."""
        opening = Dialogue(self.play, self.run, self.moment.random).open() if self._view.talks else ""
        self._change(opening=opening, reply="", feedback="")
        self._say(template, values, () if opening else self._view.rows)
        if opening:
            self._speak(opening, self._view.rows)

    def _close(self, outcome: Outcome) -> None:
        self._keep(outcome)
        if outcome.ending is not None:
            wordings = customer.words_of_ending(self.play.scenario, outcome.ending, variant_of(outcome.station.id))
            self._speak(customer.draw(wordings, self.run.spoken, self.moment.random))

    def _keep(self, outcome: Outcome) -> None:
        self._change(
            stations=(*self.run.stations, outcome.station),
            mood=outcome.station.mood,
            known=self._view.known,
            ending=outcome.ending or self.run.ending,
            reason=outcome.reason or self.run.reason,
        )

    def _review(self) -> None:
        run = self.run
        summary = figures.summary(self.play.edition.phases, run)
        self.effects += [
            *review.effects(self.play, run),
            RecordRun(run.id, run.course, run.scenario, str(run.ending or PLAYED), summary),
            Cancel(reminder.KEY),
        ]
        self.session = replace(self.session, last=run)

    @cached_property
    def _outcome(self) -> Outcome:
        station, phases, rules = self._closed, self.play.edition.phases, self.play.edition.rules
        played = (*self.run.stations, station)
        offences = sum(each.conduct.count(Flag.RESPEKT) for each in played)
        if self._view.talks and customer.walks_out(rules, station.mood, offences):
            return Outcome(station, self._follow(Way.WALKS_OUT), Ending.WALKS_OUT)
        if decides(station.id):
            score, guesses = figures.share(phases, played), figures.guesses(phases, played)
            rule = customer.decide(rules, station.mood, score, len(self._view.known), guesses)
            return Outcome(station, self._follow(WAYS[rule.ending]), rule.ending, rule.reason)
        return Outcome(station, self._follow(Way.SKIP if station.skipped else Way.ADVANCE))

    def _follow(self, way: Way) -> str:
        return self.play.stations.follow(self.run.station, way)

    @property
    def _closed(self) -> Station:
        """The present station as it is when it ends now; the better attempt counts, and its mood."""
        run, rules, private = self.run, self.play.edition.rules, self._view.phase.private
        station = Station(run.station, self._view.phase.id, run.mood, run.known, run.mood)
        if not run.attempts:
            return replace(station, mood=customer.pass_over(rules, run.mood)) if self._view.talks else station
        best = better(run.attempts)
        items = feedback.in_order(self._view.phase, best.verdict)
        remarks = tuple(Remark(item.reason, item.missing, item.item == run.hint) for item in items)
        return replace(
            station,
            levels=tuple(item.level for item in items),
            remarks=remarks,
            guesses=tuple(item.best_guess if item.level is None else item.level for item in items),
            mood=run.mood if private else customer.settle(rules, best.exchanges[-1].mood, best.verdict),
            conduct=tuple(name for exchange in best.exchanges for name in exchange.conduct),
        )

    # --- an answer ---------------------------------------------------------------------------------------------

    def react(self) -> None:
        """The customer's reaction, then the feedback; both are corrected if the answer was."""
        before, attempt = self._corrected, self._attempt
        exchange = attempt.exchanges[-1]
        self._change(attempts=(*self.run.attempts[: self.run.attempt - 1], attempt))
        if before is None:
            self._reply(exchange)
        else:
            self._reply_anew(exchange, before)
        self._record(attempt)

    def _reply(self, exchange: Exchange) -> None:
        slot = self._next()
        self._change(mark=slot, feedback=slot, reply=slot)
        if exchange.words:
            self._change(reply=self._next())
            self._speak(exchange.words, slot=self.run.reply)
        alone = not exchange.words  # then the pause before a reply lets further bubbles arrive
        self._say("rueckmeldung", self._view.feedback, self._view.rows, slot=slot, typing=alone)

    def _reply_anew(self, exchange: Exchange, before: Exchange) -> None:
        if exchange.words != before.words:
            self._remember(exchange.words)
            self.effects.append(Edit(self.run.reply, "kunde", self._view.spoken(exchange.words)))
        self.effects.append(Edit(self.run.feedback, "rueckmeldung", self._view.feedback, self._view.rows))

    @cached_property
    def joins(self) -> bool:
        """Another bubble of an answer whose reply has not been sent."""
        return isinstance(self.event, Said) and bool(self.run.exchanges) and self.run.reply in self.moment.unsent

    @property
    def is_full(self) -> bool:
        """The answer is as long as an answer may be."""
        last = self.run.exchanges[-1]
        return len(last.answer) >= LONGEST or len(last.bubbles) >= MOST

    @cached_property
    def rewrites(self) -> bool:
        """A bubble of the latest answer was edited."""
        bubbles = self.run.exchanges[-1].bubbles if self.run.exchanges else ()
        return isinstance(self.event, Edited) and any(each.message == self.event.message for each in bubbles)

    @property
    def offends(self) -> bool:
        """The customer has had enough."""
        return self._attempt.exchanges[-1].reaction == Ending.WALKS_OUT

    @property
    def is_last_turn(self) -> bool:
        """Nothing more can be said after this answer."""
        return not self._view.talks or len(self.run.exchanges) + 1 >= TURNS

    def stop_flood(self) -> None:
        """So much is not read as one answer."""
        self._excuse("genug", {})

    def point_to_buttons(self) -> None:
        """A button leads on here, not a text."""
        self._excuse("erst_knopf", {"can_retry": self.run.can_retry}, self._view.rows)

    def refuse_edit(self) -> None:
        """Too late to change that message."""
        self._excuse("zu_spaet_geaendert", {})

    @cached_property
    def _corrected(self) -> Exchange | None:
        """The exchange this event changes, if it does not begin a new one."""
        return self.run.exchanges[-1] if self.joins or self.rewrites else None

    @cached_property
    def _attempt(self) -> Attempt:
        """The present attempt with this answer in it."""
        before = self._corrected
        earlier = self.run.exchanges if before is None else self.run.exchanges[:-1]
        bubbles = (self._bubble,) if before is None else _with_bubble(before.bubbles, self._bubble)
        return Dialogue(self.play, self.run, self.moment.random).listen(earlier, bubbles, before)

    @property
    def _bubble(self) -> Bubble:
        if not isinstance(self.event, Said | Edited):
            raise TypeError(f"{self.event!r} has no text")
        return Bubble(self.event.message, self.event.text)

    def _record(self, attempt: Attempt) -> None:
        run = self.run
        self.effects.append(
            RecordAnswer(
                run=run.id,
                course=run.course,
                scenario=run.scenario,
                station=run.station,
                phase=self._view.phase.id,
                attempt=run.attempt,
                turn=len(attempt.exchanges),
                text=attempt.exchanges[-1].answer,
                verdict=attempt.verdict,
            )
        )

    # --- the planning sheet ------------------------------------------------------------------------------------

    def ask_element(self) -> None:
        """Ask for the next element of the sheet."""
        slot = self._next()
        self._change(mark=slot, reply=slot)
        self._say("planzettel", self._view.sheet, self._view.rows, slot=slot)

    def note(self) -> None:
        """Write the answer into the open element."""
        self._note(self._bubble)

    def leave_out(self) -> None:
        """Leave the open element empty."""
        self._note(None)

    def take_back(self) -> None:
        """Back to the element before; its old note goes."""
        self._change(notes=self.run.notes[:-1])

    def add_to_note(self) -> None:
        """Another bubble belongs to the note just written."""
        last = self.run.notes[-1]
        text = "\n".join(part for part in (last.bubble and last.bubble.text, self._bubble.text) if part)
        self._change(notes=(*self.run.notes[:-1], Note(last.element, Bubble(self._bubble.message, text[:LONGEST]))))

    def change_note(self) -> None:
        """A note reads differently now."""
        self._change(
            notes=tuple(
                Note(note.element, self._bubble)
                if note.bubble and note.bubble.message == self._bubble.message
                else note
                for note in self.run.notes
            )
        )
        self._say("notiz_geaendert", {})

    def close_sheet(self) -> None:
        """The sheet is filled: show it and begin the first station."""
        titles = {element.id: element.title for element in self.play.course.sheet}
        notes = [(titles[note.element], note.bubble.text if note.bubble else "") for note in self.run.notes]
        self._say("planzettel_fertig", {"notes": notes})
        self.enter(self.run.station)

    @property
    def is_last_element(self) -> bool:
        """The sheet is filled after this element."""
        return len(self.run.notes) + 1 >= len(self.play.course.sheet)

    @property
    def joins_note(self) -> bool:
        """Another bubble of a note; the next question has not been sent."""
        return bool(self.run.notes and self.run.notes[-1].bubble) and self.run.reply in self.moment.unsent

    @property
    def rewrites_note(self) -> bool:
        """A note was edited."""
        return any(note.bubble and note.bubble.message == self._bubble.message for note in self.run.notes)

    def _note(self, bubble: Bubble | None) -> None:
        element = self.play.course.sheet[len(self.run.notes)]
        self._change(notes=(*self.run.notes, Note(element.id, bubble)))

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
        self._say("mehr", {}, self._view.more)

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
        self._say("aufhoeren_frage", {"stations": len(self.run.stations)}, self._view.rows)

    def give_up(self) -> None:
        """Leave for good."""
        self._say("aufgehoert", {}, ((review.ANEW,),))
        self.effects += [*given_up(self.play, self.run), Cancel(reminder.KEY)]

    def recall(self) -> None:
        """Where the trainee stopped, with the customer's last words."""
        if self.run.state in (State.PAUSED, State.LEAVING):
            self._say("noch_pause", {"leaving": self.run.state == State.LEAVING}, self._view.rows)
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

    # --- what is said ------------------------------------------------------------------------------------------

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


def given_up(play: Play, run: Run) -> list[Effect]:
    """What is kept of a run that was left for good."""
    return [RecordRun(run.id, run.course, run.scenario, GIVEN_UP, figures.summary(play.edition.phases, run))]


def _with_bubble(bubbles: tuple[Bubble, ...], bubble: Bubble) -> tuple[Bubble, ...]:
    """With `bubble` in place of its earlier text, or at the end."""
    if any(each.message == bubble.message for each in bubbles):
        return tuple(bubble if each.message == bubble.message else each for each in bubbles)
    return (*bubbles, bubble)
