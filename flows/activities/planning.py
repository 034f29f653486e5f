"""From a sentence to an activity: what is missing is asked, what is none gets a better version, a doubt a choice.

Also where a kept activity gets another time.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows import dates
from flows.activities import pages
from flows.activities.activity import When
from flows.activities.checker import Checker
from flows.activities.improving import Improver, Judged, tidy
from flows.activities.memory import activities, customers
from flows.activities.readings import readings
from flows.activities.sheet import ActivitySheet, Stage, Undo
from flows.effects import Effect, Rows, Say
from flows.events import Edited, Pressed, Said
from flows.moment import Moment
from flows.replies import NOT_KNOWN, TO_BACK, YES
from flows.rooms import open_sheet
from flows.session import Session, Step

LONGEST = 300
"""Characters of one sentence."""


class Planning:
    """One step on the sheet of `session`; afterwards `session` and `effects` are what followed.

    `planned` and `moved` say what it came to: a sentence with its time, or another time; `left` that she turned back.
    """

    def __init__(self, session: Session, moment: Moment, checker: Checker) -> None:
        self.session = session
        self.effects: list[Effect] = []
        self.planned: tuple[Judged, When] | None = None
        self.moved: When | None = None
        self.left = False
        self.now: datetime = moment.now.astimezone(ZoneInfo(session.trainee.zone))
        self._improver = Improver(checker)
        self._customers = customers(moment)
        self._alone = not activities(moment)  # there is nothing to go back to

    @property
    def sheet(self) -> ActivitySheet:
        """The open sheet."""
        return open_sheet(self.session, ActivitySheet)

    @property
    def judged(self) -> Judged:
        """The sentence on the sheet, as far as it has come."""
        return self._improver.judge(self.sheet.text, self.now, self.sheet.whom)

    def begin(self, sheet: ActivitySheet, **values: Any) -> None:
        """A fresh sheet, shown."""
        self.session = replace(self.session, sheet=sheet)
        self.show(**values)

    def show(self, **values: Any) -> None:
        """What is asked now, with fresh buttons."""
        self.session = replace(self.session, serial=self.session.serial + 1)
        self._change(mark=f"a{self.session.serial}")
        self._tell(values)

    # --- what comes --------------------------------------------------------------------------------------------

    def hear(self, event: Said) -> None:
        """A text, which answers whatever is asked."""
        sheet = self.sheet
        undo = Undo(event.message, sheet.stage, sheet.text, sheet.whom, sheet.first)
        if event.word in TO_BACK:
            self._back()
        elif len(event.text) > LONGEST:
            self.show(fehler="lang")
        else:
            self._answer(event)
        if not (self.planned or self.moved or self.left):
            self._change(undo=undo)

    def correct(self, event: Edited) -> None:
        """The latest answer reads differently: what it did is undone, and the new one taken."""
        undo = self.sheet.undo
        if undo is not None and undo.message == event.message:
            self._change(stage=undo.stage, text=undo.text, whom=undo.whom, first=undo.first, whens=(), tries=0)
            self.hear(Said(event.text, event.message))

    def press(self, event: Pressed) -> bool:
        """A button of this moment; False if it belongs to an earlier one. After it nothing can be edited any more."""
        if event.mark != self.sheet.mark or not self._act(event.action, event.argument):
            return False
        if not (self.planned or self.moved or self.left):
            self._change(undo=None)
        return True

    def take(self, text: str) -> None:
        """A whole sentence."""
        judged = self._improver.judge(text, self.now)
        self._change(first=text, whom="", tries=0)
        self._go_on(judged)

    def take_over(self, text: str, customer: str) -> None:
        """What was planned for a customer; he is who is meant unless the sentence names somebody."""
        check = self._improver.judge(text, self.now).check
        whole = text if check.whom else f"{text} ({customer})"
        self._change(first=whole, whom="" if check.whom else customer, tries=0)
        self._go_on(self._improver.judge(whole, self.now, self.sheet.whom))

    # --- what is said ------------------------------------------------------------------------------------------

    def _tell(self, values: dict[str, Any]) -> None:
        sheet = self.sheet
        usual: dict[str, Any]
        match sheet.stage:
            case Stage.GAP:
                piece = self.judged.missing[0]
                usual = {"fehlt": piece, "text": sheet.text, "grund": "", "fehler": ""}
                rows = pages.gap_rows(sheet, piece, self.now.date(), self._customers)
                self._say("aktivitaeten_luecke", usual | values, rows)
            case Stage.BETTER:
                found = self._better()
                usual = {"besser": found[sheet.tries % len(found)] if found else "", "fehler": ""}
                why = {"grund": self._first().check.reason, "satz": sheet.first}
                self._say("aktivitaeten_besser", usual | why | values, pages.better_rows(sheet, len(found)))
            case Stage.DOUBT:
                times = [pages.time_of(each) for each in sheet.whens]
                doubt = {"grund": "", "zeiten": times, "text": sheet.text, "fehler": ""}
                self._say("aktivitaeten_zweifel", doubt | values, pages.doubt_rows(sheet))
            case Stage.MOVING:
                rows = pages.moving_rows(sheet, self.now.date())
                self._say("aktivitaeten_verschieben", {"fehler": "", "satz": sheet.first} | values, rows)
            case _:
                usual = {"erste": False, "fehler": "", "bisher": sheet.first if sheet.id else "", "bezug": ""}
                self._say("aktivitaeten_satz", usual | values, pages.sentence_rows(sheet, back=not self._alone))

    def _say(self, template: str, values: dict[str, Any], rows: Rows) -> None:
        self.effects.append(Say(template, values, rows))

    # --- what she writes ---------------------------------------------------------------------------------------

    def _answer(self, event: Said) -> None:
        text, stage = event.text, self.sheet.stage
        if event.word in NOT_KNOWN or not any(letter.isalnum() for letter in text):
            self.show(fehler="offen")
        elif stage is Stage.GAP:
            self._fill(self.judged.missing[0], text)
        elif stage is Stage.BETTER:
            self._improve(event)
        elif stage is Stage.DOUBT:
            self._settle_doubt(text)
        elif stage is Stage.MOVING:
            self._read_time(text)
        else:
            self.take(text)

    def _fill(self, piece: str, answer: str, *, sure: bool = False) -> None:
        """An answer to what was asked or else is missing, or a new sentence; `sure` if it is one of her customers."""
        whole = self._improver.judge(answer, self.now)
        before = self.judged
        if not whole.missing:
            self.take(answer)
            return
        for each in before.missing:
            judged = self._fitted(each, answer, sure=sure)
            if each not in judged.missing and len(judged.missing) < len(before.missing):
                self._go_on(judged)
                return
        if len(whole.missing) < len(before.missing):
            self.take(answer)
        else:
            self.show(grund=self._improver.reason(self._fitted(piece, answer, sure=False)))

    def _fitted(self, piece: str, answer: str, *, sure: bool) -> Judged:
        """The sentence with the answer in the gap for `piece`; somebody asked for may be unknown to the check."""
        text = self._improver.filled(self.sheet.text, piece, answer)
        judged = self._improver.judge(text, self.now, self.sheet.whom)
        if piece == "wen" and "wen" in judged.missing and (sure or self._improver.names(answer)):
            self._change(whom=tidy(answer))
            return self._improver.judge(text, self.now, self.sheet.whom)
        return judged

    def _improve(self, event: Said) -> None:
        """Yes to the better version, a new sentence, or only what shall be done instead."""
        if event.word in YES and self._better():
            self._take_better()
            return
        whole = self._improver.judge(event.text, self.now)
        first = self._first()
        opened = self._improver.unled(self._improver.opened(first), first.check)
        filled = self._improver.judge(self._improver.filled(opened, "was", event.text), self.now)
        if whole.missing and "was" not in filled.missing and len(filled.missing) < len(whole.missing):
            self._go_on(filled)
        else:
            self.take(event.text)

    def _settle_doubt(self, text: str) -> None:
        """Another way to say when, or a whole new sentence."""
        reading = dates.read(text, self.now)
        if self.sheet.text:
            whole = self._improver.judge(text, self.now)
            if not whole.missing:
                self.take(text)
                return
        self._choose(readings(reading, text, self.now), reading)

    def _read_time(self, text: str) -> None:
        reading = dates.read(text, self.now)
        self._choose(readings(reading, text, self.now), reading)

    def _choose(self, whens: tuple[When, ...], reading: dates.Reading) -> None:
        doubt = reading.doubt.value if reading.doubt else "keins"
        if not whens:
            self.show(fehler="vergangen" if reading.when else doubt)
        elif reading.ambiguous:
            self._change(stage=Stage.DOUBT, whens=whens)
            self.show(grund=doubt)
        else:
            self._settle(whens[0])

    # --- what follows ------------------------------------------------------------------------------------------

    def _go_on(self, judged: Judged) -> None:
        """With a sentence as far as it has come: to what is missing, to a better version, or to its time."""
        if not judged.missing:
            self._change(text=judged.text)
            self._find_time(judged)
        elif "was" in judged.missing and judged.check.fault is not None:
            self._change(stage=Stage.BETTER, text=judged.text, tries=0)
            self.show()
        else:
            self._change(stage=Stage.GAP, text=self._improver.opened(judged))
            self.show(grund=self._improver.reason(judged))

    def _find_time(self, judged: Judged) -> None:
        found = dates.find(judged.text, self.now)
        reading = found.reading if found else dates.Reading()
        said = " ".join(judged.text[start:end] for start, end in found.spans) if found else ""
        whens = readings(reading, said, self.now)
        if not whens:
            self._change(stage=Stage.GAP, text=self._improver.dated(judged.text))
            self.show()
        elif reading.ambiguous:
            self._change(stage=Stage.DOUBT, whens=whens)
            self.show(grund=reading.doubt.value if reading.doubt else "")
        else:
            self._settle(whens[0])

    def _settle(self, when: When) -> None:
        """The time is known, and with it everything."""
        if self.sheet.text:
            self.planned = self.judged, when
        else:
            self.moved = when

    def _first(self) -> Judged:
        """What she wrote, of which a better version is made."""
        return self._improver.judge(self.sheet.text, self.now, self.sheet.whom)

    def _better(self) -> list[str]:
        return self._improver.better(self._first(), self.now)

    def _take_better(self) -> None:
        found = self._better()
        self._go_on(self._improver.judge(found[self.sheet.tries % len(found)], self.now, self.sheet.whom))

    def _back(self) -> None:
        """To the sentence, or out of the dialogue."""
        if self.sheet.unsaved:
            self._change(stage=Stage.SENTENCE, text="", whom="", whens=())
            self.show()
        elif self.sheet.stage is Stage.DOUBT:
            self._change(stage=Stage.MOVING, whens=())
            self.show()
        elif self._alone:
            self.show()
        else:
            self.left = True

    def _act(self, action: str, argument: str) -> bool:
        sheet = self.sheet
        match action, sheet.stage:
            case pages.BACK, _:
                self._back()
            case pages.FILL, Stage.GAP:
                return self._fill_in(argument)
            case pages.BETTER, Stage.BETTER if self._better():
                self._take_better()
            case pages.ANOTHER, Stage.BETTER:
                self._change(tries=sheet.tries + 1)
                self.show()
            case pages.READING, Stage.DOUBT if argument.isdecimal() and int(argument) < len(sheet.whens):
                self._settle(sheet.whens[int(argument)])
            case pages.TIME, Stage.MOVING:
                return self._take_day(argument)
            case _:
                return False
        return True

    def _fill_in(self, argument: str) -> bool:
        """A ready answer: a day, a customer, something to do."""
        piece = self.judged.missing[0]
        kind, _, id_ = argument.partition("/")
        if piece == "wann" and (day := _iso(argument)):
            year = f"{day.year}" if day.year != self.now.year else ""
            self._fill(piece, f"am {day.day}.{day.month}.{year}")
        elif piece == "wen" and kind == "kunde" and id_ in self._customers:
            self._change(customer=id_)
            self._fill(piece, self._customers[id_], sure=True)
        elif piece == "was" and argument in pages.ACTS:
            self._fill(piece, argument)
        else:
            return False
        return True

    def _take_day(self, argument: str) -> bool:
        """A day to move to; the clock time is kept by whoever moves it."""
        day = _iso(argument)
        if day is None or day <= self.now.date():
            return False
        self.moved = When(day, zone=str(self.now.tzinfo))
        return True

    def _change(self, **changes: Any) -> None:
        self.session = replace(self.session, sheet=replace(self.sheet, **changes))


def first_this(session: Session, moment: Moment, checker: Checker) -> Step:
    """What is not kept yet is not given up for a button of before."""
    talk = Planning(session, moment, checker)
    talk.show()
    return talk.session, [Say("aktivitaeten_erst"), *talk.effects]


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
