"""What people corrected can be learnt from."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from adapters.archives.folder_archive import FolderArchive
from adapters.images.pillow_reader import PillowImageReader
from training.corrections import load_corrections
from web.corrections import zip_of_labelled


def drawing(*line):
    """Return a PNG of a line of ink on white paper."""
    paper = Image.new("L", (280, 280), 255)
    if line:
        ImageDraw.Draw(paper).line(line, fill=0, width=18)
    file = io.BytesIO()
    paper.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def exported(tmp_path):
    """Exports an archive of these images and labels; returns the file."""

    def export(*images):
        archive = FolderArchive(tmp_path / "images")
        for png, label in images:
            image_id = archive.keep(png)
            if label is not None:
                archive.label(image_id, label)
        file = tmp_path / "labelled.zip"
        file.write_bytes(b"".join(zip_of_labelled(archive)))
        return file

    return export


def test_what_the_service_exports_is_read(exported):
    """Each labelled image is there as the service would read it, with its label."""
    one, slash = drawing(140, 40, 140, 240), drawing(60, 220, 200, 60)
    ink, labels = load_corrections(exported((one, 1), (drawing(0, 0, 9, 9), None), (slash, 7)))
    reader = PillowImageReader(max_pixels=280 * 280)

    assert labels.tolist() == [1, 7]
    assert ink.dtype == np.uint8
    assert [row.tobytes() for row in ink] == [reader.read(p).digit.ink for p in (one, slash)]


def test_blank_paper_teaches_nothing(exported):
    """A label on an image that shows nothing is no sample."""
    ink, labels = load_corrections(exported((drawing(), 3)))

    assert ink.shape == (0, 784)
    assert labels.shape == (0,)
