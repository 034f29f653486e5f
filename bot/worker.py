"""From a claimed row to its outcome: decode, step, render. Runs in the worker thread and touches no database.

First all rows are read, which tells what their steps want to know; then the steps run with what was gathered.
"""

import json
import logging
import secrets
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from time import perf_counter
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from bot.clock import Clock
from bot.render import Renderer
from bot.store.inbox import ATTEMPTS
from bot.store.rows import Claimed, Draft, Facts, Letter, Outcome, Thing
from bot.translate import to_event
from flows.effects import (
    Button,
    Cancel,
    Drop,
    Edit,
    Effect,
    Erase,
    Fetch,
    Forget,
    HandOut,
    HandOver,
    HandOverTable,
    Invite,
    Keep,
    Picture,
    Poll,
    RecordAnswer,
    RecordRun,
    Remind,
    Rows,
    Say,
    Tell,
    Values,
    Voice,
)
from flows.events import Blocked, Due, Event, Told
from flows.kept import Found, Kept, Kind, Want, Wants, decode, encode
from flows.moment import Moment
from flows.news import News, ToPerson
from flows.record import Answer, Ended
from flows.scoring.verdict import Verdict
from flows.session import SCHEMA, Session, Step
from flows.teams import team

logger = logging.getLogger(__name__)

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTERS: Mapping[int, Upcaster] = {}
"""By schema version: how the plain data of a stored session becomes that of the next version."""

REPLY, REMINDER, BROADCAST = 0, 1, 2
APOLOGY = Say("panne", rows=((Button("weiter", "zum_rollenspiel"),), (Button("menue", "menue"),)))
LINK = "\ue000"
"""Stands in a message for a link that is known when it is sent."""

BUDGET = 0.1  # seconds of steps in one round, so that nobody waits long for the others


class Desk(Protocol):
    """`flows.desk.Desk`, or another training with the same step."""

    def wants(self, session: Session, event: Event, actor: str) -> Wants:
        """What the step of `event` has to know, which is the actor's."""
        ...

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """Where the session stands after `event`, and what follows."""
        ...


class Failure(msgspec.Struct, frozen=True):
    """A step that raised `cause`. `apology` is a friendly line, once nothing more is tried."""

    claimed: Claimed
    error: str
    apology: Draft | None
    cause: Exception


class Ready(msgspec.Struct, frozen=True):
    """A row that can be stepped once what it wants to know is gathered."""

    claimed: Claimed
    session: Session
    event: Event
    wants: Wants


class Worker:
    """Turns claimed rows into outcomes."""

    def __init__(
        self,
        desk: Desk,
        renderer: Renderer,
        clock: Clock,
        reply_delay: timedelta,
        upcasters: Mapping[int, Upcaster],
        kinds: Mapping[str, Kind],
    ) -> None:
        self._desk = desk
        self._renderer = renderer
        self._clock = clock
        self._reply_delay = reply_delay
        self._upcasters = upcasters
        self._kinds = kinds

    def read(self, rows: Sequence[Claimed]) -> list[Ready | Outcome | Failure]:
        """What each row says; for those that need no step, or cannot be read, what follows from that."""
        read: list[Ready | Outcome | Failure] = []
        for claimed in rows:
            try:
                read.append(self._read(claimed))
            except Exception as error:
                read.append(self.failure(claimed, error))
        return read

    def work(self, rows: Sequence[Ready | Outcome | Failure], facts: Mapping[str, Facts]) -> list[Outcome | Failure]:
        """Handles rows in order until the time of a round is used up, but at least one."""
        end = perf_counter() + BUDGET
        results: list[Outcome | Failure] = []
        for row in rows:
            if not isinstance(row, Ready):
                results.append(row)
                continue
            try:
                results.append(self._step(row, facts.get(row.claimed.actor, Facts())))
            except Exception as error:
                results.append(self.failure(row.claimed, error))
            if perf_counter() > end:
                break
        return results

    def failure(self, claimed: Claimed, error: Exception) -> Failure:
        """What is kept of an error; the last try at something a person did ends with a friendly line."""
        last = claimed.kind == "update" and claimed.attempts + 1 == ATTEMPTS
        apology = self._apology() if last else None
        return Failure(claimed, "".join(traceback.format_exception(error)), apology, error)

    def _apology(self) -> Draft | None:
        try:
            return self._draft(APOLOGY, REPLY, self._clock.now())
        except Exception:
            logger.exception("There is no friendly line to say")
            return None

    def _read(self, claimed: Claimed) -> Ready | Outcome:
        event: Event | None
        if claimed.kind != "event":
            event = to_event(json.loads(claimed.payload))
        elif claimed.forgotten and claimed.chat:
            return Outcome(claimed, None)
        else:
            event = msgspec.json.decode(claimed.payload, type=Event)
        if event is None:
            return Outcome(claimed, None)
        session = self._session(claimed)
        return Ready(claimed, session, event, self._desk.wants(session, event, claimed.actor))

    def _step(self, row: Ready, facts: Facts) -> Outcome:
        outcome = self._outcome(row, facts)
        if row.claimed.kind != "event":
            return replace(outcome, reachable=not isinstance(row.event, Blocked))
        return outcome if row.claimed.reachable else replace(outcome, drafts=())

    def _outcome(self, row: Ready, facts: Facts) -> Outcome:
        claimed = row.claimed
        priority = _priority(row.event)
        moment = Moment(
            self._clock.now(),
            Random(claimed.nonce),
            claimed.unsent,
            self._kept(row, facts),
            [_answer(**answer) for answer in facts.answers],
            [_ended(**run) for run in facts.runs],
            claimed.actor,
            facts.numbers,
        )
        session, effects = self._desk.step(row.session, row.event, moment)
        drafts = [self._draft(effect, priority, moment.now) for effect in effects]
        invited = [effect for effect in effects if isinstance(effect, Invite)]
        invitations = [self._invite(effect, claimed.actor, priority, moment.now) for effect in invited]
        changes = tuple(self._thing(effect) for effect in effects if isinstance(effect, Keep | Drop))
        unknown = claimed.kind == "event" and claimed.state_json is None
        return Outcome(
            claimed,
            None if unknown and not changes else msgspec.json.encode(session).decode(),
            SCHEMA,
            edition=session.run.edition if session.run else "",
            last_edition=session.last.edition if session.last else "",
            drafts=(*(draft for draft in drafts if draft), *(draft for draft, _ in invitations)),
            timers=tuple(effect for effect in effects if isinstance(effect, Remind | Cancel)),
            answers=tuple(effect for effect in effects if isinstance(effect, RecordAnswer)),
            runs=tuple(effect for effect in effects if isinstance(effect, RecordRun)),
            erased=tuple(effect for effect in effects if isinstance(effect, Erase)),
            things=changes,
            letters=(
                *(_letter(claimed.actor, effect.to, effect.news) for effect in effects if isinstance(effect, Tell)),
                *(letter for _, letter in invitations),
            ),
            reachable=claimed.reachable,
            forget=any(isinstance(effect, Forget) for effect in effects),
        )

    def _kept(self, row: Ready, facts: Facts) -> Kept:
        """The things the step wants. One that cannot be read stays where it is and is left out."""
        kept: dict[str, dict[str, msgspec.Struct]] = {kind: {} for kind in self._kinds if kind in row.wants}
        found: dict[str, list[Found]] = {want.kind: [] for want in row.wants if isinstance(want, Want)}
        for thing in facts.things:
            if (read := self._decode(thing, row.claimed.actor)) is not None:
                kept[thing.kind][thing.id] = read
        for elsewhere in facts.found:
            thing = elsewhere.thing
            if (read := self._decode(thing, elsewhere.owner)) is not None:
                found[thing.kind].append(Found(elsewhere.owner, thing.id, thing.about, elsewhere.since, read))
        return Kept(kept, found)

    def _decode(self, thing: Thing, owner: str) -> msgspec.Struct | None:
        try:
            return decode(self._kinds[thing.kind], thing.data)
        except ValueError as error:  # msgspec's are of this kind too
            logger.error("%r, kept by %s as %s, cannot be read: %s", thing.id, owner, thing.kind, error)  # noqa: TRY400
            return None

    def _thing(self, effect: Keep | Drop) -> Thing | Drop:
        if isinstance(effect, Drop):
            return effect
        return Thing(effect.kind, effect.id, encode(self._kinds[effect.kind], effect.thing), effect.about)

    def _invite(self, effect: Invite, sender: str, priority: int, now: datetime) -> tuple[Draft, Letter]:
        """The only place that knows the token: the message takes it along and goes once it is sent."""
        secret = secrets.token_urlsafe(32)
        news = replace(effect.invitation, digest=team.digest(secret))
        content = {
            "payload": f"{effect.team.partition(':')[2]}-{secret}",
            "group": news.role is team.Role.GROUP,
            **self._below(effect.template, {**effect.values, "link": LINK}, effect.rows),
        }
        return _draft("invite", content, priority, now), _letter(sender, (effect.team,), news)

    def _session(self, claimed: Claimed) -> Session:
        if claimed.state_json is None:
            return Session()
        if claimed.schema == SCHEMA:
            return msgspec.json.decode(claimed.state_json, type=Session)
        if claimed.schema > SCHEMA:
            raise ValueError(f"the session has schema {claimed.schema}, newer than {SCHEMA}, which is known here")
        state = json.loads(claimed.state_json)
        for schema in range(claimed.schema, SCHEMA):
            state = self._upcasters[schema](state)
        return msgspec.convert(state, Session)

    def _draft(self, effect: Effect, priority: int, now: datetime) -> Draft | None:
        render = self._renderer
        match effect:
            case Say(template, values, rows, slot, typing):
                content = {"text": render.message(template, values), "buttons": render.keyboard(rows), "typing": typing}
                return _draft("say", content, priority, now + self._reply_delay if typing else now, slot)
            case Edit(slot, template, values, rows):
                content = {"text": render.message(template, values), "buttons": render.keyboard(rows)}
                return _draft("edit", content, priority, now, slot)
            case Picture(chart, values, template, caption, rows):
                content = {"chart": chart, "values": values, **self._below(template, caption, rows)}
                return _draft("picture", content, priority, now)
            case HandOver(name, media_type, file, template, values, rows):
                content = {"name": name, "media_type": media_type, "content": file}
                return _draft("file", content | self._below(template, values, rows), priority, now)
            case HandOverTable(table, name, template, values, rows):
                content = {"table": table, "name": name, **self._below(template, values, rows)}
                return _draft("table", content, priority, now)
            case Voice(note, template, values, rows):
                return _draft("voice", {"voice": note, **self._below(template, values, rows)}, priority, now)
            case Poll():
                return _draft("poll", msgspec.structs.asdict(effect), priority, now)
            case Fetch(file_id, purpose, name):
                return _draft("fetch", {"file": file_id, "purpose": purpose, "name": name}, priority, now)
            case HandOut(template):
                return _draft("handout", {"caption": render.message(template, {})}, priority, now)
        return None

    def _below(self, template: str, values: Values, rows: Rows) -> dict[str, Any]:
        """What stands below a picture or a file."""
        return {"caption": self._renderer.message(template, values), "buttons": self._renderer.keyboard(rows)}


def _answer(verdict: str, **columns: Any) -> Answer:
    return Answer(verdict=msgspec.json.decode(verdict, type=Verdict), **columns)


def _ended(summary: str, **columns: Any) -> Ended:
    return Ended(summary=json.loads(summary), **columns)


def _priority(event: Event) -> int:
    match event:
        case Due():
            return REMINDER
        case Told(_, ToPerson(broadcast=True)):
            return BROADCAST
    return REPLY


def _letter(sender: str, to: tuple[str, ...], news: News) -> Letter:
    broadcast = isinstance(news, ToPerson) and news.broadcast
    return Letter(to, msgspec.json.encode(Told(sender, news)).decode(), broadcast)


def _draft(kind: str, content: dict[str, Any], priority: int, not_before: datetime, slot: str = "") -> Draft:
    return Draft(kind, msgspec.json.encode(content).decode(), priority, not_before, slot)
