"""Settings: everything an operator may decide, read from the environment once, at start."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

PREFIX = "SWAGDIGIT_"

# The artifacts stand beside the packages, in a checkout and in an installed wheel alike.
_ARTIFACTS = Path(__file__).parent.parent / "artifacts"


class InvalidSettings(ValueError):
    """The environment has a setting that can not be used; says which and why in one sentence."""


class Settings(BaseSettings):
    """
    The service's settings: the variables of these names in capitals, after `SWAGDIGIT_`.

    Raises:
        ValidationError: a setting has an impossible value.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    classifier: Annotated[
        Literal["pickle", "onnx"],
        Field(
            description="What tells the digits apart: `pickle`, the model of this project, or "
            "`onnx`, the same model without pickle and scikit-learn"
        ),
    ] = "pickle"
    model: Annotated[
        Path,
        Field(
            description="The model's file, beside it the same as `.onnx`, and its manifest as `.json`"
        ),
    ] = _ARTIFACTS / "digit_classifier.pkl"
    archive: Annotated[Path, Field(description="The folder that keeps the received images")] = (
        Path("saved_images")
    )
    archive_required: Annotated[
        bool,
        Field(description="Refuse an image that can not be kept, or answer with a warning"),
    ] = True
    threshold: Annotated[
        float, Field(ge=0, le=100, description="The least certainty that is told, in percent")
    ] = 60.0
    max_bytes: Annotated[int, Field(gt=0, description="The largest request, in bytes")] = (
        10_485_760
    )
    max_pixels: Annotated[
        int, Field(gt=0, description="The largest image, in pixels: its width times its height")
    ] = 25_000_000

    @classmethod
    def from_environment(cls) -> Self:
        """
        Read the settings from the environment.

        Raises:
            InvalidSettings: one or more have an impossible value.
        """
        try:
            return cls()
        except ValidationError as exc:
            raise InvalidSettings("; ".join(map(_sentence, exc.errors()))) from exc


def _sentence(error: "ErrorDetails") -> str:
    return f"{PREFIX}{error['loc'][0]}".upper() + f"={error['input']!r}: {error['msg']}"
