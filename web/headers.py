"""The headers that every answer has, so that a browser does no more than the page needs."""

from flask import Flask, Response

_CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

_HEADERS = {
    "Content-Security-Policy": "; ".join(map(" ".join, _CONTENT_SECURITY_POLICY.items())),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def init_app(app: Flask) -> None:
    """Let the app guard every answer, and have none kept that does not ask to be."""
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    response.headers.extend(_HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
