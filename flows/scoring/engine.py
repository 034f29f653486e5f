"""The scoring engine: reads the turns, judges each item, and says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from flows.scoring.conduct import ZEROED_BY_DISRESPECT, Void, disrespect, void
from flows.scoring.context import Context
from flows.scoring.detectors import Clue, Detectors
from flows.scoring.exercise import Exercise
from flows.scoring.features import Features, features
from flows.scoring.feedback import Sentences
from flows.scoring.model import Decision, Model
from flows.scoring.reading import Reading, joined, read
from flows.scoring.rules import Cause, Finding, Judge, Rule
from flows.scoring.verdict import Flag, ItemVerdict, Turn, Verdict

_ITEMS = ("1", "2", "3")
_CERTAIN = 0.98  # confidence of what the written rules alone decide


@dataclass(frozen=True)
class Manual:
    """The written part of the scoring: detectors, the judges of each phase's items, sentences."""

    detectors: Detectors
    judges: Mapping[str, tuple[Judge, ...]]
    sentences: Sentences

    @classmethod
    def read(
        cls,
        signs: Mapping[str, str],
        phases: Mapping[str, Mapping[str, Any]],
        feedback: Mapping[str, Mapping[str, str]],
    ) -> "Manual":
        """Made of the tables in content/de/scoring."""
        return cls(
            Detectors(signs, {phase: table["concepts"] for phase, table in phases.items()}),
            {
                phase: tuple(Judge(msgspec.convert(table[item], Rule)) for item in _ITEMS)
                for phase, table in phases.items()
            },
            Sentences(feedback["reasons"], feedback["gaps"]),
        )


@dataclass(frozen=True)
class _Candidate:
    """A turn, or the talk up to a turn, in which evidence may lie."""

    reading: Reading
    features: Features
    scores: Sequence[float]


_US = frozenset({"wir", "uns", "sie", "ihnen"})


class Scorer:
    """Rules and learned weights together. The weights decide the level, the rules bound it and give the reasons."""

    def __init__(self, manual: Manual, model: Model, version: str) -> None:
        self.version = version
        self._manual, self._model = manual, model

    def score(self, exercise: Exercise, turns: Sequence[Turn]) -> Verdict:
        """Each item takes the best evidence of all turns and of the talk up to each of them, respect the worst."""
        phase = exercise.phase
        readings = [
            (turn, read(self._manual.detectors, phase, turn.answer, Context(exercise.task, turn.customer)))
            for turn in turns
        ]
        voids = [void(turn.answer, reading) for turn, reading in readings]
        worth = [reading for (_, reading), reason in zip(readings, voids, strict=True) if reason is None]
        offence = next((clue for _, reading in readings if (clue := disrespect(reading))), None)
        if not worth:
            why, clue = next(reason for reason in voids if reason) if voids else (Void.EMPTY, None)
            return self._void(phase, why, clue)
        candidates = [self._candidate(phase, reading) for reading in _talks(worth)]
        items = tuple(self._item(phase, at, candidates, offence) for at in range(len(_ITEMS)))
        flags = _flags(candidates, offence, [reason for reason in voids if reason])
        if _off_topic(candidates) and not any(item.best_guess for item in items):
            flags |= {Flag.THEMENFREMD}
        return Verdict(items, tuple(flag for flag in Flag if flag in flags), self.version)

    def _candidate(self, phase: str, reading: Reading) -> _Candidate:
        found = features(self._manual.detectors, phase, self._manual.judges[phase], reading)
        return _Candidate(reading, found, self._model.scores(phase, found))

    def _decide(self, candidate: _Candidate, at: int) -> Decision:
        decision = self._model.decide(candidate.scores[at])
        ceiling = candidate.features.findings[at].ceiling(candidate.reading.size)
        return decision if decision.guess <= ceiling else Decision(ceiling, ceiling, _CERTAIN)

    def _void(self, phase: str, why: Void, clue: Clue | None) -> Verdict:
        quote = clue.quote if clue else None
        items = tuple(
            ItemVerdict(
                item=f"{phase}.{number}",
                level=0,
                best_guess=0,
                confidence=_CERTAIN,
                evidence=quote,
                reason=self._manual.sentences.plain(why.value, judge.rule, quote),
                missing=judge.rule.none,
            )
            for number, judge in zip(_ITEMS, self._manual.judges[phase], strict=True)
        )
        return Verdict(items, (why.flag,), self.version)

    def _item(self, phase: str, at: int, candidates: Sequence[_Candidate], offence: Clue | None) -> ItemVerdict:
        item = f"{phase}.{_ITEMS[at]}"
        judge, sentences = self._manual.judges[phase][at], self._manual.sentences
        if offence is not None and item in ZEROED_BY_DISRESPECT:
            reason = sentences.plain("respekt", judge.rule, offence.quote)
            return ItemVerdict(item, 0, 0, _CERTAIN, offence.quote, reason, judge.rule.none)
        decision, best = max(
            ((self._decide(candidate, at), candidate) for candidate in candidates),
            key=lambda pair: (pair[0].guess, pair[1].scores[at]),
        )
        finding = best.features.findings[at]
        quote = _evidence(judge, finding, decision, best.reading)
        reason = sentences.reason(decision.level, finding, judge.rule, quote)
        if decision.level == 0 and finding.cause is Cause.NOTHING:
            quote, reason = self._why_nothing(judge.rule, best.reading, candidates)
        return ItemVerdict(
            item=item,
            level=decision.level,
            best_guess=decision.guess,
            confidence=decision.confidence,
            evidence=quote,
            reason=reason,
            missing=sentences.missing(decision.level, finding, judge.rule),
        )

    def _why_nothing(self, rule: Rule, reading: Reading, candidates: Sequence[_Candidate]) -> tuple[str | None, str]:
        """What there is instead of evidence: irony, praise of oneself, another topic, or simply nothing."""
        for sign in ("ironie", "eigenlob"):
            for clue in reading.clues:
                if sign in clue.signs:
                    return clue.quote, self._manual.sentences.plain(sign, rule, clue.quote)
        name = "themenfremd" if _off_topic(candidates) else "nichts"
        return None, self._manual.sentences.plain(name, rule, None)


def _off_topic(candidates: Sequence[_Candidate]) -> bool:
    """Whether nothing at all touches the task or the phase, or goes from seller to customer."""
    return all(
        not any(clue.taken or clue.heard or _between_us(clue) for clue in candidate.reading.clues)
        and all(finding.cause is Cause.NOTHING for finding in candidate.features.findings)
        for candidate in candidates
    )


def _between_us(clue: Clue) -> bool:
    """Whether somebody speaks for the firm or to the customer."""
    return any(word.folded in _US or word.folded.startswith(("unser", "ihr")) for word in clue.clause.words)


def _talks(readings: Sequence[Reading]) -> list[Reading]:
    """Each turn alone, and the talk up to each turn: a later turn only ever adds to them."""
    return [*readings, *(joined(readings[:end]) for end in range(2, len(readings) + 1))]


def _evidence(judge: Judge, finding: Finding, decision: Decision, reading: Reading) -> str | None:
    if finding.clause is not None:
        return reading.clues[finding.clause].quote
    if decision.level == 0:
        return None
    return max(reading.clues, key=lambda clue: (judge.affinity(clue), len(clue.quote))).quote


def _flags(
    candidates: Sequence[_Candidate], offence: Clue | None, voids: Sequence[tuple[Void, Clue | None]]
) -> set[Flag]:
    causes = {finding.cause for candidate in candidates for finding in candidate.features.findings}
    flags = {why.flag for why, _ in voids if why is not Void.EMPTY}
    if offence is not None:
        flags.add(Flag.RESPEKT)
    if Cause.ANNOUNCED in causes:
        flags.add(Flag.ANKUENDIGUNG)
    if Cause.NEGATED in causes:
        flags.add(Flag.VERNEINUNG)
    if any(candidate.reading.shows("ironie") for candidate in candidates):
        flags.add(Flag.IRONIE)
    return flags
