"""The review at the end (Auswertung): what happened, why the customer decided as he did, and what to practise."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from flows import customer
from flows.course import Ending, Item, Mode, Phase
from flows.effects import Button, Effect, Picture, Rows, Say
from flows.play import Play
from flows.run import Mood, Run, Station
from flows.scoring import Flag
from flows.stations import decides, phase_of, variant_of

Phases = Mapping[str, Phase]

PRACTICES = 3
IMPULSE = 2  # the third item of the decision asks for an impulse
AGAIN = "ab"
START = "start"

# Deductions in the balance of interests, as shares of an axis from 0 to 1.
DISCOUNT = 0.2  # own: a discount nobody asked for
NO_IMPULSE = 0.3  # own: the decision was left to chance
OFFENCE = 0.2  # customer: each answer with pressure or disrespect …
OFFENDED_AT_MOST = 0.4  # … and whoever gave one has not kept the balance, whatever else went well


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


# --- figures ---------------------------------------------------------------------------------------------------


def levels(phases: Phases, station: Station) -> tuple[int | None, ...]:
    """The levels at a station in the order of its items; a skipped one has none met."""
    return (0,) * len(phases[station.phase].items) if station.skipped else station.levels


def share(phases: Phases, stations: Iterable[Station]) -> float:
    """The share of points in the talk so far, of the items that are clear; a second try replaces the first."""
    talk = {station.phase: station for station in stations if phases[station.phase].mode == Mode.TALK}
    return _share(level for station in talk.values() for level in levels(phases, station))


def guesses(phases: Phases, stations: Iterable[Station]) -> dict[str, int]:
    """The level of every item so far as the customer takes it: what is not clear as it most likely is."""
    taken: dict[str, int] = {}
    for station in stations:
        phase = phases[station.phase]
        if not phase.private:
            guessed = station.guesses or (0,) * len(phase.items)
            taken |= {item.id: guess for item, guess in zip(phase.items, guessed, strict=True)}
    return taken


def balance(phases: Phases, stations: Sequence[Station]) -> Balance | None:
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
    conduct = [name for station in stations for name in station.conduct]
    offences = conduct.count(Flag.RESPEKT)
    mine = _share(own) - DISCOUNT * (customer.DISCOUNT in conduct) - NO_IMPULSE * _left_to_chance(stations)
    theirs = _share(others) - OFFENCE * offences
    if offences:
        theirs = min(theirs, OFFENDED_AT_MOST)
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
    shares = {id_: _share(levels(phases, station)) for id_, station in latest.items()}
    weakest = sorted((id_ for id_ in shares if shares[id_] < 1), key=shares.__getitem__)[:PRACTICES]
    return [Practice(phases[id_], _weakest_item(phases[id_], levels(phases, latest[id_]))) for id_ in weakest]


def turning_point(phases: Phases, run: Run) -> Station | None:
    """From where to try again after a no or a walk-out: the weakest talk until then, the earliest of equals."""
    if run.ending not in (Ending.DECLINES, Ending.WALKS_OUT):
        return None
    until_then = [station for station in run.stations if variant_of(station.id) != run.ending]
    talks = [each for each in until_then if phases[each.phase].mode == Mode.TALK and _is_clear(phases, each)]
    return min(talks, key=lambda station: _share(levels(phases, station)), default=None)


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


def _share(shown: Iterable[int | None]) -> float:
    clear = [level for level in shown if level is not None]
    return sum(clear) / (2 * len(clear)) if clear else 0.0


def _is_clear(phases: Phases, station: Station) -> bool:
    """Whether anything can be said about what was shown there."""
    return any(level is not None for level in levels(phases, station))


def _weakest_item(phase: Phase, shown: Sequence[int | None]) -> Item:
    return min(zip(phase.items, shown, strict=True), key=lambda pair: 2 if pair[1] is None else pair[1])[0]


# --- what is said ----------------------------------------------------------------------------------------------


def effects(play: Play, run: Run) -> list[Effect]:
    """Everything the trainee gets to see at the end."""
    phases = play.edition.phases
    said: list[Effect] = [Say("auswertung", _headline(play, run))]
    if len(run.stations) > 1:
        said.append(Picture("phasen", _strip(play, run), "bild_phasen"))
    weighed = None if play.course.single else balance(phases, run.stations)
    if weighed is not None:
        said.append(
            Picture("balance", _fields(weighed), "bild_balance", {"field": weighed.field, "loses": weighed.loses})
        )
    if any(play.talks(station.id) for station in run.stations):
        said.append(Say("dossier", _dossier(play, run)))
    ahead = practices(phases, run.stations)
    private = [station for station in run.stations if phases[station.phase].private]
    values = {"practices": ahead, "private": [_share(levels(phases, station)) for station in private]}
    return [*said, Say("zum_ueben", values, _rows(play, run, ahead))]


def _headline(play: Play, run: Run) -> dict[str, Any]:
    last = run.stations[-1]
    return {
        "customer": play.scenario.customer,
        "course": play.course,
        "ending": run.ending,
        "reason": run.reason,
        "motives": play.scenario.motives,
        "offences": sum(station.conduct.count(Flag.RESPEKT) for station in run.stations),
        "share": share(play.edition.phases, run.stations),
        "talked": any(play.talks(station.id) for station in run.stations),
        "phase": play.phase(last.id) if play.course.single else None,
        "levels": levels(play.edition.phases, last),
    }


def _strip(play: Play, run: Run) -> dict[str, Any]:
    return {
        "title": play.course.title,
        "subtitle": f"{play.scenario.customer.name} · {play.scenario.title}",
        "customer": play.scenario.customer.name,
        "phases": [
            {
                "title": _title(play, run.stations[: number + 1]),
                "short": play.phase(station.id).short,
                "station": station.id,
                "levels": list(levels(play.edition.phases, station)),
                "skipped": station.skipped,
                "private": play.phase(station.id).private,
            }
            for number, station in enumerate(run.stations)
        ],
        "mood": [_plain(run.stations[0].before), *(_plain(station.mood) for station in run.stations)],
    }


def _title(play: Play, stations: Sequence[Station]) -> str:
    """The title of the last of `stations`, numbered if its phase was played before."""
    phase = play.phase(stations[-1].id)
    times = [station.phase for station in stations].count(phase.id)
    return phase.title if times == 1 else f"{phase.title} ({times})"


def _plain(mood: Mood) -> dict[str, int]:
    return {"vertrauen": mood.vertrauen, "interesse": mood.interesse, "spannung": mood.spannung}


def _fields(weighed: Balance) -> dict[str, Any]:
    return {
        "own": round(weighed.own, 3),
        "customer": round(weighed.customer, 3),
        "field": weighed.field,
        "loses": weighed.loses,
    }


def _dossier(play: Play, run: Run) -> dict[str, Any]:
    entries = play.scenario.dossier
    general = play.edition.dossier
    return {
        "customer": play.scenario.customer,
        "found": [(general[field], entries[field].fact) for field in entries if field in run.known],
        "missed": [
            (general[field], entries[field].fact, entries[field].opens[0])
            for field in entries
            if field not in run.known
        ],
    }


def _rows(play: Play, run: Run, ahead: Sequence[Practice]) -> Rows:
    rows: list[tuple[Button, ...]] = []
    single = next((course.id for course in play.edition.courses.values() if course.single), "")
    if single:
        rows += [
            (Button(START, "ueben", f"{single}/{run.scenario}/{practice.phase.id}", values={"phase": practice.phase}),)
            for practice in ahead
        ]
    again = turning_point(play.edition.phases, run)
    if again is not None:
        phase = play.edition.phases[phase_of(again.id)]
        rows.append((Button(AGAIN, "ab", again.id, mark=run.id, values={"phase": phase}),))
    return (*rows, (Button("auswahl", "neue_uebung"),))
