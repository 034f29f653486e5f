"""An exercise that is being answered: one message is one attempt."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from flows.assignments import pages
from flows.assignments.handing import hand_in
from flows.assignments.order import Attempt, Order
from flows.assignments.sheet import Awaited, OrderSheet
from flows.assignments.verdicts import told
from flows.course import Mode
from flows.effects import Button, Edit, Effect, Keep, Rows, Say, Tell
from flows.events import Edited, Pressed, Said
from flows.exercises.exercise import (
    Exercise,
    OwnExercise,
    PhaseExercise,
    ReflectionExercise,
    RoleplayExercise,
    Written,
)
from flows.exercises.judging import Tools, judge
from flows.moment import Moment
from flows.news import Begun, Objected
from flows.reflection.judging import chosen
from flows.scoring import Turn
from flows.session import Session
from flows.settings import way_back
from flows.teams.verdicts import examples
from flows.teams.work import ASSIGNMENT, ORDER, SAMPLE, Piece, Status

LONGEST_OBJECTION = 1000
"""Characters a coach has to read."""


class Trial:
    """One event on the order `id_`; afterwards `session` and `effects` are what followed."""

    def __init__(self, session: Session, id_: str, order: Order, moment: Moment, tools: Tools) -> None:
        self.session = session
        self.effects: list[Effect] = []
        self._id = id_
        self._order = order
        self._moment = moment
        self._tools = tools

    # --- what comes --------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """An attempt, if one is left."""
        if self._order.can_try and not isinstance(self._order.exercise, RoleplayExercise):
            self._await(Awaited.CHOICE if self._choices else Awaited.ANSWER)
            self._ask()
        else:
            self.show()

    def object(self) -> None:
        """Asks what she sees otherwise."""
        if self._order.may_object:
            self._await(Awaited.OBJECTION)
            self._ask()
        else:
            self.show()

    def again(self) -> None:
        """Says again where the sheet stands."""
        if self._sheet.awaiting is Awaited.BUTTON:
            self._tell_verdict(changed=False)
        else:
            self._ask()

    def hear(self, event: Said) -> None:
        """An answer, an objection, or a word instead of a button."""
        match self._sheet.awaiting:
            case Awaited.OBJECTION:
                self._objected(event.text.strip())
            case Awaited.BUTTON:
                self._led_on(event.word)
            case Awaited.CHOICE:
                at = chosen(list(self._choices.values()), event.text)
                if at is None:
                    self._ask(noch_einmal="wahl")
                else:
                    self._answer(list(self._choices.values())[at], event.message)
            case _ if not any(map(str.isalnum, event.text)):
                self._ask(noch_einmal="worte")
            case _:
                self._answer(event.text, event.message)

    def correct(self, event: Edited) -> None:
        """The latest answer reads differently: it is judged anew, as the same attempt."""
        attempts, sheet = self._order.attempts, self._sheet
        if sheet.awaiting is not Awaited.BUTTON or sheet.message != event.message or len(attempts) in self._order.sent:
            return
        text = event.text
        if self._choices:
            at = chosen(list(self._choices.values()), text)
            if at is None:
                return
            text = list(self._choices.values())[at]
        changed = replace(attempts[-1], pieces=(self._judged(text),))
        self._keep(attempts=(*attempts[:-1], changed))
        self.effects.append(Edit(sheet.mark, "aufgabe_bewertet", told(self._order, changed=True), self._rows))

    def pick(self, event: Pressed) -> None:
        """A choice; a button of an earlier question shows the present one."""
        labels = list(self._choices.values())
        number = int(event.argument) if event.argument.isdecimal() and len(event.argument) < 3 else len(labels)
        sheet = self._sheet
        if event.mark != sheet.mark or sheet.awaiting is not Awaited.CHOICE or number >= len(labels):
            self.effects.append(Say("aufgabe_vorbei"))
            self.again()
        else:
            self._answer(labels[number], 0)

    def show(self) -> None:
        """The page of the order, without a sheet."""
        self.session = replace(self.session, sheet=None)
        self.effects.append(pages.one(self.session, self._id, self._order, self._moment.now))

    # --- answers -----------------------------------------------------------------------------------------------

    def _answer(self, text: str, message: int) -> None:
        order = self._order
        if not order.can_try:
            self.show()
            return
        if order.status is Status.OPEN:
            self.effects.append(Tell((order.team,), Begun(self._id)))
        attempt = Attempt(self._moment.now, (self._judged(text),), message)
        status = Status.BEGUN if order.status is Status.OPEN else order.status
        self._keep(attempts=(*order.attempts, attempt), status=status)
        self._await(Awaited.BUTTON, message=message)
        self._tell_verdict(changed=False)

    def _judged(self, text: str) -> Piece:
        """By the exercise as the team has it, as long as it has it."""
        exercise, turns = self._exercise, (Turn(text),)
        samples = [found.thing for found in self._moment.kept.found(SAMPLE, self._order.team)]
        taught = examples([each for each in samples if each.exercise == exercise.id], exercise.items)
        learned = taught if isinstance(exercise, OwnExercise) else ()
        return Piece(exercise.title, exercise.items, turns, judge(exercise, turns, learned, self._tools))

    def _tell_verdict(self, *, changed: bool) -> None:
        self._mark()
        values = told(self._order, changed=changed)
        self.effects.append(Say("aufgabe_bewertet", values, self._rows, slot=self._sheet.mark))

    def _led_on(self, word: str) -> None:
        if word in ("noch einmal", "nochmal", "neuer versuch", "noch ein versuch"):
            self.begin()
        elif word in ("abgeben", "abgeben bitte"):
            self.session, effects = hand_in(self.session, self._id, self._order, self._order.best, self._moment)
            self.effects += effects
        else:
            self.effects.append(Say("aufgabe_knopf", {"kann_noch": self._order.can_try}, self._rows))

    def _objected(self, words: str) -> None:
        if not any(map(str.isalnum, words)):
            self._ask(noch_einmal="worte")
        elif len(words) > LONGEST_OBJECTION:
            self._ask(noch_einmal="lang")
        elif not self._order.may_object:
            self.show()
        else:
            self._keep(objection=words)
            self.session = replace(self.session, sheet=None)
            said = Say("aufgabe_einwand_da", {"von": self._order.by}, ((pages.TO_LIST,), (way_back(self.session),)))
            self.effects += [Tell((self._order.team,), Objected(self._id, words)), said]

    # --- what is asked -----------------------------------------------------------------------------------------

    def _ask(self, *, noch_einmal: str = "") -> None:
        self._mark()
        order = self._order
        values: dict[str, Any] = {
            "titel": order.exercise.title,
            "lage": order.exercise.situation,
            "nummer": len(order.attempts) + 1,
            "hoechstens": order.terms.most,
            "gespraech": isinstance(order.exercise, PhaseExercise) and order.exercise.mode is Mode.TALK,
            "auswahl": bool(self._choices),
            "einwand": self._sheet.awaiting is Awaited.OBJECTION,
            "privat": order.exercise.private,
            "noch_einmal": noch_einmal,
            "laenge": LONGEST_OBJECTION,
        }
        picks: Rows = ()
        if self._sheet.awaiting is Awaited.CHOICE:
            picks = tuple(
                (Button(pages.PICK, "auswahl", str(at), self._sheet.mark, {"text": label}),)
                for at, label in enumerate(self._choices.values())
            )
        away = "zurueck" if values["einwand"] else "doch_spaeter"
        self.effects.append(Say("aufgabe_frage", values, (*picks, (Button(pages.LATER, away, self._id),))))

    @property
    def _rows(self) -> Rows:
        return (*pages.rows(self._id, self._order), (Button(pages.LATER, "doch_spaeter", self._id),))

    # --- what is here ------------------------------------------------------------------------------------------

    @property
    def _sheet(self) -> OrderSheet:
        match self.session.sheet:
            case OrderSheet() as sheet:
                return sheet
        raise LookupError("no exercise is open")

    @property
    def _exercise(self) -> Written:
        given = self._moment.kept.one(ASSIGNMENT, self._id, self._order.team)
        exercise: Exercise = given.exercise if given else self._order.exercise
        if isinstance(exercise, RoleplayExercise):
            raise TypeError(f"{exercise.id!r} is played, not answered")
        return exercise

    @property
    def _choices(self) -> Mapping[str, str]:
        exercise = self._order.exercise
        return exercise.choices if isinstance(exercise, ReflectionExercise) else {}

    def _await(self, awaited: Awaited, message: int = 0) -> None:
        order = self._order
        sheet = OrderSheet(self._id, order.team, order.exercise.id, awaited, message=message)
        self.session = replace(self.session, sheet=sheet)

    def _mark(self) -> None:
        self.session = replace(self.session, serial=self.session.serial + 1)
        self.session = replace(self.session, sheet=replace(self._sheet, mark=f"b{self.session.serial}"))

    def _keep(self, **changes: Any) -> None:
        self._order = replace(self._order, **changes)
        self.effects.append(Keep(ORDER, self._id, self._order))
