"""Long lists in a chat: a page of them, and the buttons to those before and behind."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from flows.effects import Button, Rows

T = TypeVar("T")


class Page(NamedTuple, Generic[T]):
    """What of a list is shown: page `at`, counted from 0, of so many `pages`."""

    shown: Sequence[T]
    at: int
    pages: int

    @property
    def values(self) -> dict[str, int]:
        """What templates say of it, counted as people count."""
        return {"seite": self.at + 1, "seiten": self.pages}

    def turning(self, button: Callable[[str, str], Button]) -> Rows:
        """A row with the ways to its neighbours, if there are any; `button` makes one of a label and a number."""
        ways = tuple(
            button(label, str(number))
            for label, number in (("vorige_seite", self.at - 1), ("naechste_seite", self.at + 1))
            if 0 <= number < self.pages
        )
        return (ways,) if ways else ()


def page_of(things: Sequence[T], wished: str, size: int) -> Page[T]:
    """The page that a button wished for by its number; the first if that is none, the last if there are fewer."""
    pages = max(1, -(-len(things) // size))
    at = min(int(wished) if wished.isdecimal() else 0, pages - 1)
    return Page(things[at * size : (at + 1) * size], at, pages)
