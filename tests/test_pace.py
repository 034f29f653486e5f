"""Messages leave as fast as Telegram allows, and never faster."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pace import Pace

STEP = 0.05


def play(pace: Pace, wishes: dict[int, int], begin: float, end: float) -> list[tuple[float, int]]:
    """When each message leaves if `wishes` of each chat wait from `begin` on."""
    left: list[tuple[float, int]] = []
    open_wishes = Counter(wishes)
    for tick in range(int((end - begin) / STEP)):
        at = begin + tick * STEP
        for chat in sorted(open_wishes):
            if open_wishes[chat] and pace.room(at) and chat not in pace.resting(at):
                pace.take(chat, at)
                open_wishes[chat] -= 1
                left.append((at, chat))
    return left


def most_within(times: list[float], span: float) -> int:
    """The most of `times` in any stretch of `span` seconds."""
    return max((sum(start <= time < start + span - 1e-9 for time in times) for start in times), default=0)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([7, 8, 9, -5, -6]), st.integers(1, 40), min_size=1), st.integers(1, 30))
def test_no_limit_is_ever_crossed(wishes: dict[int, int], per_second: int) -> None:
    """In all, one a second with a burst of three in private, twenty a minute in a group."""
    left = play(Pace(per_second, 0), wishes, 0, 90)
    assert most_within([at for at, _ in left], 1) <= per_second
    for chat in wishes:
        times = [at for at, other in left if other == chat]
        assert most_within(times, 60) <= (62 if chat > 0 else 20)
        assert most_within(times, 1) <= (3 if chat > 0 else 5)


def test_many_chats_together_reach_the_full_rate() -> None:
    """The limits cost hardly any speed: thirty seconds carry thirty seconds' worth."""
    left = play(Pace(20, 0), dict.fromkeys(range(1, 1000), 1), 1, 31)
    assert len(left) >= 0.98 * 20 * 30


def test_a_chat_gets_three_at_once_and_then_one_a_second() -> None:
    """A short exchange feels immediate; a long one is not cut off by Telegram."""
    times = [at for at, _ in play(Pace(1000, 0), {7: 6}, 1, 10)]
    assert times == pytest.approx([1, 1, 1, 2, 3, 4], abs=3 * STEP)


def test_after_a_start_the_full_rate_is_not_used_at_once() -> None:
    """A process that takes over does not add its burst to that of the one before."""
    pace = Pace(28, 0)
    assert pace.room(0) == 0
    assert all(pace.room(0.5 + tick / 100) <= 15 for tick in range(50))
    assert pace.room(1) > 0


def test_silence_is_kept_in_the_chat_that_asked_for_it() -> None:
    """One chat's 429 does not delay the others."""
    pace = Pace(28, 0)
    pace.hush(7, 5, at=10)
    assert pace.resting(14) == {7}
    assert pace.room(14) == 3
    assert pace.resting(15) == set()


def test_silence_in_several_chats_is_silence_everywhere() -> None:
    """Then the bot as a whole is too fast."""
    pace = Pace(28, 0)
    for chat in (7, 8, 9):
        pace.hush(chat, 5, at=10)
    assert pace.room(14) == 0
    assert pace.next_change(10) == 15
    assert pace.room(15) == 3


def test_what_leaves_is_spread_over_the_second() -> None:
    """Whatever is held up on the way by a quarter of a second, Telegram sees no more than thirty in a second."""
    pace = Pace(28, 0)
    times: list[float] = []
    at = 1.0
    while at < 11:
        for _ in range(pace.room(at)):
            pace.take(len(times) + 1, at)
            times.append(at)
        change = pace.next_change(at)
        assert change is not None
        assert change > at
        at = change
    assert len(times) >= 0.98 * 280
    assert most_within(times, 1) <= 28
    assert most_within(times, 0.25) <= 11


def test_it_says_when_to_look_again() -> None:
    """Whoever waits sleeps until something may leave, and for ever if nothing holds it back."""
    pace = Pace(1, 0)
    pace.take(7, at=10)
    assert pace.next_change(10) == 11
    assert pace.next_change(20) is None
