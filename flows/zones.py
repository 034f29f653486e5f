"""Finding the time zone a person means: „Lissabon“, „Portugal“, „Europe/Lisbon“, „zürich“."""

import unicodedata
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

CLOSE_ENOUGH = 88


class Zones:
    """Time zones by what people call them: key, city, country."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {_plain(name): zone for name, zone in names.items()}

    def find(self, text: str) -> str | None:
        """The zone `text` names, small slips forgiven; None if there is none."""
        close = process.extractOne(_plain(text[:100]), self._names.keys(), scorer=ratio, score_cutoff=CLOSE_ENOUGH)
        return None if close is None else self._names[close[0]]


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "".join(letter if letter.isalnum() or letter == "/" else " " for letter in letters).strip()
