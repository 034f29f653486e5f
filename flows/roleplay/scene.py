"""Playing: stations are entered and left, answers are heard. The throw-away object that walks the turn machine.

Conditions and deeds named in the rows of `turns` are here, in `sheet` and in `aside`.
"""

from functools import cached_property
from typing import NamedTuple

from msgspec.structs import replace

from flows.course import Ending
from flows.effects import Cancel, Edit, RecordAnswer, RecordRun, Values
from flows.events import Edited, Said
from flows.roleplay import customer, feedback, figures, reminder, review
from flows.roleplay.aside import Aside
from flows.roleplay.dialogue import TURNS, Dialogue
from flows.roleplay.run import PLAYED, Attempt, Bubble, Exchange, Mood, Remark, Station, better
from flows.roleplay.sheet import Sheet
from flows.roleplay.stations import REVIEW, WAYS, Way, decides, variant_of
from flows.roleplay.turns import RULEBOOK, State, Trigger
from flows.session import Step

LONGEST, MOST = 4096, 10  # characters and bubbles of one answer; what a flood brings beyond is not read


class Outcome(NamedTuple):
    """What the end of a station brings."""

    station: Station
    following: str
    ending: Ending | None = None
    reason: str = ""


class Scene(Sheet, Aside):
    """The run at one moment, as the rows of the turn machine walk it."""

    def fire(self, trigger: Trigger) -> Step:
        """What follows from `trigger`."""
        RULEBOOK.fire(self, trigger)
        return self.left()

    def left(self) -> Step:
        """The session as the scene leaves it, and what follows."""
        over = self.run.state == State.OVER
        return replace(self.session, run=None if over else self.run), self.effects

    def open(self) -> None:
        """With the planning sheet, if there is one, or at the station where the run stands."""
        if self.run.state == State.PLANNING:
            self.ask_element()
        else:
            self.begin()

    # --- stations ----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The first station."""
        self.enter(self.run.station)

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
        station = self._left(self.run.attempts[-1])
        self._keep(Outcome(station, self._follow(Way.WALKS_OUT), Ending.WALKS_OUT))
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
        if decides(station.id):
            score, met = figures.share(phases, played), figures.met(phases, played)
            rule = customer.decide(rules, station.mood, score, len(self._view.known), met)
            return Outcome(station, self._follow(WAYS[rule.ending]), rule.ending, rule.reason)
        return Outcome(station, self._follow(Way.SKIP if station.skipped else Way.ADVANCE))

    def _follow(self, way: Way) -> str:
        return self.play.stations.follow(self.run.station, way)

    @property
    def _closed(self) -> Station:
        """The present station as it is when it ends now; the better attempt counts, and its mood."""
        if self.run.attempts:
            return self._left(better(self.run.attempts))
        mood = self.run.mood
        return self._station(customer.pass_over(self.play.edition.rules, mood) if self._view.talks else mood)

    def _left(self, counting: Attempt) -> Station:
        """The present station with the attempt that counts."""
        rules, private = self.play.edition.rules, self._view.phase.private
        exchanges, verdict = counting.exchanges, counting.verdict
        items = feedback.in_order(self._view.phase, verdict)
        return replace(
            self._station(self.run.mood if private else customer.settle(rules, exchanges[-1].mood, verdict)),
            levels=tuple(item.level for item in items),
            remarks=tuple(Remark(item.reason, item.missing, item.item == self.run.hint) for item in items),
            conduct=tuple(name for exchange in exchanges for name in exchange.conduct),
            offence=next((exchange.offence for exchange in reversed(exchanges) if exchange.offence), ""),
        )

    def _station(self, mood: Mood) -> Station:
        return Station(self.run.station, self._view.phase.id, self.run.mood, self.run.known, mood)

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
        self._excuse("erst_knopf", {"can_retry": self._view.can_improve}, self._view.rows)

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


def _with_bubble(bubbles: tuple[Bubble, ...], bubble: Bubble) -> tuple[Bubble, ...]:
    """With `bubble` in place of its earlier text, or at the end."""
    if any(each.message == bubble.message for each in bubbles):
        return tuple(bubble if each.message == bubble.message else each for each in bubbles)
    return (*bubbles, bubble)
