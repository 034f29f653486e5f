"""The reduced process for B and C, and what follows from it."""

from collections.abc import Mapping
from datetime import date, timedelta

from flows.customers.customer import Customer, Planned

ELEMENTS = ("ziele", "erwartungen", "steuerung", "entscheidung", "nachbereitung")
"""The five elements of the planning sheet."""

QUESTIONS = (*ELEMENTS, "intern")
"""What is asked for them; what has to be arranged in the house is the second half of the fifth."""

WAYS: Mapping[str, tuple[str, int]] = {
    "vorbereiten": ("vorbereitung", -1),
    "gespraech": ("entscheidung", 0),
    "mail": ("nachbereitung", 0),
    "intern": ("unterstuetzung", 1),
}
"""The activities that follow, each with its phase and its working days after the talk."""


def activities(customer: Customer, today: date) -> tuple[Planned, ...]:
    """What is to be done around the talk; in the house only if there is something."""
    wanted = {made: way for made, way in WAYS.items() if made != "intern" or customer.reduced.get("intern")}
    return tuple(
        Planned(phase, customer.reduced["intern"] if made == "intern" else "", _day(customer, days, today), made)
        for made, (phase, days) in wanted.items()
    )


def _day(customer: Customer, days: int, today: date) -> date | None:
    """So many working days before or after the talk, but not in the past."""
    if customer.talk is None:
        return None
    day = customer.talk + timedelta(days=days)
    while days and day.weekday() > 4:
        day += timedelta(days=days)
    return max(day, today)
