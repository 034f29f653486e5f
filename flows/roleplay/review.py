"""The review at the end (Auswertung): what happened, why the customer decided as he did, and what to practise."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from flows.effects import Button, Effect, Picture, RecordRun, Rows, Say, pairs
from flows.roleplay import feedback, figures
from flows.roleplay.figures import Balance, Practice
from flows.roleplay.play import Play
from flows.roleplay.run import GIVEN_UP, Mood, Run, Station
from flows.roleplay.stations import phase_of

AGAIN = "ab"
START = "start"
DETAILS = "nachlesen"
LOOK_BACK = "reflexion:satz"
ANEW = Button("auswahl", "neues_rollenspiel")
ASSIGNED = "aufgaben:zeigen"


def effects(play: Play, run: Run) -> list[Effect]:
    """Everything the trainee gets to see at the end."""
    phases = play.edition.phases
    said: list[Effect] = [Say("auswertung", _headline(play, run))]
    if len(run.stations) > 1:
        said.append(Picture("phasen", _strip(play, run), "bild_phasen"))
    weighed = None if play.course.single else figures.balance(play.edition.rules.balance, phases, run.stations)
    if weighed is not None:
        said.append(
            Picture("balance", _fields(weighed), "bild_balance", {"field": weighed.field, "ending": run.ending})
        )
    if run.known or (not play.course.single and any(play.talks(station.id) for station in run.stations)):
        said.append(Say("dossier", _dossier(play, run)))
    ahead = figures.practices(phases, run.stations)
    private = [station for station in run.stations if phases[station.phase].private]
    values = {"practices": ahead, "private": [figures.rate(figures.levels(phases, station)) for station in private]}
    return [*said, Say("zum_ueben", values, _rows(play, run, ahead))]


def given_up(play: Play, run: Run) -> list[Effect]:
    """What is kept of a run that was left for good."""
    return [RecordRun(run.id, run.course, run.scenario, GIVEN_UP, figures.summary(play.edition.phases, run))]


def ways_on(run: Run) -> Rows:
    """Where one goes from a run that was left for good: back to the assignment it was played for, or to another."""
    back = ((Button(ASSIGNED, "zur_aufgabe", run.assignment),),) if run.assignment else ()
    return (*back, (ANEW,))


def contents(play: Play, run: Run) -> Say:
    """The stations whose details can be read, as buttons."""
    buttons = [
        Button(DETAILS, "phase_nachlesen", station.id, run.id, {"phase": play.phase(station.id), "times": times})
        for station, times in _counted(run.stations)
        if not station.skipped
    ]
    return Say("nachlesen", {"customer": play.scenario.customer}, (*pairs(buttons), (ANEW,)))


def details(play: Play, run: Run, station: Station) -> Say:
    """Every item of a station with reason and what was missing, and a model answer."""
    phase, model_answer = play.phase(station.id), play.script(station.id).model_answer
    lines = [
        feedback.Line(item, level, "", remark.reason, remark.missing, remark.hinted)
        for item, level, remark in zip(phase.items, station.levels, station.remarks, strict=True)
    ]
    back = Button(DETAILS, "andere_phase", mark=run.id)
    return Say("einzelheiten", {"phase": phase, "lines": lines, "model_answer": model_answer}, ((back,), (ANEW,)))


def _headline(play: Play, run: Run) -> dict[str, Any]:
    last = run.stations[-1]
    return {
        "customer": play.scenario.customer,
        "course": play.course,
        "ending": run.ending,
        "reason": run.reason,
        "motives": play.scenario.motives,
        "offence": last.offence,
        "share": figures.share(play.edition.phases, run.stations),
        "unclear": figures.unclear(play.edition.phases, run.stations),
        "talked": any(play.talks(station.id) for station in run.stations),
        "phase": play.phase(last.id) if play.course.single else None,
        "skipped": play.course.single and last.skipped,
        "levels": figures.levels(play.edition.phases, last),
    }


def _strip(play: Play, run: Run) -> dict[str, Any]:
    return {
        "title": play.course.title,
        "subtitle": f"{play.scenario.customer.name} · {play.scenario.title}",
        "customer": play.scenario.customer.name,
        "phases": [
            {
                "title": play.phase(station.id).title if times == 1 else f"{play.phase(station.id).title} ({times})",
                "short": play.phase(station.id).short,
                "station": station.id,
                "levels": list(figures.levels(play.edition.phases, station)),
                "skipped": station.skipped,
                "private": play.phase(station.id).private,
            }
            for station, times in _counted(run.stations)
        ],
        "mood": [_plain(run.stations[0].before), *(_plain(station.mood) for station in run.stations)],
    }


def _counted(stations: Sequence[Station]) -> Iterator[tuple[Station, int]]:
    """Each station with how often its phase was played up to then."""
    played: Counter[str] = Counter()
    for station in stations:
        played[station.phase] += 1
        yield station, played[station.phase]


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
    """What was found and what was missed; a phase alone gives nothing away that belongs to the others."""
    entries = play.scenario.dossier
    general = play.edition.dossier
    return {
        "customer": play.scenario.customer,
        "found": [(general[field], entries[field].fact) for field in entries if field in run.known],
        "missed": [
            (general[field], entries[field].fact, entries[field].opens[0])
            for field in entries
            if field not in run.known and not play.course.single
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
    again = figures.turning_point(play.edition.phases, run)
    if again is not None:
        phase = play.edition.phases[phase_of(again.id)]
        rows.append((Button(AGAIN, "ab", again.id, mark=run.id, values={"phase": phase}),))
    answered = [station.id for station in run.stations if not station.skipped]
    if answered:
        rows.append((Button(DETAILS, "nachlesen", answered[0] if len(answered) == 1 else "", run.id),))
    rows.append((Button(LOOK_BACK, "rueckblick", "rueckblick"),))
    return (*rows, (ANEW,))
