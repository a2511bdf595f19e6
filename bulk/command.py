"""`swagdigit read`: does a run, and tells its outcome by an exit status and a line of text."""

import argparse
from functools import partial

from bulk.cli import INTERRUPTED, NOT_BEGUN, print_error
from bulk.cluster import existing_workers, local_workers
from bulk.errors import RunInterrupted, RunRefused
from bulk.options import RunOptions
from bulk.run import RunSummary, run
from swagdigit import ClassifierUnavailable
from web.settings import InvalidSettings

ALL_READ, SOME_FAILED = 0, 1


def read(arguments: argparse.Namespace) -> int:
    """Read the images that the command line names, and return the exit status."""
    options = RunOptions(
        tuple(arguments.images), arguments.out, arguments.archive, arguments.overwrite
    )
    workers = (
        partial(existing_workers, arguments.scheduler)
        if arguments.scheduler
        else partial(local_workers, arguments.workers)
    )
    try:
        summary = run(options, workers)
    except (ClassifierUnavailable, InvalidSettings, RunRefused) as error:
        print_error(str(error))
        return NOT_BEGUN
    except (OSError, RunInterrupted) as error:
        print_error(f"{error}; the same command goes on")
        return INTERRUPTED
    print(_summary_line(options, summary))  # noqa: T201 (the output of the command)
    return SOME_FAILED if summary.tally.failed else ALL_READ


def _summary_line(options: RunOptions, summary: RunSummary) -> str:
    tally, already_read = summary
    resumed = f", {already_read} of them by an earlier run" if already_read else ""
    return (
        f"{options.out}: {tally.images} images read{resumed}: {tally.told} told, "
        f"{tally.refused} refused, {tally.failed} failed"
    )
