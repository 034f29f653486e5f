"""The queue of the review: what waits in a team, and which card comes next."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.coaching.area import to
from flows.coaching.sheets import ReviewSheet, Stage
from flows.effects import Button, Rows, Say, Tell
from flows.kept import Found
from flows.moment import Moment
from flows.news import PutBack, Taken
from flows.paging import page_of
from flows.session import Session, Step
from flows.teams.reviewing import held
from flows.teams.team import TEAM
from flows.teams.work import WAITING, Reason, Waiting

PAGE = 8
"""Assignments on a page of the queue."""

_WHICH = re.compile(r"([a-z0-9]{8})(?:/(\d{1,16}))?")


class Line(NamedTuple):
    """A card in the queue, by its id, and whether another coach has it open."""

    id: str
    waiting: Waiting
    taken: bool

    @property
    def assignment(self) -> str:
        """The id of the assignment."""
        return self.id.partition("/")[0]


class Queue:
    """What waits in a team, the oldest first, as one coach sees it at one moment."""

    def __init__(self, session: Session, team: Found, moment: Moment) -> None:
        self.session = session
        self.team = team
        self.moment = moment
        lines = (
            Line(found.id, found.thing, held(found.thing, moment) and found.thing.holder != moment.actor)
            for found in moment.kept.found(WAITING, team.owner)
        )
        self.lines = sorted(lines, key=lambda line: (line.waiting.given, line.id))

    @property
    def sheet(self) -> ReviewSheet | None:
        """The card she has open in this team."""
        sheet = self.session.sheet
        return sheet if isinstance(sheet, ReviewSheet) and sheet.team == self.team.owner else None

    @property
    def closed(self) -> "Queue":
        """Without an open card."""
        return Queue(replace(self.session, sheet=None), self.team, self.moment)

    def line(self, card: str) -> Line | None:
        """The line of a card; None if nobody has to decide it."""
        return next((line for line in self.lines if line.id == card), None)

    def of(self, assignment: str) -> list[Line]:
        """Those of one assignment, or all."""
        return [line for line in self.lines if assignment in ("", line.assignment)]

    def open(self, which: str, but: str = "") -> Step:
        """Asks the team for a card: the one named, or the next that is free, of one assignment or all."""
        found = _WHICH.fullmatch(which)
        if which and not found:
            return self.session, [Say("durchsicht_vorbei"), self.page()]
        assignment, person = (found[1], found[2] or "") if found else ("", "")
        if person:
            return self._take(f"{assignment}/person:{person}", "")
        lines = [line for line in self.of(assignment) if line.id != but]
        free = [line for line in lines if not line.taken]
        if not free:
            return self.session, [self._all_taken(lines) if lines else self.page()]
        return self._take(self._following(free, but).id, assignment)

    def page(self, at: str = "") -> Say:
        """How many wait, and of which assignments."""
        groups: dict[str, list[Line]] = {}
        for line in self.lines:
            groups.setdefault(line.assignment, []).append(line)
        page = page_of(list(groups.items()) if len(groups) > 1 else [], at, PAGE)
        shown: Rows = tuple((self._group(id_, lines),) for id_, lines in page.shown)
        turning = page.turning(lambda label, number: self.button("", label, number))
        home = (to(TEAM, "zum_team", self.team.owner),)
        return Say("durchsicht", self._values(len(groups)), (*self._first(), *shown, *turning, home))

    def ways_on(self) -> Rows:
        """To the next card, if there is one that is free, and to the queue."""
        free = any(not line.taken for line in self.lines)
        going = (self.button("auf", "durchsicht_naechste"),) if free else ()
        return ((*going, self.button("", "zur_durchsicht")),)

    def button(self, more: str, label: str, rest: str = "", mark: str = "", **values: object) -> Button:
        """A button of this area."""
        return to(f"durchsicht:{more}" if more else "durchsicht", label, self.team.owner, rest, mark, **values)

    def _values(self, assignments: int) -> dict[str, object]:
        zone = ZoneInfo(self.session.trainee.zone)
        return {
            "team": self.team.thing.team,
            "anzahl": len(self.lines),
            "aelteste": self.lines[0].waiting.given.astimezone(zone) if self.lines else None,
            "gruende": {reason.value: sum(reason in line.waiting.reasons for line in self.lines) for reason in Reason},
            "besetzt": sum(line.taken for line in self.lines),
            "coaches": _holders(self.lines),
            "aufgaben": assignments,
        }

    def _first(self) -> Rows:
        if self.sheet and self.sheet.stage not in (Stage.OPENING, Stage.SENT):
            return ((self.button("zeigen", "durchsicht_offene", mark=self.sheet.mark),),)
        return ((self.button("auf", "durchsicht_auf"),),) if self.lines else ()

    def _group(self, id_: str, lines: Sequence[Line]) -> Button:
        return self.button("auf", "durchsicht_gruppe", id_, titel=lines[0].waiting.title, anzahl=len(lines))

    def _following(self, free: Sequence[Line], but: str) -> Line:
        """The first behind the card `but` in the queue, or the first of all."""
        before = self.line(but)
        later = [line for line in free if before and line.waiting.given > before.waiting.given]
        return (later or free)[0]

    def _take(self, card: str, only: str) -> Step:
        """A fresh sheet for the card, which the team has to give; one that is open goes back."""
        open_ = self.sheet
        back = [Tell((open_.team,), PutBack(open_.card))] if open_ and open_.card != card and open_.hers else []
        serial = self.session.serial + 1
        sheet = ReviewSheet(self.team.owner, card, f"d{serial}", only=only)
        session = replace(self.session, serial=serial, sheet=sheet)
        return session, [*back, Tell((self.team.owner,), Taken(card))]

    def _all_taken(self, lines: Sequence[Line]) -> Say:
        first = lines[0]
        which = f"{first.assignment}/{first.id.rpartition(':')[2]}"
        look = (self.button("auf", "durchsicht_ansehen", which), self.button("", "zur_durchsicht"))
        return Say("durchsicht_alle_offen", {"anzahl": len(lines), "coaches": _holders(lines)}, (look,))


def _holders(lines: Sequence[Line]) -> list[str]:
    return sorted({line.waiting.holder_name for line in lines if line.taken and line.waiting.holder_name})
