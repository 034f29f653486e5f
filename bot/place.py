"""Where the data is: naming it, and saying what is wrong with it."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from bot.exclusive import exclusive
from bot.hindered import Hindered
from bot.store.outage import remedy


def place(database: str) -> str:
    """Where the data is, as people say it: a file, or an address without its password."""
    file = file_of(database)
    return str(file.resolve()) if file else make_url(database).render_as_string()


def file_of(database: str) -> Path | None:
    """The file of an SQLite database."""
    url = make_url(database)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def alone(database: str) -> AbstractContextManager[None]:
    """Keeps a second process from an SQLite file; PostgreSQL serves several. Raises Hindered if one is there."""
    file = file_of(database)
    if file is None:
        return nullcontext()
    file.parent.mkdir(parents=True, exist_ok=True)
    sentence = f"The bot already runs with {file}, in another process. Stop that first; only PostgreSQL serves several."
    return exclusive(file.with_name(f"{file.name}.lock"), sentence)


@contextmanager
def usable(database: str) -> Iterator[None]:
    """Turns a fault of the database into a sentence with what to do."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise Hindered(f"The database {place(database)} cannot be used: {cause}. {remedy(error)}".rstrip()) from error
