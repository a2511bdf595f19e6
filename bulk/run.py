"""A run: reads all images in parts, then writes the results; can be resumed after each part."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from math import ceil
from typing import NamedTuple, NoReturn

from distributed import Client
from tqdm import tqdm

from bulk.errors import RunRefused
from bulk.options import RunOptions
from bulk.plan import PART_SIZE, read_plan
from bulk.reading import ReadingSettings, read_part
from bulk.results import write_results
from bulk.resuming import begin_or_resume
from bulk.run_folder import RunFolder
from bulk.tally import Tally
from bulk.task_pool import NumberedPart, TaskPool


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

    Args:
        options: what to read, and where to write to.
        workers: connects to the workers; called only if there is something left to read.

    Raises:
        RunRefused: it can not begin or be resumed as asked for. Older results are as they were, and
            so is a run that was begun earlier, unless `overwrite` has discarded it.
        RunInterrupted: it can not go on now; the same options resume it later.
        ClassifierUnavailable: there is no usable model.
    """
    if options.out.is_dir():
        raise RunRefused(f"{options.out} is a folder, not a file")
    folder = RunFolder(options.out)
    if options.out.exists() and not (options.overwrite or folder.manifest()):
        raise RunRefused(f"{options.out} exists already; --overwrite replaces it")
    with folder.locked():
        settings = ReadingSettings.of_this_process()
        images = begin_or_resume(folder, options, settings)
        unread = sum(len(part) for _, part in _unfinished_parts(folder))
        if unread:
            read = partial(read_part, settings=settings, archive_images=options.archive_images)
            with workers() as client, _progress_bar(images, unread) as bar:
                for number, table in TaskPool(client, read).tables(_unfinished_parts(folder)):
                    folder.save_part(number, table)
                    bar.update(table.num_rows)
        numbers = tqdm(range(ceil(images / PART_SIZE)), "joining", disable=None)
        tally = write_results(map(folder.load_part, numbers), options.out)
        folder.clear()
    return RunSummary(tally, already_read=images - unread)


def _unfinished_parts(folder: RunFolder) -> Iterator[NumberedPart]:
    return (
        (number, part)
        for number, part in enumerate(read_plan(folder.plan_file))
        if not folder.has_part(number)
    )


def _progress_bar(images: int, unread: int) -> "tqdm[NoReturn]":
    already_read = images - unread
    return tqdm(desc="reading", total=images, initial=already_read, unit=" images", disable=None)
