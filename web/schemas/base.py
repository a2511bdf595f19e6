"""What all schemas share: the base classes, the types of fields, the examples."""

from functools import cache
from typing import Annotated, Any

from flask import Response
from pydantic import BaseModel, ConfigDict, Field

Probability = Annotated[float, Field(ge=0, le=1)]
Digit = Annotated[int, Field(ge=0, le=9)]

BYTES = {"type": "string", "format": "binary"}
"""The JSON schema of a file."""

EXAMPLE_ID = "20250131T142501.123456Z"
IMAGE_ID = r"^[0-9]{8}T[0-9]{6}\.[0-9]{6}Z$"
EXAMPLE_MODEL = "digits-20250131-1a2b3c4d"
EXAMPLE_PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQAAAACCEkxzAAAAe0lEQVR42r2Ruw2EQAxEx6sNCCmBUijt"
    "SmM7oQTICFb7LuBzaIgPR9bT2BqPA+2V9EZTItJJeGo+PyIAJjBNuU0FkpSr7SH75tY5qb2TbXCyjDI/"
    "M4ef+XFgkRvL1TRkn2qdk9o72QYnyygzNsEtKAErQCC1dAX1j59+AeEsNwTFyqRwAAAAAElFTkSuQmCC"
)


class Query(BaseModel):
    """The parameters of an address; others are refused, as they would be asked for in vain."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
        """Return the schema, made once: flask-openapi3 asks for it at each request."""
        return _schema_of(cls, *args, **options)


class NoQuery(Query):
    """The parameters of an address that has none."""


@cache
def _schema_of(query: type[Query], *args: Any, **options: Any) -> dict[str, Any]:
    return super(Query, query).model_json_schema(*args, **options)


class Answer(BaseModel):
    """A JSON answer. A field that was not set is left out of it."""

    def to_response(self, status: int = 200) -> Response:
        """Return the answer as an HTTP response."""
        body = self.model_dump_json(exclude_unset=True)
        return Response(body, status, mimetype="application/json")
