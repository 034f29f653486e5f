"""A team whose coaches make exercises: for dialogues about them, and for the samples."""

from collections.abc import Iterator

from flows.events import Fetched, Pressed, Told
from flows.news import Filed
from flows.teams.work import Filing
from tests.stage import shipped
from tests.town import Dweller, Town
from tests.visitor import Visitor, buttons

SITUATION = "Herr Falk fragt: „Was kostet die <Werkbank>?“"
MODEL = "Sie kostet 300 Euro. Was sagen Sie dazu?"
FILE = f"""\
kind = "eigen"
title = "Aus der Datei"
situation = "{SITUATION}"
model_answer = "{MODEL}"

[[items]]
title = "Die Zahl"
wording = "Nennt den Preis in Euro"

[[examples]]
answer = "Es sind 300 Euro."
grades = [1]
"""


class Workshop(Town):
    """Alex leads with Robin."""

    def __init__(self) -> None:
        super().__init__(shipped())
        self.alex = self.person(1, "Alex")
        self.alex.commands("coach").taps("Team gründen").says("Vertrieb Nord")
        self.alex.commands("coach").taps("Vertrieb").taps("Einladen").taps("Coaches").taps("Für eine Person")
        self.robin = self.person(2, "Robin")
        self.robin.commands("start", self.alex.links[-1])

    def opens(self, coach: Dweller) -> Dweller:
        """The page of the exercises."""
        coach.commands("coach").taps("Vertrieb").taps("Übungen")
        return coach

    def writes(self, coach: Dweller, title: str = "Vom Preis sprechen", items: int = 2) -> Dweller:
        """All parts of an exercise without examples, up to the card."""
        self.opens(coach).taps("Neue Übung").says(title).says(SITUATION)
        for number in range(1, items + 1):
            coach.says(f"Punkt {number}").says(f"Sagt, was zu Punkt {number} gehört")
        if items < 5:
            coach.taps("Fertig")
        coach.says(MODEL).taps("Ohne Beispiele")
        return coach

    def publishes(self, coach: Dweller, title: str = "Vom Preis sprechen", items: int = 2) -> Dweller:
        self.writes(coach, title, items).taps("Veröffentlichen").taps("Ja, veröffentlichen")
        return coach


def authors() -> Iterator[Visitor]:
    """Between them everything about exercises is said."""
    town = Workshop()
    _look_around(town)
    _make_one(town)
    _make_versions(town)
    _send_files(town)
    yield from town.dwellers.values()


def _look_around(town: Workshop) -> None:
    alex, team = town.alex, town.team.actor
    for kind in ("Phasen", "Eigene Punkte", "Nachdenken", "Rollenspiele"):
        town.opens(alex).taps(kind)
        alex.meets(Pressed("coach:uebungen:zeigen", f"{team}/{first_key(alex)}")).taps("Als Datei").taps("Zurück")
    alex.taps("Zur Liste").taps("Zu den Übungen").taps("Phasen").taps("Nächste Seite").taps("‹ Vorige")
    alex.meets(Pressed("coach:uebungen:zeigen", f"{team}/e/abcdefgh"))
    alex.meets(Pressed("coach:uebungen:liste", f"{team}/nix/0")).meets(Pressed("coach:uebungen:entwurf", f"{team}/x"))


def _make_one(town: Workshop) -> None:
    alex, team = town.alex, town.team.actor
    town.opens(alex).taps("Neue Übung").commands("weiter").commands("hilfe").says("x" * 49).says("?")
    alex.says("Preis & <mehr>").edits("Der Preis & <mehr>").says(SITUATION).says("fertig").says("Die Zahl")
    alex.says("Nennt <den> Preis").says("die zahl").says("Das Wort").says("Fragt, was er meint").taps("Fertig")
    alex.taps("Zurück").taps("Zurück").taps("So lassen").taps("Fertig").says(MODEL)
    alex.says("Das kostet 300 €, <bitte>.").edits("300 €").taps("✅").taps("Zurück").taps("✓ ✅").taps("Offen")
    alex.taps("Fertig").taps("Vorschau").taps("Ausprobieren").says("x" * 1501).says("2 ? frech").says("?").edits("2 ?")
    alex.says("x" * 1501).taps("Als Beispiel").taps("✓ ✅").taps("🟡").taps("Beispiel 2").taps("Antwort ändern")
    alex.says("Es kostet Geld. " * 20).taps("❌").edits("Es kostet Geld").taps("❌").edits("Es kostet viel Geld")
    alex.taps("Beispiel 1").taps("Entfernen").taps("Zurück").taps("Punkte").taps("Die Zahl").taps("Wortlaut")
    alex.says("Nennt den Preis in Euro").taps("Das Wort").taps("Titel ändern").says("Das letzte Wort")
    alex.edits("Das allerletzte Wort").taps("Punkt dazu").says("Noch einer").taps("Zurück").taps("Noch einer")
    alex.taps("Zurück").taps("Zurück").taps("Veröffentlichen").taps("Zurück").taps("Zurück").taps("Punkte")
    for title in ("Noch einer", "Das aller", "Die Zahl"):
        alex.taps(title).taps("Punkt entfernen")
    alex.taps("Punkt dazu").says("Die Zahl").says("Nennt den Preis").taps("Zurück")
    alex.taps("Als Datei").taps("Verwerfen").taps("Zurück").meets(
        Pressed("coach:uebungen:teil", f"{team}/titel", "u1.1")
    )
    alex.taps("Veröffentlichen").taps("Ja, veröffentlichen")


def _make_versions(town: Workshop) -> None:
    alex, robin = town.alex, town.robin
    town.opens(robin).taps("Von deinem Team").taps("Der Preis").taps("Neue Version").taps("Titel")
    robin.says("Zweiter Titel").edits("Anderer Titel")
    town.opens(alex).taps("Von deinem Team").taps("Der Preis").taps("Neue Version")
    alex.taps("Veröffentlichen").taps("Ja, veröffentlichen")
    town.opens(robin).taps("Entwürfe").taps("Anderer").taps("Veröffentlichen").taps("Ja, veröffentlichen")
    town.opens(alex).taps("Von deinem Team").taps("Der Preis").taps("Zurückziehen").taps("Ja, zurück")
    town.opens(alex).taps("Von deinem Team").taps("Der Preis")
    alex.meets(Told(town.team.actor, Filed("abcdefgh", Filing.FULL, "Noch eine <Übung>")))
    alex.meets(Told(town.team.actor, Filed("abcdefgh", Filing.GONE)))


def _send_files(town: Workshop) -> None:
    alex, purpose = town.alex, f"coach:uebungen/{town.team.actor}"
    unknown = b"\n".join(b"x%d = 1" % number for number in range(30))
    town.opens(alex).taps("Datei schicken").says("Hier").sends("a.pdf", b"x").sends("a.toml", b"x" * 300_000)
    alex.sends("a.toml", b" ").sends("<a>.toml", b"kind = 1").sends("a.toml", unknown)
    alex.sends("a.toml", f'kind = "eigen"\n{"x" * 300} = 1'.encode())
    alex.meets(Fetched(purpose, "a.toml", failure="fort")).sends("<a>.toml", FILE.encode())
    alex.taps("Verwerfen").taps("Ja, verwerfen").meets(Fetched(purpose, "a.toml", FILE.encode()))
    for number in range(20):
        text = FILE.replace("Aus der Datei", f"Aus Datei {number}")
        alex.meets(Fetched(purpose, "a.toml", text.encode()))


def first_key(coach: Visitor) -> str:
    """What the first button stands for, after the team."""
    return buttons(coach.effects)[0].argument.partition("/")[2]
