"""Where a team stands: its assignments, who is where with one of them, and one tap to remind, prolong or end."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flows.coaching.area import rest, to
from flows.coaching.period import USUAL, lately
from flows.effects import Button, Rows, Say, Tell, Values, pairs
from flows.events import Event, Pressed
from flows.kept import Found, Want, Wants
from flows.moment import Moment
from flows.news import Ended, Extended, Nudged
from flows.paging import page_of
from flows.session import Session, Step
from flows.teams.giving import person_of
from flows.teams.team import TEAM
from flows.teams.work import ASSIGNMENT, PART, Assignment, Part, Status

SHOWN, PEOPLE = 8, 15
"""Assignments and people on a page."""

LONGER = (1, 3, 7, 14)
"""By how many days a due date can be put off with one tap."""

OVERDUE = "ueberfaellig"
ORDER = (
    OVERDUE,
    Status.OPEN,
    Status.BEGUN,
    Status.IN_REVIEW,
    Status.NOT_YET,
    Status.PASSED,
    Status.HANDED_IN,
)
"""How people are listed: first those who may need a word."""


class Standing:
    """The area `stand`."""

    name = "stand"

    def wants(self, session: Session, event: Event, team: str) -> Wants:
        """What was given; the parts only of the assignment in question."""
        given = {Want(ASSIGNMENT, owner=team)}
        match event:
            case Pressed(_, argument) if id_ := _first(argument):
                return frozenset(given | {Want(PART, owner=team, id=f"{id_}/*")})
        return frozenset(given)

    def step(self, session: Session, event: Event, team: Found, moment: Moment) -> Step:
        """A list, or the page of one assignment; what is done there the team answers."""
        match event:
            case Pressed(action, argument) if (id_ := _first(argument)) and (found := _assignment(id_, team, moment)):
                return session, [self._one(session, action, _second(argument), id_, found, team, moment)]
            case Pressed(_, argument):
                return session, [_list(session, team, rest(argument), moment)]
        return session, []

    def _one(
        self, session: Session, action: str, more: str, id_: str, given: Assignment, team: Found, moment: Moment
    ) -> Say | Tell:
        board = Board(id_, given, team, moment)
        person = f"person:{more}"
        match action:
            case "coach:stand:leute":
                return board.people(more)
            case "coach:stand:mensch" if person in board.parts:
                return board.person(person, session)
            case "coach:stand:erinnern" if person in board.parts and not given.ended:
                return Tell((team.owner,), Nudged(id_, (person,)))
            case "coach:stand:zeit" if f"person:{more.partition('/')[0]}" in board.parts and not given.ended:
                return board.prolonging_one(*more.partition("/")[::2])
            case "coach:stand:alle" if not given.ended:
                return Tell((team.owner,), Nudged(id_))
            case "coach:stand:frist" if more.isdecimal() and int(more) in LONGER and not given.ended:
                return Tell((team.owner,), Extended(id_, _later(given.terms.due, int(more), moment)))
            case "coach:stand:frist":
                return board.prolonging()
            case "coach:stand:ende" if more == "ja" and not given.ended:
                return Tell((team.owner,), Ended(id_))
            case "coach:stand:ende":
                return board.ending()
        return board.page(session)


class Board:
    """One assignment and everybody's part in it."""

    def __init__(self, id_: str, given: Assignment, team: Found, moment: Moment) -> None:
        self._id = id_
        self._given = given
        self._team = team.owner
        self._moment = moment
        self.parts = {person_of(found.id): found.thing for found in moment.kept.found(PART, team.owner)}

    def page(self, session: Session) -> Say:
        """How many are where."""
        counts = Counter(map(self._state, self.parts.values()))
        values = {
            **self._head(session),
            "staende": [{"stand": state, "anzahl": counts[state]} for state in ORDER if counts[state]],
            "von": len(self.parts),
        }
        waiting = counts[OVERDUE] + counts[Status.OPEN] + counts[Status.BEGUN]
        buttons = [self._to("leute", "wer_ist_wo", "0")] if self.parts else []
        buttons += [to("bericht", "bericht", self._team, self._id)] if self.parts else []
        if not self._given.ended:
            buttons += [self._to("alle", "alle_erinnern", anzahl=waiting)] if waiting else []
            buttons += [self._to("frist", "mehr_zeit"), self._to("ende", "aufgabe_beenden")]
        back = (to("stand", "alle_aufgaben", self._team), to(TEAM, "zum_team", self._team))
        return Say("tafel_aufgabe", values, (*pairs(buttons), back))

    def people(self, wished: str) -> Say:
        """Everybody, those first who may need a word."""
        ordered = sorted(self.parts.items(), key=lambda each: (ORDER.index(self._state(each[1])), each[1].name))
        page = page_of(ordered, wished, PEOPLE)
        turning = page.turning(lambda label, number: self._to("leute", label, number))
        values = {
            "titel": self._given.exercise.title,
            "leute": [{"name": part.name, "stand": self._state(part)} for _, part in page.shown],
            **page.values,
        }
        names = [
            self._to("mensch", "mitglied_weg", person.partition(":")[2], name=_short(part.name))
            for person, part in page.shown
        ]
        return Say("tafel_leute", values, (*pairs(names), *turning, (self._back(),)))

    def person(self, person: str, session: Session) -> Say:
        """Where one stands; of attempts and points only what was handed in."""
        part: Part = self.parts[person]
        zone = ZoneInfo(session.trainee.zone)
        values = {
            "name": part.name,
            "titel": self._given.exercise.title,
            "stand": self._state(part),
            "bis": _local(part.due_by(self._given.terms), zone),
            "abgegeben": _local(part.handed_in, zone),
            "anteil": part.share if part.handed_in else None,
            "erinnert": _local(max(part.reminded, default=None), zone),
        }
        number = person.partition(":")[2]
        ways: list[Button] = []
        if part.is_open and not self._given.ended:
            ways.append(self._to("erinnern", "jetzt_erinnern", number))
        if (part.is_open or part.status is Status.NOT_YET) and not self._given.ended:
            ways.append(self._to("zeit", "mehr_zeit", number))
        if part.handed_in and not self._given.exercise.private:
            ways.append(to("durchsicht:auf", "antwort_ansehen", self._team, f"{self._id}/{number}"))
        return Say("tafel_mensch", values, (*pairs(ways), (self._to("leute", "zurueck", "0"),)))

    def prolonging(self) -> Say:
        """How much longer."""
        buttons = [self._to("frist", "so_viele_tage", str(days), tage=days) for days in LONGER]
        values = {"titel": self._given.exercise.title, "frist": self._given.terms.due is not None, "name": None}
        return Say("tafel_frist", values, (*pairs(buttons), (self._back(),)))

    def prolonging_one(self, number: str, days: str) -> Say | Tell:
        """How much longer for the person of this number; with days it is settled."""
        person = f"person:{number}"
        part, due = self.parts[person], self.parts[person].due_by(self._given.terms)
        if days.isdecimal() and int(days) in LONGER:
            return Tell((self._team,), Extended(self._id, _later(due, int(days), self._moment), (person,)))
        buttons = [self._to("zeit", "so_viele_tage", f"{number}/{each}", tage=each) for each in LONGER]
        values = {"titel": self._given.exercise.title, "frist": due is not None, "name": part.name}
        return Say("tafel_frist", values, (*pairs(buttons), (self._to("mensch", "zurueck", number),)))

    def ending(self) -> Say:
        """Whether it shall really end."""
        values = {
            "titel": self._given.exercise.title,
            "offen": sum(part.is_open for part in self.parts.values()),
            "noch_nicht": any(part.status is Status.NOT_YET for part in self.parts.values()),
            "beendet": self._given.ended,
        }
        yes: Rows = () if self._given.ended else ((self._to("ende", "ja_beenden", "ja"),),)
        return Say("tafel_ende", values, (*yes, (self._back(),)))

    def _head(self, session: Session) -> Values:
        zone = ZoneInfo(session.trainee.zone)
        return {
            "titel": self._given.exercise.title,
            "von_wem": self._given.by,
            "seit": _local(self._given.given, zone),
            "bis": _local(self._given.terms.due, zone),
            "beendet": self._given.ended,
        }

    def _state(self, part: Part) -> str:
        return state(part, self._given, self._moment.now)

    def _to(self, page: str, label: str, more: str = "", **values: Any) -> Button:
        return to(f"stand:{page}", label, self._team, f"{self._id}/{more}" if more else self._id, **values)

    def _back(self) -> Button:
        return to("stand:aufgabe", "zurueck", self._team, self._id)


def state(part: Part, given: Assignment, now: datetime) -> str:
    """Where somebody stands, as coaches see it: a key of `ORDER`."""
    return OVERDUE if part.overdue(now, given.terms) else part.status


def _list(session: Session, team: Found, wished: str, moment: Moment) -> Say:
    """All assignments, those that run first, the latest first."""
    zone = ZoneInfo(session.trainee.zone)
    found = sorted(moment.kept.found(ASSIGNMENT, team.owner), key=lambda each: each.thing.given, reverse=True)
    found.sort(key=lambda each: each.thing.ended)
    page = page_of(found, wished, SHOWN)
    rows: Rows = tuple(
        (to("stand:aufgabe", "aufgabe_zeile", team.owner, each.id, titel=each.thing.exercise.title),)
        for each in page.shown
    )
    turning = page.turning(lambda label, number: to("stand", label, team.owner, number))
    values = {
        "team": team.thing.team,
        "aufgaben": [
            {
                "titel": each.thing.exercise.title,
                "bis": _local(each.thing.terms.due, zone),
                "beendet": each.thing.ended,
            }
            for each in page.shown
        ],
        **page.values,
    }
    lately_given = lately(USUAL, session.trainee.zone, moment.now)
    report = [to("bericht", "bericht", team.owner, lately_given)] if found else []
    last = pairs([*report, to("vergabe", "aufgabe_geben", team.owner), to(TEAM, "zum_team", team.owner)])
    return Say("tafel", values, (*rows, *turning, *last))


def _assignment(id_: str, team: Found, moment: Moment) -> Assignment | None:
    given: Assignment | None = moment.kept.one(ASSIGNMENT, id_, team.owner)
    return given


def _first(argument: str) -> str:
    """The assignment in "team:…/<assignment>/<more>"; empty if there is none."""
    id_ = rest(argument).partition("/")[0]
    return "" if id_.isdecimal() else id_


def _second(argument: str) -> str:
    return rest(argument).partition("/")[2]


def _later(until: datetime | None, days: int, moment: Moment) -> datetime:
    """So many days after the old date, or after now if that is over."""
    return max(until or moment.now, moment.now) + timedelta(days=days)


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone) if at else None


def _short(name: str, most: int = 16) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
