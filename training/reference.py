"""`make reference`: the distribution of the test images that the drift metric compares with."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from swagdigit import Classifier, DigitImage, ImageReader
from training import ARTIFACT
from training.cases import Case
from training.evaluation import untouched_settings
from training.export import add_reference
from training.suites import suites
from web.container import Container
from web.observability.drift_features import Shares, shares

SUITES = ("canvas", "photo", "mnist")
"""What people send: drawings, photographs, and digits cut out of forms."""


def reference(model: Path, *, limit: int | None = None) -> Shares:
    """
    Return the share of test images in each bin of each feature, each suite with the same weight.

    They are of writers that the model was not trained on: of those it was trained on, it is more
    certain than of anybody new.

    Args:
        model: the artifact's pickle.
        limit: of cases in a suite; None for all.
    """
    container = Container(settings=untouched_settings(model=model))
    reader, classifier = container.reader(), container.classifier()
    suite_shares = [
        _of_suite(name, cases, reader, classifier)
        for name, cases in suites(limit=limit, names=SUITES)
    ]
    return {
        feature: {
            name: float(np.mean([shares[feature][name] for shares in suite_shares]))
            for name in bins
        }
        for feature, bins in suite_shares[0].items()
    }


def _of_suite(
    name: str, cases: Sequence[Case], reader: ImageReader, classifier: Classifier
) -> Shares:
    images = [*_read(tqdm(cases, name), reader)]
    return shares(images, classifier.classify(images))


def _read(cases: Sequence[Case], reader: ImageReader) -> Iterator[DigitImage]:
    for case in cases:
        digit = reader.read(case.file).digit
        if digit is not None:
            yield digit


def main() -> None:
    """Write the reference of the present artifact into its manifest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=ARTIFACT)
    parser.add_argument("--limit", type=int, help="cases of each suite; without it, all")
    options = parser.parse_args()
    add_reference(options.model, reference(options.model, limit=options.limit))


if __name__ == "__main__":
    main()
