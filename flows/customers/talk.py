"""The dialogue on an open sheet: one question at a time, each answer kept as soon as it is given."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from rapidfuzz import fuzz, process

from flows import dates, replies
from flows.activities.activity import When
from flows.activities.readings import lasting, readings
from flows.course import DOSSIER_FIELDS, Phase
from flows.customers import pages
from flows.customers.customer import CUSTOMER, MOST, STEP, Customer, What, customers, fresh_id, named
from flows.customers.effort import QUESTIONS, activities
from flows.customers.grades import LEVELS, Grade, Question, suggest
from flows.customers.sheet import CustomerSheet, Stage, Stop, Undo
from flows.customers.upload import LONGEST_NAME
from flows.effects import Effect, Keep, Remind, Rows, Say
from flows.events import Edited, Pressed, Said
from flows.library import Library
from flows.moment import Moment
from flows.quiet import on_day
from flows.replies import NO, TO_BACK, YES
from flows.roleplay import reminder
from flows.rooms import open_sheet
from flows.session import Session
from flows.spelling import fold

LONGEST = 700
SIMILAR = 80
NOT_KNOWN = replies.NOT_KNOWN | {"ohne tag", "nichts", "leer"}
ENOUGH = frozenset({"fertig", "genug", "das reicht", "ende", "schluss"})
NO_IDEA = frozenset({"keine idee", "noch keine idee", "keine vorstellung", "verschieben", "kontakt verschieben"})
WORDS = {
    **dict.fromkeys(("wenig", "gering", "schlecht", "kaum", "klein", "niedrig", "nein", "nicht"), 0),
    **dict.fromkeys(("mittel", "teilweise", "etwas", "geht so", "teils", "mittelmaessig", "durchschnittlich"), 1),
    **dict.fromkeys(("viel", "hoch", "gross", "gut", "sehr", "sehr gut", "sehr gross", "ja", "voll"), 2),
}
"""How a level can be said."""

POSTPONE = "verschieben"
TALK = "gespraech"
"""What a day is asked for; that of a plan is the phase."""

DOSSIER = tuple(
    stop
    for field in DOSSIER_FIELDS
    for stop in ((Stop(Stage.PHASE), Stop(Stage.STEP)) if field == "status" else (Stop(Stage.FIELD, field),))
)
"""The seven things, one at a time; for where he stands the next step is asked too."""

ASSESSMENT = (*(Stop(Stage.LEVEL, question.value) for question in Question), Stop(Stage.GRADE))
SHEET = (*(Stop(Stage.REDUCED, element) for element in QUESTIONS), Stop(Stage.DAY, TALK))


def contact_timer(id_: str) -> str:
    """The key of the timer that brings a postponed customer back."""
    return f"{pages.NAME}:kontakt:{id_}"


class Talk:
    """One step on the sheet of `session`; afterwards `session` and `effects` are what followed.

    `left` is the last stop of a dialogue that came to its end in this step: its page is to be shown.
    """

    def __init__(self, session: Session, moment: Moment, library: Library) -> None:
        self.session = session
        self.moment = moment
        self.effects: list[Effect] = []
        self.left: Stop | None = None
        self._edition = library.current
        self._customer = customers(moment).get(self.sheet.customer) if session.sheet else None

    @property
    def sheet(self) -> CustomerSheet:
        """The open sheet."""
        return open_sheet(self.session, CustomerSheet)

    @property
    def customer(self) -> Customer:
        """Whom it is about, as changed in this step."""
        if self._customer is None:
            raise LookupError("the sheet is about no customer")
        return self._customer

    @property
    def phases(self) -> Mapping[str, Phase]:
        """The sixteen."""
        return self._edition.phases

    @property
    def today(self) -> date:
        """By the person's calendar."""
        return self.local.date()

    @property
    def local(self) -> datetime:
        """Now, by the person's clock."""
        return self.moment.now.astimezone(ZoneInfo(self.session.trainee.zone))

    def begin(self, *stops: Stop, customer: str = "") -> None:
        """A fresh sheet with these questions, the first of them shown."""
        self.session = replace(self.session, sheet=CustomerSheet(stops[0], customer=customer, todo=stops[1:]))
        self._customer = customers(self.moment).get(customer)
        self.show(erste=True)

    def show(self, **values: Any) -> None:
        """What is asked now, with fresh buttons."""
        self.session = replace(self.session, serial=self.session.serial + 1)
        self.change(mark=f"k{self.session.serial}")
        sheet, stop = self.sheet, self.sheet.stop
        usual: dict[str, Any] = {"fehler": "", "erste": False, "name": self._customer.name if self._customer else ""}
        match stop.stage:
            case Stage.NAME:
                self.say("kunden_name", usual | values, pages.name_rows(sheet))
            case Stage.FIELD:
                field = self._edition.dossier[stop.key]
                known = self.customer.known.get(stop.key, "")
                number = DOSSIER_FIELDS.index(stop.key) + 1
                told = {"feld": field, "nummer": number, "bisher": known, "der_reihe_nach": bool(sheet.todo)}
                self.say("kunden_feld", usual | told | values, pages.text_rows(sheet, known))
            case Stage.PHASE:
                told = {"phase": self.phases.get(self.customer.phase), "nummer": 2}
                rows = pages.phase_rows(sheet, list(self.phases.values()), self.customer.phase)
                self.say("kunden_stand", usual | told | values, rows)
            case Stage.STEP:
                told = {"phase": self.phases.get(self.customer.phase), "bisher": self.customer.step}
                self.say("kunden_schritt", usual | told | values, pages.step_rows(sheet, self.customer.step))
            case Stage.DAY:
                told = {"wozu": stop.key if stop.key not in self.phases else "plan", "anzahl": len(sheet.days)}
                self.say("kunden_tag", usual | told | values, pages.day_rows(sheet, self.today))
            case Stage.LEVEL:
                told = {"frage": stop.key, "nummer": list(Question).index(Question(stop.key)) + 1}
                level = self.customer.levels.get(Question(stop.key))
                self.say("kunden_einschaetzung", usual | {"bisher": level} | told | values, pages.level_rows(sheet))
            case Stage.GRADE:
                found = suggest(self.customer.levels)
                told = {"vorschlag": found, "liste": self.customer.listed, "stufen": pages.levels(self.customer)}
                self.say("kunden_klasse", usual | told | values, pages.grade_rows(sheet, found))
            case Stage.HOPE:
                self.say("kunden_hoffnung", usual | {"klasse": self.customer.grade} | values, pages.hope_rows(sheet))
            case Stage.PLAN:
                planned = next((each for each in self.customer.plan if each.phase == stop.key), None)
                told = {"phase": self.phases[stop.key], "bisher": planned}
                self.say("kunden_planen", usual | told | values, pages.plan_rows(sheet, planned))
            case Stage.REDUCED:
                known = self.customer.reduced.get(stop.key, "")
                told = {"element": stop.key, "nummer": min(QUESTIONS.index(stop.key) + 1, 5), "bisher": known}
                self.say("kunden_zettel", usual | told | values, pages.text_rows(sheet, known))
            case _:
                self.say("kunden_notieren", usual | values, pages.name_rows(sheet))

    def say(self, template: str, values: Mapping[str, Any], rows: Rows) -> None:
        """A message."""
        self.effects.append(Say(template, values, rows))

    def change(self, **changes: Any) -> None:
        """Write on the sheet."""
        self.session = replace(self.session, sheet=replace(self.sheet, **changes))

    # --- what comes --------------------------------------------------------------------------------------------

    def hear(self, event: Said) -> None:
        """A text, which answers whatever is asked."""
        sheet = self.sheet
        undo = Undo(event.message, sheet.stop, sheet.todo, sheet.done, self._customer)
        unknown = event.word in NOT_KNOWN or set(event.text.split()) == {"?"}
        self._answer(event.text, "offen" if unknown else event.word)
        if self.session.sheet is not None:
            self.change(undo=undo)

    def correct(self, event: Edited) -> None:
        """The latest answer reads differently: what it did is undone, and the new one taken."""
        undo = self.sheet.undo
        if undo is None or undo.message != event.message:
            return
        self.change(stop=undo.stop, todo=undo.todo, done=undo.done, days=(), undo=None)
        if undo.customer is not None and self._customer is not None:
            self.keep(undo.customer)
        self.hear(Said(event.text, event.message))

    def press(self, event: Pressed) -> bool:
        """A button of this moment; False if it belongs to an earlier one. After it no answer can be edited any more."""
        if event.mark != self.sheet.mark or not self._act(event.action, event.argument):
            return False
        if self.session.sheet is not None:
            self.change(undo=None)
        return True

    def _act(self, action: str, argument: str) -> bool:
        stop = self.sheet.stop
        match action, stop.stage:
            case _, Stage.NAME:
                return False
            case pages.SKIP, _:
                self._pass()
            case pages.CLEAR, Stage.FIELD | Stage.REDUCED | Stage.STEP | Stage.PLAN:
                self._clear()
            case pages.BACK, _:
                self._back()
            case pages.ENOUGH, _:
                self._finish()
            case pages.NO_IDEA, Stage.STEP | Stage.GRADE:
                self._postpone()
            case pages.PHASE, Stage.PHASE if argument in self.phases:
                self._take_phase(argument)
            case pages.DAY, Stage.DAY:
                return self._tap_day(argument)
            case pages.LEVEL, Stage.LEVEL if argument in map(str, LEVELS):
                self._take_level(int(argument))
            case pages.CHOOSE, Stage.GRADE if argument in list(Grade):
                self._take_grade(Grade(argument))
            case pages.HOPE, Stage.HOPE:
                self._take_hope(hopeful=argument == "ja")
            case _:
                return False
        return True

    def _answer(self, text: str, word: str) -> None:
        stage = self.sheet.stop.stage
        if word in TO_BACK:
            self._back()
        elif word in ENOUGH and stage is not Stage.NAME:
            self._finish()
        elif word == "offen" and stage is not Stage.NAME:
            self._pass()
        elif word in NO_IDEA and stage in (Stage.STEP, Stage.GRADE):
            self._postpone()
        else:
            self._take(text, word)

    def _take(self, text: str, word: str) -> None:
        stop, said = self.sheet.stop, " ".join(text.split())
        match stop.stage:
            case Stage.PHASE:
                self._read_phase(word)
            case Stage.DAY:
                self._read_day(text)
            case Stage.LEVEL:
                if word in WORDS:
                    self._take_level(WORDS[word])
                else:
                    self.show(fehler="stufe")
            case Stage.GRADE:
                letter = word.removeprefix("klasse ").removesuffix("-kunde").upper()
                if letter in list(Grade):
                    self._take_grade(Grade(letter))
                else:
                    self.show(fehler="klasse")
            case Stage.HOPE if word in YES | NO:
                self._take_hope(hopeful=word in YES)
            case Stage.HOPE:
                self.show(fehler="ja_nein")
            case _ if not said:
                self.show(fehler="leer")
            case Stage.NAME:
                self._take_name(said)
            case _ if len(text) > LONGEST:
                self.show(fehler="zu_lang")
            case _:
                self._take_text(text.strip(), said)

    def _take_text(self, text: str, said: str) -> None:
        """A sentence of hers, as she wrote it."""
        stop, customer = self.sheet.stop, self.customer
        match stop.stage:
            case Stage.FIELD:
                self.keep(replace(customer, known={**customer.known, stop.key: text}))
            case Stage.REDUCED:
                self.keep(replace(customer, reduced={**customer.reduced, stop.key: text}))
            case Stage.NOTE:
                self.keep(customer.having(self.today, What.NOTE, said))
            case Stage.STEP:
                self.keep(replace(customer, step=said, step_day=None, step_handed=False, postponed=None).having(
                    self.today, What.STEP, said))  # fmt: skip
                return self._date(text, STEP)
            case Stage.PLAN:
                self.keep(customer.planning(pages.planned(stop.key, said)))
                return self._date(text, stop.key)
            case _:
                raise LookupError(f"no text is awaited at {stop.stage}")
        return self.advance()

    # --- name, phase, class ------------------------------------------------------------------------------------

    def _take_name(self, name: str) -> None:
        """A new customer, or another name for the one at hand."""
        id_ = self.sheet.customer
        if len(name) > LONGEST_NAME:
            return self.show(fehler="zu_lang")
        if (other := named(self.moment, name)) and other != id_:
            return self.show(fehler="doppelt")
        if id_:
            self.keep(replace(self.customer, name=name))
        elif len(customers(self.moment)) >= MOST:
            return self.show(fehler="voll")
        else:
            self.change(customer=fresh_id(self.moment))
            self.keep(Customer(name).having(self.today, What.BEGUN))
        return self.advance()

    def _read_phase(self, word: str) -> None:
        """A phase by its name, or by its number."""
        numbered = {str(phase.number): id_ for id_, phase in self.phases.items()}
        titles = {fold(title): id_ for id_, phase in self.phases.items() for title in (phase.title, phase.short)}
        found = numbered.get(word.removeprefix("phase ")) or titles.get(word)
        if found is None and (near := process.extractOne(word, titles.keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR)):
            found = titles[near[0]]
        if found is None:
            self.show(fehler="phase")
        else:
            self._take_phase(found)

    def _take_phase(self, phase: str) -> None:
        self.keep(self.customer.at(phase, self.today))
        self.advance()

    def _take_level(self, level: int) -> None:
        self.keep(replace(self.customer, levels={**self.customer.levels, Question(self.sheet.stop.key): level}))
        self.advance()

    def _take_grade(self, grade: Grade) -> None:
        self.keep(self.customer.graded(grade, self.today))
        if grade is Grade.A:
            return self.advance()
        self.change(todo=(Stop(Stage.HOPE), *self.sheet.todo))
        return self.advance()

    def _take_hope(self, *, hopeful: bool) -> None:
        before = self.customer.treated
        after = replace(self.customer, hopeful=hopeful)
        if after.treated is not before and after.treated is not None:
            after = after.having(self.today, What.GRADE, after.treated.value)
        self.keep(after)
        self.advance()

    def _postpone(self) -> None:
        """Without an idea what to do with him the contact waits for a day; the rest can wait too."""
        self.change(todo=(Stop(Stage.DAY, POSTPONE), *self.sheet.todo))
        self.advance()

    # --- days --------------------------------------------------------------------------------------------------

    def _date(self, text: str, purpose: str) -> None:
        """The day said in a sentence is taken; if there is none, or more than one, it is asked for."""
        found = dates.find(text, self.local)
        days = self._days(found.reading, purpose) if found else ()
        stop = Stop(Stage.DAY, purpose)
        if found and len(days) == 1 and not found.reading.ambiguous:
            self._take_day(days[0], purpose)
            return self.advance()
        self.change(todo=(stop, *self.sheet.todo))
        return self.advance(days=days)

    def _read_day(self, text: str) -> None:
        reading = dates.read(text, self.local)
        days = self._days(reading, self.sheet.stop.key)
        if not days:
            past = reading.doubt is dates.Doubt.VERGANGEN or reading.when is not None
            self.show(fehler="vergangen" if past else "kein_tag")
        elif len(days) > 1 or reading.ambiguous:
            self.change(days=days)
            self.show()
        else:
            self._take_day(days[0], self.sheet.stop.key)
            self.advance()

    def _days(self, reading: dates.Reading, purpose: str) -> tuple[date, ...]:
        """The days a reading may mean that are not over; what is postponed comes tomorrow at the earliest."""
        first = self.today + timedelta(days=purpose == POSTPONE)
        named = (reading.when, reading.end)
        days = (each.date() if isinstance(each, datetime) else each for each in named if each is not None)
        return tuple(dict.fromkeys(day for day in days if day >= first))

    def _tap_day(self, argument: str) -> bool:
        try:
            day = date.fromisoformat(argument)
        except ValueError:
            return False
        purpose = self.sheet.stop.key
        if day < self.today + timedelta(days=purpose == POSTPONE):
            self.show(fehler="vergangen")
        else:
            self._take_day(day, purpose)
            self.advance()
        return True

    def _take_day(self, day: date, purpose: str) -> None:
        customer = self.customer
        match purpose:
            case "schritt":
                self.keep(replace(customer, step=self._on(customer.step, day), step_day=day))
            case "verschieben":
                self.keep(replace(customer, postponed=day).having(self.today, What.POSTPONED, day.isoformat()))
                person = self.session.trainee
                due = reminder.awake(person, on_day(day, person.zone, person.reminder_time))
                self.effects.append(Remind(contact_timer(self.sheet.customer), due))
            case "gespraech":
                self.keep(replace(customer, talk=day))
            case _:
                plan = next((each for each in customer.plan if each.phase == purpose), pages.planned(purpose, ""))
                self.keep(customer.planning(replace(plan, text=self._on(plan.text, day), day=day)))

    def _on(self, text: str, day: date) -> str:
        """The sentence with `day` in it where it says of when what is true today only: „in zwei Wochen“."""
        found = dates.find(text, self.local)
        if found is None or found.reading.when is None:
            return text
        meant = (when for when in readings(found.reading, text, self.local) if when.turns == when.final == day)
        return lasting(text, next(meant, When(day, zone=str(self.local.tzinfo))), self.local)

    # --- the way through the questions -------------------------------------------------------------------------

    def advance(self, *, days: Sequence[date] = ()) -> None:
        """On to the next question, or to the end."""
        sheet = self.sheet
        if not sheet.todo:
            return self._finish()
        done = (*sheet.done, sheet.stop)
        self.change(stop=sheet.todo[0], todo=sheet.todo[1:], done=done, days=tuple(days))
        return self.show()

    def _pass(self) -> None:
        """The question stays open; a talk has no day then."""
        if self.sheet.stop == Stop(Stage.DAY, TALK):
            self.keep(replace(self.customer, talk=None))
        if self.sheet.stop.stage in (Stage.GRADE, Stage.HOPE):
            return self._finish()
        return self.advance()

    def _back(self) -> None:
        """To the question before; what was inserted after it is asked again only if it has to be."""
        sheet = self.sheet
        if not sheet.done:
            return self.show()
        inserted = sheet.stop.stage is Stage.HOPE or (sheet.stop.stage is Stage.DAY and sheet.stop.key != TALK)
        todo = sheet.todo if inserted else (sheet.stop, *sheet.todo)
        done, stop = sheet.done[:-1], sheet.done[-1]
        if stop.stage is Stage.DAY and stop.key != TALK and done:
            done, stop = done[:-1], done[-1]
        self.change(stop=stop, todo=todo, done=done, days=())
        return self.show()

    def _clear(self) -> None:
        """What was known there is not known any more."""
        stop, customer = self.sheet.stop, self.customer
        match stop.stage:
            case Stage.FIELD:
                self.keep(replace(customer, known=_without(customer.known, stop.key)))
            case Stage.REDUCED:
                self.keep(replace(customer, reduced=_without(customer.reduced, stop.key)))
            case Stage.STEP:
                self.keep(replace(customer, step="", step_day=None, step_handed=False))
            case _:
                self.keep(customer.without(stop.key))
        self.advance()

    def _finish(self) -> None:
        """The dialogue is over; the reduced process, gone through to its end, leaves its activities in the plan."""
        stop = self.sheet.stop
        if stop == Stop(Stage.DAY, TALK):
            after = self.customer.planning(*activities(self.customer, self.today))
            self.keep(after.having(self.today, What.SHEET))
        self.left = stop
        self.session = replace(self.session, sheet=None)

    def keep(self, customer: Customer) -> None:
        """Kept at once, so that whoever leaves loses nothing; of several in a step the last counts."""
        self._customer = customer
        id_ = self.sheet.customer
        self.effects = [effect for effect in self.effects if not isinstance(effect, Keep)]
        self.effects.append(Keep(CUSTOMER, id_, customer))


def _without(things: Mapping[str, str], key: str) -> dict[str, str]:
    return {each: text for each, text in things.items() if each != key}
