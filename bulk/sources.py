"""Where images come from: the list of all that a command line names, and the content of each."""

from collections.abc import Iterable, Iterator

from bulk import buckets, folders, zips
from bulk.errors import RunRefused, UnreadableFile
from bulk.inputs import Input


def list_inputs(names: Iterable[str], *, exclude: Iterable[str] = ()) -> Iterator[Input]:
    """
    List the images of files, folders, zips, patterns and S3 addresses, one at a time.

    Hidden files are skipped.

    Args:
        names: what a person has typed.
        exclude: real paths, as of `folders.real_path`, of files and folders to skip.

    Raises:
        RunRefused: a name is of nothing that exists, or of no images.
    """
    prefixes = tuple(f"{path}/" for path in exclude)
    for name in names:
        image = None
        for image in _images_of(name, prefixes):
            yield image
        if image is None:
            raise RunRefused(f"there are no images in {name}")


def read_content(image: Input, *, max_bytes: int) -> bytes:
    """
    Read the file, the zip's member or the S3 object of an image.

    Raises:
        FileTooLarge: it has more bytes than that.
        UnreadableFile: it can not be read.
    """
    if image.problem:
        raise UnreadableFile(image.problem)
    if image.member is not None:
        return zips.read_member(image.path, image.member, stamp=image.stamp, max_bytes=max_bytes)
    if buckets.is_address(image.path):
        return buckets.read_object(image.path, max_bytes=max_bytes)
    return folders.read_file(image.path, max_bytes=max_bytes)


def _images_of(name: str, excluded: tuple[str, ...]) -> Iterator[Input]:
    for found in _find(name):
        if _is_in(excluded, found.path):
            continue
        if zips.is_zip(found.path) and not found.problem:
            yield from zips.list_members(found.path)
        else:
            yield found


def _is_in(excluded: tuple[str, ...], path: str) -> bool:
    return not buckets.is_address(path) and f"{folders.real_path(path)}/".startswith(excluded)


def _find(name: str) -> Iterator[Input]:
    if not name:
        raise RunRefused("one of the names of images is empty")
    if buckets.is_address(name):
        return buckets.find_objects(name)
    files = folders.find_files(name)
    if files is None:
        raise RunRefused(f"there is no {name}")
    return files
