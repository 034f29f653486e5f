"""A dialogue on an open sheet: one answer, one press, one correction at a time."""

from abc import ABC, abstractmethod
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.effects import Effect, Rows, Say
from flows.events import Edited, Pressed, Said
from flows.goals.sheet import GoalSheet, Undo
from flows.moment import Moment
from flows.replies import NOT_KNOWN
from flows.rooms import open_sheet
from flows.session import Session


class Talk(ABC):
    """One step on the sheet of `session`; afterwards `session` and `effects` are what followed."""

    def __init__(self, session: Session, moment: Moment) -> None:
        self.session = session
        self.moment = moment
        self.effects: list[Effect] = []

    @property
    def sheet(self) -> GoalSheet:
        """The open sheet."""
        return open_sheet(self.session, GoalSheet)

    @property
    def today(self) -> date:
        """By the person's calendar."""
        return self.local.date()

    @property
    def local(self) -> datetime:
        """Now, by the person's clock."""
        return self.moment.now.astimezone(ZoneInfo(self.session.trainee.zone))

    def begin(self, **fields: Any) -> None:
        """A fresh sheet, shown."""
        self.session = replace(self.session, sheet=GoalSheet(**fields))
        self.show(erste=True)

    def show(self, **values: Any) -> None:
        """What is asked or offered now, with fresh buttons."""
        self.session = replace(self.session, serial=self.session.serial + 1)
        self.change(mark=f"z{self.session.serial}")
        self.tell(values)

    def hear(self, event: Said) -> None:
        """A text, which answers whatever is asked."""
        sheet = self.sheet
        undo = Undo(
            event.message, sheet.stage, sheet.plan, sheet.key, sheet.asked, sheet.passed, sheet.changing, sheet.actual
        )
        unknown = event.word in NOT_KNOWN or set(event.text.split()) == {"?"}
        self.answer(event.text, "offen" if unknown else event.word)
        self.change(undo=undo)

    def correct(self, event: Edited) -> None:
        """The latest answer reads differently: everything it did is undone, and the new one taken."""
        undo = self.sheet.undo
        if undo is not None and undo.message == event.message:
            before = {name: getattr(undo, name) for name in Undo.__struct_fields__ if name != "message"}
            self.change(**before, readings=(), days=(), lower=None, clash=None)
            self.hear(Said(event.text, event.message))

    def press(self, event: Pressed) -> bool:
        """A button of this moment; False if it belongs to an earlier one. After it no answer can be edited any more."""
        if event.mark != self.sheet.mark or not self.act(event.action, event.argument):
            return False
        self.change(undo=None)
        return True

    @abstractmethod
    def tell(self, values: dict[str, Any]) -> None:
        """Say what belongs to the stage."""

    @abstractmethod
    def answer(self, text: str, word: str) -> None:
        """Take a text; `word` is "offen" if she does not know."""

    @abstractmethod
    def act(self, action: str, argument: str) -> bool:
        """Do what a button says; False if the stage has no such button."""

    def say(self, template: str, values: dict[str, Any], rows: Rows) -> None:
        """A message."""
        self.effects.append(Say(template, values, rows))

    def change(self, **changes: Any) -> None:
        """Write on the sheet."""
        self.session = replace(self.session, sheet=replace(self.sheet, **changes))
