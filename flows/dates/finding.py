"""Finding what a sentence says about when, and where it says so."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from flows.dates import rules
from flows.dates.context import consider
from flows.dates.grammar import Parser
from flows.dates.joining import join, stamped
from flows.dates.meaning import Days
from flows.dates.reading import Doubt, Found
from flows.dates.tokens import Token, tokenize

assert rules  # importing them makes the grammar

NAMES = ("repeat", "span", "plain", "point", "stretch", "instant", "hours", "part", "vague")
"""What a sentence is searched for; of two that are equally long the first is taken."""

_LEADING = frozenset(
    ("am", "an", "im", "in", "den", "dem", "der", "die", "das", "zum", "zur", "auf", "fuer", "noch", "um", "erst")
)
_LOOSE = frozenset((",", "-", "/", "("))
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
    return Found(join([piece.value for piece in pieces], now), tuple(_spans(tokens, pieces)))


def _alone(tokens: Sequence[Token], now: datetime) -> list[_Piece]:
    """What is a date only where nothing else is said: "Mai", "der 15.", "1.5"."""
    said = [index for index, token in enumerate(tokens) if token.text not in {".", "!", "?", ",", "der", "den", "die"}]
    if not said or said[-1] - said[0] > 2:
        return []
    first, end = said[0], said[-1] + 1
    parser = Parser(tokens, now)
    for name in ("month", "ordinal_date"):
        value = parser.parse(name, first).get(end)
        if value is not None:
            return [_Piece(first, end, value)]
    bare = end - first == 1 and "DM" in tokens[first].classes and not tokens[first].classes["DM"][2]
    value = parser.parse("date", first).get(end) if bare else None
    if isinstance(value, Days):
        return [_Piece(first, end, value.asking(Doubt.ZAHL))]
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
            if any("MAYBE" in token.classes for token in tokens[piece.first : piece.end]):
                piece.value = piece.value.asking(Doubt.NAME)
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
