"""RunManifest: what a run was begun with, and so what it can be resumed with."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bulk.fingerprint import InputFingerprint
from bulk.plan import PART_SIZE
from bulk.reading import ReadingSettings

type RunManifest = Mapping[str, Any]
"""A JSON object. That of a run begun by another version may have other keys."""


def manifest_of(
    fingerprint: InputFingerprint, settings: ReadingSettings, *, archive_images: bool
) -> RunManifest:
    """Return the manifest of a run with these images and settings."""
    # With other keys, no run begun by an earlier version would be the one that is wanted.
    return asdict(fingerprint) | asdict(settings) | {"archive": archive_images, "part": PART_SIZE}


def difference(begun: RunManifest, wanted: RunManifest) -> str:
    """Say for people in what a run that was begun is not the one that is wanted."""
    # The number of images is not told: of another number, the digest is another one, too.
    return ", ".join(
        "other or changed images" if name == "digest" else f"{name} {begun.get(name)}"
        for name in wanted
        if begun.get(name) != wanted[name] and name != "images"
    )
