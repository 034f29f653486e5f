"""People, a team and the round on a real store: for tests of what several actors do to each other."""

import json
from typing import Any

from sqlalchemy import Connection, select

from bot.places import load_zones
from bot.render import Renderer
from bot.round import Round
from bot.store.rows import Incoming
from bot.store.store import Store
from bot.store.tables import kept
from flows.desk import Desk
from tests.conftest import StillClock
from tests.stage import shipped

ALEX, KIM, TONI, ADA = 1, 2, 3, 9
RENDERER = Renderer()


def new_desk() -> Desk:
    """The whole desk, judged by the engine of the stage; Ada is an admin."""
    return Desk(shipped(), load_zones(), frozenset({f"person:{ADA}"}))


class Line:
    """People who write and tap, and the round that answers them."""

    def __init__(self, store: Store, desk: Desk, clock: StillClock) -> None:
        self.store = store
        self._round = Round(store, desk, RENDERER, clock)
        self._updates = 0

    async def says(self, person: int, text: str) -> None:
        chat = {"id": person, "type": "private"}
        await self.sends(person, {"message": {"message_id": 1, "chat": chat, "from": {"id": person}, "text": text}})
        await self.settles()

    async def taps(self, person: int, data: str) -> None:
        await self.sends(person, {"callback_query": {"id": "1", "from": {"id": person}, "data": data}})
        await self.settles()

    async def sends(self, person: int, update: dict[str, Any]) -> None:
        self._updates += 1
        row = Incoming(self._updates, f"person:{person}", person, json.dumps({"update_id": self._updates, **update}))
        await self.store.add_updates([row])

    async def settles(self) -> None:
        while await self._round.once():
            pass

    async def joins(self, person: int, name: str) -> None:
        await self.says(person, "/start")
        await self.taps(person, "einverstanden||")
        await self.says(person, name)

    async def outbox(self, person: int) -> list[dict[str, Any]]:
        return (await self.store.personal_data(f"person:{person}"))["outbox"]

    async def founds(self) -> str:
        """Alex founds a team; its actor."""
        await self.joins(ALEX, "Alex")
        await self.taps(ALEX, "coach:gruenden||")
        await self.says(ALEX, "Vertrieb Nord")
        (team,) = await self.rows(select(kept.c.actor).where(kept.c.kind == "team"))
        return str(team.actor)

    async def invites(self, team: str, number: int) -> str:
        """What the link that Alex gets holds."""
        await self.taps(ALEX, f"coach:einladen:neu||{team}/trainee/{number}")
        return str([row for row in await self.outbox(ALEX) if row["kind"] == "invite"][-1]["payload"]["payload"])

    async def rows(self, statement: Any) -> list[Any]:
        def read(connection: Connection) -> list[Any]:
            return list(connection.execute(statement))

        return await self.store._database.read(read)
