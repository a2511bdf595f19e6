"""An image file that is read in a bounded number of steps, whatever its format."""

import io
from typing import override

from swagdigit import InvalidImage

# Those of Pillow's readers that are written in Python read some parts byte by byte: the comments of
# a GIF, the runs of a BMP. Of what programs write, hardly anything takes a hundredth of this.
_STEPS = 1_000_000


class ReadInSteps(io.BytesIO):
    """A file in memory that can not be read in a great many steps, which would take seconds."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._left = _STEPS

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        """
        Return the next bytes.

        Raises:
            InvalidImage: there were too many steps.
        """
        self._left -= 1
        if self._left < 0:
            raise InvalidImage("the image file has too many parts")
        return super().read(size)
