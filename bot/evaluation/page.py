"""The figures as one HTML page for coaches, which needs nothing beside it."""

from collections.abc import Mapping, Sequence
from importlib.resources import files

import msgspec
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, StrictUndefined
from msgspec import Struct

from bot.content import load_files
from bot.evaluation.figures import OPEN, Agreement, Figures, Judged, calibration, worst
from bot.evaluation.lines import LEVELS
from bot.render import GERMAN, mehrzahl, prozent, zahl
from flows.course import Phase
from flows.reading import read_edition

WORST = 20
NAMES = ("noch nicht", "teilweise", "erfüllt", "nicht eindeutig")
WIDTH, HEIGHT = 340, 200  # of the learning curve, in its own units
LEFT, RIGHT, TOP, BOTTOM = 34, 22, 18, 34


class Lesson(Struct, frozen=True):
    """A point of the learning curve: what kappa so many labelled answers led to."""

    answers: int
    kappa: float


class Outcome(Struct, frozen=True):
    """How often decided levels are those of a human, one level off, two off, and how often none was said."""

    same: int
    near: int
    far: int
    open: int


class Dot(Struct, frozen=True):
    """A lesson with its place in the picture."""

    lesson: Lesson
    x: float
    y: float


def load_phases() -> Mapping[str, Phase]:
    """The phases as they are called in the training."""
    return read_edition(load_files()).phases


def load_curve() -> list[Lesson]:
    """The learning curve the training of the weights left, if it did."""
    file = files("flows.content") / "de" / "scoring" / "curve.json"
    return msgspec.json.decode(file.read_bytes(), type=list[Lesson]) if file.is_file() else []


def render(
    judged: Sequence[Judged], figures: Sequence[Figures], phases: Mapping[str, Phase], curve: Sequence[Lesson]
) -> str:
    """The whole page. `figures` are those of `judged`."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    functions = (outcome, of_hundred, kappa, span, prozent, prozent_genau, zahl, mehrzahl)
    environment.filters |= {function.__name__: function for function in functions}
    *rows, overall = figures
    template = environment.from_string(files("bot.evaluation").joinpath("page.html").read_text("utf-8"))
    return template.render(
        rows=rows,
        overall=overall,
        tasks=len({(line.phase, line.task) for line, _ in judged}),
        tenths=calibration(judged),
        misses=worst(judged, WORST),
        phases=phases,
        titles={f"{phase.id}.{n}": item.title for phase in phases.values() for n, item in enumerate(phase.items, 1)},
        dots=place(curve),
        scorer=judged[0][1].scorer if judged else "",
        names=NAMES,
        frame={"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "foot": HEIGHT - BOTTOM},
        heights=[(value / 10, _height(value / 10)) for value in range(0, 11, 2)],
    )


def outcome(agreement: Agreement) -> Outcome:
    """What became of the items."""
    counts = [0] * LEVELS
    for label, row in enumerate(agreement.confusion):
        for level, count in enumerate(row[:OPEN]):
            counts[abs(label - level)] += count
    same, near, far = counts
    return Outcome(same, near, far, sum(row[OPEN] for row in agreement.confusion))


def of_hundred(outcome: Outcome) -> Outcome:
    """The same as whole numbers out of a hundred; the largest remainders are rounded up."""
    counts = msgspec.structs.astuple(outcome)
    total = sum(counts) or 1
    shares = [100 * count // total for count in counts]
    last = sorted(range(len(counts)), key=lambda at: 100 * counts[at] % total, reverse=True)
    for at in last[: 100 - sum(shares)] if sum(counts) else ():
        shares[at] += 1
    return Outcome(*shares)


def kappa(value: float | None) -> str:
    """0,66, and a dash where there is none."""
    return "–" if value is None else format_decimal(value, "0.00", locale=GERMAN)


def span(interval: tuple[float, float] | None) -> str:
    """0,62 bis 0,70."""
    return "" if interval is None else f"{kappa(interval[0])} bis {kappa(interval[1])}"


def prozent_genau(share: float) -> str:
    """0.017 is 1,7 %."""
    return format_percent(share, "0.0\N{NO-BREAK SPACE}%", locale=GERMAN)


def place(curve: Sequence[Lesson]) -> list[Dot]:
    """The learning curve from left to right, beginning with no answers."""
    most = max((lesson.answers for lesson in curve), default=0) or 1
    width = WIDTH - LEFT - RIGHT
    return [
        Dot(lesson, round(LEFT + width * lesson.answers / most, 1), _height(lesson.kappa))
        for lesson in sorted(curve, key=lambda lesson: lesson.answers)
    ]


def _height(value: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(max(value, 0), 1)), 1)
