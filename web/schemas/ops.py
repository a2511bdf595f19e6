"""The JSON of the service's own state, as pydantic models."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field

from swagdigit import SystemLoad
from web.schemas.base import Answer
from web.schemas.refusals import Refusal
from web.setting_types import Percent


class SystemInfo(Answer):
    """How busy the machine is, as text to show and as numbers."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "memory": "65%",
                "cpu": "45%",
                "memory_percent": 65.0,
                "cpu_percent": 45.0,
            }
        }
    )

    memory: Annotated[str, Field(pattern=r"^\d{1,3}%$")]
    cpu: Annotated[str, Field(pattern=r"^\d{1,3}%$")]
    memory_percent: Percent
    cpu_percent: Percent

    @classmethod
    def of(cls, load: SystemLoad) -> Self:
        """Tell a load."""
        return cls(
            memory=f"{load.memory:.0f}%",
            cpu=f"{load.cpu:.0f}%",
            memory_percent=load.memory,
            cpu_percent=load.cpu,
        )


class Liveness(Answer):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Answer):
    """What the service needs to answer, and has."""

    ok: Annotated[list[str], Field(description="The parts that work")]
    failing: Annotated[list[str], Field(description="The parts that do not")]


class Unreadiness(Refusal, Readiness):
    """What the service lacks to answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "error": "La reconnaissance est indisponible. Essayez à nouveau dans un instant.",
                "code": "classifier_unavailable",
                "ok": ["archive"],
                "failing": ["classifier"],
            }
        }
    )
