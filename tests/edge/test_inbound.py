"""A crowd that writes all at once is answered: everybody, everything, and in order."""

from pathlib import Path

import pytest

from tests.benchmarks.inbound import rush


@pytest.mark.timeout(600)
async def test_a_crowd_is_answered_in_order(tmp_path: Path) -> None:
    """The simulated Telegram keeps its limits here; what it should refuse as too fast is sent again."""
    result = await rush(tmp_path, people=120, each=2, per_second=28, patience=500)
    assert (result.answered, result.out_of_order) == (240, 0)
