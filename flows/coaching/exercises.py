"""The area `uebungen`: all exercises there are, and a coach's own in the making: drafts, files, new versions."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from flows.coaching.area import rest, to
from flows.coaching.draft import DRAFT, MOST_DRAFTS, Draft, blank, can_be_copied, copied, missing
from flows.coaching.draft_pages import AREA
from flows.coaching.drafting import Drafting, file_of
from flows.coaching.offers import OWN, SHIPPED, Offer, find, of_kind, offers
from flows.coaching.sheets import DraftSheet
from flows.effects import Button, Drop, Effect, Fetch, HandOver, Keep, Rows, Say, Tell, pairs
from flows.events import Commanded, Edited, Event, Fetched, Pressed, Received, Said, Told
from flows.exercises.card import Model, card
from flows.exercises.exercise import Exercise, Kind
from flows.exercises.reading import LARGEST, read
from flows.fields import FaultyData
from flows.kept import Found, Want, Wants
from flows.library import Library
from flows.moment import Moment
from flows.news import ExerciseWithdrawn, Filed
from flows.paging import page_of
from flows.session import Session, Step
from flows.teams.exercising import latest, successor
from flows.teams.team import TEAM, new_id
from flows.teams.work import EXERCISE, Filing, Published

PAGE = 8
"""Exercises on a page."""

TEAMS = "team"
"""The list of what the team published, beside those of the kinds."""

SHOWN = 15
"""Faults of a file that are told at once; if there are more, all of them come as a file."""

LONGEST_FAULT = 180
ENDINGS = ("toml", "txt")
PURPOSE = f"coach:{AREA}"


class Exercises:
    """The area `uebungen`."""

    name = AREA

    def __init__(self, library: Library) -> None:
        self._library = library

    def wants(self, session: Session, event: Event, team: str) -> Wants:
        """What the team published, and her drafts."""
        return frozenset({Want(EXERCISE, owner=team), DRAFT})

    def step(self, session: Session, event: Event, team: Found, moment: Moment) -> Step:
        """The pages, then what makes an exercise; the open draft answers whatever else comes."""
        visit = Visit(session, team, moment, self._library)
        match event:
            case Told(_, Filed() as news):
                visit.filed(news)
            case Fetched():
                visit.fetched(event)
            case Received():
                visit.receive(event)
            case Pressed(action, argument, ""):
                visit.press(action.removeprefix(PURPOSE).removeprefix(":"), rest(argument))
            case _:
                visit.go_on(event)
        return visit.session, visit.effects


class Visit:
    """One event in the area; afterwards `session` and `effects` are what followed."""

    def __init__(self, session: Session, team: Found, moment: Moment, library: Library) -> None:
        self.session = session
        self.effects: list[Effect] = []
        self._team = team
        self._moment = moment
        self._library = library
        self._shelf: Mapping[str, Published] = {
            found.id: found.thing for found in moment.kept.found(EXERCISE, team.owner)
        }
        self._drafts: Mapping[str, Draft] = moment.kept.all(DRAFT)

    # --- what comes --------------------------------------------------------------------------------------------

    def press(self, wish: str, argument: str) -> None:
        """A button that lasts."""
        match wish:
            case "":
                self._close()
                self._home()
            case "liste":
                self._list(argument)
            case "neu":
                self._open_new(blank())
            case "schicken":
                self._ask_file()
            case "entwuerfe":
                self._list_drafts()
            case "entwurf" if draft := self._drafts.get(argument):
                self._open(argument, draft)
            case "entwurf":
                self._tell("uebungen_fort")
                self._list_drafts()
            case "zeigen" | "laden" | "vorlage" | "fassung" | "zurueckziehen" | "wirklich":
                self._on_exercise(wish, argument)
            case _:
                self._tell("uebungen_vorbei")
                self._home()

    def go_on(self, event: Event) -> None:
        """What comes while the sheet is open, and buttons of one that is not."""
        sheet = self._sheet
        draft = self._drafts.get(sheet.draft) if sheet else None
        if sheet and not sheet.draft:
            self._await_file(event)
        elif sheet and draft:
            self._let(Drafting(self.session, sheet, draft, self._moment, self._library.tools), event)
        elif not isinstance(event, Edited):
            self._close()
            self._tell("uebungen_fort" if sheet else "uebungen_vorbei")
            self._home()

    def filed(self, news: Filed) -> None:
        """The team answers: what it has needs no draft any more."""
        kept = news.fate in (Filing.NEW, Filing.VERSION, Filing.BESIDE)
        if kept and news.id in self._drafts:
            self.effects.append(Drop(DRAFT, news.id))
        if kept and self._sheet and self._sheet.draft == news.id:
            self._close()
        rows: list[Button] = []
        if kept and news.id in self._shelf:
            rows.append(to("vergabe:was", "aufgabe_geben", self._team.owner, f"{OWN}/{news.id}"))
        values = {"was": news.fate.value, "titel": news.title, "nummer": news.number, "team": self._team.thing.team}
        home = to(AREA, "zu_den_uebungen", self._team.owner)
        self.effects.append(Say("uebungen_eingestellt", values, (*((row,) for row in rows), (home,))))

    # --- files -------------------------------------------------------------------------------------------------

    def receive(self, event: Received) -> None:
        """Sends for the file, if it can be one."""
        name = event.name[:60]
        if name and name.casefold().rpartition(".")[2] not in ENDINGS:
            self._ask_file("format")
        elif event.size > LARGEST:
            self._ask_file("zu_gross")
        else:
            self.effects.append(Fetch(event.file, f"{PURPOSE}/{self._team.owner}", name or "uebung.toml"))

    def fetched(self, event: Fetched) -> None:
        """What is in the file becomes a draft, or all that is wrong with it is told."""
        if event.failure or not event.content.strip():
            self._say_file(event.failure or "leer")
            return
        try:
            exercise = read(event.content, event.name, self._library.current, self._library.reflection)
        except FaultyData as error:
            self._tell_faults(event.name, error.faults)
            return
        made = self._draft_of(exercise)
        if made is None:
            self._full()
            return
        values = {"datei": event.name, "titel": exercise.title, "offen": self._sheet is not None}
        self._tell("uebungen_gelesen", values, () if self._sheet else (self._draft_row(*made),))
        if self._sheet:
            self.effects.append(Say("uebung_karte", card(exercise, Model.FOLDED)))
            self._open(*made)

    def _tell_faults(self, name: str, faults: Sequence[str]) -> None:
        shown = [fault if len(fault) <= LONGEST_FAULT else fault[:LONGEST_FAULT] + " …" for fault in faults[:SHOWN]]
        whole = shown == list(faults)
        values = {"datei": name, "fehler": shown, "anzahl": len(faults), "weitere": len(faults) - len(shown)}
        again = to(f"{AREA}:schicken", "uebungen_schicken", self._team.owner)
        rows: Rows = ((again,),) if self._sheet is None else ()
        self._tell("uebungen_fehler", {**values, "liste": not whole}, rows)
        if not whole:
            content = "\n".join((f"{name}:", *faults, "")).encode()
            self.effects.append(HandOver("fehler.txt", "text/plain", content, "uebungen_fehlerliste", {"datei": name}))

    def _ask_file(self, fault: str = "") -> None:
        if not fault:
            self.session = replace(self.session, sheet=DraftSheet(self._team.owner))
        self._say_file(fault)

    def _say_file(self, fault: str) -> None:
        home = to(AREA, "zu_den_uebungen", self._team.owner)
        self._tell("uebungen_schicken", {"fehler": fault, "kilobyte": LARGEST // 1024}, ((home,),))

    def _await_file(self, event: Event) -> None:
        match event:
            case Said():
                self._say_file("text")
            case Commanded():
                self._say_file("")
            case Pressed():
                self._tell("uebungen_vorbei")
                self._say_file("")

    # --- drafts ------------------------------------------------------------------------------------------------

    def _open_new(self, exercise: Exercise, former: str = "") -> None:
        """A draft to write on, if there is room for one."""
        if made := self._draft_of(exercise, former):
            self._open(*made)
        else:
            self._full()

    def _draft_of(self, exercise: Exercise, former: str = "") -> tuple[str, Draft] | None:
        """A new draft, or the one that is the same or about to replace the same version; None if there are too many."""
        for id_, draft in self._drafts.items():
            if self._replaces(draft, former) or (not former and draft.exercise == copied(exercise)):
                return id_, draft
        if len(self._drafts) >= MOST_DRAFTS:
            return None
        id_ = new_id(self._moment.random)
        draft = Draft(copied(exercise), self._moment.now, self._team.owner, former)
        self.effects.append(Keep(DRAFT, id_, draft))
        return id_, draft

    def _replaces(self, draft: Draft, former: str) -> bool:
        return bool(former) and draft.team == self._team.owner and draft.former == former

    def _open(self, id_: str, draft: Draft) -> None:
        sheet = DraftSheet(self._team.owner, id_)
        self.session = replace(self.session, sheet=sheet)
        drafting = Drafting(self.session, sheet, draft, self._moment, self._library.tools)
        drafting.begin()
        self._take(drafting)

    def _let(self, drafting: Drafting, event: Event) -> None:
        drafting.step(event)
        self._take(drafting)
        if drafting.leave:
            gone = {effect.id for effect in drafting.effects if isinstance(effect, Drop)}
            self._drafts = {id_: draft for id_, draft in self._drafts.items() if id_ not in gone}
            self._home()

    def _take(self, drafting: Drafting) -> None:
        self.session = drafting.session
        self.effects += drafting.effects

    def _full(self) -> None:
        self._tell("uebungen_entwuerfe_voll", {"hoechstens": MOST_DRAFTS})
        self._list_drafts()

    # --- pages -------------------------------------------------------------------------------------------------

    def _home(self) -> None:
        team, present = self._team.owner, latest(self._shelf)
        kinds = [kind for kind in Kind if of_kind(self._shipped, kind)]
        shipped = pairs([to(f"{AREA}:liste", f"uebungen_{kind}", team, f"{kind}/0") for kind in kinds])
        own = to(f"{AREA}:liste", "uebungen_vom_team", team, f"{TEAMS}/0", anzahl=len(present))
        drafts = to(f"{AREA}:entwuerfe", "uebungen_entwuerfe", team, anzahl=len(self._drafts))
        making = (to(f"{AREA}:neu", "uebungen_neu", team), to(f"{AREA}:schicken", "uebungen_schicken", team))
        values = {
            "team": self._team.thing.team,
            "mitgeliefert": len(self._shipped),
            "eigene": sum(not published.withdrawn for published in present.values()),
            "entwuerfe": len(self._drafts),
        }
        rows: Rows = (
            *shipped,
            *(((own,),) if present else ()),
            making,
            *(((drafts,),) if self._drafts else ()),
            (to(TEAM, "zum_team", team),),
        )
        self._tell("uebungen", values, rows)

    def _list(self, argument: str) -> None:
        kind, _, wished = argument.partition("/")
        page = page_of(self._of_team if kind == TEAMS else of_kind(self._shipped, kind), wished, PAGE)
        rows: Rows = tuple(
            (to(f"{AREA}:zeigen", "uebung_zeile", self._team.owner, offer.key, titel=offer.exercise.title),)
            for offer in page.shown
        )
        team = self._team.owner
        turning = page.turning(lambda label, number: to(f"{AREA}:liste", label, team, f"{kind}/{number}"))
        values = {
            "art": kind if page.shown else "",
            "uebungen": [self._line(offer) for offer in page.shown],
            **page.values,
        }
        back = (to(AREA, "zu_den_uebungen", self._team.owner),)
        self._tell("uebungen_liste", values, (*rows, *turning, back))

    def _line(self, offer: Offer) -> dict[str, Any]:
        shown = card(offer.exercise, Model.HIDDEN)
        published = self._published(offer)
        return {
            "titel": shown["titel"],
            "thema": shown["thema"],
            "von": published.by if published else "",
            "zurueckgezogen": bool(published and published.withdrawn),
        }

    def _list_drafts(self) -> None:
        values = {
            "entwuerfe": [
                {"titel": draft.exercise.title, "fehlt": bool(missing(draft.exercise))}
                for draft in self._drafts.values()
            ]
        }
        rows: Rows = tuple(self._draft_row(id_, draft) for id_, draft in self._drafts.items())
        self._tell("uebungen_entwuerfe", values, (*rows, (to(AREA, "zu_den_uebungen", self._team.owner),)))

    def _draft_row(self, id_: str, draft: Draft) -> tuple[Button, ...]:
        title = draft.exercise.title or "Ohne Namen"
        return (to(f"{AREA}:entwurf", "uebung_zeile", self._team.owner, id_, titel=title),)

    def _on_exercise(self, wish: str, key: str) -> None:
        """An exercise in its latest version."""
        offer = self._find(key)
        if offer is None:
            self._tell("uebungen_fort")
            self._home()
            return
        published = self._published(offer)
        there = published is not None and not published.withdrawn
        match wish:
            case "laden":
                back = to(f"{AREA}:zeigen", "zurueck", self._team.owner, offer.key)
                self.effects.append(file_of(offer.exercise, ((back,),)))
            case "vorlage" if can_be_copied(offer.exercise):
                self._open_new(offer.exercise)
            case "fassung" if published and can_be_copied(offer.exercise):
                self._open_new(offer.exercise, offer.key.removeprefix(f"{OWN}/"))
            case "zurueckziehen" if there:
                yes = to(f"{AREA}:wirklich", "uebungen_wirklich", self._team.owner, offer.key)
                no = to(f"{AREA}:zeigen", "zurueck", self._team.owner, offer.key)
                self._tell("uebungen_zurueckziehen", {"titel": offer.exercise.title}, ((yes,), (no,)))
            case "wirklich" if there:
                self.effects.append(Tell((self._team.owner,), ExerciseWithdrawn(offer.key.removeprefix(f"{OWN}/"))))
            case _:
                self._show(offer, published)

    def _show(self, offer: Offer, published: Published | None) -> None:
        team, key = self._team.owner, offer.key
        withdrawn = bool(published and published.withdrawn)
        rows: list[tuple[Button, ...]] = []
        if not withdrawn:
            rows.append((to("vergabe:was", "aufgabe_geben", team, key),))
        more = [to(f"{AREA}:laden", "uebungen_datei", team, key)]
        if can_be_copied(offer.exercise):
            more.append(to(f"{AREA}:vorlage", "uebungen_vorlage", team, key))
        if published and can_be_copied(offer.exercise):
            more.append(to(f"{AREA}:fassung", "uebungen_neue_fassung", team, key))
        if published and not withdrawn:
            more.append(to(f"{AREA}:zurueckziehen", "uebungen_zurueckziehen", team, key))
        kind = TEAMS if published else offer.exercise.kind.value
        more.append(to(f"{AREA}:liste", "uebungen_zur_liste", team, f"{kind}/0"))
        values = {
            **card(offer.exercise, Model.OPEN),
            "nummer": published.number if published else 0,
            "von": published.by if published else "",
            "zurueckgezogen": withdrawn,
        }
        self._tell("uebungen_zeigen", values, (*rows, *pairs(more)))

    # --- what is here ------------------------------------------------------------------------------------------

    @property
    def _shipped(self) -> Sequence[Offer]:
        """In the order of the sales process."""
        every = offers(self._library, self._team.owner, self._moment)
        return [offer for offer in every if offer.key.startswith(f"{SHIPPED}/")]

    @property
    def _of_team(self) -> Sequence[Offer]:
        """The latest versions by title, what was withdrawn last."""
        present = latest(self._shelf).items()
        ordered = sorted(present, key=lambda each: (each[1].withdrawn, each[1].exercise.title.casefold()))
        return [Offer(f"{OWN}/{id_}", published.exercise) for id_, published in ordered]

    def _find(self, key: str) -> Offer | None:
        if not key.startswith(f"{OWN}/"):
            return find(self._shipped, key)
        return find(self._of_team, f"{OWN}/{successor(key.removeprefix(f'{OWN}/'), self._shelf)}")

    def _published(self, offer: Offer) -> Published | None:
        """As the team has it; None for what ships."""
        return self._shelf.get(offer.key.removeprefix(f"{OWN}/")) if offer.key.startswith(f"{OWN}/") else None

    @property
    def _sheet(self) -> DraftSheet | None:
        sheet = self.session.sheet
        return sheet if isinstance(sheet, DraftSheet) and sheet.team == self._team.owner else None

    def _close(self) -> None:
        if self._sheet:
            self.session = replace(self.session, sheet=None)

    def _tell(self, template: str, values: Mapping[str, Any] | None = None, rows: Rows = ()) -> None:
        self.effects.append(Say(template, values or {}, rows))
