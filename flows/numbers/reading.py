"""Finding the number in an answer, and what is said around it: unit, sign, „auf“ or „um“, „ungefähr“.

Nothing is guessed: what can be read in two ways is a `Doubt`, and what cannot be read is a `Refusal`.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct
from msgspec.structs import replace

from flows.numbers import spoken
from flows.numbers.figures import read_figure
from flows.numbers.number import Doubt, Number, Refusal, Unit, Unreadable, Way, Why
from flows.numbers.spoken import MILLION, SCALES, THOUSAND

LONGEST = 200
MOST_WORDS = 14  # of one number
HUGE = Decimal(10) ** 13
CENT = Decimal("0.01")

CURRENCIES: Mapping[str, str] = {
    **dict.fromkeys(["€", "eur", "euro", "euros", "teur", "keur", "meur"], "EUR"),
    **dict.fromkeys(["chf", "franken", "fr", "sfr", "tchf", "kchf", "mchf"], "CHF"),
    **dict.fromkeys(["$", "£", "¥", "usd", "gbp", "dollar", "dollars", "pfund", "yen", "kronen"], "?"),
}
PER_CENT = {"%", "prozent", "prozente", "prozentpunkte", "prozentpunkten", "percent", "pct"}
CENTS: Mapping[str, str] = {"cent": "EUR", "cents": "EUR", "rappen": "CHF"}
NAMED = {**CURRENCIES, **CENTS}
PEOPLE = {
    "kunde", "kunden", "kundin", "kundinnen", "neukunde", "neukunden", "neukundinnen", "stammkunden", "abnehmer",
    "firmen", "betriebe", "unternehmen", "leute", "personen", "aufträge", "auftraege", "stück", "stueck",
}  # fmt: skip
SPANS = {
    "sekunden", "minuten", "stunde", "stunden", "uhr", "tag", "tage", "tagen", "woche", "wochen", "monat", "monate",
    "monaten", "quartal", "quartale", "quartalen", "jahre", "jahren", "kilometer", "km", "meter", "kilo", "kg",
}  # fmt: skip
"""Right after a number these make it a length of time or a measure, neither customers nor money."""

ABOUT = {
    "ca", "circa", "zirka", "rund", "etwa", "ungefähr", "ungefaehr", "ungefahr", "knapp", "fast", "gut", "gegen", "~",
    "≈", "±", "plusminus", "schätzungsweise", "schaetzungsweise", "geschätzt", "geschaetzt", "vielleicht", "wohl",
    "mindestens", "höchstens", "hoechstens", "maximal", "über", "ueber", "unter",
}  # fmt: skip
BY_BEFORE = {"um", "plus", "+", "weitere", "weiteren", "zusätzlich", "zusaetzlich", "noch", "nochmal"}
BY_AFTER = {
    "mehr", "dazu", "zusätzlich", "zusaetzlich", "hinzu", "obendrauf", "drauf", "dazugewinnen",
    "hinzugewinnen", "gewinnen", "neue", "neuen", "weitere", "zuwachs", "wachstum", "steigerung",
}  # fmt: skip
TO_BEFORE = {"auf", "insgesamt", "gesamt", "dann", "total", "zusammen"}
TO_AFTER = {"insgesamt", "gesamt", "total", "zusammen"}
LESS_BEFORE = {"-", "minus"}
LESS_AFTER = {"weniger", "minus", "verlieren", "abgeben", "abbauen", "reduzieren", "senken", "verringern", "kürzen"}
LEADING = ABOUT | BY_BEFORE | TO_BEFORE | LESS_BEFORE | CURRENCIES.keys() | {".", "genau", "nur", "die", "so"}
JOINTS = {"-", "–", "—", "bis", "oder", "und", "/", "äh", "ähm", "nein", "quatsch", "sondern", "nicht", "von"}
OTHERS = {"x", "mal", "nullen", "stellen", "stellig", "handvoll", "ziffern"}  # "6-stellig", "zwei Handvoll"
BETWEEN = {"pro", "je", "mit", "von", "bei", "an", "für", "fuer", "/"}  # "4.500 pro Kunde"
ARTICLES = {"ein", "eine", "einen", "einem", "einer", "eines"}
BESIDE_ARTICLES = PEOPLE | PER_CENT | ABOUT | BY_BEFORE | BY_AFTER | TO_BEFORE | {".", "!", "nur", "genau"}

RATE = re.compile(
    r"\b(?:pro|je|im|jede[nrs]?|a|à|die|in der|am)\s?(?:monat|woche|quartal|halbjahr|tag|stunde)\b|"
    r"/\s?(?:monat|mon|m|woche|quartal|tag|stunde|h)\b|\bp\.?\s?m\b|\bmtl\b|\bmonatlich|\bw(?:ö|oe)chentlich|"
    r"\bt(?:ä|ae)glich|\bquartalsweise|\b(?:halb|viertel)j(?:ä|ae)hrlich"
)
MONTH = re.compile(
    r"\b(?:januar|j(?:ä|ae)nner|februar|m(?:ä|ae)rz|april|mai|juni|juli|august|september|oktober|november|dezember)\b"
)
DATE = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{2,4}\b|\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}:\d{2}\b")
VAGUE = re.compile(
    r"\b(?:ein paar|paar|viele?|einige|mehrere|wenige?|etliche|hunderte|tausende|millionen|milliarden|mio|ein haufen|"
    r"eine? menge|möglichst|moeglichst|genug)\b"
)
NOTHING = re.compile(
    r"(?:(?:noch|gar|derzeit|bisher|momentan|überhaupt|bis jetzt|habe?|ich) )*"
    r"(?:keine?n?|keiner|niemand(?:en)?|nichts|nix|zero)"
    r"(?: (?:kunden?|kundinnen|neukunden|neuen?|umsatz|einzige[nr]?|euro|mehr|da|davon))*"
)
LIMIT = re.compile(
    r"\bplus ?(?:/ ?)?minus\b|\b(?:nicht )?(?:mehr|weniger) als\b|\b(?:so )?(?:um|an) die\b"
)  # "um die 400" is no growth
WRITTEN_OUT = re.compile(r"(?<=\d) ?[.,] ?[-–—]{1,2}(?! ?\d)")  # 500,-
SLASHES = {"1/2": "0,5", "1/4": "0,25", "3/4": "0,75"}
SLASHED = re.compile(r"(?<!\d)(?:1/2|1/4|3/4)(?= ?m(?:io|ill|rd))")
SAME = re.compile(r"\b(?:gleich(?:bleiben)?|unverändert|unveraendert|halten|so lassen)\b")
DOUBLE = re.compile(r"\b(?:ver)?doppel(?:t(?:e[ns]?)?|n|ung)?\b")
MULTIPLE = re.compile(r"\b(?:ver)?(\w+?)(?: ?-?fach(?:e[ns]?|t)?| ?mal so viele?| ?x so viele?)\b")
PARTS: Mapping[str, Decimal] = {
    **dict.fromkeys(("hälfte", "haelfte"), Decimal(50)),
    "drittel": Decimal("33.33"),
    "viertel": Decimal(25),
    **dict.fromkeys(("fünftel", "fuenftel"), Decimal(20)),
    "zehntel": Decimal(10),
}
PART = re.compile(rf"\b({'|'.join(PARTS)})\b")

VULGAR = {"½": ",5", "¼": ",25", "¾": ",75", "⅕": ",2", "⅖": ",4", "⅗": ",6", "⅘": ",8", "⅛": ",125"}
SIGNS = str.maketrans(dict.fromkeys("’‘´`ʼ", "'") | dict.fromkeys("−‐‑", "-"))
TOKEN = re.compile(r"(?P<figure>\d+(?:[.,']\d+| \d{3}(?!\d))*)|[^\W\d_]+|[^\w\s]|_")


class _Token(Struct, frozen=True):
    text: str
    figure: bool
    glued: bool  # no space before it


class _Phrase(Struct, frozen=True):
    """A number in the text: its possible values, where it stands, and its scale."""

    values: tuple[Decimal, ...]
    start: int
    end: int
    doubt: Why | None = None
    scale: Decimal | None = None


def read_number(text: str, asked: Unit) -> Number | Doubt | Refusal:
    """The number in `text`, which answers a question for `asked`; a share is accepted for any."""
    try:
        return _read(_tidy(text), asked)
    except Unreadable as fault:
        return Refusal(fault.why)


def _read(said: str, asked: Unit) -> Number | Doubt:
    if DATE.search(said) or (MONTH.search(said) and re.search(r"\d", said)):
        raise Unreadable(Why.DATE)
    if asked is not Unit.PERCENT and RATE.search(said):
        raise Unreadable(Why.PERIOD)
    if (times := _times(said)) is not None:
        return Number((times - 1) * 100, Unit.PERCENT, Way.BY)
    limited = LIMIT.sub(" ", said)
    tokens = list(_tokens(limited))
    about = limited != said or any(token.text in ABOUT for token in tokens)
    match _phrases(tokens, asked):
        case []:
            return _without_figure(said, tokens, asked)
        case [phrase]:
            denied = any(token.text in ("nicht", "kein", "keine") for token in tokens[: phrase.start])
            return _settle(_numbers(tokens, phrase, asked, about), phrase.doubt or (Why.DENIED if denied else None))
        case phrases:
            return _choose(tokens, phrases, asked, about)


def _tidy(text: str) -> str:
    """Lower case, plain spaces and digits; what only looks like a digit (², ①, Ⅳ) is none."""
    if len(text) > LONGEST:
        raise Unreadable(Why.NONE)
    letters: list[str] = []
    for place, letter in enumerate(text):
        category = unicodedata.category(letter)
        if letter in VULGAR:
            letters.append(VULGAR[letter] if place and text[place - 1].isdecimal() else "0" + VULGAR[letter])
        elif category == "Nd":
            letters.append(str(unicodedata.decimal(letter)))
        elif category in ("No", "Nl"):
            raise Unreadable(Why.NONE)
        elif category[0] == "Z" or category == "Cc":
            letters.append(" ")
        elif category != "Cf" and letter not in "\ufe0f\u20e3":  # invisible, or the frame of a digit as emoji
            letters.append(letter)
    said = unicodedata.normalize("NFKC", "".join(letters)).casefold().translate(SIGNS)
    said = WRITTEN_OUT.sub(" ", " ".join(said.split()))
    said = SLASHED.sub(lambda part: SLASHES[part[0]], said)
    if not said.strip(" .,;:!?-–—…"):
        raise Unreadable(Why.EMPTY)
    return spoken.mended(said)


def _tokens(said: str) -> Iterator[_Token]:
    end = 0
    for found in TOKEN.finditer(said):
        yield _Token(found[0], found.lastgroup == "figure", found.start() == end and end > 0)
        end = found.end()


# --- the numbers in a text -------------------------------------------------------------------------------------


def _phrases(tokens: Sequence[_Token], asked: Unit) -> list[_Phrase]:
    """Every number in the text. An article, or a length of time, counts only if there is nothing else."""
    found: list[_Phrase] = []
    place = 0
    while place < len(tokens):
        floor = found[-1].end if found else 0
        phrase = _in_figures(tokens, place, floor, asked) if tokens[place].figure else _in_words(tokens, place)
        if phrase is None:
            place += 1
            continue
        _refuse_rest(tokens, phrase)
        joined = _joined(tokens, found[-1], phrase) if found else None
        found = [*found[:-1], joined] if joined else [*found, phrase]
        place = phrase.end
    numerals = [phrase for phrase in found if not _is_article(tokens, phrase)]
    lasting = [phrase for phrase in numerals if phrase.end >= len(tokens) or tokens[phrase.end].text not in SPANS]
    if numerals or not found:
        return lasting or numerals
    beside = (token.text for place, token in enumerate(tokens) if place != found[0].start)
    return found if all(text in BESIDE_ARTICLES for text in beside) else []


def _is_article(tokens: Sequence[_Token], phrase: _Phrase) -> bool:
    follows = tokens[phrase.end].text if phrase.end < len(tokens) else ""
    listed = follows in (",", "-", "–", "/", "bis", "oder")  # "ein, zwei"
    return phrase.end == phrase.start + 1 and tokens[phrase.start].text in ARTICLES and not listed


def _in_words(tokens: Sequence[_Token], start: int) -> _Phrase | None:
    """The longest run of words from `start` on that is a number."""
    end = start
    while end < min(len(tokens), start + MOST_WORDS) and tokens[end].text.isalpha():
        end += 1
    for stop in range(end, start, -1):
        words = [token.text for token in tokens[start:stop]]
        if "und" not in (words[0], words[-1]) and (value := spoken.read_words(" ".join(words))) is not None:
            scale, stop = _scale_after(tokens, stop)
            return _Phrase((value * (scale or 1),), start, stop, scale=scale or SCALES.get(words[-1]))
    return None


def _in_figures(tokens: Sequence[_Token], place: int, floor: int, asked: Unit) -> _Phrase:
    before = tokens[place - 1].text if place else ""
    if before in (".", ",") and tokens[place].glued and not tokens[place - 1].glued:  # ".5"
        raise Unreadable(Why.SPELLING)
    fit = before in CURRENCIES or before in SCALES or before in ABOUT
    if tokens[place].glued and not fit and (before.isalpha() or before in "#@_=^*"):
        raise Unreadable(Why.SPELLING)
    scale, end = _scale_after(tokens, place + 1)
    scale = scale or _scale_before(tokens, place, floor)
    unit = Unit.PERCENT if end < len(tokens) and tokens[end].text in PER_CENT else asked
    values, doubt = read_figure(tokens[place].text, unit, scaled=scale is not None)
    if end < len(tokens) and tokens[end].text in ("m", "mil"):  # millions, most likely
        sure = end + 1 < len(tokens) and tokens[end + 1].text in CURRENCIES
        return _Phrase((values[0] * MILLION,), place, end + 1, None if sure else Why.SPELLING, MILLION)
    return _Phrase(tuple(value * (scale or 1) for value in values), place, end, doubt, scale)


def _scale_after(tokens: Sequence[_Token], place: int) -> tuple[Decimal | None, int]:
    """The scale that begins at `place`, and where it ends: „Mio.“, „T€“, „hundert Tausend“."""
    scale: Decimal | None = None
    while place < len(tokens):
        text = tokens[place].text
        is_t = text == "t" and place + 1 < len(tokens) and tokens[place + 1].text in CURRENCIES
        factor = THOUSAND if is_t else SCALES.get(text)
        if factor is None:
            break
        scale = (scale or 1) * factor
        if text in CURRENCIES:
            break
        place += 1
        if place < len(tokens) and tokens[place].text == "." and not is_t:
            place += 1
    return scale, place


def _scale_before(tokens: Sequence[_Token], place: int, floor: int) -> Decimal | None:
    """„T€ 50“, „Mio. EUR 1,2“, „EUR Mio 2“; not what belongs to the number before."""
    leading = [token.text for token in tokens[floor:place]][-4:]
    while leading:
        text = leading.pop()
        if text in SCALES:
            return SCALES[text]
        if text == "t":
            return THOUSAND
        if text not in CURRENCIES and text != ".":
            break
    return None


def _refuse_rest(tokens: Sequence[_Token], phrase: _Phrase) -> None:
    """A scale that was not understood, letters stuck to the digits, or what counts something else ("6-stellig")."""
    rest = tokens[phrase.end : phrase.end + 2]
    hyphened = len(rest) == 2 and rest[0].text == "-" and rest[0].glued and rest[1].glued
    follows = rest[-1] if hyphened else next(iter(rest), None)
    if follows is None or not follows.text.isalpha() or follows.text in NAMED or follows.text in PER_CENT:
        return
    stuck = follows.glued and follows.text not in PEOPLE | SPANS
    if stuck or follows.text in OTHERS or spoken.is_like_a_scale(follows.text):
        raise Unreadable(Why.SPELLING)


def _joined(tokens: Sequence[_Token], first: _Phrase, second: _Phrase) -> _Phrase | None:
    """„2 Mio 300.000“ and „5 Euro 50“ are one number each."""
    if first.doubt or second.doubt:
        return None
    value, rest = first.values[0], second.values[0]
    between = [token.text for token in tokens[first.end : second.start]]
    if first.scale and between in ([], ["und"], ["."]) and first.scale <= rest * 1000 < first.scale * 1000:
        return _Phrase((value + rest,), first.start, second.end, scale=second.scale or Decimal(1))
    paid = len(between) == 1 and between[0] in CURRENCIES and not first.scale and _is_whole(value)
    if paid and _is_whole(rest) and 10 <= rest < 100:
        return _Phrase((value + rest / 100,), first.start, second.end)
    return None


# --- what is said around a number ------------------------------------------------------------------------------


def _numbers(tokens: Sequence[_Token], phrase: _Phrase, asked: Unit, about: bool, floor: int = 0) -> tuple[Number, ...]:
    """The phrase with its unit, way and sign; what stands before `floor` belongs to another number."""
    before = _leading(tokens[floor : phrase.start])
    after = [token.text for token in tokens[phrase.end :] if token.text != "."]
    unit, currency = _unit(tokens, phrase, after, asked)
    less = bool(before and before[-1] in LESS_BEFORE) or not LESS_AFTER.isdisjoint(after[:3])
    way = Way.PLAIN
    if not TO_BEFORE.isdisjoint(before) or not TO_AFTER.isdisjoint(after):
        way = Way.TO
    elif less or not BY_BEFORE.isdisjoint(before) or not BY_AFTER.isdisjoint(after):
        way = Way.BY
    factor = (-1 if less else 1) * (CENT if after and after[0] in CENTS else 1)
    return tuple(Number(_plain(value * factor), unit, way, about, currency) for value in phrase.values)


def _leading(tokens: Sequence[_Token]) -> list[str]:
    """The words that lead to a number, nearest last, without a currency between."""
    found: list[str] = []
    for token in reversed(tokens):
        if token.text not in LEADING:
            break
        if found or token.text not in CURRENCIES:
            found.insert(0, token.text)
    return found


def _unit(tokens: Sequence[_Token], phrase: _Phrase, after: Sequence[str], asked: Unit) -> tuple[Unit, str]:
    """What the number counts, and the currency named; what does not fit the question is no answer to it."""
    first = after[0] if after else ""
    before = [token.text for token in tokens[: phrase.start] if token.text != "."][-1:]
    inside = [token.text for token in tokens[phrase.start : phrase.end]]
    currency = next((NAMED[text] for text in (first, *before, *inside) if text in NAMED), "")
    if currency == "?":
        raise Unreadable(Why.CURRENCY)
    share = first in PER_CENT
    counted = not share and (first in PEOPLE or (first not in BETWEEN and not PEOPLE.isdisjoint(after[1:2])))
    unfit = {
        Unit.COUNT: bool(currency) and not share,
        Unit.MONEY: counted and not currency,
        Unit.PERCENT: bool(currency) or counted,
    }
    if unfit[asked] or first in SPANS or first == "‰":
        raise Unreadable(Why.UNIT)
    return (Unit.PERCENT, "") if share or asked is Unit.PERCENT else (asked, currency)


def _choose(tokens: Sequence[_Token], phrases: Sequence[_Phrase], asked: Unit, about: bool) -> Number | Doubt:
    """More than one number: „von 40 auf 60“ names one wish, anything else is asked about."""
    leads = [tokens[phrase.start - 1].text if phrase.start else "" for phrase in phrases]
    floors = [0, *(phrase.end for phrase in phrases)]
    last = phrases[-1]
    if len(phrases) > 3:
        raise Unreadable(Why.SEVERAL)
    if leads == ["von", "auf"] and not last.doubt:
        return _settle(_numbers(tokens, last, asked, about), None)
    spread = last.scale if last.scale and not any(phrase.scale for phrase in phrases[:-1]) else 1
    readings: list[Number] = []
    model: Number | None = None
    for phrase, floor, lead in reversed(list(zip(phrases, floors, leads, strict=False))):
        joint = lead in JOINTS and floor > 0  # the dash of "5-6" is no minus
        own = _numbers(tokens, phrase, asked, about, phrase.start if joint else floor)
        model = model or own[0]
        factor = 1 if phrase is last else spread
        readings = [replace(model, value=_plain(number.value * factor), way=number.way) for number in own] + readings
    different = tuple(dict.fromkeys(readings))
    certain = len(different) == 1 and not any(phrase.doubt for phrase in phrases)  # "15 (fünfzehn)"
    return _settle(different, None if certain else Why.SEVERAL)


def _settle(numbers: tuple[Number, ...], doubt: Why | None) -> Number | Doubt:
    """One number if it is sure; half customers are none, and what is below a cent is asked about."""
    if numbers[0].unit is Unit.COUNT:
        numbers = tuple(number for number in numbers if _is_whole(number.value))
        if not numbers:
            raise Unreadable(Why.FRACTION)
    if numbers[0].unit is Unit.MONEY:
        rounded = tuple(replace(number, value=_plain(number.value.quantize(CENT, ROUND_HALF_UP))) for number in numbers)
        doubt = doubt or (Why.CENTS if rounded != numbers else None)
        numbers = rounded
    return numbers[0] if doubt is None else Doubt(doubt, numbers)


def _plain(value: Decimal) -> Decimal:
    """Without zeros that say nothing."""
    if abs(value) >= HUGE:
        raise Unreadable(Why.HUGE)
    return value.to_integral_value() if _is_whole(value) else value.normalize()


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


# --- without any numeral ---------------------------------------------------------------------------------------


def _times(said: str) -> Decimal | None:
    """„verdoppeln“, „dreimal so viel“, „das 5-fache“: how many times what is there."""
    if DOUBLE.search(said):
        return Decimal(2)
    found = MULTIPLE.search(said)
    if found is None:
        return None
    if re.search(r"\b(?:bis|oder)\b", said):
        raise Unreadable(Why.SEVERAL)
    times = Decimal(found[1]) if found[1].isdecimal() else spoken.whole(found[1])
    return times if times and times <= 1000 else None


def _without_figure(said: str, tokens: Sequence[_Token], asked: Unit) -> Number | Doubt:
    """Zero in words, a part of what is there, a slip of the pen; otherwise nothing."""
    if NOTHING.fullmatch(said.strip(" .!")):
        return Number(Decimal(0), asked)
    if SAME.search(said):
        return Number(Decimal(0), asked, Way.BY)
    if part := PART.search(said):
        number = Number(PARTS[part[1]], Unit.PERCENT, Way.BY)
        sure = not BY_AFTER.isdisjoint(token.text for token in tokens)
        return number if sure else Doubt(Why.SEVERAL, (number,))
    if VAGUE.search(said):
        raise Unreadable(Why.VAGUE)
    slips = (spoken.slip_of(token.text) for token in tokens)
    if (meant := next((value for value in slips if value is not None), None)) is not None:
        return Doubt(Why.TYPO, (Number(meant, asked),))
    raise Unreadable(Why.NONE)
