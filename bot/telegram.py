"""Calling the Bot API: python-telegram-bot's request layer over aiohttp.

Its Bot is left out on purpose: it parses every answer into objects nobody looks at, which costs two thirds of what
the call itself costs; its own HTTP client costs three times as much again.
"""

from collections.abc import Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import msgspec
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # the only way to make a RequestData

CONNECTIONS = 64  # thirty messages in flight, the poll, and answers to button presses


class Requests(BaseRequest):
    """HTTP for the Bot API: a pool of kept connections, JSON bodies, errors as the library expects them.

    Seconds are those of silence on the connection, so a slow upload is no timeout.
    """

    def __init__(self, proxy: str | None = None, *, connect_seconds: float = 10, read_seconds: float = 20) -> None:
        self._proxy = proxy
        self._connect_seconds = connect_seconds
        self._read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """The seconds of silence after which a call counts as lost."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Opens the pool; a second call changes nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=30),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Closes all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer."""
        if self._session is None:
            raise NetworkError("The connections to Telegram are closed")
        read = self._read_seconds if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._connect_seconds, sock_read=read)
        try:
            async with self._session.request(method, url, timeout=timeout, **_body(request_data)) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if data.contains_files:
        form = aiohttp.FormData(data.json_parameters)
        for name, (filename, content, mime) in data.multipart_data.items():
            form.add_field(name, content, filename=filename, content_type=mime)
        return {"data": form}
    return {"data": msgspec.json.encode(data.parameters), "headers": {"Content-Type": "application/json"}}


class Telegram:
    """One bot at one Bot API server, for use as a context manager.

    Errors are those of `telegram.error`. A proxy is taken from the environment.
    """

    def __init__(self, token: str, base_url: str, requests: BaseRequest | None = None) -> None:
        self._url = f"{base_url}/bot{token}"
        self._files = f"{base_url}/file/bot{token}"
        self._requests = requests or Requests(_proxy(base_url))

    async def __aenter__(self) -> "Telegram":
        await self._requests.initialize()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._requests.shutdown()

    async def call(self, method: str, parameters: Mapping[str, object], *, patience: float = 20) -> Any:
        """The `result` of a method, as plain data. What is None is not sent; `patience` is in seconds of silence."""
        given = [RequestParameter.from_input(key, value) for key, value in parameters.items() if value is not None]
        return await self._requests.post(f"{self._url}/{method}", RequestData(given), read_timeout=patience)

    async def download(self, path: str) -> bytes:
        """The file at the `file_path` that `getFile` told. Raises BadRequest if it is not there (any more)."""
        status, content = await self._requests.do_request(f"{self._files}/{quote(path)}", "GET")
        if status == HTTPStatus.OK:
            return content
        if status in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND):
            raise BadRequest("the file is gone")
        raise NetworkError(f"a file was not given out: {status}")


def _proxy(base_url: str) -> str | None:
    parts = urlsplit(base_url)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
