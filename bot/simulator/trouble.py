"""What goes wrong with Telegram: failures on demand, and its limits on how fast a bot may write."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

WRITING = frozenset({"sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageCaption"})


@dataclass
class Failure:
    """A call that will fail `times` times. Status 0 cuts the connection; `delivered` lets the call work before."""

    method: str | None = None
    chat: int | None = None
    status: int = 500
    description: str = "Internal Server Error"
    parameters: Mapping[str, int] = field(default_factory=dict)
    times: int = 1
    delivered: bool = False
    delay: float = 0.0

    def meets(self, method: str, chat: int | None) -> bool:
        """Whether this call is to fail."""
        return self.times > 0 and self.method in (None, method) and self.chat in (None, chat)


class Failures:
    """The failures still to come, first come first served."""

    def __init__(self) -> None:
        self._waiting: list[Failure] = []

    def add(self, failure: Failure) -> None:
        """One more failure to come."""
        self._waiting.append(failure)

    def take(self, method: str, chat: int | None) -> Failure | None:
        """The failure this call meets, used up by one."""
        for failure in self._waiting:
            if failure.meets(method, chat):
                failure.times -= 1
                self._waiting = [other for other in self._waiting if other.times]
                return failure
        return None


class Bucket:
    """A token bucket: `burst` at once, then `rate` a second."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = float(burst)
        self._at = monotonic()

    def fill(self, now: float) -> float:
        """Lets time pass; returns the seconds until a token is there, 0 if one is."""
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        return max(0.0, (1 - self._tokens) / self._rate)

    def take(self) -> None:
        """Takes one token."""
        self._tokens -= 1


class Limits:
    """About one message a second in a chat, twenty a minute in a group, thirty a second in all."""

    def __init__(self) -> None:
        self._all = Bucket(30, 30)
        self._private: defaultdict[int, Bucket] = defaultdict(lambda: Bucket(1, 3))
        self._group: defaultdict[int, Bucket] = defaultdict(lambda: Bucket(20 / 60, 20))

    def wait(self, chat: int) -> int:
        """Seconds the bot has to wait before it may write to the chat; 0 grants one message."""
        buckets = (self._all, (self._private if chat > 0 else self._group)[chat])
        seconds = max(bucket.fill(monotonic()) for bucket in buckets)
        if seconds == 0:
            for bucket in buckets:
                bucket.take()
        return math.ceil(seconds)
