"""The kinds of values that settings have; some of them, answers have too."""

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from limits import parse_many
from pydantic import AfterValidator, Field, PlainValidator, SecretStr

from web.archive_location import BucketLocation, location_of

NO_RATE_LIMIT = "none"


def _sendable(token: SecretStr) -> SecretStr:
    # https://datatracker.ietf.org/doc/html/rfc6750#section-2.1
    if not re.fullmatch(r"[\w.~+/-]{16,}=*", token.get_secret_value(), re.ASCII):
        raise ValueError("16 or more letters, digits or -._~+/ are expected")
    return token


def _parsable(limits: str) -> str:
    if limits != NO_RATE_LIMIT:
        parse_many(limits)
    return limits


def _with_port(address: str) -> str:
    _ = urlsplit(address).port  # raises ValueError if it is no number
    return address


HttpUrl = Annotated[
    str, Field(pattern=r"^https?://[^/?#]+(/[^?#]*)?$"), AfterValidator(_with_port)
]
ModelName = Annotated[str, Field(pattern=r"^[\w.-]+$")]
ArchiveLocation = Annotated[Path | BucketLocation, PlainValidator(location_of)]
Token = Annotated[SecretStr, AfterValidator(_sendable)]
RateLimit = Annotated[str, AfterValidator(_parsable)]
RateLimitStorage = Annotated[
    str, Field(pattern=r"^(memory://|redis(s|\+unix)?://.+)$"), AfterValidator(_with_port)
]
Percent = Annotated[float, Field(ge=0, le=100)]
Days = Annotated[float, Field(ge=0, le=36_500)]
Seconds = Annotated[float, Field(gt=0, le=3600)]
Count = Annotated[int, Field(ge=0)]
PositiveCount = Annotated[int, Field(gt=0)]
