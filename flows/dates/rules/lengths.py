"""How long: "drei Tage", "anderthalb Stunden"."""

from flows.dates.grammar import GRAMMAR
from flows.dates.words import Period

rule = GRAMMAR.rule


@rule("plain_amount", "NUMBER")
def _number(number: int) -> float | None:
    return number if number < 1000 else None


@rule("plain_amount", "AMOUNT AMOUNT")
def _fraction(one: float | None, fraction: float | None) -> float | None:
    return None if one is None or fraction is None or fraction >= 1 else one * fraction


@rule("plain_amount", "NUMBER einhalb")
def _and_a_half(number: int) -> float:
    return number + 0.5


@rule("plain_amount", "AMOUNT")
def _amount(amount: float | None) -> float | None:
    return amount


@rule(
    "amount",
    "<plain_amount>",
    "genau/exakt/ungefaehr/ca/circa/zirka/etwa/rund/gut/knapp/spaetestens/so .? <plain_amount>",
)
def _about(amount: float) -> float:
    return amount


@rule("period", "ein/eine/einer/einem knappe/knappen/gute/guten UNIT")
def _about_one(unit: Period) -> Period:
    return unit


@rule("period", "<amount> UNIT")
def _period(amount: float, unit: Period) -> Period:
    return unit.times(amount)


@rule("period", "<amount> UNIT und? <amount> UNIT")
def _two_periods(amount: float, unit: Period, more: float, smaller: Period) -> Period:
    return unit.times(amount).plus(smaller.times(more))


@rule("eight", "in/ueber acht/8 tagen/tage")
def _a_week() -> Period:
    return Period(days=7)


@rule("later", "<eight>", "in/ueber <period>")
def _later(period: Period) -> Period | None:
    return None if period.clock else period
