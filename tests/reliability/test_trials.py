"""Short trials; `make soak` makes the long ones."""

import pytest

from tests.reliability import trials

pytestmark = pytest.mark.slow


def test_kills_lose_nothing(tmp_path):
    """What was acknowledged before a kill -9 is there and whole, and nothing half-written stays."""
    outcome = trials.kills(tmp_path, 2)

    assert (outcome.lost, outcome.torn) == (0, 0), outcome
    assert outcome.answered > 2 * trials.BETWEEN


def test_restarts_fail_nobody(tmp_path):
    """SIGTERM lets every request be answered that was taken; the others wait for the new start."""
    outcome = trials.restarts(tmp_path, 1)

    assert (outcome.failed, outcome.lost, outcome.torn) == (0, 0, 0), outcome


@pytest.mark.parametrize("swaps", [trials.swaps, trials.onnx_swaps])
def test_swaps_fail_nobody(tmp_path, swaps):
    """SIGHUP brings the new model, a broken one changes nothing, and every request is answered."""
    outcome = swaps(tmp_path, 1)

    assert (outcome.failed, outcome.lost, outcome.torn, outcome.aborted) == (0, 0, 0, 0), outcome


def test_killed_stores_lose_nothing(tmp_path):
    """What was acknowledged is in the bucket, whenever its server is killed; the rest is refused."""
    outcome = trials.stores(tmp_path, 2)

    assert (outcome.failed, outcome.lost, outcome.torn) == (0, 0, 0), outcome
    assert outcome.refused > 0
