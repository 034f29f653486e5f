"""Content as it was when a run was begun with it."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, or_, select

from bot.store.database import upsert
from bot.store.tables import actors, editions


def keep(connection: Connection, hash_: str, files: Mapping[str, str], now: datetime) -> None:
    """Keeps the files of an edition."""
    upsert(connection, editions, [{"hash": hash_, "files": json.dumps(files, ensure_ascii=False), "kept": now}])


def still_used(connection: Connection) -> dict[str, dict[str, str]]:
    """The editions some actor's open or last run was begun with."""
    used = select(actors.c.actor).where(
        or_(actors.c.edition == editions.c.hash, actors.c.last_edition == editions.c.hash)
    )
    rows = connection.execute(select(editions.c.hash, editions.c.files).where(used.exists()))
    return {hash_: json.loads(files) for hash_, files in rows}
