"""A coach who looks where everybody stands: for the samples."""

from collections.abc import Iterator

from flows.events import Blocked, Pressed
from tests.reviews import Office
from tests.visitor import Visitor


def overviews() -> Iterator[Visitor]:
    """One reminds, prolongs and ends; one has nothing to look at; one has more people than fit a page."""
    office = Office()
    alex = office.alex
    office.hands_in(office.kim, "2 2 0")
    alex.commands("coach").taps("Vertrieb").taps("Stand").taps("Den Preis").taps("Wer ist wo?").taps("Kim")
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

    empty = Office.__new__(Office)
    super(Office, empty).__init__()
    robin = empty.person(1, "Robin")
    robin.commands("coach").taps("Team gründen").says("Leer").taps("Zum Team").taps("Stand").commands("coach")
    yield robin.taps("Leer").taps("Nachricht").says("Hallo")
