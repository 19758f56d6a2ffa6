"""The staff's part of the site, under /desk."""

from __future__ import annotations

from flask import Blueprint, Response

desk = Blueprint("desk", __name__, url_prefix="/desk")


@desk.after_request
def _keep_out_of_caches(response: Response) -> Response:
    """What a case holds stays neither in the browser's nor in any other cache."""
    response.headers["Cache-Control"] = "no-store"
    return response
