"""What an operator is told of settings that have an impossible value."""

from typing import TYPE_CHECKING

from pydantic import ValidationError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# Addresses may have a password in them: what can not be used is told without its value.
_MAY_HOLD_SECRETS = {"token", "archive", "classifier_url", "rate_limit_storage", "tracing"}


def told(error: ValidationError, *, prefix: str) -> str:
    """Return what is wrong in one line, by the names in the environment, which begin with the prefix."""
    return "; ".join(_sentence(details, prefix) for details in error.errors())


def _sentence(error: "ErrorDetails", prefix: str) -> str:
    name = str(error["loc"][0])
    hidden = name in _MAY_HOLD_SECRETS and error["input"] is not None
    value = "(hidden)" if hidden else repr(error["input"])
    return f"{prefix}{name}".upper() + f"={value}: {error['msg']}"
