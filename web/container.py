"""Container: the composition root, the only module of the service that knows both the web and the adapters."""

from pathlib import Path

from dependency_injector.containers import DeclarativeContainer
from dependency_injector.providers import Callable, Factory, Selector, ThreadSafeSingleton

from adapters.archives.endpoint import client_options
from adapters.archives.folder_archive import FolderArchive
from adapters.archives.limits import ArchiveLimits
from adapters.archives.object_store_archive import ObjectStoreArchive
from adapters.classifiers.manifest import reference_beside
from adapters.classifiers.onnx_classifier import OnnxClassifier
from adapters.classifiers.remote_classifier import RemoteClassifier
from adapters.images.pillow_reader import PillowImageReader
from adapters.psutil_monitor import PsutilMonitor
from adapters.turn import FairLock, Turn
from swagdigit import CertaintyPolicy, Classifier, DigitPreviewer, DigitRecogniser
from web.observability.drift import Drift
from web.observability.metrics import Metrics
from web.observability.observed import ObservedClassifier, ObservedReader
from web.observability.observed_archive import ObservedArchive
from web.observability.sliding_window import SlidingWindow
from web.observability.tracing import stage_observer, tracing_of
from web.serving.slots import shared_folder
from web.settings import Settings


def _pickle_classifier(model: Path, *, turn: Turn) -> Classifier:
    # To import scikit-learn takes half of the time in which the service starts.
    from adapters.classifiers.pickle_classifier import PickleClassifier  # noqa: PLC0415

    return PickleClassifier(model, turn=turn)


class Container(DeclarativeContainer):
    """
    Builds each part once. Another part is given by name: `Container(classifier=another)`.

    The settings are read from the environment when the first part needs them.
    """

    settings = ThreadSafeSingleton(Settings.from_environment)

    turn = ThreadSafeSingleton(FairLock)

    reader = ThreadSafeSingleton(
        PillowImageReader, max_pixels=settings.provided.max_pixels, turn=turn
    )
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
        pickle=ThreadSafeSingleton(_pickle_classifier, settings.provided.model, turn=turn),
        onnx=ThreadSafeSingleton(OnnxClassifier, settings.provided.model, turn=turn),
        remote=ThreadSafeSingleton(
            RemoteClassifier,
            settings.provided.classifier_url,
            model=settings.provided.classifier_model,
            timeout=settings.provided.classifier_timeout,
            at_most=settings.provided.max_batch,
        ),
    )
    object_store_options = Callable(client_options)
    monitor = ThreadSafeSingleton(PsutilMonitor)

    metrics = ThreadSafeSingleton(Metrics)
    tracing = ThreadSafeSingleton(tracing_of, settings)
    observe_stage = ThreadSafeSingleton(stage_observer, metrics.provided.observe_stage, tracing)
    scrape = ThreadSafeSingleton(
        Drift,
        metrics,
        reference=Callable(reference_beside, settings.provided.model).provider,
        window=Factory(SlidingWindow, Callable(shared_folder)),
    )
    observed_reader = ThreadSafeSingleton(ObservedReader, reader, observe_stage=observe_stage)
    observed_archive = ThreadSafeSingleton(
        ObservedArchive,
        archive,
        observe_stage=observe_stage,
        metrics=metrics,
        is_required=settings.provided.archive_required,
    )
    observed_classifier = ThreadSafeSingleton(
        ObservedClassifier,
        classifier,
        observe_stage=observe_stage,
        count_predictions=metrics.provided.count_predictions,
    )
    preview_classifier = ThreadSafeSingleton(
        ObservedClassifier, classifier, observe_stage=observe_stage
    )

    policy = ThreadSafeSingleton(CertaintyPolicy, settings.provided.threshold)
    recogniser = ThreadSafeSingleton(
        DigitRecogniser,
        reader=observed_reader,
        archive=observed_archive,
        classifier=observed_classifier,
        policy=policy,
        archive_required=settings.provided.archive_required,
    )
    previewer = ThreadSafeSingleton(
        DigitPreviewer, reader=observed_reader, classifier=preview_classifier, policy=policy
    )
