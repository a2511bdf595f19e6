"""The headers that every answer has, so that a browser does no more than the page needs."""

from flask import Flask, Response, request

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
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_ONE_YEAR = "max-age=31536000"


def init_app(app: Flask) -> None:
    """Let the app guard every answer, and have none kept that does not ask to be."""
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    response.headers.extend(_HEADERS)
    if request.is_secure:  # a browser that came by HTTPS does not come by HTTP any more
        response.headers["Strict-Transport-Security"] = _ONE_YEAR
    response.headers.setdefault("Cache-Control", "no-store")
    return response
