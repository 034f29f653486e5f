"""How fast messages may leave: in all, for each chat, and where Telegram asked for silence."""

from dataclasses import dataclass
from math import floor

SEVERAL = 3
"""If so many chats are told to wait at once, it is the bot that is too fast, not they."""

LEAD = 0.25
"""Seconds ahead for which messages may be given their time, so that several are taken at once."""

RESERVE = 0.03
"""What is kept back of the limit: on the way messages catch up with each other."""

TOLERANCE = 1e-6
"""What reckoning with fractions may lose."""


@dataclass(frozen=True)
class Rate:
    """`burst` messages at once, then one every `interval` seconds."""

    burst: int
    interval: float


PRIVATE = Rate(3, 1.0)
GROUP = Rate(5, 4.0)  # never more than twenty in a minute


class Pace:
    """Gives each message its time. Times are seconds of any clock that never goes back.

    In all, messages are spread evenly over each second, a fourteenth of them at once at most: what is held up on the
    way must not arrive together with what left later. Pace begins without a burst, because a process before us may just
    have had its own.
    """

    def __init__(self, per_second: int, at: float) -> None:
        self._all = Rate(max(1, per_second // 14), (1 + RESERVE) / per_second)
        self._shortest = 1 / per_second
        self._left = at  # when the latest message left
        self._whole = at + self._all.burst * self._all.interval  # when the burst of all is whole again
        self._full: dict[int, float] = {}  # when the burst of a chat is
        self._resting: dict[int, float] = {}  # until when a chat must wait
        self._hushed: dict[int, float] = {}  # chats that Telegram told us to leave alone
        self._silent_until = at

    def room(self, at: float) -> int:
        """How many messages may be taken now; none while enough have been taken ahead."""
        self._forget(at)
        if at < max(self._silent_until, self._refill()) - TOLERANCE:
            return 0
        ahead = at + LEAD - max(self._whole, at)
        return max(0, floor(ahead / self._all.interval + TOLERANCE) + self._all.burst)

    def resting(self, at: float) -> set[int]:
        """The chats that must wait."""
        self._forget(at)
        return set(self._resting)

    def take(self, chat: int, at: float) -> float:
        """A message to `chat` leaves, at the time that is returned."""
        start = max(at, self._next())
        self._whole = max(self._whole, at) + self._all.interval
        rate = PRIVATE if chat > 0 else GROUP
        full = max(self._full.get(chat, start), start) + rate.interval
        self._full[chat] = full
        self._rest(chat, full - (rate.burst - 1) * rate.interval, at)
        return start

    def leave(self, at: float) -> float:
        """Seconds for which a message whose time has come must wait for those that are late themselves."""
        self._left = max(at, self._left + self._shortest)
        return self._left - at

    def hush(self, chat: int, seconds: float, at: float) -> None:
        """Telegram wants silence in `chat`; if it wants that in several chats, all are silent."""
        self._rest(chat, at + seconds, at)
        self._hushed[chat] = at + seconds
        self._forget(at)
        if len(self._hushed) >= SEVERAL:
            self._silent_until = max(self._hushed.values())

    def next_change(self, at: float) -> float | None:
        """When more may leave than now; None if time alone changes nothing."""
        self._forget(at)
        times = (self._silent_until, self._refill(), *self._resting.values())
        return min((time for time in times if time > at + TOLERANCE), default=None)

    def _next(self) -> float:
        """When the next message may leave."""
        return self._whole - (self._all.burst - 1) * self._all.interval

    def _refill(self) -> float:
        """When half of what was taken ahead has left."""
        return self._next() - LEAD / 2

    def _rest(self, chat: int, until: float, at: float) -> None:
        if until > at:
            self._resting[chat] = max(until, self._resting.get(chat, until))

    def _forget(self, at: float) -> None:
        for times in (self._full, self._resting, self._hushed):
            for chat in [chat for chat, time in times.items() if time <= at + TOLERANCE]:
                del times[chat]
