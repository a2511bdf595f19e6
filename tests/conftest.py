"""What tests of all kinds share."""

import pytest

from training.datasets import DATA_VARIABLE, data_folder


@pytest.fixture(scope="session")
def data():
    """The folder of the training data, which a user's machine need not have."""
    folder = data_folder()
    if not (folder / "mnist.npz").exists():
        pytest.skip(f"no training data in {folder}; {DATA_VARIABLE} says where it is")
    return folder
