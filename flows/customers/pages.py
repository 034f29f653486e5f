"""What the templates of /kunden are filled with, and the buttons below them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flows.course import PHASES, DossierField, Phase
from flows.customers.customer import Customer, Planned, place
from flows.customers.grades import Distribution, Grade, Question
from flows.customers.sheet import CustomerSheet, Preview
from flows.effects import Button, Rows, pairs

NAME = "kunden"
ACTIVITIES = "aktivitaeten"
"""The command that takes over what is to be done; its argument is the customer's id and where he stands."""

THOUGHTS = f"{NAME}:gedanken"
ALL, ONE, NEW, MORE = f"{NAME}:alle", f"{NAME}:kunde", f"{NAME}:neu", f"{NAME}:mehr"
FIELDS, FIELD, ASK = f"{NAME}:felder", f"{NAME}:feld", f"{NAME}:fragen"
STAND, NEXT, ASSESS, EFFORT = f"{NAME}:stand", f"{NAME}:schritt", f"{NAME}:klasse", f"{NAME}:aufwand"
PLAN, PLAN_ONE, PLAN_ALL, DONE = f"{NAME}:plan", f"{NAME}:planen", f"{NAME}:reihe", f"{NAME}:erledigt"
HISTORY, NOTE, RENAME, ERASE, POSTPONE = (
    f"{NAME}:{act}" for act in ("verlauf", "notiz", "name", "loeschen", "verschieben")
)
REDUCED, SHEET, MAIL, LATER = f"{NAME}:kurz", f"{NAME}:zettel", f"{NAME}:mail", f"{NAME}:spaeter"
LIST, UPLOAD, SEARCH, SHARES = f"{NAME}:liste", f"{NAME}:hochladen", f"{NAME}:suche", f"{NAME}:anteile"
GROUP, TAKE, FILE, ERASE_LIST = f"{NAME}:gruppe", f"{NAME}:nimm", f"{NAME}:datei", f"{NAME}:liste_weg"

SKIP, BACK, CLEAR, ENOUGH, NO_IDEA = (f"{NAME}:{act}" for act in ("offen", "zurueck", "leeren", "genug", "keine_idee"))
PHASE, DAY, LEVEL, CHOOSE, HOPE = (f"{NAME}:{act}" for act in ("phase", "tag", "stufe", "wahl", "hoffnung"))
ACCEPT, TOGGLE, DISCARD, FAULTS, SURE, SET = (
    f"{NAME}:{act}" for act in ("uebernehmen", "doppelte", "verwerfen", "fehler", "wirklich", "setzen")
)

PAGE = 8
TICKED = 4  # so many plans have buttons of their own
OVERVIEW = Button(ALL, "alle_kunden")
USUAL_SHARES = ("65/20/15", "70/20/10", "80/15/5")


def short(text: str, most: int) -> str:
    """Cut to what a button or a line has room for."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def planned(phase: str, text: str) -> Planned:
    """A plan whose day is not known yet."""
    return Planned(phase, text)


# --- under the questions ---------------------------------------------------------------------------------------


def _ways(sheet: CustomerSheet, *first: Button) -> Rows:
    """The ways out of a question."""
    ways = list(first)
    if sheet.done:
        ways.append(Button(BACK, "zurueck", "", sheet.mark))
    if sheet.todo and sheet.customer:
        ways.append(Button(ENOUGH, "genug", "", sheet.mark))
    return pairs(ways)


def name_rows(sheet: CustomerSheet) -> Rows:
    """A text is needed; one can only go away."""
    return ((Button(ONE, "zum_kunden", sheet.customer),),) if sheet.customer else ((OVERVIEW,),)


def text_rows(sheet: CustomerSheet, known: str) -> Rows:
    """To leave it, or to leave it empty."""
    mark = sheet.mark
    if known:
        return _ways(sheet, Button(SKIP, "so_lassen", "", mark), Button(CLEAR, "leeren", "", mark))
    return _ways(sheet, Button(SKIP, "weiss_nicht", "", mark))


def phase_rows(sheet: CustomerSheet, phases: Sequence[Phase], now: str) -> Rows:
    """A button for each phase."""
    buttons = [Button(PHASE, "phase", phase.id, sheet.mark, {"phase": phase}) for phase in phases]
    return (*pairs(buttons), *_ways(sheet, Button(SKIP, "so_lassen" if now else "weiss_nicht", "", sheet.mark)))


def step_rows(sheet: CustomerSheet, known: str) -> Rows:
    """Who has no idea postpones the contact."""
    return ((Button(NO_IDEA, "keine_idee", "", sheet.mark),), *text_rows(sheet, known))


def day_rows(sheet: CustomerSheet, today: date) -> Rows:
    """Days to tap: those that may be meant, or some usual ones."""
    key = sheet.stop.key
    spans = (14, 28, 91) if key == "verschieben" else (1, 7, 14)
    days = sheet.days or [_weekday(today + timedelta(days=span)) for span in spans]
    buttons = [Button(DAY, "tag", day.isoformat(), sheet.mark, {"tag": day}) for day in dict.fromkeys(days)]
    label = "nicht_verschieben" if key == "verschieben" else "ohne_tag"
    return (*((button,) for button in buttons), *_ways(sheet, Button(SKIP, label, "", sheet.mark)))


def _weekday(day: date) -> date:
    """Not on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def level_rows(sheet: CustomerSheet) -> Rows:
    """Much, some, little."""
    levels = tuple(Button(LEVEL, f"stufe_{level}", str(level), sheet.mark) for level in (2, 1, 0))
    return (levels, *_ways(sheet, Button(SKIP, "weiss_nicht", "", sheet.mark)))


def grade_rows(sheet: CustomerSheet, suggested: Grade | None) -> Rows:
    """The class is hers to choose; without a suggestion the contact can wait."""
    choices = tuple(Button(CHOOSE, "klasse_wahl", each.value, sheet.mark, {"klasse": each.value}) for each in Grade)
    wait: Rows = () if suggested else ((Button(NO_IDEA, "keine_idee", "", sheet.mark),),)
    return (choices, *wait, *_ways(sheet, Button(SKIP, "noch_offen", "", sheet.mark)))


def hope_rows(sheet: CustomerSheet) -> Rows:
    """Whether he could become an A."""
    choices = (Button(HOPE, "hoffnung_ja", "ja", sheet.mark), Button(HOPE, "hoffnung_nein", "nein", sheet.mark))
    return (choices, *_ways(sheet, Button(SKIP, "weiss_nicht", "", sheet.mark)))


def plan_rows(sheet: CustomerSheet, known: Planned | None) -> Rows:
    """To plan nothing there is an answer too."""
    mark = sheet.mark
    if known:
        return _ways(sheet, Button(SKIP, "so_lassen", "", mark), Button(CLEAR, "leeren", "", mark))
    return _ways(sheet, Button(SKIP, "nichts_planen", "", mark))


# --- pages -----------------------------------------------------------------------------------------------------


def brief(customer: Customer, phases: Mapping[str, Phase], today: date) -> dict[str, Any]:
    """A customer in a list of them."""
    return {
        "name": short(customer.name, 40),
        "klasse": customer.treated,
        "phase": phases.get(customer.phase),
        "tag": customer.step_day if customer.step else None,
        "ueberfaellig": bool(customer.step and customer.step_day and customer.step_day < today),
        "verschoben": customer.postponed if customer.postponed and customer.postponed > today else None,
    }


def one(
    customer: Customer, phases: Mapping[str, Phase], fields: Mapping[str, DossierField], today: date
) -> dict[str, Any]:
    """All of a customer that fits a page."""
    things = [(field.title, customer.known.get(id_, "")) for id_, field in fields.items() if id_ != "status"]
    return {
        "kunde": customer,
        "klasse": customer.grade,
        "wie": customer.treated,
        "phase": phases.get(customer.phase),
        "ueberfaellig": bool(customer.step and customer.step_day and customer.step_day < today),
        "verschoben": customer.postponed if customer.postponed and customer.postponed > today else None,
        "dinge": [(title, text) for title, text in things if text],
        "offen": [title for title, text in things if not text],
        "geplant": len(customer.plan),
    }


def one_rows(id_: str, customer: Customer) -> Rows:
    """What can be done with a customer."""
    brief_way: Rows = () if customer.treated is Grade.A else ((Button(REDUCED, "kurzer_prozess", id_),),)
    return (
        (Button(FIELDS, "dossier", id_), Button(PLAN, "plan", id_)),
        (Button(STAND, "stand_aendern", id_), Button(NEXT, "schritt_vornehmen", id_)),
        (Button(ASSESS, "klasse", id_), Button(EFFORT, "aufwand", id_)),
        *brief_way,
        (Button(ACTIVITIES, "als_aktivitaet", _link(id_, customer)),),
        (Button(HISTORY, "verlauf", id_), Button(MORE, "mehr", id_)),
        (OVERVIEW,),
    )


def _link(id_: str, customer: Customer) -> str:
    return f"{id_}/{customer.phase}" if customer.phase else id_


def levels(customer: Customer) -> list[tuple[str, int | None]]:
    """The four answers in their order."""
    return [(question.value, customer.levels.get(question)) for question in Question]


def plan(customer: Customer, phases: Mapping[str, Phase], today: date) -> dict[str, Any]:
    """The plan along the phases, and whether its days run the other way."""
    entries = [
        {"phase": phases[each.phase], "text": each.text, "tag": each.day, "aus": each.made, "aktiv": each.handed,
         "vorbei": each.day is not None and each.day < today}
        for each in customer.plan
        if each.phase in phases
    ]  # fmt: skip
    days = [each.day for each in customer.plan if each.day is not None]
    return {"eintraege": entries, "verkehrt": days != sorted(days), "phase": phases.get(customer.phase)}


def plan_page_rows(id_: str, customer: Customer, phases: Mapping[str, Phase]) -> Rows:
    """What is done can be ticked off; what lies ahead can be planned."""
    ahead = [phase for phase in phases.values() if place(phase.id) >= place(customer.phase)]
    known = [each for each in customer.plan if each.phase in phases]
    unplanned = {phase.id for phase in ahead} - {each.phase for each in customer.plan}
    return (
        *(_planned_row(id_, each, phases[each.phase]) for each in known[:TICKED]),
        *(((Button(PLAN_ALL, "der_reihe_nach", id_),),) if unplanned else ()),
        *pairs([Button(PLAN_ONE, "phase", f"{id_}/{phase.id}", "", {"phase": phase}) for phase in ahead]),
        (Button(ONE, "zum_kunden", id_),),
    )


def _planned_row(id_: str, planned: Planned, phase: Phase) -> tuple[Button, ...]:
    """Done, or to be an activity, which reminds of it."""
    done = Button(DONE, "erledigt", f"{id_}/{planned.phase}", "", {"phase": phase})
    hand = Button(ACTIVITIES, "in_aktivitaeten", f"{id_}/{planned.phase}")
    return (done,) if planned.handed else (done, hand)


def field_rows(id_: str, fields: Mapping[str, DossierField]) -> Rows:
    """A button for each of the seven things."""
    single = [Button(FIELD, "feld", f"{id_}/{each}", "", {"feld": field}) for each, field in fields.items()]
    return (
        (Button(ASK, "der_reihe_nach", id_),),
        *((button,) for button in single),
        (Button(ONE, "zum_kunden", id_),),
    )


def known_phases(phase: str) -> tuple[str, ...]:
    """The phases from `phase` on."""
    return PHASES[max(place(phase), 0) :]


# --- the list --------------------------------------------------------------------------------------------------


def spread(found: Distribution) -> dict[str, Any]:
    """What a list comes to."""
    return {"verteilung": found, "teile": found.parts, "waehrung": found.currency}


def list_rows(found: Distribution) -> Rows:
    """What can be done with the list."""
    groups = tuple(
        Button(GROUP, "gruppe", f"{part.grade.value}/0", "", {"klasse": part.grade.value})
        for part in found.parts
        if part.customers
    )
    hopes = [
        Button(TAKE, "wie_a", f"{found.number}.{hope.place}.a", "", {"name": short(hope.name, 20)})
        for hope in found.hopes[:3]
    ]
    return (
        groups,
        *((button,) for button in hopes),
        (Button(SEARCH, "suchen"), Button(SHARES, "anteile")),
        (Button(UPLOAD, "neue_liste"), Button(FILE, "als_datei")),
        (Button(ERASE_LIST, "liste_loeschen"),),
        (OVERVIEW,),
    )


def picture(found: Distribution) -> dict[str, Any]:
    """The values of the picture, as plain data."""
    return {
        "curve": [list(point) for point in found.curve],
        "parts": [
            {"grade": part.grade.value, "customers": str(part.of_customers), "revenue": str(part.of_revenue),
             "count": part.customers}
            for part in found.parts
        ],
    }  # fmt: skip


def preview_rows(sheet: CustomerSheet, preview: Preview) -> Rows:
    """To take the list over, as it is or with repeated names otherwise, or not."""
    mark = sheet.mark
    accept: Rows = ((Button(ACCEPT, "uebernehmen", "", mark, {"zahl": preview.rows}),),) if preview.rows else ()
    label = "nur_erste" if preview.summed else "zusammenzaehlen"
    toggle: Rows = ((Button(TOGGLE, label, "", mark),),) if preview.repeated else ()
    more: Rows = ((Button(FAULTS, "alle_fehler", "0", mark),),) if preview.faults > len(preview.first) else ()
    return (*accept, *toggle, *more, (Button(UPLOAD, "andere_datei"), Button(DISCARD, "verwerfen", "", mark)))


def turns(action: str, before: str, page: int, count: int, mark: str = "") -> Rows:
    """Buttons to the pages beside this one."""
    others = (("neuere", page - 1), ("aeltere", page + 1))
    labels = {"neuere": "seite_zurueck", "aeltere": "seite_vor"}
    found = tuple(
        Button(action, labels[name], f"{before}{other}", mark)
        for name, other in others
        if other >= 0 and other * PAGE < count
    )
    return (found,) if found else ()
