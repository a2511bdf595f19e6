"""How much is done for one image: counted, not timed, so that no busy machine changes it."""

import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from threading import get_ident

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from adapters.archives.folder_archive import FolderArchive
from adapters.classifiers.pickle_classifier import PickleClassifier
from adapters.images.pillow_reader import PillowImageReader
from tests.adapters.images.pictures import file_of, glyph, on_paper
from tests.e2e.service import ARTIFACT
from tests.web.parts import batch_json, predict_json

DRAWING = on_paper(glyph()).convert("RGBA")  # as a canvas gives it
PNG = file_of(DRAWING)
PIXELS = len(DRAWING.tobytes())
ONE = predict_json(PNG)
MANY = 16

FILES = frozenset({"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.listdir"})
_heard: dict[int, Counter[str]] = {}  # by thread: the archive tidies up in one of its own


def _hear(event: str, _arguments: object) -> None:
    if event in FILES and (counted := _heard.get(get_ident())) is not None:
        counted[event] += 1


sys.addaudithook(_hear)


@contextmanager
def file_operations() -> Iterator[Counter[str]]:
    """Count what the file system is asked for by this thread."""
    counted = _heard[get_ident()] = Counter()
    try:
        yield counted
    finally:
        del _heard[get_ident()]


@contextmanager
def calls() -> Iterator[Counter[str]]:
    """Count the calls of functions by name, those written in C too."""
    counted: Counter[str] = Counter()

    def count(frame, event, argument):
        if event == "call":
            counted[frame.f_code.co_name] += 1
        elif event == "c_call":
            counted[argument.__name__] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield counted
    finally:
        sys.setprofile(before)


@pytest.fixture
def post(make_client, tmp_path) -> Callable[..., None]:
    """Post to the service of real parts, and count on the way how much is done for it."""
    client = make_client(
        reader=PillowImageReader(max_pixels=10**6),
        archive=FolderArchive(tmp_path),
        classifier=PickleClassifier(ARTIFACT),
    )

    def once(arguments, count=nullcontext):
        environ = EnvironBuilder(**arguments).get_environ()
        with count() as counted:
            _body, status, _headers = run_wsgi_app(client.application, environ, buffered=True)
        assert status == "200 OK"
        return counted

    once(ONE)  # what is only done once in a process
    return once


def test_an_image_is_decoded_once_and_never_encoded(post):
    """Its pixels are unpacked once, not by Pillow, and what is kept is what was received."""
    counted = post(ONE, calls)

    assert counted["decode_plain_png"] == counted["fit_digit"] == 1
    assert counted["load_prepare"] == counted["save"] == 0


def test_an_image_takes_few_calls(post):
    """All that Python does for an image, Flask's part and the metrics' tenth included, has a limit."""
    assert post(ONE, calls).total() < 1200


def test_a_drawing_that_leaves_the_page_takes_few_more(post):
    """Printed lines are looked for, of which there is no sign: no pieces are numbered."""
    counted = post(predict_json(file_of(DRAWING.crop((0, 0, 280, 200)))), calls)

    assert counted["long_runs"] > 0
    assert counted["find_objects"] == 0
    assert counted.total() < 1600


def test_an_image_takes_two_files(post):
    """Each of the two is made, named and closed, and nothing else is asked of the disk."""
    operations = post(ONE, file_operations)

    assert operations == {"open": 2, "os.link": 1, "os.rename": 1, "os.remove": 2}


def test_an_image_takes_little_memory(post):
    """Its pixels are in memory once; all else together is little."""
    tracemalloc.start()
    try:
        post(ONE)
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        post(ONE)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert PIXELS < peak - before < 1.6 * PIXELS


def test_a_batch_takes_one_call_of_the_model(post):
    """However many images there are, the network calculates once, and each costs less than alone."""
    counted = post(batch_json(*[PNG] * MANY), calls)

    assert counted["gradient_directions"] == 1
    assert counted.total() < MANY * post(ONE, calls).total() / 2
