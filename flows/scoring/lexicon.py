"""Words and phrases that speak for something, compiled from the content's short notation.

Entries are separated by commas, words by spaces. `*` stands for any letters, `/` separates alternatives of a word,
`…` stands for up to four words, a leading `^` for the beginning of the clause.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

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
        self.entries = [entry for entry in (" ".join(raw.split()) for raw in notation.split(",")) if entry]
        self._pattern = re.compile("|".join(_entry(entry) for entry in sorted(self.entries, key=len, reverse=True)))

    def __contains__(self, text: str) -> bool:
        """Whether the folded text (spaces around it) speaks of the concept."""
        return self._pattern.search(text) is not None

    def found(self, text: str) -> list[str]:
        """The phrases found, in order, without overlap."""
        return [match.group().strip() for match in self._pattern.finditer(text)]

    def different(self, texts: Iterable[str]) -> int:
        """How many different phrases the texts use for the concept."""
        return len({phrase[:6] for text in texts for phrase in self.found(text)})


class Lexicons:
    """Many concepts by name. `spoken` looks only for those of which some word of the text makes a beginning."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        self._lexicons = list(lexicons.items())
        self._clues: dict[str, int] = {}  # by the part of a word that must be there, a bit for each concept
        for at, (_, lexicon) in enumerate(self._lexicons):
            for entry in lexicon.entries:
                for clue in _clues(entry):
                    self._clues[clue] = self._clues.get(clue, 0) | 1 << at
        self._hinted = lru_cache(maxsize=20_000)(self._hints)

    def spoken(self, text: str) -> set[str]:
        """The names of the concepts that the folded text (spaces around it) speaks of."""
        hints = self._clues.get("", 0)
        for word in text.split():
            hints |= self._hinted(word)
        spoken = set()
        while hints:
            name, lexicon = self._lexicons[(hints & -hints).bit_length() - 1]
            hints &= hints - 1
            if text in lexicon:
                spoken.add(name)
        return spoken

    def _hints(self, word: str) -> int:
        hints = 0
        for clue in (word + " ", *(word[:end] for end in range(1, len(word) + 1)), *_endings(word)):
            hints |= self._clues.get(clue, 0)
        return hints


def _endings(word: str) -> Iterator[str]:
    return (f"*{word[start:]} " for start in range(len(word)))


def _clues(entry: str) -> list[str]:
    """What some word must be (`word `), begin with (`word`) or end on (`*word `) for the entry to be in a text."""
    found = [_clues_of_word(word) for word in entry.removeprefix("^").split() if word != "…"]
    return max(found, key=lambda clues: min(map(len, clues)))


def _clues_of_word(pattern: str) -> list[str]:
    clues = []
    for way in pattern.split("/"):
        first, *more = (fold(part) for part in way.split("*"))
        if first:
            start, *rest = first.split(" ")
            clues.append(start if more and not rest else start + " ")
        else:
            clues.append(f"*{more[-1].split(' ')[-1]} " if more and more[-1] else "")
    return clues
