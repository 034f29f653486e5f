"""The dialogue on an open draft: part after part, then a card from which each can be written anew."""

from typing import Any

from msgspec.structs import replace

from flows.coaching.area import rest
from flows.coaching.draft import (
    DRAFT,
    LIMITS,
    Draft,
    cleaned,
    examples_of,
    graded,
    is_blank,
    items_of,
    missing,
    ready,
    with_example,
    without_example,
    without_item,
    written,
)
from flows.coaching.draft_pages import GRADES, DraftPages
from flows.coaching.sheets import DraftSheet, Part
from flows.effects import Drop, Edit, Effect, HandOver, Keep, Rows, Say, Tell, Values
from flows.events import Commanded, Edited, Event, Pressed, Said
from flows.exercises.card import Model, card
from flows.exercises.exercise import Exercise, Item, OwnExercise
from flows.exercises.judging import Tools, judge
from flows.exercises.reading import MOST_EXAMPLES, MOST_ITEMS, identity
from flows.exercises.writing import write
from flows.moment import Moment
from flows.news import ExercisePublished
from flows.replies import TO_BACK
from flows.scoring import Turn
from flows.scoring.grading import Example
from flows.session import Session

READY = frozenset({"fertig", "fertig!", "das war es", "das wars", "genug", "keine", "ohne"})
"""What else is said instead of an item or example more."""

ENDLESS = (Part.ITEM, Part.EXAMPLE)
"""What is asked for again and again."""


class Drafting:
    """One event on the open draft; afterwards `session` and `effects` are what followed.

    `leave` is True if she goes back to the exercises.
    """

    def __init__(self, session: Session, sheet: DraftSheet, draft: Draft, moment: Moment, tools: Tools) -> None:
        self.session = session
        self.effects: list[Effect] = []
        self.leave = False
        self._sheet = sheet
        self._draft = draft
        self._moment = moment
        self._tools = tools

    def step(self, event: Event) -> None:
        """Whatever happens while the draft is open."""
        match event:
            case Said():
                self._hear(event)
            case Edited():
                self._correct(event)
            case Pressed():
                self._press(event.action.rpartition(":")[2], rest(event.argument), event.mark)
            case Commanded():
                self.show()

    def begin(self) -> None:
        """Where something is missing first, or the card."""
        lacking = missing(self._exercise)
        part, at = lacking[0] if lacking else (Part.CARD, 0)
        self._go(part, at, whole=not lacking)
        self.show()

    # --- what comes --------------------------------------------------------------------------------------------

    def _press(self, wish: str, argument: str, mark: str) -> None:
        """A second tap shows again what the first led to; a button of an earlier message is called old."""
        if mark != self._sheet.mark:
            old = mark.partition(".")[0] != self._sheet.slot
            self.effects += [Say("uebungen_vorbei")] if old else []
            self.show(anew=old)
            return
        anew = False
        number = int(argument) if argument.isdecimal() and len(argument) < 3 else 0
        match wish:
            case "teil" if argument in set(Part) and self._pages.may_open(Part(argument)):
                self._go(Part(argument))
            case "punkt" | "titel" | "wortlaut" | "punkt_weg" if number < len(self._items):
                self._on_item(wish, number)
            case "punkt_dazu" if len(self._items) < MOST_ITEMS:
                self._go(Part.ITEM, len(self._items))
            case "bsp" | "antwort" | "bewerten" | "bsp_weg" if number < len(self._examples):
                self._on_example(wish, number)
            case "bsp_dazu" if len(self._examples) < MOST_EXAMPLES:
                self._go(Part.EXAMPLE, len(self._examples))
            case "seite":
                self._go(Part.EXAMPLES, number)
            case "stufe" if self._sheet.part is Part.LEVELS and argument in GRADES:
                self._grade(GRADES[argument])
            case "lassen":
                self._advance()
            case "fertig":
                anew = self._finish()
            case "zurueck":
                self._back()
            case "uebernehmen" if self._sheet.part is Part.TRIAL and self._sheet.answer:
                self._take_over()
            case "vorschau":
                self.effects.append(Say("uebung_karte", card(self._exercise, Model.FOLDED)))
                anew = True
            case "datei":
                self.effects.append(file_of(self._exercise))
                anew = True
            case "veroeffentlichen" | "verwerfen":
                self._ask_sure(wish)
                return
            case "ja" if not missing(self._exercise):
                self._publish()
                return
            case "weg":
                self._throw_away()
                return
        if not self.leave:
            self.show(anew=anew)

    def _hear(self, event: Said) -> None:
        part, at, whole = self._sheet.part, self._sheet.at, self._sheet.whole
        if event.word in TO_BACK or (whole and event.word in READY and part in ENDLESS):
            self._back()
        elif event.word in READY and self._pages.can_finish:
            self._finish()
        else:
            self._change(message=event.message, wrote=(part, at))
            none = event.word in READY and part in ENDLESS
            fault = {"fehler": "keiner"} if none else self._write(part, at, event.text)
            if fault:
                self.show(**fault)
                return
            self._advance()
        if not self.leave:
            self.show()

    def _correct(self, event: Edited) -> None:
        """The last text reads differently; where she stands stays, unless it is the answer to what is asked now."""
        sheet = self._sheet
        if event.message != sheet.message:
            return
        if sheet.wrote == (sheet.part, sheet.at) and sheet.part is not Part.TRIAL:
            self._hear(Said(event.text, event.message))
            return
        fault = self._write(*self._sheet.wrote, event.text)
        self.show(anew=False, **(fault or {}), geaendert=not fault)

    # --- what changes ------------------------------------------------------------------------------------------

    def _write(self, part: Part, at: int, text: str) -> Values | None:
        """What is wrong with the text, if anything; else it is kept."""
        text = cleaned(part, text)
        if not any(map(str.isalnum, text)):
            return {"fehler": "leer"}
        if len(text) > LIMITS[part]:
            return {"fehler": "lang", "zeichen": len(text)}
        others = [item.title.casefold() for number, item in enumerate(self._items) if number != at]
        if part is Part.ITEM and text.casefold() in others:
            return {"fehler": "doppelt"}
        if part is Part.TRIAL:
            self._change(answer=text)
        else:
            self._keep(written(self._exercise, part, at, text))
        return None

    def _grade(self, grade: float | None) -> None:
        exercise, sheet = self._exercise, self._sheet
        if isinstance(exercise, OwnExercise) and sheet.at < len(exercise.examples):
            self._keep(graded(exercise, sheet.at, sheet.item, grade))
        if sheet.item + 1 < len(self._items):
            self._change(item=sheet.item + 1)
        else:
            self._advance()

    def _take_over(self) -> None:
        """What she tried becomes an example, with the levels it got to begin with."""
        exercise = self._exercise
        if not isinstance(exercise, OwnExercise) or len(exercise.examples) >= MOST_EXAMPLES:
            return
        found = {item.item: item.level for item in judge(exercise, [Turn(self._sheet.answer)], (), self._tools).items}
        levels = [found.get(item.id) for item in exercise.items]
        grades = tuple(None if level is None else level / 2 for level in levels)
        self._keep(with_example(exercise, Example(self._sheet.answer, grades)))
        self._go(Part.LEVELS, len(exercise.examples), message=0)

    def _on_item(self, wish: str, at: int) -> None:
        if wish == "punkt_weg" and isinstance(self._exercise, OwnExercise):
            self._keep(without_item(self._exercise, at))
            self._go(Part.ITEMS, message=0)
        else:
            self._go({"titel": Part.ITEM, "wortlaut": Part.WORDING}.get(wish, Part.ONE_ITEM), at)

    def _on_example(self, wish: str, at: int) -> None:
        if wish == "bsp_weg" and isinstance(self._exercise, OwnExercise):
            self._keep(without_example(self._exercise, at))
            self._go(Part.EXAMPLES, message=0)
        else:
            self._go({"antwort": Part.EXAMPLE, "bewerten": Part.LEVELS}.get(wish, Part.ONE_EXAMPLE), at)

    def _publish(self) -> None:
        """The draft stays until the team has it."""
        draft, sheet = self._draft, self._sheet
        former = draft.former if draft.team == sheet.team else ""
        news = ExercisePublished(sheet.draft, ready(self._exercise), former)
        self.session = replace(self.session, sheet=None)
        self.effects.append(Tell((sheet.team,), news))

    def _throw_away(self) -> None:
        self.session = replace(self.session, sheet=None)
        self.effects += [Drop(DRAFT, self._sheet.draft), Say("uebungen_verworfen", {"titel": self._exercise.title})]
        self.leave = True

    # --- the way through ---------------------------------------------------------------------------------------

    def _advance(self) -> None:
        """What comes after a part: the next one, or the page it was opened from."""
        part, at, whole = self._sheet.part, self._sheet.at, self._sheet.whole
        match part:
            case Part.TITLE | Part.SITUATION | Part.MODEL if whole:
                self._go(Part.CARD)
            case Part.TITLE:
                self._go(Part.SITUATION)
            case Part.SITUATION:
                self._go(Part.ITEM)
            case Part.ITEM if whole and at < len(self._items) and self._items[at].wording:
                self._go(Part.ITEMS)
            case Part.ITEM:
                self._go(Part.WORDING, at)
            case Part.WORDING if whole:
                self._go(Part.ITEMS)
            case Part.WORDING if at + 1 < MOST_ITEMS:
                self._go(Part.ITEM, at + 1)
            case Part.WORDING:
                self._go(Part.MODEL)
            case Part.MODEL:
                self._go(Part.EXAMPLE, len(self._examples))
            case Part.EXAMPLE:
                self._go(Part.LEVELS, at)
            case Part.LEVELS if whole:
                self._go(Part.EXAMPLES)
            case Part.LEVELS if len(self._examples) < MOST_EXAMPLES:
                self._go(Part.EXAMPLE, len(self._examples))
            case Part.LEVELS:
                self._finish()

    def _finish(self) -> bool:
        """No item or example more; after the last part she sees it all as a trainee does."""
        if not self._pages.can_finish:
            return False
        if self._sheet.part is Part.ITEM:
            self._go(Part.MODEL)
            return False
        self.effects.append(Say("uebung_karte", card(self._exercise, Model.FOLDED)))
        self._go(Part.CARD, whole=True)
        return True

    def _back(self) -> None:
        part, at, item, whole = self._sheet.part, self._sheet.at, self._sheet.item, self._sheet.whole
        match part:
            case Part.LEVELS if item:
                self._change(item=item - 1)
            case Part.LEVELS if not whole:
                self._go(Part.EXAMPLE, at)
            case Part.ONE_ITEM:
                self._go(Part.ITEMS)
            case Part.ITEM | Part.WORDING if whole:
                self._go(Part.ITEMS)
            case Part.ONE_EXAMPLE:
                self._go(Part.EXAMPLES)
            case Part.EXAMPLE | Part.LEVELS if whole:
                self._go(Part.EXAMPLES)
            case Part.ITEMS | Part.EXAMPLES | Part.TRIAL:
                self._go(Part.CARD)
            case Part.SITUATION | Part.MODEL | Part.TITLE if whole:
                self._go(Part.CARD)
            case Part.SITUATION:
                self._go(Part.TITLE)
            case Part.ITEM if at:
                self._go(Part.WORDING, at - 1)
            case Part.ITEM:
                self._go(Part.SITUATION)
            case Part.WORDING:
                self._go(Part.ITEM, at)
            case Part.MODEL if len(self._items) < MOST_ITEMS:
                self._go(Part.ITEM, len(self._items))
            case Part.MODEL:
                self._go(Part.WORDING, MOST_ITEMS - 1)
            case Part.EXAMPLE:
                self._go(Part.MODEL)
            case _:
                self._leave()

    def _leave(self) -> None:
        """Back to the exercises; of a draft nobody wrote in nothing is left."""
        self.session = replace(self.session, sheet=None)
        self.effects += [Drop(DRAFT, self._sheet.draft)] if is_blank(self._exercise) else []
        self.leave = True

    # --- what is shown -----------------------------------------------------------------------------------------

    def show(self, *, anew: bool = True, **more: Any) -> None:
        """The part that is open, in a message of its own or in place of what was pressed."""
        template, values, rows = self._pages.open
        self._tell(template, {"fehler": "", "geaendert": False, **values, **more}, rows, anew=anew)

    def _ask_sure(self, wish: str) -> None:
        """Whether it shall be published or thrown away."""
        lacking = missing(self._exercise)
        if wish == "veroeffentlichen" and lacking:
            self._go(*lacking[0])
            self.show(anew=False)
            return
        values, rows = self._pages.sure(wish)
        self._change(part=Part.CARD)
        self._tell("uebungen_sicher", values, rows, anew=False)

    def _tell(self, template: str, values: Values, rows: Rows, *, anew: bool) -> None:
        """The buttons of a message change their mark with it."""
        serial = self.session.serial + 1
        self.session = replace(self.session, serial=serial)
        slot = f"u{serial}" if anew or not self._sheet.slot else self._sheet.slot
        again = slot == self._sheet.slot
        self._change(slot=slot, mark=f"{slot}.{serial}")
        rows = tuple(tuple(replace(button, mark=self._sheet.mark) for button in row) for row in rows)
        self.effects.append(Edit(slot, template, values, rows) if again else Say(template, values, rows, slot=slot))

    # --- what is here ------------------------------------------------------------------------------------------

    @property
    def _exercise(self) -> Exercise:
        return self._draft.exercise

    @property
    def _items(self) -> tuple[Item, ...]:
        return items_of(self._exercise)

    @property
    def _examples(self) -> tuple[Example, ...]:
        return examples_of(self._exercise)

    @property
    def _pages(self) -> DraftPages:
        """What can be shown as things stand."""
        return DraftPages(self._sheet, self._draft, self._tools)

    def _keep(self, exercise: Exercise) -> None:
        self._draft = replace(self._draft, exercise=exercise)
        self.effects.append(Keep(DRAFT, self._sheet.draft, self._draft))

    def _go(self, part: Part, at: int = 0, **changes: Any) -> None:
        self._change(**{"part": part, "at": at, "item": 0, "answer": "", **changes})

    def _change(self, **changes: Any) -> None:
        self._sheet = replace(self._sheet, **changes)
        self.session = replace(self.session, sheet=self._sheet)


def file_of(exercise: Exercise, rows: Rows = ()) -> HandOver:
    """The exercise as a file that can be written on and sent back."""
    name = f"{identity(exercise.title.replace('/', ' ') + '.toml')}.toml"
    content = write(ready(exercise)).encode()
    return HandOver(name, "application/toml", content, "uebungen_datei", {"titel": exercise.title}, rows)
