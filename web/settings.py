"""Settings: everything an operator may decide, read from the environment once, at start."""

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from limits import parse_many
from pydantic import (
    AfterValidator,
    Field,
    PlainValidator,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from web.archive_location import BucketLocation, location_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

PREFIX = "SWAGDIGIT_"
NO_RATE_LIMIT = "none"

_URL = r"^https?://[^/?#]+(/[^?#]*)?$"

# Where Docker puts secrets.
SECRETS = Path("/run/secrets")

# The artifacts stand beside the packages, in a checkout and in an installed wheel alike.
_ARTIFACTS = Path(__file__).parent.parent / "artifacts"


def _sendable(token: SecretStr | None) -> SecretStr | None:
    # https://datatracker.ietf.org/doc/html/rfc6750#section-2.1
    if token and not re.fullmatch(r"[\w.~+/-]{16,}=*", token.get_secret_value(), re.ASCII):
        raise ValueError("16 or more letters, digits or -._~+/ are expected")
    return token


def _with_remote(url: str | None, info: ValidationInfo) -> str | None:
    if url is None and info.data.get("classifier") == "remote":
        raise ValueError(f"{PREFIX}CLASSIFIER=remote needs the address of a server")
    return url


class InvalidSettings(ValueError):
    """The environment has a setting that can not be used; says which and why in one sentence."""


def _rate_limit(text: str) -> str:
    if text != NO_RATE_LIMIT:
        parse_many(text)
    return text


class Settings(BaseSettings):
    """
    The service's settings: the variables of these names in capitals, after `SWAGDIGIT_`.

    Raises:
        ValidationError: a setting has an impossible value.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    classifier: Annotated[
        Literal["pickle", "onnx", "remote"],
        Field(
            description="What tells the digits apart: `pickle`, the model of this project, `onnx`, "
            "the same model without pickle and scikit-learn, or `remote`, a server of the Open "
            "Inference Protocol v2"
        ),
    ] = "pickle"
    classifier_url: Annotated[
        Annotated[str, Field(pattern=_URL)] | None,
        AfterValidator(_with_remote),
        Field(
            validate_default=True,
            description="The address of that server, as `http://localhost:8000`",
        ),
    ] = None
    classifier_model: Annotated[
        str, Field(pattern=r"^[\w.-]+$", description="The name of the model on that server")
    ] = "digits"
    classifier_timeout: Annotated[
        float, Field(gt=0, description="How long that server may take to answer, in seconds")
    ] = 5.0
    model: Annotated[
        Path,
        Field(
            description="The model's file, beside it the same as `.onnx`, and its manifest as `.json`"
        ),
    ] = _ARTIFACTS / "digit_classifier.pkl"
    archive: Annotated[
        Path | BucketLocation,
        PlainValidator(location_of),
        Field(description="Where the received images are kept: a folder, or `s3://bucket/prefix`"),
    ] = Path("saved_images")
    archive_required: Annotated[
        bool,
        Field(description="Refuse an image that can not be kept, or answer with a warning"),
    ] = True
    archive_fsync: Annotated[
        bool,
        Field(description="Let each kept image survive a power cut too, which takes longer"),
    ] = False
    archive_max_bytes: Annotated[
        int,
        Field(
            ge=0,
            description="The room for all kept images, in bytes: beyond it the oldest are deleted;"
            " `0`: no limit",
        ),
    ] = 0
    archive_max_days: Annotated[
        float,
        Field(
            ge=0,
            le=36_500,
            description="How long an image is kept, in days; `0`: until somebody deletes it",
        ),
    ] = 0.0
    threshold: Annotated[
        float, Field(ge=0, le=100, description="The least certainty that is told, in percent")
    ] = 60.0
    max_bytes: Annotated[int, Field(gt=0, description="The largest request, in bytes")] = (
        10_485_760
    )
    max_batch: Annotated[
        int, Field(gt=0, description="The most images that are recognised in one request")
    ] = 256
    max_pixels: Annotated[
        int,
        Field(
            gt=0,
            description="The largest image, in pixels: its width times its height; of a WebP three quarters,"
            " and twice as many for all images of a batch",
        ),
    ] = 12_500_000

    token: Annotated[
        SecretStr | None,
        AfterValidator(_sendable),
        Field(description="The secret that opens the kept images from everywhere"),
    ] = None
    local_access: Annotated[
        bool, Field(description="Open the kept images to callers on the same machine")
    ] = True
    rate_limit: Annotated[
        str,
        AfterValidator(_rate_limit),
        Field(
            description="How often a client may use each address of the API, as"
            " `300/minute; 20/second`; `none`: as often as it likes"
        ),
    ] = NO_RATE_LIMIT
    rate_limit_storage: Annotated[
        str,
        Field(
            pattern=r"^(memory://|redis(s|\+unix)?://.+)$",
            description="Where calls are counted: `memory://`, by each process for itself, or a"
            " Redis for all of them, as `redis://localhost:6379`",
        ),
    ] = "memory://"
    trusted_proxies: Annotated[
        int,
        Field(
            ge=0,
            description="How many reverse proxies stand before the service and tell it, in"
            " `X-Forwarded-For`, who is asking",
        ),
    ] = 0
    tracing: Annotated[
        Annotated[str, Field(pattern=_URL)] | None,
        Field(
            description="The OpenTelemetry collector that is told where the time of each request"
            " goes, as `http://localhost:4318`; the variables `OTEL_...` do the same and more"
        ),
    ] = None
    log_format: Annotated[
        Literal["text", "json"],
        Field(description="How the log is written: `text` for persons, `json` for programs"),
    ] = "text"

    @field_validator("archive_max_bytes", "archive_max_days")
    @classmethod
    def _of_a_folder_only(cls, limit: float, others: ValidationInfo) -> float:
        if limit and isinstance(others.data.get("archive"), BucketLocation):
            raise ValueError("only a folder is limited; a bucket has lifecycle rules of its own")
        return limit

    @property
    def archive_kind(self) -> Literal["folder", "bucket"]:
        """What the images are kept in."""
        return "bucket" if isinstance(self.archive, BucketLocation) else "folder"

    @property
    def archive_max_age(self) -> timedelta:
        """How long an image is kept; 0 is for ever."""
        return timedelta(days=self.archive_max_days)

    @classmethod
    def from_environment(cls, secrets: Path = SECRETS) -> Self:
        """
        Read the settings from the environment, and those that it does not have from `secrets`.

        Args:
            secrets: a folder with a file for each, `swagdigit_token`; it need not be there.

        Raises:
            InvalidSettings: one or more have an impossible value.
        """
        options: dict[str, Any] = {"_secrets_dir": secrets} if secrets.is_dir() else {}
        try:
            return cls(**options)
        except ValidationError as exc:
            raise InvalidSettings("; ".join(map(_sentence, exc.errors()))) from exc


def _sentence(error: "ErrorDetails") -> str:
    name = str(error["loc"][0])
    value = "a secret" if name == "token" else repr(error["input"])
    return f"{PREFIX}{name}".upper() + f"={value}: {error['msg']}"
