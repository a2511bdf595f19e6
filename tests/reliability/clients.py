"""Clients that send images all the time, and remember what they were told."""

import json
import struct
import threading
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Self

PNG = (Path(__file__).parents[2] / "docs" / "images" / "seven.png").read_bytes()
PATIENCE = 60  # seconds


def numbered(number: str) -> bytes:
    """Return the picture of a seven as a PNG that differs from each other number's."""
    text = b"tEXtNumber\0" + number.encode()
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    end = PNG.rindex(b"IEND") - 4
    return PNG[:end] + chunk + PNG[end:]


class Clients:
    """
    So many clients who send, each one image after the other, until they are stopped.

    Attributes:
        kept: what was sent, by the image_id that was answered.
        answers: how often each status was answered.
        failures: what went wrong when there was no answer.
        models: the model that each answer named last, by client.
        models_seen: all models that were ever named.
    """

    def __init__(self, port: int, *, count: int = 6) -> None:
        self.kept: dict[str, bytes] = {}
        self.answers: Counter[int] = Counter()
        self.failures: Counter[str] = Counter()
        self.models: dict[int, str] = {}
        self.models_seen: set[str] = set()
        self._port = port
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._send_all, args=[number]) for number in range(count)
        ]

    def __enter__(self) -> Self:
        """Start them."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop them, once each has its last answer."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    @property
    def failed(self) -> int:
        """How many requests had no answer, or one that is none of 200 and 422."""
        refused = sum(n for status, n in self.answers.items() if status not in {200, 422})
        return refused + self.failures.total()

    def wait(self, condition: Callable[["Clients"], bool]) -> None:
        """Wait until something is true of the clients."""
        for _ in range(100 * PATIENCE):
            if condition(self):
                return
            self._stopped.wait(0.01)
        raise TimeoutError("what is waited for did not come true")

    def wait_for_answers(self, count: int) -> None:
        """Wait until so many more were answered."""
        goal = self.answers.total() + count
        self.wait(lambda clients: clients.answers.total() >= goal)

    def wait_for_kept(self, count: int) -> None:
        """Wait until so many more images were acknowledged."""
        goal = len(self.kept) + count
        self.wait(lambda clients: len(clients.kept) >= goal)

    def _send_all(self, client: int) -> None:
        number = 0
        while not self._stopped.is_set():
            connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            try:
                # Every other client keeps its connection as long as the server does.
                keep = True
                while keep and not self._stopped.is_set():
                    number += 1
                    keep = self._send(connection, client, number) and client % 2 == 0
            except (OSError, HTTPException) as error:
                self.failures[repr(error)] += 1
            finally:
                connection.close()

    def _send(self, connection: HTTPConnection, client: int, number: int) -> bool:
        """Send an image; say whether the server would take another on this connection."""
        png = numbered(f"{client}-{number}")
        connection.request("POST", "/api/predict", png, {"Content-Type": "image/png"})
        with connection.getresponse() as response:
            answer = json.load(response)
            self.answers[response.status] += 1
            with suppress(KeyError):
                self.kept[answer["image_id"]] = png
                self.models[client] = answer["model"]
                self.models_seen.add(answer["model"])
            return not response.will_close
