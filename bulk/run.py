"""A run: plan, read, join; and go on where an earlier one was."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path
from typing import NamedTuple, NoReturn

from distributed import Client
from tqdm import tqdm

from bulk.errors import RunRefused
from bulk.fingerprint import fingerprint_of
from bulk.inputs import Input
from bulk.manifest import difference, manifest_of
from bulk.plan import PART_SIZE, read_plan, write_plan
from bulk.reading import ReadingSettings, read_part
from bulk.results import write_results
from bulk.run_folder import RunFolder
from bulk.sources import list_inputs
from bulk.tally import Tally
from bulk.task_pool import TaskPool


@dataclass(frozen=True, slots=True)
class RunOptions:
    """
    What a run is asked to do.

    Attributes:
        names: files, folders, zips, patterns and addresses of images.
        out: the file of the results.
        archive_images: whether to keep the images in the archive too.
        overwrite: whether to replace older results, and to forget an earlier run of another kind.
    """

    names: tuple[str, ...]
    out: Path
    archive_images: bool = False
    overwrite: bool = False


class RunSummary(NamedTuple):
    """
    What has become of the images of a run.

    Attributes:
        tally: counts of all images.
        already_read: how many of them an earlier run had read.
    """

    tally: Tally
    already_read: int


def run(options: RunOptions, workers: Callable[[], AbstractContextManager[Client]]) -> RunSummary:
    """
    Read all images, or those that an earlier run has not, and write the results.

    Raises:
        RunRefused: it can not begin or go on as asked for; nothing was changed.
        RunInterrupted: it can not go on now; the same options resume it later.
        ClassifierUnavailable: there is no usable model.
    """
    folder = RunFolder(options.out)
    if options.out.exists() and not (options.overwrite or folder.manifest()):
        raise RunRefused(f"{options.out} exists already; --overwrite replaces it")
    with folder.locked():
        settings = ReadingSettings.of_this_process()
        images = _begin_or_resume(folder, options, settings)
        missing = sum(len(part) for _, part in _missing(folder))
        if missing:
            with workers() as client, _bar(images, missing) as bar:
                pool = TaskPool(
                    client,
                    partial(read_part, settings=settings, archive_images=options.archive_images),
                )
                for part, table in pool.tables(_missing(folder)):
                    folder.save_part(part, table)
                    bar.update(table.num_rows)
        parts = tqdm(range(ceil(images / PART_SIZE)), "joining", disable=None)
        tally = write_results(map(folder.load_part, parts), options.out)
        folder.clear()
    return RunSummary(tally, images - missing)


def _begin_or_resume(folder: RunFolder, options: RunOptions, settings: ReadingSettings) -> int:
    """Begin a run, or find that the one begun is the same; return how many images it has."""
    begun = folder.manifest()
    if begun is not None:
        fingerprint = fingerprint_of(_list_inputs(folder, options))
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
    folder.clear()
    fingerprint = write_plan(folder.plan_file, _list_inputs(folder, options))
    if not fingerprint.images:
        folder.clear()
        raise RunRefused(f"there are no images in {', '.join(options.names)}")
    folder.write_manifest(
        manifest_of(fingerprint, settings, archive_images=options.archive_images)
    )
    return fingerprint.images


def _list_inputs(folder: RunFolder, options: RunOptions) -> Iterator[Input]:
    written = [str(path.absolute()) for path in (options.out, folder.path)]
    inputs = list_inputs(options.names, exclude=written)
    yield from tqdm(inputs, "listing", unit=" images", disable=None)


def _missing(folder: RunFolder) -> Iterator[tuple[int, list[Input]]]:
    """Return the parts that are not finished, with their numbers."""
    return (
        (part, images)
        for part, images in enumerate(read_plan(folder.plan_file))
        if not folder.has_part(part)
    )


def _bar(images: int, missing: int) -> "tqdm[NoReturn]":
    earlier = images - missing
    return tqdm(desc="reading", total=images, initial=earlier, unit=" images", disable=None)
