"""The lazy list of all images that a command line names, and the content of each."""

from collections.abc import Iterable, Iterator

from bulk import buckets, folders, zips
from bulk.errors import RunRefused, UnreadableFile
from bulk.inputs import Input


def listed(names: Iterable[str], *, own: Iterable[str] = ()) -> Iterator[Input]:
    """
    List the images of files, folders, zips, patterns and addresses, one at a time.

    Hidden files are passed over, and so is what the run itself writes, at the paths `own`.

    Raises:
        RunRefused: there is nothing of such a name.
    """
    beginnings = tuple(f"{path}/" for path in own)
    for name in names:
        for one in _found(name):
            if f"{one.path}/".startswith(beginnings):
                continue
            if zips.is_zip(one.path) and not one.problem:
                yield from zips.members(one.path)
            else:
                yield one


def content_of(image: Input, *, max_bytes: int) -> bytes:
    """
    Read an image's file, object or member.

    Raises:
        FileTooLarge: it has more bytes than that.
        UnreadableFile: it can not be read.
    """
    if image.problem:
        raise UnreadableFile(image.problem)
    if image.member is not None:
        return zips.content(image.path, image.member, max_bytes=max_bytes)
    if buckets.is_address(image.path):
        return buckets.content(image.path, max_bytes=max_bytes)
    return folders.content(image.path, max_bytes=max_bytes)


def _found(name: str) -> Iterator[Input]:
    if buckets.is_address(name):
        return buckets.found(name)
    files = folders.found(name)
    if files is None:
        raise RunRefused(f"there is no {name}")
    return files
