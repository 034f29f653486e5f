"""A simulator in a process of its own, and its phones from here: for tests that kill or measure the bot's process."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import aiohttp

from bot.simulator.api import TOKEN
from bot.simulator.world import Bell

T = TypeVar("T")
Seen = dict[str, Any]  # a message as `bot.simulator.control.view` shows it


class FarSimulator:
    """The people's side of a simulator elsewhere, kept up to date by its events."""

    token = TOKEN

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.bell = Bell()
        self.chats: dict[int, dict[int, Seen]] = {}
        self._session = session

    async def person(self, person_id: int, first_name: str) -> "FarPhone":
        """A new person with a phone."""
        await self.post("phones", {"id": person_id, "first_name": first_name})
        return FarPhone(self, person_id)

    async def advance(self, seconds: float) -> None:
        """Moves the simulator's clock; a bot in another process has its own."""
        await self.post("clock", {"seconds": seconds})

    async def fail(self, **failure: Any) -> None:
        """As `Simulator.fail`."""
        await self.post("failures", failure)

    async def calls(self, after: int = 0) -> list[Seen]:
        """The calls the bot made, without the first `after`."""
        calls: list[Seen] = await self.get(f"calls?after={after}")
        return calls

    async def violations(self) -> list[str]:
        """The bot's faults against the official description."""
        violations: list[str] = (await self.get("state"))["violations"]
        return violations

    async def get(self, path: str) -> Any:
        """Asks the simulator's JSON interface."""
        async with self._session.get(f"{self.url}/simulator/{path}") as response:
            response.raise_for_status()
            return await response.json()

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Tells the simulator's JSON interface."""
        async with self._session.post(f"{self.url}/simulator/{path}", json=body) as response:
            if not response.ok:
                raise LookupError(await response.text())
            return await response.json()

    async def follow(self, ready: asyncio.Event) -> None:
        """Keeps `chats` up to date for ever; `ready` is set once they are complete."""
        forever = aiohttp.ClientTimeout(total=None)
        async with self._session.get(f"{self.url}/simulator/events", timeout=forever, read_bufsize=2**26) as stream:
            kind = ""
            async for line in stream.content:
                if line.startswith(b"event: "):
                    kind = line[7:].decode().strip()
                elif line.startswith(b"data: "):
                    self._take(kind, json.loads(line[6:]))
                    ready.set()

    def _take(self, kind: str, data: Seen) -> None:
        if kind == "state":
            for chat, shown in data["chats"].items():
                self.chats[int(chat)] = {message["id"]: message for message in shown["messages"]}
        elif kind == "message":
            self.chats.setdefault(data["chat"], {})[data["message"]["id"]] = data["message"]
        elif kind == "gone":
            self.chats[data["chat"]].pop(data["message"]["id"], None)
        self.bell.ring()


class FarPhone:
    """A phone in the other process; its verbs are those of `bot.simulator.Phone`."""

    def __init__(self, simulator: FarSimulator, person: int) -> None:
        self._simulator = simulator
        self.person = person
        self._read = 0

    @property
    def messages(self) -> list[Seen]:
        """All messages of the chat, oldest first."""
        return list(self._simulator.chats.get(self.person, {}).values())

    @property
    def unread(self) -> list[Seen]:
        """What the bot wrote since the person last acted or read a `reply`."""
        return [message for message in self.messages if message["bot"] and message["id"] > self._read]

    async def does(self, verb: str, **body: Any) -> int:
        """Any verb of the interface; returns the id of the message sent, if one was."""
        self._read = max((message["id"] for message in self.messages), default=0)
        answer = await self._simulator.post(f"phones/{self.person}/{verb}", body)
        return answer["message"] or 0

    async def says(self, text: str) -> int:
        """Sends a text."""
        return await self.does("says", text=text)

    async def starts(self) -> int:
        """Presses start."""
        return await self.does("starts")

    async def taps(self, label: str) -> None:
        """Presses the newest button of this label."""
        await self.does("taps", label=label)

    async def presses(self, message: int, data: str) -> None:
        """Sends a button's data."""
        await self.does("presses", message=message, data=data)

    async def reply(self, timeout: float = 30) -> Seen:  # noqa: ASYNC109 - it names what was waited for
        """The oldest unread message of the bot, read by this."""
        message = (await self.until(lambda phone: phone.unread, timeout))[0]
        self._read = message["id"]
        return message

    async def until(self, seen: Callable[["FarPhone"], T], timeout: float = 30) -> T:  # noqa: ASYNC109
        """Waits until `seen` finds something on the phone, and returns it."""
        try:
            async with asyncio.timeout(timeout):
                while not (found := seen(self)):
                    await self._simulator.bell.rung()
        except TimeoutError:
            tail = [message["text"] for message in self.messages[-5:]]
            raise TimeoutError(f"Not seen within {timeout} s by {self.person}; the chat ends with {tail}") from None
        return found


@asynccontextmanager
async def followed(url: str) -> AsyncIterator[FarSimulator]:
    """The simulator at `url`, seen from here."""
    async with aiohttp.ClientSession() as session:
        simulator, ready = FarSimulator(url, session), asyncio.Event()
        following = asyncio.create_task(simulator.follow(ready))
        try:
            await ready.wait()
            yield simulator
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


@asynccontextmanager
async def far_simulator(port: int = 0) -> AsyncIterator[FarSimulator]:
    """Starts `python -m bot.simulator` and follows it."""
    command = (sys.executable, "-m", "bot.simulator", "--port", str(port))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    try:
        async with followed(url) as simulator:
            yield simulator
    finally:
        process.terminate()
        await process.wait()
