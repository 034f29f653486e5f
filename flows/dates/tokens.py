"""A text as words, numbers and written dates, each with what it may mean."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct
from rapidfuzz.distance import OSA

from flows.dates import words
from flows.spelling import UMLAUTS


class Token(Struct):
    """One word, number or mark: folded text, place in the original, and its values by class of the grammar."""

    text: str
    start: int
    end: int
    classes: Mapping[str, Any]
    raw: str

    @property
    def capital(self) -> bool:
        """Whether it is written like a noun or a name."""
        return self.raw[:1].isupper()


_SHAPES = re.compile(
    r"""
      (?P<my>(?<!\d)\d{1,2}[/.](?:19|20)\d{2}(?![\d.]))
    | (?P<noise>\S*@\S+ | (?:https?:|www\.)\S+
        | \+\d{1,3}(?:[ /().-]{0,2}\d{3,}){1,4} | 0\d{2,5}[ /-]{0,3}\d{2,}(?:[ /-]\d{3,})*  # telephone
        | \d+(?:[.]\d+){3,} | \d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)    # addresses of machines, thousands
        | \d+[/]\d{3,} | \d{5,})
    | (?P<stamp>\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:[+-]\d{2}:?\d{2}|Z)?)
    | (?P<week>\d{4}-?W\d{2}(?!\d))
    | (?P<ymd>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d]))
    | (?P<dmy>\d{1,2}\.\s?\d{1,2}\.(?:\d{4}|\s(?:19|20)\d{2}|'?\d{2})(?![\d:]|\.\d|\s?uhr|\s?h\b)
        | \d{1,2}[-/]\d{1,2}[-/](?:\d{4}|\d{2})(?!\d))
    | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d))
    | (?P<dm>\d{1,2}\.\d{1,2}(?!\d)\.? | \d{1,2}\.\s\d{1,2}\.(?!\d))
    | (?P<slash>\d{1,2}/\d{1,2}(?![\d/]))
    | (?P<decimal>\d+,\d+)
    | (?P<ordinal>\d{1,2}\.(?!\d) | \d{1,2}(?:st|t)e[nrs]?\b)
    | (?P<number>\d+)
    | (?P<word>(?:[^\W\d_][̀-ͯ]*)+)
    | (?P<mark>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
_DASHES = "-–—‐‑−"
_ABBREVIATED = frozenset(
    """
    mo di mi do fr sa so jan jaen feb febr mrz apr jun jul aug sep sept okt nov dez std stdn min sek tg kw st hl
    """.split()  # noqa: SIM905
)
"""A dot behind these belongs to them."""


def fold(word: str) -> str:
    """Small letters, umlauts written out."""
    return unicodedata.normalize("NFKC", word).casefold().translate(UMLAUTS)


def _meanings() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = {}
    for name, values in words.CLASSES.items():
        for word, value in values.items():
            table.setdefault(word, {})[name] = value
    for word in list(table):  # typed without the dots: ubermorgen, nachste, Marz, funf
        for digraph, letter in (("ae", "a"), ("oe", "o"), ("ue", "u")):
            if digraph in word and (bare := word.replace(digraph, letter)) not in table and len(bare) > 3:
                table[bare] = table[word]
    return table


_MEANINGS = _meanings()
_HEADS = {head for head in (*words.WEEKDAYS, *words.MONTHS, *words.RELATIVE) if len(head) > 2} - words.HABITUAL
_TAILS = {*words.PARTS, "woche", "haelfte", "wochenende"}
_COMPOUND = re.compile(
    rf"({'|'.join(sorted(_HEADS, key=len, reverse=True))})s?({'|'.join(sorted(_TAILS, key=len, reverse=True))})"
)


@lru_cache(maxsize=4096)
def _slip(word: str) -> str | None:
    """The word of time that `word` mistypes by a letter or two; of a short one only two letters may be swapped."""
    if len(word) < 5 or word in words.NOT_A_SLIP:
        return None
    likely = [known for known in words.SLIPS if known[0] == word[0]]
    best = min(likely, key=lambda known: OSA.distance(word, known), default="")
    allowed = 2 if len(best) >= 9 and len(word) >= 8 else 1
    if best and OSA.distance(word, best) <= allowed:
        return best
    swapped = (known for known in words.TWISTS if sorted(known) == sorted(word))
    return next((known for known in swapped if OSA.distance(word, known) == 1), None)


def _word_parts(raw: str, start: int) -> Iterator[tuple[str, str, int]]:
    """The word, or both halves of "Montagabend": folded, raw and where it starts."""
    word = fold(raw)
    compound = None if word in _MEANINGS else _COMPOUND.fullmatch(word)
    cut = next((place for place in range(1, len(raw)) if compound and fold(raw[place:]) == compound[2]), None)
    if compound is None or cut is None:
        yield word, raw, start
    else:
        yield compound[1], raw[:cut], start
        yield compound[2], raw[cut:], start + cut


def tokenize(text: str) -> list[Token]:
    """The tokens of `text`, in order."""
    tokens: list[Token] = []
    for match in _SHAPES.finditer(text):
        kind, raw = match.lastgroup or "mark", match.group()
        if kind == "word":
            for word, part, start in _word_parts(raw, match.start()):
                tokens.append(Token(word, start, start + len(part), _classes(word), part))
        elif kind == "mark":
            before = tokens[-1] if tokens else None
            if raw == "." and before and before.end == match.start() and before.text in _ABBREVIATED:
                before.end = match.end()
            else:
                mark = "-" if raw in _DASHES else raw
                tokens.append(Token(mark, match.start(), match.end(), {}, raw))
        else:
            tokens.append(Token(raw, match.start(), match.end(), _numeric(kind, raw), raw))
    return tokens


def _classes(word: str) -> Mapping[str, Any]:
    known = _MEANINGS.get(word)
    return _MEANINGS.get(_slip(word) or "", {}) if known is None else known


def _numeric(kind: str, raw: str) -> Mapping[str, Any]:
    numbers = [int(number) for number in re.findall(r"\d+", raw)]
    match kind:
        case "ordinal":
            return {"ORDINAL": numbers[0], "DIGITS": numbers[0], "NTH": numbers[0]}
        case "number" if len(raw) == 4:
            return {"NUMBER": numbers[0], "YEAR": numbers[0], "DIGITS": numbers[0]}
        case "number":
            return {"NUMBER": numbers[0], "DIGITS": numbers[0]}
        case "decimal":
            return {"AMOUNT": float(raw.replace(",", "."))}
        case "clock":
            return {"CLOCK": (numbers[0], numbers[1], raw[0] == "0")}
        case "dm":
            return {"DM": (numbers[0], numbers[1], raw.endswith("."))}
        case "slash":
            return {"SLASH": (numbers[0], numbers[1])}
        case "my":
            return {"MY": (numbers[0], numbers[1])}
        case "dmy":
            return {"DMY": (numbers[0], numbers[1], numbers[2] + (2000 if numbers[2] < 100 else 0))}
        case "ymd":
            return {"DMY": (numbers[2], numbers[1], numbers[0])}
        case "week":
            return {"ISOWEEK": (numbers[0], numbers[1])}
        case "stamp":
            return {"STAMP": raw}
    return {}
