"""From a claimed row to its outcome: decode, step, render. Runs in the worker thread and touches no database."""

import json
import logging
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
from bot.store.rows import Claimed, Draft, Outcome
from bot.translate import to_event
from flows.effects import Button, Cancel, Edit, Effect, Forget, HandOut, Picture, RecordAnswer, RecordRun, Remind, Say
from flows.events import Blocked, Event
from flows.moment import Moment
from flows.session import SCHEMA, Session, Step

logger = logging.getLogger(__name__)

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTERS: Mapping[int, Upcaster] = {}
"""By schema version: how the plain data of a stored session becomes that of the next version."""

REPLY, REMINDER = 0, 1
APOLOGY = Say("panne", rows=((Button("weiter", "zum_rollenspiel"),), (Button("menue", "menue"),)))
BUDGET = 0.1  # seconds of steps in one round, so that nobody waits long for the others


class Desk(Protocol):
    """`flows.desk.Desk`, or another training with the same step."""

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """Where the session stands after `event`, and what follows."""
        ...


class Failure(msgspec.Struct, frozen=True):
    """A step that raised. `apology` is a friendly line, once nothing more is tried."""

    claimed: Claimed
    error: str
    apology: Draft | None


class Worker:
    """Turns claimed rows into outcomes."""

    def __init__(
        self, desk: Desk, renderer: Renderer, clock: Clock, reply_delay: timedelta, upcasters: Mapping[int, Upcaster]
    ) -> None:
        self._desk = desk
        self._renderer = renderer
        self._clock = clock
        self._reply_delay = reply_delay
        self._upcasters = upcasters

    def work(self, rows: Sequence[Claimed]) -> list[Outcome | Failure]:
        """Handles rows in order until the time of a round is used up, but at least one."""
        end = perf_counter() + BUDGET
        results: list[Outcome | Failure] = []
        for claimed in rows:
            try:
                results.append(self._outcome(claimed))
            except Exception as error:
                results.append(self.failure(claimed, error))
            if perf_counter() > end:
                break
        return results

    def failure(self, claimed: Claimed, error: Exception) -> Failure:
        """What is kept of an error; the last try at something a person did ends with a friendly line."""
        last = claimed.kind == "update" and claimed.attempts + 1 == ATTEMPTS
        return Failure(claimed, "".join(traceback.format_exception(error)), self._apology() if last else None)

    def _apology(self) -> Draft | None:
        try:
            return self._draft(APOLOGY, REPLY, self._clock.now())
        except Exception:
            logger.exception("There is no friendly line to say")
            return None

    def _outcome(self, claimed: Claimed) -> Outcome:
        if claimed.kind == "event":
            return self._own(claimed)
        event = to_event(json.loads(claimed.payload))
        if event is None:
            return Outcome(claimed, None, blank=True)
        outcome = self._step(claimed, event, REPLY)
        return replace(outcome, reachable=not isinstance(event, Blocked))

    def _own(self, claimed: Claimed) -> Outcome:
        if claimed.forgotten:
            return Outcome(claimed, None)
        outcome = self._step(claimed, msgspec.json.decode(claimed.payload, type=Event), REMINDER)
        return outcome if claimed.reachable else replace(outcome, drafts=())

    def _step(self, claimed: Claimed, event: Event, priority: int) -> Outcome:
        moment = Moment(self._clock.now(), Random(claimed.nonce), claimed.unsent)
        session, effects = self._desk.step(self._session(claimed), event, moment)
        drafts = (self._draft(effect, priority, moment.now) for effect in effects)
        return Outcome(
            claimed,
            msgspec.json.encode(session).decode(),
            SCHEMA,
            edition=session.run.edition if session.run else "",
            last_edition=session.last.edition if session.last else "",
            drafts=tuple(draft for draft in drafts if draft),
            timers=tuple(effect for effect in effects if isinstance(effect, Remind | Cancel)),
            answers=tuple(effect for effect in effects if isinstance(effect, RecordAnswer)),
            runs=tuple(effect for effect in effects if isinstance(effect, RecordRun)),
            reachable=claimed.reachable,
            blank=session.person is None,
            forget=any(isinstance(effect, Forget) for effect in effects),
        )

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
                content = {
                    "chart": chart,
                    "values": values,
                    "caption": render.message(template, caption),
                    "buttons": render.keyboard(rows),
                }
                return _draft("picture", content, priority, now)
            case HandOut(template):
                return _draft("handout", {"caption": render.message(template, {})}, priority, now)
        return None


def _draft(kind: str, content: dict[str, Any], priority: int, not_before: datetime, slot: str = "") -> Draft:
    return Draft(kind, msgspec.json.encode(content).decode(), priority, not_before, slot)
