"""Amounts of money as they stand in the cells of a list.

„1.234,50“ and „1,234.50“ say themselves which sign is the decimal one; „1.234“ does not and is read as the rest of
its column writes. If the column says nothing, three digits after the sign are thousands: nobody lists tenths of cents.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from msgspec import Struct

MOST = Decimal(10) ** 13
CENT = Decimal("0.01")
NOTHING = frozenset({"", "-", "–", "—", "k.a.", "k. a.", "ka", "n/a", "na", "n.a.", "keine angabe", "none", "?"})
CURRENCIES = {
    **dict.fromkeys(("€", "eur", "euro"), "EUR"),
    **dict.fromkeys(("chf", "sfr.", "sfr", "fr.", "fr", "franken"), "CHF"),
    **dict.fromkeys(("$", "usd", "us$"), "USD"),
    **dict.fromkeys(("£", "gbp"), "GBP"),
}
SCALES = {
    **dict.fromkeys(("tsd.", "tsd", "t", "k"), Decimal(1000)),
    **dict.fromkeys(("mio.", "mio"), Decimal(10) ** 6),
    **dict.fromkeys(("mrd.", "mrd"), Decimal(10) ** 9),
}


def _one_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


SHAPE = re.compile(
    rf"(?P<sign>[-+]?) ?(?P<before>{_one_of(CURRENCIES)})? ?(?P<inner>[-+]?) ?"
    rf"(?P<body>[.,]?\d(?:[\d.,' ]*\d)?)(?P<tail>[.,] ?-{{1,2}})? ?(?P<scale>{_one_of(SCALES)})? ?"
    rf"(?P<after>{_one_of(CURRENCIES)})? ?(?P<behind>-?)"
)
GROUPED = re.compile(r"\d{1,3}([ '])\d{3}(?:\1\d{3})*(?:[.,]\d+)?")
SCIENTIFIC = re.compile(r"[-+]?\d+(?:[.,]\d+)?e[-+]?\d{1,2}")
LOOKS = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " ") | dict.fromkeys("−–—‐‑", "-") | dict.fromkeys("’‘´`", "'")
)


class Doubt(StrEnum):
    """Why a cell is no amount."""

    NONE = "keine_zahl"
    AMBIGUOUS = "mehrdeutig"
    HUGE = "zu_gross"


class Figure(Struct, frozen=True):
    """A cell taken apart: digits with at most one kind of sign left in doubt, and what stood around them."""

    whole: str
    mark: str  # the sign between, "" if there is none
    rest: str
    is_open: bool  # whether `mark` may be the decimal sign or a thousand's
    factor: Decimal = Decimal(1)
    currency: str = ""

    def value(self, decimal: str) -> Decimal:
        """With `decimal` as the decimal sign, as far as that is open."""
        apart = self.mark and (not self.is_open or self.mark == decimal)
        return Decimal(f"{self.whole}.{self.rest}" if apart else f"{self.whole}{self.rest}") * self.factor


def is_nothing(cell: str) -> bool:
    """Whether a cell says that there is no figure."""
    return cell.translate(LOOKS).strip().casefold() in NOTHING


def take_apart(cell: str) -> Figure | None:
    """The figure in a cell; None if there is none."""
    text = " ".join(cell.translate(LOOKS).casefold().split())
    if len(text) > 40:
        return None
    if SCIENTIFIC.fullmatch(text):
        value = Decimal(text.replace(",", "."))
        return Figure("1", "", "", is_open=False, factor=value)
    less = text.startswith("(") and text.endswith(")")
    shape = SHAPE.fullmatch(text[1:-1].strip() if less else text)
    if shape is None:
        return None
    less ^= "-" in (shape["sign"], shape["inner"], shape["behind"])
    factor = (-1 if less else 1) * SCALES.get(shape["scale"] or "", Decimal(1))
    currency = CURRENCIES.get(shape["before"] or shape["after"] or "", "")
    return _body(shape["body"].strip(), factor, currency)


def _body(body: str, factor: Decimal, currency: str) -> Figure | None:
    """Digits with their signs."""
    if " " in body or "'" in body:
        if not GROUPED.fullmatch(body):
            return None
        body = body.replace(" ", "").replace("'", "")
        whole, mark, rest = body.partition("," if "," in body else ".")
        return Figure(whole, mark, rest, is_open=False, factor=factor, currency=currency)
    marks = [letter for letter in body if letter in ".,"]
    if not marks:
        return Figure(body, "", "", is_open=False, factor=factor, currency=currency)
    if len(set(marks)) == 2:
        whole, mark, rest = body.rpartition(marks[-1])
        other = marks[0]
        sound = marks.count(mark) == 1 and _is_grouped(whole, other) and rest.isdigit()
        figure = Figure(whole.replace(other, ""), mark, rest, is_open=False, factor=factor, currency=currency)
        return figure if sound else None
    if len(marks) > 1:
        plain = body.replace(marks[0], "")
        figure = Figure(plain, "", "", is_open=False, factor=factor, currency=currency)
        return figure if _is_grouped(body, marks[0]) else None
    whole, mark, rest = body.partition(marks[0])
    if not rest:
        return None
    is_open = len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return Figure(whole or "0", mark, rest, is_open=is_open, factor=factor, currency=currency)


def _is_grouped(whole: str, mark: str) -> bool:
    first, *others = whole.split(mark)
    return 1 <= len(first) <= 3 and all(len(other) == 3 for other in others)


class Manner(Struct, frozen=True):
    """How a column writes: its decimal sign, empty if nothing tells and „?“ if its figures disagree."""

    decimal: str = ""
    is_long: bool = False  # whether there are more than two digits behind it

    def leaves_open(self, figure: Figure) -> bool:
        """Whether „1.234“ may be either: where „1.5“ stands too, three digits are no cents and may be thousands."""
        return figure.is_open and (self.decimal == "?" or (figure.mark == self.decimal and not self.is_long))


def manner(figures: Iterable[Figure]) -> Manner:
    """How a column writes, by its clear figures."""
    clear = {(figure.mark, len(figure.rest) > 2) for figure in figures if figure.mark and not figure.is_open}
    signs = {mark for mark, _ in clear}
    return Manner("?" if len(signs) > 1 else next(iter(signs), ""), any(is_long for _, is_long in clear))


def amount(figure: Figure | None, column: Manner, scale: Decimal = Decimal(1)) -> Decimal | Doubt:
    """The amount to the cent, in a column whose unit is `scale`."""
    if figure is None:
        return Doubt.NONE
    if column.leaves_open(figure):
        return Doubt.AMBIGUOUS
    value = figure.value(column.decimal) * scale
    return value.quantize(CENT, ROUND_HALF_UP) if abs(value) < MOST else Doubt.HUGE
