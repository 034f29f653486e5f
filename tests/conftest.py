"""Databases and clocks for all tests. What is tested on a store is tested on a real SQLite and a real PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Connection, inspect, text

from bot.clock import Clock
from bot.store.database import connect
from bot.store.store import Store
from tests.servers import server

settings.register_profile("suite", deadline=None)  # how long an example takes is the business of tests/benchmarks
settings.load_profile("suite")


class StillClock(Clock):
    """A clock that stands until it is moved."""

    def now(self) -> datetime:
        """A Wednesday morning, and as much later as the clock was moved."""
        return datetime(2026, 3, 4, 9, 0, tzinfo=UTC) + self._ahead


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL, started once."""
    with server(tmp_path_factory.mktemp("postgresql"), careless=True) as running:
        yield running.get_uri()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite3'}"
    return await emptied(str(request.getfixturevalue("postgresql")))


@pytest.fixture
async def postgresql_url(postgresql: str) -> str:
    """The address of an empty PostgreSQL."""
    return await emptied(postgresql)


async def emptied(url: str) -> str:
    """The same address, without tables."""
    database = connect(url)
    await database.write(_drop_tables)
    await database.close()
    return url


def _drop_tables(connection: Connection) -> None:
    for table in inspect(connection).get_table_names():
        connection.execute(text(f'DROP TABLE "{table}" CASCADE'))


@pytest.fixture
async def store(database_url: str, clock: StillClock) -> AsyncIterator[Store]:
    """An empty store, once on each kind of database."""
    store = await Store.open(database_url, clock)
    yield store
    await store.close()


@pytest.fixture
async def sqlite_store(tmp_path: Path, clock: StillClock) -> AsyncIterator[Store]:
    """An empty store on SQLite."""
    store = await Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}", clock)
    yield store
    await store.close()
