"""A stage for the role-play: a small edition, an engine that reads levels off the answer, and a trainee to play with.

The answer "2 1 0" earns these levels, "?" is not clear, "frech" is an offence, "leer" is nothing at all; a field of the
dossier opens to a sentence with "Feld <name>?".
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

import msgspec

from bot.checker import load_checker
from bot.content import load_library
from flows.course import (
    DOSSIER_FIELDS,
    PHASES,
    VARIANTS,
    BalanceRules,
    ConductStep,
    Course,
    Customer,
    DecisionRule,
    DecisionScript,
    DossierEntry,
    DossierField,
    Ending,
    Item,
    Mode,
    MoodStep,
    Objection,
    Phase,
    PhaseScript,
    Replies,
    Rules,
    Says,
    Scenario,
    SecondDecision,
    SheetElement,
    Start,
    Temper,
    TemperRule,
    Track,
    Variant,
)
from flows.effects import Button, Edit, Effect, Picture, RecordAnswer, RecordRun, Remind, Say
from flows.events import Commanded, Edited, Event, Pressed, Said
from flows.library import Edition, Library
from flows.moment import Moment
from flows.reading import DECIDED
from flows.roleplay.roleplay import Roleplay
from flows.roleplay.run import Run
from flows.scoring import Exercise, Flag, Grading, ItemVerdict, Turn, Verdict, grading
from flows.scoring.matching import Inquiry
from flows.session import Person, Session

CHECKER = load_checker()
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class ReadingEngine:
    """Reads the levels off the answer."""

    version = "stage"

    def score(self, exercise: Exercise, turns: Sequence[Turn]) -> Verdict:
        """The best level of all turns; an offence takes the third item."""
        return _read([f"{exercise.phase}.{number}" for number in (1, 2, 3)], turns, self.version)

    def grader(
        self, task: str, items: Sequence[grading.Item], examples: Sequence[grading.Example], version: str
    ) -> Grading:
        """Reads the levels off the answer too, whatever the examples teach."""
        return ReadingGrader([item.id for item in items], f"{self.version}+{version}+{len(examples)}")


class ReadingGrader:
    """Reads as many levels off an answer as there are items."""

    def __init__(self, items: Sequence[str], version: str) -> None:
        self._items, self._version = items, version

    def grade(self, turns: Sequence[Turn]) -> Verdict:
        return _read(self._items, turns, self._version)


def _read(ids: Sequence[str], turns: Sequence[Turn], version: str) -> Verdict:
    read = [_levels(turn.answer, len(ids)) for turn in turns]
    flags = tuple(flag for flag, word in FLAGS.items() if any(word in turn.answer for turn in turns))
    items = []
    for number, id_ in enumerate(ids, 1):
        levels = [levels[number - 1] for levels in read]
        clear = [level for level in levels if level is not None]
        level = max(clear) if clear else None
        if Flag.RESPEKT in flags and number == 3:
            level = 0
        items.append(
            ItemVerdict(
                item=id_,
                level=level,
                best_guess=level or 0,
                confidence=0.5 if level is None else 1.0,
                evidence=turns[-1].answer if level else None,
                reason=f"Grund {number}",
                missing="" if level == 2 else f"Es fehlt {number}",
            )
        )
    return Verdict(tuple(items), flags, version)


FLAGS = {Flag.RESPEKT: "frech", Flag.LEER: "leer"}


def _levels(answer: str, count: int) -> list[int | None]:
    read: list[int | None] = [
        None if word == "?" else int(word) for word in answer.split() if word in ("0", "1", "2", "?")
    ]
    return [*read, *[0] * count][:count]


# --- the edition -----------------------------------------------------------------------------------------------

TALK = PHASES[3:12]
OWN = {"vorbereitung.1", "gespraechsbeginn.2", "vorschlaege.1", "vorschlaege.2", "entscheidung.1", "entscheidung.3"}
OTHERS = {
    "beziehung.1",
    "beziehung.2",
    "beziehung.3",
    "kundensituation.1",
    "einwaende.2",
    "einwaende.3",
    "entscheidung.2",
}


def phase(id_: str) -> Phase:
    return Phase(
        id=id_,
        number=PHASES.index(id_) + 1,
        title=f"Phase {id_}",
        short=id_[:18],
        mode=Mode.TALK if id_ in TALK else Mode.DESCRIPTION,
        private=id_ == "reflexion",
        introduction=f"Darum geht es in {id_}.",
        items=tuple(
            Item(
                id=f"{id_}.{number}",
                title=f"Punkt {number}",
                explanation=f"Erklärung {number}",
                hint=f"Hinweis {number}",
                track=(Track.FEELING, Track.FACT, Track.BOTH)[number - 1],
                own=f"{id_}.{number}" in OWN,
                customer=f"{id_}.{number}" in OTHERS,
            )
            for number in (1, 2, 3)
        ),
    )


def wordings(name: str) -> tuple[str, ...]:
    return tuple(f"{name} {letter}" for letter in "ABC")


def says(name: str) -> Says:
    return Says(*(wordings(f"{name} {temper}") for temper in Temper))


def replies(name: str) -> Replies:
    return Replies(*(wordings(f"{name} {quality}") for quality in ("gut", "mittel", "schlecht")))


def script(id_: str) -> PhaseScript:
    talk = id_ in TALK
    return PhaseScript(
        task=f"Aufgabe {id_}",
        model_answer=f"Muster {id_}",
        says=says(id_) if talk and id_ != "einwaende" else None,
        replies=replies(id_) if talk else None,
        variants={
            key: Variant(f"Aufgabe {id_} {key}", f"Muster {id_} {key}", says(f"{id_} {key}"), replies(f"{id_} {key}"))
            if talk
            else Variant(f"Aufgabe {id_} {key}", f"Muster {id_} {key}")
            for key in VARIANTS.get(id_, ())
        },
    )


def scenario(difficulty: str = "mittel", id_: str = "brandt") -> Scenario:
    return Scenario(
        id=id_,
        title="Die neue Presse",
        industry="Druckerei",
        teaser="Ein Teaser.",
        difficulty=difficulty,
        customer=Customer(
            name="Herr Brandt",
            genitive="Herrn Brandts",
            dative="Herrn Brandt",
            accusative="Herrn Brandt",
            full_name="Uwe Brandt",
            gender="m",
            role="Inhaber",
            company="Druckerei Brandt",
            symbol="🖨️",
            portrait="Ein Porträt.",
        ),
        seller="Du verkaufst Pressen.",
        palette=wordings("Angebot"),
        motives=("Ruhe", "Sicherheit"),
        dossier={
            field: DossierEntry(
                fact=f"Tatsache {field}",
                reveals=wordings(f"Enthüllt {field}"),
                opens=(f"Feld {field}?",),
                trust=7 if field == "hindernisse" else 0,
                evades=wordings(f"Ausweichend {field}"),
            )
            for field in DOSSIER_FIELDS
        },
        objections=tuple(
            Objection(id=f"einwand{hardness}", about="Geld", hardness=hardness, says=says(f"Einwand {hardness}"))
            for hardness in (1, 2, 3)
        ),
        phases={id_: script(id_) for id_ in PHASES},
        decision=DecisionScript(
            kauft=wordings("Entschluss kauft"),
            bedenkzeit=wordings("Entschluss bedenkzeit"),
            lehnt_ab=wordings("Entschluss lehnt_ab"),
            bricht_ab=wordings("Entschluss bricht_ab"),
            zweiter_anlauf=SecondDecision(*(wordings(f"Später {ending}") for ending in DECIDED)),
        ),
        offended=wordings("Beleidigt"),
        puzzled=wordings("Ratlos"),
        again=wordings("Noch einmal"),
    )


RULES = Rules(
    start={"leicht": Start(6, 5, 2), "mittel": Start(5, 4, 4), "schwer": Start(3, 3, 6)},
    max_step=3,
    mood=(
        MoodStep("*", 2, vertrauen=1, interesse=1),
        MoodStep("*", 0, interesse=-1),
        MoodStep("einwaende", 0, spannung=1),
        MoodStep("beziehung.1", 2, spannung=-2),
    ),
    conduct=(
        ConductStep("respekt", vertrauen=-3, spannung=3),
        ConductStep("feld_geoeffnet", vertrauen=1),
        ConductStep("uebersprungen", interesse=-1),
        ConductStep("ueberhoert", vertrauen=-1),
    ),
    temper=(TemperRule(Temper.WARM, vertrauen=7), TemperRule(Temper.NEUTRAL, vertrauen=4), TemperRule(Temper.COLD)),
    walk_out_spannung=10,
    walk_out_offences=2,
    decision=(
        DecisionRule(Ending.BUYS, "Alles da.", vertrauen=6, score=0.6, items={"entscheidung.3": 1, "vorschlaege.3": 1}),
        DecisionRule(Ending.ASKS_FOR_TIME, "Noch nicht ganz.", score=0.3),
        DecisionRule(Ending.DECLINES, "Zu wenig."),
    ),
    balance=BalanceRules(discount=0.2, no_impulse=0.3, offence=0.2, offended_at_most=0.4),
)

COURSES = (
    Course(
        id="komplett",
        title="Komplett",
        description="Alles.",
        road=PHASES[:10],
        after={
            Ending.BUYS: PHASES[10:],
            Ending.ASKS_FOR_TIME: ("gespraechsende", "nachbereitung", "unterstuetzung", "entscheidung"),
            Ending.DECLINES: ("gespraechsende", "nachbereitung"),
        },
        after_second=("zusatzgeschaeft", "belohnung"),
    ),
    Course(
        id="kurz",
        title="Kurz",
        description="Zwei Phasen.",
        road=("beziehung", "entscheidung"),
        after={
            Ending.BUYS: ("gespraechsende",),
            Ending.ASKS_FOR_TIME: ("gespraechsende", "entscheidung"),
            Ending.DECLINES: ("gespraechsende",),
        },
    ),
    Course(
        id="kompakt",
        title="Kompakt",
        description="Mit Zettel.",
        road=("vorbereitung", "kundensituation"),
        sheet=(SheetElement("ziele", "Ziele", "Was willst du?"), SheetElement("zeit", "Zeit", "Wie lange?")),
    ),
    Course(id="einzeln", title="Einzeln", description="Eine Phase.", road=PHASES, single=True),
)

INQUIRY = Inquiry(
    asking=(),
    tags=(),
    inviting=(),
    observing=(),
    verbs=(),
    unasked=(),
    common=("feld", "0", "1", "2"),
    cues={},
    weights={"": (0.0,) * 8},
)


def edition() -> Edition:
    return Edition(
        hash="0123456789abcdef",
        phases={id_: phase(id_) for id_ in PHASES},
        dossier={field: DossierField(field, f"Titel {field}", f"Frage {field}") for field in DOSSIER_FIELDS},
        inquiry=INQUIRY,
        rules=RULES,
        courses={course.id: course for course in COURSES},
        scenarios={each.id: each for each in (scenario(), scenario("schwer", "adler"))},
    )


def library() -> Library:
    return Library(ReadingEngine(), edition(), CHECKER)


@cache
def shipped() -> Library:
    """All that ships, read once, with scores read off the answers."""
    return load_library(ReadingEngine(), {})


@cache
def _roleplay_of_the_stage() -> Roleplay:
    """Rehearsed once: nothing that is played stays in it."""
    return Roleplay(library())


# --- the trainee -----------------------------------------------------------------------------------------------


class Trainee:
    """Somebody who plays, and remembers what the bot said."""

    def __init__(self, house: Library | None = None, seed: int = 1, roleplay: Roleplay | None = None) -> None:
        self.roleplay = roleplay or (Roleplay(house) if house else _roleplay_of_the_stage())
        self.session = Session(Person("Kim", NOON))
        self.now = NOON
        self.effects: list[Effect] = []
        self.story: list[Effect] = []
        self.unsent: frozenset[str] = frozenset()
        self._random = Random(seed)
        self._message = 0

    @property
    def run(self) -> Run:
        assert self.session.run is not None
        return self.session.run

    @property
    def moment(self) -> Moment:
        return Moment(self.now, Random(self._random.getrandbits(32)), self.unsent)

    def meets(self, event: Event) -> "Trainee":
        """The event is handled; the session survives the way through the store."""
        session, effects = self.roleplay.step(self.session, event, self.moment)
        self._take(session, effects)
        return self

    def begins(self, course: str = "kurz", customer: str = "brandt", phase: str = "") -> "Trainee":
        self._take(*self.roleplay.begin(self.session, self.moment, course, customer, phase))
        return self

    def says(self, text: str) -> "Trainee":
        self._message += 1
        return self.meets(Said(text, self._message))

    def edits(self, text: str, back: int = 0) -> "Trainee":
        """The latest message reads differently, or one `back` before it."""
        return self.meets(Edited(text, self._message - back))

    def taps(self, action: str, argument: str | None = None) -> "Trainee":
        """The newest button of that action."""
        for effect in reversed(self.story):
            for button in _buttons(effect):
                if button.action == action and argument in (None, button.argument):
                    return self.meets(Pressed(button.action, button.argument, button.mark))
        raise LookupError(f"there is no button {action!r}")

    def commands(self, name: str) -> "Trainee":
        return self.meets(Commanded(name))

    def waits(self, **span: float) -> "Trainee":
        self.now += timedelta(**span)
        return self

    def plays(self, *answers: str) -> "Trainee":
        """An answer for each station, then on."""
        for answer in answers:
            self.says(answer)
            if self.session.run is not None:
                self.taps("naechste")
        return self

    @property
    def heard(self) -> list[str]:
        """The templates said in the last step."""
        return [effect.template for effect in self.effects if isinstance(effect, Say | Edit | Picture)]

    @property
    def buttons(self) -> set[str]:
        """The actions offered in the last step."""
        return {button.action for effect in self.effects for button in _buttons(effect)}

    def said(self, template: str) -> dict[str, object]:
        """The values of the newest message made of `template`."""
        for effect in reversed(self.story):
            if isinstance(effect, Say | Edit) and effect.template == template:
                return dict(effect.values)
        raise LookupError(f"{template} was never said")

    @property
    def words(self) -> str:
        """What the customer said last."""
        return str(self.said("kunde")["words"])

    @property
    def answers(self) -> list[RecordAnswer]:
        return [effect for effect in self.story if isinstance(effect, RecordAnswer)]

    @property
    def runs(self) -> list[RecordRun]:
        return [effect for effect in self.story if isinstance(effect, RecordRun)]

    @property
    def reminders(self) -> list[Remind]:
        return [effect for effect in self.story if isinstance(effect, Remind)]

    def _take(self, session: Session, effects: list[Effect]) -> None:
        stored = msgspec.json.decode(msgspec.json.encode(session), type=Session)
        assert stored == session
        self.session, self.effects = stored, effects
        self.story += effects


def _buttons(effect: Effect) -> list[Button]:
    rows = effect.rows if isinstance(effect, Say | Edit | Picture) else ()
    return [button for row in rows for button in row]
