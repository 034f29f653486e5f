"""What `verkaufstrainer activity` promises."""

import io
import json
from typing import Any

import pytest

from bot.cli import main

NOW = "2026-11-02T09:00+01:00"


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str) -> list[dict[str, Any]]:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["activity", "--now", NOW]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_sentence_in_a_line_out(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line gets a line, an empty one too, so that what is printed can be laid beside what was given."""
    good, empty, bad = run(monkeypatch, capsys, "Morgen um zehn rufe ich Frau Keller an\n\nAkquisition erhöhen\n")
    reason = good.pop("reason")
    assert reason
    assert good == {
        "text": "Morgen um zehn rufe ich Frau Keller an",
        "suitable": True,
        "when": "2026-11-03T10:00:00+01:00",
        "whom": "Frau Keller",
        "what": "anrufen",
        "missing": [],
    }
    assert (empty["text"], empty["suitable"], empty["missing"]) == ("", False, ["wann", "wen", "was"])
    assert (bad["suitable"], bad["when"], bad["whom"]) == (False, None, None)
    assert bad["reason"] != empty["reason"]


def test_a_sentence_stays_as_it_was(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The text comes back letter by letter."""
    lines = ["  Mo 9 Uhr „Keller“ anrufen  ", "\t👍", "1" * 5000, "Montag und Frau Keller, " * 20_000]
    assert [row["text"] for row in run(monkeypatch, capsys, "\n".join(lines))] == lines
