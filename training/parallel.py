"""Reading many samples on all cores, with the same result for the same seed however many there are."""

from collections.abc import Callable, Sequence

import numpy as np
from joblib import Parallel, delayed
from tqdm import tqdm

from swagdigit import DigitImage
from training.datasets import Ink, Labels

_CHUNK = 250

type Labelled[T] = tuple[T, int]
"""Something to read, and its label."""

type Read[T] = Callable[[T, np.random.Generator], DigitImage | None]
"""Makes a picture of something at random and reads it; None where it reads blank."""


def read_in_parallel[T](
    read: Read[T], items: Sequence[Labelled[T]], seed: int, description: str
) -> tuple[Ink, Labels]:
    """
    Return the n x 784 ink and the labels of the items, without those that read blank.

    Args:
        read: how to read one item.
        items: what to read, and the labels.
        seed: of the random generators, one of each chunk of items.
        description: shown beside the progress bar.
    """
    chunks = [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]
    seeds = np.random.SeedSequence(seed).spawn(len(chunks))
    jobs = (
        delayed(_read_chunk)(read, chunk, np.random.default_rng(own))
        for chunk, own in zip(chunks, seeds, strict=True)
    )
    results = Parallel(n_jobs=-1, return_as="generator")(jobs)
    rows = [
        (np.frombuffer(image.ink, np.uint8), label)
        for chunk in tqdm(results, description, total=len(chunks), unit_scale=_CHUNK)
        for image, label in chunk
        if image is not None
    ]
    ink, labels = zip(*rows, strict=True)
    return np.array(ink), np.array(labels, np.int64)


def _read_chunk[T](
    read: Read[T], items: Sequence[Labelled[T]], random: np.random.Generator
) -> list[Labelled[DigitImage | None]]:
    return [(read(item, random), label) for item, label in items]
