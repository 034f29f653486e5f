"""A network between the program and its PostgreSQL that can swallow what passes, and give it out later."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Self

from aiohttp.test_utils import unused_port
from sqlalchemy import make_url


class Wall:
    """Takes connections whatever happens; bytes pass by two gates, to the server and from it."""

    def __init__(self, url: str, port: int) -> None:
        target = make_url(url)
        self.url = target.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)
        self._socket = f"{target.query['host']}/.s.PGSQL.{target.port or 5432}"
        self._gates = {"to": asyncio.Event(), "from": asyncio.Event()}
        self._carriers: set[asyncio.Task[None]] = set()
        self.opens()

    @classmethod
    @asynccontextmanager
    async def before(cls, url: str) -> AsyncIterator[Self]:
        """In front of the server at `url`."""
        wall = cls(url, port := unused_port())
        async with await asyncio.start_server(wall._accept, "127.0.0.1", port):
            yield wall
            for carrier in wall._carriers:
                carrier.cancel()
            await asyncio.gather(*wall._carriers, return_exceptions=True)

    def closes(self, *ways: str) -> None:
        """Nothing passes the gates of `ways` any more, and nobody is told."""
        for way in ways:
            self._gates[way].clear()

    def opens(self) -> None:
        """What waited passes, in order."""
        for gate in self._gates.values():
            gate.set()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answers, questions = await asyncio.open_unix_connection(self._socket)
        except OSError:
            writer.close()  # nobody is behind the wall
            return
        for way, source, target in (("to", reader, questions), ("from", answers, writer)):
            carrier = asyncio.create_task(self._carry(self._gates[way], source, target))
            self._carriers.add(carrier)
            carrier.add_done_callback(self._carriers.discard)

    async def _carry(self, gate: asyncio.Event, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError):
                while data := await source.read(65536):
                    await gate.wait()
                    target.write(data)
                    await target.drain()
            await gate.wait()
        finally:
            target.close()
