"""A run: plan, read, join; and go on where an earlier one was."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from distributed import Client
from tqdm import tqdm

from bulk.errors import RunRefused
from bulk.flight import Flight
from bulk.inputs import Input
from bulk.joining import Tally, join
from bulk.listing import listed
from bulk.plan import PART, Census, read_plan, take_census, write_plan
from bulk.reading import Terms, read_part
from bulk.workshop import Workshop

type Order = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """
    What a run is asked to do.

    Attributes:
        names: files, folders, zips, patterns and addresses of images.
        out: the file of the results.
        keep: whether to put the images into the archive too.
        overwrite: whether to replace older results, and to forget an earlier run of another kind.
    """

    names: tuple[str, ...]
    out: Path
    keep: bool = False
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
        RunBrokenOff: it can not go on now; a run with the same options goes on later.
        ClassifierUnavailable: there is no usable model.
    """
    workshop = Workshop(options.out)
    if options.out.exists() and not (options.overwrite or workshop.order()):
        raise RunRefused(f"{options.out} exists already; --overwrite replaces it")
    with workshop.locked():
        terms = Terms.here()
        images = _prepare(workshop, options, terms)
        missing = sum(len(part) for _, part in _missing(workshop))
        if missing:
            with workers() as client, _bar(images, missing) as bar:
                flight = Flight(client, partial(read_part, terms=terms, keep=options.keep))
                for part, table in flight.tables(_missing(workshop)):
                    workshop.finish(part, table)
                    bar.update(table.num_rows)
        parts = tqdm(range(ceil(images / PART)), "joining", disable=None)
        tally = join(map(workshop.table, parts), options.out)
        workshop.clear()
    return RunSummary(tally, images - missing)


def _prepare(workshop: Workshop, options: RunOptions, terms: Terms) -> int:
    """Begin a run, or find that it is the earlier one; return how many images it has."""
    earlier = workshop.order()
    if earlier is not None:
        order = _order(take_census(_listed(workshop, options)), terms, options)
        if order == earlier:
            return int(order["images"])
        if not options.overwrite:
            raise RunRefused(
                f"{workshop.folder} is of a run with {_difference(earlier, order)}: "
                "go on with that, or forget it with --overwrite"
            )
    workshop.clear()
    order = _order(write_plan(workshop.plan, _listed(workshop, options)), terms, options)
    if not order["images"]:
        workshop.clear()
        raise RunRefused(f"there are no images in {', '.join(options.names)}")
    workshop.begin(order)
    return int(order["images"])


def _listed(workshop: Workshop, options: RunOptions) -> Iterator[Input]:
    own = [str(path.absolute()) for path in (options.out, workshop.folder)]
    yield from tqdm(listed(options.names, own=own), "listing", unit=" images", disable=None)


def _order(census: Census, terms: Terms, options: RunOptions) -> Order:
    return asdict(census) | asdict(terms) | {"archive": options.keep, "part": PART}


def _difference(earlier: Order, order: Order) -> str:
    return ", ".join(
        "other or changed images" if name == "digest" else f"{name} {earlier.get(name)}"
        for name in order
        if earlier.get(name) != order[name]
    )


def _missing(workshop: Workshop) -> Iterator[tuple[int, list[Input]]]:
    """Return the parts that are not finished, with their numbers."""
    return (
        (part, images)
        for part, images in enumerate(read_plan(workshop.plan))
        if not workshop.has(part)
    )


def _bar(images: int, missing: int) -> "tqdm[NoReturn]":
    earlier = images - missing
    return tqdm(desc="reading", total=images, initial=earlier, unit=" images", disable=None)
