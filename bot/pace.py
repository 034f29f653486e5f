"""How fast messages may leave: in all, for each chat, and where Telegram asked for silence."""

from collections import deque
from dataclasses import dataclass
from math import ceil

SPAN = 1.0
SPARE = 2
"""So much faster than the limit messages may leave for a moment, to make up for one held up."""

TOLERANCE = 1e-6
"""What reckoning with fractions may lose of a message or a second."""

SEVERAL = 3
"""If so many chats are told to wait at once, it is the bot that is too fast, not they."""


@dataclass(frozen=True)
class Rate:
    """`burst` messages at once, then one every `interval` seconds."""

    burst: int
    interval: float


PRIVATE = Rate(3, 1.0)
GROUP = Rate(5, 4.0)  # never more than twenty in a minute


class Pace:
    """Counts what leaves. Times are seconds of any clock that never goes back.

    What leaves is spread over each second: on the way some is held up and some is not, and what left in two seconds
    must not arrive in one. It begins as if the limit had just been used up, because a process before us may have done
    so.
    """

    def __init__(self, per_second: int, at: float) -> None:
        self._per_second = per_second
        self._left = deque(at - SPAN + (n + 1) * SPAN / per_second for n in range(per_second))  # within the last second
        self._even = Rate(max(1, per_second // 9), 1 / (per_second + SPARE))
        self._due = at  # when the burst of all is whole again
        self._full: dict[int, float] = {}  # when the burst of a chat is whole again
        self._resting: dict[int, float] = {}  # until when a chat must wait
        self._hushed: dict[int, float] = {}  # chats that Telegram told us to leave alone
        self._silent_until = at

    def room(self, at: float) -> int:
        """How many messages may leave now."""
        self._forget(at)
        if at < self._silent_until:
            return 0
        return min(self._at_once(at), self._per_second - len(self._left))

    def resting(self, at: float) -> set[int]:
        """The chats that must wait."""
        self._forget(at)
        return set(self._resting)

    def take(self, chat: int, at: float) -> None:
        """A message to `chat` leaves."""
        self._left.append(at)
        self._due = max(self._due, at) + self._even.interval
        rate = PRIVATE if chat > 0 else GROUP
        full = max(self._full.get(chat, at), at) + rate.interval
        self._full[chat] = full
        self._rest(chat, full - (rate.burst - 1) * rate.interval, at)

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
        times = [self._silent_until, *self._resting.values()]
        if len(self._left) == self._per_second:
            times.append(self._left[0] + SPAN)
        elif not self._at_once(at):
            times.append(self._due - (self._even.burst - 1) * self._even.interval)
        return min((time for time in times if time > at), default=None)

    def _at_once(self, at: float) -> int:
        """How many messages the even spread lets through now."""
        owed = max(self._due - at, 0) / self._even.interval
        return max(0, self._even.burst - ceil(owed - TOLERANCE))

    def _rest(self, chat: int, until: float, at: float) -> None:
        if until > at:
            self._resting[chat] = max(until, self._resting.get(chat, until))

    def _forget(self, at: float) -> None:
        while self._left and self._left[0] <= at - SPAN + TOLERANCE:
            self._left.popleft()
        for times in (self._full, self._resting, self._hushed):
            for chat in [chat for chat, time in times.items() if time <= at]:
                del times[chat]
