"""What recorded answers come to: attempts, levels of each phase over time, days of practice, the weakest items."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flows.course import Item, Mode, Phase
from flows.effects import RecordRun
from flows.record import Answer, Ended
from flows.roleplay.figures import rate
from flows.roleplay.stations import phase_of

LATEST = 3
"""So many of the latest levels of an item say how well it goes now."""

WEAKEST = 3
SPAN = timedelta(weeks=4)


class Tried(NamedTuple):
    """One attempt at a phase: its answers, in order, and the levels it ended with, in the order of the items."""

    phase: Phase
    answers: tuple[Answer, ...]
    levels: tuple[int | None, ...]

    @property
    def id(self) -> int:
        """The id of its first answer, by which a button finds it."""
        return self.answers[0].id

    @property
    def given(self) -> datetime:
        """When it began."""
        return self.answers[0].given

    @property
    def run(self) -> str:
        """The run it belongs to."""
        return self.answers[0].run

    @property
    def share(self) -> float | None:
        """The share of points, 0 to 1, of the levels that are clear; None if none is."""
        return None if all(level is None for level in self.levels) else rate(self.levels)


class Weak(NamedTuple):
    """An item that goes worst, with its latest level."""

    phase: Phase
    item: Item
    level: int | None


def forgetting(run: Ended, gone: Tried, others: Iterable[Tried], phases: Mapping[str, Phase]) -> RecordRun:
    """The record of a run without the levels of an attempt; another attempt at the same station counts instead."""
    station = gone.answers[0].station
    left = [each.levels for each in others if each.run == run.run and each.answers[0].station == station]
    told = [
        {**each, "levels": list(left[-1])} if each["station"] == station else each
        for each in run.summary.get("stations", ())
        if left or each["station"] != station
    ]
    talked = {phase_of(each["station"]): each for each in told}
    shown = [
        level
        for id_, each in talked.items()
        if id_ in phases and phases[id_].mode == Mode.TALK
        for level in each["levels"]
    ]
    summary = {**run.summary, "stations": told, "share": round(rate(shown), 3)}
    return RecordRun(run.run, run.course, run.scenario, run.ending, summary)


def attempts(answers: Iterable[Answer], phases: Mapping[str, Phase]) -> list[Tried]:
    """All attempts, the oldest first. What belongs to a phase that is no more is left out."""
    known = [answer for answer in answers if answer.phase in phases]
    by_attempt = sorted(known, key=lambda answer: (answer.run, answer.station, answer.attempt, answer.turn))
    tried = []
    for _, group in groupby(by_attempt, key=lambda answer: (answer.run, answer.station, answer.attempt)):
        turns = tuple(group)
        phase, verdict = phases[turns[0].phase], turns[-1].verdict
        shown = {item.item: item.level for item in verdict.items}
        tried.append(Tried(phase, turns, tuple(shown.get(item.id) for item in phase.items)))
    return sorted(tried, key=lambda each: (each.given, each.id))


def by_phase(tried: Iterable[Tried], phases: Mapping[str, Phase]) -> dict[str, list[Tried]]:
    """The attempts at each phase that was practised, in the order of the phases."""
    found: defaultdict[str, list[Tried]] = defaultdict(list)
    for each in tried:
        found[each.phase.id].append(each)
    return {id_: found[id_] for id_ in phases if id_ in found}


def days(tried: Iterable[Tried], now: datetime, zone: str) -> int:
    """On how many days of the last four weeks something was practised, by the person's calendar."""
    place = ZoneInfo(zone)
    since = (now - SPAN).astimezone(place).date()
    return len({day for each in tried if (day := each.given.astimezone(place).date()) > since})


def weakest(tried: Sequence[Tried]) -> list[Weak]:
    """The items that went worst lately, the worst first; what goes well each time is none of them."""
    shown: defaultdict[str, list[int]] = defaultdict(list)
    items: dict[str, tuple[Phase, Item]] = {}
    for each in tried:
        for item, level in zip(each.phase.items, each.levels, strict=True):
            if level is not None:
                shown[item.id].append(level)
                items[item.id] = each.phase, item
    means = {id_: sum(levels[-LATEST:]) / len(levels[-LATEST:]) for id_, levels in shown.items()}
    worst = sorted((id_ for id_, mean in means.items() if mean < 2), key=means.__getitem__)[:WEAKEST]
    return [Weak(*items[id_], shown[id_][-1]) for id_ in worst]


def least_met(answers: Iterable[Answer], phase: str, scenarios: Iterable[str]) -> str:
    """The customer with whom `phase` was practised least, the first of equals."""
    met = Counter(answer.scenario for answer in answers if answer.phase == phase)
    return min(scenarios, key=lambda scenario: met[scenario])
