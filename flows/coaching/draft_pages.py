"""What is shown of an open draft: the question for a part, lists of items and examples, a trial, the card."""

from collections.abc import Sequence
from typing import Any, TypeVar

from flows.coaching.area import to
from flows.coaching.draft import LIMITS, Draft, examples_of, items_of, missing, parts, said
from flows.coaching.sheets import WRITTEN, DraftSheet, Part
from flows.effects import Button, Rows, Values, pairs
from flows.exercises.exercise import OwnExercise, RoleplayExercise
from flows.exercises.judging import Tools, judge
from flows.exercises.reading import MOST_EXAMPLES, MOST_ITEMS
from flows.paging import Page, page_of
from flows.scoring import Turn

T = TypeVar("T")

AREA = "uebungen"

PAGE = 6
"""Examples on a page."""

GRADES = {"2": 1.0, "1": 0.5, "0": 0.0, "x": None}
"""Levels as buttons have them; "x" leaves it open."""


class DraftPages:
    """A draft as it stands, and the part of it that is open."""

    def __init__(self, sheet: DraftSheet, draft: Draft, tools: Tools) -> None:
        self._sheet = sheet
        self._draft = draft
        self._tools = tools
        self._exercise = draft.exercise
        self._items = items_of(draft.exercise)
        self._examples = examples_of(draft.exercise)

    @property
    def open(self) -> tuple[str, Values, Rows]:
        """The template for the part that is open, its values and buttons."""
        part = self._sheet.part
        if part is Part.TRIAL and self._sheet.answer:
            return "uebungen_probe", self._verdict, self._rows_of_trial
        if part in WRITTEN:
            return "uebungen_frage", self._question, self._rows_of_question
        if part is Part.LEVELS and self._items and self._sheet.at < len(self._examples):
            return "uebungen_stufe", self._level, self._rows_of_levels
        if part in (Part.ITEMS, Part.ONE_ITEM):
            return "uebungen_punkte", self._checklist, self._rows_of_items
        if part in (Part.EXAMPLES, Part.ONE_EXAMPLE):
            return "uebungen_beispiele", self._graded, self._rows_of_examples
        return "uebungen_entwurf", self._card, self._rows_of_card

    def sure(self, wish: str) -> tuple[Values, Rows]:
        """Whether it shall be published or thrown away."""
        yes = self._button("ja", "uebungen_ja") if wish == "veroeffentlichen" else self._button("weg", "uebungen_weg")
        values = {
            "was": wish,
            "titel": self._exercise.title,
            "neu": self._is_new,
            "beispiele": len(self._examples),
            "eigen": isinstance(self._exercise, OwnExercise),
        }
        return values, ((yes,), (self._button("teil", "zurueck", Part.CARD),))

    def may_open(self, part: Part) -> bool:
        """Of what this exercise has, whatever is not item or example; those have their pages."""
        if part is Part.TRIAL:
            return not missing(self._exercise) and not isinstance(self._exercise, RoleplayExercise)
        return part is Part.CARD or part in parts(self._exercise)

    @property
    def can_finish(self) -> bool:
        """Whether items or examples may end here, on the way through."""
        match self._sheet.part:
            case _ if self._sheet.whole:
                return False
            case Part.ITEM:
                return bool(self._items) and all(item.wording for item in self._items)
            case Part.EXAMPLE | Part.LEVELS:
                return True
        return False

    @property
    def _question(self) -> dict[str, Any]:
        part, at = self._sheet.part, self._sheet.at
        item = self._items[at].title if part is Part.WORDING and at < len(self._items) else ""
        return {
            "was": part.value,
            "bisher": said(self._exercise, part, at),
            "nummer": at + 1,
            "punkt": item,
            "laenge": LIMITS.get(part, 0),
            "zeichen": 0,
            "lage": self._exercise.situation,
        }

    @property
    def _rows_of_question(self) -> Rows:
        part, at = self._sheet.part, self._sheet.at
        going_on: list[Button] = []
        if not self._sheet.whole and said(self._exercise, part, at):
            going_on.append(self._button("lassen", "uebungen_lassen"))
        if self.can_finish:
            label = "uebungen_ohne" if part is Part.EXAMPLE and not self._examples else "uebungen_fertig"
            going_on.append(self._button("fertig", label))
        return (*((button,) for button in going_on), (self._button("zurueck", "zurueck"),))

    @property
    def _level(self) -> dict[str, Any]:
        sheet = self._sheet
        item = self._items[min(sheet.item, len(self._items) - 1)]
        return {
            "antwort": self._examples[sheet.at].answer,
            "nummer": sheet.item + 1,
            "anzahl": len(self._items),
            "titel": item.title,
            "text": item.wording,
        }

    @property
    def _rows_of_levels(self) -> Rows:
        grade = self._examples[self._sheet.at].grades[self._sheet.item]
        chosen = _letter(grade)
        levels = [
            self._button("stufe", f"uebungen_stufe_{each}", each, an=each == chosen and grade is not None)
            for each in GRADES
        ]
        return (*pairs(levels), (self._button("zurueck", "zurueck"),))

    @property
    def _checklist(self) -> dict[str, Any]:
        items = [{"titel": item.title, "text": item.wording} for item in self._items]
        return {
            "punkte": items,
            "einer": items[self._sheet.at] if self._one(Part.ONE_ITEM, items) else None,
        }

    @property
    def _rows_of_items(self) -> Rows:
        at = self._sheet.at
        if self._one(Part.ONE_ITEM, self._items):
            change = [
                self._button("titel", "uebungen_punkt_titel", str(at)),
                self._button("wortlaut", "uebungen_wortlaut", str(at)),
                self._button("punkt_weg", "uebungen_punkt_weg", str(at)),
                self._button("zurueck", "zurueck"),
            ]
            return pairs(change)
        items = [
            self._button("punkt", "uebungen_nummer", str(number), titel=item.title)
            for number, item in enumerate(self._items)
        ]
        more = [self._button("punkt_dazu", "uebungen_punkt_dazu")] if len(self._items) < MOST_ITEMS else []
        return (*((button,) for button in items), (*more, self._button("zurueck", "zurueck")))

    @property
    def _graded(self) -> dict[str, Any]:
        examples = [
            {"nummer": number, "antwort": each.answer, "stufen": [_letter(grade) for grade in each.grades]}
            for number, each in enumerate(self._examples, 1)
        ]
        return {
            "einer": examples[self._sheet.at] if self._one(Part.ONE_EXAMPLE, examples) else None,
            "punkte": [item.title for item in self._items],
            "beispiele": self._page_of(examples).shown,
            "anzahl": len(examples),
            "hoechstens": MOST_EXAMPLES,
        }

    @property
    def _rows_of_examples(self) -> Rows:
        at = self._sheet.at
        if self._one(Part.ONE_EXAMPLE, self._examples):
            change = [
                self._button("antwort", "uebungen_antwort", str(at)),
                self._button("bewerten", "uebungen_bewerten", str(at)),
                self._button("bsp_weg", "uebungen_bsp_weg", str(at)),
                self._button("zurueck", "zurueck"),
            ]
            return pairs(change)
        page = self._page_of(range(len(self._examples)))
        one = [self._button("bsp", "uebungen_beispiel", str(number), nummer=number + 1) for number in page.shown]
        turning = page.turning(lambda label, number: self._button("seite", label, number))
        more = [self._button("bsp_dazu", "uebungen_bsp_dazu")] if len(self._examples) < MOST_EXAMPLES else []
        end = (*more, self._button("zurueck", "zurueck"))
        return (*pairs(one), *turning, end)

    @property
    def _verdict(self) -> dict[str, Any]:
        exercise = self._exercise
        verdict = judge(exercise, [Turn(self._sheet.answer)], (), self._tools)  # type: ignore[arg-type]
        items = {item.item: item for item in verdict.items}
        lines = [
            {
                "titel": item.title,
                "stufe": items[item.id].level,
                "grund": items[item.id].reason,
                "fehlt": items[item.id].missing,
            }
            for item in exercise.items
        ]
        return {
            "antwort": self._sheet.answer,
            "punkte": lines,
            "offen": sum(line["stufe"] is None for line in lines),
            "flaggen": [flag.value for flag in verdict.flags],
            "eigen": isinstance(exercise, OwnExercise),
            "beispiele": len(self._examples),
        }

    @property
    def _rows_of_trial(self) -> Rows:
        take = self._button("uebernehmen", "uebungen_uebernehmen")
        can_take = isinstance(self._exercise, OwnExercise) and len(self._examples) < MOST_EXAMPLES
        return (*(((take,),) if can_take else ()), (self._button("zurueck", "zurueck"),))

    @property
    def _card(self) -> dict[str, Any]:
        return {
            "titel": self._exercise.title,
            "art": self._exercise.kind.value,
            "punkte": len(self._items),
            "beispiele": len(self._examples),
            "fehlt": [part.value for part, _ in missing(self._exercise)],
            "neu": self._is_new,
        }

    @property
    def _rows_of_card(self) -> Rows:
        counts = {Part.ITEMS: len(self._items), Part.EXAMPLES: len(self._examples)}
        written = [
            self._button("teil", f"uebungen_{part}", part, anzahl=counts.get(part, 0)) for part in parts(self._exercise)
        ]
        trial = [self._button("teil", "uebungen_ausprobieren", Part.TRIAL)] if self.may_open(Part.TRIAL) else []
        return (
            (self._button("veroeffentlichen", "uebungen_veroeffentlichen"),),
            *pairs([self._button("vorschau", "uebungen_vorschau"), *trial, *written]),
            (self._button("datei", "uebungen_datei"), self._button("verwerfen", "uebungen_verwerfen")),
            (to(AREA, "zu_den_uebungen", self._sheet.team),),
        )

    def _button(self, wish: str, label: str, rest: str = "", **values: object) -> Button:
        argument = f"{self._sheet.team}/{rest}" if rest else self._sheet.team
        return Button(f"coach:{AREA}:{wish}", label, argument, values=values)

    def _one(self, part: Part, things: Sequence[object]) -> bool:
        """Whether a single one of these is open."""
        return self._sheet.part is part and self._sheet.at < len(things)

    def _page_of(self, things: Sequence[T]) -> Page[T]:
        return page_of(things, str(self._sheet.at), PAGE)

    @property
    def _is_new(self) -> bool:
        """Whether it takes the place of no version of this team."""
        return not self._draft.former or self._draft.team != self._sheet.team


def _letter(grade: float | None) -> str:
    """A grade as the level it counts as."""
    if grade is None:
        return "x"
    return "0" if grade < 0.25 else "1" if grade <= 0.75 else "2"
