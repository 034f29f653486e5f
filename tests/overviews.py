"""A coach who looks where everybody stands: for the samples."""

from collections.abc import Iterator
from datetime import timedelta

from flows.events import Blocked, Expelled, Pressed, Told
from flows.news import ExercisePublished, Given
from flows.teams.work import Terms
from tests.reviews import OWN, Office
from tests.stage import shipped
from tests.visitor import Visitor


def overviews() -> Iterator[Visitor]:
    """One reminds, prolongs and ends; one has nothing to look at; one has more people than fit a page."""
    office = Office()
    alex = office.alex
    office.hands_in(office.kim, "2 2 0")
    alex.commands("coach").taps("Vertrieb").taps("Stand").taps("Den Preis").taps("Wer ist wo?").taps("Kim")
    alex.taps("Antwort ansehen").commands("abbrechen").commands("coach").taps("Vertrieb").taps("Stand")
    alex.taps("Den Preis").taps("Wer ist wo?").taps("Toni").taps("Mehr Zeit").taps("Zurück")
    alex.taps("Zurück").taps("Toni").taps("Jetzt erinnern").taps("Zum Team").taps("Stand").taps("Den Preis")
    alex.taps("1 erinnern").taps("Zum Team").taps("Stand").taps("Den Preis").taps("Mehr Zeit").taps("Einen Tag")
    alex.taps("Zum Team").taps("Stand").taps("Den Preis").taps("Mehr Zeit").taps("Zurück")
    office.waits(days=2)
    for number in range(20, 40):
        office.joined(number, f"Mensch {number}")
    office.gives("aufgabe3")
    alex.commands("coach").taps("Vertrieb").taps("Stand").taps("Den Preis").taps("Wer ist wo?").taps("Nächste")
    alex.taps("Zurück").taps("Alle Aufgaben").taps("Den Preis").taps("Beenden").taps("Zurück").taps("Beenden")
    alex.taps("Ja, beenden").meets(Pressed("coach:stand:ende", f"{office.team.actor}/aufgabe3"))
    for number in range(4, 14):
        office.gives(f"aufgaben{number}")
    alex.commands("coach").taps("Vertrieb").taps("Stand").taps("Nächste")
    yield from office.dwellers.values()

    office = Office()
    alex, kim = office.alex, office.kim
    alex.commands("coach").taps("Vertrieb").taps("Nachricht").says("x" * 1501).says(" ").says("Hallo <ihr>")
    office.toni.meets(Blocked())
    alex.says("Morgen um neun").taps("Ja, senden")
    kim.plays("kurz", "brandt", "2 2 2")
    for number in range(10):
        alex.commands("coach").taps("Vertrieb").taps("Nachricht").says(f"Nummer {number}").says("ja")
    kim.taps("Jetzt lesen").taps("Jetzt lesen")
    yield from office.dwellers.values()

    office = Office()
    alex = office.alex
    alex.commands("coach").taps("Vertrieb").taps("Team ändern").taps("Name").says("…").says("Süd & Co")
    alex.taps("Zum Team").taps("Team ändern").taps("Begrüßung").says("x" * 401).says("Schön, dass du da bist.")
    alex.taps("Zum Team").taps("Team ändern").taps("Begrüßung").says("keine")
    alex.taps("Zum Team").taps("Team ändern").taps("17:00 Uhr").taps("Zum Team").taps("Team ändern")
    office.hands_in(office.kim, "2 2 0")
    office.hands_in(office.toni, "2 ? 0")
    office.waits(days=1)
    alex.commands("coach").taps("Süd").taps("Team ändern").taps("Aus").taps("Zum Team").taps("Team ändern")
    alex.taps("Auflösen").taps("Zurück")
    yield from office.dwellers.values()

    yield from _at_work().dwellers.values()
    yield from _in_a_group()
    yield from _with_a_report()

    empty = Office.__new__(Office)
    super(Office, empty).__init__()
    robin = empty.person(1, "Robin")
    robin.commands("coach").taps("Team gründen").says("Leer").taps("Zum Team").taps("Stand").commands("coach")
    robin.meets(Pressed("coach:bericht", f"{empty.team.actor}/aufgabe9")).taps("Alle Aufgaben")
    robin.meets(Pressed("coach:bericht", empty.team.actor)).taps("Alles").taps("Anderer").taps("90 Tage")
    yield robin.taps("Leer").taps("Nachricht").says("Hallo")


def _at_work() -> Office:
    """A coach who leaves things unfinished, and in the end her team."""
    office = Office()
    alex, team = office.alex, office.team.actor
    office.tells(alex, ExercisePublished("uebung23", OWN))
    office.hands_in(office.kim, "0 0 0")
    alex.commands("coach").taps("Vertrieb").taps("Aufgabe geben").taps("Eigene").taps("Den Preis")
    alex.taps("Nachricht").says("Bis Freitag.").meets(Pressed("coach:nachricht", team)).taps("Dort weiter")
    alex.meets(Pressed("coach:nachricht", team)).taps("Verwerfen").says("Morgen").meets(Pressed("coach:uebungen", team))
    alex.taps("Neue Übung").taps("Verwerfen").commands("abbrechen").commands("coach").taps("Vertrieb")
    alex.taps("Durchsicht").taps("Älteste").taps("Punkt 2").taps("🟡").taps("Ohne Begr")
    alex.meets(Pressed("coach:nachricht", team)).taps("Verwerfen").commands("abbrechen")
    alex.commands("coach").taps("Vertrieb").taps("Team ändern").taps("Auflösen").taps("Ja, auflösen")
    return office


def _in_a_group() -> Iterator[Visitor]:
    """A team with a Telegram group, then another, then none."""
    town = Office.__new__(Office)
    house = shipped()
    super(Office, town).__init__(house)
    alex, kim = town.person(1, "Alex"), town.person(2, "Kim")
    alex.commands("coach").taps("Team gründen").says("Vertrieb").taps("Zum Team").taps("Gruppe")
    alex.commands("coach").taps("Vertrieb").taps("Einladen").taps("Trainees").taps("Für eine")
    kim.commands("start", alex.links[-1])
    for number in (-100, -200):
        alex.commands("coach").taps("Vertrieb").taps("Gruppe").taps(
            "Gruppe verbinden" if number == -100 else "Andere Gruppe"
        )
        alex.taps("Für eine")
        town.group(number, alex.links[-1], title="Die <Nordlichter>")
    page = alex.commands("coach").taps("Vertrieb").taps("Gruppe")
    page.taps(page.labels[0]).taps("Ja, stellen")
    for exercise in list(house.exercises.values())[:2]:
        for due in (None, town.now + timedelta(days=2)):
            given = Given(f"a{len(town.team.kept):07}", exercise, Terms("Europe/Berlin", due=due))
            alex.town.letters.append((town.team.actor, Told(alex.actor, given)))
            town.deliver()
    town.waits(days=7)
    alex.commands("coach").taps("Vertrieb").taps("Gruppe").taps("Gruppe trennen")
    alex.meets(Pressed("coach:gruppe:trennen", town.team.actor))
    alex.commands("coach").taps("Vertrieb").taps("Gruppe").taps("Gruppe verbinden").taps("Für eine")
    town.group(-100, alex.links[-1]).meets(Expelled())
    yield from town.dwellers.values()


def _with_a_report() -> Iterator[Visitor]:
    """A team that is weak in places, with names that a spreadsheet would reckon."""
    office = Office()
    alex = office.alex
    people = [office.kim, office.toni, *(office.joined(number, name) for number, name in ((5, "=1+1"), (6, "")))]
    office.gives("aufgabe3")
    alex.commands("coach").taps("Vertrieb").taps("Stand").taps("Bericht").taps("Schwache").taps("Zum Bericht")
    office.hands_in(office.kim, "2 1 0")
    alex.taps("Schwache").taps("Zum Bericht")
    for person, answer in zip(people, ("2 1 0", "2 ? 0", "2 1 1", "2 0 0"), strict=True):
        office.hands_in(person, answer)
    alex.taps("Anderer").taps("Alles").taps("Schwache").taps("Zum Bericht").taps("Excel").taps("CSV").taps(
        "Ausführlich: Excel"
    )
    alex.taps("Ausführlich: CSV").taps("Zum Bericht").taps("Zurück").taps("Den Preis").taps("Bericht").taps("Schwache")
    for number in range(4, 15):
        office.gives(f"aufgaben{number}")
    for person in people[:3]:
        office.hands_in(person, "2 2 2", to="aufgaben4")
    alex.commands("coach").taps("Vertrieb").taps("Stand").taps("Bericht").taps("Ausführlich: CSV")
    alex.taps("Zum Bericht").taps("Schwache")
    alex.meets(Pressed("coach:bericht:schwach", f"{office.team.actor}/aufgaben4"))
    office.joined(15, "Mensch")
    yield from office.dwellers.values()
