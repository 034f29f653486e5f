"""What a run comes to in figures: points, the balance of interests, what to practise and where to try again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from flows.course import BalanceRules, Ending, Item, Mode, Phase
from flows.roleplay import customer
from flows.roleplay.run import Run, Station
from flows.roleplay.stations import decides, variant_of
from flows.scoring import Flag

Phases = Mapping[str, Phase]

PRACTICES = 3
IMPULSE = 2  # the third item of the decision asks for an impulse


class Balance(NamedTuple):
    """How far both sides' interests were served, 0 to 1 each, from what was played."""

    own: float
    customer: float

    @property
    def field(self) -> str:
        """Which of the four fields this is."""
        return {
            (True, True): "beide_gewinnen",
            (True, False): "kunde_verliert",
            (False, True): "verkauf_verliert",
            (False, False): "beide_verlieren",
        }[self.own >= 0.5, self.customer >= 0.5]

    @property
    def loses(self) -> str:
        """Who loses in the long run; a seller who wins at the customer's cost loses the customer."""
        return {
            "beide_gewinnen": "niemand",
            "kunde_verliert": "beide",
            "verkauf_verliert": "verkauf",
            "beide_verlieren": "beide",
        }[self.field]


class Practice(NamedTuple):
    """A phase worth practising, with the item that would bring most."""

    phase: Phase
    item: Item


def levels(phases: Phases, station: Station) -> tuple[int | None, ...]:
    """The levels at a station in the order of its items; a skipped one has none met."""
    return (0,) * len(phases[station.phase].items) if station.skipped else station.levels


def rate(shown: Iterable[int | None]) -> float:
    """The share of points, 0 to 1, of the levels that are clear."""
    clear = [level for level in shown if level is not None]
    return sum(clear) / (2 * len(clear)) if clear else 0.0


def share(phases: Phases, stations: Iterable[Station]) -> float:
    """The share of points in the talk so far, of the items that are clear; a second try replaces the first."""
    return rate(_talked(phases, stations))


def unclear(phases: Phases, stations: Iterable[Station]) -> int:
    """How many items of the talk the share leaves out, because they are not clear."""
    return _talked(phases, stations).count(None)


def _talked(phases: Phases, stations: Iterable[Station]) -> list[int | None]:
    talk = {station.phase: station for station in stations if phases[station.phase].mode == Mode.TALK}
    return [level for station in talk.values() for level in levels(phases, station)]


def met(phases: Phases, stations: Iterable[Station]) -> dict[str, int]:
    """The level of every item so far; what is not clear is not met, for a decision must be able to name its reason."""
    return {
        item.id: level or 0
        for station in stations
        if not phases[station.phase].private
        for item, level in zip(phases[station.phase].items, levels(phases, station), strict=True)
    }


def balance(rules: BalanceRules, phases: Phases, stations: Sequence[Station]) -> Balance | None:
    """Where the interests of both sides stand; None if nothing that counts for both was played."""
    latest = {station.phase: station for station in stations}
    shown = [
        (item, level)
        for station in latest.values()
        for item, level in zip(phases[station.phase].items, levels(phases, station), strict=True)
        if level is not None
    ]
    own = [level for item, level in shown if item.own]
    others = [level for item, level in shown if item.customer]
    if not own or not others:
        return None
    conduct = [name for station in latest.values() for name in station.conduct]
    offences = conduct.count(Flag.RESPEKT)
    mine = rate(own) - rules.discount * (customer.DISCOUNT in conduct) - rules.no_impulse * _left_to_chance(stations)
    theirs = rate(others) - rules.offence * offences
    if offences:
        theirs = min(theirs, rules.offended_at_most)
    return Balance(max(0.0, mine), max(0.0, theirs))


def _left_to_chance(stations: Sequence[Station]) -> bool:
    """Whether the last decision came without any impulse."""
    decisions = [station for station in stations if decides(station.id)]
    if not decisions:
        return False
    last = decisions[-1]
    if Flag.RESPEKT in last.conduct:  # a push is an impulse, and paid for on the other axis
        return False
    return last.skipped or last.levels[IMPULSE] == 0


def practices(phases: Phases, stations: Sequence[Station]) -> list[Practice]:
    """The phases where most was left, weakest first; never the private one, nor one that is not clear."""
    open_to_all = [station for station in stations if not phases[station.phase].private]
    latest = {station.phase: station for station in open_to_all if _is_clear(phases, station)}
    shares = {id_: rate(levels(phases, station)) for id_, station in latest.items()}
    weakest = sorted((id_ for id_ in shares if shares[id_] < 1), key=shares.__getitem__)[:PRACTICES]
    return [Practice(phases[id_], _weakest_item(phases[id_], levels(phases, latest[id_]))) for id_ in weakest]


def turning_point(phases: Phases, run: Run) -> Station | None:
    """From where to try again after a no or a walk-out: the weakest talk until then, the earliest of equals."""
    if run.ending not in (Ending.DECLINES, Ending.WALKS_OUT):
        return None
    until_then = [station for station in run.stations if variant_of(station.id) != run.ending]
    talks = [each for each in until_then if phases[each.phase].mode == Mode.TALK and _is_clear(phases, each)]
    return min(talks, key=lambda station: rate(levels(phases, station)), default=None)


def summary(phases: Phases, run: Run) -> dict[str, Any]:
    """The run in figures, as plain data; without the private phase."""
    stations = [station for station in run.stations if not phases[station.phase].private]
    return {
        "stations": [
            {"station": station.id, "levels": list(levels(phases, station)), "skipped": station.skipped}
            for station in stations
        ],
        "share": round(share(phases, stations), 3),
        "dossier": list(run.known),
        "reason": run.reason,
    }


def _is_clear(phases: Phases, station: Station) -> bool:
    """Whether anything can be said about what was shown there."""
    return any(level is not None for level in levels(phases, station))


def _weakest_item(phase: Phase, shown: Sequence[int | None]) -> Item:
    return min(zip(phase.items, shown, strict=True), key=lambda pair: 2 if pair[1] is None else pair[1])[0]
