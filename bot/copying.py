"""`verkaufstrainer copy-database`, `backup` and `restore`: all the data somewhere else, counted afterwards."""

import asyncio
import os
import shutil
import sqlite3
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.clock import Clock
from bot.config import load
from bot.hindered import Hindered
from bot.place import alone, file_of, place, usable
from bot.store import copying
from bot.store.copying import Copied, Miscounted
from bot.store.database import Database, connect
from bot.store.locks import is_running
from bot.store.upgrade import NewerDatabase, is_current, upgrade

SETTINGS = Path("config.toml")
KINDS = ("sqlite", "postgresql")


def copy_options(parser: ArgumentParser) -> None:
    """What `copy-database` takes."""
    parser.add_argument("source", metavar="FROM", help="sqlite:///FILE or postgresql://…")
    parser.add_argument("target", metavar="TO", help="an empty one: sqlite:///FILE or postgresql://…")


def copy_command(arguments: Namespace) -> int:
    """Copies while the bot stands still."""
    for url in (arguments.source, arguments.target):
        _check_address(url)
    if make_url(arguments.source) == make_url(arguments.target):
        raise Hindered("FROM and TO are the same database; expected two")
    _print(asyncio.run(_copy(arguments.source, arguments.target, replace=False)))
    return 0


def backup_options(parser: ArgumentParser) -> None:
    """What `backup` takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the new file, an SQLite database")
    parser.add_argument("--config", type=Path, default=SETTINGS, help=f"settings (default: {SETTINGS})")


def backup_command(arguments: Namespace) -> int:
    """Copies the data as they are at one moment; the bot may run meanwhile."""
    if arguments.file.exists():
        raise Hindered(f"{arguments.file} already exists; expected the name of a new file")
    counted = asyncio.run(_back_up(load(arguments.config, os.environ).database, arguments.file))
    _print(counted)
    print(f"{arguments.file} is complete and undamaged.")  # noqa: T201 - the command line prints
    return 0


def restore_options(parser: ArgumentParser) -> None:
    """What `restore` takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what `backup` wrote")
    parser.add_argument("--config", type=Path, default=SETTINGS, help=f"settings (default: {SETTINGS})")
    parser.add_argument("--force", action="store_true", help="replace what is there; that is kept beside")


def restore_command(arguments: Namespace) -> int:
    """Puts a backup in the place of the data, while the bot stands still."""
    url = load(arguments.config, os.environ).database
    with usable(f"sqlite:///{arguments.file}"):
        counted = _counts(arguments.file)
    if file := file_of(url):
        kept = _replace(url, file, arguments.file, force=arguments.force)
        _print([Copied(name, number, number) for name, number in counted.items()])
    else:
        kept = asyncio.run(_refill(url, arguments.file, force=arguments.force))
    if kept:
        print(f"What was there is kept as {kept}.")  # noqa: T201 - the command line prints
    print(f"{place(url)} holds what {arguments.file} holds.")  # noqa: T201 - the command line prints
    return 0


async def _copy(source: str, target: str, *, replace: bool) -> list[Copied]:
    """All of `source` in place of what `target` holds, which must be nothing unless it may be replaced."""
    async with _opened(source, new=False) as origin, _opened(target, new=True) as goal:
        if not replace and (rows := await _rows(goal)):
            raise Hindered(f"{place(target)} already holds {rows:,} rows; expected an empty database")
        for database in (origin, goal):
            async with database.unhurried() as units:
                await units.write(upgrade)
        async with origin.whole() as reading, goal.whole() as writing:
            if replace:
                await writing.write(copying.empty)
            return await copying.copy(reading, writing)


@asynccontextmanager
async def _opened(url: str, *, new: bool) -> AsyncIterator[Database]:
    """A database that no bot works on; Hindered says what is in the way."""
    file = file_of(url)
    if file and not new and not file.exists():
        raise Hindered(f"{file}: there is no such file")
    async with AsyncExitStack() as stack:
        stack.enter_context(usable(url))
        stack.enter_context(alone(url))
        database = connect(url)
        stack.push_async_callback(database.close)
        if await database.read(is_running):
            raise Hindered(f"The bot runs with {place(url)}. Stop all its processes first.")
        try:
            yield database
        except (NewerDatabase, Miscounted) as error:
            raise Hindered(str(error)) from error


async def _back_up(url: str, file: Path) -> list[Copied]:
    """Under another name until it is complete, so that half a backup is never taken for one."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        with usable(url):
            counted = _photograph(source, part) if (source := file_of(url)) else await _gather(url, part)
        with usable(f"sqlite:///{part}"):
            if _counts(part) != {each.table: each.source for each in counted}:
                raise Hindered(f"{part} does not hold what was copied. Try again, elsewhere.")
        part.replace(file)
    finally:
        for suffix in ("", "-wal", "-shm"):
            part.with_name(f"{part.name}{suffix}").unlink(missing_ok=True)
    return counted


def _photograph(source: Path, part: Path) -> list[Copied]:
    """SQLite's own way: what others write meanwhile is not in it."""
    if not source.exists():
        raise Hindered(f"{source}: there is no such file")
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(part)) as copy:
        origin.execute("BEGIN")
        counted = _count(origin)
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode = delete")
    return [Copied(name, number, number) for name, number in counted.items()]


async def _gather(url: str, part: Path) -> list[Copied]:
    """Row by row out of PostgreSQL, all as it was at the begin."""
    origin, copy = connect(url), connect(f"sqlite:///{part}")
    try:
        if not await origin.read(is_current):
            raise Hindered(f"{place(url)} was last used by an older version; start the bot once before the backup.")
        await copy.write(upgrade)
        async with origin.whole() as reading, copy.whole() as writing:
            return await copying.copy(reading, writing)
    except (NewerDatabase, Miscounted) as error:
        raise Hindered(str(error)) from error
    finally:
        await copy.close()
        await origin.close()


def _replace(url: str, file: Path, backup: Path, *, force: bool) -> Path | None:
    """The backup in one step in the place of `file`; returns where that is kept, if there was one."""
    with usable(url), alone(url):
        there = file.exists()
        if there and not force:
            raise Hindered(f"{file} already exists. To replace it, and keep it beside: --force")
        part = file.with_name(f"{file.name}.part")
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(backup)) as origin, closing(sqlite3.connect(part)) as copy:
            origin.backup(copy)
        kept = file.with_name(f"{file.name}.{_stamp()}") if there else None
        if kept:
            _set_aside(file, kept)
        part.replace(file)
        return kept


def _set_aside(file: Path, kept: Path) -> None:
    """Keeps `file` under another name too, with all that was written to it."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as old:  # a damaged one is kept as it is
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy2(file, kept)
    for suffix in ("-wal", "-shm"):
        beside = file.with_name(f"{file.name}{suffix}")
        if beside.exists():
            beside.replace(kept.with_name(f"{kept.name}{suffix}"))


async def _refill(url: str, backup: Path, *, force: bool) -> Path | None:
    """The rows of the backup in the place of those in PostgreSQL; returns where these are kept, if there were some."""
    async with _opened(url, new=True) as database:
        rows = await _rows(database)
    if rows and not force:
        raise Hindered(f"{place(url)} holds {rows:,} rows. To replace them, and keep them in a file: --force")
    kept = backup.with_name(f"{backup.name}.{_stamp()}") if rows else None
    if kept:
        await _back_up(url, kept)
    with TemporaryDirectory() as folder:  # an older backup is brought up to date, but not the file itself
        _print(await _copy(f"sqlite:///{shutil.copy(backup, folder)}", url, replace=True))
    return kept


async def _rows(database: Database) -> int:
    async with database.unhurried() as units:
        return await units.read(copying.rows_in)


def _stamp() -> str:
    return f"before-restore-{Clock().now():%Y%m%dT%H%M%S}"


def _counts(file: Path) -> dict[str, int]:
    """How many rows each table of an undamaged file of ours holds; Hindered says if it is none."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise Hindered(f"{file} is damaged: {verdict}")
        counted = _count(connection)
    if not counted:
        raise Hindered(f"{file} is no backup: none of our tables is in it")
    return counted


def _count(connection: sqlite3.Connection) -> dict[str, int]:
    """Of those of our tables that are there: an older version had fewer."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {
        table.name: connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]
        for table in copying.TABLES
        if table.name in there
    }


def _check_address(url: str) -> None:
    try:
        known = make_url(url).get_backend_name() in KINDS
    except ArgumentError:
        known = False
    if not known:
        raise Hindered(f"{url!r} is no address of a database; expected sqlite:///FILE or postgresql://…")


def _print(copied: Sequence[Copied]) -> None:
    print(f"{'table':16}{'from':>12}{'to':>12}")  # noqa: T201 - the command line prints
    for each in copied:
        print(f"{each.table:16}{each.source:12,}{each.target:12,}")  # noqa: T201 - the command line prints
