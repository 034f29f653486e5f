"""/wiederholung: one message a day at the trainee's hour, and a round of at most five questions and tasks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows import quiet
from flows.course import Phase
from flows.effects import Button, Cancel, Drop, Effect, Keep, RecordAnswer, Remind, Rows, Say
from flows.events import Commanded, Due, Edited, Event, Pressed, Said
from flows.library import Library
from flows.moment import ANSWERS, Moment
from flows.reflection.content import Question, Task
from flows.reflection.judging import Judged, chosen, judge, pick
from flows.reflection.telling import choices, verdict, worded
from flows.repetition.cards import (
    CARD_KIND,
    COURSE,
    DAY_KIND,
    PHASE,
    Card,
    Day,
    answered,
    due,
    gather,
    next_day,
    next_wording,
)
from flows.repetition.sheet import RepetitionSheet
from flows.replies import NOT_KNOWN
from flows.roleplay import feedback, reminder
from flows.rooms import open_sheet
from flows.scoring import Exercise, Turn, Verdict
from flows.session import Person, Session, Step
from flows.settings import way_back

NAME = "wiederholung"
GO, LATER = f"{NAME}:los", f"{NAME}:spaeter"
PICK, PASS = f"{NAME}:wahl", f"{NAME}:weiss"
TODAY = "heute"
"""The id under which the day of the last message is kept."""


class Repetition:
    """The flow: the daily message, and the round it offers."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def wants(self, session: Session, event: Event) -> frozenset[str]:
        """The cards; recorded answers only when a round or the daily message is made up."""
        kinds = frozenset({CARD_KIND, DAY_KIND})
        return kinds if _is_open(session) and isinstance(event, Said | Edited | Pressed) else kinds | {ANSWERS}

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """What follows."""
        round_ = _Round(session, moment, self._library)
        match event:
            case Due():
                round_.remind()
            case Pressed(action, _, "") if action == LATER:
                round_.later()
            case Commanded() | Pressed(_, _, "") if round_.is_open:
                round_.show()
            case Commanded():
                round_.look()
            case Pressed(action, _, "") if action == GO:
                round_.begin()
            case Said() if round_.is_open:
                round_.hear(event)
            case Edited() if round_.is_open:
                round_.correct(event)
            case Pressed() if round_.is_open:
                if not round_.press(event):
                    round_.effects.append(Say("reflexion_vorbei"))
                    round_.show()
            case Pressed() | Said():
                round_.look()
        return round_.session, round_.effects


class _Round:
    """One event; afterwards `session` and `effects` are what followed."""

    def __init__(self, session: Session, moment: Moment, library: Library) -> None:
        self.session = session
        self.effects: list[Effect] = []
        self._moment = moment
        self._library = library
        self._content = library.reflection
        self._today = moment.now.astimezone(ZoneInfo(session.trainee.zone)).date()
        self._cards: dict[str, Card] = dict(moment.kept.all(CARD_KIND))
        if isinstance(session.sheet, RepetitionSheet) and not self._can_be_asked(session.sheet.card):
            self.session = replace(session, sheet=None)  # its question is no longer among the content

    @property
    def is_open(self) -> bool:
        """Whether a question waits for an answer."""
        return _is_open(self.session)

    @property
    def sheet(self) -> RepetitionSheet:
        """The open sheet."""
        return open_sheet(self.session, RepetitionSheet)

    # --- the daily message -------------------------------------------------------------------------------------

    def remind(self) -> None:
        """The one message of the day, outside the quiet hours, if something is due; the next day is set already."""
        person, now = self.session.trainee, self._moment.now
        if not person.reminders:
            return
        awake = reminder.awake(person, now)
        if awake > now:
            self.effects.append(Remind(NAME, awake))
            return
        self._gather()
        ready = self._ready()
        told: Day | None = self._moment.kept.all(DAY_KIND).get(TODAY)
        if ready and (told is None or told.day != self._today):
            self.effects.append(Keep(DAY_KIND, TODAY, Day(self._today)))
            self.effects.append(Say("wiederholung", self._offer(ready), _offered()))
        day = next_day(self._cards)
        if day is not None:
            self.effects.append(Remind(NAME, next_hour(person, self._moment, day)))

    def later(self) -> None:
        """Tomorrow again."""
        when = reminder.next_due(self.session.trainee, self._moment.now)
        local = when.astimezone(ZoneInfo(self.session.trainee.zone))
        self.effects += [Remind(NAME, when), Say("spaeter_erinnert", {"due": local})]

    def look(self) -> None:
        """What is due, or when the next thing is."""
        self._gather()
        ready = self._ready()
        if ready:
            self.effects.append(Say("wiederholung", self._offer(ready), (_offered()[0], (way_back(self.session),))))
            return
        day = next_day(self._cards)
        full = day is not None and day <= self._today
        rows: Rows = ((Button("reflexion", "reflexion"),), (way_back(self.session),))
        self.effects.append(Say("wiederholung_leer", {"tag": day, "genug": full}, rows))

    def _offer(self, ready: Sequence[str]) -> dict[str, object]:
        phases = self._library.current.phases
        return {
            "anzahl": len(ready),
            "fragen": sum(_phase_of(id_) == "" for id_ in ready),
            "phasen": [phases[phase] for id_ in ready if (phase := _phase_of(id_))],
        }

    # --- the round ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The first of what is due."""
        self._gather()
        ready = self._ready()
        if not ready:
            self.look()
            return
        self._ask(ready[0], tuple(ready[1:]), ())

    def show(self, *, again: str = "") -> None:
        """What is asked now, with fresh buttons."""
        self.session = replace(self.session, serial=self.session.serial + 1)
        self._change(mark=f"w{self.session.serial}")
        sheet, question = self.sheet, self._question
        values = {
            "nummer": len(sheet.results) + 1,
            "anzahl": len(sheet.results) + 1 + len(sheet.queue),
            "phase": self._phase,
            "punkte": self._items,
            "text": worded(question, sheet.wording) if question else self._task.task,
            "noch_einmal": again,
        }
        picks = choices(question, PICK, sheet.mark) if question else ()
        rows: Rows = (*picks, (Button(PASS, "weiss_nicht", "", sheet.mark),))
        self.effects.append(Say("wiederholung_frage", values, rows))

    def hear(self, event: Said, *, corrected: bool = False) -> None:
        """An answer."""
        before, card = replace(self.sheet, undo=None, before=None, message=0), self._cards.get(self.sheet.card)
        text, question = event.text, self._question
        if event.word in NOT_KNOWN or set(text.split()) == {"?"}:
            self._pass()
        elif question is not None and question.choices:
            number = chosen(list(question.choices.values()), text)
            if number is None:
                self.show(again="wahl")
            else:
                self._judged(question, pick(question, list(question.choices)[number]), corrected=corrected)
        elif not any(map(str.isalnum, text)):
            self.show(again="worte")
        elif question is not None:
            self._judged(question, judge(question, text), corrected=corrected)
        else:
            self._scored(text, corrected=corrected)
        if self.is_open:
            self._change(message=event.message, undo=before, before=card)

    def correct(self, event: Edited) -> None:
        """The latest answer reads differently: what it did is undone, and the new one taken."""
        sheet = self.sheet
        if sheet.undo is None or sheet.message != event.message or not self._can_be_asked(sheet.undo.card):
            return
        self.session = replace(self.session, sheet=sheet.undo)
        if sheet.before is not None:
            self._keep(sheet.undo.card, sheet.before)
        self.hear(Said(event.text, event.message), corrected=True)

    def press(self, event: Pressed) -> bool:
        """A button of this question; False if it belongs to an earlier one."""
        if event.mark != self.sheet.mark:
            return False
        question, number = self._question, event.argument
        if event.action == PASS:
            self._pass()
        elif event.action == PICK and question is not None and number.isdecimal() and len(number) < 3:
            if int(number) >= len(question.choices):
                return False
            self._judged(question, pick(question, list(question.choices)[int(number)]))
        else:
            return False
        if self.is_open:
            self._change(message=0, undo=None, before=None)
        return True

    def _ask(self, id_: str, queue: tuple[str, ...], results: tuple[int | None, ...]) -> None:
        """The next one, in other words than last time."""
        question = self._content.questions.get(id_.partition(":")[2])
        count = len(question.wordings) if question else len(self._content.tasks[_phase_of(id_)])
        random = self._moment.random
        card = self._cards[id_]
        wording = next_wording(card.wording, count, random.getrandbits(16))
        self._keep(id_, replace(card, wording=wording))
        run = f"w{random.getrandbits(44):011x}"
        sheet = RepetitionSheet(id_, wording, queue, bool(question and question.choices), run=run, results=results)
        self.session = replace(self.session, sheet=sheet)
        self.show()

    def _pass(self) -> None:
        """Not known: the answer is told, and it comes again tomorrow."""
        question = self._question
        if question is not None:
            self._judged(question, Judged(0, (), tuple(idea.title for idea in question.ideas)), known=False)
            return
        values = {"phase": self._phase, "muster": self._task.model_answer, "zeilen": (), "geaendert": False}
        self.effects.append(Say("wiederholung_urteil", values | self._when(0)))
        self._on(0)

    def _judged(self, question: Question, judged: Judged, *, known: bool = True, corrected: bool = False) -> None:
        returns = self._after(judged.level).due is not None
        self.effects.append(verdict(question, judged, known=known, corrected=corrected, returns=returns))
        self._on(judged.level)

    def _scored(self, text: str, *, corrected: bool) -> None:
        """A task of a phase: recorded like any answer, and measured by the items that had gone amiss."""
        phase, task, sheet = self._phase, self._task, self.sheet
        if phase is None:
            raise LookupError(f"{sheet.card!r} is no card of a phase")
        scored = self._library.engine.score(Exercise(phase.id, task.task), [Turn(text)])
        self.effects.append(RecordAnswer(sheet.run, COURSE, "", phase.id, phase.id, 1, 1, text, scored))
        level = _weakest(scored, self._cards[sheet.card].items)
        values = {
            "phase": phase,
            "muster": task.model_answer,
            "zeilen": feedback.lines(phase, scored, ""),
            "geaendert": corrected,
        }
        self.effects.append(Say("wiederholung_urteil", values | self._when(level)))
        self._on(level)

    def _on(self, level: int | None) -> None:
        """The card is put back, and the next one drawn."""
        sheet = self.sheet
        self._keep(sheet.card, self._after(level))
        results = (*sheet.results, level)
        queue = tuple(id_ for id_ in sheet.queue if self._can_be_asked(id_))
        if queue:
            self._ask(queue[0], queue[1:], results)
            return
        self.session = replace(self.session, sheet=None)
        values = {"gefragt": len(results), "gewusst": results.count(2), "tag": next_day(self._cards)}
        self.effects.append(Say("wiederholung_ende", values, ((way_back(self.session),),)))

    def _after(self, level: int | None) -> Card:
        return answered(self._cards[self.sheet.card], level, self._today)

    def _when(self, level: int | None) -> dict[str, date | None]:
        return {"tag": self._after(level).due}

    # --- what is here ------------------------------------------------------------------------------------------

    def _gather(self) -> None:
        """What went amiss since the last look becomes cards."""
        person = self.session.trainee
        phases: Mapping[str, Phase] = self._library.current.phases
        for id_, card in gather(self._cards, self._moment.answers, phases, person.zone).items():
            if card is None:
                del self._cards[id_]
                self.effects.append(Drop(CARD_KIND, id_))
            elif card != self._cards.get(id_):
                self._keep(id_, card)

    def _ready(self) -> list[str]:
        return due({id_: card for id_, card in self._cards.items() if self._can_be_asked(id_)}, self._today)

    def _can_be_asked(self, id_: str) -> bool:
        """Whether there is still a question or a task for the card."""
        phase = _phase_of(id_)
        if phase:
            return bool(self._content.tasks.get(phase)) and id_ in self._cards
        return id_.partition(":")[2] in self._content.questions and id_ in self._cards

    def _keep(self, id_: str, card: Card) -> None:
        self._cards[id_] = card
        self.effects.append(Keep(CARD_KIND, id_, card))

    @property
    def _question(self) -> Question | None:
        return self._content.questions.get(self.sheet.card.partition(":")[2])

    @property
    def _phase(self) -> Phase | None:
        return self._library.current.phases.get(_phase_of(self.sheet.card))

    @property
    def _items(self) -> list[str]:
        """What to mind this time: the items that had gone amiss."""
        wanted = self._cards[self.sheet.card].items
        return [item.explanation for item in self._phase.items if item.id in wanted] if self._phase else []

    @property
    def _task(self) -> Task:
        tasks = self._content.tasks[_phase_of(self.sheet.card)]
        return tasks[self.sheet.wording % len(tasks)]

    def _change(self, **changes: object) -> None:
        self.session = replace(self.session, sheet=replace(self.sheet, **changes))


def recall(before: Person, person: Person, effects: Sequence[Effect], moment: Moment) -> list[Effect]:
    """The timer of the daily message, whenever something went amiss or the trainee's hours change."""
    if not person.reminders:
        return [Cancel(NAME)] if before.reminders else []
    moved = _hours(before) != _hours(person)
    return [Remind(NAME, next_hour(person, moment))] if moved or any(map(_amiss, effects)) else []


def _hours(person: Person) -> tuple[object, ...]:
    return person.zone, person.quiet_from, person.quiet_until, person.reminders, person.reminder_time


def next_hour(person: Person, moment: Moment, day: date | None = None) -> datetime:
    """The next time the daily message may come, not before `day`: at her hour, or when her quiet hours end."""
    soonest = quiet.next_time(moment.now, person.zone, person.reminder_time)
    wanted = soonest if day is None else max(soonest, quiet.on_day(day, person.zone, person.reminder_time))
    return reminder.awake(person, wanted)


def _amiss(effect: Effect) -> bool:
    match effect:
        case RecordAnswer(verdict=scored):
            return any(item.level == 0 for item in scored.items)
        case Keep(kind, _, Card(due=day)) if kind == CARD_KIND:
            return day is not None
    return False


def _weakest(scored: Verdict, items: Sequence[str]) -> int | None:
    """The lowest level of the items that count; None if the rest is met and one of them cannot be told."""
    levels = [each.level for each in scored.items if each.item in items]
    clear = [level for level in levels if level is not None]
    if None in levels and min(clear, default=2) == 2:
        return None
    return min(clear, default=None)


def _is_open(session: Session) -> bool:
    return isinstance(session.sheet, RepetitionSheet)


def _phase_of(id_: str) -> str:
    """The phase of a card; empty for a question."""
    kind, _, name = id_.partition(":")
    return name if kind == PHASE else ""


def _offered() -> Rows:
    return (Button(GO, "start"),), (Button(LATER, "spaeter"),)
