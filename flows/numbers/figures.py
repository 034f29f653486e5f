"""Digits with points, commas, apostrophes and spaces between them."""

import re
from collections.abc import Sequence
from decimal import Decimal

from flows.numbers.number import Unit, Unreadable, Why

GROUPED = re.compile(r"(\d{1,3}(?:([' ])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?")  # 1'250.50, 1 250 000,5


def read_figure(text: str, asked: Unit, *, scaled: bool) -> tuple[tuple[Decimal, ...], Why | None]:
    """The values `text` can have, likeliest first, and why there are several.

    A single point before three digits groups them, as is usual in German; `scaled` says that „Mio“ or the like follows,
    which makes a point as good as a comma. Only what can be counted is returned where something is counted.
    """
    if grouped := GROUPED.fullmatch(text):
        return (_decimal(re.sub(r"\D", "", grouped[1]), grouped[3] or "0"),), None
    if "'" in text or " " in text:
        raise Unreadable(Why.SPELLING)
    points, commas = text.count("."), text.count(",")
    if not points and not commas:
        return (Decimal(text),), None
    if points and commas:
        return (_with_both(text),), None
    groups = re.split(r"[.,]", text)
    if len(groups) == 2:
        return _with_one(groups[0], groups[1], asked, point=bool(points), scaled=scaled)
    if not _are_groups(groups):
        raise Unreadable(Why.SPELLING)
    return (Decimal("".join(groups)),), None


def _with_both(text: str) -> Decimal:
    """The last separator begins the decimals, the others group."""
    mark = max(".,", key=text.rfind)
    whole, _, part = text.rpartition(mark)
    groups = whole.split("," if mark == "." else ".")
    if not _are_groups(groups):
        raise Unreadable(Why.SPELLING)
    return _decimal("".join(groups), part)


def _with_one(
    whole: str, part: str, asked: Unit, *, point: bool, scaled: bool
) -> tuple[tuple[Decimal, ...], Why | None]:
    fraction, joined = _decimal(whole, part), Decimal(whole + part)
    if whole.startswith("0") or len(whole) > 3:
        return (fraction,), None
    if len(part) == 3:
        if asked is Unit.PERCENT or (point and scaled):
            return (fraction, joined), Why.POINT
        if point:
            return (joined,), None
        return ((fraction,), None) if scaled else (_possible((fraction, joined), asked), Why.POINT)
    if not point or scaled or asked is Unit.PERCENT:
        return (fraction,), None
    filled = Decimal(whole + part.ljust(3, "0"))
    return _possible((fraction, filled, joined), asked)[:2], Why.POINT


def _possible(values: Sequence[Decimal], asked: Unit) -> tuple[Decimal, ...]:
    whole = [value for value in values if value == value.to_integral_value()]
    return tuple(dict.fromkeys(whole if asked is Unit.COUNT else values))


def _are_groups(groups: Sequence[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and groups[0] != "0" and all(len(group) == 3 for group in groups[1:])


def _decimal(whole: str, part: str) -> Decimal:
    return Decimal(f"{whole}.{part}")
