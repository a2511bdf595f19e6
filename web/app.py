"""The application factory."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any, override

from flask import Flask
from flask_openapi3.openapi import OpenAPI

from swagdigit import (
    ArchiveUnavailable,
    Classifier,
    ClassifierUnavailable,
    ImageArchive,
    model_version,
)
from web import clients, compression, headers, i18n, misspelt, refusing
from web.access import Access
from web.api import api_blueprint
from web.container import Container
from web.docs import docs_blueprint
from web.explain import explain_blueprint
from web.images import images_blueprint
from web.inference.blueprint import inference_blueprint
from web.observability import counting, logs
from web.observability.metrics import Metrics
from web.openapi import OPENAPI_OPTIONS
from web.ops import ops_blueprint
from web.pages import pages_blueprint
from web.receiving import parameters
from web.serving.extensions import RELOAD, WARM_UP


class _App(OpenAPI):
    """An application of which nothing is asynchronous."""

    @override
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        # Flask would look at the view, and at all that is done before and after it, in each request.
        return func


def create_app(container: Container | None = None) -> Flask:
    """
    Make the application of what the container holds; by default, of what the settings say.

    Raises:
        InvalidSettings: a setting has an impossible value.
    """
    container = container or Container()
    settings, classifier = container.settings(), container.classifier()
    archive, metrics = container.observed_archive(), container.metrics()
    access = Access(token=settings.token, local=settings.local_access)
    logs.configure(settings.log_format)

    app = _App(__name__, **OPENAPI_OPTIONS)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_bytes
    # An address that is nearly right is refused like any other, not redirected in HTML.
    app.url_map.merge_slashes = False
    for part in (logs, i18n, refusing, headers, parameters):
        part.init_app(app)
    counting.init_app(app, metrics)
    if tracing := container.tracing():
        tracing.init_app(app)
    clients.init_app(app, settings)
    for complaint in misspelt.complaints(os.environ):
        app.logger.warning("%s", complaint)

    app.register_blueprint(pages_blueprint(access=access, settings=settings))
    app.register_api(
        api_blueprint(
            recogniser=container.recogniser(),
            previewer=container.previewer(),
            monitor=container.monitor(),
            max_batch=settings.max_batch,
        )
    )
    app.register_api(explain_blueprint(previewer=container.previewer()))
    app.register_api(images_blueprint(archive=archive, policy=container.policy(), access=access))
    app.register_api(
        ops_blueprint(
            checks={"classifier": classifier.check, "archive": archive.check},
            dispensable=() if settings.archive_required else ("archive",),
            metrics=container.scrape(),
        )
    )
    app.register_api(
        inference_blueprint(
            classifier=container.observed_classifier(),
            version=partial(model_version, classifier),
            max_batch=settings.max_batch,
        )
    )
    app.register_blueprint(docs_blueprint(app))
    compression.init_app(app)

    _check(classifier, app)
    app.extensions[RELOAD] = partial(_reload, classifier, app)
    app.extensions[WARM_UP] = partial(_warm_up, classifier, archive, metrics, app)
    return app


def _check(classifier: Classifier, app: Flask) -> None:
    # Without a model the service still tells why, and finds the model once it is there.
    try:
        classifier.check()
    except ClassifierUnavailable as exc:
        app.logger.warning("no digit is recognised until this is mended: %s", exc)


def _warm_up(classifier: Classifier, archive: ImageArchive, metrics: Metrics, app: Flask) -> None:
    # Whoever made the app was told already what is wrong with the model.
    with suppress(ClassifierUnavailable):
        metrics.set_model(model_version(classifier))
    # Not before the fork, as threads do not come along; and nobody waits for a store that is silent.
    Thread(target=_check_archive, args=(archive, app), name="archive-check", daemon=True).start()


def _check_archive(archive: ImageArchive, app: Flask) -> None:
    try:
        archive.check()
    except ArchiveUnavailable as exc:
        app.logger.warning("no image is kept until this is mended: %s", exc)


def _reload(classifier: Classifier, app: Flask) -> None:
    logs.follow()
    try:
        classifier.reload()
    except ClassifierUnavailable as exc:
        app.logger.warning("the new model is refused, and changes nothing: %s", exc)
