"""Pictures for the phone: cards with their own ground, legible in light and dark chats."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib import resources
from io import BytesIO
from itertools import pairwise
from math import inf
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle

from bot.render import datum, geld_kurz, prozentsatz, zahl

GROUND = "#F3ECE1"
INK = "#22303C"
FAINT = "#6F757A"
RULE = "#DCD3C4"
LEVELS = {
    2: ("#2F7D6B", "white", "✓"),
    1: ("#E9B44C", INK, "~"),
    0: ("#D96C5F", "white", "–"),
    None: ("#9A8FBF", "white", "?"),
}
HATCH = "#E5DCCD"
MOOD = {"vertrauen": "#2F7D6B", "interesse": "#3B6EA8", "spannung": "#D96C5F"}
HIGHEST_LABEL = 10.2

WIDTH = 7.2  # inches; 150 dpi makes 1080 pixels, three to one on a phone of 360
DPI = 150


class Charts:
    """Draws pictures with the words of prompts/<language>/charts.toml."""

    def __init__(self, language: str = "de") -> None:
        self._words = tomllib.loads((resources.files("prompts") / language / "charts.toml").read_text("utf-8"))
        self._charts = {
            "phasen": _phasen,
            "balance": _balance,
            "haltung": _haltung,
            "fortschritt": _fortschritt,
            "ziel": _ziel,
            "pareto": _pareto,
            "team": _team,
        }

    def draw(self, chart: str, values: Mapping[str, Any]) -> bytes:
        """The PNG of `chart` (a key of `_charts`). Raises KeyError for others."""
        png = BytesIO()
        with rc_context({"text.parse_math": False}):  # a name may hold dollars
            figure = self._charts[chart](values, self._words)
            figure.set_facecolor(GROUND)
            FigureCanvasAgg(figure).print_figure(png, format="png")
        return png.getvalue()


Words = Mapping[str, Mapping[str, str]]


def _phasen(values: Mapping[str, Any], words: Words) -> Figure:
    rows: Sequence[Mapping[str, Any]] = values["phases"]
    moods: Sequence[Mapping[str, int]] = values["mood"]
    strip, course = 0.44 * len(rows), 3.5 if len(moods) > 1 else 0.0
    height = 1.35 + strip + course + 1.2
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    figure.text(0.05, 1 - 0.42 / height, values["title"], size=24, weight="bold", color=INK, va="center")
    figure.text(0.05, 1 - 0.9 / height, values["subtitle"], size=16, color=FAINT, va="center")
    _strip(figure.add_axes((0.05, (course + 1.2) / height, 0.9, strip / height)), rows, words["phasen"]["skipped"])
    if course:
        title = words["phasen"]["mood"].format(customer=values["customer"])
        figure.text(0.05, (course + 0.75) / height, title, size=18, weight="bold", color=INK, va="center")
        _mood(figure.add_axes((0.09, 1.25 / height, 0.56, (course - 0.95) / height)), moods, words["phasen"])
    _key(figure, height, words["levels"])
    return figure


def _strip(axes: Axes, rows: Sequence[Mapping[str, Any]], skipped: str) -> None:
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    axes.set_ylim(len(rows), 0)
    for line, row in enumerate(rows):
        axes.text(0, line + 0.5, row["title"], size=18, color=FAINT if row["skipped"] else INK, va="center")
        if row["skipped"]:
            axes.add_patch(_cell(7.0, line, 3.0, HATCH))
            axes.text(8.5, line + 0.5, skipped, size=14, color=FAINT, ha="center", va="center")
            continue
        for column, level in enumerate(row["levels"]):
            fill, ink, sign = LEVELS[level]
            left = 7.0 + column * 1.03
            axes.add_patch(_cell(left, line, 0.94, fill))
            axes.text(left + 0.47, line + 0.5, sign, size=17, weight="bold", color=ink, ha="center", va="center")


def _cell(left: float, line: int, width: float, fill: str) -> FancyBboxPatch:
    return FancyBboxPatch(
        (left, line + 0.1), width, 0.8, boxstyle="round,pad=0,rounding_size=0.14", facecolor=fill, edgecolor="none"
    )


def _mood(axes: Axes, moods: Sequence[Mapping[str, int]], words: Mapping[str, str]) -> None:
    steps = range(len(moods))
    axes.set_facecolor(GROUND)
    axes.set_ylim(-0.4, 10.4)
    axes.set_xlim(0, len(moods) - 1)
    axes.set_yticks((0, 5, 10))
    axes.set_xticks(())
    axes.tick_params(colors=FAINT, labelsize=14, length=0)
    axes.grid(axis="y", color=RULE, linewidth=1)
    for spine in axes.spines.values():
        spine.set_visible(False)
    ends = _spread({name: float(moods[-1][name]) for name in MOOD}, 1.9)
    for name, colour in MOOD.items():
        axes.plot(
            steps, [mood[name] for mood in moods], color=colour, linewidth=3.2, solid_capstyle="round", clip_on=False
        )
        axes.plot(steps[-1], moods[-1][name], "o", color=colour, markersize=9, clip_on=False)
        axes.annotate(
            f"{words[name]} {moods[-1][name]}",
            (len(moods) - 1, ends[name]),
            xytext=(14, 0),
            textcoords="offset points",
            size=17,
            color=colour,
            va="center",
            annotation_clip=False,
        )


def _spread(places: Mapping[str, float], apart: float) -> dict[str, float]:
    """Moves labels just enough that no two stand closer than `apart` and none above the scale."""
    names = sorted(places, key=places.__getitem__)
    spread: dict[str, float] = {}
    below, above = -inf, HIGHEST_LABEL + apart
    for name in names:
        below = spread[name] = max(places[name], below + apart)
    for name in reversed(names):
        above = spread[name] = min(spread[name], above - apart)
    return spread


def _key(figure: Figure, height: float, words: Mapping[str, str]) -> None:
    axes = _canvas(figure, height)
    for number, level in enumerate(LEVELS):
        fill, ink, sign = LEVELS[level]
        left, y = LEFT + 3.2 * (number % 2), (0.76, 0.34)[number // 2]
        _swatch(axes, left, y, fill, words["open" if level is None else str(level)])
        axes.text(left + 0.15, y, sign, size=14, weight="bold", color=ink, ha="center", va="center")


COLUMNS = 6  # so many attempts fit beside the longest title


def _fortschritt(values: Mapping[str, Any], words: Words) -> Figure:
    """A row for each phase, a cell for each of its latest attempts; the newest stand in the column on the right."""
    rows: Sequence[Mapping[str, Any]] = values["phases"]
    strip = 0.5 * len(rows)
    height = 1.75 + strip + 1.1
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    own = words["fortschritt"]
    start, end = (datum(date.fromisoformat(values[name])) for name in ("from", "until"))
    span = start if start == end else own["span"].format(start=start, end=end)
    figure.text(0.05, 1 - 0.42 / height, own["title"], size=24, weight="bold", color=INK, va="center")
    figure.text(0.05, 1 - 0.9 / height, span, size=16, color=FAINT, va="center")
    figure.text(0.95, 1 - 1.5 / height, own["latest"], size=14, color=FAINT, va="center", ha="right")
    axes = figure.add_axes((0.05, 1.1 / height, 0.9, strip / height))
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    axes.set_ylim(len(rows), 0)
    for line, row in enumerate(rows):
        axes.text(0, line + 0.5, row["title"], size=18, color=INK, va="center")
        shares = row["shares"][-COLUMNS:]
        for column, share in enumerate(shares, COLUMNS - len(shares)):
            fill, ink, _ = LEVELS[_level(share)]
            left = 4.06 + column
            axes.add_patch(_cell(left, line, 0.94, fill))
            text = "?" if share is None else f"{100 * share:.0f}"
            axes.text(left + 0.47, line + 0.5, text, size=16, weight="bold", color=ink, ha="center", va="center")
    figure.text(0.05, 0.72 / height, own["key"], size=16, color=INK, va="center")
    figure.text(0.05, 0.3 / height, own["open"], size=16, color=FAINT, va="center")
    return figure


def _level(share: float | None) -> int | None:
    """The level whose colour a share of points has."""
    return None if share is None else 2 if share >= 0.75 else 1 if share >= 0.4 else 0


FIELDS = {
    (False, False): "both_lose",
    (True, False): "customer_loses",
    (False, True): "seller_loses",
    (True, True): "both_win",
}


def _balance(values: Mapping[str, Any], words: Words) -> Figure:
    figure = Figure(figsize=(WIDTH, WIDTH + 0.7), dpi=DPI)
    height = WIDTH + 0.7
    figure.text(0.06, 1 - 0.45 / height, words["balance"]["title"], size=24, weight="bold", color=INK, va="center")
    axes = figure.add_axes((0.12, 0.13, 0.82, 0.76))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_facecolor(GROUND)
    axes.set_xticks(())
    axes.set_yticks(())
    for spine in axes.spines.values():
        spine.set_visible(False)
    here = (values["own"] >= 0.5, values["customer"] >= 0.5)
    own, customer = _inside(values["own"]), _inside(values["customer"])
    for (right, upper), name in FIELDS.items():
        outer, inner = (0.94, 0.56) if upper else (0.06, 0.44)
        y = max(outer, inner, key=lambda place: abs(place - customer)) if (right, upper) == here else inner
        _field(axes, (right, upper), words["balance"][name], y, here=(right, upper) == here)
    axes.plot(
        own,
        customer,
        "o",
        color=INK,
        markersize=30,
        markeredgecolor=GROUND,
        markeredgewidth=3,
        clip_on=False,
        zorder=5,
    )
    axes.set_xlabel(words["balance"]["own"] + "  →", size=18, color=INK, labelpad=12)
    axes.set_ylabel(words["balance"]["customer"] + "  →", size=18, color=INK, labelpad=12)
    return figure


ATTITUDES = {"keiner": (False, False), "ueber": (True, False), "unter": (False, True), "beide": (True, True)}


def _haltung(values: Mapping[str, Any], words: Words) -> Figure:
    """The four positions: how I see myself from left to right, how I see the other from below up."""
    own, height = words["haltung"], WIDTH + 0.7
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    figure.text(0.06, 1 - 0.45 / height, own["title"], size=24, weight="bold", color=INK, va="center")
    axes = figure.add_axes((0.12, 0.13, 0.82, 0.76))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    for name, place in ATTITUDES.items():
        _field(axes, place, own[name], 0.5 * place[1] + 0.25, here=name == values["field"])
    for upper in (False, True):
        middle = 0.5 * upper + 0.25
        fit = "ok" if upper else "not_ok"
        axes.text(middle, -0.05, own[f"i_{fit}"], size=18, color=INK, ha="center", va="center")
        axes.text(-0.05, middle, own[f"you_{fit}"], size=18, color=INK, ha="center", va="center", rotation=90)
    return figure


def _inside(place: float) -> float:
    """Keeps the point clear of the edge."""
    return 0.06 + 0.88 * place


def _field(axes: Axes, place: tuple[bool, bool], name: str, y: float, *, here: bool) -> None:
    (right, upper), gap = place, 0.01
    won = right and upper
    fill = ("#BFDDD2" if won else "#EFC9C1") if here else "#E7DFD1"
    box = FancyBboxPatch(
        (0.5 * right + gap, 0.5 * upper + gap),
        0.5 - 2 * gap,
        0.5 - 2 * gap,
        boxstyle="round,pad=0,rounding_size=0.03",
        fc=fill,
        ec="none",
    )
    axes.add_patch(box)
    axes.text(
        0.5 * right + 0.25,
        y,
        name,
        size=16,
        weight="bold" if here else "normal",
        color=INK if here else FAINT,
        ha="center",
        va="center",
    )


WON, PRESENT, LINE = "#BFDDD2", "#2F7D6B", "#3B6EA8"
BLOCK = 1.42  # inches for each quantity
LEFT, RIGHT = 0.36, WIDTH - 0.36


def _ziel(values: Mapping[str, Any], words: Words) -> Figure:
    """A bar for each quantity, each to its own scale: today, what is to be won, and where one stands."""
    bars: Sequence[Mapping[str, Any]] = values["bars"]
    own = words["ziel"]
    stands = any(bar["actual"] is not None for bar in bars)
    height = 1.45 + BLOCK * len(bars) + (1.15 if stands else 0.7)
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    axes = _canvas(figure, height)
    due = own["open"] if values["due"] is None else own["due"].format(due=datum(date.fromisoformat(values["due"])))
    axes.text(LEFT, height - 0.42, own["title"], size=24, weight="bold", color=INK, va="center")
    axes.text(LEFT, height - 0.9, due, size=16, color=FAINT, va="center")
    for place, bar in enumerate(bars):
        _way(axes, height - 1.45 - BLOCK * place, bar, values["currency"], own, own["since" if stands else "today"])
    _swatch(axes, LEFT, 0.36, PRESENT, own["start" if stands else "now"])
    _swatch(axes, LEFT + 2.3, 0.36, WON, own["gain"])
    if stands:
        axes.plot(LEFT + 0.15, 0.82, "o", color=LINE, markersize=13)
        axes.text(LEFT + 0.45, 0.82, own["actual"], size=16, color=INK, va="center")
        axes.plot([LEFT + 2.45] * 2, [0.68, 0.96], color=INK, linewidth=3)
        axes.text(LEFT + 2.75, 0.82, own["expected"], size=16, color=INK, va="center")
    return figure


def _way(axes: Axes, top: float, bar: Mapping[str, Any], currency: str, own: Mapping[str, str], start: str) -> None:
    """One quantity between today and its target; what is to be less is hatched out of the bar."""
    figures = {name: Decimal(bar[name]) for name in ("now", "then", "actual", "expected") if bar[name] is not None}
    scale = (RIGHT - LEFT) / float(max(*figures.values(), Decimal(1)))
    now, then = (float(figures[name]) * scale for name in ("now", "then"))
    axes.text(LEFT, top, own[bar["row"]], size=18, weight="bold", color=INK, va="center")
    if bar["percent"] is not None:
        share = Decimal(bar["percent"])
        sign = "+" if share > 0 else "−" if share < 0 else "±"
        axes.text(RIGHT, top, sign + prozentsatz(abs(share)), size=18, color=INK, va="center", ha="right")
    y = top - 0.58
    _part(axes, LEFT, RIGHT - LEFT, y, HATCH)
    _part(axes, LEFT, max(now, then), y, WON if then >= now else "#D9C9B0")
    _part(axes, LEFT, min(now, then), y, PRESENT)
    if "expected" in figures:
        place = LEFT + float(figures["expected"]) * scale
        axes.plot([place] * 2, [y - 0.06, y + 0.38], color=INK, linewidth=3, solid_capstyle="butt")
    if "actual" in figures:
        place = LEFT + float(figures["actual"]) * scale
        axes.plot(place, y + 0.16, "o", color=LINE, markersize=15, markeredgecolor=GROUND, markeredgewidth=2)
    amounts = {name: geld_kurz(value, currency) if bar["money"] else zahl(value) for name, value in figures.items()}
    under = y - 0.24
    axes.text(LEFT, under, start.format(amount=amounts["now"]), size=16, color=INK, va="center")
    axes.text(RIGHT, under, own["goal"].format(amount=amounts["then"]), size=16, color=INK, va="center", ha="right")
    if "actual" in amounts:
        told = own["told"].format(amount=amounts["actual"])
        axes.text(WIDTH / 2, under, told, size=16, weight="bold", color=LINE, va="center", ha="center")


def _part(axes: Axes, left: float, width: float, y: float, colour: str) -> None:
    if width > 0:
        rounding = min(0.1, width / 2)
        style = f"round,pad=0,rounding_size={rounding}"
        axes.add_patch(FancyBboxPatch((left, y), width, 0.32, boxstyle=style, facecolor=colour, edgecolor="none"))


def _canvas(figure: Figure, height: float) -> Axes:
    """The whole picture, in inches."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, height)
    return axes


def _swatch(axes: Axes, left: float, y: float, colour: str, word: str) -> None:
    axes.add_patch(
        FancyBboxPatch((left, y - 0.13), 0.3, 0.26, boxstyle="round,pad=0,rounding_size=0.06", fc=colour, ec="none")
    )
    axes.text(left + 0.45, y, word, size=17, color=INK, va="center")


GRADES = {"A": "#2F7D6B", "B": "#E9B44C", "C": "#9A8FBF"}
RULE_OF_THUMB = ((0.0, 0.0), (0.15, 0.65), (0.35, 0.85), (1.0, 1.0))


def _pareto(values: Mapping[str, Any], words: Words) -> Figure:
    """The revenue added up, the largest customer first, in the colours of the classes; beside it the rule of thumb."""
    parts: Sequence[Mapping[str, Any]] = [part for part in values["parts"] if part["count"]]
    own = words["pareto"]
    height = 6.65 + 0.5 * len(parts)
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    figure.text(0.05, 1 - 0.42 / height, own["title"], size=24, weight="bold", color=INK, va="center")
    figure.text(0.05, 1 - 0.95 / height, own["revenue"], size=16, color=FAINT, va="center")
    axes = figure.add_axes((0.12, (1.1 + 0.5 * len(parts)) / height, 0.8, 4.35 / height))
    axes.set_facecolor(GROUND)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.04)
    axes.set_xticks((0, 0.5, 1), ("0 %", "50 %", "100 %"))
    axes.set_yticks((0.5, 1), ("50 %", "100 %"))
    axes.tick_params(colors=FAINT, labelsize=14, length=0)
    axes.grid(color=RULE, linewidth=1)
    axes.set_axisbelow(True)
    axes.set_xlabel(own["customers"], size=16, color=FAINT, labelpad=8)
    for spine in axes.spines.values():
        spine.set_visible(False)
    x, y = zip(*values["curve"], strict=True)
    left = 0.0
    for part in parts:
        right = left + float(part["customers"]) / 100
        axes.fill_between(*_stretch(x, y, left, right), color=GRADES[part["grade"]], linewidth=0)
        left = right
    axes.plot(*zip(*RULE_OF_THUMB, strict=True), color=GROUND, linewidth=5, clip_on=False)
    axes.plot(*zip(*RULE_OF_THUMB, strict=True), color=LINE, linewidth=2.4, dashes=(4, 2.5), clip_on=False)
    axes.plot(x, y, color=INK, linewidth=3, solid_capstyle="round", clip_on=False)
    key = _canvas(figure, height)
    for line, part in enumerate(reversed(parts)):
        low = 0.35 + 0.5 * line
        shares = {name: prozentsatz(Decimal(part[name])) for name in ("customers", "revenue")}
        text = own["part"].format(grade=part["grade"], **shares)
        _swatch(key, LEFT, low, GRADES[part["grade"]], text)
    figure.text(0.95, 1 - 0.95 / height, "– –  " + own["rule"], size=16, color=LINE, va="center", ha="right")
    return figure


def _stretch(x: Sequence[float], y: Sequence[float], left: float, right: float) -> tuple[list[float], list[float]]:
    """The part of a line from `left` to `right`."""
    inner = [(place, height) for place, height in zip(x, y, strict=True) if left < place < right]
    points = [(left, _height(x, y, left)), *inner, (right, _height(x, y, right))]
    return [place for place, _ in points], [height for _, height in points]


def _height(x: Sequence[float], y: Sequence[float], place: float) -> float:
    """How high a line is there."""
    for (left, low), (right, high) in pairwise(zip(x, y, strict=True)):
        if left <= place <= right:
            return low + (high - low) * (place - left) / ((right - left) or 1)
    return y[-1]


STATES = {
    "bestanden": ("#2F7D6B", "white"),
    "abgegeben": ("#8DBFB1", INK),
    "in_pruefung": ("#9A8FBF", "white"),
    "noch_nicht": ("#E9B44C", INK),
    "begonnen": ("#A9C2DD", INK),
    "offen": ("#D5C8B3", INK),
    "ueberfaellig": ("#D96C5F", "white"),
}
"""Where people stand with an assignment, from the left of its bar to the right, with the colours."""

NARROWEST = 0.3  # inches a digit needs


def _team(values: Mapping[str, Any], words: Words) -> Figure:
    """A bar for each assignment, divided by where people stand; never who."""
    own, given = words["team"], values["assignments"]
    shown = [name for name in STATES if any(each["counts"].get(name) for each in given)]
    lines = -(-len(shown) // 2)
    height = 1.3 + 1.3 * len(given) + 0.42 * lines + 0.2
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    axes = _canvas(figure, height)
    axes.text(LEFT, height - 0.42, own["title"], size=24, weight="bold", color=INK, va="center")
    axes.text(LEFT, height - 0.9, _cut(values["title"], 48), size=16, color=FAINT, va="center")
    for place, each in enumerate(given):
        _assignment(axes, height - 1.5 - 1.3 * place, each, own)
    for number, name in enumerate(shown):
        _swatch(axes, LEFT + 3.4 * (number % 2), 0.34 + 0.42 * (lines - 1 - number // 2), STATES[name][0], own[name])
    return figure


def _assignment(axes: Axes, top: float, given: Mapping[str, Any], own: Mapping[str, str]) -> None:
    counts = {name: given["counts"].get(name, 0) for name in STATES if given["counts"].get(name)}
    axes.text(LEFT, top, _cut(given["title"], 34), size=18, weight="bold", color=INK, va="center")
    due = own["due"].format(due=datum(date.fromisoformat(given["due"][:10]))) if given["due"] else own["open"]
    axes.text(LEFT, top - 0.34, own["ended"] if given["ended"] else due, size=15, color=FAINT, va="center")
    people = own["one"] if sum(counts.values()) == 1 else own["people"].format(number=sum(counts.values()))
    axes.text(RIGHT, top - 0.34, people, size=15, color=FAINT, va="center", ha="right")
    _part(axes, LEFT, RIGHT - LEFT, top - 0.9, HATCH)
    left = LEFT
    for (name, count), width in zip(counts.items(), _widths(list(counts.values()), RIGHT - LEFT), strict=True):
        fill, ink = STATES[name]
        axes.add_patch(Rectangle((left, top - 0.92), width, 0.36, facecolor=fill, edgecolor=GROUND, linewidth=1.5))
        axes.text(left + width / 2, top - 0.75, str(count), size=15, weight="bold", color=ink, ha="center", va="center")
        left += width


def _widths(counts: Sequence[int], room: float) -> list[float]:
    """As wide as the counts are large, but none narrower than its number."""
    least = [NARROWEST + 0.12 * (len(str(count)) - 1) for count in counts]
    spare = room - sum(least)
    wanted = [max(0.0, count / sum(counts) * room - low) for count, low in zip(counts, least, strict=True)]
    return [low + spare * want / (sum(wanted) or 1) for low, want in zip(least, wanted, strict=True)]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
