"""German verbs: which forms they take, and which verb a form is of."""

from collections.abc import Iterator, Mapping
from enum import Enum

from msgspec import Struct
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

from flows.activities.sentence import key

_FUZZY = 7  # letters from which any slip of the finger is forgiven; from
_TWISTED = 5  # on, only two letters that changed places
INSEPARABLE = ("be", "emp", "ent", "er", "ge", "ver", "zer", "miss", "über", "unter", "hinter", "wider")


class Form(Enum):
    """What a form of a verb says of who acts, and when."""

    INFINITIVE = "anrufen"
    TO = "anzurufen"
    FIRST = "rufe an"
    THIRD = "ruft an"
    PAST = "rief an"
    PARTICIPLE = "angerufen"


class Verb(Struct, frozen=True):
    """A verb by its infinitive; `prefix` is what it parts with, `base` what is left."""

    prefix: str
    base: str

    @property
    def infinitive(self) -> str:
        """As in the dictionary."""
        return self.prefix + self.base


class Shape(Struct, frozen=True):
    """One reading of a word: a form of a verb, which may want its prefix further on."""

    verb: Verb
    form: Form
    apart: bool


class Forms:
    """All forms of many verbs."""

    def __init__(
        self, verbs: Mapping[str, Verb], strong: Mapping[str, tuple[str, str]], third: Mapping[str, str]
    ) -> None:
        self._strong, self._third = strong, third
        self._shapes: dict[str, list[Shape]] = {}
        for verb in verbs.values():
            for word, shape in self._inflect(verb):
                self._shapes.setdefault(key(word), []).append(shape)
        self.prefixes = frozenset(key(verb.prefix) for verb in verbs.values() if verb.prefix)
        self._infinitives = [
            word
            for word in self._shapes
            if len(word) >= _TWISTED and self._shapes[word][0].form in (Form.INFINITIVE, Form.TO)
        ]

    def shapes(self, word: str) -> list[Shape]:
        """Every reading of the word (a key)."""
        return self._shapes.get(word, [])

    def resembling(self, word: str) -> list[Shape]:
        """The readings of the infinitive that differs from the word (a key) by one slip of the finger, if any."""
        if len(word) < _TWISTED or not word.endswith(("n", "ne")):
            return []
        near = extractOne(word, self._infinitives, scorer=DamerauLevenshtein.distance, score_cutoff=1)
        if not near or near[0][0] != word[0] or (len(word) < _FUZZY and sorted(near[0]) != sorted(word)):
            return []
        return self._shapes[near[0]]

    def _inflect(self, verb: Verb) -> Iterator[tuple[str, Shape]]:
        base, prefix = verb.base, verb.prefix
        stem = base[:-2] if base.endswith("en") else base[:-1]
        past, participle = self._past(base, stem)
        third = self._third.get(base) or f"{stem}{'e' if stem[-1] in 'td' else ''}t"
        first = [f"{stem}e", stem, f"{stem[:-2]}{stem[-1]}e" if base.endswith(("eln", "ern")) else f"{stem}e"]
        finite = [(word, Form.FIRST) for word in first] + [(third, Form.THIRD)]
        finite += [(f"{past}{ending}", Form.PAST) for ending in ("", "en")]
        yield base if not prefix else prefix + base, Shape(verb, Form.INFINITIVE, apart=False)
        yield prefix + participle, Shape(verb, Form.PARTICIPLE, apart=False)
        if prefix:
            yield f"{prefix}zu{base}", Shape(verb, Form.TO, apart=False)
            yield base, Shape(verb, Form.INFINITIVE, apart=True)
        for word, form in finite:
            yield word, Shape(verb, form, apart=bool(prefix))
            if prefix:  # at the end of a subordinate clause: „…, wenn ich anrufe“
                yield prefix + word, Shape(verb, form, apart=False)

    def _past(self, base: str, stem: str) -> tuple[str, str]:
        if base in self._strong:
            return self._strong[base]
        inner = next((known for known in self._strong if base.endswith(known) and base != known), None)
        if inner and base.startswith(INSEPARABLE):
            past, participle = self._strong[inner]
            outer = base.removesuffix(inner)
            if outer in INSEPARABLE:
                return outer + past, outer + participle.removeprefix("ge")
        joint = "e" if stem[-1] in "td" else ""
        unprefixed = base.startswith(INSEPARABLE) or base.endswith("ieren")
        return f"{stem}{joint}te", f"{'' if unprefixed else 'ge'}{stem}{joint}t"
