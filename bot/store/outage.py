"""Whose fault it is that something was not written."""

from asyncpg import InterfaceError, PostgresError
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

SERVERS = frozenset({"08", "25", "40", "53", "55", "57", "58", "XX"})
"""Classes of PostgreSQL's error codes that tell of the server, not of what was asked."""

REMEDIES = {
    "disk is full": "Make room on its disk; nothing is lost, and the bot goes on by itself.",
    "no space left": "Make room on its disk; nothing is lost, and the bot goes on by itself.",
    "readonly": "Let the user the bot runs as write the file and its folder.",
    "read-only": "Let the user the bot runs as write the file and its folder.",
    "permission denied": "Let the user the bot runs as write the file and its folder.",
    "locked": "Another program keeps it locked; close that.",
    "malformed": "The file is damaged. Put a backup in its place: verkaufstrainer restore FILE --force",
    "not a database": "The file is damaged. Put a backup in its place: verkaufstrainer restore FILE --force",
    "connect": "Is the server running, and is the address right?",
}
"""What to do, by what the database says."""


def is_outage(error: Exception) -> bool:
    """Whether the database failed, not what was written to it."""
    if isinstance(error, DBAPIError):
        code = getattr(error.orig, "sqlstate", None) or ""
        damaged = type(error) is DatabaseError and not code  # SQLite has no class of its own for it
        return error.connection_invalidated or isinstance(error, OperationalError) or damaged or code[:2] in SERVERS
    return isinstance(error, PostgresError | InterfaceError | OSError)  # before anything was asked


def remedy(error: Exception) -> str:
    """What whoever runs the bot can do, in a sentence; nothing if that is not known."""
    said = str(error).lower()
    return next((sentence for words, sentence in REMEDIES.items() if words in said), "")
