"""An answer to a question becomes a verdict: which key ideas it holds, in whose words, and what is missing."""

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.fuzz import ratio
from snowballstemmer.german_stemmer import GermanStemmer

from flows.reflection.content import Question
from flows.spelling import fold

MET, PARTLY, NOT_YET = 2, 1, 0
SENTENCE = re.compile(r"[^.!?;:\n]+")
PART = re.compile(r",|\s+[–—-]\s+|\b(?:sondern|aber|jedoch|doch|wo|weil|dass|damit|wenn|die man)\b", re.IGNORECASE)
WORD = re.compile(r"[a-z0-9]+")
NEGATION = re.compile(r"\b(?:nicht|nichts|nie|niemals|kein\w*|kaum|weder|egal|unwichtig)\b")
NOT_ONLY = re.compile(r"\bnicht (?:nur|zuletzt|allein|bloss)\b")
NOT_KNOWN = re.compile(
    r"\b(?:keine ahnung|weiss (?:ich )?(?:es |das )?(?:leider |gerade |noch )?nicht|ka|kp|ich passe|null plan)\b"
)
QUOTE = 90  # characters
ENOUGH = 4  # words below which an answer that hits nothing is no attempt
CLOSE = 80
COMMON = frozenset(
    {"kunde", "kunden", "kundin", "verkaufen", "verkaeufer", "immer", "haben", "werden", "seine", "diese"}
)
LONG = 5  # letters of a word that says what is talked about
_stemmer = GermanStemmer()  # the one in Python, the same on every machine


class Judged(Struct, frozen=True):
    """The verdict. `level` is None where it cannot be told; `found` are ideas with the words that show them."""

    level: int | None
    found: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


def judge(question: Question, text: str) -> Judged:
    """The verdict on a free answer."""
    asked = [_words(fold(wording)) for wording in question.wordings]
    parts = [part for part in _parts(text) if not _repeats(part, asked)]
    found = [(idea.title, quote) for idea in question.ideas if (quote := _evidence(idea.signs, parts)) is not None]
    titles = {title for title, _ in found}
    missing = tuple(idea.title for idea in question.ideas if idea.title not in titles)
    if len(found) >= question.full:
        return Judged(MET, tuple(found), missing)
    if found:
        return Judged(PARTLY, tuple(found), missing)
    return Judged(None if _may_mean_it(question, text) else NOT_YET, (), missing)


def pick(question: Question, key: str) -> Judged:
    """The verdict on a choice."""
    return Judged(MET if key in question.right else NOT_YET)


def chosen(labels: Sequence[str], text: str) -> int | None:
    """Which of some buttons a typed answer means: by its number, or by its words."""
    said = fold(text).strip(" .!)")
    if said.isdecimal() and len(said) < 3:
        return int(said) - 1 if 1 <= int(said) <= len(labels) else None
    close = process.extractOne(
        _words(said), [_words(fold(label)) for label in labels], scorer=ratio, score_cutoff=CLOSE
    )
    return None if close is None else int(close[2])


def _words(text: str) -> str:
    return " ".join(WORD.findall(text))


def _repeats(part: str, asked: Sequence[str]) -> bool:
    """Whether words are merely those of the question; a word or two may be both."""
    words = _words(fold(part))
    return words.count(" ") >= 2 and any(words in wording for wording in asked)


def _parts(text: str) -> list[str]:
    """The parts of each sentence, then the sentence itself; a lone „nicht“ goes with what it denies."""
    parts = []
    for sentence in SENTENCE.findall(text):
        denial = ""
        for part in PART.split(sentence):
            said = f"{denial} {part}".strip()
            denial = said if NEGATION.fullmatch(_words(fold(said))) else ""
            parts += [said] if _words(fold(said)) and not denial else []
        parts += [sentence.strip()] if _words(fold(sentence)) else []
    return parts


def _evidence(signs: Sequence[str], parts: Sequence[str]) -> str | None:
    """The part that shows one of `signs` and does not deny it; what merely repeats the question is no part."""
    return next((_shortened(part) for part in parts if any(_shows(sign, part) for sign in signs)), None)


def _shows(sign: str, said: str) -> bool:
    words = _words(fold(said))
    if not all(group.search(words) for group in _groups(sign)):
        return False
    return bool(NEGATION.search(sign)) or not NEGATION.search(NOT_ONLY.sub(" ", words))


@cache
def _groups(sign: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile("|".join(map(_pattern, group.split("|")))) for group in sign.split())


def _pattern(part: str) -> str:
    word = fold(part.removeprefix("="))
    return rf"\b{word}\b" if part.startswith("=") or len(word) < 4 else word


def _may_mean_it(question: Question, text: str) -> bool:
    """Whether an answer without any known sign could still be right: it is an attempt, and speaks of the matter."""
    words = _words(fold(text))
    if len(words.split()) < ENOUGH or NOT_KNOWN.search(words):
        return False
    return not _stems(words).isdisjoint(_matter(question))


def _matter(question: Question) -> set[str]:
    """The stems of all that belongs to the question."""
    texts = (*question.wordings, question.reason, question.model_answer, *(idea.title for idea in question.ideas))
    return {stem for text in texts for stem in _stems(_words(fold(text)))}


def _stems(words: str) -> set[str]:
    return set(
        _stemmer.stemWords(
            [word for word in words.split() if len(word) >= LONG and word not in COMMON and not NEGATION.match(word)]
        )
    )


def _shortened(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= QUOTE else line[:QUOTE].rsplit(" ", 1)[0] + " …"
