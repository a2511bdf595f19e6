"""ObjectStoreArchive keeps images whole, whatever the store does."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
import stamina

from adapters.archives.names import name_of
from adapters.archives.object_store_archive import ObjectStoreArchive
from swagdigit import ArchiveUnavailable, ImageNotFound
from tests.contracts.archive import FIVE, PNG, ArchiveContract, DamageContract
from tests.object_stores import proxy as faults
from tests.object_stores.proxy import Proxy
from tests.object_stores.servers import ObjectStore, environment, in_memory

LONGEST = 3.5  # seconds that a question may take on a machine that is busy with other things


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects whose keys begin with a prefix, by the rest of their keys."""

    client: Any
    prefix: str

    def keys(self) -> list[str]:
        listed = self.client.list_objects_v2(Bucket=ObjectStore.BUCKET, Prefix=f"{self.prefix}/")
        return [one["Key"].removeprefix(f"{self.prefix}/") for one in listed.get("Contents", [])]

    def get(self, key: str) -> bytes:
        return self.client.get_object(**self._at(key))["Body"].read()

    def put(self, key: str, content: bytes) -> None:
        self.client.put_object(**self._at(key), Body=content)

    def delete(self, key: str) -> None:
        self.client.delete_object(**self._at(key))

    def _at(self, key: str) -> dict[str, str]:
        return {"Bucket": ObjectStore.BUCKET, "Key": f"{self.prefix}/{key}"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A server of S3."""
    store = in_memory(tmp_path_factory.mktemp("store"))
    store.start()
    yield store
    store.kill()


@pytest.fixture
def prefix(tmp_path):
    """The part of the bucket that is the test's own."""
    return f"archives/{tmp_path.name}"


@pytest.fixture
def archive_at(prefix, monkeypatch):
    """Makes an archive in the store at an address."""

    def archive_at(url, **options):
        for name, value in environment(url).items():
            monkeypatch.setenv(name, value)
        return ObjectStoreArchive(ObjectStore.BUCKET, prefix, **options)

    return archive_at


@pytest.fixture
def archive(store, archive_at):
    return archive_at(store.url)


@pytest.fixture
def objects(store, prefix):
    """What is in the test's own part of the bucket, whoever has put it there."""
    client = boto3.client(
        "s3",
        endpoint_url=store.url,
        aws_access_key_id="somebody",
        aws_secret_access_key="secret",
        region_name="us-east-1",
    )
    return Objects(client, prefix)


class TestObjectStoreArchive(ArchiveContract, DamageContract):
    """The contracts."""

    @pytest.fixture
    def damage(self, objects):
        return objects.put


@pytest.fixture
def proxy(store):
    """What stands between the archive and the store."""
    with Proxy(store.url) as proxy:
        yield proxy


@pytest.fixture
def behind_proxy(proxy, archive_at):
    """An archive that reaches its store by the proxy."""
    return archive_at(proxy.url)


MOMENTARY = [
    faults.unavailable,
    faults.cut_request,
    faults.cut_answer,
    faults.lose_answer,
    faults.slow,
]
by_name = pytest.mark.parametrize("fault", MOMENTARY, ids=lambda fault: fault.__name__)


def assert_unavailable(ask):
    """It is refused, and soon."""
    begun = time.monotonic()
    with pytest.raises(ArchiveUnavailable) as refusal:
        ask()

    assert time.monotonic() - begun < LONGEST
    assert "\n" not in str(refusal.value)


@pytest.mark.slow
@by_name
def test_a_moment_is_waited_for(behind_proxy, proxy, fault):
    """What goes wrong once is tried again, and done once."""
    proxy.spoil(fault, times=1)
    kept = behind_proxy.keep(PNG)
    proxy.spoil(fault, times=1)
    behind_proxy.record(kept, FIVE)
    proxy.spoil(fault, times=1)

    assert behind_proxy.ids() == [kept]
    proxy.spoil(fault, times=1)
    image = behind_proxy.get(kept)
    assert (image.png, image.prediction) == (PNG, FIVE)
    proxy.spoil(fault, times=1)
    behind_proxy.delete(kept)
    assert behind_proxy.ids() == []


@pytest.mark.slow
@by_name
def test_nothing_is_acknowledged_that_is_not_kept(proxy, archive_at, fault):
    """While the store fails, each question is refused within seconds; then it heals by itself."""
    # Each of its own: one that was refused would not ask for a while.
    first, second, third = (archive_at(proxy.url) for _ in range(3))
    kept = first.keep(PNG)
    proxy.spoil(fault)

    for ask in (lambda: first.keep(PNG), lambda: second.record(kept, FIVE), third.check):
        before = proxy.requests
        assert_unavailable(ask)
        assert proxy.requests > before + 1

    proxy.heal()
    for attempt in stamina.retry_context(on=ArchiveUnavailable, attempts=9, timeout=60):
        with attempt:
            assert third.get(third.keep(PNG)).png == PNG
    assert third.get(kept).png == PNG


PHOTO = PNG + bytes(1_000_000)


@pytest.mark.parametrize("image", [PNG, PHOTO], ids=["drawings", "photos"])
def test_a_crowd_does_not_wait_one_after_the_other(behind_proxy, proxy, image):
    """Of a batch that comes while the store is silent, only the first image is waited for."""
    proxy.spoil(faults.slow)
    begun = time.monotonic()
    for _ in range(256):
        with pytest.raises(ArchiveUnavailable):
            behind_proxy.keep(image)
        assert time.monotonic() - begun < LONGEST

    assert proxy.requests <= 2


def test_a_large_image_has_its_time(behind_proxy, proxy):
    """A photo takes longer over a thin line than a drawing may, there and back."""
    proxy.spoil(faults.pass_on, times=1)  # whether the name is free
    proxy.spoil(faults.late, times=1)
    kept = behind_proxy.keep(PHOTO)

    proxy.spoil(faults.pass_on, times=1)  # how large it is
    proxy.spoil(faults.late, times=1)
    assert behind_proxy.get(kept).png == PHOTO


def test_a_large_image_that_fails_harms_no_drawing(behind_proxy, proxy):
    """The line may have been too thin for it, and is not for what is small."""
    kept = behind_proxy.keep(PHOTO)
    for ask in (lambda: behind_proxy.keep(PHOTO), lambda: behind_proxy.get(kept)):
        proxy.spoil(faults.pass_on, times=1)
        proxy.spoil(faults.cut_answer)
        with pytest.raises(ArchiveUnavailable):
            ask()
        proxy.heal()
        behind_proxy.record(kept, FIVE)


def test_nobody_is_there(store, archive_at):
    """A refused connection is told like the rest."""
    with Proxy(store.url) as proxy:
        archive = archive_at(proxy.url)

    assert_unavailable(lambda: archive.keep(PNG))
    assert_unavailable(archive.check)


def test_a_refusal_is_told_at_once(behind_proxy, proxy, caplog):
    """Who may not write is not asked again, and the operator reads why."""
    proxy.spoil(faults.forbidden)
    assert_unavailable(lambda: behind_proxy.keep(PNG))

    assert proxy.requests == 1
    assert "403 Forbidden" in caplog.text


def test_no_bucket_is_told(store, archive_at):
    """An archive whose bucket is not there is not ready, and keeps nothing."""
    archive_at(store.url)
    archive = ObjectStoreArchive("nowhere")

    assert_unavailable(lambda: archive.keep(PNG))
    assert_unavailable(archive.check)
    assert_unavailable(archive.ids)


def test_a_lost_answer_makes_no_second_image(behind_proxy, proxy):
    """What the store has taken without saying so is not kept under another name again."""
    proxy.spoil(faults.lose_answer, times=1)
    kept = behind_proxy.keep(PNG)

    assert proxy.requests == 3  # the second try finds the name taken, the third looks by whom
    assert behind_proxy.ids() == [kept]


NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
AT_NOON = ["20260102T120000.000000Z", "20260102T120000.000001Z", "20260102T120000.000002Z"]


def test_names_stay_unique_when_time_stands_still(store, archive_at):
    """Images of the same microsecond get the following ones, be they the same image."""
    archive = archive_at(store.url, now=lambda: NOON)

    assert [archive.keep(PNG) for _ in range(3)] == AT_NOON


def test_anothers_image_is_not_taken_for_ones_own(proxy, archive_at):
    """A name that another image got while the store failed is left to it."""
    archive = archive_at(proxy.url, now=lambda: NOON)
    archive.keep(b"another")
    proxy.spoil(faults.unavailable, times=1)

    assert archive.get(archive.keep(PNG)).png == PNG
    assert archive.ids() == AT_NOON[:2]


def test_the_bucket_holds_pngs_and_their_outcomes(archive, objects):
    """The objects are what an operator expects to find; one more shows that it can be written."""
    image_id = archive.keep(PNG)
    archive.record(image_id, FIVE)
    archive.label(image_id, 6)
    archive.check()

    assert objects.keys() == [f"{image_id}.json", f"{image_id}.label", f"{image_id}.png", "probe"]
    assert objects.get(f"{image_id}.label") == b"6\n"


def test_a_deleted_image_leaves_no_object(archive, objects):
    """Nothing of it stays in the bucket."""
    image_id = archive.keep(PNG)
    archive.record(image_id, FIVE)
    archive.label(image_id, 6)
    archive.delete(image_id)

    assert objects.keys() == []


def test_a_deletion_that_was_cut_short_can_be_finished(archive, objects):
    """Where only the image is gone, the next try says that it is, and deletes the rest."""
    image_id = archive.keep(PNG)
    archive.record(image_id, FIVE)
    objects.delete(f"{image_id}.png")

    assert archive.latest(1) == []
    with pytest.raises(ImageNotFound):
        archive.delete(image_id)
    assert objects.keys() == []


def test_what_is_said_of_a_deleted_image_is_not_kept(archive, objects):
    """Of eight clients who label it and one who deletes it, the last word is gone too."""
    for _ in range(10):
        image_id = archive.keep(PNG)
        with ThreadPoolExecutor(9) as clients:
            labels = [clients.submit(archive.label, image_id, 5) for _ in range(8)]
            clients.submit(archive.delete, image_id).result()
        assert {type(label.exception()) for label in labels} <= {type(None), ImageNotFound}

        assert objects.keys() == []


def test_other_objects_are_not_listed(archive, objects):
    """What is not an image of the archive is left alone."""
    kept = archive.keep(PNG)
    for key in ("holiday.png", f"{AT_NOON[0]}.json", f"{AT_NOON[1]}.label", f"a/{AT_NOON[2]}.png"):
        objects.put(key, PNG)

    assert archive.ids() == [entry.image_id for entry in archive.latest(9)] == [kept]
    assert archive.ids(labelled=True) == []


def test_more_are_listed_than_fit_on_a_page(archive, objects):
    """The store lists a thousand at a time, the archive all of them."""
    names = [name_of(NOON + number * timedelta(seconds=1)) for number in range(1100)]
    with ThreadPoolExecutor(8) as clients:
        list(clients.map(lambda name: objects.put(f"{name}.png", PNG), names))

    # A store of a thousand in Python takes a second on a busy machine, the most that the archive waits.
    for attempt in stamina.retry_context(on=ArchiveUnavailable, attempts=9, timeout=60):
        with attempt:
            assert archive.ids() == names
            assert [entry.image_id for entry in archive.latest(3)] == names[:-4:-1]
            assert [entry.image_id for entry in archive.latest(2, before=names[2])] == names[1::-1]
