"""What goes wrong with Telegram: failures on demand, and its limits on how fast a bot may write."""

import math
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal

WRITING = frozenset({"sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageCaption"})

Body = Literal["whole", "truncated", "slow", "page"]
"""How an answer arrives: as it is, cut off in the middle, byte by byte, or as the web page of a proxy in its place."""


@dataclass
class Failure:
    """A call that will fail `times` times.

    Status 0 cuts the connection, 200 gives the true answer, which only its `body` spoils. `delivered` lets the call
    work before. The answer comes `delay` seconds late.
    """

    method: str | None = None
    chat: int | None = None
    status: int = 500
    description: str = "Internal Server Error"
    parameters: Mapping[str, int] = field(default_factory=dict)
    times: int = 1
    delivered: bool = False
    delay: float = 0.0
    body: Body = "whole"

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

    def clear(self) -> None:
        """No more failures."""
        self._waiting.clear()

    def take(self, method: str, chat: int | None) -> Failure | None:
        """The failure this call meets, used up by one."""
        for failure in self._waiting:
            if failure.meets(method, chat):
                failure.times -= 1
                self._waiting = [other for other in self._waiting if other.times]
                return failure
        return None


CALLS: Mapping[str, Mapping[str, Any]] = {
    "flood": {"retry_after": 1},
    "flood-everywhere": {"retry_after": 1},
    "migrated": {
        "status": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -1_000_000_000_051},
    },
    "blocked": {"status": 403, "description": "Forbidden: bot was blocked by the user"},
    "deactivated": {"status": 403, "description": "Forbidden: user is deactivated"},
    "kicked": {"status": 403, "description": "Forbidden: bot was kicked from the supergroup chat"},
    "no-member": {"status": 403, "description": "Forbidden: bot is not a member of the supergroup chat"},
    "group-deleted": {"status": 403, "description": "Forbidden: the group chat was deleted"},
    "never-started": {"status": 403, "description": "Forbidden: bot can't initiate conversation with a user"},
    "passing-ban": {"status": 403, "description": "Forbidden: bot can't send messages to the user"},
    "forbidden-unknown": {"status": 403, "description": "Forbidden: the moon is full"},
    "not-modified": {"status": 400, "description": "Bad Request: message is not modified"},
    "edit-gone": {"status": 400, "description": "Bad Request: message to edit not found"},
    "edit-refused": {"status": 400, "description": "Bad Request: message can't be edited"},
    "edit-invalid": {"status": 400, "description": "Bad Request: MESSAGE_ID_INVALID"},
    "old-query": {
        "status": 400,
        "description": "Bad Request: query is too old and response timeout expired or query ID is invalid",
    },
    "entities": {"status": 400, "description": "Bad Request: can't parse entities: Unsupported start tag"},
    "too-long": {"status": 400, "description": "Bad Request: message is too long"},
    "text-too-long": {"status": 400, "description": "Bad Request: text is too long"},
    "edit-too-long": {"status": 400, "description": "Bad Request: MESSAGE_TOO_LONG"},
    "caption-too-long": {"status": 400, "description": "Bad Request: message caption is too long"},
    "empty": {"status": 400, "description": "Bad Request: message text is empty"},
    "button-data": {"status": 400, "description": "Bad Request: BUTTON_DATA_INVALID"},
    "markup-too-long": {"status": 400, "description": "Bad Request: reply markup is too long"},
    "chat-unknown": {"status": 400, "description": "Bad Request: chat not found"},
    "file-gone": {"status": 400, "description": "Bad Request: wrong file_id or the file is temporarily unavailable"},
    "file-too-big": {"status": 400, "description": "Bad Request: file is too big"},
    "bad-request-unknown": {"status": 400, "description": "Bad Request: the moon is full"},
    "entity-too-large": {"status": 413, "description": "Request Entity Too Large"},
    "unauthorized": {"status": 401, "description": "Unauthorized"},
    "not-found": {"status": 404, "description": "Not Found"},
    "second-poller": {
        "status": 409,
        "description": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
        "running",
    },
    "webhook-set": {
        "status": 409,
        "description": "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
        "the webhook first",
    },
    "server-error": {"status": 500},
    "bad-gateway": {"status": 502, "description": "Bad Gateway"},
    "unavailable": {"status": 503, "description": "Service Unavailable"},
    "gateway-timeout": {"status": 504, "description": "Gateway Timeout"},
    "timeout-before": {"delay": 3600.0},
    "timeout-after": {"delay": 3600.0, "delivered": True},
    "reset-before": {"status": 0},
    "reset-after": {"status": 0, "delivered": True},
    "truncated": {"status": 200, "delivered": True, "body": "truncated"},
    "slow-body": {"status": 200, "delivered": True, "body": "slow"},
    "proxy-page": {"status": 200, "body": "page"},
    "proxy-forbids": {"status": 403, "body": "page"},
    "proxy-not-found": {"status": 404, "body": "page"},
}
"""What can become of a call, by name: what `Simulator.fail` takes."""

UPDATES: Mapping[str, str] = {
    "invented-kind": "between the updates come some of a kind that is not described anywhere",
    "invented-fields": "updates have fields that are not described anywhere",
    "twice": "updates come twice",
    "reversed": "the newest of the waiting updates comes first",
    "restart": "after a quiet week updates are numbered anew, from below",
}
"""What can become of updates, by name."""

FAULTS = (*CALLS, *UPDATES)


class Limits:
    """In any second thirty messages in all, in a chat one a second after three at once, in a group twenty a minute."""

    ALL, GROUP, BURST = 30, 20, 3

    def __init__(self) -> None:
        self._all: deque[float] = deque()
        self._group: defaultdict[int, deque[float]] = defaultdict(deque)
        self._full: dict[int, float] = {}  # when a private chat may take a whole burst again

    def wait(self, chat: int, now: float | None = None) -> int:
        """Seconds the bot has to wait before it may write to the chat; 0 grants one message."""
        now = monotonic() if now is None else now
        own = self._private(chat, now) if chat > 0 else _rest(self._group[chat], self.GROUP, 60.0, now)
        seconds = max(own, _rest(self._all, self.ALL, 1.0, now))
        if seconds == 0:
            self._all.append(now)
            if chat > 0:
                self._full[chat] = max(self._full.get(chat, now), now) + 1
            else:
                self._group[chat].append(now)
        return math.ceil(seconds)

    def _private(self, chat: int, now: float) -> float:
        return max(0.0, self._full.get(chat, now) - now - (self.BURST - 1))


def _rest(times: deque[float], most: int, span: float, now: float) -> float:
    """Seconds until one more than `times` keeps to `most` in any `span`."""
    while times and times[0] <= now - span:
        times.popleft()
    return times[0] + span - now if len(times) >= most else 0.0
