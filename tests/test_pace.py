"""Messages leave as fast as Telegram allows, and never faster."""

from collections import Counter

import pytest
from hypothesis import given
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
                left.append((pace.take(chat, at), chat))
                open_wishes[chat] -= 1
    return left


def most_within(times: list[float], span: float) -> int:
    """The most of `times` in any stretch of `span` seconds."""
    return max((sum(start <= time < start + span - 1e-9 for time in times) for start in times), default=0)


@given(st.dictionaries(st.sampled_from([7, 8, 9, -5, -6]), st.integers(1, 40), min_size=1), st.integers(1, 30))
def test_no_limit_is_ever_crossed(wishes: dict[int, int], per_second: int) -> None:
    """In all, one a second with a burst of three in private, twenty a minute in a group."""
    left = play(Pace(per_second, 0), wishes, 0, 90)
    assert most_within([at for at, _ in left], 1) <= per_second + max(0, per_second // 14 - 1)
    for chat in wishes:
        times = [at for at, other in left if other == chat]
        assert most_within(times, 60) <= (62 if chat > 0 else 20)
        assert most_within(times, 1) <= (3 if chat > 0 else 5)


def test_many_chats_together_reach_the_full_rate() -> None:
    """The limits cost hardly any speed: thirty seconds carry thirty seconds' worth."""
    left = play(Pace(20, 0), dict.fromkeys(range(1, 1000), 1), 1, 31)
    assert len(left) >= 0.96 * 20 * 30


def test_a_chat_gets_three_at_once_and_then_one_a_second() -> None:
    """A short exchange feels immediate; a long one is not cut off by Telegram."""
    times = [at for at, _ in play(Pace(1000, 0), {7: 6}, 1, 10)]
    assert times == pytest.approx([1, 1, 1, 2, 3, 4], abs=3 * STEP)


def test_a_process_that_takes_over_does_not_add_its_burst() -> None:
    """Together with the one before it keeps to the limit."""
    before, after = Pace(28, 0), Pace(28, 10)
    left = play(before, dict.fromkeys(range(1, 1000), 1), 1, 10) + play(after, dict.fromkeys(range(1, 99), 1), 10, 12)
    assert most_within(sorted(at for at, _ in left if at < 10 or at >= 10), 1) <= 30


def test_silence_is_kept_in_the_chat_that_asked_for_it() -> None:
    """One chat's 429 does not delay the others."""
    pace = Pace(28, 0)
    pace.hush(7, 5, at=10)
    assert pace.resting(14) == {7}
    assert pace.room(14) > 0
    assert pace.resting(15) == set()


def test_silence_in_several_chats_is_silence_everywhere() -> None:
    """Then the bot as a whole is too fast."""
    pace = Pace(28, 0)
    for chat in (7, 8, 9):
        pace.hush(chat, 5, at=10)
    assert pace.room(14) == 0
    assert pace.next_change(10) == 15
    assert pace.room(15) > 0


def test_what_leaves_is_spread_over_the_second() -> None:
    """Also if whoever sends sleeps until there is something to do."""
    pace = Pace(28, 0)
    times: list[float] = []
    at = 1.0
    while at < 11:
        times += [pace.take(len(times) + number, at) for number in range(pace.room(at))]
        change = pace.next_change(at)
        assert change is not None
        assert change > at
        at = change
    within = [time for time in times if 1 <= time < 11]
    assert len(within) >= 0.96 * 280
    assert most_within(within, 1) <= 30
    assert most_within(within, 0.25) <= 10


def test_a_reply_in_the_midst_of_many_waits_for_a_moment_only() -> None:
    """Those before it have their time at most a quarter of a second ahead."""
    pace = Pace(28, 0)
    for number in range(pace.room(5)):
        pace.take(number + 1, 5)
    assert pace.room(5) == 0
    later = pace.next_change(5)
    assert later is not None
    assert pace.take(99, later) - 5 <= 0.5


def test_those_that_are_late_do_not_leave_together() -> None:
    """However long the program stood still."""
    pace = Pace(28, 0)
    at = 20.0
    left = [at + pace.leave(at) for _ in range(10)]
    assert left == sorted(left)
    assert left[-1] - left[0] >= 9 / 30


def test_it_says_when_to_look_again() -> None:
    """Whoever waits sleeps until something may leave, and for ever if nothing holds it back."""
    pace = Pace(1, 0)
    pace.take(7, at=10)
    change = pace.next_change(10)
    assert change is not None
    assert pace.take(8, change) == pytest.approx(11, abs=0.05)
    assert pace.next_change(20) is None


@given(st.sampled_from([0.3, 4.7, 2.6e6, 1e9]), st.floats(0, 10))
def test_a_chat_that_rests_is_waited_for(begin: float, early: float) -> None:
    """Whoever wakes before a silence ends, by as little as reckoning with fractions loses, does not sleep on."""
    pace = Pace(28, begin)
    pace.hush(7, 5, begin + 1)
    at = begin + 6 - early**9 / 1e9
    assert not pace.resting(at) or pace.next_change(at) is not None
