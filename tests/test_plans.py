"""When assignments come and are due: weekly over the changes of the clock, reminders around due dates."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from flows.teams.deadlines import Why, moment_of, owed, upcoming
from flows.teams.recurrence import following
from flows.teams.work import Assignment, Part, Status, Terms
from tests.stage import shipped

BERLIN = ZoneInfo("Europe/Berlin")
MONDAYS_AT_NINE = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0"
SUNDAYS_IN_THE_GAP = "FREQ=WEEKLY;BYDAY=SU;BYHOUR=2;BYMINUTE=30;BYSECOND=0"
GIVEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = datetime(2026, 3, 9, 9, tzinfo=UTC)
EXERCISE = next(iter(shipped().exercises.values()))


def occurrences(rule: str, start: datetime, count: int) -> list[datetime]:
    found = []
    for _ in range(count):
        at = following(rule, "Europe/Berlin", start)
        assert at is not None
        found.append(at.astimezone(BERLIN))
        start = at
    return found


@pytest.mark.parametrize("start", [datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 10, 15, tzinfo=UTC)])
def test_a_weekly_time_is_kept_over_the_change_of_the_clock(start: datetime) -> None:
    found = occurrences(MONDAYS_AT_NINE, start, 4)
    assert {(at.weekday(), at.hour, at.minute) for at in found} == {(0, 9, 0)}
    assert {second.date() - first.date() for first, second in pairwise(found)} == {timedelta(days=7)}
    assert len({at.utcoffset() for at in found}) == 2


def test_a_time_the_change_leaves_out_comes_later_once() -> None:
    found = occurrences(SUNDAYS_IN_THE_GAP, datetime(2026, 3, 25, tzinfo=UTC), 2)
    assert [(at.day, at.hour, at.minute) for at in found] == [(29, 3, 30), (5, 2, 30)]


def test_a_time_that_comes_twice_comes_once() -> None:
    found = occurrences(SUNDAYS_IN_THE_GAP, datetime(2026, 10, 20, tzinfo=UTC), 2)
    assert [(at.day, at.hour, at.minute) for at in found] == [(25, 2, 30), (1, 2, 30)]


def test_a_rule_that_ends_has_no_next_time() -> None:
    assert following(f"{MONDAYS_AT_NINE};UNTIL=20260301T000000", "Europe/Berlin", GIVEN) is None


def assignment(due: datetime | None = DUE) -> Assignment:
    return Assignment(EXERCISE, Terms("Europe/Berlin", due), "Alex", "person:1", GIVEN)


@pytest.mark.parametrize(
    ("term", "ahead"),
    [
        (timedelta(days=7), timedelta(days=1)),
        (timedelta(days=3), timedelta(days=1)),
        (timedelta(days=1), timedelta(hours=8)),
        (timedelta(hours=3), timedelta(hours=1)),
        (timedelta(hours=2), None),
    ],
    ids=["a week", "three days", "a day", "three hours", "two hours"],
)
def test_the_first_reminder_leaves_time(term: timedelta, ahead: timedelta | None) -> None:
    due = GIVEN + term
    expected = None if ahead is None else due - ahead
    assert moment_of(Why.BEFORE, Part("a", "Kim"), assignment(due)) == expected


def test_without_a_due_date_nobody_is_reminded() -> None:
    parts = [Part("a", "Kim")]
    assert [upcoming(why, parts, assignment(None), GIVEN) for why in Why] == [None, None]


OPEN = Part("a", "Kim")
DAY_BEFORE = DUE - timedelta(days=1)


@pytest.mark.parametrize(
    ("part", "now", "why", "is_owed"),
    [
        (OPEN, DAY_BEFORE - timedelta(seconds=1), Why.BEFORE, False),
        (OPEN, DAY_BEFORE, Why.BEFORE, True),
        (replace(OPEN, status=Status.BEGUN), DAY_BEFORE, Why.BEFORE, True),
        (replace(OPEN, status=Status.NOT_YET), DAY_BEFORE, Why.BEFORE, False),
        (replace(OPEN, status=Status.IN_REVIEW), DAY_BEFORE, Why.BEFORE, False),
        (replace(OPEN, reminded=(DAY_BEFORE,)), DAY_BEFORE + timedelta(hours=1), Why.BEFORE, False),
        (replace(OPEN, reminded=(GIVEN,)), DAY_BEFORE, Why.BEFORE, True),
        (OPEN, DUE, Why.BEFORE, False),
        (OPEN, DUE, Why.AFTER, True),
        (replace(OPEN, reminded=(DAY_BEFORE,)), DUE, Why.AFTER, True),
        (replace(OPEN, reminded=(DUE,)), DUE + timedelta(days=3), Why.AFTER, False),
        (replace(OPEN, due=DUE + timedelta(days=2)), DUE, Why.AFTER, False),
        (replace(OPEN, due=DUE + timedelta(days=2)), DUE + timedelta(days=2), Why.AFTER, True),
        (replace(OPEN, status=Status.PASSED), DUE, Why.AFTER, False),
    ],
    ids=[
        "too early", "a day before", "begun", "handed in", "in review", "reminded before", "reminded long ago",
        "too late for it", "due", "due, reminded before", "reminded since", "her own date is ahead",
        "her own date is here", "passed",
    ],
)  # fmt: skip
def test_who_is_reminded(part: Part, now: datetime, why: Why, is_owed: bool) -> None:
    assert (owed(why, {"a/person:2": part}, assignment(), now) != {}) is is_owed


def test_the_next_reminder_is_that_of_whoever_comes_first() -> None:
    later = replace(OPEN, due=DUE + timedelta(days=5))
    assert upcoming(Why.AFTER, [later, OPEN], assignment(), GIVEN) == DUE
    assert upcoming(Why.AFTER, [later, OPEN], assignment(), DUE) == later.due
