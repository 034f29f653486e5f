"""What the flows share that have many pages and one open sheet."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from flows.moment import Moment
from flows.session import Session, Step

Room = TypeVar("Room")
Open = TypeVar("Open")
Page = Callable[[Session, str, Moment], Step]
"""What a button without a mark shows, by its argument."""


def pages_of(room: Room, named: Mapping[str, Callable[[Room, Session, str, Moment], Step]]) -> dict[str, Page]:
    """The pages of a room, by their buttons."""
    return {action: partial(page, room) for action, page in named.items()}


def open_sheet(session: Session, kind: type[Open]) -> Open:
    """The open sheet, which is to be of that kind. Raises LookupError if it is not."""
    if isinstance(session.sheet, kind):
        return session.sheet
    raise LookupError(f"no {kind.__name__} is open; begin one before it is written on")
