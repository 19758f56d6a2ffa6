"""Following a case with its tracking code: how far it has come, and nothing of what is in it."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from complaint_center.domain.errors import Problem
from complaint_center.domain.status import CoarseState
from complaint_center.extensions import limiter
from complaint_center.services.tracking import follow_up
from complaint_center.web.forms import OfficeForm, tidy
from complaint_center.web.labels import label

UNKNOWN_CODE = _l("No case can be shown for this code. Please check the 16 digits on your receipt.")
"""One answer for a code that is malformed, nearly right, dead or missing: none of them is to be told apart."""

tracking = Blueprint("track", __name__)


class TrackForm(OfficeForm):
    code = StringField(_l("Tracking code"), filters=[tidy])


@tracking.route("/track", methods=["GET", "POST"])
@limiter.limit(
    lambda: current_app.config["LIMIT_TRACK"],
    methods=["POST"],
    exempt_when=lambda: not current_app.config["LIMIT_TRACK"],
)
def show() -> Response:
    """The form, and for a code that is known how far its case has come. The code is never in an address."""
    form, found = TrackForm(), None
    if request.method == "POST":
        found = follow_up(form.code.data)
        if not form.code.data:
            form.code.errors = [label(Problem.REQUIRED)]
        elif found is None:
            form.code.errors = [UNKNOWN_CODE]
    page = render_template("public/track.html", form=form, found=found, steps=list(CoarseState))
    return make_response(page, 422 if form.errors else 200)
