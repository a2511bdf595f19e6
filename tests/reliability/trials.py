"""Trials: the service is killed, restarted and given new models while clients send images."""

import hashlib
import io
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path

from PIL import Image

from adapters.archives.object_store_archive import PROBE
from tests.object_stores.servers import FileStore, environment
from tests.reliability.clients import Clients
from tests.reliability.server import CHECKOUT, Server

ARTIFACT = CHECKOUT / "artifacts" / "digit_classifier.pkl"
WRONG = {".pkl": "0" * 64, ".onnx": "0" * 64}
BETWEEN = 30  # answers between two blows


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What came of a trial.

    Attributes:
        blows: how often the service was hit.
        answered: how many requests were answered meanwhile.
        failed: how many were not, or with a status that nobody asked for.
        lost: how many images were acknowledged and are not there as they were sent.
        torn: how many files are no whole PNG, or were left half-written.
        aborted: how many processes ended by SIGABRT.
        failures: what the failed were told.
        refused: how many were told that their image can not be kept, where that was to be.
    """

    blows: int
    answered: int
    failed: int
    lost: int
    torn: int
    aborted: int
    failures: str
    refused: int = 0


def stores(folder: Path, times: int) -> Outcome:
    """Kill -9 the server of S3 that keeps the images, and start it again."""
    store = FileStore(folder)
    store.start()
    settings = {"SWAGDIGIT_ARCHIVE": store.address(""), **environment(store.url)}
    with _started(folder, **settings) as server, Clients(server.port) as clients:
        for _ in range(times):
            clients.wait_for_kept(BETWEEN)
            store.kill()
            clients.wait_for_answers(BETWEEN)
            store.start()
        clients.wait_for_kept(BETWEEN)
    store.kill()
    archive = {key: file for key, file in store.objects.items() if key != PROBE}
    outcome = _outcome(server, clients, times, archive)
    # Who can not keep an image is to say so: each of these clients knows that it was not kept.
    refused = clients.answers[HTTPStatus.INSUFFICIENT_STORAGE]
    return replace(outcome, failed=outcome.failed - refused, refused=refused)


def kills(folder: Path, times: int) -> Outcome:
    """Kill -9 all workers, and every other time the main process too, and start it again."""
    with _started(folder) as server, Clients(server.port) as clients:
        for number in range(times):
            clients.wait_for_answers(BETWEEN)
            if number % 2:
                server.kill_workers()
            else:
                server.kill()
                server.start()
        clients.wait_for_answers(BETWEEN)
    return _outcome(server, clients, times, server.files)


def restarts(folder: Path, times: int) -> Outcome:
    """Stop the service with SIGTERM and start it again."""
    with _started(folder) as server, Clients(server.port) as clients:
        for _ in range(times):
            clients.wait_for_answers(BETWEEN)
            server.stop()
            server.start()
        clients.wait_for_answers(BETWEEN)
    return _outcome(server, clients, times, server.files)


def onnx_swaps(folder: Path, times: int) -> Outcome:
    """Do the same with ONNX Runtime, whose threads no fork may find."""
    return swaps(folder, times, classifier="onnx")


def swaps(folder: Path, times: int, *, classifier: str = "pickle") -> Outcome:
    """Put a new model in place and send SIGHUP, each time after a broken one was refused."""
    artifact = folder / "model.pkl"
    for suffix in (".pkl", ".onnx"):
        shutil.copy(ARTIFACT.with_suffix(suffix), artifact.with_suffix(suffix))
    put_in_place(artifact, version="model-0")
    settings = {"SWAGDIGIT_MODEL": str(artifact), "SWAGDIGIT_CLASSIFIER": classifier}
    server = _started(folder, **settings)
    with server as server, Clients(server.port) as clients:
        for number in range(1, times + 1):
            clients.wait_for_answers(BETWEEN)
            before = {worker.pid for worker in server.workers()}
            put_in_place(artifact, version="broken", sha256=WRONG)
            server.hang_up()
            clients.wait(lambda _, old=before: not old & {w.pid for w in server.workers()})
            put_in_place(artifact, version=f"model-{number}")
            server.hang_up()
            clients.wait(lambda c, new=f"model-{number}": set(c.models.values()) == {new})
    if "broken" in clients.models_seen:
        raise AssertionError("a broken model answered")
    return _outcome(server, clients, times, server.files)


def put_in_place(artifact: Path, **fields: object) -> None:
    """Give the artifact a manifest with these fields, all at once."""
    manifest = json.loads(ARTIFACT.with_suffix(".json").read_text()) | fields
    new = artifact.with_suffix(".new")
    new.write_text(json.dumps(manifest))
    new.replace(artifact.with_suffix(".json"))


@contextmanager
def _started(folder: Path, **settings: str) -> Iterator[Server]:
    server = Server(folder, **settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        server.close()


def _outcome(server: Server, clients: Clients, blows: int, archive: Mapping[str, Path]) -> Outcome:
    files = {name: path.read_bytes() for name, path in archive.items()}
    hashes = {name: hashlib.sha256(content).digest() for name, content in files.items()}
    lost = [
        name
        for name, sent in clients.kept.items()
        if hashes.get(f"{name}.png") != hashlib.sha256(sent).digest()
    ]
    torn = [name for name, content in files.items() if not _is_whole(name, content)]
    return Outcome(
        blows=blows,
        answered=clients.answers.total(),
        failed=clients.failed,
        lost=len(lost),
        torn=len(torn),
        aborted=server.log.read_text(errors="replace").count("SIGABRT"),
        failures=f"{dict(clients.answers)} {dict(clients.failures)}",
    )


def _is_whole(name: str, content: bytes) -> bool:
    try:
        match Path(name).suffix:
            case ".png":
                Image.open(io.BytesIO(content)).load()
            case ".json":
                json.loads(content)
            case _:
                return False  # nothing else belongs there, half-written files least of all
    except (OSError, ValueError, SyntaxError):
        return False
    return True
