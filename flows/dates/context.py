"""What the words around a word of time say about it: names, counted things, versions and rooms are no dates."""

from collections.abc import Sequence

from flows.dates import words
from flows.dates.reading import Doubt
from flows.dates.tokens import Token

_ON = frozenset(
    """
    am vom von bis ab den dem zum der zwischen und seit - oder nach vor spaetestens fruehestens
    """.split()  # noqa: SIM905
)
_AT = _ON | {"um", "gegen", "ca", "etwa", "kurz"}
_AT_ONCE = frozenset(("um", "gegen", "zwischen"))
_TIMES = frozenset(("CLOCK", "PART"))
_CALENDAR = frozenset(("WEEKDAY", "MONTH", "SEASON", "PART", "EASTER", "FEAST", "RELATIVE"))
_DAYISH = frozenset(("WEEKDAY", "RELATIVE", "PART", "DM", "DMY", "ORDINAL", "MONTH"))
_NO_NAMES = frozenset(("RELATIVE", "HABITUAL", "PART"))
_COUNTED = frozenset(
    """
    advent adventssonntag adventsonntag quartal quartals halbjahr halbjahres haelfte feiertag jahreshaelfte
    weihnachtsfeiertag weihnachtstag kw kalenderwoche woche
    """.split()  # noqa: SIM905
)
_DAY_WORDS = frozenset(("tag", "werktag", "arbeitstag"))
_BEFORE_SHORT = frozenset(("am", "naechsten", "kommenden", "diesen", "bis", "ab", "jeden", "/"))
_BEFORE_WEEKEND = frozenset(("am", "naechstes", "kommendes", "dieses", "uebers", "diesem", "naechstem"))
_BEFORE_SOMEBODY = frozenset(("mit", "bei", "von", "an", "fuer", "herrn", "herr", "frau", "kollege", "kollegin"))
_REPEATS = frozenset(
    ("mal", "male", "schritt", "versuch", "termin", "gespraech", "standort", "stock", "platz", "anlauf")
)
_SINGLE = frozenset(("anruf", "termin"))
_HOUR = frozenset(("uhr", "h"))
_TO = frozenset(("-", "bis", "und"))
_CURRENCY = frozenset("€$£%°")
_NOBODY = Token("", 0, 0, {}, "")


class _Place:
    """A token and those around it; beyond the ends there is an empty one."""

    def __init__(self, tokens: Sequence[Token], index: int) -> None:
        self._tokens = tokens
        self._index = index
        self.token = tokens[index]
        self.before, self.second = self.at(-1), self.at(-2)
        self.after, self.following = self.at(1), self.at(2)

    def at(self, offset: int) -> Token:
        index = self._index + offset
        return self._tokens[index] if 0 <= index < len(self._tokens) else _NOBODY

    @property
    def alone(self) -> bool:
        return len(self._tokens) == 1


def consider(tokens: Sequence[Token]) -> None:
    """Takes from each token the meanings its neighbours rule out."""
    for index, token in enumerate(tokens):
        if token.classes:
            place = _Place(tokens, index)
            if _is_name(place) or _is_counted(place) or _is_no_weekday(place) or _is_greeting(place):
                token.classes = {}
            else:
                if token.text in words.SHORT_WEEKDAYS:
                    token.text += "."  # no longer the word "so", or "Fr." for Frau
                _weigh_ordinal(place)
                _weigh_written(place)
                _weigh_hours(place)
                _weigh_first_name(place)


def _is(token: Token, names: frozenset[str]) -> bool:
    return not names.isdisjoint(token.classes)


def _is_name(place: _Place) -> bool:
    """Frau Mai, Montag & Söhne, bei Freitag, Mai-Aktion, August Müller."""
    token, before, after = place.token, place.before, place.after
    if not _is(token, _CALENDAR):
        return False
    titled = before.text in words.TITLES or (before.text == "." and place.second.text in words.TITLES)
    firm = after.text in words.FIRMS or (
        (after.text in {"&", "+", "und"} or after.capital) and place.following.text in words.FIRMS
    )
    full = before.text in words.FIRST_NAMES and place.second.text in _BEFORE_SOMEBODY
    lady = before.text == "fr" and token.capital and not _is(token, frozenset(("PART",)))  # Fr. Mai
    beside = before.text in {"bei", "mit", "beim"} and not _is(token, _NO_NAMES)
    return titled or firm or full or lady or beside or _is_hyphenated(place) or _is_called_august(place)


def _is_hyphenated(place: _Place) -> bool:
    """Part of a compound with something that is no word of time."""
    token, before, after = place.token, place.before, place.after
    ahead = after.text == "-" and token.end == after.start and after.end == place.following.start
    behind = before.text == "-" and before.end == token.start and place.second.end == before.start
    return (ahead and place.following.raw.isalpha() and not _is(place.following, _CALENDAR)) or (
        behind and place.second.raw.isalpha() and not _is(place.second, _CALENDAR)
    )


def _is_called_august(place: _Place) -> bool:
    surname = place.after.capital and not place.after.classes and place.after.text not in words.MEASURES
    dated = place.before.text in {"im", "ende", "anfang", "mitte"} or _is(
        place.before, frozenset(("ORDINAL", "NUMBER", "WHICH"))
    )
    return place.token.text in {"august", "mai", "april"} and surname and not dated


def _is_counted(place: _Place) -> bool:
    """12 Kunden, 10 %, Raum 3, Straße des 17. Juni."""
    token, after = place.token, place.after
    if place.second.text in words.PLACES and place.before.text == "des" and "ORDINAL" in token.classes:
        after.classes = {}
        return True
    if not _is(token, frozenset(("NUMBER", "ORDINAL", "YEAR", "DM", "DMY", "CLOCK", "SLASH"))):
        return False
    if after.text in _CURRENCY or place.before.text in _CURRENCY - {"%", "°"} or place.before.text in words.PLACES:
        return True
    written_out = "DMY" in token.classes or ("DM" in token.classes and token.classes["DM"][2])  # 9.11. Termin
    clock = ":" in token.raw or (
        after.text in _SINGLE and token.classes.get("NUMBER") != 1
    )  # um 8:15 Anruf, um 8 Anruf
    measured = after.text in words.MEASURES and "UNIT" not in after.classes and after.text != "mal"
    return measured and not written_out and not clock


def _is_no_weekday(place: _Place) -> bool:
    """Mo, Di, Mi, Do, Fr, Sa, So and WE: many of them are also other words."""
    token, before, after = place.token, place.before, place.after
    if token.text == "we":
        return token.raw != "WE" and before.text not in _BEFORE_WEEKEND
    if token.text not in words.SHORT_WEEKDAYS:
        return False
    if (
        before.text in _BEFORE_SHORT
        or place.alone
        or _is_joined(before, place.second)
        or _is_joined(after, place.following)
    ):
        return False
    dated = (
        after.raw[:1].isdigit() or "PART" in after.classes or (after.text == "," and place.following.raw[:1].isdigit())
    )
    if token.text == "so":
        return not dated
    if token.text == "fr" and after.capital and not _is(after, frozenset(("PART",))):
        return True  # Fr. Keller
    return not (dated or after.text == "um" or token.capital)


def _is_joined(mark: Token, other: Token) -> bool:
    """Mo-Fr, Sa/So, Mo und Mi, Mo bis Mi."""
    return mark.text in {"-", "/", "und", "bis", "oder", "+", "&"} and "WEEKDAY" in other.classes


def _is_greeting(place: _Place) -> bool:
    return place.before.text in words.GREETINGS and _is(place.token, frozenset(("PART", "RELATIVE")))


def _weigh_ordinal(place: _Place) -> None:
    """Ordinals count: "zum ersten Mal", "am zweiten Termin" name no day of the month. Four digits may be no year."""
    token, after = place.token, place.after
    year = token.classes.get("YEAR")
    if year is not None and not 1990 <= year < 2100:
        token.classes = {name: value for name, value in token.classes.items() if name != "YEAR"}
    if "ORDINAL" not in token.classes or token.capital:
        return
    spelled = "DIGITS" not in token.classes
    noun = after.capital and not after.classes and after.text not in words.TITLES and after.text not in _COUNTED
    row = spelled and "NUMBER" in after.classes and place.following.text not in {"uhr", "h"}  # die ersten zwei Wochen
    day = after.text in _DAY_WORDS and place.following.text not in {"im", "des", "nach", "vor"}
    if (noun and spelled) or row or day or after.text in _REPEATS or after.text in words.MEASURES:
        token.classes = {name: value for name, value in token.classes.items() if name != "ORDINAL"}


def _weigh_written(place: _Place) -> None:
    """15/11 and 15.11 may be a date, a clock time, a number: their company decides."""
    token, before, after = place.token, place.before, place.after
    expected = before.text in _ON or _is(before, _DAYISH) or _is_timed(place)
    if "SLASH" in token.classes:
        number, month = token.classes["SLASH"]
        around_the_clock = (number, month) == (24, 7) and not expected
        if 1 <= number <= 31 and 1 <= month <= 12 and (place.alone or expected) and not around_the_clock:
            token.classes = {**token.classes, "DM": (number, month, number > 12)}
    elif "DM" in token.classes:
        left, right, dotted = token.classes["DM"]
        clock = {"CLOCK": (left, right, token.raw.startswith("0"))}
        to_the_hour = after.text in _TO and place.at(3).text in _HOUR
        no_month = not dotted and not 1 <= right <= 12 and right < 60 and left < 25
        if after.text in _HOUR or (to_the_hour and not dotted):
            token.classes = clock
        elif "UNIT" in after.classes and not dotted:
            token.classes = {"AMOUNT": float(token.raw)}
        elif no_month and (expected or before.text in _AT or before.text == "," or after.text in _TO or place.alone):
            token.classes = clock
        elif not dotted and not (expected or before.text in _AT):
            _weigh_bare(place, left, right)


def _is_timed(place: _Place) -> bool:
    """Whether a clock time or a part of the day follows, or a stroke and another day: 28.11 um zehn, 28.11 - 30.11."""
    after, following = place.after, place.following
    if after.text == ",":
        after, following = following, place.at(3)
    hour = "NUMBER" in after.classes and following.text in _HOUR
    return hour or after.text in _AT_ONCE or _is(after, _TIMES) or (after.text == "-" and "DM" in following.classes)


def _weigh_bare(place: _Place, left: int, right: int) -> None:
    """28.11 at either end of what was said is a day; where it may be a clock time or a number, it is asked."""
    token = place.token
    first, last = place.before is _NOBODY, place.after is _NOBODY
    if not first and not (last and left > 12):
        token.classes = {"LOOSE": True}
    elif left <= 12 or (left < 25 and right % 5 == 0):
        token.classes = {**token.classes, "MAYBE": Doubt.ZAHL}


def _weigh_hours(place: _Place) -> None:
    """Freitag 10-12: after a day such numbers are hours. 11 Uhr 3 Kunden, 11 Uhr fünf Fahrschulen: no minutes."""
    lone = len(place.token.raw) == 1 and "DIGITS" in place.token.classes
    if place.before.text == "uhr" and (lone or _counts_somebody(place)):
        place.token.classes = {}
    first, last = place.token.classes.get("NUMBER"), place.following.classes.get("NUMBER")
    if first is None or last is None or place.after.text != "-" or not 0 < first < last < 25:
        return
    end = place.at(3)
    free = not end.capital and "UNIT" not in end.classes and end.text not in words.MEASURES | _CURRENCY | {"-"}
    if free and _is(place.before, _DAYISH):
        place.token.classes = {"CLOCK": (first, 0, False)}


def _counts_somebody(place: _Place) -> bool:
    """Whether a number in words stands before a plural, and is no usual minute."""
    number, after = place.token.classes.get("NUMBER"), place.after
    if number is None or "DIGITS" in place.token.classes or number in (15, 30, 45):
        return False
    named = after.text in words.FIRST_NAMES | words.ROLES or after.text in words.TITLES
    return after.capital and not after.classes and not named and after.text.endswith(("n", "e"))


def _weigh_first_name(place: _Place) -> None:
    """Peter Freitag may be somebody, or Peter on Friday; Di Lorenzo too."""
    first_name = place.before.text in words.FIRST_NAMES | words.ROLES and place.before.capital
    italian = place.token.text == "di." and place.after.capital and not place.after.classes
    italian = italian and place.after.text not in words.TITLES | _COUNTED
    if "WEEKDAY" in place.token.classes and (first_name or italian):
        place.token.classes = {**place.token.classes, "MAYBE": Doubt.NAME}
