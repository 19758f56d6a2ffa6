"""The quick exit: away to a page that nobody minds, and nothing to come back to."""

from __future__ import annotations

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from complaint_center.web.public.following import stop_following
from complaint_center.web.public.receipt import forget_receipt

NEUTRAL_PAGE = "https://www.google.co.th/"
"""What anybody might be looking at. Nothing is told to it: our pages send no referrer."""

leaving = Blueprint("leave", __name__)


@leaving.get("/leave")
def now() -> Response:
    """Send the browser away. Receipt and case are forgotten, so that going back shows neither."""
    return stop_following(forget_receipt(redirect(NEUTRAL_PAGE, 303)))
