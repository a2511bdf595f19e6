"""Where the object store is, as the `AWS_` variables of the environment say."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from obstore.store import ClientConfig

_ENDPOINTS = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3")


def client_options() -> "ClientConfig":
    """Return the options of each client: HTTP is allowed to who names such an address."""
    if any(os.environ.get(name, "").startswith("http://") for name in _ENDPOINTS):
        return {"allow_http": True}
    return {}
