"""How good the service is: every suite posted to it, and what it answered."""

import logging
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from flask.testing import FlaskClient
from numpy.typing import NDArray
from tqdm import tqdm

from training.calibration import expected_calibration_error
from training.cases import Case
from training.suites import suites
from web.app import create_app
from web.container import Container
from web.settings import Settings

NOTHING = -1
"""The digit of an image that read as blank."""


class Answer(NamedTuple):
    """The most probable digit, or NOTHING, and its certainty, 0 to 1."""

    digit: int
    certainty: float


class Scores(NamedTuple):
    """
    How a suite of n cases went, in shares of the cases, 0 to 1, unless said otherwise.

    Of digits, most should be right; of what is none, most should be refused.
    """

    cases: int
    right: float
    """The digit is right, whether it is told or not."""
    told_and_right: float
    right_among_told: float
    """Share of what is told; 1 where nothing is."""
    refused: float
    calibration_error: float
    """Expected calibration error, ten bins of equal mass."""
    brier: float
    """Mean squared difference of certainty and being right."""


class Judged(NamedTuple):
    """A suite with what the service answered."""

    name: str
    cases: Sequence[Case]
    answers: Sequence[Answer]

    @property
    def certainties(self) -> NDArray[np.float64]:
        """Of each answer, 0 to 1."""
        return np.array([answer.certainty for answer in self.answers])

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether each answer is the digit meant."""
        pairs = zip(self.answers, self.cases, strict=True)
        return np.array([answer.digit == case.label for answer, case in pairs])

    def uncontested(self) -> Self:
        """Return the suite without the cases whose label contradicts what anyone sees."""
        pairs = zip(self.cases, self.answers, strict=True)
        cases, answers = zip(*(pair for pair in pairs if not pair[0].contested), strict=True)
        return self._replace(cases=cases, answers=answers)

    def scores(self, threshold: float = 0.6) -> Scores:
        """Sum the suite up; an answer is told if its certainty reaches the threshold."""
        certainties, right = self.certainties, self.right
        told = certainties >= threshold
        return Scores(
            cases=len(self.cases),
            right=float(right.mean()),
            told_and_right=float((told & right).mean()),
            right_among_told=float(right[told].mean()) if told.any() else 1.0,
            refused=float(1 - told.mean()),
            calibration_error=expected_calibration_error(certainties, right),
            brier=float(((certainties - right) ** 2).mean()),
        )


@contextmanager
def service(model: Path | None = None) -> Iterator[FlaskClient]:
    """
    Give a client of the whole service with the default artifact, or another.

    Its threshold is 0, so that it says what it would have kept to itself.
    """
    with tempfile.TemporaryDirectory() as folder:
        model = model or Settings().model
        settings = Settings(archive=Path(folder), threshold=0, model=model)
        with _unlogged():
            yield create_app(Container(settings=settings)).test_client()


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
        return Answer(NOTHING, 0.0)
    raise RuntimeError(f"the service answered {response.status_code}: {body}")


def evaluate(*, model: Path | None = None, limit: int | None = None) -> Iterator[Judged]:
    """Post every suite, or `limit` cases of each, to the service with this artifact."""
    with service(model) as client:
        for name, cases in suites(limit=limit):
            yield Judged(name, cases, [ask(client, case) for case in tqdm(cases, name)])


def table(scores: Mapping[str, Scores]) -> str:
    """Return the scores of each suite as a Markdown table, shares in percent."""
    heads = ["suite", *(field.replace("_", " ") for field in Scores._fields)]
    lines = [heads, ["---", *["---:"] * len(Scores._fields)]]
    for name, row in scores.items():
        lines.append([name, str(row.cases), *(f"{100 * share:.2f}" for share in row[1:])])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
