"""Keeper: keeps images and what was said of them, as far as they are to be kept."""

from swagdigit.archive import ImageArchive
from swagdigit.errors import ArchiveUnavailable, ImageNotFound
from swagdigit.prediction import Prediction


class Keeper:
    """
    Asks an archive, if there is one.

    Args:
        archive: keeps the images; None where they are kept elsewhere.
        required: whether an image that can not be kept is refused.
    """

    def __init__(self, archive: ImageArchive | None, *, required: bool) -> None:
        self._archive = archive
        self._tolerated = () if required else (ArchiveUnavailable,)

    def keep(self, png: bytes) -> str | None:
        """
        Keep an image, and return its name; None if it is not kept.

        Raises:
            ArchiveUnavailable: it can not be kept, and keeping is required.
        """
        if self._archive is None:
            return None
        try:
            return self._archive.keep(png)
        except self._tolerated:
            return None

    def record(self, image_id: str | None, prediction: Prediction | None) -> None:
        """
        Put beside an image what was said of it, if it was kept.

        Args:
            image_id: its name, as `keep` returned it.
            prediction: what was said; None: nothing is drawn on it.

        Raises:
            ArchiveUnavailable: it can not be kept, and keeping is required; has the image's name.
        """
        if self._archive is None or image_id is None:
            return
        try:
            if prediction is None:
                self._archive.record_blank(image_id)
            else:
                self._archive.record(image_id, prediction)
        except (ImageNotFound, *self._tolerated):
            return  # somebody has erased the image meanwhile: the answer is as right as before
        except ArchiveUnavailable as error:
            raise ArchiveUnavailable(str(error), image_id=image_id) from error
