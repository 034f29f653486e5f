"""The scoring engine: reads the turns, judges each item, and says why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from flows.course import PHASES
from flows.scoring.conduct import ZEROED_BY_DISRESPECT, Void, disrespect, void
from flows.scoring.context import Context
from flows.scoring.decision import Decider, Decision
from flows.scoring.detectors import Clue, Detectors
from flows.scoring.encoder import Encoder, Encoding
from flows.scoring.exercise import Exercise
from flows.scoring.features import features
from flows.scoring.feedback import Sentences
from flows.scoring.grading import Example, Grader, Item, fit
from flows.scoring.linear import Linear
from flows.scoring.network import Impression, Network
from flows.scoring.pieces import Span
from flows.scoring.reading import Reading, joined, read
from flows.scoring.rules import Cause, Finding, Judge, Rule
from flows.scoring.verdict import Flag, ItemVerdict, Turn, Verdict

_ITEMS = ("1", "2", "3")
_CERTAIN = 0.98  # confidence of what the written rules alone decide
_REMEMBERED = 32  # texts whose reading is kept: tasks come again, and earlier turns with every later one
_TAUGHT = 256  # texts whose encoding is kept for fitting: examples come again with every further one
_FAULTS = frozenset({Cause.ANNOUNCED, Cause.TEXTBOOK, Cause.NEGATED, Cause.AGAINST})

_Read = tuple[Turn, Reading]


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
class Learned:
    """The learned part: the reader of meanings with the network above it, the linear weights, and who decides."""

    encoder: Encoder
    network: Network
    linear: Linear
    decider: Decider


@dataclass(frozen=True)
class _Candidate:
    """A turn, or the talk up to a turn, in which evidence may lie."""

    reading: Reading
    findings: tuple[Finding, ...]
    scores: Sequence[float]
    offence: float
    impression: Impression
    focus: NDArray[np.float32]  # (items, clauses)
    sting: NDArray[np.float32]  # how much of an offence each clause is

    def clue(self, at: int) -> Clue:
        """The clause that item `at` looked at most."""
        return self.reading.clues[int(self.focus[at].argmax())]

    @property
    def offending(self) -> Clue:
        """The clause that is most of an offence, if any is."""
        return self.reading.clues[int(self.sting.argmax())]


_US = frozenset({"wir", "uns", "sie", "ihnen"})


class Scorer:
    """What was learned and what was written together: the one decides the level, the other bounds it and says why."""

    def __init__(self, manual: Manual, learned: Learned, version: str) -> None:
        self.version = version
        self._manual, self._learned = manual, learned
        self._context = lru_cache(_REMEMBERED)(Context)
        self._encode = lru_cache(_REMEMBERED)(learned.encoder.encode)
        self._packed = lru_cache(_TAUGHT)(lambda text: _converted(learned.encoder.encode(text), np.float16))
        self._directions = lru_cache(_REMEMBERED)(lambda text: learned.network.directions(learned.encoder.early(text)))

    def score(self, exercise: Exercise, turns: Sequence[Turn]) -> Verdict:
        """Each item takes the best evidence of all turns and of the talk up to each of them, respect the worst."""
        phase = exercise.phase
        readings = [
            (turn, read(self._manual.detectors, phase, turn.answer, self._context(exercise.task, turn.customer)))
            for turn in turns
        ]
        voids = [void(turn.answer, reading) for turn, reading in readings]
        worth = [pair for pair, reason in zip(readings, voids, strict=True) if reason is None]
        if not worth:
            why, clue = next(reason for reason in voids if reason) if voids else (Void.EMPTY, None)
            return self._void(phase, why, clue)
        candidates = [self._candidate(exercise, talk) for talk in _talks(worth)]
        offence = self._offence(candidates[: len(worth)], [reading for _, reading in readings])
        items = tuple(self._item(phase, at, candidates, offence) for at in range(len(_ITEMS)))
        flags = _flags(candidates, offence, [reason for reason in voids if reason])
        if _off_topic(candidates) and not any(item.best_guess for item in items):
            flags |= {Flag.THEMENFREMD}
        return Verdict(items, tuple(flag for flag in Flag if flag in flags), self.version)

    def grader(self, task: str, items: Sequence[Item], examples: Sequence[Example], version: str) -> Grader:
        """Who judges by these items in free words; its version is this engine's, `version` and the examples."""
        return fit(items, examples, self._unpacked, self._manual.sentences, f"{self.version}+{version}", task)

    def _unpacked(self, text: str) -> Encoding:
        """Half as long numbers are as good, and take half the room as long as they are kept."""
        return _converted(self._packed(text), np.float32)

    def _candidate(self, exercise: Exercise, talk: Sequence[_Read]) -> _Candidate:
        turns, reading = [turn for turn, _ in talk], joined([reading for _, reading in talk])
        context = np.concatenate(
            [self._directions(text) for text in (exercise.task, *(turn.customer for turn in turns if turn.customer))]
        )
        encoding = self._encode(reading.text)
        impression = self._learned.network.judge(PHASES.index(exercise.phase), encoding, context)
        spans = [
            (start + clue.clause.start, start + clue.clause.end)
            for start, (_, part) in zip(_starts([part for _, part in talk]), talk, strict=True)
            for clue in part.clues
        ]
        found = features(self._manual.detectors, exercise.phase, self._manual.judges[exercise.phase], reading)
        scores, offence = self._learned.linear.judge(exercise.phase, found)
        *focus, sting = _on_clauses([*impression.focus, impression.sting], encoding, spans)
        return _Candidate(reading, found.findings, scores, offence, impression, np.stack(focus), sting)

    def _decide(self, candidate: _Candidate, at: int) -> Decision:
        decision = self._learned.decider.decide(candidate.impression.steps[at].tolist(), candidate.scores[at])
        ceiling = candidate.findings[at].ceiling(candidate.reading.size)
        return decision if decision.guess <= ceiling else Decision(ceiling, ceiling, _CERTAIN)

    def _offence(self, candidates: Sequence[_Candidate], readings: Sequence[Reading]) -> Clue | None:
        """The clause that puts the customer under pressure, belittles or deceives him."""
        for candidate in candidates:
            heard = self._learned.decider.offends(candidate.impression.offences.tolist(), candidate.offence)
            if heard and "wende" not in candidate.offending.signs:
                return candidate.offending
        return next((clue for reading in readings if (clue := disrespect(reading))), None)

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
            key=lambda pair: (pair[0].guess, float(pair[1].impression.steps[at].sum())),
        )
        finding = best.findings[at]
        quote = _evidence(finding, decision, best, at)
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


def _converted(encoding: Encoding, kind: type[np.floating[Any]]) -> Encoding:
    return Encoding(encoding.early.astype(kind), encoding.late.astype(kind), encoding.spans)


def _off_topic(candidates: Sequence[_Candidate]) -> bool:
    """Whether nothing at all touches the task or the phase, or goes from seller to customer."""
    return all(
        not any(clue.taken or clue.heard or _between_us(clue) for clue in candidate.reading.clues)
        and all(finding.cause is Cause.NOTHING for finding in candidate.findings)
        for candidate in candidates
    )


def _between_us(clue: Clue) -> bool:
    """Whether somebody speaks for the firm or to the customer."""
    return any(word.folded in _US or word.folded.startswith(("unser", "ihr")) for word in clue.clause.words)


def _talks(worth: Sequence[_Read]) -> list[Sequence[_Read]]:
    """Each turn alone, and the talk up to each turn: a later turn only ever adds to them."""
    return [*([pair] for pair in worth), *(worth[:end] for end in range(2, len(worth) + 1))]


def _starts(readings: Sequence[Reading]) -> Iterator[int]:
    """Where each turn begins in the talk, in which turns are lines."""
    return accumulate((len(reading.text) + 1 for reading in readings[:-1]), initial=0)


def _on_clauses(
    shares: Sequence[NDArray[np.float32]], encoding: Encoding, spans: Sequence[Span]
) -> NDArray[np.float32]:
    """Shares of the pieces summed up in each clause, (shares, clauses)."""
    by_piece = np.stack(shares)
    starts = np.array([-1 if span is None else span[0] for span in encoding.spans])
    return np.stack([by_piece[:, (starts >= start) & (starts < end)].sum(1) for start, end in spans], axis=1)


def _evidence(finding: Finding, decision: Decision, candidate: _Candidate, at: int) -> str | None:
    """What to show: where the rules found a fault, its clause; else the clause the item looked at."""
    if finding.clause is not None and finding.cause in _FAULTS:
        return candidate.reading.clues[finding.clause].quote
    return None if decision.level == 0 else candidate.clue(at).quote


def _flags(
    candidates: Sequence[_Candidate], offence: Clue | None, voids: Sequence[tuple[Void, Clue | None]]
) -> set[Flag]:
    causes = {finding.cause for candidate in candidates for finding in candidate.findings}
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
