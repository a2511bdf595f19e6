"""What strangers may send: refused or read, soon, in little memory, and never a mistake of ours."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from adapters.images.files.encoding import decode_base64
from adapters.images.pillow_reader import PillowImageReader
from swagdigit import CertaintyPolicy, ImageTooLarge, InvalidImage, Prediction
from tests.adapters.images.pictures import file_of
from tests.fuzz.hostile import broken_pngs, grown_gif, odd_images, truncated
from tests.fuzz.reading import read
from tests.fuzz.seeds import CORPUS

pytestmark = pytest.mark.filterwarnings("ignore:::PIL")  # of what is broken


@pytest.fixture
def reader():
    return PillowImageReader(max_pixels=1_000_000)


@pytest.mark.parametrize("name", broken_pngs())
def test_broken_pngs_are_refused(reader, name):
    """Each is an InvalidImage or too large; where only pixels are missing, what there is is read."""
    with suppress(InvalidImage, ImageTooLarge):
        reader.read(broken_pngs()[name])
        assert name == "too few pixels"


@pytest.mark.parametrize("name", odd_images())
def test_odd_images_are_read_or_refused(reader, name):
    """Whatever is read is kept as a PNG that reads the same."""
    with suppress(InvalidImage):
        reading = reader.read(odd_images()[name])
        assert reader.read(reading.png).png == reading.png


def test_a_gif_that_grows_is_refused(reader):
    """A picture larger than its file says is refused before there is room made for it."""
    # By Pillow: when it is done with opening, when the reader could refuse, there is the room.
    with pytest.raises(ImageTooLarge, match="for Pillow"):
        reader.read(grown_gif())


def test_every_cut_is_survived(reader):
    """An image that ends after any of its bytes is read or refused."""
    refused = 0
    for image in truncated():
        try:
            reader.read(image)
        except InvalidImage:
            refused += 1

    assert refused > 1000


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "F", "I", "I;16"])
@pytest.mark.parametrize("side", [8, 700])
def test_every_mode_and_size_is_read(reader, mode, side):
    """A page of any kind of pixels, of more and of fewer than are looked at, is blank."""
    kind = "PNG" if mode in {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"} else "TIFF"

    assert reader.read(file_of(Image.new(mode, (side, side)), kind)).digit is None


@pytest.mark.parametrize("file", sorted(CORPUS.iterdir()), ids=lambda file: file.name[:8])
def test_the_corpus_is_survived(file):
    """Nothing that the fuzzer began with, or once found, is a mistake any more."""
    read(file.read_bytes())


@given(some.binary(max_size=300))
def test_garbage_is_survived(garbage):
    """No bytes at all raise anything but what the port says."""
    read(garbage)


@given(some.text(max_size=300))
def test_garbage_text_is_survived(garbage):
    """No text at all does either."""
    with suppress(InvalidImage):
        decode_base64(garbage)


@given(some.sampled_from(sorted(odd_images())), some.data())
@settings(max_examples=100, deadline=None)
def test_changed_bytes_are_survived(name, data):
    """An image in which some bytes were changed is read or refused."""
    image = bytearray(odd_images()[name])
    for _ in range(data.draw(some.integers(1, 5))):
        image[data.draw(some.integers(0, len(image) - 1))] = data.draw(some.integers(0, 255))
    read(bytes(image))


shares = some.lists(some.floats(0, 1), min_size=10, max_size=10)


@given(shares, some.floats(0, 100))
def test_what_is_told_is_certain(shares, threshold):
    """Whatever the probabilities, the certainty is a percentage, and decides alone."""
    total = max(sum(shares), 1)
    prediction = Prediction(tuple(share / total for share in shares), "model")

    assert 0 <= prediction.certainty <= 100
    assert prediction.digit in range(10)
    certain = CertaintyPolicy(threshold).is_certain(prediction)
    assert certain == (prediction.certainty >= threshold)
