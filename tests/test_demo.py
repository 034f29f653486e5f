"""The demo starts with nothing but Python, keeps to itself, and goes on where it was stopped."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from bot.clock import Clock
from bot.demo import empty, locked, started
from bot.hindered import Hindered
from bot.simulator import Simulator
from tests.phone import FarPhone, followed

COMMAND = (sys.executable, "-c", "import sys; from bot.cli import main; sys.exit(main())", "demo")
KIM = 1001


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[FarPhone]:
    """Kim's phone in a demo in a process of its own, which ends as Ctrl-C ends it."""
    command = (*COMMAND, "--folder", str(folder), "--port", "0")
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().split()[-1]
    async with followed(url) as simulator:
        yield FarPhone(simulator, KIM)
        assert await simulator.violations() == []
    process.send_signal(signal.SIGINT)
    assert await process.wait() == 0


async def test_the_demo_answers_and_goes_on_after_a_restart(tmp_path: Path) -> None:
    """The chat is still there, and so is what the bot knows of it."""
    async with demo(tmp_path) as kim:
        await kim.starts()
        welcome = await kim.reply()
        await kim.taps("Einverstanden")
        await kim.reply()
    async with demo(tmp_path) as kim:
        assert welcome["text"] in [message["text"] for message in kim.messages]
        await kim.says("Kim")
        assert "Kim" in (await kim.reply())["text"]


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    """The second is told so; after the first has ended the folder is free."""
    with locked(tmp_path), pytest.raises(Hindered, match="A demo is already running"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


def test_beginning_anew_touches_no_file_of_others(tmp_path: Path) -> None:
    """Only what the demo itself has written goes."""
    for name in ("verkaufstrainer.sqlite3", "verkaufstrainer.sqlite3-wal", "phones.msgpack", "brief.txt"):
        (tmp_path / name).touch()
    empty(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["brief.txt"]


async def test_a_port_that_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual one gives way to a free one; one that was asked for does not."""
    async with await started(Clock(), tmp_path, 0) as first:
        taken = int(first.url.rpartition(":")[2])
        monkeypatch.setattr("bot.demo.PORT", taken)
        async with await started(Clock(), tmp_path, None) as second:
            assert second.url != first.url
        with pytest.raises(Hindered, match=f"Port {taken} cannot be used"):
            await started(Clock(), tmp_path, taken)


async def test_a_folder_of_another_version_is_told(tmp_path: Path) -> None:
    """With the way out."""
    (tmp_path / Simulator.FILE).write_bytes(msgspec.msgpack.encode({"people": "nobody"}))
    with pytest.raises(Hindered, match=r"cannot be read: .*Begin anew with --fresh\."):
        await started(Clock(), tmp_path, 0)
