"""Where images are kept: a folder, or a bucket of S3 or of what speaks like it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import override

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, and keys of the
# signs that are safe everywhere.
_ADDRESS = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([\w./-]*))?", re.ASCII)
# Also with a slash too few, which would be a folder of that name; C:/ is no address.
_SCHEME = re.compile(r"[\w+.-]{2,}:/", re.ASCII)


@dataclass(frozen=True, slots=True)
class BucketLocation:
    """
    A place in an object store.

    Attributes:
        bucket: the bucket's name.
        prefix: what all keys there begin with, without a slash at its end.
    """

    bucket: str
    prefix: str

    @override
    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}"


def location_of(name: str | Path) -> Path | BucketLocation:
    """
    Return the location of this name: `s3://bucket/prefix`, or else a folder.

    Raises:
        ValueError: it looks like the address of something else.
    """
    if not _SCHEME.search(str(name)):
        return Path(name)
    address = _ADDRESS.fullmatch(str(name))
    if address is None:
        raise ValueError("a folder or s3://bucket/prefix is expected")
    return BucketLocation(address[1], (address[2] or "").strip("/"))
