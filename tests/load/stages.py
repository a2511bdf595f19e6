"""Where the time of one request goes: each stage of the service, one after the other."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from adapters.archives.folder_archive import FolderArchive
from adapters.classifiers import allow_list
from adapters.classifiers.features import gradient_directions
from adapters.classifiers.network import Network
from adapters.classifiers.pickle_classifier import network_of
from adapters.images.files.encoding import decode_base64
from adapters.images.files.plain_png import decode_plain_png
from adapters.images.fitting import fit_digit
from adapters.images.ink import ink_on
from swagdigit import Prediction, Recognition
from tests.e2e.service import ARTIFACT
from web.schemas.predict import PredictAnswer, PredictRequest

TIMES = 30

type Lap = Callable[[str], None]


def profile(bodies: Sequence[str], folder: Path) -> dict[str, float]:
    """
    Return the microseconds of each stage, the mean of the drawings.

    Of each drawing, the fastest of some times counts. The archive is made in the folder. Not the median:
    the few drawings that leave the page take long, and all others wait for them.
    """
    network = network_of(allow_list.load(ARTIFACT.read_bytes()))
    with tempfile.TemporaryDirectory(dir=folder) as archived:
        archive = FolderArchive(Path(archived))
        drawings = [[_laps(body, archive, network) for _ in range(TIMES)] for body in bodies]
    names = drawings[0][0].keys()
    fastest = [
        {name: min(laps[name] for laps in drawing) for name in names} for drawing in drawings
    ]
    return {name: 1e6 * float(np.mean([laps[name] for laps in fastest])) for name in names}


def _laps(body: str, archive: FolderArchive, network: Network) -> dict[str, float]:
    """Return the seconds that each stage took."""
    laps: dict[str, float] = {}
    begun = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal begun
        laps[name] = time.perf_counter() - begun
        begun = time.perf_counter()

    _answer(body, archive, network, lap)
    return laps


def _answer(body: str, archive: FolderArchive, network: Network, lap: Lap) -> None:
    """Do what the service does between Flask's request and its response."""
    png = decode_base64(PredictRequest.model_validate_json(body).image)
    lap("parse JSON and base64")
    pixels = decode_plain_png(png, max_pixels=10**6)
    lap("decode the PNG")
    assert pixels is not None
    ink = ink_on(pixels)
    lap("find the ink")
    digit = fit_digit(ink)
    lap("fit the digit")
    assert digit is not None
    image_id = archive.keep(png)
    lap("archive the image")
    features = gradient_directions(np.frombuffer(digit.ink, np.uint8)[None])
    lap("features")
    [row] = network.probabilities(features)
    prediction = Prediction(tuple(row[:10].tolist()), "benchmark")
    lap("network")
    archive.record(image_id, prediction)
    lap("archive the outcome")
    PredictAnswer.of(Recognition(prediction, image_id)).to_response()
    lap("write the answer")
