"""How the fuzzer and the tests read what may be an image."""

from contextlib import suppress

from PIL import Image

from adapters.images.pillow_reader import PillowImageReader
from swagdigit import ImageTooLarge, InvalidImage

Image.init()  # so that a fuzzer watches the readers of all formats

# Small enough that no image takes long: what is looked for is what no size explains.
READER = PillowImageReader(max_pixels=65_536)


def read(data: bytes) -> None:
    """Read what may be an image: it is one, or it is refused as the port says."""
    with suppress(InvalidImage, ImageTooLarge):
        reading = READER.read(data)
        READER.read(reading.png)
