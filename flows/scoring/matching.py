"""Which fields of the hidden dossier a question or observation of the seller opens.

Three witnesses: cues (rules of thumb for each field), weights learned from example questions of all trades, and the
sample questions of the scenario at hand.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgspec import Struct
from snowballstemmer.german_stemmer import GermanStemmer

from flows.course import DOSSIER_FIELDS
from flows.spelling import UMLAUTS

_WORD = re.compile(r"[a-z0-9]+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")

OTHER = "other"  # the class of everything that asks for no field

Weights = Mapping[str, tuple[float, ...]]
"""By feature, what it says for each field of the dossier in order, and for OTHER; the empty feature is the bias."""


class Inquiry(Struct, frozen=True):
    """The words by which asking shows (inquiry.toml, which also explains how cues are written)."""

    asking: tuple[str, ...]
    tags: tuple[str, ...]
    inviting: tuple[str, ...]
    observing: tuple[str, ...]
    verbs: tuple[str, ...]
    unasked: tuple[str, ...]
    common: tuple[str, ...]
    cues: Mapping[str, tuple[str, ...]]
    weights: Weights


@dataclass(frozen=True)
class _Group:
    """One group of a cue: words that mean the same here, or that must not be there."""

    words: re.Pattern[str]
    forbidden: bool

    @classmethod
    def read(cls, text: str) -> "_Group":
        parts = text.removeprefix("!").split("|")
        return cls(re.compile("|".join(map(_pattern, parts))), text.startswith("!"))

    def holds(self, sentence: str) -> bool:
        return bool(self.words.search(sentence)) is not self.forbidden


def _pattern(part: str) -> str:
    word = part.removeprefix("=")
    return rf"\b{word}\b" if part.startswith("=") or len(word) < 4 else word


def fold(text: str) -> str:
    """Lower case, umlauts written out: what typed, dictated and umlaut-less German have in common."""
    return text.lower().translate(UMLAUTS)


def sentences(text: str) -> Iterator[str]:
    """The sentences of `text`, folded; a question mark stays, other punctuation goes."""
    for sentence in _SENTENCE.findall(text):
        words = " ".join(_WORD.findall(fold(sentence)))
        if words:
            yield words + (" ?" if "?" in sentence else "")


class Reader:
    """Turns a folded sentence into named features."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._inquiry = inquiry
        self._stemmer = GermanStemmer()  # the one in Python, the same on every machine
        self._cues = [
            (field, number, [_Group.read(group) for group in line.split()])
            for field, lines in inquiry.cues.items()
            for number, line in enumerate(lines)
        ]

    def stems(self, sentence: str) -> list[str]:
        """The stems of all words."""
        return [str(stem) for stem in self._stemmer.stemWords(_WORD.findall(sentence))]

    def words(self, sentence: str) -> dict[str, float]:
        """Stems and pairs of neighbours."""
        stems = ["^", *self.stems(sentence), "$"]
        pairs = (f"{first} {second}" for first, second in pairwise(stems))
        return dict.fromkeys(stems[1:-1], 1.0) | dict.fromkeys(pairs, 0.7)

    def signs(self, sentence: str) -> dict[str, float]:
        """Cues, whole and in part, and whether anything is asked at all."""
        found = {"?asks" if self.asks(sentence) else "?tells": 3.0}
        if sentence.endswith("?"):
            found["?mark"] = 2.0
        if any(phrase in sentence for phrase in self._inquiry.unasked):
            found["?unasked"] = 3.0
        for field, number, groups in self._cues:
            held = [group.holds(sentence) for group in groups]
            found |= {f"={field}.{number}.{place}": 1.0 for place, holds in enumerate(held) if holds}
            if all(held):
                found |= {f"={field}": 4.0, f"={field}.{number}": 1.5}
        return found

    def asks(self, sentence: str) -> bool:
        """Whether anything is asked, or observed so that one may answer."""
        inquiry, words = self._inquiry, sentence.split()
        return (
            words[-1] == "?"
            or words[0] in inquiry.verbs
            or words[-1] in inquiry.tags
            or not set(inquiry.asking).isdisjoint(words)
            or any(phrase in sentence for phrase in (*inquiry.inviting, *inquiry.observing))
        )

    def features(self, sentence: str, known: Mapping[str, object]) -> dict[str, float]:
        """Words and signs that are `known`, each of the two scaled to a length of 1."""
        return _scaled(self.words(sentence), known) | _scaled(self.signs(sentence), known)


class Matcher:
    """Opens fields for one scenario; `samples` are its sample questions by field."""

    LIKELY = 0.3  # what the weights must say for a field, and at least what they say for asking nothing
    DOUBT = 0.05  # so much more where no question mark stands
    BESIDE = 0.75  # a field nearly as likely as the best one opens too
    SIMILAR = 0.6  # cosine to a sample from which a sentence counts as asking the same

    def __init__(self, inquiry: Inquiry, samples: Mapping[str, Sequence[str]]) -> None:
        self._weights = inquiry.weights
        self._reader = Reader(inquiry)
        self._common = frozenset(self._reader.stems(" ".join(inquiry.common)))
        bags = [
            (field, self._content(part)) for field, texts in samples.items() for t in texts for part in sentences(t)
        ]
        spread = Counter(stem for _, bag in bags for stem in bag)
        self._rarity = {stem: math.log(1 + len(bags) / count) for stem, count in spread.items()}
        self._unknown = math.log(1 + len(bags))
        self._samples = [(field, self._weighed(bag)) for field, bag in bags]

    def opened(self, text: str) -> frozenset[str]:
        """The fields some sentence of `text` asks for, in any words."""
        return frozenset(field for part in sentences(text) for field in self._likely(part) | self._alike(part))

    def _likely(self, sentence: str) -> set[str]:
        if not self._reader.asks(sentence):
            return set()
        said = list(self._weights[""])
        for name, value in self._reader.features(sentence, self._weights).items():
            for place, weight in enumerate(self._weights[name]):
                said[place] += value * weight
        *fields, other = said
        doubt = 0.0 if sentence.endswith("?") else self.DOUBT
        bar = max(self.LIKELY + doubt, other + doubt, self.BESIDE * max(fields))
        return {field for field, value in zip(DOSSIER_FIELDS, fields, strict=True) if value >= bar}

    def _alike(self, sentence: str) -> set[str]:
        asked = self._weighed(self._content(sentence))
        return {field for field, sample in self._samples if _cosine(asked, sample) >= self.SIMILAR}

    def _content(self, sentence: str) -> set[str]:
        return set(self._reader.stems(sentence)) - self._common

    def _weighed(self, stems: Iterable[str]) -> dict[str, float]:
        weights = {stem: self._rarity.get(stem, self._unknown) for stem in stems}
        return _scaled(weights, weights)


def _scaled(values: Mapping[str, float], known: Mapping[str, object]) -> dict[str, float]:
    kept = {name: value for name, value in values.items() if name in known}
    length = math.sqrt(sum(value**2 for value in kept.values())) or 1.0
    return {name: value / length for name, value in kept.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(value * other.get(name, 0.0) for name, value in one.items())
