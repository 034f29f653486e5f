"""The simulated customer: what an answer does to his mood, what he says to it, and how he decides.

Everything he goes by stands in tables of the content; this module reads them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

from snowballstemmer.german_stemmer import GermanStemmer

from flows.course import SECOND_TRY, DecisionRule, Ending, Objection, Replies, Rules, Says, Scenario, Temper
from flows.roleplay.run import Mood
from flows.scoring import Flag, Turn, Verdict

OPENED = "feld_geoeffnet"
IGNORED = "ueberhoert"
SKIPPED = "uebersprungen"
DISCOUNT = "rabatt"  # offered though nobody asked; counts in the balance of interests

OFFENDED, TELLS, REPEATS, PUZZLED, EVADES = "beleidigt", "erzaehlt", "wiederholt", "ratlos", "weicht_aus"
"""Kinds of reaction beside gut, mittel and schlecht."""

REVEALS_AT_ONCE = 2
FIRST_HARDNESS = {"leicht": 1, "mittel": 2, "schwer": 3}

Levels = Mapping[str, int | None]
"""Levels by item."""

Steps = tuple[int, int, int]

_STEMMER = GermanStemmer()  # the one in Python, the same on every machine
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_DISCOUNT = re.compile(
    r"\b(rabatt\w*|nachlass\w*|preisnachlass\w*|skonto|prozent (weniger|günstiger|billiger|nachlass)|sonderpreis\w*"
    r"|(komme|käme) ich ihnen (beim|mit dem|im) preis|preis\w* (noch )?(runter|nach unten|senken|drücken))\b"
    r"|\d+ ?% (weniger|günstiger|billiger|nachlass|rabatt)",
    re.IGNORECASE,
)
_NO_DISCOUNT = re.compile(r"\b(kein\w*|nicht|ohne)( \w+){0,2} (rabatt|nachlass|preisnachlass|skonto)", re.IGNORECASE)
_MONEY = re.compile(
    r"preis|teuer|kost|rabatt|nachlass|günstig|billig|budget|geld|euro|€|%|prozent|skonto", re.IGNORECASE
)


# --- mood ------------------------------------------------------------------------------------------------------


def greet(rules: Rules, difficulty: str) -> Mood:
    """The mood he begins in."""
    start = rules.start[difficulty]
    return Mood(start.vertrauen, start.interesse, start.spannung)


def hear(rules: Rules, mood: Mood, before: Levels, after: Levels, conduct: Iterable[str]) -> Mood:
    """His mood after an answer that raised levels from `before` to `after`.

    What is not clear, and what was not met so far, leaves him alone: more may follow before the phase ends.
    """
    steps = []
    for item, level in after.items():
        reached = before.get(item) or 0
        if level and level > reached:
            already = _item_steps(rules, item, reached) if reached else (0, 0, 0)
            steps.append(_difference(_item_steps(rules, item, level), already))
    return _moved(rules, mood, [*steps, *_conduct_steps(rules, conduct)])


def settle(rules: Rules, mood: Mood, verdict: Verdict) -> Mood:
    """His mood at the end of a phase, when what was not met stays unmet."""
    return _moved(rules, mood, [_item_steps(rules, item.item, 0) for item in verdict.items if item.level == 0])


def pass_over(rules: Rules, mood: Mood) -> Mood:
    """His mood after a phase that was skipped."""
    return _moved(rules, mood, _conduct_steps(rules, [SKIPPED]))


def temper(rules: Rules, mood: Mood) -> Temper:
    """His mood, coarsely; the first row that holds."""
    return next(rule.temper for rule in rules.temper if _holds(mood, rule.vertrauen, rule.interesse, rule.max_spannung))


def walks_out(rules: Rules, mood: Mood, offences: int) -> bool:
    """Whether he has had enough."""
    return mood.spannung >= rules.walk_out_spannung or offences >= rules.walk_out_offences


def decide(rules: Rules, mood: Mood, score: float, dossier: int, met: Mapping[str, int]) -> DecisionRule:
    """The first rule whose conditions all hold. Items of phases that were not played ask for nothing."""
    return next(
        rule
        for rule in rules.decision
        if _holds(mood, rule.vertrauen, rule.interesse, rule.max_spannung)
        and score >= rule.score
        and dossier >= rule.dossier
        and all(met.get(item, level) >= level for item, level in rule.items.items())
    )


def _holds(mood: Mood, vertrauen: int, interesse: int, max_spannung: int) -> bool:
    return mood.vertrauen >= vertrauen and mood.interesse >= interesse and mood.spannung <= max_spannung


def _item_steps(rules: Rules, item: str, level: int) -> Steps:
    rows = {row.item: row for row in rules.mood if row.level == level}
    row = rows.get(item) or rows.get(item.partition(".")[0]) or rows.get("*")
    return (row.vertrauen, row.interesse, row.spannung) if row else (0, 0, 0)


def _conduct_steps(rules: Rules, conduct: Iterable[str]) -> list[Steps]:
    noticed = set(conduct)
    return [(row.vertrauen, row.interesse, row.spannung) for row in rules.conduct if row.conduct in noticed]


def _difference(one: Steps, other: Steps) -> Steps:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


def _moved(rules: Rules, mood: Mood, steps: Sequence[Steps]) -> Mood:
    def bounded(value: int, step: int) -> int:
        return min(10, max(0, value + min(rules.max_step, max(-rules.max_step, step))))

    vertrauen, interesse, spannung = (sum(step[axis] for step in steps) for axis in range(3))
    return Mood(
        bounded(mood.vertrauen, vertrauen), bounded(mood.interesse, interesse), bounded(mood.spannung, spannung)
    )


# --- conduct ---------------------------------------------------------------------------------------------------


def conduct(alone: Verdict, turn: Turn, told: Sequence[str]) -> Iterator[str]:
    """What is noticeable about one answer taken alone, in the words of the conduct table."""
    yield from alone.flags
    if told:
        yield OPENED
    if all(item.level == 0 for item in alone.items) and not took_up(turn.answer, turn.customer):
        yield IGNORED
    if offers_discount(turn.answer, turn.customer):
        yield DISCOUNT


def took_up(answer: str, customer: str) -> bool:
    """Whether `answer` shares a word of weight with what the customer said."""
    return bool(_stems(answer) & _stems(customer))


def offers_discount(answer: str, customer: str) -> bool:
    """Whether `answer` gives money away that nobody had asked for."""
    return bool(_DISCOUNT.search(answer)) and not _NO_DISCOUNT.search(answer) and not _MONEY.search(customer)


def _stems(text: str) -> set[str]:
    return set(_STEMMER.stemWords(_LONG_WORD.findall(text.lower())))


# --- words -----------------------------------------------------------------------------------------------------


def draw(wordings: Sequence[str], spoken: Sequence[str], random: Random) -> str:
    """One of `wordings`, if possible one that is not among the latest `spoken`; never the very last."""
    fresh = [words for words in wordings if words not in spoken]
    return random.choice(fresh or [words for words in wordings if words not in spoken[-1:]] or list(wordings))


def in_temper(says: Says, how: Temper) -> tuple[str, ...]:
    """The wordings for his temper."""
    return {Temper.COLD: says.kalt, Temper.NEUTRAL: says.neutral, Temper.WARM: says.warm}[how]


def by_quality(replies: Replies, quality: str) -> tuple[str, ...]:
    """The replies to an answer of `quality`: gut, mittel or schlecht."""
    return {"gut": replies.gut, "mittel": replies.mittel, "schlecht": replies.schlecht}[quality]


def quality(verdict: Verdict) -> str:
    """How an answer strikes him: by the best thing in it, doubtful things as they most likely are."""
    best = max(item.best_guess if item.level is None else item.level for item in verdict.items)
    return ("schlecht", "mittel", "gut")[best]


def objections(scenario: Scenario) -> list[Objection]:
    """In the order he raises them: a difficult customer begins with the hardest, an easy one with the lightest."""
    first = FIRST_HARDNESS[scenario.difficulty]
    return sorted(scenario.objections, key=lambda objection: abs(objection.hardness - first))


def reveals(scenario: Scenario, asked: Iterable[str], known: Iterable[str], mood: Mood) -> tuple[list[str], list[str]]:
    """The fields he now tells about, at most two, and those he trusts the seller too little for."""
    new = [field for field in scenario.dossier if field in set(asked) - set(known)]
    told = [field for field in new if mood.vertrauen >= scenario.dossier[field].trust]
    return told[:REVEALS_AT_ONCE], [field for field in new if field not in told]


def reaction(
    flags: Sequence[str], told: Sequence[str], evaded: Sequence[str], repeated: Sequence[str], how: str
) -> str:
    """What kind of thing he says: an offence outweighs everything, then what he was asked, then sense, then quality.

    What he tells comes with `how` the answer struck him: a good one is worth a word of its own, and is worth more to
    him than being asked once more what he already told.
    """
    if Flag.RESPEKT in flags:
        return OFFENDED
    if told:
        return " ".join([TELLS, how, *told])
    if Flag.LEER in flags or Flag.THEMENFREMD in flags:
        return PUZZLED
    if evaded:
        return f"{EVADES} {evaded[0]}"
    if repeated and how != "gut":
        return f"{REPEATS} {repeated[0]}"
    return how


def words_of_ending(scenario: Scenario, ending: Ending, variant: str = "") -> tuple[str, ...]:
    """What he says when he decides or leaves; `variant` tells which try at the decision it was."""
    decision = scenario.decision
    decided = decision.zweiter_anlauf if variant == SECOND_TRY else decision
    return {
        Ending.BUYS: decided.kauft,
        Ending.ASKS_FOR_TIME: decided.bedenkzeit,
        Ending.DECLINES: decided.lehnt_ab,
        Ending.WALKS_OUT: decision.bricht_ab,
    }[ending]
