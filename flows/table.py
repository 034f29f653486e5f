"""A table for a spreadsheet, as it is stored until it is sent."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

Cell = str | float | None


class Sort(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    NUMBER = "zahl"
    SHARE = "anteil"  # 0 to 1
    TIME = "zeit"  # local, in ISO 8601 without zone


class Column(Struct, frozen=True):
    """A column; `width` is in characters."""

    heading: str
    sort: Sort = Sort.TEXT
    width: int = 16


class Table(Struct, frozen=True):
    """Rows below the headings of the columns; texts may be words of people."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
