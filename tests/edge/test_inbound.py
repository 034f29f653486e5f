"""A crowd that writes all at once is answered: everybody, everything, in order, and not too fast for Telegram."""

from pathlib import Path

import pytest

from tests.benchmarks.inbound import rush


@pytest.mark.timeout(600)
async def test_a_crowd_is_answered_in_order_and_within_the_limits(tmp_path: Path) -> None:
    """The simulated Telegram keeps its limits here and refuses nothing, because nothing comes too fast."""
    result = await rush(tmp_path, people=120, each=2, per_second=28, patience=500)
    assert (result.answered, result.out_of_order, result.refused) == (240, 0, 0)
