"""What every answer says beside its page: nothing is loaded from elsewhere, told to elsewhere, or kept."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, request
from flask_talisman import DENY, Talisman

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    # Bootstrap's sheet carries its small pictures in itself; a page drawn before our own sheet arrived asks for them.
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
SANDBOX = "sandbox; default-src 'none'"
"""For whatever is handed over as a file: opened in spite of that, it may run, load and send nothing."""

ASSETS = frozenset({"static", "bootstrap.static", "fonts.font"})
"""Endpoints of files that are the same for everybody; only these may be kept by a browser or on the way."""


def set_headers(app: Flask, *, is_https: bool, is_production: bool) -> None:
    """Put the headers on every answer. With `is_https` a request over plain HTTP is sent to the other.

    In production a browser that came by HTTPS is told to come by nothing else, whatever the configured address says.
    """
    # What is registered first runs last: on files it replaces the policy of pages.
    app.after_request(_sandbox_files)
    Talisman(
        app,
        force_https=is_https,
        strict_transport_security=is_https or is_production,
        session_cookie_secure=is_https,
        content_security_policy=CONTENT_SECURITY_POLICY,
        frame_options=DENY,
        referrer_policy="no-referrer",
    )
    app.after_request(_keep_out_of_caches)


def _sandbox_files(response: Response) -> Response:
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _keep_out_of_caches(response: Response) -> Response:
    if request.endpoint not in ASSETS or response.status_code >= HTTPStatus.BAD_REQUEST:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
