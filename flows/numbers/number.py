"""What reading a number can yield: the number, a doubt, or a refusal."""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct


class Unit(StrEnum):
    """What is counted. A share may be given instead of a count or an amount; then the answer is PERCENT."""

    COUNT = "anzahl"
    MONEY = "geld"
    PERCENT = "prozent"


class Way(StrEnum):
    """How the number stands to what is there: as it is, on top of it, or as its new total."""

    PLAIN = ""
    BY = "um"
    TO = "auf"


class Why(StrEnum):
    """Why there is no number, or more than one."""

    EMPTY = "leer"
    NONE = "keine_zahl"
    VAGUE = "ungefaehr"  # "viele", "ein paar"
    SPELLING = "schreibweise"  # 1.2.3
    DATE = "datum"
    UNIT = "einheit"  # euros where customers are counted
    CURRENCY = "waehrung"
    PERIOD = "zeitraum"  # "im Monat"
    FRACTION = "bruch"  # half a customer
    HUGE = "zu_gross"
    POINT = "punkt"  # 1.5
    SEVERAL = "mehrere"  # 5-6
    DENIED = "verneint"  # "nicht 40"
    CENTS = "nachkomma"
    TYPO = "tippfehler"


class Number(Struct, frozen=True):
    """An exact number, its unit, and whether it was called approximate. `currency` is empty if none was named."""

    value: Decimal
    unit: Unit
    way: Way = Way.PLAIN
    about: bool = False
    currency: str = ""


class Doubt(Struct, frozen=True):
    """More than one reading, likeliest first; a single one wants a yes."""

    why: Why
    readings: tuple[Number, ...]


class Refusal(Struct, frozen=True):
    """No number."""

    why: Why


class Unreadable(Exception):
    """Raised while reading, where it turns out that there is no number; becomes a `Refusal`."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why
