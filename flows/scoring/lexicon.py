"""Words and phrases that speak for something, compiled from the content's short notation.

Entries are separated by commas, words by spaces. `*` stands for any letters, `/` separates alternatives of a word,
`…` stands for up to four words, a leading `^` for the beginning of the clause.
"""

import re
from collections.abc import Iterable

from flows.scoring.segments import fold

_GAP = r"(?:\w+ ){0,4}?"


def _word(pattern: str) -> str:
    parts = [
        r"\w*".join(re.escape(fold(part)) if part else "" for part in way.split("*")) for way in pattern.split("/")
    ]
    return f"(?:{'|'.join(parts)}) " if len(parts) > 1 else f"{parts[0]} "


def _entry(entry: str) -> str:
    anchored = entry.startswith("^")
    body = "".join(_GAP if word == "…" else _word(word) for word in entry.removeprefix("^").split())
    return rf"\A {body}" if anchored else rf"(?<= ){body}"


class Lexicon:
    """One concept. `found` says where in a folded text it is spoken of."""

    def __init__(self, notation: str) -> None:
        entries = [entry for entry in (" ".join(raw.split()) for raw in notation.split(",")) if entry]
        self._pattern = re.compile("|".join(_entry(entry) for entry in sorted(entries, key=len, reverse=True)))

    def __contains__(self, text: str) -> bool:
        """Whether the folded text (spaces around it) speaks of the concept."""
        return self._pattern.search(text) is not None

    def found(self, text: str) -> list[str]:
        """The phrases found, in order, without overlap."""
        return [match.group().strip() for match in self._pattern.finditer(text)]

    def different(self, texts: Iterable[str]) -> int:
        """How many different phrases the texts use for the concept."""
        return len({phrase[:6] for text in texts for phrase in self.found(text)})
