"""The house rules that no linter knows: imports run one way, and the flows know nothing of the outside."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMPUTING = {
    "dateutil",
    "icalendar",
    "jinja2",
    "msgspec",
    "numpy",
    "openpyxl",
    "rapidfuzz",
    "snowballstemmer",
    "text_to_num",
    "transitions",
    "tzdata",
}
OUTSIDE = {
    "asyncio", "bot", "http", "importlib", "logging", "multiprocessing", "os", "prompts", "shutil", "socket",
    "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "urllib",
}  # fmt: skip


def imported(path: Path) -> set[str]:
    """The top-level names of everything `path` imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("path", sorted((ROOT / "flows").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_flows_know_nothing_of_the_outside(path: Path) -> None:
    """From the standard library only what computes; from elsewhere only libraries that compute."""
    names = imported(path)
    assert names.isdisjoint(OUTSIDE)
    assert {name for name in names if name not in sys.stdlib_module_names} <= COMPUTING | {"flows"}


@pytest.mark.parametrize("path", sorted((ROOT / "flows").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_flows_ask_no_clock_and_open_no_file(path: Path) -> None:
    calls = {
        ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    }
    assert calls.isdisjoint(
        {"open", "print", "input", "datetime.now", "datetime.utcnow", "date.today", "random.random"}
    )
    assert not any(call.endswith((".read_text", ".write_text", ".read_bytes", ".write_bytes")) for call in calls)


def test_the_prompts_are_only_text() -> None:
    assert imported(ROOT / "prompts" / "__init__.py") == set()


def test_one_module_knows_the_driver_of_postgresql() -> None:
    """It is an extra; the rest works where it is not installed."""
    users = {path.stem for path in (ROOT / "bot").rglob("*.py") if imported(path) & {"asyncpg", "greenlet"}}
    assert users == {"postgresql"}


def test_the_program_needs_no_test() -> None:
    used = {name for folder in ("bot", "flows") for path in (ROOT / folder).rglob("*.py") for name in imported(path)}
    assert used.isdisjoint({"tests", "pytest", "hypothesis", "playwright"})
