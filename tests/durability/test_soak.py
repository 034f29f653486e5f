"""A few days of a small team on every run of the tests; `python -m tests.durability.soak` is the long one."""

from pathlib import Path

import pytest

from tests.durability.soak import soak


@pytest.mark.timeout(300)  # a busy machine
def test_the_books_balance_after_days_with_faults_all_the_time(tmp_path: Path) -> None:
    """Everything said, asked, due and sent is accounted for, once and in order."""
    result = soak(tmp_path, days=3, people=12, faults=0.05, seed=2)
    assert {fault: number for fault, number in result.faults.items() if number} == {}, result
    assert result.counts["answers recorded"] > 0
    assert result.counts["reminders delivered once"] > 0
    assert result.counts["pushes delivered once"] > 0
    assert result.counts["calls that failed"] > 0
