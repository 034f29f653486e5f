"""The people's side over HTTP: the page, and a JSON interface for it and for tests in another process."""

import asyncio
import json
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.simulator.phone import Phone
from bot.simulator.trouble import FAULTS
from bot.simulator.world import Bubble, Change

if TYPE_CHECKING:
    from bot.simulator.server import Simulator

ZONE = ZoneInfo("Europe/Berlin")
KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
LOCAL_NAMES = ("127.0.0.1", "localhost")
HEARTBEAT = 15.0
RETRY = b"retry: 1000\n"  # milliseconds until the page tries again
SECURITY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

UNKNOWN = "application/octet-stream"

Verb = Callable[[Phone, Mapping[str, Any]], Any]
VERBS: Mapping[str, Verb] = {
    "says": lambda phone, body: phone.says(body["text"], body.get("answers")),
    "starts": lambda phone, body: phone.starts(body.get("payload", "")),
    "edits": lambda phone, body: phone.edits(body["message"], body["text"]),
    "taps": lambda phone, body: phone.taps(body["label"], body.get("message")),
    "presses": lambda phone, body: phone.presses(body["message"], body["data"]),
    "sends": lambda phone, body: phone.sends(body["kind"], body.get("caption", "")),
    "sends_file": lambda phone, body: phone.sends_file(
        body["name"], b64decode(body["content"], validate=True), body.get("caption", ""), body.get("mime") or UNKNOWN
    ),
    "blocks": lambda phone, _: phone.blocks(),
    "unblocks": lambda phone, _: phone.unblocks(),
}


class Control:
    """Serves everything under / and /simulator; only loopback may ask, and only by its own name."""

    def __init__(self, simulator: "Simulator") -> None:
        self._simulator = simulator
        self._world = simulator.world

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Hangs the interface into the server."""
        routes: dict[tuple[str, str], Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
            ("GET", "/"): self._page,
            ("GET", "/page/{name}"): self._page,
            ("GET", "/simulator/state"): self._state,
            ("GET", "/simulator/events"): self._events,
            ("GET", "/simulator/calls"): self._calls,
            ("GET", "/simulator/files/{file}"): self._file,
            ("GET", "/simulator/phones/{person}"): self._messages,
            ("POST", "/simulator/phones"): self._add_person,
            ("POST", "/simulator/phones/{person}/{verb}"): self._act,
            ("POST", "/simulator/clock"): self._move_clock,
            ("POST", "/simulator/failures"): self._fail,
            ("GET", "/simulator/faults"): self._faults,
            ("POST", "/simulator/faults"): self._suffer,
            ("POST", "/simulator/recovery"): self._recover,
            ("POST", "/simulator/limits"): self._limit,
        }
        for (method, path), handler in routes.items():
            router.add_route(method, path, self._guarded(handler))

    def _guarded(
        self, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Refuses pages of other sites, which a browser on this machine might have open."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            if request.url.host not in LOCAL_NAMES:
                raise web.HTTPForbidden(text="Only this machine may use the simulator.")
            if request.method == "POST" and request.content_type != "application/json":
                raise web.HTTPUnsupportedMediaType(text="Send JSON.")
            try:
                return await handler(request)
            except (LookupError, TypeError, ValueError) as fault:
                raise web.HTTPBadRequest(text=str(fault)) from fault

        return guarded

    # --- The page

    async def _page(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info.get("name", "index.html")
        page = files(__package__).joinpath("page", name)
        if "/" in name or not page.is_file():
            raise web.HTTPNotFound
        kind = KINDS[name.rpartition(".")[2]]
        return web.Response(text=page.read_text("utf-8"), content_type=kind, charset="utf-8", headers=SECURITY)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: first the whole state, then every change."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **SECURITY})
        with self._world.watched() as changes, suppress(ConnectionError):  # the page was closed
            await response.prepare(request)
            await response.write(RETRY + _event("state", self._snapshot()))
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        change = await changes.get()
                    await response.write(_event(change.kind, self._shown(change)))
                except TimeoutError:
                    await response.write(b": still here\n\n")
        return response

    def _snapshot(self) -> dict[str, Any]:
        memory = self._world.memory
        return {
            "people": [
                {"id": person.id, "name": person.first_name, "role": person.role} for person in memory.people.values()
            ],
            "chats": {
                chat.id: {
                    "messages": [view(bubble) for bubble in chat.messages.values()],
                    "blocked": bool(chat.refusal),
                }
                for chat in memory.chats.values()
            },
            "commands": self._commands(),
            "description": self._description(),
            "now": self._world.clock.now().isoformat(),
        }

    def _shown(self, change: Change) -> dict[str, Any]:
        shown: dict[str, Any] = {"chat": change.chat, "text": change.text, "now": self._world.clock.now().isoformat()}
        if change.bubble:
            shown["message"] = view(change.bubble)
        if change.kind == "commands":
            shown["commands"] = self._commands()
        if change.kind == "description":
            shown["description"] = self._description()
        return shown

    def _commands(self) -> list[dict[str, str]]:
        """The menu of a German in a private chat, found as Telegram's apps find it."""
        for scope in ("all_private_chats", "default"):
            for language in ("de", ""):
                commands = self._world.memory.commands.get(f'{{"type": "{scope}"}}/{language}')
                if commands:
                    return commands
        return []

    def _description(self) -> str:
        """What an empty chat shows to a German."""
        texts = self._world.memory.texts
        return texts.get("description/de") or texts.get("description/", "")

    # --- JSON

    async def _state(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self._snapshot() | {"violations": list(self._simulator.violations)})

    async def _calls(self, request: web.Request) -> web.StreamResponse:
        calls = list(self._simulator.calls)[int(request.query.get("after", 0)) :]
        return web.json_response([asdict(call) | {"at": call.at.isoformat()} for call in calls])

    async def _file(self, request: web.Request) -> web.StreamResponse:
        attachment = self._world.files[request.match_info["file"]]
        if attachment.width:  # a picture, measured when it was sent
            return web.Response(body=attachment.content, content_type=attachment.mime, headers=SECURITY)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.name)}", **SECURITY}
        return web.Response(body=attachment.content, content_type=UNKNOWN, headers=headers)

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        after = int(request.query.get("after", 0))
        return web.json_response([view(bubble) for bubble in self._phone(request).messages if bubble.id > after])

    async def _add_person(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self._simulator.person(int(body["id"]), str(body["first_name"]))
        return web.json_response({})

    async def _act(self, request: web.Request) -> web.StreamResponse:
        verb = VERBS[request.match_info["verb"]]
        return web.json_response({"message": verb(self._phone(request), await request.json())})

    async def _move_clock(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        now = self._world.clock.now()
        if "tomorrow" in body:
            by = tomorrow_at(time.fromisoformat(body["tomorrow"]), now) - now
        else:
            by = timedelta(seconds=float(body["seconds"]))
        if by < timedelta():
            raise ValueError("The clock only moves forward.")
        self._simulator.advance(by)
        return web.json_response({"now": self._world.clock.now().isoformat()})

    async def _fail(self, request: web.Request) -> web.StreamResponse:
        self._simulator.fail(**await request.json())
        return web.json_response({})

    async def _faults(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(FAULTS)

    async def _suffer(self, request: web.Request) -> web.StreamResponse:
        self._simulator.suffer(**await request.json())
        return web.json_response({})

    async def _recover(self, request: web.Request) -> web.StreamResponse:
        self._simulator.recover()
        return web.json_response({})

    async def _limit(self, request: web.Request) -> web.StreamResponse:
        self._simulator.limit(**await request.json())
        return web.json_response({})

    def _phone(self, request: web.Request) -> Phone:
        try:
            return self._simulator.phone(int(request.match_info["person"]))
        except KeyError:
            raise web.HTTPNotFound(text="There is no such person here.") from None


def tomorrow_at(local: time, now: datetime) -> datetime:
    """That time of the next day where the phones are."""
    day = now.astimezone(ZONE).date() + timedelta(days=1)
    return datetime.combine(day, local, ZONE).astimezone(UTC)


def view(bubble: Bubble) -> dict[str, Any]:
    """A message as plain data; what is in the file is fetched by its id."""
    attachment = bubble.attachment
    return {
        "id": bubble.id,
        "bot": bubble.from_bot,
        "sender": bubble.sender,
        "kind": bubble.kind,
        "text": bubble.text,
        "entities": bubble.entities,
        "rows": [
            [{"text": button.text, "data": button.data, "url": button.url} for button in row] for row in bubble.rows
        ],
        "date": bubble.date.isoformat(),
        "edited": bubble.edited is not None,
        "file": attachment
        and {
            "id": attachment.id,
            "name": attachment.name,
            "size": len(attachment.content),
            "width": attachment.width,
            "height": attachment.height,
        },
    }


def _event(kind: str, data: Mapping[str, Any]) -> bytes:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
