"""Calling the Bot API: python-telegram-bot's request layer over aiohttp.

Its Bot is left out on purpose: it parses every answer into objects nobody looks at, which costs two thirds of what
the call itself costs; its own HTTP client costs three times as much again.
"""

import json
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

SILENCE = 20.0  # seconds without a byte, after which a call counts as lost
CONNECTIONS = 64  # thirty messages in flight, the poll, and answers to button presses


class Answer(msgspec.Struct):
    """What every answer of the Bot API has, whatever else is in it."""

    ok: bool
    result: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class Requests(BaseRequest):
    """HTTP for the Bot API: a pool of kept connections, JSON bodies, errors as the library expects them.

    Seconds are those of silence on the connection, so a slow upload is no timeout. What is no answer of the Bot API,
    such as the page of a proxy or half an answer, is a NetworkError whatever its status, for Telegram did not speak.
    """

    def __init__(self, proxy: str | None = None, *, connect_seconds: float = 10) -> None:
        self._proxy = proxy
        self._connect_seconds = connect_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """The seconds of silence after which a call counts as lost."""
        return SILENCE

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
        """Status and body of the answer to a call."""
        silence = SILENCE if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        status, body = await self.exchange(url, method, silence, **_body(request_data))
        if not _is_answer(status, body):
            raise NetworkError(f"What came back is no answer of Telegram: status {status}, {len(body)} bytes")
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as plain data. What it says stands in no log, unlike with the library's own function."""
        try:
            answer: dict[str, Any] = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise NetworkError(f"An answer of Telegram cannot be read: {len(payload)} bytes") from None
        return answer

    async def exchange(self, url: str, method: str, silence: float, **content: Any) -> tuple[int, bytes]:
        """Status and body of whatever comes back."""
        if self._session is None:
            raise NetworkError("The connections to Telegram are closed")
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._connect_seconds, sock_read=silence)
        asked = self._session.request(method, url, timeout=timeout, allow_redirects=False, **content)
        try:
            async with asked as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error


def _is_answer(status: int, body: bytes) -> bool:
    """Whether Telegram said this: a result, or that there is none."""
    try:
        answer = msgspec.json.decode(body, type=Answer)
    except (ValueError, RecursionError):  # msgspec's errors are of the first kind
        return False
    well = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
    return answer.ok == well and (not well or answer.result is not msgspec.UNSET)


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

    def __init__(self, token: str, base_url: str) -> None:
        self._url = f"{base_url}/bot{token}"
        self._files = f"{base_url}/file/bot{token}"
        self._requests = Requests(_proxy(base_url))

    async def __aenter__(self) -> "Telegram":
        await self._requests.initialize()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._requests.shutdown()

    async def call(self, method: str, parameters: Mapping[str, object], *, patience: float = 0) -> Any:
        """The `result` of a method, as plain data. What is None is not sent.

        `patience` is how many seconds the answer may come later than usual.
        """
        given = [RequestParameter.from_input(key, value) for key, value in parameters.items() if value is not None]
        url = f"{self._url}/{method}"
        return await self._requests.post(url, RequestData(given), read_timeout=SILENCE + patience)

    async def download(self, path: str) -> bytes:
        """The file at the `file_path` that `getFile` told. Raises BadRequest if it is not there (any more)."""
        status, content = await self._requests.exchange(f"{self._files}/{quote(path)}", "GET", SILENCE)
        if status == HTTPStatus.OK:
            return content
        if status in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND):
            raise BadRequest("the file is gone")
        raise NetworkError(f"a file was not given out: {status}")


def _proxy(base_url: str) -> str | None:
    parts = urlsplit(base_url)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
