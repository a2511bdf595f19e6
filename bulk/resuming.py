"""Begins a run, or resumes the one that was begun with the same images and settings."""

from collections.abc import Iterator

from tqdm import tqdm

from bulk.errors import RunRefused
from bulk.fingerprint import fingerprint_of
from bulk.folders import real_path
from bulk.inputs import Input
from bulk.manifest import difference, manifest_of
from bulk.options import RunOptions
from bulk.plan import write_plan
from bulk.reading import ReadingSettings
from bulk.run_folder import RunFolder
from bulk.sources import list_inputs


def begin_or_resume(folder: RunFolder, options: RunOptions, settings: ReadingSettings) -> int:
    """
    Write the plan and the manifest of a run, or check that those in the folder are its own.

    Returns the number of its images.

    Raises:
        RunRefused: the run in the folder is another one, or a name is of no images.
    """
    begun = folder.manifest()
    if begun is not None:
        fingerprint = fingerprint_of(_inputs(folder, options))
        wanted = manifest_of(fingerprint, settings, archive_images=options.archive_images)
        if wanted == begun:
            return fingerprint.images
        if not options.overwrite:
            raise RunRefused(
                f"{folder.path} is of a run with {difference(begun, wanted)}: "
                "go on with that, or forget it with --overwrite"
            )
    return _begin(folder, options, settings)


def _begin(folder: RunFolder, options: RunOptions, settings: ReadingSettings) -> int:
    fingerprint = write_plan(folder.next_plan_file, _inputs(folder, options))
    folder.take_next_plan()
    manifest = manifest_of(fingerprint, settings, archive_images=options.archive_images)
    folder.write_manifest(manifest)
    return fingerprint.images


def _inputs(folder: RunFolder, options: RunOptions) -> Iterator[Input]:
    """List the images, but not what the run itself writes."""
    written = [real_path(str(path)) for path in (options.out, folder.path)]
    inputs = list_inputs(options.names, exclude=written)
    yield from tqdm(inputs, "listing", unit=" images", disable=None)
