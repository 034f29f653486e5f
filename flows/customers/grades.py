"""A, B and C: by the share of the revenue, or by four questions about one customer.

By revenue, the largest come first. Whoever stands below the line when his turn comes belongs to the class, so the
customer who crosses it is still in: with shares of 65, 20 and 15, A is everybody before 65 % of the revenue are
reached. Equal revenues are one class, the better one. Who brings nothing, or less, is C and counts for no share.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import groupby

from msgspec import Struct

from flows.customers.upload import Row

TENTH = Decimal("0.1")
POINTS = 60  # of the curve in the picture
HOPES = 5


class Grade(StrEnum):
    """The class of a customer."""

    A = "A"
    B = "B"
    C = "C"


class Shares(Struct, frozen=True):
    """Per cent of the revenue for each class; together 100."""

    a: int = 65
    b: int = 20

    @property
    def c(self) -> int:
        """What is left."""
        return 100 - self.a - self.b


RULE_OF_THUMB: Mapping[Grade, tuple[int, int]] = {Grade.A: (15, 65), Grade.B: (20, 20), Grade.C: (65, 15)}
"""Per cent of the customers, and the per cent of the revenue they usually bring."""


class Part(Struct, frozen=True):
    """A class of a list: how many, and what they bring, which may be less than nothing."""

    grade: Grade
    customers: int
    revenue: Decimal
    of_customers: Decimal  # per cent
    of_revenue: Decimal  # per cent of what is above zero
    least: Decimal | None = None  # the smallest revenue in it


class Hope(Struct, frozen=True):
    """Somebody of B or C whose potential is that of an A, by his place in the list."""

    place: int
    name: str
    grade: Grade
    revenue: Decimal
    potential: Decimal


class Distribution(Struct, frozen=True):
    """What a list comes to; all that is shown of it without reading it again."""

    number: int  # counts the lists, so that a button knows its own
    day: date
    shares: Shares
    currency: str
    customers: int
    revenue: Decimal
    parts: tuple[Part, ...]
    curve: tuple[tuple[float, float], ...]  # shares of customers and revenue, 0 to 1, the largest first
    usual: Decimal = Decimal(0)  # per cent of the customers that bring what A brings by the rule of thumb
    without: int = 0  # how many bring nothing, or less
    hopes: tuple[Hope, ...] = ()
    hopeful: int = 0


def grade(revenues: Sequence[Decimal], shares: Shares) -> list[Grade]:
    """The class of each."""
    total = sum((revenue for revenue in revenues if revenue > 0), Decimal(0))
    grades = [Grade.C] * len(revenues)
    reached = Decimal(0)
    order = sorted((place for place, revenue in enumerate(revenues) if revenue > 0), key=lambda place: -revenues[place])
    for revenue, equals in groupby(order, key=lambda place: revenues[place]):
        places = list(equals)
        if reached * 100 < total * shares.a:
            found = Grade.A
        elif reached * 100 < total * (shares.a + shares.b):
            found = Grade.B
        else:
            break
        for place in places:
            grades[place] = found
        reached += revenue * len(places)
    return grades


def distribute(rows: Sequence[Row], shares: Shares, *, number: int, day: date, currency: str) -> Distribution:
    """The classes of a list and how they compare."""
    revenues = [row.revenue for row in rows]
    grades = grade(revenues, shares)
    total = sum((revenue for revenue in revenues if revenue > 0), Decimal(0))
    hopes = _hopes(rows, grades)
    return Distribution(
        number=number,
        day=day,
        shares=shares,
        currency=currency,
        customers=len(rows),
        revenue=sum(revenues, Decimal(0)),
        parts=tuple(_part(each, revenues, grades, total) for each in Grade),
        curve=_curve(revenues, total),
        usual=_per_cent(Decimal(grade(revenues, Shares()).count(Grade.A)), Decimal(len(revenues))),
        without=sum(revenue <= 0 for revenue in revenues),
        hopes=tuple(hopes[:HOPES]),
        hopeful=len(hopes),
    )


def _part(wanted: Grade, revenues: Sequence[Decimal], grades: Sequence[Grade], total: Decimal) -> Part:
    own = [revenue for revenue, each in zip(revenues, grades, strict=True) if each is wanted]
    above = sum((revenue for revenue in own if revenue > 0), Decimal(0))
    return Part(
        wanted,
        customers=len(own),
        revenue=sum(own, Decimal(0)),
        of_customers=_per_cent(Decimal(len(own)), Decimal(len(revenues))),
        of_revenue=_per_cent(above, total),
        least=min(own, default=None),
    )


def _per_cent(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(TENTH, ROUND_HALF_UP) if whole else Decimal(0)


def _curve(revenues: Sequence[Decimal], total: Decimal) -> tuple[tuple[float, float], ...]:
    """A few points of the sums, the largest revenue first; empty if nobody brings anything."""
    if not total:
        return ()
    ordered = sorted(revenues, reverse=True)
    step = max(1, len(ordered) // POINTS)
    points = [(0.0, 0.0)]
    reached = Decimal(0)
    for count, revenue in enumerate(ordered, 1):
        reached += max(revenue, Decimal(0))
        if count % step == 0 or count <= 3 or count == len(ordered):
            points.append((round(count / len(ordered), 4), round(float(reached / total), 4)))
    return tuple(points)


def _hopes(rows: Sequence[Row], grades: Sequence[Grade]) -> list[Hope]:
    """Whose potential would make an A of him, the greatest first."""
    least = min((row.revenue for row, each in zip(rows, grades, strict=True) if each is Grade.A), default=None)
    if least is None:
        return []
    found = [
        Hope(place, row.name, each, row.revenue, row.potential)
        for place, (row, each) in enumerate(zip(rows, grades, strict=True))
        if each is not Grade.A and row.potential is not None and row.potential >= least
    ]
    return sorted(found, key=lambda hope: -hope.potential)


def read_shares(text: str) -> Shares | None:
    """„65/20/15“, „70, 20 und 10 %“, or the first two of them; None if they make no three classes of 100 %."""
    numbers = [int(number) for number in re.findall(r"(?<![\d.,])\d{1,3}(?![\d]|[.,]\d)", text)]
    if len(numbers) == 2:
        numbers.append(100 - sum(numbers))
    if len(numbers) != 3 or sum(numbers) != 100 or min(numbers) < 1:
        return None
    return Shares(numbers[0], numbers[1])


class Verdict(StrEnum):
    """How a list compares with the rule of thumb, by the customers who bring the first 65 %."""

    FEWER = "wenige"
    AS_USUAL = "ueblich"
    MORE = "viele"
    SMALL = "zu_klein"
    NOTHING = "nichts"


FEW = 7
"""With fewer customers shares say nothing."""


def compare(found: Distribution) -> Verdict:
    """Whether as many customers bring the largest share as the rule of thumb has it: 15 %, give or take 5."""
    usual, _ = RULE_OF_THUMB[Grade.A]
    if not found.curve:
        return Verdict.NOTHING
    if found.customers < FEW:
        return Verdict.SMALL
    if found.usual < usual - 5:
        return Verdict.FEWER
    return Verdict.AS_USUAL if found.usual <= usual + 5 else Verdict.MORE


# --- the four questions ----------------------------------------------------------------------------------------


class Question(StrEnum):
    """What an assessment asks about one customer."""

    FIT = "passung"
    NEED = "bedarf"
    POTENTIAL = "potenzial"
    GOALS = "ziele"


LEVELS = range(3)
"""Little, some, much."""


def suggest(levels: Mapping[Question, int]) -> Grade | None:
    """The class four answers speak for; what is little anywhere is no A. None if fewer than two were given."""
    if len(levels) < 2:
        return None
    mean = sum(levels.values()) / len(levels)
    if mean >= 1.5 and min(levels.values()) > 0:
        return Grade.A
    return Grade.B if mean >= 0.75 else Grade.C
