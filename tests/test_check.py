"""`verkaufstrainer check FILE…`."""

import re
from argparse import ArgumentParser
from importlib.resources import files
from pathlib import Path

import pytest
from msgspec import Struct

from bot.check import command, options
from flows.course import Course, Customer, DossierEntry, Objection, PhaseScript, Scenario

GUIDE = Path(__file__).parent.parent / "docs" / "szenarien.md"
CONTENT = Path(str(files("flows.content") / "de"))


def check(*paths: Path) -> int:
    parser = ArgumentParser()
    options(parser)
    return command(parser.parse_args([str(path) for path in paths]))


def test_what_is_shipped_is_ok(capsys: pytest.CaptureFixture[str]) -> None:
    """Courses and scenarios without fault get a line each, and the exit code is 0."""
    paths = sorted([*CONTENT.glob("courses/*.toml"), *CONTENT.glob("scenarios/*.toml")])
    assert check(*paths) == 0
    assert capsys.readouterr().out.splitlines() == [f"{path}: OK" for path in paths]


def test_every_fault_of_every_file_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A good file among faulty ones is still called OK; the exit code is 1."""
    course, good = tmp_path / "kurz.toml", CONTENT / "courses" / "kompakt.toml"
    course.write_text('title = ""\nroad = ["smalltalk"]\n', "utf-8")
    assert check(course, good) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[1] for line in lines] == ["title", "description", "road", "OK"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(None, "cannot be read: No such file or directory", id="missing"),
        pytest.param("Grüße".encode("latin-1"), "is not UTF-8: byte 2 is 0xfc", id="latin-1"),
        pytest.param(b"title = ", "is not TOML: ", id="syntax"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    content: bytes | None, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing, wrongly encoded or broken: a sentence, no traceback."""
    path = tmp_path / "meine.toml"
    if content is not None:
        path.write_bytes(content)
    assert check(path) == 1
    assert capsys.readouterr().out.startswith(f"{path}: {sentence}")


@pytest.mark.parametrize("part", [Scenario, Customer, DossierEntry, Objection, PhaseScript, Course])
def test_the_guide_explains_every_key(part: type[Struct]) -> None:
    """Whoever writes a scenario finds each key of the format in the guide."""
    guide = GUIDE.read_text("utf-8")
    assert [key for key in part.__struct_fields__ if not re.search(rf"\b{key}\b", guide)] == []
