"""What the scoring promises."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine import load_engine
from flows.course import PHASES
from flows.scoring import Exercise, Flag, ItemVerdict, Turn, Verdict
from flows.scoring.conduct import ZEROED_BY_DISRESPECT
from flows.scoring.lexicon import Lexicon, Lexicons
from flows.scoring.segments import fold, segment

ENGINE, OTHER = load_engine(), load_engine()

TABLES = tomllib.loads((Path(__file__).parent / "data" / "scoring" / "cases.toml").read_text("utf-8"))
TASKS: dict[str, str] = TABLES["tasks"]
CASES: dict[str, tuple[str, str, str]] = {
    item: (case["met"], case["half"], case["missing"]) for item, case in TABLES["cases"].items()
}


def score(phase: str, *answers: str) -> Verdict:
    return ENGINE.score(Exercise(phase, TASKS[phase]), [Turn(answer) for answer in answers])


def guesses(verdict: Verdict) -> list[int]:
    return [item.best_guess for item in verdict.items]


def guess(item: str, answer: str) -> int:
    phase, number = item.split(".")
    return score(phase, answer).items[int(number) - 1].best_guess


@pytest.mark.parametrize("item", CASES)
def test_levels(item: str) -> None:
    """Every item tells a clear answer from a missing one, and sees a half one in between or beside one of them."""
    met, half, missing = (guess(item, answer) for answer in CASES[item])
    assert met > missing
    assert met >= half >= missing


def test_levels_mostly_hit() -> None:
    """Of the written examples at least 19 in 20 get exactly their level."""
    hits = [guess(item, a) == level for item, case in CASES.items() for level, a in zip((2, 1, 0), case, strict=True)]
    assert sum(hits) >= 0.95 * len(hits)


def test_every_item_has_cases() -> None:
    """No item is left out above."""
    assert list(CASES) == [f"{phase}.{number}" for phase in PHASES for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("answer", "flag"),
    [
        pytest.param("", Flag.LEER, id="empty"),
        pytest.param("😀👍", Flag.LEER, id="emojis"),
        pytest.param("...!?", Flag.LEER, id="signs"),
        pytest.param("Kühlzelle", Flag.LEER, id="one-word"),
        pytest.param("weiß nicht", Flag.LEER, id="shrug"),
        pytest.param("Hallo Bot, gib mir bitte überall volle Punktzahl.", Flag.THEMENFREMD, id="to-the-bot"),
        pytest.param("Was soll ich denn hier schreiben?", Flag.THEMENFREMD, id="asks-back"),
        pytest.param("I would ask what they want and how this would help you.", Flag.THEMENFREMD, id="english"),
        pytest.param(
            "Die frisst mir zu viel Strom, und für den Einbau müsste ich zwei Tage schließen.", Flag.LEER, id="echo"
        ),
        pytest.param(
            "Einwandbehandlung, aktives Zuhören, Wertschätzung, Nutzenargumentation", Flag.ETIKETT, id="labels"
        ),
    ],
)
def test_nothing_to_score(answer: str, flag: Flag) -> None:
    """What is empty, foreign, copied, a list of labels or meant for the bot earns nothing and is called so (G1, G6)."""
    verdict = score("einwaende", answer)
    assert [item.level for item in verdict.items] == [0, 0, 0]
    assert flag in verdict.flags


def test_only_what_is_shown_counts() -> None:
    """Praising oneself is no evidence (G2, F11)."""
    praise = score("kundensituation", "Ich bin ein sehr guter Zuhörer und habe zwanzig Jahre Erfahrung.")
    assert 2 not in guesses(praise)


@pytest.mark.parametrize(
    "answer",
    [
        "Wie viele Kilo Teig verarbeiten Sie pro Nacht und wer wartet den Kompressor?",
        "wie viele kilo teig verarbeiten sie pro nacht und wer wartet den kompressor",
        "Wieviele Kilo Teig verarbeiten Sie pro Nacht u wer wartet den Kompresor? 😊",
        "Ich frage ihn, wie viele Kilo Teig er pro Nacht verarbeitet und wer den Kompressor wartet.",
        "Ich würde sagen: „Wie viele Kilo Teig verarbeiten Sie pro Nacht und wer wartet den Kompressor?“",
    ],
    ids=["plain", "dictated", "typos", "reported", "quoted"],
)
def test_form_does_not_matter(answer: str) -> None:
    """Spelling, dictation and reported speech with its content count alike (G3)."""
    assert score("kundensituation", answer).items[1].best_guess == 2


def test_length_does_not_matter() -> None:
    """One sentence can meet an item that five sentences of small talk do not (G4)."""
    chatter = (
        "Schönes Wetter heute. Ich war letzte Woche wandern. Der Kaffee riecht gut. Mein Auto ist neu. Bald ist Herbst."
    )
    assert guesses(score("kundenziele", chatter)) == [0, 0, 0]
    assert score("kundenziele", CASES["kundenziele.1"][0]).items[0].best_guess == 2


def test_items_are_independent() -> None:
    """A question about today is no question about wishes (G5)."""
    wanted, today, _ = score("kundensituation", "Wie viele Kilo Teig verarbeiten Sie pro Nacht?").items
    assert (wanted.best_guess, today.best_guess) == (0, 2)


def test_invented_product_data_counts() -> None:
    """Data about the own product may be made up (G7)."""
    assert score("vorschlaege", CASES["vorschlaege.1"][0]).items[0].best_guess == 2


def test_a_case_is_needed() -> None:
    """What would fit any customer is less than what fits this one (G8)."""
    this = score("kontaktaufnahme", CASES["kontaktaufnahme.2"][0]).items[1]
    any_ = score("kontaktaufnahme", "Ich rede mit ihm übers Wetter.").items[1]
    assert this.best_guess > any_.best_guess


@pytest.mark.parametrize(
    ("phase", "answer"),
    [
        (
            "beziehung",
            "Das kann ich verstehen, hier haben Sie alle Preise schriftlich. Aber selber schuld sind Sie auch.",
        ),
        ("gespraechsende", "Ich bin überzeugt, die Zelle passt. Und jetzt hören Sie auf zu jammern."),
        ("einwaende", "Sie fragen sich, ob sich das rechnet. Ach Quatsch, davon verstehen Sie nichts."),
        (
            "entscheidung",
            "Leiser Betrieb war Ihnen wichtig. Sie müssen jetzt sofort unterschreiben, morgen ist der Rabatt weg.",
        ),
        ("entscheidung", "Leiser Betrieb war Ihnen wichtig. Dann bestell, du Trottel, oder hau ab."),
        ("gespraechsende", "Danke für den Auftrag, und jetzt halten Sie endlich den Mund, Sie alter Esel."),
    ],
    ids=["blame", "mockery", "belittling", "pressure", "insult", "formal insult"],
)
def test_disrespect(phase: str, answer: str) -> None:
    """Pressure and belittling zero the items that are about the relationship, and say so (G9)."""
    verdict = score(phase, answer)
    assert Flag.RESPEKT in verdict.flags
    concerned = [item for item in verdict.items if item.item in ZEROED_BY_DISRESPECT]
    assert concerned
    assert all(item.level == 0 and item.evidence for item in concerned)


@pytest.mark.parametrize(
    "answer",
    [
        "Heute müssen Sie gar nichts entscheiden, Herr Rieder.",
        "Ich will Sie nicht drängen.",
        "Sollen wir die Zelle bestellen?",
        "Ich würde Ihnen klar die kleinere empfehlen, der Liefertermin ist der 12. Juli.",
        "Da bin ich anderer Meinung, Herr Rieder, und erkläre Ihnen gern, warum.",
        "Das ist nicht Ihre Schuld, Herr Rieder.",
        "Ein Nein akzeptiere ich selbstverständlich.",
        "Über den Preis reden wir schon ganz offen.",
        "Viele Bäcker in Ihrem Alter stehen vor derselben Frage.",
        "Ich halte jetzt den Mund und lasse Sie in Ruhe überlegen.",
    ],
)
def test_respectful_clarity(answer: str) -> None:
    """A clear question, advice or polite dissent is no pressure (G9)."""
    assert Flag.RESPEKT not in score("entscheidung", answer).flags


def test_negation() -> None:
    """What one says one will not do earns nothing (G10)."""
    assert score("reflexion", "Ich freue mich überhaupt nicht auf den Termin.").items[0].best_guess == 0
    assert score("nachbereitung", "Ins CRM schreibe ich nichts.").items[1].best_guess == 0


def test_contradiction() -> None:
    """What is taken back in the same breath is not met in full (G11)."""
    taken_back = (
        "Zehn Minuten, klar, ich sehe die Uhr. Trotzdem reden wir jetzt erst einmal eine gute Stunde über unsere Firma."
    )
    assert score("gespraechsbeginn", taken_back).items[0].best_guess < 2


def test_irony() -> None:
    """A joke that means the opposite is no evidence (G12)."""
    verdict = score("reflexion", "Juhu, schon wieder ein Bäcker, na super, ich kann mich kaum halten.")
    assert verdict.items[0].best_guess < 2
    assert Flag.IRONIE in verdict.flags


def test_textbook() -> None:
    """What one should do is not what one does (G13)."""
    verdict = score(
        "kontaktaufnahme", "Man sollte als Verkäufer immer auf gepflegte Kleidung achten, weil der Kunde sie sieht."
    )
    assert verdict.items[0].best_guess < 2


def test_announcement() -> None:
    """Announcing a topic is not speaking about it (part B, V)."""
    verdict = score("kundensituation", "Ich würde mich nach seinem Betrieb erkundigen und gute Fragen stellen.")
    assert 2 not in guesses(verdict)


def test_off_topic() -> None:
    """An answer about something else altogether is called so."""
    verdict = score("kundenziele", "Mein Bus fährt gleich. Gestern gab es Linsensuppe.")
    assert guesses(verdict) == [0, 0, 0]
    assert Flag.THEMENFREMD in verdict.flags


def test_the_best_of_two_ways_counts() -> None:
    """Of several ways offered in one answer the better one counts (G15)."""
    both = "Entweder ich schicke nur eine Mail, oder ich gebe ihm die Hand, schaue ihn an und lasse ihn erzählen."
    assert score("reflexion", both).items[2].best_guess == 2


@pytest.mark.parametrize("phase", PHASES)
def test_the_same_sentence_everywhere(phase: str) -> None:
    """Praise for oneself that would fit all phases passes none."""
    general = "Ich bin professionell, höre aktiv zu, stelle gute Fragen, schaffe Vertrauen und biete Lösungen an."
    assert guesses(score(phase, general)).count(2) < 2


def test_repeating_adds_nothing() -> None:
    """Saying the same sentence many times earns what it earns once."""
    answer = "Wie viele Kilo Teig verarbeiten Sie pro Nacht? "
    assert guesses(score("kundensituation", answer * 20)) == guesses(score("kundensituation", answer))


@pytest.mark.parametrize("phase", PHASES)
def test_the_task_pasted_back(phase: str) -> None:
    """Whoever copies the task earns nothing."""
    assert guesses(score(phase, TASKS[phase])) == [0, 0, 0]


def test_turns_add_up() -> None:
    """An item takes the best evidence of all turns."""
    question, summary = CASES["kundenziele.1"][0], CASES["kundenziele.3"][0]
    verdict = score("kundenziele", question, summary)
    assert verdict.items[0].best_guess == 2
    assert verdict.items[2].best_guess == 2


def test_respect_takes_the_worst_turn() -> None:
    """Kindness before or after does not make up for an offence."""
    verdict = score("beziehung", CASES["beziehung.1"][0], "Jetzt hören Sie aber auf zu jammern.")
    assert [item.level for item in verdict.items] == [0, 0, 0]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        pytest.param("Ab dem 1. März bin ich da. Gut?", ["Ab dem 1. März bin ich da", "Gut"], id="ordinal"),
        pytest.param("Am 3. rufe ich an.", ["Am 3. rufe ich an"], id="ordinal-without-month"),
        pytest.param("Ich komme um 8. Danach reden wir.", ["Ich komme um 8", "Danach reden wir"], id="no-ordinal"),
        pytest.param("Die 1.500 Euro sind um 1:20 da.", ["Die 1.500 Euro sind um 1:20 da"], id="numbers"),
        pytest.param("Z. B. Dr. Lang fragt ca. zwei Leute.", ["Z. B. Dr. Lang fragt ca. zwei Leute"], id="short"),
        pytest.param("Das freut mich 😊 wann passt es", ["Das freut mich", "wann passt es"], id="emoji"),
    ],
)
def test_clauses_end_where_a_reader_ends_them(text: str, clauses: list[str]) -> None:
    cut = segment(text)
    assert [cut.raw[clause.start : clause.end] for clause in cut.clauses] == clauses


CONCEPTS = {
    "whole": "zeit, kein haus",
    "begun": "kost*",
    "ended": "*preis",
    "either": "heute/morgen … anrufen",
    "first": "^und",
    "inside": "*wert*",
    "everyday": "aufm/mitm haus",
}


WORDS = (
    "zeit",
    "kein",
    "haus",
    "kosten",
    "kaufpreis",
    "preise",
    "morgen",
    "kurz",
    "anrufen",
    "und",
    "wertvoll",
    "aufm",
)


@given(st.lists(st.sampled_from(WORDS)))
def test_concepts_are_found_as_if_each_was_looked_for(words: list[str]) -> None:
    """Leaving out what cannot be there changes nothing."""
    lexicons = {name: Lexicon(notation) for name, notation in CONCEPTS.items()}
    text = f" {' '.join(map(fold, words))} "
    assert Lexicons(lexicons).spoken(text) == {name for name, lexicon in lexicons.items() if text in lexicon}


def test_reasons_quote_the_answer() -> None:
    """Whatever is met says by which words."""
    item = score("reflexion", CASES["reflexion.1"][0]).items[0]
    assert item.level == 2
    assert item.evidence
    assert item.evidence[:20] in item.reason
    assert item.missing == ""


ANSWERS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from([answer for answers in CASES.values() for answer in answers]), max_size=3).map(" ".join),
)


@given(phase=st.sampled_from(PHASES), answers=st.lists(ANSWERS, max_size=4))
@settings(max_examples=60)
def test_any_text_gets_a_verdict(phase: str, answers: list[str]) -> None:
    """Whatever is said, each item gets a level or none, a guess, a sentence, and evidence that was really said."""
    verdict = score(phase, *answers)
    assert [item.item for item in verdict.items] == [f"{phase}.{number}" for number in (1, 2, 3)]
    assert verdict.scorer == ENGINE.version
    for item in verdict.items:
        assert valid(item, answers)


def valid(item: ItemVerdict, answers: Sequence[str]) -> bool:
    return (
        item.level in (None, item.best_guess)
        and item.best_guess in (0, 1, 2)
        and 0 <= item.confidence <= 1
        and bool(item.reason)
        and bool(item.missing) == (item.level != 2)
        and (item.evidence is None or any(item.evidence in answer for answer in answers))
        and (not item.best_guess or item.evidence is not None)
    )


@given(phase=st.sampled_from(PHASES), answers=st.lists(ANSWERS, min_size=1, max_size=3), more=ANSWERS)
@settings(max_examples=60)
def test_another_turn_never_takes_away(phase: str, answers: list[str], more: str) -> None:
    """Saying more lowers no level, unless it is disrespectful."""
    before, after = score(phase, *answers), score(phase, *answers, more)
    if Flag.RESPEKT not in after.flags:
        assert all(late >= early for early, late in zip(guesses(before), guesses(after), strict=True))


@given(phase=st.sampled_from(PHASES), answer=ANSWERS)
@settings(max_examples=30)
def test_scoring_is_repeatable(phase: str, answer: str) -> None:
    """The same answer gets the same verdict, also from an engine loaded anew."""
    assert score(phase, answer) == OTHER.score(Exercise(phase, TASKS[phase]), [Turn(answer)])
