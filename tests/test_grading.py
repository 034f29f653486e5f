"""What grading after examples promises: from the wording alone to hundreds of graded answers."""

import json
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine import load_encoder, load_manual
from flows.scoring import Flag, Turn
from flows.scoring.grading import Example, Grader, Item, decided, fit
from flows.scoring.scale import level, vague

ENCODE = cache(load_encoder().encode)
SENTENCES = load_manual().sentences
PRICE = Item("preis", "Nennt einen Preis oder eine Preisspanne in Euro")
DATE = Item("termin", "Fragt nach dem gewünschten Liefertermin")
OFFERS = (
    ("Das kostet 300 Euro.", 1),
    ("Der Preis liegt zwischen 200 und 300 €.", 1),
    ("Für Sie sind das 450 Euro im Jahr.", 1),
    ("Rechnen Sie mit ungefähr achthundert Euro.", 1),
    ("Die Anlage gibt es ab 1.200 Euro.", 1),
    ("Guten Tag, wie geht es Ihnen?", 0),
    ("Ich melde mich morgen noch einmal bei Ihnen.", 0),
    ("Unsere Anlage läuft sehr leise.", 0),
    ("Welche Farbe hätten Sie gern?", 0),
    ("Darf ich Ihnen einen Kaffee anbieten?", 0),
)
SAF = Path(__file__).parent / "data" / "saf" / "answers.jsonl"


def fitted(items: Sequence[Item], *examples: Example) -> Grader:
    return fit(items, examples, ENCODE, SENTENCES, version="2.x")


def priced(times: int = 1) -> list[Example]:
    return [Example(answer, (grade,)) for answer, grade in OFFERS * times]


@pytest.mark.parametrize(
    ("grade", "expected"),
    [(0, 0), (0.24, 0), (0.25, 1), (0.5, 1), (0.75, 1), (0.76, 2), (1, 2)],
)
def test_grades_as_levels(grade: float, expected: int) -> None:
    """What is a quarter there is partly there, and what lacks a quarter is not all there."""
    assert level(grade) == expected


def test_answers_nobody_has_seen() -> None:
    """A few examples each way are enough to tell other answers of the same two kinds apart."""
    grader = fitted([PRICE], *priced())
    (dear,) = grader.grades("Sie bezahlen dafür 950 Euro.")
    (vain,) = grader.grades("Wir haben auch am Samstag geöffnet.")
    assert dear.score > 0.6 > 0.4 > vain.score


@pytest.mark.parametrize("size", [0, 1, 2, 10])
def test_likelier_with_the_wording(size: int) -> None:
    """However many examples there are, the answer that does what the item says gets the better grade."""
    grader = fitted([PRICE], *priced()[:size])
    (dear,), (vain,) = grader.grades("Der Preis beträgt 900 Euro."), grader.grades("Schönes Wetter heute.")
    assert dear.score > vain.score


def test_without_examples_most_is_left_open() -> None:
    """Wording alone says something, but decides little; without wording nothing is decided."""
    answers = [answer for answer, _ in OFFERS]
    levels = [decided(grade) for answer in answers for grade in fitted([PRICE, DATE, Item("frei")]).grades(answer)]
    assert levels.count(None) > len(levels) / 2
    assert levels[2::3] == [None] * len(answers)


def test_more_examples_decide_more() -> None:
    rows = [json.loads(line) for line in SAF.read_text("utf-8").splitlines()]
    rows = random.Random(1).sample([row for row in rows if row["question_id"] == "3"], 140)
    known, asked = rows[:100], rows[100:]
    errors, open_ = [], []
    for size in (0, 10, 100):
        grader = fitted([Item("3")], *(Example(row["answer"], (row["score"],)) for row in known[:size]))
        grades = [grader.grades(row["answer"])[0] for row in asked]
        errors.append(sum((grade.score - row["score"]) ** 2 for grade, row in zip(grades, asked, strict=True)))
        open_.append([decided(grade) for grade in grades].count(None))
    assert errors == sorted(errors, reverse=True)
    assert open_ == sorted(open_, reverse=True)


@pytest.mark.parametrize("grade", [0, 0.5, 1])
def test_the_same_answer_again(grade: float) -> None:
    """What somebody graded keeps its level, however it is written and whatever the other examples say."""
    grader = fitted([PRICE], *priced(), Example("Was darf es kosten?", (grade,)))
    assert decided(grader.grades("was  darf es KOSTEN?")[0]) == level(grade)


@pytest.mark.parametrize("answer", ["", "   ", "?!", "…\n", "🚲"])
def test_nothing_said(answer: str) -> None:
    """An answer without a word is worth nothing, and the trainee reads so."""
    verdict = fitted([PRICE, DATE]).grade([Turn(answer)])
    assert [item.level for item in verdict.items] == [0, 0]
    assert verdict.flags == (Flag.LEER,)
    assert verdict.items[0].evidence is None


def test_the_checklist_copied() -> None:
    """Repeating what is looked for earns nothing."""
    verdict = fitted([PRICE, DATE]).grade([Turn(f"{PRICE.wording}. {DATE.wording}.")])
    assert [item.level for item in verdict.items] == [0, 0]


def test_each_item_for_itself() -> None:
    """Items are learned apart, grades may be missing, and the evidence is the clause that shows the item."""
    dates = ["Bis wann brauchen Sie die Ware?", "Wann sollen wir liefern?", "Welcher Liefertermin passt Ihnen?"]
    examples = [Example(answer, (grade, 0 if grade else None)) for answer, grade in OFFERS]
    examples += [Example(answer, (0, 1)) for answer in dates]
    grader = fitted([PRICE, DATE], *examples)
    price, date = grader.grade([Turn("Das sind dann 640 Euro. Wann sollen wir sie liefern?")]).items
    assert (price.item, date.item) == ("preis", "termin")
    assert price.evidence == "Das sind dann 640 Euro"
    assert date.evidence == "Wann sollen wir sie liefern"


def test_the_best_of_all_turns() -> None:
    """A later turn takes nothing away."""
    grader = fitted([PRICE], *priced())
    (alone,) = grader.grade([Turn("Das kostet 700 Euro.")]).items
    (among,) = grader.grade([Turn("Guten Tag!"), Turn("Das kostet 700 Euro."), Turn("Bis bald.")]).items
    assert among.best_guess >= alone.best_guess


def test_sentences() -> None:
    """Reason and what is missing name the item in the coach's words; at level 2 nothing is missing."""
    grader = fitted([PRICE], *priced(), Example("Es kostet etwas.", (0.5,)))
    (met,) = grader.grade([Turn("Das kostet 300 Euro.")]).items
    assert (met.level, met.missing) == (2, "")
    assert "Das kostet 300 Euro" in met.reason
    (doubtful,) = fitted([PRICE]).grade([Turn("Das kostet.")]).items
    assert (doubtful.level, doubtful.evidence) == (None, None)
    assert f"{doubtful.reason} {doubtful.missing}".count(PRICE.wording) == 1
    for answer in ("Guten Tag, wie geht es Ihnen?", "Es kostet etwas."):
        (item,) = grader.grade([Turn(answer)]).items
        assert PRICE.wording in item.missing
        assert PRICE.wording in item.reason


def test_one_grade_per_item() -> None:
    with pytest.raises(ValueError, match="'Hallo' has 1 grades; expected 2"):
        fitted([PRICE, DATE], Example("Hallo", (1,)))


def test_version() -> None:
    """Another example makes another version; the same examples in another order do not."""
    one = fitted([PRICE], *priced())
    assert one.version == fitted([PRICE], *reversed(priced())).version
    assert one.version != fitted([PRICE], *priced()[1:]).version
    assert one.version.startswith("2.x+")


answers = st.text(max_size=60) | st.sampled_from([answer for answer, _ in OFFERS])
examples = st.lists(st.builds(lambda text, grade: Example(text, (grade,)), answers, st.floats(0, 1)), max_size=6)


@settings(max_examples=40)
@given(examples, answers, st.randoms(use_true_random=False))
def test_any_examples_and_any_answer(known: list[Example], answer: str, chance: random.Random) -> None:
    """A grade from 0 to 1, chances that add up to 1, words of the answer as evidence; whatever order examples have."""
    grader = fitted([PRICE], *known)
    (grade,) = grader.grades(answer)
    assert 0 <= grade.score <= 1
    assert sum(grade.chances) == pytest.approx(1)
    assert min(grade.chances) >= 0
    (item,) = grader.grade([Turn(answer)]).items
    assert item.evidence is None or item.evidence in answer
    assert (item.missing == "") == (item.best_guess == 2)
    shuffled = chance.sample(known, len(known))
    assert fitted([PRICE], *shuffled).grade([Turn(answer)]) == grader.grade([Turn(answer)])


@given(st.floats(0, 1))
def test_what_a_reading_alone_says(reading: float) -> None:
    """The likeliest level by itself is never sure enough to be wrong by two."""
    chances = vague(reading)
    assert sum(chances) == pytest.approx(1)
    assert min(chances) >= 0
