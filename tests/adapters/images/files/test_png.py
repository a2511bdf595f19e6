"""What is kept of pictures that came in other formats."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageFilter

from adapters.images.files.png import as_png
from tests.adapters.images.pictures import glyph, on_paper

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PHOTO = Image.effect_noise((400, 600), 60).filter(ImageFilter.GaussianBlur(2)).convert("RGB")


def opened(png):
    with Image.open(io.BytesIO(png)) as picture:
        picture.load()
        return picture


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("size", [(280, 280), (1, 1), (1, 700), (700, 1)])
def test_a_png_has_all_pixels_of_what_came(mode, size):
    """However small or narrow the picture is."""
    picture = on_paper(glyph()).resize(size)
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(picture, np.uint16) * 257)
    else:
        picture = picture.convert(mode)
    kept = opened(as_png(picture))

    assert kept.mode == mode
    assert np.array_equal(np.asarray(kept), np.asarray(picture))


def test_the_colours_of_a_camera_are_kept():
    """A photo's profile says what its numbers mean."""
    photo = PHOTO.copy()
    photo.info["icc_profile"] = SRGB
    kept = opened(as_png(photo))

    assert kept.info["icc_profile"] == SRGB
    assert kept.tobytes() == PHOTO.tobytes()


@pytest.mark.parametrize(
    "profile",
    [SRGB[:16] + b"CMYK" + SRGB[20:], b"", b"no profile", SRGB + bytes(1 << 20)],
    ids=["of other colours", "empty", "short", "long"],
)
def test_a_profile_that_can_not_stand_in_the_file_is_left_out(profile):
    """With one of ink in it, or one of a megabyte, other programs would not open the PNG."""
    photo = PHOTO.copy()
    photo.info["icc_profile"] = profile

    assert "icc_profile" not in opened(as_png(photo)).info


def test_a_transparent_colour_stays_so():
    """One grey level may be that of nothing."""
    picture = PHOTO.convert("L")
    picture.info["transparency"] = 200

    assert opened(as_png(picture)).info["transparency"] == 200


def test_a_photo_is_smaller_than_pillow_would_make_it():
    """It is written in a quarter of the time, but not at the cost of the archive's disk."""
    file = io.BytesIO()
    PHOTO.save(file, "PNG", compress_level=1)

    assert len(as_png(PHOTO)) <= file.tell()
