"""Samples of everything the bot says: at the desk written by hand, in the role-play gathered from plays."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import product
from random import Random
from typing import Any

from bot.content import load_library
from flows.desk import COMMANDS
from flows.effects import Edit, Picture, Rows, Say, Values
from flows.events import Commanded, Due, Edited, Event, Pressed, Said, Unreadable
from flows.roleplay.roleplay import Roleplay
from flows.roleplay.turns import BUTTONS
from flows.session import Person
from tests.stage import ReadingEngine, Trainee
from tests.visitor import Visitor

NOW = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)
KIM = Person("Kim & <Co>", NOW)
NAMELESS = Person("", NOW, reminders=False, quiet_from=time(), quiet_until=time())
SHEETS = (("", ""), ("fortschritt", "loeschen"))
"""What else can be open: a sheet, and what it awaits."""
WAITING = ("", "name", "zeitzone", "ruhezeit", "erinnerungszeit", "loeschen")

DESK: dict[str, list[dict[str, Any]]] = {
    "abgebrochen": [{}],
    "abschied": [{}],
    "alter_knopf": [{}],
    "blatt_zu": [{"blatt": "fortschritt", "kunde": customer} for customer in ("", "Herrn Brandt")],
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
    "genug": [{}],
    "gruppe": [{}],
    "hilfe": [
        {
            "erwartet": waiting,
            "blatt": sheet,
            "gefragt": asked,
            "person": person,
            "kunde": customer,
            "befehle": COMMANDS,
        }
        for waiting in WAITING
        for sheet, asked in SHEETS
        for person in (KIM, NAMELESS)
        for customer in ("", "Herrn Brandt")
    ],
    "loeschen": [{"tag": None}, {"tag": NOW}],
    "loeschen_vorgemerkt": [{"tag": NOW}],
    "menue": [
        {"person": person, "offen": is_open, "blaetter": sheets}
        for person in (KIM, NAMELESS)
        for is_open in (True, False)
        for sheets in ((), ("fortschritt", "fortschritt"))
    ],
    "nichts_erwartet": [{}],
    "nichts_gespeichert": [{}],
    "nichts_offen": [{}],
    "ohne_einverstaendnis": [{}],
    "panne": [{}],
    "rollenspiel_offen": [{"kunde": "Herrn Brandt"}],
    "ueber": [{}],
    "unbekannter_befehl": [{"befehl": "rolenspiel", "gemeint": "rollenspiel"}, {"befehl": "<b>", "gemeint": ""}],
    "unlesbar": [{"art": kind} for kind in ("voice", "sticker", "poll", "neuartig")],
    "veraltet": [{}],
    "willkommen": [{}],
    "zurueck_im_rollenspiel": [{"kunde": "Herrn Brandt"}],
}

ANSWERS = ("2 2 2", "1 1 1", "0 0 0", "frech", "2 ? 0 " + "Das ist mir wirklich wichtig; " * 12 + "ehrlich.")
ODD: tuple[Event, ...] = (
    *(Said(answer, 1) for answer in ANSWERS),
    Edited("2 2 2", 1),
    Unreadable("sticker"),
    Commanded("weiter"),
    Commanded("abbrechen"),
    Due("rollenspiel", NOW),
    Pressed("naechste", mark="r0"),
    Pressed("ab", "haltung", "r0"),
)


def said() -> Iterator[tuple[str, Values, Rows]]:
    """Everything that is said in the samples: the template, its values and the buttons below."""
    for name, samples in DESK.items():
        yield from ((name, sample, ()) for sample in samples)
    stories = [trainee.story for trainee in _trainees()] + [visitor.story for visitor in _visitors()]
    for story in stories:
        for effect in story:
            match effect:
                case Say(template, values, rows) | Edit(_, template, values, rows):
                    yield template, values, rows
                case Picture(_, _, template, values, rows):
                    yield template, values, rows


def _trainees() -> Iterator[Trainee]:
    """Some have played every course with every customer, each in one manner; others have done odd things."""
    library = load_library(ReadingEngine(), {})
    edition, roleplay = library.current, Roleplay(library)
    for course, scenario, answer in product(edition.courses.values(), edition.scenarios, ANSWERS):
        trainee = Trainee(roleplay=roleplay)
        trainee.begins(course.id, scenario, course.road[0] if course.single else "")
        while trainee.session.run is not None:
            trainee.says(answer)
            if trainee.session.run is not None and "naechste" in trainee.buttons:
                trainee.taps("naechste")
        if trainee.session.last is not None:
            trainee.meets(Pressed("nachlesen", mark=trainee.session.last.id))
        yield trainee
    yield _insist(Trainee(roleplay=roleplay).begins("einzeln", "klavier", "einwaende"))
    for seed in range(10):
        trainee = Trainee(seed=seed, roleplay=roleplay)
        yield _wander(trainee, Random(seed))


def _visitors() -> Iterator[Visitor]:
    """They use what is beside the role-play."""
    kim = Visitor(load_library(ReadingEngine(), {})).commands("fortschritt")
    for answer in ANSWERS:
        kim.plays("einzeln", "klavier", answer, phase="beziehung").commands("fortschritt")
    kim.taps("Meine Antworten").taps("4. März").taps("Antwort löschen")
    kim.taps("Ja, löschen").taps("Meine Antworten").meets(Pressed("fortschritt:versuch", "99"))
    kim.commands("fortschritt").taps("Meine Antworten").taps("Alle löschen").says("hm").says("nein")
    yield kim
    alex = Visitor().plays("kurz", "brandt", "2 2 2").waits(weeks=5).commands("fortschritt").taps("Meine Antworten")
    yield alex.taps("4. März").taps("Zurück zur Liste").taps("Alle löschen").says("ja")
    toni = Visitor().plays("komplett", "brandt", *["2 2 2"] * 16).commands("fortschritt").taps("Meine Antworten")
    yield toni.taps("Ältere").taps("Alle löschen").taps("Ja, alle löschen")


def _insist(trainee: Trainee) -> Trainee:
    """A third attempt is wanted."""
    trainee.says("0 0 0").taps("nochmal").says("0 0 0")
    return trainee.meets(Pressed("nochmal", mark=trainee.run.mark))


def _wander(trainee: Trainee, random: Random) -> Trainee:
    """Buttons old and new, answers, and all that nobody expects."""
    trainee.meets(Pressed("auswahl"))
    for _ in range(300):
        messages = [effect for effect in trainee.story[-8:] if isinstance(effect, Say | Edit | Picture)]
        offered = [button for message in messages for row in message.rows for button in row]
        presses = [Pressed(button.action, button.argument, button.mark) for button in offered]
        forged = [Pressed(action, mark=trainee.session.run.mark) for action in sorted(BUTTONS) if trainee.session.run]
        trainee.waits(minutes=2)
        trainee.meets(random.choice(random.choices((presses, ODD, forged), (6, 3, 1))[0] or ODD))
    return trainee
