"""What a person can set: name, time zone, quiet hours, reminders. A button is a typed answer: it says the same text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.effects import Button, Rows, Say
from flows.excuse import excuse
from flows.flow import owner
from flows.moment import Moment
from flows.quiet import is_quiet
from flows.session import Session, Step
from flows.zones import Zones

PATIENCE = timedelta(seconds=3)  # nobody types a second try faster; a flood of nonsense is not asked about each time
NAME_LENGTH = 40
CLOCK = r"(\d{1,2})(?:\s?(?:[:.h]|uhr)\s?(\d{2}))?(?:\s?uhr)?"
SPAN = re.compile(rf"(?:von\s+)?{CLOCK}\s*(?:bis|[-–—])\s*{CLOCK}")
HOURS = {
    word: hour
    for hour, word in enumerate(
        ("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
    )
} | {"ein": 1}
SPELLED = re.compile(rf"\b(halb\s+)?({'|'.join(HOURS)}|\d{{1,2}})\b")
EVENING = re.compile(r"\s+(?:uhr\s+)?(?:abends|am abend|nachmittags|am nachmittag)$")
NO_NAME = {"ohne", "ohne namen", "lieber ohne", "lieber ohne namen"}
NO_QUIET_HOURS = {"keine", "keine ruhezeit", "aus", "nie"}
INTRODUCTION = re.compile(r"(?:ich hei(?:ß|ss)e|mein name ist|ich bin|nenn mich)\s+(?:der |die )?(?=\w)", re.IGNORECASE)

Changes = dict[str, Any]
"""Fields of `Person` with their new values."""


def read_name(text: str) -> Changes | None:
    """The name in `text`, without „Ich heiße“ before it or a full stop after it; „lieber ohne“ is none."""
    if text.strip().casefold() in NO_NAME:
        return {"name": ""}
    name = INTRODUCTION.sub("", " ".join(text.split()), count=1).rstrip(".!, ")
    if len(name) > NAME_LENGTH or "?" in name or not any(letter.isalpha() for letter in name):
        return None
    return {"name": name}


def read_zone(text: str, zones: Zones) -> Changes | None:
    """A time zone named by city, country or key."""
    zone = zones.find(text)
    return None if zone is None else {"zone": zone}


def read_quiet_hours(text: str) -> Changes | None:
    """„21 bis 7“, „21:30-7:00“, „von 22 Uhr bis 6.30 Uhr“ or „keine“."""
    said = text.strip().casefold()
    if said in NO_QUIET_HOURS:
        return {"quiet_from": time(), "quiet_until": time()}
    span = SPAN.fullmatch(said)
    if span is None:
        return None
    start, end = _clock(*span.group(1, 2)), _clock(*span.group(3, 4))
    return None if start is None or end is None else {"quiet_from": start, "quiet_until": end}


def read_reminder_time(text: str) -> Changes | None:
    """„18“, „17:30“, „um 17 Uhr 30“, „halb acht abends“. Who names a time wants to be reminded."""
    spoken, late = EVENING.subn("", text.strip().lower())
    said = re.fullmatch(rf"(?:um\s+|gegen\s+)?{CLOCK}", SPELLED.sub(_in_figures, spoken, count=1))
    at = said and _clock(*said.group(1, 2))
    if not isinstance(at, time):
        return None
    return {"reminder_time": at.replace(hour=at.hour + 12) if late and at.hour < 12 else at, "reminders": True}


def _in_figures(spoken: re.Match[str]) -> str:
    """„halb acht“ is 7:30."""
    half, hour = spoken.groups()
    number = HOURS.get(hour, int(hour) if hour.isdigit() else 0)
    return f"{(number - 1) % 24}:30" if half else str(number)


def _clock(hour: str, minute: str | None) -> time | None:
    hours, minutes = int(hour), int(minute or 0)
    if hours == 24 and minutes == 0:
        return time()
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def read(key: str, text: str, zones: Zones) -> Changes | None:
    """What `text` says to the question `key`; None if it makes no sense there."""
    match key:
        case "name":
            return read_name(text)
        case "zeitzone":
            return read_zone(text, zones)
        case "ruhezeit":
            return read_quiet_hours(text)
        case "erinnerungszeit":
            return read_reminder_time(text)
        case _:
            raise LookupError(f"nothing called {key!r} can be set")


@dataclass(frozen=True)
class Question:
    """One thing to set. `choices` are answers offered as buttons."""

    template: str
    choices: tuple[tuple[str, ...], ...] = ()


QUESTIONS: Mapping[str, Question] = {
    "name": Question("frage_name", (("Lieber ohne",),)),
    "zeitzone": Question("frage_zeitzone", (("Berlin", "Wien", "Zürich"),)),
    "ruhezeit": Question("frage_ruhezeit", (("20–8 Uhr", "21–7 Uhr"), ("22–6 Uhr", "Keine"))),
    "erinnerungszeit": Question("frage_erinnerungszeit", (("12:30", "17:30", "19:00"),)),
}
"""By the action that asks; also what `Session.awaiting` says while the answer is awaited."""


def show(session: Session, moment: Moment, changed: str = "") -> Step:
    """Everything as it is set now; `changed` is what was just set."""
    person = session.trainee
    values = {
        "person": person,
        "geaendert": changed,
        "jetzt": moment.now.astimezone(ZoneInfo(person.zone)),
        "verschoben": is_quiet(person.reminder_time, person.quiet_from, person.quiet_until),
    }
    return session, [Say("einstellungen", values, _rows(session))]


def ask(session: Session, key: str, *, again: bool = False) -> Step:
    """Ask for one thing; `again` when the answer made no sense."""
    question = QUESTIONS[key]
    rows = tuple(
        tuple(Button(key, "antwort", choice, values={"antwort": choice}) for choice in row) for row in question.choices
    )
    values = {"person": session.trainee, "noch_einmal": again}
    return replace(session, awaiting=key), [Say(question.template, values, rows)]


def answer(session: Session, key: str, text: str, moment: Moment, zones: Zones) -> Step:
    """Set what `text` says, or ask again."""
    changes = read(key, text, zones)
    if changes is None:
        session, lines = ask(session, key, again=True)
        return excuse(session, moment, *lines, quiet=PATIENCE)
    session = replace(session, person=replace(session.trainee, **changes), awaiting="")
    return show(session, moment, changed=key)


def switch_reminders(session: Session, wanted: str, moment: Moment) -> Step:
    """Reminders on („an“) or off; the button carries the wish, so a second tap changes nothing."""
    person = replace(session.trainee, reminders=wanted == "an")
    return show(replace(session, person=person, awaiting=""), moment, changed="erinnerungen")


def way_back(session: Session) -> Button:
    """Where a person goes on from a room she stepped into: the open sheet, the open run, or the menu."""
    if session.sheet:
        return Button(owner(session.sheet), "zum_blatt")
    return Button("weiter", "zum_rollenspiel") if session.run else Button("menue", "menue")


def _rows(session: Session) -> Rows:
    switch = ("aus", "erinnerungen_aus") if session.trainee.reminders else ("an", "erinnerungen_an")
    return (
        (Button("name", "name"), Button("zeitzone", "zeitzone")),
        (Button("ruhezeit", "ruhezeit"), Button("erinnerungszeit", "erinnerungszeit")),
        (Button("erinnerungen", switch[1], switch[0]),),
        (way_back(session),),
    )
