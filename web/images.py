"""The API of the kept images: the history, a person's corrections, and erasure."""

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from werkzeug.exceptions import Forbidden, Unauthorized

from swagdigit import (
    ArchiveEntry,
    ArchiveUnavailable,
    CertaintyPolicy,
    ImageArchive,
    ImageNotFound,
)
from web.access import Access
from web.corrections import zip_of_labelled
from web.openapi import ACCESS, LABEL_REQUEST_BODY, UNRECEIVED, file_of, refusals
from web.receiving.received import received_label
from web.receiving.request_errors import InvalidLabel, InvalidParameter, JsonExpected
from web.schemas.base import NoQuery
from web.schemas.images import HistoryAnswer, HistoryItem, HistoryQuery, ImagePath

_REFUSALS = (InvalidParameter, Unauthorized, Forbidden, ArchiveUnavailable)


def images_blueprint(
    *, archive: ImageArchive, policy: CertaintyPolicy, access: Access
) -> APIBlueprint:
    """Make the API of an archive, for those who have access."""
    blueprint = APIBlueprint(
        "images",
        __name__,
        url_prefix="/api/images",
        abp_tags=[Tag(name="images", description="See, correct and erase what was kept")],
        abp_security=ACCESS,
    )

    @blueprint.before_request
    def check_access() -> None:
        access.check(request)

    @blueprint.get(
        "",
        operation_id="list_images",
        responses={200: HistoryAnswer, **refusals(*_REFUSALS)},
    )
    def list_images(query: HistoryQuery) -> Response:
        """List the latest images with what was said of them, newest first."""
        entries = archive.latest(query.limit + 1, before=query.before)
        items = [HistoryItem.of(entry, policy) for entry in entries[: query.limit]]
        following = items[-1].image_id if len(entries) > query.limit else None
        return HistoryAnswer(images=items, next=following).to_response()

    @blueprint.get(
        "/labelled.zip",
        operation_id="export_images",
        responses={200: file_of("application/zip"), **refusals(*_REFUSALS)},
    )
    def export_images(query: NoQuery) -> Response:  # noqa: ARG001 (it is checked)
        """Export all images that were corrected, in a folder for each digit."""
        response = Response(zip_of_labelled(archive), mimetype="application/zip")
        response.headers["Content-Disposition"] = "attachment; filename=labelled.zip"
        return response

    @blueprint.get(
        "/<image_id>.png",
        operation_id="get_image",
        responses={200: file_of("image/png"), **refusals(ImageNotFound, *_REFUSALS)},
    )
    def get_image(path: ImagePath, query: NoQuery) -> Response:  # noqa: ARG001 (it is checked)
        """Return an image as it was kept."""
        return Response(archive.get(path.image_id).png, mimetype="image/png")

    @blueprint.put(
        "/<image_id>/label",
        operation_id="label_image",
        openapi_extensions={"requestBody": LABEL_REQUEST_BODY},
        responses={
            200: HistoryItem,
            **refusals(InvalidLabel, ImageNotFound, JsonExpected, *UNRECEIVED, *_REFUSALS),
        },
    )
    def label_image(path: ImagePath, query: NoQuery) -> Response:  # noqa: ARG001 (it is checked)
        """Say which digit an image shows; what is said last counts."""
        archive.label(path.image_id, received_label())
        image = archive.get(path.image_id)
        entry = ArchiveEntry(path.image_id, image.prediction, image.label, image.is_blank)
        return HistoryItem.of(entry, policy).to_response()

    @blueprint.delete(
        "/<image_id>",
        operation_id="delete_image",
        responses={204: None, **refusals(ImageNotFound, *_REFUSALS)},
    )
    def delete_image(path: ImagePath, query: NoQuery) -> Response:  # noqa: ARG001 (it is checked)
        """Erase an image and all that was said of it, for good."""
        archive.delete(path.image_id)
        return _nothing()

    return blueprint


def _nothing() -> Response:
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response
