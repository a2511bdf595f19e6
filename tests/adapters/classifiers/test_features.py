"""GradientDirections measures which way the ink's edges point."""

import numpy as np
import pytest

from adapters.classifiers.features import GradientDirections


def features_of(page):
    """Return the 8 x 7 x 7 features of a 28 x 28 page."""
    return GradientDirections().transform(page.reshape(1, -1)).reshape(8, 7, 7)


def half_page(turns):
    """Return a page whose one half is ink; turned by quarters."""
    page = np.zeros((28, 28), np.uint8)
    page[:, 14:] = 255
    page[:, 26:] = 0
    page[:2] = page[26:] = 0
    return np.rot90(page, turns)


@pytest.mark.parametrize(("turns", "direction"), [(0, 0), (1, 6), (2, 4), (3, 2)])
def test_an_edge_is_felt_across_it_and_nowhere_else(turns, direction):
    """In the middle, where ink begins to one side, only that one direction answers."""
    middle = features_of(half_page(turns))[:, 3, 3]

    assert middle.argmax() == direction
    assert np.delete(middle, direction) == pytest.approx(np.zeros(7), abs=1e-3)


def test_a_slanted_edge_lies_between_two_directions():
    """The parts along the two directions next to a gradient add up to it."""
    slope = np.add.outer(np.arange(28) * 2, np.arange(28) * 5).astype(np.uint8)
    parts = features_of(slope)[:, 3, 3] ** 2
    angles = 2 * np.pi * np.arange(8) / 8

    assert np.flatnonzero(parts > 1e-4).tolist() == [0, 1]
    assert parts @ np.cos(angles) == pytest.approx(8 * 5 / 255, rel=1e-3)
    assert parts @ np.sin(angles) == pytest.approx(8 * 2 / 255, rel=1e-3)


def test_paper_has_no_directions():
    """A blank page gives zeros, not NaN."""
    assert not features_of(np.zeros((28, 28), np.uint8)).any()


def test_a_batch_is_its_images():
    """What is computed for many at once is what is computed for each."""
    pages = np.random.default_rng(0).integers(0, 256, (5, 784), np.uint8)
    together = GradientDirections().transform(pages)

    assert together.shape == (5, 392)
    for page, features in zip(pages, together, strict=True):
        assert GradientDirections().transform(page[None])[0] == pytest.approx(features, abs=1e-6)


def test_rounding_is_not_felt():
    """Where edges cancel out, what the sums leave of nothing is no feature, in whatever order they were made."""
    page = np.zeros((28, 28), np.uint8)
    page[4:24, 4:24] = 255
    page[10:18, 10:18] = np.arange(8) * 31
    pages = np.stack([page, page.T, page[::-1]]).reshape(3, -1)
    together = GradientDirections().transform(pages)
    alone = np.concatenate([GradientDirections().transform(one[None]) for one in pages])

    assert together == pytest.approx(alone, abs=1e-5)
