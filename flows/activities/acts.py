"""Finding what somebody means to do, or why it is nothing one could see."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from flows.activities.check import Fault
from flows.activities.people import Whom
from flows.activities.sentence import COORDINATING, Clause, Sentence, key
from flows.activities.verbs import Form, Shape, Verb
from flows.activities.words import Words

_SPOKEN = (
    Fault.WISH,
    Fault.RECALL,
    Fault.REACTIVE,
    Fault.ATTEMPT,
    Fault.TREND,
    Fault.WAITING,
    Fault.THINKING,
    Fault.ATTITUDE,
    Fault.RESULT,
    Fault.VAGUE,
)
"""In which order the phrases of a clause are asked for."""
_SILENT = (Fault.WAITING, Fault.THINKING, Fault.WISH, Fault.ATTEMPT, Fault.ATTITUDE)
"""What a clause with „zu“ takes over from the one it hangs on: „ich hoffe, Frau Keller anzutreffen“."""
_OPEN_ENDINGS = ("en", "eln", "ern")
_BEST = (Form.INFINITIVE, Form.TO, Form.FIRST, Form.PARTICIPLE, Form.THIRD, Form.PAST)

Found = tuple[Shape, tuple[int, ...]]
"""A verb and the numbers of the words or tokens it consists of."""


class Act(Struct, frozen=True):
    """Something done, or seemingly done.

    `places` are the tokens of its verb or noun, `infinitive` is empty for a noun; `moves` says that the verb does not
    stand in the infinitive; `fault` says why it does not count, None if it does.
    """

    clause: Clause
    places: tuple[int, ...]
    infinitive: str
    moves: bool
    fault: Fault | None


class Acts:
    """What a sentence says of doing."""

    def __init__(self, words: Words, sentence: Sentence) -> None:
        self._words, self._sentence = words, sentence
        self._readers = self._merged([_Reader(words, sentence, clause) for clause in sentence.clauses])

    @cached_property
    def places(self) -> frozenset[int]:
        """The numbers of all tokens that are verbs."""
        return frozenset(place for reader in self._readers for _, places in reader.verbs for place in places)

    @cached_property
    def _infinitives(self) -> frozenset[str]:
        return frozenset(shape.verb.infinitive for reader in self._readers for shape, _ in reader.verbs)

    @cached_property
    def calling(self) -> bool:
        """Whether somebody is called or written to."""
        return not self._words.sets["calling"].isdisjoint(map(key, self._infinitives))

    @cached_property
    def personal(self) -> bool:
        """Whether one of the acts is done to somebody."""
        if not self._words.person_verbs.isdisjoint(self._infinitives):
            return True
        nouns = tuple(self._words.sets["personal_nouns"])
        return any(token.key.endswith(nouns) for token in self._sentence.tokens)

    def find(self, whom: Sequence[Whom]) -> list[Act]:
        """All acts in order, those that do not count too."""
        acts: list[Act] = []
        inherited: Fault | None = None
        for reader in self._readers:
            found = list(reader.acts(whom, inherited))
            acts += found
            inherited = reader.silence(found, inherited)
        return acts

    def _merged(self, readers: Sequence["_Reader"]) -> list["_Reader"]:
        """Clauses without a verb belong to their neighbours: „stelle ich Frau Engel und Herrn Vogt das Haus vor“."""
        merged: list[_Reader] = []
        for reader in readers:
            if merged and reader.belongs_to(merged[-1]):
                clause = merged[-1].clause.joined(reader.clause, self._sentence.tokens)
                merged[-1] = _Reader(self._words, self._sentence, clause)
            else:
                merged.append(reader)
        return merged


class _Reader:
    """One clause."""

    def __init__(self, words: Words, sentence: Sentence, clause: Clause) -> None:
        self.clause = clause
        self._words, self._sets, self._sentence = words, words.sets, sentence
        self._keys = clause.keys
        self._at = [at for at, token in enumerate(clause.tokens, clause.first) if token.is_word and not token.dated]

    def belongs_to(self, before: "_Reader") -> bool:
        """Whether it is one clause with the one before, because one of the two has no verb."""
        joining = self.clause.mark in COORDINATING or self.clause.mark == ","
        if not joining or self.clause.subordinate or before.clause.subordinate:
            return False
        relative = self.clause.mark == "," and bool(self._keys) and self._keys[0] in self._sets["relative"]
        if relative and self._keys[-1] in self._sets["perfect"] | self._sets["modals"]:
            return False
        return not (self.verbs and before.verbs)

    def _has(self, words: str) -> bool:
        return not self._sets[words].isdisjoint(self._keys)

    # --- verbs ------------------------------------------------------------------------------------------------

    @cached_property
    def verbs(self) -> list[Found]:
        """Every verb, with its tokens."""
        found: list[Found] = []
        spent: set[int] = set()
        for n in range(len(self._keys)):
            reading = self._read(n) if n not in spent else None
            if reading is not None:
                shape, places = reading
                spent.update(places)
                found.append((shape, tuple(self._at[place] for place in places)))
        return found

    def _read(self, n: int) -> Found | None:
        """The verb that begins with word number `n`."""
        word = self._keys[n]
        if n and self._sentence.cased and self.clause.words[n].capital:
            return None
        shapes = self._words.forms.shapes(word)
        if not shapes and word not in self._words.known and not self._somebody(word):
            shapes = self._words.forms.resembling(word)
        noun = self._words.is_act(word) or word in self._sets["sent"] | self._sets["made"]
        if noun and self._nominal(n, shapes):
            return None
        finite = not any(shape.form is Form.INFINITIVE for shape in shapes)
        if n and finite and self._keys[n - 1] in self._sets["strict_titles"]:
            return None  # „frau schulte“
        for shape in sorted(shapes, key=lambda shape: -len(shape.verb.prefix)):
            place = self._prefix(shape.verb, n) if shape.apart else None
            if place is not None:
                return shape, (n, place)
        whole = [shape for shape in shapes if not shape.apart]
        if n == 0 and self.clause.words[0].capital and word in self._sets["things"]:
            return None
        if whole and word not in self._sets["small"]:
            return self._compound(self._likeliest(whole, n), n)
        return self._open(n)

    def _nominal(self, n: int, shapes: Sequence[Shape]) -> bool:
        """Whether a word that may be noun or verb is the noun: „auf den anruf“ is one, „morgen besuch ich“ is not."""
        forms = {shape.form for shape in shapes if not shape.apart}
        before = self._keys[n - 1] if n else "zu"
        if Form.INFINITIVE in forms:
            return before != "zu" and any(before in self._sets[words] for words in ("articles", "indefinite", "to"))
        beside = not self._sets["i"].isdisjoint(self._keys[max(0, n - 1) : n + 2])
        return Form.FIRST not in forms or bool(n and not beside)

    def _somebody(self, word: str) -> bool:
        return self._words.is_person(word) or self._words.is_anybody(word) or self._words.is_name(word)

    def _compound(self, shape: Shape, n: int) -> Found:
        """The verb with a prefix at the end that nobody listed with it: „sehe ich mir … an“."""
        end = len(self._keys) - 1
        parted = shape.form is Form.FIRST and end > n and self._keys[end] in self._words.forms.prefixes
        if not parted or shape.verb.prefix:
            return shape, (n,)
        return Shape(Verb(self._keys[end], shape.verb.base), Form.FIRST, apart=True), (n, end)

    def _likeliest(self, shapes: Sequence[Shape], n: int) -> Shape:
        """A word may be several forms: „besucht“ is third person or participle."""
        forms = {shape.form: shape for shape in shapes}
        if Form.THIRD in forms and Form.PARTICIPLE in forms:
            last = self.clause.words[n].end >= max(token.end for token in self.clause.tokens if token.is_word)
            done = last or self._has("passive") or self._has("perfect")
            return forms[Form.PARTICIPLE if done else Form.THIRD]
        return next(forms[form] for form in _BEST if form in forms)

    def _prefix(self, verb: Verb, n: int) -> int | None:
        """Where the verb's prefix stands that has its base at word `n`."""
        wanted = key(verb.prefix)
        last = len(self._keys) - 1
        if n == last and n and self._keys[n - 1] == wanted:
            return n - 1  # „an rufen“
        places = [place for place in range(n + 1, last + 1) if self._keys[place] == wanted]
        return next((place for place in reversed(places) if place == last or self._parts(place)), None)

    def _parts(self, place: int) -> bool:
        """Whether a prefix may stand here: before what was added later, „ruf ich an wegen …“."""
        after = self._at[place] + 1
        return self._keys[place + 1] in self._sets["after_prefix"] or self._sentence.tokens[after].dated

    def _open(self, n: int) -> Found | None:
        """A verb nobody listed: an infinitive at the end, or what stands beside „ich“."""
        word, token = self._keys[n], self.clause.words[n]
        if word in self._words.known or self._words.is_name(word) or not word.isalpha() or len(word) < 4:
            return None
        if not self._sentence.cased and (self._words.is_thing(word) or self._words.is_thing(word.removesuffix("n"))):
            return None
        if token.capital and (n or self._sentence.cased):
            return None
        after = self._keys[n + 1] if n < len(self._keys) - 1 else ""
        ends = not after or after in self._sets["modals"] or (n == 0 and after in self._sets["after_prefix"])
        if ends and word.endswith(_OPEN_ENDINGS):
            small = self._sentence.cased and not token.capital  # „polieren“ is no plural of „Polier“
            somebody = self._somebody(word) and not small
            return None if somebody else (Shape(Verb("", word), Form.INFINITIVE, apart=False), (n,))
        beside = not self._sets["i"].isdisjoint(self._keys[max(0, n - 1) : n + 2])
        parted = n < len(self._keys) - 1 and self._keys[-1] in self._words.forms.prefixes
        if beside and parted and not word.endswith("e"):
            return self._compound(Shape(Verb("", f"{token.text.lower()}en"), Form.FIRST, apart=False), n)  # „klapper“
        if beside and word.endswith("e"):
            said = token.text.lower()
            short = said.endswith("ere") and not said.endswith(("iere", "eere"))  # ich füttere
            return self._compound(Shape(Verb("", f"{said[:-1] if short else said}n"), Form.FIRST, apart=False), n)
        return None

    # --- acts -------------------------------------------------------------------------------------------------

    def acts(self, whom: Sequence[Whom], inherited: Fault | None) -> Iterator[Act]:
        """What this clause does; nothing if it only says something about another one."""
        if self.clause.subordinate:
            return
        judged = []
        for shape, places in self.verbs:
            infinitive = shape.verb.infinitive
            if infinitive != "vergessen":
                fault = self._frame or self._stranger(shape, places, whom) or self._meaning(infinitive, whom)
                if fault is None and self._with_to(places):
                    fault = inherited
                if fault in _SILENT and key(infinitive) not in self._sets["announcing"]:
                    inherited = fault
                judged.append((infinitive, fault))
                moves = shape.form is not Form.INFINITIVE or shape.apart
                yield Act(self.clause, places, infinitive, moves, fault)
        yield from self._nouns(judged, whom)

    @cached_property
    def _frame(self) -> Fault | None:
        """Why nothing in this clause counts, whatever it says."""
        clause, folded, lexicons = self.clause, self.clause.folded, self._words.lexicons
        opens = not clause.tokens[0].dated and folded in lexicons["questioning"]
        if (clause.asks and not clause.quoted) or opens:
            return Fault.QUESTION
        if folded in lexicons["hedge"] or any(token.key == "irgendwann" for token in clause.tokens):
            return Fault.HEDGED
        said = next((fault for fault in _SPOKEN if clause.said in self._words.kinds[fault].phrases), None)
        if said is not None:
            return said
        if "mehr" in self._keys and folded not in lexicons["enough"]:
            return Fault.TREND
        return Fault.NEGATED if folded in lexicons["negation"] and folded not in lexicons["unnegated"] else None

    def _with_to(self, places: Sequence[int]) -> bool:
        return "zu" in self._keys or any("zu" in self._sentence.tokens[place].key for place in places)

    def _stranger(self, shape: Shape, places: Sequence[int], whom: Sequence[Whom]) -> Fault | None:
        """Whether somebody else does it, or it was done."""
        own = self._has("i")
        if shape.form is Form.PAST:
            return Fault.PAST
        if shape.form is Form.PARTICIPLE:
            if "sein" in self._keys:
                return Fault.RESULT  # „soll informiert sein“
            by_then = (own or self._shared()) and any(token.key == "bis" for token in self.clause.tokens)
            return None if self._has("passive") or by_then or self._arranged(shape) else Fault.PAST
        if self._has("perfect") and "zu" not in self._keys and not self._words.is_listed(shape.verb.infinitive):
            return Fault.PAST  # „hat … gefallen“
        if own or shape.form is Form.FIRST:
            return None
        if shape.form is Form.THIRD:
            happens = shape.verb.infinitive in ("stattfinden", "anstehen")
            return None if happens or self._shared() or self._leaves(shape, whom) else Fault.OTHERS
        return Fault.OTHERS if shape.form is Form.INFINITIVE and self._led(shape, places, whom) else None

    def _shared(self) -> bool:
        """Whether one has a part in what somebody else does: „bekommt von mir“, „testet mit mir“."""
        return any(f" {word} {me} " in self.clause.folded for word in ("von", "mit") for me in ("mir", "uns"))

    def _arranged(self, shape: Shape) -> bool:
        """Whether an act is in the diary: „am Mittwoch ist ein Besuch bei Herrn Vogt geplant“."""
        arranging = key(shape.verb.infinitive) in self._sets["arranging"]
        dated = any(token.dated for token in self.clause.tokens)
        return arranging and dated and any(map(self._words.is_act, self._keys))

    def _leaves(self, shape: Shape, whom: Sequence[Whom]) -> bool:
        """Whether something is sent: „am Freitag geht die Karte an Herrn Vogt“."""
        goes = shape.verb.base == "gehen" and any(
            self._words.is_sent(word) or self._words.is_act(word) for word in self._keys
        )
        leads = {self._sentence.tokens[person.lead].key for person in whom}
        return goes and not leads.isdisjoint(self._sets["sending"])

    def _led(self, shape: Shape, places: Sequence[int], whom: Sequence[Whom]) -> bool:
        """Whether somebody stands before the verb as who does it: „Jens soll … schicken“, „die Kollegen schicken …“."""
        bidding = [n for n, word in enumerate(self._keys) if word in self._sets["bidding"]]
        if bidding and self._at[bidding[0]] != self.clause.first:
            return True
        verb = places[0]
        before = [person for person in whom if self.clause.first <= person.first and person.last <= verb]
        if shape.apart:
            return bool(before) and places[1] > places[0]
        several = any(
            person.first == self._at[0] and self._sentence.tokens[person.first].key in self._sets["plural"]
            for person in before
        )
        return several and any(person.first > verb for person in whom)

    def _meaning(self, infinitive: str, whom: Sequence[Whom]) -> Fault | None:
        """Why the verb is no act by what it means."""
        if infinitive in self._words.with_means:
            inside = {place for person in whom for place in range(person.lead, person.last)}
            means = (at for at, word in zip(self._at, self._keys, strict=True) if word in self._sets["means"])
            said = (self._sentence.tokens[at + 1 : at + 2] for at in means if at not in inside)
            return None if any(after and after[0].key not in ("mir", "uns") for after in said) else Fault.RESULT
        if infinitive == "warten":
            return None if self._has("served") and "auf" not in self._keys else Fault.WAITING
        if infinitive == "machen" and self._made_with(whom):
            return None
        if infinitive == "abschließen" and any(word.endswith("vertrag") for word in self._keys):
            return None
        if infinitive in ("bekommen", "kriegen", "erhalten") and ("mir" in self._keys or "uns" in self._keys):
            return None
        if key(infinitive) in self._sets["jointly"] and self._together(whom):
            return None
        return self._words.kind_of(infinitive) or self._words.kind_with(infinitive, self._beside(whom))

    def _beside(self, whom: Sequence[Whom]) -> Iterator[str]:
        """The words that are nobody."""
        inside = {place for person in whom for place in range(person.lead, person.last)}
        return (word for at, word in zip(self._at, self._keys, strict=True) if at not in inside)

    def _made_with(self, whom: Sequence[Whom]) -> bool:
        """Whether something is made with or at somebody: „mit der Trainerin einen Probedurchlauf machen“."""
        tokens = self._sentence.tokens
        inside = {place for person in whom for place in range(person.lead, person.last)}
        made = {
            tokens[at + 1].key
            for at, word in zip(self._at, self._keys, strict=True)
            if word in ("einen", "ein", "eine") and at not in inside and at + 1 < len(tokens) and tokens[at + 1].capital
        }
        beside = any(tokens[person.lead].key in ("mit", "bei", "beim") for person in whom)
        return beside and bool(made - self._sets["unmade"])

    def _together(self, whom: Sequence[Whom]) -> bool:
        return any(self._sentence.tokens[person.lead].key == "mit" for person in whom)

    def _nouns(self, judged: Sequence[tuple[str, Fault | None]], whom: Sequence[Whom]) -> Iterator[Act]:
        """Nouns that are acts, unless a verb with a meaning of its own says what is done."""
        heavy = [fault for infinitive, fault in judged if key(infinitive) not in self._sets["light"]]
        if None in heavy:
            return
        strong: list[Fault | None] = [fault for fault in heavy if fault is not Fault.VAGUE]
        strong += [fault for _, fault in judged if fault in (Fault.OTHERS, Fault.PAST)]
        fault = self._frame or next(iter(strong), None)
        made = any(infinitive in ("machen", "halten") for infinitive, _ in judged)
        verbal = {place for _, places in self.verbs for place in places}
        for at, word in zip(self._at, self._keys, strict=True):
            if at not in verbal and (
                self._is_act(at, word, whom) or (made and (word in self._sets["made"] or self._words.is_sent(word)))
            ):
                yield Act(self.clause, (at,), "", moves=False, fault=fault)

    def _is_act(self, at: int, word: str, whom: Sequence[Whom]) -> bool:
        if self._sentence.cased and at and not self._sentence.tokens[at].capital:
            return False
        if any(person.first <= at < person.last for person in whom):
            return False
        if self._words.is_act(word):
            return True
        if self.verbs or not whom:
            return False
        tokens = self._sentence.tokens
        if self._words.is_sent(word):
            return any(tokens[person.lead].key in self._sets["sending"] for person in whom)
        leads = {tokens[person.lead].key for person in whom if person.lead == at + 1}
        if not leads.isdisjoint(("mit", "vor")) and self._words.is_doing(word):
            return True
        nameless = not self._words.is_thing(word) and word not in self._words.known
        return self._sentence.cased and nameless and not leads.isdisjoint(("mit", "bei"))

    def silence(self, found: Sequence[Act], inherited: Fault | None) -> Fault | None:
        """What a following clause with „zu“ takes over."""
        for act in found:
            if act.fault in _SILENT and key(act.infinitive) not in self._sets["announcing"]:
                return act.fault
        if not found:
            said = (fault for fault in _SILENT if self.clause.said in self._words.kinds[fault].phrases)
            return next(said, inherited)
        return None
