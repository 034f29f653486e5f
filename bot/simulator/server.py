"""The simulator: a Bot API server on loopback, as strict as Telegram, with people on the other side."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Self

import msgspec
from aiohttp import web

from bot.clock import Clock
from bot.simulator.api import TOKEN, Api, Call
from bot.simulator.control import Control
from bot.simulator.phone import Phone
from bot.simulator.trouble import CALLS, FAULTS, UPDATES, Body, Failure
from bot.simulator.world import Change, Chat, Memory, Person, World

__all__ = ["TOKEN", "Call", "Simulator"]

LOOPBACK = "127.0.0.1"
MAX_REQUEST = 60_000_000
SAVED_EVERY = 2.0
PARTING = 0.1  # seconds for requests under way at the end; polls and the page's streams would never end by themselves


class Simulator:
    """A Telegram of our own.

    `url` is what the bot takes for https://api.telegram.org, `token` its token. `calls` holds what the bot did (the
    newest `remembered` of them), `violations` a sentence for every fault of the bot against the official description.
    With `folder` people, chats and time outlive the program. Use as an async context manager.
    """

    FILE = "phones.msgpack"

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        port: int = 0,
        limits: bool = False,
        remembered: int | None = None,
        folder: Path | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.token = TOKEN
        self._file = folder / self.FILE if folder else None
        self.world = World(self.clock, _remembered(self._file))
        self._phones: dict[int, Phone] = {}
        self._api = Api(self.world, limited=limits, remembered=remembered)
        self.calls, self.violations = self._api.calls, self._api.violations
        self._port = port
        self._runner: web.AppRunner | None = None
        self._tasks: list[asyncio.Task[None]] = []

    # --- People

    def person(self, person_id: int, first_name: str, last_name: str = "", *, role: str = "") -> Phone:
        """A person's phone, with the chat with the bot open on it."""
        self.world.memory.people[person_id] = Person(person_id, first_name, last_name, role)
        return self.phone(person_id)

    def phone(self, person_id: int) -> Phone:
        """The phone of a person who is already here; each has one. Raises KeyError for anybody else."""
        if person_id not in self._phones:
            person = self.world.memory.people[person_id]
            self._phones[person_id] = Phone(self.world, person, self.world.chat(person_id))
        return self._phones[person_id]

    def group(self, group_id: int, title: str) -> Chat:
        """A group nobody is in yet: `phone.within(group)` joins it."""
        group = Chat(group_id, "group" if group_id > -1_000_000_000_000 else "supergroup", title)
        return self.world.memory.chats.setdefault(group_id, group)

    # --- Time and trouble

    def advance(self, by: timedelta) -> None:
        """Moves the clock forward for the bot and for everyone."""
        self.world.memory.ahead += by.total_seconds()
        self.clock.advance(by)
        self.world.change(Change("clock"))

    def fail(
        self,
        method: str | None = None,
        chat: int | None = None,
        *,
        status: int = 500,
        description: str = "Internal Server Error",
        retry_after: int | None = None,
        parameters: Mapping[str, int] | None = None,
        times: int = 1,
        delivered: bool = False,
        delay: float = 0.0,
        body: Body = "whole",
    ) -> None:
        """Lets calls fail: `status` 0 cuts the connection, `delivered` does so only after the call has worked.

        `retry_after` alone gives the 429 of a bot that writes too fast. With `status` 200 nothing fails but the `body`
        of the answer.
        """
        if retry_after is not None:
            status, description = 429, f"Too Many Requests: retry after {retry_after}"
            parameters = {"retry_after": retry_after, **(parameters or {})}
        self._api.failures.add(
            Failure(method, chat, status, description, parameters or {}, times, delivered, delay, body)
        )

    def suffer(self, fault: str, method: str | None = None, chat: int | None = None, times: int = 1) -> None:
        """Lets something go wrong that has a name in `trouble`: with calls, or from now on with updates.

        Raises LookupError for other names.
        """
        if fault in CALLS:
            self.fail(method, chat, times=times, **CALLS[fault])
        elif fault in UPDATES:
            self.world.suffer(fault)
        else:
            raise LookupError(f"{fault!r} is no fault; there are {', '.join(FAULTS)}")

    def recover(self) -> None:
        """Nothing goes wrong any more, neither with calls nor with updates to come."""
        self._api.failures.clear()
        self.world.faults.clear()

    def limit(self, *, wanted: bool = True) -> None:
        """Whether a bot that writes faster than Telegram allows is told so; counting begins anew."""
        self._api.limit(wanted=wanted)

    # --- The server

    async def polled(self) -> None:
        """Returns once the bot waits for updates."""
        while not self._api.is_polled:
            await self.world.bell.rung()

    async def called(self, method: str) -> None:
        """Returns once the bot has called `method`."""
        while not any(call.method == method for call in self.calls):
            await self.world.bell.rung()

    @property
    def url(self) -> str:
        """The address; a page for people is there too."""
        assert self._runner is not None, "the simulator is not running"
        return f"http://{LOOPBACK}:{self._runner.addresses[0][1]}"

    async def __aenter__(self) -> Self:
        if self._runner is None:
            await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Opens the port; raises OSError if it is taken."""
        application = web.Application(client_max_size=MAX_REQUEST)
        self._api.add_routes(application.router)
        Control(self).add_routes(application.router)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=PARTING, handle_signals=False)
        await runner.setup()
        try:
            await web.TCPSite(runner, LOOPBACK, self._port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.clock.advance(timedelta(seconds=self.world.memory.ahead))
        self._tasks = [asyncio.create_task(self._api.push())]
        if self._file:
            self._tasks.append(asyncio.create_task(self._keep_saving(self._file)))

    async def stop(self) -> None:
        """Closes the port and saves what outlives the program."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        assert self._runner is not None
        await self._runner.cleanup()
        if self._file:
            self._save(self._file)

    async def _keep_saving(self, file: Path) -> None:
        while True:
            await self.world.bell.rung()
            await asyncio.sleep(SAVED_EVERY)
            self._save(file)

    def _save(self, file: Path) -> None:
        fresh = file.with_suffix(".new")
        fresh.write_bytes(msgspec.msgpack.encode(self.world.memory))
        fresh.replace(file)


def _remembered(file: Path | None) -> Memory | None:
    return msgspec.msgpack.decode(file.read_bytes(), type=Memory) if file and file.exists() else None
