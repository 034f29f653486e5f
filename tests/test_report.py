"""The page on how far to trust the scores says what was measured, and stands alone."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.figures import Judged, compare
from bot.evaluation.page import (
    Lesson,
    Outcome,
    load_curve,
    load_phases,
    of_hundred,
    outcome,
    place,
    prozent_genau,
    render,
)
from flows.course import PHASES
from flows.scoring import Flag
from tests.judged import judged

PHASE_TABLE = load_phases()
CURVE = [Lesson(256, 0.39), Lesson(1216, 0.61)]
LEARNING = "Lernt es noch dazu?"


class Words(HTMLParser):
    """What can be read on a page, its tags and its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._parts: list[str] = []
        self.feed(page.partition("<body>")[2])

    @property
    def text(self) -> str:
        """All words, with single blanks."""
        return " ".join(" ".join(self._parts).split())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}

    def handle_data(self, data: str) -> None:
        self._parts.append(data)


def page(answers: Sequence[Judged], curve: Sequence[Lesson] = ()) -> str:
    return render(answers, compare(answers), PHASE_TABLE, curve)


def text(*answers: Judged, curve: Sequence[Lesson] = ()) -> str:
    return Words(page(answers, curve)).text


def test_the_answer_is_one_sentence() -> None:
    """A hundred ratings: the same, one level off, two levels off, left open."""
    same, near, far, left = (1, 1, 1), (1, 2, 2), (0, 2, 2), (1, 0, None)
    found = text(*[judged(same, same, same)] * 20, *[judged(same, near, near)] * 10, judged(far, left, left))
    assert (
        "Von 100 Bewertungen stimmen 75 genau mit denen eines Menschen überein, 22 liegen eine Stufe daneben,"
        " 1 liegt zwei Stufen daneben, und bei 2 sagt das Training „nicht eindeutig“." in found
    )


def test_every_item_has_its_name_and_its_figures() -> None:
    """All 48, under their phases, in the order of the process."""
    found = text(*(judged((0, 0, 0), (1, 1, None), (2, 1, 1), phase=phase) for phase in reversed(PHASES)))
    names = [
        name
        for id_ in PHASES
        for phase in [PHASE_TABLE[id_]]
        for name in (phase.title, *(i.title for i in phase.items))
    ]
    assert len(names) == 64
    assert re.search(".*".join(map(re.escape, names)), found)
    assert found.count("100 % dieselbe Stufe, 0 % eine daneben, 0 % zwei daneben, 0 % nicht eindeutig") == 16
    assert found.count("0 % dieselbe Stufe, 100 % eine daneben, 0 % zwei daneben, 0 % nicht eindeutig") == 16


def test_key_figures() -> None:
    """Kappa forced and decided with their intervals, what is decided, false praise, exactness, respect."""
    tasks = [
        judged(
            (0, 0, 0),
            (2, 2, 2),
            (0, 2, 2 if n == 3 else None),
            task=str(n),
            respekt=n < 4,
            flags=(Flag.RESPEKT,) * (n < 2),
        )
        for n in range(6)
    ]
    figures, found = compare(tasks)[-1], text(*tasks)
    assert figures.interval is not None
    for value in (figures.kappa, figures.decided_kappa, *figures.interval):
        assert f"{value:.2f}".replace(".", ",") in found
    for words in (
        "Entschieden 72 %",
        "Falsches Lob 7,7 %",
        "Genau dieselbe Stufe 67 %",
        "erkannt 2 von 4",
        "beanstandet 2 von 2",
    ):
        assert words in found


def test_respect_nobody_looked_for_is_left_out() -> None:
    """Without the label there is nothing to say."""
    assert "Respekt" not in text(judged())


def test_who_says_what() -> None:
    """A row for each level a human gave: counts and shares of what the scoring said."""
    found = text(judged((0, 0, 0), (0, 1, 1), (0, 2, None)), judged((0, 0, 0), (2, 0, 0), (1, 1, 1)))
    assert "noch nicht 2 50 % 1 25 % 0 0 % 1 25 % teilweise 0 0 % 1 100 % 0 0 % 0 0 %" in found


def test_calibration_is_shown_in_tenths() -> None:
    found = text(judged((0, 0, 0), (1, 1, 1), (0, 2, 2), confidence=(0.92, 0.94, 0.41)))
    assert "40 bis 50 % sicher 0 % richtig gesagt 41 %, 1 Bewertung " in found
    assert "90 bis 100 % sicher 100 % richtig gesagt 93 %, 2 Bewertungen" in found


def test_the_worst_answers_are_shown_in_full() -> None:
    """Task, answer, both levels, confidence and reason; twenty of them."""
    plain = [judged((1, 2, 2), answer=f"Nummer {n}.", confidence=(0.5, 0.5, 0.5)) for n in range(25)]
    found = text(*plain, judged((0, 2, 2), task="Herr Voss wartet.", answer="Kaufen Sie!", confidence=(0.9, 0.5, 0.5)))
    title = PHASE_TABLE["kundensituation"].items[0].title
    assert (
        f"{title} Herr Voss wartet. Kaufen Sie! Mensch: noch nicht . Training: erfüllt , zu 90 % sicher."
        " Begründung: So ist es." in found
    )
    assert len(re.findall("Begründung: ", found)) == 20
    assert found.index("Kaufen Sie!") < found.index("Nummer 0.")


def test_nothing_amiss_leaves_no_list_of_the_worst() -> None:
    assert "danebenliegt" not in text(judged())


def test_the_learning_curve_needs_one() -> None:
    """It is drawn where the training left it."""
    assert LEARNING not in text(judged())
    found = text(judged(), curve=CURVE)
    assert LEARNING in found
    assert "256 Antworten: 0,39; 1.216 Antworten: 0,61" in found


@given(st.lists(st.builds(Lesson, st.integers(0, 10**5), st.floats(-1, 1)), min_size=1, max_size=9))
def test_the_learning_curve_stays_in_its_frame(curve: list[Lesson]) -> None:
    """From left to right, higher where kappa is higher, nothing beyond the edges."""
    dots = place(curve)
    assert [dot.x for dot in dots] == sorted(dot.x for dot in dots)
    assert all(34 <= dot.x <= 318 and 18 <= dot.y <= 166 for dot in dots)
    for one in dots:
        assert all(one.y >= other.y for other in dots if one.lesson.kappa < other.lesson.kappa)


def test_the_shipped_curve_rises_to_the_right() -> None:
    """If the training left one, it was measured on more and more answers."""
    answers = [lesson.answers for lesson in load_curve()]
    assert answers == sorted(set(answers))


def test_no_answers_make_a_page_too() -> None:
    assert "noch keine Antwort, die ein Mensch bewertet hat" in text()


@pytest.mark.parametrize("answers", [1, 200])
def test_few_answers_are_called_few(answers: int) -> None:
    assert ("Das sind wenige Antworten" in text(*[judged()] * answers)) == (answers < 200)


def test_what_people_wrote_stays_text() -> None:
    """Tags in answer and task are shown, not obeyed."""
    answers = [judged((0, 2, 2), answer="<script>alert(1)</script>", task='"><img src=x onerror=y>')]
    found = Words(page(answers))
    assert {"script", "img"}.isdisjoint(found.tags)
    assert not any(name.startswith("on") for name in found.attributes)
    assert "<script>alert(1)</script>" in found.text


def test_nothing_is_fetched() -> None:
    """No picture, no font, no address; light and dark are both there."""
    html = page([judged((0, 2, 2))], CURVE)
    assert re.findall(r"src=|href=|url\(|@import|https?:", html) == []
    assert "prefers-color-scheme: dark" in html


@given(st.builds(Outcome, *[st.integers(0, 10**4)] * 4))
def test_of_a_hundred(counts: Outcome) -> None:
    """Whole numbers that add up, each less than one from the truth."""
    exact = (counts.same, counts.near, counts.far, counts.open)
    rounded = of_hundred(counts)
    whole = (rounded.same, rounded.near, rounded.far, rounded.open)
    total = sum(exact)
    assert sum(whole) == (100 if total else 0)
    assert all(abs(number - 100 * count / (total or 1)) < 1 for number, count in zip(whole, exact, strict=True))


def test_outcomes_count_what_was_said() -> None:
    """An item left open is open, however good the guess would have been."""
    row = compare([judged((0, 0, None), (0, 1, 1), (2, 0, 0)), judged((2, 2, 2), (1, 2, 2), (1, 1, 1))])[-1]
    assert outcome(row) == Outcome(same=2, near=2, far=1, open=1)


def test_small_shares_keep_a_digit() -> None:
    """Two percent is the limit; 1.5 and 2.4 are told apart."""
    assert [prozent_genau(0.015), prozent_genau(0.024)] == ["1,5\N{NO-BREAK SPACE}%", "2,4\N{NO-BREAK SPACE}%"]
