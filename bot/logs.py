"""Logging: one line per record on standard error, in which no secret ever appears."""

import logging
from collections.abc import Iterable
from typing import TextIO

LOUD = (
    "httpx",  # logs every URL, and the token is part of it
    "httpcore",
    "alembic",  # explains itself at every start
)


class Redacting(logging.Formatter):
    """Blackens the secrets in the finished text, so that arguments, tracebacks and causes are covered too."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        # Of a token only what follows the colon is secret, and it is found however the colon was encoded.
        self._secrets = [secret.rpartition(":")[2] for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        """The record as text without secrets."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return text


def set_up(secrets: Iterable[str] = (), *, level: int = logging.INFO, stream: TextIO | None = None) -> logging.Handler:
    """Sends all records of `level` and above to `stream` (standard error), with `secrets` blackened."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Redacting(secrets))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler
