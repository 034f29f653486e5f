"""Activities: what a trainee means to do, when, and with whom."""

from flows.activities.check import Check, Fault
from flows.activities.checker import Checker
from flows.activities.words import Words

__all__ = ["Check", "Checker", "Fault", "Words"]
