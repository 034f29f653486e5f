"""A reading as numbers, for the learned weights: about the answer, its items, and letter groups."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from flows.scoring.detectors import Clue, Detectors
from flows.scoring.reading import Reading, Sentence
from flows.scoring.rules import Finding, Judge
from flows.scoring.segments import stem

Numbers = Mapping[str, float]

_TELLING = (
    *(
        "frage",
        "offen",
        "zahl",
        "grund",
        "folge",
        "fallbezug",
        "fallbezug2",
        "zitatbezug",
        "zitatbezug2",
        "neu",
        "neu3",
    ),
    *("name", "ich", "sie", "anrede", "lang", "zeitpunkt", "rolle", "woertlich", "verneint", "vage", "ankuendigung"),
    "gegensatz",
)
_LETTERS = range(2, 6)


@dataclass(frozen=True)
class Features:
    """What the weights are applied to. `findings` are those of the rules, by the way."""

    answer: Numbers
    items: tuple[Numbers, ...]
    groups: Mapping[str, int]
    sentences: tuple[Mapping[str, int], ...]
    findings: tuple[Finding, ...]


def features(detectors: Detectors, phase: str, judges: Sequence[Judge], reading: Reading) -> Features:
    """The features of a reading; `judges` are those of the phase's items."""
    counts = {
        name: detectors.different(phase, name, reading.clues) for judge in judges for name in sorted(judge.twofold)
    }
    findings = tuple(judge.find(reading.clues, counts) for judge in judges)
    return Features(
        answer=_of_answer(reading, detectors.signs),
        items=tuple(
            _of_item(judge, finding, reading.clues, counts) for judge, finding in zip(judges, findings, strict=True)
        ),
        groups=Counter(_groups(reading.tokens)),
        sentences=tuple(_of_sentence(sentence, detectors.signs) for sentence in reading.sentences),
        findings=findings,
    )


def _of_answer(reading: Reading, signs: Sequence[str]) -> dict[str, float]:
    clues = reading.clues
    shared = {*signs, *_TELLING}
    numbers = {
        "words": math.log1p(reading.size),
        "clauses": math.log1p(len(clues)),
        "echo": reading.echo,
        "taken": math.log1p(len(frozenset().union(*(clue.taken for clue in clues)))),
        "heard": math.log1p(len(frozenset().union(*(clue.heard for clue in clues)))),
        "clauses hearing": math.log1p(sum(bool(clue.heard) for clue in clues)),
    }
    for sign, count in Counter(sign for clue in clues for sign in clue.signs & shared).items():
        numbers |= {f"any {sign}": 1.0, f"share {sign}": count / len(clues), f"count {sign}": math.log1p(count)}
    for place, clue in [*(("first", clue) for clue in clues[:1]), *(("last", clue) for clue in clues[-1:])]:
        numbers |= {f"{place} {sign}": 1.0 for sign in clue.signs & shared}
    return numbers


def _of_item(judge: Judge, finding: Finding, clues: Sequence[Clue], counts: Mapping[str, int]) -> dict[str, float]:
    core = judge.evidence(clues)
    sound = [at for at in core if "verneint" not in clues[at].signs]
    numbers = {
        f"level {finding.level}": 1.0,
        f"cause {finding.cause}": 1.0,
        "core": math.log1p(len(sound)),
        "negated": float(bool(core) and not sound),
        "full": float(any(judge.lacking(clues, at, counts) is None for at in sound)),
        "full anywhere": judge.share_of_full(clues),
        "weak": float(any(judge.is_weak(clue) for clue in clues)),
        "against": float(any(judge.is_against(clue) for clue in clues)),
        "against soundly": float(any(judge.is_against(clue) and "verneint" not in clue.signs for clue in clues)),
    }
    return numbers | {f"core & {sign}": 1.0 for sign in _TELLING if any(sign in clues[at].signs for at in sound)}


def _of_sentence(sentence: Sentence, signs: Sequence[str]) -> Mapping[str, int]:
    """Its letter groups, and its signs as groups of their own."""
    shown = sorted(sentence.signs & {*signs, *_TELLING})
    return Counter([*_groups(sentence.tokens), *(f"!{sign}" for sign in shown)])


def _groups(tokens: Sequence[str]) -> list[str]:
    """Stems, pairs of stems, and groups of letters within words."""
    stems = [stem(token) for token in tokens]
    pairs = [f"={one} {other}" for one, other in pairwise(stems)]
    return [*(f"={one}" for one in stems), *pairs, *chain.from_iterable(map(_letters, tokens))]


@lru_cache(maxsize=1000)
def _letters(token: str) -> tuple[str, ...]:
    padded = f" {token} "
    return tuple(padded[at : at + size] for size in _LETTERS for at in range(len(padded) - size + 1))
