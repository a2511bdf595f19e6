"""What is found of bulk reading, as a page."""

import os
import platform
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bulk.plan import PART_SIZE
from tests.load.many import DRAWINGS
from tests.load.reader import Watched

GAIN = 1.8  # images a second of two workers, as a multiple of one's
GROWTH = 1.02  # the client's memory at the end, as a multiple of that after the first tenth
JOINING = 1.5  # and while it joins the results

TEXT = """# Bulk reading

Written by `make bulk` on {machine}, where other programs may run: ratios are worth more than
figures. The images are PNGs of a 280 x 280 canvas, {drawings} drawings by real writers again and again, one
half in folders and the other in zips. A task has {part} images.

| | |
|---|---:|
| images a second, one worker, fastest of {rounds} rounds in turn | {one:.0f} |
| images a second, two workers, fastest round | {two:.0f} |
| two workers, times one | {gain:.2f} |
| the same of the medians | {median:.2f} |
| images a processor second while reading, one worker and its client | {one_busy:.0f} |
| images a processor second while reading, two workers and their client | {two_busy:.0f} |
| images of the whole run | {images} |
| rows of its results | {rows} |
| its seconds, from the command to the results | {whole.seconds:.0f} |
| its processor seconds, client and workers | {whole.processor:.0f} |
| images a processor second of the whole run | {per_processor:.0f} |
| memory of the client when a tenth is read, MB | {early:.1f} |
| memory of the client when all is read, MB | {late:.1f} |
| most memory of the client while it joins the results, a group of rows at a time, MB | {joining:.1f} |
| most memory of a worker, MB | {workers:.0f} |
| bytes of an image | {bytes_in:.0f} |
| bytes of its row in Parquet | {bytes_out:.0f} |

The whole run says: `{said}`

## Killed half-way

A run of {some} images on two workers whose client is killed (`kill -9`), and the same command again.

| on | parts finished when killed | read by the killed run | results as of a run that nobody disturbed |
|---|---:|---:|---|
{killed}
"""


class Rate(NamedTuple):
    """
    How fast images are read.

    Attributes:
        a_second: images in a second.
        busy: images in a second of processors, of the client and its workers.
    """

    a_second: float
    busy: float


@dataclass(frozen=True, slots=True)
class Figures:
    """
    All that was measured.

    Attributes:
        images: how many the whole run has.
        some: how many a killed run has.
        rates: of one and of two workers, a figure for each round.
        killed: by place, finished parts, what the next run said, and whether it is the same.
        whole: the whole run.
        rows: how many its results have.
        bytes_in, bytes_out: bytes of an image, and of its row in Parquet.
    """

    images: int
    some: int
    rates: tuple[Sequence[Rate], Sequence[Rate]]
    killed: Mapping[str, tuple[int, str, bool]]
    whole: Watched
    rows: int
    bytes_in: float
    bytes_out: float

    @property
    def gain(self) -> float:
        """What two workers read, as a multiple of one; of the rounds that were disturbed least."""
        one, two = (max(rate.a_second for rate in rates) for rates in self.rates)
        return two / one

    @property
    def median_gain(self) -> float:
        """The same, of the medians of the rounds."""
        one, two = (statistics.median(rate.a_second for rate in rates) for rates in self.rates)
        return two / one

    @property
    def memory(self) -> tuple[float, float, float]:
        """
        Bytes of the client when a tenth of the parts was read and when nearly all were, and the
        most while it joined them.
        """
        parts = -(-self.images // PART_SIZE)
        reading = [memory for done, memory in self.whole.client if parts / 10 <= done < parts]
        joining = [memory for done, memory in self.whole.client if done == parts] or reading[-1:]
        return statistics.median(reading[:3]), statistics.median(reading[-3:]), max(joining)


def page(figures: Figures) -> str:
    """Return the document."""
    early, late, joining = (memory / 1e6 for memory in figures.memory)
    return TEXT.format(
        machine=f"{os.cpu_count()} processors with Python {platform.python_version()}",
        drawings=DRAWINGS,
        part=PART_SIZE,
        one=max(rate.a_second for rate in figures.rates[0]),
        two=max(rate.a_second for rate in figures.rates[1]),
        one_busy=statistics.median(rate.busy for rate in figures.rates[0]),
        two_busy=statistics.median(rate.busy for rate in figures.rates[1]),
        rounds=len(figures.rates[0]),
        gain=figures.gain,
        median=figures.median_gain,
        images=figures.images,
        some=figures.some,
        rows=figures.rows,
        whole=figures.whole,
        per_processor=figures.images / figures.whole.processor,
        early=early,
        late=late,
        joining=joining,
        workers=figures.whole.workers / 1e6,
        bytes_in=figures.bytes_in,
        bytes_out=figures.bytes_out,
        said=figures.whole.said.rpartition("/")[2],
        killed="\n".join(_killed(figures)),
    )


def _killed(figures: Figures) -> Iterator[str]:
    for place, (finished, said, same) in figures.killed.items():
        earlier = said.partition("read, ")[2].partition(" of them")[0]
        yield f"| {place} | {finished} | {earlier} | {'the same' if same else 'OTHERS'} |"


def complaints(figures: Figures) -> list[str]:
    """Say what is not as it has to be."""
    early, late, joining = figures.memory
    checks = {
        f"two workers read {figures.gain:.2f} times what one does": figures.gain >= GAIN,
        f"{figures.rows} rows of {figures.images} images": figures.rows == figures.images,
        f"the client grows: {early}, {late}": late <= GROWTH * early,
        f"to join takes much memory: {joining}": joining <= JOINING * early,
        "a killed run does not go on where it was": all(
            same and "by an earlier run" in said for _, said, same in figures.killed.values()
        ),
    }
    return [sentence for sentence, holds in checks.items() if not holds]
