"""The word lists of the content, ready to be asked."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from flows.activities.check import Fault
from flows.activities.sentence import key
from flows.activities.verbs import INSEPARABLE, Forms, Verb
from flows.scoring.lexicon import Lexicon

Table = Mapping[str, object]


class Kind(Struct, frozen=True):
    """One way of being no activity: its verbs, its phrases, and phrases that only tell where nothing else does.

    `bound` verbs belong to it with one of its `objects`: „Vertrauen aufbauen“, but not „das Gerät aufbauen“.
    """

    verbs: frozenset[str]
    bound: frozenset[str]
    objects: tuple[str, ...]
    phrases: Lexicon
    hints: Lexicon


class Words(Struct, frozen=True, dict=True):
    """Everything the check knows of the language."""

    acts: frozenset[str]
    person_verbs: frozenset[str]
    with_means: frozenset[str]
    forms: Forms
    kinds: Mapping[Fault, Kind]
    sets: Mapping[str, frozenset[str]]
    endings: Mapping[str, tuple[str, ...]]
    lexicons: Mapping[str, Lexicon]
    feedback: Mapping[str, Mapping[str, str]]

    @classmethod
    def read(cls, tables: Mapping[str, Mapping[str, object]]) -> "Words":
        """From the tables `acts`, `feedback`, `grammar`, `people`, `phrases`, `vague` and `words`."""
        acts, people, words = tables["acts"], tables["people"], tables["words"]
        verbs = _verbs(f"{acts['person']} {acts['other']}")
        listed = frozenset(verbs)
        kinds = {}
        for name, table in tables["vague"].items():
            assert isinstance(table, Mapping)
            found, bound = (_verbs(str(table.get(name, ""))) for name in ("verbs", "bound"))
            verbs |= found | bound
            kinds[Fault(name)] = Kind(
                frozenset(found),
                frozenset(bound),
                tuple(sorted(_keys(str(table.get("objects", ""))))),
                _lexicon(table.get("phrases")),
                _lexicon(table.get("hints")),
            )
        lists = {
            **tables["grammar"],
            **people,
            **words,
            "nouns": acts["nouns"],
            "sent": acts["sent"],
            "personal_nouns": acts["personal_nouns"],
            "made": acts["made"],
        }
        endings = {name: text for name, text in lists.items() if name.endswith("_endings")}
        endings["noun_endings"] = acts["noun_endings"]
        return cls(
            acts=listed,
            person_verbs=frozenset(_verbs(str(acts["person"]))),
            with_means=frozenset(str(acts["with_means"]).split()),
            forms=Forms(verbs, _strong(str(acts["strong"])), _pairs(str(acts["third"]))),
            kinds=kinds,
            sets={name: _keys(str(text)) for name, text in lists.items() if name not in endings},
            endings={name: tuple(sorted(_keys(str(text).replace("-", "")))) for name, text in endings.items()},
            lexicons={name: Lexicon(str(text)) for name, text in tables["phrases"].items()},
            feedback={name: dict(table) for name, table in tables["feedback"].items() if isinstance(table, Mapping)},
        )

    @cached_property
    def known(self) -> frozenset[str]:
        """Words that name nobody."""
        return self.sets["small"] | self.sets["things"] | self.sets["not_infinitives"]

    def has_ending(self, word: str, endings: str) -> bool:
        """Whether the word (a key) is a compound with one of the endings of that name."""
        return any(
            form.endswith(ending) and len(form) > len(ending) + 1
            for form in self._forms(word)
            for ending in self.endings[endings]
        )

    def _forms(self, word: str) -> tuple[str, ...]:
        """The word without what genitive and plural add."""
        return (word, *(word.removesuffix(ending) for ending in ("s", "es", "n", "en") if word.endswith(ending)))

    def is_in(self, word: str, names: str) -> bool:
        """Whether the word (a key) is in the list, in the genitive or plural too."""
        return any(form in self.sets[names] for form in self._forms(word))

    def is_act(self, word: str) -> bool:
        """Whether the word (a key) is a noun that is an act."""
        last = word.rpartition("-")[2]
        return last in self.sets["nouns"] or word in self.sets["nouns"] or self.has_ending(word, "noun_endings")

    def is_doing(self, word: str) -> bool:
        """Whether the word (a key) is a noun in -ung of something one does, or a compound: „Bedarfsermittlung“."""
        return word.endswith("ung") and any(
            word[start:-3] in self._stems and not word[:start].endswith(INSEPARABLE) for start in range(len(word) - 5)
        )

    @cached_property
    def _stems(self) -> frozenset[str]:
        """What a noun in -ung keeps of the verbs that are acts: „ermittl“, „klar“, „bemuster“."""
        acts = [key(verb) for verb in self.acts if self.kind_of(verb) is None and verb != "warten"]
        return frozenset(
            f"{verb[:-3]}l" if verb.endswith("eln") else verb[:-1] if verb.endswith("ern") else verb.removesuffix("en")
            for verb in acts
        )

    def is_name(self, word: str) -> bool:
        """Whether the word (a key) is a name or comes before one."""
        return any(word in self.sets[names] for names in ("first_names", "surnames", "titles", "organisations"))

    def is_sent(self, word: str) -> bool:
        """Whether the word (a key) is an act once it goes to somebody: „Angebot an Frau Keller“."""
        sent = self.sets["sent"]
        return word.rpartition("-")[2] in sent or any(word.endswith(noun) for noun in sent if len(noun) > 4)

    def is_person(self, word: str) -> bool:
        """Whether the word (a key) says what somebody is."""
        return self.is_in(word, "roles") or self.is_in(word, "groups") or self.has_ending(word, "role_endings")

    def is_anybody(self, word: str) -> bool:
        """Whether the word (a key) is a crowd nobody could point at."""
        return word in self.sets["anybody"] or word.endswith(("kunden", "kundinnen", "interessenten"))

    def is_thing(self, word: str) -> bool:
        """Whether the word (a key) is a noun that is nobody."""
        last = word.rpartition("-")[2]
        return last in self.sets["things"] or any(
            word.endswith(ending) and len(word) > len(ending) + 1 for ending in self.endings["thing_endings"]
        )

    def is_listed(self, infinitive: str) -> bool:
        """Whether the verb is in one of the lists."""
        return infinitive in self.acts or self.kind_of(infinitive) is not None

    def kind_of(self, infinitive: str) -> Fault | None:
        """Why the verb is no act; None if it is one."""
        return next((fault for fault, kind in self.kinds.items() if infinitive in kind.verbs), None)

    def kind_with(self, infinitive: str, words: Iterable[str]) -> Fault | None:
        """Why the verb is no act beside these words (keys), whatever it is alone."""
        kinds = ((fault, kind) for fault, kind in self.kinds.items() if infinitive in kind.bound)
        return next((fault for fault, kind in kinds if any(self._ends(word, kind.objects) for word in words)), None)

    def _ends(self, word: str, nouns: tuple[str, ...]) -> bool:
        return any(form.endswith(nouns) for form in self._forms(word))


def _verbs(text: str) -> dict[str, Verb]:
    return {verb.infinitive: verb for verb in map(_verb, text.split())}


def _verb(notation: str) -> Verb:
    prefix, _, base = notation.rpartition("|")
    return Verb(prefix, base)


def _lexicon(notation: str | None) -> Lexicon:
    return Lexicon(notation or "\N{NULL}")


def _keys(text: str) -> frozenset[str]:
    return frozenset(map(key, text.split()))


def _strong(text: str) -> dict[str, tuple[str, str]]:
    triples = [entry.split() for entry in text.split(",") if entry.strip()]
    return {base: (past, participle) for base, past, participle in triples}


def _pairs(text: str) -> dict[str, str]:
    pairs = [entry.split() for entry in text.split(",") if entry.strip()]
    return dict(pairs)
