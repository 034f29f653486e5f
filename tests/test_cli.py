"""The command line finds its commands and speaks in sentences."""

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main
from bot.hindered import Hindered
from flows.fields import FaultyData


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`verkaufstrainer <command> --help` works for each."""
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"verkaufstrainer {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [[], ["sing"], ["run", "--loudly"], ["demo", "--port", "99999"]],
    ids=["nothing", "unknown", "option", "port"],
)
def test_a_wrong_command_line_ends_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The usage is shown, as every command line tool does."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: verkaufstrainer" in capsys.readouterr().err


def test_faults_of_the_settings_are_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each fault is a line, and the exit code is one."""
    monkeypatch.delenv("VERKAUFSTRAINER_TELEGRAM__TOKEN", raising=False)
    path = tmp_path / "config.toml"
    path.write_text("[sending]\nper_second = 0", encoding="utf-8")
    assert main(["run", "--config", str(path)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_settings_that_were_named_must_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody shall run with other settings than those meant."""
    assert main(["run", "--config", str(tmp_path / "confg.toml")]) == 1
    assert "confg.toml: there is no such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "complaint"),
    [
        (FaultyData(["a.toml: x is missing", "a.toml: y is 3"]), "a.toml: x is missing\na.toml: y is 3\n"),
        (Hindered("Telegram refuses the token."), "Telegram refuses the token.\n"),
        (
            FileNotFoundError(2, "No such file or directory", "answers.jsonl"),
            "answers.jsonl: No such file or directory\n",
        ),
        (ConnectionRefusedError("nobody listens"), "System: nobody listens\n"),
    ],
    ids=["data", "hindered", "file", "system"],
)
def test_mistakes_are_sentences(
    error: Exception, complaint: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a user can mend is said in a line; nobody sees a traceback for it."""
    monkeypatch.setattr("bot.check.command", _raising(error))
    assert main(["check", "a.toml"]) == 1
    assert capsys.readouterr().err == complaint


def _raising(error: Exception) -> Callable[[argparse.Namespace], int]:
    def command(arguments: argparse.Namespace) -> int:
        raise error

    return command
