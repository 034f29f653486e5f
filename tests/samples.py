"""Sample values for everything the bot says: for each template the situations it is said in."""

from datetime import UTC, datetime, time
from typing import Any

from flows.desk import COMMANDS
from flows.session import Person

NOW = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)
KIM = Person("Kim & <Co>", NOW)
NAMELESS = Person("", NOW, reminders=False, quiet_from=time(), quiet_until=time())
WAITING = ("", "name", "zeitzone", "ruhezeit", "erinnerungszeit", "loeschen")

MESSAGES: dict[str, list[dict[str, Any]]] = {
    "abgebrochen": [{}],
    "abschied": [{}],
    "alter_knopf": [{}],
    "begruessung": [{"person": person} for person in (KIM, NAMELESS)],
    "datenschutz": [{"einverstanden": consented} for consented in (True, False)],
    "einstellungen": [
        {"person": KIM, "geaendert": "", "jetzt": NOW, "verschoben": False},
        {"person": KIM, "geaendert": "zeitzone", "jetzt": NOW, "verschoben": True},
        {"person": NAMELESS, "geaendert": "", "jetzt": NOW, "verschoben": False},
    ],
    "export": [{}],
    **{
        f"frage_{thing}": [
            {"person": person, "noch_einmal": again} for person in (KIM, NAMELESS) for again in (True, False)
        ]
        for thing in ("name", "zeitzone", "ruhezeit", "erinnerungszeit")
    },
    "geaendert_zu_spaet": [{}],
    "geblieben": [{}],
    "gruppe": [{}],
    "hilfe": [
        {"erwartet": waiting, "kunde": customer, "befehle": COMMANDS}
        for waiting in WAITING
        for customer in ("", "Herrn Brandt")
    ],
    "loeschen": [{"tag": None}, {"tag": NOW}],
    "loeschen_vorgemerkt": [{"tag": NOW}],
    "menue": [{"person": person, "offen": is_open} for person in (KIM, NAMELESS) for is_open in (True, False)],
    "nichts_erwartet": [{}],
    "nichts_gespeichert": [{}],
    "nichts_offen": [{}],
    "ohne_einverstaendnis": [{}],
    "panne": [{}],
    "rollenspiel_offen": [{"kunde": "Herrn Brandt"}],
    "ueber": [{}],
    "unbekannter_befehl": [{"befehl": "rolenspiel", "gemeint": "rollenspiel"}, {"befehl": "<b>", "gemeint": ""}],
    "unlesbar": [{"art": kind} for kind in ("voice", "sticker", "poll", "neuartig")],
    "willkommen": [{}],
}

LABELS: dict[str, dict[str, Any]] = {"antwort": {"antwort": "22–6 Uhr"}}
"""Values for the labels that take any."""
