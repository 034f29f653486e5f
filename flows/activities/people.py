"""Finding whom an activity is for."""

import re

from msgspec import Struct

from flows.activities.sentence import Sentence, Token
from flows.activities.verbs import Form
from flows.activities.words import Words

_ADDRESS = re.compile(r".+@.+\..+|@\w{3,}")
_INFLECTED = re.compile(r".*e[nrms]?$")
_GRADED = re.compile(r"[abc]-?kund(?:e|en|in|innen)$")
_NAMELIKE = re.compile(r"[a-z'-]{3,}$")
_FARTHEST = 5  # words an article may stand before its noun
_WOMAN = 7  # letters from which a noun in -in is somebody
_PLURALS = ("er", "n", "e", "is")
_SEVERAL = ("n", "betriebe", "vereine", "verbande", "heime", "amter")
_PLAIN_ENDINGS = ("lich", "ig", "isch", "weise", "los", "en")

Extent = tuple[int, int]
"""Where somebody's phrase ends (token number, excluded) and how sure it is somebody: 3 by name, 1 by guess."""


class Whom(Struct, frozen=True):
    """Who is meant: the tokens from number `first` to `last` (excluded); `lead` is where a preposition stands."""

    first: int
    last: int
    lead: int
    sure: int


class People:
    """Knows names, roles, companies and groups in one sentence.

    `taken` are the numbers of the tokens that are verbs; `personal` says that something is done to somebody, so that an
    unknown noun beside it is likely a name, `calling` that it is a call or a letter, so that any noun is.
    """

    def __init__(
        self, words: Words, sentence: Sentence, taken: frozenset[int], *, personal: bool, calling: bool
    ) -> None:
        self._words, self._sets = words, words.sets
        self._tokens = sentence.tokens
        self._cased, self._taken, self._personal = sentence.cased, taken, personal
        self._calling = calling
        self._rules = (
            self._address,
            self._company,
            self._titled,
            self._crowd,
            self._described,
            self._organisation,
            self._role,
            self._group,
            self._first_name,
            self._listed,
            self._surname,
            self._called,
            self._given,
            self._unknown,
        )

    def find(self) -> list[Whom]:
        """Everybody mentioned, in order."""
        found: list[Whom] = []
        at = 0
        while at < len(self._tokens):
            extent = self._person(at)
            if extent is None:
                at += 1
                continue
            last, sure = self._with_origin(extent[0]), extent[1]
            first = self._begin(at)
            lead = first - 1 if self._is(first - 1, "to") else first
            first += self._is(first, "contractions")
            found.append(Whom(first, last, lead, sure))
            at = max(last, at + 1)
        return found

    def _person(self, at: int) -> Extent | None:
        if not self._free(at):
            return None
        return next((extent for extent in (rule(at) for rule in self._rules) if extent is not None), None)

    # --- looking around ---------------------------------------------------------------------------------------

    def _free(self, at: int) -> bool:
        if not 0 <= at < len(self._tokens) or at in self._taken:
            return False
        return self._tokens[at].is_word and not self._tokens[at].dated

    def _key(self, at: int) -> str:
        return self._tokens[at].key if 0 <= at < len(self._tokens) and not self._tokens[at].dated else ""

    def _is(self, at: int, words: str) -> bool:
        return self._key(at) in self._sets[words]

    def _capital(self, at: int) -> bool:
        return self._free(at) and self._tokens[at].capital

    def _noun(self, at: int) -> bool:
        """Whether the word may be a noun, by its capital where capitals tell."""
        return not self._cased or at == 0 or self._capital(at)

    def _thing(self, at: int) -> bool:
        return self._words.is_thing(self._key(at))

    def _counts(self, at: int) -> bool:
        return self._is(at, "numbers") or self._key(at).isdigit()

    def _begin(self, at: int) -> int:
        """Where the phrase begins that has its noun at `at`: article, number and adjectives are part of it."""
        first = at
        while first > 0 and at - first < _FARTHEST and first - 1 not in self._taken:
            if self._is(first - 1, "articles") or self._is(first - 1, "indefinite") or self._counts(first - 1):
                first -= 1
                if self._is(first, "to"):
                    break
            elif self._adjective(first - 1) and self._opens(first - 2):
                first -= 1
            else:
                break
        return first

    def _adjective(self, at: int) -> bool:
        small = not (self._cased and self._capital(at))
        return small and bool(_INFLECTED.match(self._key(at))) and not self._is(at, "to")

    def _opens(self, at: int) -> bool:
        return self._is(at, "articles") or self._counts(at)

    def _determined(self, at: int) -> bool:
        first = self._begin(at)
        if first < at:
            return True
        while self._adjective(first - 1) and first - 1 not in self._taken and at - first < _FARTHEST:
            first -= 1
        return self._is(first - 1, "to")  # „mit jungen Eltern“

    def _with_origin(self, last: int) -> int:
        """Takes in where somebody belongs: „von Bosch“, „der Müller GmbH“, „aus der Werkstatt“."""
        if not self._is(last, "belonging") or last in self._taken:
            return last
        ahead = last + 1
        while self._is(ahead, "articles") and ahead < last + 3:
            ahead += 1
        extent = self._person(ahead)
        if extent is None or (extent[1] == 1 and self._key(last) in ("bei", "beim")):
            return last
        return self._with_origin(extent[0])

    def _name(self, at: int) -> int:
        """Where the name beginning at `at` ends; `at` if there is none."""
        end = at + self._particles(at)
        if not self._free(end) or self._is(end, "strict_titles"):
            return at
        token = self._tokens[end]
        titled = self._is(at - 1, "strict_titles") and not self._is(end, "small") and not self._verbal(token.key)
        if not (token.capital and token.text[0].isalpha()) and not titled and not self._nameless(token):
            return at
        end += 1
        if not self._free(end) or self._thing(end) or self._is(end, "titles"):
            return end
        given = self._is(end - 1, "first_names")
        if given and (self._capital(end) or (self._is(end, "surnames") and not self._is(end, "small"))):
            return end + 1
        if self._cased and self._capital(end) and self._is(end, "surnames") and not self._is(end - 1, "surnames"):
            return end + 1
        return end

    def _named(self, at: int) -> bool:
        """Whether a name stands at `at`, by its capital and because it is no other word."""
        return self._capital(at) and self._nameless(self._tokens[at]) and not self._thing(at)

    def _particles(self, at: int) -> int:
        """How many words as „von der“ stand before a name; none where something else follows."""
        count = 0
        while self._is(at + count, "particles") and count < 3:
            count += 1
        return count if count and (self._capital(at + count) or self._is(at - 1, "strict_titles")) else 0

    def _nameless(self, token: Token) -> bool:
        """Whether a small word may be a name, because it is no other word."""
        return token.key not in self._words.known and not self._verbal(token.key) and bool(_NAMELIKE.match(token.key))

    def _verbal(self, word: str) -> bool:
        return bool(self._words.forms.shapes(word)) and word not in self._sets["surnames"]

    # --- who it may be ----------------------------------------------------------------------------------------

    def _address(self, at: int) -> Extent | None:
        return (at + 1, 3) if _ADDRESS.fullmatch(self._tokens[at].text) else None

    def _company(self, at: int) -> Extent | None:
        """„Müller GmbH“, „Weber & Söhne“."""
        end = at
        while end < at + 4 and self._free(end) and (self._tokens[end].capital or self._legal(end)):
            if end > at and self._legal(end):
                return self._legal_end(end + 1), 3
            end += 1
        return (end + 2, 3) if end > at and self._key(end) in ("&", "+") and self._capital(end + 1) else None

    def _legal_end(self, end: int) -> int:
        """Where „GmbH & Co. KG“ ends that has begun before `end`."""
        joints = 1 if self._key(end) in ("&", "+", "und", ".") else 0
        return self._legal_end(end + joints + 1) if self._legal(end + joints) else end

    def _legal(self, at: int) -> bool:
        if not 0 <= at < len(self._tokens):
            return False
        plain = self._tokens[at].key.replace(".", "")
        return plain in self._sets["legal_forms"] and (
            self._tokens[at].capital or plain in ("gmbh", "ev", "mbh", "ohg")
        )

    def _titled(self, at: int) -> Extent | None:
        """„Frau Keller“, „Dr. Weiß“, „Autohaus Kunze“."""
        if not (self._is(at, "titles") or self._is(at, "organisations")):
            return None
        end = at + 1
        if self._is(at, "bare_titles") and self._is(end, "roles") and not self._is(end, "surnames"):
            end += 1  # „Herrn Direktor“
        while self._is(end, "titles") or (self._key(end) == "." and self._is(end - 1, "dotted")):
            end += 1
        name = self._name(end)
        sure = (self._capital(end) and not self._thing(end)) or (not self._cased and self._is(end, "surnames"))
        if name > end and not self._is(at, "strict_titles") and not sure:
            name = end
        if name > end and self._owns(name):
            return None
        if name > end:
            return name, 3
        return (end, 3) if end > at + 1 and self._key(end - 1) != "." and self._is(at, "titles") else None

    def _owns(self, end: int) -> bool:
        """Whether the name before `end` is a genitive: „Frau Kellers Vertrag“."""
        owner = self._key(end - 1)
        base = owner.removesuffix("s")
        genitive = base != owner and owner not in self._sets["surnames"]
        told = base in self._sets["surnames"] or not (self._personal or self._doing("giving"))
        return genitive and told and self._capital(end) and self._thing(end)

    def _crowd(self, at: int) -> Extent | None:
        """„meine drei A-Kunden“, „den Kunden“, but not „Kunden“ or „einen Kunden“."""
        word = self._key(at)
        if _GRADED.match(word):
            return at + 1, 3
        if not self._words.is_anybody(word):
            return None
        near = range(self._begin(at), at)
        if self._numbered(at + 1) or any(
            self._counts(n) or (self._is(n, "every") and self._key(n + 1) != "moglichen") for n in near
        ):
            return at + 1, 2
        if self._capital(at) and self._named(at + 1):
            return at + 2, 3  # „Händler Nordrad“
        plural = self._is(at, "crowds") or (self._key(at - 1) in ("die", "der") and word.endswith("en"))
        if any(self._is(n, "single") for n in near) and not plural:
            return at + 1, 2
        if any(self._is(n, "mine") for n in near) and word.endswith("kunden") and word != "kunden":
            return at + 1, 2
        origin = self._key(at + 1) in ("aus", "von", "vom", "der", "des") and self._free(at + 2)
        return (at + 1, 2) if origin and len(near) and not self._is(near[0], "indefinite") else None

    def _described(self, at: int) -> Extent | None:
        """Whoever is told by what they did: „jeden, der …“, „rufe alle an, die …“."""
        comma = at + 1 + (at + 1 in self._taken)
        told = self._is(at, "every") and self._mark(comma) == "," and self._is(comma + 1, "relative")
        return (at + 1, 2) if told else None

    def _mark(self, at: int) -> str:
        return self._tokens[at].text if 0 <= at < len(self._tokens) else ""

    def _numbered(self, at: int) -> bool:
        """„Kunde 4711“, „Kunde Nr. 4711“."""
        while self._key(at) in ("nr", "nummer", "."):
            at += 1
        return self._key(at).isdigit()

    def _is_organisation(self, at: int) -> bool:
        return self._words.is_in(self._key(at), "organisations") or self._words.has_ending(
            self._key(at), "organisation_endings"
        )

    def _organisation(self, at: int) -> Extent | None:
        word = self._key(at)
        if not self._noun(at) or self._words.is_anybody(word) or word in self._sets["things"]:
            return None
        if not self._is_organisation(at) or (self._is(at - 1, "indefinite") and not self._personal):
            return None
        named = self._name(at + 1)
        if self._capital(at + 1) and not self._thing(at + 1) and named > at + 1:
            return self._trailing(named), 2
        if self._is(self._begin(at), "inside") or self._is(self._begin(at) - 1, "inside") or self._source(at):
            return None
        if not self._cased and self._begin(at) == at and self._free(at + 1) and self._nameless(self._tokens[at + 1]):
            return at + (1 if self._thing(at + 1) else 2), 2  # „weingut erdmann“
        if self._determined(at):
            return None if self._handled(at) else (at + 1, 2)
        return (at + 1, 1) if self._personal and not word.endswith(_SEVERAL) else None

    def _handled(self, at: int) -> bool:
        """Whether the organisation is a place something is done to: „die Mensa putzen“."""
        first = self._begin(at)
        handled = self._key(first) in ("den", "die", "das") and not self._is(first - 1, "to")
        return handled and not (self._personal or self._calling or self._doing("giving"))

    def _role(self, at: int) -> Extent | None:
        word = self._key(at)
        if not self._noun(at) or self._words.is_anybody(word) or word in self._sets["things"]:
            return None
        if not self._words.is_in(word, "roles") and not self._words.has_ending(word, "role_endings"):
            if self._is_woman(at):
                return at + 1, 2
            return (at + 2, 3) if self._is_agent(at) and self._named(at + 1) else None
        if self._is(at, "with_article_only") and not self._determined(at):
            return None
        if word.endswith("runde") and not self._determined(at) and self._key(at + 1) == "mit":
            return None  # „Ideenrunde mit Herrn Vogt“
        named = self._name(at + 1)
        if named > at + 1 and self._capital(at + 1) and not self._thing(at + 1):
            return named, 3
        several = self._is(at, "bare") or self._words.has_ending(word, "bare_endings")
        return None if several and not self._determined(at) else (at + 1, 2)

    def _is_woman(self, at: int) -> bool:
        """„der Logopädin“: nouns in -in are women, or things that are no feminines, as „dem Termin“."""
        word, article = self._key(at), self._key(self._begin(at))
        if not word.endswith("in") or len(word) < _WOMAN or self._thing(at) or word.endswith(("medizin", "disziplin")):
            return False
        return self._begin(at) < at and article in self._sets["feminine"]

    def _is_agent(self, at: int) -> bool:
        """„Werkzeugmacher“: who does something for a living, and no tool where a name follows."""
        word = self._key(at)
        if not word.endswith("er"):
            return False
        if self._key(at - 1) in ("bei", "mit", "an", "von", "zu"):
            return True
        stems = (word[start:-2] for start in range(1, len(word) - 5))
        return any(shape.form is Form.INFINITIVE for stem in stems for shape in self._words.forms.shapes(f"{stem}en"))

    def _group(self, at: int) -> Extent | None:
        if self._is(at, "departments") and self._noun(at):
            lead = self._key(self._begin(at) - 1)
            return (at + 1, 2) if lead in ("mit", "bei", "an", "von") and self._begin(at) < at else None
        if not self._words.is_in(self._key(at), "groups") or not self._noun(at):
            return None
        if self._named(at + 1):
            return at + 2, 3
        alone = self._personal and not self._key(at).endswith(_PLURALS)
        return (at + 1, 2) if self._determined(at) or alone else None

    def _proper(self, at: int, names: str) -> bool:
        """Whether the word is a name of the list, by its capital or, where capitals tell nothing, by itself."""
        token = self._tokens[at]
        if token.key not in self._sets[names] and token.key.removesuffix("s") not in self._sets[names]:
            return False
        if token.capital and (self._cased or at == 0) and token.key not in self._sets["small"]:
            return at > 0 or token.key not in self._sets["ambiguous"] or self._personal
        return token.key not in self._sets["ambiguous"] and token.key not in self._words.known

    def _first_name(self, at: int) -> Extent | None:
        if not self._proper(at, "first_names") or self._is(at - 1, "not_before_name"):
            return None
        return max(self._name(at), at + 1), 3

    def _listed(self, at: int) -> Extent | None:
        """A company everybody knows."""
        if not self._proper(at, "companies") or self._is(at - 1, "not_before_company") or self._source(at):
            return None
        return self._trailing(at + 1), 3

    def _trailing(self, end: int) -> int:
        """Where a name of several words ends: „Alpha Logistik“, „Head of Sales“."""
        first = end
        while end < first + 3 and not self._thing(end) and not self._is(end, "small"):
            joined = self._key(end) == "of" and self._capital(end + 1)
            if not joined and not self._capital(end):
                break
            end += 1
        return end

    def _surname(self, at: int) -> Extent | None:
        if not self._proper(at, "surnames") or self._is(at - 1, "not_before_name"):
            return None
        accused = self._key(at - 1) in ("den", "die", "das", "mein", "meinen", "ein", "einen")
        return None if accused and not self._personal else (at + 1, 2)

    def _called(self, at: int) -> Extent | None:
        """Whoever is called or written to, whatever the noun: „die Versicherung“, „drei Empfehlungen anrufen“."""
        first, word = self._begin(at), self._key(at)
        if not self._noun(at) or self._is(at, "small") or self._words.is_anybody(word):
            return None
        if not self._calling:
            return (at + 1, 1) if self._several(at) else None
        called = first < at and (self._is(first, "called") or self._counts(first)) and not self._is(first - 1, "to")
        return (at + 1, 1) if (called or self._place(at)) and word[0].isalpha() else None

    def _several(self, at: int) -> bool:
        """„fünf Köche“, and whoever so many are that are spoken to or invited."""
        word = self._key(at)
        if self._thing(at) or self._words.is_act(word) or not any(map(self._counts, range(self._begin(at), at))):
            return False
        spoken = self._doing("addressing") and not self._is(self._begin(at) - 1, "to")
        return spoken or (word.endswith("e") and self._words.is_person(word.removesuffix("e")))

    def _place(self, at: int) -> bool:
        """Whether one calls there: „bei der Kläranlage anrufen“, but not „bei der Vorbereitung“."""
        word, first = self._key(at), self._begin(at)
        where = self._key(first) == "beim" or (first < at and self._key(first - 1) == "bei")
        return (
            where
            and not self._is(first, "indefinite")
            and not word.endswith(("ung", "heit", "keit", "zeit"))
            and not (word in self._words.known or self._words.is_act(word))
        )

    def _given(self, at: int) -> Extent | None:
        """Who gets something, told by case alone: „der Entwicklung das Muster zeigen“."""
        end = at + 1
        while self._cased and end < at + 3 and self._capital(end):
            end += 1
        followed = self._is(end, "accusative") or (self._is(at - 1, "i") and self._is(end, "belonging"))
        if not (self._noun(at) and self._doing("giving") and followed):
            return None
        first, word = self._begin(at), self._key(at)
        small = self._is(at, "small") and not self._tokens[at].text.isupper()
        if small or self._words.is_anybody(word) or self._words.is_act(word) or self._verbal(word):
            return None
        lead = self._sets["to"] | self._sets["apart"]
        if self._key(first - 1) in lead or (first and self._capital(first - 1)):
            return None
        named = first == at and self._cased and at > 0 and not self._thing(at) and word not in self._words.known
        dative = first < at and self._key(first) in self._sets["dative"] | self._sets["dative_too"]
        dative |= first < at and self._counts(first) and not self._thing(at)  # „drei Winzern das Etikett zeigen“
        return (end, 1) if named or dative else None

    def _unknown(self, at: int) -> Extent | None:
        """A word that is no other word, where somebody would stand."""
        token, word = self._tokens[at], self._key(at)
        if not token.text[0].isalpha() or len(word) < 3 or word in self._words.known or self._thing(at):
            return None
        if self._words.is_act(word) or self._words.is_anybody(word):
            return None
        if self._words.is_person(word.removesuffix("e")) and not self._named(at + 1):
            return None  # „Landwirte“
        if self._is(at, "sent") or self._is_organisation(at) or self._words.is_person(word):
            return None
        if token.capital and at and (self._cased or token.text.isupper()):
            return (self._trailing(at + 1), 1) if self._stands(at) else None
        if token.capital and at == 0:
            alone = self._personal and not self._verbal(word) and not word.endswith(("e", *_PLAIN_ENDINGS))
            return (at + 1, 1) if alone else None
        if self._cased or self._verbal(word) or not _NAMELIKE.match(word):
            return None
        before = self._key(at - 1)
        if before in self._sets["dative"] | self._sets["dative_plural"] and self._receives(at):
            return at + 1, 1
        if word.endswith(_PLAIN_ENDINGS):
            return None
        if before == "bei" or (self._personal and before in ("mit", "zu", "an", "von", "fur")):
            return at + 1, 1
        if self._is(at - 1, "apart"):
            return None
        if self._is(at - 1, "articles") and self._key(at - 2) == "mit":
            return at + 1, 1
        beside = at + 1 in self._taken or before in ("den", "die", "der", "dem", "beim")
        return (at + 1, 1) if self._personal and beside and not word.endswith("e") else None

    def _source(self, at: int) -> bool:
        """Whether something is only looked for or bought there."""
        first = self._begin(at)
        lead = self._key(first) if self._is(first, "contractions") else self._key(first - 1)
        return lead in ("bei", "beim", "auf", "im", "in") and self._doing("acquiring")

    def _stands(self, at: int) -> bool:
        """Whether the noun stands where somebody would."""
        if (
            self._adjective(at - 1)
            and at - 1 not in self._taken
            and not self._is(at - 1, "small")
            and self._begin(at) == at
        ):
            return False  # „mit gutem Gefühl“
        if self._receives(at):
            return True
        article = self._is(at - 1, "articles") and not self._is(at - 1, "indefinite")
        before = self._key(at - 1)
        lead = self._key(at - 2) if article else before
        if before == "beim" or lead == "bei" or self._is(at - 1, "meeting"):
            return True
        if lead == "mit":
            twice = not article and self._capital(at + 1) and not self._thing(at + 1)
            return (
                article
                or twice
                or self._doing("together")
                or any(self._words.is_act(token.key) for token in self._tokens)
            )
        if before in ("zum", "zur"):
            return self._doing("going")
        if (
            not self._personal
            or self._is(at - 1, "apart")
            or (self._is(at - 1, "to") and before not in ("beim", "zum", "zu"))
        ):
            return False
        return not self._is(at - 1, "articles") or before in ("den", "die", "der", "dem", "alle", "allen")

    def _receives(self, at: int) -> bool:
        """Whether the noun is a dative without a preposition, or some with whom or to whom something is done."""
        first = self._begin(at)
        article, lead = self._key(first), self._key(first - 1)
        if first == at:
            return False
        if lead in self._sets["to"] | self._sets["apart"]:
            several = self._counts(at - 1) and lead in ("mit", "bei", "an")
            return several or (lead == "an" and article in ("die", "den", "alle") and self._doing("giving"))
        if article in self._sets["dative"]:
            return True
        if not self._doing("giving") or (first and self._capital(first - 1)):
            return False
        plural = article in self._sets["dative_plural"] and self._key(at).endswith("n")
        return plural or article in self._sets["dative_too"]

    def _doing(self, beginnings: str) -> bool:
        stems = tuple(self._sets[beginnings])
        return any(token.key.startswith(stems) for token in self._tokens)
