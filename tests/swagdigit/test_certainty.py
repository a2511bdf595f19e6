"""CertaintyPolicy tells what is certain enough."""

import pytest

from swagdigit import CertaintyPolicy, Prediction


@pytest.mark.parametrize(
    ("probability", "told"),
    [(0.6, True), (0.59996, True), (0.5999, False), (0.0, False), (1.0, True)],
)
def test_sixty_percent_as_shown_is_enough(probability, told):
    """What would be shown as 60.00 is told; what would be shown as 59.99 is not."""
    prediction = Prediction((probability,) + (0.0,) * 9, "model-1")

    assert CertaintyPolicy().is_certain(prediction) is told


@pytest.mark.parametrize("threshold", [-1, 100.1, float("nan")])
def test_the_threshold_is_a_percentage(threshold):
    """Another threshold is a mistake."""
    with pytest.raises(ValueError, match="percentage"):
        CertaintyPolicy(threshold)
