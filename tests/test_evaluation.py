"""What `score` and `evaluate` promise."""

import io
import json
import re
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.evaluation import evaluate_command, evaluate_options, score_command, score_options

ROOT = Path(__file__).parent.parent
LINE = {
    "id": "a1",
    "phase": "kundensituation",
    "task": "Frau Ott sagt: „Das Lager ist voll.“ Du verkaufst Regale.",
    "answer": "Wie viele Paletten stehen denn im Lager?",
}
Command = tuple[Callable[[ArgumentParser], None], Callable[[Any], int]]
SCORE: Command = (score_options, score_command)
EVALUATE: Command = (evaluate_options, evaluate_command)


def run(command: Command, *words: str) -> int:
    options, execute = command
    parser = ArgumentParser()
    options(parser)
    return execute(parser.parse_args(words))


def write(folder: Path, *lines: object) -> str:
    path = folder / "answers.jsonl"
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return str(path)


def test_a_line_in_a_line_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each answer gives a line with its id, its phase, three items and flags."""
    assert run(SCORE, write(tmp_path, LINE, LINE | {"id": "a2"})) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["id"], second["id"], first["phase"]) == ("a1", "a2", "kundensituation")
    assert first.keys() == {"id", "phase", "items", "flags"}
    assert [item["item"] for item in first["items"]] == [f"kundensituation.{number}" for number in (1, 2, 3)]
    assert first["items"][1].keys() == {"item", "level", "best_guess", "confidence", "evidence", "reason"}
    assert first["items"][1]["evidence"] in LINE["answer"]


def test_answers_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a file, answers are read from standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(LINE).encode())))
    assert run(SCORE) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a1"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("no JSON", "malformed", id="not-json"),
        pytest.param(LINE | {"phase": "plaudern"}, "phase is 'plaudern'", id="unknown-phase"),
        pytest.param({"id": "x", "phase": "bindung", "task": ""}, "answer", id="missing-key"),
        pytest.param(LINE | {"answer": 3}, "Expected `str`", id="wrong-type"),
    ],
)
def test_faulty_lines(line: object, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A faulty line is named with its number; the others are scored; the exit code is 1."""
    assert run(SCORE, write(tmp_path, LINE, line, LINE)) == 1
    output = capsys.readouterr()
    assert len(output.out.splitlines()) == 2
    assert output.err.startswith("line 2: ")
    assert says in output.err


@pytest.mark.parametrize("labels", [[0, 1], [0, 1, 3], ["0", "1", "2"], None])
def test_faulty_labels(labels: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Labels are three whole numbers from 0 to 2."""
    assert run(EVALUATE, write(tmp_path, LINE | {"labels": labels}, LINE | {"labels": [0, 2, 1]})) == 1
    assert capsys.readouterr().err.startswith("line 1: ")


def test_figures_as_a_table_and_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table has a line per phase, per item and for all; `--json` says the same."""
    file = write(tmp_path, LINE | {"labels": [0, 2, 1]}, LINE | {"labels": [0, 2, 1], "phase": "bindung"})
    assert run(EVALUATE, file) == 0
    table = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in table] == [
        *("phase", "kundensituation", "kundensituation.1", "kundensituation.2", "kundensituation.3"),
        *("bindung", "bindung.1", "bindung.2", "bindung.3", "gesamt"),
    ]
    assert run(EVALUATE, file, "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert [row["phase"] for row in figures] == ["kundensituation", "bindung", "gesamt"]
    assert list(figures[1]["items"]) == ["bindung.1", "bindung.2", "bindung.3"]
    assert list(figures[2]["items"]) == [*figures[0]["items"], *figures[1]["items"]]
    assert figures[2]["answers"] == 2


def test_lines_may_say_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both commands take lines with author, task id, labels and respect alike."""
    file = write(tmp_path, LINE | {"labels": [0, 2, 1], "respekt": False, "task_id": "k-7", "author": "kim"})
    assert run(SCORE, file) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a1"
    assert run(EVALUATE, file) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("respekt: recall – (0 of 0)")


def test_nothing_to_evaluate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No answers give no kappa, and no failure."""
    assert run(EVALUATE, write(tmp_path, "")) == 0
    assert "–" in capsys.readouterr().out


def test_a_page_beside_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--report` writes the page, into a folder it makes if need be, and leaves what is printed as it is."""
    file, page = write(tmp_path, LINE | {"labels": [0, 2, 1]}), tmp_path / "new" / "report.html"
    run(EVALUATE, file, "--json")
    alone = capsys.readouterr().out
    assert run(EVALUATE, file, "--json", "--report", str(page)) == 0
    assert capsys.readouterr().out == alone
    assert "Grundlage: 1 Antwort zu 1 Aufgabe" in page.read_text("utf-8")


def test_the_page_of_faulty_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page is written of the good lines, and the exit code still tells of the faulty one."""
    page = tmp_path / "report.html"
    assert run(EVALUATE, write(tmp_path, "no JSON", LINE | {"labels": [0, 2, 1]}), "--report", str(page)) == 1
    assert capsys.readouterr().err.startswith("line 1: ")
    assert "Grundlage: 1 Antwort zu 1 Aufgabe" in page.read_text("utf-8")


def test_the_line_in_the_docs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What coaches copy from there is read, respect included."""
    (line,) = re.findall(r"```json\n(.*?)\n```", (ROOT / "docs" / "bewertung.md").read_text("utf-8"), re.DOTALL)
    assert run(EVALUATE, write(tmp_path, line), "--json") == 0
    overall = json.loads(capsys.readouterr().out)[-1]
    assert (overall["answers"], overall["respekt"]["answers"]) == (1, 1)


def test_a_page_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence says so; the figures were printed all the same."""
    file = write(tmp_path, LINE | {"labels": [0, 2, 1]})
    assert main(["evaluate", file, "--report", str(tmp_path)]) == 1
    output = capsys.readouterr()
    assert "gesamt" in output.out
    assert output.err == f"{tmp_path}: Is a directory\n"
