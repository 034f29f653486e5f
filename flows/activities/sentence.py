"""A sentence cut into words and clauses, with what is said of when taken out."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from flows.scoring.segments import fold

_TOKEN = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@\w{3,}|\w+(?:[-'’&+/.]\w+)*|[.!?;:…\n,()„“”\"»«–—+&]|[^\w\s]")
_SENTENCE_ENDS = frozenset(".!?;…\n")
_BREAKS = frozenset(',:()–—„“”"»«')
_ABBREVIATIONS = frozenset(
    """
    dr prof fa fr hr hrn nr ca str st bzw mr mrs ms inkl bzgl evtl ggf tel max min dipl ing med jur co
    """.split()  # noqa: SIM905 - easier to read and to extend than a list
)
_JOINTS = frozenset(("dass", "ob", "weil", "wenn", "falls", "sobald", "sofern", "nachdem", "obwohl", "sodass"))
_SUBORDINATING = _JOINTS | frozenset(
    """
    bevor ehe damit bis seitdem solange wahrend wie was wer wen wem wann wo wohin warum wieso weshalb welche welchen
    welcher welches welchem womit wozu
    """.split()  # noqa: SIM905
)
_LEADING = frozenset(("bevor", "ehe", "damit", "da", "wahrend", "solange", "indem", "seitdem"))
_ASKING = frozenset(("wie", "was", "wer", "wen", "wem", "wann", "wo", "warum"))
_PERSONS = frozenset(("ich", "er", "sie", "wir", "man", "es"))
COORDINATING = frozenset(("und", "u", "aber", "sondern", "oder", "dann", "statt", "anstatt", "bzw", "sowie", "+", "&"))
_LETTERS = str.maketrans({"ß": "ss", "ı": "i", "ł": "l", "ø": "o", "æ": "a", "đ": "d", "’": "'"})
_SPELLED_UMLAUT = re.compile(r"([ao]|(?<![aeq])u)e(?=[^aeiou]|$)")  # but not „neuen“, „bauen“, „Quelle“


@lru_cache(maxsize=1 << 14)
def key(word: str) -> str:
    """The word without case, accents and umlauts, however they were written."""
    plain = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS))
    return _SPELLED_UMLAUT.sub(r"\1", "".join(letter for letter in plain if not unicodedata.combining(letter)))


class Token(Struct, frozen=True):
    """One word or mark: its key, its place, and whether it belongs to what is said of when."""

    text: str
    key: str
    start: int
    end: int
    dated: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def is_word(self) -> bool:
        """Whether it is no mark."""
        return self.text[0].isalnum() or self.text[0] in "@_"


class Clause(Struct, frozen=True, dict=True):
    """Part of a sentence, from token number `first` on."""

    tokens: tuple[Token, ...]
    first: int
    asks: bool
    quoted: bool
    mark: str  # what stands before it: a mark, a word that joins, or nothing
    leads: bool = False  # whether it opens a sentence that goes on with its verb: „Bevor ich fahre, rufe ich …“

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """The words that say nothing of when."""
        return tuple(token for token in self.tokens if token.is_word and not token.dated)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Their keys."""
        return tuple(word.key for word in self.words)

    @cached_property
    def folded(self) -> str:
        """The words as a lexicon reads them."""
        return f" {' '.join(fold(word.text) for word in self.words)} "

    @cached_property
    def said(self) -> str:
        """All its words as a lexicon reads them, those of when too: „öfter“ is one of them."""
        return f" {' '.join(fold(token.text) for token in self.tokens if token.is_word)} "

    def joined(self, other: "Clause", tokens: Sequence[Token]) -> "Clause":
        """This and the `other` one after it as one."""
        last = other.first + len(other.tokens)
        return Clause(tuple(tokens[self.first : last]), self.first, self.asks or other.asks, self.quoted, self.mark)

    @property
    def subordinate(self) -> bool:
        """Whether it only says something about another clause."""
        if self.leads:
            return True
        if not self.tokens or (self.tokens[0].dated and self.tokens[0].key != "sobald"):
            return False
        after = self.mark in (",", "joint")
        return self.tokens[0].key in (_SUBORDINATING if after else _JOINTS)


class Sentence(Struct, frozen=True, dict=True):
    """What somebody wrote in one go."""

    raw: str
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]

    @cached_property
    def cased(self) -> bool:
        """Whether capitals mean anything in it."""
        words = [token for token in self.tokens if token.text[0].isalpha()]
        return any(word.capital for word in words[1:]) and any(word.text[0].islower() for word in words)


def cut(raw: str, spans: Sequence[tuple[int, int]]) -> Sentence:
    """Cuts `raw` into words and clauses; what lies in `spans` speaks of when."""
    tokens = tuple(
        Token(
            match.group(),
            key(match.group()),
            match.start(),
            match.end(),
            any(start < match.end() and match.start() < end for start, end in spans),
        )
        for match in _TOKEN.finditer(raw)
    )
    return Sentence(raw, tokens, tuple(_clauses(tokens)))


def _clauses(tokens: Sequence[Token]) -> list[Clause]:
    clauses: list[Clause] = []
    start, mark, quoted = 0, "", False
    for at, token in enumerate(tokens):
        ends, skip, joint = _ends(tokens, at, begun=at > start)
        if not ends:
            continue
        if at > start:
            clauses.append(Clause(tuple(tokens[start:at]), start, asks=token.text == "?", quoted=quoted, mark=mark))
        if token.text in '„“”"»«':
            quoted = token.text in "„»" or (token.text == '"' and not quoted)
        start, mark = at + skip, joint
    if start < len(tokens):
        clauses.append(Clause(tuple(tokens[start:]), start, asks=False, quoted=quoted, mark=mark))
    return _asking(_leading(clauses))


def _ends(tokens: Sequence[Token], at: int, *, begun: bool) -> tuple[bool, int, str]:
    """Whether a clause ends before token number `at`, how many tokens to leave out, and what joins the next."""
    token = tokens[at]
    if token.dated:
        return False, 0, ""
    if token.text in _SENTENCE_ENDS:
        abbreviated = token.text == "." and at > 0 and (tokens[at - 1].key in _ABBREVIATIONS or tokens[at - 1].dated)
        return not abbreviated, 1, token.text
    if token.text in _BREAKS:
        return True, 1, token.text
    if token.key in COORDINATING and not (token.key == "statt" and _closes(tokens, at)):
        return True, 1, token.key
    asks = token.key in _ASKING and at + 1 < len(tokens) and tokens[at + 1].key in _PERSONS
    return begun and (token.key in _JOINTS or asks), 0, "joint"


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Whether no word follows: „findet am Montag statt“."""
    return at + 1 == len(tokens) or not tokens[at + 1].is_word


def _leading(clauses: Sequence[Clause]) -> list[Clause]:
    """Marks the clauses that come before the one they belong to, up to the comma after them."""
    result, ahead = list(clauses), 0
    for at, clause in enumerate(clauses):
        if at < ahead or not (clause.mark in _SENTENCE_ENDS or not clause.mark) or not _opens(clause):
            continue
        ahead = at + 1
        while ahead < len(clauses) and clauses[ahead].mark in COORDINATING:
            ahead += 1
        if ahead < len(clauses) and clauses[ahead].mark == ",":
            result[at:ahead] = [replace(each, leads=True) for each in clauses[at:ahead]]
    return result


def _opens(clause: Clause) -> bool:
    """Whether a clause begins as „Bevor ich fahre“ or „Um ihr das Haus zu zeigen“; „da rufe ich“ is none."""
    first, *others = clause.tokens
    if first.dated or len(others) < 2:
        return False
    if first.key == "um":
        return any("zu" in token.key for token in others[-2:])
    return first.key in _LEADING and not (first.key == "da" and others[1].key in _PERSONS)


def _asking(clauses: Sequence[Clause]) -> list[Clause]:
    """A question mark makes a question of everything back to the mark that ends the sentence before."""
    asking, result = False, []
    for clause in reversed(clauses):
        asking = clause.asks or asking
        result.append(replace(clause, asks=asking))
        if clause.mark in _SENTENCE_ENDS or clause.mark in ':„»"':
            asking = False
    return result[::-1]
