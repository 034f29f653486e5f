"""The report of a team: a picture without names, files with them, and where the team is weak.

Usual files tell where everybody stands, when she handed in and whether she passed; the full ones what she reached in
what she handed in as well. Of what was not handed in nothing is told.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.coaching.area import rest, to
from flows.coaching.period import CHOICES, EVER, beginning, first_day, is_period, lately
from flows.coaching.standing import OVERDUE, state
from flows.effects import Button, HandOverTable, Picture, Rows, Say, pairs
from flows.events import Event, Pressed
from flows.kept import Found, Want, Wants
from flows.moment import Moment
from flows.session import Session, Step
from flows.table import Cell, Column, Sort, Table
from flows.teams.giving import person_of
from flows.teams.verdicts import whole
from flows.teams.weaknesses import FEWEST, WEAK, weaknesses
from flows.teams.work import ASSIGNMENT, CARD, PART, Assignment, Card, Part, Status

DRAWN = 8
"""Assignments in the picture; the files hold all."""

LISTED = 8
"""Weak items on the page."""

WORDS = {
    OVERDUE: "überfällig",
    Status.OPEN: "offen",
    Status.BEGUN: "begonnen",
    Status.IN_REVIEW: "in Prüfung",
    Status.NOT_YET: "noch nicht bestanden",
    Status.PASSED: "bestanden",
    Status.HANDED_IN: "abgegeben",
}
PASSED = {Status.PASSED: "ja", Status.NOT_YET: "noch nicht"}
LEVELS = {1: "teilweise", 0: "noch nicht", None: "nicht eindeutig"}

USUAL = (
    Column("Name", width=24),
    Column("Aufgabe", width=32),
    Column("Stand", width=21),
    Column("Termin", Sort.TIME),
    Column("Abgegeben", Sort.TIME),
    Column("Bestanden", width=12),
)
FULL = (
    *USUAL,
    Column("Ergebnis", Sort.SHARE, 10),
    Column("Versuch", Sort.NUMBER, 9),
    *(Column(f"Punkte {word}", width=36) for word in LEVELS.values()),
)

FILES: Mapping[str, tuple[str, bool]] = {
    "coach:bericht:excel": ("bericht.xlsx", False),
    "coach:bericht:csv": ("bericht.csv", False),
    "coach:bericht:excel_voll": ("bericht-ausfuehrlich.xlsx", True),
    "coach:bericht:csv_voll": ("bericht-ausfuehrlich.csv", True),
}
"""By action: what the file is called, and whether it is the full one."""

WEAKNESSES = "coach:bericht:schwach"


class Reporting:
    """The area `bericht`: of what was given in a time, or of the one assignment that a button names."""

    name = "bericht"

    def wants(self, session: Session, event: Event, team: str) -> Wants:
        """What was given and who is where; what was handed in only where it is told of."""
        about = rest(event.argument) if isinstance(event, Pressed) else ""
        if not isinstance(event, Pressed) or not about:
            return frozenset()
        kinds = {CARD, PART} if _tells_points(event.action) else {PART}
        if is_period(about):
            first = beginning(about, session.trainee.zone)
            return frozenset(Want(kind, owner=team, since=first) for kind in {ASSIGNMENT, *kinds})
        some = (Want(kind, owner=team, id=f"{about}/*") for kind in kinds)
        return frozenset({Want(ASSIGNMENT, owner=team, id=about), *some})

    def step(self, session: Session, event: Event, team: Found, moment: Moment) -> Step:
        """The picture with its buttons, a file, or the weak items; without a time it is asked for."""
        if not isinstance(event, Pressed):
            return session, []
        if not rest(event.argument):
            return session, [_ask(session, team, moment)]
        report = Report(rest(event.argument), team, ZoneInfo(session.trainee.zone), moment)
        if not report:
            return session, [report.nothing()]
        if event.action == WEAKNESSES:
            return session, [report.weak()]
        if event.action in FILES:
            return session, [report.file(*FILES[event.action])]
        return session, [report.picture()]


class Report:
    """What was given, the latest first, and everybody's parts in it."""

    def __init__(self, about: str, team: Found, zone: ZoneInfo, moment: Moment) -> None:
        self._about = about
        self._id = "" if is_period(about) else about
        self._team = team
        self._zone = zone
        self._moment = moment
        found = moment.kept.found(ASSIGNMENT, team.owner)
        self.given: dict[str, Assignment] = {
            each.id: each.thing for each in sorted(found, key=lambda each: each.thing.given, reverse=True)
        }
        self._parts: dict[str, dict[str, Part]] = {id_: {} for id_ in self.given}
        for each in moment.kept.found(PART, team.owner):
            if each.thing.assignment in self._parts:
                self._parts[each.thing.assignment][person_of(each.id)] = each.thing

    def __bool__(self) -> bool:
        """Whether there is something to tell of."""
        return self._id in self.given if self._id else bool(self.given)

    def nothing(self) -> Say:
        """There is no such assignment, or nothing was given in that time."""
        back = to("stand", "alle_aufgaben" if self._id else "zurueck", self._team.owner)
        values = {"fort": bool(self._id), "ab": first_day(self._about)}
        return Say("bericht_leer", values, ((back,),) if self._id else (self._other_period, (back,)))

    def picture(self) -> Picture:
        """How many are where, without names; below it the way to all else."""
        drawn = list(self.given)[:DRAWN]
        rows = [
            {
                "title": self.given[id_].exercise.title,
                "due": _iso(self.given[id_].terms.due, self._zone),
                "ended": self.given[id_].ended,
                "counts": Counter(self._state(id_, part) for part in self._parts[id_].values()),
            }
            for id_ in drawn
        ]
        values = {"title": self._team.thing.team, "assignments": rows}
        caption = {
            "team": self._team.thing.team,
            "gezeigt": len(drawn),
            "von": len(self.given),
            "eine": bool(self._id),
            "ab": first_day(self._about),
        }
        return Picture("team", values, "bericht", caption, self._rows())

    def file(self, name: str, full: bool) -> HandOverTable:
        """A row for everybody in each assignment."""
        table = Table(self._team.thing.team, FULL if full else USUAL, tuple(self._lines(full)))
        values = {"ausfuehrlich": full, "zeilen": len(table.rows)}
        return HandOverTable(table, name, "bericht_datei", values, ((self._back(),),))

    def weak(self) -> Say:
        """The items that many met badly; of what few handed in, only that there is more."""
        found = weaknesses(self._cards().values())
        values = {
            "titel": self.given[self._id].exercise.title if self._id in self.given else self._team.thing.team,
            "punkte": [{"titel": each.title, "anteil": each.share, "anzahl": each.people} for each in found.items],
            "hoechstens": LISTED,
            "gezaehlt": found.counted,
            "zu_wenige": found.too_few,
            "mindestens": FEWEST,
            "grenze": WEAK,
        }
        return Say("bericht_schwach", values, ((self._back(),),))

    def _lines(self, full: bool) -> Iterator[tuple[Cell, ...]]:
        cards = self._cards() if full else {}
        for id_, given in self.given.items():
            for person, part in sorted(self._parts[id_].items(), key=lambda each: each[1].name.casefold()):
                usual: tuple[Cell, ...] = (
                    part.name or "Ohne Namen",
                    given.exercise.title,
                    WORDS[self._state(id_, part)],
                    _iso(part.due_by(given.terms), self._zone),
                    _iso(part.handed_in, self._zone),
                    PASSED.get(part.status, ""),
                )
                yield (*usual, *_reached(part, cards.get((id_, person)))) if full else usual

    def _cards(self) -> dict[tuple[str, str], Card]:
        """What was handed in last, by assignment and person."""
        cards = [each.thing for each in self._moment.kept.found(CARD, self._team.owner)]
        return {(card.assignment, card.person): card for card in cards if card.assignment in self.given}

    def _state(self, id_: str, part: Part) -> str:
        return state(part, self.given[id_], self._moment.now)

    def _rows(self) -> Rows:
        pages = ("excel", "csv", "excel_voll", "csv_voll", "schwach")
        buttons = [to(f"bericht:{page}", f"bericht_{page}", self._team.owner, self._about) for page in pages]
        board = "stand:aufgabe" if self._id else "stand"
        back = to(board, "zurueck", self._team.owner, self._id)
        return pairs([*buttons, back]) if self._id else (*pairs([*buttons, *self._other_period]), (back,))

    @property
    def _other_period(self) -> tuple[Button]:
        return (to("bericht", "anderer_zeitraum", self._team.owner),)

    def _back(self) -> Button:
        return to("bericht", "zum_bericht", self._team.owner, self._about)


def _ask(session: Session, team: Found, moment: Moment) -> Say:
    """For how far back it goes."""
    periods = [
        to("bericht", "so_viele_tage", team.owner, lately(days, session.trainee.zone, moment.now), tage=days)
        for days in CHOICES
    ]
    rows = pairs([*periods, to("bericht", "alles_bisherige", team.owner, EVER)])
    return Say("bericht_zeitraum", {"team": team.thing.team}, (*rows, (to("stand", "zurueck", team.owner),)))


def _tells_points(action: str) -> bool:
    return action == WEAKNESSES or (action in FILES and FILES[action][1])


def _reached(part: Part, card: Card | None) -> tuple[Cell, ...]:
    """Only of what was handed in: the best share, which attempt it was last, and the points that were not met then."""
    if part.handed_in is None or card is None:
        return (part.share if part.handed_in else None, None, *(None for _ in LEVELS))
    titles = {item.id: item.title for piece in card.submission.pieces for item in piece.items}
    items = whole(card.submission, card.corrections).items
    missed = ("; ".join(titles.get(item.item, "") for item in items if item.level == level) for level in LEVELS)
    return (part.share, card.submission.attempt, *missed)


def _iso(at: datetime | None, zone: ZoneInfo) -> str | None:
    """Local time to the minute."""
    return at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes") if at else None
