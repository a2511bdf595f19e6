"""The evaluation: every case of every suite is posted to the service."""

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from joblib import Parallel, delayed
from tqdm import tqdm

from training import ARTIFACT
from training.cases import Case
from training.scores import BLANK, Answer, SuiteResult
from training.suites import all_suites
from web.app import create_app
from web.container import Container
from web.settings import Settings

SAMPLE = 200
"""Cases of each suite that are asked once more in a test, as often as the project is tested."""


@contextmanager
def service(model: Path = ARTIFACT) -> Iterator[FlaskClient]:
    """
    Give a client of the whole service with the artifact, or another.

    Its threshold is 0, so that every digit is told, however uncertain.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = untouched_settings(archive=Path(folder), threshold=0, model=model)
        with _unlogged():
            yield create_app(Container(settings=settings)).test_client()


def untouched_settings(**chosen: Any) -> Settings:
    """Return the service's defaults but for these: the environment is of another service, and may limit it."""
    return Settings.model_construct(**chosen)


@contextmanager
def _unlogged() -> Iterator[None]:
    """Log no requests meanwhile: there are a hundred thousand of them."""
    log = logging.getLogger("web.requests")
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = False


def ask(client: FlaskClient, case: Case) -> Answer:
    """
    Post the case as a client program would.

    Raises:
        RuntimeError: the service answered neither with a digit nor that there is none.
    """
    response = client.post("/api/predict", data=case.file, content_type="image/png")
    body = response.get_json()
    if response.status_code == 200:
        return Answer(body["prediction"], body["certainty"] / 100)
    if body["code"] == "blank_image":
        return Answer(BLANK, 0.0)
    raise RuntimeError(f"the service answered {response.status_code}: {body}")


def evaluate(*, model: Path = ARTIFACT, limit: int | None = None) -> Iterator[SuiteResult]:
    """
    Post every suite, or `limit` cases of each, to a service with this artifact.

    Each suite has a service of its own, and the processors share the suites.
    """
    asked = [delayed(_result)(model, *suite) for suite in all_suites(limit)]
    results = Parallel(n_jobs=-1, return_as="generator")(asked)
    yield from tqdm(results, "suites", total=len(asked))


def _result(model: Path, name: str, make: Callable[[], list[Case]]) -> SuiteResult:
    cases = make()
    with service(model) as client:
        return SuiteResult(name, cases, [ask(client, case) for case in cases])
