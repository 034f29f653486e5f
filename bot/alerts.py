"""Telling admins what the program cannot mend by itself: once an hour at most for each cause, no word of anybody."""

import asyncio
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from bot.clock import Clock
from bot.failures import Verdict, classify
from bot.pulse import PULSES, Pulses
from bot.render import Renderer
from bot.store.alarms import Losses
from bot.store.outage import is_outage
from bot.store.rows import Draft
from bot.store.store import Store

logger = logging.getLogger(__name__)

LOOK = 30.0
"""Seconds between two looks."""

REFUSED = 60.0
"""Seconds after which a refused poll is no passing overlap of two programs any more."""

LEAST_FREE = 500 * 1024**2
"""Bytes that must be free where the database lies."""

Found = tuple[str, frozenset[Any], Mapping[str, Any]]
"""A cause, what it consists of, and what is told of it."""


class Alerts:
    """Looks again and again. What was told once is not told again unless more of it comes."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        renderer: Renderer,
        admins: Sequence[int],
        free: Callable[[], int | None],
        pulses: Pulses = PULSES,
    ) -> None:
        self._store = store
        self._clock = clock
        self._renderer = renderer
        self._admins = admins
        self._free = free
        self._pulses = pulses
        self._told: dict[str, frozenset[Any]] = {}
        self._gone: datetime | None = None  # since when the database has not answered
        self._moved = asyncio.Event()
        clock.wakes(self._moved)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._moved.clear()
            try:
                await self.once()
            except Exception:
                logger.exception("Nobody could be told of trouble; trying again in %s s", LOOK)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), LOOK)

    async def once(self) -> None:
        """One look; what is new is put in line for the admins."""
        try:
            losses = await self._store.losses()
        except Exception as error:
            if not is_outage(error):
                raise
            self._gone = self._gone or self._clock.now()
            return
        for cause, things, values in self._found(losses):
            if things <= self._told.get(cause, frozenset()) or await self._tell(cause, values):
                self._told[cause] = things

    def _found(self, losses: Losses) -> Iterator[Found]:
        yield "parked", losses.parked, {"anzahl": len(losses.parked)}
        yield "dead", losses.dead, {"anzahl": len(losses.dead)}
        yield "refused", self._refused(), {}
        free = self._free()
        full = free is not None and free < LEAST_FREE
        yield "disk", frozenset({"full"} if full else ()), {"frei": (free or 0) // 1024**2}
        if self._gone:
            minutes = round((self._clock.now() - self._gone).total_seconds() / 60)
            yield "database", frozenset({self._gone}), {"minuten": minutes}

    def _refused(self) -> frozenset[str]:
        poller = self._pulses.poller
        refused = poller.error is not None and classify(poller.error) is Verdict.OCCUPIED
        return frozenset({"refused"} if refused and poller.silence > REFUSED else ())

    async def _tell(self, cause: str, values: Mapping[str, Any]) -> bool:
        """Whether somebody hears of it; if all have heard of the cause within the hour, it is tried again later."""
        now = self._clock.now()
        text = self._renderer.message("stoerung", {"ursache": cause, **values})
        payload = msgspec.json.encode({"text": text, "buttons": [], "typing": False}).decode()
        if told := await self._store.alarm(self._admins, cause, Draft("say", payload, 0, now)):
            logger.warning("%d admins are told of trouble: %s", told, cause)
        if cause == "database" and told:
            self._gone = None
        return told > 0


def free_space(folder: Path | None) -> int | None:
    """Bytes free where `folder` is; None if the database is not on this machine."""
    return shutil.disk_usage(folder).free if folder else None
