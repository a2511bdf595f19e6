"""A reader for tests that are about something else."""

import base64
from typing import override

from swagdigit import DigitImage, ImageReader, InvalidImage, Reading

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BLANK_PNG = SIGNATURE + b"blank"
DIGIT_PNG = SIGNATURE + b"digit"


class FixedReader(ImageReader):
    """Takes for a PNG what begins like one, for blank what ends so, and sees one digit always."""

    @override
    def read(self, received: bytes | str) -> Reading:
        if isinstance(received, str):
            try:
                received = base64.b64decode(received.rpartition(",")[2], validate=True)
            except ValueError as error:
                raise InvalidImage("not base64") from error
        if not received.startswith(SIGNATURE):
            raise InvalidImage("not a PNG")
        digit = None if received.endswith(b"blank") else DigitImage(bytes(783) + b"\xff")
        return Reading(png=received, digit=digit)
