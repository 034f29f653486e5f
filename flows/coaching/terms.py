"""The card of something that is to be given: every line can be changed, then it is given."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows import dates
from flows.activities.readings import readings
from flows.coaching.area import to
from flows.coaching.sheets import GivingSheet
from flows.effects import Button, Edit, Effect, Rows, Say, Tell, pairs
from flows.events import Edited, Said
from flows.exercises.card import Model, card
from flows.exercises.exercise import Exercise
from flows.kept import Found
from flows.moment import Moment
from flows.news import Given, Planned
from flows.paging import page_of
from flows.quiet import on_day
from flows.replies import NO, TO_BACK
from flows.session import Session
from flows.teams.team import MEMBER, TEAM, Member, Role
from flows.teams.work import DAY_ENDS, Plan, Terms

AREA = "vergabe"
MORNING = time(9)
"""When something is given on a day for which no hour was said."""

MINIMA = (50, 60, 80, 100)
LEAST, MOST = (1, 2, 3), (1, 3, 0)
"""Attempts to choose from; 0 is no end of them."""

SPANS = (3, 7, 14)
LONGEST_SPAN = 365  # days
LONGEST_NOTE = 500  # characters
PAGE = 10
"""People on a page."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ASKING = {"wann": "tag", "frist": "frist", "notiz": "notiz"}
"""Pages on which a text is awaited, with what it is."""


class TermsCard:
    """One event on the open card; afterwards `session` and `effects` are what followed."""

    def __init__(self, session: Session, sheet: GivingSheet, exercise: Exercise, team: Found, moment: Moment) -> None:
        self.session = session
        self.effects: list[Effect] = []
        self._exercise = exercise
        self._team = team
        self._moment = moment
        about = moment.kept.one(TEAM, TEAM, team.owner)
        self._zone: str = about.zone
        self._now = moment.now.astimezone(ZoneInfo(self._zone))
        self._trainees: Mapping[str, Member] = {
            found.id: found.thing for found in moment.kept.found(MEMBER, team.owner) if found.thing.role is Role.TRAINEE
        }
        self._sheet = replace(sheet, people=tuple(each for each in sheet.people if each in self._trainees))

    # --- what comes --------------------------------------------------------------------------------------------

    def show(self, *, anew: bool = True, sure: bool = False) -> None:
        """The card, in a message of its own or in place of what was pressed."""
        self._change(asking="")
        values = {**self._card, "sicher": sure}
        self._tell("vergabe_karte", values, self._sure_rows if sure else self._card_rows, anew=anew)

    def press(self, action: str, argument: str, mark: str) -> None:
        """A button of the card or of one of its pages."""
        if mark != self._sheet.mark:
            self.effects.append(Say("vergabe_vorbei"))
            self.show()
        elif action in ("wem", "wann", "frist", "minimum", "versuche", "notiz"):
            self._ask(action, anew=False)
        elif action == "seite":
            self._change(page=int(argument) if argument.isdecimal() and len(argument) < 5 else 0)
            self._ask("wem", anew=False)
        elif action == "an":
            self._toggle(argument)
        elif action == "setz":
            key, _, value = argument.partition("/")
            self._set(key, value)
        elif action == "ansehen":
            self.effects.append(Say("uebung_karte", card(self._exercise, Model.OPEN)))
            self.show()
        elif action == "fertig":
            self.show(anew=False, sure=bool(self._people))
        elif action == "ja" and self._people:
            self._give()
        else:
            self.show(anew=False)

    def hear(self, event: Said) -> None:
        """A day or a note, whichever was asked for."""
        if event.word in TO_BACK:
            self.show()
        elif self._sheet.asking == "notiz":
            self._note(event)
        elif self._sheet.asking == "frist":
            self._read_due(event.text)
        else:
            self._read_start(event.text)

    def correct(self, event: Edited) -> None:
        """The note reads differently."""
        if self._sheet.message == event.message:
            self._note(Said(event.text, event.message))

    # --- what is chosen ----------------------------------------------------------------------------------------

    def _toggle(self, person: str) -> None:
        if person in self._trainees:
            chosen = set(self._sheet.people) ^ {person}
            self._change(people=tuple(each for each in self._trainees if each in chosen), everybody=not chosen)
        self._ask("wem", anew=False)

    def _set(self, key: str, value: str) -> None:
        number = int(value) if value.isdecimal() and len(value) < 4 else -1
        match key:
            case "alle":
                self._change(everybody=True, people=())
            case "minimum" if number in MINIMA:
                self._change(minimum=number)
            case "least" if number in LEAST:
                most = self._sheet.most
                self._change(least=number, most=most if most == 0 or most >= number else 3)
                self._ask("versuche", anew=False)
                return
            case "most" if number in MOST:
                self._change(most=number, least=min(self._sheet.least, number) if number else self._sheet.least)
                self._ask("versuche", anew=False)
                return
            case "tage" if number in SPANS:
                self._change(days=number, clock=DAY_ENDS)
            case "ohne":
                self._change(days=None)
            case "notiz":
                self._change(note="", message=0)
            case "jetzt":
                self._change(at=None, rule="")
            case "woche" if number in range(7):
                self._weekly(number, MORNING)
            case "am" if at := _iso(value, self._zone):
                self._start(at)
            case "bis" if at := _iso(value, self._zone):
                self._due_at(at.date(), at.time())
        self.show(anew=False)

    def _start(self, at: datetime) -> None:
        if at > self._now:
            self._change(at=at, rule="")

    def _weekly(self, weekday: int, clock: time) -> None:
        """Every week on that day, from the next one on."""
        ahead = (weekday - self._now.weekday()) % 7
        day = self._now.date() + timedelta(days=ahead)
        if on_day(day, self._zone, clock) <= self._now:
            day += timedelta(days=7)
        rule = f"FREQ=WEEKLY;BYDAY={WEEKDAYS[weekday]};BYHOUR={clock.hour};BYMINUTE={clock.minute};BYSECOND=0"
        self._change(at=on_day(day, self._zone, clock), rule=rule)

    def _due_at(self, day: date, clock: time | None) -> bool:
        """Kept as the days from giving on; False if it would be over by then."""
        days = (day - self._begins.date()).days
        due = on_day(day, self._zone, clock or DAY_ENDS)
        if due <= self._begins or days > LONGEST_SPAN:
            return False
        self._change(days=days, clock=clock or DAY_ENDS)
        return True

    def _read_start(self, text: str) -> None:
        reading = dates.read(text, self._now)
        whens = readings(reading, text, self._now)
        if not whens:
            self._ask("wann", fehler=_fault(reading))
        elif reading.doubt is dates.Doubt.WIEDERKEHREND:
            self._weekly(whens[0].day.weekday(), whens[0].clock or MORNING)
            self.show()
        elif reading.ambiguous:
            times = [datetime.combine(each.turns, each.turns_at or MORNING) for each in whens]
            self._ask("wann", zweifel="am", zeiten=times)
        else:
            at = on_day(whens[0].turns, self._zone, whens[0].turns_at or MORNING)
            if at <= self._now:
                self._ask("wann", fehler="vergangen")
                return
            self._change(at=at, rule="")
            self.show()

    def _read_due(self, text: str) -> None:
        reading = dates.read(text, self._begins)
        whens = readings(reading, text, self._begins)
        if not whens:
            self._ask("frist", fehler=_fault(reading))
        elif reading.ambiguous:
            times = [datetime.combine(each.final, each.until or each.clock or DAY_ENDS) for each in whens]
            self._ask("frist", zweifel="bis", zeiten=times)
        elif self._due_at(whens[0].final, whens[0].until or whens[0].clock):
            self.show()
        else:
            self._ask("frist", fehler="vergangen")

    def _note(self, event: Said) -> None:
        text = event.text.strip()
        if len(text) > LONGEST_NOTE:
            self._ask("notiz", fehler="lang")
            return
        self._change(note="" if event.word in NO else text, message=event.message)
        self.show()

    def _give(self) -> None:
        """Now, or as a plan; the team answers."""
        sheet = self._sheet
        people = () if sheet.everybody else sheet.people
        if self._due is not None and self._due <= self._now:
            self._ask("frist", anew=False, fehler="vergangen")
            return
        news: Given | Planned
        if sheet.at is None:
            news = Given(sheet.id, self._exercise, self._terms(self._due), people)
        else:
            plan = Plan(
                self._exercise,
                self._terms(None),
                by="",
                coach="",
                at=sheet.at,
                rule=sheet.rule,
                days=sheet.days,
                clock=sheet.clock,
                everybody=sheet.everybody,
                people=people,
            )
            news = Planned(sheet.id, plan)
        self.session = replace(self.session, sheet=None)
        self.effects.append(Tell((self._team.owner,), news))

    def _terms(self, due: datetime | None) -> Terms:
        sheet = self._sheet
        return Terms(self._zone, due, sheet.minimum / 100, sheet.least, sheet.most, sheet.note)

    # --- what is shown -----------------------------------------------------------------------------------------

    def _ask(self, what: str, *, anew: bool = True, **more: Any) -> None:
        self._change(asking=ASKING.get(what, ""))
        values = {"was": what, "fehler": "", "zweifel": "", "zeiten": [], **more}
        chosen = {"alle": self._sheet.everybody, "anzahl": len(self._people), "laenge": LONGEST_NOTE}
        self._tell("vergabe_frage", values | chosen, self._page_rows(what, values), anew=anew)

    def _tell(self, template: str, values: Mapping[str, Any], rows: Rows, *, anew: bool) -> None:
        """A fresh message has a fresh mark, which all buttons on it get."""
        if anew or not self._sheet.mark:
            self.session = replace(self.session, serial=self.session.serial + 1)
            self._change(mark=f"v{self.session.serial}")
            self.effects.append(Say(template, values, self._marked(rows), slot=self._sheet.mark))
        else:
            self.effects.append(Edit(self._sheet.mark, template, values, self._marked(rows)))

    def _marked(self, rows: Rows) -> Rows:
        return tuple(tuple(replace(button, mark=self._sheet.mark) for button in row) for row in rows)

    @property
    def _card(self) -> dict[str, Any]:
        sheet = self._sheet
        names = [self._trainees[person].name for person in sheet.people]
        return {
            "titel": self._exercise.title,
            "art": self._exercise.kind.value,
            "privat": self._exercise.private,
            "alle": sheet.everybody,
            "anzahl": len(self._people),
            "namen": [name for name in names if name][:5],
            "am": sheet.at.astimezone(ZoneInfo(self._zone)) if sheet.at else None,
            "woche": bool(sheet.rule),
            "bis": self._due.astimezone(ZoneInfo(self._zone)) if self._due else None,
            "tage": sheet.days,
            "minimum": sheet.minimum,
            "mindestens": sheet.least,
            "hoechstens": sheet.most,
            "notiz": sheet.note,
        }

    @property
    def _card_rows(self) -> Rows:
        lines = pairs(
            [
                self._button("wem", "vergabe_wem"),
                self._button("wann", "vergabe_wann"),
                self._button("frist", "vergabe_frist"),
                *([] if self._exercise.private else [self._button("minimum", "vergabe_minimum")]),
                self._button("versuche", "vergabe_versuche"),
                self._button("notiz", "vergabe_notiz"),
                self._button("ansehen", "vergabe_ansehen"),
                self._button("andere", "vergabe_andere"),
            ]
        )
        return ((self._button("fertig", "vergabe_fertig"),), *lines, (to(TEAM, "zum_team", self._team.owner),))

    @property
    def _sure_rows(self) -> Rows:
        return ((self._button("ja", "vergabe_ja"),), (self._button("karte", "vergabe_nein"),))

    def _page_rows(self, what: str, values: Mapping[str, Any]) -> Rows:
        back = (self._button("karte", "zurueck"),)
        if values["zweifel"]:
            doubted = [
                (self._setting(f"{values['zweifel']}/{at.isoformat(timespec='minutes')}", "vergabe_zeit", zeit=at),)
                for at in values["zeiten"]
            ]
            return (*doubted, back)
        match what:
            case "wem":
                return (*self._people_rows, back)
            case "wann":
                days = [self._setting(f"woche/{day}", "jede_woche", tag=day) for day in range(7)]
                return ((self._setting("jetzt", "vergabe_jetzt"),), *pairs(days), back)
            case "frist":
                spans = [self._setting(f"tage/{days}", "in_tagen", tage=days) for days in SPANS]
                return (*pairs([*spans, self._setting("ohne", "ohne_termin")]), back)
            case "minimum":
                return (*pairs([self._setting(f"minimum/{each}", "mindestens", prozent=each) for each in MINIMA]), back)
            case "versuche":
                return (*self._attempt_rows, back)
        return ((self._setting("notiz", "ohne_notiz"), *back),)

    @property
    def _attempt_rows(self) -> Rows:
        least, most = self._sheet.least, self._sheet.most
        least_row = [self._setting(f"least/{n}", "mindest_versuche", n=n, an=n == least) for n in LEAST]
        most_row = [self._setting(f"most/{n}", "hoechst_versuche", n=n, an=n == most) for n in MOST]
        return tuple(least_row), tuple(most_row)

    @property
    def _people_rows(self) -> Rows:
        """All at once, or one by one, page by page."""
        named = sorted(self._trainees.items(), key=lambda each: each[1].name.casefold())
        page = page_of(named, str(self._sheet.page), PAGE)
        chosen = [
            (self._button("an", "trainee_an", id_, name=member.name or "Ohne Namen", an=id_ in self._sheet.people),)
            for id_, member in page.shown
        ]
        everybody = (self._setting("alle", "alle_trainees", an=self._sheet.everybody),)
        return (everybody, *chosen, *page.turning(lambda label, number: self._button("seite", label, number)))

    def _button(self, action: str, label: str, rest: str = "", **values: object) -> Button:
        argument = f"{self._team.owner}/{rest}" if rest else self._team.owner
        return Button(f"coach:{AREA}:{action}", label, argument, values=values)

    def _setting(self, argument: str, label: str, **values: object) -> Button:
        return self._button("setz", label, argument, **values)

    # --- what is here ------------------------------------------------------------------------------------------

    @property
    def _people(self) -> Sequence[str]:
        return list(self._trainees) if self._sheet.everybody else self._sheet.people

    @property
    def _begins(self) -> datetime:
        """When it is given first."""
        return (self._sheet.at or self._now).astimezone(ZoneInfo(self._zone))

    @property
    def _due(self) -> datetime | None:
        """When it is due, given for the first time."""
        if self._sheet.days is None:
            return None
        return on_day(self._begins.date() + timedelta(days=self._sheet.days), self._zone, self._sheet.clock)

    def _change(self, **changes: Any) -> None:
        self._sheet = replace(self._sheet, **changes)
        self.session = replace(self.session, sheet=self._sheet)


def _fault(reading: dates.Reading) -> str:
    """Why no day was found; `vergangen` where there is one that is over."""
    if reading.when is not None or reading.doubt is dates.Doubt.VERGANGEN:
        return "vergangen"
    return "offen"


def _iso(text: str, zone: str) -> datetime | None:
    """A local time of the zone."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if local.tzinfo else on_day(local.date(), zone, local.time()).astimezone(ZoneInfo(zone))
