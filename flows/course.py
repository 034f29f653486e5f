"""Courses, phases, rules and scenarios: what a training is made of.

Everything here is read from TOML by `flows.reading`, which names every fault of a file; the classes are the
definition of the format (a key in the file is a field here).
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Mode(StrEnum):
    """How a phase is played: as talk with the customer, or as a description of what one does."""

    TALK = "rede"
    DESCRIPTION = "beschreibung"


class Track(StrEnum):
    """Which of the two tracks an item belongs to."""

    FEELING = "gefuehl"
    FACT = "sache"
    BOTH = "beides"


class Ending(StrEnum):
    """How the customer's part of a run ends."""

    BUYS = "kauft"
    ASKS_FOR_TIME = "bedenkzeit"
    DECLINES = "lehnt_ab"
    WALKS_OUT = "bricht_ab"


class Temper(StrEnum):
    """The customer's mood, coarsely: it chooses his wording."""

    COLD = "kalt"
    NEUTRAL = "neutral"
    WARM = "warm"


PHASES = (
    "reflexion",
    "vorbereitung",
    "kontaktaufnahme",
    "gespraechsbeginn",
    "beziehung",
    "kundensituation",
    "kundenziele",
    "vorschlaege",
    "einwaende",
    "entscheidung",
    "zusatzgeschaeft",
    "gespraechsende",
    "nachbereitung",
    "belohnung",
    "unterstuetzung",
    "bindung",
)
DIFFICULTIES = ("leicht", "mittel", "schwer")
SECOND_TRY = "zweiter_anlauf"
VARIANTS: Mapping[str, tuple[str, ...]] = {
    "entscheidung": (SECOND_TRY,),
    "gespraechsende": (Ending.ASKS_FOR_TIME, Ending.DECLINES),
    "nachbereitung": (Ending.ASKS_FOR_TIME, Ending.DECLINES),
    "unterstuetzung": (Ending.ASKS_FOR_TIME,),
}
"""Which phases are different after an ending other than buying; each scenario tells how."""

DOSSIER_FIELDS = ("strategie", "status", "entscheider", "beziehung", "bedarf", "verhaeltnis", "hindernisse")


# --- phases.toml -----------------------------------------------------------------------------------------------


class Item(Struct, frozen=True):
    """One checklist item. `id` is `<phase>.<1|2|3>`."""

    id: str
    title: str  # "Auf Signale achten", at most 32 characters
    explanation: str  # one sentence to the trainee (du): what earns "erfüllt"
    hint: str  # one sentence that helps without giving the answer away
    track: Track
    own: bool  # counts for the seller's own interest in the balance
    customer: bool  # counts for the customer's interest in the balance


class Phase(Struct, frozen=True):
    """One of the sixteen phases."""

    id: str
    number: int
    title: str  # "Einwände behandeln"
    short: str  # at most 18 characters, for buttons and pictures: "Einwände"
    mode: Mode
    private: bool  # feedback only for the trainee; never in pass, fail, mood or a coach's figure
    introduction: str  # one or two sentences: what this phase is about
    items: tuple[Item, ...]


# --- dossier.toml ----------------------------------------------------------------------------------------------


class DossierField(Struct, frozen=True):
    """One of the seven things to know about a customer, in general."""

    id: str
    title: str  # "Wer entscheidet"
    question: str  # what a seller wants to know, to the trainee


# --- courses/<id>.toml -----------------------------------------------------------------------------------------


class SheetElement(Struct, frozen=True):
    """One question of the planning sheet before a reduced process; answered freely, never scored."""

    id: str
    title: str
    question: str


class Course(Struct, frozen=True):
    """A selection and order of phases.

    `road` is played first. If it contains `entscheidung`, what follows depends on the customer: `after` gives the
    phases for `kauft`, `bedenkzeit` and `lehnt_ab`. An `entscheidung` inside `after["bedenkzeit"]` is the second
    try; `after_second` gives what follows when he buys then. Walking out leads straight to the review.
    """

    id: str
    title: str
    description: str
    road: tuple[str, ...]
    after: Mapping[Ending, tuple[str, ...]] = {}
    after_second: tuple[str, ...] = ()
    sheet: tuple[SheetElement, ...] = ()
    single: bool = False  # the trainee chooses one phase of `road` and plays only that


# --- rules.toml ------------------------------------------------------------------------------------------------


class MoodStep(Struct, frozen=True):
    """A row of the mood table: this `item` at this `level` moves the customer so much.

    `item` may also be a phase id (`einwaende`), meaning each of its items without a row of its own, or `*`.
    """

    item: str
    level: int
    vertrauen: int = 0
    interesse: int = 0
    spannung: int = 0


class ConductStep(Struct, frozen=True):
    """A row of the conduct table: a flag of the verdict, `feld_geoeffnet` (a field of the dossier opened), `rabatt`
    (a discount nobody asked for), `ueberhoert` (nothing of what the customer said was taken up) or `uebersprungen`.
    """

    conduct: str
    vertrauen: int = 0
    interesse: int = 0
    spannung: int = 0


class DecisionRule(Struct, frozen=True):
    """A row of the decision table, tried from the top; the first whose conditions all hold decides.

    `score` is the share of points in the talk phases so far, 0 to 1; `dossier` counts opened fields;
    `items` asks for at least these levels. `reason` is said in the review.
    """

    ending: Ending
    reason: str
    vertrauen: int = 0
    interesse: int = 0
    max_spannung: int = 10
    score: float = 0.0
    dossier: int = 0
    items: Mapping[str, int] = {}


class Start(Struct, frozen=True):
    """Where the customer's mood begins, 0 to 10 each."""

    vertrauen: int
    interesse: int
    spannung: int


class TemperRule(Struct, frozen=True):
    """A row of the temper table, tried from the top."""

    temper: Temper
    vertrauen: int = 0
    interesse: int = 0
    max_spannung: int = 10


class BalanceRules(Struct, frozen=True):
    """What is taken off in the balance of interests, as shares of an axis from 0 to 1.

    `discount` and `no_impulse` weigh on the seller's axis: a discount nobody asked for, a decision left to chance.
    `offence` weighs on the customer's, for each answer without respect; whoever gave one keeps at most
    `offended_at_most` there, whatever else went well.
    """

    discount: float
    no_impulse: float
    offence: float
    offended_at_most: float


class Rules(Struct, frozen=True):
    """How the customer reacts and decides. `start` is by difficulty: leicht, mittel, schwer."""

    start: Mapping[str, Start]
    max_step: int  # no answer moves one of the three values by more than this
    mood: tuple[MoodStep, ...]
    conduct: tuple[ConductStep, ...]
    temper: tuple[TemperRule, ...]
    walk_out_spannung: int  # at this tension the customer ends the talk
    walk_out_offences: int  # after so many answers with the flag `respekt` he ends it as well
    decision: tuple[DecisionRule, ...]
    balance: BalanceRules


# --- scenarios/<id>.toml ---------------------------------------------------------------------------------------


class Customer(Struct, frozen=True):
    """The simulated customer; the forms of the name are stored, never built."""

    name: str  # "Herr Brandt" (nominative, as the trainee addresses the customer)
    genitive: str  # "Herrn Brandts"
    dative: str  # "Herrn Brandt"
    accusative: str  # "Herrn Brandt"
    full_name: str  # "Uwe Brandt"
    gender: str  # "m" or "f": er/sie
    role: str
    company: str  # empty for a private customer
    symbol: str  # one emoji
    portrait: str  # two or three sentences the trainee knows from the start


class Says(Struct, frozen=True):
    """Wordings by temper, at least three each; one is drawn, never the same twice in a row."""

    kalt: tuple[str, ...]
    neutral: tuple[str, ...]
    warm: tuple[str, ...]


class Replies(Struct, frozen=True):
    """What the customer answers after a turn that went well, middling or badly; at least three wordings each."""

    gut: tuple[str, ...]
    mittel: tuple[str, ...]
    schlecht: tuple[str, ...]


class DossierEntry(Struct, frozen=True):
    """What is hidden in one field of the dossier.

    `fact` is told in the review (to the trainee, about the customer). `reveals` are the customer's own words when the
    field opens, two or three wordings. `opens` are sample questions and observations, at least five, that open
    it. Below `trust` the customer evades with one of `evades`.
    """

    fact: str
    reveals: tuple[str, ...]
    opens: tuple[str, ...]
    trust: int = 0
    evades: tuple[str, ...] = ()


class Objection(Struct, frozen=True):
    """An objection. Harder customers raise harder ones (3) first."""

    id: str
    about: str  # what it is really about, told in the review
    hardness: int
    says: Says


class Variant(Struct, frozen=True):
    """What is different about a phase after an ending other than buying."""

    task: str
    model_answer: str
    says: Says | None = None
    replies: Replies | None = None


class PhaseScript(Struct, frozen=True):
    """A phase in this scenario.

    `task` is told to the trainee (du) and is known to the scoring; in talk phases the customer then speaks
    (`says`; in `einwaende` the objections speak instead) and answers (`replies`). `model_answer` earns "erfüllt"
    for all three items. `variants` is keyed by ending (`bedenkzeit`, `lehnt_ab`) and, for the second try at
    `entscheidung`, by `zweiter_anlauf`.
    """

    task: str
    model_answer: str
    says: Says | None = None
    replies: Replies | None = None
    variants: Mapping[str, Variant] = {}


class SecondDecision(Struct, frozen=True):
    """The customer's words when he decides at the second try, having had his time; at least three wordings each."""

    kauft: tuple[str, ...]
    bedenkzeit: tuple[str, ...]
    lehnt_ab: tuple[str, ...]


class DecisionScript(Struct, frozen=True):
    """The customer's words when he decides, at least three wordings each."""

    kauft: tuple[str, ...]
    bedenkzeit: tuple[str, ...]
    lehnt_ab: tuple[str, ...]
    bricht_ab: tuple[str, ...]
    zweiter_anlauf: SecondDecision


class Scenario(Struct, frozen=True):
    """A customer and everything he can say and hide."""

    id: str
    title: str
    industry: str
    teaser: str  # two sentences on the choice screen
    difficulty: str  # leicht, mittel or schwer
    customer: Customer
    seller: str  # who the trainee is, what he sells: two or three sentences to the trainee
    palette: tuple[str, ...]  # further things the seller offers, one line each
    motives: tuple[str, ...]  # what the customer buys for in the end, a sentence each, told in the review
    dossier: Mapping[str, DossierEntry]  # keyed by DOSSIER_FIELDS
    objections: tuple[Objection, ...]
    phases: Mapping[str, PhaseScript]  # all sixteen
    decision: DecisionScript
    offended: tuple[str, ...]  # answers to an offence, at least three wordings
    puzzled: tuple[str, ...]  # answers to what makes no sense to him, at least three wordings
    again: tuple[str, ...]  # what he says before he tells something once more, at least three wordings
