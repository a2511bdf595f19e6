"""RunOptions: what a run is asked to do."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RunOptions:
    """
    What a run is asked to do.

    Attributes:
        names: files, folders, zips, patterns and S3 addresses of images.
        out: the file of the results.
        archive_images: whether to keep the images in the archive too.
        overwrite: whether to replace older results, and to discard an earlier run with other
            images or settings.
    """

    names: tuple[str, ...]
    out: Path
    archive_images: bool = False
    overwrite: bool = False
