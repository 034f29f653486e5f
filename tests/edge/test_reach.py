"""The program keeps to itself: it talks to Telegram alone, writes where it may, and ends when it is told to."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.simulator import Simulator
from tests.edge.test_discretion import play

pytestmark = pytest.mark.timeout(300)  # several starts of the whole program
PATIENCE = 100.0  # seconds for a start on a busy machine


@asynccontextmanager
async def process(folder: Path, simulator: Simulator) -> AsyncIterator[asyncio.subprocess.Process]:
    """`verkaufstrainer run`, watched, in a folder of its own."""
    settings = {"TOKEN": simulator.token, "BASE_URL": simulator.url}
    environment = {
        **os.environ,
        **{f"VERKAUFSTRAINER_TELEGRAM__{key}": value for key, value in settings.items()},
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(folder / "home"),
        "MPLCONFIGDIR": str(folder / "home"),
    }
    command = (sys.executable, "-m", "tests.watched", str(folder / "reach.jsonl"), "run")
    started = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


def reached(folder: Path) -> dict[str, set[str]]:
    """What was reached for, by kind."""
    lines = [json.loads(line) for line in (folder / "reach.jsonl").read_text("utf-8").splitlines()]
    return {kind: {line[-1] for line in lines if line[0] == kind} for kind in ("connect", "lookup", "write", "run")}


async def test_a_whole_session_reaches_for_telegram_alone(tmp_path: Path) -> None:
    """No other address, no other name, no file outside its folder, no other program."""
    async with Simulator() as simulator, process(tmp_path, simulator) as started:
        kim = simulator.person(7, "Kim")
        kim.starts()
        await kim.reply(PATIENCE)
        await play(kim)
        here = urlsplit(simulator.url)
        started.terminate()
        _, log = await started.communicate()
    assert (started.returncode, list(simulator.violations)) == (0, []), log.decode()[-2000:]
    seen = reached(tmp_path)
    assert seen["connect"] == {str((here.hostname, here.port))}
    assert seen["lookup"] <= {here.hostname}
    assert {path for path in seen["write"] if not path.startswith((str(tmp_path), "/tmp/", "/dev/null"))} == set()
    assert any(path.endswith("verkaufstrainer.sqlite3") for path in seen["write"]), "it was watched"
    assert seen["run"] == set()


async def test_it_ends_though_telegram_does_not_answer(tmp_path: Path) -> None:
    """A call under way is given up after a while; its message is not lost and follows after the next start."""
    async with Simulator() as simulator:
        kim = simulator.person(7, "Kim")
        async with process(tmp_path, simulator) as started:
            simulator.fail("sendMessage", status=500, delay=3600)
            kim.starts()
            async with asyncio.timeout(PATIENCE):
                await simulator.called("sendMessage")
            started.terminate()
            _, log = await started.communicate()
        assert (started.returncode, b"Stopped" in log) == (0, True), log.decode()[-2000:]
        assert kim.unread == []
        async with process(tmp_path, simulator):
            assert "Verkaufstrainer" in (await kim.reply(PATIENCE)).text
