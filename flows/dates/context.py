"""What the words around a word of time say about it: names, counted things, versions and rooms are no dates."""

from collections.abc import Sequence

from flows.dates import words
from flows.dates.tokens import Token

_ON = frozenset(("am", "vom", "von", "bis", "ab", "den", "dem", "zum", "der", "zwischen", "und", "seit", "-", "oder", "nach", "vor", "spaetestens", "fruehestens"))  # noqa: E501 # fmt: skip
_AT = _ON | {"um", "gegen", "ca", "etwa", "kurz"}
_CALENDAR = frozenset(("WEEKDAY", "MONTH", "SEASON", "PART", "EASTER", "FEAST", "RELATIVE"))
_DAYISH = frozenset(("WEEKDAY", "RELATIVE", "PART", "DM", "DMY", "ORDINAL", "MONTH"))
_BESIDE = frozenset(("bei", "mit", "beim"))
_TIMES = frozenset(("mal", "male", "schritt", "schritte"))
_COUNTED = frozenset(
    ("advent", "adventssonntag", "adventsonntag", "quartal", "quartals", "halbjahr", "halbjahres", "haelfte", "feiertag",
     "jahreshaelfte", "weihnachtsfeiertag", "weihnachtstag", "kw", "kalenderwoche", "woche")
)  # fmt: skip
_OF = frozenset(("im", "des", "nach", "vor"))
_DAY_WORDS = frozenset(("tag", "werktag", "arbeitstag"))
_CURRENCY = frozenset("€$£%°")


def consider(tokens: Sequence[Token]) -> None:
    """Takes from each token the meanings its neighbours rule out."""
    for index, token in enumerate(tokens):
        if token.classes:
            before = tokens[index - 1] if index else None
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            _name(tokens, index, before, after)
            _short_weekday(token, before, after)
            _number(tokens, index, before, after)
            _written_date(tokens, index, before, after)
            _greeting(token, before)


def _drop(token: Token, *names: str) -> None:
    token.classes = {name: value for name, value in token.classes.items() if name not in names}


def _is(token: Token | None, names: frozenset[str]) -> bool:
    return token is not None and not names.isdisjoint(token.classes)


def _says(token: Token | None, texts: frozenset[str]) -> bool:
    return token is not None and token.text in texts


def _name(tokens: Sequence[Token], index: int, before: Token | None, after: Token | None) -> None:
    token = tokens[index]
    if not _is(token, _CALENDAR):
        return
    second = tokens[index - 2] if index > 1 else None
    following = tokens[index + 2] if index + 2 < len(tokens) else None
    titled = _says(before, words.TITLES) or (
        before is not None and before.text == "." and _says(second, words.TITLES) and not token.raw[0].isdigit()
    )
    first_name = _says(before, words.FIRST_NAMES)
    firm = _says(after, words.FIRMS) or (
        after is not None and after.text in {"&", "+", "und"} and _says(following, words.FIRMS)
    )
    glued = (
        after is not None
        and following is not None
        and after.text == "-"
        and token.end == after.start
        and after.end == following.start
        and following.raw[:1].isalpha()
        and not _is(following, _CALENDAR)
    )
    hyphenated = (
        before is not None
        and second is not None
        and before.text == "-"
        and before.end == token.start
        and second.end == before.start
        and second.raw[:1].isalpha()
        and not _is(second, _CALENDAR)
    )
    beside = _says(before, _BESIDE) and not _is(token, frozenset(("RELATIVE", "HABITUAL", "PART")))
    street = _says(before, frozenset(("des",))) and _says(second, words.PLACES)
    august = (
        token.text in {"august", "mai"}
        and after is not None
        and after.capital
        and not after.classes
        and not (
            before is not None
            and (
                before.text in {"im", "ende", "anfang", "mitte"}
                or "ORDINAL" in before.classes
                or "NUMBER" in before.classes
            )
        )
    )
    if titled or firm or glued or hyphenated or beside or august or street:
        token.classes = {}
    elif first_name and "WEEKDAY" in token.classes and (second is None or not _says(second, frozenset(("am",)))):
        token.classes = {**token.classes, "MAYBE": True}


def _short_weekday(token: Token, before: Token | None, after: Token | None) -> None:
    """Mo, Di, Mi, Do, Fr, Sa, So: many of them are also other words."""
    if "WEEKDAY" not in token.classes or token.text not in words.SHORT_WEEKDAYS:
        return
    with_number = after is not None and (
        after.raw[0].isdigit() or after.text in {"-", "/", "um"} or "PART" in after.classes
    )
    named = _says(before, frozenset(("am", "naechsten", "kommenden", "diesen", "bis", "ab", "jeden", "/", "-")))
    weekday_near = _is(before, frozenset(("WEEKDAY",))) or _is(after, frozenset(("WEEKDAY",)))
    alone = before is None and after is None
    if token.text == "so":
        kept = (with_number and after is not None and after.text != "um") or named or weekday_near
    elif token.text == "fr" and after is not None and after.capital and not after.classes:
        kept = False  # Fr. Keller
    else:
        kept = token.capital or with_number or named or alone or weekday_near
    if not kept or (
        named and before is not None and before.text == "-" and not _is(before, _CALENDAR) and token.raw.islower()
    ):
        token.classes = {}


def _number(tokens: Sequence[Token], index: int, before: Token | None, after: Token | None) -> None:
    token = tokens[index]
    second = tokens[index - 2] if index > 1 else None
    following = tokens[index + 2] if index + 2 < len(tokens) else None
    if not _is(token, frozenset(("NUMBER", "ORDINAL", "YEAR"))):
        return
    counted = after is not None and (
        (after.text in words.MEASURES and "UNIT" not in after.classes and after.text != "mal")
        or after.text in _CURRENCY
    )
    if counted or (_says(before, words.PLACES) and before is not None and before.text not in {"hr"}):
        token.classes = {}
        return
    if "ORDINAL" in token.classes and "DIGITS" not in token.classes and not token.capital and after is not None:
        noun = after.capital and not after.classes and after.text not in words.TITLES and after.text not in _COUNTED
        if (
            noun
            or after.text in _TIMES
            or after.text in words.MEASURES
            or (after.text in _DAY_WORDS and not _says(following, _OF))
        ):
            _drop(token, "ORDINAL")
    if "ORDINAL" in token.classes and _says(before, frozenset(("des",))) and _says(second, words.PLACES):
        token.classes = {}
        if after is not None:
            after.classes = {}
    if "YEAR" in token.classes and not 1990 <= token.classes["YEAR"] < 2100:
        _drop(token, "YEAR")


def _written_date(tokens: Sequence[Token], index: int, before: Token | None, after: Token | None) -> None:
    token = tokens[index]
    if _is(token, frozenset(("DMY", "CLOCK"))) and _says(before, words.PLACES):
        token.classes = {}
    if "SLASH" in token.classes:
        number, month = token.classes["SLASH"]
        alone = before is None and after is None
        if 1 <= number <= 31 and 1 <= month <= 12 and (alone or _says(before, _ON) or _is(before, _DAYISH)):
            token.classes = {"DM": (number, month, number > 12), "SLASH": (number, month)}
    if "DM" not in token.classes or "SLASH" in token.classes:
        return
    left, right, dotted = token.classes["DM"]
    if after is not None and after.text in {"uhr", "h"} and (left < 25 or not dotted):
        token.classes = {"CLOCK": (left, right, token.raw.startswith("0"))}
    elif after is not None and ("UNIT" in after.classes or after.text in words.MEASURES or after.text in _CURRENCY):
        token.classes = (
            {"AMOUNT": float(token.raw)} if "UNIT" in after.classes and not dotted and " " not in token.raw else {}
        )
    elif _says(before, words.PLACES):
        token.classes = {}
    elif not dotted:
        if 12 < right < 60 and left < 25 and (_says(before, _AT) or _is(before, _DAYISH)):
            token.classes = {"CLOCK": (left, right, token.raw.startswith("0"))}
        elif not (_says(before, _AT) or _is(before, _DAYISH) or len(tokens) == 1):
            token.classes = {}


def _greeting(token: Token, before: Token | None) -> None:
    if _is(token, frozenset(("PART", "RELATIVE"))) and _says(before, words.NOISE_BEFORE_PART):
        token.classes = {}
    elif token.text == "we" and token.raw != "WE":
        token.classes = {}
