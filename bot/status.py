"""How the program is doing, for whoever watches over it on this machine: /healthz and /metrics."""

import asyncio
import logging
from collections.abc import Iterator

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.clock import Clock
from bot.config import Status
from bot.hindered import Hindered
from bot.pulse import PULSES, Pulses
from bot.store.standing import Standing
from bot.store.store import Store

SILENCE = 120.0
"""Seconds without a sign of life after which a part that has something to do counts as stuck."""

PATIENCE = 5.0
"""Seconds the database may take to answer."""


class Health:
    """What keeps the program from its work."""

    def __init__(self, store: Store, clock: Clock, pulses: Pulses = PULSES) -> None:
        self._store = store
        self._clock = clock
        self._pulses = pulses

    async def standing(self) -> Standing | None:
        """How things stand in the database; None if it does not answer."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._store.standing(self._clock.now())
        except (SQLAlchemyError, OSError, TimeoutError):
            return None

    async def faults(self) -> list[str]:
        """A sentence for each; none if all is well."""
        standing = await self.standing()
        return [*self._silent(), *(self._stuck(standing) if standing else ["The database does not answer."])]

    def _silent(self) -> Iterator[str]:
        """Parts that get something done every minute, come what may."""
        if (poller := self._pulses.poller).silence > SILENCE:
            trouble = f"{type(poller.error).__name__}: {poller.error}" if poller.error else "it does not answer"
            yield f"Telegram has given no updates for {poller.silence:.0f} s: {trouble}."
        if (timers := self._pulses.timers).silence > SILENCE:
            yield f"Reminders have not been looked at for {timers.silence:.0f} s."

    def _stuck(self, standing: Standing) -> Iterator[str]:
        """Parts that get nothing done although something waits."""
        if min(self._pulses.round.silence, standing.inbox_lag) > SILENCE:
            yield f"{standing.open} events wait to be handled, the oldest for {standing.inbox_lag:.0f} s."
        if min(self._pulses.sender.silence, standing.outbox_lag) > SILENCE:
            yield f"{standing.waiting} messages wait to be sent, the oldest for {standing.outbox_lag:.0f} s."


class Window:
    """Answers on an address of this machine alone."""

    def __init__(self, status: Status, health: Health) -> None:
        self._status = status
        self._health = health

    def application(self) -> web.Application:
        """The server."""
        application = web.Application()
        application.router.add_get("/healthz", self._tell_health)
        application.router.add_get("/metrics", self._tell_metrics)
        return application

    async def run(self) -> None:
        """Until cancelled. Raises Hindered if the port is taken."""
        counting = metrics.Counting()
        logging.getLogger().addHandler(counting)
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._status.listen, self._status.port).start()
            await asyncio.Event().wait()
        except OSError as error:
            raise Hindered(f"status.port {self._status.port} cannot be used: {error.strerror}") from error
        finally:
            await runner.cleanup()
            logging.getLogger().removeHandler(counting)

    async def _tell_health(self, _: web.Request) -> web.Response:
        faults = await self._health.faults()
        return web.Response(text="\n".join(faults or ["ok"]) + "\n", status=503 if faults else 200)

    async def _tell_metrics(self, _: web.Request) -> web.Response:
        metrics.show(await self._health.standing())
        return web.Response(body=generate_latest(metrics.REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})
