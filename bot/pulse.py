"""Signs of life of the parts that must never stop. Like loggers, they belong to the process."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

T = TypeVar("T")


class Pulse:
    """When a part last got something done, and what hindered it since. It is silent only while it runs here."""

    def __init__(self) -> None:
        self._beaten: float | None = None
        self.error: Exception | None = None

    def beat(self) -> None:
        """It works."""
        self._beaten = monotonic()
        self.error = None

    def miss(self, error: Exception) -> None:
        """It did not work this time."""
        self.error = error

    @property
    def silence(self) -> float:
        """Seconds since it last worked; 0 if it does not run in this process."""
        return 0.0 if self._beaten is None else monotonic() - self._beaten

    async def follow(self, part: Callable[[], Awaitable[T]]) -> T:
        """Runs `part`, whose silence counts from now on and until it ends."""
        self.beat()
        try:
            return await part()
        finally:
            self._beaten = None
            self.error = None


@dataclass(frozen=True)
class Pulses:
    """One for each part."""

    poller: Pulse = field(default_factory=Pulse)
    round: Pulse = field(default_factory=Pulse)
    sender: Pulse = field(default_factory=Pulse)
    timers: Pulse = field(default_factory=Pulse)


PULSES = Pulses()
