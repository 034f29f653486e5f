"""The dialogue: the overview with its picture, the list of one's own attempts, deleting one or all of them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.course import DIFFICULTIES
from flows.effects import Button, Edit, Effect, Erase, Picture, Rows, Say
from flows.events import Commanded, Event, Pressed, Said
from flows.library import Library
from flows.moment import ANSWERS, RUNS, Moment
from flows.progress.figures import Tried, Weak, attempts, by_phase, days, forgetting, least_met, weakest
from flows.progress.sheet import ProgressSheet
from flows.roleplay.review import START
from flows.session import Session, Step
from flows.settings import way_back

NAME = "fortschritt"
LIST, SHOW, ERASE, ERASE_ALL = f"{NAME}:liste", f"{NAME}:versuch", f"{NAME}:weg", f"{NAME}:alle"
SURE, KEEP = "ja", "nein"
PAGE = 5
YES = frozenset({"ja", "ja bitte", "loeschen", "ja loeschen", "alles loeschen", "ja alles loeschen"})
NO = frozenset({"nein", "nein danke", "behalten", "doch nicht", "lieber nicht", "zurueck", "stopp", "stop"})

OVERVIEW = Button(NAME, "zum_fortschritt")


class Progress:
    """Shows a person what she has practised; nothing of it is for anybody else, so the private phase is shown too."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def wants(self, session: Session, event: Event) -> frozenset[str]:
        """All that was recorded of her."""
        return frozenset({ANSWERS, RUNS})

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """Whatever is asked next, an open question to delete everything is answered by it or closed."""
        sheet = session.sheet if isinstance(session.sheet, ProgressSheet) else None
        asked, session = sheet is not None and sheet.serial == session.serial, replace(session, sheet=None)
        match event:
            case Commanded("weiter"):
                return self._ask(session, moment)
            case Commanded():
                return self._overview(session, moment)
            case Pressed(action, argument, slot) if action == LIST:
                return self._list(session, argument, slot, moment)
            case Pressed(action, argument, slot) if action in (SHOW, ERASE):
                return self._attempt(session, event, moment)
            case Pressed(action, "", _) if action == ERASE_ALL:
                return self._ask(session, moment)
            case Pressed(action, wish, _) if action == ERASE_ALL:
                if wish != SURE:
                    return self._kept(session)
                return (
                    self._erase_all(session, moment) if asked else self._ask(session, moment, again=sheet is not None)
                )
            case Said() if event.word in YES:
                return self._erase_all(session, moment)
            case Said() if event.word in NO:
                return self._kept(session)
            case Said():
                return self._ask(session, moment, again=True)
        return session, []

    # --- the overview ------------------------------------------------------------------------------------------

    def _overview(self, session: Session, moment: Moment) -> Step:
        tried = self._tried(moment)
        if not tried:
            return session, [Say("fortschritt_leer", {}, ((Button("rollenspiel", "rollenspiel"),),))]
        weak = weakest(tried)
        phases = by_phase(tried, self._library.current.phases)
        values = {
            "tage": days(tried, moment.now, session.trainee.zone),
            "versuche": len(tried),
            "gespielt": len(moment.runs),
            "phasen": len(phases),
            "alle_phasen": len(self._library.current.phases),
            "schwach": weak,
        }
        rows: Rows = (
            *self._practices(weak, moment),
            (Button(LIST, "meine_antworten"),),
            (way_back(session),),
        )
        picture = Picture("fortschritt", self._picture(phases, session), "bild_fortschritt")
        return session, [picture, Say("fortschritt", values, rows)]

    def _practices(self, weak: list[Weak], moment: Moment) -> Rows:
        """A button for each phase of the weakest items, with the customer she has met least there."""
        edition = self._library.current
        single = next((course.id for course in edition.courses.values() if course.single), "")
        scenarios = sorted(edition.scenarios, key=lambda id_: DIFFICULTIES.index(edition.scenarios[id_].difficulty))
        if not single:
            return ()
        phases = {each.phase.id: each.phase for each in weak}
        return tuple(
            (
                Button(
                    START,
                    "ueben",
                    f"{single}/{least_met(moment.answers, id_, scenarios)}/{id_}",
                    values={"phase": phase},
                ),
            )
            for id_, phase in phases.items()
        )

    def _picture(self, phases: Mapping[str, list[Tried]], session: Session) -> dict[str, Any]:
        place = ZoneInfo(session.trainee.zone)
        given = [each.given.astimezone(place).date().isoformat() for tried in phases.values() for each in tried]
        return {
            "from": min(given),
            "until": max(given),
            "phases": [
                {
                    "title": tried[0].phase.short,
                    "shares": [each.share if each.share is None else round(each.share, 3) for each in tried],
                }
                for tried in phases.values()
            ],
        }

    # --- one's own attempts ------------------------------------------------------------------------------------

    def _list(self, session: Session, argument: str, slot: str, moment: Moment) -> Step:
        """A page of the attempts, the newest first, in place of the page before."""
        tried = self._tried(moment)[::-1]
        if not tried:
            return self._overview(session, moment)
        pages = (len(tried) - 1) // PAGE + 1
        page = min(int(argument), pages - 1) if argument.isdecimal() and len(argument) < 5 else 0
        session, slot, show = _place(session, slot)
        shown = tried[page * PAGE : (page + 1) * PAGE]
        turns = [
            Button(LIST, label, str(other), slot)
            for label, other in (("neuere", page - 1), ("aeltere", page + 1))
            if 0 <= other < pages
        ]
        place = ZoneInfo(session.trainee.zone)
        rows: Rows = (
            *(
                (
                    Button(
                        SHOW, "versuch", str(each.id), slot, {"phase": each.phase, "tag": each.given.astimezone(place)}
                    ),
                )
                for each in shown
            ),
            *((tuple(turns),) if turns else ()),
            (Button(ERASE_ALL, "alle_loeschen"),),
            (OVERVIEW,),
        )
        return session, [show("fortschritt_liste", {"seite": page + 1, "seiten": pages, "versuche": len(tried)}, rows)]

    def _attempt(self, session: Session, event: Pressed, moment: Moment) -> Step:
        """One attempt with its texts; deleting it takes a second tap („ja“)."""
        id_, _, wish = event.argument.partition("/")
        tried = self._tried(moment)
        found = next((each for each in tried if str(each.id) == id_), None)
        if found is None:
            return session, [Say("fortschritt_fort", {}, ((Button(LIST, "meine_antworten"),), (OVERVIEW,)))]
        session, slot, show = _place(session, event.mark)
        is_open = session.run is not None and session.run.id == found.run
        if event.action == ERASE and wish == SURE and not is_open:
            return self._erase(session, found, moment, show)
        asks = event.action == ERASE
        back = Button(LIST, "zurueck_zur_liste", str(tried[::-1].index(found) // PAGE), slot)
        if asks and not is_open:
            rows: Rows = ((Button(ERASE, "ja_loeschen", f"{id_}/{SURE}", slot), Button(SHOW, "behalten", id_, slot)),)
        elif is_open:
            rows = ((back,),)
        else:
            rows = ((Button(ERASE, "versuch_loeschen", id_, slot),), (back,))
        scenario = self._library.current.scenarios.get(found.answers[0].scenario)
        values = {
            "phase": found.phase,
            "tag": found.given.astimezone(ZoneInfo(session.trainee.zone)),
            "kunde": scenario.customer if scenario else None,
            "anlauf": found.answers[0].attempt,
            "texte": [answer.text for answer in found.answers],
            "punkte": list(zip(found.phase.items, found.levels, strict=True)),
            "offen": is_open,
            "wirklich": asks and not is_open,
        }
        return session, [show("fortschritt_versuch", values, rows)]

    # --- deleting ----------------------------------------------------------------------------------------------

    def _erase(self, session: Session, found: Tried, moment: Moment, show: Callable[..., Effect]) -> Step:
        """What the last run's review quotes goes along, and what the attempt counted in the record of its run."""
        last = session.last if session.last and session.last.id != found.run else None
        rows = ((Button(LIST, "meine_antworten"),), (OVERVIEW,))
        gone = show("fortschritt_geloescht", {"alle": False, "offen": False}, rows)
        erase = Erase(tuple(answer.id for answer in found.answers))
        others = [each for each in self._tried(moment) if each.id != found.id]
        forgotten = [
            forgetting(run, found, others, self._library.current.phases) for run in moment.runs if run.run == found.run
        ]
        return replace(session, last=last), [erase, *forgotten, gone]

    def _ask(self, session: Session, moment: Moment, *, again: bool = False) -> Step:
        """Whether really everything; the question is the sheet."""
        tried = self._erasable(session, moment)
        values = {"versuche": len(tried), "noch_einmal": again, "offen": session.run is not None}
        rows: Rows = ((Button(ERASE_ALL, "ja_alle_loeschen", SURE),), (Button(ERASE_ALL, "behalten", KEEP),))
        session = replace(session, serial=session.serial + 1)
        return replace(session, sheet=ProgressSheet(session.serial)), [Say("fortschritt_loeschen", values, rows)]

    def _erase_all(self, session: Session, moment: Moment) -> Step:
        """Everything recorded but the open run, which still needs it."""
        ids = tuple(answer.id for each in self._erasable(session, moment) for answer in each.answers)
        gone = Say("fortschritt_geloescht", {"alle": True, "offen": session.run is not None}, ((way_back(session),),))
        return replace(session, last=None), [Erase(ids, tuple(run.run for run in moment.runs)), gone]

    def _kept(self, session: Session) -> Step:
        return session, [Say("fortschritt_behalten", {}, ((OVERVIEW,), (way_back(session),)))]

    def _tried(self, moment: Moment) -> list[Tried]:
        return attempts(moment.answers, self._library.current.phases)

    def _erasable(self, session: Session, moment: Moment) -> list[Tried]:
        return [each for each in self._tried(moment) if session.run is None or each.run != session.run.id]


def _place(session: Session, slot: str) -> tuple[Session, str, Callable[..., Effect]]:
    """How to show a page: in place of the one in `slot`, or as a new message in a fresh slot."""
    if slot.startswith("f") and slot[1:].isdecimal() and len(slot) < 12:
        return session, slot, partial(Edit, slot)
    session = replace(session, serial=session.serial + 1)
    fresh = f"f{session.serial}"
    return session, fresh, partial(Say, slot=fresh)
