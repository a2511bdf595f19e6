"""The names of archived images: the UTC time of receipt, to the microsecond."""

import re
from datetime import UTC, datetime

NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z", re.ASCII)


SUFFIXES = (".png", ".json", ".label")
"""What is kept of an image under its name: itself, what was said of it, and what a person said."""


def utc_now() -> datetime:
    """Return the time, with UTC as its zone."""
    return datetime.now(UTC)


def name_of(time: datetime) -> str:
    """Return the name of an image that was received at this UTC time; names sort by it."""
    return time.isoformat(timespec="microseconds")[:26].replace("-", "").replace(":", "") + "Z"
