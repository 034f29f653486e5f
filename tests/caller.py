"""A bot reduced to its calls, for tests of the simulated Telegram itself."""

from io import BytesIO
from typing import Any

import aiohttp
from PIL import Image

from bot.simulator import Simulator

OK = 200


class Caller:
    """A bot reduced to its calls."""

    def __init__(self, simulator: Simulator, session: aiohttp.ClientSession) -> None:
        self._simulator = simulator
        self._session = session

    async def __call__(self, method: str, **params: Any) -> Any:
        """The result of a call with a JSON body, or the error as "<code> <description>"."""
        return _outcome(await self.reply(method, json=params))

    async def reply(self, method: str, **request: Any) -> dict[str, Any]:
        url = f"{self._simulator.url}/bot{self._simulator.token}/{method}"
        async with self._session.post(url, **request) as response:
            reply: dict[str, Any] = await response.json()
            assert response.status == reply.get("error_code", OK)
            return reply

    async def upload(self, method: str, field: str, content: bytes, **params: str) -> Any:
        """The same with a file, as a form."""
        form = aiohttp.FormData(params)
        form.add_field(field, content, filename="bild.png", content_type="image/png")
        return _outcome(await self.reply(method, data=form))


def _outcome(reply: dict[str, Any]) -> Any:
    return reply["result"] if reply["ok"] else f"{reply['error_code']} {reply['description']}"


def png(width: int = 40, height: int = 30) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height)).save(file, "PNG")
    return file.getvalue()


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def key(text: str = "Ja", data: str = "ja") -> dict[str, str]:
    return {"text": text, "callback_data": data}
