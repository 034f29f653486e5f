"""What steps want to know: one statement for each kind of query, however many actors are asked about."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection

from bot.store import census, records, things
from bot.store.rows import Facts
from flows.kept import Want, Wants
from flows.moment import ANSWERS, NUMBERS, RUNS


def gather(connection: Connection, wants: Mapping[str, Wants]) -> Mapping[str, Facts]:
    """The facts about every actor that wants some."""
    facts: defaultdict[str, Facts] = defaultdict(Facts)
    kinds = {actor: kinds for actor, wanted in wants.items() if (kinds := _kinds(wanted))}
    if kinds:
        for actor, thing in things.of(connection, kinds):
            facts[actor].things.append(thing)
    if others := [(actor, want) for actor, wanted in wants.items() for want in wanted if isinstance(want, Want)]:
        for actor, found in things.elsewhere(connection, others):
            facts[actor].found.append(found)
    if asking := [actor for actor, wanted in wants.items() if ANSWERS in wanted]:
        for actor, answer in records.answers_of(connection, asking):
            facts[actor].answers.append(answer)
    if asking := [actor for actor, wanted in wants.items() if RUNS in wanted]:
        for actor, run in records.runs_of(connection, asking):
            facts[actor].runs.append(run)
    if asking := [actor for actor, wanted in wants.items() if NUMBERS in wanted]:
        counted = census.count(connection)
        for actor in asking:
            facts[actor].numbers = counted
    return facts


def _kinds(wanted: Wants) -> frozenset[str]:
    return frozenset(each for each in wanted if isinstance(each, str)) - {ANSWERS, RUNS, NUMBERS}
