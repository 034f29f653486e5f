"""A few kills on every run of the tests; `python -m tests.durability` is the long trial."""

from pathlib import Path

import pytest

from tests.durability.trial import trial


@pytest.mark.timeout(300)  # a busy machine starts the program slowly
@pytest.mark.parametrize("processes", [1, 3], ids=["sqlite", "postgresql"])
async def test_killed_at_random_moments_the_program_loses_and_repeats_nothing(
    processes: int, tmp_path: Path, postgresql_url: str
) -> None:
    """At most one message is doubled in a chat by a kill; everything else happens exactly once and in order."""
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}" if processes == 1 else postgresql_url
    result = await trial(tmp_path, url, processes=processes, trainees=5, each=12, kills=2, every=2, seed=1)
    assert result.kills == 2
    assert result.recorded > 0
    assert {fault: number for fault, number in result.faults.items() if number} == {}
