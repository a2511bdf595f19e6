"""What every ImageReader promises."""

import base64

import pytest

from swagdigit import DigitImage, InvalidImage


class ReaderContract:
    """Inherit from it with the fixtures `reader`, `digit_png` and `blank_png` (PNG files)."""

    def test_a_digit_is_found(self, reader, digit_png):
        """What is drawn becomes a digit image with ink."""
        digit = reader.read(digit_png).digit

        assert isinstance(digit, DigitImage)
        assert any(digit.ink)

    def test_a_blank_page_has_no_digit(self, reader, blank_png):
        """Where nothing is drawn there is nothing to classify, but an image to keep."""
        reading = reader.read(blank_png)

        assert reading.digit is None
        assert reading.png == blank_png

    def test_a_png_is_kept_as_it_came(self, reader, digit_png):
        """Not a byte of a PNG is changed."""
        assert reader.read(digit_png).png == digit_png

    def test_base64_is_read_like_the_file(self, reader, digit_png):
        """The file, its base64 and its data URL are the same image."""
        text = base64.b64encode(digit_png).decode()

        assert reader.read(text) == reader.read(digit_png)
        assert reader.read(f"data:image/png;base64,{text}") == reader.read(digit_png)

    @pytest.mark.parametrize(
        "received",
        [b"", b"text", "", "&", "é", "dGV4dA==", "data:image/png;base64,&", b"\x89PNG"],
    )
    def test_what_is_no_image_is_refused(self, reader, received):
        """Anything else is an InvalidImage."""
        with pytest.raises(InvalidImage):
            reader.read(received)
