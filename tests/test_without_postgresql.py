"""The default install has no driver for PostgreSQL: nothing misses it until somebody names a PostgreSQL."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

WITHOUT = """
import sys
for name in ("asyncpg", "greenlet"):
    sys.modules[name] = None  # as if it were not installed
from bot.cli import main
raise SystemExit(main())
"""
SERVER = "postgresql://kim:geheim@db.example.com/training"
SETTINGS = """
[telegram]
token = "123456789:AAE-abc_def-0123456789"
base_url = "http://127.0.0.1:9"
[database]
url = "{url}"
"""


async def program(folder: Path, *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", WITHOUT, *words),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def said(folder: Path, *words: str) -> tuple[int | None, str]:
    """How a command ended, and what it said."""
    process = await program(folder, *words)
    output, _ = await process.communicate()
    return process.returncode, output.decode()


async def test_the_demo_runs(tmp_path: Path) -> None:
    process = await program(tmp_path, "demo", "--folder", str(tmp_path / "demo"), "--port", "0")
    assert process.stdout
    assert b"http://" in await process.stdout.readline()
    process.send_signal(signal.SIGINT)
    await process.communicate()
    assert process.returncode == 0


async def test_the_doctor_looks_at_a_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(SETTINGS.format(url=f"sqlite:///{tmp_path / 'bot.sqlite3'}"))
    _, output = await said(tmp_path, "doctor")
    assert "✓ database" in output


@pytest.mark.parametrize("words", [("run",), ("parked",), ("backup", "copy.sqlite3"), ("doctor",)], ids=" ".join)
async def test_a_postgresql_without_its_driver_is_a_sentence(words: tuple[str, ...], tmp_path: Path) -> None:
    """What was given, what is missing, and the command; neither a traceback nor the password."""
    (tmp_path / "config.toml").write_text(SETTINGS.format(url=SERVER))
    code, output = await said(tmp_path, *words)
    assert code == 1
    assert "postgresql://kim:***@db.example.com/training needs the package asyncpg, which is not installed" in output
    assert "pip install 'verkaufstrainer[postgresql]'" in output
    assert "Traceback" not in output
    assert "geheim" not in output
