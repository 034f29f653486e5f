"""An open card of the review: looking, correcting, commenting, and the preview before it is sent."""

import re
from collections.abc import Mapping
from typing import Any
from zlib import crc32

import msgspec
from msgspec.structs import replace

from flows.coaching.area import rest
from flows.coaching.card import in_order, question, so_far, whole_card
from flows.coaching.queue import Queue
from flows.coaching.sheets import ReviewSheet, Stage
from flows.effects import Button, Effect, Rows, Say, Tell, pairs
from flows.events import Commanded, Edited, Event, Pressed, Said, Unreadable
from flows.news import Decided, PutBack
from flows.session import Session, Step
from flows.teams.work import ASSIGNMENT, CARD, Assignment, Card, Correction

LONGEST: Mapping[Stage, int] = {Stage.REASON: 500, Stage.COMMENT: 2000}
"""Characters of what a coach writes."""

LEVELS = (2, 1, 0)
WITHOUT = frozenset({"ohne", "ohne grund", "keiner", "keinen", "kein grund"})

_AT = re.compile(r"(\d{1,2})/(\d{1,2})(?:/([012]))?")


class Review:
    """A step on a card. `sheet` is replaced as things happen."""

    def __init__(self, sheet: ReviewSheet, card: Card, assignment: Assignment, queue: Queue) -> None:
        self.sheet = sheet
        self.card = card
        self.assignment = assignment
        self._queue = queue

    def step(self, event: Event) -> Step:
        """Whatever happens while the card is open."""
        if isinstance(event, Pressed) and event.mark != self.sheet.mark:
            return self._past()
        if self.sheet.stage in (Stage.OPENING, Stage.SENT):
            return self._session, [] if isinstance(event, Edited) else [self._queue.page()]
        if self.sheet.stage is Stage.READING:
            return self._read(event)
        if lost := self._lost():
            return self._closed, [lost]
        return self._judge(event)

    def show(self) -> Step:
        """A piece of the card, whole."""
        line = self._queue.line(self.sheet.card)
        zone = self._queue.session.trainee.zone
        values = whole_card(self.card, self.assignment, line.waiting if line else None, self.sheet, zone)
        reading = self.sheet.stage is Stage.READING
        rows = self._rows_to_read if reading else self._rows
        return self._session, [Say("durchsicht_karte", {**values, "ansicht": reading}, rows)]

    # --- what comes ------------------------------------------------------------------------------------------------

    def _read(self, event: Event) -> Step:
        match event:
            case Pressed("coach:durchsicht:teil", argument):
                return self._turn(rest(argument))
            case Pressed("coach:durchsicht:weiter"):
                return self._queue.closed.open(self.sheet.only, self.sheet.card)
            case Pressed("coach:durchsicht:zeigen") | Commanded():
                return self.show()
            case Pressed():
                return self._past()
        return self._session, []

    def _judge(self, event: Event) -> Step:
        match event:
            case Said():
                return self._hear(event)
            case Unreadable("voice", file) if file:
                return self._change(voice=file)
            case Edited(text, message) if message == self.sheet.message:
                return self._write(self.sheet.wrote, text, stage=self.sheet.stage)
            case Pressed(action, argument):
                return self._press(action.removeprefix("coach:durchsicht:"), rest(argument))
            case Commanded():
                return self._again()
        return self._session, []

    def _press(self, wish: str, argument: str) -> Step:
        match wish:
            case "punkt" if at := self._at(argument):
                return self._ask(*at[:2])
            case "stufe" if (at := self._at(argument)) and at[2] is not None:
                return self._level(at[0], at[1], at[2])
            case "ohne" if self.sheet.stage is Stage.REASON:
                return self._change()
            case "teil":
                return self._turn(argument)
            case "kommentar":
                self.sheet = replace(self.sheet, stage=Stage.COMMENT)
                return self._again()
            case "kein_kommentar":
                return self._change(comment="", voice="")
            case "zeigen":
                self.sheet = replace(self.sheet, stage=Stage.CARD)
                return self.show()
            case "fertig":
                self.sheet = replace(self.sheet, stage=Stage.CARD)
                return self._session, [Say("durchsicht_vorschau", self._so_far, self._rows_to_send)]
            case "senden" if argument == self._seal:
                sheet = self.sheet
                self.sheet = replace(sheet, stage=Stage.SENT)
                news = Decided(sheet.card, sheet.corrections, sheet.comment, sheet.voice)
                return self._session, [Tell((sheet.team,), news)]
            case "zurueck":
                return self._put_back()
            case "weiter":
                return self._go_on()
        return self._past()

    def _ask(self, piece: int, number: int) -> Step:
        """For the level of an item."""
        levels = [self._button("stufe", f"durchsicht_stufe_{level}", f"{piece}/{number}/{level}") for level in LEVELS]
        rows = pairs([*levels, self._button("zeigen", "zurueck")])
        return self._session, [Say("durchsicht_stufe", question(self.card, self.sheet, piece, number), rows)]

    def _level(self, piece: int, number: int, level: int) -> Step:
        """The level it has already needs no word; any other is a correction, whose reason is asked for."""
        item = in_order(self.card.submission.pieces[piece])[number]
        others = tuple(each for each in self.sheet.corrections if (each.piece, each.item) != (piece, item.item))
        if level == item.level:
            return self._change(corrections=others)
        self.sheet = replace(
            self.sheet,
            corrections=(*others, Correction(piece, item.item, level)),
            changed=True,
            stage=Stage.REASON,
            about=(piece, item.item),
            message=0,
        )
        return self._again()

    def _hear(self, event: Said) -> Step:
        if self.sheet.stage is Stage.REASON and event.word in WITHOUT:
            return self._change()
        return self._write(self.sheet.stage, event.text, wrote=self.sheet.stage, message=event.message)

    def _write(self, what: Stage, text: str, **changes: Any) -> Step:
        """A reason or a comment, for the first time or anew."""
        text, most = text.strip(), LONGEST[what]
        if len(text) > most:
            return self._session, [Say("durchsicht_zu_lang", {"zeichen": len(text), "laenge": most})]
        if what is Stage.COMMENT:
            return self._change(comment=text, **changes)
        corrections = tuple(
            replace(each, reason=text) if (each.piece, each.item) == self.sheet.about else each
            for each in self.sheet.corrections
        )
        return self._change(corrections=corrections, **changes)

    def _change(self, **changes: Any) -> Step:
        """Something was changed, or a question is through: back to the card, in short."""
        before = self.sheet
        self.sheet = replace(before, **{"stage": Stage.CARD, **changes})
        if _words(self.sheet) != _words(before):
            self.sheet = replace(self.sheet, changed=True)
        return self._again()

    def _turn(self, argument: str) -> Step:
        """Another piece of the card."""
        last = len(self.card.submission.pieces) - 1
        stage = Stage.READING if self.sheet.stage is Stage.READING else Stage.CARD
        self.sheet = replace(self.sheet, piece=min(int(argument), last) if argument.isdecimal() else 0, stage=stage)
        return self.show()

    def _put_back(self) -> Step:
        queue = self._queue.closed
        left = sum(line.id != self.sheet.card for line in queue.lines)
        back = Tell((self.sheet.team,), PutBack(self.sheet.card))
        return queue.session, [back, Say("durchsicht_zurueckgelegt", {"anzahl": left}, queue.ways_on())]

    def _go_on(self) -> Step:
        """The next card of those she goes through; without any the card goes back."""
        queue = self._queue.closed
        if all(line.id == self.sheet.card for line in queue.of(self.sheet.only)):
            return self._put_back()
        session, effects = queue.open(self.sheet.only, self.sheet.card)
        return session, [Tell((self.sheet.team,), PutBack(self.sheet.card)), *effects]

    def _past(self) -> Step:
        """A button of an earlier card or question."""
        session, effects = self._again()
        return session, [Say("durchsicht_vorbei"), *effects]

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _again(self) -> Step:
        """Where the card stands: the question that is open, what was changed so far, or all of it."""
        sheet = self.sheet
        match sheet.stage:
            case Stage.REASON:
                piece, item = sheet.about
                number = [each.item for each in in_order(self.card.submission.pieces[piece])].index(item)
                values = question(self.card, sheet, piece, number)
                lines: list[Effect] = [Say("durchsicht_grund", values, ((self._button("ohne", "ohne_grund"),),))]
            case Stage.COMMENT:
                values = {"name": self.card.name, "kommentar": sheet.comment, "sprachnachricht": bool(sheet.voice)}
                lines = [Say("durchsicht_kommentar", values, self._rows_of_comment)]
            case Stage.OPENING | Stage.SENT:
                lines = [self._queue.page()]
            case Stage.CARD if sheet.changed:
                lines = [Say("durchsicht_bisher", self._so_far, self._rows)]
            case _:
                return self.show()
        return self._session, lines

    @property
    def _so_far(self) -> Mapping[str, Any]:
        return so_far(self.card, self.assignment, self.sheet)

    @property
    def _rows(self) -> Rows:
        at = self.sheet.piece
        items = [
            self._button("punkt", "durchsicht_punkt", f"{at}/{number}", nummer=number + 1)
            for number in range(len(in_order(self.card.submission.pieces[at])))
        ]
        return (
            (self._button("fertig", "durchsicht_fertig" if self.sheet.changed else "durchsicht_annehmen"),),
            *pairs([*items, self._button("kommentar", "durchsicht_kommentar")]),
            *self._turning,
            (self._button("zurueck", "durchsicht_zurueck"), self._button("weiter", "durchsicht_weiter")),
        )

    @property
    def _rows_to_read(self) -> Rows:
        return (
            *self._turning,
            (self._button("weiter", "durchsicht_weiter"), self._queue.button("", "zur_durchsicht")),
        )

    @property
    def _rows_of_comment(self) -> Rows:
        without = ((self._button("kein_kommentar", "durchsicht_kein_kommentar"),),)
        back: Rows = ((self._button("zeigen", "zurueck"),),)
        return (*without, *back) if self.sheet.comment or self.sheet.voice else back

    @property
    def _rows_to_send(self) -> Rows:
        return (
            (self._button("senden", "durchsicht_senden", self._seal),),
            (self._button("zeigen", "durchsicht_zur_karte"), self._button("kommentar", "durchsicht_kommentar")),
        )

    @property
    def _turning(self) -> Rows:
        at, last = self.sheet.piece, len(self.card.submission.pieces) - 1
        turning = tuple(
            self._button("teil", label, str(number))
            for label, number in (("durchsicht_teil_davor", at - 1), ("durchsicht_teil_danach", at + 1))
            if 0 <= number <= last
        )
        return (turning,) if turning else ()

    def _button(self, more: str, label: str, rest: str = "", **values: object) -> Button:
        return self._queue.button(more, label, rest, self.sheet.mark, **values)

    # --- what is there ---------------------------------------------------------------------------------------------

    @property
    def _session(self) -> Session:
        return replace(self._queue.session, sheet=self.sheet)

    @property
    def _seal(self) -> str:
        """Stands for what a preview showed, so that nothing else is sent by its button."""
        return f"{crc32(msgspec.json.encode(_words(self.sheet))):08x}"

    @property
    def _closed(self) -> Session:
        return replace(self._queue.session, sheet=None)

    def _at(self, argument: str) -> tuple[int, int, int | None] | None:
        """The piece, the number of the item in it and perhaps a level, if the card has such an item."""
        found = _AT.fullmatch(argument)
        pieces = self.card.submission.pieces
        if not found or int(found[1]) >= len(pieces) or int(found[2]) >= len(in_order(pieces[int(found[1])])):
            return None
        return int(found[1]), int(found[2]), int(found[3]) if found[3] else None

    def _lost(self) -> Say | None:
        """The card is not hers any more: somebody else has it or has decided, or it was handed in anew."""
        line = self._queue.line(self.sheet.card)
        if line and line.waiting.holder == self._queue.moment.actor:
            return None
        by = line.waiting.holder_name if line and line.taken else "" if line else self.card.decided_by
        return lost(self.card.name, by, decided=line is None, queue=self._queue)


def _words(sheet: ReviewSheet) -> tuple[tuple[Correction, ...], str, str]:
    """What the coach has to say."""
    return sheet.corrections, sheet.comment, sheet.voice


def open_card(queue: Queue) -> Review | None:
    """The card she has open in this team, if it is still there; the step wanted it."""
    sheet = queue.sheet
    if sheet is None:
        return None
    card: Card | None = queue.moment.kept.one(CARD, sheet.card, sheet.team)
    assignment = queue.moment.kept.one(ASSIGNMENT, sheet.card.partition("/")[0], sheet.team)
    return Review(sheet, card, assignment, queue) if card and assignment else None


def lost(name: str, by: str, *, decided: bool, queue: Queue) -> Say:
    """Why a card is not hers to decide any more."""
    values = {"name": name, "von": by, "entschieden": decided}
    return Say("durchsicht_verloren", values, queue.closed.ways_on())
