"""People with assignments, for the samples: between them everything about giving and handing in is said."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from flows.assignments.order import Order
from flows.effects import Keep
from flows.events import Pressed, Told
from flows.exercises.exercise import Exercise, Kind, ReflectionExercise, RoleplayExercise
from flows.library import Library
from flows.news import Ended, Extended, Given, Nudged, PlanDropped, Reviewed, ToTeam
from flows.teams.giving import MOST_RUNNING
from flows.teams.work import ASSIGNMENT, ORDER, Assignment, Correction, Status, Terms
from tests.stage import shipped
from tests.town import Dweller, Town
from tests.visitor import Visitor

LONG = "Das ist mir wirklich wichtig; " * 12 + "ehrlich & <gern>."
NOTE = "Nimm dir <Zeit> & lies die Lage zweimal."


def assigned() -> Iterator[Visitor]:
    """A coach gives everything there is, in every way; one trainee does it well, one not, one never, one at night."""
    house = shipped()
    yield from _day(house)
    yield from _full(house)
    yield from _night(house)


def _day(house: Library) -> Iterator[Visitor]:
    town, alex, kim, toni = _team(house)
    alex.commands("coach").taps("Nord & Süd").taps("Aufgabe geben").taps("Phasen").taps("Nächste Seite")
    _card(alex, kim)
    _plans(town, alex)
    for number, exercise in enumerate(_some(house)):
        terms = Terms("Europe/Berlin", town.now + timedelta(days=7), 0.6, number % 3 + 1, (3, 0, 3)[number % 3], NOTE)
        _tell(town, alex, Given(f"u{number:07}", exercise, terms))
        for person, answer in ((kim, "2 2 2 " + LONG), (toni, "0 1 ? " + LONG)):
            _do(person, f"u{number:07}", answer)
            if number % 2:
                person.meets(Pressed("aufgaben:wahl", f"u{number:07}"))
            person.meets(Pressed("aufgaben:abgeben", f"u{number:07}"))
    _review(town, kim, voice="note")
    _review(town, toni, voice="")
    kim.commands("aufgaben").taps("Nächste Seite").taps("‹ Vorige")
    _around(town, alex, toni, house)
    yield from town.dwellers.values()


def _some(house: Library) -> list[Exercise]:
    """Of every kind a few, and all that are chosen from or private."""
    everything = list(house.exercises.values())
    some = [each for kind in Kind for each in [each for each in everything if each.kind is kind][:3]]
    chosen = [each for each in everything if isinstance(each, ReflectionExercise) and each.choices]
    return [*some, *chosen[:1], *(each for each in everything if each.private)]


def _team(house: Library) -> tuple[Town, Dweller, Dweller, Dweller]:
    town = Town(house)
    alex, kim, toni = town.person(1, "Alex <b>"), town.person(2, "Kim"), town.person(3, "")
    alex.commands("coach").taps("Team gründen").says("Nord & Süd")
    alex.taps("Zum Team").taps("Aufgabe geben").taps("Nachdenken").taps("Sieben Dinge").taps("Geben …").taps("Für wen")
    alex.commands("coach").taps("Nord & Süd").taps("Einladen").taps("Trainees").taps("Für 10")
    for person in (kim, toni):
        person.commands("aufgaben").commands("start", alex.links[-1])
    return town, alex, kim, toni


def _card(alex: Dweller, kim: Dweller) -> None:
    """Every page of the card, with what cannot be understood."""
    alex.commands("coach").taps("Nord & Süd").taps("Aufgabe geben").taps("Eigene").taps("Den Preis").taps("Für wen")
    alex.taps("Kim").taps("Zurück").taps("Wann").says("bald").says("gestern").says("Mittwoch").taps("Mi, 11.")
    alex.taps("Wann").says("jeden Montag um acht").taps("Bis wann").says("hm").says("gestern").says("in vier Tagen")
    alex.taps("Bestanden ab").taps("100").taps("Versuche").taps("Min. 3").taps("Zurück")
    alex.taps("Wann").taps("Sofort").taps("Bis wann").taps("Ohne").taps("Nachricht").says("x" * 501).says(NOTE)
    alex.taps("Übung ansehen").taps("Geben …").taps("Noch nicht").taps("Für wen").taps("Alle").taps("Bis wann")
    alex.says("morgen um 12:30").taps("Versuche").taps("Beliebig").taps("Min. 1").taps("Zurück").taps("Geben …")
    alex.taps("Ja, geben").taps("Ja, geben")


def _plans(town: Town, alex: Dweller) -> None:
    for when in ("Jeden Fr", "Jeden Mi"):
        alex.commands("coach").taps("Nord & Süd").taps("Aufgabe geben").taps("Phasen").taps("Vor der Tür")
        alex.taps("Wann").taps(when).taps("Geben …").taps("Ja, geben")
    alex.commands("coach").taps("Nord & Süd").taps("Aufgabe geben").taps("Phasen").taps("Zu Besuch")
    alex.taps("Für wen").taps("Kim").taps("Zurück").taps("Wann").says("übermorgen um zehn").taps("Geben …").taps("Ja")
    alex.commands("coach").taps("Nord & Süd").taps("Aufgabe geben").taps("Geplantes").taps("Nummer 1").taps("Nummer 1")
    alex.meets(Pressed("coach:vergabe:plaene", town.team.actor)).taps("Nummer 2").meets(
        Pressed("coach:vergabe:liste", f"{town.team.actor}/quatsch/9")
    )
    _tell(town, alex, PlanDropped("zzzzzzzz"))
    for _ in range(3):
        alex.meets(Pressed("coach:vergabe:plaene", town.team.actor)).taps("Nummer 1 absagen")
        if not alex.meets(Pressed("coach:vergabe:plaene", town.team.actor)).said("vergabe_plaene")["plaene"]:
            break


def _do(person: Dweller, id_: str, answer: str) -> None:
    """As often as it takes before it can be handed in, and once more where that is possible."""
    for _ in range(3):
        kept = person.things(ORDER)[id_]
        person.meets(Pressed("aufgaben:los", id_))
        if isinstance(kept.exercise, RoleplayExercise):
            _play(person, answer)
            person.meets(Pressed("aufgaben:zeigen", id_))
        elif isinstance(kept.exercise, ReflectionExercise) and kept.exercise.choices:
            person.says("Bratkartoffeln").says("2" if "0" in answer else "1").edits("1")
        else:
            person.says("…").says(answer).edits(answer).says("und noch etwas")
    person.meets(Pressed("aufgaben:zeigen", id_))


def _play(person: Dweller, answer: str) -> None:
    while person.session.run is not None and person.session.run.assignment:
        person.says(answer)
        if person.session.run is not None and "Weiter" in person.labels:
            person.taps("Weiter")


def _review(town: Town, person: Dweller, voice: str) -> None:
    """Everything she handed in is seen by a coach, corrected in every way."""
    for number, (id_, each) in enumerate(person.things(ORDER).items()):
        assert isinstance(each, Order)
        if each.may_object:
            person.meets(Pressed("aufgaben:anders", id_)).says("…").says("x" * 1001)
            person.meets(Pressed("aufgaben:zeigen", id_)).meets(Pressed("aufgaben:anders", id_)).says("Doch.")
            person.meets(Pressed("aufgaben:zeigen", id_))
        pieces = each.handed_in.pieces if each.handed_in else ()
        words = tuple(
            Correction(at, item.id, (number + at) % 3, "So war es gemeint." if at % 2 else "")
            for at, piece in enumerate(pieces[:6])
            for item in piece.items[:2]
        )
        status = (Status.PASSED, Status.NOT_YET)[number % 2]
        news = Reviewed(id_, "Alex" if number % 3 else "", status, words, LONG if number % 2 else "", voice)
        person.meets(Told(each.team, news)).meets(Pressed("aufgaben:zeigen", id_))
        person.meets(Pressed("aufgaben:stimme", id_))


def _around(town: Town, alex: Dweller, toni: Dweller, house: Library) -> None:
    """Dates, reminders, ends, old and forged buttons."""
    exercise = next(iter(house.exercises.values()))
    played = next(each for each in house.exercises.values() if each.kind is Kind.ROLEPLAY)
    for id_, due in (("daaaaaaa", town.now + timedelta(days=3)), ("dbbbbbbb", None)):
        _tell(town, alex, Given(id_, exercise, Terms("Europe/Berlin", due, note=NOTE)))
        _tell(town, alex, Nudged(id_))
        _tell(town, alex, Nudged(id_))
    _tell(town, alex, Extended("daaaaaaa", town.now + timedelta(days=4, hours=1)))
    _tell(town, alex, Extended("daaaaaaa", town.now - timedelta(days=1)))
    town.waits(days=6)
    toni.commands("aufgaben").meets(Pressed("aufgaben:zeigen", "daaaaaaa")).taps("Anfangen").commands("weiter")
    toni.taps("Später").commands("aufgaben").meets(Pressed("aufgaben:zeigen", "zzz"))
    toni.meets(Pressed("aufgaben:nimm", "0", "b0"))
    _tell(town, alex, Given("dccccccc", played, Terms("Europe/Berlin")))
    toni.meets(Pressed("start", "einzeln/klavier/einwaende"))
    _tell(town, alex, Nudged("daaaaaaa"))
    _tell(town, alex, Given("dddddddd", exercise, Terms("Europe/Berlin", town.now + timedelta(hours=30))))
    toni.meets(Pressed("aufgaben:los", "dccccccc"))
    lost = toni.things(ORDER)["dccccccc"]
    toni._store(Keep(ORDER, "dccccccc", _without_course(lost)))
    toni.meets(Pressed("aufgaben:los", "dccccccc"))
    for id_ in ("daaaaaaa", "dbbbbbbb"):
        _tell(town, alex, Ended(id_))
        _tell(town, alex, Ended(id_))
        toni.meets(Pressed("aufgaben:zeigen", id_))
    _tell(town, alex, Given("deeeeeee", exercise, Terms("Europe/Berlin"), ("person:99",)))
    toni.commands("aufgaben")


def _without_course(order: object) -> Order:
    assert isinstance(order, Order)
    assert isinstance(order.exercise, RoleplayExercise)
    return replace(order, exercise=replace(order.exercise, course="gibt-es-nicht"))


def _full(house: Library) -> Iterator[Visitor]:
    """A team in which as much runs as can."""
    town, alex, kim, _ = _team(house)
    exercise = next(iter(house.exercises.values()))
    _card_of(alex, "Jeden Fr")
    _card_of(alex, "übermorgen um zehn")
    running = Assignment(exercise, Terms("Europe/Berlin"), "Alex", alex.actor, town.now)
    for number in range(MOST_RUNNING):
        town.team._store(Keep(ASSIGNMENT, f"f{number:07}", running))
    _tell(town, alex, Given("gzzzzzzz", exercise, Terms("Europe/Berlin")))
    alex.commands("coach").taps("Nord & Süd").taps("Aufgabe geben")
    town.waits(days=4)
    yield from (alex, kim)


def _card_of(alex: Dweller, when: str) -> None:
    alex.commands("coach").taps("Nord & Süd").taps("Aufgabe geben").taps("Phasen").taps("Vor der Tür").taps("Wann")
    (alex.taps if when.startswith("Jeden") else alex.says)(when)
    alex.taps("Geben …").taps("Ja, geben")


def _night(house: Library) -> Iterator[Visitor]:
    town, alex, kim, toni = _team(house)
    town.now = datetime(2026, 3, 5, 21, tzinfo=UTC)
    for number, exercise in enumerate(list(house.exercises.values())[:10]):
        terms = Terms("Europe/Berlin", town.now + timedelta(days=number + 1))
        _tell(town, alex, Given(f"n{number:07}", exercise, terms))
    _tell(town, alex, Ended("n0000000"))
    town.waits(hours=12)
    toni.commands("aufgaben")
    yield from (kim, toni)


def _tell(town: Town, coach: Dweller, news: ToTeam) -> None:
    town.team.meets(Told(coach.actor, news))  # type: ignore[arg-type]
