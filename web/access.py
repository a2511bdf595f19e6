"""Access: who may see, correct and erase the images that were kept."""

import hmac
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from flask import Request
from pydantic import SecretStr
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

# Each proxy that does its work says by one of these that it speaks for another machine.
_FORWARDED = ("Forwarded", "Via", "X-Real-Ip")

type AccessState = Literal["open", "locked", "closed"]


class Access:
    """
    Lets in who shows the token, and who calls from the machine that the service runs on.

    Args:
        token: the secret that opens from everywhere; None if there is no such way in.
        local: whether a caller on the same machine needs none.
    """

    def __init__(self, *, token: SecretStr | None, local: bool) -> None:
        self._token = token.get_secret_value() if token else None
        self._local = local

    def check(self, request: Request) -> None:
        """
        Return if the caller is let in.

        Raises:
            Unauthorized: the token would help.
            Forbidden: nothing would.
        """
        if self._has_token(request):
            return
        if self.state(request) != "open" or _is_of_another_page(request):
            if self._token is None:
                raise Forbidden
            raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))

    def state(self, request: Request) -> AccessState:
        """Say whether the kept images are open to a caller, open with the token only, or closed."""
        if self._local and _is_local(request):
            return "open"
        return "closed" if self._token is None else "locked"

    def _has_token(self, request: Request) -> bool:
        shown = request.authorization
        if self._token is None or shown is None or shown.type != "bearer":
            return False
        return hmac.compare_digest((shown.token or "").encode(), self._token.encode())


def _is_local(request: Request) -> bool:
    """
    Say whether the caller is on the same machine, and not only its last messenger.

    The host has to be a name of this machine too: a page whose own name was made to lead here
    (DNS rebinding) is of the same origin for a browser, but can not hide the name.
    """
    proxied = any(
        name in _FORWARDED or name.startswith("X-Forwarded-")
        for name in request.headers.keys()  # noqa: SIM118 (it yields pairs)
    )
    host = urlsplit(f"//{request.host}").hostname or ""
    # Proxies speak HTTP/1.0 to what is behind them by old habit; no browser has for long.
    modern = request.environ.get("SERVER_PROTOCOL") != "HTTP/1.0"
    return (
        modern
        and not proxied
        and _is_loopback(request.remote_addr or "")
        and (host == "localhost" or host.endswith(".localhost") or _is_loopback(host))
    )


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _is_of_another_page(request: Request) -> bool:
    """Say whether a browser sends this for a page that is none of ours (CSRF)."""
    origin = request.headers.get("Origin")
    return request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"} or (
        origin is not None and _host_of(origin) != request.host
    )


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
