"""What the command `date` prints."""

import io
import json
from typing import Any

import pytest

from bot.cli import main

NOW = "2026-11-02T09:00+01:00"


@pytest.fixture
def dates(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command on bytes and gives what it printed, line by line."""

    def run(given: bytes, now: str = NOW) -> list[dict[str, Any]]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        assert main(["date", "--now", now]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]

    return run


@pytest.mark.parametrize(
    ("text", "when", "end", "ambiguous", "explained"),
    [
        ("am 15. November", "2026-11-15", None, False, False),
        ("morgen um halb drei", "2026-11-03T14:30:00+01:00", None, False, False),
        ("am 1. Juli um zehn", "2027-07-01T10:00:00+02:00", None, False, False),
        ("KW 48", "2026-11-23", "2026-11-29", False, False),
        ("Freitag 10-12 Uhr", "2026-11-06T10:00:00+01:00", "2026-11-06T12:00:00+01:00", False, False),
        ("um acht", "2026-11-02T20:00:00+01:00", None, True, True),
        ("jeden Freitag", "2026-11-06", None, False, True),
        ("31.2.", None, None, False, True),
        ("Frau Mai", None, None, False, True),
        ("", None, None, False, True),
    ],
    ids=["date", "time", "summer", "stretch", "hours", "ambiguous", "habit", "impossible", "name", "empty"],
)
def test_a_line_of_json_for_each_line(
    dates: Any, text: str, when: str | None, end: str | None, ambiguous: bool, explained: bool
) -> None:
    """A date without a clock time, with one a moment; a reason where there is something to say."""
    (row,) = dates(f"{text}\n".encode())
    assert isinstance(row.pop("reason"), str) is explained
    assert row == {"text": text, "when": when, "end": end, "ambiguous": ambiguous}


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        (b"", []),
        (b"heute", ["heute"]),
        (b"heute\n\nmorgen\n", ["heute", "", "morgen"]),
        (b"heute\r\nmorgen\r\n", ["heute", "morgen"]),
        ("\ufeffheute\n".encode(), ["heute"]),
        ("heute\u2028früh\x0b\n".encode(), ["heute\u2028früh\x0b"]),
        (b"heute fr\xfch\n", ["heute fr\ufffdh"]),
    ],
    ids=["nothing", "no end", "empty line", "windows", "byte order mark", "other breaks", "not UTF-8"],
)
def test_every_line_is_answered(dates: Any, given: bytes, texts: list[str]) -> None:
    """In order, so that what is printed can be laid beside what was given."""
    assert [row["text"] for row in dates(given)] == texts


def test_another_offset_stays_as_it_is(dates: Any) -> None:
    """Whoever is not on the German clock gets her own offset, in summer too."""
    (row,) = dates(b"am 1. Juli um zehn", now="2026-11-02T09:00-05:00")
    assert row["when"] == "2027-07-01T10:00:00-05:00"


@pytest.mark.parametrize(
    "now",
    ["gestern", "2026-11-02T09:00", "2026-13-01T09:00+01:00", "9999-12-31T09:00+01:00"],
    ids=["word", "naive", "month", "end of time"],
)
def test_a_moment_that_is_none_is_refused(now: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With what would be right."""
    with pytest.raises(SystemExit) as ended:
        main(["date", "--now", now])
    assert ended.value.code == 2
    assert "expected one such as 2026-11-02T09:00+01:00" in capsys.readouterr().err
