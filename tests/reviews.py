"""A team in which something was handed in: for dialogues about the review, and for the samples."""

from collections.abc import Iterator

from flows.course import Mode
from flows.effects import Keep
from flows.events import Pressed, Told, Unreadable
from flows.exercises.exercise import Item, OwnExercise, PhaseExercise, RoleplayExercise
from flows.exercises.judging import judge
from flows.news import Given, HandedIn, Objected, TeamNews
from flows.scoring import Turn
from flows.teams import texts
from flows.teams.team import new_id
from flows.teams.work import CARD, Piece, Submission, Terms
from tests.stage import library
from tests.town import Dweller, Town
from tests.visitor import Visitor

ITEMS = tuple(Item(f"preis.{number}", f"Punkt {number}", f"Was zu Punkt {number} gehört") for number in (1, 2, 3))
OWN = OwnExercise("preis234", "Den Preis <nennen>", "", "Herr Vogt fragt nach dem Preis.", ITEMS, "Er kostet 5 €.")
PHASE = PhaseExercise(
    "beginn",
    "Ein Anfang & mehr",
    "",
    "vorbereitung",
    "Vorbereitung",
    Mode.DESCRIPTION,
    tuple(Item(f"vorbereitung.{number}", f"Punkt {number}", f"Erklärung {number}") for number in (1, 2, 3)),
    "Morgen geht es zu Herrn Vogt.",
    "Ich schreibe auf, was ich weiß.",
)
PLAYED = RoleplayExercise(
    "spiel", "Ein Gespräch", "", "kurz", "brandt", "", "Kurz", "Herr Brandt", "", "mittel", "Herr Brandt wartet."
)
TOOLS = library().tools


class Office(Town):
    """Alex leads with Robin, Kim and Toni practise."""

    def __init__(self, exercise: OwnExercise | PhaseExercise | RoleplayExercise = OWN) -> None:
        super().__init__()
        self.exercise = exercise
        self.alex = self.person(1, "Alex")
        self.alex.commands("coach").taps("Team gründen").says("Vertrieb Nord")
        self.kim, self.toni = self.joined(2, "Kim"), self.joined(4, "Toni")
        self.robin = self.joined(3, "Robin", "Coaches", "Für eine Person")
        self.gives()

    def joined(self, number: int, name: str, kind: str = "Trainees", wish: str = "Für eine Person") -> Dweller:
        self.alex.commands("coach").taps("Vertrieb").taps("Einladen").taps(kind).taps(wish)
        return self.person(number, name).commands("start", self.alex.links[-1])  # type: ignore[return-value]

    def gives(self, id_: str = "aufgabe2", **terms: object) -> None:
        """Alex gives the exercise to everybody."""
        self.tells(self.alex, Given(id_, self.exercise, Terms("Europe/Berlin", **terms)))  # type: ignore[arg-type]
        self.given = id_

    def hands_in(self, person: Dweller, *answers: str, attempt: int = 1, to: str = "") -> None:
        """Each answer is a piece of its own, of which the stage's engine reads the levels."""
        pieces = tuple(self.piece(answer) for answer in answers)
        submission = Submission(attempt, self.now, pieces)
        self.tells(person, HandedIn(to or self.given, attempt, submission))

    def piece(self, answer: str) -> Piece:
        """An answer with what the engine says about it."""
        exercise = PHASE if isinstance(self.exercise, RoleplayExercise) else self.exercise
        turns = (Turn(answer, "Was kostet das?"),)
        return Piece(exercise.title, exercise.items, turns, judge(exercise, turns, (), TOOLS))

    def objects(self, person: Dweller, words: str = "Ich habe doch gefragt.") -> None:
        self.tells(person, Objected(self.given, words))

    def tells(self, person: Dweller, news: TeamNews) -> None:
        self.letters.append((self.team.actor, Told(person.actor, news)))
        self.deliver()


def reviews() -> Iterator[Visitor]:
    """Coaches who go through what was handed in; between them everything the review says is said."""
    yield from _in_turn().dwellers.values()
    yield from _alone().dwellers.values()


def _in_turn() -> Office:
    """Two coaches, objections, and all that comes between."""
    office = Office()
    alex, robin, kim, toni = office.alex, office.robin, office.kim, office.toni
    alex.commands("coach").taps("Vertrieb").taps("Durchsicht")
    office.hands_in(kim, "2 ? 0 Das <b> kostet wenig")
    alex.commands("coach").taps("Vertrieb").taps("Durchsicht").taps("Älteste")
    robin.commands("coach").taps("Vertrieb").taps("Durchsicht").taps("Älteste")
    robin.taps("Trotzdem").taps("Nächste").taps("Zur Durchsicht")
    alex.taps("Punkt 2").taps("🟡").commands("weiter").says("Fast & gut").taps("Punkt 3").taps("✅").says("x" * 501)
    alex.taps("Ohne Begründung").taps("Kommentar").commands("weiter").commands("hilfe").says("Weiter so <3")
    alex.taps("Kommentar").meets(Unreadable("voice", "v1")).taps("Kommentar").taps("Zurück")
    alex.meets(Pressed("coach:durchsicht:auf", office.team.actor)).taps("Zur offenen")
    alex.commands("coach").taps("Vertrieb").taps("Durchsicht").taps("Zur offenen").taps("Fertig").taps("Absenden")
    alex.taps("Zur Durchsicht").meets(Pressed("coach:durchsicht:fertig", office.team.actor, "d0"))
    office.objects(kim)
    robin.commands("coach").taps("Vertrieb").taps("Durchsicht").taps("Älteste").taps("Alles").taps("Absenden")
    robin.meets(Pressed("coach:durchsicht:auf", f"{office.team.actor}/{office.given}/2"))
    office.hands_in(toni, "0 0 0 leer frech")
    robin.commands("coach").taps("Vertrieb").taps("Durchsicht").taps("Älteste").taps("Zurücklegen").taps("Nächste")
    office.waits(minutes=31)
    alex.commands("coach").taps("Vertrieb").taps("Durchsicht").taps("Älteste")
    robin.taps("Alles")
    office.objects(toni)
    alex.taps("Alles")
    alex.taps("Nächste")
    robin.meets(Pressed("coach:durchsicht:auf", f"{office.team.actor}/{office.given}/4"))
    alex.taps("Alles").taps("Absenden")
    office.hands_in(toni, "0 1 0", attempt=2)
    alex.commands("coach").taps("Vertrieb").taps("Durchsicht").taps("Älteste")
    toni.commands("loeschen").taps("Sofort")
    alex.taps("Alles")
    for number in range(10):
        office.gives(new_id(office.team._random))
        office.hands_in(kim, f"{number % 2} 0 0")
    alex.commands("coach").taps("Vertrieb").taps("Durchsicht").taps("Nächste Seite").taps("‹ Vorige").taps("Den Preis")
    ((id_, card),) = list(office.team.things(CARD).items())[-1:]
    office.team._store(Keep(CARD, id_, texts.card(card), card.person))
    office.objects(kim)
    alex.meets(Pressed("coach:durchsicht:auf", f"{office.team.actor}/{card.assignment}/2"))
    return office


def _alone() -> Office:
    """A role-play in three pieces, by somebody without a name."""
    office = Office(PLAYED)
    nobody = office.joined(9, "")
    office.gives("spiel234")
    office.hands_in(nobody, "2 2 2", "? ? 1 Herr Brandt", "0 0 0")
    office.alex.commands("coach").taps("Vertrieb").taps("Durchsicht").taps("Älteste")
    office.alex.taps("Punkt 1").taps("❌").taps("Ohne").taps("‹ Teil").taps("Punkt 1").taps("✅")
    office.alex.says("Ja").taps("Kommentar").taps("Zurück").taps("Fertig").taps("Kommentar").says("Gut").taps("Fertig")
    office.alex.taps("Absenden")
    return office
