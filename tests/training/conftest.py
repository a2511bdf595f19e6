"""What people drew and corrected, as the service exports it."""

import io

import pytest
from PIL import Image, ImageDraw

from adapters.archives.folder_archive import FolderArchive
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
