"""RemoteClassifier: asks a server that speaks the Open Inference Protocol v2."""

import os
from collections.abc import Sequence
from functools import partial
from itertools import batched
from typing import Any, override

import urllib3
from pydantic import BaseModel, ValidationError
from urllib3.exceptions import HTTPError

from adapters.circuit_breaker import CircuitBreaker, CircuitOpenError
from adapters.classifiers.inference_protocol import (
    BINARY,
    LENGTH,
    ModelMetadata,
    ServerMetadata,
    infer_answer,
    infer_request,
)
from swagdigit import Classifier, ClassifierUnavailable, DigitImage, Prediction

_CONNECTIONS = 32  # kept open at most; there are as many threads as ask at once, and fewer
_CONNECT_SECONDS = 1.0

# An inference changes nothing, so that it may be sent again, whatever became of the first. A
# server that was silent once is asked once more: it takes the whole time-out each time.
_RETRIES = urllib3.Retry(
    total=2,
    read=1,
    redirect=False,  # a 301 is a wrong answer
    allowed_methods=None,
    status_forcelist={502, 503, 504},
    raise_on_status=False,
    respect_retry_after_header=False,
    backoff_factor=0.1,
    backoff_jitter=0.1,
)


class RemoteClassifier(Classifier):
    """
    Asks the model of a server, the images of a call in as few requests as it takes.

    What passes by itself (no connection, 502, 503, 504) is tried three times, some tenths of a
    second apart. Nothing is taken for granted: an answer that is not of ten probabilities for
    each image is as if there were none. A server that did not answer is left alone for a while,
    so that a silent one does not keep all threads of this one.

    Args:
        url: the server's address, `http://host:port`, with a path before `/v2` if it has one.
        model: the model's name there.
        timeout: how long the server may be silent before and while it answers, in seconds.
        at_most: how many images the server takes in a request.
    """

    PAUSE = 2.0  # seconds in which a server that did not answer is not asked

    def __init__(self, url: str, *, model: str, timeout: float, at_most: int = 256) -> None:
        self._url = url.rstrip("/") + "/v2"
        self._model = f"/models/{model}"
        self._at_most = at_most
        self._timeout = urllib3.Timeout(connect=_CONNECT_SECONDS, read=timeout)
        trial = 3 * (_CONNECT_SECONDS + timeout)
        self._breaker = CircuitBreaker(HTTPError, pause=self.PAUSE, trial=trial)
        self._pool: tuple[int, urllib3.PoolManager] | None = None
        self._binary: bool | None = None

    @override
    def classify(self, images: Sequence[DigitImage]) -> list[Prediction]:
        parts = batched(images, self._at_most, strict=False)
        return [prediction for part in parts for prediction in self._predictions(part)]

    def _predictions(self, images: Sequence[DigitImage]) -> list[Prediction]:
        if self._binary is None:
            self._agree()
        body, headers = infer_request(images, binary=bool(self._binary))
        answer = self._request("POST", self._model + "/infer", body=body, headers=headers)
        try:
            return infer_answer(answer.data, answer.headers.get(LENGTH), len(images))
        except ValueError as error:
            self._binary = None  # it may be another server now
            raise ClassifierUnavailable(f"{self._url} answers wrongly: {error}") from error

    @override
    def check(self) -> None:
        self._request("GET", self._model + "/ready")
        self._agree()

    def _agree(self) -> None:
        """
        Find out in which form the server takes images, and whether it knows digits.

        Raises:
            ClassifierUnavailable: it does not answer, or has another model.
        """
        self._told(ModelMetadata, self._model).verify()
        self._binary = BINARY in self._told(ServerMetadata, "").extensions

    def _told[T: BaseModel](self, kind: type[T], path: str) -> T:
        try:
            return kind.model_validate_json(self._request("GET", path).data)
        except ValidationError as error:
            raise ClassifierUnavailable(f"{self._url}{path} answers wrongly: {error}") from error

    def _request(self, method: str, path: str, **options: Any) -> urllib3.BaseHTTPResponse:
        # No packed answer was asked for, and one may unpack to more than there is memory for.
        ask = partial(
            self._connections().request, method, self._url + path, decode_content=False, **options
        )
        try:
            response = self._breaker.call(ask)
        except (HTTPError, CircuitOpenError) as error:
            raise ClassifierUnavailable(f"{self._url} does not answer: {error}") from error
        if response.status != 200:
            self._binary = None  # it may be another server now
            reason = response.data[:300].decode(errors="replace")
            raise ClassifierUnavailable(
                f"{self._url}{path} answers {response.status}: {reason.strip()}"
            )
        return response

    def _connections(self) -> urllib3.PoolManager:
        """Return the connections of this process: one that was forked may not use its parent's."""
        pid = os.getpid()
        if self._pool is None or self._pool[0] != pid:
            pool = urllib3.PoolManager(
                maxsize=_CONNECTIONS, timeout=self._timeout, retries=_RETRIES
            )
            self._pool = (pid, pool)
        return self._pool[1]
