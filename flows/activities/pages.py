"""What the templates of /aktivitaeten are filled with, and the buttons below."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flows.activities.activity import Activity, Lead, State, When, Wishes, instant
from flows.activities.reminding import EVENING, MORNING
from flows.activities.sheet import ActivitySheet
from flows.effects import Button, Rows, pairs
from flows.roleplay.reminder import awake
from flows.session import Person

NAME = "aktivitaeten"
NEW, LIST, CARD, FILE = (f"{NAME}:{act}" for act in ("neu", "liste", "karte", "datei"))
DONE, DROP, NEXT_DAY, MOVE, LATER, REOPEN = (
    f"{NAME}:{act}" for act in ("getan", "weg", "folgetag", "anders", "spaeter", "offen")
)
CHANGE, LINK, LEARN, ERASE = (f"{NAME}:{act}" for act in ("aendern", "bezug", "lernen", "loeschen"))
CUSTOMER, GOAL, PHASE = (f"{NAME}:{act}" for act in ("kunde", "ziel", "phase"))
REMIND, LEAD, DIGEST = (f"{NAME}:{act}" for act in ("erinnern", "vorlauf", "woche"))
FILL, BETTER, ANOTHER, READING, BACK, SKIP, SURE, TIME = (
    f"{NAME}:{act}" for act in ("fuellen", "besser", "weiterer", "lesart", "zurueck", "nichts", "wirklich", "zeit")
)

TO_LIST = Button(LIST, "zu_aktivitaeten")
SHOWN = 6
SHORT = 22
MOST_CUSTOMERS = 8
WORKDAYS = 5
ACTS = ("anrufen", "besuchen", "anschreiben")
"""What one can always do, as it is written into a gap."""


def time_of(when: When) -> dict[str, Any]:
    """A time as the macro `zeit` writes it."""
    rule = dict(part.split("=") for part in when.rule.split(";")) if when.rule else {}
    return {
        "tag": when.day,
        "uhr": when.clock,
        "bis": when.last,
        "bis_uhr": when.until,
        "ende_zaehlt": when.begun,
        "takt": rule.get("FREQ", ""),
        "alle": int(rule.get("INTERVAL", 1)),
        "werktags": rule.get("BYDAY", "").count(",") == WORKDAYS - 1,
    }


def label_of(when: When) -> dict[str, Any]:
    """The values of a button with a time on it."""
    return {"tag": when.turns, "uhr": when.turns_at}


def view(activity: Activity, now: datetime) -> dict[str, Any]:
    """One activity, as every template shows it."""
    return {
        "text": activity.text,
        "zeit": time_of(activity.when),
        "stand": activity.state.value,
        "vorbei": activity.state is State.OPEN and activity.when.over <= now,
        "verschoben": activity.moves,
    }


def card_rows(id_: str, activity: Activity, *, saved: bool, digest: bool) -> Rows:
    """What can be done with an activity; fresh from the pen other things first."""
    if saved:
        return (
            *(((Button(DIGEST, "montags_uebersicht", "an"),),) if digest else ()),
            (Button(LINK, "verknuepfen", id_), Button(REMIND, "erinnerung", id_)),
            (Button(FILE, "kalenderdatei", id_), Button(CHANGE, "aendern", id_)),
            (Button(NEW, "noch_eine"), TO_LIST),
        )
    if activity.state is not State.OPEN:
        return (
            (Button(REOPEN, "doch_offen", id_), Button(LEARN, "gelernt", id_)),
            (Button(LINK, "verknuepfen", id_), Button(ERASE, "aktivitaet_loeschen", id_)),
            (TO_LIST,),
        )
    return (
        *fate_rows(id_)[:2],
        (Button(CHANGE, "aendern", id_), Button(LINK, "verknuepfen", id_)),
        (Button(REMIND, "erinnerung", id_), Button(FILE, "kalenderdatei", id_)),
        (Button(ERASE, "aktivitaet_loeschen", id_), TO_LIST),
    )


def fate_rows(id_: str) -> Rows:
    """What became of it, by one tap."""
    return (
        (Button(DONE, "getan", id_), Button(DROP, "faellt_weg", id_)),
        (Button(NEXT_DAY, "tag_spaeter", id_), Button(MOVE, "anderer_tag", id_)),
        (Button(LATER, "spaeter", id_),),
    )


def snoozed(wish: str, now: datetime, person: Person) -> datetime:
    """When to remind once more: in an hour, „abend“ or „morgen“; after the quiet hours if it falls into them."""
    local = now.astimezone(ZoneInfo(person.zone))
    tomorrow = local.date() + timedelta(days=1)
    evening = instant(local.date(), EVENING, person.zone)
    match wish:
        case "abend" if evening > now:
            at = evening
        case "abend" | "morgen":
            at = instant(tomorrow, MORNING, person.zone)
        case _:
            at = now + timedelta(hours=1)
    return awake(person, at)


def list_rows(listed: Sequence[tuple[str, Activity]]) -> Rows:
    """A button for each activity."""
    return tuple(
        (Button(CARD, "aktivitaet", id_, values={**label_of(each.when), "kurz": short(each)}),) for id_, each in listed
    )


def turn_rows(which: str, first: int, count: int) -> Rows:
    """To the pages before and after."""
    page = first // SHOWN
    turns = [Button(LIST, "fruehere", f"{which}/{page - 1}")] if first else []
    turns += [Button(LIST, "weitere", f"{which}/{page + 1}")] if first + SHOWN < count else []
    return (tuple(turns),) if turns else ()


def short(activity: Activity) -> str:
    """With whom, or as much of the text as fits a button."""
    text = activity.whom or activity.text
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"


def sentence_rows(sheet: ActivitySheet, *, back: bool) -> Rows:
    """Beside a sentence to be written."""
    moving = ((Button(MOVE, "nur_die_zeit", sheet.id),),) if sheet.id else ()
    return (*moving, *(((Button(BACK, "zurueck", "", sheet.mark),),) if back else ()))


def gap_rows(sheet: ActivitySheet, piece: str, today: date, customers: Mapping[str, str]) -> Rows:
    """Ready answers for a piece that is missing."""
    back = (Button(BACK, "zurueck", "", sheet.mark),)
    if piece == "wann":
        return (*pairs([_day(FILL, day, sheet.mark) for day in days(today)]), back)
    if piece == "wen":
        found = [Button(FILL, "wer", f"kunde/{id_}", sheet.mark, {"name": name}) for id_, name in customers.items()]
        return (*((button,) for button in found[:MOST_CUSTOMERS]), back)
    acts = [Button(FILL, f"tun_{act}", act, sheet.mark) for act in ACTS]
    return (*pairs(acts), back)


def days(today: date) -> list[date]:
    """Tomorrow, and the next days one works on."""
    ahead = (today + timedelta(days=count) for count in range(1, 9))
    found = [day for day in ahead if day.weekday() < WORKDAYS or day == today + timedelta(days=1)]
    return [*found[:3], today + timedelta(days=7)]


def better_rows(sheet: ActivitySheet, count: int) -> Rows:
    """The better version, another one, or back to her own words."""
    take = ((Button(BETTER, "so_uebernehmen", "", sheet.mark),),) if count else ()
    other = [Button(ANOTHER, "anderer_vorschlag", "", sheet.mark)] if count > 1 else []
    return (*take, (*other, Button(BACK, "zurueck", "", sheet.mark)))


def doubt_rows(sheet: ActivitySheet) -> Rows:
    """A button for each reading of a time."""
    ways = [
        (Button(READING, "zeitpunkt", str(place), sheet.mark, label_of(each)),)
        for place, each in enumerate(sheet.whens)
    ]
    return (*ways, (Button(BACK, "zurueck", "", sheet.mark),))


def moving_rows(sheet: ActivitySheet, today: date) -> Rows:
    """Days to move to, at the same clock time."""
    return (
        *pairs([_day(TIME, day, sheet.mark) for day in days(today)]),
        (Button(BACK, "zurueck", "", sheet.mark),),
    )


def _day(action: str, day: date, mark: str) -> Button:
    return Button(action, "wochentag", day.isoformat(), mark, {"tag": day})


def link_rows(
    id_: str,
    activity: Activity,
    customers: Mapping[str, str],
    phases: Mapping[str, Any],
    goals: Sequence[str],
    *,
    wanted: str,
) -> Rows:
    """To what it may belong: first which kind, then which one."""
    to_card = (Button(CARD, "zur_aktivitaet", id_),)
    if wanted == "kunde":
        found = [(Button(CUSTOMER, "wer", f"{id_}/{each}", values={"name": name}),) for each, name in customers.items()]
        return (*found[:MOST_CUSTOMERS], *_none(CUSTOMER, id_, activity.customer), to_card)
    if wanted == "phase":
        found_phases = [Button(PHASE, "phase", f"{id_}/{each}", values={"phase": phases[each]}) for each in phases]
        return (*pairs(found_phases), *_none(PHASE, id_, activity.phase), to_card)
    if wanted == "ziel":
        lines = [Button(GOAL, f"zielzeile_{row}", f"{id_}/{row}") for row in goals]
        return (*pairs(lines), *_none(GOAL, id_, activity.goal), to_card)
    kinds = [
        *([Button(LINK, "bezug_kunde", f"{id_}/kunde")] if customers else []),
        Button(LINK, "bezug_phase", f"{id_}/phase"),
        *([Button(LINK, "bezug_ziel", f"{id_}/ziel")] if goals else []),
    ]
    return (*pairs(kinds), to_card)


def _none(action: str, id_: str, linked: str) -> Rows:
    return ((Button(action, "ohne_bezug", f"{id_}/"),),) if linked else ()


def lead_rows(id_: str, leads: Sequence[Lead], wishes: Wishes) -> Rows:
    """Each reminder on or off: for one activity, or without an id for all to come."""
    ways = tuple((_switch(id_, lead, on=lead in leads),) for lead in Lead)
    if id_:
        return (*ways, (Button(REMIND, "fuer_alle_neuen"),), (Button(CARD, "zur_aktivitaet", id_),))
    digest = Button(DIGEST, "uebersicht_aus", "aus") if wishes.digest else Button(DIGEST, "montags_uebersicht", "an")
    return (*ways, (digest,), (TO_LIST,))


def _switch(id_: str, lead: Lead, *, on: bool) -> Button:
    """Carries the wish, so that a second tap changes nothing."""
    return Button(LEAD, f"vorlauf_{lead.value}", f"{id_}/{lead.value}/{'aus' if on else 'an'}", values={"an": on})
