"""What can be noticed in an answer whatever the item: the signs of each clause, and of the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flows.scoring.context import Context
from flows.scoring.lexicon import Lexicon, Lexicons
from flows.scoring.segments import Clause, Segments

Signs = frozenset[str]
"""Names of what a clause shows: signs of signs.toml, concepts of the phase, and the computed ones below."""

_DIGITS = frozenset("0123456789")
_NUMBERS = (
    "zwei, drei, vier, fünf, sechs, sieben, acht, neun, zehn, elf, zwölf, zwanzig, dreißig, vierzig, fünfzig, sechzig,"
    "siebzig, achtzig, neunzig, hundert*, tausend*, dutzend, halb*, doppelt*, viertel*, *mal, beide*, ein drittel"
)
_SIE = "ihnen, ihr, ihre, ihrem, ihren, ihrer, sie, euch, euer, eure, eurem, euren"
_ICH = "ich, mir, mich, mein*, wir, uns, unser*"
_LONG = 7
_REPORTING: Signs = frozenset({"fragverb", "berichtete frage"})  # „ich frage ihn, …“
_ASKED: Signs = frozenset({"fragewort", "ob"})
_ASKING: Signs = frozenset({"frage", "offen", "berichtete frage"})


@dataclass(frozen=True)
class Clue:
    """A clause, its words in the answer, its signs, and what it takes up of the task and of the customer's words."""

    clause: Clause
    quote: str
    signs: Signs
    taken: frozenset[str]
    heard: frozenset[str]


class Detectors:
    """The signs every phase shares, by name in `signs`, and the concepts of each phase."""

    def __init__(self, signs: Mapping[str, str], concepts: Mapping[str, Mapping[str, str]]) -> None:
        self.signs = tuple(signs)
        shared = {**signs, "zahl": _NUMBERS, "sie": _SIE, "ich": _ICH}
        self._shared = Lexicons({name: Lexicon(notation) for name, notation in shared.items()})
        self._concepts = {
            phase: {name: Lexicon(notation) for name, notation in words.items()} for phase, words in concepts.items()
        }
        self._spoken = {phase: Lexicons(lexicons) for phase, lexicons in self._concepts.items()}

    def clues(self, phase: str, answer: Segments, context: Context) -> tuple[Clue, ...]:
        """Every clause of the answer with what it shows."""
        clues: list[Clue] = []
        for at in range(len(answer.clauses)):
            clue = self._clue(phase, at, answer, context)
            reports = bool(clues) and clues[-1].clause.sentence == clue.clause.sentence and clues[-1].signs & _REPORTING
            clues.append(replace(clue, signs=clue.signs | _ASKING) if reports and clue.signs & _ASKED else clue)
        return tuple(clues)

    def different(self, phase: str, concept: str, clues: Sequence[Clue]) -> int:
        """How many different phrases the clauses use for the concept."""
        return self._concepts[phase][concept].different(clue.clause.text for clue in clues)

    def _clue(self, phase: str, at: int, answer: Segments, context: Context) -> Clue:
        clause = answer.clauses[at]
        text = clause.text
        taken, heard = context.taken_up(clause), context.heard(clause)
        signs = self._shared.spoken(text) | self._spoken[phase].spoken(text)
        signs |= _of_form(clause, text)
        signs |= _of_context(clause, context, len(taken), len(heard))
        if clause.asks or signs & {"fragt", "fragesatz"}:
            signs.add("frage")
            if "fragewort" in signs or "fragt" in signs:
                signs.add("offen")
        elif "fragewort" in signs and "sie" in signs and len(clause.words) > 3:
            signs |= {"frage", "offen"}
        if "negation" in signs and "wende" not in signs:
            signs.add("verneint")
        return Clue(clause, answer.quote(at), frozenset(signs), taken, heard)


def _of_form(clause: Clause, text: str) -> set[str]:
    signs = set()
    if clause.quoted:
        signs.add("woertlich")
    if not _DIGITS.isdisjoint(text):
        signs.add("zahl")
    if any(
        word.capital and word.folded in ("sie", "ihnen", "ihr", "ihre", "ihrem", "ihren") for word in clause.words[1:]
    ):
        signs.add("anrede")
    if len(clause.words) >= _LONG:
        signs.add("lang")
    return signs


def _of_context(clause: Clause, context: Context, taken: int, heard: int) -> set[str]:
    new = context.new(clause)
    found = {
        "fallbezug": taken > 0,
        "fallbezug2": taken > 1,
        "zitatbezug": heard > 0,
        "zitatbezug2": heard > 1,
        "neu": new > 0,
        "neu3": new > 2,
        "name": context.names(clause),
    }
    return {sign for sign, holds in found.items() if holds}
