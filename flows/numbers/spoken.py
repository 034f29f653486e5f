"""Numbers in words. Whole ones below a million are the work of text2num; halves, dozens, scales are ours."""

import re
from collections.abc import Mapping
from decimal import Decimal

from rapidfuzz import process
from rapidfuzz.fuzz import ratio
from text_to_num import text2num

HUNDRED, THOUSAND, MILLION, BILLION = Decimal(100), Decimal(1000), Decimal(10) ** 6, Decimal(10) ** 9
SCALES: Mapping[str, Decimal] = {
    "dutzend": Decimal(12),
    "hundert": HUNDRED,
    **dict.fromkeys(("k", "tsd", "tausend", "tausender", "mille", "riesen", "teur", "keur", "tchf", "kchf"), THOUSAND),
    **dict.fromkeys(("mio", "mill", "million", "millionen", "meur", "mchf"), MILLION),
    **dict.fromkeys(("mrd", "mia", "milliarde", "milliarden"), BILLION),
}
SCALE_WORDS = ("million", "millionen", "milliarde", "milliarden", "tausend", "hundert", "prozent")

SLIPS = (
    *(("fuenf", "fünf"), ("zwoelf", "zwölf"), ("fuffz", "fünfz"), ("sechszehn", "sechzehn"), ("siebenzig", "siebzig")),
    *(("siebenzehn", "siebzehn"), ("milion", "million"), ("millon", "million"), ("millarde", "milliarde")),
)
BARE = re.compile(
    r"\b(?:funf|zwolf)(?=zig|zehn|hundert|tausend|und|ein|milli|\b)|(?<=und)funf(?=zig|\b)|(?<=hundert)(?:funf|zwolf)"
)
GLUED_SCALE = re.compile(
    r"(?<=[a-zäöü])(?=milli(?:arde|on))|(?<=milliarden)(?=[a-zäöü])|(?<=millionen)(?=[a-zäöü])|"
    r"(?<=milliarde)(?!n)(?=[a-zäöü])|(?<=million)(?!en)(?=[a-zäöü])"
)
HALF = re.compile(r"(.+?) ?(?:und ?)?(?:einhalb|ein halb(?:e[ns]?)?)")

ONES = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
TENS = ("zwanzig", "dreissig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
DIGITS = {word: str(digit) for digit, word in enumerate(("null", "eins", *ONES[1:]))} | {"ein": "1", "zwo": "2"}
NUMERALS = (
    *("sieben", "zehn", "zwölf", "hundert", "tausend", *TENS, *(f"{one}und{ten}" for one in ONES for ten in TENS)),
    *(f"{one}zehn" for one in ("drei", "vier", "fünf", "sech", "sieb", "acht", "neun")),
)
LEAST_CLOSE, LEAST_SIMILAR = 85, 80


def mended(said: str) -> str:
    """Numerals spelled without umlauts or with a usual slip, as text2num knows them."""
    for slip, right in SLIPS:
        said = said.replace(slip, right)
    return BARE.sub(lambda bare: bare[0].replace("u", "ü").replace("o", "ö"), said)


def read_words(words: str) -> Decimal | None:
    """The value of `words` if all of them together are a number."""
    words = GLUED_SCALE.sub(" ", re.sub(r"\b(?:eine[nmrs]?|'?nen?)\b", "ein", words))
    if " komma " in words:
        return _with_decimals(*words.split(" komma ", 1))
    for name, scale in ((r"milliarden?|mrd", BILLION), (r"million(?:en)?|mio", MILLION)):
        parts = re.split(rf"\b(?:{name})\b", words, maxsplit=1)
        if len(parts) == 2:
            return _compound(parts[0].strip(), parts[1].strip(), scale)
    if (value := whole(words)) is not None:
        return value
    if words.endswith("dutzend"):
        return _compound(words.removesuffix("dutzend").strip(), "", Decimal(12))
    for name in ("tausend", "hundert"):
        if words.endswith(name) and (many := _with_half(words.removesuffix(name).strip())) is not None:
            return many * SCALES[name]
    return _with_half(words)


def slip_of(word: str) -> Decimal | None:
    """The numeral that `word` was probably meant to be."""
    close = process.extractOne(word, NUMERALS, scorer=ratio, score_cutoff=LEAST_CLOSE) if len(word) >= 5 else None
    return whole(close[0]) if close else None


def is_like_a_scale(word: str) -> bool:
    """Whether `word` is a scale, or a slip of one."""
    return word in SCALES or process.extractOne(word, SCALE_WORDS, scorer=ratio, score_cutoff=LEAST_SIMILAR) is not None


def whole(words: str) -> Decimal | None:
    """A whole number below a million."""
    if not words or words.startswith("null "):
        return None
    try:
        return Decimal(text2num(words, "de"))
    except ValueError:
        return None


def _compound(left: str, right: str, scale: Decimal) -> Decimal | None:
    """So many of a scale, and the rest below it."""
    if not left:
        return None
    many = _part(left) or read_words(left)
    rest = read_words(right.removeprefix("und ")) if right else Decimal(0)
    if many is None or rest is None or rest >= scale or many >= THOUSAND:
        return None
    return many * scale + rest


def _part(words: str) -> Decimal | None:
    """„eine halbe“, „drei viertel“ of a scale."""
    match words.removeprefix("ein "):
        case "halb" | "halbe" | "halben" | "halbes":
            return Decimal("0.5")
        case "viertel":
            return Decimal("0.25")
        case "drei viertel" | "dreiviertel":
            return Decimal("0.75")
        case _:
            return None


def _with_half(words: str) -> Decimal | None:
    """„anderthalb“, „zweieinhalb“, „zwei und eine halbe“."""
    if words in ("anderthalb", "eineinhalb", "ein einhalb"):
        return Decimal("1.5")
    half = HALF.fullmatch(words)
    before = whole(half[1]) if half else None
    return None if before is None else before + Decimal("0.5")


def _with_decimals(left: str, right: str) -> Decimal | None:
    """„zwei Komma fünf“, „null Komma zwei fünf“, „zwölf Komma fünfundzwanzig“; a scale may follow."""
    *digits, last = right.split()
    if digits and last in SCALES:
        value = _with_decimals(left, " ".join(digits))
        return None if value is None else value * SCALES[last]
    before, after = whole(left), whole(right)
    if before is None:
        return None
    if all(word in DIGITS for word in (*digits, last)):
        return Decimal(f"{before}.{''.join(DIGITS[word] for word in (*digits, last))}")
    return Decimal(f"{before}.{after}") if after is not None and 10 <= after < 100 else None
