"""People in teams, for the samples: between them everything about belonging is said."""

from collections.abc import Iterator

from flows.events import Blocked, Pressed
from tests.town import Town
from tests.visitor import Visitor


def teams() -> Iterator[Visitor]:
    """One leads, one helps, some come and go."""
    town = Town()
    alex, kim, robin = town.person(1, "Alex <b>"), town.person(2, "Kim"), town.person(3, "")
    alex.commands("team").commands("coach").taps("Team gründen").says("x" * 41).says("Vertrieb & Nord")
    for kind, number in (
        ("Trainees", "Für 10"),
        ("Coaches", "Für eine"),
        ("Gruppe", "Für eine"),
        ("Trainees", "Für eine"),
    ):
        alex.commands("coach").taps("Vertrieb").taps("Einladen").taps(kind).taps(number)
    trainees, coaches, group, _ = alex.links
    kim.commands("start", trainees).taps("Wer sieht was").commands("team").taps("Vertrieb").taps("Team verlassen")
    robin.commands("start", coaches).taps("Team leiten")
    town.group(-100, group)
    alex.commands("coach").taps("Vertrieb").taps("Einladen").taps("Link 1")
    town.person(9, "Toni").commands("start", trainees)
    kim.meets(Blocked())
    robin.commands("coach").taps("Vertrieb").taps("Mitglieder").taps("Kim")
    robin.taps("Ja, heraus").taps("Zum Team").taps("Mitglieder").commands("team").taps("Vertrieb")
    kim.meets(Pressed("coach:team", town.team.actor))
    for who in range(20, 40):
        town.person(who, f"Mensch {who}")
    alex.commands("coach").taps("Vertrieb").taps("Einladen").taps("Trainees").taps("Für 50")
    for who in range(20, 40):
        town.dwellers[f"person:{who}"].commands("start", alex.links[-1])
    alex.commands("coach").taps("Vertrieb").taps("Mitglieder").taps("Nächste Seite").taps("‹ Vorige").taps("Ohne")
    for _ in range(2):  # a double tap
        alex.handles(Pressed("coach:mitglieder:fort", f"{town.team.actor}/person:3"))
    town.deliver()
    for _ in range(51):
        alex.meets(Pressed("coach:einladen:neu", f"{town.team.actor}/trainee/1"))
    alex.commands("team").taps("Vertrieb").taps("Team verlassen").taps("Ja, verlassen")
    yield from town.dwellers.values()
    yield from _lasting()


def _lasting() -> Iterator[Visitor]:
    """A team that goes on, with two coaches, a trainee and a link that is still good."""
    town = Town()
    alex, kim, robin = town.person(1, "Alexandra Berg"), town.person(2, "Kim Lange"), town.person(3, "Robin Sommer")
    alex.commands("coach").taps("Team gründen").says("Vertrieb Mitte")
    for kind, number in (("Trainees", "Für 10"), ("Coaches", "Für eine")):
        alex.commands("coach").taps("Vertrieb").taps("Einladen").taps(kind).taps(number)
    kim.commands("start", alex.links[0]).commands("team").taps("Vertrieb").taps("Team verlassen")
    robin.commands("start", alex.links[1]).commands("coach").taps("Vertrieb").taps("Mitglieder").taps("Kim")
    alex.commands("coach").taps("Vertrieb").taps("Einladen")
    yield from town.dwellers.values()
