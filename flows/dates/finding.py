"""Finding what a sentence says about when, and where it says so."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flows.dates import rules, words
from flows.dates.context import consider
from flows.dates.grammar import Parser
from flows.dates.joining import join, stamped
from flows.dates.meaning import Days, Hours, Sort
from flows.dates.reading import Doubt, Found
from flows.dates.tokens import Token, tokenize
from flows.dates.words import Part

assert rules  # importing them makes the grammar

NAMES = ("repeat", "span", "plain", "point", "stretch", "instant", "hours", "part", "vague")
"""What a sentence is searched for; of two that are equally long the first is taken."""

_LEADING = frozenset(
    ("am", "an", "im", "in", "den", "dem", "der", "die", "das", "zum", "zur", "auf", "fuer", "noch", "um", "erst")
)
_LOOSE = frozenset((",", "-", "/", "("))
_ON = frozenset(("am", "an"))
_DAYS = frozenset(("LOOSE", "WEEKDAY", "MONTH", "SEASON", "FEAST", "EASTER"))
_NOT = frozenset(("nicht", "kein", "keinen", "ausser", "nie"))
_INSTEAD = frozenset(("statt", "anstatt"))
_LONGEST = 2000  # characters; nobody needs more to say when


class _Piece(Struct):
    """A value and the tokens it was read from."""

    first: int
    end: int
    value: Any


def find(text: str, now: datetime) -> Found | None:
    """What the sentence `text` says about when, and where it says so; None if it says nothing of it.

    `now` is aware; its zone is the person's.
    """
    tokens = tokenize(text[:_LONGEST])
    consider(tokens)
    stamp = next((token for token in tokens if "STAMP" in token.classes), None)
    if stamp is not None:
        return Found(stamped(stamp.raw, now), ((stamp.start, stamp.end),))
    pieces = _alone(tokens, now) or _meant(list(_pieces(tokens, now)), tokens)
    if not pieces:
        return None
    reading = join([piece.value for piece in pieces], now)
    if reading.when is not None and not reading.ambiguous and _overlooked(tokens, pieces):
        reading = replace(reading, ambiguous=True, doubt=Doubt.WELCHER_TAG)
    return Found(reading, tuple(_spans(tokens, pieces)))


def _overlooked(tokens: Sequence[Token], pieces: Sequence[_Piece]) -> bool:
    """Whether only a clock time was understood, or a weekday, and beside it stands what may name the day."""
    if all(isinstance(piece.value, Hours | Part) for piece in pieces):
        read = {at for piece in pieces for at in range(piece.first, piece.end)}
        return any(_names_a_day(tokens, at) for at in range(len(tokens)) if at not in read)
    last = pieces[-1]
    numbered = len(tokens) == last.end + 1 and "DIGITS" in tokens[last.end].classes
    return numbered and isinstance(last.value, Days) and last.value.sort is Sort.WEEKDAY


def _names_a_day(tokens: Sequence[Token], at: int) -> bool:
    token, before = tokens[at], tokens[max(0, at - 2) : at]
    like = token.text.endswith(words.DAYLIKE) and (at == 0 or any(each.text in _ON for each in before))
    return like or token.text.endswith(words.WEEKDAY_NAMES) or not _DAYS.isdisjoint(token.classes)


def _alone(tokens: Sequence[Token], now: datetime) -> list[_Piece]:
    """What is a date only where nothing else is said: "Mai", "der 15."."""
    said = [index for index, token in enumerate(tokens) if token.text not in {".", "!", "?", ",", "der", "den", "die"}]
    if not said or said[-1] - said[0] > 2:
        return []
    first, end = said[0], said[-1] + 1
    parser = Parser(tokens, now)
    for name in ("month", "ordinal_date"):
        value = parser.parse(name, first).get(end)
        if value is not None:
            return [_Piece(first, end, value)]
    return []


def _pieces(tokens: Sequence[Token], now: datetime) -> Iterator[_Piece]:
    """From left to right the longest of what can be read."""
    parser = Parser(tokens, now)
    at = 0
    while at < len(tokens):
        piece = _longest(parser, tokens, at)
        if piece is None:
            at += 1
            continue
        if isinstance(piece.value, Days):
            maybe = [token.classes["MAYBE"] for token in tokens[piece.first : piece.end] if "MAYBE" in token.classes]
            if maybe:
                piece.value = piece.value.asking(maybe[0])
            elif at and tokens[at - 1].text in _NOT:
                piece.value = piece.value.asking(Doubt.UNGENAU)
        yield piece
        at = piece.end


def _meant(pieces: Sequence[_Piece], tokens: Sequence[Token]) -> list[_Piece]:
    """The pieces without days that are only named to be replaced: „nicht Montag, sondern Dienstag“, „statt Montag“."""
    kept = []
    for number, piece in enumerate(pieces):
        others = [other for other in pieces if other is not piece and isinstance(other.value, Days)]
        before = {token.text for token in tokens[max(0, piece.first - 2) : piece.first]}
        after = tokens[piece.end : pieces[number + 1].first] if number + 1 < len(pieces) else []
        rejected = bool(before & _INSTEAD) or (bool(before & _NOT) and any(token.text == "sondern" for token in after))
        if not (isinstance(piece.value, Days) and others and rejected):
            kept.append(piece)
    return kept


def _longest(parser: Parser, tokens: Sequence[Token], at: int) -> _Piece | None:
    """The longest piece from `at` on, small words before it allowed: "am" and "zwanzigsten Dezember"."""
    best: _Piece | None = None
    for start in range(at, min(at + 3, len(tokens))):
        for name in NAMES:
            for end, value in parser.parse(name, start).items():
                if best is None or end > best.end:
                    best = _Piece(at, end, value)
        if tokens[start].text not in _LEADING:
            break
    return best


def _spans(tokens: Sequence[Token], pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """The pieces with the small words before them, joined where only commas and such part them."""
    places: list[list[int]] = []
    for piece in pieces:
        first, floor = piece.first, places[-1][1] if places else 0
        while first > floor and tokens[first - 1].text in _LEADING:
            first -= 1
        if places and all(token.text in _LOOSE for token in tokens[floor:first]):
            places[-1][1] = piece.end
        else:
            places.append([first, piece.end])
    for first, end in places:
        yield tokens[first].start, tokens[end - 1].end
