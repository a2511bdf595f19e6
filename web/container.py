"""Container: the composition root, the only place that knows the ports and the adapters."""

from dependency_injector.containers import DeclarativeContainer
from dependency_injector.providers import Factory, Selector, ThreadSafeSingleton

from adapters.archives.folder_archive import FolderArchive
from adapters.archives.limits import ArchiveLimits
from adapters.archives.object_store_archive import ObjectStoreArchive
from adapters.classifiers.onnx_classifier import OnnxClassifier
from adapters.classifiers.pickle_classifier import PickleClassifier
from adapters.images.pillow_reader import PillowImageReader
from adapters.psutil_monitor import PsutilMonitor
from swagdigit import CertaintyPolicy, DigitGlimpser, DigitRecogniser
from web.settings import Settings


class Container(DeclarativeContainer):
    """
    Builds each part once. Another part is given by name: `Container(classifier=another)`.

    The settings are read from the environment when the first part needs them.
    """

    settings = ThreadSafeSingleton(Settings.from_environment)

    reader = ThreadSafeSingleton(PillowImageReader, max_pixels=settings.provided.max_pixels)
    archive = Selector(
        settings.provided.archive_kind,
        folder=ThreadSafeSingleton(
            FolderArchive,
            settings.provided.archive,
            fsync=settings.provided.archive_fsync,
            limits=Factory(
                ArchiveLimits,
                max_bytes=settings.provided.archive_max_bytes,
                max_age=settings.provided.archive_max_age,
            ),
        ),
        bucket=ThreadSafeSingleton(
            ObjectStoreArchive,
            settings.provided.archive.bucket,
            settings.provided.archive.prefix,
        ),
    )
    classifier = Selector(
        settings.provided.classifier,
        pickle=ThreadSafeSingleton(PickleClassifier, settings.provided.model),
        onnx=ThreadSafeSingleton(OnnxClassifier, settings.provided.model),
    )
    monitor = ThreadSafeSingleton(PsutilMonitor)

    policy = ThreadSafeSingleton(CertaintyPolicy, settings.provided.threshold)
    recogniser = ThreadSafeSingleton(
        DigitRecogniser,
        reader=reader,
        archive=archive,
        classifier=classifier,
        policy=policy,
        archive_required=settings.provided.archive_required,
    )
    glimpser = ThreadSafeSingleton(
        DigitGlimpser, reader=reader, classifier=classifier, policy=policy
    )
