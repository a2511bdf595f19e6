"""Errors: the one table from what went wrong to its status, its code and its sentence."""

from typing import NamedTuple

from flask_babel import LazyString, lazy_gettext
from werkzeug import exceptions as http

from swagdigit import (
    ArchiveUnavailable,
    BatchTooLarge,
    BlankImage,
    CertaintyTooLow,
    ClassifierUnavailable,
    ImageNotFound,
    ImageTooLarge,
    InvalidImage,
    SwagDigitError,
)
from web.receiving.request_errors import (
    BrokenBody,
    InvalidLabel,
    InvalidParameter,
    InvalidTensors,
    JsonExpected,
    NoImages,
    NoTensors,
    SeveralImages,
    TooManyImages,
    UnknownPacking,
)
from web.schemas.refusals import Code


class Row(NamedTuple):
    """What is answered: an HTTP status, a word for programs and a sentence for persons."""

    status: int
    code: Code
    sentence: LazyString


_INTERNAL_ERROR = Row(
    500,
    "internal_error",
    lazy_gettext("Une erreur inattendue s'est produite. Essayez à nouveau plus tard."),
)
_INVALID_REQUEST = Row(
    400,
    "invalid_request",
    lazy_gettext(
        "La requête ne contient pas d'image. Envoyez un objet JSON avec un champ « image », "
        "un formulaire avec un fichier « image » ou l'image elle-même."
    ),
)
_BROKEN_BODY = Row(
    400,
    "invalid_request",
    lazy_gettext("Le contenu de la requête est incomplet ou endommagé. Envoyez-le à nouveau."),
)
_NOT_FOUND = Row(404, "not_found", lazy_gettext("Il n'y a rien à cette adresse."))

REFUSALS: dict[type[Exception], Row] = {
    SwagDigitError: _INTERNAL_ERROR,
    InvalidImage: Row(
        400,
        "invalid_image",
        lazy_gettext("L'image est illisible. Envoyez un fichier d'image intact, par exemple PNG."),
    ),
    ImageTooLarge: Row(
        413,
        "image_too_large",
        lazy_gettext("L'image a trop de pixels. Envoyez une image plus petite."),
    ),
    BatchTooLarge: Row(
        413,
        "image_too_large",
        lazy_gettext(
            "Les images ont trop de pixels, toutes ensemble. Envoyez-en moins à la fois."
        ),
    ),
    BlankImage: Row(
        422,
        "blank_image",
        lazy_gettext("Rien n'est dessiné sur l'image. Dessinez un chiffre et essayez à nouveau."),
    ),
    CertaintyTooLow: Row(
        422,
        "certainty_too_low",
        lazy_gettext(
            "La certitude est trop faible pour une prédiction fiable. Essayez à nouveau."
        ),
    ),
    ClassifierUnavailable: Row(
        503,
        "classifier_unavailable",
        lazy_gettext("La reconnaissance est indisponible. Essayez à nouveau dans un instant."),
    ),
    ArchiveUnavailable: Row(
        507,
        "archive_unavailable",
        lazy_gettext("L'archive des images est indisponible. Essayez à nouveau plus tard."),
    ),
    ImageNotFound: _NOT_FOUND,
    http.HTTPException: Row(
        400, "invalid_request", lazy_gettext("Cette requête n'a pas de réponse ici.")
    ),
    http.BadRequest: _INVALID_REQUEST,
    http.ClientDisconnected: _BROKEN_BODY,
    BrokenBody: _BROKEN_BODY,
    InvalidParameter: Row(
        400,
        "invalid_parameter",
        lazy_gettext("Un paramètre de l'adresse est inconnu, répété ou a une valeur impossible."),
    ),
    InvalidLabel: Row(
        400,
        "invalid_label",
        lazy_gettext("Une correction est un objet JSON avec un champ « label », de 0 à 9."),
    ),
    http.Unauthorized: Row(
        401,
        "token_required",
        lazy_gettext("Les images conservées demandent le jeton d'accès de ce serveur."),
    ),
    http.Forbidden: Row(
        403,
        "access_denied",
        lazy_gettext("Les images conservées ne se montrent que sur la machine du serveur."),
    ),
    http.NotFound: _NOT_FOUND,
    http.MethodNotAllowed: Row(
        405,
        "method_not_allowed",
        lazy_gettext("Cette adresse n'accepte pas cette méthode."),
    ),
    http.RequestEntityTooLarge: Row(
        413,
        "request_too_large",
        lazy_gettext("La requête est trop volumineuse. Envoyez une image plus petite."),
    ),
    http.TooManyRequests: Row(
        429,
        "too_many_requests",
        lazy_gettext("Trop de requêtes en peu de temps. Essayez à nouveau dans un instant."),
    ),
    http.UnsupportedMediaType: Row(
        415,
        "unsupported_media_type",
        lazy_gettext(
            "Ce type de contenu n'est pas accepté. Envoyez du JSON, un formulaire multipart "
            "ou une image."
        ),
    ),
    UnknownPacking: Row(
        415,
        "unsupported_media_type",
        lazy_gettext(
            "Cette compression n'est pas acceptée. Envoyez du gzip, du deflate ou le contenu "
            "tel quel."
        ),
    ),
    JsonExpected: Row(
        415,
        "unsupported_media_type",
        lazy_gettext("Ce type de contenu n'est pas accepté. Envoyez du JSON."),
    ),
    http.InternalServerError: _INTERNAL_ERROR,
    NoImages: Row(
        400,
        "invalid_request",
        lazy_gettext(
            "La requête ne contient pas d'images. Envoyez un objet JSON avec une liste « images »."
        ),
    ),
    SeveralImages: Row(
        400,
        "invalid_request",
        lazy_gettext(
            "La requête contient plusieurs images. Envoyez-les une à une, ou ensemble à "
            "« /api/predict/batch »."
        ),
    ),
    TooManyImages: Row(
        413,
        "request_too_large",
        lazy_gettext("La requête contient trop d'images. Envoyez-en moins à la fois."),
    ),
    NoTensors: Row(
        400,
        "invalid_request",
        lazy_gettext(
            "La requête ne contient pas de tenseurs. Envoyez un objet JSON avec une liste « inputs »."
        ),
    ),
    InvalidTensors: Row(
        400,
        "invalid_tensors",
        lazy_gettext("Les tenseurs ne sont pas ceux du modèle, que décrit « /v2/models/digits »."),
    ),
}


def row_of(error: type[Exception]) -> Row:
    """Return the row of an error, or of the nearest class above it that has one."""
    return next(REFUSALS[cls] for cls in error.__mro__ if cls in REFUSALS)
