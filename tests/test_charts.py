"""Pictures come out as PNGs of phone width for whatever a run can look like."""

import io
from collections.abc import Sequence

import pytest
from PIL import Image

from bot.charts import NARROWEST, STATES, Charts, _spread, _widths

MOOD = {"vertrauen": 4, "interesse": 5, "spannung": 3}
CALM = [MOOD, {"vertrauen": 10, "interesse": 10, "spannung": 10}]


def phases(count: int, *, skipped: bool = False) -> list[dict[str, object]]:
    levels = [] if skipped else [2, 1, None]
    return [
        {"title": f"Die {number}. Phase mit langem Namen", "levels": levels, "skipped": skipped}
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "skipped", "mood"),
    [(16, False, CALM), (1, False, [MOOD]), (16, True, CALM), (3, False, [])],
    ids=["whole process", "single phase, one mood", "all skipped", "no mood at all"],
)
def test_the_strip_is_drawn_for_any_course(count: int, skipped: bool, mood: list[dict[str, int]]) -> None:
    values = {"title": "T", "subtitle": "S", "customer": "C", "phases": phases(count, skipped=skipped), "mood": mood}
    picture = Image.open(io.BytesIO(Charts().draw("phasen", values)))
    assert (picture.format, picture.width) == ("PNG", 1080)


@pytest.mark.parametrize(("own", "customer"), [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.5, 0.5)])
def test_the_balance_shows_where_the_run_stands(own: float, customer: float) -> None:
    """The same place gives the same picture, another place another one."""
    charts = Charts()
    here = charts.draw("balance", {"own": own, "customer": customer})
    assert here == charts.draw("balance", {"own": own, "customer": customer})
    assert here != charts.draw("balance", {"own": 0.3, "customer": 0.7})


@pytest.mark.parametrize(
    ("count", "shares"),
    [(16, [0.0, 0.5, 1.0, None, 0.333, 0.75, 1.0]), (1, [None]), (3, [1.0])],
    ids=["all phases, many attempts", "not clear", "one attempt each"],
)
def test_progress_is_drawn_for_any_practice(count: int, shares: list[float | None]) -> None:
    """Only the latest attempts fit; an older one changes nothing."""
    rows = [{"title": f"Phase {number}", "shares": shares} for number in range(count)]
    values = {"from": "2026-02-12", "until": "2026-03-04", "phases": rows}
    png = Charts().draw("fortschritt", values)
    assert Image.open(io.BytesIO(png)).width == 1080
    older = [{**row, "shares": [*[0.1] * 6, *shares]} for row in rows]
    assert (Charts().draw("fortschritt", {**values, "phases": older}) == png) == (len(shares) >= 6)


def bar(row: str, now: str, then: str, actual: str | None = None) -> dict[str, object]:
    return {"row": row, "money": row != "kunden", "now": now, "then": then, "percent": "25.0" if actual else None,
            "actual": actual, "expected": actual}  # fmt: skip


@pytest.mark.parametrize(
    ("bars", "due"),
    [
        ([bar("kunden", "40", "50", "43"), bar("gesamt", "800000", "1000000.50", "1200000")], "2026-12-31"),
        ([bar("neu", "0", "0")], None),
        ([bar("kunden", "40", "0", "-5")], "2026-12-31"),
        ([bar(row, "9999999999999", "1") for row in ("umsatz", "neu", "gesamt", "schnitt")], None),
    ],
    ids=["beyond the target", "nothing at all", "down to none", "more than anybody earns"],
)
def test_a_goal_is_drawn_whatever_it_is(bars: list[dict[str, object]], due: str | None) -> None:
    picture = Image.open(io.BytesIO(Charts().draw("ziel", {"bars": bars, "currency": "EUR", "due": due})))
    assert (picture.format, picture.width) == ("PNG", 1080)


def part(grade: str, count: int, customers: str, revenue: str) -> dict[str, object]:
    return {"grade": grade, "count": count, "customers": customers, "revenue": revenue}


@pytest.mark.parametrize(
    ("curve", "parts"),
    [
        (((0, 0), (0.2, 0.7), (0.5, 0.9), (1, 1)),
         (part("A", 2, "20", "70"), part("B", 3, "30", "20"), part("C", 5, "50", "10"))),
        (((0, 0), (1, 1)), (part("A", 1, "100", "100"), part("B", 0, "0", "0"), part("C", 0, "0", "0"))),
        (((0, 0), (0.5, 1), (1, 1)), (part("A", 1, "50", "100"), part("C", 1, "50.1", "0"))),
    ],
    ids=["three classes", "one customer", "one who brings nothing"],
)  # fmt: skip
def test_the_classes_of_a_list_are_drawn(curve: object, parts: tuple[dict[str, object], ...]) -> None:
    """A class nobody is in takes no room."""
    picture = Image.open(io.BytesIO(Charts().draw("pareto", {"curve": curve, "parts": parts})))
    assert (picture.format, picture.width) == ("PNG", 1080)
    bare = [each for each in parts if each["count"]]
    assert picture.height == Image.open(io.BytesIO(Charts().draw("pareto", {"curve": curve, "parts": bare}))).height


@pytest.mark.parametrize("field", ["beide", "ueber", "unter", "keiner"])
def test_the_four_attitudes_are_drawn_with_one_of_them_marked(field: str) -> None:
    drawn = {each: Charts().draw("haltung", {"field": each}) for each in ("beide", "ueber", "unter", "keiner")}
    assert Image.open(io.BytesIO(drawn[field])).width == 1080
    assert len(set(drawn.values())) == 4


def test_a_chart_nobody_draws_is_an_error() -> None:
    with pytest.raises(KeyError):
        Charts().draw("torte", {})


@pytest.mark.parametrize(
    ("mood", "places"),
    [
        ((4, 7, 1), (4, 7, 1)),
        ((5, 5, 5), (5, 7, 9)),
        ((10, 10, 0), (8.2, 10.2, 0)),
        ((9, 10, 10), (6.2, 8.2, 10.2)),
    ],
    ids=["apart", "equal", "two at the top", "all at the top"],
)
def test_no_label_hides_another(mood: tuple[int, ...], places: tuple[float, ...]) -> None:
    """And who stands alone stays where the line ends."""
    ends = {name: float(end) for name, end in zip(MOOD, mood, strict=True)}
    assert _spread(ends, 2) == pytest.approx(dict(zip(MOOD, places, strict=True)))


def standing(title: str = "Den Preis nennen", due: str | None = None, **counts: int) -> dict[str, object]:
    return {"title": title, "due": due, "ended": False, "counts": counts}


@pytest.mark.parametrize(
    "assignments",
    [
        [standing(bestanden=5), standing(due="2026-12-04T23:59", offen=4, ueberfaellig=1)],
        [standing("x" * 200, None, **dict.fromkeys(STATES, 9999))],
        [standing()] * 10,
        [{**standing(bestanden=9_990, offen=1), "ended": True}],
    ],
    ids=["a small team", "everything at once", "nobody", "one of ten thousand"],
)
def test_a_team_is_drawn_whoever_is_where(assignments: list[dict[str, object]]) -> None:
    picture = Image.open(io.BytesIO(Charts().draw("team", {"title": "Vertrieb", "assignments": assignments})))
    assert (picture.format, picture.width) == ("PNG", 1080)


@pytest.mark.parametrize("counts", [(5,), (1, 1), (9_990, 1, 3), (1,) * 7, (200, 14, 1, 1, 1, 1, 1)])
def test_the_parts_of_a_bar_fill_it_and_hold_their_numbers(counts: Sequence[int]) -> None:
    """More people never get less room."""
    widths = _widths(counts, 6.48)
    assert sum(widths) == pytest.approx(6.48)
    assert min(widths) >= NARROWEST
    assert [width for _, width in sorted(zip(counts, widths, strict=True))] == sorted(widths)
