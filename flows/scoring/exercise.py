"""What an answer is scored against."""

from msgspec import Struct


class Exercise(Struct, frozen=True):
    """One phase in one situation.

    `task` is all the trainee was told, the customer's words included; it is context, and copying it earns nothing.
    """

    phase: str
    task: str
