"""Words and phrases that speak for something, compiled from the content's short notation.

Entries are separated by commas, words by spaces. `*` stands for any letters, `/` separates alternatives of a word,
`…` stands for up to four words, a leading `^` for the beginning of the clause.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from flows.scoring.segments import fold

_GAP = r"(?:\w+ ){0,4}?"
_BEFORE = "(?<= )"
_OPEN = re.compile(r"[*/…^]")


def _word(pattern: str) -> str:
    parts = [
        r"\w*".join(re.escape(fold(part)) if part else "" for part in way.split("*")) for way in pattern.split("/")
    ]
    return f"(?:{'|'.join(parts)}) " if len(parts) > 1 else f"{parts[0]} "


def _entry(entry: str) -> str:
    anchored = entry.startswith("^")
    body = "".join(_GAP if word == "…" else _word(word) for word in entry.removeprefix("^").split())
    return rf"\A {body}" if anchored else _BEFORE + body


class Lexicon:
    """One concept. `found` says where in a folded text it is spoken of."""

    def __init__(self, notation: str) -> None:
        self.entries = [entry for entry in (" ".join(raw.split()) for raw in notation.split(",")) if entry]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(_entry(entry) for entry in sorted(self.entries, key=len, reverse=True)))

    def __contains__(self, text: str) -> bool:
        """Whether the folded text (spaces around it) speaks of the concept."""
        return self._pattern.search(text) is not None

    def found(self, text: str) -> list[str]:
        """The phrases found, in order, without overlap."""
        return [match.group().strip() for match in self._pattern.finditer(text)]

    def different(self, texts: Iterable[str]) -> int:
        """How many different phrases the texts use for the concept."""
        return len({phrase[:6] for text in texts for phrase in self.found(text)})


@dataclass(frozen=True, eq=False)
class _Entry:
    """An entry of a concept of which there are many, `concept` being the bit of that one."""

    concept: int
    notation: str

    def is_in(self, text: str) -> bool:
        """Whether the folded text (spaces around it) speaks of it."""
        return self._plain in text if self._plain else self._pattern.search(text) is not None

    @cached_property
    def short(self) -> bool:
        """Whether it stands in a text as soon as it stands in one word, and else does not."""
        return " " not in _entry(self.notation).removeprefix(_BEFORE)[:-1]

    @cached_property
    def _plain(self) -> str | None:
        """The words themselves where the notation leaves nothing open: these are found much faster."""
        return None if _OPEN.search(self.notation) else f" {' '.join(map(fold, self.notation.split()))} "

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_entry(self.notation))


class Lexicons:
    """Many concepts by name. `spoken` looks only for entries of which some word of the text makes a beginning."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        self._names = list(lexicons)
        self._entries: dict[str, list[_Entry]] = {}  # by the part of a word that must be there
        for at, lexicon in enumerate(lexicons.values()):
            for notation in lexicon.entries:
                entry = _Entry(1 << at, notation)
                for clue in _clues(notation):
                    self._entries.setdefault(clue, []).append(entry)
        self._anywhere = self._entries.pop("", [])
        self._hinted = lru_cache(maxsize=20_000)(self._hints)

    def spoken(self, text: str) -> set[str]:
        """The names of the concepts that the folded text (spaces around it) speaks of."""
        spoken = 0
        possible = [*self._anywhere]
        for word in text.split():
            said, begun = self._hinted(word)
            spoken |= said
            possible += begun
        for entry in possible:
            if not entry.concept & spoken and entry.is_in(text):
                spoken |= entry.concept
        return {name for at, name in enumerate(self._names) if spoken >> at & 1}

    def _hints(self, word: str) -> tuple[int, tuple[_Entry, ...]]:
        """The concepts that the word alone speaks of, and the entries it makes a beginning of."""
        said, begun = 0, []
        for clue in (word + " ", *(word[:end] for end in range(1, len(word) + 1)), *_endings(word)):
            for entry in self._entries.get(clue, ()):
                if not entry.short:
                    begun.append(entry)
                elif entry.is_in(f" {word} "):
                    said |= entry.concept
        return said, tuple(entry for entry in begun if not entry.concept & said)


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
