"""Which fields of the hidden dossier a question or observation of the seller opens."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import snowballstemmer
from msgspec import Struct
from rapidfuzz.distance import DamerauLevenshtein

_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORD = re.compile(r"[a-z0-9]+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


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


@dataclass(frozen=True)
class _Sample:
    field: str
    weights: Mapping[str, float]
    length: float


@dataclass(frozen=True)
class _Group:
    parts: tuple[str, ...]
    forbidden: bool

    @classmethod
    def read(cls, text: str) -> "_Group":
        return cls(tuple(text.removeprefix("!").split("|")), text.startswith("!"))

    def holds(self, words: Sequence[str]) -> bool:
        return any(_occurs(part, words) for part in self.parts) is not self.forbidden


def fold(text: str) -> str:
    """Lower case, umlauts written out: what typed, dictated and umlaut-less German have in common."""
    return text.lower().translate(_FOLD)


class Matcher:
    """Opens fields by the sample questions of a scenario and by the general cues of each field."""

    SIMILAR = 0.5  # cosine to a sample from which a sentence counts as asking the same
    MARGIN = 0.8  # a field nearly as similar as the best one opens too

    def __init__(self, inquiry: Inquiry, samples: Mapping[str, Sequence[str]]) -> None:
        self._inquiry = inquiry
        self._stemmer = snowballstemmer.stemmer("german")
        self._common = frozenset(inquiry.common)
        bags = [(field, self._stems(fold(text))) for field, texts in samples.items() for text in texts]
        spread = Counter(stem for _, bag in bags for stem in set(bag))
        self._unknown = math.log(1 + len(bags))
        self._rarity = {stem: math.log(1 + len(bags) / count) for stem, count in spread.items()}
        self._samples = [self._weigh(bag, field) for field, bag in bags]
        self._cues = {
            field: [tuple(_Group.read(group) for group in line.split()) for line in lines]
            for field, lines in inquiry.cues.items()
        }

    def opened(self, text: str) -> frozenset[str]:
        """The fields some sentence of `text` asks for, in any words."""
        found: set[str] = set()
        for sentence in map(fold, _SENTENCE.findall(text)):
            if self._inquires(sentence):
                found |= self._by_cue(sentence) | self._by_sample(sentence)
        return frozenset(found)

    def _inquires(self, sentence: str) -> bool:
        inquiry, words = self._inquiry, _WORD.findall(sentence)
        spoken = " ".join(words)
        if any(phrase in spoken for phrase in inquiry.unasked):
            return False
        return (
            "?" in sentence
            or not set(inquiry.asking).isdisjoint(words)
            or any(phrase in spoken for phrase in (*inquiry.inviting, *inquiry.observing))
            or (bool(words) and (words[0] in inquiry.verbs or words[-1] in inquiry.tags))
        )

    def _by_cue(self, sentence: str) -> set[str]:
        words = _WORD.findall(sentence)
        return {
            field for field, lines in self._cues.items() if any(all(g.holds(words) for g in line) for line in lines)
        }

    def _by_sample(self, sentence: str) -> set[str]:
        asked = self._weigh(self._stems(sentence))
        best: dict[str, float] = {}
        for sample in self._samples:
            best[sample.field] = max(best.get(sample.field, 0.0), _cosine(asked, sample))
        threshold = max(self.SIMILAR, self.MARGIN * max(best.values(), default=0.0))
        return {field for field, value in best.items() if value >= threshold}

    def _stems(self, folded: str) -> list[str]:
        words = [word for word in _WORD.findall(folded) if word not in self._common]
        return [str(stem) for stem in self._stemmer.stemWords(words)]

    def _weigh(self, stems: Iterable[str], field: str = "") -> _Sample:
        weights = {stem: self._rarity.get(stem, self._unknown) for stem in stems}
        return _Sample(field, weights, math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0)


def _occurs(part: str, words: Sequence[str]) -> bool:
    if part.startswith("=") or len(part) < 4:
        return part.removeprefix("=") in words
    if any(part in word for word in words):
        return True
    return len(part) >= 7 and any(_mistyped(part, word[: len(part)]) for word in words)


def _mistyped(part: str, word: str) -> bool:
    return len(word) >= 7 and word[0] == part[0] and DamerauLevenshtein.distance(part, word, score_cutoff=1) <= 1


def _cosine(one: _Sample, other: _Sample) -> float:
    shared = one.weights.keys() & other.weights.keys()
    return sum(one.weights[stem] * other.weights[stem] for stem in shared) / (one.length * other.length)
