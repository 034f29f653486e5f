"""Local time: quiet hours and the next day, over midnight and over the clock change."""

from datetime import UTC, datetime, time

import pytest

from flows.quiet import awake, is_quiet, next_day

EVENING, MORNING = time(20), time(8)


@pytest.mark.parametrize(
    ("at", "start", "end", "quiet"),
    [
        (time(7, 59), EVENING, MORNING, True),
        (time(8), EVENING, MORNING, False),
        (time(12), EVENING, MORNING, False),
        (time(20), EVENING, MORNING, True),
        (time(0), EVENING, MORNING, True),
        (time(13), time(12), time(14), True),
        (time(14), time(12), time(14), False),
        (time(3), time(12), time(14), False),
        (time(12), time(12), time(12), False),
        (time(0), time(0), time(0), False),
    ],
    ids=str,
)
def test_quiet_hours(at: time, start: time, end: time, quiet: bool) -> None:
    """Quiet hours begin inclusively, end exclusively, may span midnight; equal ends are none."""
    assert is_quiet(at, start, end) is quiet


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        pytest.param("Europe/Berlin", "2026-03-04T12:00", "2026-03-04T12:00", id="by day"),
        pytest.param("Europe/Berlin", "2026-03-04T21:00", "2026-03-05T07:00", id="in the evening"),
        pytest.param("Europe/Berlin", "2026-03-05T02:00", "2026-03-05T07:00", id="after midnight"),
        pytest.param("America/New_York", "2026-03-05T02:00", "2026-03-05T13:00", id="another zone"),
        pytest.param("Europe/Berlin", "2026-03-28T23:00", "2026-03-29T06:00", id="spring: the night is shorter"),
        pytest.param("Europe/Berlin", "2026-10-24T22:00", "2026-10-25T07:00", id="autumn: the night is longer"),
    ],
)
def test_awake(zone: str, moment: str, expected: str) -> None:
    """Whoever comes in the quiet hours waits for their end, in local time."""
    assert awake(utc(moment), zone, EVENING, MORNING) == utc(expected)


@pytest.mark.parametrize(
    ("moment", "at", "expected"),
    [
        pytest.param("2026-03-04T12:00", time(17, 30), "2026-03-05T16:30", id="winter"),
        pytest.param("2026-03-04T23:30", time(17, 30), "2026-03-06T16:30", id="it is tomorrow already"),
        pytest.param("2026-03-28T12:00", time(17, 30), "2026-03-29T15:30", id="the clock goes forward"),
        pytest.param("2026-03-28T12:00", time(2, 30), "2026-03-29T01:30", id="a time that is left out"),
        pytest.param("2026-10-24T12:00", time(2, 30), "2026-10-25T00:30", id="a time that comes twice"),
    ],
)
def test_next_day(moment: str, at: time, expected: str) -> None:
    """Tomorrow at a local time, whatever the clock does in between."""
    assert next_day(utc(moment), "Europe/Berlin", at) == utc(expected)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
