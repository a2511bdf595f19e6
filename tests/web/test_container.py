"""How the parts come together."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from adapters.archives.folder_archive import FolderArchive
from adapters.archives.object_store_archive import ObjectStoreArchive
from adapters.classifiers.pickle_classifier import PickleClassifier
from adapters.classifiers.remote_classifier import RemoteClassifier
from adapters.images.pillow_reader import PillowImageReader
from adapters.psutil_monitor import PsutilMonitor
from swagdigit import CertaintyPolicy, DigitRecogniser
from tests.adapters.images.pictures import file_of, glyph, on_paper
from tests.fakes.archive import InMemoryArchive
from tests.fakes.classifier import FixedClassifier
from tests.fakes.reader import DIGIT_PNG, FixedReader
from web.container import Container
from web.settings import InvalidSettings


def test_the_real_parts_fit_together(monkeypatch, tmp_path):
    """Without fakes each part is the adapter that the settings name."""
    monkeypatch.setenv("SWAGDIGIT_ARCHIVE", str(tmp_path))
    container = Container()

    assert isinstance(container.recogniser(), DigitRecogniser)
    assert isinstance(container.reader(), PillowImageReader)
    assert isinstance(container.archive(), FolderArchive)
    assert isinstance(container.classifier(), PickleClassifier)
    assert isinstance(container.monitor(), PsutilMonitor)


def test_a_server_may_classify(monkeypatch):
    """By two settings, another server is asked instead of a file."""
    monkeypatch.setenv("SWAGDIGIT_CLASSIFIER", "remote")
    monkeypatch.setenv("SWAGDIGIT_CLASSIFIER_URL", "http://localhost:8000")

    assert isinstance(Container().classifier(), RemoteClassifier)


@pytest.mark.parametrize("classifier", ["onnx", "remote"])
def test_what_another_classifier_needs_is_not_imported(classifier):
    """Without the pickle, nobody waits for scikit-learn."""
    settings = {
        "SWAGDIGIT_CLASSIFIER": classifier,
        "SWAGDIGIT_CLASSIFIER_URL": "http://localhost:8000",
    }
    program = "import sys, web.container as c; c.Container().recogniser(); sys.exit('sklearn' in sys.modules)"

    subprocess.run([sys.executable, "-c", program], check=True, env=os.environ | settings)


@pytest.mark.parametrize("stage", ["reader", "classifier"])
def test_who_calculates_waits_for_his_turn(stage):
    """As long as another thread calculates, a drawing is neither read nor classified."""
    fakes = {"reader": FixedReader(), "classifier": FixedClassifier()}
    del fakes[stage]
    container = Container(archive=InMemoryArchive(), policy=CertaintyPolicy(0), **fakes)
    recognise = container.recogniser().recognise
    drawing = file_of(on_paper(glyph()))
    with ThreadPoolExecutor() as other_threads:
        with container.turn():
            waiting = other_threads.submit(recognise, drawing)
            done, _ = wait([waiting], timeout=0.5)
            assert not done

        assert waiting.result(timeout=60)


def test_a_bucket_is_an_object_store(monkeypatch):
    """The archive's setting alone decides, and nothing is asked of the store to start."""
    monkeypatch.setenv("SWAGDIGIT_ARCHIVE", "s3://digits/drawn")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    assert isinstance(Container().archive(), ObjectStoreArchive)


def test_a_fake_is_given_in_one_line():
    """Swapping the classifier in a test is one line."""
    container = Container(classifier=FixedClassifier())

    assert isinstance(container.classifier(), FixedClassifier)


def test_the_fake_is_what_is_used():
    """The recogniser asks the classifier that was given."""
    container = Container(
        classifier=FixedClassifier(), reader=FixedReader(), archive=InMemoryArchive()
    )

    assert container.recogniser().recognise(DIGIT_PNG).prediction.digit == 5


def test_each_part_is_made_once():
    """A model is not loaded twice."""
    container = Container()

    assert container.classifier() is container.classifier()
    assert container.recogniser() is container.recogniser()


def test_containers_share_nothing():
    """Two applications in one process do not get in each other's way."""
    assert Container().monitor() is not Container().monitor()


def test_an_unknown_classifier_is_refused(monkeypatch):
    """A setting that names no adapter stops the start."""
    monkeypatch.setenv("SWAGDIGIT_CLASSIFIER", "oracle")

    with pytest.raises(InvalidSettings, match="SWAGDIGIT_CLASSIFIER='oracle'"):
        Container().classifier()
