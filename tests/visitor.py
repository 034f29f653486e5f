"""Somebody at the desk with a memory like the store's: for dialogues with the flows beside the role-play."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

import msgspec
from msgspec.structs import replace

from bot.places import load_zones
from bot.render import Renderer
from flows.desk import Desk
from flows.effects import (
    Button,
    Cancel,
    Drop,
    Edit,
    Effect,
    Erase,
    Fetch,
    HandOver,
    HandOverTable,
    Keep,
    Picture,
    RecordAnswer,
    RecordRun,
    Remind,
    Say,
    Voice,
)
from flows.events import Commanded, Due, Edited, Event, Fetched, Pressed, Received, Said
from flows.kept import Found, Kept, Want, Wants, decode, encode
from flows.kinds import KINDS
from flows.library import Library
from flows.moment import ANSWERS, RUNS, Moment
from flows.record import Answer, Ended
from flows.roleplay.run import Run
from flows.session import Person, Session
from tests.stage import NOON, library

RENDERER = Renderer()
ZONES = load_zones()
SAID = Say | Edit | Picture | HandOver | HandOverTable | Voice


_stage = cache(library)
_desks: dict[int, Desk] = {}


def desk(house: Library | Desk | None = None) -> Desk:
    """The desk of a house, or of the stage, set up once for each: nothing that is said at a desk stays there."""
    if isinstance(house, Desk):
        return house
    house = house or _stage()
    if id(house) not in _desks:
        _desks[id(house)] = Desk(house, ZONES)
    return _desks[id(house)]


class Visitor:
    """Does what people do, and remembers what the bot said and what it stored.

    A step knows no more than it wanted; everything said is rendered, and all that is kept survives the way through
    the store. Time passes only by `waits`, which lets due timers come.
    """

    def __init__(self, house: Library | Desk | None = None, seed: int = 1, actor: str = "person:1") -> None:
        self.desk = desk(house)
        self.actor = actor
        self.session = Session(Person("Kim", NOON))
        self.now = NOON
        self.about: dict[tuple[str, str], str] = {}
        self.since: dict[tuple[str, str], datetime] = {}
        self.effects: list[Effect] = []
        self.story: list[Effect] = []
        self.kept: dict[tuple[str, str], str] = {}
        self.answers: list[Answer] = []
        self.runs: list[Ended] = []
        self.timers: dict[str, Remind] = {}
        self._random = Random(seed)
        self._message = 0
        self._answered = 0

    # --- acts

    def meets(self, event: Event) -> "Visitor":
        """The event is handled as a round would."""
        moment = self._moment(self.desk.wants(self.session, event, self.actor))
        session, self.effects = self.desk.step(self.session, event, moment)
        self.session = msgspec.json.decode(msgspec.json.encode(session), type=Session)
        assert self.session == session
        self.story += self.effects
        for effect in self.effects:
            self._store(effect)
            read(effect)
        return self

    def says(self, text: str) -> "Visitor":
        self._message += 1
        return self.meets(Said(text, self._message))

    def edits(self, text: str, back: int = 0) -> "Visitor":
        """The latest message reads differently, or one `back` before it."""
        return self.meets(Edited(text, self._message - back))

    def sends(self, name: str, content: bytes, caption: str = "") -> "Visitor":
        """A document; if a flow wants it, it is got."""
        self._message += 1
        self.meets(Received(f"file-{self._message}", name, len(content), caption, self._message))
        for effect in [effect for effect in self.effects if isinstance(effect, Fetch)]:
            self.meets(Fetched(effect.purpose, effect.name, content))
        return self

    def commands(self, name: str, argument: str = "") -> "Visitor":
        return self.meets(Commanded(name, argument))

    def taps(self, label: str) -> "Visitor":
        """The newest button with this label, or beginning with it."""
        offered = (button for effect in reversed(self.story) for button in buttons([effect]))
        button = next((each for each in offered if labelled(each).startswith(label)), None)
        assert button is not None, f"there is no button {label!r} among {self.labels}"
        return self.meets(Pressed(button.action, button.argument, button.mark))

    def waits(self, **span: float) -> "Visitor":
        """Timers that come due meanwhile come in order, on time."""
        until = self.now + timedelta(**span)
        while due := [timer for timer in self.timers.values() if timer.due <= until]:
            timer = min(due, key=lambda each: each.due)
            del self.timers[timer.key]
            self.now = max(self.now, timer.due)
            self.meets(Due(timer.key, timer.due, timer.argument))
        self.now = until
        return self

    def plays(self, course: str, customer: str, *answers: str, phase: str = "") -> "Visitor":
        """Begins a role-play and gives an answer for each station, then goes on."""
        self.meets(Pressed("start", "/".join(filter(None, (course, customer, phase)))))
        for answer in answers:
            self.says(answer)
            if self.session.run is not None:
                self.taps("Weiter")
        return self

    # --- what she sees

    @property
    def run(self) -> Run:
        assert self.session.run is not None
        return self.session.run

    @property
    def heard(self) -> list[str]:
        """The templates said in the last step."""
        return [each.template for each in self.effects if isinstance(each, SAID)]

    @property
    def labels(self) -> list[str]:
        """The buttons offered in the last step."""
        return [labelled(button) for button in buttons(self.effects)]

    def said(self, template: str) -> Mapping[str, Any]:
        """The values of the newest message made of `template`."""
        for effect in reversed(self.story):
            if isinstance(effect, Say | Edit | Voice | HandOverTable) and effect.template == template:
                return effect.values
        raise LookupError(f"{template} was never said")

    def things(self, kind: str) -> dict[str, Any]:
        """What is kept of a kind, by id."""
        return {id_: decode(KINDS[kind], data) for (each, id_), data in self.kept.items() if each == kind}

    # --- the memory

    def finds(self, want: Want) -> list[Found]:
        """What a want finds; somebody alone finds only what she keeps herself."""
        return self.kept_for(want, self.actor)

    def kept_for(self, want: Want, actor: str) -> list[Found]:
        """What `actor` finds here."""
        if not want.about_me and (want.owner or actor) != self.actor:
            return []
        return [
            Found(self.actor, id_, self.about[kind, id_], self.since[kind, id_], decode(KINDS[kind], data))
            for (kind, id_), data in self.kept.items()
            if kind == want.kind
            and (want.since is None or self.since[kind, id_] >= want.since)
            and (
                self.about[kind, id_] == actor
                if want.about_me
                else (want.id in ("", id_) or (want.id.endswith("*") and id_.startswith(want.id[:-1])))
                and want.about in ("", self.about[kind, id_])
            )
        ]

    def _moment(self, wants: Wants) -> Moment:
        found: dict[str, list[Found]] = {want.kind: [] for want in wants if isinstance(want, Want)}
        for want in wants:
            if isinstance(want, Want):
                found[want.kind] += self.finds(want)
        return Moment(
            self.now,
            Random(self._random.getrandbits(32)),
            kept=Kept(
                {kind: self.things(kind) for kind in KINDS if kind in wants},
                found,
            ),
            answers=tuple(self.answers) if ANSWERS in wants else (),
            runs=tuple(self.runs) if RUNS in wants else (),
            actor=self.actor,
        )

    def _store(self, effect: Effect) -> None:
        match effect:
            case Keep(kind, id_, thing, about):
                self.kept[kind, id_] = encode(KINDS[kind], thing)
                self.about[kind, id_] = about
                self.since.setdefault((kind, id_), self.now)
            case Drop(kind, id_):
                for memory in (self.kept, self.about, self.since):
                    memory.pop((kind, id_), None)
            case Remind(key):
                self.timers[key] = effect
            case Cancel(key):
                self.timers.pop(key, None)
            case RecordAnswer():
                self._record(effect)
            case RecordRun(run, course, scenario, ending, summary):
                before = next((each for each in self.runs if each.run == run), None)
                ended = Ended(run, course, scenario, ending, summary, before.ended if before else self.now)
                self.runs = [each for each in self.runs if each.run != run] + [ended]
            case Erase(answers, runs):
                self.answers = [answer for answer in self.answers if answer.id not in answers]
                self.runs = [run for run in self.runs if run.run not in runs]

    def _record(self, effect: RecordAnswer) -> None:
        key = (effect.run, effect.station, effect.attempt, effect.turn)
        for index, answer in enumerate(self.answers):
            if (answer.run, answer.station, answer.attempt, answer.turn) == key:
                self.answers[index] = replace(answer, text=effect.text, verdict=effect.verdict)
                return
        self._answered += 1
        self.answers.append(Answer(self._answered, **msgspec.structs.asdict(effect), given=self.now))


def buttons(effects: Iterable[Effect]) -> list[Button]:
    """All buttons, in order."""
    said = [effect for effect in effects if isinstance(effect, SAID)]
    return [button for effect in said for row in effect.rows for button in row]


def labelled(button: Button) -> str:
    """What is on a button."""
    return RENDERER.label(button.label, button.values)


def read(effect: Effect) -> str:
    """What a message says; it must be one that can be sent."""
    match effect:
        case (
            Say(template, values, rows)
            | Edit(_, template, values, rows)
            | Picture(_, _, template, values, rows)
            | HandOver(_, _, _, template, values, rows)
            | HandOverTable(_, _, template, values, rows)
            | Voice(_, template, values, rows)
        ):
            for row in RENDERER.keyboard(rows):
                assert max(len(button["text"]) for button in row) <= (18 if len(row) > 1 else 36), row
            return RENDERER.message(template, values)
    return ""
