"""Pictures for the phone: cards with their own ground, legible in light and dark chats."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

GROUND = "#FBF7F0"
INK = "#22303C"
FAINT = "#8A8F94"
RULE = "#E4DDD1"
LEVELS = {
    2: ("#2F7D6B", "white", "✓"),
    1: ("#E9B44C", INK, "~"),
    0: ("#D96C5F", "white", "–"),
    None: ("#9A8FBF", "white", "?"),
}
HATCH = "#EDE7DC"
MOOD = {"vertrauen": "#2F7D6B", "interesse": "#3B6EA8", "spannung": "#D96C5F"}

WIDTH = 7.2  # inches; 150 dpi makes 1080 pixels, three to one on a phone of 360
DPI = 150


class Charts:
    """Draws pictures with the words of prompts/<language>/charts.toml."""

    def __init__(self, language: str = "de") -> None:
        self._words = tomllib.loads((resources.files("prompts") / language / "charts.toml").read_text("utf-8"))
        self._charts = {"phasen": _phasen, "balance": _balance}

    def draw(self, chart: str, values: Mapping[str, Any]) -> bytes:
        """The PNG of `chart` ("phasen", "balance"). Raises KeyError for an unknown chart."""
        figure = self._charts[chart](values, self._words)
        figure.set_facecolor(GROUND)
        png = BytesIO()
        FigureCanvasAgg(figure).print_figure(png, format="png")
        return png.getvalue()


Words = Mapping[str, Mapping[str, str]]


def _phasen(values: Mapping[str, Any], words: Words) -> Figure:
    rows: Sequence[Mapping[str, Any]] = values["phases"]
    moods: Sequence[Mapping[str, int]] = values["mood"]
    strip, course = 0.36 * len(rows) + 0.5, 2.9 if len(moods) > 1 else 0.0
    height = strip + course + 1.5
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    figure.text(0.06, 1 - 0.42 / height, values["title"], size=17, weight="bold", color=INK, va="center")
    figure.text(0.06, 1 - 0.78 / height, values["subtitle"], size=11.5, color=FAINT, va="center")
    _strip(figure.add_axes((0.06, (course + 0.5) / height, 0.88, strip / height)), rows, words["phasen"]["skipped"])
    if course:
        title = words["phasen"]["mood"].format(customer=values["customer"])
        figure.text(0.06, (course + 0.12) / height, title, size=12.5, color=INK, va="center")
        _mood(figure.add_axes((0.1, 0.62 / height, 0.63, (course - 0.85) / height)), moods, words["phasen"])
    _key(figure, 0.24 / height, words["levels"])
    return figure


def _strip(axes: Axes, rows: Sequence[Mapping[str, Any]], skipped: str) -> None:
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    axes.set_ylim(len(rows), -0.2)
    for line, row in enumerate(rows):
        axes.text(0, line + 0.5, row["title"], size=12.5, color=FAINT if row["skipped"] else INK, va="center")
        if row["skipped"]:
            axes.add_patch(_cell(6.55, line, 3.36, HATCH))
            axes.text(8.23, line + 0.5, skipped, size=11, color=FAINT, ha="center", va="center")
            continue
        for column, level in enumerate(row["levels"]):
            fill, ink, sign = LEVELS[level]
            left = 6.55 + column * 1.17
            axes.add_patch(_cell(left, line, 1.02, fill))
            axes.text(left + 0.51, line + 0.5, sign, size=13, weight="bold", color=ink, ha="center", va="center")


def _cell(left: float, line: int, width: float, fill: str) -> FancyBboxPatch:
    return FancyBboxPatch(
        (left, line + 0.12), width, 0.74, boxstyle="round,pad=0,rounding_size=0.14", facecolor=fill, edgecolor="none"
    )


def _mood(axes: Axes, moods: Sequence[Mapping[str, int]], words: Mapping[str, str]) -> None:
    steps = range(len(moods))
    axes.set_facecolor(GROUND)
    axes.set_ylim(-0.4, 10.4)
    axes.set_xlim(0, len(moods) - 1)
    axes.set_yticks((0, 5, 10))
    axes.set_xticks(())
    axes.tick_params(colors=FAINT, labelsize=10.5, length=0)
    axes.grid(axis="y", color=RULE, linewidth=1)
    for spine in axes.spines.values():
        spine.set_visible(False)
    ends = _spread({name: float(moods[-1][name]) for name in MOOD}, 1.35)
    for name, colour in MOOD.items():
        axes.plot(
            steps, [mood[name] for mood in moods], color=colour, linewidth=2.6, solid_capstyle="round", clip_on=False
        )
        axes.plot(steps[-1], moods[-1][name], "o", color=colour, markersize=7, clip_on=False)
        axes.annotate(
            f"{words[name]} {moods[-1][name]}",
            (len(moods) - 1, ends[name]),
            xytext=(12, 0),
            textcoords="offset points",
            size=12,
            color=colour,
            va="center",
            annotation_clip=False,
        )


def _spread(places: Mapping[str, float], apart: float) -> dict[str, float]:
    """Moves labels up just enough that no two stand closer than `apart`, then back below 10."""
    spread: dict[str, float] = {}
    below = -apart
    for name, place in sorted(places.items(), key=lambda entry: entry[1]):
        below = spread[name] = max(place, below + apart)
    over = max(0.0, below - 10.2)
    return {name: place - over for name, place in spread.items()}


def _key(figure: Figure, y: float, words: Mapping[str, str]) -> None:
    for number, level in enumerate(LEVELS):
        fill, ink, sign = LEVELS[level]
        x = 0.075 + (0, 0.2, 0.42, 0.65)[number]
        figure.text(x, y, sign, size=10.5, weight="bold", color=ink, ha="center", va="center", bbox=_badge(fill))
        figure.text(x + 0.03, y, words["open" if level is None else str(level)], size=11, color=INK, va="center")


def _badge(fill: str) -> dict[str, Any]:
    return {"boxstyle": "round,pad=0.3,rounding_size=0.3", "facecolor": fill, "edgecolor": "none"}


FIELDS = {
    (False, False): "both_lose",
    (True, False): "customer_loses",
    (False, True): "seller_loses",
    (True, True): "both_win",
}


def _balance(values: Mapping[str, Any], words: Words) -> Figure:
    figure = Figure(figsize=(WIDTH, WIDTH + 0.7), dpi=DPI)
    height = WIDTH + 0.7
    figure.text(0.06, 1 - 0.45 / height, words["balance"]["title"], size=17, weight="bold", color=INK, va="center")
    axes = figure.add_axes((0.12, 0.13, 0.82, 0.76))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_facecolor(GROUND)
    axes.set_xticks(())
    axes.set_yticks(())
    for spine in axes.spines.values():
        spine.set_visible(False)
    own, customer = float(values["own"]), float(values["customer"])
    here = (own >= 0.5, customer >= 0.5)
    for (right, upper), name in FIELDS.items():
        _field(axes, right, upper, words["balance"][name], (right, upper) == here)
    axes.plot(
        own,
        customer,
        "o",
        color=INK,
        markersize=22,
        markeredgecolor="white",
        markeredgewidth=3,
        clip_on=False,
        zorder=5,
    )
    axes.set_xlabel(words["balance"]["own"] + "  →", size=13, color=INK, labelpad=12)
    axes.set_ylabel(words["balance"]["customer"] + "  →", size=13, color=INK, labelpad=12)
    return figure


def _field(axes: Axes, right: bool, upper: bool, name: str, here: bool) -> None:
    gap = 0.01
    won = right and upper
    fill = ("#CFE5DD" if won else "#F3D9D3") if here else "#F1EBE0"
    box = FancyBboxPatch(
        (0.5 * right + gap, 0.5 * upper + gap),
        0.5 - 2 * gap,
        0.5 - 2 * gap,
        boxstyle="round,pad=0,rounding_size=0.03",
        fc=fill,
        ec="none",
    )
    axes.add_patch(box)
    y = 0.5 * upper + (0.455 if upper else 0.045)
    axes.text(
        0.5 * right + 0.25,
        y,
        name,
        size=12.5,
        weight="bold" if here else "normal",
        color=INK if here else FAINT,
        ha="center",
        va="center",
    )
