"""Bringing the schema up to date when the program starts."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

import bot.store

LOCK = 0x7665726B  # any number that is ours alone


class NewerDatabase(Exception):
    """The database was written by a newer version of the program."""


def upgrade(connection: Connection) -> None:
    """Applies what is missing, inside the transaction of `connection`: all of it or nothing.

    Programs that start at the same time wait for each other: on SQLite by the transaction, on PostgreSQL by a lock.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    with _settings(connection) as config:
        if not _is_current(connection, config):
            command.upgrade(config, "head")


def is_current(connection: Connection) -> bool:
    """Whether nothing is missing. Raises `NewerDatabase` if the program is too old for the database."""
    with _settings(connection) as config:
        return _is_current(connection, config)


@contextmanager
def _settings(connection: Connection) -> Iterator[Config]:
    with as_file(files(bot.store) / "migrations") as folder:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        yield config


def _is_current(connection: Connection, config: Config) -> bool:
    scripts = ScriptDirectory.from_config(config)
    revision = _revision(connection)
    if revision and revision not in {script.revision for script in scripts.walk_revisions()}:
        raise NewerDatabase(
            f"The database is at revision {revision}, which this version of the program does not know: "
            "it was last used by a newer one. Install that version or restore a backup."
        )
    return revision == scripts.get_current_head()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision
