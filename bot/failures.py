"""What a failed call to Telegram means for the message it carried."""

import os
import random
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import cast

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

os.environ["PTB_TIMEDELTA"] = "true"  # makes retry_after a timedelta; without it each RetryAfter warns of the change


class Verdict(Enum):
    """What to do now, where no more needs to be known."""

    RETRY = auto()  # passing trouble: try again, later each time
    UNREACHABLE = auto()  # nothing reaches this chat until it writes to us
    DONE = auto()  # what was wanted is already so
    SEND_ANEW = auto()  # the message to edit is gone
    SEND_PLAIN = auto()  # the text is no valid HTML: a fault in our content
    SPLIT = auto()  # the text is too long
    DEAD = auto()  # no repetition will help: keep the message aside and raise the alarm
    OCCUPIED = auto()  # someone else takes the updates of this bot
    STOP = auto()  # Telegram refuses the token: nothing will work


@dataclass(frozen=True)
class Pause:
    """Telegram asks for silence in this chat; the message stays first in line."""

    seconds: float


@dataclass(frozen=True)
class Migrate:
    """The group has become a supergroup with a new id; the message goes there."""

    chat: int


Remedy = Verdict | Pause | Migrate

_TABLE: tuple[tuple[type[TelegramError], str, Verdict], ...] = (
    # Tried from the top: PTB counts BadRequest and TimedOut among the NetworkErrors.
    (InvalidToken, "", Verdict.STOP),
    (Conflict, "", Verdict.OCCUPIED),
    (Forbidden, "bot was blocked by the user", Verdict.UNREACHABLE),
    (Forbidden, "user is deactivated", Verdict.UNREACHABLE),
    (Forbidden, "bot can't initiate conversation", Verdict.UNREACHABLE),
    (Forbidden, "bot was kicked", Verdict.UNREACHABLE),
    (Forbidden, "is not a member", Verdict.UNREACHABLE),
    (Forbidden, "group chat was deleted", Verdict.UNREACHABLE),
    (Forbidden, "bot can't send messages to the user", Verdict.RETRY),
    (BadRequest, "message is not modified", Verdict.DONE),
    (BadRequest, "message to edit not found", Verdict.SEND_ANEW),
    (BadRequest, "message can't be edited", Verdict.SEND_ANEW),
    (BadRequest, "message_id_invalid", Verdict.SEND_ANEW),
    (BadRequest, "query is too old", Verdict.DONE),
    (BadRequest, "query id is invalid", Verdict.DONE),
    (BadRequest, "can't parse entities", Verdict.SEND_PLAIN),
    (BadRequest, "message is too long", Verdict.SPLIT),
    (BadRequest, "text is too long", Verdict.SPLIT),
    (BadRequest, "message_too_long", Verdict.SPLIT),
    (BadRequest, "caption is too long", Verdict.SPLIT),
    (BadRequest, "", Verdict.DEAD),
    (NetworkError, "request entity too large", Verdict.DEAD),
    (TimedOut, "", Verdict.RETRY),  # the message may have arrived; a second one is better than none
    (NetworkError, "", Verdict.RETRY),
)


def classify(error: Exception) -> Remedy:
    """The remedy for `error`. What is not known by its words is never blindly repeated."""
    match error:
        case RetryAfter():
            return Pause(cast("timedelta", error.retry_after).total_seconds())
        case ChatMigrated():
            return Migrate(error.new_chat_id)
        case TelegramError():
            words = error.message.lower()
            for kind, fragment, verdict in _TABLE:
                if isinstance(error, kind) and fragment in words:
                    return verdict
    return Verdict.DEAD


SHORTEST, LONGEST = 2.0, 60.0
"""Seconds to wait at most after the first failure, and after many."""


class Backoff:
    """How long to wait after failures in a row: longer each time, and never all bots at once."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._failures = 0

    def reset(self) -> None:
        """It worked."""
        self._failures = 0

    def after(self, error: Exception) -> float:
        """Seconds to wait after `error`, which is raised again if waiting will not help."""
        remedy = classify(error)
        if remedy is Verdict.STOP:
            raise error
        if isinstance(remedy, Pause):
            return remedy.seconds + self._chance.random()
        self._failures += 1
        return min(LONGEST, SHORTEST * 2.0 ** min(self._failures - 1, 10)) * self._chance.uniform(0.5, 1)
