"""Lists of customers: sent as a file, looked through, taken over, classed, searched, handed out."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace
from rapidfuzz import fuzz, process

from flows.customers import pages
from flows.customers.customer import (
    CUSTOMER,
    GRADES,
    LIST,
    MOST,
    ONLY,
    PENDING,
    Customer,
    CustomerList,
    Pending,
    What,
    customers,
    distribution,
    fresh_id,
    named,
    rows,
)
from flows.customers.grades import Distribution, Grade, Shares, compare, distribute, grade, read_shares
from flows.customers.pages import OVERVIEW, PAGE
from flows.customers.sheet import CustomerSheet, Preview, Stage, Stop
from flows.customers.table import Unusable
from flows.customers.talk import Talk
from flows.customers.upload import Row, key, merge, print_list, read_list
from flows.effects import LARGEST_FILE, Button, Cancel, Drop, Effect, Fetch, HandOver, Keep, Picture, Remind, Rows, Say
from flows.events import Edited, Event, Fetched, Pressed, Received, Said
from flows.replies import NO, YES
from flows.session import Step
from flows.settings import way_back

PURPOSE = f"{pages.NAME}:liste"
ABANDONED = f"{pages.NAME}:vorschau"
"""The timer that forgets a list which was looked through and neither taken nor refused."""
PATIENCE = timedelta(days=1)
TAKE, REFUSE = frozenset({"uebernehmen"}), frozenset({"verwerfen"})
"""What else is said to a list that was looked through."""

HEADINGS = ("Kunde", "Umsatz", "Potenzial", "Klasse")
FIRST = 8  # faulty lines that are shown at once
FOUND = 8
STAGES = frozenset({Stage.UPLOAD, Stage.PREVIEW, Stage.SEARCH, Stage.SHARES})


class Lists(Talk):
    """A step that concerns the list."""

    # --- the file ----------------------------------------------------------------------------------------------

    def ask_file(self) -> Step:
        """Wait for a file; what was looked through before goes."""
        self._open(Stage.UPLOAD)
        self.effects += [Drop(PENDING, ONLY), Cancel(ABANDONED)]
        return self._waiting()

    def _waiting(self, fault: str = "", failure: str = "") -> Step:
        self.say("kunden_hochladen", {"fehler": fault, "grund": failure}, ((OVERVIEW,),))
        return self.session, self.effects

    def receive(self, event: Received) -> Step:
        """Send for the file, if it can be one."""
        name = event.name[:60] or "liste"
        ending = name.casefold().rpartition(".")[2]
        if event.size > LARGEST_FILE:
            return self._waiting("zu_gross")
        if ending in ("xls", "ods", "numbers", "pdf", "docx", "doc", "jpg", "jpeg", "png", "heic", "zip", "xlsb"):
            return self._waiting("format")
        return self.session, [Fetch(event.file, PURPOSE, name), Say("kunden_liest", {"datei": name})]

    def fetched(self, event: Fetched) -> Step:
        """The file is here: what is in it is shown, and nothing of it taken over yet."""
        waiting = self.session.sheet is not None and self.sheet.stop.stage in (Stage.UPLOAD, Stage.PREVIEW)
        if not waiting:
            nowhere: Rows = ((Button(pages.UPLOAD, "liste_hochladen"),),)
            return self.session, [Say("kunden_datei_verspaetet", {"datei": event.name}, nowhere)]
        if event.failure:
            return self._waiting(event.failure)
        try:
            upload = read_list(event.content)
        except Unusable as error:
            self._open(Stage.UPLOAD)
            return self._waiting("unlesbar", error.why.value)
        self._open(Stage.PREVIEW)
        preview = Preview(
            file=event.name,
            rows=len(merge(upload.rows, summed=True)),
            faults=len(upload.faults),
            first=upload.faults[:FIRST],
            sums=upload.sums[:FIRST],
            headings=upload.headings,
            currency=upload.currency,
            repeated=upload.repeated,
        )
        self.change(preview=preview)
        self.effects.append(Keep(PENDING, ONLY, Pending(upload.rows, upload.faults)))
        self.effects.append(Remind(ABANDONED, self.moment.now + PATIENCE))
        return self._look()

    def _look(self, **values: Any) -> Step:
        """The preview, with fresh buttons."""
        self._mark()
        sheet = self.sheet
        preview = sheet.preview or Preview("", 0)
        told = {"vorschau": preview, "erst": False, "gibt_liste": distribution(self.moment) is not None}
        self.say("kunden_vorschau", told | values, pages.preview_rows(sheet, preview))
        return self.session, self.effects

    def first_this(self) -> Step:
        """A list that was looked through is not given up for a button of before."""
        return self._look(erst=True)

    # --- on the open sheet -------------------------------------------------------------------------------------

    def go_on(self, event: Event) -> Step:
        """Whatever comes while a question about the list is open."""
        sheet = self.sheet
        match event, sheet.stop.stage:
            case Received(), Stage.UPLOAD | Stage.PREVIEW:
                return self.receive(event)
            case Received() | Edited(), _:
                return self.session, []
            case Pressed(action, argument, mark), stage if mark == sheet.mark:
                return self._press_list(action, argument, stage)
            case Said(), Stage.PREVIEW:
                return self._hear_preview(event.word)
            case Said(), Stage.SEARCH:
                return self._search(event.text)
            case Said(), Stage.SHARES:
                return self._set_shares(event.text)
            case Said(), _:
                return self._waiting("text")
        if isinstance(event, Pressed):
            self.effects.append(Say("kunden_vorbei"))
        return self._again(sheet.stop.stage)

    def _again(self, stage: Stage) -> Step:
        match stage:
            case Stage.PREVIEW:
                return self._look()
            case Stage.SEARCH:
                return self.ask_search()
            case Stage.SHARES:
                return self.ask_shares()
            case _:
                return self._waiting()

    def _press_list(self, action: str, argument: str, stage: Stage) -> Step:
        match action, stage:
            case pages.ACCEPT, Stage.PREVIEW:
                return self._accept()
            case pages.TOGGLE, Stage.PREVIEW:
                return self._toggle()
            case pages.DISCARD, Stage.PREVIEW:
                return self._discard()
            case pages.FAULTS, Stage.PREVIEW:
                return self._faults(argument)
            case pages.SET, Stage.SHARES:
                return self._set_shares(argument)
        return self._again(stage)

    def _hear_preview(self, word: str) -> Step:
        if word in YES | TAKE and self.sheet.preview and self.sheet.preview.rows:
            return self._accept()
        if word in NO | REFUSE:
            return self._discard()
        return self._look()

    def _pending(self) -> Pending | None:
        found: Pending | None = self.moment.kept.all(PENDING).get(ONLY)
        return found

    def _toggle(self) -> Step:
        """Names on several lines: all their lines, or the first only."""
        preview = self.sheet.preview
        if preview is not None:
            self.change(preview=replace(preview, summed=not preview.summed))
        return self._look()

    def _discard(self) -> Step:
        self.session = replace(self.session, sheet=None)
        rows: Rows = ((OVERVIEW,), (way_back(self.session),))
        self.effects += [Drop(PENDING, ONLY), Cancel(ABANDONED), Say("kunden_verworfen", {}, rows)]
        return self.session, self.effects

    def _faults(self, argument: str) -> Step:
        """A page of the lines that were not taken."""
        pending = self._pending()
        faults = pending.faults if pending else ()
        size = 2 * PAGE
        last = max(0, (len(faults) - 1) // size)
        page = min(int(argument), last) if argument.isdecimal() and len(argument) < 6 else 0
        mark = self.sheet.mark
        turns = tuple(
            Button(pages.FAULTS, label, str(other), mark)
            for label, other in (("seite_zurueck", page - 1), ("seite_vor", page + 1))
            if 0 <= other <= last
        )
        again: Rows = ((Button(pages.FAULTS, "zur_vorschau", "x", mark),),)
        if argument == "x":
            return self._look()
        values = {"fehler": faults[page * size : (page + 1) * size], "seite": page + 1, "seiten": last + 1}
        self.say("kunden_fehler", values, (*((turns,) if turns else ()), *again))
        return self.session, self.effects

    def _accept(self) -> Step:
        """The list is taken over as a whole, and whoever has a dossier gets his figures from it."""
        preview, pending = self.sheet.preview, self._pending()
        if preview is None or pending is None or not pending.rows:
            return self.ask_file()
        before = distribution(self.moment)
        merged = merge(pending.rows, summed=preview.summed)
        number = before.number + 1 if before else 1
        shares = before.shares if before else Shares()
        found = distribute(merged, shares, number=number, day=self.today, currency=preview.currency)
        self.session = replace(self.session, sheet=None)
        self.effects += [
            Drop(PENDING, ONLY),
            Cancel(ABANDONED),
            Keep(LIST, ONLY, CustomerList(merged)),
            Keep(GRADES, ONLY, found),
            *self._renew(merged, found),
        ]
        return self._page(found, taken=True)

    def _renew(self, merged: tuple[Row, ...], found: Distribution) -> list[Effect]:
        """The dossiers of those who are on the list, as far as it says something new."""
        grades = grade([row.revenue for row in merged], found.shares)
        listed = {key(row.name): (row, each) for row, each in zip(merged, grades, strict=True)}
        changed: list[Effect] = []
        for id_, customer in customers(self.moment).items():
            if key(customer.name) in listed:
                after = self._listed(customer, *listed[key(customer.name)], found.currency)
                if after != customer:
                    changed.append(Keep(CUSTOMER, id_, after))
        return changed

    def _listed(self, customer: Customer, row: Row, listed: Grade, currency: str) -> Customer:
        figures = replace(customer, revenue=row.revenue, potential=row.potential, currency=currency, listed=listed)
        if figures.treated is customer.treated or figures.treated is None:
            return figures
        return figures.having(self.today, What.GRADE, figures.treated.value)

    # --- the list that was taken over --------------------------------------------------------------------------

    def show_list(self) -> Step:
        """The classes with their picture, or the question for a file."""
        found = distribution(self.moment)
        return self._page(found) if found else self.ask_file()

    def _page(self, found: Distribution, *, taken: bool = False) -> Step:
        values = pages.spread(found) | {"vergleich": compare(found).value, "gerade": taken}
        drawn = [Picture("pareto", pages.picture(found), "bild_pareto")] if found.curve else []
        said = Say("kunden_liste", values, (*pages.list_rows(found), (way_back(self.session),)))
        return self.session, [*self.effects, *drawn, said]

    def show_group(self, argument: str) -> Step:
        """A page of those in a class, the largest first."""
        found, listed = distribution(self.moment), rows(self.moment)
        letter, _, number = argument.partition("/")
        if found is None or letter not in list(Grade):
            return self.show_list()
        grades = grade([row.revenue for row in listed], found.shares)
        own = sorted(
            (place for place, each in enumerate(grades) if each == letter), key=lambda place: -listed[place].revenue
        )
        last = max(0, (len(own) - 1) // PAGE)
        page = min(int(number), last) if number.isdecimal() and len(number) < 6 else 0
        shown = own[page * PAGE : (page + 1) * PAGE]
        values = {
            "klasse": letter,
            "anzahl": len(own),
            "seite": page + 1,
            "seiten": last + 1,
            "zeilen": [listed[place] for place in shown],
            "waehrung": found.currency,
        }
        buttons = tuple((self._taking(found, place, listed[place]),) for place in shown)
        turning = pages.turns(pages.GROUP, f"{letter}/", page, len(own))
        self.say("kunden_gruppe", values, (*buttons, *turning, (Button(pages.LIST, "zur_liste"),)))
        return self.session, self.effects

    def _taking(self, found: Distribution, place: int, row: Row) -> Button:
        return Button(pages.TAKE, "aus_liste", f"{found.number}.{place}", "", {"name": pages.short(row.name, 34)})

    def take(self, argument: str) -> tuple[str, list[Effect]] | None:
        """The customer on a line of the list, with a dossier from now on; None if the list is another by now.

        „a“ at the end says that he is treated as an A.
        """
        found, listed = distribution(self.moment), rows(self.moment)
        number, _, rest = argument.partition(".")
        spot, _, wish = rest.partition(".")
        valid = spot.isdecimal() and len(spot) < 6 and int(spot) < len(listed)
        if found is None or number != str(found.number) or not valid:
            return None
        row = listed[int(spot)]
        own = grade([each.revenue for each in listed], found.shares)[int(spot)]
        id_ = named(self.moment, row.name)
        before = customers(self.moment).get(id_)
        if before is None and len(customers(self.moment)) >= MOST:
            return "", []
        customer = before or Customer(row.name).having(self.today, What.BEGUN)
        if wish == "a" and own is not Grade.A:
            customer = replace(customer, hopeful=True)
        customer = self._listed(customer, row, own, found.currency)
        id_ = id_ or fresh_id(self.moment)
        return id_, [] if customer == before else [Keep(CUSTOMER, id_, customer)]

    def hand_out(self) -> Step:
        """The list with its classes as a file."""
        found, listed = distribution(self.moment), rows(self.moment)
        if found is None:
            return self.ask_file()
        ordered = sorted(zip(listed, grade([row.revenue for row in listed], found.shares), strict=True),
                         key=lambda pair: -pair[0].revenue)  # fmt: skip
        content = print_list([row for row, _ in ordered], [each.value for _, each in ordered], HEADINGS)
        back: Rows = ((Button(pages.LIST, "zur_liste"),),)
        handed = HandOver("kunden-abc.csv", "text/csv", content, "kunden_datei", {"zahl": len(listed)}, back)
        return self.session, [*self.effects, handed]

    # --- searching, shares -------------------------------------------------------------------------------------

    def ask_search(self) -> Step:
        """For whom to look."""
        if distribution(self.moment) is None:
            return self.ask_file()
        self._open(Stage.SEARCH)
        self.say("kunden_suche", {"gesucht": "", "zeilen": [], "waehrung": ""}, ((Button(pages.LIST, "zur_liste"),),))
        return self.session, self.effects

    def _search(self, text: str) -> Step:
        """Who has the words in the name, or a similar name."""
        found, listed = distribution(self.moment), rows(self.moment)
        if found is None:
            return self.ask_file()
        wanted = key(text[:100])
        names = [key(row.name) for row in listed]
        hits = [place for place, name in enumerate(names) if wanted and wanted in name][:FOUND]
        if not hits and wanted:
            near = process.extract(wanted, names, scorer=fuzz.WRatio, score_cutoff=75, limit=FOUND)
            hits = [place for _, _, place in near]
        values = {
            "gesucht": pages.short(text, 60) or "?",
            "zeilen": [listed[place] for place in hits],
            "waehrung": found.currency,
        }
        buttons = tuple((self._taking(found, place, listed[place]),) for place in hits)
        self.say("kunden_suche", values, (*buttons, (Button(pages.LIST, "zur_liste"),)))
        return self.session, self.effects

    def ask_shares(self, *, again: bool = False) -> Step:
        """Which shares make the classes."""
        found = distribution(self.moment)
        if found is None:
            return self.ask_file()
        self._open(Stage.SHARES)
        mark = self.sheet.mark
        usual = tuple(
            (Button(pages.SET, "antwort", shares, mark, {"antwort": shares}),) for shares in pages.USUAL_SHARES
        )
        values = {"anteile": found.shares, "rest": found.shares.c, "fehler": again}
        self.say("kunden_anteile", values, (*usual, (Button(pages.LIST, "zur_liste"),)))
        return self.session, self.effects

    def _set_shares(self, text: str) -> Step:
        """The list is classed anew, and so is whoever has a dossier."""
        shares, found, listed = read_shares(text), distribution(self.moment), rows(self.moment)
        if shares is None or found is None:
            return self.ask_shares(again=True)
        after = distribute(listed, shares, number=found.number, day=found.day, currency=found.currency)
        self.session = replace(self.session, sheet=None)
        self.effects += [Keep(GRADES, ONLY, after), *self._renew(listed, after)]
        return self._page(after)

    # --- the sheet ---------------------------------------------------------------------------------------------

    def _open(self, stage: Stage) -> None:
        self.session = replace(self.session, sheet=CustomerSheet(Stop(stage)))
        self._mark()

    def _mark(self) -> None:
        self.session = replace(self.session, serial=self.session.serial + 1)
        self.change(mark=f"k{self.session.serial}")


def looks_at_rows(event: Event, stage: Stage | None) -> bool:
    """Whether a step has to see the list itself."""
    match event:
        case Pressed(action):
            return action in (pages.GROUP, pages.TAKE, pages.FILE, pages.SET)
        case Said():
            return stage in (Stage.SEARCH, Stage.SHARES)
    return False


def looks_at_pending(event: Event, stage: Stage | None) -> bool:
    """Whether a step has to see a list that was not taken over yet."""
    match event:
        case Pressed(action):
            return action in (pages.ACCEPT, pages.FAULTS)
        case Said():
            return stage is Stage.PREVIEW
    return False
