"""The cards: what opens them, when they are due, and that they rest in the end."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.quiet import next_time, on_day
from flows.repetition.cards import INTERVALS, MOST, Card, answered, due, missed, next_day, next_wording

TODAY = date(2026, 3, 4)
LEVELS = st.sampled_from([0, 1, 2, None])


@given(st.lists(LEVELS, max_size=20))
def test_a_card_is_never_due_on_the_day_it_was_asked(levels: list[int | None]) -> None:
    """And it rests only after going well as often as there are intervals."""
    card, day, well = missed(Card(), TODAY), TODAY, 0
    for level in levels:
        day = card.due or day
        card = answered(card, level, day)
        well = well + 1 if level == 2 else 0 if level == 0 else well
        assert card.due is None or card.due > day
        assert (card.due is None) == (well == len(INTERVALS))
        if card.due is None:
            break


@given(st.integers(1, 9), st.integers(0, 99), st.lists(st.none(), max_size=20))
def test_wordings_come_in_turn(count: int, start: int, turns: list[None]) -> None:
    """None twice in a row where there are two, and all before the first comes again."""
    seen: list[int] = []
    last = None
    for _ in turns:
        last = next_wording(last, count, start)
        seen.append(last)
    assert all(0 <= wording < count for wording in seen)
    assert len(set(seen[:count])) == min(count, len(seen))


@given(st.dictionaries(st.text(max_size=4), st.integers(-5, 5), max_size=20), st.integers(0, 7))
def test_a_day_has_room_for_five(days: dict[str, int], asked: int) -> None:
    """What was asked today counts; the oldest come first, and nothing before its day."""
    cards = {id_: Card(due=TODAY + timedelta(days=number)) for id_, number in days.items()}
    done = {f"done{number}": Card(asked=TODAY) for number in range(asked)}
    ready = due(cards | done, TODAY)
    assert len(ready) == min(sum(number <= 0 for number in days.values()), max(MOST - asked, 0))
    assert [days[id_] for id_ in ready] == sorted(days[id_] for id_ in ready)
    assert next_day(cards | done) == min((card.due for card in cards.values() if card.due), default=None)


@pytest.mark.parametrize("month", [3, 10])
@given(st.integers(0, 6 * 24 * 60), st.times())
def test_the_next_hour_is_within_a_day_and_ahead(month: int, minutes: int, at: time) -> None:
    """Over both clock changes."""
    now = datetime(2026, month, 23, tzinfo=UTC) + timedelta(minutes=minutes)
    following = next_time(now, "Europe/Berlin", at)
    assert timedelta() < following - now <= timedelta(hours=26)
    assert on_day(date(2026, month, 30), "Europe/Berlin", at).tzinfo is UTC
