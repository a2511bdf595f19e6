"""Coverage-guided fuzzing of the image reader: `python -m tests.fuzz.fuzz_reader -runs=1000`."""

import sys
import warnings
from contextlib import suppress

import atheris

with atheris.instrument_imports(include=["PIL", "adapters"]):
    from PIL import Image

    from adapters.images.pillow_reader import PillowImageReader

    Image.init()  # so that the readers of all formats are watched too

from swagdigit import ImageTooLarge, InvalidImage

# Small enough that no image takes long: what is looked for is what no size explains.
READER = PillowImageReader(max_pixels=65_536)


def read(data: bytes) -> None:
    """Read what may be an image: it is one, or it is refused as the port says."""
    with suppress(InvalidImage, ImageTooLarge):
        reading = READER.read(data)
        READER.read(reading.png)


def main() -> None:
    """Fuzz as libFuzzer's options say."""
    warnings.simplefilter("ignore")  # Pillow's, of what is broken
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
