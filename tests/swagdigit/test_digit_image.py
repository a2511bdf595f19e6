"""DigitImage is 28x28 ink, and nothing else."""

import dataclasses

import pytest

from swagdigit import DigitImage


def test_it_holds_784_levels_of_ink():
    """The ink is what was given."""
    ink = bytes(range(256)) * 3 + bytes(16)

    assert DigitImage(ink).ink == ink


@pytest.mark.parametrize("length", [0, 1, 783, 785, 28])
def test_other_sizes_are_refused(length):
    """An image of another size is no digit image, and the error says how long it was."""
    with pytest.raises(ValueError, match=f"not {length}$"):
        DigitImage(bytes(length))


def test_a_blank_one_has_no_ink():
    """It is paper all over."""
    assert set(DigitImage.blank().ink) == {0}


def test_it_is_a_value():
    """Equal ink is the same image, which can be a key and can not be changed."""
    image = DigitImage(bytes(784))

    assert {image: 1}[DigitImage(bytes(784))] == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        image.ink = b""
