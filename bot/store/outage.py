"""Whose fault it is that something was not written."""

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as AllBusy

SERVERS = frozenset({"08", "25", "28", "3D", "40", "53", "55", "57", "58", "XX"})
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
    "does not answer": "Is the server running, and does the network let us through to it?",
    "statement timeout": "Is it busy with something else, or its disk too slow?",
    "password": "Look at user and password in database.url.",
    "connect": "Is the server running, and is the address right?",
}
"""What to do, by what the database says."""


class Silent(TimeoutError):
    """The server of the database has not answered for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The server of the database does not answer: nothing for {seconds:.0f} s")


def is_outage(error: Exception) -> bool:
    """Whether the database failed, not what was written to it."""
    if isinstance(error, DBAPIError):
        code = getattr(error.orig, "sqlstate", None) or ""
        damaged = type(error) is DatabaseError and not code  # SQLite has no class of its own for it
        return error.connection_invalidated or isinstance(error, OperationalError) or damaged or code[:2] in SERVERS
    return isinstance(error, AllBusy | OSError)  # before anything was asked


def remedy(error: Exception) -> str:
    """What whoever runs the bot can do, in a sentence; nothing if that is not known."""
    said = str(error).lower()
    return next((sentence for words, sentence in REMEDIES.items() if words in said), "")
