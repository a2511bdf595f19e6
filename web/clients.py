"""Clients: who is asking, and how often one may."""

import re
from http import HTTPStatus
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from werkzeug.middleware.proxy_fix import ProxyFix

from web.setting_types import NO_RATE_LIMIT
from web.settings import Settings

_LIMITED = ("/api/", "/v2/models/")
_REDIS_SECONDS = 0.3
# Some proxies tell the client's port, too; IPv6 has brackets then.
_WITH_PORT = re.compile(r"(?:([\d.]+)|\[(.+)\])(?::\d+)?")
_SITE_BITS = 64  # a household or a firm has so many bits of an IPv6 address to itself


def init_app(app: Flask, settings: Settings) -> None:
    """Let the app know its clients through so many proxies, and refuse who asks too often."""
    if proxies := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    if settings.rate_limit != NO_RATE_LIMIT:
        _limit(app, settings)


def client_of(address: str | None) -> str:
    """Return the name under which a client's calls are counted: its address, or its network."""
    try:
        ip = ip_address(_without_port(address or ""))
    except ValueError:
        return "unknown"  # a local socket has no address
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(IPv6Network((ip, _SITE_BITS), strict=False))
    return str(ip)


def _without_port(address: str) -> str:
    told = _WITH_PORT.fullmatch(address)
    return told[1] or told[2] if told else address


def _limit(app: Flask, settings: Settings) -> None:
    app.after_request(_without_needless_wait)  # is called after what the limiter adds below
    limiter = Limiter(
        lambda: client_of(request.remote_addr),
        app=app,
        default_limits=[settings.rate_limit],
        storage_uri=settings.rate_limit_storage,
        headers_enabled=True,
        # A Redis that is away must not stop the service: each process counts for itself meanwhile,
        # and what fails while that begins is not counted.
        in_memory_fallback_enabled=True,
        swallow_errors=True,
        storage_options=_storage_options(settings.rate_limit_storage),
    )
    limiter.request_filter(lambda: not _is_limited(request.path))


def _is_limited(path: str) -> bool:
    """Say whether calls are counted: not those of a cluster that asks whether the model is ready."""
    return path.startswith(_LIMITED) and not path.endswith("/ready")


def _without_needless_wait(response: Response) -> Response:
    """Say when to come back to none but those who were refused: clients heed it in any answer."""
    if response.status_code < HTTPStatus.BAD_REQUEST:
        response.headers.pop("Retry-After", None)
    return response


def _storage_options(storage: str) -> dict[str, Any]:
    """Wait for a Redis as long as for any neighbour, not as long as its client would."""
    if storage.startswith("memory:"):
        return {}
    return dict.fromkeys(("socket_timeout", "socket_connect_timeout"), _REDIS_SECONDS)
