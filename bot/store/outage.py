"""Whose fault it is that something was not written."""

from sqlalchemy.exc import DBAPIError, OperationalError


def is_outage(error: Exception) -> bool:
    """Whether the database failed, not what was written to it."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, OperationalError | OSError)
