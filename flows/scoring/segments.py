"""A text cut into words, clauses and sentences, each knowing where it stands in the original."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from snowballstemmer.german_stemmer import GermanStemmer

from flows.scoring.german import ABBREVIATED, EVERYDAY, JOINTS

_TOKEN = re.compile(r"\w+(?:['’`]\w+)*|[%€]|[.!?;:…\n,„“”‚‘\"»«()–—☀-➿\U0001F000-\U0001FAFF-]")
_ORDINAL = (
    r"\b\d{1,2}\.(?=\s*(?:[a-zäöüß]|\d{1,2}\.|(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Stock|Quartal)))"
    r"|\b(?:am|zum|vom|dem|den|der|des|beim)\s\d{1,2}\.(?=\s)"
)
_WITHIN = re.compile(rf"\d[.:,](?=\d)|{_ORDINAL}|\b(?:{'|'.join(ABBREVIATED)})\.")  # marks that end nothing
_SENTENCE_ENDS = frozenset(".!?;…\n")
_CLAUSE_ENDS = re.compile(r"[,:–—()☀-➿\U0001F000-\U0001FAFF]")
_OPENING, _CLOSING = frozenset("„‚»"), frozenset("“”‘«")
_QUOTED = 4  # words a quote should have at least
_LONG = 7  # words after which a joint begins a new clause even without a comma, as in dictated text

_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "’": "'", "`": "'"})
_SPELLED_UMLAUT = re.compile(r"([aou])e(?=[^aeiou]|$)")
_STRETCHED = re.compile(r"(.)\1{2,}")
_CLITIC = re.compile(r"^[dzs]'(?=\w{3})")


@lru_cache(maxsize=1 << 15)
def fold(word: str) -> str:
    """The word without case, umlauts, apostrophes and stretched letters; both ways to write an umlaut fold alike."""
    word = _CLITIC.sub("", word.lower().translate(_UMLAUTS)).replace("'", "")
    word = _SPELLED_UMLAUT.sub(r"\1", _STRETCHED.sub(r"\1", word))
    return EVERYDAY.get(word, word)


_stemmer = GermanStemmer()  # the one in Python, the same on every machine


@lru_cache(maxsize=1 << 15)
def stem(folded: str) -> str:
    """The stem of a folded word."""
    return str(_stemmer.stemWord(folded))


@dataclass(frozen=True)
class Word:
    """One word: folded, with its place in the original."""

    folded: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence, mostly up to a comma or a joint."""

    words: tuple[Word, ...]
    start: int
    end: int
    sentence: int
    asks: bool
    quoted: bool

    @cached_property
    def text(self) -> str:
        """The folded words between single spaces, with one at either end."""
        return f" {' '.join(word.folded for word in self.words)} "

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The stems of all words, in order."""
        return tuple(stem(word.folded) for word in self.words)


@dataclass(frozen=True)
class Segments:
    """A text and its clauses in order."""

    raw: str
    clauses: tuple[Clause, ...]

    @property
    def words(self) -> Iterator[Word]:
        """All words in order."""
        for clause in self.clauses:
            yield from clause.words

    @property
    def fresh(self) -> str:
        """The text up to where it only repeats itself."""
        end = self.clauses[-1].end if self.clauses else 0
        after = next((match.start() for match in _TOKEN.finditer(self.raw, end) if match.group()[0].isalnum()), None)
        return self.raw[:after]

    @cached_property
    def text(self) -> str:
        """All folded words between single spaces."""
        return f" {' '.join(word.folded for word in self.words)} "

    def quote(self, at: int) -> str:
        """Clause number `at` as it was written, with its neighbours in the sentence if it is very short."""
        first = last = at
        while sum(len(clause.words) for clause in self.clauses[first : last + 1]) < _QUOTED:
            if self._continues(last):
                last += 1
            elif first and self._continues(first - 1):
                first -= 1
            else:
                break
        return self.raw[self.clauses[first].start : self.clauses[last].end]

    def _continues(self, at: int) -> bool:
        return at + 1 < len(self.clauses) and self.clauses[at].sentence == self.clauses[at + 1].sentence


class _Cutter:
    """Collects words until a clause ends."""

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self._words: list[Word] = []
        self._sentence = 0
        self._depth = 0
        self._first = 0  # the first clause of the running sentence

    def word(self, word: Word) -> None:
        if len(self._words) >= _LONG and word.folded in JOINTS:
            self.end_clause()
        self._words.append(word)

    def quote(self, *, opens: bool) -> None:
        self.end_clause()
        self._depth = 1 if opens else 0

    def end_clause(self) -> None:
        if self._words:
            words = tuple(self._words)
            self.clauses.append(
                Clause(words, words[0].start, words[-1].end, self._sentence, asks=False, quoted=self._depth > 0)
            )
            self._words = []

    def end_sentence(self, *, asks: bool) -> None:
        self.end_clause()
        if asks:
            for at in range(self._first, len(self.clauses)):
                c = self.clauses[at]
                self.clauses[at] = Clause(c.words, c.start, c.end, c.sentence, asks=True, quoted=c.quoted)
        self._first = len(self.clauses)
        self._sentence += 1


def segment(raw: str) -> Segments:
    """Cuts a text into clauses. Texts without any punctuation are cut at joints such as „und“ or „weil“.

    What is said twice in the same words counts once.
    """
    cutter = _Cutter()
    straight_open = False
    within = {match.end() - 1 for match in _WITHIN.finditer(raw)}
    for match in _TOKEN.finditer(raw):
        token = match.group()
        if match.start() in within:
            continue
        if token in _SENTENCE_ENDS:
            cutter.end_sentence(asks=token == "?")
        elif _CLAUSE_ENDS.match(token):
            cutter.end_clause()
        elif token == '"':
            straight_open = not straight_open
            cutter.quote(opens=straight_open)
        elif token in _OPENING or token in _CLOSING:
            cutter.quote(opens=token in _OPENING)
        elif token != "-":
            cutter.word(Word(fold(token), match.start(), match.end(), token[0].isupper()))
    cutter.end_sentence(asks=False)
    once = {clause.text: clause for clause in reversed(cutter.clauses)}
    return Segments(raw, tuple(sorted(once.values(), key=lambda clause: clause.start)))
