"""Samples of everything the bot says: at the desk written by hand, in the role-play gathered from plays."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import cache
from itertools import product
from random import Random
from typing import Any

from flows.coaching.sheets import WRITTEN
from flows.customers.sheet import Stage
from flows.desk import COMMANDS
from flows.effects import Edit, Effect, HandOver, HandOverTable, Invite, Picture, Rows, Say, Values, Voice
from flows.events import Commanded, Due, Edited, Event, Pressed, Said, Unreadable
from flows.exercises.card import Model, card
from flows.roleplay.roleplay import Roleplay
from flows.roleplay.turns import BUTTONS
from flows.session import Person
from tests.assigned import assigned
from tests.authors import authors
from tests.doers import doers
from tests.overviews import overviews
from tests.reviews import reviews
from tests.sellers import sellers
from tests.stage import Trainee, shipped
from tests.teams import teams
from tests.thinkers import thinkers
from tests.visitor import Visitor

NUMBERS = (
    *("personen", "unerreichbar", "teams", "mitglieder", "aufgaben", "teilnahmen", "durchsicht"),
    *("rollenspiele", "antworten", "offen", "geparkt", "wartend", "unzustellbar"),
)
NOW = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)
KIM = Person("Kim & <Co>", NOW)
NAMELESS = Person("", NOW, reminders=False, quiet_from=time(), quiet_until=time())
SHEETS = (
    ("", ""),
    ("fortschritt", "loeschen"),
    *(("kunden", stage.value) for stage in Stage),
    *(("ziele", key) for key in ("kunden", "bis", "umsatz", "tabelle")),
    *(("reflexion", awaited) for awaited in ("eigen", "wahl", "frage", "behalten")),
    *(("wiederholung", awaited) for awaited in ("wahl", "frage")),
    *(("coach", asked) for asked in ("", "teamname", "gruss", "nachricht", "vergabe_tag", "vergabe_notiz")),
    *(("coach", f"durchsicht_{asked}") for asked in ("grund", "kommentar")),
    *(("coach", f"uebungen_{part}") for part in sorted(WRITTEN)),
    *(("aufgaben", asked) for asked in ("antwort", "auswahl", "knopf", "einwand")),
    *(("aktivitaeten", stage) for stage in ("satz", "verschieben", "lernen", "loeschen")),
)
"""What else can be open: a sheet, and what it awaits."""
WAITING = ("", "name", "zeitzone", "ruhezeit", "erinnerungszeit", "loeschen")

DESK: dict[str, list[dict[str, Any]]] = {
    "abgebrochen": [{}],
    "abschied": [{}],
    "admin": [{"zahlen": dict.fromkeys(NUMBERS, number)} for number in (0, 1, 12_000)],
    "alter_knopf": [{}],
    "blatt_zu": [{"blatt": "fortschritt", "kunde": customer} for customer in ("", "Herrn Brandt")],
    "begruessung": [{"person": person} for person in (KIM, NAMELESS)],
    "datenschutz": [
        {"einverstanden": False},
        *[{"einverstanden": True, "seit": NOW, "geaendert": changed} for changed in (True, False)],
    ],
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
    "stoerung": [
        *({"ursache": cause, "anzahl": number} for cause in ("parked", "dead") for number in (1, 12)),
        *({"ursache": "database", "minuten": minutes} for minutes in (0, 12)),
        {"ursache": "refused"},
        {"ursache": "disk", "frei": 499},
    ],
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


@cache
def stories() -> list[list[Effect]]:
    """All that happened to each of those who have done what there is to do."""
    return [trainee.story for trainee in _trainees()] + [visitor.story for visitor in _visitors()]


def said() -> Iterator[tuple[str, Values, Rows]]:
    """Everything that is said in the samples: the template, its values and the buttons below."""
    for name, samples in DESK.items():
        yield from ((name, sample, ()) for sample in samples)
    for exercise, model in product(shipped().exercises.values(), Model):
        yield "uebung_karte", card(exercise, model), ()
    for story in stories():
        for effect in story:
            match effect:
                case Say(template, values, rows) | Edit(_, template, values, rows) | Voice(_, template, values, rows):
                    yield template, values, rows
                case Invite(_, _, template, values, rows):
                    yield template, {**values, "link": "https://t.me/bot?start=x"}, rows
                case Picture(_, _, template, values, rows) | HandOver(_, _, _, template, values, rows):
                    yield template, values, rows
                case HandOverTable(_, _, template, values, rows):
                    yield template, values, rows


def _trainees() -> Iterator[Trainee]:
    """Some have played every course with every customer, each in one manner; others have done odd things."""
    library = shipped()
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
    kim = Visitor(shipped()).commands("fortschritt")
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
    yield from _planners()
    yield from thinkers()
    yield from sellers()
    yield from doers()
    yield from teams()
    yield from assigned()
    yield from reviews()
    yield from overviews()
    yield from authors()


def _planners() -> Iterator[Visitor]:
    """They reckon with goals: one thoroughly, one against all sense, one without knowing anything, one from nothing."""
    kim = Visitor().commands("ziele")
    for answer in ("40", "auf 50", "31.12.2026", "CHF 800'000", "10 %", "120k"):
        kim.says(answer)
    kim.says("hm").taps("Zahl ändern").taps("Kundenzahl: Plus").says("12,5 %").taps("Passt so").taps("Zu leicht")
    kim.taps("Umsatz heute").says("1.250.000,50").taps("Passt so").taps("Zu hoch").taps("Schnitt: Plus")
    kim.says("auf 40.000").taps("Umsatz mit neuen").taps("Passt so").taps("Ja, beides").taps("Monatlich")
    kim.waits(days=40).taps("Stand").says("viele").says("43").says("1,4 Mio").says("99k").taps("In Blätter")
    kim.taps("Zum Ziel").taps("Erinnerung").taps("Alle 2").waits(days=16).taps("Später").taps("Nicht mehr")
    kim.commands("ziele").taps("Wie stehe").taps("Zum Ziel").taps("Zahl ändern").taps("Bis wann").taps("4. ")
    kim.taps("Passt so").says("ja").taps("Verlauf").commands("einstellungen").taps("Erinnerungen aus")
    kim.commands("ziele").taps("Erinnerung").taps("Monatlich").waits(days=500).taps("Zum Ziel").taps("Erinnerung")
    kim.taps("Alle 2").meets(Pressed("ziele:stand")).says("?").says("?").says("?")
    yield kim.commands("ziele").taps("Ziel löschen").taps("Behalten").commands("ziele").taps("Ziel löschen").says("ja")
    alex = Visitor().commands("ziele").says("20 %").says("+3").says("1.5").taps("Zurück").says("fünfzg").says("ja")
    alex.says("60").taps("Zurück").meets(Pressed("ziele:neu")).says("auf 30").says("nein").says("-60").says("5-6").taps(
        "6"
    ).says("gestern").says("31.12.2026")
    for nonsense in (
        "",
        "Kartoffel",
        "viele",
        "1.2.3",
        "1.1.2026",
        "9 Kunden",
        "500 $",
        "9 im Monat",
        "9" * 15,
        "nicht 5",
    ):
        alex.says(nonsense)
    alex.says("1000").says("CHF 5").says("5").says("0").taps("Zahl ändern").taps("Kundenzahl heute").says("0").says(
        "3,5"
    )
    yield alex.says("40").taps("Zahl ändern").taps("Schnitt heute").says("1").meets(Pressed("ziele:offen", "", "z1"))
    toni = Visitor().commands("ziele")
    for _ in range(8):
        toni.taps("Weiß ich nicht")
    toni.says("Umsatz heute").says("350.000").says("passt").says("ja").taps("In Blätter").meets(Pressed("ziele:stand"))
    yield toni
    robin = Visitor().commands("ziele").says("keine").says("20 %").says("5").says("Ende Juni").says("12345,678")
    yield robin.taps("12.345,68").taps("Passt so").says("ja").taps("In Blätter").waits(days=200).taps("Zum Ziel")


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
