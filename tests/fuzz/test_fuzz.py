"""Nothing that Telegram could send brings the bot down, or leaves a chat without an answer."""

from pathlib import Path

import pytest

from tests.fuzz.trial import trial


@pytest.mark.timeout(900)
async def test_the_bot_survives_what_nobody_thought_of(tmp_path: Path) -> None:
    """A slice of `python -m tests.fuzz`: no exception reaches the loop, no step fails, every chat answers."""
    result = await trial(tmp_path, updates=3000, seed=11, people=30)
    assert not result.fell, result
    assert not result.stuck, result
    assert not result.failures, result
    assert not result.refused, result
