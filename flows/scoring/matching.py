"""Which field of the hidden dossier a question or observation of the seller opens."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import snowballstemmer
from rapidfuzz import fuzz

_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'"})
_WORD = re.compile(r"[a-z0-9]+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")

_ASKING = re.compile(
    r"\b(wer|wem|wen|wessen|was|wie|wo|wohin|woher|wann|warum|wieso|weshalb|welch\w*|wieviele?|wozu|wof(ue|u)r|worauf|woran"
    r"|worum|wovon|wovor|womit|wobei|inwie\w+|ob)\b"
)
_ASKING_OPENLY = re.compile(
    r"(interessier|wissen|erfahren|verstehen|erz(ae|a)hl|schilder|beschreib|fragen|frage ich|sagen sie|verraten sie"
    r"|helfen sie mir|nehmen sie mich|lassen sie uns)"
)
_OBSERVING = re.compile(
    r"(eindruck|vermut|klingt|scheint|mir f(ae|a)llt|aufgefallen|ich (sehe|merke|spuere|spure|hoere|nehme)|gesehen|gelesen"
    r"|gehoert|koennte es sein|kann es sein|wahrscheinlich|bestimmt|wirkt|wirken sie|offenbar|anscheinend|stelle mir vor)"
)
_VERB_FIRST = re.compile(
    r"^(und |oder |aber |also |dann |darf ich fragen |mal ehrlich |ehrlich )*(haben|hat|gibt|ist|sind|war|waren|wollen|will"
    r"|moechten|duerfen|darf|koennen|kann|muss|muessen|sollen|soll|werden|wird|wuerden|wuerde|brauchen|kennen|sehen|spielt"
    r"|spielen|steht|stehen|passt|geht|gehen|liegt|liegen|planen|arbeiten|entscheiden|kommt|kommen|redet|reden|fehlt|machen"
    r"|macht|denken|fuehlen|erwarten|wuenschen|suchen|vergleichen|schauen|laufen|laeuft|sagen|sprechen|spricht|trauen)\b"
)
_UNASKED = re.compile(
    r"(frage|interessier|kuemmer|wissen)\w*( \w+){0,4} (nicht|nie|kein\w*)\b|ohne( \w+){0,4} (zu )?frag|\begal\b"
    r"|spielt keine rolle|ist mir gleich\b|geht mich nichts an|muss ich nicht|nicht mein problem"
)

_COMMON = frozenset(
    "aber alle alles also als am an auch auf aus bei beim bin bis bitte da dabei dafuer damit dann das dass dazu dem den denn"
    " der des die dies diese diesem diesen dieser dieses doch du ein eine einem einen einer eines einmal er es etwas fuer"
    " gar gerade gern gerne gibt habe haben hat hatte ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in ins ist ja"
    " jetzt kann kein keine koennen koennte mal man mehr mein meine meinem meinen meiner mich mir mit moechte muss nach nicht"
    " noch nun nur ob oder ohne schon sehr sein selbst sich sie sind so soll sollte ueber um und uns unser unsere unserem"
    " unseren vom von vor wann warum was wegen welche welchem welchen welcher welches wenn wer wem wen werden wie wieder"
    " wird wo wohin woran worauf wuerde wuerden zu zum zur eigentlich ueberhaupt denn genau heute sagen sagt wissen herr"
    " herrn frau eher vielleicht ganz gut wirklich darf fragen frage interessiert".split()
)


@dataclass(frozen=True)
class _Sample:
    field: str
    weights: Mapping[str, float]
    length: float


def fold(text: str) -> str:
    """Lower case, umlauts written out: what typed, dictated and umlaut-less German have in common."""
    return text.lower().translate(_FOLD)


class Matcher:
    """Opens fields by sample questions of the scenario and by general cues.

    A cue is a line such as `wer|wem entscheid|freigeb|unterschr`: each group must occur in the sentence; an alternative
    of at least four letters may stand anywhere in a word and may be mistyped, a shorter one is a whole word.
    """

    SIMILAR = 0.52  # cosine to a sample from which a sentence counts as asking the same
    MARGIN = 0.8  # a field nearly as similar as the best one opens too

    def __init__(self, samples: Mapping[str, Sequence[str]], cues: Mapping[str, Sequence[str]] | None = None) -> None:
        self._stemmer = snowballstemmer.stemmer("german")
        stems = {(field, text): self._stems(fold(text)) for field, texts in samples.items() for text in texts}
        spread = Counter(stem for bag in stems.values() for stem in set(bag))
        self._total = len(stems)
        self._rarity = {stem: math.log(1 + self._total / count) for stem, count in spread.items()}
        self._samples = [self._weigh(field, bag) for (field, _), bag in stems.items()]
        self._cues = {
            field: [[group.split("|") for group in cue.split()] for cue in lines]
            for field, lines in (cues or {}).items()
        }

    def opened(self, text: str) -> frozenset[str]:
        """The fields some sentence of `text` asks for, in any words."""
        found: set[str] = set()
        for sentence in _sentences(text):
            if _inquires(sentence):
                found |= self._by_cue(sentence) or self._by_sample(sentence)
        return frozenset(found)

    def _by_cue(self, sentence: str) -> set[str]:
        words = _WORD.findall(sentence)
        return {
            field
            for field, lines in self._cues.items()
            if any(all(any(_hits(part, words) for part in group) for group in line) for line in lines)
        }

    def _by_sample(self, sentence: str) -> set[str]:
        asked = self._weigh("", self._stems(sentence))
        best: dict[str, float] = {}
        for sample in self._samples:
            best[sample.field] = max(best.get(sample.field, 0.0), _cosine(asked, sample))
        top = max(best.values(), default=0.0)
        return {field for field, value in best.items() if value >= max(self.SIMILAR, self.MARGIN * top)}

    def _stems(self, folded: str) -> list[str]:
        words = [word for word in _WORD.findall(folded) if word not in _COMMON]
        return [str(stem) for stem in self._stemmer.stemWords(words)]

    def _weigh(self, field: str, stems: Iterable[str]) -> _Sample:
        unknown = math.log(1 + self._total)
        weights = {stem: self._rarity.get(stem, unknown) for stem in stems}
        return _Sample(field, weights, math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0)


def _sentences(text: str) -> list[str]:
    return [fold(part).strip() for part in _SENTENCE.findall(text) if part.strip()]


def _inquires(sentence: str) -> bool:
    if _UNASKED.search(sentence):
        return False
    asks = sentence.endswith("?") or _ASKING.search(sentence) or _ASKING_OPENLY.search(sentence)
    return bool(asks or _OBSERVING.search(sentence) or _VERB_FIRST.search(sentence))


def _hits(part: str, words: Sequence[str]) -> bool:
    if len(part) < 4:
        return part in words
    if any(part in word for word in words):
        return True
    return len(part) >= 6 and any(len(word) >= 6 and fuzz.partial_ratio(part, word) >= 90 for word in words)


def _cosine(one: _Sample, other: _Sample) -> float:
    shared = one.weights.keys() & other.weights.keys()
    return sum(one.weights[stem] * other.weights[stem] for stem in shared) / (one.length * other.length)
