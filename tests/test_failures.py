"""Each answer of Telegram has one meaning."""

import random

import pytest
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

from bot.failures import Backoff, Migrate, Pause, Remedy, Verdict, classify

TABLE = {
    "flood": (RetryAfter(7), Pause(7)),
    "blocked": (Forbidden("Forbidden: bot was blocked by the user"), Verdict.UNREACHABLE),
    "deactivated": (Forbidden("Forbidden: user is deactivated"), Verdict.UNREACHABLE),
    "never-started": (Forbidden("Forbidden: bot can't initiate conversation with a user"), Verdict.UNREACHABLE),
    "kicked": (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Verdict.UNREACHABLE),
    "no-member": (Forbidden("Forbidden: bot is not a member of the channel chat"), Verdict.UNREACHABLE),
    "group-gone": (Forbidden("Forbidden: the group chat was deleted"), Verdict.UNREACHABLE),
    "passing-ban": (Forbidden("Forbidden: bot can't send messages to the user"), Verdict.RETRY),
    "forbidden-unknown": (Forbidden("Forbidden: the moon is full"), Verdict.DEAD),
    "not-modified": (
        BadRequest("Bad Request: message is not modified: specified new message content is the same"),
        Verdict.DONE,
    ),
    "edit-gone": (BadRequest("Bad Request: message to edit not found"), Verdict.SEND_ANEW),
    "edit-refused": (BadRequest("Bad Request: message can't be edited"), Verdict.SEND_ANEW),
    "edit-invalid": (BadRequest("Bad Request: MESSAGE_ID_INVALID"), Verdict.SEND_ANEW),
    "old-query": (
        BadRequest("Bad Request: query is too old and response timeout expired or query ID is invalid"),
        Verdict.DONE,
    ),
    "entities": (BadRequest("Bad Request: can't parse entities: Unsupported start tag"), Verdict.SEND_PLAIN),
    "too-long": (BadRequest("Bad Request: message is too long"), Verdict.SPLIT),
    "text-too-long": (BadRequest("Bad Request: text is too long"), Verdict.SPLIT),
    "edit-too-long": (BadRequest("Bad Request: MESSAGE_TOO_LONG"), Verdict.SPLIT),
    "caption-too-long": (BadRequest("Bad Request: message caption is too long"), Verdict.SPLIT),
    "empty": (BadRequest("Bad Request: message text is empty"), Verdict.DEAD),
    "button-data": (BadRequest("Bad Request: BUTTON_DATA_INVALID"), Verdict.DEAD),
    "markup-too-long": (BadRequest("Bad Request: reply markup is too long"), Verdict.DEAD),
    "chat-unknown": (BadRequest("Bad Request: chat not found"), Verdict.DEAD),
    "thread-gone": (BadRequest("Bad Request: message thread not found"), Verdict.DEAD),  # we name no thread
    "reply-gone": (BadRequest("Bad Request: message to be replied not found"), Verdict.DEAD),  # and reply to none
    "bad-request-unknown": (BadRequest("Bad Request: the moon is full"), Verdict.DEAD),
    "migrated": (ChatMigrated(-1001234567890), Migrate(-1001234567890)),
    "unauthorized": (InvalidToken("Unauthorized"), Verdict.STOP),
    "not-found": (InvalidToken("Not Found"), Verdict.STOP),
    "second-poller": (
        Conflict("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"),
        Verdict.OCCUPIED,
    ),
    "webhook-set": (
        Conflict("Conflict: can't use getUpdates method while webhook is active"),
        Verdict.OCCUPIED,
    ),
    "server-error": (NetworkError("Internal Server Error"), Verdict.RETRY),
    "bad-gateway": (NetworkError("Bad Gateway"), Verdict.RETRY),
    "too-large": (NetworkError("Request Entity Too Large"), Verdict.DEAD),
    "timeout": (TimedOut(), Verdict.RETRY),
    "unknown-to-telegram": (TelegramError("the moon is full"), Verdict.DEAD),
    "our-own-fault": (KeyError("chart"), Verdict.DEAD),
}


@pytest.mark.parametrize(("error", "remedy"), TABLE.values(), ids=TABLE)
def test_an_answer_of_telegram_has_one_meaning(error: Exception, remedy: Remedy) -> None:
    """Class first, then words; unknown words are never repeated blindly."""
    assert classify(error) == remedy


class Longest(random.Random):
    """Chance that always lets everybody wait as long as possible."""

    def uniform(self, a: float, b: float) -> float:
        return b

    def random(self) -> float:
        return 1.0


def test_waits_grow_and_begin_anew_after_a_success() -> None:
    """An outage is not hammered at, and is forgotten when it is over."""
    backoff = Backoff(Longest())
    waits = [backoff.after(NetworkError("Bad Gateway")) for _ in range(7)]
    backoff.reset()
    assert [*waits, backoff.after(TimedOut())] == [2, 4, 8, 16, 32, 60, 60, 2]


def test_a_wait_that_telegram_asks_for_is_kept() -> None:
    """As long as it says, and a little more, not less."""
    assert 7 <= Backoff(random.Random()).after(RetryAfter(7)) <= 8


def test_what_no_wait_can_mend_is_raised() -> None:
    """A refused token stays refused."""
    with pytest.raises(InvalidToken):
        Backoff(random.Random()).after(InvalidToken("Unauthorized"))
