"""What the figures of `evaluate` mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.figures import Figures, Judged, calibration, compare, kappa, worst
from flows.course import PHASES
from flows.scoring import Flag
from tests.judged import Given, judged

levels = st.integers(0, 2)
items = st.builds(lambda label, guess, said: (label, guess, guess if said else None), levels, levels, st.booleans())
answers = st.builds(
    lambda items, task, phase: judged(*items, task=f"Aufgabe {task}", phase=phase),
    st.tuples(items, items, items),
    st.integers(1, 9),
    st.sampled_from(PHASES[:3]),
)


def overall(*answers: Judged) -> Figures:
    return compare(answers)[-1]


@pytest.mark.parametrize(
    ("labels", "levels", "expected"),
    [
        pytest.param([0, 1, 2], [0, 1, 2], 1.0, id="same"),
        pytest.param([0, 2], [2, 0], -1.0, id="opposite"),
        pytest.param([0, 0, 2, 2], [0, 2, 0, 2], 0.0, id="chance"),
        pytest.param([0, 1, 2, 2], [0, 1, 2, 1], 0.8, id="one-off"),
        pytest.param([1, 1], [1, 1], None, id="no-variety"),
        pytest.param([], [], None, id="nothing"),
    ],
)
def test_kappa(labels: list[int], levels: list[int], expected: float | None) -> None:
    """Kappa weighs a miss by two levels four times as heavily as one by one level."""
    assert kappa(labels, levels) == (expected if expected is None else pytest.approx(expected))


def test_shares() -> None:
    """False praise is counted among decided items only; exactness counts best guesses."""
    row = overall(judged((0, 2, 2), (0, 2, None), (1, 1, 1)))
    assert row.false_praise == pytest.approx(1 / 2)
    assert row.decided == pytest.approx(2 / 3)
    assert row.unsure == pytest.approx(1 / 3)
    assert row.exact == pytest.approx(1 / 3)
    assert row.confusion == [[0, 0, 1, 1], [0, 1, 0, 0], [0, 0, 0, 0]]


def test_what_is_left_open_is_forced_only_once() -> None:
    """One kappa takes best guesses everywhere, the other looks at decided items alone."""
    row = overall(judged((0, 0, 0), (2, 2, 2), (0, 2, None)))
    assert row.kappa == pytest.approx(kappa([0, 2, 0], [0, 2, 2]))
    assert row.decided_kappa == pytest.approx(1)


def test_rows_follow_the_process() -> None:
    """Phases and items in their order, whatever that of the answers; all items once more in the last row."""
    rows = compare([judged(phase="bindung"), judged(phase="reflexion"), judged(phase="bindung")])
    assert [(row.phase, row.answers) for row in rows] == [("reflexion", 1), ("bindung", 2), ("gesamt", 3)]
    assert list(rows[1].items) == ["bindung.1", "bindung.2", "bindung.3"]
    assert [row.answers for row in rows[2].items.values()] == [1, 1, 1, 2, 2, 2]


@given(st.lists(answers, max_size=30))
def test_parts_add_up(answers: list[Judged]) -> None:
    """Every item stands in one cell of its phase and in one of the whole."""
    *rows, whole = compare(answers)
    assert sum(map(sum, whole.confusion)) == 3 * len(answers)
    assert whole.confusion == [
        [sum(row.confusion[label][column] for row in rows) for column in range(4)] for label in range(3)
    ]


@given(st.lists(answers, max_size=30))
def test_intervals(answers: list[Judged]) -> None:
    """They lie within what kappa can be, low end first, and the same answers have the same one."""
    first, again = overall(*answers), overall(*answers)
    assert first.interval == again.interval
    for low, high in filter(None, (first.interval, first.decided_interval)):
        assert -1 <= low <= high <= 1


def test_intervals_draw_tasks() -> None:
    """A hundred answers to two tasks say little about others; to many tasks they do, and the more the narrower."""
    wrong, right = ((0, 2, 2), (2, 0, 0), (1, 1, 1)), ((0, 0, 0), (2, 2, 2), (1, 1, 1))
    few, some, many = (
        overall(*(judged(*(wrong if task % 3 else right), task=f"{task}") for n in range(100) for task in [n % tasks]))
        for tasks in (2, 10, 100)
    )
    assert few.interval is None
    assert some.interval is not None
    assert many.interval is not None
    assert some.interval[1] - some.interval[0] > 2 * (many.interval[1] - many.interval[0])
    assert some.interval[0] < (some.kappa or 0) < some.interval[1]


@pytest.mark.parametrize(
    ("pairs", "recall", "precision"),
    [
        pytest.param([(True, True), (True, False), (False, False)], 1 / 2, 1.0, id="overlooked"),
        pytest.param([(True, True), (False, True), (False, True), (False, True)], 1.0, 1 / 4, id="rash"),
        pytest.param([(False, False)], None, None, id="none-there"),
        pytest.param([(True, False)], 0.0, None, id="none-found"),
        pytest.param([(None, True), (True, True)], 1.0, 1.0, id="unlabelled-left-out"),
    ],
)
def test_respect(pairs: list[tuple[bool | None, bool]], recall: float | None, precision: float | None) -> None:
    """Recall is of what humans see, precision of what the scoring sees."""
    found = overall(*(judged(respekt=human, flags=(Flag.RESPEKT,) * flag) for human, flag in pairs)).respekt
    assert found is not None
    assert (found.recall, found.precision) == (recall, precision)


def test_respect_nobody_looked_for() -> None:
    """Without the label there is no figure."""
    assert overall(judged(flags=(Flag.RESPEKT,))).respekt is None


def test_calibration() -> None:
    """Confidence is put into tenths, full confidence into the last; what came true is the share of right guesses."""
    tenths = calibration(
        [
            judged((0, 0, 0), (0, 1, None), (2, 2, 2), confidence=(0.3, 0.39, 1.0)),
            judged((0, 2, 2), (1, 1, 1), (1, 1, 1), confidence=(0.99, 0.9, 0.95)),
        ]
    )
    assert [(tenth.low, tenth.items) for tenth in tenths] == [(0.3, 2), (0.9, 4)]
    assert [tenth.true for tenth in tenths] == [pytest.approx(1 / 2), pytest.approx(3 / 4)]
    assert [tenth.said for tenth in tenths] == [pytest.approx(0.345), pytest.approx(0.96)]


def test_the_worst_come_first() -> None:
    """Two levels before one, said before not said, confident before not; one miss of each answer."""
    given: dict[str, tuple[Given, float]] = {
        "one level": ((1, 2, 2), 0.9),
        "two, left open": ((0, 2, None), 0.8),
        "two, hardly sure": ((2, 0, 0), 0.6),
        "two, very sure": ((0, 2, 2), 0.9),
        "right": ((2, 2, 2), 1.0),
    }
    answers = [
        judged(item, (1, 2, 2), answer=name, confidence=(sure, 0.5, 0.5)) for name, (item, sure) in given.items()
    ]
    answers.append(judged(answer="flawless"))
    misses = worst(answers, 4)
    assert [miss.line.answer for miss in misses] == [
        "two, very sure",
        "two, hardly sure",
        "two, left open",
        "one level",
    ]
    assert [miss.item.item for miss in misses] == ["kundensituation.1"] * 4
    assert [miss.line.answer for miss in worst(answers, 9)][4:] == ["right"]
