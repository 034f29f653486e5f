"""What `evaluate --examples` promises."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

KNOWN = [
    {"question_id": "farbe", "answer": answer, "score": score}
    for answer, score in (
        *(("Rot.", 1), ("Die Farbe ist rot.", 1), ("Es ist ein helles Rot.", 0.75), ("Rot, glaube ich.", 1)),
        *(("Blau.", 0), ("Keine Ahnung.", 0), ("Morgen um acht.", 0), ("Grün oder gelb.", 0.25)),
    )
]
ASKED: dict[str, Any] = {"id": "a1", "question_id": "farbe", "answer": "Sie ist rot."}


def write(folder: Path, *lines: object, name: str = "examples.jsonl") -> str:
    path = folder / name
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return str(path)


def graded(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_for_each_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Examples and answers may stand in any order; answers come back in theirs, each with a score and a level."""
    first, last = ASKED, ASKED | {"id": 2, "answer": "Weiß nicht."}
    assert main(["evaluate", "--examples", write(tmp_path, first, *KNOWN, last)]) == 0
    red, unknown = graded(capsys)
    assert red.keys() == {"id", "question_id", "score", "level", "confidence"}
    assert (red["id"], unknown["id"]) == ("a1", 2)
    assert 1 >= red["score"] > unknown["score"] >= 0
    assert {red["level"], unknown["level"]} <= {0, 1, 2, None}


@pytest.mark.parametrize("answer", ["", None, " \n"], ids=["empty", "null", "blank"])
def test_no_answer(answer: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An answer may be missing, in an example too; it earns nothing."""
    example = KNOWN[0] | {"answer": answer, "score": 0}
    assert main(["evaluate", "--examples", write(tmp_path, example, *KNOWN, ASKED | {"answer": answer})]) == 0
    (line,) = graded(capsys)
    assert (line["score"], line["level"]) == (0, 0)


def test_a_score_makes_an_example(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line with both id and score teaches; with a score of null it asks. What else stands in a line is let be."""
    both, asked = ASKED | {"score": 1, "coach": "kim"}, ASKED | {"id": "a2", "score": None, "n": [1]}
    assert main(["evaluate", "--examples", write(tmp_path, *KNOWN, both, asked)]) == 0
    (line,) = graded(capsys)
    assert (line["id"], line["level"]) == ("a2", 2)


def test_a_question_without_examples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is known, so nothing is decided; examples of other questions change nothing."""
    assert main(["evaluate", "--examples", write(tmp_path, *KNOWN, ASKED | {"question_id": "form"})]) == 0
    (line,) = graded(capsys)
    assert (line["score"], line["level"]) == (0.5, None)


def test_answers_from_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Answers may stand in a file of their own or come from standard input; scores they bring along teach nothing."""
    known, asked = write(tmp_path, *KNOWN), ASKED | {"score": 0}
    assert main(["evaluate", "--examples", known, write(tmp_path, asked, name="asked.jsonl")]) == 0
    from_file = graded(capsys)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(asked).encode())))
    assert main(["evaluate", "--examples", known]) == 0
    assert graded(capsys) == from_file
    assert from_file[0]["score"] > 0.5


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("{", "truncated", id="not-json"),
        pytest.param({"id": "x", "answer": "Rot."}, "question_id", id="no-question"),
        pytest.param({"id": "x", "question_id": "farbe"}, "answer", id="no-answer"),
        pytest.param({"question_id": "farbe", "answer": "Rot."}, "neither score nor id", id="neither"),
        pytest.param(KNOWN[0] | {"score": 1.5}, "<= 1.0", id="too-high"),
        pytest.param(KNOWN[0] | {"score": -0.1}, ">= 0.0", id="too-low"),
        pytest.param(KNOWN[0] | {"score": "1"}, "float", id="score-as-text"),
        pytest.param(KNOWN[0] | {"score": True}, "float", id="score-as-truth"),
        pytest.param(ASKED | {"answer": ["Rot."]}, "str", id="answer-as-list"),
    ],
)
def test_faulty_lines(line: object, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every faulty line is named with its number, what is good is graded all the same, and the exit code is 1."""
    assert main(["evaluate", "--examples", write(tmp_path, line, *KNOWN, "", ASKED, line)]) == 1
    output = capsys.readouterr()
    first, second = output.err.splitlines()
    assert first.startswith("line 1: ")
    assert second.startswith(f"line {len(KNOWN) + 4}: ")
    assert says in first
    assert [json.loads(line)["id"] for line in output.out.splitlines()] == ["a1"]


def test_twice_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither chance nor the order of examples has a say."""
    assert main(["evaluate", "--examples", write(tmp_path, *KNOWN, ASKED)]) == 0
    once = graded(capsys)
    assert main(["evaluate", "--examples", write(tmp_path, ASKED, *reversed(KNOWN))]) == 0
    assert graded(capsys) == once


def test_the_lines_in_the_docs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What coaches copy from there is read."""
    page = (Path(__file__).parents[1] / "docs" / "bewertung.md").read_text("utf-8")
    (lines,) = re.findall(r"```jsonl\n(.*?)```", page, re.DOTALL)
    assert main(["evaluate", "--examples", write(tmp_path, *lines.splitlines())]) == 0
    assert [line["id"] for line in graded(capsys)] == ["1"]


def test_no_such_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--examples", str(tmp_path / "none.jsonl")]) == 1
    assert "No such file" in capsys.readouterr().err
