"""Text cut into the pieces the encoder knows: a unigram vocabulary, the likeliest cut of each word."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_WORD = re.compile(r"\S+")
_START = "▁"  # marks a piece that begins a word
_UNKNOWN_COST = 10.0  # below the least likely piece, as in SentencePiece

Span = tuple[int, int]


class Pieces:
    """The vocabulary: `pieces` with their log-likelihoods, and what to read instead of certain characters.

    Kudo (2018), "Subword Regularization": the best cut is found by dynamic programming.
    """

    def __init__(self, pieces: Sequence[str], likelihoods: Sequence[float], instead: Mapping[str, str]) -> None:
        self._places = {piece: at for at, piece in enumerate(pieces)}
        self._likelihoods = likelihoods
        self._instead = instead
        self._longest = max(map(len, pieces))
        self._unknown = min(likelihoods) - _UNKNOWN_COST
        self.begin, self.end, self._unknown_place = (self._places[mark] for mark in ("<s>", "</s>", "<unk>"))
        self._cut = lru_cache(maxsize=20_000)(self._likeliest)

    def __call__(self, text: str) -> tuple[list[int], list[Span]]:
        """The places of the text's pieces in the vocabulary, and for each the span of the word it belongs to."""
        places: list[int] = []
        spans: list[Span] = []
        for match in _WORD.finditer(text):
            read = "".join(self._instead.get(character, character) for character in match.group())
            for word in read.split():
                cut = self._cut(_START + word)
                places += cut
                spans += [match.span()] * len(cut)
        return places, spans

    def _likeliest(self, word: str) -> tuple[int, ...]:
        size = len(word)
        best = [0.0] + [float("-inf")] * size
        last = [(0, self._unknown_place)] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(size, start + self._longest) + 1):
                place = self._places.get(word[start:end])
                if place is not None and best[start] + self._likelihoods[place] > best[end]:
                    best[end], last[end] = best[start] + self._likelihoods[place], (start, place)
            if best[start] + self._unknown > best[start + 1]:
                best[start + 1], last[start + 1] = best[start] + self._unknown, (start, self._unknown_place)
        cut, end = [], size
        while end:
            end, place = last[end]
            cut.append(place)
        return tuple(reversed(cut))
