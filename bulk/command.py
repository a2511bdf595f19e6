"""`swagdigit read`: a run with its exit status and its last line."""

import argparse
from functools import partial

from bulk.cli import NOT_BEGUN, complain
from bulk.cluster import existing_workers, local_workers
from bulk.errors import RunInterrupted, RunRefused
from bulk.run import RunOptions, RunSummary, run
from swagdigit import ArchiveUnavailable, ClassifierUnavailable
from web.settings import InvalidSettings

ALL_READ, SOME_FAILED, INTERRUPTED = 0, 1, 3


def read(choice: argparse.Namespace) -> int:
    """Do what the command line says, and return the exit status."""
    options = RunOptions(tuple(choice.images), choice.out, choice.archive, choice.overwrite)
    workers = (
        partial(existing_workers, choice.scheduler)
        if choice.scheduler
        else partial(local_workers, choice.workers)
    )
    try:
        summary = run(options, workers)
    except (ArchiveUnavailable, ClassifierUnavailable, InvalidSettings, RunRefused) as error:
        complain(str(error))
        return NOT_BEGUN
    except (OSError, RunInterrupted) as error:
        complain(f"{error}; the same command goes on")
        return INTERRUPTED
    except KeyboardInterrupt:
        complain("stopped; the same command goes on")
        return INTERRUPTED
    print(_last_line(options, summary))  # noqa: T201 (it is what the command says)
    return SOME_FAILED if summary.tally.failed else ALL_READ


def _last_line(options: RunOptions, summary: RunSummary) -> str:
    tally, already_read = summary
    resumed = f", {already_read} of them by an earlier run" if already_read else ""
    return (
        f"{options.out}: {tally.images} images read{resumed}: {tally.told} told, "
        f"{tally.refused} refused, {tally.failed} failed"
    )
