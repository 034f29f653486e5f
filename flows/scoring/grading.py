"""A coach's own exercise: its items in free words and graded answers become a grader.

From no example at all, when only the wording of an item speaks and most is left open, to hundreds.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import msgspec
import numpy as np
from msgspec import Meta, Struct

from flows.scoring.context import Context
from flows.scoring.encoder import Encoding
from flows.scoring.feedback import Sentences
from flows.scoring.german import COMMON
from flows.scoring.likeness import Floats, Gauge, Traits, directions, measured
from flows.scoring.rules import Rule
from flows.scoring.scale import Grade, Scale, vague
from flows.scoring.segments import Segments, fold, segment, stem
from flows.scoring.verdict import Flag, ItemVerdict, Turn, Verdict

Encode = Callable[[str], Encoding]

_SURE = 0.6  # how likely a level must be to be said
_OPEN = 0.5  # the grade expected where nothing is known
_HALFWAY = 0.48  # how near answers come to a wording they meet by half
_SLOPE = 1.5  # what coming nearer adds to the expected grade
_FARTHEST = 0.4  # how far wording alone moves an expected grade from the middle
_SHORTEST = 4  # letters of a word that says what an item is about
_COPIED = 0.6  # share of an answer that repeats task or checklist, from which nothing own is left
_SAME = 0.1  # what a reading still weighs beside a grade given to the very same answer
_EMPTY = Grade(0.0, (0.98, 0.01, 0.01))

_COMMON = frozenset(stem(fold(word)) for word in COMMON)


class Item(Struct, frozen=True):
    """A point of a checklist. `wording` says in free words what is looked for; it may be empty."""

    id: str
    wording: str = ""


class Example(Struct, frozen=True):
    """An answer with a grade from 0 to 1 for each item, None where nobody graded it. A level counts half a grade."""

    answer: str
    grades: tuple[Annotated[float, Meta(ge=0, le=1)] | None, ...]


@dataclass(frozen=True)
class _Answer:
    """An answer as it is graded; `traits` is None if it holds no word."""

    text: str
    encoding: Encoding
    traits: Traits | None

    @classmethod
    def read(cls, text: str, encode: Encode) -> "_Answer":
        encoding = encode(text)
        worded = any(character.isalnum() for character in text) and any(encoding.spans)
        return cls(text, encoding, Traits.of(text, encoding) if worded else None)

    @cached_property
    def segments(self) -> Segments:
        return segment(self.text)

    def without(self, start: int, end: int) -> Traits | None:
        """The traits with the words between the two places left out; None if no others are left."""
        return self._part(lambda at: not start <= at < end)

    def only(self, start: int, end: int) -> Traits | None:
        """The traits of the words between the two places."""
        return self._part(lambda at: start <= at < end)

    def _part(self, wanted: Callable[[int], bool]) -> Traits | None:
        if self.traits is None:
            return None
        places = [span[0] for span in self.encoding.spans if span is not None]
        kept = [number for number, place in enumerate(places) if wanted(place)]
        traits = self.traits
        return Traits(traits.early[kept], traits.late[kept], traits.letters) if kept else None


class _Wording:
    """What an item looks for, as far as its words tell."""

    def __init__(self, text: str, checklist: Context, encode: Encode, middle: Floats) -> None:
        encoding = encode(text)
        self._middle = middle
        words = [at for at, span in enumerate(encoding.spans) if span is not None and _telling(text[span[0] : span[1]])]
        self._words = directions(encoding.early[words] - middle)
        self._checklist = checklist

    def expected(self, traits: Traits) -> float:
        """The grade of an answer, judged by how near it comes to the words of the item."""
        if not len(self._words):
            return _OPEN
        near = (self._words @ directions(traits.early - self._middle).T).max(1).mean()
        return _OPEN + float(np.clip(_SLOPE * (float(near) - _HALFWAY), -_FARTHEST, _FARTHEST))

    def copied(self, answer: Segments) -> bool:
        """Whether the answer only repeats the task or the checklist."""
        return self._checklist.echo(answer) >= _COPIED


def _telling(word: str) -> bool:
    letters = "".join(filter(str.isalnum, word))
    return letters.isdigit() or (len(letters) >= _SHORTEST and stem(fold(letters)) not in _COMMON)


@dataclass(frozen=True)
class _Judge:
    """An item with what its examples teach. `given` are the grades of each answer that somebody graded."""

    item: Item
    wording: _Wording
    scale: Scale | None
    given: Mapping[str, Sequence[float]]

    def reading(self, gauge: Gauge | None, traits: Traits) -> float:
        expected = self.wording.expected(traits)
        return expected if self.scale is None or gauge is None else self.scale.read(gauge(traits), expected)

    def grade(self, gauge: Gauge | None, answer: _Answer) -> Grade:
        if answer.traits is None:
            return _EMPTY
        known = self.given.get(_plain(answer.text))
        reading = self.reading(gauge, answer.traits)
        grade = Grade(reading, vague(reading)) if self.scale is None else self.scale.grade(reading)
        if known:
            return grade.corrected(known, _SAME)
        return _EMPTY if self.wording.copied(answer.segments) else grade


class Grader:
    """Grades answers to one exercise. Pure; made by `fit`."""

    def __init__(
        self, judges: Sequence[_Judge], gauge: Gauge | None, encode: Encode, sentences: Sentences, version: str
    ) -> None:
        self.version = version
        self._judges, self._gauge, self._encode, self._sentences = judges, gauge, encode, sentences

    def grades(self, answer: str) -> tuple[Grade, ...]:
        """The grade of each item."""
        read = _Answer.read(answer, self._encode)
        return tuple(judge.grade(self._gauge, read) for judge in self._judges)

    def grade(self, turns: Sequence[Turn]) -> Verdict:
        """Each item takes the best evidence of all turns and of the talk up to each of them."""
        answers = [_Answer.read(text, self._encode) for text in _talks([turn.answer for turn in turns])]
        flags = () if any(answer.traits for answer in answers) else (Flag.LEER,)
        return Verdict(tuple(self._verdict(judge, answers) for judge in self._judges), flags, self.version)

    def _verdict(self, judge: _Judge, answers: Sequence[_Answer]) -> ItemVerdict:
        grade, answer = max(
            ((judge.grade(self._gauge, answer), answer) for answer in answers), key=lambda pair: pair[0].score
        )
        level = decided(grade)
        quote = self._evidence(judge, answer) if grade.level else None
        rule = self._rule(judge.item)
        return ItemVerdict(
            item=judge.item.id,
            level=level,
            best_guess=grade.level,
            confidence=round(max(grade.chances), 3),
            evidence=quote,
            reason=self._sentences.plain(_reason(level, judge, answer, quote), rule, quote),
            missing={0: rule.none, 2: ""}.get(grade.level if level is None else level, rule.half),
        )

    def _rule(self, item: Item) -> Rule:
        """What is said about an item of the coach's own."""
        bare = Rule(f"„{' '.join(item.wording.split()) or item.id}“", "", "", "", core=(), full=())
        good, half, none = (self._sentences.plain(f"eigen_{name}", bare, None) for name in ("gut", "halb", "nichts"))
        return Rule(bare.theme, good, half, none, core=(), full=())

    def _evidence(self, judge: _Judge, answer: _Answer) -> str | None:
        """The clause without which the answer would lose most; by itself where it loses nothing."""
        clauses = answer.segments.clauses
        if answer.traits is None or not clauses:
            return None
        whole = judge.reading(self._gauge, answer.traits)

        def weight(at: int) -> tuple[float, float]:
            bounds = clauses[at].start, clauses[at].end
            rest, alone = answer.without(*bounds), answer.only(*bounds)
            lost = whole - judge.reading(self._gauge, rest) if rest else 0.0
            return round(lost, 6), round(judge.wording.expected(alone), 6) if alone else 0.0

        return answer.segments.quote(max(range(len(clauses)), key=weight))


def decided(grade: Grade) -> int | None:
    """The level of a grade, None where it is not likely enough."""
    return grade.level if max(grade.chances) >= _SURE else None


def _reason(level: int | None, judge: _Judge, answer: _Answer, quote: str | None) -> str:
    if answer.traits is None:
        return "leer"
    if level is None:
        return "unklar" if quote else "eigen_unklar"
    if level == 0:
        return "echo" if judge.wording.copied(answer.segments) else "nichts"
    return "erfuellt" if level > 1 else "angedeutet"


def _talks(turns: Sequence[str]) -> list[str]:
    """Each turn alone, and the talk up to each turn."""
    return [*turns, *("\n".join(turns[:end]) for end in range(2, len(turns) + 1))] or [""]


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def fit(
    items: Sequence[Item],
    examples: Sequence[Example],
    encode: Encode,
    sentences: Sentences,
    version: str,
    task: str = "",
) -> Grader:
    """Learns from the examples; their order does not matter. `version` is that of the engine `encode` belongs to. Who
    only copies the `task` or the checklist has not answered.

    Raises ValueError if an example has not one grade for each item.
    """
    for example in examples:
        if len(example.grades) != len(items):
            raise ValueError(
                f"{example.answer!r} has {len(example.grades)} grades; expected {len(items)}, one per item"
            )
    examples = sorted(examples, key=msgspec.json.encode)
    texts = {_plain(example.answer): example.answer for example in examples}
    worded = {plain: traits for plain, text in texts.items() if (traits := _Answer.read(text, encode).traits)}
    gauge, rows = measured(list(worded.values())) if worded else (None, {})
    middle = encode(" ".join(sorted(COMMON))).early.mean(0)
    checklist = Context("\n".join([task, *(item.wording for item in items)]))
    judges = []
    for at, item in enumerate(items):
        wording = _Wording(item.wording, checklist, encode, middle)
        given: dict[str, list[float]] = {}
        for example in examples:
            grade = example.grades[at]
            if grade is not None:
                given.setdefault(_plain(example.answer), []).append(grade)
        judges.append(_Judge(item, wording, _scale(wording, worded, given, rows), given))
    digest = hashlib.sha256(msgspec.json.encode((task, items, examples))).hexdigest()[:8]
    return Grader(judges, gauge, encode, sentences, f"{version}+{digest}")


def _scale(
    wording: _Wording,
    worded: Mapping[str, Traits],
    given: Mapping[str, Sequence[float]],
    rows: Mapping[str, Floats],
) -> Scale | None:
    """What the answers teach that were graded for an item; the same answer graded twice teaches once, the mean."""
    places = [place for place, plain in enumerate(worded) if plain in given]
    if not places:
        return None
    graded = [(given[plain], traits) for plain, traits in worded.items() if plain in given]
    return Scale(
        {aspect: table[places] for aspect, table in rows.items()},
        [sum(grades) / len(grades) for grades, _ in graded],
        [wording.expected(traits) for _, traits in graded],
    )
