"""Text cut into the pieces the encoder knows: a unigram vocabulary, the likeliest cut of each word."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_WORD = re.compile(r"\S+")
_START = "▁"  # marks a piece that begins a word
_UNKNOWN_COST = 10.0  # below the least likely piece, as in SentencePiece
_FIRST = 3  # letters by which is known how long a piece can get

Span = tuple[int, int]


class Pieces:
    """The vocabulary: `pieces` with their log-likelihoods, and what to read instead of certain characters.

    Kudo (2018), "Subword Regularization": the best cut is found by dynamic programming.
    """

    def __init__(self, pieces: Sequence[str], likelihoods: Sequence[float], instead: Mapping[str, str]) -> None:
        self._places = {piece: at for at, piece in enumerate(pieces)}
        self._likelihoods = likelihoods
        self._instead = str.maketrans(dict(instead))
        self._longest: dict[str, int] = {}  # piece, by its first letters
        for piece in pieces:
            first = piece[:_FIRST]
            self._longest[first] = max(self._longest.get(first, 0), len(piece))
        self._unknown = min(likelihoods) - _UNKNOWN_COST
        self.begin, self.end, self._unknown_place = (self._places[mark] for mark in ("<s>", "</s>", "<unk>"))
        self._cut = lru_cache(maxsize=20_000)(self._cut_anew)

    def __call__(self, text: str) -> tuple[list[int], list[Span]]:
        """The places of the text's pieces in the vocabulary, and for each the span of the word it belongs to."""
        places: list[int] = []
        spans: list[Span] = []
        for match in _WORD.finditer(text):
            cut = self._cut(match.group())
            places += cut
            spans += [match.span()] * len(cut)
        return places, spans

    def _cut_anew(self, written: str) -> tuple[int, ...]:
        words = written.translate(self._instead).split()
        return tuple(place for word in words for place in self._likeliest(_START + word))

    def _likeliest(self, word: str) -> tuple[int, ...]:
        size = len(word)
        best = [0.0] + [float("-inf")] * size
        last = [(0, self._unknown_place)] * (size + 1)
        for start in range(size):
            so_far = best[start]
            longest = self._longest.get(word[start : start + _FIRST], _FIRST - 1)
            for end in range(start + 1, min(size, start + longest) + 1):
                place = self._places.get(word[start:end])
                if place is not None and so_far + self._likelihoods[place] > best[end]:
                    best[end], last[end] = so_far + self._likelihoods[place], (start, place)
            if so_far + self._unknown > best[start + 1]:
                best[start + 1], last[start + 1] = so_far + self._unknown, (start, self._unknown_place)
        cut, end = [], size
        while end:
            end, place = last[end]
            cut.append(place)
        return tuple(reversed(cut))
