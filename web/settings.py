"""Settings: everything an operator may decide, read from the environment once, at start."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from web.archive_location import BucketLocation
from web.impossible_settings import told
from web.setting_types import (
    NO_RATE_LIMIT,
    ArchiveLocation,
    Count,
    Days,
    HttpUrl,
    ModelName,
    Percent,
    PositiveCount,
    RateLimit,
    RateLimitStorage,
    Seconds,
    Token,
)

PREFIX = "SWAGDIGIT_"

# Where Docker puts secrets.
SECRETS = Path("/run/secrets")

# The artifacts stand beside the packages, in a checkout and in an installed wheel alike.
_ARTIFACTS = Path(__file__).parent.parent / "artifacts"


class InvalidSettings(ValueError):
    """The environment has a setting that can not be used; says which and why in one sentence."""


def _with_remote(url: str | None, info: ValidationInfo) -> str | None:
    if url is None and info.data.get("classifier") == "remote":
        raise ValueError(f"{PREFIX}CLASSIFIER=remote needs the address of a server")
    return url


class Settings(BaseSettings):
    """
    The service's settings: the variables of these names in capitals, after `SWAGDIGIT_`.

    What stands under each is its meaning in the README.

    Raises:
        ValidationError: a setting has an impossible value.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        env_ignore_empty=True,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
    )

    classifier: Literal["pickle", "onnx", "remote"] = "pickle"
    """
    What tells the digits apart: `pickle`, the model of this project, `onnx`, the same model without
    pickle and scikit-learn, or `remote`, a server of the Open Inference Protocol v2
    """
    classifier_url: Annotated[
        HttpUrl | None, AfterValidator(_with_remote), Field(validate_default=True)
    ] = None
    """The address of that server, as `http://localhost:8000`"""
    classifier_model: ModelName = "digits"
    """The name of the model on that server"""
    classifier_timeout: Seconds = 5.0
    """How long that server may be silent before and while it answers, in seconds"""
    model: Path = _ARTIFACTS / "digit_classifier.pkl"
    """The model's file, beside it the same as `.onnx`, and its manifest as `.json`"""
    archive: ArchiveLocation = Path("saved_images")
    """Where the received images are kept: a folder, or a place in S3, `s3://bucket/prefix`"""
    archive_required: bool = True
    """Refuse an image that can not be kept, or answer with a warning"""
    archive_fsync: bool = False
    """Let each image kept in a folder survive a power cut too, which takes longer"""
    archive_max_bytes: Count = 0
    """
    The room for all images in a folder, in bytes: beyond it the oldest are deleted; `0`: no limit
    """
    archive_max_days: Days = 0.0
    """How long an image is kept in a folder, in days; `0`: until somebody deletes it"""
    threshold: Percent = 60.0
    """The least certainty that is told, in percent"""
    max_bytes: PositiveCount = 10_485_760
    """The largest request, in bytes"""
    max_batch: PositiveCount = 256
    """The most images that are recognised in one request"""
    max_pixels: PositiveCount = 12_500_000
    """
    The largest image, in pixels: its width times its height; of a WebP three quarters, of a packed BMP
    one quarter, and twice as many for all images of a batch
    """
    token: Token | None = None
    """
    The secret that opens the kept images from everywhere, 16 characters or more; Docker's secret
    `swagdigit_token` does the same
    """
    local_access: bool = True
    """
    Open the kept images to callers on the same machine; `false` behind a proxy there that tells
    nothing of its callers
    """
    rate_limit: RateLimit = NO_RATE_LIMIT
    """
    How often a client may use each address of the API, as `300/minute; 20/second`; `none`: as often
    as it likes
    """
    rate_limit_storage: RateLimitStorage = "memory://"
    """
    Where calls are counted: `memory://`, by each process for itself, or a Redis for all of them, as
    `redis://localhost:6379`
    """
    trusted_proxies: Count = 0
    """
    How many reverse proxies stand before the service and tell it, in `X-Forwarded-For`, who is asking
    """
    tracing: HttpUrl | None = None
    """
    The OpenTelemetry collector that is told where the time of each request goes, as
    `http://localhost:4318`; the variables `OTEL_...` do the same and more
    """
    log_format: Literal["text", "json"] = "text"
    """How the log is written: `text` for persons, `json` for programs"""

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
            InvalidSettings: one or more have an impossible value, or can not be read.
        """
        options: dict[str, Any] = {"_secrets_dir": secrets} if secrets.is_dir() else {}
        try:
            return cls(**options)
        except ValidationError as exc:
            raise InvalidSettings(told(exc, prefix=PREFIX)) from exc
        except SettingsError as exc:  # a secret may be there, and not be read by this user
            reason = exc.__cause__ or exc
            raise InvalidSettings(f"{secrets} can not be read: {reason}") from exc
