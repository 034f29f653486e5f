"""The readme says what is true: its diagrams, its settings and its commands are the program's."""

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_diagrams_are_those_of_the_code() -> None:
    printed = io.StringIO()
    with redirect_stdout(printed):
        assert main(["diagram"]) == 0
    shown = README.partition("<!-- diagram -->")[2].partition("<!-- /diagram -->")[0]
    assert shown.strip() == printed.getvalue().strip(), "Paste the output of `verkaufstrainer diagram` into the readme."


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"`(verkaufstrainer )?{name}\b", README)


def test_every_setting_of_the_example_is_in_the_readme() -> None:
    """And the readme names none that the example lacks."""
    section, settings = "", set()
    for line in (ROOT / "config.example.toml").read_text("utf-8").splitlines():
        if header := re.match(r"#? ?\[([a-z.]+)\]", line):
            section = header.group(1)
        elif setting := re.match(r"#? ?([a-z_]+) = ", line):
            settings.add(f"{section}.{setting.group(1)}")
    rows = re.findall(r"^\| `([a-z._]+)`(?:, `\.([a-z]+)`)? \|", README, re.MULTILINE)
    named = {name for name, _ in rows} | {f"{name.rpartition('.')[0]}.{other}" for name, other in rows if other}
    assert named == settings


def test_the_checks_run_the_readmes_test_command() -> None:
    """`.ci/run` finds exactly one command to run the tests with."""
    assert len(re.findall(r"^python3 -m venv .*pytest.*$", README, re.MULTILINE)) == 1
