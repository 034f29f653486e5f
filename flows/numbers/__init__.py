"""Numbers as German-speaking people type or dictate them: `1.250.000,50 €`, `50k`, `anderthalb Millionen`, `+3`."""

from flows.numbers.number import Doubt, Number, Refusal, Unit, Way, Why
from flows.numbers.reading import read_number

__all__ = ["Doubt", "Number", "Refusal", "Unit", "Way", "Why", "read_number"]
