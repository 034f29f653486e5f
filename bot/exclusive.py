"""Keeping a second process away from a file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.hindered import Hindered


@contextmanager
def exclusive(lock: Path, sentence: str) -> Iterator[None]:
    """Holds the lock, a file of its own that ends with the process, however that ends; Hindered says `sentence`."""
    with closing(sqlite3.connect(lock, timeout=0)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise Hindered(sentence) from error
        yield
