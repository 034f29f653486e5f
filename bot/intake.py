"""From Telegram into the inbox: stored and committed first, acknowledged afterwards."""

import asyncio
import hmac
import json
import logging
import random
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import NetworkError, TelegramError

from bot import metrics
from bot.config import Webhook
from bot.failures import Backoff, Verdict, classify
from bot.pulse import PULSES
from bot.store.outage import is_outage
from bot.store.rows import Incoming
from bot.store.store import Store
from bot.telegram import Telegram
from bot.translate import UPDATES, address, is_id, to_event

logger = logging.getLogger(__name__)

POLL_SECONDS = 30
STORE_PAUSE = 1.0
LARGEST_UPDATE = 1024**2
WEBHOOK_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Intake:
    """Stores updates and answers button presses."""

    def __init__(self, store: Store, telegram: Telegram) -> None:
        self._store = store
        self._telegram = telegram
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Returns once everything that concerns us is committed; what concerns nobody is not stored at all."""
        incoming = [row for update in updates if (row := _incoming(update))]
        if incoming:
            await self._add(incoming)
        for update in updates:
            match update:
                case {"callback_query": {"id": str(query)}}:
                    self._answer(query)

    async def _add(self, rows: Sequence[Incoming]) -> None:
        """All rows at once or, if one of them spoils that, each that can be stored."""
        try:
            metrics.UPDATES.inc(await self._store.add_updates(rows))
        except Exception as error:
            if is_outage(error):
                raise
            for row in rows:
                await self._add_alone(row)

    async def _add_alone(self, row: Incoming) -> None:
        try:
            metrics.UPDATES.inc(await self._store.add_updates([row]))
        except Exception as error:
            if is_outage(error):
                raise
            logger.error("Update %d of %s cannot be stored: %s", row.update_id, row.actor, type(error).__name__)  # noqa: TRY400

    async def close(self) -> None:
        """Gives up on answers under way."""
        for answer in self._answers:
            answer.cancel()
        await asyncio.gather(*self._answers, return_exceptions=True)

    def _answer(self, query: str) -> None:
        """Lets the button stop spinning. The press counts whether or not this succeeds."""
        task = asyncio.create_task(self._call_answer(query))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _call_answer(self, query: str) -> None:
        try:
            await self._telegram.call("answerCallbackQuery", {"callback_query_id": query})
        except TelegramError as error:
            logger.debug("A button press was not answered: %s", error)


def _incoming(update: Mapping[str, Any]) -> Incoming | None:
    number, owner = _number(update), address(update)
    if owner is None or to_event(update) is None:
        logger.debug("Update %s concerns nobody", number)
        return None
    actor, chat = owner
    if number is None:
        logger.warning("An update is not numbered as Telegram does")
        return None
    try:
        return Incoming(number, actor, chat, json.dumps(update, ensure_ascii=False))
    except RecursionError:
        logger.error("Update %d of %s is nested too deeply to be stored", number, actor)  # noqa: TRY400
        return None


def _number(update: Any) -> int | None:
    match update:
        case {"update_id": number} if is_id(number):
            return number
    return None


class Polling:
    """Asks Telegram for updates, again and again.

    An update is confirmed by the offset of the next request, so the offset moves only after the commit. With nothing
    to confirm no offset is sent: after a quiet week Telegram may count anew from a lower number.
    """

    def __init__(self, intake: Intake, telegram: Telegram, chance: random.Random) -> None:
        self._intake = intake
        self._telegram = telegram
        self._backoff = Backoff(chance)
        self._offset: int | None = None

    async def run(self) -> None:
        """Until cancelled. Raises InvalidToken if Telegram does not know the token."""
        self._offset = None  # meanwhile another process may have polled, and Telegram counted anew
        while True:
            try:
                await self.once()
                self._backoff.reset()
                PULSES.poller.beat()
            except TelegramError as error:
                PULSES.poller.miss(error)
                pause = self._backoff.after(error)
                loudness = logging.ERROR if classify(error) is Verdict.OCCUPIED else logging.WARNING
                logger.log(loudness, "No updates from Telegram (%s); trying again in %.0f s", error, pause)
                await asyncio.sleep(pause)
            except Exception:
                logger.exception("Updates could not be stored; Telegram keeps them, trying again")
                await asyncio.sleep(STORE_PAUSE)

    async def once(self) -> None:
        """One request, and everything it brought is stored."""
        updates = await self._telegram.call(
            "getUpdates",
            {"offset": self._offset, "timeout": POLL_SECONDS, "allowed_updates": UPDATES},
            patience=POLL_SECONDS,
        )
        if not isinstance(updates, list):
            raise NetworkError("What came back are no updates")
        await self._intake.take(updates)
        numbers = [number for update in updates if (number := _number(update)) is not None]
        if updates and not numbers:
            raise NetworkError("Nothing that came back is an update")
        self._offset = max(numbers, default=-1) + 1 or None


class Listening:
    """Receives the updates that Telegram pushes. A 200 is given after the commit; anything else is pushed again."""

    def __init__(self, intake: Intake, webhook: Webhook) -> None:
        self._intake = intake
        self._webhook = webhook

    def application(self) -> web.Application:
        """What answers Telegram's requests."""
        application = web.Application(client_max_size=LARGEST_UPDATE)
        application.router.add_post(urlsplit(self._webhook.url).path or "/", self._receive)
        return application

    async def run(self) -> None:
        """Until cancelled; requests under way are finished."""
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=2)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._webhook.listen, self._webhook.port).start()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(WEBHOOK_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._webhook.secret.encode()):
            raise web.HTTPForbidden
        try:
            update = json.loads(await request.text())
        except (ValueError, RecursionError) as error:
            raise web.HTTPBadRequest from error
        if not isinstance(update, dict):
            raise web.HTTPBadRequest
        await self._intake.take([update])
        return web.Response()
