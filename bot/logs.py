"""Logging: one record at a time on standard error, in which no secret ever appears, and nothing that people wrote.

What people wrote can only slip in through the message of an exception: a library quotes what it could not read, a
database the row it refused. So an exception shows where it happened and what it is; what it says only if it is of a
kind whose words are known to be harmless. The full words are in the `error` of the row they concern, which goes when
the person goes.
"""

import json
import logging
import traceback
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO
from urllib.parse import unquote

from aiohttp import ClientError
from sqlalchemy.exc import InterfaceError, OperationalError
from telegram.error import TelegramError

from bot.hindered import Hindered

LOUD = (
    "httpx",  # logs every URL, and the token is part of it
    "httpcore",
    "alembic",  # explains itself at every start
    "aiosqlite",  # logs every statement with all it writes
    "sqlalchemy",  # logs every row it reads
)
HARMLESS = (OSError, TimeoutError, ClientError, TelegramError, OperationalError, InterfaceError, Hindered)

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Plain(logging.Formatter):
    """A line for people. Secrets are blackened in the finished text, wherever they come from."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secrets = _spellings(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The record as text without secrets."""
        record.exc_text = None  # another formatter's; it may say more
        text = self._blacken(super().format(record))
        record.exc_text = None
        return text

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - the library's name
        """Where and what, but not the words of strangers."""
        return "".join(_told(ei[1])).rstrip() if ei[1] else ""

    def _blacken(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return text


class Json(Plain):
    """An object for machines, in one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON without secrets."""
        shown = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "part": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1]:
            shown |= {"error": type(record.exc_info[1]).__name__, "trace": self.formatException(record.exc_info)}
        return json.dumps({key: self._blacken(value) for key, value in shown.items()}, ensure_ascii=False)


FORMATTERS = {"plain": Plain, "json": Json}


def set_up(
    secrets: Iterable[str] = (),
    format_: str = "plain",
    *,
    level: int = logging.INFO,
    stream: TextIO | None = None,
) -> logging.Handler:
    """Sends all records of `level` and above to `stream` (standard error), with `secrets` blackened."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(FORMATTERS[format_](secrets))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler


def _spellings(secrets: Iterable[str]) -> list[str]:
    """Of a token only what follows the colon is secret, and it is found however the colon was encoded; a password in
    an address is written in two ways. The longest first, so that no part of one stays.
    """
    found = {
        spelling for secret in secrets for spelling in (secret, unquote(secret), secret.rpartition(":")[2]) if spelling
    }
    return sorted(found, key=len, reverse=True)


def _told(error: BaseException) -> Iterator[str]:
    """The exception and those behind it, the first cause first."""
    chain = [error]
    while (cause := _behind(chain[-1])) and cause not in chain:
        chain.append(cause)
    for each in reversed(chain):
        yield from traceback.format_tb(each.__traceback__)
        kind = type(each).__name__
        yield f"{kind}: {each}\n" if isinstance(each, HARMLESS) else f"{kind}\n"
        if isinstance(each, BaseExceptionGroup):
            for part in each.exceptions:
                yield from _told(part)


def _behind(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)
